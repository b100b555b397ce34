"""Which credits to try by two lists of settlement steps: those around the amounts, counts and days that the steps name.

The simplest come first: one credit, then one in each of several windows, then two in one window.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from itertools import chain, combinations, pairwise, permutations, product, repeat, zip_longest
from random import Random

from sladsl.comparison.settlements.trial_amounts import ROUND_SUMS, all_marks, amounts_to_try, marks_in
from sladsl.comparison.settlements.trials import VALUES, Trial, TrialAgreement, TrialWindow
from sladsl.planning.plan import (
    CarryOver,
    Choose,
    Claim,
    ConvertTable,
    CreditAmount,
    EarnBack,
    HighestOf,
    HighestPer,
    Ignore,
    Lately,
    Limit,
    Money,
    Multiply,
    OfAny,
    Raise,
    ServiceLevel,
    Step,
    TimesInMonths,
    TimesInUnit,
)
from sladsl.planning.windows import Window, horizon

Steps = Sequence[Step]
Subject = tuple[str, tuple[str, ...]]
Row = tuple[tuple[bool, ...], str]
"""Windows in their order: which of them have a credit, and what the others are."""

_FEW = 3
_SOME = 6
"""How many subjects, and amounts, are combined with others."""

_PART = Fraction(3, 4)
"""What two credits are of an amount that both are below, and together above."""

_SHARING = (Limit, Raise, HighestOf, HighestPer, CarryOver, ConvertTable)
"""Steps by which more for one credit may be less for another one."""

_SMALL = Fraction(2, 5)
"""What a credit is of an amount beyond which it comes twice or three times over."""

_RANDOM = 40
_LONGEST = 12
_MOST_IN_A_ROW = 60
_MONTH = 30
_DAYS = (*range(5, 125, 5), *range(150, 400, 30))


def trials_of(agreement: TrialAgreement, old: Steps, new: Steps) -> Iterator[Trial]:
    """Trials by which two lists of steps may be told apart: in turn of each kind, the simplest of a kind first."""
    changed = [each for one, other in ((old, new), (new, old)) for each in one if each not in other] or new
    subjects = subjects_of(agreement, changed)
    if not subjects:
        return
    amounts = amounts_to_try(agreement, changed, new, subjects[0][0])
    parts = [
        Money(_PART * mark)
        for step in changed
        if isinstance(step, Ignore | Raise)
        for mark in marks_in(agreement, step, agreement.windows[subjects[0][0]][0][0])
    ]
    kinds = (
        _in_time(agreement, changed, subjects[0]),
        _as_counted(agreement, changed, subjects[0], amounts),
        (Trial((TrialWindow(*subject, 0, each),)) for each, subject in product(amounts, subjects[:_FEW])),
        _in_a_row(agreement, changed, subjects[0], amounts[:_SOME]),
        chain(repeat(None, _FEW), _at_once(subjects, parts), _at_once(subjects, amounts[:_SOME])),
        chain(repeat(None, 4 * _FEW), _at_random(agreement, subjects, amounts)),
        chain(
            repeat(None, _FEW),
            _shared(agreement, changed, [each for each in new if each not in changed], subjects),
        ),
    )
    in_turn = chain.from_iterable(zip_longest(*kinds))
    yield from (trial for trial in in_turn if trial is not None)


# --- one window after the other ---------------------------------------------------------------------------------------


def _in_time(agreement: TrialAgreement, steps: Steps, subject: Subject) -> Iterator[Trial]:
    """A credit that is claimed, or chosen, so many days after its window, with windows that are met behind it."""
    timed = [each for each in steps if isinstance(each, Claim | Choose)]
    if not timed:
        return
    limits = sorted({days for each in timed for days in _days(each)})
    between = [(one + other) // 2 for one, other in pairwise(limits)]
    behind = without_credits(agreement, subject, range(1, 5), "met")
    is_choice = any(isinstance(each, Choose) for each in timed)
    seconds = [Money(2 * ROUND_SUMS[0]), Money(ROUND_SUMS[0] / 2)] if is_choice else [None]
    for days in dict.fromkeys((*between, *(each + 1 for each in limits), *limits, *_DAYS)):
        for second in seconds:
            yield Trial((TrialWindow(*subject, 0, Money(ROUND_SUMS[0]), second), *behind), days)


def _days(step: Claim | Choose) -> Iterator[int]:
    """About how many days a step leaves."""
    if step.days is not None:
        yield step.days
    elif step.months is not None:
        yield _MONTH * step.months


def _in_a_row(
    agreement: TrialAgreement, steps: Steps, subject: Subject, amounts: Sequence[CreditAmount]
) -> Iterator[Trial]:
    """Credits in several windows, some of them with windows between or behind them that have none."""
    return _in_order(agreement, subject, product(_patterns(steps), amounts))


def _as_counted(
    agreement: TrialAgreement, changed: Steps, subject: Subject, amounts: Sequence[CreditAmount]
) -> Iterator[Trial]:
    """Credits in just as many windows as changed steps count."""
    windows = [each[0] for each in agreement.windows[subject[0]]]
    largest = sorted(
        changed, key=lambda step: -max(marks_in(agreement, step, windows[0]), default=Fraction(0))
    )
    yield from _in_order(
        agreement, subject, ((row, amounts[0]) for row in _rows_counted(agreement, changed, windows))
    )
    for step in reversed(largest):
        worth = [each * _times(step) for each in marks_in(agreement, step, windows[0])]
        rows = product(_rows_counted(agreement, changed, windows), map(Money, worth))
        yield from _in_order(agreement, subject, rows)


def _times(step: Step) -> int:
    """How much of what a step lets through is too much for all the periods that it counts."""
    return step.periods + 2 if isinstance(step, CarryOver) and step.periods is not None else 1


def _rows_counted(agreement: TrialAgreement, steps: Steps, windows: Sequence[Window]) -> Iterator[Row]:
    rows = chain.from_iterable(_counted(agreement, step, windows) for step in steps)
    return iter(dict.fromkeys(rows))


def _counted(agreement: TrialAgreement, step: Step, windows: Sequence[Window]) -> Iterator[Row]:
    match step:
        case EarnBack():
            yield from (((True, *[False] * step.windows), value) for value in VALUES)
        case CarryOver() if step.periods is not None:
            yield (True, *[False] * step.periods), "met"
            yield (True,) * (step.periods + 1), "met"
        case Limit():
            until = horizon(agreement.plan, step.anchor, step.per, windows[0].end).end
            yield (True,) * min(_MOST_IN_A_ROW, sum(each.end <= until for each in windows)), "met"
        case Multiply():
            yield from ((row, "met") for row in rows_failing(step.lately))


def rows_failing(lately: Lately) -> Iterator[tuple[bool, ...]]:
    """Just as many windows that fail as are counted: as far apart as they may be, or in a row that starts later."""
    match lately:
        case OfAny(times, span) | TimesInMonths(times, span) if times <= span:
            yield (True,) * times
            yield (True, *[False] * (span - times), *[True] * (times - 1))
            if 2 * times - 1 <= span:
                yield (*[True, False] * (times - 1), True)
        case TimesInUnit(times):
            yield (*[True, False] * (times - 1), True)
            yield from ((*[False] * later, *[True] * times) for later in range(_LONGEST))


def _in_order(
    agreement: TrialAgreement, subject: Subject, rows: Iterable[tuple[Row, CreditAmount]]
) -> Iterator[Trial]:
    for (pattern, value), amount in rows:
        if len(pattern) <= len(agreement.windows[subject[0]]):
            yield Trial(
                tuple(
                    TrialWindow(*subject, number, amount if credited else None, value=value)
                    for number, credited in enumerate(pattern)
                )
            )


def _patterns(steps: Steps) -> Iterator[Row]:
    """In which windows there is a credit, and what the others are."""
    yield from (((True,) * number, "met") for number in range(2, _FEW + 1))
    if any(isinstance(step, CarryOver) for step in steps):
        yield from (((True, *[False] * number), "met") for number in range(1, _LONGEST + 1))
    if any(isinstance(step, EarnBack) for step in steps):
        for value, number, more in product(VALUES, range(1, _FEW + 1), ((), (True,))):
            yield (True, *[False] * number, *more), value
        for value, number in product(VALUES, range(_FEW + 1, _LONGEST + 1)):
            yield (True, *[False] * number), value
    if any(isinstance(step, Multiply) for step in steps):
        values = ("below expected", "met")
        for length, value in product(range(1, 4), values):
            yield from (
                ((*each, True), value) for each in product((True, False), repeat=length) if not all(each)
            )
        for number, value in product(range(4, _LONGEST), values):
            yield (True, *[False] * number, True), value
    yield from (((True,) * number, "met") for number in range(_FEW + 1, _LONGEST + 1))


def without_credits(
    agreement: TrialAgreement, subject: Subject, numbers: Iterable[int], value: str
) -> list[TrialWindow]:
    """Windows of a level that have one of `VALUES` and no credit, those that there are."""
    windows = len(agreement.windows[subject[0]])
    return [TrialWindow(*subject, number, None, value=value) for number in numbers if number < windows]


# --- several at once ---------------------------------------------------------------------------------------


def _at_once(subjects: Sequence[Subject], amounts: Sequence[CreditAmount]) -> Iterator[Trial]:
    """Two credits whose windows are each the first of their level."""
    for (first, second), (one, other) in product(
        product(amounts, repeat=2), combinations(subjects[:_FEW], 2)
    ):
        yield Trial((TrialWindow(*one, 0, first), TrialWindow(*other, 0, second)))


def _shared(
    agreement: TrialAgreement, changed: Steps, others: Steps, subjects: Sequence[Subject]
) -> Iterator[Trial]:
    """Credits of one level, and of two that share what is let through, the one good enough in windows behind it.

    There are as many of that one as a changed step counts; the other one is in the last of their windows.
    """
    if len(others) == 1 or not any(isinstance(each, _SHARING) for each in others):
        return
    first = agreement.windows[subjects[0][0]][0][0]
    largest = max(all_marks(agreement, others, first), default=ROUND_SUMS[0])
    later = max((each.windows for each in others if isinstance(each, EarnBack)), default=0)
    counts = {each.lately.times for each in changed if isinstance(each, Multiply)} or {1}
    pairs = ((_SMALL * largest, largest), (largest, largest), (largest, _SMALL * largest))
    for times, (sum_, beside), (one, other) in product(
        sorted(counts), pairs, permutations(subjects[:_FEW], 2)
    ):
        if times + later <= min(len(agreement.windows[level]) for level, _ in (one, other)):
            mine = _credited(one, range(times), sum_)
            behind = without_credits(agreement, one, range(times, times + later), "met")
            yield Trial((*mine, *_credited(other, [times - 1], beside), *behind))
            yield Trial(mine)


def _credited(subject: Subject, numbers: Iterable[int], amount: Fraction) -> tuple[TrialWindow, ...]:
    return tuple(TrialWindow(*subject, number, Money(amount)) for number in numbers)


def _at_random(
    agreement: TrialAgreement, subjects: Sequence[Subject], amounts: Sequence[CreditAmount]
) -> Iterator[Trial]:
    """Any credits in the first windows of one or two levels, the same ones each time."""
    random = Random(0)  # noqa: S311 - what is tried decides nothing
    for _ in range(_RANDOM):
        yield Trial(
            tuple(
                TrialWindow(*subject, number, random.choice(amounts))
                for subject in random.sample(subjects, min(2, len(subjects)))
                for number in sorted(random.sample(range(3), 2))
                if number < len(agreement.windows[subject[0]])
            )
        )


# --- who is credited, and how much -----------------------------------------------------------------------------------


def subjects_of(agreement: TrialAgreement, changed: Steps) -> list[Subject]:
    """Levels, and two of the values that each is measured by: those first that changed steps tell apart."""
    named = [_named(step) for step in changed]
    apart = {name for names in named for name in names if not all(name in each for each in named)}
    levels = sorted(
        (level for level in agreement.plan.levels if agreement.windows[level.name]),
        key=lambda level: (level.name not in apart, not any(level.name in names for names in named)),
    )
    return [(level.name, key) for level in levels for key in _keys(level)][: 2 * _FEW]


def _named(step: Step) -> frozenset[str]:
    match step:
        case Limit() | Multiply() | EarnBack() | Ignore() | Raise():
            return frozenset(step.levels or ())
        case HighestOf():
            return frozenset(chain(*step.sums))
        case _:
            return frozenset()


def _keys(level: ServiceLevel) -> list[tuple[str, ...]]:
    """Two of the values that a level is measured by: named ones as they are shown, any others as A and B."""
    choices = (
        [
            ("A", "B") if values is None else (shown,)
            for values, shown in zip(each.members, each.key, strict=True)
        ]
        for each in level.series
    )
    return list(dict.fromkeys(chain(*(product(*each) for each in choices))))[:2]
