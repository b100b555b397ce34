"""Which records to try by two clocks: with instants around opening times, weekends and the limits of time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from itertools import product

from sladsl.comparison.by_records.made.counted import record_of
from sladsl.comparison.by_records.made.making import Wanted, made
from sladsl.comparison.by_records.made.record_groups import (
    OWN,
    Held,
    Path,
    RecordGroup,
    Row,
    Rows,
    own,
    reached,
)
from sladsl.comparison.by_records.made.times_held import held_at, starts_of
from sladsl.comparison.by_records.versions import Versions
from sladsl.comparison.logic.atoms import atoms
from sladsl.comparison.sameness import only_in
from sladsl.comparison.service_levels.open_time import first_apart
from sladsl.measurement.scanning.reads import clock_fields, record_set
from sladsl.planning.buckets import DAY, HOUR
from sladsl.planning.calendars import known_calendar, open_intervals
from sladsl.planning.plan import (
    BusinessDays,
    Calendar,
    Clock,
    ClockWithin,
    Elapsed,
    Evidence,
    FieldLimit,
    LocalDays,
)
from sladsl.planning.windows import zone_of
from sladsl.planning.zones import day_start, local_date
from sladsl.values import evolve, frozen

_FRIDAY = 4
_STARTS, _LONGEST = 4, 9
"""Records start on so many days from a Friday on, and end at most so many days later, unless a limit is longer."""

_ODD = 366 * DAY
"""An odd time is taken only where no likely one shows a change, as if it were so much longer."""

_MOST, _FEW = 240, 60
"""So many records are tried, or so many with a pause of each kind."""


@frozen
class Tried:
    """Records to try, as of an instant in µs, or of the settlement where that is None."""

    groups: tuple[RecordGroup, ...]
    as_of: int | None = None


@frozen
class _Run:
    """From when to when a clock may run, in µs; None where it does not stop. An odd one stops at an unlikely time."""

    start: int
    end: int | None
    is_odd: bool = False


def records_for_clocks(versions: Versions) -> Iterator[Tried]:
    """Records by which two clocks may be told apart."""
    old, new = versions.old[1].clock, versions.new[1].clock
    if old is None or new is None:
        return
    runs = sorted(_runs(versions), key=lambda run: (_size(run), run.start))
    record = _record(versions, (old, new), runs[0])
    if record is None:
        return
    pauses = [*only_in(old.pauses, new.pauses), *only_in(new.pauses, old.pauses)]
    if pauses:
        paused = product(pauses, _thinned(runs, _FEW))
        yield Tried(tuple(group for pause, run in paused for group in _paused(versions, record, pause, run)))
    else:
        tried = _thinned(runs, _MOST)
        yield Tried(tuple(group for run in tried for group in _groups(versions, record, run)))
    if old.late_without_end is not new.late_without_end:
        limit = min(_limits(versions), default=2 * HOUR)
        open_ = _Run(runs[0].start, None)
        yield Tried(tuple(_groups(versions, record, open_)), open_.start + limit // 2)


def _thinned(runs: Sequence[_Run], most: int) -> Sequence[_Run]:
    return runs[:: -(-len(runs) // most)]


def _length(run: _Run) -> int:
    return 0 if run.end is None else run.end - run.start


def _size(run: _Run) -> int:
    return _length(run) + _ODD * run.is_odd


# --- when clocks run -------------------------------------------------------------------------------------------------


def _runs(versions: Versions) -> Iterator[_Run]:
    """Runs from the days around a weekend, and around the first instants at which the hours differ."""
    zone, calendars = zone_of(versions.after), _calendars(versions)
    weekend = versions.first + dt.timedelta(days=(_FRIDAY - versions.first.weekday()) % 7)
    days = [weekend]
    if len(calendars) == 2:
        apart = first_apart(calendars[0], calendars[1], (versions.before.term, versions.after.term))
        dates = (local_date(zone, each) for each in apart if each is not None)
        days += [max(day - dt.timedelta(days=1), versions.first) for day in dates]
    limits = _limits(versions)
    for first in dict.fromkeys(days):
        longest = max(_LONGEST, *(2 * each // DAY + _STARTS for each in (*limits, 0)))
        marks = _marks(versions, calendars, first, longest)
        until = day_start(zone, first + dt.timedelta(days=_STARTS))
        for start in (each for each in marks if each < until):
            ends = {start + part for each in limits for part in (each // 2, each, 2 * each)}
            yield from (_Run(start, end, is_odd=end not in marks) for end in {*ends, *marks} if end > start)


def _calendars(versions: Versions) -> list[Calendar]:
    sides = ((versions.before, versions.old), (versions.after, versions.new))
    found = (
        known_calendar(plan, series.clock.calendar) for plan, (_, series) in sides if series.clock is not None
    )
    return [each for each in found if each is not None]


def _marks(versions: Versions, calendars: Sequence[Calendar], first: dt.date, days: int) -> list[int]:
    """Noon of each day, when calendars open and close, and an hour within that."""
    zone = zone_of(versions.after)
    dates = [first + dt.timedelta(days=number) for number in range(days + 1)]
    marks = {day_start(zone, day) + hour * HOUR for day in dates for hour in (() if calendars else (9, 17))}
    marks |= {day_start(zone, day) + 12 * HOUR for day in dates}
    for calendar in calendars:
        for opens, closes in open_intervals(calendar, dates[0], dates[-1]):
            marks |= {opens, min(opens + HOUR, closes), max(closes - HOUR, opens), closes}
    return sorted(marks)


def _limits(versions: Versions) -> list[int]:
    """The times within which clocks are to stop, in µs, a business day taken as one and a half."""
    found = set()
    for _, series in (versions.old, versions.new):
        for atom in () if series.good is None else atoms(series.good):
            match atom:
                case ClockWithin(Elapsed(duration)):
                    found.add(duration)
                case ClockWithin(LocalDays(days)):
                    found.add(days * DAY)
                case ClockWithin(BusinessDays(days)):
                    found.add(days * DAY * 3 // 2)
    return sorted(found)


# --- records with such a clock ---------------------------------------------------------------------------------------


def _record(versions: Versions, clocks: tuple[Clock, Clock], run: _Run) -> Rows | None:
    """A record that both versions count, and what it refers to; None where there is none."""
    fields = [field for clock in clocks for field in clock_fields(clock.start, clock.end)]
    held = {**_limited(versions), **held_at(versions.after, fields, run.start)}
    return made(versions.after, record_of(versions, held, run.start))


def _limited(versions: Versions) -> dict[Path, Held]:
    """The time that a record says itself that it may take on the clock."""
    goods = (series.good for _, series in (versions.old, versions.new) if series.good is not None)
    limits = (atom.limit for good in goods for atom in atoms(good) if isinstance(atom, ClockWithin))
    return {limit.field.path: HOUR for limit in limits if isinstance(limit, FieldLimit)}


def _groups(versions: Versions, record: Rows, run: _Run) -> Iterator[RecordGroup]:
    """A record whose clock runs so; where several instants start or stop it, each of them apart from the others."""
    plan, clocks = versions.after, _clocks(versions)
    starts = list({field.path: field for clock in clocks for field in starts_of(clock)}.values())
    ends = list({clock.end.path: clock.end for clock in clocks}.values())
    plain = {**held_at(plan, starts, run.start), **held_at(plan, ends, run.end)}
    varied = [plain] if len(starts) == len(ends) == 1 else []
    for field, later in product(starts if len(starts) > 1 else (), (HOUR, DAY)):
        if run.end is None or run.start + later <= run.end:
            varied.append({**plain, **held_at(plan, [field], run.start + later)})
    if len(ends) > 1 and run.end is not None:
        sooner = run.start + min(HOUR, _length(run) // 2)
        varied += [{**plain, field.path: sooner} for field in ends]
    for held in varied:
        yield RecordGroup(_at_times(versions, record, held), _size(run))
    if run.end is not None and any(clock.each is not None for clock in clocks):
        closed = {**plain, **held_at(plan, ends, run.end + HOUR)}
        yield RecordGroup(_followed(versions, _at_times(versions, record, closed), run.end), _size(run))


def _clocks(versions: Versions) -> list[Clock]:
    return [series.clock for _, series in (versions.old, versions.new) if series.clock is not None]


def _followed(versions: Versions, record: Rows, until: int) -> Rows:
    """A record with the next one, counted at an instant, of the same that a clock between records asks for."""
    counted = versions.new[0].counted
    each = next(clock.each for clock in _clocks(versions) if clock.each is not None)
    assert counted is not None, "records that a clock runs between are counted at an instant"
    first, *others = record
    keys = [field.name for field in record_set(versions.after, first.records).fields if field.key]
    held = {**first.held, counted.path[0]: until, **dict.fromkeys(keys, own(1))}
    of = f" of the same {each.path[-1]}"
    return (first, Row(first.records, held, {counted.path: until}, of), *others)


def _at_times(versions: Versions, record: Rows, times: Mapping[Path, Held]) -> Rows:
    """A record with other times in fields of its own, and of what it refers to."""
    first = record[0]
    moved = [*record]
    for path, instant in times.items():
        records = reached(versions.after, first.records, path[:-1])
        moved = [
            evolve(row, held={**row.held, path[-1]: instant}) if row.records == records else row
            for row in moved
        ]
    return (evolve(moved[0], told={**first.told, **times}), *moved[1:])


def _paused(versions: Versions, record: Rows, pause: Evidence, run: _Run) -> Iterator[RecordGroup]:
    """A record with a pause in all of its time, or else from an hour after its start to an hour before its end."""
    clock = versions.new[1].clock
    assert clock is not None, "only clocks have pauses"
    assert run.end is not None, "clocks are paused before they stop"
    ended = {**held_at(versions.after, starts_of(clock), run.start), clock.end.path: run.end}
    whole = _at_times(versions, record, ended)
    lasting = record_set(versions.after, pause.records).lasting
    assert lasting is not None, "a check refuses pauses that do not last"
    for inset in (HOUR, 0):
        if 2 * inset < _length(run):
            times: dict[Path, Held] = {(lasting[0],): run.start + inset, (lasting[1],): run.end - inset}
            conditions = () if pause.where is None else (pause.where,)
            wanted = Wanted(pause.records, {(pause.link,): OWN, **times}, conditions, run.start, " of it")
            paused = made(versions.after, wanted)
            if paused is not None:
                yield RecordGroup((*whole, *paused), _size(run))
