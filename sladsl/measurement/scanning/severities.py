"""The severity that counts of those that a record has had, from its history, put in the place of its own."""

from __future__ import annotations

from collections.abc import Sequence
from typing import assert_never

from sladsl.measurement.clocks.open_time import AS_OF, START, STOP
from sladsl.measurement.files.raw_files import ROW
from sladsl.measurement.records.staging import FILE, key_column
from sladsl.measurement.scanning.reads import record_set
from sladsl.measurement.scanning.scans import WINDOW, Scan
from sladsl.measurement.sql.expressions import column_name
from sladsl.measurement.sql.pieces import Sql, all_of, column, integer, joined, listed, name, parameter, sql
from sladsl.planning.plan import Plan, RecordSet, SeverityTaken, Taken

_PLACE = (ROW, FILE, WINDOW)


def owner_column(taken: SeverityTaken) -> str:
    """The column that holds the key of the record whose severity is read."""
    return f"#owner of {column_name(taken.field)}"


def owner_key(taken: SeverityTaken, records: RecordSet) -> Sql:
    """That key, of a row joined with what its refs lead to: its own, or the ref before the severity."""
    if len(taken.field.path) == 1:
        key = key_column(records)
        assert key is not None, "a history refers to records with one key"
        return column("#base", key)
    *before, ref, _ = taken.field.path
    return column(".".join(before) or "#base", ref)


def with_severities(plan: Plan, scan: Scan, begun: Sql, columns: Sequence[str]) -> Sql:
    """Some columns of rows that know when their clocks start and stop, with the severities that count."""
    for taken in scan.key.severities:
        begun = _with_severity(plan, taken, begun)
    replaced = {column_name(taken.field): _taken_column(taken) for taken in scan.key.severities}
    kept = (sql("{} AS {}", name(replaced.get(each, each)), name(each)) for each in columns)
    return sql("SELECT {} FROM ({})", listed(kept), begun)


def _taken_column(taken: SeverityTaken) -> str:
    return f"#taken {column_name(taken.field)}"


def _with_severity(plan: Plan, taken: SeverityTaken, rows: Sql) -> Sql:
    """Rows with a severity that counts beside the record's own."""
    placed = listed(column("s", each) for each in _PLACE)
    place = listed(map(name, _PLACE))
    same = all_of(sql("{} = {}", column("t", each), column("s", each)) for each in _PLACE)
    last = sql("greatest({}, {})", column("s", START), column("s", STOP))
    rank = _rank_taken(taken.taken, _rank(plan, column("s", column_name(taken.field))))
    return sql(
        "WITH s AS ({}), met AS (SELECT {}, c.changed, c.severity,"
        " CASE WHEN c.changed <= {} THEN 1 ELSE 0 END AS begun FROM s JOIN ({}) AS c ON c.owner = {}"
        " WHERE c.changed <= {} AND c.changed <= {}),"
        " numbered AS (SELECT *, row_number() OVER (PARTITION BY {}, begun ORDER BY changed DESC) AS back,"
        " row_number() OVER (PARTITION BY {} ORDER BY changed DESC) AS latest FROM met),"
        " t AS (SELECT {}, max(CASE WHEN begun = 1 AND back = 1 THEN severity END) AS at_start,"
        " max(CASE WHEN latest = 1 THEN severity END) AS at_end,"
        " min(CASE WHEN begun = 0 THEN severity END) AS later FROM numbered GROUP BY {})"
        " SELECT s.*, {} AS {} FROM s LEFT JOIN t ON {}",
        *(rows, placed, column("s", START), _changes(plan, taken), column("s", owner_column(taken))),
        *(column("s", AS_OF), last, place, place, place, place),
        *(_severity(plan, rank), name(_taken_column(taken)), same),
    )


def _rank_taken(taken: Taken, own: Sql) -> Sql:
    """The place of the severity that counts, from the most severe on."""
    match taken:
        case Taken.START:
            return sql("coalesce(t.at_start, {})", own)
        case Taken.END:
            return sql("coalesce(t.at_end, {})", own)
        case Taken.HIGHEST:
            return sql("least(coalesce(t.at_start, {}), t.later)", own)
    assert_never(taken)


def _rank(plan: Plan, severity: Sql) -> Sql:
    cases = (
        sql("WHEN {} THEN {}", parameter(tier.name), integer(place))
        for place, tier in enumerate(plan.severities, 1)
    )
    return sql("CASE {} {} END", severity, joined(" ", cases))


def _severity(plan: Plan, rank: Sql) -> Sql:
    cases = (
        sql("WHEN {} THEN {}", integer(place), parameter(tier.name))
        for place, tier in enumerate(plan.severities, 1)
    )
    return sql("CASE {} {} END", rank, joined(" ", cases))


def _changes(plan: Plan, taken: SeverityTaken) -> Sql:
    history = record_set(plan, taken.records).history
    assert history is not None, "a severity is taken from a history"
    assert history.severity is not None, "a severity is taken from a history of it"
    return sql(
        "SELECT {} AS owner, {} AS changed, {} AS severity FROM {}",
        *(name(history.of), name(history.at), _rank(plan, name(history.severity)), name(taken.records)),
    )
