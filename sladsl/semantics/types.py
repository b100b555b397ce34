"""The types of fields and expressions, and what operators make of them."""

from __future__ import annotations

from enum import StrEnum

from sladsl.values import frozen


class ValueKind(StrEnum):
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

    kind: ValueKind
    values: tuple[str, ...] | None = None
    target: str | None = None
    currency: str | None = None

    def __str__(self) -> str:
        """Say what a value of the type is, with an article, as messages do."""
        if self.kind is ValueKind.REF:
            return f"a reference to `{self.target}`"
        return _NOUNS[self.kind]

    @property
    def has_values(self) -> bool:
        """Whether a value is one of a list that the agreement declares."""
        return self.kind in {ValueKind.CHOICE, ValueKind.SEVERITY}


UNKNOWN = Type(ValueKind.UNKNOWN)
FLAG = Type(ValueKind.FLAG)
NUMBER = Type(ValueKind.NUMBER)
PERCENT = Type(ValueKind.PERCENT)
DURATION = Type(ValueKind.DURATION)
DAYS = Type(ValueKind.DAYS)
TIME = Type(ValueKind.TIME)

AMOUNTS = frozenset(
    {ValueKind.NUMBER, ValueKind.PERCENT, ValueKind.MONEY, ValueKind.DURATION, ValueKind.DAYS}
)
"""What can be added up, averaged and promised."""

ORDERED = AMOUNTS | {ValueKind.DATE, ValueKind.TIME_OF_DAY, ValueKind.TIME}

_SCALED = frozenset({ValueKind.NUMBER, ValueKind.PERCENT, ValueKind.MONEY, ValueKind.DURATION})
_MOVES = {
    (ValueKind.TIME, ValueKind.DURATION),
    (ValueKind.TIME, ValueKind.DAYS),
    (ValueKind.DATE, ValueKind.DAYS),
}

_NOUNS = {
    ValueKind.TEXT: "text",
    ValueKind.FLAG: "a yes or no",
    ValueKind.NUMBER: "a number",
    ValueKind.PERCENT: "a percentage",
    ValueKind.MONEY: "an amount of money",
    ValueKind.DURATION: "a duration",
    ValueKind.DAYS: "a number of calendar days",
    ValueKind.DATE: "a date",
    ValueKind.TIME_OF_DAY: "a time of day",
    ValueKind.TIME: "an instant",
    ValueKind.CHOICE: "a choice",
    ValueKind.SEVERITY: "a severity",
    ValueKind.UNKNOWN: "unknown",
}

SAMPLES = {
    ValueKind.TEXT: '"HQ"',
    ValueKind.FLAG: "yes",
    ValueKind.NUMBER: "200",
    ValueKind.PERCENT: "98%",
    ValueKind.MONEY: "GBP 500",
    ValueKind.DURATION: "4 h",
    ValueKind.DAYS: "5 days",
    ValueKind.DATE: "2026-01-31",
    ValueKind.TIME_OF_DAY: "09:00",
    ValueKind.TIME: "2026-01-31 09:00",
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
    return {left.kind, right.kind} == {ValueKind.TIME, ValueKind.DATE}


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
        case ValueKind.TIME, ValueKind.TIME:
            return DURATION
        case ValueKind.DATE, ValueKind.DATE:
            return DAYS
    if (left.kind, right.kind) in _MOVES:
        return left
    return left if left.kind is right.kind and left.kind in AMOUNTS and same_currency(left, right) else None


def _product(left: Type, right: Type) -> Type | None:
    """Scale an amount by a number, or take a percentage of it; 5% of 200 is a number."""
    for factor, scaled in ((left, right), (right, left)):
        if factor.kind is ValueKind.PERCENT and scaled.kind in _SCALED:
            return scaled
        if factor.kind is ValueKind.NUMBER and scaled.kind in _SCALED - {ValueKind.PERCENT}:
            return scaled
    return None


def _quotient(left: Type, right: Type) -> Type | None:
    if right.kind is ValueKind.NUMBER and left.kind in _SCALED:
        return left
    if left.kind is right.kind and left.kind in AMOUNTS and same_currency(left, right):
        return NUMBER
    return None
