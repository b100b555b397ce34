"""The tables of records in examples: known columns, those that the levels read, values of their types."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet

from sladsl.diagnostics.diagnostic import Diagnostic, Label
from sladsl.semantics.expressions.cells import WRITTEN, is_value
from sladsl.semantics.expressions.choices import unknown_value
from sladsl.semantics.findings import by_type, error, perhaps_by_type
from sladsl.semantics.levels.severities_taken import severity_field
from sladsl.semantics.levels.uptime import is_timed_by_outages
from sladsl.semantics.meaning import Analysis, Excluding, Field, FieldPath, Level, RecordSet, SeverityRead
from sladsl.semantics.nearest import did_you_mean, one_of
from sladsl.semantics.references.obligations import lines_excusing_records, ways_to_excuse
from sladsl.semantics.types import ValueKind
from sladsl.syntax import ast
from sladsl.syntax.clauses import clause_of
from sladsl.syntax.walk import walk
from sladsl.values import evolve, frozen


@frozen(eq=False)
class _Wrong:
    """A cell that does not hold what its field does."""

    finding: Diagnostic
    cell: ast.GivenCell
    field: Field


def check(analysis: Analysis) -> Iterator[Diagnostic]:
    """Look at each `given` table."""
    for example in analysis.examples:
        clause = clause_of(example)
        for item in example.items:
            named = analysis.named.get(item.records) if isinstance(item, ast.GivenRecords) else None
            if isinstance(item, ast.GivenRecords) and named is not None:
                records = analysis.records[named.path]
                yield from _columns(item, records, clause)
                if not analysis.module.is_damaged(item):
                    yield from _left_out(item, records, clause, analysis)
                yield from _joined(_cells(item, records, clause, analysis), analysis)


def _cells(item: ast.GivenRecords, records: RecordSet, clause: str, analysis: Analysis) -> Iterator[_Wrong]:
    for number, column in enumerate(item.columns):
        cells = [row.cells[number] for row in item.rows if number < len(row.cells)]
        field = records.fields.get(column.text)
        if field is not None:
            yield from _column(cells, field, clause, analysis)


def _joined(wrong: Iterable[_Wrong], analysis: Analysis) -> Iterator[Diagnostic]:
    """What is wrong in the cells; two of one row that fit each other's columns have been exchanged, as one mistake."""
    rows: dict[int, list[_Wrong]] = {}
    for each in wrong:
        rows.setdefault(each.cell.span.line, []).append(each)
    for row in rows.values():
        first, second = row[0], row[-1]
        if len(row) == 2 and _are_exchanged(first, second, analysis):
            label = Label(second.cell.span, f"these two are exchanged: {second.finding.message}")
            yield evolve(first.finding, labels=(label,), subject=None)
        else:
            yield from (each.finding for each in row)


def _are_exchanged(first: _Wrong, second: _Wrong, analysis: Analysis) -> bool:
    return all(
        is_value(one.cell.text, other.field.type, analysis.records)
        for one, other in ((first, second), (second, first))
    )


def _columns(item: ast.GivenRecords, records: RecordSet, clause: str) -> Iterator[Diagnostic]:
    for column in item.columns:
        if column.text.isidentifier() and column.text not in records.fields and not records.is_open:
            known = (
                f"its fields are {one_of(records.fields, 'and')}" if records.fields else "it has no fields"
            )
            near = did_you_mean(column.text, records.fields)
            yield error(
                "SLA114",
                column.span,
                f"records `{records.name}` have no field `{column.text}`",
                clause=clause,
                write=near or known,
            )


def _left_out(
    item: ast.GivenRecords, records: RecordSet, clause: str, analysis: Analysis
) -> Iterator[Diagnostic]:
    there = {column.text for column in item.columns}
    if not there <= records.fields.keys():  # a column whose name is misspelt is not missing as well
        return
    for name, level in _read(records, analysis).items():
        if name in records.fields and name not in there:
            yield error(
                "SLA258",
                item.records.span,
                f"the table has no column `{name}`, which `{level}` reads",
                clause=clause,
                write=f"add the column `{name}`; only what no level reads may be left out",
            )


def _read(records: RecordSet, analysis: Analysis) -> dict[str, str]:
    """The fields of a record set that levels about it read, each with the first such level."""
    found: dict[str, str] = {}
    for level in analysis.levels:
        others = [evidence for evidence, each in level.excluding.items() if not each.is_own]
        pauses = () if level.lines.clock is None else level.lines.clock.node.pauses
        in_evidence = {part for each in (*pauses, *level.beside, *others) for part in walk(each)}
        names = _names(level, level.readings.keys() - in_evidence) if level.records is records else []
        if names and level.linked and records.key is not None:
            names.append(records.key.name)
        if is_timed_by_outages(level) and level.records is records:
            names += _lasting(records)
        for evidence, linked in level.linked.items():
            if linked.records is records:
                names += [linked.link, *_lasting(records), *_names(level, set(walk(evidence)))]
        for evidence, beside in level.beside.items():
            if beside.records is records:
                names += [*beside.alike, *_lasting(records), *_names(level, set(walk(evidence)))]
        for evidence, excluding in level.excluding.items():
            names += _excluding(evidence, excluding, records, level)
        for obligation, _ in lines_excusing_records(analysis, level):
            for way in ways_to_excuse(level, obligation):
                names += _excused(way, records, level)
        for severity in level.severities:
            names += _of_history(severity, records, level)
        for name in names:
            found.setdefault(name, level.name)
    return found


def _excluding(evidence: ast.Evidence, excluding: Excluding, records: RecordSet, level: Level) -> list[str]:
    """The fields that an exclusion reads of a record set: of the records it takes by, and of those it takes."""
    names = list[str]()
    if excluding.records is records and not excluding.is_own:
        names += [*excluding.alike, *([] if excluding.link is None else [excluding.link])]
        names += [*(_lasting(records) if excluding.is_by_time else []), *_names(level, set(walk(evidence)))]
        if excluding.ref is not None and records.key is not None:
            names.append(records.key.name)
    if level.records is records:
        names += [] if excluding.ref is None else [excluding.ref]
        names += [] if excluding.is_by_time or records.key is None else [records.key.name]
    return names


def _excused(way: Excluding, records: RecordSet, level: Level) -> list[str]:
    """The fields of a record set by which records of an obligation concern those of a level."""
    key = [] if records.key is None else [records.key.name]
    if level.records is records:
        return key if way.ref is None else [way.ref]
    if way.records is not records:
        return []
    return key if way.link is None else [way.link]


def _of_history(read: SeverityRead, records: RecordSet, level: Level) -> list[str]:
    """The fields that a severity with a history is read by."""
    if read.history is records and records.history is not None:
        node = records.history.node
        return [node.of.text, node.at.text, *filter(None, [severity_field(records)])]
    is_own = level.records is records and records.key is not None and len(read.path.names) == 1
    return [records.key.name] if is_own and records.key is not None else []


def _lasting(records: RecordSet) -> list[str]:
    """The fields of the interval that a record lasts."""
    lasting = None if records.lasting is None else records.lasting.node
    return [] if lasting is None else [lasting.start.text, lasting.end.text]


def _names(level: Level, nodes: AbstractSet[ast.Node]) -> list[str]:
    """The fields of their own records that nodes of a level read, in the order in which they stand."""
    readings = (reading for node, reading in level.readings.items() if node in nodes)
    return [reading.names[0] for reading in readings if isinstance(reading, FieldPath)]


def _column(
    cells: Sequence[ast.GivenCell], field: Field, clause: str, analysis: Analysis
) -> Iterator[_Wrong]:
    """Look at the cells of a column; if all are wrong, it is the type of the field or the column, and one mistake."""
    found = [(cell, list(_cell(cell, field, clause, analysis))) for cell in cells]
    is_one = len(found) > 1 and all(findings for _, findings in found)
    if not is_one:
        yield from (_Wrong(each, cell, field) for cell, findings in found for each in findings)
        return
    declared, (cell, findings) = field.line.node.type.span, found[0]
    for each in findings:
        told = evolve(each, labels=(Label(declared, "declared as this here"),))
        yield _Wrong(by_type(told, declared), cell, field)


def _cell(cell: ast.GivenCell, field: Field, clause: str, analysis: Analysis) -> Iterator[Diagnostic]:
    if not cell.text and not cell.is_quoted:
        if not field.line.node.is_optional:
            empty = error(
                "SLA259",
                cell.span,
                f"`{field.name}` cannot be missing, and this cell is empty",
                clause=clause,
                write="fill it in, or declare the field with `?` if records may lack it",
            )
            yield by_type(empty, field.line.node.type.span)
        return
    if field.type.has_values:
        if not is_value(cell.text, field.type, analysis.records):
            unknown = unknown_value(cell.span, cell.text, field.type, clause)
            yield perhaps_by_type(unknown, [field.line.node.type.span])
    elif not is_value(cell.text, field.type, analysis.records):
        other = error(
            "SLA252",
            cell.span,
            f"`{cell.text}` is no value of `{field.name}`, which is {field.type}",
            clause=clause,
            write=_advice(field, analysis),
        )
        yield by_type(other, field.line.node.type.span)


def _advice(field: Field, analysis: Analysis) -> str:
    kind = field.type.kind
    if kind is ValueKind.REF and field.type.target is not None:
        key = analysis.records[field.type.target].key
        kind = kind if key is None else key.type.kind
    return f"write {WRITTEN[kind]}"
