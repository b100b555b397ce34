"""Windows, targets and what holds where a window says little."""

from __future__ import annotations

from sladsl.syntax.ast.literals import Days, Duration, Money, Months, Number, Percent
from sladsl.syntax.ast.node import Node
from sladsl.values import frozen


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
