"""Small credits: ignored, or raised to an amount."""

from __future__ import annotations

from fractions import Fraction

from sladsl.planning.plan import Ignore, Raise
from sladsl.settlement.explanation import Line, total_of
from sladsl.settlement.scene import Done, amounts


def ignored(step: Ignore, lines: tuple[Line, ...]) -> Done:
    """Drop the lines below an amount, or all of them where their total is."""
    if step.each:
        small = [at for at, line in enumerate(lines) if line.amount < step.below]
        return amounts(lines, dict.fromkeys(small, Fraction(0)), "below the amount")
    if total_of(lines) < step.below:
        return amounts(lines, dict.fromkeys(range(len(lines)), Fraction(0)), "the total is below the amount")
    return Done(lines)


def raised(step: Raise, lines: tuple[Line, ...]) -> Done:
    """Raise the lines below an amount to it, or all of them in proportion where their total is; not from zero."""
    if step.each:
        small = [at for at, line in enumerate(lines) if 0 < line.amount < step.to]
        return amounts(lines, dict.fromkeys(small, step.to), "raised to the least amount")
    total = total_of(lines)
    if not 0 < total < step.to:
        return Done(lines)
    grown = {at: line.amount * step.to / total for at, line in enumerate(lines)}
    return amounts(lines, grown, "the total is raised to the least amount")
