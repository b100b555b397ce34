"""Records to try by what is taken for time down, and what of it is left out."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import permutations

from sladsl.comparison.by_records.made.making import Wanted, made
from sladsl.comparison.by_records.made.record_groups import Held, Path, Row, Rows, own
from sladsl.comparison.by_records.made.time_down import (
    down_for,
    down_in_slots,
    down_of,
    evidence_of,
    one_sample,
    time_down,
    up_for,
    with_keys,
)
from sladsl.comparison.by_records.spans import apart, window_of
from sladsl.comparison.by_records.tried.grouped import are_regrouped, attempts_with_groups_down
from sladsl.comparison.by_records.versions import Versions
from sladsl.comparison.logic.factors import declared
from sladsl.comparison.sameness import only_in, same
from sladsl.measurement.scanning.reads import declaration, record_set
from sladsl.planning.buckets import DAY, HOUR, MINUTE
from sladsl.planning.plan import (
    Beside,
    DownWhile,
    Exclusion,
    Field,
    Outages,
    Rates,
    Samples,
    Series,
    ServiceLevel,
    Up,
    Uptime,
)

_DAYS_APART = 7
"""So many days after the first ones lies the time down that only one of two exclusions takes."""


def attempts_with_down_time(versions: Versions) -> Iterator[Callable[[int], Rows | None]]:
    """Time down of lengths that matter, some of it left out."""
    old, new = versions.old[0], versions.new[0]
    before, after = old.down, new.down
    if before is None or after is None:
        return
    if are_regrouped(versions):
        yield from attempts_with_groups_down(versions)
        return
    changed = [*only_in(old.exclusions, new.exclusions), *only_in(new.exclusions, old.exclusions)]
    for each in changed:
        if each.missed is None:
            yield from _left_out(versions, each, changed)
    if changed:
        return
    if not same(old.exclusions, new.exclusions):
        for one, other in permutations([each for each in new.exclusions if each.budget is not None], 2):
            yield partial(_used_up, versions, one, other)
    for length in _lengths(before.least, after.least):
        yield partial(down_for, versions, length)
    if isinstance(after.evidence, Samples | Rates):
        yield partial(one_sample, versions)
    if isinstance(after.evidence, Samples | Rates):
        yield from _alone(versions, before, after)
    if isinstance(after.evidence, Samples):
        yield partial(_two, versions)
    for beside in (*only_in(before.during, after.during), *only_in(after.during, before.during)):
        yield partial(_beside, versions, beside)
    if not same(old.entities, new.entities):
        yield from (partial(_of_two, versions, overlap) for overlap in (0, HOUR // 2))
    if not same(versions.old[1].measure, versions.new[1].measure):
        if len({_agreed_in(series) for _, series in (versions.old, versions.new)}) > 1:
            yield partial(_by_day_and_by_night, versions, max(before.least, after.least, HOUR // 2))
        yield partial(down_for, versions, HOUR + MINUTE + MINUTE // 2)
        yield lambda at: time_down(versions, [(at, HOUR // 2), (at + 2 * HOUR, 2 * HOUR)])
        yield lambda at: time_down(versions, [(at + DAY // 2, DAY // 4)])


def _lengths(old: int, new: int) -> tuple[int, ...]:
    """Lengths of time down that the shorter one of two least times takes, and the longer one does not."""
    if old == new:
        return ()
    short, long = sorted((old, new))
    return (short, (short + long) // 2) if short else (long // 2,)


def _alone(versions: Versions, before: DownWhile, after: DownWhile) -> Iterator[partial[Rows | None]]:
    """Time down with nothing around it, where slots without evidence count otherwise, or are of other lengths."""
    slots = [each.evidence.every for each in (before, after) if isinstance(each.evidence, Samples | Rates)]
    if not same(before.evidence, after.evidence):
        yield partial(down_in_slots, versions, max(slots), max(before.least, after.least, *slots))


# --- time down -------------------------------------------------------------------------------------------------------


def _agreed_in(series: Series) -> str | None:
    """The calendar by which a series agrees time."""
    return series.measure.calendar if isinstance(series.measure, Uptime) else None


def _by_day_and_by_night(versions: Versions, length: int, at: int) -> Rows | None:
    """Time down at noon, and twice as long before midnight, when offices are closed."""
    return time_down(versions, [(at, length), (at + 12 * HOUR, 2 * length)])


def _of_two(versions: Versions, overlap: int, at: int) -> Rows | None:
    """An hour's outage of one entity and, of another, an hour's that begins before it is over, or none."""
    entities, down = versions.new[0].entities or versions.old[0].entities, down_of(versions)
    assert entities is not None, "one of two versions has entities"
    names = declared(versions.after, versions.new[0].records, entities.field) or ("A", "B")
    one, other = ({entities.field.path: name} for name in (names[0], names[-1]))
    length = max(HOUR, down.least)
    first = down_for(versions, length, at, of=one)
    if overlap:
        second = down_for(versions, length, at + length - overlap, of=other)
    elif isinstance(down.evidence, Outages):
        second = _target(versions, entities.field, names[-1])
    else:
        second = up_for(versions, down.evidence, length, at, other)
    return None if first is None or second is None else with_keys(versions, (*first, *second))


def _target(versions: Versions, field: Field, name: str) -> Rows:
    """What a ref refers to, where an entity is one."""
    records = record_set(versions.after, versions.new[0].records)
    target = None if len(field.path) > 1 else declaration(records, field.path[0]).target
    if target is None:
        return ()
    key = next(each.name for each in record_set(versions.after, target).fields if each.key)
    return made(versions.after, Wanted(target, {(key,): name}, (), 0)) or ()


def _two(versions: Versions, at: int) -> Rows | None:
    """Two samples of one slot, by one of which the service is down; None where a version takes only one."""
    down = down_of(versions)
    assert isinstance(down.evidence, Samples), "only samples have slots"
    if not all(_are_several_read(level) for level, _ in (versions.old, versions.new)):
        return None
    up, bad = (
        evidence_of(versions, {down.evidence.at.path: when}, is_down=is_down)
        for when, is_down in ((at, False), (at + down.evidence.every // 2, True))
    )
    return None if up is None or bad is None else with_keys(versions, (*up, *bad))


def _are_several_read(level: ServiceLevel) -> bool:
    """Whether a level reads more than one sample of a slot."""
    return (
        level.down is not None
        and isinstance(level.down.evidence, Samples)
        and level.down.evidence.one_slot is not None
    )


# --- what lasts beside it --------------------------------------------------------------------------------------------


def _beside(versions: Versions, beside: Beside, at: int) -> Rows | None:
    """A record of another set during which the service is down, and evidence of its own later on."""
    lasting = _lasting(versions, beside, at, HOUR)
    down = down_of(versions)
    later = at + 2 * HOUR
    own_rows = (
        down_for(versions, max(HOUR, down.least), later)
        if isinstance(down.evidence, Outages)
        else one_sample(versions, later)
    )
    return None if lasting is None or own_rows is None else (*lasting, *own_rows)


def _lasting(
    versions: Versions, evidence: Beside | Exclusion, at: int, length: int, place: int = 0
) -> Rows | None:
    """A record that lasts so long, of the same values as those of the level."""
    records = record_set(versions.after, evidence.records)
    assert records.lasting is not None, "a check refuses evidence that does not last"
    held: dict[Path, Held] = {(records.lasting[0],): at, (records.lasting[1],): at + length}
    conditions = () if evidence.where is None else (evidence.where,)
    return made(versions.after, Wanted(evidence.records, held, conditions, at, key=own(place)))


def _left_out(
    versions: Versions, exclusion: Exclusion, changed: Sequence[Exclusion]
) -> Iterator[partial[Rows | None]]:
    """Time down as long as the budgets of an exclusion, or longer, or as often, all of which it would take."""
    budgets = [each.budget for each in changed if each.budget is not None]
    lengths = {HOUR, *(2 * each.time for each in budgets if each.time is not None)}
    times = {1, *(each.times + 1 for each in budgets if each.times is not None)}
    for number in sorted(times):
        for length in sorted(lengths):
            yield partial(_taken, versions, exclusion, (number, length))
    if exclusion.records != versions.new[0].records:
        yield partial(_parted, versions, exclusion)
        yield partial(_apart, versions, exclusion, max(lengths))
        if len({each.as_uptime for each in changed}) > 1 and not _is_share(versions):
            yield partial(_at_all_times, versions, exclusion)
    horizons = {budget.per for budget in budgets}
    if len({(budget.anchor, budget.per) for budget in budgets}) > 1:
        amounts = [(each.times or 1, each.time or HOUR) for each in budgets]
        for step in sorted(map(apart, horizons)):
            yield partial(_taken_again, versions, exclusion, min(amounts), step)


def _used_up(versions: Versions, one: Exclusion, other: Exclusion, at: int) -> Rows | None:
    """Time down that one exclusion would take with all of its budget, and another one, too, which would take more.

    It is all taken where the one comes before the other.
    """
    records = versions.new[0].records
    if records in {one.records, other.records}:
        return None
    shared, rest = _stretches(one, at), _stretches(other, at + _DAYS_APART * DAY)
    rows: list[Row] = []
    for start, length in (*shared, *rest):
        beside = [
            _lasting(versions, each, start, length)
            for each in ((one, other) if (start, length) in shared else (other,))
        ]
        down = down_for(versions, length, start)
        if down is None or None in beside:
            return None
        rows += (*down, *(row for each in beside for row in each or ()))
    return with_keys(versions, tuple(rows))


def _stretches(exclusion: Exclusion, at: int) -> list[tuple[int, int]]:
    """When time is down that takes the whole budget of an exclusion: from when on, and for how long."""
    budget = exclusion.budget
    assert budget is not None, "only a budget is used up"
    if budget.time is not None:
        return [(at, budget.time)]
    return [(at + 2 * HOUR * place, HOUR) for place in range(budget.times or 0)]


def _parted(versions: Versions, exclusion: Exclusion, at: int) -> Rows | None:
    """Time down the middle of which an exclusion would take."""
    down, lasting = down_for(versions, 3 * HOUR, at), _lasting(versions, exclusion, at + HOUR, HOUR)
    return None if down is None or lasting is None else with_keys(versions, (*down, *lasting))


def _apart(versions: Versions, exclusion: Exclusion, length: int, at: int) -> Rows | None:
    """Time down, and time up later on that an exclusion would take."""
    down = down_for(versions, HOUR, at)
    lasting = _lasting(versions, exclusion, at + 2 * HOUR, length)
    return None if down is None or lasting is None else with_keys(versions, (*down, *lasting))


def _is_share(versions: Versions) -> bool:
    """Whether a share of time is measured, of which time that is left out is no part, and other time up is."""
    measure = versions.new[1].measure
    return isinstance(measure, Uptime) and measure.statistic is Up.AVAILABILITY


def _at_all_times(versions: Versions, exclusion: Exclusion, at: int) -> Rows | None:
    """Time down in a window all of which an exclusion would take."""
    window = window_of(versions, at)
    if window is None:
        return None
    lasting = _lasting(versions, exclusion, window.start, window.end - window.start)
    down = down_for(versions, HOUR, at)
    return None if down is None or lasting is None else with_keys(versions, (*down, *lasting))


def _taken_again(
    versions: Versions, exclusion: Exclusion, amount: tuple[int, int], step: int, at: int
) -> Rows | None:
    """Time down that uses a budget, and as much of it some time later."""
    first, second = (_taken(versions, exclusion, amount, when) for when in (at, at + step))
    return None if first is None or second is None else with_keys(versions, (*first, *second))


def _taken(versions: Versions, exclusion: Exclusion, amount: tuple[int, int], at: int) -> Rows | None:
    """Time down, so often and for so long each time, all of which an exclusion would take."""
    number, length = amount
    rows: list[Row] = []
    is_own = exclusion.records == versions.new[0].records
    for place in range(number):
        start = at + place * (length + HOUR)
        down = down_for(versions, length, start, exclusion.where if is_own else None)
        lasting = () if is_own else _lasting(versions, exclusion, start, length, place)
        if down is None or lasting is None:
            return None
        rows += (*down, *lasting)
    return with_keys(versions, tuple(rows))
