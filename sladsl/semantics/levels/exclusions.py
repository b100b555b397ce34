"""Exclusions of levels of records: by what a record of the level is one of those that they take."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from sladsl.semantics.declarations.agreement_context import find_records
from sladsl.semantics.expressions.guards import NOTHING, Known, known_after
from sladsl.semantics.expressions.infer import infer_condition
from sladsl.semantics.expressions.reading import ExpressionPlace
from sladsl.semantics.levels.uptime import UptimeContext, fields_alike, uptime_of
from sladsl.semantics.meaning import Excluding, FieldPath, LevelLines, Line, Reading, RecordSet
from sladsl.semantics.nearest import one_of
from sladsl.semantics.types import ValueKind
from sladsl.syntax import ast
from sladsl.syntax.walk import walk


def counts_records(lines: LevelLines) -> bool:
    """Whether a level measures the records of its windows: no time, no open records, no values of another level."""
    what = None if lines.measure is None else lines.measure.node.what
    return not isinstance(what, ast.OpenRecords | ast.LevelMean) and uptime_of(lines) is None


def read_exclusions(context: UptimeContext, known: Known) -> dict[ast.Evidence, Excluding]:
    """Read the exclusions of a level that measures records."""
    if not counts_records(context.lines):
        return {}
    return dict(each for line in context.lines.exclusions for each in _excluding(line, context, known))


def excluded_by(
    excluding: Mapping[ast.Evidence, Excluding], readings: Mapping[ast.Node, Reading]
) -> Iterator[FieldPath]:
    """The fields by which a level's records exclude themselves, their own and those of what they refer to."""
    for node, each in excluding.items():
        if not each.is_own and each.ref is None:
            continue
        prefix = () if each.ref is None else (each.ref,)
        for part in () if node.where is None else walk(node.where):
            reading = readings.get(part)
            if isinstance(reading, FieldPath):
                yield FieldPath((*prefix, *reading.names), reading.type, (), reading.declared)


def _excluding(
    line: Line[ast.Exclusion], context: UptimeContext, known: Known
) -> Iterator[tuple[ast.Evidence, Excluding]]:
    node = line.node.evidence
    records = find_records(node.records, line.module, context.clause, context.agreement)
    if records is None:
        return
    is_own = records.name == context.records.name
    sure = known if is_own else NOTHING
    if node.where is not None:
        infer_condition(node.where, context.setting(line.module, records, ExpressionPlace.POPULATION), sure)
        sure = sure | known_after(node.where, context.notes.readings, outcome=True)
    if is_own:
        yield node, Excluding(records, is_own=True)
    elif not records.is_open and not context.records.is_open:
        yield from ((node, found) for found in _related(node, records, sure, context))


def _related(
    node: ast.Evidence, records: RecordSet, sure: Known, context: UptimeContext
) -> Iterator[Excluding]:
    """How other records belong to those of the level: one refers to the other, or else they last."""
    refs, links = refs_to(context.records, records.name), refs_to(records, context.records.name)
    if len(refs) + len(links) > 1:
        ways = [f"`{context.records.name}.{each}`" for each in refs]
        ways += [f"`{records.name}.{each}`" for each in links]
        context.report(
            "SLA771",
            node.records,
            f"{one_of([each.strip('`') for each in ways], 'and')} tell which records are meant, each in its own way",
            _by_one_field(refs, context),
        )
    elif refs:
        yield Excluding(records, ref=refs[0])
    elif links:
        yield Excluding(records, link=links[0])
    elif records.lasting is not None:
        yield Excluding(records, alike=tuple(fields_alike(node, records, sure, context)))
    elif not records.may_refer and not context.records.may_refer:
        context.report(
            "SLA770",
            node.records,
            f"records `{records.name}` do not last, and neither they nor `{context.records.name}` refer to the other,"
            " so nothing tells which records are excluded",
            f"declare them as in `records {records.name} lasting started_at to ended_at`, or add a field such as"
            f" `{records.name.rpartition('.')[2]} : ref {records.name}` to `{context.records.name}`",
        )


def _by_one_field(refs: list[str], context: UptimeContext) -> str:
    if refs:
        own = f"`exclude {context.records.name} where {refs[0]}.…`"
        return f"exclude the level's own records by the one that is meant: {own}"
    return "keep one of these fields, or exclude the level's own records by a field of theirs"


def refs_to(records: RecordSet, target: str) -> list[str]:
    """The fields of records that refer to those of another name, or of their own."""
    return [
        each.name
        for each in records.fields.values()
        if each.type.kind is ValueKind.REF and each.type.target == target
    ]
