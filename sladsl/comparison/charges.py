"""Charges compared: what they come to in the periods that are settled, and on single days."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from sladsl.comparison.aspects import Aspect, ChangePlace, PlanPair, change, differences, judged, plain
from sladsl.comparison.change import Change, Item
from sladsl.comparison.credit_tables.charge_witnesses import charge_witnesses, is_same_part
from sladsl.comparison.credit_tables.pricing import settled_units
from sladsl.comparison.effect import INCOMPARABLE, NEUTRAL, Judgement, because
from sladsl.comparison.logic.bounds import write_dated
from sladsl.comparison.sameness import same
from sladsl.comparison.service_levels.clocks import judge_condition
from sladsl.planning.plan import (
    Charge,
    ChargeShare,
    Dated,
    Expression,
    Field,
    Measure,
    Measured,
    Plan,
    Rate,
    Series,
    ServiceLevel,
)
from sladsl.planning.text_levels import level_lines, write_measure
from sladsl.planning.wording import write_expression, write_money, write_part
from sladsl.values import evolve


def charge_item(charge: Charge) -> Item:
    """A charge as documents name it."""
    return Item(charge.id, "charge", charge.name, charge.title)


def charge_changes(pair: PlanPair, old: Charge, new: Charge) -> Iterator[Change]:
    """The changes of a charge, each with what the charge comes to with and without it."""
    place = ChangePlace(charge_item(new), "", old.span, new.span)
    yield from differences(pair, place, _TITLE, old, new)
    if (old.by, old.measured is None) != (new.by, new.measured is None):
        written = (_write_amount(pair.old, old), _write_amount(pair.new, new))
        told = change(place, "amount", written, _OTHER_PRICE, (old.rates, new.rates))
        yield evolve(told, witnesses=charge_witnesses(pair, old, new))
    elif old.measured is not None and new.measured is not None:
        yield from _measured_changes(pair, place, old.measured, new.measured)
    else:
        for told in differences(pair, place, _FIXED, old, new):
            yield _shown(pair, told)


def _measured_changes(
    pair: PlanPair, place: ChangePlace, old: ServiceLevel, new: ServiceLevel
) -> Iterator[Change]:
    """The changes of a charge that records tell: what chooses them, by which day, and what is added up of them."""
    if old.records == new.records:
        yield from differences(pair, place, (_where(new.records), _COUNTED), old, new)
        for one, other in zip(old.series, new.series, strict=False):
            yield from differences(pair, place, (_ADDED_UP,), one, other)
        old = evolve(old, where=new.where, counted=new.counted, series=_measuring(old, new))
    if not same(old, new):
        written = (_write_measured(pair.old, old), _write_measured(pair.new, new))
        yield change(place, "amount", written, _OTHER_PRICE, (old, new))


def _measuring(old: ServiceLevel, new: ServiceLevel) -> tuple[Series, ...]:
    """The series of a charge with what is added up in those of another one."""
    measures = [each.measure for each in new.series]
    return tuple(evolve(each, measure=measure) for each, measure in zip(old.series, measures, strict=False))


def _where(records: str) -> Aspect:
    def judge(pair: PlanPair, old: Expression | None, new: Expression | None) -> Judgement | None:
        return judge_condition(pair, records, (old, new), _OTHER_PRICE, _CHARGED)

    return Aspect("where", "of records where", write_expression, judge, "all", span="where_span")


_CHARGED = ("charged before, not after", "charged after, not before")


def _judge_counted(pair: PlanPair, old: Expression, new: Expression) -> Judgement:
    """Judge by which field records are charged, with one whose fields lie in the first two periods."""
    periods = settled_units(pair, ())[: len(_BOTH)]
    if len(periods) < len(_BOTH):
        return _OTHER_PRICE
    first, second = (each.label for each in periods)
    fields = [write_expression(of, each) for of, each in zip((pair.old, pair.new), (old, new), strict=True)]
    told = f"{fields[0]} in {first}, {fields[1]} in {second}: charged in {first} before, in {second} after"
    return evolve(_OTHER_PRICE, witnesses=(told,))


def _judge_added_up(pair: PlanPair, old: Measured, new: Measured) -> Judgement:
    """Judge what of each record is charged, with one that has another amount in each field."""
    match old, new:
        case Measure(operand=Field() as one), Measure(operand=Field() as other) if one.path != other.path:
            low, high = (write_money(pair.new, each) for each in _BOTH)
            fields = (write_expression(pair.old, one), write_expression(pair.new, other))
            told = f"{fields[0]} {low}, {fields[1]} {high}: {low} charged before, {high} after"
            return evolve(_OTHER_PRICE, witnesses=(told,))
    return _OTHER_PRICE


_BOTH = (Fraction(100), Fraction(200))


def _shown(pair: PlanPair, told: Change) -> Change:
    """A change of a fixed charge with what shows it; neutral where nothing could."""
    (without,) = told.without
    old, new = without.then, without.now
    assert isinstance(old, Charge), "one fact of a charge is taken back"
    assert isinstance(new, Charge), "one fact of a charge is taken back"
    witnesses = charge_witnesses(pair, old, new)
    is_alike = is_same_part(old, new) if told.part == _PART else old.part is None
    if not witnesses and is_alike:
        return evolve(told, effect=NEUTRAL.effect, why="every day comes to the same")
    return evolve(told, witnesses=witnesses)


def _write_amount(plan: Plan, charge: Charge) -> str:
    """Write what is charged, whether it is fixed, apart for some values, or told by records."""
    if charge.measured is not None:
        return _write_measured(plan, charge.measured)
    return (
        f"by {', '.join(charge.by)}: {_write_shares(plan, charge.shares)}"
        if charge.by
        else _write_rates(plan, charge.rates)
    )


def _write_rates(plan: Plan, rates: Sequence[Dated[Rate]]) -> str:
    """Write what is charged: `GBP 85,000.00 per month, from 2027-01-01 GBP 88,000.00 per month`."""
    return write_dated(rates, lambda rate: f"{write_money(plan, rate.amount)} per {rate.per}")


def _write_shares(plan: Plan, shares: Sequence[ChargeShare]) -> str:
    return "; ".join(f"{' / '.join(each.key)} {_write_rates(plan, each.rates)}" for each in shares)


def _write_measured(plan: Plan, measured: ServiceLevel) -> str:
    """Write what records say of a charge, with all that chooses them."""
    return "; ".join(" ".join(line.text.split()) for line in level_lines(plan, measured))


_OTHER_PRICE = because(
    INCOMPARABLE, "the customer pays another price, and what is a share of it changes, too"
)
_OTHER_PART = because(
    INCOMPARABLE, "a part of a calendar unit has another price, and credits counted in it change, too"
)

_PART = "part"
_TITLE = (Aspect("title", "title", plain, judged(NEUTRAL)),)
_COUNTED = Aspect(
    "counted", "counted in the window of", write_expression, _judge_counted, span="counted_span"
)
_ADDED_UP = Aspect("measure", "amount", write_measure, _judge_added_up)
_FIXED = (
    Aspect("rates", "amount", _write_rates, judged(_OTHER_PRICE)),
    Aspect("shares", "shares", _write_shares, judged(_OTHER_PRICE)),
    Aspect(
        "part",
        _PART,
        lambda _plan, part: write_part(part),
        judged(_OTHER_PART),
        "by the days that there are",
    ),
    Aspect(
        "whole",
        "in partial periods",
        lambda _plan, whole: "whole" if whole else "by days",
        judged(_OTHER_PRICE),
    ),
)
