"""The times that clocks are given: above zero, and in units that the clock's calendar knows."""

from __future__ import annotations

from collections.abc import Iterator

from sladsl.diagnostics.diagnostic import Diagnostic
from sladsl.semantics.checks.business_days import without_meaning
from sladsl.semantics.expressions.literals import words
from sladsl.semantics.files.modules import Module
from sladsl.semantics.files.names import ALWAYS_ON
from sladsl.semantics.findings import error
from sladsl.semantics.meaning import Analysis, Level
from sladsl.semantics.targets.tiers import cell_of
from sladsl.syntax import ast
from sladsl.syntax.clauses import clause_of
from sladsl.syntax.walk import walk
from sladsl.values import frozen

_NO_CALENDAR = "SLA263"


@frozen(eq=False)
class _Limit:
    """A time that a clock is given, and the calendars that the clock may run in; None stands for round the clock."""

    node: ast.TimeLimit
    module: Module
    calendars: tuple[ast.Path | None, ...]


def check(analysis: Analysis) -> Iterator[Diagnostic]:
    """Look at the limits of each level's clock, in its condition and in its tiers."""
    for level in analysis.levels:
        clock = level.lines.clock
        if clock is not None:
            may_have_lost = clock.module.is_damaged(clock.node)
            for limit in (*_in_condition(level), *_in_tiers(level), *_in_targets(level)):
                found = _problems(limit, clause_of(level.node), analysis)
                yield from (each for each in found if each.code != _NO_CALENDAR or not may_have_lost)


def _in_condition(level: Level) -> Iterator[_Limit]:
    good = level.lines.good
    if good is None:
        return
    calendars = _calendars(level)
    for node in walk(good.node.condition):
        if isinstance(node, ast.ClockWithin):
            yield _Limit(node.limit, good.module, calendars)


def _in_targets(level: Level) -> Iterator[_Limit]:
    lines, seen = level.lines, set[ast.Node]()
    for line in (lines.expected, lines.minimum, *lines.further):
        if line is not None and line.node.test is not None and line.node not in seen:
            seen.add(line.node)
            yield _Limit(line.node.test.limit, line.module, _calendars(level))


def _calendars(level: Level) -> tuple[ast.Path | None, ...]:
    """The calendars that the clock may run in: those of the tiers, or else that of the line."""
    tiers, clock = level.lines.tiers, level.lines.clock
    assert clock is not None
    rows = () if tiers is None else tiers.node.rows
    columns = () if tiers is None else tiers.node.columns
    cells = dict.fromkeys(cell_of(row, columns, "in") for row in rows)
    return tuple(cell for cell in cells if isinstance(cell, ast.Path)) or (clock.node.calendar,)


def _in_tiers(level: Level) -> Iterator[_Limit]:
    tiers, clock = level.lines.tiers, level.lines.clock
    assert clock is not None
    for row in () if tiers is None else tiers.node.rows:
        assert tiers is not None
        limit, calendar = (cell_of(row, tiers.node.columns, kind) for kind in ("good within", "in"))
        if isinstance(limit, ast.TimeLimit):
            runs_in = calendar if isinstance(calendar, ast.Path) else clock.node.calendar
            yield _Limit(limit, tiers.module, (runs_in,))


def _problems(limit: _Limit, clause: str, analysis: Analysis) -> Iterator[Diagnostic]:
    node = limit.node
    if isinstance(node, ast.Path):
        return
    written = words(node, limit.module.source)
    if node.value <= 0:
        yield error(
            "SLA168",
            node.span,
            f"a clock cannot be limited to `{written}`: no clock stops by then",
            clause=clause,
            write="write a limit above zero, as `15 min`",
        )
        return
    for calendar in limit.calendars:
        closes = calendar is not None and calendar.text != ALWAYS_ON
        if isinstance(node, ast.Days) and closes:
            yield _in_days(node, written, clause)
        elif isinstance(node, ast.BusinessDays | ast.BusinessHours) and not closes:
            yield _without_calendar(node, written, clause)
        elif isinstance(node, ast.BusinessDays):
            assert calendar is not None
            yield from without_meaning(calendar, node, clause, analysis)


def _in_days(limit: ast.Days, text: str, clause: str) -> Diagnostic:
    return error(
        "SLA167",
        limit.span,
        f"a clock in a calendar cannot be limited to `{text}`: it counts open hours, not calendar days",
        clause=clause,
        write=f"write `{limit.value} business days`, or the open hours",
    )


def _without_calendar(limit: ast.BusinessDays | ast.BusinessHours, text: str, clause: str) -> Diagnostic:
    return error(
        _NO_CALENDAR,
        limit.span,
        f"this clock runs round the clock, and `{text}` needs a calendar that closes",
        clause=clause,
        write="name the calendar after the clock's end, as in `clock from opened_at to closed_at in Office`",
    )
