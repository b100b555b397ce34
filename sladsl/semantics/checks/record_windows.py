"""Windows of single records: told apart by a key, with a value each, and no order in which they follow each other."""

from __future__ import annotations

from collections.abc import Iterator

from sladsl.diagnostics.diagnostic import Diagnostic, Label
from sladsl.semantics.checks.apart import covered
from sladsl.semantics.checks.no_place import low_volume_word, no_place, written
from sladsl.semantics.findings import error
from sladsl.semantics.meaning import Analysis, Level, is_of_records
from sladsl.semantics.references.remedies import events_in
from sladsl.semantics.targets.directions import wants_more
from sladsl.syntax import ast
from sladsl.syntax.clauses import clause_of
from sladsl.syntax.walk import walk

_OF_ONE = "write `measure percent good`, or the sum of a field, an expression or `clock`"


def check(analysis: Analysis) -> Iterator[Diagnostic]:
    """Look at the levels whose windows are records, and at what follows from misses of theirs."""
    levels = [level for level in analysis.levels if is_of_records(level.lines)]
    for level in levels:
        if level.is_open or level.lines.measure is None:
            continue
        yield from _without_key(level)
        yield from _measure(level, level.lines.measure.node)
        yield from _out_of_place(level)
        yield from _credit_history(level)
    if levels:
        yield from _steps(analysis, levels)
        yield from _remedies(analysis, levels)


def _window(level: Level) -> list[Label]:
    assert level.lines.window is not None, "a level of records has a window"
    return [Label(level.lines.window.node.span, "each record is a window")]


def _without_key(level: Level) -> Iterator[Diagnostic]:
    records = level.records
    if records is None or records.is_open or any(f.line.node.is_key for f in records.fields.values()):
        return
    assert level.lines.window is not None, "a level of records has a window"
    yield error(
        "SLA785",
        level.lines.window.node.span,
        f"each `{records.name}` is a window, and records without a key cannot be told apart",
        clause=clause_of(level.node),
        write="add `key` to the field that names a record, as in `id : text key`, or write `window calendar month`",
        labels=[Label(records.node.name.span, "the records")],
    )


def _measure(level: Level, measure: ast.Measure) -> Iterator[Diagnostic]:
    """One record has a value of its own, and no ratio, mean or number of several."""
    match measure.what:
        case ast.OpenRecords() | ast.LevelMean():
            return  # which windows these have is said elsewhere
        case ast.PercentGood() | ast.Aggregate():
            if measure.rounded is None:
                return
            problem, write = "the value of a single record is compared as it is", "leave the rounding out"
        case ast.Uptime():
            problem, write = "time up and down is measured over a period", "write `window calendar month`"
        case _:
            problem, write = "this is a figure of several records, and each window is one", _OF_ONE
    yield error(
        "SLA786", measure.span, problem, clause=clause_of(level.node), write=write, labels=_window(level)
    )


def _out_of_place(level: Level) -> Iterator[Diagnostic]:
    where, instead = "where each window is one record", ", or write `window calendar month`"
    return no_place("SLA786", _lines(level), where, instead, clause_of(level.node), _window(level))


def _lines(level: Level) -> Iterator[tuple[str, ast.Node]]:
    lines = level.lines
    of_several = {
        "needs": lines.needs,
        low_volume_word(lines): lines.low_volume,
        "no records": lines.no_records,
        "count as missed": lines.promoted,
        "baseline": lines.baseline,
        "ratchet": lines.ratchet,
        "a further target": next(iter(lines.further), None),
    }
    yield from written(lines, of_several, ["needs"])
    credited = [line.node for line in lines.credits] + ([] if lines.tiers is None else [lines.tiers.node])
    for part in (each for node in credited for each in walk(node)):
        if isinstance(part, ast.Base) and part.sharing == "shared equally":
            yield "shared equally", part
        elif isinstance(part, ast.PerRecord):
            yield "per record", part


# --- what depends on windows that follow each other ----------------------------------------------------------------


def _credit_history(level: Level) -> Iterator[Diagnostic]:
    for line in level.lines.credits:
        for part in walk(line.node):
            if isinstance(part, ast.Consecutive | ast.OfAny):
                yield _in_a_row(part, level, clause_of(level.node))


def _steps(analysis: Analysis, levels: list[Level]) -> Iterator[Diagnostic]:
    settlement = analysis.settlement
    for step in () if settlement is None else settlement.steps:
        if isinstance(step, ast.Multiply) and not isinstance(step.lately, ast.TimesIn):
            part: ast.Node = step.lately
        elif isinstance(step, ast.EarnBack):
            part = step
        else:
            continue
        names = covered(step.levels, analysis)
        concerned = next((level for level in levels if level.name in names), None)
        if concerned is not None:
            yield _in_a_row(part, concerned, "settlement")


def _remedies(analysis: Analysis, levels: list[Level]) -> Iterator[Diagnostic]:
    for remedy in analysis.remedies:
        whens = (item for item in remedy.items if isinstance(item, ast.RemedyWhen))
        for event in (each for item in whens for each in events_in(item.event)):
            level = _concerned(event, analysis, levels)
            if level is None or not isinstance(event, ast.Fails | ast.Beyond):
                continue
            if isinstance(event.often, ast.Consecutive | ast.OfAny):
                yield _in_a_row(event.often, level, clause_of(remedy))
            elif isinstance(event, ast.Beyond) and not _is_a_miss(event, level):
                yield error(
                    "SLA787",
                    event.limit.span,
                    f"a record beyond this may keep the target of `{level.name}`, and is not looked at then",
                    clause=clause_of(remedy),
                    write="write a value that the target does not allow, or `missed`",
                    labels=_window(level),
                )


def _concerned(event: ast.Event, analysis: Analysis, levels: list[Level]) -> Level | None:
    """The level of records that an event speaks of."""
    if not isinstance(event, ast.Fails | ast.Beyond):
        return None
    if event.subject is None:
        return next((level for level in levels if not level.node.is_kpi and level.node.of is None), None)
    subject = analysis.subjects.get(event.subject)
    return None if subject is None or subject.level not in levels else subject.level


def _is_a_miss(event: ast.Beyond, level: Level) -> bool:
    """Whether a value beyond a limit keeps no target of its level, whatever the date."""
    for terms in level.terms:
        promise = terms.expected or terms.minimum
        for _, bound in () if promise is None else promise.bounds:
            is_high = wants_more(bound)
            if type(bound.value) is not type(event.limit) or is_high is not event.edge.endswith("below"):
                return False
            beyond = bound.value.value - event.limit.value
            if (beyond if is_high else -beyond) < 0 or (beyond == 0 and event.edge.startswith("at or")):
                return False
    return True


def _in_a_row(part: ast.Node, level: Level, clause: str) -> Diagnostic:
    return error(
        "SLA787",
        part.span,
        f"each record is a window of `{level.name}`, and of single records it is not said which follow each other",
        clause=clause,
        write="count them in a time, as in `3 times in a calendar quarter`, or name other levels",
        labels=_window(level),
    )
