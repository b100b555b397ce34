"""Facts compared field by field: each field has a name in words, how it is written and how a change of it is judged."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from typing import Any, Protocol, TypeVar

from sladsl.comparison.change import Change, Item, TakenBack
from sladsl.comparison.effect import Judgement
from sladsl.comparison.sameness import same
from sladsl.planning.plan import Calendar, Plan
from sladsl.source import Span
from sladsl.values import evolve, frozen


@frozen
class PlanPair:
    """The two plans, the old one with the names that the new one has for what has been renamed.

    They are what is in force `since` a date, or from the start of the term, and up to `until`, or to its end.
    """

    old: Plan
    new: Plan
    since: dt.date | None = None
    until: dt.date | None = None


class _Named(Protocol):
    @property
    def name(self) -> str: ...


N = TypeVar("N", bound=_Named)
F = TypeVar("F")


def of_both(new: tuple[N, ...], old: tuple[N, ...]) -> tuple[N, ...]:
    """The parts of one version and those, by their names, that only the other one has."""
    names = {each.name for each in new}
    return (*new, *(each for each in old if each.name not in names))


def calendars_of_both(new: Plan, old: Plan) -> tuple[Calendar, ...]:
    """The calendars of both versions, and what a business day means where one alone says it of a calendar."""
    before = {each.name: each for each in old.calendars}
    told = tuple(with_meaning(each, before.get(each.name, each)) for each in new.calendars)
    return of_both(told, old.calendars)


def with_meaning(calendar: Calendar, other: Calendar) -> Calendar:
    """A calendar with another one's meaning of a business day where it says none of its own."""
    if calendar.business_day is not None or other.business_day is None:
        return calendar
    return evolve(calendar, business_day=other.business_day)


@frozen
class Aspect:
    """A field of a fact: `write` says it in words and `judge` what a change means.

    What says the same in other words is judged None, and is no change. What does not stand is None, and written as
    `absent`. `span` is the field that says where it is written, if it does not say so itself.
    """

    field: str
    part: str
    write: Callable[[Plan, Any], str]
    judge: Callable[[PlanPair, Any, Any], Judgement | None]
    absent: str | None = None
    span: str | None = None


@frozen
class ChangePlace:
    """Where changes are told: the clause, what comes before the name of a fact ("for P1"), and both places."""

    item: Item
    prefix: str
    old: Span | None
    new: Span | None


def differences(
    pair: PlanPair, place: ChangePlace, aspects: Sequence[Aspect], old: object, new: object
) -> Iterator[Change]:
    """The changes of one fact, in the order of its aspects."""
    for aspect in aspects:
        before, after = getattr(old, aspect.field), getattr(new, aspect.field)
        if same(before, after):
            continue
        judgement = aspect.judge(pair, before, after)
        if judgement is not None:
            written = (
                aspect.absent if before is None else aspect.write(pair.old, before),
                aspect.absent if after is None else aspect.write(pair.new, after),
            )
            places = _places(aspect, place, old, new)
            told = change(places, aspect.part, written, judgement, (before, after))
            yield evolve(told, without=(_without(pair, aspect, old, new),))


def _without(pair: PlanPair, aspect: Aspect, old: object, new: object) -> TakenBack:
    then: object = evolve(new, **{aspect.field: getattr(old, aspect.field)})  # type: ignore[misc]  # a value of attrs
    return TakenBack(pair.old, pair.new, pair.since, new, then)


def put_back(new: tuple[F, ...], one: F | None, other: F | None) -> tuple[F, ...]:
    """New facts with an old one in the place of a new one, or behind them where there is none."""
    if other is None:
        return (*new, *(() if one is None else (one,)))
    put = (one if each is other else each for each in new)
    return tuple(each for each in put if each is not None)


def _places(aspect: Aspect, place: ChangePlace, old: object, new: object) -> ChangePlace:
    if aspect.span is None:
        return place
    spans = getattr(old, aspect.span), getattr(new, aspect.span)
    return ChangePlace(place.item, place.prefix, spans[0] or place.old, spans[1] or place.new)


def change(
    place: ChangePlace,
    part: str,
    written: tuple[str | None, str | None],
    judgement: Judgement,
    facts: tuple[object, object] = (None, None),
) -> Change:
    """A change at a place; facts with a span of their own are pointed at, others where the place is."""
    return Change(
        place.item,
        f"{place.prefix}{part}",
        written[0] or None,
        written[1] or None,
        judgement.effect,
        judgement.why,
        judgement.witnesses,
        _span(facts[0]) or place.old,
        _span(facts[1]) or place.new,
    )


def _span(fact: object) -> Span | None:
    if isinstance(fact, tuple) and fact:
        return _span(fact[0])
    span = getattr(fact, "span", None)
    return span if isinstance(span, Span) else None


def plain(plan: Plan, value: object) -> str:
    """A value that is its own words."""
    del plan
    return str(value)


def judged(judgement: Judgement) -> Callable[[PlanPair, Any, Any], Judgement]:
    """A judge of changes that all mean the same."""
    return lambda _pair, _old, _new: judgement
