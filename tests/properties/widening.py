"""What agreements may say beside their own levels' terms: targets that rise, duties that excuse, options to choose."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from random import Random

from tests.oracle.agreement import (
    Agreement,
    Choose,
    Happens,
    Level,
    Often,
    Owed,
    Raising,
    Reaches,
    Remedy,
    Row,
    Settlement,
    Target,
    Together,
)
from tests.properties.payments import anchors

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


# --- remedies ------------------------------------------------------------------------------------------------------


def remedying(random: Random, agreement: Agreement) -> tuple[Remedy, ...]:
    """Up to three remedies; what they look at is what some levels have measured, or what a settlement adds up."""
    return tuple(_remedy(random, agreement, f"Remedy{number}") for number in range(1, random.randint(1, 4)))


def _remedy(random: Random, agreement: Agreement, name: str) -> Remedy:
    events: list[Happens | Together | Reaches]
    match random.choice(["any", "together", "several", "several"]):
        case "any":
            events = [_happens(random, None, [])]
        case "together":
            events = [Together(2, random.choice(["missed", "below expected"]))]
        case _:
            events = [_event(random, agreement) for _ in range(random.choice([1, 1, 2]))]
    paid = any(isinstance(event, Reaches) and event.what == "paid" for event in events)
    credit: tuple[str | None, Fraction, tuple[str, str] | None] | None = None
    if agreement.settlement is not None and not paid and random.random() < 0.6:
        charge = random.choice([None, *(each.name for each in agreement.charges)])
        of = None if random.random() < 0.5 else (random.choice(anchors(agreement)), random.choice(_UNITS))
        share = Fraction(random.choice([1, 5, 25]), 1 if charge is None else 100)
        credit = charge, share, None if charge is None else of
    within = random.choice([None, ("days", random.randint(1, 90)), ("months", random.randint(1, 3))])
    return Remedy(name, tuple(dict.fromkeys(events)), within or (None if credit else ("days", 10)), credit)


_UNITS = ("month", "quarter", "year")


def _event(random: Random, agreement: Agreement) -> Happens | Reaches:
    if agreement.settlement is not None and random.random() < 0.4:
        what = random.choice(["calculated", "paid", "points"])
        amount = Fraction(random.choice([1, 5, 12] if what == "points" else [10, 400, 3000]))
        per = random.choice([*_UNITS, None] if agreement.term.last is not None else _UNITS)
        anchor = "contract" if per is None else random.choice(anchors(agreement))
        return Reaches(what, random.choice(["above", "at least"]), amount, anchor, per)
    level = random.choice(agreement.levels)
    values = [value for row in level.rows for target in _targets(row) for _, value in target.values]
    return _happens(random, level.name, values)


def _targets(row: Row) -> list[Target]:
    return [each for each in (row.terms.expected, row.terms.minimum) if each is not None]


def _happens(random: Random, level: str | None, values: Sequence[Fraction]) -> Happens:
    trial: str | tuple[str, Fraction] = random.choice(["missed", "below expected"])
    if values and random.random() < 0.3:
        edge = random.choice(["below", "at or below", "above", "at or above"])
        trial = edge, random.choice(values)
    match random.choice(["each", "every", "consecutive", "any", "unit", "months"]):
        case "each":
            return Happens(level, trial)
        case "every":
            return Happens(level, "missed", random.randint(2, 4))
        case "consecutive":
            return Happens(level, trial, Often("", "consecutive", random.randint(2, 3)))
        case "any":
            return Happens(level, trial, Often("", "any", 2, random.randint(3, 5)))
        case "unit":
            unit = random.choice(["contract", "calendar"]), random.choice(_UNITS)
            return Happens(level, trial, Often("", "unit", random.randint(2, 3), unit))
        case _:
            return Happens(level, trial, Often("", "months", 2, random.randint(2, 6)))
