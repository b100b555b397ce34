"""How many windows there are, against counting them day by day."""

import datetime as dt
from collections import Counter

import pytest

from sladsl.semantics.credits.periods import unit_start
from sladsl.semantics.credits.window_counts import most_in_months, most_within, units_in

FIRST = dt.date(2023, 5, 17)
UNITS = ("day", "week", "month", "quarter", "year")
DAYS = [FIRST + dt.timedelta(days=number) for number in range(6 * 366)]


def place(anchor, unit, day):
    """The unit of the calendar, or of a contract that begins on the first of the days, in which a day lies."""
    if anchor == "contract":
        return max(number for number in range(len(DAYS)) if unit_start(FIRST, unit, number) <= day)
    return {
        "day": day,
        "week": day - dt.timedelta(days=day.weekday()),
        "month": (day.year, day.month),
        "quarter": (day.year, (day.month - 1) // 3),
        "year": day.year,
    }[unit]


def places(anchor, unit):
    if anchor == "calendar":
        return [place(anchor, unit, day) for day in DAYS]
    starts = {unit_start(FIRST, unit, number) for number in range(len(DAYS))}
    found, number = [], -1
    for day in DAYS:
        number += day in starts
        found.append(number)
    return found


@pytest.mark.parametrize("unit", UNITS)
@pytest.mark.parametrize("anchor", ["calendar", "contract"])
def test_the_units_of_a_term_are_counted_partial_ones_too(anchor, unit):
    counted = places(anchor, unit)
    for length in (1, 7, 14, 15, 31, 92, 365, 366, 1000):
        assert units_in(anchor, unit, FIRST, DAYS[length - 1]) == len(set(counted[:length]))


@pytest.mark.parametrize("unit", UNITS)
@pytest.mark.parametrize("window", UNITS)
@pytest.mark.parametrize(
    "anchors", [("calendar", "calendar"), ("contract", "calendar"), ("calendar", "contract")]
)
def test_no_unit_holds_the_ends_of_more_windows(anchors, window, unit):
    windows, units = places(anchors[0], window), places(anchors[1], unit)
    ends = [at for at in range(len(DAYS) - 1) if windows[at] != windows[at + 1]]
    most = max(Counter(units[at] for at in ends).values())
    least = most_within((anchors[0], window), anchors[1], unit, FIRST)
    assert most <= least
    if anchors[0] == anchors[1] and (window, unit) not in {
        ("week", "quarter"),
        ("week", "year"),
        ("week", "month"),
    }:
        assert most == least


@pytest.mark.parametrize(
    ("window", "first", "most"),
    [
        ("month", dt.date(2026, 3, 1), 12),
        ("month", dt.date(2026, 3, 16), 13),
        ("quarter", dt.date(2026, 4, 1), 4),
        ("quarter", dt.date(2026, 3, 1), 5),
        ("day", dt.date(2026, 3, 16), 366),
    ],
)
def test_a_term_that_begins_with_a_window_cuts_none(window, first, most):
    assert most_within(("calendar", window), "contract", "year", first) == most


@pytest.mark.parametrize("window", UNITS)
@pytest.mark.parametrize("months", [1, 2, 4, 12])
def test_no_stretch_of_months_holds_the_ends_of_more_windows(window, months):
    windows = places("calendar", window)
    ends = [DAYS[at] for at in range(len(DAYS) - 1) if windows[at] != windows[at + 1]]
    for last in ends[:: max(1, len(ends) // 60)]:
        since = unit_start(last + dt.timedelta(days=1), "month", -months)
        assert sum(since <= day <= last for day in ends) <= most_in_months(("calendar", window), months)
