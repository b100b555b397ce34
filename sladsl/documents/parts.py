"""What all the levels of an agreement are made of, for rules that are stated where they apply."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sladsl.documents.prose import prose
from sladsl.documents.verbalise import nodes
from sladsl.documents.view import Paragraph
from sladsl.planning.plan import Expression, Plan, Series
from sladsl.planning.series import operands
from sladsl.planning.uptime import conditions


def items(*texts: str) -> tuple[Paragraph, ...]:
    """The items of a list within a paragraph."""
    return tuple(Paragraph("", prose(text)) for text in texts)


def all_series(plan: Plan) -> Iterable[Series]:
    """The series of all levels."""
    return (series for level in plan.levels for series in level.series)


def all_nodes(plan: Plan) -> Iterator[Expression]:
    """Every expression of every level, with all that it is made of."""
    for level in plan.levels:
        yield from nodes(level.where)
        for each in conditions(level):
            yield from nodes(each)
    for series in all_series(plan):
        yield from nodes(series.good)
        for operand in operands(series.measure):
            yield from nodes(operand)
