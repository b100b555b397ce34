"""The types of fields and expressions, and what operators make of them."""

from __future__ import annotations

from enum import StrEnum

from sladsl.values import frozen


class Kind(StrEnum):
    """The kinds of values, in the words of the language; `UNKNOWN` is of an expression already found wrong."""

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
    UNKNOWN = "unknown"


@frozen
class Type:
    """The type of a value.

    `values` are those of a choice or severity, None where a module leaves them to the agreement. `target` is the record
    set of a ref. `currency` is None where a module leaves it to the agreement.
    """

    kind: Kind
    values: tuple[str, ...] | None = None
    target: str | None = None
    currency: str | None = None

    def __str__(self) -> str:
        """Say what a value of the type is, with an article, as messages do."""
        if self.kind is Kind.REF:
            return f"a reference to `{self.target}`"
        return _NOUNS[self.kind]

    @property
    def has_values(self) -> bool:
        """Whether a value is one of a list that the agreement declares."""
        return self.kind in {Kind.CHOICE, Kind.SEVERITY}


UNKNOWN = Type(Kind.UNKNOWN)
FLAG = Type(Kind.FLAG)
NUMBER = Type(Kind.NUMBER)
PERCENT = Type(Kind.PERCENT)
DURATION = Type(Kind.DURATION)
DAYS = Type(Kind.DAYS)
TIME = Type(Kind.TIME)

AMOUNTS = frozenset({Kind.NUMBER, Kind.PERCENT, Kind.MONEY, Kind.DURATION, Kind.DAYS})
"""What can be added up, averaged and promised."""

ORDERED = AMOUNTS | {Kind.DATE, Kind.TIME_OF_DAY, Kind.TIME}

_SCALED = frozenset({Kind.NUMBER, Kind.PERCENT, Kind.MONEY, Kind.DURATION})
_MOVES = {(Kind.TIME, Kind.DURATION), (Kind.TIME, Kind.DAYS), (Kind.DATE, Kind.DAYS)}

_NOUNS = {
    Kind.TEXT: "text",
    Kind.FLAG: "a yes or no",
    Kind.NUMBER: "a number",
    Kind.PERCENT: "a percentage",
    Kind.MONEY: "an amount of money",
    Kind.DURATION: "a duration",
    Kind.DAYS: "a number of calendar days",
    Kind.DATE: "a date",
    Kind.TIME_OF_DAY: "a time of day",
    Kind.TIME: "an instant",
    Kind.CHOICE: "a choice",
    Kind.SEVERITY: "a severity",
    Kind.UNKNOWN: "unknown",
}

SAMPLES = {
    Kind.TEXT: '"HQ"',
    Kind.FLAG: "yes",
    Kind.NUMBER: "200",
    Kind.PERCENT: "98%",
    Kind.MONEY: "GBP 500",
    Kind.DURATION: "4 h",
    Kind.DAYS: "5 days",
    Kind.DATE: "2026-01-31",
    Kind.TIME_OF_DAY: "09:00",
    Kind.TIME: "2026-01-31 09:00",
}
"""A value of each kind as the language writes it."""

WRITTEN = {kind: f"`{sample}`" for kind, sample in SAMPLES.items()}
"""The same, to be quoted in a sentence."""


def arithmetic(operator: str, left: Type, right: Type) -> Type | None:
    """The type of `left operator right`; None where the two do not go together."""
    if UNKNOWN in {left, right}:
        return UNKNOWN
    match operator:
        case "+":
            return _sum(left, right)
        case "-":
            return _difference(left, right)
        case "*":
            return _product(left, right)
        case "/":
            return _quotient(left, right)
    raise AssertionError(operator)


def comparable(left: Type, right: Type) -> bool:
    """Whether two values are of one type, so that they can be equal."""
    if UNKNOWN in {left, right}:
        return True
    same = left.kind is right.kind and left.target == right.target and same_currency(left, right)
    return same and (None in {left.values, right.values} or left.values == right.values)


def by_day(left: Type, right: Type) -> bool:
    """Whether one value is an instant and the other a date, which are compared by the day of the instant."""
    return {left.kind, right.kind} == {Kind.TIME, Kind.DATE}


def same_currency(left: Type, right: Type) -> bool:
    """Whether two amounts may be of one currency."""
    return None in {left.currency, right.currency} or left.currency == right.currency


def _sum(left: Type, right: Type) -> Type | None:
    if left.kind is right.kind and left.kind in AMOUNTS and same_currency(left, right):
        return left
    if (left.kind, right.kind) in _MOVES:
        return left
    return right if (right.kind, left.kind) in _MOVES else None


def _difference(left: Type, right: Type) -> Type | None:
    match left.kind, right.kind:
        case Kind.TIME, Kind.TIME:
            return DURATION
        case Kind.DATE, Kind.DATE:
            return DAYS
    if (left.kind, right.kind) in _MOVES:
        return left
    return left if left.kind is right.kind and left.kind in AMOUNTS and same_currency(left, right) else None


def _product(left: Type, right: Type) -> Type | None:
    """Scale an amount by a number, or take a percentage of it; 5% of 200 is a number."""
    for factor, scaled in ((left, right), (right, left)):
        if factor.kind is Kind.PERCENT and scaled.kind in _SCALED:
            return scaled
        if factor.kind is Kind.NUMBER and scaled.kind in _SCALED - {Kind.PERCENT}:
            return scaled
    return None


def _quotient(left: Type, right: Type) -> Type | None:
    if right.kind is Kind.NUMBER and left.kind in _SCALED:
        return left
    if left.kind is right.kind and left.kind in AMOUNTS and same_currency(left, right):
        return NUMBER
    return None
