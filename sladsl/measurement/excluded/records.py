"""The records of a scan with the exclusion that takes each: those without a limit first, then those with one.

`#taken` is the position of that exclusion, plus one, or 0. Records that use limits are read in windows from where the
first of these starts to be used; what lies before the window itself falls away once limits have been used.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from sladsl.measurement.clocks.open_time import AS_OF, bucket_of
from sladsl.measurement.engines.engine import insert, make_table
from sladsl.measurement.excluded.apart import series_position, text_of
from sladsl.measurement.excluded.horizons import period_numbers
from sladsl.measurement.excluded.missed import make_missed, missed_rows
from sladsl.measurement.excluded.sources import ExclusionLines, lines_of, link_scope
from sladsl.measurement.excluded.time import holds, make_time, time_table
from sladsl.measurement.files.raw_files import ROW
from sladsl.measurement.records.refs import with_refs
from sladsl.measurement.records.staging import FILE, key_column
from sladsl.measurement.scanning.layers import AT, OWN_KEY, TAKEN, populated, windowed
from sladsl.measurement.scanning.local_days import with_moves
from sladsl.measurement.scanning.members import SERIES
from sladsl.measurement.scanning.reads import link_fields, record_set
from sladsl.measurement.scanning.scan_tables import Reaching, Tables
from sladsl.measurement.scanning.scans import WINDOW, BudgetPartition, Scan
from sladsl.measurement.sql.expressions import Scope, column_name, truth
from sladsl.measurement.sql.pieces import (
    FALSE,
    TRUE,
    Sql,
    all_of,
    column,
    integer,
    joined,
    listed,
    name,
    sql,
)
from sladsl.measurement.uptime.measurement_context import MeasurementContext
from sladsl.planning.buckets import Split
from sladsl.planning.exclusions import is_by_time, row_condition
from sladsl.planning.plan import Budget, Exclusion, Field, Plan, ValueType

RANK = "#rank"
PERIOD = "#period"
_FREE, _REF, _FIRST = "#taken first", "#of", "#first"
_PLACE = (ROW, FILE, WINDOW)


def make_excluded(context: MeasurementContext, scan: Scan, scope: Scope) -> None:
    """Make the tables by which the records of a scan are excluded: excluded time, and those that use limits."""
    session, tables = context.session, context.tables
    for lines in lines_of(context.plan, scan.key):
        make_time(context, scan, lines)
    rows = windowed(context.plan, scan, scope, tables, scan.key.records)
    counted = populated(scan, scope, rows, tables)
    for position, exclusion in enumerate(scan.key.exclusions):
        if exclusion.missed is not None:
            make_missed(context, scan, position, counted)
    make_table(session, _marked_table(scan), _marked(context, scan, scope, counted))
    if isinstance(scan.key.read_in, Reaching):
        own = tables.windows[scan.key.window].windows
        starts = [(number, window.start) for number, window in enumerate(own)]
        insert(session, _starts_table(scan), starts, ("number", "start"))
    for position in _limited(scan):
        budget = scan.key.exclusions[position].budget
        if budget is not None and budget.times is not None and _is_of_records(scan, position):
            numbers = period_numbers(context.plan, budget, tables.windows[scan.key.read_in].windows)
            insert(session, _periods_table(scan, position), numbers.rows, Split._fields)
            make_table(session, ranked_table(scan, position), _ranked(context.plan, scan, tables, position))


def excluded_rows(scan: Scan) -> Sql:
    """The records of a scan in their own windows, with `#taken`; the tables of `make_excluded` are there."""
    return own_window(scan, _taken(scan, None))


def untaken_rows(scan: Scan) -> Sql:
    """The records of a scan that no exclusion takes."""
    return sql("SELECT * FROM ({}) WHERE {} = 0", excluded_rows(scan), name(TAKEN))


def own_window(scan: Scan, rows: Sql) -> Sql:
    """Rows less those before their window that are read only because they use limits."""
    if not isinstance(scan.key.read_in, Reaching):
        return rows
    return sql(
        "SELECT s.* FROM ({}) AS s JOIN {} AS o ON o.number = {} WHERE {} >= o.start",
        *(rows, name(_starts_table(scan)), column("s", WINDOW), column("s", AT)),
    )


def ranked_table(scan: Scan, position: int) -> str:
    """The table of the records that an exclusion with a limit would take, with the rank in which they use it."""
    return f"{scan.table} limited {position + 1}"


def _marked_table(scan: Scan) -> str:
    return f"{scan.table} marked"


def _starts_table(scan: Scan) -> str:
    return f"{scan.table} starts"


def _periods_table(scan: Scan, position: int) -> str:
    return f"{scan.table} periods {position + 1}"


def _limited(scan: Scan) -> list[int]:
    """The positions of exclusions with a limit."""
    return [number for number, each in enumerate(scan.key.exclusions) if each.budget is not None]


def _is_of_records(scan: Scan, position: int) -> bool:
    return not is_by_time(scan.key.records, scan.key.exclusions[position])


# --- what each exclusion would take --------------------------------------------------------------------------------


def _marked(context: MeasurementContext, scan: Scan, scope: Scope, rows: Sql) -> Sql:
    """Rows with the exclusions by time that hold them, and by links whether they are referred to."""
    marks, joins = list[Sql](), list[Sql]()
    for lines in lines_of(context.plan, scan.key):
        alias = f"t{lines.number}"
        on = holds(context.plan, lines, "s", _values(scan, lines), alias)
        joins.append(sql(" LEFT JOIN {} AS {} ON {}", name(time_table(scan, lines)), name(alias), on))
        marks.append(sql("coalesce({}, 0) AS {}", column(alias, "taken"), name(_time(lines.number))))
    for position, exclusion in enumerate(scan.key.exclusions):
        if exclusion.link is not None or exclusion.missed is not None:
            alias = f"l{position}"
            same = all_of(sql("{} = {}", column(alias, each), column("s", each)) for each in _PLACE)
            found = _linked(context, scan, position, rows)
            joins.append(sql(" LEFT JOIN ({}) AS {} ON {}", found, name(alias), same))
            marks.append(sql("{} IS NOT NULL AS {}", column(alias, ROW), name(_link(position))))
    lines_at = {at: lines for lines in lines_of(context.plan, scan.key) for at in lines.positions}
    free = [at for at, each in enumerate(scan.key.exclusions) if each.budget is None]
    marked = sql("SELECT {} FROM ({}) AS s{}", listed([sql("s.*"), *marks]), rows, joined("", joins))
    cases = joined(
        "",
        (sql(" WHEN {} THEN {}", _matches(scan, scope, at, lines_at), integer(at + 1)) for at in free),
    )
    taken = sql("CASE{} ELSE 0 END", cases) if free else integer(0)
    limited = [
        sql("{} AS {}", _matches(scan, scope, at, lines_at), name(_would(at))) for at in _limited(scan)
    ]
    return sql(
        "SELECT {} FROM ({})", listed([sql("*"), *limited, sql("{} AS {}", taken, name(_FREE))]), marked
    )


def _time(number: int) -> str:
    return f"#time {number}"


def _link(position: int) -> str:
    return f"#linked {position + 1}"


def _would(position: int) -> str:
    return f"#would {position + 1}"


def _matches(scan: Scan, scope: Scope, position: int, lines_at: Mapping[int, ExclusionLines]) -> Sql:
    """Whether an exclusion would take a row that no other one has taken."""
    exclusion = scan.key.exclusions[position]
    condition = row_condition(scan.key.records, exclusion)
    if condition is not None:
        return sql("coalesce({}, FALSE)", truth(condition, scope))
    if exclusion.link is not None or exclusion.missed is not None:
        return name(_link(position))
    return sql("{} = {}", name(_time(lines_at[position].number)), integer(position + 1))


def _values(scan: Scan, lines: ExclusionLines) -> list[tuple[ValueType, Sql]]:
    """The values of a row in the fields by which a line of time is apart."""
    told = dict(scan.key.told)
    return [(told[each].type, column("s", column_name(told[each]))) for each in lines.alike]


def _linked(context: MeasurementContext, scan: Scan, position: int, rows: Sql) -> Sql:
    """The rows that records of an exclusion concern, as these are known at the instant of the row."""
    exclusion = scan.key.exclusions[position]
    return (
        missed_rows(scan, position)
        if exclusion.missed is not None
        else _referred_to(context, exclusion, rows)
    )


def _referred_to(context: MeasurementContext, exclusion: Exclusion, rows: Sql) -> Sql:
    """The rows to which records of an exclusion refer."""
    fields = link_fields(context.plan, exclusion)
    scope = link_scope(context.plan, exclusion, context.shapes)
    own = [column("b", each) for each in (*_PLACE, AS_OF)]
    raw = with_refs(context.plan, exclusion.records, exclusion.records, fields)
    known = (
        sql(
            "CASE WHEN {} <= {} THEN {} END AS {}",
            *(_beside(field), column("b", AS_OF), _beside(field), name(f"{column_name(field)}")),
        )
        if field.type is ValueType.TIME
        else sql("{} AS {}", _beside(field), name(column_name(field)))
        for field in fields
    )
    assert exclusion.link is not None, "its records refer to those of the level"
    met = sql(
        "SELECT {}, {} FROM ({}) AS b JOIN ({}) AS e ON {} = {}",
        *(listed(own), listed(known), rows, raw, column("e", exclusion.link), column("b", OWN_KEY)),
    )
    where = TRUE if exclusion.where is None else sql("coalesce({}, {})", truth(exclusion.where, scope), FALSE)
    moved = with_moves(scope, met, context.tables)
    return sql("SELECT DISTINCT {} FROM ({}) AS m WHERE {}", listed(map(name, _PLACE)), moved, where)


def _beside(field: Field) -> Sql:
    return column("e", column_name(field))


# --- what limits leave ---------------------------------------------------------------------------------------------


def _taken(scan: Scan, before: int | None) -> Sql:
    """Rows with what has taken them, in the order in which exclusions apply, before one with a limit or after all."""
    cases, joins = [sql("WHEN {} > 0 THEN {}", *[column("m", _FREE)] * 2)], list[Sql]()
    for position in _limited(scan):
        if position == before:
            break
        takes = column("m", _would(position))
        if _is_of_records(scan, position):
            alias = f"r{position}"
            same = all_of(sql("{} = {}", column(alias, each), column("m", each)) for each in _PLACE)
            joins.append(
                sql(" LEFT JOIN {} AS {} ON {}", name(ranked_table(scan, position)), name(alias), same)
            )
            takes = sql("{} <= {}", column(alias, RANK), integer(_times(scan, position)))
        cases.append(sql("WHEN {} THEN {}", takes, integer(position + 1)))
    return sql(
        "SELECT m.*, CASE {} ELSE 0 END AS {} FROM {} AS m{}",
        *(joined(" ", cases), name(TAKEN), name(_marked_table(scan)), joined("", joins)),
    )


def _times(scan: Scan, position: int) -> int:
    budget = scan.key.exclusions[position].budget
    assert budget is not None, "only a limit is used up"
    assert budget.times is not None, "a check refuses limits of time of what is taken record by record"
    return budget.times


def _ranked(plan: Plan, scan: Scan, tables: Tables, position: int) -> Sql:
    """The records that an exclusion would take, with the rank of each in the period of the limit that it falls in.

    They are ranked by when they are counted, then by key, then as they stand. Those that refer to one record are of one
    rank, by when the first of them is counted.
    """
    numbers = period_numbers(plan, _budget(scan, position), tables.windows[scan.key.read_in].windows)
    at, exclusion = column("s", AT), scan.key.exclusions[position]
    period = sql("CASE WHEN {} < p.split THEN p.before ELSE p.after END AS {}", at, name(PERIOD))
    own = [] if key_column(record_set(plan, scan.key.records)) is None else [OWN_KEY]
    ref = (
        []
        if exclusion.ref is None
        else [sql("{} AS {}", column("s", column_name(exclusion.ref)), name(_REF))]
    )
    kept = [column("s", each) for each in (*_PLACE, AT, *own)]
    would = sql(
        "SELECT {}, {} FROM ({}) AS s JOIN {} AS p ON p.bucket = {} WHERE {} = 0 AND {}",
        listed([*kept, *ref, *_whose(scan)]),
        *(period, _taken(scan, position), name(_periods_table(scan, position)), bucket_of(at, numbers)),
        *(column("s", TAKEN), column("s", _would(position))),
    )
    opened = sql("SELECT {} FROM ({}) AS w", listed([sql("w.*"), *_opened(scan)]), would)
    apart = listed(map(name, (WINDOW, PERIOD, SERIES, *open_columns(scan))))
    if exclusion.ref is None:
        order = listed(map(name, (AT, *own, FILE, ROW)))
        rank = sql("row_number() OVER (PARTITION BY {} ORDER BY {})", apart, order)
        return sql("SELECT *, {} AS {} FROM ({}) AS o", rank, name(RANK), opened)
    first = sql("min({}) OVER (PARTITION BY {}, {})", name(AT), apart, name(_REF))
    rank = sql("dense_rank() OVER (PARTITION BY {} ORDER BY {}, {})", apart, name(_FIRST), name(_REF))
    dated = sql("SELECT *, {} AS {} FROM ({}) AS o", first, name(_FIRST), opened)
    return sql("SELECT *, {} AS {} FROM ({}) AS d", rank, name(RANK), dated)


def _budget(scan: Scan, position: int) -> Budget:
    budget = scan.key.exclusions[position].budget
    assert budget is not None, "only a limit is used up"
    return budget


def _apart(scan: Scan) -> BudgetPartition:
    assert scan.key.apart is not None, "limits are kept apart"
    return scan.key.apart


def _whose(scan: Scan) -> Iterator[Sql]:
    """The position of the series that a row is of, and its values in the dimensions of values that are found."""
    apart = _apart(scan)
    yield sql("{} AS {}", series_position(apart), name(SERIES))
    for at in open_places(apart):
        yield sql("{} AS {}", text_of(apart.fields[at]), name(f"#value of {at}"))


def _opened(scan: Scan) -> Iterator[Sql]:
    """Those values where the series stands for each that is found."""
    apart = _apart(scan)
    for at in open_places(apart):
        whose = [number for number, members in enumerate(apart.members) if members[at] is None]
        yield sql(
            "CASE WHEN {} IN ({}) THEN {} END AS {}",
            *(name(SERIES), listed(map(integer, whose)), name(f"#value of {at}"), name(_open_column(at))),
        )


def open_places(apart: BudgetPartition) -> list[int]:
    """The places of dimensions for which some series stands for each value found."""
    return [at for at in range(len(apart.fields)) if any(members[at] is None for members in apart.members)]


def open_columns(scan: Scan) -> list[str]:
    """The columns of the values found, in the order of `open_places`."""
    return [_open_column(at) for at in open_places(_apart(scan))]


def _open_column(at: int) -> str:
    return f"#open {at}"
