"""How often windows have failed, from Lark's tree to the syntax tree."""

from __future__ import annotations

from sladsl.syntax import ast
from sladsl.syntax.branches import only, tokens
from sladsl.syntax.literals import month_count, numeral
from sladsl.syntax.names import Branch
from sladsl.syntax.piece import Piece


def failing(tree: Branch) -> str:
    """Which verdict counts as failing: `missed` or `below expected`."""
    return "missed" if only(tree).type == "MISSED" else "below expected"


def lately(tree: Branch, at: Piece) -> ast.Lately:
    """`in 2 or more consecutive windows`, `in 3 of any 6 windows`, `4 times in a contract year`."""
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
