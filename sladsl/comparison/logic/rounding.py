"""Rounding before comparing: which values it lifts over a target, or leaves below it."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

from sladsl.comparison.aspects import PlanPair
from sladsl.comparison.effect import Effect, Judgement, together
from sladsl.comparison.logic.bounds import Bound, at, days_of_change, short_value
from sladsl.comparison.service_levels.measures import targets_of
from sladsl.planning.plan import Quantity, Rounding, Series, Target, ValueType
from sladsl.planning.wording import write_quantity
from sladsl.settlement.rounding import rounded
from sladsl.settlement.values import quantum


def judge_rounded(pair: PlanPair, old: Series, new: Series) -> Judgement:
    """Judge another rounding by the targets of both sides: stricter where fewer values keep them."""
    effects: list[Effect] = []
    witnesses: dict[str, str] = {}
    for target in targets_of(old, new):
        for day in days_of_change(target.values):
            limit = at(target.values, day)
            for value, effect in () if limit is None else _differing(target, limit, old, new):
                effects.append(effect)
                told = ("kept before, failed after", "failed before, kept after")[effect is Effect.WEAKER]
                shown = write_quantity(pair.new, Quantity(old.measure.type, value))
                witnesses.setdefault(f"{target.word} {told}", f"{shown}: {told} ({target.word})")
    if not effects:
        return Judgement(Effect.INCOMPARABLE, "no target stands so near to a rounded value that it decides")
    return Judgement(together(effects), "", tuple(witnesses.values()))


def _differing(target: Target, limit: Quantity, old: Series, new: Series) -> list[tuple[Fraction, Effect]]:
    """Values near a limit that keep it with one rounding and fail it with the other."""
    bound, kind = Bound(target.comparator, limit.amount), limit.type
    steps = [quantum(each, kind) for each in (old.rounded, new.rounded) if each is not None]
    marks = sorted(
        {
            bound.value,
            *(
                bound.value + step * part
                for step in steps
                for part in (-1, Fraction(-1, 2), Fraction(1, 2), 1)
            ),
        }
    )
    between = [short_value(kind, low, high) for low, high in pairwise(marks)]
    found = []
    for value in sorted({*marks, *between}):
        before, after = (bound.keeps(_read(value, each.rounded, kind)) for each in (old, new))
        if before != after:
            found.append((value, Effect.STRICTER if before else Effect.WEAKER))
    return found


def _read(value: Fraction, rounding: Rounding | None, kind: ValueType) -> Fraction:
    return value if rounding is None else rounded(value, quantum(rounding, kind), rounding.mode)
