"""The settlement pipeline: the written steps, run in their order over the credits of one settlement period.

What a step lets through does not depend on how periods are grouped: settling them one by one, with `Used`
handed from each to the next, gives a limit the same lines as settling them at once.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import groupby
from math import floor
from typing import assert_never

from attrs import evolve, frozen

from sladsl.planning.periods import Period
from sladsl.planning.plan import Ignore, Limit, Money, Multiply, PercentOf, Plan, Round, Step
from sladsl.planning.windows import horizon
from sladsl.settlement.charges import charge_between
from sladsl.settlement.explanation import Change, LimitUse, Line, StepTaken
from sladsl.settlement.multiplying import multiplied
from sladsl.settlement.rounding import rounded
from sladsl.settlement.scene import Scene

Through = Mapping[int, Fraction]
"""What a limit has let through in each horizon, by the horizon's start; exact."""

Used = Mapping[int, Through]
"""What each limit has let through, by its place among the steps."""


def take_steps(scene: Scene, lines: tuple[Line, ...], used: Used) -> tuple[tuple[StepTaken, ...], Used]:
    """Run the agreement's steps over a period's credits, and give what its limits have let through so far."""
    taken: list[StepTaken] = []
    settlement = scene.plan.settlement
    for place, step in enumerate(settlement.steps if settlement else ()):
        through = used.get(place, {})
        done = _take(scene, step, lines, through)
        taken.append(
            StepTaken(step, total_of(lines), total_of(done.lines), done.lines, done.limits, done.changes)
        )
        used = {**used, place: {**through, **{use.start: use.used + use.taken for use in done.limits}}}
        lines = done.lines
    return tuple(taken), used


def total_of(lines: Sequence[Line]) -> Fraction:
    """Add up credits."""
    return sum((line.amount for line in lines), Fraction(0))


@frozen
class _Done:
    lines: tuple[Line, ...]
    changes: tuple[Change, ...] = ()
    limits: tuple[LimitUse, ...] = ()


def _take(scene: Scene, step: Step, lines: tuple[Line, ...], used: Through) -> _Done:
    match step:
        case Multiply():
            return _Done(*multiplied(scene, step, lines))
        case Limit():
            after, limits = _limit(scene.plan, step, lines, used)
            return _Done(after, _changes(lines, after, "cut in proportion"), limits)
        case Ignore():
            after = _ignore(step, lines)
            return _Done(after, _changes(lines, after, "ignored"))
        case Round():
            after = _round(step, lines)
            return _Done(after, _changes(lines, after, "rounded"))
    assert_never(step)


def _changes(before: Sequence[Line], after: Sequence[Line], reason: str) -> tuple[Change, ...]:
    pairs = zip(before, after, strict=True)
    return tuple(Change(one, other, reason) for one, other in pairs if one.amount != other.amount)


def _ignore(step: Ignore, lines: tuple[Line, ...]) -> tuple[Line, ...]:
    if step.each:
        return tuple(evolve(line, amount=Fraction(0)) if line.amount < step.below else line for line in lines)
    if total_of(lines) < step.below:
        return tuple(evolve(line, amount=Fraction(0)) for line in lines)
    return lines


def _round(step: Round, lines: tuple[Line, ...]) -> tuple[Line, ...]:
    """Round the total; each line keeps its whole quanta, and the rest go to the largest remainders.

    There are always enough lines with a remainder, because a total rounds to less than one quantum above
    itself.
    """
    quanta = [line.amount / step.quantum for line in lines]
    missing = rounded(total_of(lines), step.quantum, step.mode) / step.quantum - sum(map(floor, quanta))
    by_remainder = sorted(range(len(lines)), key=lambda at: floor(quanta[at]) - quanta[at])
    raised = set(by_remainder[: int(missing)])
    return tuple(
        evolve(line, amount=(floor(quanta[at]) + (at in raised)) * step.quantum)
        for at, line in enumerate(lines)
    )


def _limit(
    plan: Plan, step: Limit, lines: tuple[Line, ...], used: Through
) -> tuple[tuple[Line, ...], tuple[LimitUse, ...]]:
    """Let credits through in order of window end until their horizon is full; equal ends share a cut."""
    cut: dict[int, Fraction] = {}
    uses: dict[int, LimitUse] = {}
    for end, group in _by_window_end(step, lines):
        within = horizon(plan, step.anchor, step.per, end)
        use = uses.get(within.start) or _use(plan, step, within, used)
        entering = sum((lines[at].amount for at in group), Fraction(0))
        through = min(entering, use.left - use.taken)
        cut.update({at: lines[at].amount * (through / entering if entering else 1) for at in group})
        uses[within.start] = evolve(use, taken=use.taken + through)
    after = tuple(evolve(line, amount=cut.get(at, line.amount)) for at, line in enumerate(lines))
    return after, tuple(uses.values())


def _by_window_end(step: Limit, lines: Sequence[Line]) -> Iterator[tuple[int, list[int]]]:
    inside = [at for at, line in enumerate(lines) if step.levels is None or line.level in step.levels]
    by_end = sorted(inside, key=lambda at: lines[at].window_end)
    return ((end, list(group)) for end, group in groupby(by_end, key=lambda at: lines[at].window_end))


def _use(plan: Plan, step: Limit, within: Period, used: Through) -> LimitUse:
    limit = _most(plan, step, within)
    so_far = used.get(within.start, Fraction(0))
    return LimitUse(within.label, within.start, within.end, limit, so_far, limit - so_far, Fraction(0))


def _most(plan: Plan, step: Limit, within: Period) -> Fraction:
    match step.amount:
        case Money(amount):
            return amount
        case PercentOf(share, charge):
            return share * charge_between(plan, charge, within.start, within.end)
    assert_never(step.amount)
