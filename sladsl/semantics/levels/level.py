"""The meaning of a service level: its lines in place, its fields read, its conditions typed, its terms laid out."""

from __future__ import annotations

from collections.abc import Mapping

from attrs import Factory

from sladsl.semantics.declarations.agreement_context import (
    AgreementContext,
    chain,
    find,
    find_calendar,
    find_records,
)
from sladsl.semantics.declarations.charges import field_path, the_charge
from sladsl.semantics.declarations.inherit import Chain, is_open, level_lines, title_of
from sladsl.semantics.expressions.fields import field_named
from sladsl.semantics.expressions.guards import NOTHING, Known, known_after
from sladsl.semantics.expressions.infer import infer_condition
from sladsl.semantics.expressions.reading import (
    INSTANT,
    MOMENT,
    ExpressionPlace,
    Notes,
    Setting,
    must_be,
    read,
    read_anyway,
    read_limit,
)
from sladsl.semantics.files.modules import Declared
from sladsl.semantics.findings import by_type, error
from sladsl.semantics.levels.context import LevelContext
from sladsl.semantics.levels.exclusions import excluded_by, read_exclusions
from sladsl.semantics.levels.measured import MeasureContext, fixed_type, measured_type
from sladsl.semantics.levels.pauses import pauses_of
from sladsl.semantics.levels.population import population_of
from sladsl.semantics.levels.severities_taken import severities_read
from sladsl.semantics.levels.uptime import UptimeContext, name_uptime_calendar, read_uptime, uptime_of
from sladsl.semantics.meaning import (
    Beside,
    Dimension,
    Excluding,
    FieldPath,
    Level,
    LevelLines,
    Line,
    Linked,
    RecordSet,
    SeverityRead,
)
from sladsl.semantics.targets.tiers import cell_of, terms_of, untiered
from sladsl.semantics.types import UNKNOWN, Type, ValueKind
from sladsl.syntax import ast
from sladsl.syntax.clauses import clause_of
from sladsl.syntax.walk import walk
from sladsl.values import evolve, frozen


def level(declared: Declared, agreement: AgreementContext) -> Level:
    """A service level or KPI with what it inherits."""
    node = declared.node
    assert isinstance(node, ast.ServiceLevel)
    items = chain(declared, agreement)
    lines, by = level_lines(items), _by(items)
    _name_calendars(lines, clause_of(node), agreement)
    name_uptime_calendar(lines, clause_of(node), agreement)
    notes = Notes({}, {}, agreement.found)
    records = _records(lines, clause_of(node), agreement)
    if records is None:
        seen = _LevelReadings(fixed_type(lines))
    else:
        seen = _seen(LevelContext(clause_of(node), lines, records, agreement, notes, is_open(items)), by)
    dimensions = seen.dimensions
    terms = terms_of(lines, dimensions) if len(dimensions) == len(by) else ()
    return Level(
        name=node.name.text,
        title=title_of(items),
        node=node,
        chain=items,
        is_open=is_open(items),
        by=tuple(line.node for line in by),
        lines=lines,
        records=records,
        types=notes.types,
        readings=notes.readings,
        linked=seen.linked,
        calendars=_calendars(lines, clause_of(node), agreement),
        severities=seen.severities,
        beside=seen.beside,
        excluding=seen.excluding,
        measured=seen.measured,
        dimensions=dimensions,
        untiered=untiered(terms, dimensions),
        terms=terms,
        charged=_charged(lines, notes, clause_of(node), agreement),
    )


@frozen(eq=False)
class _LevelReadings:
    """What the lines of a level say, read by its records; without records no more than the type of its measure."""

    measured: Type
    dimensions: tuple[Dimension, ...] = ()
    severities: tuple[SeverityRead, ...] = ()
    linked: Mapping[ast.Evidence, Linked] = Factory(dict)
    beside: Mapping[ast.Evidence, Beside] = Factory(dict)
    excluding: Mapping[ast.Evidence, Excluding] = Factory(dict)


def _seen(context: LevelContext, by: tuple[Line[ast.Path], ...]) -> _LevelReadings:
    """Read the lines of a level, the condition on its records first, since others may rely on what it makes sure."""
    known = _population(context)
    context = evolve(context, is_unsure=_is_unsure(context))
    _instants(context, known)
    _limits(context, known)
    linked = pauses_of(context)
    _good(context, known)
    beside = read_uptime(_bench(context, by), known)
    _each_record(context, known)
    excluding = read_exclusions(_bench(context, by), known)
    measured = _measured(context, known)
    dimensions = tuple(_dimensions(by, context, known))
    excluded = excluded_by(excluding, context.notes.readings)
    severities = severities_read(
        context.lines,
        context.records,
        dimensions,
        context.notes.readings,
        context.agreement.records,
        excluded,
    )
    return _LevelReadings(measured, dimensions, severities, linked, beside, excluding)


def _bench(context: LevelContext, by: tuple[Line[ast.Path], ...]) -> UptimeContext:
    names = tuple(line.node.text for line in by)
    return UptimeContext(
        context.clause,
        context.lines,
        context.records,
        names,
        context.agreement,
        context.notes,
        context.is_unsure,
    )


def _by(items: Chain) -> tuple[Line[ast.Path], ...]:
    """The names after `by`, of the nearest item that has any."""
    for declared in items:
        assert isinstance(declared.node, ast.ServiceLevel)
        if declared.node.by:
            unique = {name.text: name for name in reversed(declared.node.by)}
            return tuple(
                Line(name, declared.module) for name in declared.node.by if unique[name.text] is name
            )
    return ()


def _records(lines: LevelLines, clause: str, agreement: AgreementContext) -> RecordSet | None:
    population = population_of(lines)
    return (
        None if population is None else find_records(population.records, population.module, clause, agreement)
    )


def _name_calendars(lines: LevelLines, clause: str, agreement: AgreementContext) -> None:
    if lines.clock is not None and lines.clock.node.calendar is not None:
        find_calendar(lines.clock.node.calendar, lines.clock.module, clause, agreement)
    if lines.measure is not None and isinstance(lines.measure.node.what, ast.OpenRecords):
        what = lines.measure.node.what
        for path in (what.calendar, what.at.calendar):
            if path is not None:
                find_calendar(path, lines.measure.module, clause, agreement)
    if lines.tiers is not None:
        for row in lines.tiers.node.rows:
            for column, cell in zip(lines.tiers.node.columns, row.cells, strict=False):
                if column.kind == "in" and isinstance(cell, ast.Path):
                    find_calendar(cell, lines.tiers.module, clause, agreement)


def _calendars(lines: LevelLines, clause: str, agreement: AgreementContext) -> dict[ast.Path, str]:
    """The names of the calendars of whose business days a level's conditions speak."""
    found: dict[ast.Path, str] = {}
    for line in (lines.population, lines.good, lines.measure):
        for node in () if line is None else walk(line.node):
            if isinstance(node, ast.DoneBy):
                assert line is not None
                find_calendar(node.calendar, line.module, clause, agreement)
                if node.calendar in agreement.named:
                    found[node.calendar] = agreement.named[node.calendar].path
    return found


def _charged(
    lines: LevelLines, notes: Notes, clause: str, agreement: AgreementContext
) -> dict[ast.Base, tuple[Declared, ...]]:
    """The charges that the bases of credits name, but for those that are fields of each record."""
    bases = [
        Line(line.node.base, line.module)
        for line in lines.credit_versions
        if line.node.base is not None and field_path(line.node) not in notes.readings
    ]
    if lines.tiers is not None:
        columns = lines.tiers.node.columns
        bases += [Line(column.base, lines.tiers.module) for column in columns if column.base is not None]
    return {base.node: _charges(base, clause, agreement) for base in bases}


def _charges(base: Line[ast.Base], clause: str, agreement: AgreementContext) -> tuple[Declared, ...]:
    if not base.node.charges:
        return the_charge(base, clause, agreement)
    found = [find(path, base.module, ast.Charge, clause, agreement) for path in base.node.charges]
    return tuple(charge for charge in found if charge is not None)


def _population(context: LevelContext) -> Known:
    """Check the condition on the level's records and give what it makes sure of for the whole level."""
    population = population_of(context.lines)
    if population is None or population.where is None:
        return NOTHING
    setting = context.setting(population.module, ExpressionPlace.POPULATION)
    infer_condition(population.where, setting, NOTHING)
    return known_after(population.where, context.notes.readings, outcome=True)


def _is_unsure(context: LevelContext) -> bool:
    """Whether the condition on the records has a part without a meaning, so that it may make sure of any field."""
    population = population_of(context.lines)
    if population is not None and population.module.is_damaged(population.line):
        return True
    parts = () if population is None or population.where is None else walk(population.where)
    return any(
        isinstance(part, ast.Expression) and context.notes.types.get(part, UNKNOWN) is UNKNOWN
        for part in parts
    )


def _instants(context: LevelContext, known: Known) -> None:
    counted, clock = context.lines.counted, context.lines.clock
    if counted is not None:
        setting = context.setting(counted.module, ExpressionPlace.POPULATION)
        must_be(MOMENT, counted.node.field, read(counted.node.field, setting, known), setting)
    if clock is not None:
        setting = context.setting(clock.module, ExpressionPlace.POPULATION)
        if isinstance(clock.node, ast.UpdateClock):
            _between(clock.node, context, setting, known)
            return
        start = clock.node.start
        for path in start.fields if isinstance(start, ast.Extreme) else (start,):
            must_be(MOMENT, path, read(path, setting, known), setting)
        must_be(INSTANT, clock.node.end, read_anyway(clock.node.end, setting), setting)


def _each_record(context: LevelContext, known: Known) -> None:
    """Read the conditions and the fields of credits that are owed for each record."""
    for line in context.lines.credit_versions:
        node = line.node
        if not isinstance(node, ast.CreditLine) or node.per_record is None:
            continue
        setting, where = context.setting(line.module, ExpressionPlace.CONDITION), node.per_record.where
        sure = known
        if where is not None:
            infer_condition(where, setting, known)
            sure = known | known_after(where, context.notes.readings, outcome=True)
        path = field_path(node)
        if path is not None and field_named(path.names[0].text, context.records) is not None:
            read(path, setting, sure)


def _field_read(path: ast.Path, setting: Setting) -> FieldPath | None:
    reading = setting.notes.readings.get(path)
    return reading if isinstance(reading, FieldPath) else None


def _between(clock: ast.UpdateClock, context: LevelContext, setting: Setting, known: Known) -> None:
    """Read the fields of a clock between records; its end may be a field of what these refer to."""
    records = find_records(clock.records, setting.reader.module, context.clause, context.agreement)
    if records is None or records.name != context.records.name:
        return  # a finding of its own, beside which its fields are not looked for here
    counted = context.lines.counted
    if counted is not None:
        must_be(INSTANT, counted.node.field, _field_read(counted.node.field, setting), setting)
    of = read(clock.of, setting, known)
    end = clock.end
    if of is not None and field_named(end.names[0].text, context.records) is None:
        end = ast.Path(end.span, (*clock.of.names, *end.names))
    reading = read_anyway(end, setting)
    must_be(INSTANT, clock.end, reading, setting)
    if reading is not None:
        setting.notes.readings[clock.end] = reading


def _limits(context: LevelContext, known: Known) -> None:
    """Read the fields in tiers and targets that say how long a clock may run."""
    tiers, lines = context.lines.tiers, context.lines
    for line in lines.targets:
        if line.node.test is not None:
            read_limit(line.node.test.limit, context.setting(line.module, ExpressionPlace.CONDITION), known)
    for row in () if tiers is None else tiers.node.rows:
        assert tiers is not None
        cell = cell_of(row, tiers.node.columns, "good within")
        if isinstance(cell, ast.TimeLimit):
            read_limit(cell, context.setting(tiers.module, ExpressionPlace.CONDITION), known)


def _good(context: LevelContext, known: Known) -> None:
    good = context.lines.good
    if good is not None:
        infer_condition(good.node.condition, context.setting(good.module, ExpressionPlace.CONDITION), known)


def _measured(context: LevelContext, known: Known) -> Type:
    """The type of the measured value."""
    measure = context.lines.measure
    if measure is None:
        return UNKNOWN
    module = measure.module
    reading = MeasureContext(
        lambda place: context.setting(module, place), known, context.lines, context.agreement
    )
    return measured_type(measure, reading)


def _dimensions(by: tuple[Line[ast.Path], ...], context: LevelContext, known: Known) -> list[Dimension]:
    """The fields after `by` that can be dimensions."""
    found: list[Dimension] = []
    for line in by:
        field = read(line.node, context.setting(line.module, ExpressionPlace.POPULATION), known)
        if field is None:
            continue
        is_told_apart = field.type.kind in {ValueKind.TEXT, ValueKind.REF}
        # Tiers of time up and down are about declared values only.
        is_free = context.lines.tiers is None or uptime_of(context.lines) is None
        if field.type.has_values or (is_told_apart and is_free):
            found.append(Dimension(line.node.text, line.node, field))
        else:
            why = f"which is {field.type}"
            if is_told_apart:
                why = "and only declared values have tiers of time up and down"
            problem = error(
                "SLA201",
                line.node.span,
                f"a level cannot be measured by `{line.node.text}`, {why}",
                clause=context.clause,
                write="name a field that is a severity, `one of { … }`, a `text` or a `ref`",
            )
            context.notes.found.append(problem if is_told_apart else by_type(problem, field.declared))
    return found
