"""The head of an agreement: parties, term, zone, currency, law; its charges."""

from __future__ import annotations

from fractions import Fraction

from sladsl.source import Span
from sladsl.syntax.ast.expressions import Expression
from sladsl.syntax.ast.literals import Date, Money
from sladsl.syntax.ast.node import Name, Node, Path, Text
from sladsl.values import frozen


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
class ChargePart(Node):
    """`a day is 1/30`, `an hour is 1/720`, `a day is 1/365 of a year`: `time` is day, hour or minute.

    `of` is month, quarter or year, or None for the unit that the rate is per.
    """

    time: str
    share: Fraction
    of: str | None


@frozen(eq=False)
class ChargeShare(Node):
    """A row of a charge `by` some fields: the values of the fields, and the rate, from a date where one is written."""

    key: tuple[Name | Text, ...]
    rate: DatedRate

    @property
    def values(self) -> tuple[str, ...]:
        """The values as they are compared with those that records hold."""
        return tuple(each.value if isinstance(each, Text) else each.text for each in self.key)


@frozen(eq=False)
class ChargeRecords(Node):
    """`from RECORDS.FIELD [where CONDITION] counted in the window of FIELD`: what is charged, and for when."""

    records: Path
    amount: Path
    where: Expression | None
    counted: Path


@frozen(eq=False)
class Charge(Node):
    """`charge NAME "Title" GBP 85,000 per month, from DATE GBP 88,000 per month, a day is 1/30`.

    `whole` is `, whole in partial periods`. Or, `by` some fields, with a table of rates (`shares`); or with what
    records say (`measured`).
    """

    name: Name
    title: Text | None
    rates: tuple[DatedRate, ...]
    part: ChargePart | None = None
    by: tuple[Path, ...] = ()
    shares: tuple[ChargeShare, ...] = ()
    measured: ChargeRecords | None = None
    whole: bool = False
