"""Comparisons of two instants of a record, or of the day of one with a date, as how much later one may be."""

from __future__ import annotations

from collections.abc import Iterator

from sladsl.planning.plan import (
    Arithmetic,
    Compare,
    Constant,
    Expression,
    Field,
    LocalDate,
    ValueType,
)
from sladsl.values import frozen

_BACK = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}


@frozen
class Apart:
    """A comparison of `end` with what is `later` than `start`: by so many µs or, from a date on, days."""

    end: Field
    operator: str
    start: Field
    later: int


def apart(atom: Compare) -> Iterator[Apart]:
    """A comparison of two times of a record, read either way."""
    for one, operator, other in _both_ways(atom):
        match one, other:
            case Arithmetic(ValueType.DURATION, "-", Field() as end, Field() as start), Constant(value=value):
                yield Apart(end, operator, start, int(value))
                yield Apart(start, _BACK[operator], end, -int(value))
            case LocalDate(Field() as end), _ if (date := _moved(other, ValueType.DATE)) is not None:
                yield Apart(end, operator, *date)
            case _:
                ends, starts = _moved(one, ValueType.TIME), _moved(other, ValueType.TIME)
                if ends is not None and starts is not None:
                    yield Apart(ends[0], operator, starts[0], starts[1] - ends[1])


def _both_ways(atom: Compare) -> Iterator[tuple[Expression, str, Expression]]:
    if atom.operator in _BACK:
        yield atom.left, atom.operator, atom.right
        yield atom.right, _BACK[atom.operator], atom.left


def _moved(side: Expression, kind: ValueType) -> tuple[Field, int] | None:
    """A field of a kind, and how much later than it: in µs, or in days."""
    match side:
        case Field(type=type_) if type_ is kind:
            return side, 0
        case Arithmetic(type_, "+" | "-", Field() as field, Constant(type=by, value=value)) if type_ is kind:
            fitting = ValueType.DAYS if kind is ValueType.DATE else ValueType.DURATION
            return (field, int(value) if side.operator == "+" else -int(value)) if by is fitting else None
    return None
