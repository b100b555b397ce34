"""Changes without anything that shows them, given records that do: found by measuring some with and without each."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from functools import cache
from itertools import islice

from sladsl.comparison.by_records.differing.clocks import shown_by_clocks
from sladsl.comparison.by_records.differing.measuring import Counted, TrialRun, measured
from sladsl.comparison.by_records.differing.searching import searched
from sladsl.comparison.by_records.differing.shown import Shown
from sladsl.comparison.by_records.differing.windows import shown_in_windows
from sladsl.comparison.by_records.tried.clocks import Tried, records_for_clocks
from sladsl.comparison.by_records.tried.conditions import records_for_conditions
from sladsl.comparison.by_records.versions import Versions, versions_of
from sladsl.comparison.change import Change, Comparison, TakenBack
from sladsl.comparison.effect import Effect, opposite
from sladsl.measurement.engines.by_name import open_session
from sladsl.measurement.engines.engine import Session
from sladsl.measurement.how import Engine
from sladsl.planning.plan import Calendar, Clock
from sladsl.values import evolve, frozen

_FEW = 3
"""So many series that have the same change are looked at for one that shows it."""


@frozen(eq=False)
class _Trial:
    """A series in both versions, with the records that each counts, if they are told apart one by one.

    With `is_sure` they are told instead of what was found without records.
    """

    versions: Versions
    before: tuple[TrialRun, ...] = ()
    after: tuple[TrialRun, ...] = ()
    is_sure: bool = False


def with_records(comparison: Comparison) -> Comparison:
    """A comparison with records that show its changes, as far as they are found.

    Records of all changes are measured together: those of the first series that have each change, and then of
    the next for changes that those do not show. Where there is nothing to measure, no engine is opened.
    """
    left = {at: islice(_trials(change), _FEW) for at, change in enumerate(comparison.changes)}
    shown, sure = dict[int, Sequence[Shown]](), set[int]()
    with ExitStack() as opened:
        session = cache(lambda: opened.enter_context(open_session(Engine())))
        while left:
            left = {
                at: trials
                for at, trials in left.items()
                if not _suffices(comparison.changes[at], shown.get(at, ()))
            }
            tried = {at: trial for at, trials in left.items() for trial in islice(trials, 1)}
            found = _shown(session, tried)
            shown |= {at: (*shown.get(at, ()), *found[at]) for at in tried}
            sure |= {at for at, trial in tried.items() if trial.is_sure}
            left = {at: left[at] for at in tried}
    unshown = (
        evolve(change, witnesses=()) if at in sure else change for at, change in enumerate(comparison.changes)
    )
    changes = (_judged(change, shown.get(at, ())) for at, change in enumerate(unshown))
    return evolve(comparison, changes=tuple(changes))


def _suffices(change: Change, found: Sequence[Shown]) -> bool:
    """Whether enough is found: of a calendar by which windows become harder and easier, both of it."""
    sides = {each.is_harder for each in found}
    is_of_windows = any(each.is_beside for each in found)
    return len(sides) > (is_of_windows and change.effect is Effect.INCOMPARABLE)


def _trials(change: Change) -> Iterator[_Trial]:
    if change.effect is Effect.NEUTRAL:
        return
    for without in change.without:
        for each in versions_of(without):
            trial = _trial(each, without, is_shown=bool(change.witnesses))
            if trial is not None:
                yield trial


def _trial(versions: Versions, without: TakenBack, *, is_shown: bool) -> _Trial | None:
    if isinstance(without.now, Clock | Calendar):
        return _with_runs(versions, records_for_clocks(versions))
    if versions.are_of_other_conditions:
        trial = _with_runs(versions, records_for_conditions(versions))
        return evolve(trial, is_sure=True) if trial.before else None
    return None if is_shown else _Trial(versions)


def _with_runs(versions: Versions, records: Iterable[Tried]) -> _Trial:
    tried = [each for each in records if each.groups]
    before, after = (
        tuple(TrialRun(plan, each.groups, each.as_of) for each in tried) for plan in versions.plans
    )
    return _Trial(versions, before, after)


def _shown(session: Callable[[], Session], tried: Mapping[int, _Trial]) -> dict[int, Sequence[Shown]]:
    """What shows each of some changes, the simplest first, by a series in both versions."""
    runs = [each for trial in tried.values() for each in (*trial.before, *trial.after)]
    counted = measured(session(), runs) if runs else {}
    of_clocks = {at: [*_by_clocks(trial, counted)] for at, trial in tried.items() if trial.before}
    searches = {at: shown_in_windows(trial.versions) for at, trial in tried.items() if not trial.before}
    found = {**of_clocks, **searched(session, searches)}
    return {at: sorted(each, key=lambda shown: shown.rank) for at, each in found.items()}


def _by_clocks(trial: _Trial, counted: Mapping[TrialRun, Counted]) -> Iterator[Shown]:
    for old, new in zip(trial.before, trial.after, strict=True):
        yield from shown_by_clocks(trial.versions, old, new, counted)


def _judged(change: Change, found: Sequence[Shown]) -> Change:
    """A change with what shows it; incomparable where records show the contrary of what it is judged to be."""
    sides = [*{each.is_harder: each for each in reversed(found)}.values()]
    sides.sort(key=lambda each: each.rank)
    words = tuple(each.words for each in sides)
    effects = {each.effect for each in sides}
    if change.effect in {Effect.STRICTER, Effect.WEAKER} and opposite(change.effect) in effects:
        return evolve(change, effect=Effect.INCOMPARABLE, why="", witnesses=words)
    if change.witnesses and change.effect is Effect.INCOMPARABLE:
        beside = (
            f"{each.level}, {each.words}" if each.level else each.words for each in sides if each.is_beside
        )
        return evolve(change, witnesses=(*change.witnesses, *beside))
    if change.witnesses or not found:
        return change
    if change.effect is Effect.INCOMPARABLE:
        return evolve(change, witnesses=words[:2])
    fitting = (each.words for each in sides if each.effect in {change.effect, None})
    return evolve(change, witnesses=tuple(islice(fitting, 1)))
