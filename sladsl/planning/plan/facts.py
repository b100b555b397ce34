"""What every part of a plan is made of: facts, dated values, quantities, units."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from fractions import Fraction
from typing import Generic, TypeVar

from sladsl.source import Span
from sladsl.values import frozen

T = TypeVar("T")

PLACES = frozenset({"span", "where_span", "counted_span", "window_span", "good_span"})
"""The fields that say where something is written: what a plan means is all else."""


class ValueType(StrEnum):
    """The type of a field, an expression or a measured value."""

    TEXT = "text"
    FLAG = "flag"
    NUMBER = "number"
    PERCENT = "percent"
    MONEY = "money"
    DURATION = "duration"
    DAYS = "days"
    DATE = "date"
    TIME_OF_DAY = "time of day"
    TIME = "time"
    CHOICE = "choice"
    SEVERITY = "severity"
    REF = "ref"


class Unit(StrEnum):
    """A calendar unit that windows, charges and limits are counted in."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


class Comparator(StrEnum):
    """How a value is compared with a limit, in the words of the language."""

    AT_LEAST = "at least"
    ABOVE = "above"
    AT_MOST = "at most"
    UNDER = "under"


class Anchor(StrEnum):
    """Whether a unit is counted from the calendar or from the first day of the term."""

    CALENDAR = "calendar"
    CONTRACT = "contract"


@frozen
class Fact:
    """Something the agreement says: `id` is stable between compilations, `span` is where it says it."""

    id: str
    span: Span


@frozen
class Dated(Generic[T]):
    """A value that holds from a date on; `since` is None for the value that holds from the start."""

    since: dt.date | None
    value: T
    span: Span


@frozen
class Quantity:
    """An exact amount with its type: a percent as a ratio (98% is 49/50), money in major units, a duration in µs."""

    type: ValueType
    amount: Fraction
