"""Rows under inspection: found to be bad by a query, reported, and marked so that they can be set aside."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import groupby
from typing import Any

from attrs import Factory

from sladsl.measurement.engines.engine import Session, make_table, make_view, query
from sladsl.measurement.files.raw_files import ROW
from sladsl.measurement.records.facts import NO_FACTS, Facts
from sladsl.measurement.records.loading import Loaded, all_rows
from sladsl.measurement.records.problems import ROWS_SHOWN, BadRow, Finding
from sladsl.measurement.records.staging import BAD, FILE, aside, columns_of
from sladsl.measurement.scanning.ranges import Delays, Ranges
from sladsl.measurement.scanning.reads import record_set
from sladsl.measurement.sql.pieces import TRUE, Sql, column, integer, listed, name, sql
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


def make_views(inspection: Inspection) -> None:
    """A record set's rows without the bad ones go by its own name; where these are set aside, they are beside it."""
    for records in inspection.loaded.plan.records:
        views = [(records.name, "NOT {}"), *([(aside(records.name), "{}")] if inspection.sets_aside else [])]
        for view, condition in views:
            chosen, rows = sql(condition, name(BAD)), name(all_rows(records.name))
            make_view(inspection.session, view, sql("SELECT * FROM {} WHERE {}", rows, chosen))


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
        "SELECT {} FROM ({}) AS r LEFT JOIN {} AS b ON {} = {} AND {} = {}",
        *(listed(columns), inspection.loaded.read[records], name(table)),
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


def known_delays(inspection: Inspection) -> Delays:
    """How long after an instant another comes, as reading has found it, of record sets of which no row is bad."""
    return {
        (records, *pair): most
        for records, facts in inspection.loaded.facts.items()
        if not facts.faults
        for pair, most in facts.delays.items()
        if most is not None
    }


def _finding(loaded: Loaded, code: str, file: int, total: int, rows: Sequence[BadRow]) -> Finding:
    raw = loaded.file(file).raw
    return Finding(code, raw.records.name, raw.name, rows[0].field, total, tuple(rows))
