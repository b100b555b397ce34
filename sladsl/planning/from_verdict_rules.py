"""From the meaning of the lines that decide verdicts beside the targets to their facts."""

from __future__ import annotations

import datetime as dt

from sladsl.planning.from_credits import rounding
from sladsl.planning.from_expressions import quantity
from sladsl.planning.from_histories import lately_of
from sladsl.planning.periods import months_after, unit_after
from sladsl.planning.plan import Anchor, Grace, LowVolume, NoRecords, Promotion, Ratchet, Unit, Volume
from sladsl.semantics.meaning import Analysis, Level
from sladsl.syntax import ast


def grace(analysis: Analysis, level: Level) -> Grace | None:
    """The first windows of the term, which are not held against the provider."""
    line, term = level.lines.grace, analysis.header.term
    if line is None:
        return None
    assert term is not None, "an agreement has a term"
    return Grace(f"level:{level.name}/grace", line.node.span, _grace_end(line.node, term.first.value))


def _grace_end(node: ast.Grace, start: dt.date) -> dt.date:
    """The first day that is not in grace, of a term that starts on a day.

    The first full unit after the start is one that starts later, also where the term itself starts with a unit.
    """
    match node.length:
        case ast.Months(value=months):
            return months_after(start, months)
        case ast.Days(value=days):
            return start + dt.timedelta(days=days)
    assert node.anchor is not None, "grace lasts so long, or until a unit starts"
    assert node.unit is not None, "grace lasts so long, or until a unit starts"
    return unit_after(start, Anchor(node.anchor), Unit(node.unit))


def promotion(level: Level) -> Promotion | None:
    """Give how often a window below expected counts as missed."""
    line = level.lines.promoted
    if line is None:
        return None
    return Promotion(f"level:{level.name}/promoted", line.node.span, lately_of(line.node.lately))


def ratchets(level: Level) -> tuple[Ratchet, ...]:
    """How the targets of a level become stricter, a baseline first."""
    return tuple(_ratchet(level, line.node) for line in (level.lines.baseline, level.lines.ratchet) if line)


def _ratchet(level: Level, node: ast.Baseline | ast.Ratchet) -> Ratchet:
    is_baseline = isinstance(node, ast.Baseline)
    id_ = f"level:{level.name}/{'baseline' if is_baseline else 'ratchet'}"
    most = node.most if isinstance(node, ast.Ratchet) else None
    return Ratchet(
        id_,
        node.span,
        node.word,
        int(node.windows.value),
        rounding(node.rounded, id_),
        is_baseline,
        None if most is None else most.share.value,
        None if most is None else quantity(most.to),
    )


def low_volume(level: Level) -> LowVolume | None:
    """What few records do to misses."""
    line = level.lines.low_volume
    if line is None:
        return None
    node = line.node
    misses, below = int(node.misses.value), int(node.below.value)
    return LowVolume(f"level:{level.name}/{node.rule}", node.span, Volume(node.rule), misses, below)


def no_records(level: Level) -> NoRecords | None:
    """What a window without records counts as."""
    line = level.lines.no_records
    if line is None:
        return None
    return NoRecords(f"level:{level.name}/no records", line.node.span, quantity(line.node.value))
