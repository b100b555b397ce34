"""What a change means for the provider: a stricter promise, a weaker one, neither, or not to be told.

A change makes the agreement stricter where the provider has to do more, or pays more, with some records and less with
none; weaker the other way round. All else is held equal: each change is judged by itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum
from fractions import Fraction

from sladsl.values import evolve, frozen


class Effect(StrEnum):
    """What a change means for the provider."""

    STRICTER = "stricter"
    WEAKER = "weaker"
    NEUTRAL = "neutral"
    INCOMPARABLE = "incomparable"


@frozen
class Judgement:
    """An effect, why it is that one, and values or records that are treated differently."""

    effect: Effect
    why: str = ""
    witnesses: tuple[str, ...] = ()


STRICTER = Judgement(Effect.STRICTER)
WEAKER = Judgement(Effect.WEAKER)
NEUTRAL = Judgement(Effect.NEUTRAL)
INCOMPARABLE = Judgement(Effect.INCOMPARABLE)

_OPPOSITE = {Effect.STRICTER: Effect.WEAKER, Effect.WEAKER: Effect.STRICTER}


def opposite(effect: Effect) -> Effect:
    """The effect of the same change made backwards, or on the customer's side."""
    return _OPPOSITE.get(effect, effect)


def turned(judgement: Judgement) -> Judgement:
    """The same judgement for the other side."""
    return evolve(judgement, effect=opposite(judgement.effect))


def together(effects: Iterable[Effect]) -> Effect:
    """The effect of several changes at once: what they agree on, neutral ones aside."""
    told = set(effects) - {Effect.NEUTRAL}
    if not told:
        return Effect.NEUTRAL
    return told.pop() if len(told) == 1 else Effect.INCOMPARABLE


def all_of(judgements: Iterable[Judgement]) -> Judgement:
    """Several judgements as one: their effect together, and all their reasons and witnesses."""
    each = tuple(judgements)
    reasons = dict.fromkeys(one.why for one in each if one.why)
    witnesses = dict.fromkeys(witness for one in each for witness in one.witnesses)
    return Judgement(together(one.effect for one in each), "; ".join(reasons), tuple(witnesses))


def by_effects(told: Mapping[Effect, str]) -> Judgement:
    """Judge by what shows each effect, the neutral one aside."""
    differing = {effect: words for effect, words in told.items() if effect is not Effect.NEUTRAL}
    return Judgement(together(differing), "", tuple(differing.values()))


def because(judgement: Judgement, why: str) -> Judgement:
    """A judgement with its reason."""
    return evolve(judgement, why=why)


def by_size(old: Fraction | int, new: Fraction | int, more: Judgement) -> Judgement:
    """Judge a number that has grown as `more` says, and one that has shrunk the other way."""
    if old == new:
        return NEUTRAL
    return more if new > old else turned(more)


def by_presence(*, now: bool, added: Judgement) -> Judgement:
    """Judge something that stands on one side only: as `added` where it is there `now`."""
    return added if now else turned(added)
