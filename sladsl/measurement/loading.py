"""From bindings to one table of typed columns per record set."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from attrs import frozen

from sladsl.diagnostics.diagnostic import Diagnostic, Severity
from sladsl.measurement.bindings import Binding, Bindings, Table
from sladsl.measurement.engine import EngineError, Session, insert, make_table, make_view
from sladsl.measurement.field_values import NumberShape
from sladsl.measurement.problems import did_you_mean
from sladsl.measurement.raw_files import RawFile, Read
from sladsl.measurement.readers import read_file, read_table
from sladsl.measurement.reads import fields_read, records_read
from sladsl.measurement.sql_pieces import Sql, joined, name, sql
from sladsl.measurement.staging import LOCAL, Reading, loaded, no_rows
from sladsl.measurement.survey import Survey, shapes, survey
from sladsl.planning.plan import Plan, RecordSet
from sladsl.planning.windows import zone_of
from sladsl.planning.zones import LocalRow, LocalTable, local_days

Progress = Callable[[str], None]


@frozen
class LoadedFile:
    """A file whose rows have been surveyed."""

    raw: RawFile
    survey: Survey

    @property
    def rows(self) -> int:
        """How many records the file has, those that cannot be taken apart included."""
        return self.survey.rows + sum(found.total for found in self.raw.findings)


@frozen
class Loaded:
    """The records of a run, one view per record set.

    `given` names what was to be read, in order. `files` are numbered by position in the tables. `complete` are the
    record sets of which no file is lacking.
    """

    plan: Plan
    reading: Reading
    given: tuple[str, ...]
    files: tuple[LoadedFile, ...]
    complete: frozenset[str]
    diagnostics: tuple[Diagnostic, ...]


def all_rows(records: str) -> str:
    """The view of all rows of a record set, bad ones included."""
    return f"{records}#all"


def file_table(number: int) -> str:
    """The table that holds the rows of a file, bad ones included."""
    return f"#file {number}"


def load(session: Session, plan: Plan, bindings: Bindings, progress: Progress) -> Loaded:
    """Read every bound file into a table of its own; the view of a record set holds the rows of all its files."""
    reads = [
        (records.name, _read(session, plan, records, source, progress))
        for records in plan.records
        for source in _sources(bindings.get(records.name, ()))
    ]
    files = tuple(read for _, read in reads if isinstance(read, LoadedFile))
    reading = Reading(plan, _all_shapes(plan, files), _local_table(session, plan, files))
    failures = [
        *((records, read) for records, read in reads if not isinstance(read, LoadedFile)),
        *_fill_tables(session, reading, files, progress),
    ]
    lacking = {records for records, _ in failures} | {
        r.name for r in plan.records if not bindings.get(r.name)
    }
    return Loaded(
        plan,
        reading,
        tuple(
            _name(source) for records in plan.records for source in _sources(bindings.get(records.name, ()))
        ),
        files,
        frozenset(records.name for records in plan.records) - lacking,
        (*check_bindings(plan, bindings), *(found for _, failure in failures for found in failure)),
    )


def check_bindings(plan: Plan, bindings: Bindings) -> Iterator[Diagnostic]:
    """Find bindings for record sets that the agreement does not declare, and record sets read that have none."""
    declared = [records.name for records in plan.records]
    meant = set()
    for unknown in sorted(bindings.keys() - set(declared)):
        similar = did_you_mean(unknown, declared)
        meant.add(similar)
        advice = (
            f"did you mean `{similar}`?"
            if similar
            else f"it declares {', '.join(f'`{d}`' for d in declared)}"
        )
        message = f"the agreement has no records `{unknown}`"
        yield Diagnostic("SLA421", Severity.ERROR, message, help=advice if declared else None)
    for records in records_read(plan):
        if not bindings.get(records) and records not in meant:
            message = f"nothing is given for the records `{records}`, which a service level reads"
            yield Diagnostic(
                "SLA420", Severity.ERROR, message, help=f"give them as `--records {records}=FILE`"
            )


def _sources(binding: Binding) -> Sequence[str | Path | Table]:
    return (binding,) if isinstance(binding, Table) else binding


def _name(source: str | Path | Table) -> str:
    return source.name if isinstance(source, Table) else str(source)


def _read(
    session: Session, plan: Plan, records: RecordSet, source: str | Path | Table, progress: Progress
) -> LoadedFile | tuple[Diagnostic, ...]:
    progress(f"reading {_name(source)}")
    if isinstance(source, Table):
        read = read_table(session, records, source, {f for r, f in fields_read(plan) if r == records.name})
    else:
        read = read_file(session, records, source)
    return _surveyed(session, plan, read)


def _surveyed(session: Session, plan: Plan, read: Read) -> LoadedFile | tuple[Diagnostic, ...]:
    if not isinstance(read, RawFile):
        return read
    try:
        return LoadedFile(read, survey(session, read, plan.currency))
    except EngineError:
        if read.by_rows is None:
            raise
        return _surveyed(session, plan, read.by_rows())


def _all_shapes(plan: Plan, files: Sequence[LoadedFile]) -> dict[tuple[str, str], NumberShape]:
    return {
        (records.name, field): shape
        for records in plan.records
        for field, shape in shapes(
            records.fields, (file.survey for file in files if file.raw.records.name == records.name)
        ).items()
    }


def _local_table(session: Session, plan: Plan, files: Sequence[LoadedFile]) -> LocalTable | None:
    """Tabulate the agreement's local time for the days on which the files have local times, if they have any."""
    times = [time for file in files for pair in file.survey.local.values() for time in pair]
    if not times:
        return None
    table = local_days(zone_of(plan), min(times), max(times) + dt.timedelta(days=30))
    insert(session, LOCAL, table.rows, LocalRow._fields)
    return table


def _fill_tables(
    session: Session, reading: Reading, files: Sequence[LoadedFile], progress: Progress
) -> list[tuple[str, tuple[Diagnostic, ...]]]:
    """Copy every file into its table; gives the record sets of files that only now show to be damaged, and why."""
    tables: dict[str, list[Sql]] = {records.name: [] for records in reading.plan.records}
    failures = []
    for number, file in enumerate(files):
        progress(f"checking {file.raw.name}")
        try:
            make_table(session, file_table(number), loaded(reading, file.raw, number))
        except EngineError:
            again = None if file.raw.by_rows is None else file.raw.by_rows()
            if not isinstance(again, tuple):
                raise
            failures.append((file.raw.records.name, again))
        else:
            rows = sql("SELECT * FROM {}", name(file_table(number)))
            tables[file.raw.records.name].append(rows)
    for records in reading.plan.records:
        filled = tables[records.name] or [no_rows(reading, records)]
        make_view(session, all_rows(records.name), joined(" UNION ALL ", filled))
    return failures
