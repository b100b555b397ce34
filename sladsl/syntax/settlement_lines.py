"""Settlement and its steps, from Lark's tree to the syntax tree, in the grammar's order."""

from __future__ import annotations

from collections.abc import Callable

from sladsl.syntax import ast
from sladsl.syntax.branches import maybe, only, tokens, trees
from sladsl.syntax.literals import business_days, day_count, month_count, numeral, percentage, price
from sladsl.syntax.names import Branch, path
from sladsl.syntax.piece import Piece


def settlement(tree: Branch, at: Piece) -> ast.Settlement:
    """`settlement per calendar month, 14 days after its end { … }`."""
    _, unit, after, *steps = tree.children
    days, calendar = (None, None) if after is None else _settled_after(after, at)
    return ast.Settlement(
        at.span(tree.meta),
        str(unit),
        days,
        tuple(_STEPS[step.data](step, at) for step in trees(steps)),
        calendar,
    )


def _settled_after(tree: Branch, at: Piece) -> tuple[ast.Days | ast.BusinessDays, ast.Path | None]:
    days, *calendar = tree.children
    if days.type == "DAY_COUNT":
        return day_count(days, at), None
    return business_days(days, at), path(calendar[0], at)


def _multiply(tree: Branch, at: Piece) -> ast.Multiply:
    *levels, failing, lately = trees(tree.children)
    factor = next(iter(tokens(tree.children)), None)
    return ast.Multiply(
        at.span(tree.meta),
        tuple(path(level, at) for level in levels) or None,
        _failing(failing),
        _lately(lately, at),
        maybe(numeral, factor, at),
    )


def _failing(tree: Branch) -> str:
    return "missed" if only(tree).type == "MISSED" else "below expected"


def _lately(tree: Branch, at: Piece) -> ast.Lately:
    span = at.span(tree.meta)
    times, *rest = tokens(tree.children)
    match tree.data, rest:
        case "consecutive", _:
            return ast.Consecutive(span, numeral(times, at))
        case "of_any", [windows]:
            return ast.OfAny(span, numeral(times, at), numeral(windows, at))
        case "times_in_unit", [anchor, unit]:
            return ast.TimesIn(span, numeral(times, at), str(anchor), str(unit), None)
        case "times_in_months", [months]:
            return ast.TimesIn(span, numeral(times, at), None, None, month_count(months, at))
    raise AssertionError(tree.data)


def _limit(tree: Branch, at: Piece) -> ast.Limit:
    scope, amount, *share_of, anchor, unit = tree.children
    limit: ast.ShareOf | ast.Money
    if share_of:
        charge = path(share_of[0], at)
        limit = ast.ShareOf(at.between(amount, share_of[0].meta), percentage(amount, at), charge)
    else:
        limit = price(amount, at)
    return ast.Limit(at.span(tree.meta), _scope(scope, at), limit, str(anchor), str(unit))


def _scope(tree: Branch, at: Piece) -> ast.CreditScope:
    levels = tuple(path(level, at) for level in trees(tree.children))
    return ast.CreditScope(at.span(tree.meta), levels or None)


def _ignore(tree: Branch, at: Piece) -> ast.Ignore:
    *each, below = tokens(tree.children)
    return ast.Ignore(at.span(tree.meta), bool(each), price(below, at))


def _round(tree: Branch, at: Piece) -> ast.Round:
    mode, quantum = tokens(tree.children)
    return ast.Round(at.span(tree.meta), str(mode), price(quantum, at))


_STEPS: dict[str, Callable[[Branch, Piece], ast.Step]] = {
    "multiply": _multiply,
    "limit": _limit,
    "ignore": _ignore,
    "round": _round,
}
