"""Which of two credits is more, as parts of what they are taken of."""

from __future__ import annotations

from fractions import Fraction

from sladsl.comparison.credit_tables.credit_values import CreditUnitKey, Parts
from sladsl.comparison.effect import Effect, together
from sladsl.planning.plan import Base, Sharing


def grown_by(before: Parts, after: Parts) -> Parts:
    """By how much of each thing a credit is more than another one."""
    grown = {of: after.get(of, Fraction(0)) - before.get(of, Fraction(0)) for of in (*before, *after)}
    return {of: number for of, number in grown.items() if number}


def compare_parts(before: Parts, after: Parts) -> Effect:
    """Whether a credit is more than another whatever the charges come to."""
    if len(before) == len(after) == 1 and set(before) != set(after):
        return _of_other_bases(next(iter(before.items())), next(iter(after.items())))
    grown = grown_by(before, after)
    return together(Effect.STRICTER if more > 0 else Effect.WEAKER for more in grown.values())


def _of_other_bases(before: tuple[CreditUnitKey, Fraction], after: tuple[CreditUnitKey, Fraction]) -> Effect:
    (of, number), (new_of, new_number) = before, after
    if of.unit != new_of.unit or of.base is None or new_of.base is None:
        return Effect.INCOMPARABLE
    if _is_at_least(new_of.base, of.base) and new_number >= number:
        return Effect.STRICTER
    if _is_at_least(of.base, new_of.base) and new_number <= number:
        return Effect.WEAKER
    return Effect.INCOMPARABLE


def _is_at_least(one: Base, other: Base) -> bool:
    """Whether what a credit is taken of is never less than something else."""
    in_full = one.sharing is Sharing.IN_FULL or one.sharing is other.sharing
    is_whole = one.affected is None or (one.affected, one.total) == (other.affected, other.total)
    return one.interval == other.interval and in_full and is_whole and set(one.charges) >= set(other.charges)
