"""Time up and down, compared: what shows that a service is down, and what of its time is left out."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import zip_longest
from typing import assert_never

from sladsl.comparison.aspects import Aspect, ChangePlace, PlanPair, change, differences, put_back
from sladsl.comparison.change import Change, TakenBack
from sladsl.comparison.effect import (
    INCOMPARABLE,
    NEUTRAL,
    STRICTER,
    WEAKER,
    Effect,
    Judgement,
    all_of,
    because,
    by_presence,
    by_size,
    turned,
)
from sladsl.comparison.logic.bounds import Bound, judge_bound
from sladsl.comparison.sameness import same
from sladsl.comparison.service_levels.clocks import judge_condition
from sladsl.planning.plan import (
    Across,
    Beside,
    Budget,
    DownEvidence,
    Entities,
    Exclusion,
    Missing,
    Outages,
    Plan,
    Quantity,
    Rates,
    Samples,
    ServiceLevel,
    SlotRule,
    Unit,
    Up,
    Uptime,
)
from sladsl.planning.text_exclusions import write_exclusion
from sladsl.planning.text_uptime import write_absent, write_beside, write_down
from sladsl.planning.wording import write_duration, write_expression, write_quantity
from sladsl.values import evolve

_LONGER = {
    Unit.DAY: (Unit.WEEK, Unit.MONTH, Unit.QUARTER, Unit.YEAR),
    Unit.WEEK: (),
    Unit.MONTH: (Unit.QUARTER, Unit.YEAR),
    Unit.QUARTER: (Unit.YEAR,),
    Unit.YEAR: (),
}
"""The units of time each of which is made up of whole ones of another."""

_MISSING = (Missing.UP, Missing.ABSENT, Missing.DOWN)


def down_changes(
    pair: PlanPair, place: ChangePlace, old: ServiceLevel, new: ServiceLevel
) -> Iterator[Change]:
    """The changes of when a service is down."""
    before, after = old.down, new.down
    if before is None or after is None:
        if before is not after:
            written = (
                None if before is None else write_down(pair.old, before.evidence),
                None if after is None else write_down(pair.new, after.evidence),
            )
            yield change(place, "down", written, INCOMPARABLE, (before, after))
        return
    pointed = ChangePlace(place.item, place.prefix, before.span, after.span)
    yield from differences(pair, pointed, _down_aspects(new.records, _more_down(old, new)), before, after)


def _more_down(old: ServiceLevel, new: ServiceLevel) -> Judgement:
    """What more time down means: it is stricter, unless outages are counted, two of which it may join."""
    if Up.OUTAGES in _statistics(old, new):
        return because(INCOMPARABLE, "more time down is more outages, or joins two of them")
    return STRICTER


def more_time_left_out(old: ServiceLevel, new: ServiceLevel) -> Judgement:
    """What it means that more time is left out, and not counted as up."""
    statistics = _statistics(old, new)
    if Up.OUTAGES in statistics:
        return because(INCOMPARABLE, _PARTED)
    if Up.AVAILABILITY in statistics:
        return because(INCOMPARABLE, "time is left out, up and down")
    return WEAKER


_PARTED = "an outage is left out, or parted in two"


def _statistics(*levels: ServiceLevel) -> set[Up]:
    """What of time up and down some levels measure."""
    measures = (series.measure for level in levels for series in level.series)
    return {each.statistic for each in measures if isinstance(each, Uptime)}


def _down_aspects(records: str, more: Judgement) -> tuple[Aspect, ...]:
    return (
        Aspect(
            "evidence",
            "down",
            _write_evidence,
            lambda pair, old, new: _judge_evidence(pair, (records, more), old, new),
        ),
        Aspect(
            "least",
            "down for at least",
            lambda _plan, least: write_duration(least),
            lambda _pair, old, new: by_size(old, new, WEAKER),
        ),
        Aspect(
            "during",
            "down during",
            _write_during,
            lambda pair, old, new: _judge_during(pair, more, old, new),
        ),
    )


def _write_evidence(plan: Plan, evidence: DownEvidence) -> str:
    counted = (" ".join(text.split()) for text in write_absent(evidence))
    return "; ".join((write_down(plan, evidence), *counted))


def _judge_evidence(
    pair: PlanPair, of: tuple[str, Judgement], old: DownEvidence, new: DownEvidence
) -> Judgement | None:
    """Judge what shows that a service is down: `of` are the records, and what more time down means."""
    records, more = of
    match old, new:
        case Outages(), Outages() if same(evolve(old, condition=new.condition), new):
            return judge_condition(pair, records, (old.condition, new.condition), wider=more)
        case Samples(), Samples() if (old.every, old.at.path) == (new.every, new.at.path):
            condition = judge_condition(pair, records, (old.condition, new.condition), wider=more)
            return all_of(
                (
                    condition or NEUTRAL,
                    _judge_missing(more, old.missing, new.missing),
                    _judge_slot(more, old, new),
                )
            )
        case Rates(), Rates() if same(
            (old.every, old.at, old.over, old.under), (new.every, new.at, new.over, new.under)
        ):
            bounds = (Bound(old.comparator, old.limit.amount), Bound(new.comparator, new.limit.amount))
            limit = judge_bound(
                *bounds,
                new.limit.type,
                lambda value: write_quantity(pair.new, Quantity(new.limit.type, value)),
            )
            effect = limit.effect if more == STRICTER or limit.effect is Effect.NEUTRAL else more.effect
            down = Judgement(turned(Judgement(effect)).effect, "", tuple(map(_up_or_down, limit.witnesses)))
            return all_of((down, _judge_missing(more, old.empty, new.empty)))
    return INCOMPARABLE


def _up_or_down(witness: str) -> str:
    """A witness of an error rate in words: a rate that keeps the limit is down."""
    value, _, told = witness.partition(": ")
    return f"{value}: {told.replace('kept', 'down').replace('failed', 'up')}"


def _judge_missing(more: Judgement, old: Missing, new: Missing) -> Judgement:
    """Judge what time without evidence counts as: the least is down where it counts as up, and the most as down."""
    return by_size(_MISSING.index(old), _MISSING.index(new), more)


def _judge_slot(more: Judgement, old: Samples, new: Samples) -> Judgement:
    if old.one_slot is new.one_slot:
        return NEUTRAL
    if old.one_slot is None or new.one_slot is None:
        return because(NEUTRAL, "two samples of one slot are an error in the data where no rule is said")
    return by_presence(now=new.one_slot is SlotRule.ANY, added=more)


def _write_during(plan: Plan, during: tuple[Beside, ...]) -> str:
    return ", ".join(write_beside(plan, each) for each in during)


def _judge_during(
    pair: PlanPair, more: Judgement, old: tuple[Beside, ...], new: tuple[Beside, ...]
) -> Judgement | None:
    """Judge further evidence: more of it is more time down."""
    judgements = []
    for records in dict.fromkeys(each.records for each in (*old, *new)):
        before = [each for each in old if each.records == records]
        after = [each for each in new if each.records == records]
        if not (before and after):
            judgements.append(by_presence(now=bool(after), added=more))
        elif len(before) == len(after) == 1 and before[0].alike == after[0].alike:
            judgements.append(
                judge_condition(pair, records, (before[0].where, after[0].where), wider=more) or NEUTRAL
            )
        elif not same(tuple(before), tuple(after)):
            judgements.append(INCOMPARABLE)
    told = all_of(judgements)
    return None if told == NEUTRAL else told


def entities_aspect(before: ServiceLevel, after: ServiceLevel) -> Aspect:
    """How several entities are measured as one."""

    def judge(_pair: PlanPair, old: Entities | None, new: Entities | None) -> Judgement:
        statistics = _statistics(before, after)
        if old is None or new is None or not same(old.field, new.field) or len(statistics) != 1:
            return INCOMPARABLE
        order = _rising(before, after, statistics.pop())
        if not {old.rule, new.rule} <= set(order):
            return INCOMPARABLE
        return by_size(order.index(old.rule), order.index(new.rule), STRICTER)

    return Aspect("entities", "across", _write_entities, judge)


def _write_entities(plan: Plan, entities: Entities) -> str:
    """Write what several entities are measured across: `across site, any down`."""
    return f"across {write_expression(plan, entities.field)}, {entities.rule}"


def _rising(old: ServiceLevel, new: ServiceLevel, statistic: Up) -> tuple[Across, ...]:
    """The rules of which each gives no less time down than the one before; those of which that is not sure left out.

    Time down while any entity is lies together where that of each may be too short to count; and the time of
    entities is added up, or divided by that of all of them, which what is absent of one alone makes another one.
    """
    if statistic is Up.OUTAGES:
        return ()
    extremes = (Across.ALL_DOWN, Across.ANY_DOWN)
    downs = [each.down for each in (old, new) if each.down is not None]
    if old.exclusions or new.exclusions or not all(isinstance(each.evidence, Outages) for each in downs):
        return extremes
    if statistic is not Up.DOWNTIME:
        return (Across.ALL_DOWN, Across.POOLED, Across.ANY_DOWN)
    in_minutes = (
        each.measure.whole_minutes
        for level in (old, new)
        for each in level.series
        if isinstance(each.measure, Uptime)
    )
    is_exact = not any(each.least for each in downs) and not any(in_minutes)
    return (*extremes, Across.POOLED) if is_exact else extremes


# --- exclusions ------------------------------------------------------------------------------------------------------


def exclusion_changes(
    pair: PlanPair, place: ChangePlace, before: ServiceLevel, after: ServiceLevel, more: Judgement
) -> Iterator[Change]:
    """The changes of what is left out of a measure: those of the same records together, the rest in order.

    `more` is what it means that more is left out, and does not count as good or as time up.
    """
    old, new = before.exclusions, after.exclusions
    alike = [(one, other) for one in old for other in new if _are_alike(one, other)]
    gone = [one for one in old if all(one is not each for each, _ in alike)]
    come = [other for other in new if all(other is not each for _, each in alike)]
    rest = [
        pair_ for source in dict.fromkeys(map(_source, (*gone, *come))) for pair_ in _of(source, gone, come)
    ]
    for one, other in (*alike, *rest):
        if not same(one, other):
            judgement = _judge_exclusion(pair, one, other, more)
            if judgement is not None:
                written = (
                    None if one is None else write_exclusion(pair.old, before, one),
                    None if other is None else write_exclusion(pair.new, after, other),
                )
                told = change(place, "exclusion", written, judgement, (one, other))
                then = evolve(after, exclusions=put_back(new, one, other))
                yield evolve(told, without=(TakenBack(pair.old, pair.new, pair.since, after, then),))
    if _are_moved(alike, new):
        orders = (_write_exclusions(pair.old, before), _write_exclusions(pair.new, after))
        told = change(place, "order of exclusions", orders, INCOMPARABLE, (old, new))
        then = evolve(after, exclusions=_in_old_order(alike, new))
        yield evolve(told, without=(TakenBack(pair.old, pair.new, pair.since, after, then),))


def _in_old_order(
    alike: list[tuple[Exclusion, Exclusion]], new: tuple[Exclusion, ...]
) -> tuple[Exclusion, ...]:
    """The new exclusions, those that the old version has, too, in its order."""
    kept = iter([other for _, other in alike])
    return tuple(next(kept) if any(each is other for _, other in alike) else each for each in new)


def _write_exclusions(plan: Plan, level: ServiceLevel) -> str:
    return "; ".join(write_exclusion(plan, level, each) for each in level.exclusions)


def _are_alike(one: Exclusion, other: Exclusion) -> bool:
    return (one.records, one.link, one.missed) == (other.records, other.link, other.missed) and same(
        (one.where, one.ref), (other.where, other.ref)
    )


def _are_moved(alike: list[tuple[Exclusion, Exclusion]], new: tuple[Exclusion, ...]) -> bool:
    """Whether budgeted exclusions, which are used up in their order, stand in another one."""
    kept = [other for _, other in alike if other.budget is not None]
    return kept != [other for other in new if any(other is each for each in kept)]


def _source(exclusion: Exclusion) -> tuple[str, str | None]:
    """The records by which some are excluded, and the obligation that says which of these."""
    return exclusion.records, exclusion.missed


def _of(
    source: tuple[str, str | None], old: list[Exclusion], new: list[Exclusion]
) -> Iterator[tuple[Exclusion | None, Exclusion | None]]:
    yield from zip_longest(
        [each for each in old if _source(each) == source], [each for each in new if _source(each) == source]
    )


def _judge_exclusion(
    pair: PlanPair, old: Exclusion | None, new: Exclusion | None, more: Judgement
) -> Judgement | None:
    """Judge what is left out: more of it is weaker where it counts as good, or as time up, and else as `more` says.

    Of other records with a limit others use it up, which leaves less of it for those that matter.
    """
    if more.why != _PARTED and all(each.as_uptime for each in (old, new) if each is not None):
        more = WEAKER
    if old is None or new is None:
        return by_presence(now=old is None, added=more)
    if not same(old.ref, new.ref) or (old.alike, old.link) != (new.alike, new.link):
        return INCOMPARABLE
    where = judge_condition(pair, old.records, (old.where, new.where), wider=more)
    if where is not None and where != NEUTRAL and (old.budget or new.budget) is not None:
        where = evolve(where, effect=INCOMPARABLE.effect, why="other records use up the limit")
    budget = _taking(_judge_budget(old.budget, new.budget), more)
    uptime = by_size(Fraction(old.as_uptime), Fraction(new.as_uptime), WEAKER)
    told = [each for each in (where, budget, uptime) if each is not None and each != NEUTRAL]
    return all_of(told) if told else None


def _taking(budget: Judgement, more: Judgement) -> Judgement:
    """What another limit means, where `more` is what it means that more is left out."""
    return more if budget == WEAKER else turned(more) if budget == STRICTER else budget


def _judge_horizon(old: Unit, new: Unit) -> Judgement:
    """Judge for how long an amount is to last: what is taken of a longer time is taken of the shorter ones in it."""
    if old is new:
        return NEUTRAL
    return STRICTER if new in _LONGER[old] else WEAKER if old in _LONGER[new] else INCOMPARABLE


def _judge_budget(old: Budget | None, new: Budget | None) -> Judgement:
    """Judge what an exclusion may take: more is weaker, and without a limit it is weakest."""
    match old, new:
        case None, None:
            return NEUTRAL
        case None, _:
            return STRICTER
        case _, None:
            return WEAKER
        case Budget(), Budget():
            if same(old, new):
                return NEUTRAL
            if old.anchor is not new.anchor or (old.time is None) != (new.time is None):
                return INCOMPARABLE
            amount = by_size(old.time or old.times or 0, new.time or new.times or 0, WEAKER)
            return all_of((amount, _judge_horizon(old.per, new.per)))
    assert_never((old, new))
