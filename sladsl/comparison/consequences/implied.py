"""Events of remedies: whether one happens only where another one does, too."""

from __future__ import annotations

from sladsl.comparison.consequences.often import judge_often
from sladsl.comparison.effect import NEUTRAL, WEAKER
from sladsl.comparison.sameness import same
from sladsl.planning.plan import (
    AllOf,
    AnyOf,
    Beyond,
    CreditsReach,
    Event,
    Failing,
    Fails,
    Happens,
    Together,
    Trial,
    Whose,
)


def implies(one: Event, other: Event) -> bool:
    """Whether an event happens only where the other one does, too."""
    if same(one, other):
        return True
    if isinstance(one, AnyOf):
        return implies(one.left, other) and implies(one.right, other)
    if isinstance(other, AllOf):
        return implies(one, other.left) and implies(one, other.right)
    if isinstance(other, AnyOf) and (implies(one, other.left) or implies(one, other.right)):
        return True
    if isinstance(one, AllOf):
        return implies(one.left, other) or implies(one.right, other)
    return _implies_alone(one, other)


def _implies_alone(one: Event, other: Event) -> bool:
    match one, other:
        case Happens(), Happens():
            return (
                _is_within(one.whose, other.whose)
                and _fails_only(one.trial, other.trial)
                and _is_rarer(one, other)
            )
        case Together(_, failing), Happens(Whose(None, None), Fails(counted), None):
            return _fails_only(Fails(failing), Fails(counted))
        case Together(levels, failing), Together(least, counted):
            return levels >= least and _fails_only(Fails(failing), Fails(counted))
        case CreditsReach(), CreditsReach():
            alike = (one.unit, one.paid, one.anchor, one.per) == (
                other.unit,
                other.paid,
                other.anchor,
                other.per,
            )
            more = one.amount > other.amount or (
                one.amount == other.amount and one.inclusive <= other.inclusive
            )
            return alike and more
    return False


def _is_within(one: Whose, other: Whose) -> bool:
    """Whether all series of one event are among those of the other."""
    return other.level is None or (one.level == other.level and (other.key is None or one.key == other.key))


def _fails_only(one: Trial, other: Trial) -> bool:
    """Whether a window that fails one trial fails the other."""
    match one, other:
        case Fails(failing), Fails(counted):
            return failing is counted or counted is Failing.BELOW_EXPECTED
        case Beyond(edge, limit), Beyond(other_edge, other_limit) if limit.type is other_limit.type:
            is_low = "below" in edge
            if is_low != ("below" in other_edge):
                return False
            if limit.amount == other_limit.amount:
                return edge == other_edge or other_edge.startswith("at or")
            return (limit.amount < other_limit.amount) == is_low
    return False


def _is_rarer(one: Happens, other: Happens) -> bool:
    if other.often is None:
        return True
    return one.often is not None and judge_often(other.often, one.often).effect in {
        WEAKER.effect,
        NEUTRAL.effect,
    }
