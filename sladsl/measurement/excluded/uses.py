"""How much of their limits exclusions have used by the end of each window."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from sladsl.measurement.engines.engine import insert, query
from sladsl.measurement.excluded.horizons import periods
from sladsl.measurement.excluded.records import PERIOD, RANK, open_columns, open_places, ranked_table
from sladsl.measurement.excluded.sources import ExclusionLines, lines_of
from sladsl.measurement.excluded.time import looked_at, stretches_table
from sladsl.measurement.results import BudgetUse
from sladsl.measurement.scanning.members import SERIES
from sladsl.measurement.scanning.scans import WINDOW, Scan
from sladsl.measurement.sql.pieces import Sql, integer, listed, name, sql
from sladsl.measurement.uptime.exclusions import layer, with_occasions
from sladsl.measurement.uptime.intervals import BucketPiece, cut, pieces
from sladsl.measurement.uptime.measurement_context import MeasurementContext
from sladsl.planning.exclusions import is_by_time
from sladsl.planning.periods import Period
from sladsl.planning.plan import Budget, Series, ServiceLevel
from sladsl.planning.windows import Window
from sladsl.values import frozen


@frozen
class Uses:
    """What a scan's exclusion with a limit has used: by window, series and number of the period.

    `within` has the periods that each window lies in, by their numbers.
    """

    periods: tuple[Period, ...]
    within: tuple[tuple[int, ...], ...]
    limit: int
    used: Mapping[tuple[int, int, int], int]

    def at(self, window: int, series: int) -> tuple[BudgetUse, ...]:
        """The uses in the periods that a window lies in, as far as they are known."""
        return tuple(
            BudgetUse(self.periods[at].label, self.used.get((window, series, at), 0), self.limit)
            for at in self.within[window]
        )


def uses_of(
    context: MeasurementContext, scan: Scan, level: ServiceLevel, found: ServiceLevel, position: int
) -> Uses | None:
    """What an exclusion of a level has used, None without a limit.

    `found` is the level with a series for each tuple of values that its records hold.
    """
    budget = scan.key.exclusions[position].budget
    if budget is None:
        return None
    windows = context.tables.windows[scan.key.window].windows
    until = max((window.end for window in windows), default=0)
    listed_ = tuple(periods(context.plan, budget, until))
    limit = budget.times if budget.time is None else budget.time
    assert limit is not None, "a limit is one of time or of times"
    within = tuple(tuple(_within(listed_, window)) for window in windows)
    if is_by_time(scan.key.records, scan.key.exclusions[position]):
        used = _used_by_time(context, scan, found, position, (listed_, within))
    else:
        used = _used_by_records(context, scan, level, found, position)
    return Uses(listed_, within, limit, used)


def _within(listed_: Sequence[Period], window: Window) -> Iterator[int]:
    """The numbers of the periods that a window lies in, as far as it is known."""
    known = min(window.end, window.as_of)
    first = bisect_right(listed_, window.start, key=lambda period: period.end)
    for number in range(first, len(listed_)):
        if listed_[number].start >= known:
            return
        yield number


# --- records -------------------------------------------------------------------------------------------------------


def _used_by_records(
    context: MeasurementContext, scan: Scan, level: ServiceLevel, found: ServiceLevel, position: int
) -> dict[tuple[int, int, int], int]:
    budget, opened = scan.key.exclusions[position].budget, listed(map(name, open_columns(scan)))
    assert budget is not None
    assert budget.times is not None
    apart = listed([name(WINDOW), name(PERIOD), name(SERIES), *([opened] if opened.parts else [])])
    statement = sql(
        "SELECT {}, count(DISTINCT {}) FROM {} WHERE {} <= {} GROUP BY {}",
        *(apart, name(RANK), name(ranked_table(scan, position)), name(RANK), integer(budget.times), apart),
    )
    positions = {_values(scan, level, series): at for at, series in enumerate(found.series)}
    used: dict[tuple[int, int, int], int] = {}
    for window, period, series, *values, times in query(context.session, statement):
        at = positions.get((series, *values))
        if at is not None:
            used[window, at, period] = times
    return used


def _values(scan: Scan, level: ServiceLevel, series: Series) -> tuple[object, ...]:
    """The position of the series of the level that one found is of, and its values where those are found."""
    origin = next(at for at, each in enumerate(level.series) if each.id == series.id)
    assert scan.key.apart is not None
    opened = open_places(scan.key.apart)
    members = level.series[origin].members
    return origin, *((series.members[at] or ("",))[0] if members[at] is None else None for at in opened)


# --- time ----------------------------------------------------------------------------------------------------------


def _used_by_time(
    context: MeasurementContext,
    scan: Scan,
    found: ServiceLevel,
    position: int,
    listed_: tuple[Sequence[Period], Sequence[Sequence[int]]],
) -> dict[tuple[int, int, int], int]:
    budget = scan.key.exclusions[position].budget
    assert budget is not None
    lines = next(each for each in lines_of(context.plan, scan.key) if position in each.positions)
    windows = context.tables.windows[scan.key.window].windows
    segments = list(_segments(listed_[0], windows))
    table, frame = f"{scan.table} uses {position + 1}", looked_at(context.plan, windows)
    known = ((start, min(end, frame.until), n, frame.until) for n, (start, end, _) in enumerate(segments))
    rows = list(pieces(frame.origin, (each for each in known if each[0] < each[1])))
    insert(context.session, table, rows, BucketPiece._fields)
    statement = _totals(scan, lines, position, budget, table, frame.origin)
    by_period: dict[tuple[int, str, int], list[tuple[int, int]]] = defaultdict(list)
    for series, entity, number, used in sorted(query(context.session, statement)):
        _, end, period = segments[number]
        spent = by_period[series, entity, period]
        spent.append((end, int(used) + (spent[-1][1] if spent else 0)))
    return dict(_spent(windows, (_entities(found, lines), lines.anew), listed_[1], by_period))


def _spent(
    windows: Sequence[Window],
    whose: tuple[Sequence[str], bool],
    within: Sequence[Sequence[int]],
    by_period: Mapping[tuple[int, str, int], Sequence[tuple[int, int]]],
) -> Iterator[tuple[tuple[int, int, int], int]]:
    """What is spent by the end of each window, of sums that run through the segments of each line and period."""
    entities, anew = whose
    for w, window in enumerate(windows):
        known = min(window.end, window.as_of)
        for s, entity in enumerate(entities):
            for period in within[w]:
                spent = by_period.get((window.as_of if anew else 0, entity, period), ())
                at = bisect_right(spent, known, key=lambda each: each[0])
                if at:
                    yield (w, s, period), spent[at - 1][1]


def _segments(listed_: Sequence[Period], windows: Sequence[Window]) -> Iterator[tuple[int, int, int]]:
    """The periods cut where windows end, or are read as of: start, end, and the number of the period."""
    ends = sorted({min(window.end, window.as_of) for window in windows})
    for number, period in enumerate(listed_):
        edges = [period.start, *(end for end in ends if period.start < end < period.end), period.end]
        yield from ((start, end, number) for start, end in pairwise(edges))


def _totals(scan: Scan, lines: ExclusionLines, position: int, budget: Budget, table: str, origin: int) -> Sql:
    """Per line and segment, the time that is used, or how many times begin there."""
    taken = sql(
        "SELECT series, entity, begins, ends FROM {} WHERE taken = {}",
        *(name(stretches_table(scan, lines)), integer(position + 1)),
    )
    whose = [sql("series"), sql("entity")]
    if budget.time is not None:
        held = cut(taken, whose, table, origin)
        return sql(
            "SELECT series, entity, number, sum(ends - begins) FROM ({}) AS u GROUP BY series, entity, number",
            held,
        )
    return sql(
        "SELECT series, entity, number, count(*) FROM ({}) AS u GROUP BY series, entity, number",
        cut(_firsts(scan, lines, position), whose, table, origin),
    )


def _firsts(scan: Scan, lines: ExclusionLines, position: int) -> Sql:
    """Where what is taken of each time begins: records that overlap or touch are one, whatever else takes of it."""
    held = with_occasions(stretches_table(scan, lines), name(layer(lines.positions.index(position))))
    return sql(
        "SELECT series, entity, min(begins) AS begins, min(begins) + 1 AS ends FROM ({}) AS o WHERE taken = {}"
        " GROUP BY series, entity, occasion",
        *(held, integer(position + 1)),
    )


def _entities(found: ServiceLevel, lines: ExclusionLines) -> list[str]:
    """The line of time that each series is on."""
    places = {dimension.name: at for at, dimension in enumerate(found.dimensions)}
    return [
        _written([(series.members[places[each]] or ("",))[0] for each in lines.alike])
        for series in found.series
    ]


def _written(values: Sequence[str]) -> str:
    """The text of `sladsl.measurement.excluded.time.entity` for some values."""
    return "".join(values) if len(values) < 2 else "".join(f"{len(value)}:{value}" for value in values)
