"""Misses that are excused because the other party has not done its part."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from attrs import evolve

from sladsl.planning.plan import Failing, Plan, ServiceLevel
from sladsl.settlement.explanation import Result, Verdict
from sladsl.settlement.history import is_failing
from sladsl.settlement.sentences import series_title


def excused(plan: Plan, results: Sequence[Result]) -> tuple[Result, ...]:
    """Turn misses, and windows below expected, into excused ones where a window of a missed obligation overlaps.

    Where both are measured by a dimension of one name, only the same value excuses. An excused window earns no credit.
    """
    levels = {level.name: level for level in plan.levels}
    failed: dict[str, list[Result]] = defaultdict(list)
    for level in plan.levels:
        mine = [each for each in results if each.measurement.level == level.name]
        for excuse in level.excuses:
            failed[excuse.level] += [each for each in mine if is_failing(each, Failing.MISSED)]
    return tuple(_judged(levels, each, failed[each.measurement.level]) for each in results)


def _judged(levels: dict[str, ServiceLevel], result: Result, failed: Sequence[Result]) -> Result:
    if result.verdict not in {Verdict.MISSED, Verdict.BELOW_EXPECTED}:
        return result
    causes = [each for each in failed if _overlaps(each, result) and _is_of_same_values(levels, each, result)]
    if not causes:
        return result
    return evolve(result, verdict=Verdict.EXCUSED, reason=_reason(result, causes), assessments=())


def _overlaps(one: Result, other: Result) -> bool:
    first, second = one.measurement.window, other.measurement.window
    return first.start < second.end and second.start < first.end


def _is_of_same_values(levels: dict[str, ServiceLevel], one: Result, other: Result) -> bool:
    values, others = _values(levels, one), _values(levels, other)
    return all(others.get(name, value) == value for name, value in values.items())


def _values(levels: dict[str, ServiceLevel], result: Result) -> dict[str, str]:
    names = [each.name for each in levels[result.measurement.level].dimensions]
    return dict(zip(names, result.measurement.key, strict=True))


def _reason(result: Result, causes: Sequence[Result]) -> str:
    by = "; ".join(
        f"{series_title(each.title, each.measurement.key)} in {each.measurement.window.label}, {each.reason}"
        for each in causes
    )
    return f"{result.reason}; excused by {by}"
