"""From the meaning of service levels to their facts, one series for each tuple of dimension values."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import assert_never
from zoneinfo import ZoneInfo

from sladsl.planning.from_credits import credit_rules, limit_credits
from sladsl.planning.from_exclusions import exclusions
from sladsl.planning.from_expressions import expression, field, field_of, quantity, time_limit
from sladsl.planning.from_measures import measured
from sladsl.planning.from_uptime import down_while, entities, uptime
from sladsl.planning.from_verdict_rules import grace, low_volume, no_records, promotion, ratchets
from sladsl.planning.plan import (
    Anchor,
    Clock,
    ClockWithin,
    Comparator,
    Dated,
    Dimension,
    Evidence,
    Excuse,
    Expression,
    Extreme,
    Field,
    Measured,
    Needs,
    Open,
    OpenRecords,
    PeriodWindow,
    RecordWindow,
    RollingWindow,
    Rounding,
    RoundingMode,
    Series,
    ServiceLevel,
    SeverityTaken,
    Snapshot,
    Taken,
    Target,
    Unit,
    ValueType,
    WindowRule,
)
from sladsl.planning.zones import load_zone
from sladsl.semantics.levels.measured import core
from sladsl.semantics.levels.population import population_of
from sladsl.semantics.meaning import Analysis, Level, Promise, Terms
from sladsl.semantics.targets.tiers import cell_of, line_promise
from sladsl.source import Span
from sladsl.syntax import ast
from sladsl.values import evolve, frozen

_SECOND = 1_000_000


def level_facts(analysis: Analysis) -> tuple[ServiceLevel, ...]:
    """The service levels and KPIs of an agreement without errors."""
    assert analysis.header.zone is not None
    zone = load_zone(analysis.header.zone.name)
    assert zone is not None
    return tuple(_level(_LevelContext(analysis, each, zone)) for each in analysis.levels)


def charge_level(analysis: Analysis, level: Level, name: str) -> ServiceLevel:
    """The records of a charge, as a level that adds them up by calendar days."""
    assert analysis.header.zone is not None
    zone = load_zone(analysis.header.zone.name)
    assert zone is not None
    made = _level(_LevelContext(analysis, level, zone))
    return evolve(made, id=f"charge:{name}/records", name=f"charge {name}")


@frozen(eq=False)
class _LevelContext:
    """What is at hand while one level is planned."""

    analysis: Analysis
    level: Level
    zone: ZoneInfo

    @property
    def id(self) -> str:
        return f"level:{self.level.name}"

    @property
    def party(self) -> str | None:
        """The role of the party whose obligation it is."""
        of = self.level.node.of
        party = None if of is None else self.analysis.named[of].node
        return party.role if isinstance(party, ast.Party) else None

    @property
    def excuses(self) -> tuple[Excuse, ...]:
        """The levels of which windows are excused when it is missed."""
        lines = [line.node for line in self.level.lines.excuses]
        return tuple(
            Excuse(f"{self.id}/excuses:{number}", node.span, self.analysis.named[node.level].path)
            for number, node in enumerate(lines, 1)
            if not node.records
        )

    def expression(self, node: ast.Expression) -> Expression:
        return expression(node, self.level, self.zone)


def _level(context: _LevelContext) -> ServiceLevel:
    level, lines = context.level, context.level.lines
    population = None if level.read is not None else population_of(lines)
    assert lines.window is not None
    assert level.records is not None
    where = None if population is None else population.where
    return ServiceLevel(
        id=context.id,
        span=level.node.span,
        name=level.name,
        title=level.title,
        is_kpi=level.node.is_kpi,
        party=context.party,
        excuses=context.excuses,
        records=level.records.name,
        where=None if where is None else context.expression(where),
        counted=None if lines.counted is None else field(lines.counted.node.field, level),
        window=_window(lines.window.node),
        where_span=None if where is None else where.span,
        counted_span=None if lines.counted is None else lines.counted.node.span,
        window_span=lines.window.node.span,
        dimensions=tuple(
            Dimension(
                f"{context.id}/by:{dimension.name}",
                dimension.node.span,
                field_of(dimension.path),
                dimension.name,
                untiered,
                dimension.is_open and all(terms.members[place] is not None for terms in level.terms),
            )
            for place, (dimension, untiered) in enumerate(zip(level.dimensions, level.untiered, strict=True))
        ),
        series=tuple(_series(context, terms) for terms in level.terms),
        grace=grace(context.analysis, level),
        low_volume=low_volume(level),
        no_records=no_records(level),
        promotion=promotion(level),
        ratchets=ratchets(level),
        severities=tuple(_severities(context)),
        exclusions=exclusions(context.analysis, level, context.id, context.expression),
        down=down_while(level, context.id, context.expression),
        entities=entities(level, context.id),
        outside_is_up=lines.outside_term is not None and lines.outside_term.node.word == "up",
    )


def _severities(context: _LevelContext) -> Iterator[SeverityTaken]:
    """Which severity counts of those that records have had: the one at the start unless the level says otherwise."""
    line = context.level.lines.taken
    taken = Taken.START if line is None else Taken(line.node.when)
    for number, read in enumerate(context.level.severities, 1):
        yield SeverityTaken(
            f"{context.id}/severity:{number}",
            context.level.node.span if line is None else line.node.span,
            field_of(read.path),
            read.history.name,
            taken,
        )


def _window(node: ast.WindowLine) -> WindowRule:
    match node:
        case ast.MeasurementWindow():
            return PeriodWindow(Anchor(node.anchor), Unit(node.unit))
        case ast.RollingWindow(length=length):
            unit = Unit.DAY if isinstance(length, ast.Days) else Unit.MONTH
            return RollingWindow(length.value, unit)
        case ast.RecordWindow():
            return RecordWindow()
    assert_never(node)


def _series(context: _LevelContext, terms: Terms) -> Series:
    id_ = _series_id(context.level, terms)
    return Series(
        id=id_,
        span=context.level.node.span if terms.row is None else terms.row.span,
        key=terms.key,
        members=terms.members,
        clock=_clock(context, terms, id_),
        good=_good(context, terms),
        good_span=_good_span(context, terms),
        measure=_measure(context),
        expected=_target(context, terms, terms.expected, id_),
        minimum=_target(context, terms, terms.minimum, id_),
        needs=_needs(context, terms, id_),
        credits=credit_rules(context.analysis, context.level, terms, context.id, id_),
        complement=_is_complement(context),
        rounded=_rounding(context),
        further=tuple(
            _further(context, terms, line.node, number)
            for number, line in enumerate(context.level.lines.further, 1)
        ),
    )


def _series_id(level: Level, terms: Terms) -> str:
    """The id of a series: `level:Response/tier:P1`, with texts that are no names in quotes: `tier:"St Ives"/P1`."""
    parts = (
        shown if members is None else ", ".join(map(_quoted, members))
        for shown, members in zip(terms.key, terms.members, strict=True)
    )
    return f"level:{level.name}/tier:{'/'.join(parts)}" if terms.key else f"level:{level.name}/all"


def _quoted(value: str) -> str:
    return value if value.isidentifier() else json.dumps(value, ensure_ascii=False)


def part_id(level: Level, terms: Terms, part: str) -> str:
    """The id of a term: of its row where the row writes it, else of the level."""
    owner = _series_id(level, terms) if _is_cell(terms, part) else f"level:{level.name}"
    return f"{owner}/{part}"


def _is_cell(terms: Terms, part: str) -> bool:
    match part:
        case "expected":
            return terms.expected is not None and terms.expected.is_cell
        case "minimum" | "required":
            return terms.minimum is not None and terms.minimum.is_cell
        case _:
            return terms.row is not None and terms.needs in terms.row.cells


def _clock(context: _LevelContext, terms: Terms, id_: str) -> Clock | None:
    line, tiers = context.level.lines.clock, context.level.lines.tiers
    if line is None:
        return None
    node = line.node
    cell = None if terms.row is None or tiers is None else cell_of(terms.row, tiers.node.columns, "in")
    return Clock(
        id=f"{context.id if cell is None else id_}/clock",
        span=node.span if cell is None else cell.span,
        start=_start(context),
        end=field(node.end, context.level),
        calendar=_calendar(context, terms.calendar),
        pauses=tuple(_pause(context, pause, number) for number, pause in enumerate(node.pauses, 1)),
        late_without_end=context.level.lines.missing_end is not None,
        each=field(node.of, context.level) if isinstance(node, ast.UpdateClock) else None,
    )


def _start(context: _LevelContext) -> Field | Extreme:
    """Where a clock starts: one between records at the instant by which each of them is counted."""
    level, lines = context.level, context.level.lines
    assert lines.clock is not None
    assert lines.counted is not None
    node = lines.clock.node
    start = lines.counted.node.field if isinstance(node, ast.UpdateClock) else node.start
    if isinstance(start, ast.Path):
        return field(start, level)
    return Extreme(start.is_later, tuple(field(path, level) for path in start.fields))


def _pause(context: _LevelContext, node: ast.Evidence, number: int) -> Evidence:
    linked = context.level.linked[node]
    where = None if node.where is None else context.expression(node.where)
    return Evidence(f"{context.id}/clock/pause:{number}", node.span, linked.records.name, where, linked.link)


def _good(context: _LevelContext, terms: Terms) -> Expression | None:
    if terms.within is not None:
        return ClockWithin(time_limit(terms.within, context.level))
    test = context.level.lines.test
    if test is not None and test.node.test is not None:
        return ClockWithin(time_limit(test.node.test.limit, context.level))
    good = context.level.lines.good
    return None if good is None else context.expression(good.node.condition)


def _good_span(context: _LevelContext, terms: Terms) -> Span | None:
    """Where it is written what is good: in a cell, in a target with a test, or in a line of its own."""
    line = context.level.lines.test or context.level.lines.good
    if terms.within is not None:
        return terms.within.span
    return None if line is None else line.node.span


def _measure(context: _LevelContext) -> Measured:
    line = context.level.lines.measure
    assert line is not None
    what = core(line.node.what)
    if isinstance(what, ast.Uptime):
        return uptime(what, f"{context.id}/measure", context.level, _calendar(context, what.calendar))
    if isinstance(what, ast.OpenRecords):
        return _open_records(context, line.node.span, what)
    return measured(context.level, line.node, context.expression)


def _calendar(context: _LevelContext, path: ast.Path | None) -> str | None:
    """The calendar that a path stands for; None for none, and for the one that never closes."""
    named = None if path is None else context.analysis.named.get(path)
    return None if named is None else named.path


def _rounding(context: _LevelContext) -> Rounding | None:
    line = context.level.lines.measure
    if line is None or line.node.rounded is None:
        return None
    node = line.node.rounded
    mode = RoundingMode.HALF_UP if node.mode is None else RoundingMode(node.mode)
    return Rounding(f"{context.id}/rounded", node.span, int(node.decimals.value), mode)


def _is_complement(context: _LevelContext) -> bool:
    line = context.level.lines.measure
    return line is not None and isinstance(line.node.what, ast.Complement)


def _open_records(context: _LevelContext, span: Span, what: ast.OpenRecords) -> OpenRecords:
    at = what.at
    return OpenRecords(
        f"{context.id}/measure",
        span,
        ValueType(context.level.measured.kind.value),
        Open(what.statistic),
        field(what.start, context.level),
        field(what.end, context.level),
        Snapshot(
            _calendar(context, at.calendar),
            None if at.time is None else at.time.value * _SECOND,
            None if at.unit is None else Unit(at.unit),
        ),
        _calendar(context, what.calendar),
    )


def _target(context: _LevelContext, terms: Terms, promise: Promise | None, owner: str) -> Target | None:
    if promise is None:
        return None
    return _promised(context, terms, promise, f"{owner if promise.is_cell else context.id}/{promise.word}")


def _promised(context: _LevelContext, terms: Terms, promise: Promise, id_: str) -> Target:
    test = promise.node.test if isinstance(promise.node, ast.Target) else None
    return Target(
        id=id_,
        span=promise.node.span,
        word=promise.word,
        comparator=Comparator(promise.bounds[0][1].comparator),
        values=tuple(
            Dated(None if since is None else since.value, quantity(bound.value), bound.span)
            for since, bound in promise.bounds
        ),
        within=None if test is None else time_limit(test.limit, context.level),
        over=test is not None and test.is_over,
        credits=limit_credits(context.analysis, context.level, terms, promise, id_),
    )


def _further(context: _LevelContext, terms: Terms, node: ast.Target, number: int) -> Target:
    return _promised(context, terms, line_promise(node), f"{context.id}/{node.word}:{number}")


def _needs(context: _LevelContext, terms: Terms, id_: str) -> Needs | None:
    if terms.needs is None:
        return None
    owner = id_ if _is_cell(terms, "needs") else context.id
    return Needs(f"{owner}/needs", terms.needs.span, int(terms.needs.count.value))
