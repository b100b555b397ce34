"""Tables that make money of points compared: by what each total of points comes to."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise

from sladsl.comparison.aspects import PlanPair
from sladsl.comparison.credit_tables.amounts import judge_money, of_settlement
from sladsl.comparison.effect import Judgement, all_of
from sladsl.planning.plan import Amount, ConvertTable, Money, Quantity
from sladsl.settlement.converting import money_of, row_of
from sladsl.values import evolve


def judge_tables(pair: PlanPair, old: ConvertTable, new: ConvertTable) -> Judgement:
    """Judge what the points of a settlement period come to: more for some totals, and less for none, is stricter."""
    marks = sorted({*marks_of(old), *marks_of(new)})
    each = (
        judge_money(pair, of_settlement, _worth(old, total), _worth(new, total)) for total in _totals(marks)
    )
    return evolve(all_of(each), witnesses=())


def marks_of(step: ConvertTable) -> Iterator[Fraction]:
    """The totals at which the rows of a table begin and end."""
    for band in step.bands:
        for edge in (band.lower, band.upper):
            if edge is not None:
                assert isinstance(edge.threshold, Quantity), "rows of points have numbers"
                yield edge.threshold.amount


def _totals(marks: list[Fraction]) -> Iterator[Fraction]:
    """A total at each mark, and one in every gap between them; none is left without a mark."""
    yield from (each for each in marks if each)
    yield from ((one + other) / 2 for one, other in pairwise((Fraction(0), *marks)) if one < other)
    yield marks[-1] + 1


def _worth(step: ConvertTable, total: Fraction) -> Amount:
    band = row_of(step, total)
    return Money(Fraction(0)) if band is None else money_of(band.credit)
