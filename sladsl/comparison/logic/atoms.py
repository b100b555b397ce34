"""What the truth of a condition hangs on: fields, amounts and clocks, each with the values that could matter.

A condition compares few things with few constants, so that one value for each constant, and one between any two of
them, stand for all there are. What is not understood is a thing of its own that may be true, false or unknown.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import pairwise
from math import floor
from typing import assert_never

from sladsl.comparison.logic.bounds import short_value
from sladsl.comparison.logic.times_compared import on_scale
from sladsl.comparison.sameness import meaning
from sladsl.planning.buckets import HOUR, MINUTE, SECOND
from sladsl.planning.plan import (
    Arithmetic,
    BusinessDays,
    ClockTime,
    ClockWithin,
    Compare,
    Constant,
    DoneBy,
    Elapsed,
    Exists,
    Expression,
    Field,
    FieldLimit,
    LocalDate,
    LocalDays,
    Logical,
    Not,
    TimeLimit,
    ValueType,
)
from sladsl.values import frozen

Value = Fraction | str | bool | None
"""A value that a subject may have: None is missing, or unknown."""

_NAMED = {ValueType.TEXT, ValueType.CHOICE, ValueType.SEVERITY, ValueType.REF}
EXACT = {ValueType.NUMBER, ValueType.PERCENT, ValueType.MONEY}
"""The types whose values need not be whole numbers of their unit."""

OTHER = "any other"


@frozen
class Variable:
    """Something that has one value in a record: `key` tells it from others, `field` is set where it is a field."""

    key: object
    field: Field | None = None


CLOCK = Variable(("clock", "Elapsed"))
"""The open time on the clock of a level, held against a limit."""


def atoms(expression: Expression) -> Iterator[Expression]:
    """The smallest parts of a condition that are true or false."""
    match expression:
        case Not(operand):
            yield from atoms(operand)
        case Logical(_, left, right):
            yield from atoms(left)
            yield from atoms(right)
        case (
            Constant()
            | Field()
            | ClockTime()
            | ClockWithin()
            | DoneBy()
            | Compare()
            | Arithmetic()
            | LocalDate()
            | Exists()
        ):
            yield expression
        case _:
            assert_never(expression)


def subject_of(atom: Expression) -> Variable | None:
    """What an atom is about; None for a constant."""
    match atom:
        case Constant():
            return None
        case Field() | Exists():
            return _of_field(atom if isinstance(atom, Field) else atom.operand)
        case ClockWithin(limit):
            return Variable(("clock", _scale(limit)))
        case DoneBy(field=field, after=after, calendar=calendar, late_if_missing=late):
            kind = "day" if not atom.days else "close" if atom.time is None else "time"
            return Variable(("done", meaning(field), meaning(after), calendar, late, kind))
        case Compare(_, left, right):
            times = on_scale(atom)
            if times is not None:
                return Variable((times.end.path, times.start.path, times.scale))
            return _of_comparison(left, right)
        case _:
            return Variable(meaning(atom))


def _of_field(field: Field) -> Variable:
    return Variable(("field", field.path), field)


def _of_comparison(left: Expression, right: Expression) -> Variable | None:
    sides = [each for each in (left, right) if not isinstance(each, Constant)]
    if len(sides) == 1:
        return _of_field(sides[0]) if isinstance(sides[0], Field) else Variable(meaning(sides[0]))
    return Variable(tuple(sorted((meaning(left), meaning(right)), key=repr))) if sides else None


def _scale(limit: TimeLimit) -> object:
    """On which of several scales a time limit is; limits of one scale are longer or shorter than each other."""
    return ("field", limit.field.path) if isinstance(limit, FieldLimit) else type(limit).__name__


def mark_of(atom: Expression) -> Fraction | str | None:
    """The constant that an atom holds its subject against: a number, or a name; None where there is none."""
    match atom:
        case ClockWithin(Elapsed(amount) | LocalDays(amount) | BusinessDays(amount)):
            return Fraction(amount)
        case DoneBy(days=days, time=time):
            return Fraction(days) + (Fraction(time or 0, 10**12))
        case Compare(_, left, right):
            times = on_scale(atom)
            if times is not None:
                return Fraction(times.later)
            constants = [each for each in (left, right) if isinstance(each, Constant)]
            return _number(constants[0]) if len(constants) == 1 else Fraction(0)
        case _:
            return None


def _number(constant: Constant) -> Fraction | str:
    value = constant.value
    return value if isinstance(value, str) else Fraction(value)


def values_of(subject: Variable, found: Sequence[Expression], declared: Sequence[str]) -> tuple[Value, ...]:
    """The values that stand for all that a subject may have, by the atoms that are about it."""
    optional = [] if subject.field is not None and not subject.field.optional else [None]
    if subject.field is not None and subject.field.type is ValueType.FLAG:
        return (True, False, *optional)
    marks = {mark for atom in found if (mark := mark_of(atom)) is not None}
    numbers = sorted(mark for mark in marks if isinstance(mark, Fraction))
    names = sorted({*(mark for mark in marks if isinstance(mark, str)), *declared})
    values: list[Value] = []
    if numbers and (subject == CLOCK or _is_duration(subject)):
        values += _durations(numbers)
    elif numbers:
        values += _between(numbers, whole=subject.field is not None and subject.field.type not in EXACT)
    if names or (subject.field is not None and subject.field.type in _NAMED):
        values += [*names, *([] if declared else [OTHER])]
    if not values:
        values = [True, False]
    return (*values, *optional)


def _is_duration(subject: Variable) -> bool:
    return subject.field is not None and subject.field.type is ValueType.DURATION


def _durations(numbers: Sequence[Fraction]) -> list[Value]:
    """The same of durations: of whole hours or minutes where numbers are such, and not of less than nothing."""
    steps = [_middle(low, high) for low, high in pairwise(numbers)]
    below, above = max(Fraction(0), numbers[0] - _unit(numbers[0])), numbers[-1] + _unit(numbers[-1])
    return [*dict.fromkeys(sorted([*numbers, *steps, below, above]))]


def _unit(number: Fraction) -> int:
    """The greatest unit of time that a duration is whole in."""
    return next((unit for unit in (HOUR, MINUTE, SECOND) if number % unit == 0), 1)


def _middle(low: Fraction, high: Fraction) -> Fraction:
    middle = low + (high - low) / 2
    return middle if middle % MINUTE == 0 else short_value(ValueType.DURATION, low, high)


def _between(numbers: Sequence[Fraction], *, whole: bool) -> list[Value]:
    """Each number, one below them all, one between any two, and one above them all."""
    steps = [low + (high - low) / 2 for low, high in pairwise(numbers)]
    if whole:
        steps = [Fraction(floor(step)) for step in steps]
    return [*dict.fromkeys(sorted([*numbers, *steps, numbers[0] - 1, numbers[-1] + 1]))]
