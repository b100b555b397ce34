"""The columns of a file against the fields of its record set."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sladsl.diagnostics.diagnostic import Diagnostic
from sladsl.measurement.records.problems import did_you_mean, file_diagnostic
from sladsl.planning.plan import RecordSet
from sladsl.values import frozen


@frozen
class Match:
    """At which position each field is found, which columns are ignored, and what is wrong."""

    positions: dict[str, int]
    ignored: tuple[str, ...]
    diagnostics: tuple[Diagnostic, ...]


def match_columns(records: RecordSet, columns: Sequence[str], file: str, needed: Iterable[str]) -> Match:
    """Find the declared fields among a file's columns by their exact names; those needed must be there."""
    declared = {field.name for field in records.fields}
    positions = {
        column: position for position, column in reversed(list(enumerate(columns))) if column in declared
    }
    twice = [column for column in positions if columns.count(column) > 1]
    # One of two columns of a name may be a missing one by a wrong name.
    lacking = frozenset() if twice else frozenset(needed) - positions.keys()
    missing = [field.name for field in records.fields if field.name in lacking]
    ignored = tuple(column for column in columns if column not in declared)
    is_of_others = not positions and not any(did_you_mean(field, ignored) for field in missing)
    lacked = [_missing(file, field, ignored) for field in missing]
    diagnostics = (
        *([_none(file, records)] if missing and is_of_others else lacked),
        *(_twice(file, column, columns) for column in reversed(twice)),
    )
    return Match(positions, ignored, diagnostics)


def _none(file: str, records: RecordSet) -> Diagnostic:
    names = ", ".join(f"`{field.name}`" for field in records.fields)
    return file_diagnostic(
        "SLA403",
        file,
        f"the file `{file}` has none of the columns of `{records.name}`",
        help_=f"name its columns {names}, in the first row of a CSV file; or give the file that has these records",
    )


def _missing(file: str, field: str, unused: Sequence[str]) -> Diagnostic:
    similar = did_you_mean(field, unused)
    if similar is not None:
        advice = f"did you mean the column `{similar}`? rename it to `{field}`; names match exactly"
    else:
        advice = f"add a column `{field}`; where a value may be missing, its cells may be empty"
    return file_diagnostic(
        "SLA403", file, f"the file `{file}` has no column `{field}`", help_=advice, field=field
    )


def _twice(file: str, column: str, columns: Sequence[str]) -> Diagnostic:
    places = [str(position + 1) for position, other in enumerate(columns) if other == column]
    return file_diagnostic(
        "SLA404",
        file,
        f"the file `{file}` has the column `{column}` {len(places)} times",
        help_=f"keep one of the columns {' and '.join(places)}, and rename or remove the rest",
        field=column,
    )
