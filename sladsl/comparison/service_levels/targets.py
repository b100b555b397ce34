"""Targets compared: which values keep them, from which day, and how long a clock may run."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import zip_longest

from attrs import evolve

from sladsl.comparison.aspects import ChangePlace, PlanPair, change
from sladsl.comparison.change import Change
from sladsl.comparison.effect import (
    INCOMPARABLE,
    NEUTRAL,
    STRICTER,
    WEAKER,
    Judgement,
    all_of,
    because,
    by_presence,
    by_size,
)
from sladsl.comparison.logic.bounds import Bound, among_whole, judge_bound, judge_dated, write_dated
from sladsl.comparison.sameness import same
from sladsl.planning.plan import (
    BusinessDays,
    Comparator,
    Elapsed,
    FieldLimit,
    LocalDays,
    Plan,
    Quantity,
    Target,
    TimeLimit,
)
from sladsl.planning.wording import write_quantity, write_test

_HIGH = {Comparator.AT_LEAST, Comparator.ABOVE}


def target_changes(
    pair: PlanPair,
    place: ChangePlace,
    slot: str,
    old: Target | None,
    new: Target | None,
    *,
    whole: bool = False,
) -> Iterator[Change]:
    """The change of one target of a level, its credit aside, under its word; `slot` follows it.

    Of a number of what is counted only `whole` values are looked at.
    """
    if same(_bare(old), _bare(new)):
        return
    words = {each.word for each in (old, new) if each is not None}
    written = (
        None if old is None else _written(pair.old, old, words),
        None if new is None else _written(pair.new, new, words),
    )
    spans = (None if old is None else old.values, None if new is None else new.values)
    part = f"{words.pop()}{slot}" if len(words) == 1 else f"target{slot}"
    yield change(place, part, written, _judge_target(pair, old, new, whole=whole), spans)


def _bare(target: Target | None) -> Target | None:
    return None if target is None else evolve(target, credits=())


def _written(plan: Plan, target: Target, words: set[str]) -> str:
    return _write_target(plan, target) if len(words) == 1 else f"{target.word} {_write_target(plan, target)}"


def further_changes(
    pair: PlanPair, place: ChangePlace, old: tuple[Target, ...], new: tuple[Target, ...]
) -> Iterator[Change]:
    """The changes of targets on shares of records."""
    for one, other in further_pairs(old, new):
        named = other or one
        assert named is not None, "one of two targets stands"
        yield from target_changes(pair, place, write_test(named), one, other)


def further_pairs(
    old: tuple[Target, ...], new: tuple[Target, ...]
) -> Iterator[tuple[Target | None, Target | None]]:
    """The targets on shares of records of both sides: those of one test together, the rest in order."""
    alike = [(one, other) for one in old for other in new if _tests_alike(one, other)]
    rest_old = [one for one in old if all(one is not each for each, _ in alike)]
    rest_new = [other for other in new if all(other is not each for _, each in alike)]
    yield from (*alike, *zip_longest(rest_old, rest_new))


def _tests_alike(one: Target, other: Target) -> bool:
    return one.over == other.over and same(one.within, other.within) and one.word == other.word


def is_high(target: Target) -> bool:
    """Whether high values are good."""
    return target.comparator in _HIGH


def _write_target(plan: Plan, target: Target) -> str:
    """Write a target as the agreement does: `at least 98%, from 2027-01-01 at least 98.5%`."""
    limits = write_dated(target.values, lambda each: f"{target.comparator} {write_quantity(plan, each)}")
    return f"{limits}{write_test(target)}"


def _judge_target(pair: PlanPair, old: Target | None, new: Target | None, *, whole: bool) -> Judgement:
    """Judge a target: stricter where fewer values keep it, and one where there was none."""
    if old is None or new is None:
        return by_presence(now=old is None, added=STRICTER)
    if _kind(old) is not _kind(new) or old.over != new.over or (old.within is None) != (new.within is None):
        return INCOMPARABLE
    tested = _judge_test(old, new)

    def judge(before: Quantity, after: Quantity) -> Judgement:
        bounds = (Bound(old.comparator, before.amount), Bound(new.comparator, after.amount))
        if whole:
            bounds = (among_whole(bounds[0]), among_whole(bounds[1]))
            if bounds[0] == bounds[1]:
                return because(NEUTRAL, "the same whole numbers keep it")
        return judge_bound(
            *bounds, after.type, lambda value: write_quantity(pair.new, Quantity(after.type, value))
        )

    return all_of((tested, judge_dated(old.values, new.values, judge)))


def _kind(target: Target) -> object:
    return target.values[0].value.type


def _judge_test(old: Target, new: Target) -> Judgement:
    """Judge the test that records are put to: less time is stricter, where late ones are few or timely ones many."""
    if old.within is None or new.within is None:
        return NEUTRAL
    if same(old.within, new.within):
        return NEUTRAL
    fits = is_high(old) != old.over
    return _judge_time_limit(old.within, new.within) if fits else INCOMPARABLE


def _judge_time_limit(old: TimeLimit, new: TimeLimit) -> Judgement:
    """Judge the time that a clock is given: more is weaker; times on different scales cannot be compared."""
    match old, new:
        case (Elapsed(one), Elapsed(other)) | (LocalDays(one), LocalDays(other)):
            return by_size(one, other, WEAKER)
        case BusinessDays(one), BusinessDays(other):
            return by_size(one, other, WEAKER)
        case FieldLimit(), FieldLimit():
            return NEUTRAL if same(old, new) else INCOMPARABLE
    return INCOMPARABLE
