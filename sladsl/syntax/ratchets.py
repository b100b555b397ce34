"""Ratchets and baselines, from Lark's tree to the syntax tree."""

from __future__ import annotations

from sladsl.syntax import ast
from sladsl.syntax.branches import maybe, tokens
from sladsl.syntax.literals import literal, numeral
from sladsl.syntax.measures import rounded
from sladsl.syntax.names import Branch
from sladsl.syntax.piece import Piece


def ratchet(tree: Branch, at: Piece) -> ast.Ratchet:
    """`ratchet to the midpoint of the minimum and the mean of the last 12 windows when better in each, rounded …`."""
    word, windows, gap, rounding = tree.children
    return ast.Ratchet(
        at.span(tree.meta),
        str(word),
        numeral(windows, at),
        maybe(_gap, gap, at),
        rounded(rounding, at),
    )


def baseline(tree: Branch, at: Piece) -> ast.Baseline:
    """`baseline of the first 3 windows, then the midpoint of the minimum and their mean, rounded to 2 decimals`."""
    windows, word, rounding = tree.children
    return ast.Baseline(at.span(tree.meta), str(word), numeral(windows, at), rounded(rounding, at))


def _gap(tree: Branch, at: Piece) -> ast.Gap:
    share, to = (literal(token, at) for token in tokens(tree.children))
    assert isinstance(share, ast.Percent)
    assert isinstance(to, ast.TargetLiteral)
    return ast.Gap(at.span(tree.meta), share, to)
