"""Units of the contract that are those of the calendar, wherever something is counted in them."""

from __future__ import annotations

from functools import partial
from typing import TypeVar

from sladsl.comparison.aspects import PlanPair
from sladsl.comparison.sameness import same
from sladsl.comparison.settlements.horizons import are_same_time
from sladsl.planning.plan import Anchor, CreditsReach, FreePoints, TimesInUnit, Unit
from sladsl.planning.relocating import rewritten
from sladsl.values import evolve

V = TypeVar("V")


def in_same_units(pair: PlanPair, old: V, new: V) -> tuple[V, V]:
    """Parts of two plans, counted in units of the calendar where those of the contract begin and end with them.

    They stay as they are where they are not the same, and not one of them is counted in each kind of unit.
    """
    before, after = (rewritten(each, partial(_in_calendar_units, pair)) for each in (old, new))
    is_of_each = (before is old) is not (after is new) and _is_counted(old) and _is_counted(new)
    return (before, after) if is_of_each or same(before, after) else (old, new)


def _is_counted(value: object) -> bool:
    """Whether something in a part of a plan is counted in units of time."""
    return rewritten(value, lambda part: None if isinstance(part, _COUNTED) else part) is not value


_COUNTED = (TimesInUnit, CreditsReach, FreePoints)


def _in_calendar_units(pair: PlanPair, part: object) -> object:
    match part:
        case TimesInUnit(_, Anchor.CONTRACT, unit) if _is_calendar(pair, unit):
            return evolve(part, anchor=Anchor.CALENDAR)
        case CreditsReach(anchor=Anchor.CONTRACT, per=unit) if _is_calendar(pair, unit):
            return evolve(part, anchor=Anchor.CALENDAR)
        case FreePoints(anchor=Anchor.CONTRACT, per=unit) if _is_calendar(pair, unit):
            return evolve(part, anchor=Anchor.CALENDAR)
    return part


def _is_calendar(pair: PlanPair, unit: Unit | None) -> bool:
    both = ((Anchor.CONTRACT, unit), (Anchor.CALENDAR, unit))
    return all(are_same_time(pair, plan, both) for plan in (pair.old, pair.new))
