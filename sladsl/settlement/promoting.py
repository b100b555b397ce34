"""What depends on how windows have failed before: misses that several windows below expected make, and credits."""

from __future__ import annotations

from collections.abc import Sequence

from sladsl.planning.eras import plan_at
from sladsl.planning.plan import Failing, Plan, ServiceLevel
from sladsl.planning.series import series_at
from sladsl.settlement.credit_amounts import Judged
from sladsl.settlement.credits import assess
from sladsl.settlement.eras import level_of
from sladsl.settlement.explanation import Result, Verdict
from sladsl.settlement.history import Histories, histories, through, too_many
from sladsl.settlement.judging import measured_values, of_level
from sladsl.values import evolve


def in_the_light_of_all(plan: Plan, results: Sequence[Result]) -> tuple[Result, ...]:
    """Promote windows below expected that are too many, and give what is credited only after several that fail.

    The windows are those that count at a settlement, excused ones among them; these stay as they are.
    """
    if not any(depends(level) for of in (plan, *plan.eras) for level in of.levels):
        return tuple(results)
    found = promoted(plan, results)
    after = histories(found)
    values = measured_values(plan, (each.measurement for each in found))
    return tuple(
        _credited(plan, after, each, values[of_level(each.measurement)])
        if depends(level_of(plan, each.measurement))
        else each
        for each in found
    )


def promoted(plan: Plan, results: Sequence[Result]) -> Sequence[Result]:
    """Count windows as missed that are below expected too often, among those of their series."""
    before = histories(results)
    return [_promoted(plan, before, each) for each in results]


def depends(level: ServiceLevel) -> bool:
    """Whether earlier windows of a level decide what a later one comes to."""
    rules = (rule for series in level.series for rule in series.credits)
    return level.promotion is not None or any(rule.history is not None for rule in rules)


def _promoted(plan: Plan, history: Histories, result: Result) -> Result:
    level = level_of(plan, result.measurement)
    if level.promotion is None or result.verdict is not Verdict.BELOW_EXPECTED:
        return result
    failed = too_many(plan, level.promotion.lately, Failing.BELOW_EXPECTED, _past(history, result))
    if not failed:
        return result
    labels = ", ".join(each.measurement.window.label for each in failed)
    why = f"{result.reason}; missed, as it was below expected in {labels}"
    return evolve(result, verdict=Verdict.MISSED, reason=why)


def _credited(plan: Plan, history: Histories, result: Result, values: int) -> Result:
    if result.is_final or result.verdict not in {Verdict.MISSED, Verdict.BELOW_EXPECTED}:
        return result
    level = level_of(plan, result.measurement)
    series = result.terms or series_at(level, result.measurement.key)
    judged = Judged(level, series, result.measurement, result.verdict, values, _past(history, result))
    bound_by = plan_at(plan, result.measurement.window.start)
    return evolve(result, assessments=assess(bound_by, judged))


def _past(history: Histories, result: Result) -> tuple[Result, ...]:
    measured = result.measurement
    return through(history, (measured.level, measured.key), measured.window.place)
