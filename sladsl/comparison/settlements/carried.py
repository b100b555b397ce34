"""Carrying credits over compared: what is paid by the end of each period, all periods before it included."""

from __future__ import annotations

from collections.abc import Sequence
from math import inf

from sladsl.comparison.aspects import PlanPair
from sladsl.comparison.credit_tables.amounts import judge_money, of_settlement
from sladsl.comparison.effect import (
    INCOMPARABLE,
    NEUTRAL,
    STRICTER,
    WEAKER,
    Judgement,
    all_of,
    because,
    by_presence,
    turned,
)
from sladsl.planning.plan import (
    CarryOver,
    ConvertTable,
    FreePoints,
    HighestOf,
    HighestPer,
    Ignore,
    Raise,
    Step,
)

_Side = tuple[Sequence[Step], Step | None]
_AT_ONCE = (Ignore, Raise, HighestPer, HighestOf, ConvertTable, FreePoints)
"""Steps to which it matters which credits come in one period."""


def judge_carried(pair: PlanPair, old: _Side, new: _Side) -> Judgement:
    """Judge a step that carries credits over, on two sides with the steps that it is among; it stands on one at least.

    By the end of a period less has been paid with it than without it, or as much; with a smaller amount, the less.
    """
    if any(isinstance(each, _AT_ONCE) for side in (old, new) for each in _behind(*side)):
        return because(
            INCOMPARABLE, "a later step looks at the credits of each period together, and these are others"
        )
    match old[1], new[1]:
        case CarryOver() as before, CarryOver() as after:
            return all_of(
                (judge_money(pair, of_settlement, before.amount, after.amount), _judge_end(before, after)),
            )
        case before, after:
            step = before or after
            assert isinstance(step, CarryOver), "it stands on one side"
            why = (
                "what exceeds the amount is paid later"
                if step.paid
                else "what exceeds the amount is paid later, or lost"
            )
            return because(by_presence(now=after is not None, added=WEAKER), why)


def _behind(steps: Sequence[Step], step: Step | None) -> Sequence[Step]:
    """The steps behind a step; none where it does not stand."""
    return next((steps[at + 1 :] for at, each in enumerate(steps) if each is step), ())


def _judge_end(old: CarryOver, new: CarryOver) -> Judgement:
    """Judge until when credits wait, and what becomes of them then.

    What is paid at last is paid the later the longer it waits; what is lost at last has the longer the more chances.
    """
    if old.paid is not new.paid:
        return because(STRICTER, "none of it is lost") if new.paid else because(WEAKER, "some of it is lost")
    before, after = (inf if each.periods is None else each.periods for each in (old, new))
    if before == after:
        return NEUTRAL
    longer, shorter = ("paid later", "paid sooner") if new.paid else ("lost later", "lost sooner")
    judgement = WEAKER if new.paid else STRICTER
    if after < before:
        judgement, longer = turned(judgement), shorter
    return because(judgement, f"what exceeds the amount is {longer}")
