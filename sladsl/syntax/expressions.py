"""Conditions and values, from Lark's tree to the syntax tree."""

from __future__ import annotations

from lark import Token, Tree

from sladsl.syntax import ast
from sladsl.syntax.limits import DEEPEST
from sladsl.syntax.literals import literal, numeral, time_of_day
from sladsl.syntax.names import Branch, path
from sladsl.syntax.piece import Piece
from sladsl.syntax.targets import time_limit


def expression(child: Branch, at: Piece) -> ast.Expression:
    """A condition or a value; one of too many parts is reported and stands as `yes`."""
    if _is_shallow(child):
        return _read(child, at)
    span = at.span(child.meta)
    at.report(
        "SLA005",
        span,
        f"this condition has more than {DEEPEST} parts one within another",
        "say it in fewer parts; many values of one field are better told apart in the data",
    )
    return ast.Flag(span, value=True)


def _is_shallow(child: Branch) -> bool:
    level = [child]
    for _ in range(DEEPEST):
        level = [part for tree in level if isinstance(tree, Tree) for part in tree.children]
        if not level:
            return True
    return False


def _read(tree: Branch, at: Piece) -> ast.Expression:
    if isinstance(tree, Token):
        return literal(tree, at)
    span = at.span(tree.meta)
    match tree.data, tree.children:
        case "reading", [written]:
            return ast.Reading(span, path(written, at))
        case "exists", [written]:
            named = path(written, at)
            return ast.Exists(span, ast.Reading(named.span, named))
        case "clock_time", _:
            return ast.ClockTime(span)
        case "clock_within", [limit]:
            return ast.ClockWithin(span, time_limit(limit, at))
        case "done_by", [field, *time, days, after, calendar]:
            when = (time_of_day(time[0], at) if time else None, numeral(days, at))
            return ast.DoneBy(span, path(field, at), *when, path(after, at), path(calendar, at))
        case "same_business_day", [field, after, calendar]:
            return ast.DoneBy(span, path(field, at), None, None, path(after, at), path(calendar, at))
        case "group", [inner]:
            return _read(inner, at)
        case "negated", [_, operand]:
            return ast.Not(span, _read(operand, at))
        case "negative", [_, operand]:
            return ast.Negative(span, _read(operand, at))
        case ("either" | "both") as word, [left, right]:
            operator = "or" if word == "either" else "and"
            return ast.Logical(span, operator, _read(left, at), _read(right, at))
        case "same", [left, right]:
            return ast.Compare(span, "is", _read(left, at), _read(right, at))
        case "different", [left, _, right]:
            return ast.Compare(span, "is not", _read(left, at), _read(right, at))
        case "compared", [left, operator, right]:
            return ast.Compare(span, str(operator), _read(left, at), _read(right, at))
        case "plus_minus" | "times_by", [left, operator, right]:
            return ast.Arithmetic(span, str(operator), _read(left, at), _read(right, at))
    raise AssertionError(tree.data)
