"""Levels of time up and down: lines that belong together, and none that are about records."""

from __future__ import annotations

from collections.abc import Iterator

from sladsl.diagnostics.diagnostic import Diagnostic, Label
from sladsl.semantics.checks.measured_kind import by_measure
from sladsl.semantics.checks.no_place import low_volume_word
from sladsl.semantics.findings import error
from sladsl.semantics.levels.measured import core
from sladsl.semantics.levels.uptime import is_timed_by_outages, uptime_of
from sladsl.semantics.meaning import Analysis, Level, LevelLines, node_of
from sladsl.semantics.targets.good import said_in_vain
from sladsl.syntax import ast
from sladsl.syntax.clauses import clause_of


def check(analysis: Analysis) -> Iterator[Diagnostic]:
    """Look at the lines that only one of the two kinds of level has, and at the measure itself."""
    for level in analysis.levels:
        clause = clause_of(level.node)
        what = uptime_of(level.lines)
        if level.lines.measure is None:
            continue
        if what is None:
            yield from _without_uptime(level, clause)
            continue
        yield from _about_records(level, clause)
        yield from _whole_minutes(what, clause)
        if what.affected is not None:
            yield from _weighted(what, level, clause)


def _without_uptime(level: Level, clause: str) -> Iterator[Diagnostic]:
    measure = level.lines.measure
    assert measure is not None
    for word, node in _uptime_lines(level.lines, measure.node):
        if node is not None:
            yield error(
                "SLA273",
                node.span,
                f"`{word}` is about time up and down, and the level measures something else",
                clause=clause,
                write="write for instance `measure availability`, or leave this out",
                labels=[Label(measure.node.span, "the measure")],
            )
            return


def _uptime_lines(lines: LevelLines, measure: ast.Measure) -> Iterator[tuple[str, ast.Node | None]]:
    yield "every", node_of(lines.sampling)
    yield "down", node_of(lines.down)
    yield "missing samples", node_of(lines.missing_samples)
    yield "samples of one slot", node_of(lines.one_slot)
    yield "across", node_of(lines.across)
    yield "time outside the term", node_of(lines.outside_term)
    if not isinstance(core(measure.what), ast.IntervalMean):
        yield "empty intervals", node_of(lines.empty_intervals)


def _about_records(level: Level, clause: str) -> Iterator[Diagnostic]:
    lines = level.lines
    written: tuple[tuple[str, ast.Node | None], ...] = (
        ("counted", node_of(lines.counted)),
        ("clock", node_of(lines.clock)),
        ("clock", node_of(lines.update_clock)),
        ("missing end", node_of(lines.missing_end)),
        ("severity", node_of(lines.taken)),
        (low_volume_word(lines), node_of(lines.low_volume)),
        ("no records", node_of(lines.no_records)),
        ("needs", node_of(lines.needs) if is_timed_by_outages(level) else None),
    )
    there = [(word, node) for word, node in written if node is not None]
    records = "write `measure percent good` to measure records, or " if said_in_vain(level) else ""
    for word, node in there:
        found = error(
            "SLA274",
            node.span,
            f"`{word}` is about records, and the level measures time",
            clause=clause,
            write=f"{records}leave it out; a window takes the time that lies in it",
        )
        yield by_measure(found, level)


def _whole_minutes(what: ast.Uptime, clause: str) -> Iterator[Diagnostic]:
    if what.whole_minutes and what.statistic == "number of outages":
        yield error(
            "SLA287",
            what.span,
            "outages are counted, so there are no minutes to round",
            clause=clause,
            write="leave `in whole minutes` out; `down for at least 1 min` says which outages count",
        )


def _weighted(what: ast.Uptime, level: Level, clause: str) -> Iterator[Diagnostic]:
    assert what.affected is not None
    problem = _why_not_weighted(what, level)
    if problem is not None:
        yield error(
            "SLA283",
            what.affected.span,
            problem,
            clause=clause,
            write="leave `weighted by … of …` out, or weigh `availability` or `downtime` by outages alone",
        )


def _why_not_weighted(what: ast.Uptime, level: Level) -> str | None:
    if what.statistic in {"longest outage", "number of outages"}:
        return f"`{what.statistic}` is not a sum of time that users could weigh"
    return why_no_shares(what, level)


def why_no_shares(what: ast.Uptime, level: Level) -> str | None:
    """Why the time down of a level is not of outages that each affect a share of users; None where it is."""
    down, across = level.lines.down, level.lines.across
    if level.lines.sampling is not None:
        return "samples and rates do not say how many users an outage affects"
    if what.whole_minutes:
        return "whole minutes cannot be weighted"
    if down is not None and down.node.during:
        return "the records after `or during` do not say how many users are affected"
    if across is not None and across.node.rule != "pooled":
        return f"with `across {across.node.field.text} {across.node.rule}` no outage is of one record"
    return None
