"""Earning back: a share of a credit goes back to the provider once its following windows are good enough.

A credit is provisional from the settlement that credits it until its following windows decide it, or the term ends.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from attrs import evolve

from sladsl.planning.plan import Comparator, EarnBack
from sladsl.planning.wording import write_number
from sladsl.settlement.explanation import Change, Comparison, Line, LineKind, Prospect, Result, Standing
from sladsl.settlement.history import following
from sladsl.settlement.scene import Done, Scene


def earned_back(
    scene: Scene, step: EarnBack, lines: tuple[Line, ...], provisional: Sequence[Line]
) -> tuple[Done, tuple[Line, ...]]:
    """Add a negative line for each credit that is earned back, and give the credits that still may be.

    `provisional` are credits of earlier periods, each at what it finally came to.
    """
    own = [
        line
        for line in lines
        if line.kind is LineKind.CREDIT and line.amount > 0 and _is_in_scope(step, line)
    ]
    prospects = tuple(_prospect(scene, step, line) for line in (*provisional, *own))
    added = [_line(step, each) for each in prospects if each.standing is Standing.EARNED_BACK]
    changes = tuple(Change(evolve(line, amount=Fraction(0)), line, _reason(step)) for line in added)
    left = tuple(each.line for each in prospects if each.standing is Standing.PROVISIONAL)
    return Done((*lines, *added), changes, prospects=prospects), left


def _is_in_scope(step: EarnBack, line: Line) -> bool:
    return step.levels is None or line.level in step.levels


def _line(step: EarnBack, prospect: Prospect) -> Line:
    last = prospect.following[-1].measurement.window.end
    amount = -step.share * prospect.line.amount
    return evolve(prospect.line, kind=LineKind.EARNED_BACK, amount=amount, lands=last)


def _reason(step: EarnBack) -> str:
    return f"{write_number(step.share * 100)}% of what was credited"


def _prospect(scene: Scene, step: EarnBack, line: Line) -> Prospect:
    """How a credit stands at the end of the period."""
    after = following(scene.histories, (line.level, line.key), line.window_end, scene.period.end)[
        : step.windows
    ]
    failed = next((at for at, each in enumerate(after) if not _is_good_enough(step, each)), None)
    if failed is not None:
        return Prospect(line, after[: failed + 1], Standing.KEPT)
    if len(after) == step.windows:
        return Prospect(line, after, Standing.EARNED_BACK)
    return Prospect(line, after, Standing.LAPSED if scene.ends_term else Standing.PROVISIONAL)


def _is_good_enough(step: EarnBack, result: Result) -> bool:
    value = result.measurement.value
    assert value is not None, "only windows with a verdict that counts are looked at"
    return all(
        _exceeds(each, value.amount) if step.exceeded else bool(each.satisfied)
        for each in _targets(step, result)
    )


def _targets(step: EarnBack, result: Result) -> Sequence[Comparison]:
    """The comparisons with the target that is named; with the other one where the level has only that."""
    wanted = [
        each for each in result.comparisons if (each.target.word == "expected") is (step.target == "expected")
    ]
    return wanted or result.comparisons


def _exceeds(comparison: Comparison, value: Fraction) -> bool:
    """Whether a value is better than a limit, and not just at it."""
    if comparison.target.comparator in {Comparator.AT_LEAST, Comparator.ABOVE}:
        return value > comparison.limit.amount
    return value < comparison.limit.amount
