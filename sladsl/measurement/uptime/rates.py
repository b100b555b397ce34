"""Rates: the records of an interval are summed before they are divided, and the quotient says whether it is down."""

from __future__ import annotations

from fractions import Fraction
from typing import LiteralString

from sladsl.measurement.counts.valued_rows import sorting
from sladsl.measurement.engines.engine import make_table, query
from sladsl.measurement.sql.exact import Exact, SqlInteger, comparison, constant, over
from sladsl.measurement.sql.expressions import number
from sladsl.measurement.sql.pieces import WIDE, Sql, integer, listed, name, sql
from sladsl.measurement.uptime.cells import CELLS, bits, in_cells, make_lines, slots_of_a_cell
from sladsl.measurement.uptime.found import Found, found_values
from sladsl.measurement.uptime.frames import Frame, MeasuredWindow
from sladsl.measurement.uptime.intervals import Shown, clipped, numbered_runs
from sladsl.measurement.uptime.measurement_context import MeasurementContext
from sladsl.measurement.uptime.partition import ENTITIES, entities, in_series, keys, table
from sladsl.measurement.uptime.samples import read_as_of, with_gaps
from sladsl.measurement.uptime.slots import in_slots, known_slots
from sladsl.measurement.uptime.sources import down_of, own
from sladsl.planning.plan import Comparator, Rates, ServiceLevel
from sladsl.values import frozen

RAW_RATES, _RATES = "raw rates", "rates"
_ROWS_DIGITS = 10  # no interval has more records than a number of so many digits says
_OPERATORS: dict[Comparator, LiteralString] = {
    Comparator.AT_LEAST: ">=",
    Comparator.ABOVE: ">",
    Comparator.AT_MOST: "<=",
    Comparator.UNDER: "<",
}


@frozen
class RatedInterval:
    """An interval from `begins` on, in µs, its entity where the level is about several, and its quotient."""

    entity: str
    begins: int
    rate: Fraction


@frozen
class DownIntervals:
    """How many intervals of a window are down, and as many of the worst ones as were asked for."""

    number: int
    worst: tuple[RatedInterval, ...]


NONE_DOWN = DownIntervals(0, ())


def found_in(context: MeasurementContext, level: ServiceLevel, rates: Rates, frame: Frame) -> Found | None:
    """The values of the level's open dimensions that its records hold; makes the table of their sums."""
    make_raw_rates(context, level, rates, read_as_of(level, frame))
    known = integer(known_slots(rates.every, frame.origin, frame.until))
    rows = sql("SELECT * FROM {} WHERE k < {}", name(table(level, RAW_RATES)), known)
    return found_values(context.session, context.plan, level, rows)


def make_rates(context: MeasurementContext, level: ServiceLevel, rates: Rates, frame: Frame) -> Shown:
    """Make the tables of a level's rates and of its lines of time, whose values are known by now.

    What is shown is the time of intervals that are down, and of empty ones as the level says they count.
    """
    session, made = context.session, name(table(level, _RATES))
    make_table(session, table(level, _RATES), summed(level))
    whose, slots = [sql("series"), sql("entity")], slots_of_a_cell(rates.every)
    rows = sql("SELECT series, entity, k, bottom FROM {}", made)
    columns = [sql("{} AS slots", bits(sql("bottom <> 0"))), sql("min(k) AS first")]
    cells = in_cells(rows, whose, slots, columns)
    make_table(session, table(level, CELLS), cells)
    known = integer(known_slots(rates.every, frame.origin, frame.until))
    found = sql("SELECT DISTINCT series, entity FROM {} WHERE k < {}", made, known)
    make_table(session, table(level, ENTITIES), entities(context.plan, level, found))
    make_lines(session, level)
    is_down = _is_down(context, level, rates)
    bad = sql("SELECT series, entity, k FROM {} WHERE bottom <> 0 AND {}", made, is_down)
    down = clipped(numbered_runs(bad, rates.every, frame.origin), frame.origin, frame.until)
    return with_gaps(level, rates.every, rates.empty, frame, down)


def make_raw_rates(context: MeasurementContext, level: ServiceLevel, rates: Rates, as_of: int | None) -> None:
    """Make the table of the sums of each interval by the values of the records."""
    scope = context.scope(own(level))
    columns = [
        sql("CAST({} AS {}) AS {}", number(side, scope).numerator.sql, WIDE, name(part))
        for side, part in ((rates.over, "top"), (rates.under, "bottom"))
    ]
    rows = in_slots(context, level, rates.every, as_of, columns)
    grouped = listed([*keys(level), sql("k")])
    sums = sql(
        "SELECT {}, sum(top) AS top, sum(bottom) AS bottom FROM ({}) AS x GROUP BY {}", grouped, rows, grouped
    )
    make_table(context.session, table(level, RAW_RATES), sums)


def summed(level: ServiceLevel) -> Sql:
    """The sums of each interval of each line of time."""
    raw = sql("SELECT * FROM {}", name(table(level, RAW_RATES)))
    return sql(
        "SELECT series, entity, k, sum(top) AS top, sum(bottom) AS bottom FROM ({}) AS x"
        " GROUP BY series, entity, k",
        in_series(level, raw, [sql("k"), sql("top"), sql("bottom")]),
    )


def _is_down(context: MeasurementContext, level: ServiceLevel, rates: Rates) -> Sql:
    operator = _OPERATORS[rates.comparator]
    return comparison(operator, _rate(context, level, rates), constant(rates.limit.amount))


def _rate(context: MeasurementContext, level: ServiceLevel, rates: Rates) -> Exact:
    """The quotient of a row of the table of rates."""
    scope = context.scope(own(level))
    top, bottom = (
        Exact(SqlInteger(name(part), each.numerator.digits + _ROWS_DIGITS), each.scale)
        for part, each in (("top", number(rates.over, scope)), ("bottom", number(rates.under, scope)))
    )
    return over(top, bottom)


def worst_rates(
    context: MeasurementContext, level: ServiceLevel, frame: Frame, span: MeasuredWindow, most: int
) -> dict[int, DownIntervals]:
    """The intervals of a window that are down, by the place of their series: the worst first, no more than `most`.

    The table of rates is there already. The engine puts them in order by as many digits as it calculates with.
    """
    found: dict[int, DownIntervals] = {}
    rates = down_of(level).evidence
    if not isinstance(rates, Rates):
        return found
    rate, every = _rate(context, level, rates), rates.every
    first = (span.window.start - frame.origin) // every
    until = known_slots(every, frame.origin, min(span.window.end, frame.until))
    assert rate.denominator is not None, "what is divided has one"
    down = sql(
        "SELECT series, entity, k, {} AS numerator, {} AS denominator FROM {}"
        " WHERE bottom <> 0 AND {} AND k >= {} AND k < {}",
        *(rate.numerator.sql, rate.denominator.sql, name(table(level, _RATES))),
        *(_is_down(context, level, rates), integer(first), integer(until)),
    )
    is_high_bad = rates.comparator in {Comparator.AT_LEAST, Comparator.ABOVE}
    worst = sql("{} {}", sorting(rate).sql, Sql(("DESC" if is_high_bad else "ASC",)))
    ranked = sql(
        "SELECT *, row_number() OVER (PARTITION BY series ORDER BY {}, k, entity) AS place,"
        " count(*) OVER (PARTITION BY series) AS number FROM ({}) AS d",
        *(worst, down),
    )
    rows = sql(
        "SELECT series, number, entity, k, numerator, denominator FROM ({}) AS r WHERE place <= {}"
        " ORDER BY series, place",
        *(ranked, integer(most)),
    )
    for series, how_many, entity, k, top, bottom in query(context.session, rows):
        value = Fraction(int(top), 10**rate.scale * int(bottom))
        listed_ = found.get(series, NONE_DOWN).worst
        one = RatedInterval(entity, frame.origin + k * every, value)
        found[series] = DownIntervals(how_many, (*listed_, one))
    return found
