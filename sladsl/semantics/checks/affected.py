"""Charges of which a credit takes only the share of users that outages affected."""

from __future__ import annotations

from collections.abc import Iterator

from sladsl.diagnostics.diagnostic import Diagnostic, Label
from sladsl.semantics.checks.uptime import why_no_shares
from sladsl.semantics.findings import error
from sladsl.semantics.levels.uptime import uptime_of, weights_of_bases
from sladsl.semantics.meaning import Analysis, Level
from sladsl.syntax import ast
from sladsl.syntax.clauses import clause_of


def check(analysis: Analysis) -> Iterator[Diagnostic]:
    """Look at each level of which a credit is weighted."""
    for level in analysis.levels:
        lines = [line.node for line in weights_of_bases(level.lines)]
        if not lines or level.lines.measure is None or level.node.is_kpi or level.is_open:
            continue
        problem = _problem(level)
        if problem is not None:
            yield from (_no_share(node, problem, clause_of(level.node)) for node in lines)
        else:
            yield from _others(level, lines)


def _problem(level: Level) -> str | None:
    what = uptime_of(level.lines)
    return (
        "the level measures no time down that users could weigh"
        if what is None
        else why_no_shares(what, level)
    )


def _no_share(node: ast.Affected, problem: str, clause: str) -> Diagnostic:
    return error(
        "SLA864",
        node.span,
        problem,
        clause=clause,
        write="leave `weighted by … of …` out, or measure time up or down by outages alone",
    )


def _others(level: Level, lines: list[ast.Affected]) -> Iterator[Diagnostic]:
    """A level has one share of users, which its measure and its credits are weighted by."""
    what = uptime_of(level.lines)
    assert what is not None, "only levels of time are looked at"
    pairs = [(node.affected, node.total) for node in lines]
    if what.affected is not None and what.total is not None:
        pairs.insert(0, (what.affected, what.total))
    first = pairs[0]
    for affected, total in pairs[1:]:
        if (affected.text, total.text) != (first[0].text, first[1].text):
            yield error(
                "SLA865",
                affected.span,
                f"`{affected.text}` of `{total.text}` is another share than `{first[0].text}` of `{first[1].text}`, and"
                " the outages of a level have one",
                clause=clause_of(level.node),
                write="weigh all by the same two fields",
                labels=[Label(first[0].span, "the other one")],
            )
