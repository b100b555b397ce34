"""A level in two versions that differ in one change alone, bare of all that is not measured."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from sladsl.comparison.aspects import calendars_of_both, of_both, with_meaning
from sladsl.comparison.change import TakenBack
from sladsl.comparison.sameness import same
from sladsl.planning.level_means import mean_of
from sladsl.planning.plan import (
    Calendar,
    Clock,
    Expression,
    LevelMean,
    OpenRecords,
    Plan,
    RecordSet,
    Series,
    ServiceLevel,
    Uptime,
)
from sladsl.planning.relocating import rewritten
from sladsl.values import evolve, frozen


@frozen
class Versions:
    """Two plans of one level, and a series of it, without and with a change; `whole` is what they are of."""

    before: Plan
    after: Plan
    old: tuple[ServiceLevel, Series]
    new: tuple[ServiceLevel, Series]
    whole: TakenBack

    @property
    def plans(self) -> tuple[Plan, Plan]:
        """Both plans, the one without the change first."""
        return self.before, self.after

    @property
    def first(self) -> dt.date:
        """The day from which the two are in force."""
        return max(self.after.term.first, self.after.since or self.after.term.first)

    @property
    def clock(self) -> Clock | None:
        """The clock that records are made for: the new one, or else that of the old version."""
        return self.new[1].clock or self.old[1].clock

    @property
    def good(self) -> Expression | None:
        """What records are made good by: as the new version says it, or else as the old one does."""
        return self.old[1].good if self.new[1].good is None else self.new[1].good

    @property
    def are_of_other_conditions(self) -> bool:
        """Whether the two differ in what is good, and not in what is measured, or of which values."""
        (before, old), (after, new) = self.old, self.new
        return (
            not same(old.good, new.good)
            and same(old.measure, new.measure)
            and not is_regrouped(before, after)
        )


def versions_of(without: TakenBack) -> Iterator[Versions]:
    """Each series that a change is about, in both versions; none where one would not know what the other names.

    Nor is there any where one alone measures records, or time, or other records: then nothing is the same for both.
    """
    if _have_alike(without):
        yield from (each for each in _versions(without) if _are_of_one_kind(each))


def _versions(without: TakenBack) -> Iterator[Versions]:
    for level in without.new.levels:
        if is_regrouped(without.then, level) and without.now is level:
            yield _of_all(without, level)
            continue
        for at, series in enumerate(level.series):
            if _is_about(without, level, series):
                plan = _bare(without, level)
                old = rewritten(plan, lambda part: _without(without, part))
                before, after = (_of_one(each, at) for each in (old, plan))
                yield Versions(before, after, _first(before), _first(after), without)


def _are_of_one_kind(versions: Versions) -> bool:
    """Whether both levels measure the same records, and what they say fits what they measure."""
    (old, before), (new, after) = versions.old, versions.new
    return old.records == new.records and _is_fitting(old, before) and _is_fitting(new, after)


def _is_fitting(level: ServiceLevel, series: Series) -> bool:
    match series.measure:
        case Uptime():
            return level.down is not None
        case OpenRecords():
            return level.counted is None and level.down is None
        case LevelMean():
            return True
        case _:
            return level.counted is not None and level.down is None


def is_regrouped(one: object, other: object) -> bool:
    """Whether two levels measure other values together, or by themselves."""
    if not (isinstance(one, ServiceLevel) and isinstance(other, ServiceLevel)):
        return False
    return [each.members for each in one.series] != [each.members for each in other.series]


def _of_all(without: TakenBack, level: ServiceLevel) -> Versions:
    """All series of a level that are other ones in both versions."""
    plan = _bare(without, level)
    old = rewritten(plan, lambda part: _without(without, part))
    before, after = (
        evolve(each, levels=(_without_credits(each.levels[0]), *each.levels[1:])) for each in (old, plan)
    )
    one, other = before.levels[0], after.levels[0]
    return Versions(before, after, (one, _fresh(one, other)), (other, _fresh(other, one)), without)


def _fresh(level: ServiceLevel, other: ServiceLevel) -> Series:
    """The first series whose values another version measures otherwise."""
    known = [each.members for each in other.series]
    return next((each for each in level.series if each.members not in known), level.series[0])


def _without(without: TakenBack, part: object) -> object:
    """A part of a plan without the change; a calendar by name, since it may have got a meaning of business days."""
    now, then = without.now, without.then
    if isinstance(now, Calendar) and isinstance(then, Calendar):
        is_it = isinstance(part, Calendar) and part.name == now.name
        return with_meaning(then, now) if is_it else part
    return then if part is now else part


def _have_alike(without: TakenBack) -> bool:
    """Whether both versions mean the same by each field and each severity, and know the obligations of both."""
    old, new = without.old, without.new
    declared = {(each.name, field.name): field for each in new.records for field in each.fields}
    fields = ((each.name, field) for each in old.records for field in each.fields)
    missed = {each.missed for level in (*old.levels, *new.levels) for each in level.exclusions} - {None}
    averaged = {mean.level for level in (*old.levels, *new.levels) if (mean := mean_of(level)) is not None}
    return (
        all(same(field, declared.get((name, field.name), field)) for name, field in fields)
        and [each.name for each in old.severities] == [each.name for each in new.severities]
        and missed | averaged <= {each.name for each in new.levels}
    )


def _first(plan: Plan) -> tuple[ServiceLevel, Series]:
    return plan.levels[0], plan.levels[0].series[0]


def _is_about(without: TakenBack, level: ServiceLevel, series: Series) -> bool:
    if isinstance(without.now, Calendar):
        return without.now.name in _hours_of(series)
    return any(without.now is each for each in (level, level.down, series, series.clock))


def _hours_of(series: Series) -> Iterator[str | None]:
    """The calendars of the clock of a series, and of what it measures."""
    yield None if series.clock is None else series.clock.calendar
    match series.measure:
        case Uptime(calendar=calendar):
            yield calendar
        case OpenRecords(calendar=calendar, at=at):
            yield from (calendar, at.calendar)


def _bare(without: TakenBack, level: ServiceLevel) -> Plan:
    """The new agreement of one level, with what only the old one has, and without a settlement's steps."""
    old, new = without.old, without.new
    others = {each for side in (new, old) for each in _read_by(side, level.name)}
    settlement = None if new.settlement is None else evolve(new.settlement, steps=(), final_after=1)
    return evolve(
        new,
        charges=(),
        calendars=calendars_of_both(new, old),
        records=tuple(_records(new.records, old.records)),
        levels=(level, *(_without_credits(each) for each in new.levels if each.name in others)),
        settlement=settlement,
        remedies=(),
        services=(),
        amendments=(),
        since=without.since,
        until=None,
        eras=(),
    )


def _read_by(plan: Plan, name: str) -> Iterator[str]:
    """The names of levels that another one reads: obligations that take records out, and one that it is a mean of."""
    for level in (each for each in plan.levels if each.name == name):
        yield from (each.missed for each in level.exclusions if each.missed is not None)
        mean = mean_of(level)
        if mean is not None:
            yield mean.level
            yield from _read_by(plan, mean.level)


def _without_credits(level: ServiceLevel) -> ServiceLevel:
    return evolve(level, series=tuple(map(_uncredited, level.series)))


def _records(new: Sequence[RecordSet], old: Sequence[RecordSet]) -> Iterator[RecordSet]:
    """The records of the new agreement with fields that only the old one has, and those that only the old one has."""
    before = {each.name: each for each in old}
    for each in new:
        fields = before[each.name].fields if each.name in before else ()
        yield evolve(each, fields=of_both(each.fields, fields))
    names = {each.name for each in new}
    yield from (each for each in old if each.name not in names)


def _of_one(plan: Plan, place: int) -> Plan:
    """A plan whose first level has one series first: alone, unless that is of the values that others do not name."""
    level, *others = plan.levels
    series = level.series[place]
    rest = tuple(each for each in level.series if each is not series and None in series.members)
    first = evolve(level, series=tuple(map(_uncredited, (series, *rest))))
    return evolve(plan, levels=(first, *others))


def _uncredited(series: Series) -> Series:
    targets = (series.expected, series.minimum)
    expected, minimum = (None if each is None else evolve(each, credits=()) for each in targets)
    return evolve(
        series,
        credits=(),
        expected=expected,
        minimum=minimum,
        further=tuple(evolve(each, credits=()) for each in series.further),
    )
