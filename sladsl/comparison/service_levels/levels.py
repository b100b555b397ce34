"""Service levels compared: who and what is measured, in which windows, what is left out, and each line of results."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence

from sladsl.comparison.aspects import Aspect, ChangePlace, PlanPair, change, differences, judged, plain
from sladsl.comparison.change import Change, Item, for_customer
from sladsl.comparison.consequences.histories import where_begun_later
from sladsl.comparison.consequences.often import judge_often
from sladsl.comparison.consequences.often_witnesses import enough_in_words
from sladsl.comparison.consequences.same_time import in_same_units
from sladsl.comparison.effect import (
    INCOMPARABLE,
    NEUTRAL,
    STRICTER,
    WEAKER,
    Effect,
    Judgement,
    because,
    by_presence,
    by_size,
    together,
    turned,
)
from sladsl.comparison.sameness import same
from sladsl.comparison.service_levels.clocks import judge_condition
from sladsl.comparison.service_levels.excused import excuse_changes
from sladsl.comparison.service_levels.groups import counterpart, group_changes, with_old_groups
from sladsl.comparison.service_levels.level_windows import window_aspect
from sladsl.comparison.service_levels.lone_targets import judge_series
from sladsl.comparison.service_levels.measures import targets_of
from sladsl.comparison.service_levels.ratchets import ratchet_changes
from sladsl.comparison.service_levels.series import series_changes
from sladsl.comparison.service_levels.targets import is_high
from sladsl.comparison.service_levels.uptime import (
    down_changes,
    entities_aspect,
    exclusion_changes,
    more_time_left_out,
)
from sladsl.comparison.service_levels.window_rules import rules_of_windows
from sladsl.planning.plan import (
    Dimension,
    Expression,
    Failing,
    Grace,
    Measure,
    Measured,
    Outages,
    Plan,
    Promotion,
    Reliance,
    Series,
    ServiceLevel,
    SeverityTaken,
    Statistic,
    Up,
    Uptime,
)
from sladsl.planning.text_reliance import write_promise
from sladsl.planning.wording import write_expression
from sladsl.planning.wording_steps import write_lately
from sladsl.values import evolve


def level_item(level: ServiceLevel) -> Item:
    """A level as documents name it."""
    kind = "obligation" if level.party else "kpi" if level.is_kpi else "service level"
    return Item(level.id, kind, level.name, level.title)


def level_changes(pair: PlanPair, old: ServiceLevel, new: ServiceLevel) -> Iterator[Change]:
    """The changes of a level; those of what the customer promises are judged the other way round."""
    is_customers = {old.party, new.party} == {"customer"}
    for each in _changes(pair, ChangePlace(level_item(new), "", old.span, new.span), old, new):
        yield for_customer(each) if is_customers else each


def _changes(pair: PlanPair, place: ChangePlace, old: ServiceLevel, new: ServiceLevel) -> Iterator[Change]:
    yield from differences(pair, place, _FIRST, old, new)
    yield from excuse_changes(pair, place, old, new)
    for each in differences(pair, place, _SCOPE, old, new):
        yield with_old_groups(pair, each, old, new) if each.part == "by" else each
    yield from differences(pair, place, (_where_aspect(old, new),), old, new)
    yield from differences(pair, place, (_COUNTED, window_aspect(old, new), _SEVERITIES), old, new)
    yield from down_changes(pair, place, old, new)
    yield from exclusion_changes(pair, place, old, new, _left_out(old, new))
    yield from differences(
        pair, place, (entities_aspect(old, new), *rules_of_windows(old, new), *_RULES), old, new
    )
    yield from ratchet_changes(pair, place, old, new)
    yield from differences(pair, place, (_grace(new.name),), old, new)
    yield from _merged(_all_series(pair, place, old, new))
    yield from group_changes(pair, place, old, new)


# --- the lines of results --------------------------------------------------------------------------------------------


def _all_series(
    pair: PlanPair, place: ChangePlace, old: ServiceLevel, new: ServiceLevel
) -> Iterator[tuple[str, Change]]:
    """The changes of each series, with its values; one that is new is held against what its values had before."""
    for series in new.series:
        before = counterpart(series, old)
        if before is None:
            added = (None, _values(series))
            judgement = judge_series(pair.new, new, series, is_new=True)
            yield " / ".join(series.key), change(place, "measured", added, judgement, (None, series))
        else:
            yield from _one_series(pair, place, new.records, (before, series))
    for series in old.series:
        after = counterpart(series, new)
        if after is None:
            removed = (_values(series), None)
            judgement = judge_series(pair.old, old, series, is_new=False)
            yield " / ".join(series.key), change(place, "measured", removed, judgement, (series, None))
        elif counterpart(after, old) is not series:
            yield from _one_series(pair, place, new.records, (series, after))


def _one_series(
    pair: PlanPair, place: ChangePlace, records: str, series: tuple[Series, Series]
) -> Iterator[tuple[str, Change]]:
    old, new = series
    at = ChangePlace(place.item, "", old.span, new.span)
    named = min(old, new, key=_narrowness)
    for each in series_changes(pair, at, records, old, new):
        yield " / ".join(named.key), each


def _narrowness(series: Series) -> tuple[int, int, int, tuple[str, ...]]:
    """How few values a series is of: that of the fewest says best what two have in common."""
    named = [values for values in series.members if values is not None]
    return -len(series.members), len(series.members) - len(named), sum(map(len, named)), series.key


def _merged(changes: Iterable[tuple[str, Change]]) -> Iterator[Change]:
    """The changes of all series, those that are alike told once, for all values that they are of."""
    alike: dict[Change, list[tuple[str, Change]]] = {}
    for values, each in changes:
        alike.setdefault(evolve(each, old=None, new=None, without=(), settled=None), []).append(
            (values, each)
        )
    for several in alike.values():
        values, first = ", ".join(dict.fromkeys(values for values, _ in several)), several[0][1]
        without = tuple(each for _, one in several for each in one.without)
        yield evolve(first, part=f"for {values}: {first.part}" if values else first.part, without=without)


def _values(series: Series) -> str:
    return " / ".join(series.key) or "all records"


# --- the level itself ------------------------------------------------------------------------------------------------


def _where_aspect(old: ServiceLevel, new: ServiceLevel) -> Aspect:
    def judge(pair: PlanPair, before: Expression | None, after: Expression | None) -> Judgement | None:
        if old.records != new.records:
            return INCOMPARABLE
        wider = _wider(old, new)
        found = judge_condition(pair, new.records, (before, after), wider)
        if found is None or wider.effect is Effect.INCOMPARABLE or found.effect is not turned(wider).effect:
            return found
        return because(found, wider.why.replace("more", "fewer"))

    return Aspect("where", "for each … where", write_expression, judge, span="where_span")


def _wider(old: ServiceLevel, new: ServiceLevel) -> Judgement:
    """What more records mean: nothing certain for a share or a mean, but more time down where they are outages."""
    series = (*old.series, *new.series)
    if all(map(_is_down_while_records_last, (old, new))):
        return because(STRICTER, "more outages are counted")
    senses = {is_high(target) for target in targets_of(*series)}
    are_counted = all(
        isinstance(each.measure, Measure) and each.measure.statistic is Statistic.NUMBER for each in series
    )
    if are_counted and len(senses) == 1:
        return because(WEAKER if senses == {True} else STRICTER, "more records are counted")
    return because(INCOMPARABLE, f"other records are counted{_good_and_bad(series)}")


def _is_down_while_records_last(level: ServiceLevel) -> bool:
    """Whether more records are more time down and change nothing else: not how many outages there are, or of whom."""
    return (
        level.down is not None
        and isinstance(level.down.evidence, Outages)
        and level.entities is None
        and all(None not in each.members and _is_of_time_down(each.measure) for each in level.series)
    )


def _is_of_time_down(measure: Measured) -> bool:
    return isinstance(measure, Uptime) and measure.statistic is not Up.OUTAGES and measure.affected is None


def _left_out(old: ServiceLevel, new: ServiceLevel) -> Judgement:
    """What it means that more is left out: of records, the opposite of that more are counted."""
    if old.down is not None and new.down is not None:
        return more_time_left_out(old, new)
    fewer = turned(_wider(old, new))
    both = _good_and_bad((*old.series, *new.series))
    return because(fewer, f"records are left out{both}" if fewer.effect is Effect.INCOMPARABLE else "")


def _good_and_bad(series: Iterable[Series]) -> str:
    """What is said of records of which all, or some series, are measured by which of them are good."""
    shares = {Statistic.PERCENT_GOOD, Statistic.PERCENT_NOT_GOOD}
    are_judged = any(
        isinstance(each.measure, Measure) and each.measure.statistic in shares for each in series
    )
    return ", good and bad ones" if are_judged else ""


def _judge_kpi(_pair: PlanPair, old: bool, new: bool) -> Judgement:  # noqa: FBT001 - the values of a field
    del old
    return by_presence(now=new, added=WEAKER)


def _grace(level: str) -> Aspect:
    """The time in which nothing is missed: a longer one is weaker, where only misses become fewer by it."""

    def judge(pair: PlanPair, old: Grace | None, new: Grace | None) -> Judgement:
        before, after = (dt.date.min if each is None else each.until for each in (old, new))
        first, until = sorted((before, after))
        begin = f"before {until}" if first == dt.date.min else f"from {first} on and before {until}"
        verdicts = ("in grace before, missed", "missed before, in grace")[after > before]
        witness = f"windows that begin {begin}, with a value that fails the target: {verdicts} after"
        if why := where_begun_later(pair, level):
            return evolve(INCOMPARABLE, why=why, witnesses=(witness,))
        judgement = by_size(before.toordinal(), after.toordinal(), WEAKER)
        return evolve(judgement, witnesses=(witness,))

    return Aspect("grace", "grace", lambda _plan, grace: f"until {grace.until}", judge)


def _judge_promotion(pair: PlanPair, old: Promotion | None, new: Promotion | None) -> Judgement:
    if old is None or new is None:
        return evolve(by_presence(now=old is None, added=STRICTER), witnesses=_promoted(old, new))
    before, after = in_same_units(pair, old.lately, new.lately)
    return judge_often(before, after, Failing.BELOW_EXPECTED)


def _promoted(*both: Promotion | None) -> tuple[str, ...]:
    """So many windows that the last of them counts as missed, where one version alone says so."""
    told = ("below expected" if each is None else "missed" for each in both)
    below = str(Failing.BELOW_EXPECTED)
    found = (enough_in_words(each.lately, below) for each in both if each is not None)
    before, after = told
    return tuple(f"{each}: the last one {before} before, {after} after" for each in found)


def _write_reliance(plan: Plan, reliance: Reliance) -> str:
    """Write what a level relies on, which changes nothing that is owed."""
    how = "in series" if reliance.in_series else "in parallel"
    return f"{' and '.join(write_promise(plan, each) for each in reliance.promises)}, {how}"


def _write_dimensions(_plan: Plan, dimensions: Sequence[Dimension]) -> str:
    return "; ".join(
        f"{each.name} ({'.'.join(each.field.path)}){_write_left_out(each)}{', named values only' * each.named_only}"
        for each in dimensions
    )


def _judge_dimensions(pair: PlanPair, old: Sequence[Dimension], new: Sequence[Dimension]) -> Judgement:
    """Judge what a level is measured by; values that are measured, or no longer, are told by themselves."""
    bare = [tuple(evolve(each, untiered=(), named_only=False) for each in side) for side in (old, new)]
    if not same(bare[0], bare[1]):
        return INCOMPARABLE
    effects = [
        effect for one, other in zip(old, new, strict=True) for effect in _wider_values(pair, one, other)
    ]
    told = because(NEUTRAL, "what is measured, and what no longer, is told by itself")
    return Judgement(together(effects)) if effects else told


def _wider_values(pair: PlanPair, old: Dimension, new: Dimension) -> Iterator[Effect]:
    """That more values are measured: any that records have, and severities that both versions have."""
    if old.named_only is not new.named_only:
        yield by_presence(now=old.named_only, added=STRICTER).effect
    known = {tier.name for tier in pair.old.severities} & {tier.name for tier in pair.new.severities}
    before, after = ({name for name in each.untiered if name in known} for each in (old, new))
    if before - after:
        yield STRICTER.effect
    if after - before:
        yield WEAKER.effect


def _write_left_out(dimension: Dimension) -> str:
    return f", not for {', '.join(dimension.untiered)}" if dimension.untiered else ""


def _write_severities(plan: Plan, severities: Sequence[SeverityTaken]) -> str:
    return "; ".join(
        f"{write_expression(plan, each.field)} {each.taken}, by {each.records}" for each in severities
    )


_FIRST = (
    Aspect("title", "title", plain, judged(NEUTRAL)),
    Aspect(
        "is_kpi", "kind", lambda _plan, kpi: "kpi, without credits" if kpi else "service level", _judge_kpi
    ),
    Aspect("party", "of the", plain, judged(INCOMPARABLE)),
)
_SCOPE = (
    Aspect("reliance", "relies on", _write_reliance, judged(because(NEUTRAL, "no figure depends on it"))),
    Aspect("dimensions", "by", _write_dimensions, _judge_dimensions),
    Aspect("records", "for each", plain, judged(INCOMPARABLE)),
)


_COUNTED = Aspect(
    "counted", "counted in the window of", write_expression, judged(INCOMPARABLE), span="counted_span"
)
_SEVERITIES = Aspect("severities", "severity", _write_severities, judged(INCOMPARABLE))
_RULES = (
    Aspect(
        "promotion",
        "count as missed",
        lambda _plan, promotion: f"when below expected {write_lately(promotion.lately)}",
        _judge_promotion,
    ),
)
