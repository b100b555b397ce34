"""What to write instead of an expression whose types do not fit."""

from __future__ import annotations

import datetime as dt

from sladsl.semantics.expressions.literals import words
from sladsl.semantics.types import AMOUNTS, SAMPLES, WRITTEN, Type, ValueKind
from sladsl.source import Source
from sladsl.syntax import ast


def for_comparison(node: ast.Compare, left: Type, right: Type, source: Source) -> str:
    """What to compare with what."""
    for other, mine, literal in ((left, right, node.right), (right, left, node.left)):
        if other.has_values and isinstance(literal, ast.Text):
            return f"write the value without quotation marks: `{literal.value}`"
        if isinstance(literal, ast.Number) and other.kind is ValueKind.PERCENT:
            return f"write `{words(literal, source)}%`"
        if isinstance(literal, ast.Number) and other.kind is ValueKind.MONEY:
            return f"write `{other.currency or 'GBP'} {words(literal, source)}`"
        if isinstance(literal, ast.Date) and other.kind is ValueKind.TIME:
            return _instant_for(node, literal, source)
        if isinstance(literal, ast.Literal) and other.kind in WRITTEN and mine.kind is not ValueKind.UNKNOWN:
            return f"write {other} here, as {WRITTEN[other.kind]}"
    return "compare two values of one type; fields that say the same are declared alike"


def _instant_for(node: ast.Compare, date: ast.Date, source: Source) -> str:
    """Which instant says what a date is meant to; `<= 2026-03-01` means to the end of that day."""
    operator = node.operator if node.right is date else _FLIPPED.get(node.operator, node.operator)
    day, other = f"{words(date, source)} 00:00", node.left if node.right is date else node.right
    if date.value == dt.date.max or (operator not in _FROM_NEXT_DAY and operator not in _ALL_DAY):
        return f"write an instant: `{day}`"
    following = f"{date.value + dt.timedelta(days=1)} 00:00"
    if operator in _FROM_NEXT_DAY:
        return f"write an instant: `{_FROM_NEXT_DAY[operator]} {following}`, the end of that day"
    name, (first, joined, last) = words(other, source), _ALL_DAY[operator]
    return f"write the instants of that day: `({name} {first} {day} {joined} {name} {last} {following})`"


_FLIPPED = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}

_FROM_NEXT_DAY = {"<=": "<", ">": ">="}
"""What is compared with the start of the next day instead of a day as a whole."""

_ALL_DAY = {
    **dict.fromkeys(("=", "is"), (">=", "and", "<")),
    **dict.fromkeys(("!=", "is not"), ("<", "or", ">=")),
}
"""How an instant that is on a day, or is not, is compared with the start of the day, and with that of the next."""


def for_arithmetic(operator: str, left: Type, right: Type) -> str:
    """What to reckon with what."""
    if operator == "*":
        return "multiply by a number or a percentage"
    if operator == "/":
        return "divide by a number, or by an amount of the same kind"
    wanted = next((kind for kind in (left.kind, right.kind) if kind in AMOUNTS), None)
    return (
        f"write both alike, as {WRITTEN[wanted]}" if wanted else "only amounts and times can be reckoned with"
    )


def for_condition(inferred: Type) -> str:
    """How a value of a type becomes a condition."""
    if inferred.values:
        return f"is {inferred.values[0]}"
    return f"> {SAMPLES[inferred.kind]}" if inferred.kind in AMOUNTS else "exists"
