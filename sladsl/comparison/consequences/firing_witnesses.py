"""Windows that bring a remedy about by one of two events alone: found by settling rows of missed windows with both."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import chain, combinations
from typing import assert_never

from sladsl.comparison.aspects import PlanPair, of_both
from sladsl.comparison.consequences.enough import enough_for_one, told_enough
from sladsl.comparison.settlements.step_trials import Subject, rows_failing, subjects_of
from sladsl.comparison.settlements.step_witnesses import labels_in_words
from sladsl.comparison.settlements.trials import (
    Trial,
    TrialAgreement,
    TrialWindow,
    amount_of,
    trial_agreement,
)
from sladsl.planning.plan import (
    AllOf,
    AnyOf,
    Beyond,
    Consecutive,
    CreditsReach,
    CreditUnit,
    Event,
    EveryNth,
    Happens,
    Money,
    OfAny,
    Often,
    Remedy,
    TimesInMonths,
    TimesInUnit,
    Together,
)
from sladsl.planning.wording import write_money
from sladsl.values import evolve

_MOST = 120
"""How many rows are settled before none is told."""

_FEW = 3
_ONE, _SMALL = Fraction(1), Fraction(1, 100)
_Part = Happens | Together | CreditsReach
_Row = tuple[bool, ...]


def firing_witnesses(pair: PlanPair, remedy: Remedy, old: Event, new: Event) -> Iterator[str]:
    """Say which windows are enough for one of two events alone; nothing of events that look at values, or at points."""
    parts = [*_parts(old), *_parts(new)]
    if pair.new.settlement is None or not all(map(_is_of_windows, parts)):
        return
    agreement = _agreement(pair, parts)
    trials = _trials(pair, agreement, parts)
    for trial, is_before in enough_for_one(agreement, remedy, (old, new), trials, _MOST):
        yield told_enough(_in_words(agreement, trial, parts), is_before=is_before)


def _parts(event: Event) -> Iterator[_Part]:
    match event:
        case AllOf(left, right) | AnyOf(left, right):
            yield from (*_parts(left), *_parts(right))
        case _:
            yield event


def _is_of_windows(part: _Part) -> bool:
    """Whether verdicts, and credits in money, tell all of it."""
    match part:
        case Happens(_, trial):
            return not isinstance(trial, Beyond)
        case CreditsReach(unit=unit):
            return unit is CreditUnit.MONEY
    return True


def _agreement(pair: PlanPair, parts: Sequence[_Part]) -> TrialAgreement:
    """The agreement for trials, with the levels that are named; without its steps where nothing paid is looked at."""
    named = {each.whose.level for each in parts if isinstance(each, Happens)}
    agreement = trial_agreement(pair, frozenset(each for each in named if each is not None))
    plan = agreement.plan
    assert plan.settlement is not None, "it is settled"
    if any(isinstance(each, CreditsReach) and each.paid for each in parts):
        return agreement
    return evolve(agreement, plan=evolve(plan, settlement=evolve(plan.settlement, steps=())))


# --- rows of windows --------------------------------------------------------------------------------------------------


def _trials(pair: PlanPair, agreement: TrialAgreement, parts: Sequence[_Part]) -> Iterator[Trial]:
    """Rows of failing windows of one series, then of two, as events count them, short ones first."""
    subjects = _subjects(agreement, parts)
    credits = _credits(parts)
    rows = sorted(dict.fromkeys(row for often in _counts(parts) for row in _rows(often)), key=len)
    fails = {each: tuple(_fails(pair, each)) for each in subjects}
    for row in rows:
        for given, fail in chain(_alone(subjects, row, fails), _together(subjects, row, fails)):
            windows = (_windows(agreement, given, fail, credit) for credit in credits)
            yield from (Trial(each) for each in windows if each)


_Fails = Mapping[Subject, Sequence[str]]
_Given = Sequence[tuple[Subject, _Row]]


def _alone(subjects: Sequence[Subject], row: _Row, fails: _Fails) -> Iterator[tuple[_Given, str]]:
    yield from (([(subject, row)], fail) for subject in subjects for fail in fails[subject])


def _together(subjects: Sequence[Subject], row: _Row, fails: _Fails) -> Iterator[tuple[_Given, str]]:
    """Two series that fail in the same windows of a row, or in turn."""
    for one, other in combinations(subjects, 2):
        for fail in fails[one]:
            if fail in fails[other]:
                yield [(one, row), (other, row)], fail
                if sum(row) > 1:
                    yield _in_turn(one, other, row), fail


def _counts(parts: Sequence[_Part]) -> Iterator[Often | None]:
    return (each.often if isinstance(each, Happens) else None for each in parts)


def _subjects(agreement: TrialAgreement, parts: Sequence[_Part]) -> list[Subject]:
    """The series that are named, then others, of other levels first."""
    known = subjects_of(agreement, ())
    named = [
        (part.whose.level, part.whose.key)
        for part in parts
        if isinstance(part, Happens) and part.whose.level is not None
    ]
    first = [
        (level, key) if key is not None else next((each for each in known if each[0] == level), (level, ()))
        for level, key in named
    ]
    levels = dict.fromkeys(level for level, _ in known)
    others = (next(each for each in known if each[0] == level) for level in levels)
    listed = dict.fromkeys((*first, *others))
    return [each for each in listed if agreement.windows.get(each[0])][:_FEW]


def _credits(parts: Sequence[_Part]) -> list[Fraction]:
    """What each miss is credited: much more than sums of credits are to be, and a small part; anything without any."""
    sums = [each.amount for each in parts if isinstance(each, CreditsReach)]
    least = min(sums, default=Fraction(0))
    return [2 * max(sums), _SMALL * least] if least else [_ONE]


def _rows(often: Often | None) -> Iterator[_Row]:
    """Just as many failing windows as are counted; one and two of whatever is not counted."""
    yield from ((True,), (True, True))
    match often:
        case Consecutive(times) | EveryNth(times):
            yield (True,) * times
        case OfAny() | TimesInUnit() | TimesInMonths():
            yield from rows_failing(often)
        case None:
            return
        case _:
            assert_never(often)


def _fails(pair: PlanPair, subject: Subject) -> Iterator[str]:
    """How windows of a series may fail: be missed, or below what is expected alone."""
    level = next(each for each in of_both(pair.new.levels, pair.old.levels) if each.name == subject[0])
    if any(series.limits for series in level.series):
        yield _MISSED
    if any(series.expected is not None for series in level.series):
        yield _BELOW


_MISSED, _BELOW, _MET = "missed", "below expected", "met"


def _in_turn(one: Subject, other: Subject, row: _Row) -> _Given:
    """The failing windows of a row, every second one of the other series."""
    at = [number for number, fails in enumerate(row) if fails]
    return [
        (subject, tuple(number in at[first::2] for number in range(len(row))))
        for first, subject in enumerate((one, other))
    ]


def _windows(
    agreement: TrialAgreement, given: _Given, fail: str, credit: Fraction
) -> tuple[TrialWindow, ...]:
    """The windows of rows from the first one that fails on; none where a level has no such windows."""
    windows = tuple(
        _window(subject, number, fail if fails else _MET, credit)
        for subject, row in given
        for number, fails in enumerate(row)
        if any(row[: number + 1])
    )
    return windows if all(each.number < len(agreement.windows[each.level]) for each in windows) else ()


def _window(subject: Subject, number: int, verdict: str, credit: Fraction) -> TrialWindow:
    if verdict == _MISSED:
        return TrialWindow(*subject, number, Money(credit))
    return TrialWindow(*subject, number, None, value=verdict)


# --- in words ---------------------------------------------------------------------------------------------------------


def _in_words(agreement: TrialAgreement, trial: Trial, parts: Sequence[_Part]) -> str:
    """The windows of each series by their verdicts: `Right missed in 2026-01 and 2026-03, met in 2026-02`."""
    groups: dict[tuple[Subject, str], list[TrialWindow]] = {}
    for each in trial.given:
        verdict = each.value if each.credit is None else _MISSED
        groups.setdefault(((each.level, each.key), verdict), []).append(each)
    named: dict[tuple[str, str], list[str]] = {}
    for (subject, verdict), windows in groups.items():
        named.setdefault((verdict, labels_in_words(agreement, windows)), []).append(_series(subject))
    told = ", ".join(
        f"{' and '.join(series)} {_verdict(verdict)} in {labels}"
        for (verdict, labels), series in named.items()
    )
    credits = {each.credit for each in trial.given if each.credit is not None}
    if not credits or not any(isinstance(each, CreditsReach) for each in parts):
        return told
    (credit,) = credits
    return f"{told}, with a credit of {write_money(agreement.plan, amount_of(credit))} for each miss"


def _series(subject: Subject) -> str:
    level, key = subject
    return f"{level} ({', '.join(key)})" if key else level


def _verdict(verdict: str) -> str:
    return f"{verdict} only" if verdict == _BELOW else verdict
