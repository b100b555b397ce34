"""Limits for other units of time compared: one for each month against one for the year that the months make up."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from functools import partial

from sladsl.comparison.aspects import PlanPair
from sladsl.comparison.credit_tables.amounts import Spans, amount_in, charges_of, judge_money, unknown_in
from sladsl.comparison.credit_tables.pricing import both_charged, units
from sladsl.comparison.effect import (
    INCOMPARABLE,
    STRICTER,
    WEAKER,
    Effect,
    Judgement,
    because,
    together,
    turned,
)
from sladsl.planning.periods import Period
from sladsl.planning.plan import Anchor, Limit, PercentOf, Plan, Round, Step, Unit

_Side = tuple[Sequence[Step], Limit]
Horizon = tuple[Anchor, Unit | None]
"""A unit of time of the calendar or of the contract; without a unit the whole term."""

_Within = list[tuple[Period, list[Period]]]
_LONGER = (Unit.DAY, Unit.WEEK, Unit.MONTH, Unit.QUARTER, Unit.YEAR, None)


def judge_horizons(pair: PlanPair, old: _Side, new: _Side) -> Judgement:
    """Judge the amount of a limit that is for another unit of time, on both sides with the steps that it is among.

    A limit for a year lets more through than one for each month where it is at least as much as all of these together:
    whatever a month does not use up, another one may. It lets less through where it is no more than each one of them.
    """
    (steps_old, one), (steps_new, other) = old, new
    each = [_judge(pair, plan, one, other) for plan in both_charged(pair)]
    spans = ((one.anchor, one.per), (other.anchor, other.per))
    if all(are_same_time(pair, plan, spans) for plan in (pair.old, pair.new)):
        judgement = judge_money(pair, partial(_spans, other), one.amount, other.amount)
        return because(judgement, judgement.why or SAME_TIME)
    if all(found is not None and found.effect is not Effect.INCOMPARABLE for found in each) and not (
        _are_free(steps_old, one, other) and _are_free(steps_new, other, one)
    ):
        return because(
            INCOMPARABLE, "what a unit of time leaves to the next one is other credits for the steps behind"
        )
    told = [INCOMPARABLE if found is None else found for found in each]
    reasons = dict.fromkeys(found.why for found in told if found.why)
    return Judgement(together(found.effect for found in told), "; ".join(reasons))


SAME_TIME = "both are the same time throughout the term"


def are_same_time(pair: PlanPair, plan: Plan, both: tuple[Horizon, Horizon]) -> bool:
    """Whether units of the calendar and of the contract begin and end together throughout the term."""
    before, after = ([(each.start, each.end) for each in units(pair, plan, unit, ())] for unit in both)
    return before == after


def are_made_up(pair: PlanPair, plan: Plan, longer: Horizon, shorter: Horizon) -> bool:
    """Whether units of time are made up of whole shorter ones, throughout the term."""
    one, other = (list(units(pair, plan, each, ())) for each in (longer, shorter))
    return _within(one, other) is not None


def _judge(pair: PlanPair, plan: Plan, old: Limit, new: Limit) -> Judgement | None:
    """Judge two limits under the charges of one version; None where the units of neither make up those of the other."""
    periods = [
        list(units(pair, plan, (each.anchor, each.per), charges_of(plan, old.amount, new.amount)))
        for each in (old, new)
    ]
    within = _within(periods[1], periods[0])
    if within is not None:
        return _judge_longer(plan, within, old, new)
    within = _within(periods[0], periods[1])
    return None if within is None else turned(_judge_longer(plan, within, new, old))


def _spans(limit: Limit, _plan: Plan) -> Spans:
    return limit.anchor, limit.per


def _within(longer: Sequence[Period], shorter: Sequence[Period]) -> _Within | None:
    """The shorter units that make up each longer one, as far as they reach; None where they do not."""
    found = [(each, [one for one in shorter if each.start <= one.start < each.end]) for each in longer]
    made_up = sum(len(parts) for _, parts in found) == len(shorter)
    if not made_up or any(one.end > each.end for each, parts in found for one in parts):
        return None
    whole = [
        (each, parts)
        for each, parts in found
        if parts and parts[0].start == each.start and parts[-1].end == each.end
    ]
    return whole or None


def _judge_longer(plan: Plan, within: _Within, shorter: Limit, longer: Limit) -> Judgement:
    """Judge a limit for a longer unit after one for each of the shorter ones within it."""
    one, other = shorter.amount, longer.amount
    if unknown_in(plan, one, other):
        is_more = (
            isinstance(one, PercentOf)
            and isinstance(other, PercentOf)
            and one.charge == other.charge
            and other.share >= one.share
        )
        return because(STRICTER, _LEFT) if is_more else INCOMPARABLE
    sums = [[amount_in(plan, one, part) for part in parts] for _, parts in within]
    whole = [amount_in(plan, other, each) for each, _ in within]
    if all(amount >= sum(parts, Fraction(0)) for amount, parts in zip(whole, sums, strict=True)):
        return because(STRICTER, _LEFT)
    if all(amount <= min(parts) for amount, parts in zip(whole, sums, strict=True)):
        return WEAKER
    return INCOMPARABLE


_LEFT = "what one unit of time leaves over counts for the others"


def _are_free(steps: Sequence[Step], limit: Limit, other: Limit) -> bool:
    """Whether no step behind a limit tells apart when within the longer of two units credits are let through."""
    later = behind(steps, limit)
    longest = max(_LONGER.index(each.per) for each in (limit, other))
    return all(
        isinstance(each, Round)
        or (
            isinstance(each, Limit)
            and _LONGER.index(each.per) >= longest
            and _whose(each) == _whose(limit)
            and each.anchor is limit.anchor is other.anchor
        )
        for each in later
    )


def behind(steps: Iterable[Step], step: Step) -> list[Step]:
    """The steps behind one of them."""
    listed = list(steps)
    return listed[next(number for number, each in enumerate(listed) if each is step) + 1 :]


def _whose(limit: Limit) -> object:
    return limit.levels, limit.apart, limit.dimension
