"""What a changed step of a settlement means, by what it does to credits."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import assert_never

from sladsl.comparison.aspects import PlanPair
from sladsl.comparison.consequences.often import judge_failing
from sladsl.comparison.consequences.same_time import in_same_units
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
    by_size,
    turned,
)
from sladsl.comparison.sameness import same
from sladsl.comparison.service_levels.measures import targets_of
from sladsl.comparison.settlements.claim_times import judge_time
from sladsl.comparison.settlements.horizons import SAME_TIME, judge_horizons
from sladsl.comparison.settlements.points import judge_tables
from sladsl.comparison.settlements.small_credits import judge_small
from sladsl.planning.plan import (
    Amount,
    Apart,
    CarryOver,
    Choose,
    Claim,
    Convert,
    ConvertTable,
    EarnBack,
    FreePoints,
    HighestOf,
    HighestPer,
    Ignore,
    Limit,
    Money,
    Multiply,
    PercentOf,
    Raise,
    Round,
    RoundingMode,
    Step,
)
from sladsl.values import evolve

Steps = Sequence[Step]


def judge_whole_step(old: Step | None, new: Step | None) -> Judgement:
    """Judge a step that has come or gone, by what it does to credits."""
    step = old or new
    match step:
        case Limit() | HighestPer() | HighestOf() | Ignore() | EarnBack() | FreePoints() | Claim():
            return by_presence(now=old is None, added=WEAKER)
        case Raise() | Convert() | ConvertTable() | Multiply():
            return by_presence(now=old is None, added=STRICTER)
        case Choose():
            return because(NEUTRAL, "the credits tell among which the customer chooses")
        case Round() | CarryOver():
            return INCOMPARABLE
        case None:
            return NEUTRAL
    assert_never(step)


def judge_step(pair: PlanPair, sides: tuple[tuple[Steps, Step], tuple[Steps, Step]]) -> Judgement:
    """Judge a step that has changed, on both sides with the steps that it is among."""
    (steps_old, old), (steps_new, new) = sides
    if not isinstance(new, Limit):
        old, new = in_same_units(pair, old, new)
        if same(old, new):
            return because(NEUTRAL, SAME_TIME)
    match old, new:
        case Multiply(), Multiply():
            return _judge_multiply(pair, old, new)
        case Limit(), Limit():
            return _judge_limit(pair, (steps_old, old), (steps_new, new))
        case HighestPer(), HighestPer():
            return INCOMPARABLE
        case HighestOf(), HighestOf():
            return _judge_highest(old, new)
        case Ignore(), Ignore():
            return judge_small(pair, old, new, WEAKER)
        case Raise(), Raise():
            return judge_small(pair, old, new, STRICTER)
        case Convert(), Convert():
            return judge_money(pair, of_settlement, old.amount, new.amount)
        case ConvertTable(), ConvertTable():
            return judge_tables(pair, old, new)
        case Claim(), Claim():
            return judge_time(pair, old, new)
        case Choose(), Choose():
            return judge_time(pair, old, new)
        case FreePoints(), FreePoints():
            return by_size(old.points, new.points, WEAKER) if scope_of(old) == scope_of(new) else INCOMPARABLE
        case EarnBack(), EarnBack():
            return _judge_earn_back(pair, old, new)
        case Round(), Round():
            return _judge_round(old, new)
    return INCOMPARABLE


def scope_of(step: Step) -> object:
    """What a step is about, by which two of one kind belong together."""
    match step:
        case Limit():
            return step.levels, step.per, step.anchor, step.apart, step.dimension
        case Multiply() | EarnBack():
            return step.levels
        case Ignore() | Raise():
            return step.each, step.levels, step.apart, step.dimension
        case HighestPer():
            return step.dimension
        case FreePoints():
            return step.per, step.anchor
        case HighestOf() | Convert() | ConvertTable() | CarryOver() | Claim() | Choose() | Round():
            return None
    assert_never(step)


def _judge_multiply(pair: PlanPair, old: Multiply, new: Multiply) -> Judgement:
    """Judge a multiple of credits: a larger one, of more levels and more often, is stricter.

    Where nothing is expected beside a minimum, what is below what is expected is what is missed.
    """
    alike = _is_without(pair, {True}, old, new)
    failing = new.failing if alike else old.failing
    often = evolve(judge_failing((failing, old.lately), (new.failing, new.lately)), witnesses=())
    scope = _judge_scope(old.levels, new.levels, STRICTER)
    judgement = all_of((by_size(old.factor, new.factor, STRICTER), often, scope))
    return because(judgement, judgement.why or _NOTHING_EXPECTED) if failing is not old.failing else judgement


_NOTHING_EXPECTED = "the levels expect nothing beside a minimum, and what is below that is missed"


_ONE_TARGET = "each level has one of the two targets, which is meant by either word"


def _is_without(pair: PlanPair, are_expected: set[bool], *steps: Multiply | EarnBack) -> bool:
    """Whether no level with credits that steps are about ever has targets of all kinds, expected and others."""
    if pair.since is not None or pair.until is not None:
        return False
    series = (
        each
        for plan in (pair.old, pair.new)
        for level in plan.levels
        if any(step.levels is None or level.name in step.levels for step in steps)
        for each in level.series
        if each.all_credits
    )
    return not any(
        are_expected <= {target.word == "expected" for target in (*targets_of(each), *each.further)}
        for each in series
    )


def _judge_scope(old: tuple[str, ...] | None, new: tuple[str, ...] | None, more: Judgement) -> Judgement:
    """Judge which levels a step is about: as `more` where there are more of them."""
    if old is not None and new is not None:
        if set(old) == set(new):
            return NEUTRAL
        return more if set(old) < set(new) else turned(more) if set(new) < set(old) else INCOMPARABLE
    return NEUTRAL if old is new else by_presence(now=new is None, added=more)


def _judge_highest(old: HighestOf, new: HighestOf) -> Judgement:
    """Judge which sums are held against each other: one more, of levels that were in none, drops what it can.

    Where all else stands in its order, what is kept of it is kept before as well.
    """
    if _adds_to(old, new):
        return WEAKER
    return STRICTER if _adds_to(new, old) else INCOMPARABLE


def _adds_to(few: HighestOf, many: HighestOf) -> bool:
    """Whether a step has the sums of another one in their order, and beside them others of other levels."""
    named = {name for names in few.sums for name in names}
    others = [names for names in many.sums if names not in few.sums]
    kept = tuple(names for names in many.sums if names in few.sums)
    return kept == few.sums and bool(others) and not any(named & {*names} for names in others)


def _judge_limit(pair: PlanPair, sides: tuple[Steps, Limit], others: tuple[Steps, Limit]) -> Judgement:
    """Judge a limit: a larger amount, for fewer levels, is stricter; each with a limit of its own, too."""
    old, new = sides[1], others[1]
    if (old.anchor, old.per) != (new.anchor, new.per):
        alike = (old.apart, old.dimension) == (new.apart, new.dimension) and old.levels == new.levels
        return judge_horizons(pair, sides, others) if alike else INCOMPARABLE
    if Apart.VALUE in {old.apart, new.apart} and not _is_of_one(old.amount, new.amount):
        return because(INCOMPARABLE, "a charge may be another one for each value")
    amount = judge_money(pair, lambda _plan: (new.anchor, new.per), old.amount, new.amount)
    if (old.apart, old.dimension) == (new.apart, new.dimension):
        return all_of((amount, _judge_scope(old.levels, new.levels, WEAKER)))
    if old.levels is not None or new.levels is not None or Apart.VALUE in {old.apart, new.apart}:
        return INCOMPARABLE
    apart = because(
        by_presence(now=new.apart is not None, added=STRICTER), "each level has a limit of its own"
    )
    return all_of((amount, apart))


def _is_of_one(old: Amount, new: Amount) -> bool:
    """Whether two amounts are money, or shares of one charge."""
    match old, new:
        case PercentOf(_, charge), PercentOf(_, of):
            return charge == of
    return isinstance(old, Money) and isinstance(new, Money)


def _judge_earn_back(pair: PlanPair, old: EarnBack, new: EarnBack) -> Judgement:
    """Judge what is earned back: more, sooner and for less is weaker; what is met is exceeded only if better."""
    targets = ("expected", "minimum")
    target = by_size(targets.index(old.target), targets.index(new.target), WEAKER)
    if target is not NEUTRAL and _is_without(pair, {True, False}, old, new):
        target = because(NEUTRAL, _ONE_TARGET)
    return all_of(
        (
            by_size(old.share, new.share, WEAKER),
            by_size(old.windows, new.windows, STRICTER),
            by_size(Fraction(old.exceeded), Fraction(new.exceeded), STRICTER),
            target,
            by_size(Fraction(old.as_offset), Fraction(new.as_offset), STRICTER),
            _judge_scope(old.levels, new.levels, WEAKER),
        )
    )


_UPWARD = (RoundingMode.DOWN, RoundingMode.HALF_EVEN, RoundingMode.HALF_UP, RoundingMode.UP)


def _judge_round(old: Round, new: Round) -> Judgement:
    """Judge how a total is rounded: upward is stricter, to the same multiple."""
    if old.quantum != new.quantum:
        return INCOMPARABLE
    return by_size(_UPWARD.index(old.mode), _UPWARD.index(new.mode), STRICTER)
