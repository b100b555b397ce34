"""Credits that the customer chooses among: several of them, in a settlement that says how and until when."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sladsl.diagnostics.diagnostic import Diagnostic, Label
from sladsl.semantics.checks import made_at
from sladsl.semantics.findings import error
from sladsl.semantics.meaning import Analysis, Level
from sladsl.semantics.types import ValueKind
from sladsl.syntax import ast
from sladsl.syntax.clauses import clause_of

_CLAUSE = "settlement"
_CHOSEN = made_at.NoticeRecords(
    "SLA721",
    "SLA722",
    "a choice",
    "would not count",
    (
        made_at.RequiredField("window", "for which window the choice is", (ValueKind.TEXT,), made_at.WINDOW),
        made_at.RequiredField("service_level", "for which level the choice is", made_at.NAMES, made_at.LEVEL),
        made_at.RequiredField("option", "which option is chosen", (ValueKind.NUMBER,), "`1` for the first"),
    ),
)


def check(analysis: Analysis) -> Iterator[Diagnostic]:
    """Look at what customers choose among, and at the step that says how."""
    levels = [level for level in analysis.levels if level.lines.choice is not None and not level.node.is_kpi]
    for level in levels:
        yield from _options(level)
    settlement = analysis.settlement
    if settlement is None:
        return
    steps = [step for step in settlement.steps if isinstance(step, ast.Choose)]
    if steps:
        yield from _step(steps, settlement, analysis)
        if (
            not levels
            and not analysis.module.may_hide_items
            and not any(each.is_open for each in analysis.levels)
        ):
            yield _without_options(steps[0])
    elif levels and analysis.is_agreement and not _may_hide_a_step(settlement, analysis):
        yield _without_step(levels[0])


def _may_hide_a_step(settlement: ast.Settlement, analysis: Analysis) -> bool:
    return analysis.module.may_hide_items or analysis.module.is_damaged(settlement)


def _options(level: Level) -> Iterator[Diagnostic]:
    choice = level.lines.choice
    assert choice is not None
    if len(choice.node.credits) < 2 and not choice.module.is_damaged(choice.node):
        yield error(
            "SLA718",
            choice.node.span,
            "there is nothing to choose: a choice has two credits or more",
            clause=clause_of(level.node),
            write="add another `credit` between the braces, or leave `customer chooses one of` out",
        )
    window = level.lines.window
    if window is not None and isinstance(window.node, ast.RecordWindow):
        yield error(
            "SLA869",
            choice.node.span,
            "the customer chooses for a window, and here every record is one",
            clause=clause_of(level.node),
            write="write for instance `window calendar month`, or one credit",
            labels=[Label(window.node.span, "every record is a window")],
        )


def _step(
    steps: Sequence[ast.Choose], settlement: ast.Settlement, analysis: Analysis
) -> Iterator[Diagnostic]:
    step = steps[0]
    yield from made_at.said_twice("SLA720", steps, "the customer chooses")
    before = next((each for each in settlement.steps if not isinstance(each, ast.Final | ast.Pool)), step)
    if before is not step:
        yield error(
            "SLA720",
            step.span,
            "other steps come before the choice, and would count credits that are not chosen",
            clause=_CLAUSE,
            write="write it first in the settlement",
            labels=[Label(before.span, "a step before it")],
        )
    named = analysis.named.get(step.records)
    records = None if named is None else analysis.records.get(named.path)
    if records is not None and not records.is_open:
        yield from made_at.findings(step, records, _CHOSEN)
    early = made_at.settled_before(step, made_at.days_in(step.within), settlement, _CHOSEN)
    if early is not None and not analysis.module.is_damaged(settlement):
        yield early


def _without_options(step: ast.Choose) -> Diagnostic:
    return error(
        "SLA719",
        step.span,
        "no level leaves the customer a choice",
        clause=_CLAUSE,
        write="write `customer chooses one of { credit … credit … }` in a level, or leave this line out",
    )


def _without_step(level: Level) -> Diagnostic:
    assert level.lines.choice is not None
    return error(
        "SLA719",
        level.lines.choice.node.span,
        "the settlement does not say how, and until when, the customer chooses",
        clause=clause_of(level.node),
        write="add `customer chooses within 30 days in choice.made_at, else the first` as its first line",
    )
