"""From the levels of other agreements that a level relies on to what they promise."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from sladsl.planning.comparable import ReliancePair, obstacles
from sladsl.planning.covering import bound
from sladsl.planning.plan import Comparator, Dated, Plan, Quantity, Reliance, ServiceLevel, SupplierPromise
from sladsl.planning.windows import first_window_from
from sladsl.semantics.meaning import Analysis, Level
from sladsl.semantics.references.reliance import suppliers_in
from sladsl.source import Span
from sladsl.syntax import ast
from sladsl.values import evolve

Plans = Mapping[ast.Supplied, Sequence[Plan]]
"""The plans of the agreements that levels rely on, each in its eras."""


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
    is_alone = len(node.suppliers) == 1
    made_of = [
        _promise(
            [ReliancePair(plan, made, era, relied.name, is_alone) for era in plans[supplied]],
            supplied,
            number,
        )
        for number, (supplied, relied) in enumerate(suppliers_in(level, analysis), 1)
    ]
    in_series = node.arrangement != "in parallel"
    return evolve(made, reliance=Reliance(f"{made.id}/reliance", node.span, in_series, tuple(made_of)))


def _promise(eras: Sequence[ReliancePair], supplied: ast.Supplied, number: int) -> SupplierPromise:
    """What is promised in the eras of the other agreement that have the level, as far as they meet the own term."""
    there = [era for era in eras if any(each.name == era.name for each in era.other.levels)]
    said = _each_once([_wording(era, supplied, number) for era in there])
    bind = [each for each in said if _is_ever_bound(each, eras[0].plan)] or said[-1:]
    if len(bind) > 1:
        bind = [evolve(each, values=tuple(_values_within(each))) for each in bind]
    *earlier, last = bind
    named = (evolve(each, id=f"{each.id}/{place}") for place, each in enumerate(earlier, 1))
    return evolve(last, earlier=tuple(named))


def _wording(pair: ReliancePair, supplied: ast.Supplied, number: int) -> SupplierPromise:
    other, level = pair.other, pair.other_level
    minimum = level.series[0].minimum
    since, until = bound(other, level)
    return SupplierPromise(
        id=f"{pair.level.id}/reliance/{number}",
        span=supplied.span,
        file=supplied.file.value,
        agreement=other.title,
        provider=other.provider.title,
        level=level.name,
        title=level.title,
        since=since,
        until=until,
        comparator=Comparator.AT_LEAST if minimum is None else minimum.comparator,
        values=() if minimum is None else tuple(_dated(pair, each, supplied.span) for each in minimum.values),
        rounded=level.series[0].rounded,
        obstacles=tuple(obstacles(pair)),
    )


def _dated(pair: ReliancePair, value: Dated[Quantity], span: Span) -> Dated[Quantity]:
    """A value from the first window on that it binds."""
    level = pair.other_level
    since = None if value.since is None else first_window_from(pair.other, level.window, value.since)
    return Dated(since, value.value, span)


def _each_once(said: Sequence[SupplierPromise]) -> list[SupplierPromise]:
    """Wordings without those in which nothing is promised otherwise than in the one before."""
    found: list[SupplierPromise] = []
    for each in said:
        before = found[-1] if found else None
        if (
            before is not None
            and _follows(before, each)
            and evolve(before, since=each.since, until=each.until) == each
        ):
            found[-1] = evolve(before, until=each.until)
        else:
            found.append(each)
    return found


def _follows(before: SupplierPromise, after: SupplierPromise) -> bool:
    return before.until is not None and (after.since - before.until).days == 1


def _is_ever_bound(promise: SupplierPromise, plan: Plan) -> bool:
    """Whether a promise binds on any day of a term."""
    term = plan.term
    first = max(promise.since, term.first)
    return (promise.until is None or first <= promise.until) and (term.last is None or first <= term.last)


def _values_within(promise: SupplierPromise) -> Iterator[Dated[Quantity]]:
    """The values that bind in the days of a promise."""
    for number, value in enumerate(promise.values):
        following = promise.values[number + 1].since if number + 1 < len(promise.values) else None
        is_over = following is not None and following <= promise.since
        is_late = value.since is not None and promise.until is not None and value.since > promise.until
        if not is_over and not is_late:
            begun = value.since is None or value.since <= promise.since
            yield evolve(value, since=None if begun else value.since)
