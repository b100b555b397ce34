"""The time that clocks stand still: pauses of each record, united where they overlap, within its clock's run."""

from __future__ import annotations

from collections.abc import Sequence

from sladsl.measurement.expressions import Scope, column_name, truth
from sladsl.measurement.open_time import AS_OF, START, STOP, open_time, placed_in
from sladsl.measurement.raw_files import ROW
from sladsl.measurement.reads import fields_of_pause, record_set
from sladsl.measurement.refs import with_refs
from sladsl.measurement.scans import WINDOW, Scan
from sladsl.measurement.sql_pieces import FALSE, INLINE, Sql, all_of, column, joined, listed, name, sql
from sladsl.measurement.staging import FILE, key_column
from sladsl.planning.calendars import BucketTable
from sladsl.planning.plan import Evidence, Field, Plan, ValueType

PAUSED = "#paused"
PAUSED_LAST = "#paused last"
KEY = "#clocked key"
PLACE = (ROW, FILE, WINDOW)
_OWNER = (*PLACE, START, STOP, AS_OF)
BEGUN = "#begun"  # a record set may have any name that is a word


def with_pauses(plan: Plan, scan: Scan, scope: Scope, begun: Sql, table: BucketTable | None) -> Sql:
    """Rows of running clocks with the paused open time of their runs, and of the last microsecond of these."""
    clock = scan.key.clock
    assert clock is not None
    lasts, whole = _lengths(clock.calendar, table)
    place = listed(name(each) for each in PLACE)
    same = all_of(sql("{} = {}", column("summed", each), column(BEGUN, each)) for each in PLACE)
    return sql(
        "WITH {}, lengths AS (SELECT {}, {} AS whole, {} AS lasts FROM united AS u{}),"
        " summed AS (SELECT {}, sum(whole) AS whole, sum(lasts) AS lasts FROM lengths GROUP BY {})"
        " SELECT {}.*, coalesce(summed.whole, 0) AS {}, coalesce(summed.lasts, 0) AS {} FROM {}"
        " LEFT JOIN summed ON {}",
        *(united_pauses(plan, scan, scope, begun), place, whole, *lasts),
        *(place, place, name(BEGUN), name(PAUSED), name(PAUSED_LAST), name(BEGUN), same),
    )


def united_pauses(plan: Plan, scan: Scan, scope: Scope, begun: Sql) -> Sql:
    """The rows `BEGUN` of running clocks and their pauses `united` where they overlap, to stand after WITH."""
    clock = scan.key.clock
    assert clock is not None
    pieces = (
        _pauses(plan, evidence, inner) for evidence, inner in zip(clock.pauses, scope.pauses, strict=True)
    )
    place = listed(name(each) for each in PLACE)
    return sql(
        "{} AS {} ({}), each_pause AS ({}),"
        " marked AS (SELECT *, max(ends) OVER (PARTITION BY {} ORDER BY begins, ends"
        " ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS before FROM each_pause WHERE begins < ends),"
        " numbered AS (SELECT *, sum(CASE WHEN before IS NULL OR begins > before THEN 1 ELSE 0 END)"
        " OVER (PARTITION BY {} ORDER BY begins, ends ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS united"
        " FROM marked),"
        " united AS (SELECT {}, {} AS stop, min(begins) AS begins, max(ends) AS ends FROM numbered"
        " GROUP BY {}, {}, united)",
        *(name(BEGUN), INLINE, begun, joined(" UNION ALL ", pieces), place, place),
        *(place, name(STOP), place, name(STOP)),
    )


def _pauses(plan: Plan, evidence: Evidence, scope: Scope) -> Sql:
    """Each pause of each clock, cut to the clock's run, as it is known at the as-of instant."""
    starts, ends = lasting_fields(plan, evidence)
    met = met_pauses(plan, evidence, scope, name(BEGUN), owner=_OWNER)
    stop = name(f"#owner {STOP}")
    return sql(
        "SELECT {}, greatest({}, {}) AS begins, least(coalesce({}, {}), {}) AS ends FROM ({}) AS met",
        listed(sql("{} AS {}", name(f"#owner {each}"), name(each)) for each in (*PLACE, STOP)),
        *(name(starts), name(f"#owner {START}"), name(ends), stop, stop, met),
    )


def met_pauses(
    plan: Plan,
    evidence: Evidence,
    scope: Scope,
    begun: Sql,
    *,
    owner: Sequence[str],
    own: Sequence[tuple[str, str]] = (),
) -> Sql:
    """Each pause of clocks that have `begun`, if it begins before its clock stops, as it is known at the as-of instant.

    `owner` are columns of the clocks that are kept, with `#owner` before their names, and `own` more of the pauses,
    with what they are called.
    """
    starts, _ = lasting_fields(plan, evidence)
    fields = fields_of_pause(plan, evidence)
    raw = with_refs(plan, evidence.records, evidence.records, fields)
    kept = [
        *(sql("b.{} AS {}", name(each), name(f"#owner {each}")) for each in owner),
        *(sql("p.{} AS {}", name(each), name(called)) for each, called in own),
    ]
    met = sql(
        "SELECT {}, {} FROM {} AS b JOIN ({}) AS p ON p.{} = b.{} WHERE p.{} < b.{}",
        *(listed(kept), listed(_known(fields)), begun, raw),
        *(name(evidence.link), name(KEY), name(starts), name(STOP)),
    )
    if evidence.where is None:
        return met
    return sql("SELECT * FROM ({}) AS met WHERE coalesce({}, {})", met, truth(evidence.where, scope), FALSE)


def lasting_fields(plan: Plan, evidence: Evidence) -> tuple[str, str]:
    """The fields of pauses at which they begin and end."""
    lasting = record_set(plan, evidence.records).lasting
    assert lasting is not None, "a check refuses pauses that do not last"
    return lasting


def _known(fields: Sequence[Field]) -> list[Sql]:
    """The fields of a pause, with the times later than the as-of instant missing."""
    return [
        sql(
            "CASE WHEN p.{} <= b.{} THEN p.{} END AS {}",
            *(name(column_name(field)), name(AS_OF), name(column_name(field)), name(column_name(field))),
        )
        if field.type is ValueType.TIME
        else sql("p.{} AS {}", name(column_name(field)), name(column_name(field)))
        for field in fields
    ]


def _lengths(calendar: str | None, table: BucketTable | None) -> tuple[tuple[Sql, Sql], Sql]:
    """Of a united pause: whether it reaches the clock's last microsecond and that was open; its open time."""
    stop, begins, ends = name("stop"), sql("u.begins"), sql("u.ends")
    reaches = sql("u.ends = u.{}", stop)
    if calendar is None or table is None:
        return (sql("CASE WHEN {} THEN 1 ELSE 0 END", reaches), Sql(())), sql("u.ends - u.begins")
    last = sql("u.ends - 1")
    joins = sql("{}{}", placed_in(calendar, "x", begins, table), placed_in(calendar, "y", last, table))
    whole = open_time(("x", begins), ("y", ends))
    before = open_time(("y", last), ("y", ends))
    return (sql("CASE WHEN {} THEN {} ELSE 0 END", reaches, before), joins), whole


def own_key(plan: Plan, records: str) -> Sql:
    """The column of the key of a record set, by which others refer to its records."""
    key = key_column(record_set(plan, records))
    assert key is not None, "records that are told apart, or referred to, have one key"
    return column("#base", key)
