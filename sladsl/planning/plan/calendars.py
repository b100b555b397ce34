"""When a calendar is open."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum

from sladsl.planning.plan.facts import Dated, Fact
from sladsl.source import Span
from sladsl.values import frozen


@frozen
class Shift:
    """Opening hours in seconds since local midnight, [start, end); an end above 86,400 is on the next day."""

    start: int
    end: int


@frozen
class DateHours:
    """The hours of single dates, which beat weekly hours and holidays; no shifts means closed."""

    first: dt.date
    last: dt.date
    shifts: tuple[Shift, ...]
    span: Span


@frozen
class AddedHoliday:
    """A holiday that the agreement names, or a calendar file that it imports."""

    day: dt.date
    name: str
    span: Span


@frozen
class RemovedHoliday:
    """A public holiday of the regions that is none here."""

    day: dt.date
    span: Span


class DayRule(StrEnum):
    """What N business days mean, in the words of the language; see docs/clocks.md."""

    AT_CLOSE = "end at close"
    SAME_TIME = "end at the same time"
    LENGTH = "a business day is"


@frozen
class BusinessDay(Fact):
    """What a business day means; `length` is the open time of one, in µs, with the rule `a business day is`."""

    rule: DayRule
    length: int | None = None


@frozen
class Calendar(Fact):
    """Opening hours: weekly shifts from Monday to Sunday, public holidays by region, and dates with hours of their own.

    `regions` are codes of the `holidays` package ("GB-ENG"); `added` are holidays beside them, `removed` dates that are
    none. A holiday drops the shifts that start on it. `business_day` says what a business day of this calendar means.
    """

    name: str
    title: str
    zone: str
    week: tuple[tuple[Shift, ...], ...]
    regions: tuple[Dated[str], ...]
    dates: tuple[DateHours, ...]
    added: tuple[AddedHoliday, ...] = ()
    removed: tuple[RemovedHoliday, ...] = ()
    business_day: BusinessDay | None = None
