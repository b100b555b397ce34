"""Of several credits only the highest is kept."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction

from sladsl.planning.plan import HighestOf, HighestPer, Plan
from sladsl.settlement.explanation import LineChange, LineKind, SettlementLine
from sladsl.settlement.period_context import Group, StepResult, Through
from sladsl.settlement.scope import value_of
from sladsl.values import evolve

_Place = tuple[tuple[int, int, str], tuple[str, ...]]
"""A window's place, and dimension values."""


def highest_per_window(lines: tuple[SettlementLine, ...]) -> StepResult:
    """Keep the highest credit of each window, of equal ones the first."""
    windows: dict[tuple[int, int, str], list[int]] = defaultdict(list)
    kept: dict[int, Fraction] = {}
    for at, line in enumerate(lines):
        if line.kind is LineKind.CREDIT:
            windows[line.place].append(at)
        else:
            kept[at] = Fraction(0)
    kept |= {max(places, key=lambda at: lines[at].amount): Fraction(0) for places in windows.values()}
    return _dropped(lines, kept, "not the highest credit of its window")


def highest_per_value(
    plan: Plan, step: HighestPer, lines: tuple[SettlementLine, ...], so_far: Through
) -> tuple[StepResult, Through]:
    """Keep the highest credit for each value of a dimension; of that, what earlier periods have not credited."""
    values: dict[Group, list[int]] = defaultdict(list)
    for at, line in enumerate(lines):
        value = value_of(plan, line, step.dimension)
        if value is not None:
            values[value,].append(at)
    kept = set(range(len(lines))) - {at for places in values.values() for at in places}
    paid = {at: Fraction(0) for at in kept}
    now = dict(so_far)
    for value_, places in values.items():
        best = max(places, key=lambda at: lines[at].amount)
        paid[best] = so_far.get((0, value_), Fraction(0))
        now[0, value_] = max(paid[best], lines[best].amount)
    return _dropped(lines, paid, f"not the highest credit for its {step.dimension}"), now


def highest_of(step: HighestOf, lines: tuple[SettlementLine, ...]) -> StepResult:
    """Keep the highest of the sums for each window and dimension values, of equal ones the first written."""
    named = {name: number for number, names in enumerate(step.sums) for name in names}
    rivals: dict[_Place, dict[int, list[int]]] = defaultdict(lambda: defaultdict(list))
    for at, line in enumerate(lines):
        if line.level in named:
            rivals[line.place, line.key][named[line.level]].append(at)
    lost = {at for sums in rivals.values() for at in _losing(lines, sums)}
    kept = {at: Fraction(0) for at in range(len(lines)) if at not in lost}
    return _dropped(lines, kept, "another of the credits that are compared is higher")


def _losing(lines: Sequence[SettlementLine], sums: Mapping[int, list[int]]) -> Iterable[int]:
    best = max(sorted(sums), key=lambda number: sum((lines[at].amount for at in sums[number]), Fraction(0)))
    return (at for number, places in sums.items() if number != best for at in places)


def _dropped(lines: tuple[SettlementLine, ...], kept: Mapping[int, Fraction], reason: str) -> StepResult:
    """Drop the lines whose places are not kept; of those that are, drop what has been credited before."""
    after: list[SettlementLine] = []
    changes: list[LineChange] = []
    for at, line in enumerate(lines):
        left = max(Fraction(0), line.amount - kept[at]) if at in kept else Fraction(0)
        now = line if left == line.amount else evolve(line, amount=left)
        after.append(now)
        if now is not line:
            changes.append(
                LineChange(line, now, reason if at not in kept else "less what was credited before")
            )
    return StepResult(tuple(after), tuple(changes))
