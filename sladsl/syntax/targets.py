"""Targets: bounds with their comparators, which stand in lines and in cells alike."""

from __future__ import annotations

from fractions import Fraction

from lark import Token

from sladsl.source import Span
from sladsl.syntax import ast
from sladsl.syntax.literals import date, literal, numeral
from sladsl.syntax.names import Branch, path
from sladsl.syntax.piece import Piece

COMPARATORS = {"LEAST": "at least", "MOST": "at most", "ABOVE": "above", "UNDER": "under"}
CREDITS = frozenset({"credit_line", "credit_table"})
"""The two forms of a credit in Lark's tree."""
_FITTING = {"minimum": ("at least", "above"), "required": ("at most", "under")}


def target(tree: Branch, at: Piece, credit: ast.CreditLine | ast.CreditTable | None = None) -> ast.Target:
    """`minimum at least 98%, from 2027-01-01 at least 98.5%`, `minimum all within 8 h, credit 5% of C`.

    The credit is read by whoever knows the dimensions that its table may name.
    """
    word, first, *rest = tree.children
    if first.data == "all_within":
        test = ast.TargetTest(at.span(first.meta), time_limit(first.children[-1], at), is_over=False)
        start = ast.Bound(test.span, "at least", ast.Percent(test.span, Fraction(1)))
    else:
        start, test = bound(first, str(word), at), None
    bounds = [ast.DatedBound(start.span, None, start)]
    for part in rest:
        if part is None or part.data in CREDITS:
            continue
        if part.data == "dated_bound":
            since, value = part.children
            bounds.append(
                ast.DatedBound(at.span(part.meta), date(since, at), _later(value, start, str(word), at))
            )
        else:
            is_over = part.data == "test_over"
            test = ast.TargetTest(at.span(part.meta), time_limit(part.children[0], at), is_over)
    return ast.Target(at.span(tree.meta), str(word), tuple(bounds), test, credit)


def time_limit(child: Branch, at: Piece) -> ast.TimeLimit:
    """`4 h`, `2 business days`, or the field that holds the time allowed."""
    if not isinstance(child, Token):
        return path(child, at)
    limit = literal(child, at)
    assert isinstance(limit, ast.Duration | ast.Days | ast.BusinessDays | ast.BusinessHours)
    return limit


def low_volume(tree: Branch, at: Piece) -> ast.LowVolume:
    """`allow 2 misses below 40 records`."""
    rule, misses, below = (child for child in tree.children if isinstance(child, Token))
    return ast.LowVolume(at.span(tree.meta), str(rule), numeral(misses, at), numeral(below, at))


def _later(tree: Branch, first: ast.Bound, word: str, at: Piece) -> ast.Bound:
    """The bound from a date on; a comparator that does not fit the word is told where it stands first."""
    (token,) = tree.children[0].children
    return bound(tree, "" if COMPARATORS[token.type] == first.comparator else word, at)


def bound(tree: Branch, word: str, at: Piece) -> ast.Bound:
    """`at least 98%`, as the bound that a target of some word sets."""
    written, amount = tree.children
    (token,) = written.children
    comparator = COMPARATORS[token.type]
    value = literal(amount, at)
    assert isinstance(value, ast.TargetLiteral)
    supplied = token.start_pos == token.end_pos
    if not supplied and comparator not in _FITTING.get(word, (comparator,)):
        _report(word, comparator, str(amount), at.span(written.meta), at)
    return ast.Bound(at.span(tree.meta), comparator, value)


def needs(tree: Branch, at: Piece) -> ast.Needs:
    """`at least 200 records`, with or without the word `needs` before it."""
    number = next(tree.scan_values(lambda token: isinstance(token, Token) and token.type == "NUMERAL"))
    return ast.Needs(at.span(tree.meta), numeral(number, at))


def _report(word: str, comparator: str, amount: str, span: Span, at: Piece) -> None:
    first, second = _FITTING[word]
    other = "required" if word == "minimum" else "minimum"
    direction = "low" if word == "required" else "high"
    at.report(
        "SLA050",
        span,
        f"a `{word}` is set with `{first}` or `{second}`, not `{comparator}`",
        f"write `{word} {first} {amount}`, or `{other} {comparator} {amount}` if a {direction} value is the bad one",
    )
