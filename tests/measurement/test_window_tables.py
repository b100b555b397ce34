"""The tables that find the windows of an instant, and what the engine need not be asked of windows."""

from itertools import pairwise

import pytest

from sladsl.measurement.measure import measure as run
from sladsl.measurement.scanning.ranges import lies_within
from sladsl.measurement.scanning.scan_tables import EvenBuckets, UnitWindows
from sladsl.planning.buckets import DAY, HOUR, MINUTE, even_width
from sladsl.planning.plan import Anchor, PeriodWindow, RollingWindow, Unit
from sladsl.planning.windows import Window, window_segments, windows, zone_of
from sladsl.planning.zones import day_start
from sladsl.values import evolve
from tests.measurement.build import level, measure, plan, record_set, rows_of, series, settlement, table

EDGES = (0, 10 * DAY, 25 * DAY, 40 * DAY)
WINDOWS = tuple(
    Window(Unit.MONTH, str(start), start, end, partial=False, as_of=end) for start, end in pairwise(EDGES)
)


def follow_closely(*windows):
    return UnitWindows(windows, window_segments(windows)).follow_closely


def test_windows_that_follow_one_another_need_no_condition_on_what_the_join_finds():
    """Such a condition costs more than the join."""
    assert follow_closely(*WINDOWS)
    assert not follow_closely(WINDOWS[0], WINDOWS[2])  # with a gap between them
    assert not follow_closely(*WINDOWS[:2], evolve(WINDOWS[2], as_of=39 * DAY))  # read before its end
    assert not follow_closely(*WINDOWS, evolve(WINDOWS[0], end=40 * DAY, as_of=40 * DAY))  # overlapping
    assert not follow_closely()


def months(zone, year):
    rules = plan(term=(f"{year}-01-01", f"{year}-12-31"), zone=zone)
    end = day_start(zone_of(rules), rules.term.last) + DAY
    found = windows(rules, PeriodWindow(Anchor.CALENDAR, Unit.MONTH), end)
    return UnitWindows(found, window_segments(found))


@pytest.mark.parametrize(
    ("zone", "year", "even"),
    [
        ("UTC", 2026, EvenBuckets(0, DAY)),
        ("Europe/London", 2026, EvenBuckets(0, HOUR)),
        ("Asia/Kolkata", 2026, EvenBuckets(0, 30 * MINUTE)),
        ("Asia/Kathmandu", 2026, EvenBuckets(0, 15 * MINUTE)),
        ("Africa/Monrovia", 1971, None),  # 44 minutes and 30 seconds behind: a million buckets a year
    ],
)
def test_buckets_in_which_no_window_begins_or_ends(zone, year, even):
    assert months(zone, year).even == even


def test_buckets_are_counted_from_the_first_window_where_it_is_before_the_epoch():
    found = months("UTC", 1969)
    assert found.even == EvenBuckets(found.windows[0].start, DAY)


def test_no_windows_have_buckets_of_a_day():
    assert UnitWindows((), window_segments(())).even == EvenBuckets(0, DAY)


def test_no_bucket_is_narrower_than_a_second():
    assert even_width((DAY, DAY + 1)) is None
    assert even_width((DAY, DAY + 1_000_000)) == 1_000_000


def test_values_that_are_known_to_lie_within():
    known = {("r", "at"): (10, 19), ("r", "none"): (None, None)}
    assert lies_within(known, "r", "at", 10, 20)
    assert not lies_within(known, "r", "at", 11, 20)
    assert not lies_within(known, "r", "at", 10, 19)
    assert not lies_within(known, "r", "none", 10, 20)
    assert not lies_within(known, "r", "other", 10, 20)


@pytest.mark.parametrize(
    ("zone", "year", "last", "first"),
    [
        ("Africa/Monrovia", 1971, "1971-02-01 00:44:29.999999Z", "1971-02-01 00:44:30Z"),
        ("UTC", 2026, "2026-01-31 23:59:59.999999Z", "2026-02-01 00:00:00Z"),
    ],
)
def test_records_about_the_edge_of_a_window(zone, year, last, first):
    """The last of January, two of February, one of March; a window of two months holds those of both."""
    months_ = level("Months", "r", "at", series(measure=measure("number of", "number")))
    rules = plan(
        record_set("r", "at : time"),
        months_,
        evolve(months_, id="level:Rolling", name="Rolling", window=RollingWindow(2, Unit.MONTH)),
        term=(f"{year}-01-01", f"{year}-04-30"),
        zone=zone,
        settlement=settlement(),
    )
    data = table("r", f"at\n{last}\n{first}\n{year}-02-27 12:00Z\n{year}-03-20 12:00Z")
    found = [(row.level, row.counts.records) for row in rows_of(run(rules, {"r": data}))]
    assert found == [
        *(("Months", 1), ("Months", 2), ("Months", 1)),
        *(("Rolling", 1), ("Rolling", 3), ("Rolling", 3)),
    ]
