"""Targets compared: which values keep them, from which day, and how long a clock may run."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import zip_longest

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
)
from sladsl.comparison.logic.bounds import (
    Bound,
    among_whole,
    judge_bound,
    judge_dated,
    write_dated,
)
from sladsl.comparison.sameness import same
from sladsl.comparison.service_levels.clocks import judge_condition
from sladsl.planning.plan import (
    Clock,
    ClockWithin,
    Comparator,
    Dated,
    Plan,
    Quantity,
    Target,
    ValueType,
    WindowRule,
)
from sladsl.planning.windows import first_window_from
from sladsl.planning.wording import write_quantity, write_test
from sladsl.values import evolve, frozen

_HIGH = {Comparator.AT_LEAST, Comparator.ABOVE}


@frozen
class Measuring:
    """How a series is measured: by which clock, in what windows, and whether it is a number of what is counted."""

    clock: Clock | None
    window: WindowRule
    is_whole: bool = False


def target_changes(
    pair: PlanPair,
    place: ChangePlace,
    slot: str,
    old: Target | None,
    new: Target | None,
    measured: Measuring,
) -> Iterator[Change]:
    """The change of one target of a level, its credit aside, under its word; `slot` follows it."""
    if same(_bare(old), _bare(new)):
        return
    words = {each.word for each in (old, new) if each is not None}
    written = (
        None if old is None else _written(pair.old, old, words),
        None if new is None else _written(pair.new, new, words),
    )
    spans = (None if old is None else old.values, None if new is None else new.values)
    part = f"{words.pop()}{slot}" if len(words) == 1 else f"target{slot}"
    yield change(place, part, written, _judge_target(pair, old, new, measured), spans)


def _bare(target: Target | None) -> Target | None:
    return None if target is None else evolve(target, credits=())


def _written(plan: Plan, target: Target, words: set[str]) -> str:
    return _write_target(plan, target) if len(words) == 1 else f"{target.word} {_write_target(plan, target)}"


def further_pairs(
    old: tuple[Target, ...], new: tuple[Target, ...]
) -> Iterator[tuple[Target | None, Target | None]]:
    """The targets on shares of records of both sides: those of one test together, the rest by their kind."""
    alike = [(one, other) for one in old for other in new if _tests_alike(one, other)]
    rest_old = [one for one in old if all(one is not each for each, _ in alike)]
    rest_new = [other for other in new if all(other is not each for _, each in alike)]
    yield from alike
    for kind in dict.fromkeys(map(_kind_of_test, (*rest_old, *rest_new))):
        yield from zip_longest(
            [each for each in rest_old if _kind_of_test(each) == kind],
            [each for each in rest_new if _kind_of_test(each) == kind],
        )


def _kind_of_test(target: Target) -> tuple[str, bool]:
    return target.word, target.over


def _tests_alike(one: Target, other: Target) -> bool:
    return one.over == other.over and same(one.within, other.within) and one.word == other.word


def is_high(target: Target) -> bool:
    """Whether high values are good."""
    return target.comparator in _HIGH


def _write_target(plan: Plan, target: Target) -> str:
    """Write a target as the agreement does: `at least 98%, from 2027-01-01 at least 98.5%`."""
    limits = write_dated(target.values, lambda each: f"{target.comparator} {write_quantity(plan, each)}")
    return f"{limits}{write_test(target)}"


def _judge_target(pair: PlanPair, old: Target | None, new: Target | None, measured: Measuring) -> Judgement:
    """Judge a target: stricter where fewer values keep it, and one where there was none."""
    if old is None or new is None:
        return evolve(by_presence(now=old is None, added=STRICTER), witnesses=_failing(pair, old, new))
    if _kind(old) is not _kind(new) and old.within is new.within is None:
        return because(NEUTRAL, "what is measured is told with both targets")
    if _kind(old) is not _kind(new) or old.over != new.over or (old.within is None) != (new.within is None):
        return INCOMPARABLE
    tested = _judge_test(pair, measured.clock, old, new)

    def judge(before: Quantity, after: Quantity) -> Judgement:
        bounds = (Bound(old.comparator, before.amount), Bound(new.comparator, after.amount))
        if measured.is_whole:
            bounds = (among_whole(bounds[0]), among_whole(bounds[1]))
            if bounds[0] == bounds[1]:
                return because(NEUTRAL, "the same whole numbers keep it")
        return judge_bound(
            *bounds, after.type, lambda value: write_quantity(pair.new, Quantity(after.type, value))
        )

    before, after = (_by_window(pair.new, measured.window, each.values) for each in (old, new))
    if tested == NEUTRAL and not same(old.values, new.values) and same(before, after):
        return because(NEUTRAL, "no window starts in between")
    return all_of((tested, judge_dated(before, after, judge)))


def _by_window(
    plan: Plan, rule: WindowRule, values: Sequence[Dated[Quantity]]
) -> tuple[Dated[Quantity], ...]:
    """Values from the first windows on that they hold for: those that start on their dates or later."""
    begun = {
        None if each.since is None else first_window_from(plan, rule, each.since): each for each in values
    }
    return tuple(evolve(each, since=since) for since, each in begun.items())


def _failing(pair: PlanPair, old: Target | None, new: Target | None) -> tuple[str, ...]:
    """A value that fails a target that stands in one version only, from its start on."""
    target = new or old
    assert target is not None, "one of two targets stands"
    value = target.values[0].value
    written = write_quantity(pair.new, Quantity(value.type, _beyond(value, is_high=is_high(target))))
    return (f"{written}: {'failed after' if old is None else 'failed before'}",)


def _beyond(value: Quantity, *, is_high: bool) -> Fraction:
    """A value well on the wrong side of a limit: nothing or everything where that is, and else one that lies apart."""
    if is_high:
        return Fraction(0) if value.amount > 0 else value.amount - 1
    if value.type is ValueType.PERCENT and value.amount < 1:
        return Fraction(1)
    return value.amount * 2 if value.amount > 0 else value.amount + 1


def _kind(target: Target) -> object:
    return target.values[0].value.type


def _judge_test(pair: PlanPair, clock: Clock | None, old: Target, new: Target) -> Judgement:
    """Judge the test that records are put to: less time is stricter, where late ones are few or timely ones many."""
    if old.within is None or new.within is None:
        return NEUTRAL
    more = WEAKER if is_high(old) != old.over else INCOMPARABLE
    tests = (ClockWithin(old.within), ClockWithin(new.within))
    return judge_condition(pair, "", tests, more, _IN_TIME, clock) or NEUTRAL


_IN_TIME = ("in time before, late after", "late before, in time after")
