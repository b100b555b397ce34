"""What has happened in the windows of a series up to one of them.

Verdicts are looked at for each series by itself, a level at one tuple of dimension values. A window without a verdict
that counts (unmeasured, for one) neither counts nor breaks: it is passed over as if it were not there.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import takewhile
from typing import assert_never

from sladsl.planning.periods import months_before
from sladsl.planning.plan import (
    Consecutive,
    FailedLately,
    Failing,
    HistoryMet,
    Lately,
    OfAny,
    Plan,
    TimesInMonths,
    TimesInUnit,
)
from sladsl.planning.windows import horizon, zone_of
from sladsl.planning.zones import local_date
from sladsl.settlement.explanation import Result, Verdict

Subject = tuple[str, tuple[str, ...]]
"""A level and dimension values."""

Histories = Mapping[Subject, tuple[Result, ...]]
"""The windows of each series whose verdicts count, in the order in which they end."""

_COUNTED = {Verdict.MET, Verdict.BELOW_EXPECTED, Verdict.MISSED}
_FAILING = {
    Failing.MISSED: {Verdict.MISSED},
    Failing.BELOW_EXPECTED: {Verdict.MISSED, Verdict.BELOW_EXPECTED},
}


def histories(results: Iterable[Result]) -> Histories:
    """Sort results into the histories of their series, which stay in the order of the results."""
    found: dict[Subject, list[Result]] = defaultdict(list)
    for result in results:
        series = found[result.measurement.level, result.measurement.key]
        if result.verdict in _COUNTED:
            series.append(result)
    return {subject: tuple(sorted(each, key=_place)) for subject, each in found.items() if each}


def until(history: Histories, subject: Subject, end: int) -> tuple[Result, ...]:
    """The windows of a series that end by an instant."""
    series = history.get(subject, ())
    return series[: bisect_right(series, end, key=_end)]


def through(history: Histories, subject: Subject, place: tuple[int, int, str]) -> tuple[Result, ...]:
    """The windows of a series through one of them, by its place: single records may end at the same instant."""
    series = history.get(subject, ())
    return series[: bisect_right(series, place, key=_place)]


def following(history: Histories, subject: Subject, after: int, end: int) -> tuple[Result, ...]:
    """The windows of a series that end after one instant and by another."""
    series = history.get(subject, ())
    return series[bisect_right(series, after, key=_end) : bisect_right(series, end, key=_end)]


def is_failing(result: Result, failing: Failing) -> bool:
    """Whether a window's verdict counts as failing; an expected level that stands alone serves as the minimum."""
    if result.verdict is Verdict.BELOW_EXPECTED and failing is Failing.MISSED:
        return all(each.target.word == "expected" for each in result.comparisons)
    return result.verdict in _FAILING[failing]


def too_many(plan: Plan, lately: Lately, failing: Failing, past: Sequence[Result]) -> tuple[Result, ...]:
    """The failing windows that make the last of `past` one too many, it included; none where it is not.

    `past` are the windows of a series through the one at stake.
    """
    if not past or not is_failing(past[-1], failing):
        return ()
    around = within(plan, lately, lambda each: is_failing(each, failing), past, _end(past[-1]))
    failed = tuple(each for each in around if is_failing(each, failing))
    return failed if len(failed) >= lately.times else ()


def reached(plan: Plan, when: HistoryMet, past: Sequence[Result]) -> tuple[Result, ...]:
    """The failing windows that make a credit owed for the last of `past`, it included; none where it is not."""
    if isinstance(when, FailedLately):
        return too_many(plan, when.lately, when.failing, past)
    missed = tuple(each for each in past if is_failing(each, Failing.MISSED))
    if not missed or missed[-1] is not past[-1] or len(missed) % when.times:
        return ()
    return missed[-when.times :]


def within(
    plan: Plan, lately: Lately, passes: Callable[[Result], bool], past: Sequence[Result], last: int
) -> Sequence[Result]:
    """The windows among which those that pass are counted: of a row the ones that do, back from the last of `past`.

    `last` is the end of the window that is looked back from.
    """
    match lately:
        case Consecutive():
            return list(takewhile(passes, reversed(past)))[::-1]
        case OfAny(windows=windows):
            return past[-windows:]
        case TimesInUnit(anchor=anchor, unit=unit):
            start = horizon(plan, anchor, unit, last).start
            return past[bisect_right(past, start, key=_end) :]
        case TimesInMonths(months=months):
            zone = zone_of(plan)
            first = months_before(local_date(zone, last - 1) + dt.timedelta(days=1), months)
            return [each for each in past if local_date(zone, _end(each) - 1) >= first]
    assert_never(lately)


def _end(result: Result) -> int:
    return result.measurement.window.end


def _place(result: Result) -> tuple[int, int, str]:
    return result.measurement.window.place
