"""A plan's queries as SQL text to read: what is counted, and how, before any data is known."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterable, Iterator, Sequence

from sladsl.measurement.backlog.open_scans import snapshots_key
from sladsl.measurement.counts.charged import with_charges
from sladsl.measurement.counts.counting import make_scan, measure_level, passes_over
from sladsl.measurement.counts.shared_passes import SharedCounts, SharedPass, count_together, read_again
from sladsl.measurement.records.decoding import NUMERIC
from sladsl.measurement.records.field_values import NumberShape
from sladsl.measurement.scanning.scan_tables import Tables, UnitWindows
from sladsl.measurement.scanning.scans import Scan, is_scanned, scan_key, scans, scope_of
from sladsl.measurement.scanning.tables import business_calendars, clock_calendars, windows_read_in
from sladsl.measurement.sql.expressions import Scope
from sladsl.measurement.sql.pieces import DUCKDB, Dialect
from sladsl.measurement.sql.recording import EACH, Recorder, with_some_value
from sladsl.measurement.uptime.asked import time_levels
from sladsl.measurement.uptime.level import uptime_rows
from sladsl.measurement.uptime.measurement_context import MeasurementContext
from sladsl.planning.buckets import DAY
from sladsl.planning.business_days import business_day_tables
from sladsl.planning.calendars import buckets
from sladsl.planning.eras import eras_of
from sladsl.planning.plan import Plan, ServiceLevel, WindowRule
from sladsl.planning.snapshots import snapshots_of
from sladsl.planning.windows import through_last, window_segments, windows, zone_of
from sladsl.planning.zones import day_start, local_date, local_days, utc_days
from sladsl.values import evolve

_YEAR = 366 * DAY
_SHAPE = NumberShape(scale=6, digits=18)
_PREAMBLE = """\
-- {title}
--
-- Records are tables of integers, one per record set: times in µs since 1970-01-01T00:00Z, numbers times a
-- power of ten that is found from the data (here 10^6). The tables of windows, calendars and zones are compiled
-- for the instants that the data has; their widths and origins here are those of the first year of the term. The
-- cells of histograms go from the least value to the greatest; here both are 0.
"""
_PIECES = re.compile(r"""("(?:[^"]|"")*"|`(?:[^`]|``)*`|'[^']*'|[()])""")
_CLAUSE = re.compile(r" (?=(?:FROM|WHERE|LEFT JOIN|(?<!LEFT )JOIN|GROUP BY|ORDER BY|UNION)\b)")


def sql_text(plan: Plan, dialect: Dialect = DUCKDB) -> str:
    """Write the queries of a plan, each under the ids of the facts it comes from; the same plan gives the same text.

    Those of an amended agreement stand one era below the other.
    """
    if not plan.eras:
        return _of_era(plan, dialect)
    return "\n".join(
        f"-- Windows that start from {era.since or era.term.first} {_end(era)}.\n{_of_era(era, dialect)}"
        for era in eras_of(plan)
    )


def _end(era: Plan) -> str:
    return "on" if era.until is None else f"until {era.until - dt.timedelta(days=1)}"


def _of_era(plan: Plan, dialect: Dialect) -> str:
    plan = with_charges(plan)
    shapes = {
        (r.name, field.name): _SHAPE for r in plan.records for field in r.fields if field.type in NUMERIC
    }
    scoped = [(scan, scope_of(plan, scan, shapes)) for scan in scans(plan)]
    recorder = Recorder(dialect)
    context = MeasurementContext(recorder, plan, shapes, _tables(plan, [scan for scan, _ in scoped]))
    return "\n".join([_PREAMBLE.format(title=_quoted(plan.title)), *_blocks(context, scoped, recorder)])


def _blocks(
    context: MeasurementContext, scoped: Sequence[tuple[Scan, Scope]], recorder: Recorder
) -> Iterator[str]:
    """Ask what measuring asks, in its order, and give what has been written down after each question."""
    plan, passes = context.plan, passes_over(context, scoped)
    for scan, scope in read_again(scoped, passes):
        make_scan(context, scan, scope)
        less = ", less exclusions" if scan.key.exclusions else ""
        yield from _written(f"the records of {', '.join(_users(plan, scan))}{less}", recorder)
    of_time = time_levels(plan)
    if of_time:
        some = evolve(plan, levels=tuple(map(with_some_value, plan.levels)))
        uptime_rows(evolve(context, plan=some), (), {})
        yield from _written(f"time of {', '.join(level.id for level in of_time)}", recorder)
    for one in passes:
        count_together(recorder, [one])
        yield from _written(f"counts of {', '.join(_counted_in(one[0]))}", recorder)
    counted = count_together(Recorder(recorder.dialect), passes)
    for level in plan.levels:
        if level.counted is not None:
            _ask(context, level, scoped, recorder, counted)
            yield from _written(f"what comes of {level.id}", recorder)


def _ask(
    context: MeasurementContext,
    level: ServiceLevel,
    scoped: Sequence[tuple[Scan, Scope]],
    recorder: Recorder,
    counted: SharedCounts,
) -> None:
    """Measure a level of records; where these say which values it is measured for, one stands for all of them."""
    opened = [series.members.count(None) for series in level.series if None in series.members]
    if opened:
        measure_level(context, level, scoped, counted)
        request = zip(recorder.take(), opened, strict=False)
        recorder.answers.update((text, [(EACH,) * values]) for (text, _), values in request)
    measure_level(context, level, scoped, counted)


def _counted_in(together: SharedPass) -> Iterable[str]:
    """The levels that a pass counts."""
    return dict.fromkeys(group.level.id for group in together.groups)


def _users(plan: Plan, scan: Scan) -> Iterable[str]:
    """The levels that count the records of a scan."""
    return dict.fromkeys(
        level.id
        for level in plan.levels
        for series in level.series
        if is_scanned(series, level) and scan_key(level, series) == scan.key
    )


def _written(title: str, recorder: Recorder) -> Iterator[str]:
    """What has been written down since, under a title."""
    for text, parameters in recorder.take():
        bound = [
            f"--   {recorder.dialect.placeholder}{number} = {_quoted(value)}"
            for number, value in enumerate(parameters, 1)
        ]
        yield "\n".join([f"-- {_quoted(title)[1:-1]}", *bound, f"{laid_out(text)};", ""])


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
