"""The settlement pipeline: the written steps, run in their order over the credits of one settlement period."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import takewhile
from math import floor
from typing import assert_never

from sladsl.planning.plan import (
    CarryOver,
    Choose,
    Claim,
    Convert,
    ConvertTable,
    CreditUnit,
    EarnBack,
    FreePoints,
    HighestOf,
    HighestPer,
    Ignore,
    Limit,
    Multiply,
    Raise,
    Round,
    Settlement,
    Step,
)
from sladsl.settlement.carrying import carried_over
from sladsl.settlement.choosing import chosen
from sladsl.settlement.claiming import claimed
from sladsl.settlement.converting import converted, converted_by_total, free
from sladsl.settlement.earn_back import earned_back
from sladsl.settlement.explanation import SettlementLine, StepTaken, total_of
from sladsl.settlement.highest import highest_of, highest_per_value, highest_per_window
from sladsl.settlement.limits import limited, remembered
from sladsl.settlement.multiplying import multiplied
from sladsl.settlement.offsetting import offset
from sladsl.settlement.period_context import PeriodContext, StepMemory, StepResult, amounts
from sladsl.settlement.period_steps import is_for_period
from sladsl.settlement.rounding import rounded
from sladsl.settlement.small import ignored, raised
from sladsl.values import evolve


def take_steps(
    context: PeriodContext, lines: tuple[SettlementLine, ...], memory: StepMemory
) -> tuple[tuple[StepTaken, ...], StepMemory]:
    """Run the agreement's steps over a period's credits, and give what they remember for the next."""
    taken: list[StepTaken] = []
    settlement = context.plan.settlement
    for place, step in enumerate(settlement.steps if settlement else ()):
        done, memory = _take_money(context, (place, step), lines, memory)
        before, after = total_of(lines), total_of(done.lines)
        if not done.limits and not done.changes and not is_for_period(context.plan, step, context.period):
            continue
        taken.append(
            StepTaken(
                step,
                before,
                after,
                lines,
                done.lines,
                done.limits,
                done.changes,
                done.prospects,
                done.balances,
            )
        )
        lines = done.lines
    return tuple(taken), _settled(memory, lines)


def before_money(settlement: Settlement | None) -> Settlement | None:
    """A settlement with those of its steps alone that make points more or fewer before they become money."""
    return None if settlement is None else evolve(settlement, steps=tuple(_of_points(settlement.steps)))


def _of_points(steps: Iterable[Step]) -> Iterator[Step]:
    own = takewhile(lambda step: not isinstance(step, Convert | ConvertTable), steps)
    return (step for step in own if isinstance(step, Multiply | FreePoints | Claim | Choose))


def _settled(memory: StepMemory, lines: Sequence[SettlementLine]) -> StepMemory:
    """What is remembered of the period's own credits is what they finally came to."""
    final = {line.subject: line for line in lines}
    now = {
        place: tuple(line for each in credits_ if (line := final.get(each.subject, each)).amount)
        for place, credits_ in memory.provisional.items()
    }
    return evolve(memory, provisional=now)


def _take_money(
    context: PeriodContext, placed: tuple[int, Step], lines: tuple[SettlementLine, ...], memory: StepMemory
) -> tuple[StepResult, StepMemory]:
    """Run a step over what is money, and leave what is not in its place; points are multiplied and converted, too."""
    units = _units(placed[1])
    counts = [line.unit in units for line in lines]
    money = tuple(line for line, is_in in zip(lines, counts, strict=True) if is_in)
    done, memory = _take(context, placed, money, memory)
    after = iter(done.lines)
    merged = [next(after) if is_in else line for line, is_in in zip(lines, counts, strict=True)]
    return evolve(done, lines=(*merged, *after)), memory


def _units(step: Step) -> tuple[CreditUnit, ...]:
    """What a step sees: money, and some of them points and days of service as well, or points alone."""
    match step:
        case Multiply() | Convert() | Claim() | Choose():
            return tuple(CreditUnit)
        case FreePoints() | ConvertTable():
            return (CreditUnit.POINTS,)
        case _:
            return (CreditUnit.MONEY,)


def _take(
    context: PeriodContext, placed: tuple[int, Step], lines: tuple[SettlementLine, ...], memory: StepMemory
) -> tuple[StepResult, StepMemory]:
    place, step = placed
    match step:
        case Multiply():
            return multiplied(context, step, lines), memory
        case HighestPer(dimension=None):
            return highest_per_window(lines), memory
        case HighestPer():
            done, so_far = highest_per_value(context.plan, step, lines, memory.highest.get(place, {}))
            return done, evolve(memory, highest={**memory.highest, place: so_far})
        case HighestOf():
            return highest_of(step, lines), memory
        case Limit():
            used = memory.through.get(place, {})
            done = limited(context, step, lines, used)
            through = {**memory.through, place: remembered(used, done.limits)}
            return done, evolve(memory, through=through)
        case Ignore():
            return ignored(context.plan, step, lines), memory
        case Raise():
            return raised(context.plan, step, lines), memory
        case Convert():
            return converted(context, step, lines), memory
        case ConvertTable():
            return converted_by_total(context, step, lines), memory
        case Claim():
            return claimed(context, step, lines), memory
        case Choose():
            return chosen(context, step, lines), memory
        case FreePoints():
            freed, used = free(context, step, lines, memory.through.get(place, {}))
            return freed, evolve(memory, through={**memory.through, place: used})
        case CarryOver():
            done, later = carried_over(context, step, lines, memory.carried.get(place, ()))
            return done, evolve(memory, carried={**memory.carried, place: later})
        case EarnBack():
            return _earn_back(context, (place, step), lines, memory)
        case Round():
            return _round(step, lines), memory
    assert_never(step)


def _earn_back(
    context: PeriodContext,
    placed: tuple[int, EarnBack],
    lines: tuple[SettlementLine, ...],
    memory: StepMemory,
) -> tuple[StepResult, StepMemory]:
    place, step = placed
    before, provisional = memory.balances.get(place, ()), memory.provisional.get(place, ())
    if step.as_offset:
        done, left = offset(context, step, lines, provisional, before)
    else:
        done, left = earned_back(context, step, lines, provisional)
    balances = {**memory.balances, place: done.balances}
    return done, evolve(memory, provisional={**memory.provisional, place: left}, balances=balances)


def _round(step: Round, lines: tuple[SettlementLine, ...]) -> StepResult:
    """Round the total; each line keeps its whole quanta, and the rest go to the largest remainders.

    There are always enough lines with a remainder, because a total rounds to less than one quantum above
    itself.
    """
    quanta = [line.amount / step.quantum for line in lines]
    missing = rounded(total_of(lines), step.quantum, step.mode) / step.quantum - sum(map(floor, quanta))
    by_remainder = sorted(range(len(lines)), key=lambda at: floor(quanta[at]) - quanta[at])
    up = set(by_remainder[: int(missing)])
    after = {at: (floor(quanta[at]) + (at in up)) * step.quantum for at in range(len(lines))}
    return amounts(lines, after, "rounded")
