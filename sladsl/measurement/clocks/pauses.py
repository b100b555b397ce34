"""The time that clocks stand still: pauses of each record within its clock's run, once where they overlap."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sladsl.measurement.clocks.open_time import AS_OF, START, STOP, open_time, placed_in
from sladsl.measurement.files.raw_files import ROW
from sladsl.measurement.records.refs import with_refs
from sladsl.measurement.records.staging import FILE, key_column
from sladsl.measurement.scanning.local_days import with_moves
from sladsl.measurement.scanning.reads import fields_of_pause, record_set
from sladsl.measurement.scanning.scan_tables import Tables
from sladsl.measurement.scanning.scans import WINDOW, Clocking, Scan
from sladsl.measurement.sql.expressions import ENDED, Scope, column_name, truth
from sladsl.measurement.sql.pieces import (
    FALSE,
    INLINE,
    Sql,
    all_of,
    column,
    how_many,
    joined,
    listed,
    name,
    sql,
)
from sladsl.planning.calendars import BucketTable
from sladsl.planning.plan import Evidence, Field, Plan, ValueType

PAUSED = "#paused"
PAUSED_LAST = "#paused last"
KEY = "#clocked key"
PLACE = (ROW, FILE, WINDOW)
BEGUN = "#begun"  # a record set may have any name that is a word
_ENDS = (Sql(("begins",)), Sql(("ends",)))


def with_pauses(plan: Plan, scan: Scan, scope: Scope, begun: Sql, tables: Tables) -> Sql:
    """Rows of running clocks with the paused open time of their runs, and of the last microsecond of these.

    Beside them stand the columns of `long_columns`.
    """
    clock = scan.key.clock
    assert clock is not None
    table = None if clock.calendar is None else tables.calendars[clock.calendar]
    lasts, whole = _lengths(clock.calendar, table)
    place = listed(map(name, PLACE))
    long = [name(each) for each in long_columns(clock)]
    same = all_of(sql("{} = {}", column("summed", each), column(BEGUN, each)) for each in PLACE)
    return sql(
        "WITH {}, lengths AS (SELECT {}, {} AS whole, {} AS lasts FROM apart AS u{}),"
        " summed AS (SELECT {}, sum(whole) AS whole, sum(lasts) AS lasts{} FROM lengths GROUP BY {})"
        " SELECT {}.*, coalesce(summed.whole, 0) AS {}, coalesce(summed.lasts, 0) AS {}{} FROM {}"
        " LEFT JOIN summed ON {}",
        *(pauses_apart(plan, scan, scope, begun, tables), listed([*map(name, PLACE), *long]), whole, *lasts),
        *(place, joined("", (sql(", {} AS {}", how_many(each), each) for each in long)), place),
        *(name(BEGUN), name(PAUSED), name(PAUSED_LAST)),
        joined("", (sql(", coalesce(summed.{}, 0) AS {}", each, each) for each in long)),
        *(name(BEGUN), same),
    )


def pauses_apart(plan: Plan, scan: Scan, scope: Scope, begun: Sql, tables: Tables) -> Sql:
    """The rows `BEGUN` of running clocks and their pauses `apart`, to stand after WITH.

    Each is there with what no earlier one covers, which may be nothing.
    """
    clock = scan.key.clock
    assert clock is not None
    each = zip(clock.pauses, scope.pauses, strict=True)
    pieces = (_pauses(plan, clock, at, pause, tables) for at, pause in enumerate(each))
    kept = listed(map(name, (*PLACE, STOP, *long_columns(clock))))
    return sql(
        "{} AS {} ({}), each_pause AS ({}),"
        " marked AS (SELECT *, max(ends) OVER (PARTITION BY {} ORDER BY begins, ends"
        " ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS before FROM each_pause),"
        " apart AS (SELECT {}, least(greatest(begins, coalesce(before, begins)), ends) AS begins, ends FROM marked)",
        *(name(BEGUN), INLINE, begun, joined(" UNION ALL ", pieces), listed(map(name, PLACE)), kept),
    )


def long_columns(clock: Clocking | None) -> tuple[str, ...]:
    """The columns that count, for each set of pauses of a clock, those of a record that reach beyond its run.

    There are none where several records share a pause, which counts once for all of them.
    """
    if clock is None or clock.each is not None:
        return ()
    return tuple(f"#long {number}" for number, _ in enumerate(clock.pauses, 1))


def _pauses(plan: Plan, clock: Clocking, at: int, pause: tuple[Evidence, Scope], tables: Tables) -> Sql:
    """Each pause of each clock, cut to the clock's run, of the set of pauses `at` a place among those of the clock."""
    longs = (
        sql("{} AS {}", Sql(("long",)) if number == at else FALSE, name(each))
        for number, each in enumerate(long_columns(clock))
    )
    cut = cut_pauses(plan, pause, name(BEGUN), tables, owner=(*PLACE, STOP))
    return sql("SELECT {} FROM ({})", listed([*map(name, (*PLACE, STOP)), *_ENDS, *longs]), cut)


def cut_pauses(
    plan: Plan,
    pause: tuple[Evidence, Scope],
    begun: Sql,
    tables: Tables,
    *,
    owner: Sequence[str],
    own: Sequence[tuple[str, str]] = (),
) -> Sql:
    """Each pause that lasts in the run of clocks that have `begun`: from when it `begins` there until it `ends` there.

    It is `long` where it begins before that run, or goes on after it. `owner` are columns of the clocks
    that are kept, and `own` some of the pauses, with what they are called. `pause` is the records that pause, and what
    their condition is read in.
    """
    evidence, scope = pause
    begins, ends = map(name, lasting_fields(plan, evidence))
    start, stop, ended = (name(f"#owner {each}") for each in (START, STOP, ENDED))
    kept = [
        *(sql("{} AS {}", name(f"#owner {each}"), name(each)) for each in owner),
        *(name(called) for _, called in own),
    ]
    met = _met(plan, evidence, begun, dict.fromkeys((*owner, START, STOP, AS_OF, ENDED)), own)
    if evidence.where is not None:
        moved = with_moves(scope, met, tables)
        met = sql(
            "SELECT * FROM ({}) AS met WHERE coalesce({}, {})", moved, truth(evidence.where, scope), FALSE
        )
    return sql(
        "SELECT {}, greatest({}, {}) AS begins, least(coalesce({}, {}), {}) AS ends,"
        " {} < {} OR ({} AND coalesce({} > {}, TRUE)) AS long FROM ({}) AS met WHERE coalesce({} > {}, TRUE)",
        *(listed(kept), begins, start, ends, stop, stop),
        *(begins, start, ended, ends, stop, met, ends, start),
    )


def _met(
    plan: Plan,
    evidence: Evidence,
    begun: Sql,
    owner: Iterable[str],
    own: Iterable[tuple[str, str]],
) -> Sql:
    """Each record that may pause clocks that have `begun`: it begins before its clock stops, and is known as of then.

    The columns of the clocks have `#owner` before their names.
    """
    starts, _ = lasting_fields(plan, evidence)
    fields = fields_of_pause(plan, evidence)
    raw = with_refs(plan, evidence.records, evidence.records, fields)
    kept = [
        *(sql("b.{} AS {}", name(each), name(f"#owner {each}")) for each in owner),
        *(sql("p.{} AS {}", name(each), name(called)) for each, called in own),
    ]
    return sql(
        "SELECT {}, {} FROM {} AS b JOIN ({}) AS p ON p.{} = b.{} WHERE p.{} < b.{}",
        *(listed(kept), listed(_known(fields)), begun, raw),
        *(name(evidence.link), name(KEY), name(starts), name(STOP)),
    )


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
    """Of a pause apart: whether it reaches the clock's last microsecond and that was open; its open time."""
    stop, begins, ends = name(STOP), sql("u.begins"), sql("u.ends")
    reaches = sql("u.begins < u.ends AND u.ends = u.{}", stop)
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
