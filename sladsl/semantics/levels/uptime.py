"""Time up and down: what the lines that say when a service is down, and what is left out, read of which records."""

from __future__ import annotations

from collections.abc import Iterator

from sladsl.semantics.declarations.agreement_context import AgreementContext, find_calendar, find_records
from sladsl.semantics.expressions.fields import Reader, field_named
from sladsl.semantics.expressions.guards import NOTHING, Known, known_after
from sladsl.semantics.expressions.infer import infer, infer_condition
from sladsl.semantics.expressions.reading import (
    INSTANT,
    ExpressionPlace,
    Notes,
    RequiredKind,
    Setting,
    must_be,
    read,
)
from sladsl.semantics.files.modules import Module
from sladsl.semantics.findings import by_type, error
from sladsl.semantics.meaning import Beside, FieldPath, Level, LevelLines, Line, RecordSet
from sladsl.semantics.types import DURATION, NUMBER, PERCENT, Type, ValueKind, comparable
from sladsl.syntax import ast
from sladsl.values import frozen

_USERS = RequiredKind(
    (ValueKind.NUMBER,),
    "SLA283",
    "users are counted by numbers",
    "name a field that is declared as `number`",
)
_NAMES = frozenset({ValueKind.TEXT, ValueKind.REF, ValueKind.CHOICE, ValueKind.SEVERITY})


@frozen(eq=False)
class UptimeContext:
    """What is at hand while the lines of one level are read; `by` are the names of its dimensions."""

    clause: str
    lines: LevelLines
    records: RecordSet
    by: tuple[str, ...]
    agreement: AgreementContext
    notes: Notes
    is_unsure: bool

    def setting(self, module: Module, records: RecordSet, place: ExpressionPlace) -> Setting:
        reader = Reader(module, records, self.agreement.records, self.clause)
        is_unsure = self.is_unsure and records is self.records
        has_clock = self.lines.clock is not None
        return Setting(reader, place, has_clock, is_unsure, self.agreement.currency, self.notes)

    def report(
        self, code: str, node: ast.Node, message: str, write: str, of: FieldPath | None = None
    ) -> None:
        found = error(code, node.span, message, clause=self.clause, write=write)
        self.notes.found.append(found if of is None else by_type(found, of.declared))


def uptime_of(lines: LevelLines) -> ast.Uptime | None:
    """What of the time up or down a level measures, if it does."""
    what = None if lines.measure is None else lines.measure.node.what
    if isinstance(what, ast.Complement):
        what = what.of
    return what if isinstance(what, ast.Uptime) else None


def uptime_type(what: ast.Uptime) -> Type:
    """The type of a measured time up or down."""
    match what.statistic:
        case "availability":
            return PERCENT
        case "number of outages":
            return NUMBER
    return DURATION


def read_uptime(context: UptimeContext, known: Known) -> dict[ast.Evidence, Beside]:
    """Read the lines of a level that measures time up or down; give the records beside its own that it looks at."""
    what = uptime_of(context.lines)
    if what is None:
        return {}
    _weights(what, context, known)
    _sampling(context, known)
    _down(context, known)
    _across(context, known)
    return dict(_beside(context))


def name_uptime_calendar(lines: LevelLines, clause: str, agreement: AgreementContext) -> None:
    """Put the calendar of `availability in Office` into the tables."""
    what = uptime_of(lines)
    if what is not None and what.calendar is not None and lines.measure is not None:
        find_calendar(what.calendar, lines.measure.module, clause, agreement)


def is_timed_by_outages(level: Level) -> bool:
    """Whether a level measures time up or down by records of its own that last, not by samples or rates."""
    return uptime_of(level.lines) is not None and level.lines.sampling is None


def rate_of(down: ast.Down) -> ast.Arithmetic | None:
    """The quotient that `down when A / B above 5%` compares."""
    if down.bound is None or not isinstance(down.condition, ast.Arithmetic):
        return None
    return down.condition if down.condition.operator == "/" else None


def meant_as_rate(down: ast.Down) -> ast.Arithmetic | None:
    """The quotient in `down when A / B` and `down when A / B > 5%`, which for a number is no condition."""
    condition = down.condition
    if down.bound is not None or condition is None:
        return None
    if isinstance(condition, ast.Compare) and isinstance(condition.right, ast.Percent):
        condition = condition.left
    return condition if isinstance(condition, ast.Arithmetic) and condition.operator == "/" else None


def speaks_of_time(lines: LevelLines) -> bool:
    """Whether a level says how its service is up or down, whatever it measures."""
    return lines.sampling is not None or lines.down is not None


def weights_of_bases(lines: LevelLines) -> Iterator[Line[ast.Affected]]:
    """What the charges are weighted by that credits of a level are taken of, in its lines and over its tiers."""
    bases = [
        Line(line.node.base, line.module) for line in lines.credit_versions if line.node.base is not None
    ]
    if lines.tiers is not None:
        columns, module = lines.tiers.node.columns, lines.tiers.module
        bases += [Line(column.base, module) for column in columns if column.base is not None]
    return (Line(each.node.affected, each.module) for each in bases if each.node.affected is not None)


def _weights(what: ast.Uptime, context: UptimeContext, known: Known) -> None:
    line = context.lines.measure
    assert line is not None
    for path in (what.affected, what.total):
        if path is not None:
            _weight(path, line.module, context, known)
    for base in weights_of_bases(context.lines):
        for path in (base.node.affected, base.node.total):
            _weight(path, base.module, context, known)


def _weight(path: ast.Path, module: Module, context: UptimeContext, known: Known) -> None:
    setting = context.setting(module, context.records, ExpressionPlace.POPULATION)
    must_be(_USERS, path, read(path, setting, known), setting)


def _sampling(context: UptimeContext, known: Known) -> None:
    line = context.lines.sampling
    if line is not None:
        setting = context.setting(line.module, context.records, ExpressionPlace.POPULATION)
        must_be(INSTANT, line.node.at, read(line.node.at, setting, known), setting)


def _down(context: UptimeContext, known: Known) -> None:
    line = context.lines.down
    if line is None or line.node.condition is None:
        return
    setting = context.setting(line.module, context.records, ExpressionPlace.POPULATION)
    if line.node.bound is not None:
        infer(line.node.condition, setting, known)
        return
    meant = meant_as_rate(line.node)
    if meant is None or (
        meant is not line.node.condition and infer(meant, setting, known).kind is ValueKind.PERCENT
    ):
        infer_condition(line.node.condition, setting, known)
    elif meant is line.node.condition:
        infer(meant, setting, known)


def _across(context: UptimeContext, known: Known) -> None:
    line = context.lines.across
    if line is None:
        return
    path = line.node.field
    reading = read(path, context.setting(line.module, context.records, ExpressionPlace.POPULATION), known)
    if reading is not None and reading.type.kind not in _NAMES:
        context.report(
            "SLA282",
            path,
            f"`{path.text}` is {reading.type}, which tells no entities apart",
            "name a field that is a `text`, a `ref`, or `one of { … }`",
            reading,
        )
    elif path.text in context.by:
        context.report(
            "SLA282",
            path,
            f"the level is measured by `{path.text}`, so that there is one in each result and none to go across",
            "name another field, or take this one away after `by`",
        )


def _beside(context: UptimeContext) -> Iterator[tuple[ast.Evidence, Beside]]:
    lines = context.lines
    during = () if lines.down is None else [(node, lines.down.module) for node in lines.down.node.during]
    excluded = [(line.node.evidence, line.module) for line in lines.exclusions]
    for node, module in (*during, *excluded):
        records = find_records(node.records, module, context.clause, context.agreement)
        if records is None:
            continue
        setting = context.setting(module, records, ExpressionPlace.POPULATION)
        known = NOTHING
        if node.where is not None:
            infer_condition(node.where, setting, NOTHING)
            known = known_after(node.where, context.notes.readings, outcome=True)
        if records.lasting is None:
            if not records.is_open:
                context.report(
                    "SLA281",
                    node.records,
                    f"records `{records.name}` do not last, so they say nothing of a time",
                    "declare them as in `records maintenance lasting started_at to ended_at`",
                )
            continue
        yield node, Beside(records, tuple(fields_alike(node, records, known, context)))


def fields_alike(
    node: ast.Evidence, records: RecordSet, known: Known, context: UptimeContext
) -> Iterator[str]:
    """The dimensions and the entities that the records have as well, by the names of the fields."""
    for name, own in _told_apart(context):
        field = records.fields.get(name)
        if field is None:
            continue
        if not comparable(own, field.type):
            context.report(
                "SLA286",
                node.records,
                f"`{name}` is {field.type} in `{records.name}` and {own} in `{context.records.name}`, so the"
                " two cannot be matched",
                "declare both with the same type, or rename the one that means something else",
            )
        elif field.line.node.is_optional and (name,) not in known:
            context.report(
                "SLA286",
                node.records,
                f"`{name}` may be missing in `{records.name}`, and says which `{name}` a record is about",
                f"say which count: `{node.records.text} where {name} exists`, or declare `{name}` without `?`",
            )
        else:
            yield name


def _told_apart(context: UptimeContext) -> Iterator[tuple[str, Type]]:
    """The fields of the level's own records that tell its results and its entities apart."""
    across = context.lines.across
    names = () if across is None or len(across.node.field.names) > 1 else (across.node.field.text,)
    for name in (*context.by, *names):
        field = field_named(name, context.records)
        if field is not None:
            yield name, field.type
