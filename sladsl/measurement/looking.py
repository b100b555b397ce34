"""What is looked up beside the measurements, so that they can be explained: records, stretches of time, one record."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

from sladsl.measurement.deciding import Decided, Sight, deciding_records
from sladsl.measurement.due_instants import hand_over_open_time
from sladsl.measurement.one_record import RecordStory, record_stories
from sladsl.measurement.open_then import OpenThen, open_then
from sladsl.measurement.results import Measurement
from sladsl.measurement.scan_tables import Tables
from sladsl.measurement.uptime.ground import Ground
from sladsl.measurement.uptime.one_record import TimeStory, time_stories
from sladsl.measurement.uptime.stretches import Listed, Stretches, stretches
from sladsl.measurement.worst_intervals import WorstIntervals, worst_intervals
from sladsl.planning.plan import IntervalMean, Measure, OpenRecords, Ratio, ServiceLevel
from sladsl.planning.windows import Window
from sladsl.values import frozen


@frozen
class Wanted:
    """What is looked up: of the level of a name, or of all, in the windows that end in (after, until], in µs.

    `most` is how many records of a window are listed at most; `record` is the key of one to look at by itself.
    """

    level: str | None
    after: int
    until: int
    most: int
    record: str | None = None

    def is_shown(self, window: Window) -> bool:
        """Whether a window ends in the stretch that is wanted."""
        return self.after < window.end <= self.until


@frozen
class Seen:
    """What was found: the records and stretches of the wanted windows, or what the levels make of the one record.

    `stories` are those of levels of records, `times` those of levels of time; `opened` are the records of backlogs,
    `intervals` those of means over intervals.
    """

    decided: tuple[Decided, ...]
    stretches: tuple[Stretches, ...]
    stories: tuple[RecordStory, ...] = ()
    times: tuple[TimeStory, ...] = ()
    opened: tuple[OpenThen, ...] = ()
    intervals: tuple[WorstIntervals, ...] = ()


def look(sight: Sight, measured: Sequence[Measurement], wanted: Wanted) -> Seen:
    """Look at the records of the wanted windows; what was `measured` has left the scans' tables."""
    hand_over_open_time(sight.session, sight.tables)
    loaded, tables = sight.loaded, sight.tables
    levels = [each for each in loaded.plan.levels if wanted.level in {None, each.name} and each.series]
    if wanted.record is not None:
        return Seen((), (), *_stories(sight, levels, wanted, wanted.record))
    return Seen(
        tuple(
            found
            for level in levels
            if level.counted is not None and isinstance(level.series[0].measure, Measure | Ratio)
            for found in deciding_records(sight, level, _windows(level, tables, wanted), wanted.most)
        ),
        tuple(
            found
            for level in levels
            if level.down is not None
            for found in _stretches(sight, level, wanted, Listed(wanted.most))
        ),
        opened=tuple(
            found
            for level in levels
            if isinstance(level.series[0].measure, OpenRecords)
            for found in open_then(sight, level, measured, _windows(level, tables, wanted), wanted.most)
        ),
        intervals=tuple(
            found
            for level in levels
            if isinstance(level.series[0].measure, IntervalMean)
            for found in worst_intervals(sight, level, _windows(level, tables, wanted), wanted.most)
        ),
    )


def _stories(
    sight: Sight, levels: Sequence[ServiceLevel], wanted: Wanted, record: str
) -> tuple[tuple[RecordStory, ...], tuple[TimeStory, ...]]:
    ground, files = _ground(sight), _files(sight)
    names = {level.name for level in levels}
    return (
        tuple(story for story in record_stories(sight, record) if story.level.name in names),
        tuple(
            story
            for level in levels
            if level.down is not None
            for story in time_stories(ground, level, record, partial(_meeting, sight, level, wanted), files)
        ),
    )


_ALL = 2**62
"""More stretches than a window has."""


def _meeting(
    sight: Sight, level: ServiceLevel, wanted: Wanted, since: int, until: int
) -> tuple[Stretches, ...]:
    """All stretches of a level that meet [since, until), in µs."""
    return tuple(_stretches(sight, level, wanted, Listed(_ALL, since, until)))


def _stretches(sight: Sight, level: ServiceLevel, wanted: Wanted, listed: Listed) -> Iterator[Stretches]:
    return stretches(_ground(sight), level, _windows(level, sight.tables, wanted), _files(sight), listed)


def _ground(sight: Sight) -> Ground:
    return Ground(sight.session, sight.loaded.plan, sight.loaded.reading.shapes, sight.tables)


def _files(sight: Sight) -> list[str]:
    return [file.raw.name for file in sight.loaded.files]


def _windows(level: ServiceLevel, tables: Tables, wanted: Wanted) -> tuple[Window, ...]:
    """The windows of a level that are wanted, as the settlement that is their own reads them."""
    own: dict[tuple[int, int], Window] = {}
    for window in tables.windows[level.window].windows:
        known = own.get((window.start, window.end))
        if wanted.is_shown(window) and (known is None or window.as_of < known.as_of):
            own[window.start, window.end] = window
    return tuple(own.values())
