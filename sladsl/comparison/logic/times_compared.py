"""Comparisons of two instants of a record, or of the day of one with a date, as how much later one may be."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum

from sladsl.planning.plan import Arithmetic, Compare, Constant, Expression, Field, LocalDate, ValueType
from sladsl.values import frozen

FLIPPED = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "=": "=", "!=": "!="}
"""How the right side of a comparison stands to the left one."""


class Scale(StrEnum):
    """In what it is said how much later something is."""

    TIME = "µs"
    LOCAL_DAYS = "days to the same local time"
    DATES = "days from date to date"


@frozen
class Apart:
    """A comparison of `end` with what is so much `later` than `start`, on a scale."""

    end: Field
    operator: str
    start: Field
    later: int
    scale: Scale


def apart(atom: Compare) -> Iterator[Apart]:
    """A comparison of two times of a record, from either of them."""
    yield from _one_way(atom.left, atom.operator, atom.right)
    yield from _one_way(atom.right, FLIPPED[atom.operator], atom.left)


def on_scale(atom: Compare) -> Apart | None:
    """A comparison of two times as it is told of whichever way it is written."""
    return min(apart(atom), key=lambda each: (each.end.path, each.start.path), default=None)


def _one_way(one: Expression, operator: str, other: Expression) -> Iterator[Apart]:
    match one, other:
        case Arithmetic(ValueType.DURATION, "-", Field() as end, Field() as start), Constant(value=value):
            yield Apart(end, operator, start, int(value), Scale.TIME)
            yield Apart(start, FLIPPED[operator], end, -int(value), Scale.TIME)
            return
        case (LocalDate(Field() as end), _) | (Field(type=ValueType.DATE) as end, _):
            date = _moved(other, ValueType.DATE, ValueType.DAYS)
            if date is not None:
                yield Apart(end, operator, *date, Scale.DATES)
            return
        case Field(type=ValueType.TIME) as end, Arithmetic():
            days = _moved(other, ValueType.TIME, ValueType.DAYS)
            if days is not None:
                yield Apart(end, operator, *days, Scale.LOCAL_DAYS)
    ends, starts = (_moved(side, ValueType.TIME, ValueType.DURATION) for side in (one, other))
    if ends is not None and starts is not None:
        yield Apart(ends[0], operator, starts[0], starts[1] - ends[1], Scale.TIME)


def _moved(side: Expression, kind: ValueType, by: ValueType) -> tuple[Field, int] | None:
    """A field of a kind, and how much later than it, in a unit."""
    match side:
        case Field(type=type_) if type_ is kind:
            return side, 0
        case Arithmetic(type_, "+" | "-", Field(type=of) as field, Constant(type=unit, value=value)):
            if (type_, of, unit) == (kind, kind, by):
                return field, int(value) if side.operator == "+" else -int(value)
    return None
