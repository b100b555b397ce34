"""What the steps of a settlement remember when an amendment replaces it.

A step goes on with the account of the one before that keeps the same account: a limit that is raised counts what has
been let through under the old one. What a step remembers that has no successor lapses.

A limit that changes on dates stands among the steps once for each of its times, and so do free points. They keep one
account together, since each horizon is of one of them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Mapping, Sequence
from fractions import Fraction
from typing import TypeVar

from sladsl.planning.plan import CarryOver, EarnBack, FreePoints, HighestPer, Limit, Plan, Step
from sladsl.settlement.period_context import Group, StepMemory, Through
from sladsl.settlement.period_steps import settlement_at

V = TypeVar("V")


def kept_through(plan: Plan, before: int, now: int, memory: StepMemory) -> StepMemory:
    """What the steps of a period know of the periods before; both are given by their starts."""
    old, new = _steps(plan, before), _steps(plan, now)
    if old == new:
        return memory
    accounts = list(enumerate(_accounts(new)))
    moved = {
        place: [at for at, account in accounts if account == kept]
        for place, kept in enumerate(_accounts(old))
    }
    return StepMemory(
        _joined(memory.through, moved),
        _moved(memory.highest, moved),
        _moved(memory.provisional, moved),
        _moved(memory.carried, moved),
        _moved(memory.balances, moved),
    )


def _steps(plan: Plan, start: int) -> Sequence[Step]:
    settlement = settlement_at(plan, start)
    return () if settlement is None else settlement.steps


def _moved(remembered: Mapping[int, V], moved: Mapping[int, Sequence[int]]) -> Mapping[int, V]:
    return {at: each for place, each in remembered.items() for at in moved[place]}


def _joined(through: Mapping[int, Through], moved: Mapping[int, Sequence[int]]) -> Mapping[int, Through]:
    """What each step has let through, with what the other times of the same one have."""
    joined: dict[int, dict[tuple[int, Group], Fraction]] = {}
    for place, used in through.items():
        for at in moved[place]:
            so_far = joined.setdefault(at, {})
            so_far.update({key: max(amount, so_far.get(key, amount)) for key, amount in used.items()})
    return joined


def _accounts(steps: Sequence[Step]) -> list[Hashable]:
    """What each step keeps an account of; of several that keep the same one, the first is followed by the first."""
    seen: Counter[Hashable] = Counter()
    accounts: list[Hashable] = []
    for step in steps:
        account = _account(step)
        is_later_time = isinstance(step, Limit | FreePoints) and step.since is not None
        seen[account] += not is_later_time
        accounts.append((account, seen[account]))
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
