"""Local time and instants, against zoneinfo read the slow way."""

import datetime as dt
import struct
from importlib.resources import files
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sladsl.diagnostics.diagnostic import Diagnostic, Severity
from sladsl.planning.buckets import DAY, MINUTE, SECOND
from sladsl.planning.zones import (
    ABBREVIATED,
    check_zone,
    day_start,
    known_zone,
    load_zone,
    local_date,
    local_days,
    to_local,
    to_utc,
    transitions,
    utc_days,
    wall_clock,
    zone_names,
)
from sladsl.source import Span

EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
FIRST, LAST = dt.date(2005, 1, 1), dt.date(2040, 12, 31)
# Half-hour changes, changes at midnight, a skipped day, changes by decree, winter time as the exception, no changes.
ZONES = (
    "Europe/London",
    "America/New_York",
    "Australia/Lord_Howe",
    "Asia/Kolkata",
    "Pacific/Apia",
    "Africa/Casablanca",
    "America/Havana",
    "America/St_Johns",
    "America/Sao_Paulo",
    "Europe/Dublin",
    "Asia/Pyongyang",
)

zones = st.sampled_from(ZONES)
days = st.dates(FIRST, LAST)


@st.composite
def near_changes(draw):
    """A zone and an instant, most often near a clock change."""
    name = draw(zones)
    instant = draw(st.integers(micro(FIRST), micro(LAST)))
    changes = transitions(known_zone(name), instant, instant + 400 * DAY)
    if changes and draw(st.booleans()):
        instant = (
            draw(st.sampled_from(changes)).at
            + draw(st.integers(-180, 180)) * MINUTE
            + draw(st.integers(-1, 1))
        )
    return name, instant


def micro(day):
    return (dt.datetime.combine(day, dt.time(), dt.UTC) - EPOCH) // dt.timedelta(microseconds=1)


def shown(zone, instant):
    """What zoneinfo says the wall shows."""
    return (EPOCH + dt.timedelta(microseconds=instant)).astimezone(zone).replace(tzinfo=None)


def first_to_show(zone, local):
    """The first minute at which the wall shows a time or a later one; the times and offsets here are whole minutes."""
    guess = wall_clock(local) // MINUTE
    return next(m for m in range(guess - 900, guess + 900) if shown(zone, m * MINUTE) >= local) * MINUTE


@given(near_changes())
def test_a_local_time_is_the_first_instant_at_which_the_wall_shows_it_or_later(case):
    name, instant = case
    zone = known_zone(name)
    local = shown(zone, instant).replace(second=0, microsecond=0)
    assert to_utc(zone, local) == first_to_show(zone, local)


@given(zones, days, st.integers(0, 1439))
def test_any_wall_clock_reading_has_an_instant_also_one_that_is_skipped(name, day, minute):
    zone = known_zone(name)
    local = dt.datetime.combine(day, dt.time()) + dt.timedelta(minutes=minute)
    assert to_utc(zone, local) == first_to_show(zone, local)


@given(near_changes())
def test_the_wall_shows_what_zoneinfo_says(case):
    name, instant = case
    assert to_local(known_zone(name), instant) == shown(known_zone(name), instant)


@given(near_changes(), st.integers(0, 3))
def test_the_table_of_local_time_gives_the_same_instant(case, spare):
    name, instant = case
    zone = known_zone(name)
    for minutes in (-90, -30, 0, 30, 90):
        local = to_local(zone, instant) + dt.timedelta(minutes=minutes)
        table = local_days(
            zone, local.date() - dt.timedelta(days=spare), local.date() + dt.timedelta(days=spare)
        )
        assert by_table(table, wall_clock(local)) == to_utc(zone, local)


@given(near_changes(), st.integers(0, 3 * DAY), st.integers(0, 3 * DAY))
def test_the_table_of_offsets_gives_local_time(case, before, after):
    name, instant = case
    zone = known_zone(name)
    table = utc_days(zone, instant - before, instant + after)
    for t in (instant - before, instant, instant + after):
        row = next(row for row in table.rows if row.bucket == (t - table.origin) // table.width)
        assert t + (row.before if t < row.split else row.after) == wall_clock(shown(zone, t))


def by_table(table, local):
    (row,) = (row for row in table.rows if row.bucket == (local - table.origin) // table.width)
    return by_row(row, local)


def by_row(row, local):
    if local < row.split:
        return local - row.before
    return row.at if local < row.gap_end else local - row.after


def test_every_zone_reads_the_whole_days_around_every_change_alike():
    """All zones, the quarter hours around every change of some years; the tables are days wide."""
    for name in sorted(zone_names()):
        zone = known_zone(name)
        table = local_days(zone, dt.date(2009, 12, 1), dt.date(2012, 1, 31))
        assert table.width >= DAY
        rows = {row.bucket: row for row in table.rows}
        for change in transitions(zone, micro(dt.date(2010, 1, 1)), micro(dt.date(2012, 1, 2))):
            for quarter in range(-64, 65):
                local = to_local(zone, change.at) + dt.timedelta(
                    minutes=15 * quarter, microseconds=quarter % 3 - 1
                )
                row = rows[(wall_clock(local) - table.origin) // table.width]
                assert by_row(row, wall_clock(local)) == to_utc(zone, local), (name, local)


@given(st.sampled_from(sorted(zone_names())), st.dates(dt.date(1900, 1, 1), dt.date(2195, 1, 1)))
def test_clock_changes_are_those_that_looking_every_day_finds(name, first):
    """No zone has changed its clocks twice within two days since 1900 (the next test)."""
    zone = known_zone(name)
    days = range(micro(first), micro(first) + 4 * 365 * DAY, DAY)
    seen = [(a, shown(zone, a) - shown(zone, b)) for a, b in pairwise(days)]
    found = transitions(zone, days[0], days[-1])
    assert [day for day, moved in seen if moved != dt.timedelta(days=-1)] == [
        days[0] + (change.at - 1 - days[0]) // DAY * DAY for change in found
    ]
    assert all(clock(zone, c.at - 1) == c.before and clock(zone, c.at) == c.after for c in found)


def clock(zone, instant):
    """How far the wall is ahead of UTC, in µs."""
    return wall_clock(shown(zone, instant)) - instant


def test_no_zone_has_changed_its_clocks_twice_within_two_days_since_1900():
    """What looking once a day relies on, read from the data files themselves."""
    for name in sorted(zone_names()):
        data = files("tzdata").joinpath("zoneinfo", *name.split("/")).read_bytes()
        changes = [at for at in offset_changes(data) if at > micro(dt.date(1900, 1, 1)) // SECOND]
        assert all(b - a > 2 * 86_400 for a, b in pairwise(changes)), name


def offset_changes(data):
    """The instants, in seconds, at which the second block of a TZif file (RFC 9636) changes the offset."""
    isutc, isstd, leap, count, kinds, chars = struct.unpack(">6l", data[20:44])
    at = 44 + 5 * count + 6 * kinds + chars + 8 * leap + isstd + isutc
    *_, count, kinds, chars = struct.unpack(">6l", data[at + 20 : at + 44])
    times = struct.unpack_from(f">{count}q", data, at + 44)
    order = data[at + 44 + 8 * count : at + 44 + 9 * count]
    offsets = [struct.unpack_from(">l", data, at + 44 + 9 * count + 6 * kind)[0] for kind in range(kinds)]
    shown = [offsets[kind] for kind in order]
    return [time for time, (before, after) in zip(times[1:], pairwise(shown), strict=True) if before != after]


@pytest.mark.parametrize(
    ("name", "local", "utc"),
    [
        ("Europe/London", "2026-03-29T01:30", "2026-03-29T01:00"),  # skipped: the end of the gap
        ("Europe/London", "2026-10-25T01:30", "2026-10-25T00:30"),  # twice: the first
        ("Australia/Lord_Howe", "2026-10-04T02:15", "2026-10-03T15:30"),
        ("Australia/Lord_Howe", "2026-04-05T01:45", "2026-04-04T14:45"),
        ("Pacific/Apia", "2011-12-30T12:00", "2011-12-30T10:00"),  # the day that Samoa left out
        ("America/Havana", "2026-11-01T00:30", "2026-11-01T04:30"),
    ],
)
def test_gaps_and_repeated_hours(name, local, utc):
    instant = to_utc(known_zone(name), dt.datetime.fromisoformat(local))
    assert (EPOCH + dt.timedelta(microseconds=instant)).replace(tzinfo=None).isoformat("T", "minutes") == utc


@given(near_changes())
def test_the_day_of_an_instant_is_the_last_that_has_started(case):
    name, instant = case
    zone = known_zone(name)
    day = local_date(zone, instant)
    assert day_start(zone, day) <= instant < day_start(zone, day + dt.timedelta(days=1))


def test_an_unknown_zone_is_a_finding_that_names_the_nearest():
    span = Span("a.sla", 0, 1, 1, 1, 1, 2)
    found = check_zone("Europe/Londn", span)
    message, help_text = "there is no time zone `Europe/Londn`", "did you mean `Europe/London`?"
    assert found == Diagnostic("SLA300", Severity.ERROR, message, span, help=help_text)
    assert check_zone("Europe/London", span) is None
    assert load_zone("../tzdata/zones") is None


@pytest.mark.parametrize(("shown", "name"), sorted(ABBREVIATED.items()))
def test_an_abbreviation_is_what_clocks_of_its_zone_show_and_no_zone(shown, name):
    seasons = (dt.datetime(2026, month, 1, tzinfo=known_zone(name)) for month in (1, 7))
    assert shown in {each.tzname() for each in seasons}
    found = check_zone(shown, Span("a.sla", 0, 1, 1, 1, 1, 2))
    assert found is not None
    assert found.help == (
        f"write the zone whose clocks show `{shown}`, such as `{name}`: it says when they change, too"
    )
