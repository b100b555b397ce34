"""The truth of a condition for values of what it is about, in three-valued logic: None is unknown."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import assert_never

from sladsl.comparison.logic.atoms import Value, Variable, mark_of, subject_of
from sladsl.comparison.logic.times_compared import FLIPPED, on_scale
from sladsl.comparison.sameness import meaning
from sladsl.planning.plan import (
    Arithmetic,
    ClockTime,
    ClockWithin,
    Compare,
    Constant,
    DoneBy,
    Exists,
    Expression,
    Field,
    LocalDate,
    Logical,
    Not,
)


def truth(condition: Expression, values: Mapping[Variable, Value]) -> bool | None:
    """Whether a condition holds where each subject, or part of it that is one itself, has the value given."""
    match condition:
        case Not(operand):
            inner = truth(operand, values)
            return None if inner is None else not inner
        case Logical(operator, left, right):
            return _joined(operator, truth(left, values), truth(right, values))
        case Constant(value=value):
            return bool(value)
        case (
            Field()
            | ClockTime()
            | ClockWithin()
            | DoneBy()
            | Compare()
            | Arithmetic()
            | LocalDate()
            | Exists()
        ):
            alone = Variable(condition)
            if alone in values:
                return _known(values[alone])
            subject = subject_of(condition)
            return _constant(condition) if subject is None else _atom(condition, values[subject])
    assert_never(condition)


def _known(value: Value) -> bool | None:
    return None if value is None else bool(value)


def _joined(operator: str, left: bool | None, right: bool | None) -> bool | None:  # noqa: FBT001 - truth values
    decisive = operator == "or"
    if decisive in {left, right}:
        return decisive
    return None if None in {left, right} else not decisive


def _atom(atom: Expression, value: Value) -> bool | None:
    if isinstance(atom, Exists):
        return value is not None
    if value is None:
        return None
    if isinstance(atom, ClockWithin | DoneBy) and isinstance(value, Fraction):
        mark = mark_of(atom)
        return isinstance(mark, Fraction) and value <= mark
    if isinstance(atom, Compare):
        return _compared(atom, value)
    return bool(value)


def _compared(atom: Compare, value: Value) -> bool:
    operator, times = atom.operator, on_scale(atom)
    if times is not None:
        operator = times.operator
    elif isinstance(atom.left, Constant):
        operator = FLIPPED[operator]
    elif not isinstance(atom.right, Constant):  # the value says how the one side stands to the other
        first, _ = sorted((meaning(atom.left), meaning(atom.right)), key=repr)
        operator = operator if meaning(atom.left) == first else FLIPPED[operator]
    mark = mark_of(atom)
    if isinstance(value, bool):
        value = Fraction(value)
    if isinstance(value, Fraction) and isinstance(mark, Fraction):
        return _holds(operator, value, mark)
    return (value == mark) == (operator == "=")


def _holds(operator: str, value: Fraction, mark: Fraction) -> bool:
    equal = {"<=", ">=", "="}
    if value == mark:
        return operator in equal
    return operator in ({"<", "<=", "!="} if value < mark else {">", ">=", "!="})


def _constant(atom: Expression) -> bool:
    """What a comparison of two constants says."""
    assert isinstance(atom, Compare), "only a comparison may be of constants alone"
    assert isinstance(atom.left, Constant), "only a comparison may be of constants alone"
    assert isinstance(atom.right, Constant), "only a comparison may be of constants alone"
    left, right = atom.left.value, atom.right.value
    if isinstance(left, str) or isinstance(right, str):
        return (left == right) == (atom.operator == "=")
    return _holds(atom.operator, Fraction(left), Fraction(right))
