"""Rows with the key of others.

Identical ones count once; where they differ, none can be told to be the right one, and all are set aside.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from sladsl.measurement.files.raw_files import ROW
from sladsl.measurement.records.inspection import Inspection, facts_on, violations
from sladsl.measurement.records.loading import Loaded, all_rows
from sladsl.measurement.records.problems import BadRow, Finding
from sladsl.measurement.records.staging import FILE, key_column
from sladsl.measurement.sql.pieces import Sql, all_of, column, listed, name, sql
from sladsl.planning.plan import FieldDecl, RecordSet


def duplicates(inspection: Inspection, records: RecordSet) -> tuple[Finding, ...]:
    """Find the rows of a record set whose key is that of another row, and mark them."""
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
