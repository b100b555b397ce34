"""A plan's queries as SQL text to read: what is counted, and how, before any data is known."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence

from attrs import evolve

from sladsl.measurement.counting import make_scan, scan_rows
from sladsl.measurement.decoding import NUMERIC
from sladsl.measurement.excluded.level import gross_scan, net_scan
from sladsl.measurement.expressions import Scope
from sladsl.measurement.field_values import NumberShape
from sladsl.measurement.intervals import interval_groups, interval_sums
from sladsl.measurement.open_records import oldest, open_counts
from sladsl.measurement.open_scans import snapshots_key
from sladsl.measurement.record_windows import record_statement
from sladsl.measurement.scans import Scan, Tables, UnitWindows, is_scanned, scan_key, scans, scope_of
from sladsl.measurement.sql_pieces import DUCKDB, TABLE, Dialect, Sql, name, render, sql
from sladsl.measurement.statistics import (
    MEMBERS,
    PICKED,
    RANKED,
    SPREAD,
    SUMMED,
    Group,
    counts,
    groups,
    numbered_members,
    picked,
    ranked,
    spread,
    sums,
)
from sladsl.measurement.tables import business_calendars, clock_calendars, windows_read_in
from sladsl.measurement.tallies import is_tallied, tally_statement
from sladsl.measurement.uptime.asked import time_levels
from sladsl.measurement.uptime.ground import Ground
from sladsl.measurement.uptime.recording import Recorder, uptime_statements
from sladsl.planning.buckets import DAY
from sladsl.planning.business_days import business_day_tables
from sladsl.planning.calendars import buckets
from sladsl.planning.plan import IntervalMean, Open, OpenRecords, Plan, RecordWindow, ServiceLevel, WindowRule
from sladsl.planning.snapshots import snapshots_of
from sladsl.planning.windows import through_last, window_segments, windows, zone_of
from sladsl.planning.zones import day_start, local_date, local_days, utc_days

_YEAR = 366 * DAY
_SHAPE = NumberShape(scale=6, digits=18)
_PREAMBLE = """\
-- {title}
--
-- Records are tables of integers, one per record set: times in µs since 1970-01-01T00:00Z, numbers times a
-- power of ten that is found from the data (here 10^6). The tables of windows, calendars and zones are compiled
-- for the instants that the data has; their widths and origins here are those of the first year of the term.
"""
_PIECES = re.compile(r"""("(?:[^"]|"")*"|`(?:[^`]|``)*`|'[^']*'|[()])""")
_CLAUSE = re.compile(r" (?=(?:FROM|WHERE|LEFT JOIN|(?<!LEFT )JOIN|GROUP BY|ORDER BY|UNION)\b)")


def sql_text(plan: Plan, dialect: Dialect = DUCKDB) -> str:
    """Write the queries of a plan, each under the ids of the facts it comes from; the same plan gives the same text."""
    shapes = {
        (r.name, field.name): _SHAPE for r in plan.records for field in r.fields if field.type in NUMERIC
    }
    scoped = [(scan, scope_of(plan, scan, shapes)) for scan in scans(plan)]
    tables = _tables(plan, [scan for scan, _ in scoped])
    blocks = [
        _PREAMBLE.format(title=_quoted(plan.title)),
        *(block for each in scoped for block in _scan(plan, each, shapes, tables, dialect)),
        *(_block(title, statement, dialect) for title, statement in _measures(plan, scoped, tables)),
        *_uptime(plan, shapes, tables, dialect),
    ]
    return "\n".join(blocks)


def _uptime(
    plan: Plan, shapes: Mapping[tuple[str, str], NumberShape], tables: Tables, dialect: Dialect
) -> Iterator[str]:
    """What is asked to measure levels of time; those that are alike share their statements."""
    ids = ", ".join(level.id for level in time_levels(plan))
    for text, parameters in uptime_statements(plan, shapes, tables, dialect) if ids else ():
        yield _written(f"time of {ids}", text, parameters, dialect)


def _scan(
    plan: Plan,
    scoped: tuple[Scan, Scope],
    shapes: Mapping[tuple[str, str], NumberShape],
    tables: Tables,
    dialect: Dialect,
) -> Iterator[str]:
    """How the table of a scan is made, and before it those by which some of its records are excluded."""
    scan, scope = scoped
    users = dict.fromkeys(
        level.id
        for level in plan.levels
        for series in level.series
        if is_scanned(series, level) and scan_key(level, series) == scan.key
    )
    if not scan.key.exclusions:
        rows = scan_rows(plan, scan, scope, tables)
        made = sql("{} {} AS {}", TABLE, name(scan.table), rows)
        yield _block(f"the records of {', '.join(users)}", made, dialect)
        return
    recorder = Recorder(dialect, [])
    make_scan(Ground(recorder, plan, shapes, tables), scan, scope)
    for text, parameters in recorder.written:
        yield _written(f"the records of {', '.join(users)}, less exclusions", text, parameters, dialect)


def _measures(plan: Plan, scoped: list[tuple[Scan, Scope]], tables: Tables) -> Iterator[tuple[str, Sql]]:
    for level in plan.levels:
        if not level.exclusions or level.counted is None:
            yield from _of_level(plan, level, scoped, tables)
            continue
        keys = {scan_key(level, series) for series in level.series}
        own = [(scan, scope) for scan, scope in scoped if scan.key in keys]
        for of in (net_scan, gross_scan):
            found = [(of(scan), scope) for scan, scope in own]
            yield from _of_level(plan, evolve(level, exclusions=()), found, tables)


def _of_level(
    plan: Plan, level: ServiceLevel, scoped: list[tuple[Scan, Scope]], tables: Tables
) -> Iterator[tuple[str, Sql]]:
    """The statements of one level in scans without exclusions."""
    each = [scan for scan, _ in scoped]
    scopes = {scan.key: scope for scan, scope in scoped}
    yield from _of_open_records(level, each, tables)
    found = groups(level, each) if level.counted is not None else ()
    for key in dict.fromkeys(group.scan.key for group in found if is_tallied(group)):
        alike = [group for group in found if is_tallied(group) and group.scan.key == key]
        yield f"counts of {', '.join(map(_ids, alike))}", tally_statement(alike, scopes[key])
    if level.series and isinstance(level.series[0].measure, IntervalMean):
        for group, measure, scope in interval_groups(level, scoped):
            numbered = numbered_members(group)
            if numbered is not None:
                yield f"the series of {_ids(group)}", sql("{} {} AS {}", TABLE, name(MEMBERS), numbered)
            yield f"sums by interval of {_ids(group)}", interval_sums(group, measure, scope)
    for group in found:
        for what, statement in _statements(plan, group, scopes[group.scan.key]):
            yield f"{what} of {_ids(group)}", statement


def _of_open_records(level: ServiceLevel, each: Sequence[Scan], tables: Tables) -> Iterator[tuple[str, Sql]]:
    measure = level.series[0].measure
    if not isinstance(measure, OpenRecords):
        return
    scan = next(scan for scan in each if scan.key == scan_key(level, level.series[0]))
    ids = ", ".join(series.id for series in level.series)
    snapshots = len(tables.snapshots[snapshots_key(scan)].instants)
    yield f"open records of {ids}", open_counts(level, scan, snapshots, name(scan.table))
    if measure.statistic is Open.OLDEST:
        yield f"ages of {ids}", oldest(level, scan, tables, name(scan.table))


def _statements(plan: Plan, group: Group, scope: Scope) -> Iterator[tuple[str, Sql]]:
    numbered, is_of_records = numbered_members(group), isinstance(group.level.window, RecordWindow)
    is_joined = is_of_records or not is_tallied(group) or group.measure.statistic in (*SUMMED, *RANKED)
    if numbered is not None and is_joined:
        yield "the series", sql("{} {} AS {}", TABLE, name(MEMBERS), numbered)
    if not is_tallied(group):
        yield "counts", counts(group, scope)
    if is_of_records:
        yield "single records", record_statement(plan, group, scope)
        return
    if group.measure.statistic in SUMMED:
        yield "sums", sums(group, scope)
    if group.measure.statistic in RANKED:
        yield "the spread of the values", sql("{} {} AS {}", TABLE, name(SPREAD), spread(group, scope))
        yield "the cells with a rank", sql("{} {} AS {}", TABLE, name(PICKED), picked(group, scope))
        yield "values at a rank", ranked(group, scope)


def _ids(group: Group) -> str:
    return ", ".join(group.level.series[position].id for position in group.series)


def _block(title: str, statement: Sql, dialect: Dialect) -> str:
    return _written(title, *render(statement, dialect), dialect)


def _written(title: str, text: str, parameters: Sequence[str], dialect: Dialect) -> str:
    bound = [
        f"--   {dialect.placeholder}{number} = {_quoted(value)}" for number, value in enumerate(parameters, 1)
    ]
    return "\n".join([f"-- {_quoted(title)[1:-1]}", *bound, f"{laid_out(text)};", ""])


def laid_out(text: str) -> str:
    """Put each clause of a statement on a line of its own, those of an inner SELECT further in."""
    lines: list[str] = []
    selects: list[bool] = []  # for each open parenthesis, whether it holds a SELECT
    pieces = _PIECES.split(text)
    for piece, following in zip(pieces, (*pieces[1:], ""), strict=True):
        depth = "  " * sum(selects)
        if piece == "(":
            selects.append(following.startswith("SELECT"))
            lines.append(f"(\n{depth}  " if selects[-1] else "(")
        elif piece == ")":
            lines.append(f"\n{depth[2:]})" if selects.pop() else ")")
        elif piece[:1] in {'"', "'", "`"} or (selects and not selects[-1]):
            lines.append(piece)
        else:
            lines.append(_CLAUSE.sub("\n" + depth, piece))
    return "".join(lines)


def _quoted(text: str) -> str:
    """A text on one line, so that it cannot leave its comment."""
    return json.dumps(text, ensure_ascii=False)


def _tables(plan: Plan, each: list[Scan]) -> Tables:
    zone = zone_of(plan)
    start = day_start(zone, plan.term.first)
    of_time = (level.window for level in time_levels(plan))
    rules = dict.fromkeys((*(scan.key.window for scan in each), *of_time))
    clocks, counted = clock_calendars(each), business_calendars(each)
    return Tables(
        windows_read_in(plan, each, {rule: _first_windows(plan, rule, start).windows for rule in rules}),
        {one.name: buckets(one, start - 1, start + _YEAR) for one in plan.calendars if one.name in clocks},
        utc_days(zone, start, start + _YEAR),
        local_days(zone, plan.term.first, local_date(zone, start + _YEAR)),
        {
            one.name: (one.business_day, business_day_tables(one, start, start + _YEAR))
            for one in plan.calendars
            if one.name in counted
        },
        {
            snapshots_key(scan): snapshots_of(
                plan, scan.key.at, _first_windows(plan, scan.key.window, start).windows
            )
            for scan in each
            if scan.key.at is not None
        },
    )


def _first_windows(plan: Plan, rule: WindowRule, start: int) -> UnitWindows:
    listed = windows(plan, rule, through_last(plan, rule, start))
    return UnitWindows(listed, window_segments(listed))
