"""What the steps of a settlement remember when an amendment replaces it.

A step goes on with the account of the one before that keeps the same account: a limit that is raised counts what has
been let through under the old one. What a step remembers that has no successor lapses.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Mapping, Sequence
from typing import TypeVar

from sladsl.planning.plan import CarryOver, EarnBack, FreePoints, HighestPer, Limit, Plan, Step
from sladsl.settlement.period_context import StepMemory
from sladsl.settlement.period_steps import settlement_at

V = TypeVar("V")


def kept_through(plan: Plan, before: int, now: int, memory: StepMemory) -> StepMemory:
    """What the steps of a period know of the periods before; both are given by their starts."""
    old, new = _steps(plan, before), _steps(plan, now)
    if old == new:
        return memory
    places = {account: place for place, account in enumerate(_accounts(new))}
    moved = {place: places[account] for place, account in enumerate(_accounts(old)) if account in places}
    return StepMemory(
        _moved(memory.through, moved),
        _moved(memory.highest, moved),
        _moved(memory.provisional, moved),
        _moved(memory.carried, moved),
        _moved(memory.balances, moved),
    )


def _steps(plan: Plan, start: int) -> Sequence[Step]:
    settlement = settlement_at(plan, start)
    return () if settlement is None else settlement.steps


def _moved(remembered: Mapping[int, V], moved: Mapping[int, int]) -> Mapping[int, V]:
    return {moved[place]: each for place, each in remembered.items() if place in moved}


def _accounts(steps: Sequence[Step]) -> list[Hashable]:
    """What each step keeps an account of; of several that keep the same one, the first is followed by the first."""
    seen: Counter[Hashable] = Counter()
    accounts: list[Hashable] = []
    for step in steps:
        account = _account(step)
        accounts.append((account, seen[account]))
        seen[account] += 1
    return accounts


def _account(step: Step) -> Hashable:
    match step:
        case Limit():
            return "limit", _whose(step), step.anchor, step.per, step.apart, step.dimension
        case HighestPer():
            return "highest", step.dimension
        case EarnBack():
            return "earn back", step.levels
        case CarryOver():
            return "carry over"
        case FreePoints():
            return "free points", step.anchor, step.per
        case _:
            return "nothing"


def _whose(limit: Limit) -> Hashable:
    """The levels of a limit; of one of each service the service, whatever levels it has then, which its id names."""
    _, is_of_service, service = limit.id.partition("/service:")
    return service if is_of_service else limit.levels
