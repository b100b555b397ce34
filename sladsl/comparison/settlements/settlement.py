"""Settlements compared: for what period, when, until when they are open, and step by step."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from sladsl.comparison.aspects import Aspect, ChangePlace, PlanPair, change, differences, plain
from sladsl.comparison.change import Change, Item
from sladsl.comparison.effect import INCOMPARABLE, NEUTRAL, Judgement, because
from sladsl.comparison.settlements.settling_witnesses import (
    finality_witnesses,
    period_witnesses,
    settled_at_witnesses,
)
from sladsl.comparison.settlements.steps import step_changes
from sladsl.planning.plan import Plan, Settlement
from sladsl.planning.text_settlement import settlement_lines
from sladsl.values import evolve

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
    for each in differences(pair, place, _ASPECTS, old, new):
        yield _shown(pair, each, (old, new))
    yield from step_changes(pair, place, old.steps, new.steps)


def _shown(pair: PlanPair, told: Change, both: tuple[Settlement, Settlement]) -> Change:
    """A change with credits that show it, which are found when they are asked for; all else is as it is afterwards."""
    old, new = both
    if told.part == _PER:
        before = evolve(new, per=old.per)
        return evolve(told, settled=cache(lambda: period_witnesses(pair, (before, new))))
    if told.part == _FINAL:
        before = evolve(new, final_after=old.final_after)
        return evolve(told, settled=cache(lambda: tuple(finality_witnesses(pair, (before, new)))))
    return told


def _first_line(plan: Plan) -> str:
    return next(iter(settlement_lines(plan))).text


def _judge_day(pair: PlanPair, _old: object, _new: object) -> Judgement:
    """Judge when periods are settled, all else as it is afterwards."""
    old, new = pair.old.settlement, pair.new.settlement
    assert old is not None, "both versions settle"
    assert new is not None, "both versions settle"
    before = evolve(new, days=old.days, calendar=old.calendar)
    witnesses = settled_at_witnesses(pair, (before, new))
    if witnesses == ():
        return because(NEUTRAL, "every period is settled as of the same instant")
    why = "records are read as of another day, on which others are decided"
    return Judgement(INCOMPARABLE.effect, why, witnesses or ())


_PER, _FINAL = "per", "final"


def _write_final(_plan: Plan, number: int | None) -> str:
    return f"final after {number} settlement{'' if number == 1 else 's'}"


_ASPECTS = (
    Aspect("per", _PER, plain, lambda _pair, _old, _new: INCOMPARABLE),
    Aspect("days", "days after the period", plain, _judge_day),
    Aspect("calendar", "days counted in", plain, _judge_day, "local days"),
    Aspect(
        "final_after",
        _FINAL,
        _write_final,
        lambda _pair, _old, _new: because(
            INCOMPARABLE, "what becomes known later is booked, for or against the provider"
        ),
        "never final",
    ),
)
