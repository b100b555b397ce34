"""Remedies, from Lark's tree to the syntax tree, in the grammar's order."""

from __future__ import annotations

from collections.abc import Callable

from lark import Token

from sladsl.syntax import ast
from sladsl.syntax.branches import maybe, tokens, trees
from sladsl.syntax.credits import amount_of
from sladsl.syntax.histories import failing, lately
from sladsl.syntax.literals import (
    business_days,
    day_count,
    literal,
    month_count,
    numeral,
    ordinal,
    price,
    quoted,
)
from sladsl.syntax.names import Branch, name, path
from sladsl.syntax.piece import Piece
from sladsl.syntax.subjects import level_at


def remedy(tree: Branch, at: Piece) -> ast.Remedy:
    """`remedy NAME "Title" { … }`."""
    _, word, title, *items = tree.children
    return ast.Remedy(
        at.span(tree.meta),
        name(word, at),
        maybe(quoted, title, at),
        tuple(_ITEMS[item.data](item, at) for item in trees(items)),
    )


def _when(tree: Branch, at: Piece) -> ast.RemedyWhen:
    return ast.RemedyWhen(at.span(tree.meta), _event(tree.children[0], at))


def _event(tree: Branch, at: Piece) -> ast.Event:
    span = at.span(tree.meta)
    match tree.data, tree.children:
        case "event_any", [left, right]:
            return ast.EventAny(span, _event(left, at), _event(right, at))
        case "event_all", [left, right]:
            return ast.EventAll(span, _event(left, at), _event(right, at))
        case "fails", [subject, word, often]:
            return ast.Fails(span, _subject(subject, at), failing(word), maybe(lately, often, at))
        case "beyond", [subject, edge, limit, often]:
            value = literal(limit, at)
            assert isinstance(value, ast.TargetLiteral)
            words = str(edge.data).replace("_", " ")
            return ast.Beyond(span, _subject(subject, at), words, value, maybe(lately, often, at))
        case "every_miss", [nth, subject]:
            return ast.EveryMiss(span, ordinal(nth, at), _subject(subject, at))
        case "together", [levels, word, _]:
            return ast.Together(span, numeral(levels, at), failing(word))
        case "points_reach", _:
            return _points_reach(tree, at)
    return _credits_reach(tree, at)


def _points_reach(tree: Branch, at: Piece) -> ast.PointsReach:
    given = tokens(tree.children)
    points = next(token for token in given if token.type == "NUMERAL")
    horizon = given[given.index(points) + 1 :]
    anchor, unit = map(str, horizon) if horizon else (None, None)
    is_inclusive = any(token.type == "LEAST" for token in given)
    return ast.PointsReach(at.span(tree.meta), is_inclusive, numeral(points, at), anchor, unit)


def _credits_reach(tree: Branch, at: Piece) -> ast.CreditsReach:
    which, *rest = tokens(tree.children)
    amount = next(token for token in rest if token.type == "PRICE")
    horizon = rest[rest.index(amount) + 1 :]
    anchor, unit = map(str, horizon) if horizon else (None, None)
    is_inclusive = any(token.type == "LEAST" for token in rest)
    paid = which.type == "CREDITS_PAID"
    return ast.CreditsReach(at.span(tree.meta), paid, is_inclusive, price(amount, at), anchor, unit)


def _subject(tree: Branch, at: Piece) -> ast.LevelAt | None:
    return None if tree.data == "any_level" else level_at(tree, at)


def _consequence(tree: Branch, at: Piece) -> ast.Consequence:
    role, verb, text, due = tree.children
    within, calendar = (None, None) if due is None else _due(due, at)
    return ast.Consequence(
        at.span(tree.meta), str(role), verb.type == "MAY", quoted(text, at), within, calendar
    )


def _due(tree: Branch, at: Piece) -> tuple[ast.Days | ast.Months | ast.BusinessDays, ast.Path | None]:
    within, *calendar = tree.children
    assert isinstance(within, Token)
    match within.type:
        case "DAY_COUNT":
            return day_count(within, at), None
        case "MONTH_COUNT":
            return month_count(within, at), None
    return business_days(within, at), path(calendar[0], at)


def _credit(tree: Branch, at: Piece) -> ast.RemedyCredit:
    amount, *of = tree.children
    span, paid = at.span(tree.meta), amount_of(amount, at)
    if not of:
        return ast.RemedyCredit(span, paid, None, None, None)
    charge, charged_in = of
    anchor, unit = (None, None) if charged_in is None else map(str, tokens(charged_in.children))
    return ast.RemedyCredit(span, paid, path(charge, at), anchor, unit)


_ITEMS: dict[str, Callable[[Branch, Piece], ast.RemedyItem]] = {
    "remedy_when": _when,
    "consequence": _consequence,
    "credit_of_charge": _credit,
    "credit_alone": _credit,
}
