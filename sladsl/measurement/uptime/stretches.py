"""The stretches of time that a level of time was down, or that exclusions took, and the records that show them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from enum import StrEnum

from sladsl.measurement.engine import query
from sladsl.measurement.raw_files import ROW
from sladsl.measurement.reads import record_set
from sladsl.measurement.sql_pieces import NULL, Sql, all_of, column, listed, name, sql
from sladsl.measurement.staging import FILE, key_column
from sladsl.measurement.uptime.beside import lasting
from sladsl.measurement.uptime.frames import Frame, frames
from sladsl.measurement.uptime.ground import Ground
from sladsl.measurement.uptime.level import Lines, lines_of_time
from sladsl.measurement.uptime.partition import beside_series, in_series, keyed
from sladsl.measurement.uptime.reduce import run_pieces
from sladsl.measurement.uptime.sources import SHOWS, beside, down_of, own
from sladsl.planning.plan import Beside, Exclusion, Outages, ServiceLevel
from sladsl.planning.windows import Window
from sladsl.values import frozen


class State(StrEnum):
    """What a stretch of time is."""

    DOWN = "down"
    EXCLUDED = "excluded"


@frozen
class Shower:
    """A record that shows a stretch of time: its record set, its key where it has one, and where it stands."""

    records: str
    record: str | None
    file: str
    row: int
    begins: int
    ends: int | None


@frozen
class Stretch:
    """A run of down time, or of excluded time, in a window.

    It lasts from `begins` to `ends`, which may lie outside the window; `time` is the agreed time of it that lies
    inside, in µs. `entity` is empty where the level is about one thing. `shown_by` is empty for samples and rates.
    """

    state: State
    entity: str
    begins: int
    ends: int
    time: int
    shown_by: tuple[Shower, ...]


@frozen
class Stretches:
    """The stretches of one series in one window, the longest first and no more of a state than were asked for."""

    level: str
    key: tuple[str, ...]
    window: Window
    stretches: tuple[Stretch, ...]


_Line = tuple[int, str]  # a series' position and an entity


def stretches(
    ground: Ground, level: ServiceLevel, wanted: Collection[Window], files: Sequence[str], most: int
) -> Iterator[Stretches]:
    """The stretches of a level of time in some windows; `files` are the names of the files that were read."""
    windows = ground.tables.windows[level.window].windows
    for frame in frames(ground.plan, level, windows):
        spans = [span for span in frame.spans if span.window in wanted]
        lines = lines_of_time(ground, level, frame, {}) if spans else None
        if lines is None:
            continue
        found = {state: _found(ground, lines, state) for state in State}
        shown = {
            State.DOWN: _by_line(ground, _own_records(ground, lines.level, frame), files),
            State.EXCLUDED: _by_line(ground, list(_excluding(ground, lines.level, frame)), files),
        }
        for span in spans:
            for position, series in enumerate(lines.level.series):
                mine = [
                    stretch
                    for state, rows in found.items()
                    for stretch in _longest(
                        state, rows.get((span.number, position), []), shown[state], position, most
                    )
                ]
                yield Stretches(level.name, series.key, span.window, tuple(mine))


_Run = tuple[str, int, int, int]  # an entity, when the run begins and ends, and its agreed time in the window


def _found(ground: Ground, lines: Lines, state: State) -> dict[tuple[int, int], list[_Run]]:
    """The runs of each window and series."""
    least = down_of(lines.level).least if state is State.DOWN else 0
    pieces = run_pieces(lines.states, state, lines.clipping, least)
    rows = query(
        ground.session,
        sql(
            "SELECT number, series, entity, run_begins, run_ends, sum(ends - begins) FROM ({}) AS p"
            " GROUP BY number, series, entity, run_begins, run_ends",
            pieces,
        ),
    )
    found: dict[tuple[int, int], list[_Run]] = defaultdict(list)
    for number, series, entity, begins, ends, time in rows:
        found[number, series].append((entity, begins, ends, int(time)))
    return found


def _longest(
    state: State, runs: Sequence[_Run], shown: Mapping[_Line, Sequence[Shower]], series: int, most: int
) -> Iterator[Stretch]:
    for entity, begins, ends, time in sorted(runs, key=lambda run: (-run[3], run[1], run[0]))[:most]:
        lines = [key for key in shown if key[0] == series and entity in {"", key[1]}]
        by = [
            each
            for key in lines
            for each in shown[key]
            if each.begins < ends and (each.ends is None or begins < each.ends)
        ]
        yield Stretch(
            state,
            entity,
            begins,
            ends,
            time,
            tuple(sorted(set(by), key=lambda each: (each.begins, each.row))),
        )


def _own_records(ground: Ground, level: ServiceLevel, frame: Frame) -> list[tuple[str, Sql]]:
    """The level's outages; what samples and rates show is too much to list."""
    source = own(level)
    if not isinstance(down_of(level).evidence, Outages):
        return []
    columns = [*keyed(level), *lasting(source), *map(name, (FILE, ROW))]
    shows = sql(
        "SELECT {} FROM ({}) AS raw WHERE {}", listed(columns), ground.rows(source, frame.as_of), name(SHOWS)
    )
    during = list(_besides(ground, level, frame, down_of(level).during))
    return [(source.records, in_series(level, shows, _PLACED)), *during]


_PLACED = [sql("begins"), sql("ends"), *map(name, (FILE, ROW))]


def _excluding(ground: Ground, level: ServiceLevel, frame: Frame) -> Iterator[tuple[str, Sql]]:
    """The records of exclusions, whether or not a budget lets them take time."""
    yield from _besides(ground, level, frame, level.exclusions)


def _besides(
    ground: Ground, level: ServiceLevel, frame: Frame, besides: Sequence[Beside | Exclusion]
) -> Iterator[tuple[str, Sql]]:
    for each in besides:
        source = beside(ground.plan, each)
        columns = [*lasting(source), *map(name, (*each.alike, FILE, ROW))]
        read = sql("SELECT {} FROM ({}) AS raw", listed(columns), ground.rows(source, frame.as_of))
        yield source.records, beside_series(level, each.alike, read, _PLACED)


def _by_line(
    ground: Ground, sources: Sequence[tuple[str, Sql]], files: Sequence[str]
) -> dict[_Line, list[Shower]]:
    found: dict[_Line, list[Shower]] = defaultdict(list)
    for records, rows in sources:
        key = key_column(record_set(ground.plan, records))
        held = NULL if key is None else column("k", key)
        same = all_of(sql("{} = {}", column("k", each), column("r", each)) for each in (FILE, ROW))
        placed = sql(
            "SELECT r.series, r.entity, CAST({} AS STRING), r.{}, r.{}, r.begins, r.ends FROM ({}) AS r"
            " JOIN {} AS k ON {}",
            *(held, name(FILE), name(ROW), rows, name(records), same),
        )
        for series, entity, record, file, row, begins, ends in query(ground.session, placed):
            found[series, entity].append(Shower(records, record, files[file], row, begins, ends))
    return found
