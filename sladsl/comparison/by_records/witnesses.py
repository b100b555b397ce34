"""Changes without anything that shows them, given records that do: found by measuring some with and without each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import islice

from attrs import evolve

from sladsl.comparison.by_records.differing import Differing, differing, told
from sladsl.comparison.by_records.measuring import Counted, Sitting, measured
from sladsl.comparison.by_records.of_clocks import records_for_clocks
from sladsl.comparison.by_records.versions import Versions, versions_of
from sladsl.comparison.change import Change, Comparison, TakenBack
from sladsl.comparison.effect import Effect, opposite, turned
from sladsl.comparison.measures import targets_of
from sladsl.comparison.series import more_good
from sladsl.comparison.targets import is_high
from sladsl.measurement.engines import open_session
from sladsl.measurement.how import Engine
from sladsl.planning.plan import Calendar, Clock, Measure, Statistic
from sladsl.values import frozen

_FEW = 3
"""So many series that have the same change are looked at for one that shows it."""


@frozen(eq=False)
class _Trial:
    """A series in both versions, with the records that each measures."""

    versions: Versions
    before: tuple[Sitting, ...]
    after: tuple[Sitting, ...]


def with_records(comparison: Comparison) -> Comparison:
    """A comparison with records that show its changes, as far as they are found.

    All are measured together. Where there is nothing to measure, no engine is opened.
    """
    trials = [_trials(change) for change in comparison.changes]
    sittings = [each for several in trials for one in several for each in (*one.before, *one.after)]
    if not sittings:
        return comparison
    with open_session(Engine()) as session:
        counted = measured(session, sittings)
    shown = (_shown(*each, counted) for each in zip(comparison.changes, trials, strict=True))
    return evolve(comparison, changes=tuple(shown))


def _trials(change: Change) -> list[_Trial]:
    if change.effect is Effect.NEUTRAL:
        return []
    tried = (each for without in change.without if _is_tried(without) for each in versions_of(without))
    return [_trial(versions) for versions in islice(tried, _FEW)]


def _trial(versions: Versions) -> _Trial:
    tried = [each for each in records_for_clocks(versions) if each.scenes]
    before, after = (
        tuple(Sitting(plan, each.scenes, each.as_of) for each in tried)
        for plan in (versions.before, versions.after)
    )
    return _Trial(versions, before, after)


def _shown(change: Change, trials: Sequence[_Trial], counted: Mapping[Sitting, Counted]) -> Change:
    """A change with what shows it, by the first of its trials that differs."""
    for trial in trials:
        differences = (
            found
            for old, new in zip(trial.before, trial.after, strict=True)
            for found in differing(old.scenes, old.as_of, counted[old], counted[new])
        )
        found = sorted(differences, key=lambda each: each.rank)
        if found:
            sides = {each.is_harder: each for each in reversed(found)}
            return _judged(change, trial.versions, sides)
    return change


def _is_tried(without: TakenBack) -> bool:
    return isinstance(without.now, Clock | Calendar)


def _judged(change: Change, versions: Versions, sides: dict[bool, Differing]) -> Change:
    """A change with what shows it; incomparable where records show the contrary of what it is judged to be."""
    ordered = sorted(sides.items(), key=lambda side: side[1].rank)
    effects = {side: _effect(versions, is_harder=side) for side in sides}
    words = {side: told(versions.after, each) for side, each in ordered}
    if change.effect is not Effect.INCOMPARABLE and opposite(change.effect) in effects.values():
        return evolve(change, effect=Effect.INCOMPARABLE, why="", witnesses=tuple(words.values()))
    if change.witnesses:
        return change
    if change.effect is Effect.INCOMPARABLE:
        return evolve(change, witnesses=tuple(words.values()))
    fitting = (word for side, word in words.items() if effects[side] in {change.effect, None})
    return evolve(change, witnesses=tuple(islice(fitting, 1)))


def _effect(versions: Versions, *, is_harder: bool) -> Effect | None:
    """What it means that a record is harder to get right, or longer on the clock, or else easier; None if unclear."""
    (level, old), (_, new) = versions.old, versions.new
    statistics = {each.measure.statistic for each in (old, new) if isinstance(each.measure, Measure)}
    if statistics <= {Statistic.PERCENT_GOOD, Statistic.PERCENT_NOT_GOOD}:
        harder = turned(more_good(old, new)).effect
    elif Statistic.NUMBER not in statistics and {is_high(each) for each in targets_of(old, new)} == {False}:
        harder = Effect.STRICTER
    else:
        return None
    mine = harder if is_harder else opposite(harder)
    found = opposite(mine) if level.party == "customer" else mine
    return None if found is Effect.INCOMPARABLE else found
