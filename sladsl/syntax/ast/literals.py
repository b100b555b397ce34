"""Literals, with their values."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction

from sladsl.syntax.ast.node import Name, Node, Text
from sladsl.values import frozen


@frozen(eq=False)
class Number(Node):
    """`200`, `1,250.5`."""

    value: Fraction


@frozen(eq=False)
class Percent(Node):
    """`99.95%`; `value` is the ratio, 1999/2000."""

    value: Fraction


@frozen(eq=False)
class Money(Node):
    """`GBP 85,000.00`; `value` in major units."""

    currency: str
    value: Fraction


@frozen(eq=False)
class Duration(Node):
    """`15 min`, `1 h 30 min`; `value` in microseconds of real time."""

    value: int


@frozen(eq=False)
class Days(Node):
    """`5 days`: local calendar days."""

    value: int


@frozen(eq=False)
class Months(Node):
    """`3 months`: local calendar months."""

    value: int


@frozen(eq=False)
class Points(Node):
    """`3 points`."""

    value: Fraction


@frozen(eq=False)
class BusinessDays(Node):
    """`2 business days` of a calendar that says what they mean."""

    value: int


@frozen(eq=False)
class BusinessHours(Node):
    """`8 business hours`: open time of a calendar; `value` in microseconds."""

    value: int


@frozen(eq=False)
class Date(Node):
    """`2026-01-01`."""

    value: dt.date


@frozen(eq=False)
class TimeOfDay(Node):
    """`09:00`, `24:00`; `value` in seconds since midnight."""

    value: int


@frozen(eq=False)
class Instant(Node):
    """`2026-03-02 09:00`, in the agreement's zone where `offset` is None, else `Z` or `+01:00` from UTC."""

    local: dt.datetime
    offset: dt.timedelta | None


@frozen(eq=False)
class Flag(Node):
    """`yes` or `no`."""

    value: bool


@frozen(eq=False)
class Period(Node):
    """`2026-03`, `2026-Q1`, `2026-W14`, `2026`, `2026-03-14` as written, `contract month 2` with single blanks."""

    text: str


Literal = (
    Number
    | Percent
    | Money
    | Duration
    | Days
    | Months
    | BusinessDays
    | BusinessHours
    | Date
    | TimeOfDay
    | Instant
    | Flag
    | Text
)


@frozen(eq=False)
class AnyValue(Node):
    """The cell `any`."""


@frozen(eq=False)
class ValueList(Node):
    """A cell of dimension values: `P1`, `P1, P2` or `"Acme Ltd"`."""

    values: tuple[Name | Text, ...]

    @property
    def texts(self) -> tuple[str, ...]:
        """The values, without quotes."""
        return tuple(each.text if isinstance(each, Name) else each.value for each in self.values)
