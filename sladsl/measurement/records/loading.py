"""From bindings to one table of typed columns per record set."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from pathlib import Path

from sladsl.diagnostics.diagnostic import Diagnostic, Severity
from sladsl.measurement.engines.engine import EngineError, Session, insert, make_table, make_view
from sladsl.measurement.files.bindings import Binding, Bindings, RecordTable
from sladsl.measurement.files.raw_files import RawFile, Read
from sladsl.measurement.files.readers import read_file, read_table
from sladsl.measurement.records.decoding import decoded
from sladsl.measurement.records.facts import Facts, facts_of, wanted
from sladsl.measurement.records.field_values import NumberShape
from sladsl.measurement.records.plain import ends_of_instants, exceptions, is_read_in_place, plain_rows
from sladsl.measurement.records.problems import did_you_mean
from sladsl.measurement.records.staging import BAD, LOCAL, StagingContext, loaded, no_rows
from sladsl.measurement.records.survey import Survey, shapes, survey
from sladsl.measurement.scanning.reads import fields_read, records_read
from sladsl.measurement.sql.pieces import Sql, how_many, joined, name, sql
from sladsl.planning.plan import Plan, RecordSet
from sladsl.planning.windows import zone_of
from sladsl.planning.zones import LocalRow, LocalTable, local_days
from sladsl.values import evolve, frozen

Progress = Callable[[str], None]
_Source = str | Path | RecordTable


@frozen
class LoadedFile:
    """A file whose rows have been surveyed, with the number that its rows have in the tables."""

    number: int
    raw: RawFile
    survey: Survey

    @property
    def rows(self) -> int:
        """How many records the file has, those that cannot be taken apart included."""
        return self.survey.rows + sum(found.total for found in self.raw.findings)


@frozen
class Loaded:
    """The records of a run, one view per record set.

    `given` names what was to be read, in order. `complete` are the record sets of which no file is lacking. `facts`
    are those of each record set as it was read, before any more of its rows was set aside, and `read` are these rows.
    """

    plan: Plan
    reading: StagingContext
    given: tuple[str, ...]
    files: tuple[LoadedFile, ...]
    complete: frozenset[str]
    facts: Mapping[str, Facts]
    read: Mapping[str, Sql]
    diagnostics: tuple[Diagnostic, ...]

    def file(self, number: int) -> LoadedFile:
        """The file of a number."""
        return next(file for file in self.files if file.number == number)

    def size(self, records: str) -> int:
        """How many rows of a record set could be taken apart."""
        return sum(file.survey.rows for file in self.files if file.raw.records.name == records)


_Outcome = LoadedFile | tuple[Diagnostic, ...]
"""A file, or why it could not be read."""


def all_rows(records: str) -> str:
    """The view of all rows of a record set, bad ones included."""
    return f"{records}#all"


def load(session: Session, plan: Plan, bindings: Bindings, progress: Progress) -> Loaded:
    """Read every bound file; the view of a record set holds the rows of all its files.

    Where all files of a record set can be read in place, the view looks into them. The others are copied into tables.
    """
    sources = [
        (records, source) for records in plan.records for source in _sources(bindings.get(records.name, ()))
    ]
    reads = [_read(session, plan, records, source, progress) for records, source in sources]
    opened = [(number, read) for number, read in enumerate(reads) if isinstance(read, RawFile)]
    facts = _facts_in_place(session, plan, opened, progress)
    outcomes = [
        each if isinstance(each, tuple) else _looked_at(session, plan, number, each, facts)
        for number, each in enumerate(reads)
    ]
    files = tuple(each for each in outcomes if isinstance(each, LoadedFile))
    copied = [file for file in files if file.raw.records.name not in facts]
    reading = StagingContext(plan, _all_shapes(plan, files), _local_table(session, plan, files))
    filled, damaged = _fill_tables(session, reading, copied, progress)
    failures = [*_failures(sources, outcomes), *damaged]
    in_place = {records: _rows_in_place(opened, records) for records in facts}
    read = in_place | _copied_rows(session, reading, filled, in_place)
    lacking = {records for records, _ in failures} | {
        records.name for records in plan.records if not bindings.get(records.name)
    }
    return Loaded(
        plan,
        reading,
        tuple(_name(source) for _, source in sources),
        files,
        frozenset(records.name for records in plan.records) - lacking,
        facts | _facts_of_tables(session, plan, copied),
        read,
        (*_check_bindings(plan, bindings), *(found for _, failure in failures for found in failure)),
    )


def _failures(
    sources: Sequence[tuple[RecordSet, _Source]], outcomes: Sequence[_Outcome]
) -> Iterator[tuple[str, tuple[Diagnostic, ...]]]:
    """The record sets of files that could not be read, and why."""
    for (records, _), outcome in zip(sources, outcomes, strict=True):
        if isinstance(outcome, tuple):
            yield records.name, outcome


def _check_bindings(plan: Plan, bindings: Bindings) -> Iterator[Diagnostic]:
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
            message = f"nothing is given for the records `{records}`, which the agreement reads"
            yield Diagnostic(
                "SLA420", Severity.ERROR, message, help=f"give them as `--records {records}=FILE`"
            )


def _sources(binding: Binding) -> Sequence[_Source]:
    return (binding,) if isinstance(binding, RecordTable) else binding


def _name(source: _Source) -> str:
    return source.name if isinstance(source, RecordTable) else str(source)


def _read(session: Session, plan: Plan, records: RecordSet, source: _Source, progress: Progress) -> Read:
    progress(f"reading {_name(source)}")
    if isinstance(source, RecordTable):
        return read_table(session, records, source, {f for r, f in fields_read(plan) if r == records.name})
    return read_file(session, records, source)


def _facts_in_place(
    session: Session, plan: Plan, opened: Sequence[tuple[int, RawFile]], progress: Progress
) -> dict[str, Facts]:
    """Look into the files that may be read in place; gives the facts of those record sets of which all files can."""
    found = {}
    for records in plan.records:
        mine = [(number, raw) for number, raw in opened if raw.records.name == records.name]
        if not mine or not all(is_read_in_place(plan, raw) for _, raw in mine):
            continue
        for _, raw in mine:
            progress(f"checking {raw.name}")
        make_view(session, all_rows(records.name), _rows_in_place(opened, records.name))
        size, asked = sum(raw.rows or 0 for _, raw in mine), wanted(plan, records)
        try:
            facts = facts_of(session, all_rows(records.name), asked, exceptions(plan, records), size)
            ends = ends_of_instants(session, [raw for _, raw in mine], asked.instants)
        except EngineError:
            continue  # one of the files is damaged, which reading it value by value will tell
        if not facts.faults:
            found[records.name] = evolve(facts, ranges={**facts.ranges, **ends})
    return found


def _rows_in_place(opened: Sequence[tuple[int, RawFile]], records: str) -> Sql:
    mine = (plain_rows(raw, number) for number, raw in opened if raw.records.name == records)
    return joined(" UNION ALL ", mine)


def _facts_of_tables(session: Session, plan: Plan, files: Sequence[LoadedFile]) -> dict[str, Facts]:
    """The facts of record sets that were copied; their faults are their bad rows."""
    sizes: dict[str, int] = {}
    for file in files:
        sizes[file.raw.records.name] = sizes.get(file.raw.records.name, 0) + file.survey.rows
    bad = how_many(name(BAD))
    return {
        records.name: facts_of(
            session, all_rows(records.name), wanted(plan, records), bad, sizes[records.name]
        )
        for records in plan.records
        if records.name in sizes
    }


def _looked_at(session: Session, plan: Plan, number: int, raw: RawFile, in_place: Container[str]) -> _Outcome:
    """A file as it is surveyed, which one that is read in place need not be."""
    if raw.records.name in in_place:
        return LoadedFile(number, raw, Survey(raw.rows or 0, {}, frozenset(), {}))
    return _surveyed(session, plan, number, raw)


def _surveyed(session: Session, plan: Plan, number: int, raw: RawFile) -> _Outcome:
    try:
        read = _kept(session, plan, number, raw) if raw.is_small else raw
        return LoadedFile(number, read, survey(session, read, plan.currency))
    except EngineError:
        if raw.by_rows is None:
            raise
        again = raw.by_rows()
        return _surveyed(session, plan, number, again) if isinstance(again, RawFile) else again


def _kept(session: Session, plan: Plan, number: int, raw: RawFile) -> RawFile:
    """A file whose rows are decoded once for all, and kept."""
    table = f"#decoded {number}"
    make_table(session, table, decoded(raw, plan.currency))
    return evolve(raw, kept=table)


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
    session: Session, reading: StagingContext, files: Sequence[LoadedFile], progress: Progress
) -> tuple[Mapping[str, Sequence[Sql]], list[tuple[str, tuple[Diagnostic, ...]]]]:
    """Copy every file into its table.

    Gives the rows of each record set, table by table; and the record sets of files that only now show to be damaged,
    and why.
    """
    tables: dict[str, list[Sql]] = {}
    failures = []
    for file in files:
        progress(f"checking {file.raw.name}")
        table = f"#file {file.number}"
        try:
            make_table(session, table, loaded(reading, file.raw, file.number))
        except EngineError:
            again = None if file.raw.by_rows is None else file.raw.by_rows()
            if not isinstance(again, tuple):
                raise
            failures.append((file.raw.records.name, again))
        else:
            tables.setdefault(file.raw.records.name, []).append(sql("SELECT * FROM {}", name(table)))
    return tables, failures


def _copied_rows(
    session: Session,
    reading: StagingContext,
    filled: Mapping[str, Sequence[Sql]],
    in_place: Container[str],
) -> dict[str, Sql]:
    """The rows of record sets that are not read in place, with the view of each."""
    rows = {
        records.name: joined(" UNION ALL ", filled.get(records.name) or [no_rows(reading, records)])
        for records in reading.plan.records
        if records.name not in in_place
    }
    for each, of_tables in rows.items():
        make_view(session, all_rows(each), of_tables)
    return rows
