"""Conditions compared by what they hold for, whatever their words: the same, narrower, wider, or neither."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from itertools import product
from math import prod

from sladsl.comparison.logic.atoms import Value, Variable
from sladsl.comparison.logic.condition_words import in_words
from sladsl.comparison.logic.factors import Factor, Way, factors_of
from sladsl.comparison.logic.truth import truth
from sladsl.planning.plan import Clock, Expression, Plan
from sladsl.values import frozen

_MOST = 20_000
"""So many combinations of values are looked at; a condition about more is not decided."""


class Relation(StrEnum):
    """How what a new condition holds for stands to what the old one holds for."""

    SAME = "same"
    NARROWER = "narrower"
    WIDER = "wider"
    NEITHER = "neither"


@frozen
class ConditionComparison:
    """The relation, and a record in words that only the old condition holds for, and one that only the new one does.

    A record of which it is not known whether there can be such is not told. With `in_the_term` conditions are the same
    for what starts in the term.
    """

    relation: Relation
    only_before: str | None = None
    only_after: str | None = None
    in_the_term: bool = False


def compare_conditions(
    plan: Plan, records: str, old: Expression | None, new: Expression | None, clock: Clock | None = None
) -> ConditionComparison:
    """Compare two conditions on records of a set, whose level has this clock; None holds for all of them."""
    factors = factors_of(plan, records, (old, new), clock)
    if prod(len(factor.ways) for factor in factors) > _MOST:
        return ConditionComparison(Relation.NEITHER)
    before = _first(factors, lambda values: _rank(old, values) > _rank(new, values))
    after = _first(factors, lambda values: _rank(new, values) > _rank(old, values))
    if before is None and after is None:
        is_plain = all(factor.timed is None for factor in factors)
        return ConditionComparison(Relation.SAME, in_the_term=not is_plain)
    told = tuple(None if each is None else in_words(plan, each) for each in (before, after))
    if before is None:
        return ConditionComparison(Relation.WIDER, None, told[1])
    return ConditionComparison(Relation.NARROWER if after is None else Relation.NEITHER, told[0], told[1])


def told_apart(
    plan: Plan, records: str, conditions: tuple[Expression | None, Expression | None], clock: Clock | None
) -> Iterator[Mapping[Factor, Way]]:
    """Records for which one of two conditions is truer than the other, where that hangs on times taken together."""
    factors = factors_of(plan, records, conditions, clock)
    if all(factor.timed is None for factor in factors) or prod(len(each.ways) for each in factors) > _MOST:
        return
    for ways in product(*(factor.ways for factor in factors)):
        one, other = (_rank(each, _values(ways)) for each in conditions)
        if one != other:
            yield dict(zip(factors, ways, strict=True))


def _rank(condition: Expression | None, values: Mapping[Variable, Value]) -> int:
    """How true a condition is: not at all, perhaps, or surely."""
    held = True if condition is None else truth(condition, values)
    return 1 if held is None else 2 * held


# --- a record for which they differ ----------------------------------------------------------------------------------


def _first(
    factors: Sequence[Factor], differs: Callable[[Mapping[Variable, Value]], bool]
) -> Mapping[Factor, Way] | None:
    """The first ways for which two conditions differ, without those that make no difference."""
    for ways in product(*(factor.ways for factor in factors)):
        if differs(_values(ways)):
            return _needed(dict(zip(factors, ways, strict=True)), differs)
    return None


def _values(ways: Iterable[Way]) -> Mapping[Variable, Value]:
    return {subject: value for way in ways for subject, value in way.values.items()}


def _needed(
    chosen: Mapping[Factor, Way], differs: Callable[[Mapping[Variable, Value]], bool]
) -> Mapping[Factor, Way]:
    kept = dict(chosen)
    for factor in chosen:
        free = [each.ways if each is factor or each not in kept else (kept[each],) for each in chosen]
        if all(differs(_values(ways)) for ways in product(*free)):
            del kept[factor]
    return kept
