"""The lines of a level: those it cannot do without, each once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sladsl.diagnostics.diagnostic import Diagnostic
from sladsl.semantics.checks.measured_kind import by_measure
from sladsl.semantics.findings import error, first_at
from sladsl.semantics.levels.uptime import speaks_of_time, uptime_of
from sladsl.semantics.meaning import Analysis, Level
from sladsl.semantics.nearest import one_of
from sladsl.syntax import ast
from sladsl.syntax.clauses import clause_of

_WRITTEN = {
    "for each": "for each  invoice",
    "counted": "counted   in the window of received_at",
    "measure": "measure   percent good",
    "window": "window    calendar month",
}


def check(analysis: Analysis) -> Iterator[Diagnostic]:
    """Look for lines that are missing or repeated."""
    for level in analysis.levels:
        for declared in level.chain:
            assert isinstance(declared.node, ast.ServiceLevel)
            readable = [item for item in declared.node.items if not declared.module.is_damaged(item)]
            yield from _repeated(readable, clause_of(declared.node))
        if analysis.is_agreement and not level.is_open:
            yield from _missing(level)


def _missing(level: Level) -> Iterator[Diagnostic]:
    lines = level.lines
    there: dict[str, object] = {"measure": lines.measure, "window": lines.window}
    what = None if lines.measure is None else lines.measure.node.what
    is_about_records = not isinstance(what, ast.OpenRecords | ast.LevelMean)
    if uptime_of(lines) is None and is_about_records and not speaks_of_time(lines):
        there = {"counted": lines.counted, **there}
    if is_about_records:
        there = {"for each": lines.population, **there}
    missing = [word for word, line in there.items() if line is None]
    if missing:
        found = error(
            "SLA180",
            level.node.name.span,
            f"{clause_of(level.node)} lacks {one_of(missing, 'and')}",
            clause=clause_of(level.node),
            write="add for instance\n" + "\n".join(_WRITTEN[word] for word in missing),
        )
        # What it measures may be another kind of value than it was written for.
        yield by_measure(found, level) if {"counted", "for each"} & set(missing) else found


def _repeated(items: Sequence[ast.LevelItem], clause: str) -> Iterator[Diagnostic]:
    first: dict[str, ast.LevelItem] = {}
    for item in items:
        if isinstance(item, ast.Exclusion):
            continue
        if isinstance(item, ast.Target) and item.test is not None:
            continue
        if isinstance(item, ast.CreditLine | ast.CreditTable | ast.Excuses):  # several credits add up
            continue
        word = _word(item)
        before = first.setdefault(word, item)
        if before is not item:
            yield error(
                "SLA181",
                item.span,
                f"`{word}` stands twice in one level",
                clause=clause,
                write="leave one of them out; a value that changes is written once, with `, from DATE`",
                labels=first_at(before.span),
            )


def _word(item: ast.LevelItem) -> str:
    match item:
        case ast.Target():
            return item.word
        case ast.MeasurementWindow() | ast.RollingWindow() | ast.RecordWindow():
            return "window"
        case _:
            return _WORDS[type(item)]


_WORDS: dict[type, str] = {
    ast.Population: "for each",
    ast.Counted: "counted",
    ast.Clock: "clock",
    ast.UpdateClock: "clock",
    ast.GoodWhen: "good when",
    ast.Measure: "measure",
    ast.Needs: "needs",
    ast.Tiers: "tiers",
    ast.MissingEnd: "missing end",
    ast.SeverityTaken: "severity",
    ast.UpdateClock: "clock",
    ast.SeverityTaken: "severity",
    ast.Sampling: "every",
    ast.Down: "down",
    ast.MissingSamples: "missing samples",
    ast.EmptyIntervals: "empty intervals",
    ast.OneSlot: "samples of one slot",
    ast.Across: "across",
    ast.OutsideTerm: "time outside the term",
    ast.Grace: "grace",
    ast.LowVolume: "low volume",
    ast.NoRecords: "no records",
    ast.Promoted: "count as missed",
    ast.Baseline: "baseline",
    ast.Ratchet: "ratchet",
    ast.CustomerChooses: "customer chooses one of",
    ast.Weight: "weight",
    ast.Reliance: "relies on",
}
