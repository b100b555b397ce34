"""From the states of lines of time to what each window and series comes to: sums, and runs of down time."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from sladsl.measurement.engines.engine import Statements, query
from sladsl.measurement.sql.pieces import WIDE, Sql, integer, listed, name, sql
from sladsl.measurement.uptime.intervals import cut, runs
from sladsl.measurement.uptime.measurement_context import MeasurementContext
from sladsl.measurement.uptime.outages import OUTAGES
from sladsl.measurement.uptime.partition import table
from sladsl.measurement.uptime.sources import down_of, measure_of
from sladsl.measurement.uptime.weights import weighted_down
from sladsl.planning.buckets import MINUTE
from sladsl.planning.plan import ServiceLevel
from sladsl.planning.series import weights_of
from sladsl.values import frozen

WindowSeries = tuple[int, int]  # a window's number, a series' position


@frozen
class Clipping:
    """What the time of a line is clipped to: the hours of a calendar, None where it never closes, and windows."""

    hours: str | None
    windows: str
    origin: int


@frozen
class Runs:
    """Runs of down time in a window: their time in µs, how many begin there, the longest, and the time weighted."""

    down: int
    outages: int
    longest: int
    weight: Fraction


@frozen
class Lost:
    """The time of a window, in µs, that is gone, that is gone without exclusions, and that is excluded."""

    gone: int
    gross_gone: int
    excluded: int


@frozen
class Sums:
    """What the time of one window and series comes to."""

    lost: Lost
    net: Runs
    gross: Runs


_NO_RUNS, _NOTHING_LOST = Runs(0, 0, 0, Fraction(0)), Lost(0, 0, 0)


@frozen
class Reduced:
    """What the time of every window and series comes to, where it is not nothing."""

    lost: Mapping[WindowSeries, Lost]
    net: Mapping[WindowSeries, Runs]
    gross: Mapping[WindowSeries, Runs]

    def at(self, place: WindowSeries) -> Sums:
        """What one window and series comes to."""
        return Sums(
            self.lost.get(place, _NOTHING_LOST),
            self.net.get(place, _NO_RUNS),
            self.gross.get(place, _NO_RUNS),
        )


def reduced_time(
    context: MeasurementContext, level: ServiceLevel, states: str, clipping: Clipping
) -> Reduced:
    """Sum up the states in a table; without exclusions, net and gross are the same."""
    net = _down_runs(context, level, states, "down", clipping)
    gross = _down_runs(context, level, states, "gross_down", clipping) if level.exclusions else net
    return Reduced(_lost(context.session, states, clipping), net, gross)


def _lost(session: Statements, states: str, clipping: Clipping) -> dict[WindowSeries, Lost]:
    columns = [sql("series"), sql("entity"), sql("gone"), sql("gross_gone"), sql("excluded")]
    held = sql(
        "SELECT {}, begins, ends FROM {} WHERE gone + gross_gone + excluded > 0",
        *(listed(columns), name(states)),
    )
    pieces = _in_windows(_in_hours(held, columns, clipping), columns, clipping)
    totals = listed(
        sql("sum(CAST((ends - begins) * {} AS {}))", name(state), WIDE)
        for state in ("gone", "gross_gone", "excluded")
    )
    found = query(
        session, sql("SELECT number, series, {} FROM ({}) AS p GROUP BY number, series", totals, pieces)
    )
    return {
        (window, series): Lost(int(gone), int(gross), int(excluded))
        for window, series, gone, gross, excluded in found
    }


def _down_runs(
    context: MeasurementContext, level: ServiceLevel, states: str, state: str, clipping: Clipping
) -> dict[WindowSeries, Runs]:
    """Per window and series, the runs of a state that are long enough, as far as they are agreed time.

    A run counts where its first agreed time lies. In whole minutes, what each has in a window beyond them is dropped.
    """
    pieces, measure = run_pieces(states, state, clipping, down_of(level).least), measure_of(level)
    rest = sql(" - sum(ends - begins) % {}", integer(MINUTE)) if measure.whole_minutes else sql("")
    found = query(
        context.session,
        sql(
            "SELECT number, series, sum(CAST(down AS {})), sum(fresh), max(down) FROM ("
            "SELECT number, series, entity, run_begins, sum(ends - begins){} AS down,"
            " max(CASE WHEN begins = opening THEN 1 ELSE 0 END) AS fresh"
            " FROM ({}) AS p GROUP BY number, series, entity, run_begins) AS r GROUP BY number, series",
            *(WIDE, rest, pieces),
        ),
    )
    outages = sql("SELECT * FROM {}", name(table(level, OUTAGES)))
    weights = (
        None if weights_of(level) is None else weighted_down(context, level, outages, pieces, clipping.origin)
    )
    return {
        (window, series): Runs(
            int(down),
            int(fresh),
            int(longest),
            Fraction(int(down)) if weights is None else weights.get((window, series), Fraction(0)),
        )
        for window, series, down, fresh, longest in found
    }


def run_pieces(states: str, state: str, clipping: Clipping, least: int) -> Sql:
    """The agreed time in windows of runs of a state: intervals with `number`, `run_begins`, and `opening`."""
    held = sql("SELECT series, entity, begins, ends FROM {} WHERE {} = 1", name(states), name(state))
    edges = [sql("series"), sql("entity"), sql("run_begins"), sql("run_ends")]
    whole = sql("SELECT *, begins AS run_begins, ends AS run_ends FROM ({}) AS j", runs(held))
    agreed = sql(
        "SELECT *, min(begins) OVER (PARTITION BY series, entity, run_begins) AS opening FROM ({}) AS a",
        _in_hours(whole, edges, clipping),
    )
    windowed = _in_windows(agreed, [*edges, sql("opening")], clipping)
    return sql(
        "SELECT * FROM ({}) AS w WHERE least(run_ends, known) - run_begins >= {}", windowed, integer(least)
    )


def _in_hours(rows: Sql, columns: list[Sql], clipping: Clipping) -> Sql:
    """Intervals as far as they lie in the hours of the calendar."""
    if clipping.hours is None:
        return sql("SELECT {}, begins, ends FROM ({}) AS o", listed(columns), rows)
    inside = cut(rows, columns, clipping.hours, clipping.origin)
    return sql("SELECT {}, begins, ends FROM ({}) AS o WHERE number = 1", listed(columns), inside)


def _in_windows(rows: Sql, columns: list[Sql], clipping: Clipping) -> Sql:
    """Intervals as far as they lie in windows, with the `number` of each."""
    return cut(rows, columns, clipping.windows, clipping.origin)
