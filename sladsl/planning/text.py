"""The plan as text that an engineer reads to check what will be executed: `sladsl compile`.

Every fact stands on a line of its own in the words of the language, with the file and line that says it at
the right.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from itertools import groupby

from sladsl.planning.calendars import holidays_of
from sladsl.planning.plan import (
    Amendment,
    BusinessDay,
    Calendar,
    Charge,
    Plan,
    Rate,
    RecordSet,
    Service,
    Shift,
)
from sladsl.planning.serialise import plan_hash
from sladsl.planning.text_levels import level_lines
from sladsl.planning.text_line import PlanLine, from_when, heading, titled
from sladsl.planning.text_remedies import remedy_lines
from sladsl.planning.text_settlement import settlement_lines
from sladsl.planning.windows import zone_of
from sladsl.planning.wording import (
    write_duration,
    write_field_type,
    write_money,
    write_part,
    write_utc,
)
from sladsl.planning.zones import day_start
from sladsl.values import evolve

_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_WIDTH = 100
_HASH = "plan       sha256 "


def plan_text(plan: Plan) -> str:
    """Write a plan for people, complete: nothing that is executed is left out."""
    return _laid_out([tuple(block) for block in _blocks(plan)])


def plan_text_alone(plan: Plan) -> str:
    """Write the same without places and without the hash: the same text for the same plan, wherever its lines stand."""
    blocks = [[line for line in block if not line.text.startswith(_HASH)] for block in _blocks(plan)]
    return "\n\n".join("\n".join(line.shown for line in block) for block in blocks if block) + "\n"


def _blocks(plan: Plan) -> Iterator[Iterable[PlanLine]]:
    """The agreement, then each of its parts; of one that is amended, in each of its eras."""
    if not plan.eras:
        yield from (_agreement(plan), *_parts(plan))
        return
    yield from (_agreement(plan), *(_amendment(each) for each in plan.amendments))
    for era in plan.eras:
        yield from (_era(era), *_parts(era))


def _amendment(amendment: Amendment) -> Iterator[PlanLine]:
    yield PlanLine(heading("amendment", amendment.name, amendment.title), 0, amendment.span)
    yield PlanLine(f"effective  {amendment.effective}", 1)
    for each in amendment.changes:
        yield PlanLine(f"{each.does:<10} {titled(each.clause, each.title)}", 1, each.span)


def _era(era: Plan) -> Iterator[PlanLine]:
    """An era, and what stands at the head of the agreement in it."""
    since = era.term.first if era.since is None else era.since
    until = "" if era.until is None else f" up to {era.until}"
    yield PlanLine(f"windows and settlement periods that start from {since}{until}", 0, era.span)
    yield from _head(era)


def _parts(plan: Plan) -> Iterator[Iterable[PlanLine]]:
    yield from (
        *(service_lines(service) for service in plan.services),
        *(charge_lines(plan, charge) for charge in plan.charges),
        *(calendar_lines(plan, calendar) for calendar in plan.calendars),
        _severities(plan),
        *(records_lines(records) for records in plan.records),
        *(level_lines(plan, level) for level in plan.levels),
        settlement_lines(plan),
        *(remedy_lines(plan, remedy) for remedy in plan.remedies),
    )


def _laid_out(blocks: Iterable[tuple[PlanLine, ...]]) -> str:
    """Put blocks one below the other, and the places of their lines in a column at the right of most."""
    written = [block for block in blocks if block]
    column = max(min(len(line.shown), _WIDTH) for block in written for line in block if line.span) + 2
    return "\n\n".join("\n".join(_placed(line, column) for line in block) for block in written) + "\n"


def _placed(line: PlanLine, column: int) -> str:
    if line.span is None:
        return line.shown
    return f"{line.shown:<{column - 2}}  {line.span.file}:{line.span.line}"


def _agreement(plan: Plan) -> Iterator[PlanLine]:
    yield PlanLine(heading("agreement", plan.name, plan.title), 0, plan.span)
    yield PlanLine(f"{_HASH}{plan_hash(plan)}", 1)
    yield PlanLine(f"decided by {', '.join(f'{tool} {version}' for tool, version in plan.tools)}", 1)
    yield from _head(plan)


def _head(plan: Plan) -> Iterator[PlanLine]:
    yield PlanLine(f"version    {plan.version}", 1)
    for role, party in (("provider", plan.provider), ("customer", plan.customer)):
        yield PlanLine(f"{role:<10} {titled(party.name, party.title)}", 1, party.span)
    yield PlanLine(f"term       {_term(plan)}", 1, plan.term.span)
    yield PlanLine(f"timezone   {plan.zone}", 1)
    yield PlanLine(f"currency   {plan.currency}, {plan.minor_digits} decimals", 1)
    if plan.law:
        yield PlanLine(f"law        {plan.law}", 1)


def _term(plan: Plan) -> str:
    """Write the term as its days and as the instants of the first and the end of the last."""
    start = write_utc(day_start(zone_of(plan), plan.term.first))
    if plan.term.last is None:
        return f"{plan.term.first} to open; from {start}"
    end = write_utc(day_start(zone_of(plan), plan.term.last + dt.timedelta(days=1)))
    return f"{plan.term.first} to {plan.term.last}, both inclusive; {start} up to {end}"


def service_lines(service: Service) -> Iterator[PlanLine]:
    """A service, its levels and its charges."""
    yield PlanLine(heading("service", service.name, service.title), 0, service.span)
    if service.levels:
        yield PlanLine(f"levels     {', '.join(service.levels)}", 1)
    if service.charges:
        yield PlanLine(f"charges    {', '.join(service.charges)}", 1)


def charge_lines(plan: Plan, charge: Charge) -> Iterator[PlanLine]:
    """A charge and its rates."""
    yield PlanLine(heading("charge", charge.name, charge.title), 0, charge.span)
    for rate in charge.rates:
        yield PlanLine(f"{from_when(rate)}{_rate(plan, rate.value)}", 1, rate.span)
    for share in charge.shares:
        for rate in share.rates:
            yield PlanLine(
                f"{' / '.join(share.key)}: {from_when(rate)}{_rate(plan, rate.value)}", 1, rate.span
            )
    if charge.measured is not None:
        yield PlanLine("the sum of what these records say, added up by the days they are counted on", 1)
        yield from (evolve(line, depth=line.depth + 1) for line in level_lines(plan, charge.measured))
    if charge.whole:
        yield PlanLine(
            "whole for a calendar unit that lies in the term in part, evenly over the days that do", 1
        )
    if charge.part is not None:
        yield PlanLine(f"{write_part(charge.part)}; of a part of a calendar unit, too", 1, charge.part.span)


def _rate(plan: Plan, rate: Rate) -> str:
    return f"{write_money(plan, rate.amount)} per calendar {rate.per}, accruing evenly over its days"


def calendar_lines(plan: Plan, calendar: Calendar) -> Iterator[PlanLine]:
    """A calendar, with the holidays of the term."""
    yield PlanLine(
        f"{heading('calendar', calendar.name, calendar.title)} in {calendar.zone}", 0, calendar.span
    )
    for hours in write_week(calendar.week):
        yield PlanLine(hours, 1)
    for region in calendar.regions:
        yield PlanLine(f"{from_when(region)}closed on the holidays of {region.value}", 1, region.span)
    for line in _holidays(plan, calendar):
        yield PlanLine(line, 2)
    for removed in calendar.removed:
        yield PlanLine(f"open on {removed.day}, although it is a holiday there", 1, removed.span)
    for added in calendar.added:
        yield PlanLine(f"closed on {added.day}{f' ({added.name})' if added.name else ''}", 1, added.span)
    if calendar.business_day is not None:
        yield PlanLine(write_business_day(calendar.business_day), 1, calendar.business_day.span)
    for own in calendar.dates:
        dates = f"{own.first}" if own.first == own.last else f"{own.first} to {own.last}"
        yield PlanLine(f"on {dates}  {write_hours(own.shifts)}", 1, own.span)


def write_business_day(meaning: BusinessDay) -> str:
    """Write what a business day means: `business days end at close`."""
    if meaning.length is not None:
        return f"a business day is {write_duration(meaning.length)}"
    return f"business days {meaning.rule}"


def _holidays(plan: Plan, calendar: Calendar) -> Iterator[str]:
    """The holidays of the term, a line a year; of a term without an end those of its first three years."""
    last = plan.term.last or dt.date(plan.term.first.year + 2, 12, 31)
    days = holidays_of(calendar, plan.term.first, last)
    for year, named in groupby(days, key=lambda day: day.year):
        yield f"{year}: {', '.join(f'{_WEEKDAYS[day.weekday()]} {day:%m-%d}' for day in named)}"
    if plan.term.last is None and calendar.regions:
        yield "and so on"


def _day_range(days: tuple[int, ...]) -> str:
    first, last = _WEEKDAYS[days[0]], _WEEKDAYS[days[-1]]
    return first if len(days) == 1 else f"{first}..{last}"


def write_week(week: tuple[tuple[Shift, ...], ...]) -> Iterator[str]:
    """Write the hours of a week, neighbouring days of the same hours together: `Mon..Fri   09:00-17:00`."""
    for shifts, days in groupby(range(7), key=lambda day: week[day]):
        yield f"{_day_range(tuple(days)):<10} {write_hours(shifts)}"


def write_hours(shifts: tuple[Shift, ...]) -> str:
    """Write the opening hours of a day: `09:00-12:30, 13:30-17:30`."""
    return ", ".join(f"{_clock_time(shift.start)}-{_clock_time(shift.end)}" for shift in shifts) or "closed"


def _clock_time(seconds: int) -> str:
    """Write seconds since midnight; on the next day as a time of that day."""
    if seconds == 86_400:
        return "24:00"
    day, rest = divmod(seconds, 86_400)
    minutes, second = divmod(rest, 60)
    shown = f"{minutes // 60:02}:{minutes % 60:02}" + (f":{second:02}" if second else "")
    return f"{shown} the next day" if day else shown


def _severities(plan: Plan) -> Iterator[PlanLine]:
    if plan.severities:
        yield PlanLine("severity, most severe first")
    for tier in plan.severities:
        yield PlanLine(titled(tier.name, tier.title), 1, tier.span)


def records_lines(records: RecordSet) -> Iterator[PlanLine]:
    """A record set and its fields."""
    lasting = f" lasting {records.lasting[0]} to {records.lasting[1]}" if records.lasting else ""
    history = f" history of {records.history.of} at {records.history.at}" if records.history else ""
    yield PlanLine(heading("records", records.name, records.title) + lasting + history, 0, records.span)
    width = max((len(field.name) for field in records.fields), default=0)
    for field in records.fields:
        yield PlanLine(f"{field.name:<{width}} : {write_field_type(field)}", 1, field.span)
