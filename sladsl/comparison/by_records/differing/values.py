"""What two versions of a level, measured by other fields, make of the same records."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from sladsl.comparison.by_records.differing.measuring import TrialRun, settled
from sladsl.comparison.by_records.differing.shown import Shown
from sladsl.comparison.by_records.made.record_groups import in_words
from sladsl.comparison.by_records.tried.windows import RecordsInWindow, records_for_windows
from sladsl.comparison.by_records.versions import Versions
from sladsl.measurement.engines.engine import Session
from sladsl.planning.plan import Plan, ServiceLevel
from sladsl.settlement.display import show_result
from sladsl.settlement.explanation import Result


def shown_by_values(session: Callable[[], Session], versions: Versions) -> Iterator[Shown]:
    """Records that are of one value by one version, and of two by the other, with what each comes to."""
    for each in records_for_windows(versions):
        runs = [TrialRun(plan, [each.group], None) for plan in versions.plans]
        found = [_in(each, results) for results in settled(session(), runs)]
        if all(found):
            before, after = (
                _listed(plan, level, results)
                for plan, level, results in zip(
                    versions.plans, (versions.old[0], versions.new[0]), found, strict=True
                )
            )
            words = f"{in_words(versions.after, each.group)}: {before} before, {after} after"
            yield Shown((False, each.group.size), None, None, words)


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
