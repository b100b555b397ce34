"""A level in two versions that differ in one change alone, bare of all that is not measured."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from sladsl.comparison.aspects import calendars_of_both, of_both, with_meaning
from sladsl.comparison.change import TakenBack
from sladsl.comparison.sameness import same
from sladsl.planning.level_means import mean_of
from sladsl.planning.plan import Calendar, OpenRecords, Plan, RecordSet, Series, ServiceLevel, Uptime
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


def versions_of(without: TakenBack) -> Iterator[Versions]:
    """Each series that a change is about, in both versions; none where one would not know what the other names."""
    if not _have_alike(without):
        return
    for level in without.new.levels:
        for at, series in enumerate(level.series):
            if _is_about(without, level, series):
                plan = _bare(without, level)
                old = rewritten(plan, lambda part: _without(without, part))
                before, after = (_of_one(each, at) for each in (old, plan))
                yield Versions(before, after, _first(before), _first(after), without)


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
