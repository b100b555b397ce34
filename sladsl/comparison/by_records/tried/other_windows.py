"""Which records to try where two versions of a level count the same ones in other windows."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain, product
from math import floor

from sladsl.comparison.by_records.made.batches import Batch, Sizes, rows_of, sizes_of
from sladsl.comparison.by_records.made.open_records import keyed, open_records
from sladsl.comparison.by_records.made.record_groups import RecordGroup, RowsWithin
from sladsl.comparison.by_records.made.time_down import down_then_up, time_down
from sladsl.comparison.by_records.spans import (
    instant_in,
    spans_of,
    whole_units,
    whole_windows,
    windows_in_force,
)
from sladsl.comparison.by_records.tried.agreed_time import agreed_hours, down_in_hours, open_time_of
from sladsl.comparison.by_records.tried.snapshots import looked_at, looks_elsewhere
from sladsl.comparison.by_records.versions import Versions
from sladsl.comparison.sameness import same
from sladsl.comparison.service_levels.measures import target_of
from sladsl.comparison.service_levels.targets import is_high
from sladsl.measurement.scanning.reads import record_set
from sladsl.planning.buckets import DAY, HOUR, MINUTE
from sladsl.planning.plan import (
    Anchor,
    Open,
    OpenRecords,
    PeriodWindow,
    RecordWindow,
    RollingWindow,
    Series,
    Unit,
    Up,
    Uptime,
    WindowRule,
)
from sladsl.planning.windows import whole_window
from sladsl.values import frozen


@frozen(eq=False)
class RecordsAcross:
    """Records that lie in several windows, all of them within a stretch of time, [start, end) in µs."""

    start: int
    end: int
    group: RecordGroup


def records_across_windows(versions: Versions) -> Iterator[RecordsAcross]:
    """Records that one version counts in one window, and the other in several, or that each counts elsewhere."""
    for start, end, rows in _tried(versions):
        if rows is not None:
            yield RecordsAcross(start, end, RecordGroup(rows, len(rows)))


_Batches = tuple[int, int, tuple[Batch, ...]]


def _tried(versions: Versions) -> Iterator[RowsWithin]:
    old, new = versions.old[0], versions.new[0]
    if not same(old.no_records, new.no_records):
        yield from ((each.start, each.end, ()) for each in whole_windows(versions, new)[:1])
    elif not same(old.low_volume, new.low_volume):
        yield from _few(versions)
    elif old.outside_is_up is not new.outside_is_up:
        yield from _beside_term(versions)
    elif (open_at := looks_elsewhere(versions)) is not None:
        yield from looked_at(versions, *open_at)
    elif (calendars := agreed_hours(versions)) is not None:
        yield from down_in_hours(versions, calendars)
    else:
        yield from _elsewhere(versions)


def _elsewhere(versions: Versions) -> Iterator[RowsWithin]:
    """Records of several windows."""
    match versions.new[1].measure:
        case Uptime() as measure:
            yield from _down(versions, measure)
        case OpenRecords() as measure:
            yield from _open(versions, measure)
        case _ if (sizes := sizes_of(versions.new[1])) is not None:
            is_moved = not same(versions.old[0].counted, versions.new[0].counted)
            tried = (
                _moved(versions, sizes)
                if is_moved
                else chain(_overlapping(versions, sizes), _cut(versions, sizes))
            )
            yield from ((start, end, rows_of(versions, batches)) for start, end, batches in tried)


def _few(versions: Versions) -> Iterator[RowsWithin]:
    """So few records in one window that misses are forgiven, or just too many; as many misses, or one more."""
    rules = [each for each in (versions.old[0].low_volume, versions.new[0].low_volume) if each is not None]
    sizes = sizes_of(versions.new[1])
    windows = whole_windows(versions, versions.new[0])
    if sizes is None or not windows:
        return
    place = instant_in(versions.after, windows[0].start, windows[0].end)
    least, most = min(each.below for each in rules), max(each.below for each in rules)
    numbers = (sizes.all, least - 1, least, most - 1, sizes.mending + 1)
    misses = sorted({more for each in rules for more in (each.misses, each.misses + 1)})
    for bad, number in product(misses, dict.fromkeys(each for each in numbers if each < most)):
        if bad < number:
            batches = (_at(place, bad, is_good=False), _at(place, number - bad, is_good=True))
            yield windows[0].start, windows[0].end, rows_of(versions, batches)


def _overlapping(versions: Versions, sizes: Sizes) -> Iterator[_Batches]:
    """Bad ones in one month, and good ones before and after it, by which they are made up for in longer windows alone.

    Of windows that overlap, each that has the bad ones has good ones, too: those of months that lie so far apart.
    """
    lengths = [_months(level.window) for level, _ in (versions.old, versions.new)]
    short, long = min(lengths), max(lengths)
    months = whole_units(versions, _MONTH)[: short + long]
    if not short or short == long or len(months) < short + long:
        return
    bad, after = months[short], months[long]
    places = [instant_in(versions.after, each.start, each.end) for each in (months[0], bad, after)]
    batches = (
        _at(places[0], sizes.mending, is_good=True),
        _at(places[1], sizes.bad, is_good=False),
        _at(places[1], sizes.all - sizes.bad, is_good=True),
        _at(places[2], sizes.mending, is_good=True),
    )
    yield bad.start, bad.end, batches


_MONTH = PeriodWindow(Anchor.CALENDAR, Unit.MONTH)


def _months(rule: WindowRule) -> int:
    """How many calendar months a window is long; 0 where it is not so many."""
    match rule:
        case RollingWindow(count=count, unit=Unit.MONTH):
            return count
        case PeriodWindow(anchor=Anchor.CALENDAR, unit=Unit.MONTH):
            return 1
    return 0


def _cut(versions: Versions, sizes: Sizes) -> Iterator[_Batches]:
    """In a window that the other version cuts: bad ones in its first part alone, diluted or not, or in both parts."""
    for span in spans_of(versions):
        first, last = span.places
        for batches in (
            (
                _at(first, sizes.bad, is_good=False),
                _at(first, sizes.all - sizes.bad, is_good=True),
                _at(last, sizes.mending, is_good=True),
            ),
            (_at(first, sizes.all, is_good=False), _at(last, 1, is_good=True)),
            (
                _at(first, sizes.within, is_good=sizes.within_is_good),
                _at(last, sizes.within, is_good=sizes.within_is_good),
            ),
            (_at(first, sizes.all, is_good=False), _at(last, sizes.all, is_good=False)),
        ):
            yield span.window.start, span.window.end, batches


def _at(place: int, number: int, *, is_good: bool) -> Batch:
    return Batch(number, place, place, is_good=is_good)


def _moved(versions: Versions, sizes: Sizes) -> Iterator[_Batches]:
    """Bad ones that each version counts in another window, few records in the one and more in the other."""
    windows = whole_windows(versions, versions.new[0])
    if isinstance(versions.new[0].window, RecordWindow) or len(windows) < 2:
        return
    sooner, later = (instant_in(versions.after, each.start, each.end) for each in windows[:2])
    old, new = (later, sooner) if _is_turned(versions) else (sooner, later)
    for few, many in ((old, new), (new, old)):
        batches = (
            Batch(sizes.bad, old, new, is_good=False),
            _at(few, sizes.all - sizes.bad, is_good=True),
            _at(many, sizes.mending, is_good=True),
        )
        yield windows[0].start, windows[1].end, batches


def _is_turned(versions: Versions) -> bool:
    """Whether the old instant comes after the new one: as the end of the clock, or else as fields are declared."""
    (level, series), before = versions.new, versions.old[0].counted
    assert before is not None, "only records that are counted are counted by another instant"
    assert level.counted is not None, "only records that are counted are counted by another instant"
    if series.clock is not None and same(series.clock.end, before):
        return True
    declared = [each.name for each in record_set(versions.after, level.records).fields]
    return declared.index(before.path[0]) > declared.index(level.counted.path[0])


# --- time down, and open records -------------------------------------------------------------------------------------


def _down(versions: Versions, measure: Uptime) -> Iterator[RowsWithin]:
    """Down for a while in one part of a window, or in both parts."""
    for span in spans_of(versions):
        (start, until), _ = span.parts
        first, last = span.places
        for length, number in _lengths(versions.new[1], measure, until - start):
            runs = [(first + place * 2 * length, length) for place in range(number)]
            if length < span.window.end - last and number * 2 * length < until - first:
                later = [(last + place * 2 * length, length) for place in range(number)]
                yield span.window.start, span.window.end, time_down(versions, (*runs, (last, MINUTE)))
                yield span.window.start, span.window.end, time_down(versions, (*runs, *later))
        yield span.window.start, span.window.end, down_then_up(versions, first, last)


def _lengths(series: Series, measure: Uptime, window: int) -> Iterator[tuple[int, int]]:
    """How long to be down, and how often, for a part of a window to be missed, or to be just met."""
    target = target_of(series)
    if target is None:
        return
    limit = target.values[0].value.amount
    match measure.statistic:
        case Up.AVAILABILITY:
            allowed = int((1 - limit) * window) // HOUR * HOUR
            yield from ((allowed * times // 8, 1) for times in (3, 6, 12, 48))
        case Up.DOWNTIME | Up.LONGEST:
            yield from ((int(limit) * times // 4, 1) for times in (6, 3))
        case Up.OUTAGES:
            yield from ((HOUR, number) for number in (floor(limit) + 1, floor(limit)))


def _beside_term(versions: Versions) -> Iterator[RowsWithin]:
    """Down for longer than the part of a window allows that lies in the term, and shorter than all of it would."""
    (level, series), target = versions.new, target_of(versions.new[1])
    if target is None or not isinstance(series.measure, Uptime):
        return
    share = 1 - target.values[0].value.amount
    for window in (each for each in windows_in_force(versions, level) if each.partial):
        whole = whole_window(versions.after, level.window, window)
        parts = (window.start, window.end), whole
        agreed = sum(open_time_of(versions.after, series.measure.calendar, *each) for each in parts)
        length = int(share * agreed / 2) // MINUTE * MINUTE
        place = instant_in(versions.after, window.start, window.end)
        if 0 < length < window.end - place:
            yield window.start, window.end, time_down(versions, [(place, length)])


def _open(versions: Versions, measure: OpenRecords) -> Iterator[RowsWithin]:
    """More open records than the target allows in one part of a window, or in both parts; for days, or all the time."""
    target = target_of(versions.new[1])
    if target is None or is_high(target):
        return
    limit = target.values[0].value.amount
    is_age = measure.statistic is Open.OLDEST
    number = 1 if is_age else floor(limit) + 1
    for span in spans_of(versions):
        (start, until), (later, end) = span.parts
        for length in (max(4 * DAY, int(limit) * 2 if is_age else 0), None):
            first, last = (
                open_records(
                    versions,
                    measure,
                    number,
                    begin + HOUR,
                    (stop if length is None else begin + length) - HOUR,
                )
                for begin, stop in ((start, until), (later, end))
            )
            closing = open_records(versions, measure, 1, end - DAY, end)
            yield span.window.start, span.window.end, keyed(first, closing)
            yield span.window.start, span.window.end, keyed(first, last)
