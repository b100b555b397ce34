"""Which values of a level are measured together, compared: the lines of one version that are the same as in another."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sladsl.comparison.aspects import ChangePlace, PlanPair, change
from sladsl.comparison.change import Change, TakenBack
from sladsl.comparison.consequences.histories import is_told_by_windows
from sladsl.comparison.effect import INCOMPARABLE, STRICTER, WEAKER, Judgement, because
from sladsl.comparison.sameness import same
from sladsl.comparison.service_levels.level_windows import BETWEEN
from sladsl.planning.plan import Measure, Plan, Series, ServiceLevel
from sladsl.values import evolve

_Group = tuple[Sequence[Series], Sequence[Series]]
"""The series of two versions that have values in common."""


def counterpart(series: Series, level: ServiceLevel) -> Series | None:
    """The series of another version that measures the same values: of the same key, or one that holds them, too.

    What is measured by one field more, or by one fewer, is held against the only line of the other version.
    """
    same_key = [each for each in level.series if each.key == series.key]
    if same_key:
        return same_key[0]
    if not all(len(each.members) == len(series.members) for each in level.series):
        return level.series[0] if len(level.series) == 1 or not series.key else None
    holding = [each for each in level.series if _share_values(series, each)]
    return max(holding, key=lambda each: sum(values is not None for values in each.members), default=None)


def _share_values(one: Series, other: Series) -> bool:
    return all(
        mine is None or theirs is None or set(mine) & set(theirs)
        for mine, theirs in zip(one.members, other.members, strict=True)
    )


def with_old_groups(pair: PlanPair, told: Change, old: ServiceLevel, new: ServiceLevel) -> Change:
    """The change of what a level is measured by, taken back together with the lines that are of these values."""
    if [each.members for each in old.series] == [each.members for each in new.series]:
        return told
    if old.records != new.records:
        return evolve(told, without=())
    then = evolve(new, dimensions=old.dimensions, series=_by_new_terms(old.series, new.series))
    return evolve(told, without=(TakenBack(pair.old, pair.new, pair.since, new, then),))


def group_changes(
    pair: PlanPair, place: ChangePlace, old: ServiceLevel, new: ServiceLevel
) -> Iterator[Change]:
    """That values are measured together, or apart, that were not before."""
    if len(old.dimensions) != len(new.dimensions):
        return
    for before, after in _groups(old, new):
        if not (before and after) or not _are_told(before, after):
            continue
        names = ", ".join(" / ".join(each.key) for each in after)
        written = tuple(" and ".join(map(_members, side)) for side in (before, after))
        judgement = _judge(pair, (old, new), (before, after))
        then = evolve(new, series=_put_back(new.series, _by_new_terms(before, after), after))
        at = ChangePlace(place.item, f"for {names}: ", before[0].span, after[0].span)
        told = change(at, "measured together", (written[0], written[1]), judgement, (before[0], after[0]))
        yield evolve(told, without=(TakenBack(pair.old, pair.new, pair.since, new, then),))


def _groups(old: ServiceLevel, new: ServiceLevel) -> Iterator[_Group]:
    """Series that only one of two versions has, those together that have values in common."""
    known = [{each.members for each in level.series} for level in (old, new)]
    before = [each for each in old.series if each.members not in known[1]]
    after = [each for each in new.series if each.members not in known[0]]
    while after:
        group = _grown(before, after, after[:1])
        yield group
        after = [each for each in after if each not in group[1]]


def _grown(before: Sequence[Series], after: Sequence[Series], some: Sequence[Series]) -> _Group:
    """Some new series with the old ones that have values of theirs, and the new ones that have values of these."""
    beside = [each for each in before if any(_share_values(each, one) for one in some)]
    more = [each for each in after if each in some or any(_share_values(each, one) for one in beside)]
    return (beside, some) if len(more) == len(some) else _grown(before, after, more)


def _are_told(before: Sequence[Series], after: Sequence[Series]) -> bool:
    """Whether all values are named, or some are measured together."""
    both = (*before, *after)
    return not any(None in each.members for each in both) or any(map(_is_pooled, both))


def _is_pooled(series: Series) -> bool:
    return any(values is not None and len(values) > 1 for values in series.members)


def _members(series: Series) -> str:
    named = ("each other value" if values is None else ", ".join(values) for values in series.members)
    return f"{'; '.join(named)}{' together' if _is_pooled(series) else ''}"


def _by_new_terms(before: Sequence[Series], after: Sequence[Series]) -> tuple[Series, ...]:
    """The old groups by the new terms, where these are the same for all, and else as they were."""
    terms = after[0]
    if not all(_have_same_terms(each, terms) for each in after):
        return (*before,)
    return tuple(evolve(terms, key=each.key, members=each.members) for each in before)


def _have_same_terms(one: Series, other: Series) -> bool:
    return same(evolve(one, key=other.key, members=other.members), other)


def _put_back(
    series: tuple[Series, ...], before: Sequence[Series], after: Sequence[Series]
) -> tuple[Series, ...]:
    """The series of a level with old ones where the first of those that they became stood."""
    place = next(number for number, each in enumerate(series) if each is after[0])
    rest = [
        [each for each in part if all(each is not one for one in after)]
        for part in (series[:place], series[place:])
    ]
    return (*rest[0], *before, *rest[1])


def _judge(pair: PlanPair, levels: tuple[ServiceLevel, ServiceLevel], group: _Group) -> Judgement:
    """Values together lie between those of each: they fail only where one of these does, if nothing but that counts."""
    before, after = group
    of_same = all(_have_same_terms(each, after[0]) for each in after)
    plans = (pair.old, pair.new)
    if not of_same or not all(_is_by_value(*each) for each in zip(plans, levels, strict=True)):
        return INCOMPARABLE
    if not all(map(_lies_between, (*before, *after))) or _values(before) != _values(after):
        return INCOMPARABLE
    if len(after) == 1:
        return because(WEAKER, _BETWEEN_PARTS)
    return because(STRICTER, _BETWEEN_PARTS) if len(before) == 1 else INCOMPARABLE


_BETWEEN_PARTS = "values together are missed only where some by themselves are"


def _values(series: Sequence[Series]) -> set[tuple[str, ...]]:
    """The values of series of one dimension; nothing where there are several."""
    return {(value,) for each in series for values in each.members[:1] for value in values or ()}


def _is_by_value(plan: Plan, level: ServiceLevel) -> bool:
    """Whether nothing but the values of a level decides what it costs, and each window by itself."""
    return (
        len(level.dimensions) == 1
        and level.low_volume is None
        and level.promotion is None
        and not level.ratchets
        and not level.excuses
        and all(each.budget is None and each.missed is None for each in level.exclusions)
        and not is_told_by_windows(plan, level.name)
    )


def _lies_between(series: Series) -> bool:
    """Whether the value of several together lies between those of each, and nothing else is asked of it."""
    return (
        isinstance(series.measure, Measure)
        and series.measure.statistic in BETWEEN
        and series.needs is None
        and not series.further
        and not series.all_credits
    )
