"""What of a plan is scanned: the records of levels in their windows, with their clocks.

Levels that share records, condition, counted instant, windows and clock share a scan, so that a clock runs once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from attrs import Factory

from sladsl.measurement.records.field_values import NumberShape
from sladsl.measurement.scanning.reads import (
    clock_fields,
    credited_expressions,
    declaration,
    fields_in,
    parts_of,
    record_set,
)
from sladsl.measurement.scanning.scan_tables import Reaching
from sladsl.measurement.sql.expressions import Scope, column_name, columns_of_moves
from sladsl.planning.exclusions import is_by_time, row_condition
from sladsl.planning.plan import (
    BusinessDays,
    ClockWithin,
    DoneBy,
    Elapsed,
    Evidence,
    Exclusion,
    Expression,
    Extreme,
    Field,
    FieldLimit,
    IntervalMean,
    LocalDays,
    OpenRecords,
    Plan,
    RecordWindow,
    Series,
    ServiceLevel,
    SeverityTaken,
    Snapshot,
    ValueType,
    WindowRule,
)
from sladsl.planning.series import operands
from sladsl.source import Span
from sladsl.values import evolve, frozen

WINDOW = "#window"
RECORD = "#record"
_NOWHERE = Span("", 0, 0, 0, 0, 0, 0)


@frozen
class Clocking:
    """A clock without its place in the agreement: from one field to another in a calendar, None for round the clock.

    The fields that it starts at are all instants, or all dates.
    """

    start: Field | Extreme
    end: Field
    calendar: str | None
    pauses: tuple[Evidence, ...]
    late_without_end: bool
    each: Field | None


@frozen
class BudgetPartition:
    """What keeps the limits of exclusions apart: the fields of dimensions, and their values in each series."""

    fields: tuple[Field, ...]
    members: tuple[tuple[tuple[str, ...] | None, ...], ...]


@frozen
class ScanKey:
    """What levels must have in common to share a scan.

    `exclusions` are in the order written; `told` are the dimensions, by name, by which the time of some is apart;
    `apart` is None where none of them counts the records that it takes.

    With `at` it is of the records that are open at snapshots: they are from when the clock starts, by which they are
    counted, and until it ends.
    """

    records: str
    where: Expression | None
    counted: Field
    window: WindowRule
    clock: Clocking | None
    severities: tuple[SeverityTaken, ...] = ()
    at: Snapshot | None = None
    exclusions: tuple[Exclusion, ...] = ()
    told: tuple[tuple[str, Field], ...] = ()
    apart: BudgetPartition | None = None

    @property
    def read_in(self) -> WindowRule | Reaching:
        """The windows in which records are read: from where the limits of exclusions start to be used."""
        budgets = (
            each.budget
            for each in self.exclusions
            if each.budget is not None and not is_by_time(self.records, each)
        )
        units = tuple(dict.fromkeys((budget.anchor, budget.per) for budget in budgets))
        return Reaching(self.window, units) if units else self.window


@frozen
class Scan:
    """A scan: its table, its fields, and the moves by days in the expressions that read it.

    `choices` has the fields that stand for dimensions with declared values alone, by column, with those values: its
    table holds the place of a value among them, from 1, in a column that `place_column` names. With `taken_is_good`,
    rows that an exclusion has taken are good.
    """

    table: str
    key: ScanKey
    fields: tuple[Field, ...]
    expressions: tuple[Expression, ...]
    choices: Mapping[str, tuple[str, ...]] = Factory(dict)
    taken_is_good: bool = False


def starts_on_date(clock: Clocking) -> bool:
    """Whether a clock starts at the end of a date, or else at an instant."""
    return any(field.type is ValueType.DATE for field in clock_fields(clock.start, clock.end)[:-1])


def scan_key(level: ServiceLevel, series: Series) -> ScanKey:
    """The scan that a series is measured from."""
    clock = series.clock
    pauses = () if clock is None else tuple(evolve(pause, id="", span=_NOWHERE) for pause in clock.pauses)
    clocking = (
        None
        if clock is None
        else Clocking(clock.start, clock.end, clock.calendar, pauses, clock.late_without_end, clock.each)
    )
    if isinstance(series.measure, OpenRecords):
        return _open_key(level, series.measure)
    assert level.counted is not None, "only levels of records are measured from a scan"
    taken = tuple(evolve(each, id="", span=_NOWHERE) for each in level.severities)
    excluded = tuple(map(_placeless, level.exclusions))
    alike = {name for exclusion in excluded for name in exclusion.alike}
    told = tuple((each.name, each.field) for each in level.dimensions if each.name in alike)
    key = ScanKey(
        level.records,
        level.where,
        level.counted,
        level.window,
        clocking,
        taken,
        exclusions=excluded,
        told=told,
    )
    return evolve(key, apart=apart_by(level)) if isinstance(key.read_in, Reaching) else key


def _placeless(exclusion: Exclusion) -> Exclusion:
    budget = exclusion.budget
    return evolve(
        exclusion,
        id="",
        span=_NOWHERE,
        budget=None if budget is None else evolve(budget, id="", span=_NOWHERE),
    )


def apart_by(level: ServiceLevel) -> BudgetPartition:
    """What tells the series of a level apart."""
    return BudgetPartition(
        tuple(dimension.field for dimension in level.dimensions),
        tuple(series.members for series in level.series),
    )


def _open_key(level: ServiceLevel, measure: OpenRecords) -> ScanKey:
    open_ = Clocking(measure.start, measure.end, measure.calendar, (), late_without_end=False, each=None)
    return ScanKey(level.records, level.where, measure.start, level.window, open_, at=measure.at)


def is_scanned(series: Series, level: ServiceLevel) -> bool:
    """Whether a series is measured from a scan of records, and not from time or from other levels."""
    return level.counted is not None or isinstance(series.measure, OpenRecords)


def scans(plan: Plan) -> tuple[Scan, ...]:
    """The scans of a plan, in the order in which its levels first need them."""
    keyed: dict[ScanKey, list[tuple[ServiceLevel, Series]]] = {}
    for level in plan.levels:
        for series in (each for each in level.series if is_scanned(each, level)):
            keyed.setdefault(scan_key(level, series), []).append((level, series))
    return tuple(
        Scan(
            f"scan {number}",
            key,
            tuple(_fields(users)),
            tuple(_expressions(users)),
            dict(_choices(plan, key.records, users)),
        )
        for number, (key, users) in enumerate(keyed.items(), 1)
    )


def _choices(
    plan: Plan, records: str, users: Sequence[tuple[ServiceLevel, Series]]
) -> Iterator[tuple[str, tuple[str, ...]]]:
    dimensions = [
        (dimension.field, members)
        for level, series in users
        for dimension, members in zip(level.dimensions, series.members, strict=True)
    ]
    opened = {field for field, members in dimensions if members is None}
    for field in dict.fromkeys(field for field, _ in dimensions):
        if field.type in {ValueType.CHOICE, ValueType.SEVERITY} and field not in opened:
            holder, own = owner(plan, records, field)
            declared = declaration(record_set(plan, holder), own).choices
            tiers = tuple(tier.name for tier in plan.severities)
            yield column_name(field), tiers if field.type is ValueType.SEVERITY else declared


def place_column(field: str) -> str:
    """The column that holds the place of a value among those declared."""
    return f"#place of {field}"


def needs_zone(scan: Scan) -> bool:
    """Whether a scan needs the tables of the zone."""
    return (
        scan.key.counted.type is ValueType.DATE
        or (scan.key.clock is not None and starts_on_date(scan.key.clock))
        or any(point.after.type is ValueType.DATE for point in done_by_in(scan))
        or len(columns_of_moves((*all_expressions(scan), *_pausing(scan)))) > 0
        or any(isinstance(limit, LocalDays) for limit in set_limits(scan))
    )


def set_limits(scan: Scan) -> tuple[LocalDays | BusinessDays | FieldLimit, ...]:
    """The deadlines that the expressions of a scan ask for, but those after a fixed amount of open time."""
    limits = (
        part.limit
        for expression in scan.expressions
        for part in parts_of(expression)
        if isinstance(part, ClockWithin)
    )
    return tuple(dict.fromkeys(limit for limit in limits if not isinstance(limit, Elapsed)))


def done_by_in(scan: Scan) -> tuple[DoneBy, ...]:
    """The points of business days by which the expressions of a scan ask whether something was done."""
    parts = (part for expression in scan.expressions for part in parts_of(expression))
    return tuple(dict.fromkeys(part for part in parts if isinstance(part, DoneBy)))


def all_expressions(scan: Scan) -> tuple[Expression, ...]:
    """Every expression evaluated over a scan's rows."""
    where = () if scan.key.where is None else (scan.key.where,)
    return (*where, *scan.expressions, *own_conditions(scan.key))


def own_conditions(key: ScanKey) -> tuple[Expression, ...]:
    """The conditions on a scan's rows by which exclusions take them."""
    conditions = (row_condition(key.records, each) for each in key.exclusions)
    return tuple(each for each in conditions if each is not None)


def scope_of(plan: Plan, scan: Scan, shapes: Mapping[tuple[str, str], NumberShape]) -> Scope:
    """What the expressions over a scan are read in."""
    clock = scan.key.clock
    fields = {*scan.fields, *(field for e in all_expressions(scan) for field in fields_in(e))}
    return Scope(
        shapes_of(plan, scan.key.records, fields, shapes),
        columns_of_moves(all_expressions(scan)),
        clock is not None and clock.late_without_end,
        () if clock is None else tuple(_pause_scope(plan, pause, shapes) for pause in clock.pauses),
        {condition: f"#done {number}" for number, condition in enumerate(done_by_in(scan), 1)},
    )


def _pause_scope(plan: Plan, pause: Evidence, shapes: Mapping[tuple[str, str], NumberShape]) -> Scope:
    conditions = () if pause.where is None else (pause.where,)
    fields = (field for condition in conditions for field in fields_in(condition))
    return Scope(shapes_of(plan, pause.records, fields, shapes), columns_of_moves(conditions))


def _pausing(scan: Scan) -> tuple[Expression, ...]:
    """The conditions on the records that pause a scan's clock."""
    clock = scan.key.clock
    return () if clock is None else tuple(pause.where for pause in clock.pauses if pause.where is not None)


def shapes_of(
    plan: Plan, records: str, fields: Iterable[Field], shapes: Mapping[tuple[str, str], NumberShape]
) -> dict[tuple[str, ...], NumberShape]:
    """The shapes of numeric fields by their paths from a record set."""
    return {field.path: shapes[held] for field in fields if (held := owner(plan, records, field)) in shapes}


def _fields(users: Iterable[tuple[ServiceLevel, Series]]) -> Iterator[Field]:
    """The fields that measuring needs once the rows are scanned."""
    seen: dict[str, Field] = {}
    for level, series in users:
        wanted = (
            *(dimension.field for dimension in level.dimensions),
            *(field for each in _scanned_expressions(series) for field in fields_in(each)),
            *([level.counted] if _is_read_again(level, series) and level.counted else []),
        )
        for field in wanted:
            seen.setdefault(column_name(field), field)
    yield from seen.values()


def _is_read_again(level: ServiceLevel, series: Series) -> bool:
    """Whether the instant by which records are counted is looked at once they are scanned."""
    return isinstance(series.measure, IntervalMean) or isinstance(level.window, RecordWindow)


def _expressions(users: Iterable[tuple[ServiceLevel, Series]]) -> Iterator[Expression]:
    yield from dict.fromkeys(expression for _, series in users for expression in _scanned_expressions(series))


def _scanned_expressions(series: Series) -> Iterator[Expression]:
    """What is read of the rows of a scan: by the measure, and by credits that are owed for each record."""
    yield from measured_expressions(series)
    yield from credited_expressions(series)


def measured_expressions(series: Series) -> Iterator[Expression]:
    """The conditions and values that a series is measured by."""
    tests = (ClockWithin(target.within) for target in series.further if target.within is not None)
    return (each for each in (series.good, *operands(series.measure), *tests) if each is not None)


def all_fields(scan: Scan) -> tuple[Field, ...]:
    """Every field that a scan reads."""
    clock = scan.key.clock
    wanted = (
        scan.key.counted,
        *(() if clock is None else clock_fields(clock.start, clock.end)),
        *(() if clock is None or clock.each is None else (clock.each,)),
        *(() if scan.key.where is None else fields_in(scan.key.where)),
        *(each.ref for each in scan.key.exclusions if each.ref is not None),
        *(field for each in own_conditions(scan.key) for field in fields_in(each)),
        *scan.fields,
    )
    return tuple({column_name(field): field for field in wanted}.values())


def owner(plan: Plan, records: str, field: Field) -> tuple[str, str]:
    """The record set at the end of a path, and the field's name there."""
    for step in field.path[:-1]:
        target = declaration(record_set(plan, records), step).target
        assert target is not None, "only a ref leads to another record set"
        records = target
    return records, field.path[-1]
