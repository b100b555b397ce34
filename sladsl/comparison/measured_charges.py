"""Charges that records tell compared: which records, by which day, what is added up of them, and for which values."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from sladsl.comparison.aspects import Aspect, ChangePlace, PlanPair, change, differences
from sladsl.comparison.change import Change
from sladsl.comparison.credit_tables.pricing import settled_units
from sladsl.comparison.effect import INCOMPARABLE, Judgement, because
from sladsl.comparison.service_levels.clocks import judge_condition
from sladsl.planning.plan import Dimension, Expression, Field, Measure, Measured, Plan, ServiceLevel
from sladsl.planning.text_levels import write_measure
from sladsl.planning.wording import write_expression, write_money
from sladsl.values import evolve

OTHER_PRICE = because(INCOMPARABLE, "the customer pays another price, and what is a share of it changes, too")
_CHARGED = ("charged before, not after", "charged after, not before")
_LOW, _HIGH = Fraction(100), Fraction(200)


def measured_changes(
    pair: PlanPair, place: ChangePlace, old: ServiceLevel, new: ServiceLevel
) -> Iterator[Change]:
    """The changes of what records tell of a charge; of other records it is told as a whole."""
    if old.records == new.records:
        yield from differences(pair, place, (_where(new.records), _COUNTED), old, new)
        yield from differences(pair, place, (_ADDED_UP,), old.series[0], new.series[0])
        yield from differences(pair, place, (_by(new),), old, new)
        return
    sides = (pair.old, old), (pair.new, new)
    before, after = (write_measured(plan, each) for plan, each in sides)
    told = change(place, "amount", (before, after), OTHER_PRICE, (old, new))
    charged = zip(sides, _CHARGED, strict=True)
    yield evolve(told, witnesses=tuple(f"{one_record(*side)}: {when}" for side, when in charged))


def write_measured(plan: Plan, measured: ServiceLevel) -> str:
    """Write what records say of a charge: `sum of amount of each line where not once, counted on billed_on`."""
    assert measured.counted is not None, "records are counted on a day"
    where = "" if measured.where is None else f" where {write_expression(plan, measured.where)}"
    by = f", by {_write_names(plan, measured.dimensions)}" if measured.dimensions else ""
    added_up = write_measure(plan, measured.series[0].measure)
    counted = write_expression(plan, measured.counted)
    return f"{added_up} of each {measured.records}{where}, counted on {counted}{by}"


def one_record(plan: Plan, measured: ServiceLevel) -> str:
    """A record that is charged: `a line where not once with amount GBP 100.00`."""
    where = "" if measured.where is None else f" where {write_expression(plan, measured.where)}"
    return f"a record of {measured.records}{where} with {_amount(plan, measured)} {write_money(plan, _LOW)}"


def _amount(plan: Plan, measured: ServiceLevel) -> str:
    """The field that is added up."""
    measure = measured.series[0].measure
    assert isinstance(measure, Measure), "an amount of records is added up"
    assert measure.operand is not None, "it is one of their fields"
    return write_expression(plan, measure.operand)


def _where(records: str) -> Aspect:
    def judge(pair: PlanPair, old: Expression | None, new: Expression | None) -> Judgement | None:
        return judge_condition(pair, records, (old, new), OTHER_PRICE, _CHARGED)

    return Aspect("where", "of records where", write_expression, judge, "all", span="where_span")


def _judge_counted(pair: PlanPair, old: Expression, new: Expression) -> Judgement:
    """Judge by which field records are charged, with one whose fields lie in the first two periods."""
    periods = settled_units(pair, ())[:2]
    if len(periods) < 2:
        return OTHER_PRICE
    first, second = (each.label for each in periods)
    fields = [write_expression(of, each) for of, each in zip((pair.old, pair.new), (old, new), strict=True)]
    told = f"{fields[0]} in {first}, {fields[1]} in {second}: charged in {first} before, in {second} after"
    return evolve(OTHER_PRICE, witnesses=(told,))


def _judge_added_up(pair: PlanPair, old: Measured, new: Measured) -> Judgement:
    """Judge what of each record is charged, with one that has another amount in each field."""
    match old, new:
        case Measure(operand=Field() as one), Measure(operand=Field() as other) if one.path != other.path:
            low, high = (write_money(pair.new, each) for each in (_LOW, _HIGH))
            fields = (write_expression(pair.old, one), write_expression(pair.new, other))
            told = f"{fields[0]} {low}, {fields[1]} {high}: {low} charged before, {high} after"
            return evolve(OTHER_PRICE, witnesses=(told,))
    return OTHER_PRICE


_COUNTED = Aspect(
    "counted", "counted in the window of", write_expression, _judge_counted, span="counted_span"
)
_ADDED_UP = Aspect("measure", "amount", write_measure, _judge_added_up)


# --- for which values ------------------------------------------------------------------------------------------------


def _by(measured: ServiceLevel) -> Aspect:
    def judge(pair: PlanPair, old: Sequence[Dimension], new: Sequence[Dimension]) -> Judgement:
        amount = _amount(pair.new, measured)
        return evolve(OTHER_VALUES, witnesses=tuple(_values_apart(pair.new, amount, old, new)))

    return Aspect("dimensions", "by", _write_names, judge)


def _values_apart(
    plan: Plan, amount: str, old: Sequence[Dimension], new: Sequence[Dimension]
) -> Iterator[str]:
    """Two records with different values, and what is charged for one, for each field that one side tells apart."""
    before, after = ({_last(each): each.name for each in side} for side in (old, new))
    low, high, both = (write_money(plan, each) for each in (_LOW, _HIGH, _LOW + _HIGH))
    for field in dict.fromkeys((*before, *after)):
        if field in before and field in after:
            if before[field] != after[field]:
                yield f"{before[field]} A, {after[field]} B: charged for A before, for B after"
        else:
            name, told = before.get(field) or after[field], (low, both) if field in before else (both, low)
            records = f"{amount} {low} with {name} A, {high} with {name} B"
            yield f"{records}: for A {told[0]} before, {told[1]} after"


def _last(dimension: Dimension) -> str:
    """The name by which a level's dimension selects a part of a charge."""
    return dimension.name.rpartition(".")[2]


def _write_names(_plan: Plan, dimensions: Sequence[Dimension]) -> str:
    return ", ".join(each.name for each in dimensions) or "all together"


OTHER_VALUES = because(INCOMPARABLE, "what is a share of it for one value is a share of another amount")
