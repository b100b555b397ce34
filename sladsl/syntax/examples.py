"""Worked examples, from Lark's tree to the syntax tree: what is given, and what is expected of it."""

from __future__ import annotations

from collections.abc import Callable

from lark import Token

from sladsl.syntax import ast
from sladsl.syntax.branches import Child, maybe, only, tokens, trees
from sladsl.syntax.credits import amount_of
from sladsl.syntax.literals import instant, literal, period, price, quoted
from sladsl.syntax.names import Branch, path
from sladsl.syntax.piece import Piece
from sladsl.syntax.subjects import level_at
from sladsl.syntax.tables import given_records


def example(tree: Branch, at: Piece) -> ast.Example:
    """A worked example with its lines."""
    title, *items = tree.children
    return ast.Example(
        at.span(tree.meta),
        quoted(title, at),
        tuple(_FACTS[item.data](item, at) for item in trees(items)),
    )


def _given_records(tree: Branch, at: Piece) -> ast.GivenRecords:
    return given_records(tree, path(tree.children[0], at), at)


def _given_result(tree: Branch, at: Piece) -> ast.GivenResult:
    subject, window, value = tree.children
    return ast.GivenResult(
        at.span(tree.meta), level_at(subject, at), period(window, at), _quantity(value, at)
    )


def _as_of(tree: Branch, at: Piece) -> ast.AsOf:
    return ast.AsOf(at.span(tree.meta), instant(only(tree), at))


def _expect_result(tree: Branch, at: Piece) -> ast.ExpectResult:
    subject, window, *said = tree.children
    verdict = next(iter(trees(said)), None)
    value = next((child for child in said if isinstance(child, Token)), None)
    return ast.ExpectResult(
        at.span(tree.meta),
        level_at(subject, at),
        period(window, at),
        maybe(_quantity, value, at),
        None if verdict is None else _verdict(verdict),
    )


def _verdict(tree: Branch) -> str:
    token = only(tree)
    return "below expected" if token.type == "EXPECTED" else str(token)


def _expect_credit(tree: Branch, at: Piece) -> ast.ExpectCredit:
    subject = next(iter(trees(tree.children, "level_at")), None)
    written = {token.type: token for token in tokens(tree.children)}
    paid, minus = amount_of(tree.children[-1], at), written.get("DASH")
    assert isinstance(paid, ast.Money | ast.Points | ast.ServiceDays)
    if minus is not None and isinstance(paid, ast.Money):
        paid = ast.Money(at.between(minus, written["PRICE"]), paid.currency, -paid.value)
    window = period(written.get("PERIOD") or next(iter(trees(tree.children, "contract_period"))), at)
    return ast.ExpectCredit(at.span(tree.meta), maybe(level_at, subject, at), window, paid)


def _expect_earned_back(tree: Branch, at: Piece) -> ast.ExpectEarnedBack:
    subject, window, amount = tree.children
    span = at.span(tree.meta)
    return ast.ExpectEarnedBack(span, level_at(subject, at), period(window, at), price(amount, at))


def _expect_remedy(tree: Branch, at: Piece) -> ast.ExpectRemedy:
    which, named, window = tree.children
    fires = which.type == "REMEDY"
    return ast.ExpectRemedy(at.span(tree.meta), path(named, at), period(window, at), fires)


def _quantity(child: Child, at: Piece) -> ast.TargetLiteral:
    value = literal(child, at)
    assert isinstance(value, ast.TargetLiteral)
    return value


_FACTS: dict[str, Callable[[Branch, Piece], ast.ExampleItem]] = {
    "given_records": _given_records,
    "given_result": _given_result,
    "as_of": _as_of,
    "expect_result": _expect_result,
    "expect_credit": _expect_credit,
    "expect_earned_back": _expect_earned_back,
    "expect_remedy": _expect_remedy,
}
