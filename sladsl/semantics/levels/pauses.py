"""What pauses the clock of a level: records that last, and refer to those that the clock runs for."""

from __future__ import annotations

from sladsl.semantics.declarations.agreement_context import find_records
from sladsl.semantics.expressions.fields import Reader
from sladsl.semantics.expressions.guards import NOTHING
from sladsl.semantics.expressions.infer import infer_condition
from sladsl.semantics.expressions.reading import ExpressionPlace, Setting
from sladsl.semantics.findings import error
from sladsl.semantics.levels.context import LevelContext
from sladsl.semantics.meaning import Field, FieldPath, Linked, RecordSet
from sladsl.syntax import ast


def pauses_of(context: LevelContext) -> dict[ast.Evidence, Linked]:
    """The pauses of the clock, with the records that they are and how these belong to the level's."""
    clock = context.lines.clock
    found: dict[ast.Evidence, Linked] = {}
    for node in () if clock is None else clock.node.pauses:
        assert clock is not None
        records = find_records(node.records, clock.module, context.clause, context.agreement)
        if records is None:
            continue
        if node.where is not None:
            reader = Reader(clock.module, records, context.agreement.records, context.clause)
            setting = Setting(
                reader,
                ExpressionPlace.POPULATION,
                has_clock=False,
                is_unsure=False,
                currency=context.agreement.currency,
                notes=context.notes,
            )
            infer_condition(node.where, setting, NOTHING)
        link = _link(node, records, context)
        if link is not None:
            found[node] = Linked(records, link)
    return found


def _paused(context: LevelContext) -> str | None:
    """The records that a pause refers to: those of the level, or what they refer to where a clock runs between them."""
    clock = context.lines.clock
    if clock is None or not isinstance(clock.node, ast.UpdateClock):
        return context.records.name
    of = context.notes.readings.get(clock.node.of)
    return of.type.target if isinstance(of, FieldPath) else None


def _link(node: ast.Evidence, records: RecordSet, context: LevelContext) -> str | None:
    """The field by which evidence refers to what a clock runs for; None where a finding says what is wrong."""
    paused = _paused(context)
    if records.is_open or context.records.is_open or paused is None:
        return None
    if records.lasting is None:
        problem, write = "do not last", "declare them as in `records hold lasting started_at to ended_at`"
    else:
        refs = [
            field
            for field in records.fields.values()
            if field.type.kind == "ref" and field.type.target == paused
        ]
        if len(refs) == 1 and not refs[0].line.node.is_optional:
            return refs[0].name
        if not refs and records.may_refer:
            return None  # the field whose type is not read may be the one
        other = _alike(records, paused)
        if not refs and other is not None:
            problem = f"refer by `{other.name}` to `{other.type.target}`, and not to `{paused}`"
            again = f"write `{other.name} : ref {paused}` in them again"
            write = f"{again}, or declare records `{paused}` to be `like {other.type.target}`"
        elif refs:
            problem = f"refer to `{paused}` by more than one field, or not always"
            write = "keep one such field, without `?`"
        else:
            problem = f"do not refer to `{paused}`"
            write = f"add a field such as `{paused.rpartition('.')[2]} : ref {paused}`"
    context.notes.found.append(
        error(
            "SLA261",
            node.records.span,
            f"records `{records.name}` {problem}, so they cannot pause its clock",
            clause=context.clause,
            write=write,
        )
    )
    return None


def _alike(records: RecordSet, paused: str) -> Field | None:
    """The field that refers to the records of another file which have the name of those that should be paused."""
    name = paused.rpartition(".")[2]
    return next(
        (
            field
            for field in records.fields.values()
            if field.type.target is not None and field.type.target.rpartition(".")[2] == name
        ),
        None,
    )
