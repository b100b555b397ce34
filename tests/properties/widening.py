"""What agreements may say beside their own levels' terms: targets that rise, duties that excuse, options to choose."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from random import Random

from tests.oracle.agreement import Agreement, Choose, Level, Often, Owed, Raising, Settlement, Target

_DECIMALS = {"percent": (0, 1, 2), "number": (0, 1, 2), "money": (0, 2)}


def widened(random: Random, levels: Sequence[Level]) -> tuple[Level, ...]:
    """Levels some of which have targets that rise, some of which are duties that excuse others, some of which offer."""
    names = [each.name for each in levels if not each.is_kpi]
    return tuple(_offering(random, _rising(random, _duty(random, each, names))) for each in levels)


def _duty(random: Random, level: Level, names: Sequence[str]) -> Level:
    if not level.is_kpi or any(row.terms.minimum is None for row in level.rows) or random.random() < 0.2:
        return level
    excused = tuple(random.sample(names, random.randint(1, len(names)))) if names else ()
    often = Often("below expected", "any", random.randint(2, 3), 3)
    expecting = all(row.terms.expected is not None for row in level.rows)
    return replace(
        level,
        duty=True,
        excuses=excused,
        promoted=often if expecting and random.random() < 0.4 else None,
    )


def _rising(random: Random, level: Level) -> Level:
    """A level with a baseline, a ratchet or both on a target that every row has."""
    kind = level.measure.kind
    words = [word for word in ("minimum", "required", "expected") if _all_have(level, word)]
    if kind not in _DECIMALS or not words or random.random() < 0.4:
        return level
    word = random.choice(words)
    which = random.choice(["baseline", "ratchet", "ratchet", "both"])
    made = []
    for windows in (random.randint(1, 4), random.randint(1, 3)):
        mode = random.choice(["half-up", "half-up", "half-even", "up", "down"])
        made.append(Raising(word, windows, (mode, random.choice(_DECIMALS[kind]))))
    if kind == "percent" and random.random() < 0.5:
        made[1] = replace(made[1], most=Fraction(random.randint(1, 60), 100))
    return replace(
        level,
        baseline=made[0] if which != "ratchet" else None,
        ratchet=made[1] if which != "baseline" else None,
    )


def _all_have(level: Level, word: str) -> bool:
    def has(target: Target | None) -> bool:
        return target is not None and target.word == word

    return all(has(row.terms.expected) or has(row.terms.minimum) for row in level.rows)


def _offering(random: Random, level: Level) -> Level:
    """A level of whose last credits the customer chooses one."""

    def can_be_chosen(owed: Owed) -> bool:
        return owed.each is None

    lines = sorted(level.owed, key=can_be_chosen)
    free = sum(map(can_be_chosen, lines))
    if free < 2 or random.random() < 0.2:
        return level
    return replace(level, owed=tuple(lines), options=random.randint(2, free))


def choosing(random: Random, agreement: Agreement, settlement: Settlement) -> Settlement:
    """A settlement that says first how the customer chooses, where some level offers to."""
    if not any(level.options for level in agreement.levels):
        return settlement
    step = random.choice([Choose(days=30), Choose(days=random.choice([0, 7])), Choose(months=2)])
    return replace(settlement, steps=(step, *settlement.steps))
