"""What two versions of a level, measured by other fields, make of the same records."""

from __future__ import annotations

from collections.abc import Sequence

from sladsl.comparison.by_records.differing.searching import Search
from sladsl.comparison.by_records.differing.settling import Asked
from sladsl.comparison.by_records.differing.shown import Shown
from sladsl.comparison.by_records.made.group_words import in_words
from sladsl.comparison.by_records.tried.windows import RecordsInWindow, records_for_windows
from sladsl.comparison.by_records.versions import Versions
from sladsl.planning.plan import Plan, ServiceLevel
from sladsl.settlement.display import show_result
from sladsl.settlement.explanation import Result


def shown_by_values(versions: Versions) -> Search:
    """Records that are of one value by one version, and of two by the other, with what each comes to."""
    placed = records_for_windows(versions)
    told = yield Asked(versions.plans, [each.group for each in placed])
    shown = []
    for each, results in zip(placed, told, strict=True):
        found = [_in(each, side) for side in results]
        if all(found):
            before, after = (
                _listed(plan, level, side)
                for plan, level, side in zip(
                    versions.plans, (versions.old[0], versions.new[0]), found, strict=True
                )
            )
            words = f"{in_words(versions.after, each.group)}: {before} before, {after} after"
            shown.append(Shown((False, each.group.size), None, None, words))
    return shown


def _in(each: RecordsInWindow, results: Sequence[Result]) -> list[Result]:
    """The values that a window has, or else all windows."""
    return [
        result
        for result in results
        if result.measurement.value is not None
        and (each.window is None or result.measurement.window.label == each.window.label)
    ]


def _listed(plan: Plan, level: ServiceLevel, results: Sequence[Result]) -> str:
    """The values of a level: `team A 50.00%, missed`."""
    names = [each.name for each in level.dimensions]
    return " and ".join(
        f"{' '.join(f'{name} {value}' for name, value in zip(names, each.measurement.key, strict=True))} "
        f"{show_result(plan, each)} ({each.verdict})"
        for each in results
    )
