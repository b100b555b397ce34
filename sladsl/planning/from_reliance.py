"""From the levels of other agreements that a level relies on to what they promise."""

from __future__ import annotations

from collections.abc import Mapping

from attrs import evolve

from sladsl.planning.comparable import Pair, obstacles
from sladsl.planning.plan import Comparator, Dated, Plan, Quantity, Reliance, ServiceLevel, SupplierPromise
from sladsl.planning.windows import first_window_from
from sladsl.semantics.meaning import Analysis, Level
from sladsl.semantics.reliance import suppliers_in
from sladsl.syntax import ast

Plans = Mapping[ast.Supplied, Plan]
"""The plans of the agreements that levels rely on."""


def with_reliance(plan: Plan, analysis: Analysis, plans: Plans) -> Plan:
    """The plan with what each of its levels relies on."""
    levels = tuple(
        _with_reliance(plan, made, level, analysis, plans)
        for made, level in zip(plan.levels, analysis.levels, strict=True)
    )
    return evolve(plan, levels=levels)


def _with_reliance(
    plan: Plan, made: ServiceLevel, level: Level, analysis: Analysis, plans: Plans
) -> ServiceLevel:
    line = level.lines.reliance
    if line is None:
        return made
    node = line.node
    made_of = [
        _promise(
            Pair(
                plan,
                made,
                plans[supplied],
                relied.level.name,
                is_alone=len(node.suppliers) == 1,
                is_amended=bool(relied.analysis.module.document.amendments),
            ),
            supplied,
            number,
        )
        for number, (supplied, relied) in enumerate(suppliers_in(level, analysis), 1)
    ]
    in_series = node.arrangement != "in parallel"
    return evolve(made, reliance=Reliance(f"{made.id}/reliance", node.span, in_series, tuple(made_of)))


def _promise(pair: Pair, supplied: ast.Supplied, number: int) -> SupplierPromise:
    other, level = pair.other, pair.other_level
    minimum = level.series[0].minimum
    begins = other.term.first if level.grace is None else max(other.term.first, level.grace.until)
    return SupplierPromise(
        id=f"{pair.level.id}/reliance/{number}",
        span=supplied.span,
        file=supplied.file.value,
        agreement=other.title,
        provider=other.provider.title,
        level=level.name,
        title=level.title,
        since=first_window_from(other, level.window, begins),
        until=other.term.last,
        comparator=Comparator.AT_LEAST if minimum is None else minimum.comparator,
        values=() if minimum is None else tuple(_dated(pair, each, supplied) for each in minimum.values),
        rounded=level.series[0].rounded,
        obstacles=tuple(obstacles(pair)),
    )


def _dated(pair: Pair, value: Dated[Quantity], supplied: ast.Supplied) -> Dated[Quantity]:
    """A value from the first window on that it binds."""
    level = pair.other_level
    since = None if value.since is None else first_window_from(pair.other, level.window, value.since)
    return Dated(since, value.value, supplied.span)
