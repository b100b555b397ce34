"""What an agreement says beyond what is measured: its prose clauses and its worked examples, resolved.

These stay out of the plan, so that better prose does not change a plan's hash.
"""

from __future__ import annotations

from fractions import Fraction

from sladsl.planning.plan import CreditUnit, Fact, Quantity
from sladsl.source import Span
from sladsl.values import frozen


@frozen
class ValueReference:
    """A quoted value in prose: the id of the fact whose value is quoted (a target, a charge, a party, the term, needs).

    `path` is the reference as written, without braces.
    """

    path: str
    fact: str
    span: Span


@frozen
class ClauseReference:
    """A named clause in prose: the id of the item it refers to (`level:Accuracy`, `charge:...`, `clause:...`)."""

    path: str
    item: str
    span: Span


@frozen
class Clause(Fact):
    """A prose clause; paragraphs are separated by empty lines within the text pieces."""

    name: str
    title: str
    pieces: tuple[str | ValueReference | ClauseReference, ...]


@frozen
class GivenTable:
    """Records of an example as text cells; None is an empty cell. Columns that no level reads may be absent."""

    records: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str | None, ...], ...]
    span: Span


@frozen
class GivenValue:
    """A measured value that an example takes as given."""

    level: str
    key: tuple[str, ...]
    period: str
    value: Quantity
    span: Span


@frozen
class ResultExpected:
    """The value and verdict that an example asserts.

    `unit` is one step of the last place of the value as written (for `98.33%`, 1/10000): the asserted value holds when
    the exact value, rounded half-up to it, equals it.
    """

    level: str
    key: tuple[str, ...]
    period: str
    value: Quantity | None
    unit: Fraction | None
    verdict: str | None
    span: Span


@frozen
class CreditExpected:
    """The credit that an example asserts, before settlement, of one series in one window: all that count in a unit.

    Where `level` is None, it is the total of the settlement period.
    """

    level: str | None
    key: tuple[str, ...]
    period: str
    amount: Fraction
    span: Span
    unit: CreditUnit = CreditUnit.MONEY


@frozen
class EarnedBackExpected:
    """What an example asserts is earned back, in whichever period, of the credit of one series in one window."""

    level: str
    key: tuple[str, ...]
    period: str
    amount: Fraction
    span: Span


@frozen
class RemedyExpected:
    """What an example asserts of a remedy: that it fires with a window that ends in a period, or that it does not."""

    remedy: str
    period: str
    fires: bool
    span: Span


Expected = ResultExpected | CreditExpected | EarnedBackExpected | RemedyExpected


@frozen
class Example(Fact):
    """A worked example. `as_of` is the instant it is read at, in µs, where the example says one."""

    title: str
    as_of: int | None
    tables: tuple[GivenTable, ...]
    values: tuple[GivenValue, ...]
    expected: tuple[Expected, ...]


@frozen
class Contract:
    """Prose and examples; `order` lists the ids of all items as written, clauses and examples included.

    `says_when_final` is whether the settlement says after how many settlements a period is final, or that it never is.
    """

    clauses: tuple[Clause, ...]
    examples: tuple[Example, ...]
    order: tuple[str, ...]
    says_when_final: bool = False
