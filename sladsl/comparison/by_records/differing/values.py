"""What two versions of a level, measured by other fields, make of the same records."""

from __future__ import annotations

from collections.abc import Sequence

from sladsl.comparison.by_records.differing.credited import with_credits
from sladsl.comparison.by_records.differing.owed import is_harder, owed_for, with_owed
from sladsl.comparison.by_records.differing.searching import Search
from sladsl.comparison.by_records.differing.settling import Asked, Told
from sladsl.comparison.by_records.differing.shown import Shown, clear_ones, effect_of
from sladsl.comparison.by_records.made.group_words import in_words
from sladsl.comparison.by_records.tried.windows import RecordsInWindow, records_for_windows
from sladsl.comparison.by_records.versions import Versions
from sladsl.comparison.effect import Effect
from sladsl.planning.plan import Plan, ServiceLevel
from sladsl.settlement.display import show_result
from sladsl.settlement.explanation import Result


def shown_by_values(versions: Versions) -> Search:
    """Records that are of one value by one version, and of two by the other, with what each comes to.

    At most one of each kind that costs the provider more, or less; else what is neither.
    """
    placed = records_for_windows(versions)
    before, after = (with_credits(plan, versions.whole) for plan in versions.plans)
    told = yield Asked((before, after), [each.group for each in placed])
    sides: dict[bool | None, Shown] = {}
    for each, results in zip(placed, told, strict=True):
        old, new = (_in(each, side) for side in results)
        if old and new:
            side = is_harder(owed_for(old), owed_for(new))
            sides.setdefault(side, _shown(versions, each, (old, new), side))
    return clear_ones(sides)


def _shown(
    versions: Versions,
    each: RecordsInWindow,
    both: Told,
    side: bool | None,  # noqa: FBT001 - of three values
) -> Shown:
    levels = (versions.old[0], versions.new[0])
    before, after = (
        _listed(plan, level, results)
        for plan, level, results in zip(versions.plans, levels, both, strict=True)
    )
    effect = None if side is None else effect_of(versions, Effect.STRICTER, is_harder=side)
    words = f"{in_words(versions.after, each.group)}: {with_owed(versions.after, (before, after), both)}"
    return Shown((side is None, each.group.size), side, effect, words)


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
    told = (
        (
            *(f"{name} {value}" for name, value in zip(names, each.measurement.key, strict=True)),
            f"{show_result(plan, each)} ({each.verdict})",
        )
        for each in results
    )
    return " and ".join(" ".join(parts) for parts in told)
