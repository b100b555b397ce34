"""Samples, each of which stands for its whole slot: which slots are bad, and which have no sample."""

from __future__ import annotations

from sladsl.measurement.engines.engine import make_table
from sladsl.measurement.sql.pieces import Sql, integer, listed, name, sql
from sladsl.measurement.uptime.cells import CELLS, before_found, gaps, in_cells, slots_of_a_cell, united
from sladsl.measurement.uptime.found import Found, found_values
from sladsl.measurement.uptime.frames import Frame
from sladsl.measurement.uptime.intervals import Shown, clipped, numbered_runs
from sladsl.measurement.uptime.measurement_context import MeasurementContext
from sladsl.measurement.uptime.partition import ENTITIES, entities, in_series, keys, table
from sladsl.measurement.uptime.slots import in_slots, known_slots
from sladsl.measurement.uptime.sources import SHOWS, own
from sladsl.planning.plan import Missing, Samples, ServiceLevel, SlotRule

_RAW_CELLS, _BAD = "raw cells", "bad slots"


def make_raw_cells(
    context: MeasurementContext, level: ServiceLevel, samples: Samples, as_of: int | None
) -> str:
    """Make the table of cells by the values of the records, before it is known which of them are one line of time."""
    rows, made = in_slots(context, level, samples.every, as_of, []), raw_cells(level)
    make_table(context.session, made, in_cells(rows, keys(level), slots_of_a_cell(samples.every)))
    return made


def raw_cells(level: ServiceLevel) -> str:
    """The name of that table."""
    return table(level, _RAW_CELLS)


def found_in(
    context: MeasurementContext, level: ServiceLevel, samples: Samples, frame: Frame, raw: str
) -> Found | None:
    """The values of the level's open dimensions that samples in a table of raw cells hold."""
    known = integer(known_slots(samples.every, frame.origin, frame.until))
    rows = sql("SELECT * FROM {} WHERE first < {}", name(raw), known)
    return found_values(context.session, context.plan, level, rows)


def make_samples(
    context: MeasurementContext, level: ServiceLevel, samples: Samples, frame: Frame, raw: str
) -> Shown:
    """Make the tables of a level's samples and of its lines of time, whose values are known by now.

    What is shown is the time of bad slots, and of those without a sample as the level says they count.
    """
    session, as_of = context.session, read_as_of(level, frame)
    columns = [sql("r.cell"), sql("r.samples"), sql("r.slots"), sql("r.first")]
    cells = in_series(level, sql("SELECT * FROM {}", name(raw)), columns)
    make_table(session, table(level, CELLS), united(cells))
    known = integer(known_slots(samples.every, frame.origin, frame.until))
    found = sql("SELECT DISTINCT series, entity FROM {} WHERE first < {}", name(table(level, CELLS)), known)
    make_table(session, table(level, ENTITIES), entities(context.plan, level, found))
    make_table(session, table(level, _BAD), _bad(context, level, samples, as_of))
    bad = sql("SELECT * FROM {}", name(table(level, _BAD)))
    down = clipped(numbered_runs(bad, samples.every, frame.origin), frame.origin, frame.until)
    return with_gaps(context, level, samples.every, samples.missing, frame, down)


def read_as_of(level: ServiceLevel, frame: Frame) -> int | None:
    """As of when samples are read: as of any time, unless a condition on them reads other times."""
    return frame.as_of if own(level).changes else None


def with_gaps(
    context: MeasurementContext, level: ServiceLevel, every: int, missing: Missing, frame: Frame, down: Sql
) -> Shown:
    """Down time, with the slots that have no evidence counted as `missing` says."""
    gone = before_found(level, every, frame.origin, frame.until)
    if missing is not Missing.UP:
        empty = gaps(context.session, level, every, frame.origin, frame.until)
        if missing is Missing.DOWN:
            down = sql("{} UNION ALL {}", down, clipped(empty, frame.origin, frame.until))
        else:
            gone = empty if gone is None else sql("({}) UNION ALL ({})", gone, empty)
    return Shown(down, None if gone is None else clipped(gone, frame.origin, frame.until))


def _bad(context: MeasurementContext, level: ServiceLevel, samples: Samples, as_of: int | None) -> Sql:
    """The slots with a bad sample, or with bad samples alone where the level needs all of them."""
    rows = in_slots(context, level, samples.every, as_of, [sql("{} AS shows", name(SHOWS))])
    number = [sql("r.k")]
    shows = in_series(level, sql("SELECT {} FROM ({}) AS b WHERE shows", _keyed_k(level), rows), number)
    bad = sql("SELECT DISTINCT series, entity, k FROM ({}) AS b", shows)
    if samples.one_slot is not SlotRule.ALL:
        return bad
    good = in_series(level, sql("SELECT {} FROM ({}) AS g WHERE NOT shows", _keyed_k(level), rows), number)
    return sql(
        "WITH bad AS ({}), kept AS (SELECT DISTINCT b.series, b.entity, b.k FROM ({}) AS g JOIN bad AS b"
        " ON b.series = g.series AND b.entity = g.entity AND b.k = g.k)"
        " SELECT b.series, b.entity, b.k FROM bad AS b LEFT JOIN kept AS u"
        " ON u.series = b.series AND u.entity = b.entity AND u.k = b.k WHERE u.k IS NULL",
        *(bad, good),
    )


def _keyed_k(level: ServiceLevel) -> Sql:
    return listed([*keys(level), sql("k")])
