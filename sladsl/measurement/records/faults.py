"""Rows that only measuring shows to be bad: clocks that run backwards, divisions by zero, numbers too long."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from sladsl.measurement.clocks.clocking import clocked, started
from sladsl.measurement.clocks.open_time import START_DAY
from sladsl.measurement.files.raw_files import ROW
from sladsl.measurement.records.facts import own_pairs
from sladsl.measurement.records.inspection import Inspection, facts_on, violations
from sladsl.measurement.records.problems import BadRow, Finding
from sladsl.measurement.records.staging import FILE
from sladsl.measurement.records.validation import ends_before
from sladsl.measurement.scanning.layers import populated, unwindowed, windowed
from sladsl.measurement.scanning.reads import clock_fields, fields_in, parts_of
from sladsl.measurement.scanning.scan_tables import Tables
from sladsl.measurement.scanning.scans import Clocking, Scan, all_expressions, own_conditions, starts_on_date
from sladsl.measurement.scanning.wall_time import with_day_start
from sladsl.measurement.sql.expressions import Scope, column_name, divisors, is_move, number, truth, type_of
from sladsl.measurement.sql.pieces import TRUE, TRY, Sql, all_of, any_of, column, name, sql
from sladsl.planning.plan import Arithmetic, Expression, Field, ValueType


def backward_clocks(inspection: Inspection, scans: Sequence[tuple[Scan, Scope]]) -> Iterator[Finding]:
    """Find records of levels whose clock ends before it starts, as of any time."""
    seen: set[tuple[object, ...]] = set()
    for scan, scope in scans:
        clock = scan.key.clock
        if clock is None or clock.each is not None or starts_on_date(clock):
            continue
        if _is_lasting(inspection, scan, clock):
            continue
        same = (scan.key.records, scan.key.where, clock.start, clock.end)
        if same not in seen:
            seen.add(same)
            fields = clock_fields(clock.start, clock.end)
            if _may_run_backwards(inspection, scan.key.records, fields):
                for first in fields[:-1]:
                    yield from _backward(inspection, scan, scope, clock, first)


def _may_run_backwards(inspection: Inspection, records: str, fields: tuple[Field, ...]) -> bool:
    facts = facts_on(inspection, records)
    pairs = tuple(own_pairs(*fields))
    return not pairs or any(facts.goes_backwards(pair) for pair in pairs)


def clocks_before_their_date(
    inspection: Inspection, scans: Sequence[tuple[Scan, Scope]], tables: Tables
) -> Iterator[Finding]:
    """Find records of levels whose clock ends before the day of the date that it starts on, as of any time."""
    seen: set[tuple[object, ...]] = set()
    for scan, scope in scans:
        clock = scan.key.clock
        if clock is None or not starts_on_date(clock):
            continue
        same = (scan.key.records, scan.key.where, clock.start, clock.end)
        if same not in seen:
            seen.add(same)
            for first in clock_fields(clock.start, clock.end)[:-1]:
                yield from _before_date(inspection, scan, scope, first, tables)


def calculation_faults(
    inspection: Inspection, scans: Sequence[tuple[Scan, Scope]], tables: Tables
) -> Iterator[Finding]:
    """Find records in which a value that is needed divides by zero."""
    for scan, scope in scans:
        rows = windowed(inspection.loaded.plan, scan, scope, tables, scan.key.records)
        plan = inspection.loaded.plan
        counted = clocked(plan, scan, scope, populated(scan, scope, rows, tables), tables)
        unsure = populated(scan, scope, rows, tables, unknown=TRUE)
        if scan.key.where is not None:
            yield from zero_divisions(inspection, scope, scan.key.where, unsure)
        for condition in own_conditions(scan.key):
            yield from zero_divisions(inspection, scope, condition, populated(scan, scope, rows, tables))
        for expression in scan.expressions:
            yield from zero_divisions(inspection, scope, expression, counted)


def overlong(
    inspection: Inspection, scans: Sequence[tuple[Scan, Scope]], tables: Tables
) -> Iterator[Finding]:
    """Find records in which a calculation needs more digits than the widest integer has."""
    for scan, scope in scans:
        rows = windowed(inspection.loaded.plan, scan, scope, tables, scan.key.records)
        for expression in all_expressions(scan):
            if any(isinstance(part, Arithmetic) for part in parts_of(expression)):
                plan = inspection.loaded.plan
                yield from overlong_values(
                    inspection, scope, expression, clocked(plan, scan, scope, rows, tables)
                )


def _backward(
    inspection: Inspection, scan: Scan, scope: Scope, clock: Clocking, first: Field
) -> tuple[Finding, ...]:
    """The records whose clock ends before it starts, and before one of the fields that it starts at."""
    start, end = column_name(first), column_name(clock.end)
    conditions = [sql("{} < {}", name(end), name(start)), sql("{} < {}", name(end), started(clock))]
    found = sql(
        "SELECT {}, {}, {}, {} FROM ({}) WHERE {}",
        *(name(FILE), name(ROW), name(start), name(end)),
        unwindowed(inspection.loaded.plan, scan, scan.key.records),
        all_of([*conditions, *_may_be_counted(scan, scope)]),
    )
    explain = ends_before(inspection.loaded, start, end, (first.type, clock.end.type))
    return violations(inspection, "SLA416", found, explain)


def _may_be_counted(scan: Scan, scope: Scope) -> Iterator[Sql]:
    """That a level's condition is not known to leave a record out."""
    where = scan.key.where
    if where is None or any(is_move(part) for part in parts_of(where)):
        return
    if {taken.field for taken in scan.key.severities}.isdisjoint(fields_in(where)):
        yield sql("{} IS NOT FALSE", truth(where, scope))


def _before_date(
    inspection: Inspection, scan: Scan, scope: Scope, first: Field, tables: Tables
) -> tuple[Finding, ...]:
    """The records whose clock ends before the date on which it starts, and before one of the dates that say it."""
    clock = scan.key.clock
    assert clock is not None, "only a clock starts"
    start, end = column_name(first), column_name(clock.end)
    rows = unwindowed(inspection.loaded.plan, scan, scan.key.records)
    dated = sql("SELECT *, {} AS {} FROM ({})", started(clock), name(START_DAY), rows)
    with_own = with_day_start(dated, column("s", start), tables, "#own")
    with_first = with_day_start(with_own, column("s", START_DAY), tables, "#first")
    conditions = [sql("{} < {}", name(end), name("#own")), sql("{} < {}", name(end), name("#first"))]
    found = sql(
        "SELECT {}, {}, {}, {} FROM ({}) WHERE {}",
        *(name(FILE), name(ROW), name(start), name(end), with_first),
        all_of([*conditions, *_may_be_counted(scan, scope)]),
    )
    explain = ends_before(inspection.loaded, start, end, (first.type, clock.end.type))
    return violations(inspection, "SLA416", found, explain)


def _is_lasting(inspection: Inspection, scan: Scan, clock: Clocking) -> bool:
    """Whether the clock runs over the record's own interval, which is inspected already."""
    records = next(one for one in inspection.loaded.plan.records if one.name == scan.key.records)
    fields = clock_fields(clock.start, clock.end)
    return records.lasting == tuple(column_name(field) for field in fields)


def zero_divisions(
    inspection: Inspection, scope: Scope, expression: Expression, rows: Sql
) -> tuple[Finding, ...]:
    """Find rows for which an expression is not known because something in it divides by zero."""
    zeros = [sql("{} = 0", divisor) for divisor in divisors(expression, scope)]
    if not zeros:
        return ()
    found = sql(
        "SELECT DISTINCT {}, {} FROM ({}) WHERE ({}) IS NULL AND ({})",
        *(name(FILE), name(ROW), rows, _value(expression, scope), any_of(zeros)),
    )
    return violations(inspection, "SLA418", found, _divides_by_zero(expression))


def overlong_values(
    inspection: Inspection, scope: Scope, expression: Expression, rows: Sql
) -> tuple[Finding, ...]:
    """Find rows for which an expression needs more digits than the widest integer has."""
    given = [sql("{} IS NOT NULL", name(column_name(field))) for field in fields_in(expression)]
    nonzero = [sql("{}({}) <> 0", TRY, divisor) for divisor in divisors(expression, scope)]
    found = sql(
        "SELECT DISTINCT {}, {} FROM ({}) WHERE {}({}) IS NULL AND {}",
        *(name(FILE), name(ROW), rows, TRY, _value(expression, scope), all_of([*given, *nonzero])),
    )
    return violations(inspection, "SLA423", found, _is_too_long(expression))


def _value(expression: Expression, scope: Scope) -> Sql:
    if type_of(expression) is ValueType.FLAG:
        return truth(expression, scope)
    value = number(expression, scope)
    divisor = () if value.denominator is None else (value.denominator.sql,)
    return sql("(" + " + ".join(["{}"] * (1 + len(divisor))) + ")", value.numerator.sql, *divisor)


def _divides_by_zero(expression: Expression) -> Callable[[int, tuple[Any, ...]], BadRow]:
    calculation = _named(expression)

    def explain(row: int, _found: tuple[Any, ...]) -> BadRow:
        reason = f"{calculation} divides by zero"
        return BadRow(row, None, None, reason, "correct the row, or test for zero in the condition first")

    return explain


def _is_too_long(expression: Expression) -> Callable[[int, tuple[Any, ...]], BadRow]:
    calculation = _named(expression)

    def explain(row: int, _found: tuple[Any, ...]) -> BadRow:
        reason = f"{calculation} needs more than 38 digits"
        return BadRow(row, None, None, reason, "write the numbers with fewer decimals")

    return explain


def _named(expression: Expression) -> str:
    fields = " and ".join(dict.fromkeys(f"`{column_name(field)}`" for field in fields_in(expression)))
    return f"a calculation with {fields}" if fields else "a calculation"
