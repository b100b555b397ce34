"""An agreement as far as it decides verdicts and money, as plain values.

Percentages are ratios, money is in major units, durations are microseconds: all are fractions.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from fractions import Fraction

from tests.oracle.clock import Calendar, Hours
from tests.oracle.periods import Term

Value = Fraction | dt.datetime | dt.date | dt.time | bool | str | dict[str, "Value"] | None
Record = dict[str, Value]
"""Fields by name: None where missing, a record where it refers to one."""


@dataclass(frozen=True)
class Reading:
    """A record as it is known at an instant, and the calendar its clock runs in."""

    record: Record
    as_of: dt.datetime
    calendar: Calendar
    clock: tuple[str, str] | None


@dataclass(frozen=True)
class Words:
    """A phrase of the language, and what it comes to for a record: for a condition True, False, or None for unknown."""

    text: str
    of: Callable[[Reading], Value] = field(repr=False)


@dataclass(frozen=True)
class Target:
    """`minimum at least 98%, from 2027-01-01 at least 98.5%`, values by the date from which they hold."""

    word: str
    comparator: str
    values: tuple[tuple[dt.date | None, Fraction], ...]


@dataclass(frozen=True)
class Credit:
    """A flat amount, or a table; shares of a charge where one is named, else money.

    A threshold is a value or the word of a target.
    """

    charge: str | None
    flat: Fraction | None = None
    edge: str = ""
    rows: tuple[tuple[Fraction | str, Fraction], ...] = ()


@dataclass(frozen=True)
class Terms:
    """What holds for a series: of the whole level, or of a row of its tiers."""

    good: Words | None
    calendar: str | None
    expected: Target | None
    minimum: Target | None
    needs: int | None
    credit: Credit | None


@dataclass(frozen=True)
class Row:
    """A row of tiers: for each dimension the values that are pooled, or None for `any`; and its terms."""

    cells: tuple[tuple[str, ...] | None, ...]
    terms: Terms


@dataclass(frozen=True)
class Measure:
    """`percent good`, `percent not good`, `number of`, `sum`, `mean` and so on; `kind` is the type of its value.

    With `under` it is a ratio: the reduction divided by that one, times `per` where that is written.
    """

    statistic: str
    kind: str
    operand: Words | None = None
    rank: Fraction | None = None
    under: Measure | None = None
    per: Fraction | None = None


@dataclass(frozen=True)
class Further:
    """`minimum at least 90% within 4 h`: a target on the share of records whose clock stops so, or, `over`, not."""

    word: str
    comparator: str
    value: Fraction
    within: Words
    over: bool


@dataclass(frozen=True)
class Rules:
    """What makes the value of a window out of what is measured, and its verdict out of that, beside the targets.

    `rounded` is a mode and decimals; `low` is allow or remove, how many misses, and below how many records; `none` the
    value of a window without records; `grace` a unit of the calendar or contract, or how many months or days.
    """

    complement: bool = False
    rounded: tuple[str, int] | None = None
    low: tuple[str, int, int] | None = None
    none: Fraction | None = None
    grace: tuple[str, int | str] | None = None
    further: tuple[Further, ...] = ()


@dataclass(frozen=True)
class Level:
    """A service level or KPI; without dimensions it has one row, of no cells. `by` gives each dimension its values."""

    name: str
    is_kpi: bool
    where: Words | None
    counted: str
    clock: tuple[str, str] | None
    measure: Measure
    window: str
    by: tuple[tuple[str, tuple[str, ...]], ...]
    rows: tuple[Row, ...]
    rules: Rules = Rules()


@dataclass(frozen=True)
class Charge:
    """Amounts per month, quarter or year, by the date from which they hold."""

    name: str
    rates: tuple[tuple[dt.date | None, Fraction, str], ...]


@dataclass(frozen=True)
class Limit:
    """Caps the credits of some levels, or of all, per unit of calendar or contract: a share of a charge, or money."""

    levels: tuple[str, ...] | None
    charge: str | None
    amount: Fraction
    anchor: str
    per: str


@dataclass(frozen=True)
class Ignore:
    """Drops small totals, or small lines."""

    each: bool
    below: Fraction


@dataclass(frozen=True)
class Round:
    """Rounds the total, lines by largest remainder."""

    mode: str
    quantum: Fraction


Step = Limit | Ignore | Round


@dataclass(frozen=True)
class Settlement:
    """How often, how many days after, and in which steps."""

    per: str
    days: int
    steps: tuple[Step, ...]


@dataclass(frozen=True)
class Agreement:
    """All of it. `hours` are the calendars by name; None in a clock's place is round the clock."""

    term: Term
    currency: str
    digits: int
    charges: tuple[Charge, ...]
    hours: dict[str, Hours]
    levels: tuple[Level, ...]
    settlement: Settlement | None
