"""What is enough for a remedy by one of two events alone: how it is said, and how it is found among trials."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice

from sladsl.comparison.settlements.trials import Trial, TrialAgreement, fires
from sladsl.planning.plan import Event, Remedy
from sladsl.values import evolve


def told_enough(windows: str, *, is_before: bool) -> str:
    """Say that something is enough on one side alone."""
    return f"{windows}: {'enough before, not after' if is_before else 'enough after, not before'}"


def enough_for_one(
    agreement: TrialAgreement,
    remedy: Remedy,
    events: tuple[Event, Event],
    trials: Iterable[Trial],
    most: int,
) -> Iterator[tuple[Trial, bool]]:
    """The first trial that brings a remedy about by each of two events alone, and whether that is the old one.

    No more than `most` trials are settled.
    """
    sides = [evolve(remedy, when=each, consequences=(), credit=None) for each in events]
    told: set[bool] = set()
    for trial in islice(trials, most):
        before, after = (fires(agreement, trial, each) for each in sides)
        if before != after and before not in told:
            told.add(before)
            yield trial, before
        if len(told) > 1:
            return
