"""Rows that cannot be taken as they are: found, reported, and marked so that they can be set aside.

Whether a row is bad never depends on the order of rows: of rows with one key, identical ones count once; where they
differ, none can be told to be the right one, and all are set aside.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from itertools import groupby
from typing import Any

from attrs import Factory

from sladsl.measurement.engine import Session, make_table, make_view, query
from sladsl.measurement.extremes import Ranges
from sladsl.measurement.facts import NO_FACTS, Facts
from sladsl.measurement.field_messages import bad_value, code_of_bad_values, missing_value
from sladsl.measurement.loading import Loaded, LoadedFile, all_rows, read_rows
from sladsl.measurement.problems import ROWS_SHOWN, BadRow, Finding
from sladsl.measurement.raw_files import ROW
from sladsl.measurement.reads import record_set
from sladsl.measurement.sql_pieces import (
    FALSE,
    TRUE,
    Sql,
    all_of,
    column,
    integer,
    listed,
    name,
    sql,
)
from sladsl.measurement.staging import BAD, FILE, aside, columns_of, key_column, staged
from sladsl.planning.plan import FieldDecl, Plan, RecordSet, ValueType
from sladsl.planning.windows import zone_of
from sladsl.planning.zones import to_local
from sladsl.values import frozen

_FOUND = "#found"


@frozen
class Inspection:
    """A run's records under inspection.

    With `sets_aside`, bad rows are all fetched, and the others are judged as if those were not there. `marked` has the
    record sets of which rows were found bad after they were read.
    """

    session: Session
    loaded: Loaded
    sets_aside: bool
    marked: set[str] = Factory(set)

    @property
    def eligible(self) -> Sql:
        """Which rows are looked at: all, so that every problem shows, or those not set aside yet."""
        return sql("NOT {}", name(BAD)) if self.sets_aside else TRUE


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
        *(found for records in loaded.plan.records for found in _duplicates(inspection, records)),
        *(found for records in loaded.plan.records for found in _backwards(inspection, records)),
        *(found for records in loaded.plan.records for found in _two_at_once(inspection, records)),
        *_broken_refs(inspection),
    )


def violations(
    inspection: Inspection,
    code: str,
    rows: Sql,
    explain: Callable[[int, tuple[Any, ...]], BadRow],
) -> tuple[Finding, ...]:
    """Report and mark the rows that a query finds: `#file`, `#row`, then what `explain` tells with the row's number."""
    session = inspection.session
    make_table(session, _FOUND, rows)
    totals = dict(query(session, sql("SELECT {}, count(*) FROM {} GROUP BY 1", name(FILE), name(_FOUND))))
    if not totals:
        return ()
    place = sql("{}, {}", name(FILE), name(ROW))
    numbered = sql(
        "SELECT *, row_number() OVER (PARTITION BY {} ORDER BY {}) AS {} FROM {}",
        *(name(FILE), name(ROW), name("#number"), name(_FOUND)),
    )
    limit = TRUE if inspection.sets_aside else sql("{} <= {}", name("#number"), integer(ROWS_SHOWN))
    shown = query(session, sql("SELECT * FROM ({}) WHERE {} ORDER BY {}", numbered, limit, place))
    for records in dict.fromkeys(inspection.loaded.file(file).raw.records.name for file in totals):
        _mark(inspection, records)
    return tuple(
        _finding(inspection.loaded, code, file, totals[file], [explain(row[1], row[2:-1]) for row in rows_])
        for file, rows_ in groupby(shown, lambda row: row[0])
    )


def make_views(session: Session, plan: Plan) -> None:
    """A record set's rows without the bad ones go by its own name; the bad ones, and all, are beside it."""
    for records in plan.records:
        make_view(session, all_rows(records.name), sql("SELECT * FROM {}", name(read_rows(records.name))))
        for view, condition in ((records.name, "NOT {}"), (aside(records.name), "{}")):
            chosen = sql(condition, name(BAD))
            make_view(session, view, sql("SELECT * FROM {} WHERE {}", name(all_rows(records.name)), chosen))


def _mark(inspection: Inspection, records: str) -> None:
    """Take the rows just found for bad from now on."""
    session, table, place = inspection.session, f"{records}#found bad", listed([name(FILE), name(ROW)])
    found = sql("SELECT DISTINCT {} FROM {}", place, name(_FOUND))
    if records in inspection.marked:
        make_table(session, table, sql("SELECT {} FROM {} UNION {}", place, name(table), found))
        return
    make_table(session, table, found)
    inspection.marked.add(records)
    declared = record_set(inspection.loaded.plan, records)
    columns = (
        sql("{} OR {} IS NOT NULL AS {}", column("r", BAD), column("b", ROW), name(BAD))
        if called == BAD
        else column("r", called)
        for called in columns_of(declared)
    )
    marked = sql(
        "SELECT {} FROM {} AS r LEFT JOIN {} AS b ON {} = {} AND {} = {}",
        *(listed(columns), name(read_rows(records)), name(table)),
        *(column("b", FILE), column("r", FILE), column("b", ROW), column("r", ROW)),
    )
    make_view(session, all_rows(records), marked)


def facts_on(inspection: Inspection, records: str) -> Facts:
    """What is known of the rows of a record set; of one without rows, that nothing is wrong with them."""
    return inspection.loaded.facts.get(records, NO_FACTS)


def known_ranges(inspection: Inspection) -> Ranges:
    """The first and last values of fields, as reading has found them, of record sets of which no row is bad."""
    return {
        (records, field): ends
        for records, facts in inspection.loaded.facts.items()
        if not facts.faults and records not in inspection.marked
        for field, ends in facts.ranges.items()
    }


def _finding(loaded: Loaded, code: str, file: int, total: int, rows: Sequence[BadRow]) -> Finding:
    raw = loaded.file(file).raw
    return Finding(code, raw.records.name, raw.name, rows[0].field, total, tuple(rows))


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


# --- keys ----------------------------------------------------------------------------------------------------------


def _duplicates(inspection: Inspection, records: RecordSet) -> tuple[Finding, ...]:
    keys = [field for field in records.fields if field.key]
    if not keys or not facts_on(inspection, records.name).repeats:
        return ()
    is_bad = Sql(("place > 1 OR versions > 1",)) if inspection.sets_aside else Sql(("place > 1",))
    found = sql(
        "SELECT {}, {}, shown, CASE WHEN place > 1 THEN file1 ELSE file2 END,"
        " CASE WHEN place > 1 THEN row1 ELSE row2 END FROM ({}) WHERE {}",
        *(name(FILE), name(ROW), _compared(inspection, records, keys), is_bad),
    )
    return violations(inspection, "SLA413", found, _duplicate(inspection.loaded, keys[0]))


def _compared(inspection: Inspection, records: RecordSet, keys: Sequence[FieldDecl]) -> Sql:
    """The rows whose key is repeated: their place among those, the first and the next of them, and how many differ."""
    table, names = name(all_rows(records.name)), listed(name(key.name) for key in keys)
    given = all_of([inspection.eligible, *(sql("{} IS NOT NULL", name(key.name)) for key in keys)])
    repeated = sql(
        "SELECT {} FROM {} WHERE {} GROUP BY {} HAVING count(*) > 1",
        *(listed(sql("{} AS {}", name(key.name), name(f"#{key.name}")) for key in keys), table, given, names),
    )
    rows = sql(
        "SELECT r.* FROM (SELECT * FROM {} WHERE {}) AS r JOIN ({}) AS k ON {}",
        *(table, given, repeated),
        all_of(sql("{} = {}", column("r", key.name), column("k", f"#{key.name}")) for key in keys),
    )
    texts = key_column(records)
    shown = (
        listed(sql("CAST({} AS STRING)", name(key.name)) for key in keys) if texts is None else name(texts)
    )
    content = listed(name(field.name) for field in records.fields)
    ranked = sql(
        "SELECT {}, {}, concat_ws(', ', {}) AS shown, row_number() OVER alike AS place,"
        " first_value({}) OVER alike AS file1, first_value({}) OVER alike AS row1,"
        " lead({}) OVER alike AS file2, lead({}) OVER alike AS row2,"
        " dense_rank() OVER (PARTITION BY {} ORDER BY {}) AS version, {} FROM ({})"
        " WINDOW alike AS (PARTITION BY {} ORDER BY {}, {})",
        *(name(FILE), name(ROW), shown, name(FILE), name(ROW), name(FILE), name(ROW), names, content),
        *(listed(sql("{} AS {}", name(key.name), name(f"#{key.name}")) for key in keys), rows),
        *(names, name(FILE), name(ROW)),
    )
    partition = listed(name(f"#{key.name}") for key in keys)
    return sql("SELECT *, max(version) OVER (PARTITION BY {}) AS versions FROM ({})", partition, ranked)


def _duplicate(loaded: Loaded, key: FieldDecl) -> Callable[[int, tuple[Any, ...]], BadRow]:
    def explain(row: int, found: tuple[Any, ...]) -> BadRow:
        value, file, other = found
        reason = f"the key `{value}` is also that of row {other} of `{loaded.file(file).raw.name}`"
        return BadRow(
            row,
            key.name,
            value,
            reason,
            "keep one row per key; records that are not the same need keys of their own",
        )

    return explain


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
