"""Conditions and arithmetic over the fields of a record."""

from __future__ import annotations

from sladsl.syntax.ast.literals import BusinessDays, BusinessHours, Days, Duration, Literal, Number, TimeOfDay
from sladsl.syntax.ast.node import Node, Path
from sladsl.values import frozen


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
