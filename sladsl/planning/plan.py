"""The evaluation plan: every resolved fact of an agreement, each with a stable id and the span of its clause.

A plan is a value: it prints, serialises to JSON and hashes (see `sladsl.planning.serialise`). Measurement and
settlement see nothing else of the agreement. Numbers are exact: ratios, money (in major units of the agreement's
currency) and plain numbers are `Fraction`; durations and instants are integer microseconds, instants since
1970-01-01T00:00Z.
"""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from fractions import Fraction
from typing import Generic, TypeVar

from attrs import frozen

from sladsl.source import Span

T = TypeVar("T")


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


# --- expressions ---------------------------------------------------------------------------------------------------


@frozen
class Constant:
    """A literal.

    `value` by type: Fraction for number, percent and money; int for duration (µs), days, date (days since 1970-01-01),
    time of day (µs since midnight) and time (µs); str for text, choice and severity; bool for flag.
    """

    type: ValueType
    value: Fraction | int | str | bool


@frozen
class Field:
    """A field of the population, or of a record reached through refs: `path` is the refs, then the field's name."""

    type: ValueType
    path: tuple[str, ...]
    optional: bool


@frozen
class ClockTime:
    """The time on the level's clock, running clocks at their time so far: a duration."""


@frozen
class Elapsed:
    """An amount of open time on the clock, in µs: of its calendar's hours, or of real time without one."""

    duration: int


@frozen
class LocalDays:
    """The same time of day so many calendar days later in the agreement's zone."""

    days: int


@frozen
class BusinessDays:
    """So many business days of the clock's calendar, in the meaning that the calendar gives them."""

    days: int


@frozen
class FieldLimit:
    """An amount of open time that each record holds in a field of type duration."""

    field: Field


TimeLimit = Elapsed | LocalDays | BusinessDays | FieldLimit


@frozen
class ClockWithin:
    """Whether the level's clock stopped by its deadline, `limit` after its start; see LANGUAGE 4.

    True, false, or undecided (unknown) for a clock still running before its deadline.
    """

    limit: TimeLimit


@frozen
class DoneBy:
    """Whether the instant `field` is not after a point of a business day of `calendar`.

    The day is the `days`th open day after that of `after`, or with 0 days that day itself. An instant outside opening
    hours counts as made at the next opening; a date is its own day, which with 0 days is the first open day from it on.
    The point is `time` in µs since midnight on the calendar's local clock, or the last close of the day where it is
    None. Without `field` it is false once the as-of instant is after the point, or always with `late_if_missing`;
    before that it is undecided (unknown).
    """

    field: Field
    time: int | None
    days: int
    after: Field
    calendar: str
    late_if_missing: bool = False


@frozen
class Extreme:
    """The latest, or else the earliest, of several instants of a record, none of which is missing."""

    latest: bool
    fields: tuple[Field, ...]


@frozen
class Not:
    """Logical negation, in three-valued logic."""

    operand: Expression


@frozen
class Logical:
    """`and` or `or`, in three-valued logic."""

    operator: str
    left: Expression
    right: Expression


@frozen
class Compare:
    """`<`, `<=`, `>`, `>=`, `=` or `!=` between two values of comparable types."""

    operator: str
    left: Expression
    right: Expression


@frozen
class Arithmetic:
    """`+`, `-`, `*` or `/` with the type of its result."""

    type: ValueType
    operator: str
    left: Expression
    right: Expression


@frozen
class Exists:
    """Whether a field has a value at the as-of instant."""

    operand: Field


Expression = (
    Constant | Field | ClockTime | ClockWithin | DoneBy | Not | Logical | Compare | Arithmetic | Exists
)


# --- the agreement -------------------------------------------------------------------------------------------------


@frozen
class Party(Fact):
    """A party: its short name in the text and its legal name."""

    name: str
    title: str


@frozen
class Term(Fact):
    """The term, both days inclusive; `last` is None for an evergreen agreement."""

    first: dt.date
    last: dt.date | None


@frozen
class Rate:
    """An amount of money per unit of the calendar."""

    amount: Fraction
    per: Unit


@frozen
class Charge(Fact):
    """A fixed charge. It accrues by day: a day's charge is the amount over the actual days of that calendar unit."""

    name: str
    title: str
    rates: tuple[Dated[Rate], ...]


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
    """What N business days mean, in the words of the language; see LANGUAGE 4."""

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


@frozen
class FieldDecl(Fact):
    """A field that the records must have. `choices` are the values of a choice; `target` is the record set of a ref."""

    name: str
    type: ValueType
    optional: bool
    key: bool
    description: str
    choices: tuple[str, ...] = ()
    target: str | None = None


@frozen
class History:
    """Changes of other records: `of` refers to what changes, `at` is when; `severity` the field with the new one."""

    of: str
    at: str
    severity: str | None = None


@frozen
class RecordSet(Fact):
    """A kind of record.

    `lasting` names the fields at which a record used as an interval begins and ends. `history` makes each a change of
    another record.
    """

    name: str
    title: str
    fields: tuple[FieldDecl, ...]
    lasting: tuple[str, str] | None = None
    history: History | None = None


@frozen
class SeverityTier(Fact):
    """A severity, most severe first in the plan's order."""

    name: str
    title: str
    description: str


# --- service levels ------------------------------------------------------------------------------------------------


@frozen
class Evidence(Fact):
    """Records used as intervals: those of `records` for which `where` holds, united where they overlap.

    `link` is the field of the evidence that refers to the records of the level.
    """

    records: str
    where: Expression | None
    link: str


@frozen
class Clock(Fact):
    """A clock from one instant of the record to another, in a calendar, or round the clock where it is None.

    Open time during any of `pauses` does not count. With `late_without_end`, a record without its end is late whatever
    the time. A clock with `each` runs from each record of the level, at its counted instant, to the next of them that
    has the same value in that ref, at the latest to `end`; a record at or after `end` starts none and is not counted.
    """

    start: Field | Extreme
    end: Field
    calendar: str | None
    pauses: tuple[Evidence, ...] = ()
    late_without_end: bool = False
    each: Field | None = None


class RoundingMode(StrEnum):
    """How a fraction of the quantum is rounded; amounts are not negative here."""

    HALF_UP = "half-up"
    HALF_EVEN = "half-even"
    UP = "up"
    DOWN = "down"


class Statistic(StrEnum):
    """How a measure reduces the records of a window to one value."""

    PERCENT_GOOD = "percent good"
    PERCENT_NOT_GOOD = "percent not good"
    NUMBER = "number of"
    SUM = "sum"
    MEAN = "mean"
    MEDIAN = "median"
    LOWEST = "lowest"
    HIGHEST = "highest"
    PERCENTILE = "percentile"


@frozen
class Measure(Fact):
    """What is measured.

    `operand` is the value reduced (a condition for `number of`), `rank` the percentile in percent.
    """

    statistic: Statistic
    type: ValueType
    operand: Expression | None = None
    rank: Fraction | None = None


@frozen
class Ratio(Fact):
    """One reduction over another of the same records, times `per`: "errors per 1,000 lines"; no value over zero."""

    type: ValueType
    over: Measure
    under: Measure
    per: Fraction = Fraction(1)


@frozen
class IntervalMean(Fact):
    """The unweighted mean, over intervals of `every` µs, of a quotient of sums.

    Intervals count from the start of the window. The rows of one interval, by their counted instant, are summed before
    dividing. An interval without rows, or whose `under` sums to zero, has no value and is left out, unless the level
    says what `empty` intervals count as.
    """

    type: ValueType
    every: int
    over: Expression
    under: Expression
    empty: Fraction | None = None


class Open(StrEnum):
    """What is taken of the open records at the snapshots of a window."""

    MOST = "most"
    LEAST = "least"
    MEAN = "mean"
    OLDEST = "age of the oldest"


@frozen
class Snapshot:
    """The instants at which open records are looked at: on each local day, or each day on which `calendar` opens.

    `time` is µs since local midnight; None is the end of the day: the calendar's last close of a day, or midnight
    without a calendar.
    """

    calendar: str | None
    time: int | None


@frozen
class OpenRecords(Fact):
    """How many records are open at the snapshots of a window, or how long the oldest has been open at any of them.

    A record is open at t when `start` <= t and its `end` is missing or later than t. An age, in µs, is open time of
    `calendar`, or real time where that is None.
    """

    type: ValueType
    statistic: Open
    start: Field
    end: Field
    at: Snapshot
    calendar: str | None = None


class Up(StrEnum):
    """What is measured of the time in which a service is up or down."""

    AVAILABILITY = "availability"
    DOWNTIME = "downtime"
    LONGEST = "longest outage"
    OUTAGES = "number of outages"


@frozen
class Uptime(Fact):
    """Time up over agreed time, time down (µs), the longest outage (µs) or how many there are.

    Agreed time is that of the window, or the open time of `calendar` in it, in both cases less what is absent. With
    `whole_minutes`, what an outage has beyond whole minutes is dropped. `affected` and `total` weigh each outage by
    affected / total of its record.
    """

    type: ValueType
    statistic: Up
    calendar: str | None = None
    whole_minutes: bool = False
    affected: Field | None = None
    total: Field | None = None


class Missing(StrEnum):
    """What the time of a slot without a sample, or of an interval without rows, counts as."""

    UP = "up"
    DOWN = "down"
    ABSENT = "absent"


class SlotRule(StrEnum):
    """How many of the samples of one slot must be bad for the slot to be down."""

    ANY = "any"
    ALL = "all"


class Across(StrEnum):
    """How several entities are measured as one: their times added up, or down when any, or when all, of them are."""

    POOLED = "pooled"
    ANY_DOWN = "any down"
    ALL_DOWN = "all down"


@frozen
class Outages:
    """The records last from `starts` to `ends`: down while one does for which `condition` holds, or any where None."""

    starts: Field
    ends: Field
    condition: Expression | None = None


@frozen
class Samples:
    """The records are samples, each of which stands for the whole slot of `every` µs in which its instant `at` lies.

    Slots count from the start of the term. One with a sample for which `condition` holds is down; `missing` is what one
    without a sample counts as. A second sample in a slot is an error in the data unless `one_slot` says which of them
    decide.
    """

    every: int
    at: Field
    condition: Expression
    missing: Missing
    one_slot: SlotRule | None = None


@frozen
class Rates:
    """The records are summed over intervals of `every` µs, counted from the start of the term, by their instant `at`.

    An interval is down when the sum of `over`, divided by that of `under`, stands to `limit` as `comparator` says;
    `empty` is what one without rows, or with nothing to divide by, counts as.
    """

    every: int
    at: Field
    over: Expression
    under: Expression
    comparator: Comparator
    limit: Quantity
    empty: Missing


DownEvidence = Outages | Samples | Rates


@frozen
class Beside(Fact):
    """Records of another set, for which `where` holds, used as intervals that are united where they overlap or touch.

    `alike` names the dimensions, and the field of the entities, that these records have as well: those of one value are
    about the same value of the level. Records without such a field are about all of it.
    """

    records: str
    where: Expression | None
    alike: tuple[str, ...]


@frozen
class DownWhile(Fact):
    """When the service is down: by the evidence of the level's own records, and while any record `during` lasts.

    A run of down time shorter than `least` µs does not count. Runs are judged on the whole time line of the term, after
    exclusions, whatever the windows.
    """

    evidence: DownEvidence
    least: int = 0
    during: tuple[Beside, ...] = ()


@frozen
class Entities(Fact):
    """What the evidence of one series is about: a line of time for each value of `field`, measured together by `rule`.

    The values are those declared of a choice, the keys of the records that a ref refers to, and of a text those that
    samples or rates hold.
    """

    field: Field
    rule: Across


@frozen
class LevelMean(Fact):
    """The mean of the values of another level in its last `windows` windows, those without a value left out."""

    type: ValueType
    level: str
    windows: int


Measured = Measure | Ratio | IntervalMean | OpenRecords | Uptime | LevelMean


@frozen
class Rounding(Fact):
    """Rounds a value before it is compared, to so many decimals of the unit it is shown in: of a percent, of money."""

    decimals: int
    mode: RoundingMode


@frozen
class Target(Fact):
    """A limit on the measured value. `word` is what the agreement calls it: expected, minimum or required.

    With `within`, it is a limit on the share of records whose clock stops within that time, or, with `over`, does not.
    """

    word: str
    comparator: Comparator
    values: tuple[Dated[Quantity], ...]
    within: TimeLimit | None = None
    over: bool = False


@frozen
class PercentOf:
    """A share of a charge."""

    share: Fraction
    charge: str


@frozen
class Money:
    """An amount in the agreement's currency."""

    amount: Fraction


Amount = PercentOf | Money


class CreditUnit(StrEnum):
    """What a credit is: money, points of a ledger, or days by which the term is extended."""

    MONEY = "money"
    POINTS = "points"
    SERVICE_DAYS = "days of service"


class Sharing(StrEnum):
    """How a credit of a charge that is one for several values is owed for each of them."""

    IN_FULL = "in full for each value"
    EQUALLY = "shared equally"


@frozen
class Interval:
    """The calendar or contract unit whose charge counts: the one that holds the window's last instant, moved by units.

    `shift` is -1 for the unit before, 1 for the one after.
    """

    anchor: Anchor
    unit: Unit
    shift: int = 0


@frozen
class Base:
    """The charge that a credit is taken of: the one that falls in the level's own window, or in another interval.

    Of several charges the one that comes to most counts. Where the level is measured by values that the charge does not
    tell apart, `sharing` says whether each of them takes the whole.
    """

    charges: tuple[str, ...]
    interval: Interval | None = None
    sharing: Sharing = Sharing.IN_FULL


@frozen
class ShareOf:
    """A share of the charge that a credit is taken of."""

    share: Fraction
    base: Base


class TimeUnit(StrEnum):
    """What a part of a charge is counted in."""

    DAY = "day"
    HOUR = "hour"


@frozen
class TimeOf:
    """So many days or hours of a charge: a day is what the interval of the charge comes to over its days."""

    number: Fraction
    unit: TimeUnit
    base: Base


@frozen
class ChargeForDowntime:
    """So many times what a charge comes to for the time that was down."""

    times: Fraction
    base: Base


@frozen
class Shortfall:
    """By how much a value falls short of a mark, rounded first where the agreement says so.

    Of a percentage it is that share of a charge; of money it stands alone, and `base` is None.
    """

    base: Base | None
    rounded: Rounding | None = None


@frozen
class Points:
    """Points of a ledger; a settlement step converts them to money."""

    number: Fraction


@frozen
class ServiceDays:
    """Days of service: the term is longer by them, and no money is owed."""

    number: Fraction


CreditAmount = ShareOf | TimeOf | ChargeForDowntime | Shortfall | Money | Points | ServiceDays


@frozen
class TargetWord:
    """The limit that a target of the level sets: `word` is `minimum`, `required` or `expected`.

    `times` is what it is multiplied by: 11/10 for `10% over required`.
    """

    word: str
    times: Fraction = Fraction(1)


Threshold = Quantity | TargetWord


@frozen
class Edge:
    """Where a row of a credit table begins or ends; `includes` says whether the threshold itself belongs to it."""

    threshold: Threshold
    includes: bool


@frozen
class Band(Fact):
    """A row of a credit table: the values from `lower` to `upper`, without an end where one of them is None."""

    lower: Edge | None
    upper: Edge | None
    credit: CreditAmount


class Gap(StrEnum):
    """What steps are counted in."""

    SHORTFALL = "shortfall"
    DOWNTIME = "downtime"


@frozen
class Steps:
    """An amount for each full step, or each started one, of how far a value is beyond a mark, or of the time down."""

    is_full: bool
    size: Quantity
    of: Gap


@frozen
class Mark:
    """From where a shortfall counts: below a threshold, or above it.

    A percentage is the availability beyond which downtime counts, where it is downtime that counts.
    """

    is_below: bool
    threshold: Threshold


class Failing(StrEnum):
    """Which verdicts count as failing; a missed window is below expected, too."""

    MISSED = "missed"
    BELOW_EXPECTED = "below expected"


@frozen
class Consecutive:
    """At least so many windows of a series in a row, the last of them the window at stake.

    Windows without a verdict that counts (unmeasured, in grace, excused) neither count nor break; so it is with the
    other two.
    """

    times: int


@frozen
class OfAny:
    """At least so many of the last `windows` windows of a series, the window at stake being the last."""

    times: int
    windows: int


@frozen
class TimesInUnit:
    """At least so many windows of a series that end in the unit in which the window at stake ends, by its end."""

    times: int
    anchor: Anchor
    unit: Unit


@frozen
class TimesInMonths:
    """At least so many windows of a series that end in the `months` months that end with the window at stake."""

    times: int
    months: int


Lately = Consecutive | OfAny | TimesInUnit | TimesInMonths


@frozen
class FailedLately:
    """A credit that is owed only for a window that is failing, and one too many."""

    failing: Failing
    lately: Lately


@frozen
class EveryNth:
    """So many windows of a series, however far apart."""

    times: int


HistoryMet = FailedLately | EveryNth


@frozen
class CreditRule(Fact):
    """One credit of a level: an amount, or bands of which the most severe matching row applies.

    An amount with a `mark` is owed only beyond it, and one with `steps` as often as there are steps beyond it. `most`
    is what the credit of one window comes to at most; `history` what must have happened in the windows up to it.
    """

    amount: CreditAmount | None = None
    bands: tuple[Band, ...] = ()
    mark: Mark | None = None
    steps: Steps | None = None
    most: CreditAmount | None = None
    history: HistoryMet | None = None


@frozen
class Needs(Fact):
    """The least number of decided records that a verdict needs."""

    records: int


@frozen
class Series(Fact):
    """One line of results: a service level at one tuple of dimension values, with the terms that hold there.

    `key` shows the dimension values, as documents do; it is empty for a level without dimensions. `members` holds the
    values that are measured together, one tuple of values a dimension ("P1, P2" pools two). None instead of a tuple
    stands for every value that the records of the windows hold and that no other series names, each measured on its
    own; its place in `key` is "each", or "each other".
    With `complement` the value is 100% less what is measured; `rounded` is how it is rounded before any comparison.
    `further` are targets on shares of records of their own, beside the value.
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

    Of a level of time, excluded time uses it in the order of time, up or down, split where the limit is reached; of
    several entities each has its own. So many `times` are the first so many intervals, each in the horizon in which its
    first excluded time lies.
    """

    time: int | None
    times: int | None
    anchor: Anchor
    per: Unit


@frozen
class Exclusion(Fact):
    """Time, or records, taken out of the measure; `as_uptime` counts the time as good, else it is absent.

    The evidence are the `records` for which `where` holds, as intervals. A record of the level goes when its field
    `ref` refers to one of them, or, without such a field, when its counted instant lies inside one. Of a level of time,
    the time of the intervals goes; `alike` is as in `Beside`.
    """

    records: str
    where: Expression | None
    ref: Field | None = None
    budget: Budget | None = None
    as_uptime: bool = False
    alike: tuple[str, ...] = ()


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
class Grace(Fact):
    """Windows that start before the local day `until` are measured and shown, and neither missed nor credited.

    A rolling window counts by the settlement period that it ends with.
    """

    until: dt.date


@frozen
class Promotion(Fact):
    """A window below expected that is one too many of them counts as missed."""

    lately: Lately


class Volume(StrEnum):
    """What few records do: so many misses are allowed, or so many are taken out of the value."""

    ALLOW = "allow"
    REMOVE = "remove"


@frozen
class LowVolume(Fact):
    """`misses` records that are not good are forgiven in a window with fewer than `below` decided records."""

    rule: Volume
    misses: int
    below: int


@frozen
class NoRecords(Fact):
    """A window without any record has this value and is missed."""

    value: Quantity


@frozen
class Excuse(Fact):
    """The level whose windows are excused where they overlap one in which an obligation is missed."""

    level: str


@frozen
class ServiceLevel(Fact):
    """A service level, or a KPI that earns no credit, with one series per tuple of dimension values.

    `counted` is None where time, and not records, is measured: open records, and time up or down. That takes `down`;
    `entities` where the evidence is of several. With `outside_is_up`, the time of a window outside the term is up; else
    it is not part of the window. An obligation names its `party`, provider or customer, and what it `excuses` when it
    is missed.
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


# --- settlement ----------------------------------------------------------------------------------------------------


@frozen
class Multiply(Fact):
    """Multiplies the credit of each window of `levels` (all when None) that is failing, and is one too many."""

    levels: tuple[str, ...] | None
    failing: Failing
    lately: Lately
    factor: Fraction


class Apart(StrEnum):
    """What a step holds apart, each with an account of its own."""

    LEVEL = "level"
    VALUE = "value"


@frozen
class Limit(Fact):
    """Caps the credits of `levels` (all when None) to an amount per horizon, the whole term where `per` is None.

    With `apart`, the credits of each level, or of each value of `dimension`, are capped by themselves; credits of
    levels that are not measured by that dimension are not capped then.
    """

    levels: tuple[str, ...] | None
    amount: Amount
    anchor: Anchor
    per: Unit | None
    apart: Apart | None = None
    dimension: str | None = None


@frozen
class HighestPer(Fact):
    """Keeps the highest credit for each window, or for each value of a `dimension` that is a ref, and drops the rest.

    For a value that has earned a credit in an earlier settlement period, only what exceeds that is kept.
    """

    dimension: str | None = None


@frozen
class HighestOf(Fact):
    """Keeps, for each window and dimension values, the highest of several sums of the credits of named levels."""

    sums: tuple[tuple[str, ...], ...]


@frozen
class Ignore(Fact):
    """Drops the period's credits when their total, or each line that, is below an amount."""

    each: bool
    below: Fraction


@frozen
class Raise(Fact):
    """Raises the period's credits to an amount when their total is below it and above zero; or each line that is."""

    each: bool
    to: Fraction


@frozen
class Convert(Fact):
    """Makes money of points, each of an amount; a share is of the charge that falls in the settlement period."""

    amount: Amount


@frozen
class EarnBack(Fact):
    """Gives the provider back a share of a credit of `levels` (all when None) once it does better.

    That is when the target (`expected` or `minimum`; whichever a level has) is met, or else exceeded, in each of the
    `windows` windows of the series that follow and count.
    """

    levels: tuple[str, ...] | None
    share: Fraction
    target: str
    exceeded: bool
    windows: int


@frozen
class Round(Fact):
    """Rounds the period's total to a multiple of the quantum, its lines by largest remainder."""

    mode: RoundingMode
    quantum: Fraction


Step = Multiply | HighestPer | HighestOf | Limit | Ignore | Raise | EarnBack | Convert | Round


@frozen
class Settlement(Fact):
    """How credits are settled: per calendar unit, `days` after its end, in the written order of steps.

    The days are business days of `calendar`, or local days where it is None. A period is settled anew with each of the
    following ones until it is final, after so many settlements, or never.

    Planning appends the default rounding (half-up to the currency's minor unit) unless the last step rounds; a step
    that the agreement does not write has `span` of the settlement and an id ending in `/default`.
    """

    per: Unit
    days: int
    steps: tuple[Step, ...]
    calendar: str | None = None
    final_after: int | None = 1


# --- remedies ------------------------------------------------------------------------------------------------------


@frozen
class Whose:
    """The series that an event is about: those of a level, of any level where None; at one key, or at each."""

    level: str | None
    key: tuple[str, ...] | None


@frozen
class Fails:
    """A window whose verdict is failing."""

    failing: Failing


@frozen
class Beyond:
    """A window whose value lies beyond a limit: `edge` is `below`, `at or below`, `above` or `at or above`."""

    edge: str
    limit: Quantity


Trial = Fails | Beyond


Often = Consecutive | OfAny | TimesInUnit | TimesInMonths | EveryNth


@frozen
class Happens:
    """A series has so many windows that a trial is true of; each one of them counts where `often` is None."""

    whose: Whose
    trial: Trial
    often: Often | None


@frozen
class Together:
    """At least so many levels fail in windows of the same start and end."""

    levels: int
    failing: Failing


@frozen
class CreditsReach:
    """The credits that land in a unit, the term where None, come to more than an amount, or to it where `inclusive`.

    Credits are those calculated, before any step, or those `paid`, after all steps and net of what is earned back.
    """

    paid: bool
    inclusive: bool
    amount: Fraction
    anchor: Anchor
    per: Unit | None


@frozen
class AllOf:
    """Two events that must both have happened."""

    left: Event
    right: Event


@frozen
class AnyOf:
    """Two events of which one must have happened."""

    left: Event
    right: Event


Event = Happens | Together | CreditsReach | AllOf | AnyOf


@frozen
class Consequence(Fact):
    """What a party shall do, or may do, once a remedy has fired.

    The time runs from the last day of the window that completed the event: so many calendar `days`, calendar `months`,
    or days on which `calendar` opens; none is stated where both are None.
    """

    role: str
    may: bool
    text: str
    days: int | None = None
    months: int | None = None
    calendar: str | None = None


@frozen
class RemedyCredit(Fact):
    """A credit that a remedy gives each time it fires.

    A share is of the charge of the unit in which the window that completed it ends; of the settlement period where
    `per` is None.
    """

    amount: Amount
    anchor: Anchor = Anchor.CALENDAR
    per: Unit | None = None


@frozen
class Remedy(Fact):
    """What follows each time an event has happened. It uses each window once, and each sum once in its horizon."""

    name: str
    title: str
    when: Event
    consequences: tuple[Consequence, ...]
    credit: RemedyCredit | None = None


@frozen
class Plan(Fact):
    """An agreement, resolved. `tools` names the versions of whatever decides dates: tzdata, holidays."""

    name: str
    title: str
    version: str
    provider: Party
    customer: Party
    term: Term
    zone: str
    currency: str
    minor_digits: int
    law: str
    charges: tuple[Charge, ...]
    calendars: tuple[Calendar, ...]
    records: tuple[RecordSet, ...]
    severities: tuple[SeverityTier, ...]
    levels: tuple[ServiceLevel, ...]
    settlement: Settlement | None
    tools: tuple[tuple[str, str], ...]
    remedies: tuple[Remedy, ...] = ()
