"""Two versions of an agreement compared: every fact of both plans, and their prose."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from typing import Generic, Protocol, TypeVar

from sladsl.comparison.agreement import (
    agreement_changes,
    amendment_changes,
    records_changes,
    records_item,
)
from sladsl.comparison.aspects import ChangePlace, PlanPair, change
from sladsl.comparison.change import Change, Comparison, Item
from sladsl.comparison.charges import charge_changes, charge_item, judge_charge
from sladsl.comparison.consequences.remedies import judge_new_remedy, remedy_changes, remedy_item
from sladsl.comparison.effect import (
    NEUTRAL,
    Effect,
    Judgement,
    because,
    by_presence,
)
from sladsl.comparison.over_time import Stretch, charged_in_stretch, eras, in_stretch, stretches
from sladsl.comparison.prose import prose_changes
from sladsl.comparison.renamed_fields import RenamedField, with_new_fields
from sladsl.comparison.renames import Renamed, with_new_names
from sladsl.comparison.service_levels.calendars import affected, calendar_changes
from sladsl.comparison.service_levels.levels import level_changes, level_item
from sladsl.comparison.service_levels.lone_targets import judge_level, on_side
from sladsl.comparison.services import lines_of_service, service_changes, service_item
from sladsl.comparison.settlements.settlement import settlement_changes
from sladsl.planning.contract import Contract
from sladsl.planning.plan import Calendar, Plan, RecordSet, Service, ServiceLevel
from sladsl.planning.text import calendar_lines, charge_lines, records_lines
from sladsl.planning.text_levels import level_lines
from sladsl.planning.text_line import PlanLine
from sladsl.planning.text_remedies import remedy_lines
from sladsl.source import Span
from sladsl.values import evolve, frozen


class NamedPart(Protocol):
    """A part of a plan that is found by its name."""

    @property
    def name(self) -> str: ...
    @property
    def span(self) -> Span: ...


N = TypeVar("N", bound=NamedPart)


@frozen
class Agreed:
    """What is agreed in one version of an agreement: its plan, and its prose."""

    plan: Plan
    contract: Contract


def compare(old: Agreed, new: Agreed) -> Comparison:
    """Tell what has changed in effect from one version of an agreement to another, in the order of documents.

    Of amended agreements, what they are at first is told first, then what differs from the date on of each amendment,
    and of a settlement from each date on of its steps.
    """
    pair = PlanPair(old.plan, new.plan)
    between_amendments, between_steps = eras(pair), stretches(pair)
    told = [
        *_over(pair, between_amendments, in_stretch, _clause_changes),
        *_over(pair, between_steps, charged_in_stretch, _settlement_changes),
        *_over(pair, between_amendments, in_stretch, _remedy_changes),
    ]
    told.sort(key=lambda each: each[0] or dt.date.min)
    changes = [_from(since, each) for since, each in told]
    _, renamed = with_new_names(old.plan, new.plan)
    prose = prose_changes(old.contract, new.contract, {each.old_name: each.new_name for each in renamed})
    return Comparison(new.plan.name, new.plan.title, (*amendment_changes(pair), *changes, *prose))


_Told = tuple[str, str, str | None, str | None]
_Changes = Callable[["_Sides"], Iterator[Change]]


def _over(
    pair: PlanPair, times: Sequence[Stretch], cut: Callable[[Plan, Stretch], Plan], changes: _Changes
) -> Iterator[tuple[dt.date | None, Change]]:
    """The changes in each of some stretches of time that were not there in the one before."""
    before: Sequence[Change] = ()
    for stretch in times:
        since = stretch[0]
        found = tuple(changes(_sides(cut(pair.old, stretch), cut(pair.new, stretch), stretch)))
        known = {_told(each) for each in before}
        fresh = (each for each in found if _told(each) not in known)
        yield from ((since, each) for each in (*fresh, *_ended(before, found)))
        before = found


def _told(change: Change) -> _Told:
    return change.item.id, change.part, change.before, change.after


def _ended(before: Sequence[Change], now: Sequence[Change]) -> Iterator[Change]:
    """Changes that the stretch of time before had, and this one has no more: both versions say the same again."""
    parts = {(each.item.id, each.part) for each in now}
    items = {each.item.id for each in now}
    for each in before:
        if (each.item.id, each.part) not in parts and (each.part or each.item.id not in items):
            yield Change(each.item, each.part, None, None, Effect.NEUTRAL, _AGAIN, (), None, None)


_AGAIN = "both versions say the same again"


def _from(since: dt.date | None, change: Change) -> Change:
    """A change that an amendment brings, told with its date."""
    if since is None:
        return change
    return evolve(change, part=", ".join(part for part in (f"from {since}", change.part) if part))


@frozen
class _Sides:
    """Two versions in one stretch of time, the old one with the names of the new, and what has another name."""

    pair: PlanPair
    renamed: Sequence[Renamed]
    fields: Sequence[RenamedField]


def _sides(old: Plan, new: Plan, stretch: Stretch) -> _Sides:
    named, renamed = with_new_names(old, new)
    known, fields = with_new_fields(named, new)
    return _Sides(PlanPair(known, new, *stretch), renamed, fields)


def _clause_changes(sides: _Sides) -> Iterator[Change]:
    pair, renamed = sides.pair, sides.renamed
    known, new = pair.old, pair.new
    yield from (
        *agreement_changes(pair),
        *_named(pair, (known.services, new.services), _SERVICES, renamed),
        *_named(pair, (known.charges, new.charges), _CHARGES, renamed),
        *_named(pair, (known.calendars, new.calendars), _CALENDARS, renamed),
        *_named(pair, (known.records, new.records), _RECORDS, renamed),
        *_fields(new, sides.fields),
        *_named(pair, (known.levels, new.levels), _LEVELS, renamed),
    )


def _settlement_changes(sides: _Sides) -> Iterator[Change]:
    return settlement_changes(sides.pair)


def _remedy_changes(sides: _Sides) -> Iterator[Change]:
    old, new = sides.pair.old, sides.pair.new
    return _named(sides.pair, (old.remedies, new.remedies), _REMEDIES, sides.renamed)


@frozen
class _ItemKind(Generic[N]):
    """How things of a kind are compared, named and written, and what one more of them means."""

    changes: Callable[[PlanPair, N, N], Iterator[Change]]
    item: Callable[[N], Item]
    lines: Callable[[Plan, N], Iterator[PlanLine]]
    added: Callable[[PlanPair, Plan, N], Judgement]


def _named(
    pair: PlanPair, things: tuple[Sequence[N], Sequence[N]], kind: _ItemKind[N], renamed: Sequence[Renamed]
) -> Iterator[Change]:
    """The changes of things that have a name, those of the new plan first, in its order."""
    before, after = ({each.name: each for each in side} for side in things)
    for name, thing in after.items():
        if name in before:
            yield from _renamed(kind.item(thing), before[name], thing, renamed)
            yield from kind.changes(pair, before[name], thing)
        else:
            yield _whole(pair, thing, kind, is_new=True)
    yield from (
        _whole(pair, thing, kind, is_new=False) for name, thing in before.items() if name not in after
    )


def _renamed(item: Item, old: N, new: N, renamed: Sequence[Renamed]) -> Iterator[Change]:
    """That a thing has another name."""
    for each in renamed:
        if each.new is new:
            place = ChangePlace(item, "", old.span, new.span)
            why = (
                "renamed: its data are to be given under the new name"
                if each.kind == "records"
                else "renamed"
            )
            yield change(place, "name", (each.old_name, each.new_name), because(NEUTRAL, why))


def _fields(plan: Plan, renamed: Sequence[RenamedField]) -> Iterator[Change]:
    """That fields have other names."""
    for each in renamed:
        item = next(records_item(records) for records in plan.records if records.name == each.records)
        place = ChangePlace(item, f"field {each.new.name}: ", each.old.span, each.new.span)
        why = because(NEUTRAL, "renamed: the data are to have it under the new name")
        yield change(place, "name", (each.old.name, each.new.name), why)


def _whole(pair: PlanPair, thing: N, kind: _ItemKind[N], *, is_new: bool) -> Change:
    """Something that has come or gone as a whole, with all that the plan says of it."""
    plan = pair.new if is_new else pair.old
    judgement = by_presence(now=is_new, added=kind.added(pair, plan, thing))
    judgement = evolve(
        judgement, witnesses=tuple(on_side(each, is_new=is_new) for each in judgement.witnesses)
    )
    item = kind.item(thing)
    place = ChangePlace(item, "", None if is_new else thing.span, thing.span if is_new else None)
    written = (None, item.heading) if is_new else (item.heading, None)
    told = change(place, "", written, judgement)
    return evolve(told, details=tuple(line.shown for line in kind.lines(plan, thing))[1:])


def _calendar_changes(pair: PlanPair, old: Calendar, new: Calendar) -> Iterator[Change]:
    yield from calendar_changes(pair, ChangePlace(_calendar_item(new), "", old.span, new.span), old, new)


def _calendar_item(calendar: Calendar) -> Item:
    return Item(calendar.id, "calendar", calendar.name, calendar.title)


def _new_service(_pair: PlanPair, _plan: Plan, _service: Service) -> Judgement:
    return because(NEUTRAL, "its levels and charges are told by themselves")


def _new_calendar(_pair: PlanPair, plan: Plan, calendar: Calendar) -> Judgement:
    return because(NEUTRAL, affected(plan, calendar.name) or "nothing reads it")


def _new_records(_pair: PlanPair, _plan: Plan, _records: RecordSet) -> Judgement:
    return because(NEUTRAL, "what reads it is told by itself")


def _new_level(_pair: PlanPair, plan: Plan, level: ServiceLevel) -> Judgement:
    return judge_level(plan, level)


def _record_lines(_plan: Plan, records: RecordSet) -> Iterator[PlanLine]:
    return records_lines(records)


_SERVICES = _ItemKind(service_changes, service_item, lines_of_service, _new_service)
_CHARGES = _ItemKind(charge_changes, charge_item, charge_lines, judge_charge)
_CALENDARS = _ItemKind(_calendar_changes, _calendar_item, calendar_lines, _new_calendar)
_RECORDS = _ItemKind(records_changes, records_item, _record_lines, _new_records)
_LEVELS = _ItemKind(level_changes, level_item, level_lines, _new_level)
_REMEDIES = _ItemKind(remedy_changes, remedy_item, remedy_lines, judge_new_remedy)
