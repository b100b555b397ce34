"""Changes without anything that shows them, given records that do: found by measuring some with and without each."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from functools import cache
from itertools import islice

from attrs import evolve

from sladsl.comparison.by_records.clocks_differing import shown_by_clocks
from sladsl.comparison.by_records.measuring import Counted, TrialRun, measured
from sladsl.comparison.by_records.of_clocks import records_for_clocks
from sladsl.comparison.by_records.shown import Shown
from sladsl.comparison.by_records.versions import Versions, versions_of
from sladsl.comparison.by_records.windows_differing import shown_in_windows
from sladsl.comparison.change import Change, Comparison
from sladsl.comparison.effect import Effect, opposite
from sladsl.measurement.engines.by_name import open_session
from sladsl.measurement.engines.engine import Session
from sladsl.measurement.how import Engine
from sladsl.planning.plan import Calendar, Clock
from sladsl.values import frozen

_FEW = 3
"""So many series that have the same change are looked at for one that shows it."""


@frozen(eq=False)
class _Trial:
    """A series in both versions, with the records that the clock of each counts."""

    versions: Versions
    before: tuple[TrialRun, ...] = ()
    after: tuple[TrialRun, ...] = ()


def with_records(comparison: Comparison) -> Comparison:
    """A comparison with records that show its changes, as far as they are found.

    Records that clocks tell apart are measured together: those of the first series that have each change, and then of
    the next for changes that those do not show. Where there is nothing to measure, no engine is opened.
    """
    left = {at: islice(_trials(change), _FEW) for at, change in enumerate(comparison.changes)}
    shown = dict[int, Sequence[Shown]]()
    with ExitStack() as opened:
        session = cache(lambda: opened.enter_context(open_session(Engine())))
        while left:
            left = {at: trials for at, trials in left.items() if not shown.get(at)}
            tried = {at: trial for at, trials in left.items() for trial in islice(trials, 1)}
            runs = [each for trial in tried.values() for each in (*trial.before, *trial.after)]
            counted = measured(session(), runs) if runs else {}
            shown |= {at: _shown(session, trial, counted) for at, trial in tried.items()}
            left = {at: left[at] for at in tried}
    changes = (_judged(change, shown.get(at, ())) for at, change in enumerate(comparison.changes))
    return evolve(comparison, changes=tuple(changes))


def _trials(change: Change) -> Iterator[_Trial]:
    if change.effect is Effect.NEUTRAL:
        return
    for without in change.without:
        are_clocks = isinstance(without.now, Clock | Calendar)
        if are_clocks or not change.witnesses:
            for each in versions_of(without):
                yield _trial(each, are_clocks=are_clocks)


def _trial(versions: Versions, *, are_clocks: bool) -> _Trial:
    if not are_clocks:
        return _Trial(versions)
    tried = [each for each in records_for_clocks(versions) if each.groups]
    before, after = (
        tuple(TrialRun(plan, each.groups, each.as_of) for each in tried)
        for plan in (versions.before, versions.after)
    )
    return _Trial(versions, before, after)


def _shown(
    session: Callable[[], Session], trial: _Trial, counted: Mapping[TrialRun, Counted]
) -> Sequence[Shown]:
    """What shows a change, the simplest first, by a series in both versions."""
    if not trial.before:
        return sorted(shown_in_windows(session, trial.versions), key=lambda each: each.rank)
    of_clocks = (
        found
        for old, new in zip(trial.before, trial.after, strict=True)
        for found in shown_by_clocks(trial.versions, old, new, counted)
    )
    return sorted(of_clocks, key=lambda each: each.rank)


def _judged(change: Change, found: Sequence[Shown]) -> Change:
    """A change with what shows it; incomparable where records show the contrary of what it is judged to be."""
    sides = [*{each.is_harder: each for each in reversed(found)}.values()]
    sides.sort(key=lambda each: each.rank)
    words = tuple(each.words for each in sides)
    effects = {each.effect for each in sides}
    if change.effect in {Effect.STRICTER, Effect.WEAKER} and opposite(change.effect) in effects:
        return evolve(change, effect=Effect.INCOMPARABLE, why="", witnesses=words)
    if change.witnesses or not found:
        return change
    if change.effect is Effect.INCOMPARABLE:
        return evolve(change, witnesses=words[:2])
    fitting = (each.words for each in sides if each.effect in {change.effect, None})
    return evolve(change, witnesses=tuple(islice(fitting, 1)))
