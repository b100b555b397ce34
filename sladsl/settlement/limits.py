"""Limits: what is credited within a horizon is no more than a limit.

What a limit lets through does not depend on how periods are grouped: settling them one by one, with `Through` handed
from each to the next, gives the same lines as settling them at once.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import groupby
from typing import assert_never

from sladsl.planning.periods import Period
from sladsl.planning.plan import Limit, Money, PercentOf, Plan
from sladsl.planning.windows import horizon
from sladsl.settlement.charges import charge_between, charge_named, known_until
from sladsl.settlement.explanation import LimitUse, SettlementLine
from sladsl.settlement.period_context import Group, PeriodContext, StepResult, Through, amounts
from sladsl.settlement.period_steps import is_for_horizon
from sladsl.settlement.scope import group_of
from sladsl.values import evolve


def limited(
    context: PeriodContext, step: Limit, lines: tuple[SettlementLine, ...], used: Through
) -> StepResult:
    """Let credits through in order of window end until their horizon is full; equal ends share a cut."""
    after: dict[int, Fraction] = {}
    uses: dict[tuple[int, Group], LimitUse] = {}
    plan = context.plan
    for group, end, places in _shares(plan, step, lines):
        within = horizon(plan, step.anchor, step.per, end)
        if not is_for_horizon(plan, step, within.start):
            continue
        use = uses.get((within.start, group)) or _use(context, step, within, group, used)
        entering = sum((lines[at].amount for at in places), Fraction(0))
        through = min(entering, use.left - use.taken)
        part = through / entering if entering else Fraction(1)
        after.update({at: lines[at].amount * part for at in places})
        uses[within.start, group] = evolve(use, taken=use.taken + through)
    done = amounts(lines, after, "cut in proportion")
    changes = tuple(
        change if change.after.amount else evolve(change, reason="the limit is used up")
        for change in done.changes
    )
    return evolve(done, changes=changes, limits=tuple(uses.values()))


def remembered(used: Through, uses: Sequence[LimitUse]) -> Through:
    """What a limit has let through once a period is settled."""
    return {**used, **{(use.start, use.group): use.used + use.taken for use in uses}}


def _shares(
    plan: Plan, step: Limit, lines: Sequence[SettlementLine]
) -> Iterator[tuple[Group, int, list[int]]]:
    """The places of lines that share a cut, group by group and in order of window end."""
    found = [
        (group, at) for at, line in enumerate(lines) if (group := group_of(plan, step, line)) is not None
    ]
    order = sorted(found, key=lambda each: (lines[each[1]].window_end, each[0]))
    for (end, group), places in groupby(order, key=lambda each: (lines[each[1]].window_end, each[0])):
        yield group, end, [at for _, at in places]


def _use(context: PeriodContext, step: Limit, within: Period, group: Group, used: Through) -> LimitUse:
    limit = _most(context, step, within, group)
    so_far = used.get((within.start, group), Fraction(0))
    # An amendment may lower a limit, or the charge that it is of, below what has been let through already.
    left = max(limit - so_far, Fraction(0))
    return LimitUse(within.label, within.start, within.end, limit, so_far, left, Fraction(0), group)


def _most(context: PeriodContext, step: Limit, within: Period, group: Group) -> Fraction:
    """What a limit is; of a measured charge it is of what has accrued, and of one for each value of that value's."""
    plan = context.plan
    match step.amount:
        case Money(amount):
            return amount
        case PercentOf(share, charge):
            until = known_until(plan, charge_named(plan, charge), within.end, context.period.end)
            of = {} if step.dimension is None else {step.dimension: group}
            return share * charge_between(plan, charge, within.start, until, of)
    assert_never(step.amount)
