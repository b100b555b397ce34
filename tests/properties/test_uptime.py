"""Time up and down against a walk over single minutes, through the language, around clock changes."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

import sladsl
from tests.oracle.periods import calendar_unit, contract_unit
from tests.oracle.wall import DAY, starts
from tests.properties.downtime import ROLLING, STATISTICS, Service
from tests.properties.runs import instant
from tests.tries import tries


def rows_of(service, folder, text=None):
    """The measurements of a service, by level, key and window."""
    file = folder / "world.sla"
    file.write_text("\n".join(text or service.text()) + "\n", encoding="utf-8")
    records = {}
    for name, content in service.files().items():
        records[name] = folder / f"{name}.csv"
        records[name].write_text(content, encoding="utf-8")
    as_of = None if service.as_of is None else service.as_of.isoformat()
    statement = sladsl.run(
        sladsl.load(file), records, as_of=as_of, period=None if as_of else str(service.middle.year)
    )
    return {
        (row.level, row.key, row.window.label): row
        for row in (result.measurement for result in statement.settled.results)
    }


def expected(service, walk, level, key, window):
    """What a window comes to, in the terms of a measurement, and the value of each measure."""
    start, end, as_of = (instant(each) for each in (window.start, window.end, window.as_of))
    things = service.things(key)
    totals = walk.totals(level, things, as_of, start, end, is_found=service.is_found())
    if service.outside_is_up:
        lines = 1 if service.rule in {"any down", "all down"} else len(things)
        outside = lines * outside_minutes(service, start, end, as_of)
        totals.agreed += outside
        totals.gross_agreed += outside
    return totals


def outside_minutes(service, start, end, as_of):
    """The open minutes of a window before the term, and after it once the window is over."""
    zone, term = service.zone, service.term
    if service.window == ROLLING:
        last = next(day for day in days(term) if starts(zone, day + DAY) == end)
        whole = (starts(zone, last - 8 * DAY), start)
        return service.open_minutes(*whole) if whole[0] < start else 0
    anchor, unit = service.window.split()
    day = next(day for day in days(term) if starts(zone, day) <= start < starts(zone, day + DAY))
    first, until = calendar_unit(unit, day) if anchor == "calendar" else contract_unit(term, unit, day)
    before = [(starts(zone, first), start)] if starts(zone, first) < start else []
    after = [(end, starts(zone, until))] if end < starts(zone, until) and end <= as_of else []
    return sum(service.open_minutes(*part) for part in (*before, *after))


def days(term):
    day = term.first
    while day <= term.last:
        yield day
        day += DAY


def in_minutes(microseconds):
    return Fraction(microseconds, 60_000_000)


def values(totals):
    if totals.agreed == 0:
        return dict.fromkeys(STATISTICS)
    return {
        "Availability": Fraction(totals.agreed - totals.down, totals.agreed),
        "Downtime": Fraction(totals.down * 60_000_000),
        "Longest": Fraction(totals.longest * 60_000_000),
        "Outages": Fraction(totals.outages),
    }


@tries(3)
@given(st.integers(0, 2**32))
def test_time_up_and_down_agrees_with_a_walk_over_minutes(tmp_path_factory, seed):
    service = Service(seed)
    found = rows_of(service, tmp_path_factory.mktemp("world"))
    walk, level = service.walk(), service.level()
    seen = {}
    for (name, key, label), row in found.items():
        if (key, label) not in seen:
            seen[key, label] = expected(service, walk, level, key, row.window)
        totals = seen[key, label]
        times = row.times
        assert {
            "agreed": in_minutes(times.agreed),
            "down": in_minutes(times.down),
            "excluded": in_minutes(times.excluded),
            "gross_agreed": in_minutes(times.gross_agreed),
            "gross_down": in_minutes(times.gross_down),
            "outages": times.outages,
            "longest": in_minutes(times.longest),
        } == vars(totals), (seed, name, key, label)
        value = None if row.value is None else row.value.amount
        assert value == values(totals)[name]
        records, decided = service.counted(key, row.window, walk, level)
        counts = row.counts
        assert (counts.records, counts.decided, counts.undecided) == (records, decided, records - decided)
        assert times.from_before == service.from_before(key, row.window, walk, level)


def availabilities(service, folder):
    """The availability of each key and window, where there is some."""
    rows = rows_of(service, folder)
    return {
        (key, label): row.value.amount
        for (name, key, label), row in rows.items()
        if name == "Availability" and row.value is not None
    }


@tries(1)
@given(st.integers(0, 2**32))
def test_the_order_of_records_is_irrelevant(tmp_path_factory, seed):
    service = Service(seed)
    before = rows_of(service, tmp_path_factory.mktemp("ordered"))
    for records in service.records.values():
        service.random.shuffle(records)
    assert rows_of(service, tmp_path_factory.mktemp("shuffled")) == before


@tries(1)
@given(st.integers(0, 2**32), st.integers(1, 30), st.integers(1, 300))
def test_a_longer_least_outage_never_lowers_the_availability(tmp_path_factory, seed, shorter, more):
    service = Service(seed)
    service.least = shorter
    low = availabilities(service, tmp_path_factory.mktemp("shorter"))
    service.least = shorter + more
    high = availabilities(service, tmp_path_factory.mktemp("longer"))
    assert low.keys() == high.keys()
    assert all(low[place] <= high[place] for place in low)


@tries(1)
@given(st.integers(0, 2**32))
def test_time_that_counts_as_up_never_lowers_the_availability(tmp_path_factory, seed):
    service = Service(seed)
    service.exclusions = []
    low = availabilities(service, tmp_path_factory.mktemp("plain"))
    service.exclusions = [("visit", None, True), ("maintenance", None, True)]
    high = availabilities(service, tmp_path_factory.mktemp("excluded"))
    assert low.keys() == high.keys()
    assert all(low[place] <= high[place] for place in low)
