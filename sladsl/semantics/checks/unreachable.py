"""Remedies whose condition cannot come true: too few levels, values that none has, credits beyond what limits allow."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from fractions import Fraction

from sladsl.diagnostics.diagnostic import Diagnostic
from sladsl.semantics.credits.at_risk import is_share
from sladsl.semantics.credits.bounds import credit_bounds
from sladsl.semantics.credits.window_counts import spread_of
from sladsl.semantics.declarations.currencies import money
from sladsl.semantics.expressions.literals import literal_type, words
from sladsl.semantics.findings import warning
from sladsl.semantics.levels.measured import core
from sladsl.semantics.meaning import Analysis, Level
from sladsl.semantics.references.remedies import events_in
from sladsl.syntax import ast
from sladsl.syntax.clauses import clause_of
from sladsl.syntax.walk import walk

_NONE_BELOW = {"below": Fraction.__ge__, "at or below": Fraction.__gt__}
_NONE_ABOVE = {"above": Fraction.__le__, "at or above": Fraction.__lt__}


def check(analysis: Analysis) -> Iterator[Diagnostic]:
    """Look at each event of each remedy; one that is joined by `or` is in vain though the others are not."""
    if not analysis.is_agreement or analysis.module.may_hide_items:
        return
    for remedy in analysis.remedies:
        for item in remedy.items:
            for event in events_in(item.event) if isinstance(item, ast.RemedyWhen) else ():
                why = _why_never(event, analysis)
                if why is not None:
                    yield warning(
                        "SLA822",
                        event.span,
                        f"this never happens: {why[0]}",
                        clause=clause_of(remedy),
                        write=why[1],
                    )


def _why_never(event: ast.Event, analysis: Analysis) -> tuple[str, str] | None:
    """Why an event cannot happen, and what to write instead; None where it can."""
    match event:
        case ast.Fails(subject=None) | ast.EveryMiss(subject=None) if not analysis.service_levels:
            return "the agreement has no service level", "name the indicator or the obligation that is meant"
        case ast.Beyond():
            return _no_value(event, analysis)
        case ast.Together():
            return _too_few(event, analysis)
        case ast.CreditsReach():
            return _too_much(event, analysis)
        case ast.PointsReach() if not any(map(_may_earn_points, analysis.levels)):
            return (
                "no service level earns points",
                "write `credits calculated` or `credits paid` and an amount",
            )
    return None


def _no_value(event: ast.Beyond, analysis: Analysis) -> tuple[str, str] | None:
    subject = None if event.subject is None else analysis.subjects.get(event.subject)
    if subject is None or literal_type(event.limit).kind is not subject.level.measured.kind:
        return None
    limit, lowest, highest = Fraction(event.limit.value), _lowest(subject.level), _highest(subject.level)
    is_below = event.edge in _NONE_BELOW and lowest is not None and _NONE_BELOW[event.edge](lowest, limit)
    is_above = event.edge in _NONE_ABOVE and highest is not None and _NONE_ABOVE[event.edge](highest, limit)
    if not (is_below or is_above):
        return None
    shown = words(event.limit, analysis.module.source)
    return f"no value of `{subject.level.name}` is {event.edge} `{shown}`", "write a value that it can have"


def _lowest(level: Level) -> Fraction | None:
    what = None if level.lines.measure is None else core(level.lines.measure.node.what)
    is_never_less = isinstance(what, ast.NumberOf | ast.OpenRecords | ast.Uptime) or _is_clock(what)
    return Fraction(0) if is_share(level) or is_never_less else None


def _highest(level: Level) -> Fraction | None:
    return Fraction(1) if is_share(level) else None


def _is_clock(what: ast.Measured | None) -> bool:
    return isinstance(what, ast.Aggregate) and isinstance(what.operand, ast.ClockTime)


def _too_few(event: ast.Together, analysis: Analysis) -> tuple[str, str] | None:
    """Windows fail together when they begin and end together, so only levels with windows of one unit do."""
    levels = analysis.service_levels
    if any(level.is_open or level.lines.window is None for level in levels):
        return None
    spreads = [spread_of(level, analysis) for level in levels]
    units = Counter(
        level.name if spread is None else spread[1] for level, spread in zip(levels, spreads, strict=True)
    )
    most = max(units.values(), default=0)
    if event.levels.value <= most:
        return None
    have = "has" if most == 1 else "have"
    return (
        f"no more than {most} service level{'' if most == 1 else 's'} {have} windows that begin and end together",
        "write a smaller number, or give the levels the same `window`",
    )


def _too_much(event: ast.CreditsReach, analysis: Analysis) -> tuple[str, str] | None:
    """Credits that stay below what they would have to reach, by what they come to at most and by the limits."""
    amount = Fraction(event.amount.value)
    for bound, why in credit_bounds(event, analysis):
        if amount > bound or (amount == bound and not event.inclusive):
            shown = money(bound, analysis.currency)
            return f"{why} {shown} {_horizon(event)}", f"write an amount below `{shown}`"
    return None


def _may_earn_points(level: Level) -> bool:
    lines = [line.node for line in level.lines.all_credits] + (
        [level.lines.tiers.node] if level.lines.tiers else []
    )
    return level.is_open or any(isinstance(part, ast.Points) for node in lines for part in walk(node))


def _horizon(event: ast.CreditsReach) -> str:
    return "over the term" if event.unit is None else f"in a {event.anchor} {event.unit}"
