"""Time zones, from the pinned `tzdata` package alone: local time to instants and back, singly or as tables.

Instants are µs since 1970-01-01T00:00Z. Local µs are counted the same way on the wall clock, since
1970-01-01T00:00 local. A local time that a clock change skips is the end of the gap; one that happens twice
is the first (docs/language.md). Dates from 1900 to 2199 are supported (see `check_term` in
`sladsl.planning.periods`).
"""

from __future__ import annotations

import datetime as dt
import re
import struct
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from difflib import get_close_matches
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from itertools import pairwise
from typing import NamedTuple
from zoneinfo import ZoneInfo

import tzdata

from sladsl.diagnostics.diagnostic import Diagnostic, Severity
from sladsl.planning.buckets import DAY, SECOND, SplitTable, origin_of, split_table, widest
from sladsl.source import Span
from sladsl.values import frozen

_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
_LOCAL_EPOCH = dt.datetime(1970, 1, 1)  # noqa: DTZ001 - wall-clock time has no zone
_MICROSECOND = dt.timedelta(microseconds=1)
_EARLIEST = (dt.datetime(1890, 1, 1, tzinfo=dt.UTC) - _EPOCH) // _MICROSECOND
_WEEK = 7 * DAY
# Clocks change twice a year, so that wide buckets make small tables.
_WIDEST = 64 * DAY
_DECADE = 522 * _WEEK
# Of a block of a TZif file: magic, version, and how many of each thing it holds.
_HEADER = ">4sc15x6l"
_HEADER_SIZE = struct.calcsize(_HEADER)


@frozen
class Transition:
    """A clock change: from the instant `at` on, the offset from UTC is `after`, not `before` (all µs)."""

    at: int
    before: int
    after: int


class LocalRow(NamedTuple):
    """How to read the local times of one bucket.

    A local t is the instant `t - before` where t < split, `at` where split <= t < gap_end, and `t - after`
    otherwise.
    """

    bucket: int
    split: int
    gap_end: int
    before: int
    at: int
    after: int


@frozen
class LocalTable:
    """Local µs to instants, by the row with `bucket == (t - origin) // width`; never t < origin."""

    origin: int
    width: int
    rows: tuple[LocalRow, ...]


_OFFSET = re.compile(r"[A-Za-z]*[+-][0-9:]+")


ABBREVIATED = {
    "BST": "Europe/London",
    "WEST": "Europe/Lisbon",
    "CEST": "Europe/Berlin",
    "EEST": "Europe/Athens",
    "MSK": "Europe/Moscow",
    "EDT": "America/New_York",
    **dict.fromkeys(("CST", "CDT"), "America/Chicago"),
    "MDT": "America/Denver",
    **dict.fromkeys(("PST", "PDT"), "America/Los_Angeles"),
    **dict.fromkeys(("AST", "ADT"), "America/Halifax"),
    "IST": "Asia/Kolkata",
    "JST": "Asia/Tokyo",
    "HKT": "Asia/Hong_Kong",
    **dict.fromkeys(("AEST", "AEDT"), "Australia/Sydney"),
    **dict.fromkeys(("NZST", "NZDT"), "Pacific/Auckland"),
}
"""A zone for each abbreviation that clocks show and that is no zone; those that are, such as `EST`, never change."""


def check_zone(name: str, span: Span) -> Diagnostic | None:
    """Find a time zone that does not exist (SLA300)."""
    if name in zone_names():
        return None
    near = get_close_matches(name, sorted(zone_names()), n=1)
    hint = "write a zone as a region and a city, such as `Europe/London`"
    if name.upper() in ABBREVIATED:
        zone = ABBREVIATED[name.upper()]
        hint = f"write the zone whose clocks show `{name}`, such as `{zone}`: it says when they change, too"
    elif near and not _OFFSET.fullmatch(name):
        hint = f"did you mean `{near[0]}`?"
    return Diagnostic("SLA300", Severity.ERROR, f"there is no time zone `{name}`", span, help=hint)


@cache
def load_zone(name: str) -> ZoneInfo | None:
    """Load a zone of the IANA database by its exact name; None when there is none of that name."""
    if name not in zone_names():
        return None
    with _zone_file(name).open("rb") as data:
        return ZoneInfo.from_file(data, key=name)


def _zone_file(name: str) -> Traversable:
    return files("tzdata").joinpath("zoneinfo", *name.split("/"))


def known_zone(name: str) -> ZoneInfo:
    """The zone of a name that `check_zone` has found nothing against."""
    zone = load_zone(name)
    assert zone is not None, f"planning refuses the unknown zone {name}"
    return zone


@cache
def zone_names() -> frozenset[str]:
    """The names of all zones."""
    return frozenset(files("tzdata").joinpath("zones").read_text("utf-8").split())


def tzdata_version() -> str:
    """The version of the time zone data, which is part of a plan."""
    return str(tzdata.__version__)


def to_utc(zone: ZoneInfo, local: dt.datetime) -> int:
    """The instant of a local time without a zone."""
    wall = wall_clock(local)
    before = _microseconds(local.replace(tzinfo=zone, fold=0).utcoffset())
    if offset(zone, wall - before) == before:
        return wall - before
    after = _microseconds(local.replace(tzinfo=zone, fold=1).utcoffset())
    return transitions(zone, wall - after, wall - before)[0].at


def clock_reader(zone: ZoneInfo, first: dt.date, last: dt.date) -> Callable[[int], int]:
    """What gives the instant of local µs of the days first to last, both inclusive, or of the day after them."""
    start = wall_clock(dt.datetime.combine(first, dt.time()))
    end = wall_clock(dt.datetime.combine(last, dt.time())) + 2 * DAY
    changes = transitions(zone, start - 2 * DAY, end + 2 * DAY)
    gaps = [(*_gap(change), change.at) for change in changes]
    ends = [end for _, end, _ in gaps]
    offsets = [offset(zone, start - 2 * DAY), *(change.after for change in changes)]

    def read(local: int) -> int:
        past = bisect_right(ends, local)
        if past < len(gaps) and gaps[past][0] <= local:
            return gaps[past][2]
        return local - offsets[past]

    return read


def to_local(zone: ZoneInfo, instant: int) -> dt.datetime:
    """What the clock on the wall shows at an instant, without a zone."""
    return _LOCAL_EPOCH + (instant + offset(zone, instant)) * _MICROSECOND


def wall_clock(local: dt.datetime) -> int:
    """The local µs of a local time."""
    return (local - _LOCAL_EPOCH) // _MICROSECOND


@cache  # a settlement asks for the same few thousand days over and over
def day_start(zone: ZoneInfo, day: dt.date) -> int:
    """The instant at which a local day starts; where the clocks skip the whole day, the start of the next."""
    return to_utc(zone, dt.datetime.combine(day, dt.time()))


def local_date(zone: ZoneInfo, instant: int) -> dt.date:
    """The local day that an instant lies in: the last one that has started by then.

    That is the date on the wall, unless clocks go back over midnight: an hour lived twice is of the new day.
    """
    shown = to_local(zone, instant).date()
    following = shown + dt.timedelta(days=1)
    return following if day_start(zone, following) <= instant else shown


def offset(zone: ZoneInfo, instant: int) -> int:
    """How far local time is ahead of UTC at an instant, in µs."""
    return _microseconds((_EPOCH + instant * _MICROSECOND).astimezone(zone).utcoffset())


def is_lived_twice(zone: ZoneInfo, instant: int) -> bool:
    """Whether the clock on the wall shows the time of an instant twice, or shows it next after a gap."""
    local = to_local(zone, instant)
    offsets = {local.replace(tzinfo=zone, fold=fold).utcoffset() for fold in (0, 1)}
    return len(offsets) > 1 or offset(zone, instant) > offset(zone, instant - 1)


def transitions(zone: ZoneInfo, start: int, end: int) -> tuple[Transition, ...]:
    """All clock changes at instants in (start, end], in order."""
    known = (*_listed(zone), *_by_rule(zone, start, end))
    return tuple(change for change in known if start < change.at <= end)


def local_days(zone: ZoneInfo, first: dt.date, last: dt.date) -> LocalTable:
    """Tabulate local time to UTC for all local times of the days first to last, both inclusive."""
    start = wall_clock(dt.datetime.combine(first, dt.time()))
    end = wall_clock(dt.datetime.combine(last, dt.time())) + DAY
    changes = transitions(zone, start - 2 * DAY, end + 2 * DAY)
    width = widest(((_gap(a)[1], _gap(b)[0]) for a, b in pairwise(changes)), most=_WIDEST)
    origin = origin_of(start, width)
    before = offset(zone, start - 2 * DAY)
    return LocalTable(origin, width, tuple(_local_rows(origin, width, (start, end), before, changes)))


def utc_days(zone: ZoneInfo, start: int, end: int) -> SplitTable:
    """Tabulate the offset of local time from UTC for the instants in [start, end]: local = t + offset."""
    changes = transitions(zone, start, end)
    values = [(change.at, change.after) for change in changes]
    return split_table(start, end, offset(zone, start), values, most=_WIDEST)


@cache
def _listed(zone: ZoneInfo) -> tuple[Transition, ...]:
    """The clock changes of a zone that its file lists, in order."""
    seconds = [at for at in _listed_seconds(_zone_file(zone.key).read_bytes()) if at > _EARLIEST // SECOND]
    changes = (_transition(zone, at * SECOND) for at in seconds)
    return tuple(change for change in changes if change.before != change.after)


def _by_rule(zone: ZoneInfo, start: int, end: int) -> Iterator[Transition]:
    """The clock changes from `start` to `end`, and some around, by the rule that holds after those of the file."""
    last = _listed(zone)[-1].at if _listed(zone) else _EARLIEST
    if end > last and _has_rule(zone):
        for decade in range(max(start, last) // _DECADE, end // _DECADE + 1):
            yield from (change for change in _in_decade(zone, decade) if change.at > last)


@cache
def _in_decade(zone: ZoneInfo, decade: int) -> tuple[Transition, ...]:
    """The clock changes by rule in a stretch of ten years."""
    # A rule is of two changes a year, none within a week of the other: samples a week apart show every one.
    weeks = range(decade * _DECADE, (decade + 1) * _DECADE + _WEEK, _WEEK)
    offsets = [(week, offset(zone, week)) for week in weeks]
    return tuple(
        _transition(zone, _change(zone, week, following))
        for (week, before), (following, after) in pairwise(offsets)
        if before != after
    )


def _transition(zone: ZoneInfo, at: int) -> Transition:
    return Transition(at, offset(zone, at - SECOND), offset(zone, at))


def _listed_seconds(file: bytes) -> tuple[int, ...]:
    """The instants, in s, at which the second block of a TZif file (RFC 9636) changes what clocks show."""
    *_, v1_isutc, v1_isstd, v1_leap, v1_times, v1_kinds, v1_chars = struct.unpack_from(_HEADER, file)
    block = _HEADER_SIZE + 5 * v1_times + 6 * v1_kinds + v1_chars + 8 * v1_leap + v1_isstd + v1_isutc
    times = struct.unpack_from(_HEADER, file, block)[-3]
    return struct.unpack_from(f">{times}q", file, block + _HEADER_SIZE)


@cache
def _has_rule(zone: ZoneInfo) -> bool:
    """Whether the clocks go on changing every year after the last change that a zone's file lists."""
    return b"," in _zone_file(zone.key).read_bytes().rsplit(b"\n", 2)[1]


def _local_rows(
    origin: int, width: int, covered: tuple[int, int], before: int, changes: Sequence[Transition]
) -> Iterator[LocalRow]:
    start, end = covered
    position = 0
    for bucket in range((start - origin) // width, (end - 1 - origin) // width + 1):
        begins = origin + bucket * width
        while position < len(changes) and _gap(changes[position])[1] <= begins:
            before = changes[position].after
            position += 1
        if position < len(changes) and _gap(changes[position])[0] < begins + width:
            change = changes[position]
            yield LocalRow(bucket, *_gap(change), change.before, change.at, change.after)
        else:
            yield LocalRow(bucket, begins, begins, before, begins - before, before)


def _gap(change: Transition) -> tuple[int, int]:
    """The local times that a change skips, [start, end); both the end of the repeated time if none."""
    start = change.at + change.before
    return start, max(start, change.at + change.after)


def _change(zone: ZoneInfo, start: int, end: int) -> int:
    """The instant in (start, end], a whole second, at which the offset becomes another than at `start`."""
    before = offset(zone, start)
    low, high = start // SECOND, -(-end // SECOND)
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if offset(zone, middle * SECOND) == before else (low, middle)
    return high * SECOND


def _microseconds(difference: dt.timedelta | None) -> int:
    assert difference is not None, "a ZoneInfo always knows its offset"
    return difference // _MICROSECOND
