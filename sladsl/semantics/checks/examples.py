"""Worked examples: periods and values that fit their levels, and something asserted."""

from __future__ import annotations

from collections.abc import Iterator

from sladsl.diagnostics.diagnostic import Diagnostic, Label
from sladsl.semantics.checks.credits import credit_of
from sladsl.semantics.checks.measured_kind import by_value
from sladsl.semantics.checks.unsettled import by_absence, is_unsettled
from sladsl.semantics.credits.periods import example as period_example
from sladsl.semantics.credits.periods import period
from sladsl.semantics.expressions.literals import literal_type
from sladsl.semantics.findings import about, error, first_at
from sladsl.semantics.meaning import Analysis, Level
from sladsl.semantics.targets.good import said_in_vain
from sladsl.semantics.types import UNKNOWN, WRITTEN
from sladsl.syntax import ast
from sladsl.syntax.clauses import clause_of

_Expected = ast.ExpectResult | ast.ExpectCredit | ast.ExpectEarnedBack
_Stated = ast.GivenResult | _Expected


def check(analysis: Analysis) -> Iterator[Diagnostic]:
    """Look at each example, apart from the cells of its tables."""
    for example in analysis.examples:
        clause = clause_of(example)
        yield from _as_of(example, clause)
        asserted = [item for item in example.items if isinstance(item, _Expected | ast.ExpectRemedy)]
        if not asserted and not analysis.module.is_damaged(example):
            yield error(
                "SLA251",
                example.title.span,
                "the example asserts nothing",
                clause=clause,
                write="add a line such as `expect Accuracy in 2026-03 is 50%, missed`",
            )
        for item in example.items:
            if isinstance(item, _Stated):
                yield from _period(item, clause, analysis)
                yield from _value(item, clause, analysis)


def _as_of(example: ast.Example, clause: str) -> Iterator[Diagnostic]:
    instants = [item for item in example.items if isinstance(item, ast.AsOf)]
    for repeated in instants[1:]:
        yield error(
            "SLA250",
            repeated.span,
            "an example is read as of one instant",
            clause=clause,
            write="leave one of the lines out, or write a second example",
            labels=first_at(instants[0].span),
        )


def _level(item: _Stated, analysis: Analysis) -> Level | None:
    """The level that is spoken of, if it can be read whole."""
    subject = None if item.subject is None else analysis.subjects.get(item.subject)
    return None if subject is None or subject.level.is_open else subject.level


def _period(item: _Stated, clause: str, analysis: Analysis) -> Iterator[Diagnostic]:
    term = analysis.header.days
    written = period(item.period.text, None if term is None else term.first.value)
    if written is None:
        return
    unit, what = _unit(item, analysis)
    if unit is not None and unit != (written.anchor, written.unit):
        wanted = _named(*unit)
        yield error(
            "SLA253",
            item.period.span,
            f"`{item.period.text}` is a {_named(written.anchor, written.unit)}, and {what} by the {wanted}",
            clause=clause,
            write=f"write a {wanted}, such as `{period_example(*unit)}`",
        )
        return
    if term is None:
        return
    if written.last < term.first.value or (term.last is not None and written.first > term.last.value):
        yield error(
            "SLA256",
            item.period.span,
            f"`{item.period.text}` lies outside the term",
            clause=clause,
            write="write a period of the term",
            labels=[Label(term.span, "the term")],
        )


def _named(anchor: str, unit: str) -> str:
    return unit if anchor == "calendar" else f"{anchor} {unit}"


def _unit(item: _Stated, analysis: Analysis) -> tuple[tuple[str, str] | None, str]:
    """What the period must be of, calendar or contract, and the unit that it must have; and why."""
    if isinstance(item, ast.ExpectCredit) and item.subject is None:
        settlement = analysis.settlement
        is_known = settlement is not None and not analysis.module.is_damaged(settlement)
        unit = ("calendar", settlement.unit) if settlement is not None and is_known else None
        return unit, "credits are settled"
    level = _level(item, analysis)
    name = "the level" if level is None else f"`{level.name}`"
    return (None if level is None else _window_unit(level, analysis)), f"{name} is measured"


def _window_unit(level: Level, analysis: Analysis) -> tuple[str, str] | None:
    """The unit of the periods that a level has results for."""
    window = level.lines.window
    match None if window is None else window.node:
        case ast.MeasurementWindow(unit=unit, anchor=anchor):
            return anchor, unit
        case ast.RollingWindow() | ast.RecordWindow():
            return None if analysis.settlement is None else ("calendar", analysis.settlement.unit)
    return None


def _value(item: _Stated, clause: str, analysis: Analysis) -> Iterator[Diagnostic]:
    if isinstance(item, ast.ExpectCredit):
        yield from _credit(item, clause, analysis)
        return
    if isinstance(item, ast.ExpectEarnedBack):
        yield from _earned_back(item, clause, analysis)
        return
    level = _level(item, analysis)
    if level is None or item.value is None or level.measured is UNKNOWN or said_in_vain(level) is not None:
        return
    written = literal_type(item.value)
    if written.kind is not level.measured.kind:
        other = error(
            "SLA254",
            item.value.span,
            f"this is {written}, and `{level.name}` measures {level.measured}",
            clause=clause,
            write=f"write for instance {WRITTEN[level.measured.kind]}",
        )
        yield about(by_value(other, level), clause_of(level.node))


def _earned_back(item: ast.ExpectEarnedBack, clause: str, analysis: Analysis) -> Iterator[Diagnostic]:
    settlement = analysis.settlement
    steps = () if settlement is None else settlement.steps
    is_known = settlement is not None and not analysis.module.is_damaged(settlement)
    if not any(isinstance(step, ast.EarnBack) for step in steps) and (
        is_known or not analysis.module.may_hide_items
    ):
        yield error(
            "SLA745",
            item.span,
            "nothing is earned back in this agreement",
            clause=clause,
            write="add the step `earn back 50% when expected is met in each of the 3 following windows`",
        )


def _credit(item: ast.ExpectCredit, clause: str, analysis: Analysis) -> Iterator[Diagnostic]:
    level = _level(item, analysis)
    if level is not None and credit_of(level) is None:
        earns_none = error(
            "SLA257",
            item.span,
            f"`{level.name}` earns no credit",
            clause=clause,
            write="assert its value or verdict, or name a level that has a credit",
        )
        yield about(earns_none, clause_of(level.node))
    elif item.subject is None and is_unsettled(analysis):
        unsettled = error(
            "SLA260",
            item.span,
            "the agreement has no settlement, so it has no total of credits",
            clause=clause,
            write="add `settlement per calendar month { }`, or assert the credit of a level",
        )
        yield by_absence(unsettled, analysis)
