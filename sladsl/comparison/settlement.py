"""Settlements compared: for what period, when, until when they are open, and step by step."""

from __future__ import annotations

from collections.abc import Iterator

from sladsl.comparison.aspects import Aspect, ChangePlace, PlanPair, change, differences, plain
from sladsl.comparison.change import Change, Item
from sladsl.comparison.effect import INCOMPARABLE, Judgement, because
from sladsl.comparison.steps import step_changes
from sladsl.planning.plan import Plan
from sladsl.planning.text_settlement import settlement_lines

ITEM = Item("settlement", "settlement", "")


def settlement_changes(pair: PlanPair) -> Iterator[Change]:
    """The changes of a settlement."""
    old, new = pair.old.settlement, pair.new.settlement
    if old is None or new is None:
        if old is not new:
            place = ChangePlace(ITEM, "", pair.old.span, pair.new.span)
            written = (_first_line(pair.old), _first_line(pair.new))
            why = "without a settlement credits are calculated, and neither limited nor paid"
            yield change(place, "settlement", written, because(INCOMPARABLE, why), (old, new))
        return
    place = ChangePlace(ITEM, "", old.span, new.span)
    yield from differences(pair, place, _ASPECTS, old, new)
    yield from step_changes(pair, place, old.steps, new.steps)


def _first_line(plan: Plan) -> str:
    return next(iter(settlement_lines(plan))).text


def _judge_day(_pair: PlanPair, _old: object, _new: object) -> Judgement:
    return because(INCOMPARABLE, "records are read as of another day, on which others are decided")


def _write_final(_plan: Plan, number: int | None) -> str:
    return f"final after {number} settlement{'' if number == 1 else 's'}"


_ASPECTS = (
    Aspect("per", "per", plain, lambda _pair, _old, _new: INCOMPARABLE),
    Aspect("days", "days after the period", plain, _judge_day),
    Aspect("calendar", "days counted in", plain, _judge_day, "local days"),
    Aspect(
        "final_after",
        "final",
        _write_final,
        lambda _pair, _old, _new: because(
            INCOMPARABLE, "what becomes known later is booked, for or against the provider"
        ),
        "never final",
    ),
)
