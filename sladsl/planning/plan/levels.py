"""Service levels: their populations, windows, exclusions, measures and rules."""

from __future__ import annotations

from enum import StrEnum

from sladsl.planning.plan.expressions import Expression, Field
from sladsl.planning.plan.facts import Anchor, Fact, Unit
from sladsl.planning.plan.measures import Clock, Rounding
from sladsl.planning.plan.reliance import Reliance
from sladsl.planning.plan.rules import (
    CreditRule,
    Excuse,
    Grace,
    LowVolume,
    Needs,
    NoRecords,
    Promotion,
    Ratchet,
)
from sladsl.planning.plan.targets import Target
from sladsl.planning.plan.uptime import DownWhile, Entities, Measured
from sladsl.source import Span
from sladsl.values import frozen


@frozen
class Series(Fact):
    """One line of results: a service level at one tuple of dimension values, with the terms that hold there.

    `key` shows the dimension values, as documents do; it is empty for a level without dimensions. `members` holds the
    values that are measured together, one tuple of values a dimension ("P1, P2" pools two). None instead of a tuple
    stands for every value that the records of the windows hold and that no other series names, each measured on its
    own; its place in `key` is "each", or "each other".
    With `complement` the value is 100% less what is measured; `rounded` is how it is rounded before any comparison.
    `further` are targets on shares of records of their own, beside the value; `credits` are those of the level, beside
    which a target may have its own. `good_span` is where it is written what is good.
    """

    key: tuple[str, ...]
    members: tuple[tuple[str, ...] | None, ...]
    clock: Clock | None
    good: Expression | None
    measure: Measured
    expected: Target | None
    minimum: Target | None
    needs: Needs | None
    credits: tuple[CreditRule, ...]
    complement: bool = False
    rounded: Rounding | None = None
    further: tuple[Target, ...] = ()
    good_span: Span | None = None

    @property
    def limits(self) -> tuple[Target, ...]:
        """The targets that can be missed: the minimum or required one on the value, then those on shares."""
        return tuple(
            each for each in (self.minimum, *self.further) if each is not None and each.word != "expected"
        )

    @property
    def all_credits(self) -> tuple[CreditRule, ...]:
        """What a window can earn: the credits of single limits, then those of the level."""
        return (*(rule for limit in self.limits for rule in limit.credits), *self.credits)


@frozen
class Dimension(Fact):
    """A field by whose values a level is measured.

    `untiered` are declared values that no tier covers. With `named_only`, only the values that tiers name are measured,
    and no others that the records hold.
    """

    field: Field
    name: str
    untiered: tuple[str, ...]
    named_only: bool = False


@frozen
class PeriodWindow:
    """Each unit of the calendar, or of the contract counted from the first day of the term."""

    anchor: Anchor
    unit: Unit


@frozen
class RollingWindow:
    """The last `count` days or months before the end of each settlement period."""

    count: int
    unit: Unit


@frozen
class RecordWindow:
    """Each record by itself, in the settlement period that holds its counted instant."""


WindowRule = PeriodWindow | RollingWindow | RecordWindow


@frozen
class Budget(Fact):
    """What an exclusion may take within a horizon: `time` in µs, or else so many `times`.

    Excluded time uses it in the order of time, up or down, split where the limit is reached; of several entities, or of
    several values in the fields that evidence has alike, each has its own. So many `times` are the first so many
    intervals, each in the horizon in which its first excluded time lies.

    Records taken one by one use it in the order of the instants by which they are counted, then of their keys, then as
    they stand; each series has its own. A time is a record of the level or, with `ref`, all that refer to one record,
    in the horizon in which the first of them is counted.
    """

    time: int | None
    times: int | None
    anchor: Anchor
    per: Unit


@frozen
class Exclusion(Fact):
    """Time, or records, taken out of the measure; `as_uptime` counts the time as good, else it is absent.

    The evidence are the `records` for which `where` holds. Of a level of time, the time in which one lasts goes. Of a
    level of records, a record goes when it is one of them, where they are the level's own; when its field `ref` refers
    to one of them; when the field `link` of one of them refers to it; and, with none of the three, when its counted
    instant lies in the time in which one lasts. `alike` is as in `Beside`.
    """

    records: str
    where: Expression | None
    ref: Field | None = None
    budget: Budget | None = None
    as_uptime: bool = False
    alike: tuple[str, ...] = ()
    link: str | None = None
    missed: str | None = None


class Taken(StrEnum):
    """Which severity counts of those that a record has had from the start of its clock to its end."""

    START = "at start"
    END = "at end"
    HIGHEST = "highest"


@frozen
class SeverityTaken(Fact):
    """Wherever a level reads the severity `field`, it is the one that its history `records` says.

    That is the one in force when the clock starts or, without a clock, at the counted instant; when the clock stops or
    is read; or the most severe in force from the one to the other. A severity is in force from the instant of a change
    on; before any change it is the record's own. A change at the very instant counts.
    """

    field: Field
    records: str
    taken: Taken


@frozen
class ServiceLevel(Fact):
    """A service level, or a KPI that earns no credit, with one series per tuple of dimension values.

    `counted` is None where time, and not records, is measured: open records, and time up or down. That takes `down`;
    `entities` where the evidence is of several. With `outside_is_up`, the time of a window outside the term is up; else
    it is not part of the window. An obligation names its `party`, provider or customer, and what it `excuses` when it
    is missed. What it relies on changes nothing that is measured or credited. `where_span`, `counted_span` and
    `window_span` are where these are written.
    """

    name: str
    title: str
    is_kpi: bool
    records: str
    where: Expression | None
    counted: Field | None
    window: WindowRule
    dimensions: tuple[Dimension, ...]
    series: tuple[Series, ...]
    exclusions: tuple[Exclusion, ...] = ()
    party: str | None = None
    excuses: tuple[Excuse, ...] = ()
    grace: Grace | None = None
    low_volume: LowVolume | None = None
    no_records: NoRecords | None = None
    severities: tuple[SeverityTaken, ...] = ()
    down: DownWhile | None = None
    entities: Entities | None = None
    outside_is_up: bool = False
    promotion: Promotion | None = None
    ratchets: tuple[Ratchet, ...] = ()
    reliance: Reliance | None = None
    where_span: Span | None = None
    counted_span: Span | None = None
    window_span: Span | None = None
