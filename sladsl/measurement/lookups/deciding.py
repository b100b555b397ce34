"""The records that decide a window: what each of them counted for, the worst first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum
from fractions import Fraction
from typing import Any, LiteralString

from sladsl.measurement.clocks.clocking import clocked
from sladsl.measurement.clocks.open_time import START, STOP
from sladsl.measurement.clocks.pauses import PAUSED, PLACE
from sladsl.measurement.counts.ranks import RANKED
from sladsl.measurement.counts.valued_rows import sorting
from sladsl.measurement.dues.due import conditions_in
from sladsl.measurement.dues.due_instants import Deadlines, deadlines_of
from sladsl.measurement.engines.engine import Session, query
from sladsl.measurement.excluded.records import excluded_rows
from sladsl.measurement.files.raw_files import ROW
from sladsl.measurement.records.loading import Loaded
from sladsl.measurement.records.staging import FILE, key_column
from sladsl.measurement.scanning.dimensions import with_found_values
from sladsl.measurement.scanning.layers import TAKEN, populated, windowed
from sladsl.measurement.scanning.members import members_of
from sladsl.measurement.scanning.reads import record_set
from sladsl.measurement.scanning.scan_tables import Tables
from sladsl.measurement.scanning.scans import WINDOW, Scan, scan_key
from sladsl.measurement.sql.exact import Exact, comparison, constant
from sladsl.measurement.sql.expressions import ELAPSED, ENDED, Scope, number, truth
from sladsl.measurement.sql.pieces import (
    NULL,
    TRUE,
    UNKNOWN,
    Sql,
    all_of,
    any_of,
    column,
    integer,
    listed,
    name,
    sql,
)
from sladsl.planning.plan import (
    Comparator,
    Exclusion,
    Expression,
    Measure,
    Quantity,
    Ratio,
    Series,
    ServiceLevel,
    Statistic,
    Target,
)
from sladsl.planning.series import reductions
from sladsl.planning.windows import Window
from sladsl.values import evolve, frozen


class RecordStanding(StrEnum):
    """What a record counted for in its window, the worst first."""

    BAD = "bad"
    UNDECIDED = "undecided"
    COUNTED = "counted"
    GOOD = "good"
    OTHER = "not of those counted"
    EXCLUDED = "excluded"


@frozen
class Timing:
    """A record's clock: instants in µs since the epoch, amounts of open time in µs.

    `stop` is None while it runs, `due` where no deadline is asked for or it lies beyond what is looked at. `paused` is
    the open time that pauses took, None for a clock that nothing pauses.
    """

    start: int | None
    stop: int | None
    elapsed: int | None
    paused: int | None
    due: int | None


@frozen
class DecidingRecord:
    """A record of a window: its key where it has one, where it stands in the data, and what it counted for.

    `value` is what a sum, a mean or a value at a rank is made from; `exclusion` is what takes the record, if something
    does: it is excluded then, or good.
    """

    record: str | None
    file: str
    row: int
    standing: RecordStanding
    value: Fraction | None = None
    timing: Timing | None = None
    exclusion: Exclusion | None = None


@frozen
class BoundCounts:
    """How many values of a window lie below a limit, and how many at it."""

    limit: Quantity
    below: int
    equal: int


@frozen
class Decided:
    """The records of one series in one window, the worst first and no more than were asked for.

    Where the measure is a value at a rank, `against` has how all values stand to each limit of its targets.
    """

    level: str
    key: tuple[str, ...]
    window: Window
    records: tuple[DecidingRecord, ...]
    against: tuple[BoundCounts, ...] = ()


@frozen
class RecordAccess:
    """What records are looked at by: an engine that holds them, and the scans of a plan with their tables."""

    session: Session
    loaded: Loaded
    scoped: tuple[tuple[Scan, Scope], ...]
    tables: Tables

    def scan_of(self, level: ServiceLevel, series: Series) -> tuple[Scan, Scope]:
        """The scan that a series is measured from."""
        key = scan_key(level, series)
        return next((scan, scope) for scan, scope in self.scoped if scan.key == key)


def deciding_records(
    access: RecordAccess, level: ServiceLevel, wanted: Iterable[Window], most: int
) -> Iterator[Decided]:
    """The records that decide each of some windows of a level of records; the scans' tables are there already."""
    windows = access.tables.windows[level.window].windows
    numbers = {windows.index(window): window for window in wanted if window in windows}
    if not numbers:
        return
    for series in with_found_values(
        access.session, level, [scan for scan, _ in access.scoped], access.tables.held
    ).series:
        scan, scope = access.scan_of(level, series)
        chosen = any_of(sql("{} = {}", name(WINDOW), integer(each)) for each in numbers)
        judged = judged_rows(access, level, series, chosen)
        rows = query(access.session, _ranked(access.loaded, series, (scan, scope), judged, most))
        sides = _sides(access, series, scope, judged)
        for at, window in numbers.items():
            found = tuple(
                read_record(access.loaded, (level, series), scope, row[1:]) for row in rows if row[0] == at
            )
            yield Decided(level.name, series.key, window, found, sides.get(at, ()))


def _sides(
    access: RecordAccess, series: Series, scope: Scope, judged: Sql
) -> dict[int, tuple[BoundCounts, ...]]:
    """How the values of each window, but those taken out, stand to the limits; nothing but of values at a rank."""
    value = _value(series, scope)
    if value is None or not isinstance(series.measure, Measure) or series.measure.statistic not in RANKED:
        return {}
    targets = [target for target in (series.expected, series.minimum) if target is not None]
    limits = tuple(dict.fromkeys(dated.value for target in targets for dated in target.values))
    held = evolve(
        value,
        numerator=evolve(value.numerator, sql=sql("numerator")),
        denominator=None if value.denominator is None else evolve(value.denominator, sql=sql("denominator")),
    )
    counted = [
        sql("count(CASE WHEN {} THEN 1 END)", comparison(operator, held, constant(limit.amount)))
        for limit in limits
        for operator in _OPERATORS
    ]
    if not counted:
        return {}
    rows = query(
        access.session,
        sql(
            "SELECT {}, {} FROM ({}) AS v WHERE taken = 0 GROUP BY {}",
            *(name(WINDOW), listed(counted), judged, name(WINDOW)),
        ),
    )
    return {
        window: tuple(BoundCounts(limit, *numbers[2 * at : 2 * at + 2]) for at, limit in enumerate(limits))
        for window, *numbers in rows
    }


_OPERATORS: tuple[LiteralString, ...] = ("<", "=")


def judged_rows(access: RecordAccess, level: ServiceLevel, series: Series, chosen: Sql) -> Sql:
    """The records of a series that are `chosen`, with what they count for, their clocks, and when they are due."""
    (scan, scope), plan, tables = access.scan_of(level, series), access.loaded.plan, access.tables
    timed = _timed(access, level, (series,), chosen)
    judged = _judged(series, (scan, scope), timed)
    conditions = conditions_in(series)
    if not conditions:
        return _without_due(judged)
    due = deadlines_of(Deadlines(plan, scan, scope, tables), timed, conditions[0])
    same = all_of(sql("{} = {}", column("j", each), column("d", each)) for each in PLACE)
    return sql("SELECT j.*, d.due FROM ({}) AS j JOIN ({}) AS d ON {}", judged, due, same)


def counted_rows(access: RecordAccess, level: ServiceLevel, alike: Sequence[Series]) -> Sql:
    """The records of series that differ in their values alone, as `read_record` takes them: without key and due.

    Before each record stands its window.
    """
    series = alike[0]
    scanned = access.scan_of(level, series)
    judged = _without_due(_judged(series, scanned, _timed(access, level, alike, TRUE)))
    columns = map(name, (START, STOP, ENDED, ELAPSED, PAUSED))
    return sql(
        "SELECT {}, {}, {}, {}, taken, good, numerator, denominator, {}, due FROM ({})",
        *(name(WINDOW), NULL, name(FILE), name(ROW), listed(columns), judged),
    )


def _timed(access: RecordAccess, level: ServiceLevel, alike: Sequence[Series], chosen: Sql) -> Sql:
    """The records of series of one scan that are `chosen`, with their clocks; what exclusions take is there already."""
    (scan, scope), plan, tables = access.scan_of(level, alike[0]), access.loaded.plan, access.tables
    if scan.key.exclusions:
        rows = sql("SELECT * FROM ({}) WHERE {}", excluded_rows(scan), chosen)
    else:
        rows = windowed(plan, scan, scope, tables, scan.key.records)
        rows = populated(scan, scope, sql("SELECT * FROM ({}) WHERE {}", rows, chosen), tables)
    mine = sql("SELECT s.* FROM ({}) AS s WHERE {}", rows, any_of(members_of(level, each) for each in alike))
    return clocked(plan, scan, scope, mine, tables)


def _judged(series: Series, scanned: tuple[Scan, Scope], timed: Sql) -> Sql:
    """Records with clocks, and what they count for."""
    scan, scope = scanned
    value = _value(series, scope)
    amount = (NULL, NULL) if value is None else (value.numerator.sql, _denominator(value))
    return sql(
        "SELECT {}, {} AS taken, {} AS good, {} AS numerator, {} AS denominator, {} FROM ({})",
        *(listed(map(name, PLACE)), name(TAKEN) if scan.key.exclusions else integer(0)),
        *(_good(series, scope), *amount, listed(_clock_columns(scan)), timed),
    )


def _without_due(judged: Sql) -> Sql:
    return sql("SELECT j.*, {} AS due FROM ({}) AS j", NULL, judged)


def read_record(
    loaded: Loaded, of: tuple[ServiceLevel, Series], scope: Scope, row: Sequence[Any]
) -> DecidingRecord:
    """A record of a series of a level, as `named_rows` gives its columns."""
    level, series = of
    key, file, line, taken, good, numerator, denominator, start, stop, ended, elapsed, paused, due = row
    value = _value(series, scope)
    exact = (
        None
        if value is None or numerator is None
        else Fraction(int(numerator), 10**value.scale * int(denominator))
    )
    timing = None if series.clock is None else Timing(start, stop if ended else None, elapsed, paused, due)
    standing = _standings(series)[good]
    exclusion = level.exclusions[taken - 1] if taken else None
    if exclusion is not None:
        standing = RecordStanding.GOOD if exclusion.as_uptime else RecordStanding.EXCLUDED
    return DecidingRecord(key, loaded.files[file].raw.name, line, standing, exact, timing, exclusion)


def _good(series: Series, scope: Scope) -> Sql:
    """Whether a record is good; of those of which some are counted, whether it is none of these, which come last."""
    counted = _condition(series)
    if counted is not None:
        return sql("NOT ({})", truth(counted, scope))
    return UNKNOWN if series.good is None else truth(series.good, scope)


def _standings(series: Series) -> dict[bool | None, RecordStanding]:
    """What a record counts for by whether it is good, as `_good` has it."""
    if _condition(series) is not None:
        return {None: RecordStanding.UNDECIDED, True: RecordStanding.OTHER, False: RecordStanding.COUNTED}
    if series.good is None:
        return {None: RecordStanding.COUNTED}
    return {None: RecordStanding.UNDECIDED, True: RecordStanding.GOOD, False: RecordStanding.BAD}


def _condition(series: Series) -> Expression | None:
    """What holds of the records that are counted, where the measure is how many of them there are."""
    measure = series.measure
    if isinstance(measure, Measure) and measure.statistic is Statistic.NUMBER:
        return measure.operand
    return None


def _value(series: Series, scope: Scope) -> Exact | None:
    """What the measure reduces, of a ratio what it is above the line; None where it is a share of records."""
    if not isinstance(series.measure, Measure | Ratio):
        return None
    operand = reductions(series.measure)[0].operand
    is_condition = operand is None or reductions(series.measure)[0].statistic == "number of"
    return None if is_condition or operand is None else number(operand, scope)


def _denominator(value: Exact) -> Sql:
    return integer(1) if value.denominator is None else value.denominator.sql


def _clock_columns(scan: Scan) -> Iterator[Sql]:
    """The columns of the clock, each missing where there is none."""
    clock = scan.key.clock
    for each in (START, STOP, ENDED, ELAPSED):
        yield sql("{} AS {}", NULL if clock is None else name(each), name(each))
    yield sql("{} AS {}", name(PAUSED) if clock is not None and clock.pauses else NULL, name(PAUSED))


def _ranked(loaded: Loaded, series: Series, scanned: tuple[Scan, Scope], rows: Sql, most: int) -> Sql:
    """The worst of the rows of each window: what failed, then what is open, and of these what is furthest from good."""
    scan, scope = scanned
    worst = listed(
        [
            sql("CASE WHEN taken > 0 THEN 3 WHEN good THEN 2 WHEN good IS NULL THEN 1 ELSE 0 END"),
            sql("CASE WHEN due IS NULL THEN 1 ELSE 0 END"),
            sql("due - {}", name(STOP)),
            *_by_value(series, scope),
            sql("coalesce({}, 0) DESC", name(ELAPSED)),
            name(FILE),
            name(ROW),
        ]
    )
    ranked = sql(
        "SELECT *, row_number() OVER (PARTITION BY {} ORDER BY {}) AS place FROM ({}) AS r",
        name(WINDOW),
        worst,
        rows,
    )
    return named_rows(loaded, scan, sql("SELECT * FROM ({}) AS p WHERE place <= {}", ranked, integer(most)))


def named_rows(loaded: Loaded, scan: Scan, rows: Sql) -> Sql:
    """Judged rows, in order of `place`, as `read_record` takes them, with their window before."""
    key = key_column(record_set(loaded.plan, scan.key.records))
    held = NULL if key is None else column("k", key)
    columns = [name(FILE), name(ROW)]
    return sql(
        "SELECT d.{}, CAST({} AS STRING), {}, d.taken, d.good, d.numerator, d.denominator, {}, d.due FROM ({}) AS d"
        " JOIN {} AS k ON k.{} = d.{} AND k.{} = d.{} ORDER BY d.{}, d.place",
        *(name(WINDOW), held, listed(sql("d.{}", each) for each in columns)),
        listed(sql("d.{}", name(each)) for each in (START, STOP, ENDED, ELAPSED, PAUSED)),
        *(rows, name(scan.key.records), name(ROW), name(ROW), name(FILE), name(FILE), name(WINDOW)),
    )


def _by_value(series: Series, scope: Scope) -> Iterator[Sql]:
    """Of what is measured by its size, the largest first, or the least where more is better."""
    value = _value(series, scope)
    if value is not None:
        target = series.minimum or series.expected
        yield sql("{} {}", sorting(value).sql, Sql(("ASC" if _is_better_high(target) else "DESC",)))


def _is_better_high(target: Target | None) -> bool:
    return target is not None and target.comparator in {Comparator.AT_LEAST, Comparator.ABOVE}
