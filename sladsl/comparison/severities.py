"""Severities compared: which there are, what they mean, and which is the more severe."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations

from sladsl.comparison.aspects import Aspect, ChangePlace, PlanPair, change, differences, judged, plain
from sladsl.comparison.change import Change
from sladsl.comparison.effect import INCOMPARABLE, NEUTRAL, Effect, Judgement, because
from sladsl.planning.plan import SeverityTier, Taken


def severity_changes(pair: PlanPair, place: ChangePlace) -> Iterator[Change]:
    """The changes of severities: of one of them, and of their order."""
    for name in dict.fromkeys(tier.name for plan in (pair.new, pair.old) for tier in plan.severities):
        old, new = (
            next((tier for tier in plan.severities if tier.name == name), None)
            for plan in (pair.old, pair.new)
        )
        if old is None or new is None:
            written = (None if old is None else _titled(old), None if new is None else _titled(new))
            yield change(place, f"severity {name}", written, because(NEUTRAL, _PROMISED), (old, new))
        else:
            at = ChangePlace(place.item, f"severity {name}: ", old.span, new.span)
            yield from differences(pair, at, _SEVERITY, old, new)
    yield from _order(pair, place)


_PROMISED = "what is promised of it is told by itself"


def _titled(tier: SeverityTier) -> str:
    return f'{tier.name} "{tier.title}"' if tier.title else tier.name


def _order(pair: PlanPair, place: ChangePlace) -> Iterator[Change]:
    orders = [[tier.name for tier in plan.severities] for plan in (pair.old, pair.new)]
    kept = [[name for name in names if name in orders[0] and name in orders[1]] for names in orders]
    if kept[0] != kept[1]:
        written = (", ".join(orders[0]), ", ".join(orders[1]))
        facts = (pair.old.severities, pair.new.severities)
        yield change(place, "severities, most severe first", written, _judge_order(pair, *kept), facts)


def _judge_order(pair: PlanPair, old: Sequence[str], new: Sequence[str]) -> Judgement:
    """Judge another order, which only levels read that take the highest severity that a record has had."""
    names = dict.fromkeys(
        level.name
        for plan in (pair.old, pair.new)
        for level in plan.levels
        for each in level.severities
        if each.taken is Taken.HIGHEST
    )
    if not names:
        return because(NEUTRAL, "no level takes the highest severity")
    turned_round = next(both for both in combinations(old, 2) if new.index(both[0]) > new.index(both[1]))
    witness = "the highest of {0} and {1}: {0} before, {1} after".format(*turned_round)
    return Judgement(Effect.INCOMPARABLE, f"read by {', '.join(names)}", (witness,))


_SEVERITY = (
    Aspect("title", "title", plain, judged(NEUTRAL)),
    Aspect(
        "description",
        "meaning",
        plain,
        judged(because(INCOMPARABLE, "what words mean is for people to judge")),
    ),
)
