"""Conditions compared by what they hold for, whatever their words: the same, narrower, wider, or neither."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from enum import StrEnum
from fractions import Fraction
from itertools import product
from math import prod

from sladsl.comparison.logic.atoms import CLOCK, EXACT, OTHER, Value, Variable, atoms, subject_of, values_of
from sladsl.comparison.logic.truth import truth
from sladsl.comparison.service_levels.closes import closes_as_times, with_times
from sladsl.planning.plan import Constant, DoneBy, Expression, Field, Plan, ValueType
from sladsl.planning.wording import write_duration, write_expression
from sladsl.values import frozen

_MOST = 20_000
"""So many combinations of values are looked at; a condition about more is not decided."""


class Relation(StrEnum):
    """How what a new condition holds for stands to what the old one holds for."""

    SAME = "same"
    NARROWER = "narrower"
    WIDER = "wider"
    NEITHER = "neither"


@frozen
class ConditionComparison:
    """The relation, and a record in words that only the old condition holds for, and one that only the new one does."""

    relation: Relation
    only_before: str | None = None
    only_after: str | None = None


def compare_conditions(
    plan: Plan, records: str, old: Expression | None, new: Expression | None
) -> ConditionComparison:
    """Compare two conditions on records of a set; None holds for all of them."""
    timed = closes_as_times(plan, (old, new))
    old, new = with_times(old, timed), with_times(new, timed)
    said = {time: close for close, time in timed.items()}
    found = by_subject((old, new))
    subjects = {each: values_of(each, of, declared(plan, records, each.field)) for each, of in found.items()}
    if prod(len(values) for values in subjects.values()) > _MOST:
        return ConditionComparison(Relation.NEITHER)
    before = _first(subjects, lambda values: _rank(old, values) > _rank(new, values))
    after = _first(subjects, lambda values: _rank(new, values) > _rank(old, values))
    if before is None and after is None:
        return ConditionComparison(Relation.SAME)
    told = tuple(None if each is None else _in_words(plan, found, each, said) for each in (before, after))
    if before is None:
        return ConditionComparison(Relation.WIDER, None, told[1])
    return ConditionComparison(Relation.NARROWER if after is None else Relation.NEITHER, told[0], told[1])


def _rank(condition: Expression | None, values: Mapping[Variable, Value]) -> int:
    """How true a condition is: not at all, perhaps, or surely."""
    held = True if condition is None else truth(condition, values)
    return 1 if held is None else 2 * held


def by_subject(conditions: Sequence[Expression | None]) -> dict[Variable, list[Expression]]:
    """What some conditions are about, each with the atoms that are about it."""
    found: dict[Variable, list[Expression]] = {}
    for condition in conditions:
        for atom in () if condition is None else atoms(condition):
            subject = subject_of(atom)
            if subject is not None and atom not in found.setdefault(subject, []):
                found[subject].append(atom)
    return found


def declared(plan: Plan, records: str, field: Field | None) -> tuple[str, ...]:
    """The values that a field may have by its declaration; none where it may have any."""
    if field is None:
        return ()
    if field.type is ValueType.SEVERITY:
        return tuple(tier.name for tier in plan.severities)
    for name in field.path:
        decl = next(
            (each for one in plan.records if one.name == records for each in one.fields if each.name == name),
            None,
        )
        if decl is None:
            return ()
        if name == field.path[-1]:
            return decl.choices
        records = decl.target or ""
    return ()


# --- a record for which they differ ----------------------------------------------------------------------------------


def _first(
    subjects: Mapping[Variable, tuple[Value, ...]], differs: Callable[[Mapping[Variable, Value]], bool]
) -> Mapping[Variable, Value] | None:
    """The first values for which two conditions differ, without those that make no difference."""
    for values in _combinations(subjects):
        if differs(values):
            return _needed(subjects, values, differs)
    return None


def _combinations(subjects: Mapping[Variable, tuple[Value, ...]]) -> Iterator[dict[Variable, Value]]:
    for values in product(*subjects.values()):
        yield dict(zip(subjects, values, strict=True))


def _needed(
    subjects: Mapping[Variable, tuple[Value, ...]],
    values: Mapping[Variable, Value],
    differs: Callable[[Mapping[Variable, Value]], bool],
) -> Mapping[Variable, Value]:
    kept = dict(values)
    for subject in values:
        others = {each: (value,) for each, value in kept.items() if each != subject}
        free = {each: subjects[each] for each in subjects if each not in others}
        if all(differs(each) for each in _combinations({**others, **free})):
            del kept[subject]
    return kept


def _in_words(
    plan: Plan,
    found: Mapping[Variable, Sequence[Expression]],
    values: Mapping[Variable, Value],
    said: Mapping[DoneBy, DoneBy],
) -> str:
    """A record in words: the values of its fields, its time on the clock, and what else is true of it, or not."""
    parts = [
        part
        for subject, value in values.items()
        for part in _parts(plan, found[subject], subject, value, said)
    ]
    return " and ".join(parts) or "every record"


def _parts(
    plan: Plan,
    about: Sequence[Expression],
    subject: Variable,
    value: Value,
    said: Mapping[DoneBy, DoneBy],
) -> Iterator[str]:
    if subject.field is not None:
        yield _shown(plan, subject.field, value)
    elif (time := _on_the_clock(subject, value)) is not None:
        yield time
    else:
        for atom in about:
            written = said.get(atom, atom) if isinstance(atom, DoneBy) else atom
            held, text = truth(atom, {subject: value}), write_expression(plan, written)
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
