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

    A threshold is a value or the word of a target. From some dates on, `later`, the rows may come to other amounts.
    """

    charge: str | None
    flat: Fraction | None = None
    edge: str = ""
    rows: tuple[tuple[Fraction | str, Fraction], ...] = ()
    later: tuple[tuple[dt.date, Credit], ...] = ()


@dataclass(frozen=True)
class Of:
    """What a credit is taken of: a charge, or the greater of two, in its window or in a unit beside it.

    `interval` is calendar or contract, the unit, and by how many units it is moved from the one in which the window
    ends. `sharing` is the words for levels by something, `shared equally` among them.
    """

    charges: tuple[str, ...]
    interval: tuple[str, str, int] | None = None
    sharing: str | None = None


@dataclass(frozen=True)
class Much:
    """An amount: `kind` is share, money, points, service, days, hours, shortfall or field; `rounded` of a shortfall."""

    kind: str
    number: Fraction = Fraction(1)
    rounded: tuple[str, int] | None = None


@dataclass(frozen=True)
class Often:
    """`missed in 2 of any 4 windows`: `kind` is consecutive, any, unit or months, `span` the windows or months.

    Of a unit, `span` is calendar or contract and its name.
    """

    failing: str
    kind: str
    times: int
    span: int | tuple[str, str] | None = None


@dataclass(frozen=True)
class EachRecord:
    """What makes a credit owed for each record; steps of its clock: full or not, size and above, in microseconds."""

    where: Words | None
    clock: tuple[bool, Fraction, Fraction] | None
    most: Much | None
    field: str | None = None


@dataclass(frozen=True)
class Owed:
    """A line of a level that says what a miss costs, beside its table or flat amount.

    It may be another one from some dates on, `later`. `steps` are full or not, and their size; `side` is below or
    above, and a value or the word of a target; `when` is a history, or of how many misses each last one counts.
    """

    amount: Much
    of: Of | None = None
    steps: tuple[bool, Fraction] | None = None
    side: tuple[str, Fraction | str] | None = None
    each: EachRecord | None = None
    when: Often | int | None = None
    most: Much | None = None
    later: tuple[tuple[dt.date, Owed], ...] = ()


@dataclass(frozen=True)
class Weight:
    """What share of a pool a level weighs, by the date from which it holds, and the words for levels by something."""

    shares: tuple[tuple[dt.date | None, Fraction], ...]
    sharing: str | None = None


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
    """`minimum at least 90% within 4 h`: a target on the share of records whose clock stops so, or, `over`, not.

    It may have a credit of its own.
    """

    word: str
    comparator: str
    value: Fraction
    within: Words
    over: bool
    credit: Credit | None = None


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
class Raising:
    """A baseline or a ratchet: the word of the target, of how many windows, and how the new target is rounded.

    `most` is the share of the gap to 100% that a step of a ratchet may take.
    """

    word: str
    windows: int
    rounded: tuple[str, int]
    most: Fraction | None = None


@dataclass(frozen=True)
class Level:
    """A service level or KPI; without dimensions it has one row, of no cells. `by` gives each dimension its values.

    An obligation is a KPI that is a `duty`; it `excuses` levels. The last so many `options` of what is owed are those
    of which the customer chooses one.
    """

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
    owed: tuple[Owed, ...] = ()
    weight: Weight | None = None
    promoted: Often | None = None
    baseline: Raising | None = None
    ratchet: Raising | None = None
    duty: bool = False
    excuses: tuple[str, ...] = ()
    options: int = 0


@dataclass(frozen=True)
class Charge:
    """Amounts per month, quarter or year, by the date from which they hold."""

    name: str
    rates: tuple[tuple[dt.date | None, Fraction, str], ...]


@dataclass(frozen=True)
class Service:
    """What stands together in a service: charges and levels by name."""

    name: str
    charges: tuple[str, ...]
    levels: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Changing:
    """A step that may be another one of its kind from some dates on, each said in full."""

    later: tuple[tuple[dt.date, Step], ...] = ()


@dataclass(frozen=True)
class Multiply(Changing):
    """Multiplies credits of windows that are one too many."""

    levels: tuple[str, ...] | None
    often: Often
    factor: Fraction


@dataclass(frozen=True)
class HighestPerWindow:
    """Keeps the highest credit of each window."""


@dataclass(frozen=True)
class HighestPerValue:
    """Keeps the highest credit of each value of a dimension, whenever it is earned."""

    dimension: str


@dataclass(frozen=True)
class HighestOf:
    """Keeps the highest of sums of levels' credits, window by window."""

    sums: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Limit(Changing):
    """Caps the credits of some levels, or of all, per unit of calendar or contract: a share of a charge, or money.

    `per` is None over the whole term. `apart` is level, service, or a dimension; of a service the charge is its own
    where `charge` is empty. With `at_risk` it is what weights are shares of.
    """

    levels: tuple[str, ...] | None
    charge: str | None
    amount: Fraction
    anchor: str
    per: str | None
    apart: str | None = None
    at_risk: bool = False


@dataclass(frozen=True)
class Ignore(Changing):
    """Drops small totals, or small lines, of some levels or of all; `apart` as of a limit."""

    each: bool
    below: Fraction
    levels: tuple[str, ...] | None = None
    apart: str | None = None


@dataclass(frozen=True)
class Raise(Changing):
    """Raises small totals, or small lines, of some levels or of all; `apart` as of a limit."""

    each: bool
    to: Fraction
    levels: tuple[str, ...] | None = None
    apart: str | None = None


@dataclass(frozen=True)
class Convert(Changing):
    """Makes money of each point: a share of a charge, or money."""

    charge: str | None
    amount: Fraction


@dataclass(frozen=True)
class ConvertTable:
    """Makes money of all points of a period: rows from a number of points on, `edge` says whether with it."""

    charge: str | None
    edge: str
    rows: tuple[tuple[Fraction, Fraction], ...]


@dataclass(frozen=True)
class FreePoints(Changing):
    """Lets the first points of each unit go free."""

    points: Fraction
    anchor: str
    per: str


@dataclass(frozen=True)
class CarryOver(Changing):
    """Moves what exceeds an amount to later periods, so many or (None) all of the term; then it is paid or lost."""

    charge: str | None
    amount: Fraction
    periods: int | None
    paid: bool


@dataclass(frozen=True)
class Claim(Changing):
    """Drops what nobody claims within days, months, or by the end of the nth unit after the window."""

    days: int | None = None
    months: int | None = None
    unit: tuple[int, str] | None = None


@dataclass(frozen=True)
class Choose(Changing):
    """Leaves of the options that a window earns the one that the customer chooses within days or months."""

    days: int | None = None
    months: int | None = None


@dataclass(frozen=True)
class EarnBack(Changing):
    """Gives a share of a credit back once the windows that follow are good enough; as `offset` of later credits."""

    levels: tuple[str, ...] | None
    share: Fraction
    target: str
    exceeded: bool
    windows: int
    offset: bool = False


@dataclass(frozen=True)
class Round:
    """Rounds the total, lines by largest remainder."""

    mode: str
    quantum: Fraction


Step = (
    Multiply
    | HighestPerWindow
    | HighestPerValue
    | HighestOf
    | Limit
    | Ignore
    | Raise
    | Convert
    | ConvertTable
    | FreePoints
    | CarryOver
    | Choose
    | Claim
    | EarnBack
    | Round
)


def step_on(step: Step, day: dt.date) -> Step:
    """What a step is for a period that starts on a day."""
    if not isinstance(step, Changing):
        return step
    return [step, *(each for since, each in step.later if since <= day)][-1]


@dataclass(frozen=True)
class Settlement:
    """How often, how many days after, in which steps, and after how many settlements a period is final (None: never).

    `pool` is the share of what is at risk that weights are shares of, by the date from which it holds for windows.
    """

    per: str
    days: int
    steps: tuple[Step, ...]
    final: int | None = 1
    pool: tuple[tuple[dt.date | None, Fraction], ...] = ()


@dataclass(frozen=True)
class Happens:
    """A window of a level, or (None) of any, passes a trial: each time, so often, or (a number) each so-manyth time.

    The trial is what fails, or an edge and a value beyond it.
    """

    level: str | None
    trial: str | tuple[str, Fraction]
    often: Often | int | None = None


@dataclass(frozen=True)
class Together:
    """So many levels fail in one window."""

    levels: int
    failing: str


@dataclass(frozen=True)
class Reaches:
    """Credits calculated or paid, or points, come to more than an amount, or at least to it, in a unit or the term."""

    what: str
    comparator: str
    amount: Fraction
    anchor: str
    per: str | None


@dataclass(frozen=True)
class Remedy:
    """What follows when one of some events happens: something is due within days or months, or credited.

    The credit is a share of a charge, or money, and the unit whose charge it is of, where it is not the period's.
    """

    name: str
    events: tuple[Happens | Together | Reaches, ...]
    within: tuple[str, int] | None = None
    credit: tuple[str | None, Fraction, tuple[str, str] | None] | None = None


@dataclass(frozen=True)
class Agreement:
    """All of it. `hours` are the calendars by name; None in a clock's place is round the clock.

    `later` is what it is from dates on, as it is amended then (tests/oracle/eras.py).
    """

    term: Term
    currency: str
    digits: int
    charges: tuple[Charge, ...]
    hours: dict[str, Hours]
    levels: tuple[Level, ...]
    settlement: Settlement | None
    services: tuple[Service, ...] = ()
    remedies: tuple[Remedy, ...] = ()
    later: tuple[tuple[dt.date, Agreement], ...] = ()
