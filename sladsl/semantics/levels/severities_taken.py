"""Which severity counts where a record has had several: those of its history, by the level's own words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from sladsl.semantics.meaning import Dimension, FieldPath, LevelLines, Reading, RecordSet, SeverityRead
from sladsl.semantics.types import ValueKind
from sladsl.syntax import ast
from sladsl.syntax.walk import walk


def severities_read(
    lines: LevelLines,
    records: RecordSet,
    dimensions: Iterable[Dimension],
    readings: Mapping[ast.Node, Reading],
    sets: Mapping[str, RecordSet],
    excluded_by: Iterable[FieldPath],
) -> tuple[SeverityRead, ...]:
    """The severities that a level reads of records that have a history of it, each with that history.

    `excluded_by` are the fields by which it excludes some.
    """
    paths = [
        *(dimension.path for dimension in dimensions),
        *_in_conditions(lines, readings),
        *excluded_by,
    ]
    found = {path.names: path for path in paths if path.type.kind is ValueKind.SEVERITY}
    return tuple(
        SeverityRead(path, history)
        for path in found.values()
        for history in _histories_of(_owner(path, records, sets), path.names[-1], sets)[:1]
    )


def _histories_of(owner: RecordSet, field: str, sets: Mapping[str, RecordSet]) -> tuple[RecordSet, ...]:
    """The record sets that are a history of a severity of other records."""
    severities = [each.name for each in owner.fields.values() if each.type.kind is ValueKind.SEVERITY]
    if severities != [field]:
        return ()
    return tuple(each for each in sets.values() if _is_history(each, owner))


def severity_field(history: RecordSet) -> str | None:
    """The field of a history that holds the severity from a change on, if it has exactly one."""
    named = [each.name for each in history.fields.values() if each.type.kind is ValueKind.SEVERITY]
    return named[0] if len(named) == 1 else None


def _is_history(records: RecordSet, owner: RecordSet) -> bool:
    if records.history is None or severity_field(records) is None:
        return False
    of = records.fields.get(records.history.node.of.text)
    return of is not None and of.type.target == owner.name


def _in_conditions(lines: LevelLines, readings: Mapping[ast.Node, Reading]) -> Iterator[FieldPath]:
    for line in (lines.population, lines.good, lines.measure):
        for node in () if line is None else walk(line.node):
            reading = readings.get(node)
            if isinstance(reading, FieldPath):
                yield reading


def _owner(path: FieldPath, records: RecordSet, sets: Mapping[str, RecordSet]) -> RecordSet:
    for name in path.names[:-1]:
        target = records.fields[name].type.target
        assert target is not None, "only a ref leads to another record"
        records = sets[target]
    return records
