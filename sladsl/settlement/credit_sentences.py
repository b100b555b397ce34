"""Credits in words: how each was calculated, and the rows of their tables."""

from __future__ import annotations

from fractions import Fraction
from typing import assert_never

from sladsl.planning.plan import (
    AtRisk,
    ChargeForDowntime,
    CreditAmount,
    Edge,
    Fact,
    Plan,
    Quantity,
    RoundingMode,
    ShareOfField,
    Shortfall,
    TimeUnit,
)
from sladsl.planning.wording import (
    counted,
    write_number,
    write_range,
    write_risk,
    write_share,
    write_test,
    write_threshold,
)
from sladsl.planning.wording_steps import write_owed
from sladsl.settlement.display import (
    charge_title,
    show_credit,
    show_credited,
    show_difference,
    show_limit,
    show_money,
    show_value,
)
from sladsl.settlement.explanation import (
    ChargeBase,
    Credit,
    Factor,
    PartOfTime,
    RecordsCounted,
    ResolvedBand,
    SharedAmong,
    ShareTaken,
    Shortage,
    StepCount,
)
from sladsl.settlement.rounding import rounded
from sladsl.settlement.verdicts import show_target

_MICRO = Fraction(1, 1_000_000)


def credit_arithmetic(plan: Plan, credit: Credit) -> str:
    """Show how a credit was calculated: `10% of Monthly Charges GBP 85,000.00 = GBP 8,500.00`."""
    rate, amount = _rate(plan, credit.rate), show_credited(plan, credit.calculated, credit.unit)
    steps = "".join(f" × {factor_words(plan, credit, factor)}" for factor in credit.factors)
    base = "" if credit.base is None else f" {_base(plan, credit.base)}"
    product = with_cut_records(plan, credit, f"{rate}{base}{steps}")
    arithmetic = f"{product} = {amount}" if base or steps else rate
    if credit.failed and credit.rule.history is not None:
        arithmetic = f"{arithmetic}, {write_owed(credit.rule.history)}: {', '.join(credit.failed)}"
    if credit.most is None or credit.rule.most is None or credit.amount == credit.calculated:
        return arithmetic
    most = show_credited(plan, credit.most, credit.unit)
    return f"{arithmetic}, cut to {show_credit(plan, credit.rule.most)} = {most}"


def _rate(plan: Plan, rate: CreditAmount) -> str:
    """What a credit is; of a weight what is at risk, since the weight itself is a factor."""
    if isinstance(rate, AtRisk):
        return write_risk(plan, rate, lambda name: charge_title(plan, name))
    return show_credit(plan, rate)


def factor_words(plan: Plan, credit: Credit, factor: Factor) -> str:
    """A factor of a credit as it stands in its arithmetic: `3 of 31 days`, `4 started steps of 1 h`."""
    match factor:
        case RecordsCounted():
            return _records_words(plan, credit, factor)
        case PartOfTime():
            return f"{part_words(factor)}{_beyond(plan, credit)}"
        case SharedAmong(values):
            return f"1 of {values} value{'' if values == 1 else 's'}"
        case StepCount(gap, size, is_full, number):
            kind = f"{'full' if is_full else 'started'} step{'' if number == 1 else 's'}"
            edges = [Quantity(gap.type, size.amount * each) for each in (number - 1, number, number + 1)]
            how_far = f"{show_difference(plan, gap, edges)} {_side(plan, credit)}".rstrip()
            return f"{number:,} {kind} of {show_difference(plan, size)} ({how_far})"
        case ShareTaken(of, share):
            return f"{of} {write_share(share)}"
        case Shortage(gap, exact):
            shown = show_limit(plan, gap) if gap != exact else show_value(plan, gap)
            rounded = f", {show_value(plan, exact)} rounded" if gap != exact else ""
            return f"{shown} ({_side(plan, credit)}{rounded})"
    assert_never(factor)


def part_words(part: PartOfTime) -> str:
    """A part of a charge by time: `3 of 31 days`."""
    thing = "day" if part.unit is TimeUnit.DAY else "hour"
    things = thing if part.of == 1 else f"{thing}s"
    return f"{_number(part.number)} of {write_number(part.of)} {things}"


def _records_words(plan: Plan, credit: Credit, factor: RecordsCounted) -> str:
    """`7 records`, `12 started steps of 1 h of clock (5 records)`, without those that are cut at what one comes to."""
    tally, steps = factor.tally, credit.rule.steps
    field = credit.rate.field if isinstance(credit.rate, ShareOfField) else None
    records = counted(tally.records - tally.cut, "record")
    counted_in = ""
    if steps is not None:
        kind = f"{'full' if steps.is_full else 'started'} step{'' if tally.units == 1 and field is None else 's'}"
        beyond = f" {side}" if (side := _side(plan, credit)) else ""
        counted_in = f"{kind} of {show_limit(plan, steps.size)} of clock{beyond}"
    if field is not None:
        times = f"{'.'.join(field.path)} × {counted_in}, " if counted_in else ""
        words = f"{show_money(plan, tally.units)} ({times}{records})"
    else:
        words = f"{write_number(tally.units)} {counted_in} ({records})" if counted_in else records
    return words


def with_cut_records(plan: Plan, credit: Credit, product: str) -> str:
    """A product over records, and what those come to that are cut at the most for one: `… + 2 records × GBP 3.00`."""
    most = None if credit.rule.each is None else credit.rule.each.most
    tallies = [factor.tally for factor in credit.factors if isinstance(factor, RecordsCounted)]
    if most is None or not tallies or not tallies[0].cut:
        return product
    (tally,) = tallies
    cut = f"{counted(tally.cut, 'record')} × {show_credit(plan, most)} (the most for one)"
    return f"{product} + {cut}" if tally.records > tally.cut else cut


def _number(number: Fraction) -> str:
    """A number with all its decimals, or with some of them where there are too many."""
    written = write_number(number)
    return (
        written
        if len(written) < 12 and "/" not in written
        else f"{write_number(rounded(number, _MICRO, RoundingMode.DOWN))}…"
    )


def _beyond(plan: Plan, credit: Credit) -> str:
    is_downtime = isinstance(credit.rate, ChargeForDowntime)
    return f" down{f' {side}' if (side := _side(plan, credit)) else ''}" if is_downtime else ""


def _side(plan: Plan, credit: Credit) -> str:
    """From where a credit counts: `below the minimum of 98%`; of downtime beyond an availability, what that allows."""
    mark = credit.rule.mark
    if mark is None or credit.mark is None:
        return ""
    limit = show_limit(plan, credit.mark)
    word = "" if isinstance(mark.threshold, Quantity) else f"the {write_threshold(plan, mark.threshold)} of "
    return f"{'below' if mark.is_below else 'above'} {word}{limit}"


def _base(plan: Plan, base: ChargeBase) -> str:
    of = f" for {' / '.join(base.of)}" if base.of else ""
    amount = f"{show_money(plan, base.amount)}{of}"
    if not base.lesser:
        return amount
    others = ", ".join(
        f"{charge_title(plan, each.charge)} {show_money(plan, each.amount)}" for each in base.lesser
    )
    return f"({charge_title(plan, base.charge)} {amount}; {others})"


def credit_heading(plan: Plan, credit: Credit) -> str:
    """Name the row of the credit table that applied, or the credit itself: "row `below 97%`".

    Of a limit's own credit the limit is named, too: "credit of `minimum at least 100% within 8 h`".
    """
    heading = "credit" if credit.row is None else f"row `{row_words(plan, credit.row)}`"
    heading += "" if credit.rule.since is None else f" in force from {credit.rule.since}"
    if credit.target is not None:
        return f"{heading} of `{show_target(plan, credit.target)}`"
    return heading if credit.rule.option is None else f"option {credit.rule.option}, {heading}"


def row_words(plan: Plan, row: ResolvedBand) -> str:
    """Write the values of a row, its words resolved: `below 97%`, `below minimum (98%)`, `98% to under 99%`."""

    def written(edge: Edge) -> str:
        end = row.lower if edge is row.band.lower else row.upper
        assert end is not None
        limit = show_limit(plan, end)
        word = edge.threshold
        return limit if isinstance(word, Quantity) else f"{write_threshold(plan, word)} ({limit})"

    return write_range(row.band.lower, row.band.upper, written)


def row_name(plan: Plan, credit: Credit) -> str:
    """Name the row that applied in a cell, `below 97%`; of a single amount what it grows with, or `flat`.

    Of a limit's own credit the limit stands before it: `minimum within 8 h, flat`.
    """
    name = _row_name(plan, credit)
    if credit.target is not None:
        return f"{credit.target.target.word}{write_test(credit.target.target)}, {name}"
    return name if credit.rule.option is None else f"option {credit.rule.option}, {name}"


def _row_name(plan: Plan, credit: Credit) -> str:
    if credit.row is not None:
        return row_words(plan, credit.row)
    if credit.rule.each is not None:
        return "per record"
    if credit.rule.steps is not None:
        return "per step"
    match credit.rate:
        case Shortfall():
            return "shortfall"
        case ChargeForDowntime():
            return "downtime"
        case AtRisk():
            return "weight"
        case _:
            return "flat"


def clause_of_credit(credit: Credit) -> Fact:
    """Give what the agreement says that made a credit: its row, or its rule."""
    return credit.rule if credit.row is None else credit.row.band
