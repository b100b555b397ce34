"""What follows from exclusions, wherever they are told or applied."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import assert_never

from sladsl.planning.plan import (
    Arithmetic,
    ClockTime,
    ClockWithin,
    Compare,
    Constant,
    DoneBy,
    Exclusion,
    Exists,
    Expression,
    Field,
    LocalDate,
    Logical,
    Not,
    Plan,
    ServiceLevel,
    ValueType,
)
from sladsl.values import evolve


def in_order(exclusions: Sequence[Exclusion]) -> tuple[Exclusion, ...]:
    """Exclusions as they apply: those without a budget first, then those with one, each as written."""
    return tuple(sorted(exclusions, key=lambda exclusion: exclusion.budget is not None))


def is_own(records: str, exclusion: Exclusion) -> bool:
    """Whether a level of such records excludes some of its own."""
    is_related = exclusion.ref is not None or exclusion.link is not None
    return exclusion.records == records and not is_related


def excused_records(plan: Plan, obligation: ServiceLevel) -> Iterator[tuple[ServiceLevel, Exclusion]]:
    """The levels out of which an obligation takes single records, each with the exclusion that it is there."""
    for level in plan.levels:
        for exclusion in level.exclusions:
            if exclusion.missed == obligation.name:
                yield level, exclusion


def is_by_time(records: str, exclusion: Exclusion) -> bool:
    """Whether a level of such records excludes those that are counted while a record of another set lasts."""
    return exclusion.ref is None and exclusion.link is None and exclusion.records != records


def row_condition(records: str, exclusion: Exclusion) -> Expression | None:
    """What makes a record of a level one that is excluded, where it is a condition on the record itself.

    That is so where the level's own records are excluded, and those that refer to some, but not by an obligation.
    """
    if exclusion.missed is not None:
        return None
    if exclusion.ref is not None:
        there = Exists(exclusion.ref)
        return (
            there
            if exclusion.where is None
            else Logical("and", there, reached(exclusion.where, exclusion.ref))
        )
    if not is_own(records, exclusion):
        return None
    return Constant(ValueType.FLAG, value=True) if exclusion.where is None else exclusion.where


def reached(expression: Expression, ref: Field) -> Expression:
    """A condition on a record as one on the record that refers to it."""
    match expression:
        case Field():
            return _reached_field(expression, ref)
        case Not(operand):
            return Not(reached(operand, ref))
        case LocalDate(operand):
            return LocalDate(reached(operand, ref))
        case Exists(operand):
            return Exists(_reached_field(operand, ref))
        case Logical() | Compare() | Arithmetic():
            return evolve(
                expression, left=reached(expression.left, ref), right=reached(expression.right, ref)
            )
        case Constant():
            return expression
        case ClockTime() | ClockWithin() | DoneBy():
            raise AssertionError("whether a record counts does not depend on a clock")
    assert_never(expression)


def _reached_field(field: Field, ref: Field) -> Field:
    return Field(field.type, (*ref.path, *field.path), field.optional or ref.optional)
