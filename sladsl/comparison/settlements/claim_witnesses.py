"""What shows that credits are claimed, or chosen, by another field: one that is in time by one of the two alone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import islice

from sladsl.comparison.settlements.step_trials import Subject, subjects_of, without_credits
from sladsl.comparison.settlements.step_witnesses import Witness, in_words, paid_in_words
from sladsl.comparison.settlements.trials import Trial, TrialAgreement, TrialWindow, tried
from sladsl.planning.plan import Choose, Claim, Money, Step
from sladsl.planning.windows import zone_of
from sladsl.planning.wording import counted
from sladsl.planning.zones import local_date
from sladsl.settlement.claiming import last_day

Timed = Claim | Choose
_Side = tuple[Sequence[Step], Timed]
_SUM, _SECOND = Money(Fraction(100)), Money(Fraction(200))
_BEHIND = range(1, 5)
_SOON = (5, 1, 0)
"""After how many days a claim is made where one on the last day is known too late to be booked."""


def are_of_two_fields(old: Timed, new: Timed) -> bool:
    """Whether two steps read claims, or choices, from fields of their own."""
    return _field(old) != _field(new)


def claim_witnesses(agreement: TrialAgreement, old: _Side, new: _Side) -> Iterator[str]:
    """What two lists of steps make of a credit that is in time by the field of one of them, and late by the other."""
    for subject in subjects_of(agreement, ())[:1]:
        limits = _limit(agreement, subject, old[1]), _limit(agreement, subject, new[1])
        for in_time in ((True, False), (False, True)):
            tries = (_days(limits, in_time, soon) for soon in (max(limits), *_SOON))
            found = (_witness(agreement, subject, (old, new), days) for days in tries)
            yield from islice((told for told in found if told is not None), 1)


def _limit(agreement: TrialAgreement, subject: Subject, step: Timed) -> int:
    """How many days after the first window a step leaves."""
    window = agreement.windows[subject[0]][0][0]
    last = local_date(zone_of(agreement.plan), window.end - 1)
    return (last_day(step, last) - last).days


def _days(limits: tuple[int, int], in_time: tuple[bool, bool], soon: int) -> tuple[int, int]:
    before, after = (
        min(limit, soon) if is_kept else limit + 1 for limit, is_kept in zip(limits, in_time, strict=True)
    )
    return before, after


def _witness(
    agreement: TrialAgreement, subject: Subject, sides: tuple[_Side, _Side], days: tuple[int, int]
) -> str | None:
    """A credit of the first window, claimed or chosen so many days after it by each field."""
    second = _SECOND if isinstance(sides[0][1], Choose) else None
    given = (
        TrialWindow(*subject, 0, _SUM, second),
        *without_credits(agreement, subject, _BEHIND, "met"),
    )
    trials = [Trial(given, each) for each in days]
    paid = (tried(agreement, steps, trial) for (steps, _), trial in zip(sides, trials, strict=True))
    for before, after in zip(*paid, strict=True):
        if before != after:
            fields = [_field(step) for _, step in sides]
            told = (
                f"{in_words(agreement, trials[0])} by {fields[0]}, {counted(days[1], 'day')} by {fields[1]}"
            )
            return f"{told}: {paid_in_words(agreement, Witness(trials[0], before, after))}"
    return None


def _field(step: Timed) -> str:
    return ".".join((step.records, *step.at.path))
