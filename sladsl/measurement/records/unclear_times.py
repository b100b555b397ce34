"""Local times that a change of the clocks shows twice, or skips: how many of each field, by change.

One that is shown twice is read as the first, one that is skipped as the end of the gap.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Sequence

from sladsl.measurement.engines.engine import Session, query
from sladsl.measurement.files.raw_files import ROW
from sladsl.measurement.records.decoding import decoded, naive_column, read_column
from sladsl.measurement.records.loading import Loaded, LoadedFile
from sladsl.measurement.records.staging import FILE
from sladsl.measurement.results import UnclearTimes
from sladsl.measurement.scanning.reads import fields_read
from sladsl.measurement.sql.pieces import Sql, all_of, any_of, column, how_many, integer, listed, name, sql
from sladsl.planning.windows import zone_of
from sladsl.planning.zones import day_start, transitions
from sladsl.values import evolve

_MORE_THAN_A_MONTH = dt.timedelta(days=32)


def unclear_times(session: Session, loaded: Loaded) -> tuple[UnclearTimes, ...]:
    """Count, in sound rows and fields that are read, the times without an offset that are shown twice or skipped."""
    counted = Counter[UnclearTimes]()
    for file in loaded.files:
        some = _with_times(session, file, tuple(_places(loaded, file)))
        if some:
            counted.update(dict(zip(some, _local_times(session, loaded, file, some), strict=True)))
    return tuple(evolve(place, times=times) for place, times in counted.items() if times)


def _places(loaded: Loaded, file: LoadedFile) -> Iterator[UnclearTimes]:
    """Where a file may have such times: of each field, each change between its first and its last month."""
    records, zone, read = file.raw.records.name, zone_of(loaded.plan), fields_read(loaded.plan)
    for field, (first, last) in file.survey.local.items():
        if (records, field) in read:
            # A day of which the clocks skip the beginning starts with the change.
            start, end = day_start(zone, first) - 1, day_start(zone, last + _MORE_THAN_A_MONTH)
            yield from (
                UnclearTimes(records, field, change, times=0) for change in transitions(zone, start, end)
            )


def _with_times(
    session: Session, file: LoadedFile, places: Sequence[UnclearTimes]
) -> tuple[UnclearTimes, ...]:
    """The places at which the sound rows of a file have times, whether or not with an offset."""
    if not places:
        return ()
    counts = listed(how_many(_is_at(place)) for place in places)
    rows = sql("SELECT {} FROM {} WHERE {}", counts, name(file.raw.records.name), _is_of(file))
    return tuple(place for place, times in zip(places, query(session, rows)[0], strict=True) if times)


def _local_times(
    session: Session, loaded: Loaded, file: LoadedFile, places: Sequence[UnclearTimes]
) -> Sequence[int]:
    """How many of the times at each place the file has without an offset, which only its texts tell."""
    sound = sql(
        "SELECT {} FROM {} WHERE {}",
        *(name(ROW), name(file.raw.records.name)),
        all_of([_is_of(file), any_of(_is_at(place) for place in places)]),
    )
    found = sql(
        "SELECT {} FROM ({}) AS t JOIN ({}) AS s ON {} = {}",
        *(listed(how_many(_is_unclear(place)) for place in places), decoded(file.raw, loaded.plan.currency)),
        *(sound, column("s", ROW), column("t", ROW)),
    )
    return tuple(query(session, found)[0])


def _is_at(place: UnclearTimes) -> Sql:
    """Whether an instant may be that of an unclear time: all skipped ones are the instant of the change."""
    time, change = name(place.field), integer(place.change.at)
    if place.is_skipped:
        return sql("{} = {}", time, change)
    return sql("{} >= {} AND {} < {}", time, integer(place.change.at - place.length), time, change)


def _is_unclear(place: UnclearTimes) -> Sql:
    """Whether a time is written without an offset and as the clocks show it twice, or never."""
    written, change = read_column(place.field), place.change
    first, last = sorted((change.at + change.before, change.at + change.after))
    between = sql("{} >= {} AND {} < {}", written, integer(first), written, integer(last))
    return all_of([naive_column(place.field), between])


def _is_of(file: LoadedFile) -> Sql:
    return sql("{} = {}", name(FILE), integer(file.number))
