"""What credits are taken of, in words: charges, the time for which they count, and how values share them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import assert_never

from sladsl.documents.figures import anchored_words
from sladsl.documents.outline import SETTLEMENT, reference
from sladsl.documents.prose import field, prose, with_article
from sladsl.documents.terms import Terms, charge_name, one_record
from sladsl.documents.view import Prose
from sladsl.planning.plan import (
    AtRisk,
    Base,
    ChargeForDowntime,
    CreditAmount,
    CreditRule,
    Interval,
    Money,
    PeriodWindow,
    Points,
    Series,
    ServiceDays,
    ServiceLevel,
    ShareOf,
    ShareOfField,
    Sharing,
    Shortfall,
    TimeOf,
    TimeUnit,
)
from sladsl.planning.series import is_of_records
from sladsl.planning.wording import write_share


def base_words(terms: Terms, base: Base) -> str:
    """What a credit is taken of: "the Monthly Charges", "the greater of the Port Fee and the Usage Charges"."""
    names = [f"the {charge_name(terms, charge)}" for charge in base.charges]
    charges = names[0] if len(names) == 1 else f"the greater of {' and '.join(names)}"
    return f"{charges}{_interval_words(base.interval)}"


def _interval_words(interval: Interval | None) -> str:
    if interval is None:
        return ""
    which = {-1: "the previous ", 0: "the ", 1: "the next "}[interval.shift]
    return f" for {which}{anchored_words(interval.anchor, interval.unit)}"


def charged_period(level: ServiceLevel) -> str:
    """The period whose charge a percentage is taken of."""
    if isinstance(level.window, PeriodWindow):
        return "the same Measurement Window"
    if is_of_records(level):
        return "the Settlement Period to which the Measurement Window belongs"
    return "the Settlement Period with which the Measurement Window ends"


def bases_words(terms: Terms, series: Series, amounts: Sequence[CreditAmount]) -> Prose:
    """What percentages, days and hours are taken of, each said once."""
    bases = dict.fromkeys(base for amount in amounts if (base := base_of_amount(amount)) is not None)
    units = dict.fromkeys(unit for amount in amounts if (unit := _time_unit(amount)) is not None)
    what = _share_noun(amounts)
    weights = [amount for amount in amounts if isinstance(amount, AtRisk)]
    return prose(
        *(_base(terms, series, base, what) for base in bases),
        *parts_of_time(terms, bases, units),
        *_sharing(series, {base.sharing for base in bases} | {each.sharing for each in weights}),
        *(at_risk_words(terms) for _ in weights),
    )


def base_of_amount(amount: CreditAmount) -> Base | None:
    """What an amount is taken of; None for one that stands alone."""
    match amount:
        case ShareOf(base=base) | TimeOf(base=base) | ChargeForDowntime(base=base) | Shortfall(base=base):
            return base
        case AtRisk() | ShareOfField() | Money() | Points() | ServiceDays():
            return None
    assert_never(amount)


def intervals(rules: Iterable[CreditRule]) -> Iterator[Interval]:
    """The intervals for which charges are taken, where it is not the level's own window."""
    for rule in rules:
        for amount in (rule.amount, rule.most, *(band.credit for band in rule.bands)):
            base = None if amount is None else base_of_amount(amount)
            if base is not None and base.interval is not None:
                yield base.interval


def _time_unit(amount: CreditAmount) -> TimeUnit | None:
    if isinstance(amount, ChargeForDowntime):
        return TimeUnit.HOUR
    return amount.unit if isinstance(amount, TimeOf) else None


def _share_noun(amounts: Sequence[CreditAmount]) -> str:
    shares = [write_share(amount.share) for amount in amounts if isinstance(amount, ShareOf)]
    if len(shares) < sum(base_of_amount(amount) is not None for amount in amounts):
        return "It"
    return "A percentage" if all(share.endswith("%") for share in shares) else "A share"


def _base(terms: Terms, series: Series, base: Base, what: str) -> Prose:
    of = base_words(terms, base)
    where = reference(terms.outline, f"charge:{base.charges[0]}")
    levels = [each for each in terms.plan.levels if any(series is one for one in each.series)]
    period = charged_period(levels[0]) if levels else "the same Measurement Window"
    window = "" if base.interval else f" for {period}"
    return prose(
        f" {what} is taken of {of}{window} (",
        where,
        ").",
        _unit_meant(base.interval),
        *_affected(terms, series, base),
    )


def _affected(terms: Terms, series: Series, base: Base) -> Iterator[Prose | str]:
    if base.affected is None or base.total is None:
        return
    level = next(each for each in terms.plan.levels if any(series is one for one in each.series))
    one = one_record(terms, level.records)
    yield prose(
        f" Of that amount only the share counts that is affected: the share of {with_article(one)} is its ",
        *(field(base.affected.path[-1]), " divided by its ", field(base.total.path[-1])),
        ", and the share of the Measurement Window is the mean of these over the agreed time in it "
        "that is down time, each instant counting with the greatest share of those that last then.",
    )


def _unit_meant(interval: Interval | None) -> str:
    if interval is None:
        return ""
    unit = anchored_words(interval.anchor, interval.unit)
    if interval.shift == 0:
        return f" It is the {unit} in which the Measurement Window ends."
    beside = "before" if interval.shift < 0 else "after"
    return (
        f" It is the {unit} {beside} the one in which the Measurement Window ends; outside the Term there is "
        "no charge."
    )


def parts_of_time(terms: Terms, bases: Iterable[Base], units: Iterable[TimeUnit]) -> Iterator[str]:
    """What a day and an hour of charges are, where no charge says it."""
    names = {charge for base in bases for charge in base.charges}
    if all(charge.part for charge in terms.plan.charges if charge.name in names):
        return  # the clause on charges says what a day and an hour are
    for unit in units:
        things = "local days" if unit is TimeUnit.DAY else "hours of real time"
        article = "A" if unit is TimeUnit.DAY else "An"
        yield (
            f" {article} {unit.value} of a charge is what the charge comes to for that time, divided by the number of "
            f"{things} that the time has."
        )


def at_risk_words(terms: Terms) -> Prose:
    """Where it stands what is at risk, and for which period it counts."""
    where = reference(terms.outline, SETTLEMENT)
    return prose(
        " The Amount at Risk is that of the period in which the Measurement Window ends (", where, ")."
    )


def _sharing(series: Series, sharings: Collection[Sharing]) -> Iterator[str]:
    if not series.key:
        return
    if Sharing.EQUALLY in sharings:
        yield (
            " It is shared equally among all values for which this Service Level is measured in the Measurement "
            "Window: for each value that is missed, one such part is due."
        )
    if Sharing.IN_FULL in sharings:
        yield " It is due in full for each value that is missed."
