"""What has happened in earlier windows, against a walk that knows nothing of intervals."""

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from sladsl.planning.plan import (
    Anchor,
    Consecutive,
    Failing,
    OfAny,
    PeriodWindow,
    TimesInMonths,
    TimesInUnit,
    Unit,
)
from sladsl.planning.windows import windows
from sladsl.settlement.history import histories, too_many, until
from sladsl.settlement.settle import result_of
from tests.settlement.build import at_least, counting, good_in, level, plan, series

AGREEMENT = plan(
    level("Accuracy", series(expected=at_least("expected", "99"), needs=50)),
    level("Wish", series(expected=at_least("expected", "99"), minimum=None, credit=None)),
    term=("2026-02-15", "2028-12-31"),
)
MONTHS = windows(AGREEMENT, PeriodWindow(Anchor.CALENDAR, Unit.MONTH), 1_900_000_000_000_000)[:30]
VERDICTS = {"met": 100, "below expected": 98.5, "missed": 90}
WORDS = st.lists(st.sampled_from([*VERDICTS, "unmeasured"]), min_size=1, max_size=len(MONTHS))


def results(words, name="Accuracy"):
    """A result for each month from the start of the term, with the verdicts named."""
    return [
        result_of(AGREEMENT, _measured(window, word, name))
        for window, word in zip(MONTHS, words, strict=False)
    ]


def _measured(window, word, name):
    if word == "unmeasured":
        return counting(good_in(window, name, 1, 10), records=10, decided=10)
    return good_in(window, name, int(VERDICTS[word] * 2), 200)


def labels(words, lately, failing, at):
    past = until(histories(results(words)), ("Accuracy", ()), MONTHS[at].end)
    if not past or past[-1].measurement.window != MONTHS[at]:
        return []
    return [each.measurement.window.label for each in too_many(AGREEMENT, lately, failing, past)]


def counted(words, failing):
    """The months with a verdict that counts, and whether each failed."""
    bad = {"missed"} if failing is Failing.MISSED else {"missed", "below expected"}
    return [(at, word in bad) for at, word in enumerate(words) if word != "unmeasured"]


@given(WORDS, st.sampled_from(Failing), st.integers(2, 4), st.data())
def test_a_row_is_not_broken_by_what_does_not_count(words, failing, times, data):
    at = data.draw(st.integers(0, len(words) - 1))
    run: list[str] = []
    for month, failed in counted(words, failing):
        if month <= at:
            run = [*run, MONTHS[month].label] if failed else []
    expected = run if len(run) >= times and words[at] != "unmeasured" else []
    assert labels(words, Consecutive(times), failing, at) == expected


@given(WORDS, st.sampled_from(Failing), st.integers(2, 4), st.integers(0, 4), st.data())
def test_among_the_last_windows_that_count(words, failing, times, more, data):
    at = data.draw(st.integers(0, len(words) - 1))
    last = [each for each in counted(words, failing) if each[0] <= at][-(times + more) :]
    failed = [MONTHS[month].label for month, bad in last if bad]
    is_bad = bool(last) and last[-1] == (at, True)
    expected = failed if is_bad and len(failed) >= times else []
    assert labels(words, OfAny(times, times + more), failing, at) == expected


@given(WORDS, st.integers(2, 4), st.data())
def test_within_a_contract_year_from_the_first_day_of_the_term(words, times, data):
    at = data.draw(st.integers(0, len(words) - 1))
    years = [_contract_year(last_day(month)) for month in range(len(words))]
    failed = [
        month
        for month, bad in counted(words, Failing.MISSED)
        if bad and month <= at and years[month] == years[at]
    ]
    expected = failed if failed and failed[-1] == at and len(failed) >= times else []
    found = labels(words, TimesInUnit(times, Anchor.CONTRACT, Unit.YEAR), Failing.MISSED, at)
    assert found == [MONTHS[month].label for month in expected]


@given(WORDS, st.integers(2, 4), st.integers(1, 14), st.data())
def test_within_months_that_end_with_the_window(words, times, months, data):
    at = data.draw(st.integers(0, len(words) - 1))
    failed = [month for month, bad in counted(words, Failing.MISSED) if bad and at - months < month <= at]
    expected = failed if failed and failed[-1] == at and len(failed) >= times else []
    found = labels(words, TimesInMonths(times, months), Failing.MISSED, at)
    assert found == [MONTHS[month].label for month in expected]


def last_day(month):
    """The last day of the month-th window: the windows are calendar months from February 2026 on."""
    year, of_year = divmod(month + 2, 12)
    return dt.date(2026 + year, of_year + 1, 1) - dt.timedelta(days=1)


def _contract_year(day):
    return day.year - ((day.month, day.day) < (2, 15))


def test_an_expected_level_that_stands_alone_serves_as_the_minimum():
    months = results(["below expected", "below expected"], "Wish")
    past = histories(months)["Wish", ()]
    assert too_many(AGREEMENT, Consecutive(2), Failing.MISSED, past) == tuple(months)
