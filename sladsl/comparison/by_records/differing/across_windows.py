"""What two versions of a level make of the same records that they count in other windows, and what that means."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import islice

from sladsl.comparison.by_records.differing.credited import with_credits
from sladsl.comparison.by_records.differing.owed import FAILED, is_harder, owed_for, with_owed
from sladsl.comparison.by_records.differing.searching import Search
from sladsl.comparison.by_records.differing.settling import Asked, Told
from sladsl.comparison.by_records.differing.shown import Shown, effect_of
from sladsl.comparison.by_records.made.group_words import in_words
from sladsl.comparison.by_records.spans import last_end
from sladsl.comparison.by_records.tried.other_windows import RecordsAcross, records_across_windows
from sladsl.comparison.by_records.versions import Versions
from sladsl.comparison.effect import Effect
from sladsl.planning.plan import Calendar, Plan, RecordWindow, WindowRule
from sladsl.planning.windows import through_last
from sladsl.planning.wording import counted
from sladsl.settlement.display import show_result
from sladsl.settlement.explanation import Result

_AT_ONCE = 5
"""So many are tried at once; behind the first that show something, one fewer for what shows the contrary."""

_MANY = 3
"""So many windows at most are told one by one where none of them fails."""


def shown_across_windows(versions: Versions) -> Search:
    """Records that cost the provider more by one of two versions: at most one of each kind."""
    sides: dict[bool | None, Shown] = {}
    plans = _credited(versions)
    tried = records_across_windows(versions)
    number = _AT_ONCE
    while several := tuple(islice(tried, number)):
        told = yield _asked(versions, plans, several)
        found = [_of_one(versions, each, both) for each, both in zip(several, told, strict=True)]
        for shown in (each for each in found if each is not None):
            sides.setdefault(shown.is_harder, shown)
        if number < _AT_ONCE:
            break
        number = next((at for at, each in enumerate(found) if each is not None), _AT_ONCE)
    return [*sides.values()]


def _credited(versions: Versions) -> tuple[Plan, Plan]:
    before, after = (with_credits(plan, versions.whole) for plan in versions.plans)
    return before, after


def _asked(versions: Versions, plans: tuple[Plan, Plan], several: Sequence[RecordsAcross]) -> Asked:
    """The windows, by each version, that meet the stretches of time in which the records lie."""
    until = max(last_end(versions, each.start, each.end) for each in several)
    through = max(through_last(plan, plan.levels[0].window, until - 1) for plan in plans)
    return Asked(plans, [each.group for each in several], through)


def _of_one(versions: Versions, each: RecordsAcross, told: Told) -> Shown | None:
    """What some records show."""
    old, new = (_meeting(results, each) for results in told)
    side = is_harder(owed_for(old), owed_for(new)) if old and new else None
    return None if side is None else _shown(versions, each, (old, new), side=side)


def _meeting(results: Sequence[Result], each: RecordsAcross) -> list[Result]:
    """The windows that lie in the stretch of time and have a value or fail, and others that the records reach."""
    return [result for result in results if _is_reached(result, each)]


def _is_reached(result: Result, each: RecordsAcross) -> bool:
    measured = result.measurement
    if measured.window.start < each.end and measured.window.end > each.start:
        return result.verdict in FAILED or measured.value is not None or not each.group.rows
    return measured.counts.records > 0


def _shown(versions: Versions, each: RecordsAcross, both: Told, *, side: bool) -> Shown:
    effect = effect_of(versions, Effect.STRICTER, is_harder=side)
    plan = versions.after
    before, after = (
        _verdicts(plan, level.window, results)
        for (level, _), results in zip((versions.old, versions.new), both, strict=True)
    )
    words = in_words(plan, each.group) if each.group.rows else "no records"
    whose = versions.new[0].name if isinstance(versions.whole.now, Calendar) else ""
    told = f"{words}: {with_owed(plan, (before, after), both)}"
    return Shown((False, each.group.size), side, effect, told, whose, is_beside=bool(whose))


def _verdicts(plan: Plan, rule: WindowRule, results: Sequence[Result]) -> str:
    """Windows with their verdicts: those that fail, or else all, by their number where they are many."""
    failed = [each for each in results if each.verdict in FAILED]
    is_each = isinstance(rule, RecordWindow)
    if is_each or (not failed and len(results) > _MANY):
        numbers = Counter(each.verdict for each in results)
        unit = "record" if is_each else "window"
        return " and ".join(f"{counted(number, unit)} {verdict}" for verdict, number in numbers.items())
    return " and ".join(
        f"{each.measurement.window.label} {each.verdict}{_value(plan, each)}" for each in failed or results
    )


def _value(plan: Plan, result: Result) -> str:
    shown = show_result(plan, result)
    return "" if shown is None else f" at {shown}"
