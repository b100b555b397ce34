"""From what a level says of credits to their rules, one list for each tuple of dimension values."""

from __future__ import annotations

from fractions import Fraction
from typing import assert_never

from sladsl.planning.from_expressions import quantity
from sladsl.planning.plan import (
    Anchor,
    Band,
    Base,
    CreditAmount,
    CreditRule,
    Edge,
    Interval,
    Mark,
    Money,
    Points,
    ServiceDays,
    ShareOf,
    Sharing,
    TargetWord,
    Threshold,
    TimeOf,
    TimeUnit,
    Unit,
)
from sladsl.semantics.bands import rows_for
from sladsl.semantics.meaning import CellCredit, CreditNode, Level, Terms
from sladsl.syntax import ast

_HOUR = 3_600_000_000
_SHIFTS = {"previous": -1, None: 0, "next": 1}


def credit_rules(level: Level, terms: Terms, owner: str, tier: str) -> tuple[CreditRule, ...]:
    """The credits of a level at one tuple of dimension values; `owner` and `tier` are the ids of the two."""
    return tuple(
        CreditRule(f"{tier}/credit", credit.node.span, _amount(credit.node, _base(level, credit.base)))
        if isinstance(credit, CellCredit)
        else _rule(level, terms, credit, f"{owner}/credit" if number == 1 else f"{owner}/credit:{number}")
        for number, credit in enumerate(terms.credits, 1)
    )


def _rule(level: Level, terms: Terms, node: CreditNode, id_: str) -> CreditRule:
    base = _base(level, node.base)
    if isinstance(node, ast.CreditTable):
        rows = rows_for(node, level.dimensions, terms)
        numbers = {row: number for number, row in enumerate(node.rows, 1)}
        bands = tuple(_band(row, base, f"{id_}/row:{numbers[row]}") for row in rows)
        return CreditRule(id_, node.span, bands=bands)
    side = node.side
    return CreditRule(
        id_,
        node.span,
        amount=_amount(node.amount, base),
        mark=None if side is None else Mark(side.word == "below", _threshold(side.threshold)),
        most=None if node.most is None else _amount(node.most, base),
    )


def _band(row: ast.BandRow, base: Base | None, id_: str) -> Band:
    return Band(id_, row.span, _edge(row.lower), _edge(row.upper), _amount(row.credit, base))


def _edge(edge: ast.BandEdge | None) -> Edge | None:
    return None if edge is None else Edge(_threshold(edge.threshold), edge.includes)


def _threshold(threshold: ast.Threshold) -> Threshold:
    match threshold:
        case ast.Name(text=word):
            return TargetWord(word)
        case ast.Relative(by=by, is_over=is_over, word=name):
            return TargetWord(name.text, 1 + by.value if is_over else 1 - by.value)
        case _:
            return quantity(threshold)


def _base(level: Level, node: ast.Base | None) -> Base | None:
    if node is None:
        return None
    of = node.neighbour
    return Base(
        tuple(charge.path for charge in level.charged[node]),
        None if of is None else Interval(Anchor(of.anchor), Unit(of.unit), _SHIFTS[of.which]),
        Sharing.IN_FULL if node.sharing is None else Sharing(node.sharing),
    )


def _amount(node: ast.CreditAmount, base: Base | None) -> CreditAmount:
    match node:
        case ast.Money():
            return Money(node.value)
        case ast.Points():
            return Points(node.value)
        case ast.ServiceDays():
            return ServiceDays(Fraction(node.value))
        case ast.Days():
            days = Fraction(node.value)
            return ServiceDays(days) if base is None else TimeOf(days, TimeUnit.DAY, base)
    assert base is not None, "a check refuses shares of nothing"
    match node:
        case ast.Percent() | ast.Part():
            return ShareOf(node.value, base)
        case ast.Duration():
            return TimeOf(Fraction(node.value, _HOUR), TimeUnit.HOUR, base)
        case ast.Multiple() | ast.Shortfall():
            raise AssertionError("refused by a check")
    assert_never(node)
