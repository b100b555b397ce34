"""Credits, what they are taken of, and their rows, in the words of the language."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import assert_never

from sladsl.planning.plan import (
    Amount,
    AtRisk,
    Base,
    ChargeForDowntime,
    ChargePart,
    CreditAmount,
    Dated,
    Edge,
    Gap,
    Interval,
    Money,
    PartTime,
    PercentOf,
    Plan,
    Points,
    Quantity,
    Ratchet,
    ServiceDays,
    ShareOf,
    ShareOfField,
    Sharing,
    Shortfall,
    Steps,
    TargetWord,
    Threshold,
    TimeOf,
    TimeUnit,
)
from sladsl.planning.wording.quantities import (
    counted_things,
    write_money,
    write_number,
    write_quantity,
    write_share,
)


def write_amount(plan: Plan, amount: Amount) -> str:
    """Write a credit or a limit: `10% of MonthlyCharges` or `GBP 30.00`."""
    match amount:
        case PercentOf(share, charge):
            return f"{write_number(share * 100)}% of {charge}"
        case Money(fixed):
            return write_money(plan, fixed)
    assert_never(amount)


def _named(name: str) -> str:
    return name


def write_credit(plan: Plan, amount: CreditAmount, named: Callable[[str], str] = _named) -> str:
    """Write what a credit is: `10% of MonthlyCharges`, `1/30 of A`, `3 days of A`, `3 points`; charges as `named`."""
    match amount:
        case Money(fixed):
            return write_money(plan, fixed)
        case Points(number):
            return counted_things(number, "point")
        case ServiceDays(number):
            return f"{counted_things(number, 'day')} of service"
        case ShareOf(share, base):
            return f"{write_share(share)} of {write_base(base, named)}"
        case ChargeForDowntime(times, base):
            return f"{write_number(times)} times {write_base(base, named)} for the downtime"
        case Shortfall(base, rounded):
            how = "" if rounded is None else f" rounded {rounded.mode} to {rounded.decimals} decimals"
            return f"the shortfall{how}{'' if base is None else f' of {write_base(base, named)}'}"
        case ShareOfField(share, field):
            part = f"{write_number(share)} times" if share > 1 else f"{write_share(share)} of"
            return f"{part} {'.'.join(field.path)}"
        case AtRisk(weights, pool, _, _, sharing):
            of_pool = "" if pool == 1 else f" of a pool of {write_share(pool)}"
            return f"{write_weights(weights)}{of_pool} of {write_risk(plan, amount, named)}{_shared(sharing)}"
        case TimeOf(number, TimeUnit.DAY, base):
            return f"{counted_things(number, 'day')} of {write_base(base, named)}"
        case TimeOf(number, _, base):
            return f"{write_number(number)} h of {write_base(base, named)}"
    assert_never(amount)


def write_risk(plan: Plan, amount: AtRisk, named: Callable[[str], str] = _named) -> str:
    """Write what is at risk: `10% of MonthlyCharges of the calendar month`."""
    if amount.base is None:
        return write_money(plan, amount.risk)
    return f"{write_share(amount.risk)} of {write_base(amount.base, named)}"


def write_weights(weights: Sequence[Dated[Fraction]]) -> str:
    """Write a weight with its dates: `40% (from 2027-01-01 30%)`."""
    first, *later = weights
    dates = ", ".join(f"from {each.since} {write_share(each.value)}" for each in later)
    return write_share(first.value) + (f" ({dates})" if dates else "")


def write_base(base: Base, named: Callable[[str], str] = _named) -> str:
    """Write what a credit is taken of: `the greater of A and B of the previous calendar month`."""
    names = [named(charge) for charge in base.charges]
    charges = names[0] if len(names) == 1 else f"the greater of {' and '.join(names)}"
    return f"{charges}{write_interval(base.interval)}{_weighted(base)}{_shared(base.sharing)}"


def _weighted(base: Base) -> str:
    if base.affected is None or base.total is None:
        return ""
    return f" weighted by {'.'.join(base.affected.path)} of {'.'.join(base.total.path)}"


def _shared(sharing: Sharing) -> str:
    return f" {sharing}" if sharing is Sharing.EQUALLY else ""


def write_interval(interval: Interval | None) -> str:
    """Write whose charge counts where it is not the window's: ` of the previous calendar month`."""
    if interval is None:
        return ""
    which = {-1: "previous ", 0: "", 1: "next "}[interval.shift]
    return f" of the {which}{interval.anchor} {interval.unit}"


def write_steps(plan: Plan, steps: Steps) -> str:
    """Write what an amount is owed for each of: `per started 1%`, `per full 1 h of downtime`."""
    of = "" if steps.of is Gap.SHORTFALL else f" of {steps.of}"
    return f"per {'full' if steps.is_full else 'started'} {write_quantity(plan, steps.size)}{of}"


def write_part(part: ChargePart) -> str:
    """Write what a part of a charge is: `a day is 1/30`, `a day is 1/365 of a year`."""
    article = "an" if part.time is PartTime.HOUR else "a"
    share = f"{part.share.numerator:,}/{part.share.denominator:,}"
    return f"{article} {part.time} is {share}{'' if part.of is None else f' of a {part.of}'}"


def write_threshold(plan: Plan, threshold: Threshold) -> str:
    """Write a threshold: `97%`, `minimum`, `10% over required`."""
    match threshold:
        case Quantity():
            return write_quantity(plan, threshold)
        case TargetWord(word, times) if times == 1:
            return word
        case TargetWord(word, times):
            by = write_number(abs(times - 1) * 100)
            return f"{by}% {'over' if times > 1 else 'under'} {word}"
    assert_never(threshold)


def write_range(lower: Edge | None, upper: Edge | None, written: Callable[[Edge], str]) -> str:
    """Write the values of a row of a credit table: `below 97%`, `98% to under 99%`."""
    match lower, upper:
        case None, Edge(includes=includes) as end:
            return f"{'at or below' if includes else 'below'} {written(end)}"
        case Edge(includes=includes) as start, None:
            return f"{'at or above' if includes else 'above'} {written(start)}"
        case Edge() as start, Edge() as end:
            first = f"{'' if start.includes else 'over '}{written(start)}"
            return f"{first} to {'' if end.includes else 'under '}{written(end)}"
    return "any value"


def write_ratchet(plan: Plan, ratchet: Ratchet) -> str:
    """Write how a target becomes stricter: `minimum to the midpoint of it and the mean of the last 12 windows, …`."""
    which = f"the {'first' if ratchet.is_baseline else 'last'} {ratchet.windows} windows"
    each = "" if ratchet.is_baseline else " when better in each"
    most = ""
    if ratchet.most is not None and ratchet.to is not None:
        most = f", by at most {write_share(ratchet.most)} of the gap to {write_quantity(plan, ratchet.to)}"
    decimals = counted_things(Fraction(ratchet.rounded.decimals), "decimal")
    rounding = f", rounded {ratchet.rounded.mode} to {decimals}"
    return f"{ratchet.word} to the midpoint of it and the mean of {which}{each}{most}{rounding}"
