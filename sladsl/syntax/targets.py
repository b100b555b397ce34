"""Targets: bounds with their comparators, which stand in lines and in cells alike."""

from __future__ import annotations

from lark import Token

from sladsl.source import Span
from sladsl.syntax import ast
from sladsl.syntax.literals import date, literal, numeral
from sladsl.syntax.names import Branch
from sladsl.syntax.piece import Piece

_COMPARATORS = {"LEAST": "at least", "MOST": "at most", "ABOVE": "above", "UNDER": "under"}
_FITTING = {"minimum": ("at least", "above"), "required": ("at most", "under")}


def target(tree: Branch, at: Piece) -> ast.Target:
    """`minimum at least 98%, from 2027-01-01 at least 98.5%`."""
    word, first, *later = tree.children
    start = bound(first, str(word), at)
    bounds = [ast.DatedBound(start.span, None, start)]
    for dated in later:
        since, value = dated.children
        bounds.append(ast.DatedBound(at.span(dated.meta), date(since, at), bound(value, str(word), at)))
    return ast.Target(at.span(tree.meta), str(word), tuple(bounds))


def bound(tree: Branch, word: str, at: Piece) -> ast.Bound:
    """`at least 98%`, as the bound that a target of some word sets."""
    written, amount = tree.children
    (token,) = written.children
    comparator = _COMPARATORS[token.type]
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
