"""Rows that cannot be taken as they are, whatever is measured of them: for what they say alone, or beside others.

Whether a row is bad never depends on the order of rows.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from itertools import groupby
from typing import Any

from sladsl.measurement.engines.engine import query
from sladsl.measurement.files.raw_files import ROW
from sladsl.measurement.records.duplicates import duplicates
from sladsl.measurement.records.field_messages import bad_value, code_of_bad_values, missing_value
from sladsl.measurement.records.inspection import Inspection, facts_on, violations
from sladsl.measurement.records.loading import Loaded, LoadedFile, all_rows
from sladsl.measurement.records.problems import ROWS_SHOWN, BadRow, Finding
from sladsl.measurement.records.staging import BAD, FILE, key_column, staged
from sladsl.measurement.sql.pieces import (
    FALSE,
    Sql,
    integer,
    listed,
    name,
    sql,
)
from sladsl.planning.plan import FieldDecl, RecordSet, ValueType
from sladsl.planning.windows import zone_of
from sladsl.planning.zones import to_local


def inspect(inspection: Inspection) -> tuple[Finding, ...]:
    """Find all bad rows that show without measuring anything, and mark them."""
    loaded = inspection.loaded
    return (
        *(found for file in loaded.files for found in file.raw.findings),
        *(
            found
            for file in loaded.files
            if loaded.facts[file.raw.records.name].faults
            for found in _bad_values(inspection, file)
        ),
        *(found for records in loaded.plan.records for found in duplicates(inspection, records)),
        *(found for records in loaded.plan.records for found in _backwards(inspection, records)),
        *(found for records in loaded.plan.records for found in _two_at_once(inspection, records)),
        *_broken_refs(inspection),
    )


# --- values --------------------------------------------------------------------------------------------------------


def _bad_values(inspection: Inspection, file: LoadedFile) -> Iterator[Finding]:
    table = name(all_rows(file.raw.records.name))
    marked = sql(
        "SELECT count(*) FROM {} WHERE {} AND {} = {}", table, name(BAD), name(FILE), integer(file.number)
    )
    if not query(inspection.session, marked)[0][0]:
        return
    rows = staged(inspection.loaded.reading, file.raw)
    fields = file.raw.records.fields
    totals = listed(
        sql("count(CASE WHEN {} THEN 1 END)", name(f"{field.name}#{kind}"))
        for field in fields
        for kind in _KINDS
    )
    counted = iter(query(inspection.session, sql("SELECT {} FROM ({})", totals, rows))[0])
    for field in fields:
        for kind in _KINDS:
            total = next(counted)
            if total:
                yield from _values(inspection, file, field, kind, total)


_KINDS = ("missing", "bad")


def _values(
    inspection: Inspection, file: LoadedFile, field: FieldDecl, kind: str, total: int
) -> Iterator[Finding]:
    """The rows of one file in which one field is missing or bad."""
    plan = inspection.loaded.plan
    limit = Sql(()) if inspection.sets_aside else sql("LIMIT {}", integer(ROWS_SHOWN))
    rows = query(
        inspection.session,
        sql(
            "SELECT {}, {} FROM ({}) WHERE {} ORDER BY 1 {}",
            *(name(ROW), name(f"{field.name}#text"), staged(inspection.loaded.reading, file.raw)),
            *(name(f"{field.name}#{kind}"), limit),
        ),
    )
    shown = file.raw.records.name, file.raw.name
    if kind == "missing":
        missing = tuple(missing_value(row, field) for row, _ in rows)
        yield Finding("SLA410", *shown, field.name, total, missing)
        return
    coded = sorted(
        (bad_value(plan, field=field, row=row, text=text) for row, text in rows), key=lambda one: one[0]
    )
    usual = code_of_bad_values(field)
    by_code = {code: tuple(bad for _, bad in found) for code, found in groupby(coded, lambda one: one[0])}
    others = sum(len(found) for code, found in by_code.items() if code != usual)
    for code, found in by_code.items():
        # Those that are not shown are counted as what most of the shown ones are.
        yield Finding(code, *shown, field.name, total - others if code == usual else len(found), found)


# --- intervals -----------------------------------------------------------------------------------------------------


def _backwards(inspection: Inspection, records: RecordSet) -> tuple[Finding, ...]:
    if records.lasting is None or not facts_on(inspection, records.name).goes_backwards(records.lasting):
        return ()
    start, end = records.lasting
    type_ = next(field.type for field in records.fields if field.name == end)
    rows = sql(
        "SELECT {}, {}, {}, {} FROM {} WHERE {} AND {} < {}",
        *(name(FILE), name(ROW), name(start), name(end), name(all_rows(records.name))),
        *(inspection.eligible, name(end), name(start)),
    )
    return violations(inspection, "SLA415", rows, ends_before(inspection.loaded, start, end, (type_, type_)))


def _two_at_once(inspection: Inspection, records: RecordSet) -> tuple[Finding, ...]:
    """The changes of one record at one instant to different severities."""
    history = records.history
    if history is None or history.severity is None:
        return ()
    of, at, severity = (name(each) for each in (history.of, history.at, history.severity))
    rows = sql("SELECT * FROM {} WHERE {}", name(all_rows(records.name)), inspection.eligible)
    at_once = sql(
        "SELECT {} AS owner, {} AS changed FROM ({}) GROUP BY {}, {} HAVING count(DISTINCT {}) > 1",
        *(of, at, rows, of, at, severity),
    )
    found = sql(
        "SELECT r.{}, r.{}, r.{}, r.{}, r.{} FROM ({}) AS r JOIN ({}) AS t ON t.owner = r.{} AND t.changed = r.{}",
        *(name(FILE), name(ROW), of, at, severity, rows, at_once, of, at),
    )

    def explain(row: int, found: tuple[Any, ...]) -> BadRow:
        when = _shown(inspection.loaded, found[1], ValueType.TIME)
        reason = (
            f"`{found[0]}` changes to `{found[2]}` at {when}, and to another severity at the same instant"
        )
        help_ = "keep one of the two, or give the instants with seconds"
        return BadRow(row, history.severity, found[2], reason, help_)

    return violations(inspection, "SLA424", found, explain)


def ends_before(
    loaded: Loaded, start: str, end: str, types: tuple[ValueType, ValueType]
) -> Callable[[int, tuple[Any, ...]], BadRow]:
    """Explain an end before its start, each of which is given as an instant or as a date."""

    def explain(row: int, found: tuple[Any, ...]) -> BadRow:
        began, ended = (_shown(loaded, value, type_) for value, type_ in zip(found[:2], types, strict=True))
        zone = "" if set(types) == {ValueType.DATE} else f", in the time of {loaded.plan.zone}"
        at = "on" if types[0] is ValueType.DATE else "at"
        reason = f"`{end}` at {ended} is before `{start}` {at} {began}{zone}"
        return BadRow(row, end, ended, reason, "correct one of the two")

    return explain


def _shown(loaded: Loaded, value: int, type_: ValueType) -> str:
    if type_ is ValueType.DATE:
        return (dt.date(1970, 1, 1) + dt.timedelta(days=value)).isoformat()
    return to_local(zone_of(loaded.plan), value).isoformat(" ")


# --- refs ----------------------------------------------------------------------------------------------------------


def _broken_refs(inspection: Inspection) -> Iterator[Finding]:
    for records, field in _refs(inspection):
        yield from _dangling(inspection, records, field, FALSE, "SLA414", "is the key of no")
    yield from stranded_rows(inspection)


def stranded_rows(inspection: Inspection) -> Iterator[Finding]:
    """Set aside what refers to a row set aside, until nothing does; none where rows are not set aside."""
    while inspection.sets_aside:
        found = [
            one
            for records, field in _refs(inspection)
            for one in _dangling(
                inspection, records, field, name(BAD), "SLA422", "refers to a row set aside of"
            )
        ]
        yield from found
        if not found:
            return


def _refs(inspection: Inspection) -> list[tuple[RecordSet, FieldDecl]]:
    return [
        (records, field)
        for records in inspection.loaded.plan.records
        for field in records.fields
        if field.type is ValueType.REF and _can_follow(inspection, field)
    ]


def _can_follow(inspection: Inspection, field: FieldDecl) -> bool:
    """Whether all rows that a ref may lead to are known; the rows that could not be read may be among them."""
    loaded = inspection.loaded
    if field.target not in loaded.complete:
        return False
    unread = any(file.raw.findings for file in loaded.files if file.raw.records.name == field.target)
    return inspection.sets_aside or not unread


def _dangling(
    inspection: Inspection, records: RecordSet, field: FieldDecl, gone: Sql, code: str, verb: str
) -> tuple[Finding, ...]:
    target = next(one for one in inspection.loaded.plan.records if one.name == field.target)
    key = key_column(target)
    if key is None:
        return ()
    there = sql(
        "(SELECT {} AS {} FROM {} WHERE NOT {}) AS t",
        name(key),
        name("#target"),
        name(all_rows(target.name)),
        gone,
    )
    looked_at = sql(
        "(SELECT * FROM {} WHERE {} AND {} IS NOT NULL) AS r",
        *(name(all_rows(records.name)), inspection.eligible, name(field.name)),
    )
    same = sql("t.{} = r.{}", name("#target"), name(field.name))
    # The engine keeps the right side of a join in memory.
    loaded = inspection.loaded
    if loaded.size(records.name) < loaded.size(target.name):
        joined_ = sql("{} RIGHT JOIN {} ON {}", there, looked_at, same)
    else:
        joined_ = sql("{} LEFT JOIN {} ON {}", looked_at, there, same)
    rows = sql(
        "SELECT r.{}, r.{}, r.{} FROM {} WHERE t.{} IS NULL",
        *(name(FILE), name(ROW), name(field.name), joined_, name("#target")),
    )

    def explain(row: int, found: tuple[Any, ...]) -> BadRow:
        reason = f"`{found[0]}` {verb} `{target.name}`"
        return BadRow(
            row, field.name, found[0], reason, f"correct it, or add the `{target.name}` it refers to"
        )

    return violations(inspection, code, rows, explain)
