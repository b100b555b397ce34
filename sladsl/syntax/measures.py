"""Measures, from Lark's tree to the syntax tree."""

from __future__ import annotations

from typing import Any

from lark import Token, Tree

from sladsl.source import Span
from sladsl.syntax import ast
from sladsl.syntax.branches import maybe, only, tokens
from sladsl.syntax.expressions import expression
from sladsl.syntax.literals import length, numeral, percentage, time_of_day
from sladsl.syntax.names import Branch, path
from sladsl.syntax.piece import Piece


def measure(tree: Branch, at: Piece) -> ast.Measure:
    """`measure percent good rounded to 2 decimals`."""
    what, decimals = tree.children
    return ast.Measure(at.span(tree.meta), _measured(what, at), maybe(rounded, decimals, at))


def rounded(tree: Branch, at: Piece) -> ast.Rounded:
    """`rounded half-even to 2 decimals`."""
    mode, decimals = tree.children
    return ast.Rounded(at.span(tree.meta), None if mode is None else str(only(mode)), numeral(decimals, at))


def _measured(tree: Branch, at: Piece) -> ast.Measured:
    span = at.span(tree.meta)
    match tree.data, tree.children:
        case "ratio", [over, under]:
            return ast.Ratio(span, _reduction(over, at), _reduction(under, at), None)
        case "rate_per", [over, per, under]:
            return ast.Ratio(span, _reduction(over, at), _reduction(under, at), numeral(per, at))
        case "complement", [whole, _, of]:
            measured = _measured(of, at)
            assert isinstance(measured, ast.Reduction | ast.Ratio | ast.IntervalMean | ast.Uptime)
            return ast.Complement(span, percentage(whole, at), measured)
        case "interval_mean", [_, every, operand]:
            return ast.IntervalMean(span, length(every, at), expression(operand, at))
        case "open_records", [statistic, _, records, where, start, end, when]:
            fields = (path(start, at), path(end, at))
            condition = maybe(expression, where, at)
            return ast.OpenRecords(
                span, str(statistic), path(records, at), condition, *fields, None, _snapshot(when, at)
            )
        case "oldest_open", [_, records, where, start, end, calendar, when]:
            fields = (path(start, at), path(end, at))
            condition, hours = maybe(expression, where, at), maybe(path, calendar, at)
            return ast.OpenRecords(
                span, "age of the oldest", path(records, at), condition, *fields, hours, _snapshot(when, at)
            )
        case "uptime", children:
            return _uptime(span, children, at)
        case "level_mean", [_, level, windows]:
            return ast.LevelMean(span, path(level, at), numeral(windows, at))
    return _reduction(tree, at)


def _reduction(tree: Branch, at: Piece) -> ast.Reduction:
    span = at.span(tree.meta)
    match tree.data, tree.children:
        case "percent_good", [_, negated]:
            return ast.PercentGood(span, negated is not None)
        case "number_of", [_, records, where]:
            return ast.NumberOf(span, path(records, at), maybe(expression, where, at))
        case "percentile", [word, rank, operand]:
            return ast.Aggregate(span, str(word), numeral(rank, at), expression(operand, at))
        case "aggregate", [word, operand]:
            return ast.Aggregate(span, str(word), None, expression(operand, at))
    raise AssertionError(tree.data)


def _snapshot(tree: Branch, at: Piece) -> ast.Snapshot:
    calendar = next((child for child in tree.children if isinstance(child, Tree)), None)
    time = next((token for token in tokens(tree.children) if token.type == "CLOCK_TIME"), None)
    unit = next((str(token) for token in tokens(tree.children) if token.type in _UNITS), None)
    return ast.Snapshot(at.span(tree.meta), maybe(path, calendar, at), maybe(time_of_day, time, at), unit)


_UNITS = ("WEEK", "MONTH", "QUARTER", "YEAR")


def _uptime(span: Span, children: list[Any], at: Piece) -> ast.Uptime:
    word, calendar, minutes, weight = children
    assert isinstance(word, Token)
    affected, total = (None, None) if weight is None else weight.children
    return ast.Uptime(
        span,
        _UPTIME[word.type],
        maybe(path, calendar, at),
        minutes is not None,
        maybe(path, affected, at),
        maybe(path, total, at),
    )


_UPTIME = {
    "AVAILABILITY": "availability",
    "DOWNTIME": "downtime",
    "LONGEST": "longest outage",
    "NUMBER": "number of outages",
}
