"""Samples, each of which stands for its whole slot: which slots are bad, and which have no sample."""

from __future__ import annotations

from sladsl.measurement.engines.engine import make_table
from sladsl.measurement.sql.pieces import Sql, integer, name, sql
from sladsl.measurement.uptime.cells import (
    CELLS,
    before_found,
    bits,
    first_of,
    gaps,
    in_cells,
    make_lines,
    slots_of,
    slots_of_a_cell,
)
from sladsl.measurement.uptime.found import Found, found_values
from sladsl.measurement.uptime.frames import Frame
from sladsl.measurement.uptime.intervals import Shown, clipped, numbered_runs
from sladsl.measurement.uptime.measurement_context import MeasurementContext
from sladsl.measurement.uptime.partition import (
    ENTITIES,
    entities,
    in_series,
    pools_values,
    table,
    told_apart,
)
from sladsl.measurement.uptime.slots import in_slots, known_slots
from sladsl.measurement.uptime.sources import SHOWS, own
from sladsl.planning.plan import Missing, Samples, ServiceLevel, SlotRule

_RAW_CELLS = "raw cells"


def make_raw_cells(
    context: MeasurementContext, level: ServiceLevel, samples: Samples, as_of: int | None
) -> str:
    """Make the table of cells by the values of the records, before it is known which of them are one line of time.

    `deciding` are the slots with a sample that decides alone: a bad one, or a good one where all of a slot must be bad.
    """
    rows = in_slots(context, level, samples.every, as_of, [sql("{} AS shows", name(SHOWS))])
    decides = sql("NOT shows") if samples.one_slot is SlotRule.ALL else sql("shows")
    columns = [
        *([] if level.entities is not None else [sql("'' AS entity")]),
        sql("count(*) AS samples"),
        sql("bit_or(bit) AS slots"),
        sql("{} AS deciding", bits(decides)),
    ]
    made = raw_cells(level)
    make_table(
        context.session, made, in_cells(rows, told_apart(level), slots_of_a_cell(samples.every), columns)
    )
    return made


def cells_of_lines(level: ServiceLevel, raw: str) -> Sql:
    """Raw cells as cells of lines of time: those of several values that are one line are one."""
    columns = [sql("r.cell"), sql("r.samples"), sql("r.slots"), sql("r.deciding")]
    cells = in_series(level, sql("SELECT * FROM {}", name(raw)), columns)
    if not pools_values(level):
        return cells
    return sql(
        "SELECT series, entity, cell, sum(samples) AS samples, bit_or(slots) AS slots,"
        " bit_or(deciding) AS deciding FROM ({}) AS x GROUP BY series, entity, cell",
        cells,
    )


def raw_cells(level: ServiceLevel) -> str:
    """The name of that table."""
    return table(level, _RAW_CELLS)


def found_in(
    context: MeasurementContext, level: ServiceLevel, samples: Samples, frame: Frame, raw: str
) -> Found | None:
    """The values of the level's open dimensions that samples in a table of raw cells hold."""
    known = integer(known_slots(samples.every, frame.origin, frame.until))
    first = first_of(sql("slots"), samples.every)
    rows = sql("SELECT * FROM {} WHERE {} < {}", name(raw), first, known)
    return found_values(context.session, context.plan, level, rows)


def make_samples(
    context: MeasurementContext, level: ServiceLevel, samples: Samples, frame: Frame, raw: str
) -> Shown:
    """Make the tables of a level's samples and of its lines of time, whose values are known by now.

    What is shown is the time of bad slots, and of those without a sample as the level says they count.
    """
    session, every = context.session, samples.every
    bad = sql("slots & ~deciding") if samples.one_slot is SlotRule.ALL else sql("deciding")
    cells = sql(
        "SELECT series, entity, cell, samples, slots, {} AS bad, {} AS first FROM ({}) AS c",
        *(bad, first_of(sql("slots"), every), cells_of_lines(level, raw)),
    )
    make_table(session, table(level, CELLS), cells)
    known = integer(known_slots(every, frame.origin, frame.until))
    found = sql("SELECT DISTINCT series, entity FROM {} WHERE first < {}", name(table(level, CELLS)), known)
    make_table(session, table(level, ENTITIES), entities(context.plan, level, found))
    make_lines(session, level)
    with_bad = sql(
        "SELECT series, entity, cell, bad AS bits FROM {} WHERE bad <> 0", name(table(level, CELLS))
    )
    down = numbered_runs(slots_of(with_bad, every), every, frame.origin)
    return with_gaps(level, every, samples.missing, frame, clipped(down, frame.origin, frame.until))


def read_as_of(level: ServiceLevel, frame: Frame) -> int | None:
    """As of when samples are read: as of any time, unless a condition on them reads other times."""
    return frame.as_of if own(level).changes else None


def with_gaps(level: ServiceLevel, every: int, missing: Missing, frame: Frame, down: Sql) -> Shown:
    """Down time, with the slots that have no evidence counted as `missing` says."""
    gone = before_found(level, every, frame.origin, frame.until)
    if missing is not Missing.UP:
        empty = gaps(level, every, frame.origin, frame.until)
        if missing is Missing.DOWN:
            down = sql("{} UNION ALL {}", down, clipped(empty, frame.origin, frame.until))
        else:
            gone = empty if gone is None else sql("({}) UNION ALL ({})", gone, empty)
    return Shown(down, None if gone is None else clipped(gone, frame.origin, frame.until))
