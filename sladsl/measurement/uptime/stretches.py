"""The stretches of time that a level of time was down, or that exclusions took, and the records that show them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from enum import StrEnum
from typing import assert_never

from sladsl.measurement.engines.engine import make_table, query
from sladsl.measurement.files.raw_files import ROW
from sladsl.measurement.records.staging import FILE, key_column
from sladsl.measurement.scanning.reads import record_set
from sladsl.measurement.sql.pieces import NULL, Sql, all_of, any_of, column, integer, listed, name, sql
from sladsl.measurement.uptime.beside import lasting
from sladsl.measurement.uptime.frames import Frame, frames
from sladsl.measurement.uptime.level import LineTables, lines_of_time
from sladsl.measurement.uptime.measurement_context import MeasurementContext
from sladsl.measurement.uptime.partition import beside_series, in_series, keyed, keys, table
from sladsl.measurement.uptime.rates import NONE_DOWN, DownIntervals, worst_rates
from sladsl.measurement.uptime.reduce import run_pieces
from sladsl.measurement.uptime.samples import read_as_of
from sladsl.measurement.uptime.slots import in_slots
from sladsl.measurement.uptime.sources import SHOWS, beside, down_of, own
from sladsl.planning.plan import Beside, Exclusion, Outages, Rates, Samples, ServiceLevel
from sladsl.planning.windows import Window
from sladsl.values import frozen


class StretchKind(StrEnum):
    """What a stretch of time is."""

    DOWN = "down"
    EXCLUDED = "excluded"


@frozen
class StretchEvidence:
    """A record that shows a stretch of time: its record set, its key where it has one, and where it stands."""

    records: str
    record: str | None
    file: str
    row: int
    begins: int
    ends: int | None


@frozen
class TimeStretch:
    """A run of down time, or of excluded time, in a window.

    It lasts from `begins` to `ends`, which may lie outside the window; `time` is the agreed time of it that lies
    inside, in µs. `entity` is empty where the level is about one thing. `shown_by` are no more records than were asked
    for, and there are `unlisted` more; those of rates are told of their intervals.
    """

    state: StretchKind
    entity: str
    begins: int
    ends: int
    time: int
    shown_by: tuple[StretchEvidence, ...]
    unlisted: int = 0


@frozen
class Stretches:
    """The stretches of one series in one window, the longest first and no more of a state than were asked for.

    `rates` are, where rates are the evidence, the intervals that are down, the worst first.
    """

    level: str
    key: tuple[str, ...]
    window: Window
    stretches: tuple[TimeStretch, ...]
    rates: DownIntervals = NONE_DOWN


@frozen
class StretchQuery:
    """Which stretches are listed: the longest `most` of each window, of those that meet [since, until) in µs."""

    most: int
    since: int = -(2**62)
    until: int = 2**62


def stretches(
    context: MeasurementContext,
    level: ServiceLevel,
    wanted: Collection[Window],
    files: Sequence[str],
    chosen: StretchQuery,
) -> Iterator[Stretches]:
    """The stretches of a level of time in some windows; `files` are the names of the files that were read."""
    most = chosen.most
    windows = context.tables.windows[level.window].windows
    for frame in frames(context.plan, level, windows):
        spans = [span for span in frame.spans if span.window in wanted]
        lines = lines_of_time(context, level, frame, {}) if spans else None
        if lines is None:
            continue
        numbers = [span.number for span in spans]
        found = {state: _found(context, lines, state, numbers, chosen) for state in StretchKind}
        shown = {
            StretchKind.DOWN: _showing(
                context, _own_records(context, lines.level, frame), StretchKind.DOWN, lines.level, most
            ),
            StretchKind.EXCLUDED: _showing(
                context,
                list(_excluding(context, lines.level, frame)),
                StretchKind.EXCLUDED,
                lines.level,
                most,
            ),
        }
        for span in spans:
            rates = worst_rates(context, lines.level, frame, span, most)
            for position, series in enumerate(lines.level.series):
                mine = [
                    _stretch(state, run, shown[state][position, run[0], run[1]], files, most)
                    for state, rows in found.items()
                    for run in rows[span.number, position]
                ]
                yield Stretches(
                    level.name, series.key, span.window, tuple(mine), rates.get(position, NONE_DOWN)
                )


_Run = tuple[str, int, int, int]  # an entity, when the run begins and ends, and its agreed time in the window
_Shown = tuple[str, str | None, int, int, int, int | None]  # a record set, and what a record of it says


def _kept(level: ServiceLevel, state: StretchKind) -> str:
    """The table of the runs of a state that are listed."""
    return table(level, f"listed {state}")


def _found(
    context: MeasurementContext,
    lines: LineTables,
    state: StretchKind,
    numbers: Sequence[int],
    chosen: StretchQuery,
) -> dict[tuple[int, int], list[_Run]]:
    """The longest runs of each wanted window and series; makes the table of them."""
    least = down_of(lines.level).least if state is StretchKind.DOWN else 0
    wanted = any_of(sql("number = {}", integer(each)) for each in numbers)
    runs = sql(
        "SELECT number, series, entity, run_begins, run_ends, sum(ends - begins) AS spent FROM ({}) AS p"
        " WHERE ({}) AND run_begins < {} AND run_ends > {} GROUP BY number, series, entity, run_begins, run_ends",
        *(run_pieces(lines.states, state, lines.clipping, least), wanted),
        *(integer(chosen.until), integer(chosen.since)),
    )
    longest = sql(
        "SELECT *, row_number() OVER (PARTITION BY number, series ORDER BY spent DESC, run_begins, entity) AS place"
        " FROM ({}) AS r",
        runs,
    )
    kept = _kept(lines.level, state)
    make_table(
        context.session, kept, sql("SELECT * FROM ({}) AS l WHERE place <= {}", longest, integer(chosen.most))
    )
    rows = sql(
        "SELECT number, series, entity, run_begins, run_ends, spent FROM {} ORDER BY number, series, place",
        name(kept),
    )
    found: dict[tuple[int, int], list[_Run]] = defaultdict(list)
    for number, series, entity, begins, ends, time in query(context.session, rows):
        found[number, series].append((entity, begins, ends, int(time)))
    return found


def _stretch(
    state: StretchKind, run: _Run, shown: Sequence[tuple[_Shown, int]], files: Sequence[str], most: int
) -> TimeStretch:
    """A run with the records that show it, the first ones first; each comes with how many its record set has."""
    entity, begins, ends, time = run
    records = sorted((each for each, _ in shown), key=lambda each: (each[4], each[3]))[:most]
    numbers = {each[0]: number for each, number in shown}
    by = (
        StretchEvidence(name_, key, files[file], row, first, last)
        for name_, key, file, row, first, last in records
    )
    return TimeStretch(state, entity, begins, ends, time, tuple(by), sum(numbers.values()) - len(records))


def _own_records(context: MeasurementContext, level: ServiceLevel, frame: Frame) -> list[tuple[str, Sql]]:
    """The level's outages or bad samples; what rates show is told of their intervals."""
    source, down = own(level), down_of(level)
    during = list(_besides(context, level, frame, down.during))
    match down.evidence:
        case Outages():
            columns = [*keyed(level), *lasting(source), *map(name, (FILE, ROW))]
            rows = context.rows(source, frame.as_of)
        case Samples(every=every):
            columns = [*keys(level), *_lasting_slots(frame, every), *map(name, (FILE, ROW))]
            shows = [*map(name, (FILE, ROW)), name(SHOWS)]
            rows = in_slots(context, level, every, read_as_of(level, frame), shows)
        case Rates():
            return during
        case _:
            assert_never(down.evidence)
    shown = sql("SELECT {} FROM ({}) AS raw WHERE {}", listed(columns), rows, name(SHOWS))
    return [(source.records, in_series(level, shown, _PLACED)), *during]


def _lasting_slots(frame: Frame, every: int) -> list[Sql]:
    """From when to when the slot of a sample lasts, by its number."""
    start, size = integer(frame.origin), integer(every)
    return [sql("{} + k * {} AS begins", start, size), sql("{} + (k + 1) * {} AS ends", start, size)]


_PLACED = [sql("begins"), sql("ends"), *map(name, (FILE, ROW))]


def _excluding(context: MeasurementContext, level: ServiceLevel, frame: Frame) -> Iterator[tuple[str, Sql]]:
    """The records of exclusions, whether or not a budget lets them take time."""
    yield from _besides(context, level, frame, level.exclusions)


def _besides(
    context: MeasurementContext, level: ServiceLevel, frame: Frame, besides: Sequence[Beside | Exclusion]
) -> Iterator[tuple[str, Sql]]:
    for each in besides:
        source = beside(context.plan, each)
        columns = [*lasting(source), *map(name, (*each.alike, FILE, ROW))]
        read = sql("SELECT {} FROM ({}) AS raw", listed(columns), context.rows(source, frame.as_of))
        yield source.records, beside_series(level, each.alike, read, _PLACED)


def _showing(
    context: MeasurementContext,
    sources: Sequence[tuple[str, Sql]],
    state: StretchKind,
    level: ServiceLevel,
    most: int,
) -> dict[tuple[int, str, int], list[tuple[_Shown, int]]]:
    """The first records that show each listed run, by its series, entity and beginning, and how many there are."""
    found: dict[tuple[int, str, int], list[tuple[_Shown, int]]] = defaultdict(list)
    for records, rows in sources:
        key = key_column(record_set(context.plan, records))
        held = NULL if key is None else column("k", key)
        same = all_of(sql("{} = {}", column("k", each), column("r", each)) for each in (FILE, ROW))
        placed = sql(
            "SELECT DISTINCT l.series, l.entity, l.run_begins, CAST({} AS STRING) AS held, r.{} AS file, r.{} AS line,"
            " r.begins, r.ends FROM {} AS l JOIN ({}) AS r ON r.series = l.series"
            " AND (l.entity = '' OR r.entity = l.entity) AND r.begins < l.run_ends"
            " AND (r.ends IS NULL OR l.run_begins < r.ends) JOIN {} AS k ON {}",
            *(held, name(FILE), name(ROW), name(_kept(level, state)), rows, name(records), same),
        )
        numbered = sql(
            "SELECT *, row_number() OVER (PARTITION BY series, entity, run_begins ORDER BY begins, line, file)"
            " AS place, count(*) OVER (PARTITION BY series, entity, run_begins) AS number FROM ({}) AS p",
            placed,
        )
        first = sql(
            "SELECT series, entity, run_begins, held, file, line, begins, ends, number FROM ({}) AS n"
            " WHERE place <= {} ORDER BY series, entity, run_begins, place",
            *(numbered, integer(most)),
        )
        for series, entity, run, record, file, row, begins, ends, number in query(context.session, first):
            found[series, entity, run].append(((records, record, file, row, begins, ends), number))
    return found
