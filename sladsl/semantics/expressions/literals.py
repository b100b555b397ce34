"""Literals: their types, and the words of a node as its author wrote them."""

from __future__ import annotations

from typing import assert_never

from sladsl.semantics.types import DAYS, DURATION, FLAG, NUMBER, PERCENT, TIME, Type, ValueKind
from sladsl.source import Source
from sladsl.syntax import ast


def literal_type(node: ast.Literal) -> Type:
    """The type of a literal; an amount of money has its currency."""
    match node:
        case ast.Number():
            return NUMBER
        case ast.Percent():
            return PERCENT
        case ast.Money():
            return Type(ValueKind.MONEY, currency=node.currency)
        case ast.Duration():
            return DURATION
        case ast.Days():
            return DAYS
        case ast.Date():
            return Type(ValueKind.DATE)
        case ast.TimeOfDay():
            return Type(ValueKind.TIME_OF_DAY)
        case ast.Instant():
            return TIME
        case ast.Flag():
            return FLAG
        case ast.Text():
            return Type(ValueKind.TEXT)
        case ast.Months() | ast.BusinessDays() | ast.BusinessHours():
            raise AssertionError("no condition has these")
    assert_never(node)


def words(node: ast.Node, source: Source) -> str:
    """The text of a node as written, on one line."""
    return " ".join(source.text[node.span.start : node.span.end].split())
