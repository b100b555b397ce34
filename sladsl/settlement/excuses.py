"""Misses that are excused because the other party has not done its part."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence

from sladsl.planning.plan import Anchor, Failing, PeriodWindow, Plan, Unit, WindowRule
from sladsl.planning.series import series_at
from sladsl.settlement.eras import level_of
from sladsl.settlement.explanation import Result, Verdict
from sladsl.settlement.history import is_failing
from sladsl.settlement.promoting import promoted
from sladsl.settlement.sentences import series_title
from sladsl.values import evolve

Excuser = Callable[[Result], Result]
"""Gives a result as it is where it is not excused, and else as an excused one."""


def excused(plan: Plan, results: Sequence[Result]) -> tuple[Result, ...]:
    """Turn misses, and windows below expected, into excused ones where a window of a missed obligation overlaps.

    Where both are measured by a dimension of one name, only the same value excuses. An excused window earns no credit.
    """
    return tuple(map(excuser(plan, results), results))


def excuser(plan: Plan, results: Sequence[Result]) -> Excuser:
    """Give what excuses a result by the obligations that are missed, or count as missed, among others."""
    failed: dict[str, list[Result]] = defaultdict(list)
    for each in promoted(plan, [each for each in results if level_of(plan, each.measurement).excuses]):
        if is_failing(each, Failing.MISSED):
            for excuse in level_of(plan, each.measurement).excuses:
                failed[excuse.level].append(each)
    return lambda result: _judged(plan, result, failed.get(result.measurement.level, ()))


def excuses_later(plan: Plan) -> bool:
    """Whether a window may be excused by one that ends after it has been settled.

    That is so where their windows are not the same, and those of the obligation may reach into a later period.
    """
    levels = [level for era in plan.eras or (plan,) for level in era.levels]
    return any(
        duty.window != level.window and not _ends_with_periods(plan, duty.window)
        for duty in levels
        for excuse in duty.excuses
        for level in levels
        if level.name == excuse.level
    )


_PARTS = {
    Unit.DAY: {Unit.DAY},
    Unit.WEEK: {Unit.DAY, Unit.WEEK},
    Unit.MONTH: {Unit.DAY, Unit.MONTH},
    Unit.QUARTER: {Unit.DAY, Unit.MONTH, Unit.QUARTER},
    Unit.YEAR: {Unit.DAY, Unit.MONTH, Unit.QUARTER, Unit.YEAR},
}
"""The calendar units that each is made of without remainder."""


def _ends_with_periods(plan: Plan, window: WindowRule) -> bool:
    """Whether no window of a kind begins in one settlement period and ends in a later one."""
    assert plan.settlement is not None, "only what is settled is looked at later"
    if not isinstance(window, PeriodWindow) or window.anchor is not Anchor.CALENDAR:
        return False
    return window.unit in _PARTS[plan.settlement.per]


def _judged(plan: Plan, result: Result, failed: Sequence[Result]) -> Result:
    if result.is_final or result.verdict not in {Verdict.MISSED, Verdict.BELOW_EXPECTED}:
        return result
    causes = [each for each in failed if _overlaps(each, result) and _is_of_same_values(plan, each, result)]
    if not causes:
        return result
    return evolve(result, verdict=Verdict.EXCUSED, reason=_reason(result, causes), assessments=())


def _overlaps(one: Result, other: Result) -> bool:
    first, second = one.measurement.window, other.measurement.window
    return first.start < second.end and second.start < first.end


def _is_of_same_values(plan: Plan, one: Result, other: Result) -> bool:
    values, others = _values(plan, one), _values(plan, other)
    return all(name not in others or values[name] & others[name] for name in values)


def _values(plan: Plan, result: Result) -> dict[str, frozenset[str]]:
    """The values by which a result is measured, by dimension: several where they are pooled."""
    measured = result.measurement
    level = level_of(plan, measured)
    pools = zip(series_at(level, measured.key).members, measured.key, strict=True)
    return {
        dimension.name: frozenset((value,) if members is None else members)
        for dimension, (members, value) in zip(level.dimensions, pools, strict=True)
    }


def _reason(result: Result, causes: Sequence[Result]) -> str:
    by = "; ".join(
        f"{series_title(each.title, each.measurement.key)} in {each.measurement.window.label}, {each.reason}"
        for each in causes
    )
    return f"{result.reason}; excused by {by}"
