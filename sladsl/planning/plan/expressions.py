"""Conditions and values computed from a record, typed."""

from __future__ import annotations

from fractions import Fraction

from sladsl.planning.plan.facts import ValueType
from sladsl.values import frozen


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
    """Whether the level's clock stopped by its deadline, `limit` after its start; see docs/clocks.md.

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
class LocalDate:
    """The date in the agreement's zone on which an instant lies."""

    operand: Expression


@frozen
class Exists:
    """Whether a field has a value at the as-of instant."""

    operand: Field


Expression = (
    Constant
    | Field
    | ClockTime
    | ClockWithin
    | DoneBy
    | Not
    | Logical
    | Compare
    | Arithmetic
    | LocalDate
    | Exists
)
