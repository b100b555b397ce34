"""The syntax tree: what the author wrote, with the span of every part and no meaning.

Nodes compare by identity, since tables of meaning are keyed by node. Literals hold their value beside the span of
the words. Blocks are homogeneous lists of items in written order; whether an item may stand twice is for semantics
to say.
"""

from __future__ import annotations

import datetime as dt
from fractions import Fraction

from attrs import frozen

from sladsl.diagnostics.diagnostic import Diagnostic
from sladsl.source import Source, Span


@frozen(eq=False)
class Node:
    """Anything written in an agreement."""

    span: Span


@frozen(eq=False)
class Comment(Node):
    """A `#` comment, with its sign."""

    text: str


@frozen(eq=False)
class Name(Node):
    """An identifier."""

    text: str


@frozen(eq=False)
class Path(Node):
    """Names joined by dots: `Office`, `calendars.uk.Office`, `invoice.amount`."""

    names: tuple[Name, ...]

    @property
    def text(self) -> str:
        """The path as written."""
        return ".".join(name.text for name in self.names)


@frozen(eq=False)
class Text(Node):
    """A quoted string; `value` is without quotes and escapes."""

    value: str


@frozen(eq=False)
class Reference(Node):
    """A reference in prose: `{Accuracy.minimum}` quotes a value, `{ref Accuracy}` names a clause."""

    path: Path
    is_clause: bool


@frozen(eq=False)
class Prose(Node):
    """Text in three quotes: stretches of text and references, in order; common indentation is removed."""

    pieces: tuple[Text | Reference, ...]


# --- literals ------------------------------------------------------------------------------------------------------


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
    """`2026-03`, `2026-Q1`, `2026-W14`, `2026`, `2026-03-14`, as written."""

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


# --- expressions ---------------------------------------------------------------------------------------------------


@frozen(eq=False)
class Reading(Node):
    """A name in an expression: a field, or the value of a choice or severity."""

    path: Path


@frozen(eq=False)
class ClockTime(Node):
    """`clock`, the time on the level's clock."""


@frozen(eq=False)
class ClockWithin(Node):
    """`clock within 4 h`, `clock within 2 business days`, or within a field of the record (`clock within agreed`)."""

    limit: TimeLimit


@frozen(eq=False)
class DoneBy(Node):
    """`closed_at by 18:00 on business day 3 after period_end in Office`; `by close` has no time.

    Or, with neither time nor days, `closed_at on the same business day as opened_at in Office`.
    """

    field: Path
    time: TimeOfDay | None
    days: Number | None
    after: Path
    calendar: Path


@frozen(eq=False)
class Not(Node):
    """`not X`."""

    operand: Expression


@frozen(eq=False)
class Negative(Node):
    """`-X`."""

    operand: Expression


@frozen(eq=False)
class Logical(Node):
    """`X and Y`, `X or Y`."""

    operator: str
    left: Expression
    right: Expression


@frozen(eq=False)
class Compare(Node):
    """`X < Y` and its kin; `is` and `is not` for equality. `operator` is `<`, `<=`, `>`, `>=`, `is` or `is not`."""

    operator: str
    left: Expression
    right: Expression


@frozen(eq=False)
class Arithmetic(Node):
    """`X + Y`, `X - Y`, `X * Y`, `X / Y`."""

    operator: str
    left: Expression
    right: Expression


@frozen(eq=False)
class Exists(Node):
    """`X exists`."""

    operand: Expression


Expression = (
    Literal
    | Reading
    | ClockTime
    | ClockWithin
    | DoneBy
    | Not
    | Negative
    | Logical
    | Compare
    | Arithmetic
    | Exists
)
TimeLimit = Duration | Days | BusinessDays | BusinessHours | Path


# --- header --------------------------------------------------------------------------------------------------------


@frozen(eq=False)
class Version(Node):
    """`version "1.0"`."""

    text: Text


@frozen(eq=False)
class Party(Node):
    """`provider Meridian "Meridian Business Services Ltd"`; `role` is `provider` or `customer`."""

    role: str
    name: Name
    title: Text


@frozen(eq=False)
class Term(Node):
    """`term 2026-01-01 to 2028-12-31`; `last` is None for `to open`."""

    first: Date
    last: Date | None


@frozen(eq=False)
class Zone(Node):
    """`timezone Europe/London`."""

    name: str
    name_span: Span


@frozen(eq=False)
class Currency(Node):
    """`currency GBP`."""

    code: str
    code_span: Span


@frozen(eq=False)
class Law(Node):
    """`law "England and Wales"`."""

    text: Text


# --- charges, calendars, records, severities -----------------------------------------------------------------------


@frozen(eq=False)
class Rate(Node):
    """`GBP 85,000 per month`; `unit` is month, quarter or year."""

    amount: Money
    unit: str


@frozen(eq=False)
class DatedRate(Node):
    """A rate, from a date where one is written."""

    since: Date | None
    value: Rate


@frozen(eq=False)
class Charge(Node):
    """`charge NAME "Title" GBP 85,000 per month, from DATE GBP 88,000 per month`."""

    name: Name
    title: Text | None
    rates: tuple[DatedRate, ...]


@frozen(eq=False)
class Hours(Node):
    """`09:00-12:30`; an end not after its start is on the next day."""

    start: TimeOfDay
    end: TimeOfDay


@frozen(eq=False)
class DayRange(Node):
    """`Mon..Fri` or `Sat`; days count from Monday, 0."""

    first: int
    last: int


@frozen(eq=False)
class WeekHours(Node):
    """`Mon..Fri, Sun 09:00-12:30, 13:30-17:30`."""

    days: tuple[DayRange, ...]
    hours: tuple[Hours, ...]


@frozen(eq=False)
class Holidays(Node):
    """`holidays GB-ENG`."""

    region: str
    region_span: Span


@frozen(eq=False)
class OnDate(Node):
    """`on DATE [to DATE] HOURS` or `on DATE [to DATE] closed` (no hours)."""

    first: Date
    last: Date | None
    hours: tuple[Hours, ...]


@frozen(eq=False)
class ImportedHolidays(Node):
    """`holidays from "house.ics"`: the days of a calendar file, a path from the agreement's own folder."""

    file: Text


@frozen(eq=False)
class AddedHoliday(Node):
    """`holiday 2026-07-03 "Founders' Day"`."""

    date: Date
    title: Text | None


@frozen(eq=False)
class RemovedHoliday(Node):
    """`no holiday 2026-08-31`."""

    date: Date


@frozen(eq=False)
class BusinessDayRule(Node):
    """`business days end at close`, `business days end at the same time`, or `a business day is 8 h` (`length`).

    `rule` is "end at close", "end at the same time" or "a business day is".
    """

    rule: str
    length: Duration | None


CalendarItem = (
    WeekHours | Holidays | ImportedHolidays | AddedHoliday | RemovedHoliday | OnDate | BusinessDayRule | Zone
)


@frozen(eq=False)
class Calendar(Node):
    """`calendar NAME "Title" [like PATH] { ... }`."""

    name: Name
    title: Text | None
    like: Path | None
    items: tuple[CalendarItem, ...]


@frozen(eq=False)
class FieldType(Node):
    """The type of a field: `word` is the type's name ("text", "time of day", "choice", "ref", ...)."""

    word: str
    choices: tuple[Name, ...]
    target: Path | None


@frozen(eq=False)
class Field(Node):
    """`posted_at : time? "posted to the ledger"`."""

    name: Name
    type: FieldType
    is_optional: bool
    is_key: bool
    description: Text | None


@frozen(eq=False)
class Lasting(Node):
    """`lasting started_at to ended_at`."""

    start: Name
    end: Name


@frozen(eq=False)
class History(Node):
    """`history of ticket at changed_at`: the field that refers to what changes, and the instant of the change."""

    of: Name
    at: Name


@frozen(eq=False)
class Records(Node):
    """`records NAME "Title" [like PATH] [lasting A to B | history of REF at FIELD] { ... }`."""

    name: Name
    title: Text | None
    like: Path | None
    lasting: Lasting | None
    fields: tuple[Field, ...]
    history: History | None = None


@frozen(eq=False)
class SeverityTier(Node):
    '''`P1 "Critical" """Production use is stopped."""`.'''

    name: Name
    title: Text | None
    description: Prose | None


@frozen(eq=False)
class SeverityScheme(Node):
    """`severity [NAME "Title"] [like PATH] { ... }`; a scheme in a module has a name."""

    name: Name | None
    title: Text | None
    like: Path | None
    tiers: tuple[SeverityTier, ...]


# --- service levels ------------------------------------------------------------------------------------------------


@frozen(eq=False)
class Population(Node):
    """`for each RECORDS [where CONDITION]`."""

    records: Path
    where: Expression | None


@frozen(eq=False)
class Counted(Node):
    """`counted in the window of FIELD`."""

    field: Path


@frozen(eq=False)
class Extreme(Node):
    """`later of A and B`, `earlier of A and B`."""

    is_later: bool
    fields: tuple[Path, ...]


@frozen(eq=False)
class Evidence(Node):
    """Records used as intervals: `hold where reason is approval`."""

    records: Path
    where: Expression | None


@frozen(eq=False)
class Clock(Node):
    """`clock from FIELD to FIELD [in CALENDAR] [, paused during RECORDS [where CONDITION]]...`."""

    start: Path | Extreme
    end: Path
    calendar: Path | None
    pauses: tuple[Evidence, ...] = ()


@frozen(eq=False)
class UpdateClock(Node):
    """`clock between each RECORDS of REF until FIELD [in CALENDAR] [, paused during ...]...`.

    It runs from each record, at its counted instant, to the next that refers to the same, at the latest until FIELD.
    """

    records: Path
    of: Path
    end: Path
    calendar: Path | None
    pauses: tuple[Evidence, ...] = ()


@frozen(eq=False)
class MissingEnd(Node):
    """`missing end is late`."""


@frozen(eq=False)
class SeverityTaken(Node):
    """`severity at start`, `severity at end` or `severity highest`; `when` is what follows the first word."""

    when: str


@frozen(eq=False)
class GoodWhen(Node):
    """`good when CONDITION`."""

    condition: Expression


@frozen(eq=False)
class PercentGood(Node):
    """`percent good`, `percent not good`."""

    negated: bool


@frozen(eq=False)
class NumberOf(Node):
    """`number of RECORDS [where (CONDITION)]`."""

    records: Path
    where: Expression | None


@frozen(eq=False)
class Aggregate(Node):
    """`sum|mean|median|lowest|highest of X`, `percentile 95 of X`."""

    statistic: str
    rank: Number | None
    operand: Expression


Reduction = PercentGood | NumberOf | Aggregate


@frozen(eq=False)
class Ratio(Node):
    """`sum of errors / sum of lines`, or with `per`, `sum of errors per 1,000 sum of lines`."""

    over: Reduction
    under: Reduction
    per: Number | None


@frozen(eq=False)
class IntervalMean(Node):
    """`mean over each 5 min of (A / B)`."""

    every: Duration
    operand: Expression


@frozen(eq=False)
class Snapshot(Node):
    """`at the end of each [CALENDAR] day`, or `at 18:00 on each [CALENDAR] day`."""

    calendar: Path | None
    time: TimeOfDay | None


@frozen(eq=False)
class OpenRecords(Node):
    """`most open RECORDS [where (CONDITION)] from FIELD to FIELD, at ...`; `statistic` is most, least or mean.

    Or `age of the oldest open RECORDS ... [in CALENDAR], at ...`, with the statistic `age of the oldest`.
    """

    statistic: str
    records: Path
    where: Expression | None
    start: Path
    end: Path
    calendar: Path | None
    at: Snapshot


@frozen(eq=False)
class Uptime(Node):
    """`availability`, `downtime`, `longest outage` or `number of outages` (`statistic`).

    Then `[in CALENDAR] [in whole minutes] [weighted by A of B]`.
    """

    statistic: str
    calendar: Path | None
    whole_minutes: bool
    affected: Path | None
    total: Path | None


@frozen(eq=False)
class LevelMean(Node):
    """`mean of LEVEL over the last 3 windows`."""

    level: Path
    windows: Number


@frozen(eq=False)
class Complement(Node):
    """`100% - MEASURE`."""

    whole: Percent
    of: Reduction | Ratio | IntervalMean | Uptime


@frozen(eq=False)
class Rounded(Node):
    """`rounded [half-even] to 2 decimals`; half-up where `mode` is None."""

    mode: str | None
    decimals: Number


Measured = Reduction | Ratio | IntervalMean | OpenRecords | Uptime | LevelMean | Complement


@frozen(eq=False)
class Measure(Node):
    """`measure ... [rounded to 2 decimals]`."""

    what: Measured
    rounded: Rounded | None = None


@frozen(eq=False)
class MeasurementWindow(Node):
    """`window calendar month`, `window contract quarter`."""

    unit: str
    anchor: str = "calendar"


@frozen(eq=False)
class RollingWindow(Node):
    """`window rolling 30 days`, `window rolling 12 months`."""

    length: Days | Months


@frozen(eq=False)
class RecordWindow(Node):
    """`window each record`."""


WindowLine = MeasurementWindow | RollingWindow | RecordWindow


@frozen(eq=False)
class Grace(Node):
    """`grace until 3 months after start`, or `grace until the first full calendar quarter after start`."""

    length: Days | Months | None
    anchor: str | None
    unit: str | None


TargetLiteral = Number | Percent | Money | Duration | Days


@frozen(eq=False)
class Bound(Node):
    """`at least 98%`; `comparator` is `at least`, `above`, `at most` or `under`."""

    comparator: str
    value: TargetLiteral


@frozen(eq=False)
class DatedBound(Node):
    """A bound, from a date where one is written."""

    since: Date | None
    value: Bound


@frozen(eq=False)
class TargetTest(Node):
    """`within 2 h`, `over 2.5 s`: a target on the share of records whose clock stops so, or does not (`is_over`)."""

    limit: TimeLimit
    is_over: bool


@frozen(eq=False)
class Target(Node):
    """`expected ...`, `minimum ...`, `required ...` with dated bounds; `word` is the first word.

    `minimum at least 95% within 2 h` has a `test`; so has `minimum all within 8 h`, whose bound is `at least 100%`.
    """

    word: str
    bounds: tuple[DatedBound, ...]
    test: TargetTest | None = None


@frozen(eq=False)
class Needs(Node):
    """`needs at least 200 records`."""

    count: Number


@frozen(eq=False)
class LowVolume(Node):
    """`allow 2 misses below 40 records`, `remove 1 miss below 40 records`; `rule` is the first word."""

    rule: str
    misses: Number
    below: Number


@frozen(eq=False)
class NoRecords(Node):
    """`no records count as missed at 0%`."""

    value: TargetLiteral


@frozen(eq=False)
class Sampling(Node):
    """`every 1 min at checked_at`."""

    every: Duration
    at: Path


@frozen(eq=False)
class Down(Node):
    """`down when CONDITION [above 5%] [for at least 5 min] [or during RECORDS [where CONDITION]]...`.

    Or `down for at least 1 min`, without a condition.
    """

    condition: Expression | None
    bound: Bound | None
    least: Duration | None
    during: tuple[Evidence, ...]


@frozen(eq=False)
class MissingSamples(Node):
    """`missing samples count as up|down|absent`."""

    word: str


@frozen(eq=False)
class EmptyIntervals(Node):
    """`empty intervals count as good|absent`."""

    word: str


@frozen(eq=False)
class OneSlot(Node):
    """`samples of one slot need any|all`."""

    word: str


@frozen(eq=False)
class Across(Node):
    """`across FIELD pooled|any down|all down`."""

    field: Path
    rule: str


@frozen(eq=False)
class OutsideTerm(Node):
    """`time outside the term counts as up|absent`."""

    word: str


@frozen(eq=False)
class Budget(Node):
    """`up to 8 h per calendar month`, `up to 12 times per calendar year`."""

    amount: Duration | Number
    anchor: str
    unit: str


@frozen(eq=False)
class Exclusion(Node):
    """`exclude RECORDS [where CONDITION] [up to BUDGET] [, as uptime|as absent]`; `counts_as` None is as absent."""

    evidence: Evidence
    budget: Budget | None
    counts_as: str | None


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


# --- histories -----------------------------------------------------------------------------------------------------


@frozen(eq=False)
class Consecutive(Node):
    """`in 2 or more consecutive windows`."""

    times: Number


@frozen(eq=False)
class OfAny(Node):
    """`in 3 or more of any 6 windows`."""

    times: Number
    windows: Number


@frozen(eq=False)
class TimesIn(Node):
    """`4 or more times in a contract year`; or, where `months` are written, `in any 12 months`."""

    times: Number
    anchor: str | None
    unit: str | None
    months: Months | None


Lately = Consecutive | OfAny | TimesIn
"""How often windows must have failed for a window to be one of too many."""


# --- credits -------------------------------------------------------------------------------------------------------


@frozen(eq=False)
class Part(Node):
    """`1/30`: a fraction."""

    value: Fraction


@frozen(eq=False)
class ServiceDays(Node):
    """`3 days of service`: days by which the term is extended, no money."""

    value: int


@frozen(eq=False)
class Multiple(Node):
    """`10 times`, before a charge or a field; `for_downtime` where `for the downtime` follows."""

    value: Number
    for_downtime: bool


@frozen(eq=False)
class Shortfall(Node):
    """`the shortfall [rounded to 2 decimals]`."""

    rounded: Rounded | None


CreditAmount = Percent | Part | Money | Points | ServiceDays | Days | Duration | Multiple | Shortfall


@frozen(eq=False)
class Neighbour(Node):
    """`of the previous calendar month`, `of the next calendar quarter`, `of the contract year`.

    `which` is previous, next, or None for the unit in which the window ends.
    """

    which: str | None
    anchor: str
    unit: str


@frozen(eq=False)
class Affected(Node):
    """`weighted by AFFECTED of TOTAL`."""

    affected: Path
    total: Path


@frozen(eq=False)
class Base(Node):
    """What an amount is taken of: a charge (or, per record, a field), `the charge`, `the greater of A and B`.

    `charges` is empty for `the charge`. `sharing` is `in full for each value`, `shared equally` or None.
    """

    charges: tuple[Path, ...]
    neighbour: Neighbour | None = None
    affected: Affected | None = None
    sharing: str | None = None


@frozen(eq=False)
class PercentagePoint(Node):
    """`percentage point`: 1% of a percent measure."""

    value: Fraction = Fraction(1, 100)


@frozen(eq=False)
class CreditSteps(Node):
    """`per full|started SIZE [of clock|downtime|shortfall]`; `of` is None where it is not said."""

    is_full: bool
    size: TargetLiteral | PercentagePoint
    of: str | None


@frozen(eq=False)
class CreditSide(Node):
    """`below the minimum`, `above 4 h`: from where a credit counts; `word` is below or above."""

    word: str
    threshold: TargetLiteral | Name


@frozen(eq=False)
class PerRecord(Node):
    """`per record [where CONDITION]`."""

    where: Expression | None


@frozen(eq=False)
class FailedLately(Node):
    """`when missed in 2 or more consecutive windows`; `failing` is `missed` or `below expected`."""

    failing: str
    lately: Lately


@frozen(eq=False)
class EveryNth(Node):
    """`when every 10th miss`."""

    nth: int


HistoryMet = FailedLately | EveryNth


@frozen(eq=False)
class CreditLine(Node):
    """`credit AMOUNT [of BASE] [per full|started SIZE ...] [below X] [per record ...] [when ...] [, up to MOST]`."""

    amount: CreditAmount
    base: Base | None = None
    steps: CreditSteps | None = None
    side: CreditSide | None = None
    per_record: PerRecord | None = None
    history: HistoryMet | None = None
    most: CreditAmount | None = None


@frozen(eq=False)
class Relative(Node):
    """`10% over required`, `5% under minimum`: that much of the limit of a target beyond it."""

    by: Percent
    is_over: bool
    word: Name


Threshold = TargetLiteral | Name | Relative
"""A value, the limit of a target by its word (minimum, required, expected), or one relative to it."""


@frozen(eq=False)
class BandEdge(Node):
    """Where a row of a credit table begins or ends; `includes` says whether the value itself belongs to the row."""

    threshold: Threshold
    includes: bool


@frozen(eq=False)
class BandRow(Node):
    """A row of a credit table: the values of its leading columns, the measured values it is for, and the credit."""

    key: tuple[AnyValue | ValueList, ...]
    lower: BandEdge | None
    upper: BandEdge | None
    credit: CreditAmount

    @property
    def edges(self) -> tuple[BandEdge, ...]:
        """The ends that the row has."""
        return tuple(edge for edge in (self.lower, self.upper) if edge is not None)


@frozen(eq=False)
class CreditTable(Node):
    """`credit [of BASE]` with a table of bands.

    Its columns are some `dimensions`, then one headed `when below`, `at or below`, `when above`, `at or above`, or
    `when` for ranges (`head`), and `credit`.
    """

    base: Base | None
    dimensions: tuple[Path, ...]
    head: str
    rows: tuple[BandRow, ...]


@frozen(eq=False)
class Promoted(Node):
    """`count as missed when below expected in 4 or more of any 12 windows`."""

    lately: Lately


# --- tiers ---------------------------------------------------------------------------------------------------------


@frozen(eq=False)
class TierColumn(Node):
    """The head of a column of `tiers`.

    `kind` is `dimension` (its name in `path`), `good within`, `in`, `expected`, `minimum`, `required`, `needs` or
    `credit` (`base` what its amounts are of, or None).
    """

    kind: str
    path: Path | None
    base: Base | None = None


@frozen(eq=False)
class EmptyCell(Node):
    """An empty cell: the row leaves that property out."""


TierCell = AnyValue | ValueList | TimeLimit | Bound | Needs | CreditAmount | EmptyCell


@frozen(eq=False)
class TierRow(Node):
    """A row of `tiers`; its cells stand in the order of the columns, as many as were written."""

    cells: tuple[TierCell, ...]


@frozen(eq=False)
class Tiers(Node):
    """`tiers` with its table."""

    columns: tuple[TierColumn, ...]
    rows: tuple[TierRow, ...]


@frozen(eq=False)
class Excuses(Node):
    """`excuses Turnaround`, `excuses records of Turnaround`."""

    level: Path
    records: bool


LevelItem = (
    Population
    | Counted
    | Clock
    | UpdateClock
    | MissingEnd
    | SeverityTaken
    | GoodWhen
    | Sampling
    | Down
    | MissingSamples
    | EmptyIntervals
    | OneSlot
    | Across
    | OutsideTerm
    | Exclusion
    | Measure
    | WindowLine
    | Grace
    | Target
    | Needs
    | LowVolume
    | NoRecords
    | Promoted
    | CreditLine
    | CreditTable
    | Tiers
    | Excuses
)


@frozen(eq=False)
class ServiceLevel(Node):
    """`service level NAME "Title" [by FIELD, FIELD] [like PATH] { ... }`, or `kpi`.

    Or `obligation NAME "Title" of PARTY [by FIELD] { ... }`, which like a KPI earns no credit.
    """

    name: Name
    title: Text | None
    is_kpi: bool
    by: tuple[Path, ...]
    like: Path | None
    items: tuple[LevelItem, ...]
    of: Path | None = None


# --- settlement ----------------------------------------------------------------------------------------------------


@frozen(eq=False)
class Multiply(Node):
    """`double credits of a level missed in …`, `multiply credits of A and B missed in … by 1.5`.

    `levels` is None for any level, `failing` is `missed` or `below expected`, `factor` None for two.
    """

    levels: tuple[Path, ...] | None
    failing: str
    lately: Lately
    factor: Number | None


@frozen(eq=False)
class CreditScope(Node):
    """`all credits`, `credits of A and B` (`levels`), `credits of each level` or `of each FIELD` (`dimension`)."""

    levels: tuple[Path, ...] | None
    each_level: bool = False
    dimension: Name | None = None


@frozen(eq=False)
class ShareOf(Node):
    """`15% of MonthlyCharges`."""

    share: Percent
    charge: Path


@frozen(eq=False)
class Limit(Node):
    """`limit SCOPE to AMOUNT per calendar|contract UNIT`, or `over the term`, where neither of them is written."""

    scope: CreditScope
    amount: ShareOf | Money
    anchor: str | None
    unit: str | None


@frozen(eq=False)
class HighestPer(Node):
    """`only the highest credit per window`, or `per FIELD`."""

    dimension: Name | None


@frozen(eq=False)
class Rival(Node):
    """`A`, or `(A + B)`: levels whose credits are added before they are compared."""

    levels: tuple[Path, ...]


@frozen(eq=False)
class HighestOf(Node):
    """`only the highest of (A + B), C`."""

    rivals: tuple[Rival, ...]

    @property
    def levels(self) -> tuple[Path, ...]:
        """The levels of all rivals."""
        return tuple(path for each in self.rivals for path in each.levels)


@frozen(eq=False)
class Ignore(Node):
    """`ignore credits below X`, `ignore each credit below X`."""

    each: bool
    below: Money


@frozen(eq=False)
class Raise(Node):
    """`raise credits below X to X`, `raise each credit below X to X`."""

    each: bool
    below: Money
    to: Money


@frozen(eq=False)
class EarnBack(Node):
    """`earn back 50% [of credits of A and B] when expected is met in each of the 3 following windows`.

    `target` is `expected` or `minimum`, `windows` None for `the following window`.
    """

    share: Percent
    levels: tuple[Path, ...] | None
    target: str
    exceeded: bool
    windows: Number | None


@frozen(eq=False)
class Round(Node):
    """`round half-up to GBP 0.01`."""

    mode: str
    quantum: Money


@frozen(eq=False)
class Convert(Node):
    """`convert each point to 0.5% of C`, `convert each point to GBP 100`."""

    amount: ShareOf | Money


@frozen(eq=False)
class Final(Node):
    """`final after 2 settlements`; or `never final`, where `settlements` is None."""

    settlements: Number | None


Step = Multiply | HighestPer | HighestOf | Limit | Ignore | Raise | EarnBack | Convert | Round | Final


@frozen(eq=False)
class Settlement(Node):
    """`settlement per calendar month [, 14 days after its end] { ... }`.

    Or `, 10 business days of Office after its end`.
    """

    unit: str
    days: Days | BusinessDays | None
    steps: tuple[Step, ...]
    calendar: Path | None = None


# --- remedies ------------------------------------------------------------------------------------------------------


@frozen(eq=False)
class Fails(Node):
    """`any level missed …`, `Accuracy below expected …`; `subject` is None for any level, `often` for each time."""

    subject: LevelAt | None
    failing: str
    often: Lately | None


@frozen(eq=False)
class Beyond(Node):
    """`Accuracy below 95% in 3 of any 6 windows`; `edge` is `below`, `at or below`, `above` or `at or above`."""

    subject: LevelAt | None
    edge: str
    limit: TargetLiteral
    often: Lately | None


@frozen(eq=False)
class EveryMiss(Node):
    """`every 10th miss of Accuracy`."""

    nth: Number
    subject: LevelAt | None


@frozen(eq=False)
class Together(Node):
    """`2 or more levels missed in one window`."""

    levels: Number
    failing: str


@frozen(eq=False)
class CreditsReach(Node):
    """`credits calculated|paid above|at least X in a contract year`, or `over the term` without a unit."""

    paid: bool
    inclusive: bool
    amount: Money
    anchor: str | None
    unit: str | None


@frozen(eq=False)
class EventAll(Node):
    """`A and B`."""

    left: Event
    right: Event


@frozen(eq=False)
class EventAny(Node):
    """`A or B`."""

    left: Event
    right: Event


Event = Fails | Beyond | EveryMiss | Together | CreditsReach | EventAll | EventAny


@frozen(eq=False)
class RemedyWhen(Node):
    """`when EVENT`."""

    event: Event


@frozen(eq=False)
class Consequence(Node):
    """`the provider shall "…" [within 10 days]`, `the customer may "…" within 10 business days of Office`."""

    role: str
    may: bool
    text: Text
    within: Days | Months | BusinessDays | None
    calendar: Path | None


@frozen(eq=False)
class RemedyCredit(Node):
    """`credit GBP 500`, `credit 5% of Fee [of the contract year]`."""

    amount: ShareOf | Money
    anchor: str | None
    unit: str | None


RemedyItem = RemedyWhen | Consequence | RemedyCredit


@frozen(eq=False)
class Remedy(Node):
    """`remedy NAME "Title" { ... }`."""

    name: Name
    title: Text | None
    items: tuple[RemedyItem, ...]


# --- clauses and examples ------------------------------------------------------------------------------------------


@frozen(eq=False)
class Clause(Node):
    '''`clause NAME "Title" [like PATH] """..."""`.'''

    name: Name
    title: Text | None
    like: Path | None
    prose: Prose | None


@frozen(eq=False)
class GivenCell(Node):
    """A cell of a `given` table as written, trimmed; quotes, if any, are taken off and `is_quoted` set."""

    text: str
    is_quoted: bool


@frozen(eq=False)
class GivenRow(Node):
    """A row of a `given` table."""

    cells: tuple[GivenCell, ...]


@frozen(eq=False)
class GivenRecords(Node):
    """`given RECORDS` with a table headed by field names."""

    records: Path
    columns: tuple[Name, ...]
    rows: tuple[GivenRow, ...]


@frozen(eq=False)
class LevelAt(Node):
    """`LEVEL [for P1, P2]`: a level, at a tuple of dimension values where it has dimensions."""

    level: Path
    key: tuple[ValueList, ...]


@frozen(eq=False)
class GivenResult(Node):
    """`given Accuracy in 2026-03 is 96.9%`."""

    subject: LevelAt
    period: Period
    value: TargetLiteral


@frozen(eq=False)
class AsOf(Node):
    """`as of 2026-03-20 09:00`."""

    instant: Instant


@frozen(eq=False)
class ExpectResult(Node):
    """`expect Accuracy in 2026-03 is 50%, unmeasured`: a value, a verdict, or both."""

    subject: LevelAt
    period: Period
    value: TargetLiteral | None
    verdict: str | None


@frozen(eq=False)
class ExpectCredit(Node):
    """`expect credit for Accuracy in 2026-03 is GBP 8,500.00`; of the whole settlement where `subject` is None.

    `amount` is below zero where `-` stands before it.
    """

    subject: LevelAt | None
    period: Period
    amount: Money | Points | ServiceDays


@frozen(eq=False)
class ExpectEarnedBack(Node):
    """`expect earned back for Accuracy in 2026-03 is GBP 4,250.00`: of the credit for that window."""

    subject: LevelAt
    period: Period
    amount: Money


@frozen(eq=False)
class ExpectRemedy(Node):
    """`expect remedy Termination in 2026-06`, `expect no remedy Termination in 2026-06`."""

    remedy: Path
    period: Period
    fires: bool


ExampleItem = (
    GivenRecords | GivenResult | AsOf | ExpectResult | ExpectCredit | ExpectEarnedBack | ExpectRemedy
)


@frozen(eq=False)
class Example(Node):
    """`example "Title" { ... }`."""

    title: Text
    items: tuple[ExampleItem, ...]


# --- documents -----------------------------------------------------------------------------------------------------

Item = (
    Version
    | Party
    | Term
    | Zone
    | Currency
    | Law
    | Charge
    | Calendar
    | Records
    | SeverityScheme
    | ServiceLevel
    | Settlement
    | Remedy
    | Clause
    | Example
)


@frozen(eq=False)
class Use(Node):
    """`use calendars.uk`, or `use "../house/calendars.sla" as house`."""

    path: Path | Text
    alias: Name | None


@frozen(eq=False)
class Block(Node):
    """`agreement NAME "Title" { ... }`, or `module NAME "Title" { ... }`; `kind` is the first word."""

    kind: str
    name: Name
    title: Text | None
    items: tuple[Item, ...]


@frozen(eq=False)
class Document(Node):
    """A whole file: imports, then normally one block; more or none is for semantics to report."""

    source: Source
    uses: tuple[Use, ...]
    blocks: tuple[Block, ...]
    comments: tuple[Comment, ...]


@frozen
class Parsed:
    """What parsing gives: always a tree, and what could not be read."""

    document: Document
    diagnostics: tuple[Diagnostic, ...]
