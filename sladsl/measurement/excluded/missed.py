"""The records of a scan that are excluded because records of an obligation that concern them are not good.

An obligation's records are read as they are known at the instant of the window of the record that they would excuse.
"""

from __future__ import annotations

import datetime as dt

from sladsl.measurement.clocks.clocking import clocked
from sladsl.measurement.clocks.open_time import AS_OF
from sladsl.measurement.engines.engine import make_table
from sladsl.measurement.excluded.apart import series_position
from sladsl.measurement.files.raw_files import ROW
from sladsl.measurement.records.staging import FILE, key_column
from sladsl.measurement.scanning.layers import OWN_KEY, populated, seen
from sladsl.measurement.scanning.reads import record_set
from sladsl.measurement.scanning.scans import WINDOW, Scan, apart_by, scan_key, scans, scope_of
from sladsl.measurement.sql.expressions import column_name, truth
from sladsl.measurement.sql.pieces import NULL, Sql, all_of, column, integer, joined, listed, name, sql
from sladsl.measurement.uptime.measurement_context import MeasurementContext
from sladsl.planning.periods import period_holding
from sladsl.planning.plan import Exclusion, PeriodWindow, Plan, Series, ServiceLevel
from sladsl.planning.windows import settlement_periods, zone_of
from sladsl.planning.zones import day_start

_OWN = ("#own row", "#own file", WINDOW)
_PLACE = (ROW, FILE, WINDOW)
_CAUSE = ("#of row", "#of file")


def make_missed(context: MeasurementContext, scan: Scan, position: int, rows: Sql) -> None:
    """Make the table of a scan's rows that concern some record of an obligation that is not good."""
    exclusion = scan.key.exclusions[position]
    pairs, table = f"{scan.table} beside {position + 1}", _missed_table(scan, position)
    make_table(context.session, pairs, _pairs(context.plan, exclusion, rows))
    obligation = next(level for level in context.plan.levels if level.name == exclusion.missed)
    bad = joined(
        " UNION ALL ", (_not_good(context, obligation, at, pairs) for at in range(len(obligation.series)))
    )
    same = all_of(sql("{} = {}", column("p", each), column("f", each)) for each in _PLACE)
    make_table(
        context.session,
        table,
        sql(
            "SELECT DISTINCT {} FROM {} AS p JOIN ({}) AS f ON {}",
            listed(
                sql("{} AS {}", column("p", held), name(as_))
                for held, as_ in zip((*_OWN, ROW, FILE), (*_PLACE, *_CAUSE), strict=True)
            ),
            *(name(pairs), bad, same),
        ),
    )


def missed_rows(scan: Scan, position: int) -> Sql:
    """The rows that an obligation takes out of a scan: their place and window."""
    return sql("SELECT DISTINCT {} FROM {}", listed(map(name, _PLACE)), name(_missed_table(scan, position)))


def causes(plan: Plan, scan: Scan, position: int, place: Sql) -> Sql:
    """The keys of the records of an obligation that take a row out of a scan, with their files and rows."""
    records = scan.key.exclusions[position].records
    key = key_column(record_set(plan, records))
    row, file = map(name, _CAUSE)
    return sql(
        "SELECT CAST({} AS STRING), {}, {} FROM (SELECT * FROM {} WHERE {}) AS c JOIN {} AS k ON {} = {} AND {} = {}"
        " ORDER BY {}, {}",
        *(NULL if key is None else column("k", key), file, row, name(_missed_table(scan, position)), place),
        *(name(records), column("k", ROW), row, column("k", FILE), file, file, row),
    )


def _missed_table(scan: Scan, position: int) -> str:
    """The table of the rows that an obligation takes out of a scan, with the places of its records that do."""
    return f"{scan.table} missed {position + 1}"


def _pairs(plan: Plan, exclusion: Exclusion, rows: Sql) -> Sql:
    """The rows of a scan, each with the places of the obligation's records that concern it."""
    if exclusion.ref is not None:
        key = key_column(record_set(plan, exclusion.records))
        assert key is not None, "a ref is to records with one key"
        same = sql("{} = {}", column("e", key), column("b", column_name(exclusion.ref)))
    elif exclusion.link is not None:
        same = sql("{} = {}", column("e", exclusion.link), column("b", OWN_KEY))
    else:
        same = all_of(sql("{} = {}", column("e", each), column("b", each)) for each in (ROW, FILE))
    own = [
        sql("{} AS {}", column("b", ROW), name(_OWN[0])),
        sql("{} AS {}", column("b", FILE), name(_OWN[1])),
    ]
    held = [column("b", WINDOW), column("b", AS_OF), column("e", ROW), column("e", FILE)]
    return sql(
        "SELECT {} FROM ({}) AS b JOIN {} AS e ON {}",
        *(listed([*own, *held]), rows, name(exclusion.records), same),
    )


def _not_good(context: MeasurementContext, obligation: ServiceLevel, position: int, pairs: str) -> Sql:
    """The places of a series' records that are not good, of those that concern some row, with its window."""
    plan, tables, series = context.plan, context.tables, obligation.series[position]
    assert series.good is not None, "a check refuses obligations that do not say what is good"
    scan = _scan_of(plan, obligation, series)
    scope = scope_of(plan, scan, context.shapes)
    beside = sql("SELECT DISTINCT {} FROM {}", listed(map(name, (*_PLACE, AS_OF))), name(pairs))
    read = seen(plan, scan, scope, tables, beside, lambda at: _in_the_term(plan, obligation, at))
    counted = populated(scan, scope, read, tables)
    mine = sql(
        "SELECT s.* FROM ({}) AS s WHERE {} = {}",
        *(counted, series_position(apart_by(obligation)), integer(position)),
    )
    return sql(
        "SELECT {} FROM ({}) WHERE NOT {}",
        *(listed(map(name, _PLACE)), clocked(plan, scan, scope, mine, tables), truth(series.good, scope)),
    )


def _scan_of(plan: Plan, obligation: ServiceLevel, series: Series) -> Scan:
    key = scan_key(obligation, series)
    return next(scan for scan in scans(plan) if scan.key == key)


def _in_the_term(plan: Plan, obligation: ServiceLevel, at: Sql) -> Sql:
    """That an instant is in a window of an obligation that is not in grace."""
    zone, term = zone_of(plan), plan.term
    first = term.first
    if obligation.grace is not None:
        window = (
            obligation.window if isinstance(obligation.window, PeriodWindow) else settlement_periods(plan)
        )
        holding = period_holding(zone, term, window.anchor, window.unit, obligation.grace.until)
        first = holding.until if holding.first < obligation.grace.until else holding.first
    after = sql("{} >= {}", at, integer(day_start(zone, first)))
    if term.last is None:
        return after
    return all_of((after, sql("{} < {}", at, integer(day_start(zone, term.last + dt.timedelta(days=1))))))
