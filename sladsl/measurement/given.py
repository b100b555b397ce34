"""Measuring what a worked example gives: its tables of records, and values taken as measured."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack
from functools import cache
from typing import TYPE_CHECKING

from sladsl.diagnostics.diagnostic import Diagnostic
from sladsl.measurement.counts.charged import with_charges
from sladsl.measurement.counts.level_means import with_means
from sladsl.measurement.engines.by_name import open_session
from sladsl.measurement.engines.engine import Session
from sladsl.measurement.files.bindings import RecordTable
from sladsl.measurement.how import Engine
from sladsl.measurement.measure import measure_on
from sladsl.measurement.results import Counts, Measurement, Measurements
from sladsl.measurement.scanning.reads import choice_fields, claim_fields, record_set, records_read
from sladsl.measurement.scanning.tables import MeasurementRequest
from sladsl.planning.contract import Example, GivenTable, GivenValue
from sladsl.planning.eras import eras_of, is_bound
from sladsl.planning.level_means import mean_of, means_in_order
from sladsl.planning.periods import Period, named_period
from sladsl.planning.plan import Plan
from sladsl.planning.series import is_of_records, series_at
from sladsl.planning.windows import record_window, windows, zone_of
from sladsl.values import evolve, frozen

if TYPE_CHECKING:
    from sladsl.measurement.lookups.lookup import LookupQuery, LookupResult


@frozen
class MeasuredExample:
    """What an example comes to, what is wrong with its records, and what was to be looked up beside."""

    measurements: Measurements
    problems: tuple[Diagnostic, ...]
    seen: LookupResult | None = None


def measure_examples(
    plan: Plan, examples: Iterable[Example], query: LookupQuery | None = None
) -> tuple[MeasuredExample, ...]:
    """Measure each example through the last period that it speaks of, with what is wrong with its records.

    Only levels whose records the example gives are measured, and every record that is a window is listed. A given value
    stands for the measured one. All are measured on one engine, which is opened where an example has records. What
    `query` asks for is looked up in the records of each.
    """
    with ExitStack() as opened:
        session = cache(lambda: opened.enter_context(open_session(Engine())))
        return tuple(_example(plan, each, session, query) for each in examples)


def _example(
    plan: Plan, example: Example, session: Callable[[], Session], query: LookupQuery | None
) -> MeasuredExample:
    period = _last_period(plan, example)
    given = tuple(_given(plan, example, value, period.end) for value in example.values)
    stated = {(row.level, row.key, row.window.label) for row in given}
    measured = _measured(plan, example, period, session, query)
    of_records = measured.measurements
    rows = (*(row for row in of_records.rows if (row.level, row.key, row.window.label) not in stated), *given)
    found = [row for era in eras_of(plan) for row in _with_means(era, example, rows, period.end)]
    return evolve(measured, measurements=evolve(of_records, rows=tuple(found)))


def _with_means(
    plan: Plan, example: Example, rows: Sequence[Measurement], through: int
) -> tuple[Measurement, ...]:
    """The rows of windows that a plan binds, with those of levels that average others."""
    request = {
        level.window: windows(plan, level.window, through, example.as_of) for level in means_in_order(plan)
    }
    return with_means(plan, [row for row in rows if is_bound(plan, row.window.start)], request)


def _last_period(plan: Plan, example: Example) -> Period:
    labels = [each.period for each in (*example.values, *example.expected)]
    periods = [
        period for label in labels if (period := named_period(zone_of(plan), plan.term, label)) is not None
    ]
    return max(periods, key=lambda period: period.end)


_NOTHING = Measurements((), ())


def _measured(
    plan: Plan,
    example: Example,
    period: Period,
    session: Callable[[], Session],
    query: LookupQuery | None,
) -> MeasuredExample:
    names = {table.records for table in example.tables}
    eras = tuple(_measurable(era, names) for era in plan.eras)
    measurable = evolve(_measurable(plan, names), eras=eras)
    claims = {records for records, _ in claim_fields(plan)}
    request = claims | {records for records, _ in choice_fields(plan)}
    if not with_charges(measurable).levels and not names & request:
        return MeasuredExample(_NOTHING, ())
    bindings = {name: _table(example.tables, name) for name in names}
    read = dict.fromkeys(each for of in (measurable, *eras) for each in records_read(with_charges(of)))
    bindings |= {name: _no_rows(plan, name) for name in read if name not in names}
    through = MeasurementRequest(period, example.as_of, every_record=True)
    measured = measure_on(session(), measurable, bindings, through, query=query)
    found = measured.measurements or _NOTHING
    claimed = found if names & claims else evolve(found, claims=None)
    return MeasuredExample(claimed, measured.diagnostics, measured.seen)


def _measurable(plan: Plan, names: set[str]) -> Plan:
    """A plan of the levels and charges alone whose records are given."""
    levels = tuple(level for level in plan.levels if level.records in names and mean_of(level) is None)
    charges = tuple(each for each in plan.charges if each.measured is None or each.measured.records in names)
    return evolve(plan, levels=levels, charges=charges)


def _no_rows(plan: Plan, records: str) -> RecordTable:
    """Records of which an example gives none: there are none."""
    return RecordTable(records, tuple(field.name for field in record_set(plan, records).fields), ())


def _table(tables: Sequence[GivenTable], records: str) -> RecordTable:
    """All tables of one record set as one; a column that one of them leaves out is empty there."""
    mine = [table for table in tables if table.records == records]
    columns = tuple(dict.fromkeys(column for table in mine for column in table.columns))
    return RecordTable(records, columns, tuple(row for table in mine for row in _rows(table, columns)))


def _rows(table: GivenTable, columns: Sequence[str]) -> Iterator[tuple[str | None, ...]]:
    for row in table.rows:
        cells = dict(zip(table.columns, row, strict=True))
        yield tuple(cells.get(column) for column in columns)


def _given(plan: Plan, example: Example, given: GivenValue, through: int) -> Measurement:
    """A given value, as if measured over as many records as its verdict needs."""
    level, window = next(
        (level, window)
        for era in eras_of(plan)
        for level in era.levels
        if level.name == given.level
        for window in windows(era, level.window, through, example.as_of)
        if window.label == given.period
    )
    key, record = (given.key[:-1], given.key[-1]) if is_of_records(level) else (given.key, None)
    series = series_at(level, key)
    records = 1 if series.needs is None else max(1, series.needs.records)
    if record is not None:
        window = record_window(window, record, window.start)
    # What is given is the level's value; of a complement, what is measured is what is left of 100%.
    value = evolve(given.value, amount=1 - given.value.amount) if series.complement else given.value
    return Measurement(given.level, key, window, Counts(records, records, None, None, 0, 0, 0), value)
