"""A record of which conditions differ, in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import combinations

from sladsl.comparison.logic.atoms import CLOCK, EXACT, OTHER, Value, Variable
from sladsl.comparison.logic.factors import Factor, Way
from sladsl.comparison.logic.timed import Run, Timed
from sladsl.comparison.logic.truth import truth
from sladsl.comparison.moments import write_moment
from sladsl.measurement.scanning.reads import fields_in
from sladsl.planning.plan import Constant, Expression, Field, Plan, ValueType
from sladsl.planning.wording import write_duration, write_expression


def in_words(plan: Plan, chosen: Mapping[Factor, Way]) -> str | None:
    """A record in words: what its fields hold, its times, and what else is true of it, or not.

    None where several things are said of one field, of which there may be no record.
    """
    if any(_fields(one) & _fields(other) for one, other in combinations(chosen, 2)):
        return None
    parts = [part for factor, way in chosen.items() for part in _parts(plan, factor, way)]
    return " and ".join(parts) or "every record"


def _fields(factor: Factor) -> set[tuple[str, ...]]:
    """The paths of the fields that something is about."""
    times = () if factor.timed is None else (*factor.timed.starts, factor.timed.end)
    return {field.path for field in (*times, *(each for one in factor.about for each in fields_in(one)))}


def _parts(plan: Plan, factor: Factor, way: Way) -> Iterator[str]:
    if factor.timed is not None and way.run is not None:
        yield from _times(plan, factor.timed, way.run)
        return
    assert factor.subject is not None, "what hangs on no times has a value"
    value = way.values[factor.subject]
    if factor.subject.field is not None:
        yield _shown(plan, factor.subject.field, value)
    elif (time := _on_the_clock(factor.subject, value)) is not None:
        yield time
    else:
        yield from _truths(plan, factor.about, way.values)


def _times(plan: Plan, timed: Timed, run: Run) -> Iterator[str]:
    """When a record starts and ends: `asked_at Fri 2026-03-06 16:00`, `no answered_at`."""
    for field, held in (*((each, run.start) for each in timed.starts), (timed.end, run.end)):
        name = ".".join(field.path)
        if held is None:
            yield f"no {name}"
        elif field.type is ValueType.DATE:
            yield f"{name} {write_expression(plan, Constant(ValueType.DATE, held))}"
        else:
            yield f"{name} {write_moment(plan, held)}"
    if run.as_of is not None:
        yield f"read as of {write_moment(plan, run.as_of)}"


def _truths(plan: Plan, about: Sequence[Expression], values: Mapping[Variable, Value]) -> Iterator[str]:
    for atom in about:
        held, text = truth(atom, values), write_expression(plan, atom)
        yield text if held else f"{'not' if held is False else 'perhaps'} {text}"


def _on_the_clock(subject: Variable, value: Value) -> str | None:
    """A time on the clock in words; None for what is no such time."""
    is_time = subject == CLOCK and isinstance(value, Fraction) and value >= 0
    return f"{write_duration(value)} on the clock" if is_time and isinstance(value, Fraction) else None


def _shown(plan: Plan, field: Field, value: Value) -> str:
    name = ".".join(field.path)
    match value:
        case None:
            return f"{name} missing"
        case bool():
            if field.type is not ValueType.FLAG:
                return f"{name} present"
            return f"{name} {'yes' if value else 'no'}"
        case str():
            shown = value if value == OTHER else write_expression(plan, Constant(field.type, value))
            return f"{name} {shown}"
        case _:
            amount = value if field.type in EXACT else int(value)
            return f"{name} {write_expression(plan, Constant(field.type, amount))}"
