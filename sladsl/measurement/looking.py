"""What is looked up beside the measurements, so that they can be explained: records, stretches of time, one record."""

from __future__ import annotations

from sladsl.measurement.deciding import Decided, Sight, deciding_records
from sladsl.measurement.due import hand_over_open_time
from sladsl.measurement.one_record import RecordStory, record_stories
from sladsl.measurement.scans import Tables
from sladsl.measurement.uptime.ground import Ground
from sladsl.measurement.uptime.stretches import Stretches, stretches
from sladsl.planning.plan import Measure, Ratio, ServiceLevel
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
    """What was found: the records and stretches of the wanted windows, and what the levels make of the one record."""

    decided: tuple[Decided, ...]
    stretches: tuple[Stretches, ...]
    stories: tuple[RecordStory, ...]


def look(sight: Sight, wanted: Wanted) -> Seen:
    """Look at the records of the wanted windows; what was measured has left the scans' tables."""
    hand_over_open_time(sight.session, sight.tables)
    loaded, tables = sight.loaded, sight.tables
    levels = [each for each in loaded.plan.levels if wanted.level in {None, each.name} and each.series]
    ground = Ground(sight.session, loaded.plan, loaded.reading.shapes, tables)
    files = [file.raw.name for file in loaded.files]
    stories = () if wanted.record is None else record_stories(sight, wanted.record)
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
            for found in stretches(ground, level, _windows(level, tables, wanted), files, wanted.most)
        ),
        tuple(story for story in stories if wanted.level in {None, story.level.name}),
    )


def _windows(level: ServiceLevel, tables: Tables, wanted: Wanted) -> tuple[Window, ...]:
    """The windows of a level that are wanted, as the settlement that is their own reads them."""
    own: dict[tuple[int, int], Window] = {}
    for window in tables.windows[level.window].windows:
        known = own.get((window.start, window.end))
        if wanted.is_shown(window) and (known is None or window.as_of < known.as_of):
            own[window.start, window.end] = window
    return tuple(own.values())
