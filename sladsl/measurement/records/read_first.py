"""Local times that the clocks show twice, which are read as the first: how many of each field, by clock change."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Sequence

from attrs import evolve

from sladsl.measurement.engines.engine import Session, query
from sladsl.measurement.files.raw_files import ROW
from sladsl.measurement.records.decoding import decoded, naive_column
from sladsl.measurement.records.loading import Loaded, LoadedFile
from sladsl.measurement.records.staging import FILE
from sladsl.measurement.results import ReadFirst
from sladsl.measurement.scanning.reads import fields_read
from sladsl.measurement.sql.pieces import Sql, all_of, any_of, column, how_many, integer, listed, name, sql
from sladsl.planning.windows import zone_of
from sladsl.planning.zones import day_start, transitions

_MORE_THAN_A_MONTH = dt.timedelta(days=32)


def read_first(session: Session, loaded: Loaded) -> tuple[ReadFirst, ...]:
    """Count, in sound rows and fields that are read, the times without an offset that the clocks show twice."""
    counted = Counter[ReadFirst]()
    for file in loaded.files:
        some = _with_times(session, file, tuple(_places(loaded, file)))
        if some:
            counted.update(dict(zip(some, _local_times(session, loaded, file, some), strict=True)))
    return tuple(evolve(place, times=times) for place, times in counted.items() if times)


def _places(loaded: Loaded, file: LoadedFile) -> Iterator[ReadFirst]:
    """Where a file may have such times: of each field, what is shown twice between its first and its last month."""
    records, zone, read = file.raw.records.name, zone_of(loaded.plan), fields_read(loaded.plan)
    for field, (first, last) in file.survey.local.items():
        if (records, field) in read:
            end = day_start(zone, last + _MORE_THAN_A_MONTH)
            for change in transitions(zone, day_start(zone, first), end):
                if change.after < change.before:
                    start = change.at + change.after - change.before
                    yield ReadFirst(records, field, start, change.at, times=0)


def _with_times(session: Session, file: LoadedFile, places: Sequence[ReadFirst]) -> tuple[ReadFirst, ...]:
    """The places at which the sound rows of a file have times, whether or not with an offset."""
    if not places:
        return ()
    counts = listed(how_many(_is_at(name(place.field), place)) for place in places)
    rows = sql("SELECT {} FROM {} WHERE {}", counts, name(file.raw.records.name), _is_of(file))
    return tuple(place for place, times in zip(places, query(session, rows)[0], strict=True) if times)


def _local_times(
    session: Session, loaded: Loaded, file: LoadedFile, places: Sequence[ReadFirst]
) -> Sequence[int]:
    """How many of the times at each place the file has without an offset, which only its texts tell."""
    at_a_place = any_of(_is_at(name(place.field), place) for place in places)
    fields = listed([name(ROW), *(name(field) for field in dict.fromkeys(place.field for place in places))])
    sound = sql(
        "SELECT {} FROM {} WHERE {}",
        *(fields, name(file.raw.records.name), all_of([_is_of(file), at_a_place])),
    )
    counts = listed(
        how_many(all_of([naive_column(place.field), _is_at(column("s", place.field), place)]))
        for place in places
    )
    found = sql(
        "SELECT {} FROM ({}) AS t JOIN ({}) AS s ON {} = {}",
        *(counts, decoded(file.raw, loaded.plan.currency), sound, column("s", ROW), column("t", ROW)),
    )
    return tuple(query(session, found)[0])


def _is_at(time: Sql, place: ReadFirst) -> Sql:
    return sql("{} >= {} AND {} < {}", time, integer(place.start), time, integer(place.end))


def _is_of(file: LoadedFile) -> Sql:
    return sql("{} = {}", name(FILE), integer(file.number))
