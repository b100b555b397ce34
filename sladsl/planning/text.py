"""The plan as text that an engineer reads to check what will be executed: `sladsl compile`.

Every fact stands on a line of its own in the words of the language, with the file and line that says it at
the right.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import assert_never

from attrs import evolve

from sladsl.planning.calendars import holidays_of
from sladsl.planning.exclusions import excused_records
from sladsl.planning.level_means import mean_of
from sladsl.planning.plan import (
    Amendment,
    Arithmetic,
    BusinessDay,
    Calendar,
    Charge,
    Clock,
    Dated,
    Evidence,
    FieldDecl,
    IntervalMean,
    LevelMean,
    Measure,
    Measured,
    OpenRecords,
    PeriodWindow,
    Plan,
    Quantity,
    Rate,
    Ratio,
    RecordSet,
    RecordWindow,
    RollingWindow,
    Rounding,
    Series,
    Service,
    ServiceLevel,
    Shift,
    Taken,
    Target,
    Uptime,
    ValueType,
    WindowRule,
)
from sladsl.planning.serialise import plan_hash
from sladsl.planning.text_credits import credit_lines
from sladsl.planning.text_exclusions import exclusion_lines
from sladsl.planning.text_line import Line
from sladsl.planning.text_reliance import reliance_lines
from sladsl.planning.text_remedies import remedy_lines
from sladsl.planning.text_settlement import settlement_lines
from sladsl.planning.text_uptime import uptime_lines, uptime_measure
from sladsl.planning.windows import zone_of
from sladsl.planning.wording import (
    counted_days,
    write_duration,
    write_expression,
    write_money,
    write_number,
    write_open_records,
    write_part,
    write_quantity,
    write_ratchet,
    write_reduction,
    write_start,
    write_test,
    write_utc,
)
from sladsl.planning.wording_steps import write_lately
from sladsl.planning.zones import day_start

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


def _blocks(plan: Plan) -> Iterator[Iterable[Line]]:
    """The agreement, then each of its parts; of one that is amended, in each of its eras."""
    if not plan.eras:
        yield from (_agreement(plan), *_parts(plan))
        return
    yield from (_agreement(plan), *(_amendment(each) for each in plan.amendments))
    for era in plan.eras:
        yield from (_era(era), *_parts(era))


def _amendment(amendment: Amendment) -> Iterator[Line]:
    yield Line(_heading("amendment", amendment.name, amendment.title), 0, amendment.span)
    yield Line(f"effective  {amendment.effective}", 1)
    for each in amendment.changes:
        yield Line(f"{each.does:<10} {_titled(each.clause, each.title)}", 1, each.span)


def _era(era: Plan) -> Iterator[Line]:
    """An era, and what stands at the head of the agreement in it."""
    since = era.term.first if era.since is None else era.since
    until = "" if era.until is None else f" up to {era.until}"
    yield Line(f"windows and settlement periods that start from {since}{until}", 0, era.span)
    yield from _head(era)


def _parts(plan: Plan) -> Iterator[Iterable[Line]]:
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


def _laid_out(blocks: Iterable[tuple[Line, ...]]) -> str:
    """Put blocks one below the other, and the places of their lines in a column at the right of most."""
    written = [block for block in blocks if block]
    column = max(min(len(line.shown), _WIDTH) for block in written for line in block if line.span) + 2
    return "\n\n".join("\n".join(_placed(line, column) for line in block) for block in written) + "\n"


def _placed(line: Line, column: int) -> str:
    if line.span is None:
        return line.shown
    return f"{line.shown:<{column - 2}}  {line.span.file}:{line.span.line}"


def _agreement(plan: Plan) -> Iterator[Line]:
    yield Line(_heading("agreement", plan.name, plan.title), 0, plan.span)
    yield Line(f"{_HASH}{plan_hash(plan)}", 1)
    yield Line(f"decided by {', '.join(f'{tool} {version}' for tool, version in plan.tools)}", 1)
    yield from _head(plan)


def _head(plan: Plan) -> Iterator[Line]:
    yield Line(f"version    {plan.version}", 1)
    for role, party in (("provider", plan.provider), ("customer", plan.customer)):
        yield Line(f"{role:<10} {_titled(party.name, party.title)}", 1, party.span)
    yield Line(f"term       {_term(plan)}", 1, plan.term.span)
    yield Line(f"timezone   {plan.zone}", 1)
    yield Line(f"currency   {plan.currency}, {plan.minor_digits} decimals", 1)
    if plan.law:
        yield Line(f"law        {plan.law}", 1)


def _term(plan: Plan) -> str:
    """Write the term as its days and as the instants of the first and the end of the last."""
    start = write_utc(day_start(zone_of(plan), plan.term.first))
    if plan.term.last is None:
        return f"{plan.term.first} to open; from {start}"
    end = write_utc(day_start(zone_of(plan), plan.term.last + dt.timedelta(days=1)))
    return f"{plan.term.first} to {plan.term.last}, both inclusive; {start} up to {end}"


def service_lines(service: Service) -> Iterator[Line]:
    """A service, its levels and its charges."""
    yield Line(_heading("service", service.name, service.title), 0, service.span)
    if service.levels:
        yield Line(f"levels     {', '.join(service.levels)}", 1)
    if service.charges:
        yield Line(f"charges    {', '.join(service.charges)}", 1)


def charge_lines(plan: Plan, charge: Charge) -> Iterator[Line]:
    """A charge and its rates."""
    yield Line(_heading("charge", charge.name, charge.title), 0, charge.span)
    for rate in charge.rates:
        yield Line(f"{_since(rate)}{_rate(plan, rate.value)}", 1, rate.span)
    for share in charge.shares:
        for rate in share.rates:
            yield Line(f"{' / '.join(share.key)}: {_since(rate)}{_rate(plan, rate.value)}", 1, rate.span)
    if charge.measured is not None:
        yield Line("the sum of what these records say, added up by the days they are counted on", 1)
        yield from (evolve(line, depth=line.depth + 1) for line in level_lines(plan, charge.measured))
    if charge.whole:
        yield Line("whole for a calendar unit that lies in the term in part, evenly over the days that do", 1)
    if charge.part is not None:
        yield Line(f"{write_part(charge.part)}; of a part of a calendar unit, too", 1, charge.part.span)


def _rate(plan: Plan, rate: Rate) -> str:
    return f"{write_money(plan, rate.amount)} per calendar {rate.per}, accruing evenly over its days"


def calendar_lines(plan: Plan, calendar: Calendar) -> Iterator[Line]:
    """A calendar, with the holidays of the term."""
    yield Line(f"{_heading('calendar', calendar.name, calendar.title)} in {calendar.zone}", 0, calendar.span)
    for hours in write_week(calendar.week):
        yield Line(hours, 1)
    for region in calendar.regions:
        yield Line(f"{_since(region)}closed on the holidays of {region.value}", 1, region.span)
    for line in _holidays(plan, calendar):
        yield Line(line, 2)
    for removed in calendar.removed:
        yield Line(f"open on {removed.day}, although it is a holiday there", 1, removed.span)
    for added in calendar.added:
        yield Line(f"closed on {added.day}{f' ({added.name})' if added.name else ''}", 1, added.span)
    if calendar.business_day is not None:
        yield Line(write_business_day(calendar.business_day), 1, calendar.business_day.span)
    for own in calendar.dates:
        dates = f"{own.first}" if own.first == own.last else f"{own.first} to {own.last}"
        yield Line(f"on {dates}  {write_hours(own.shifts)}", 1, own.span)


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


def _severities(plan: Plan) -> Iterator[Line]:
    if plan.severities:
        yield Line("severity, most severe first")
    for tier in plan.severities:
        yield Line(_titled(tier.name, tier.title), 1, tier.span)


def records_lines(records: RecordSet) -> Iterator[Line]:
    """A record set and its fields."""
    lasting = f" lasting {records.lasting[0]} to {records.lasting[1]}" if records.lasting else ""
    history = f" history of {records.history.of} at {records.history.at}" if records.history else ""
    yield Line(_heading("records", records.name, records.title) + lasting + history, 0, records.span)
    width = max((len(field.name) for field in records.fields), default=0)
    for field in records.fields:
        yield Line(f"{field.name:<{width}} : {write_field_type(field)}", 1, field.span)


def write_field_type(field: FieldDecl) -> str:
    """Write the type of a field: `ref invoice?`, `text key`."""
    written = f"one of {{ {', '.join(field.choices)} }}" if field.choices else str(field.type)
    target = f" {field.target}" if field.target else ""
    return f"{written}{target}{'?' if field.optional else ''}{' key' if field.key else ''}"


def level_lines(plan: Plan, level: ServiceLevel) -> Iterator[Line]:
    """A level and each line of its results."""
    by = f" by {', '.join(dimension.name for dimension in level.dimensions)}" if level.dimensions else ""
    kind = "obligation" if level.party else "kpi" if level.is_kpi else "service level"
    whose = f" of the {level.party}" if level.party else ""
    yield Line(_heading(kind, level.name, level.title) + whose + by, 0, level.span)
    for excuse in level.excuses:
        yield Line(f"excuses    {excuse.level}, in windows that overlap one that is missed", 1, excuse.span)
    for excused, exclusion in excused_records(plan, level):
        yield Line(f"excuses    records of {excused.name} that one not good concerns", 1, exclusion.span)
    yield from reliance_lines(plan, level)
    where = f" where {write_expression(plan, level.where)}" if level.where else ""
    if mean_of(level) is None:
        yield Line(f"for each   {level.records}{where}", 1)
    yield Line(_counted(plan, level), 1)
    yield from uptime_lines(plan, level)
    yield from exclusion_lines(plan, level)
    yield from _verdict_rules(plan, level)
    has_clock = any(series.clock for series in level.series)
    for severity in level.severities:
        what = f"{write_expression(plan, severity.field)} {_TAKEN[severity.taken, not has_clock]}"
        yield Line(f"severity   {what}, by {severity.records}", 1, severity.span)
    for dimension in level.dimensions:
        if dimension.untiered:
            yield Line(
                f"not measured for {dimension.name} {', '.join(dimension.untiered)}", 1, dimension.span
            )
        if dimension.named_only:
            yield Line(f"not measured for any other {dimension.name}", 1, dimension.span)
    for series in level.series:
        if series.key:
            yield Line(_members(level, series), 1, series.span)
        yield from _series(plan, series, 2 if series.key else 1)


def _verdict_rules(plan: Plan, level: ServiceLevel) -> Iterator[Line]:
    if level.grace:
        yield Line(f"grace      for windows that start before {level.grace.until}", 1, level.grace.span)
    if level.no_records:
        value = write_quantity(plan, level.no_records.value)
        yield Line(f"no records a window without any is missed at {value}", 1, level.no_records.span)
    if level.promotion:
        often = write_lately(level.promotion.lately)
        yield Line(f"count      as missed when below expected {often}", 1, level.promotion.span)
    for ratchet in level.ratchets:
        kind = "baseline" if ratchet.is_baseline else "ratchet"
        yield Line(f"{kind:<10} {write_ratchet(plan, ratchet)}", 1, ratchet.span)
    if level.low_volume:
        rule, misses = level.low_volume.rule, counted_days(level.low_volume.misses, "miss", "misses")
        yield Line(
            f"{rule:<10} {misses} below {level.low_volume.below:,} decided records", 1, level.low_volume.span
        )


_TAKEN = {
    (Taken.START, False): "in force when the clock starts",
    (Taken.START, True): "in force when a record is counted",
    (Taken.END, False): "in force when the clock stops",
    (Taken.HIGHEST, False): "the most severe from when the clock starts to when it stops",
}


def _counted(plan: Plan, level: ServiceLevel) -> str:
    window = write_window(level.window)
    if level.counted is None:
        return f"over       the {window}"
    return f"counted    in the {window} of {write_expression(plan, level.counted)}"


def write_window(rule: WindowRule) -> str:
    """Write what windows of a kind are: `calendar month`."""
    match rule:
        case PeriodWindow(anchor, unit):
            return f"{anchor} {unit}"
        case RollingWindow(count, unit):
            return f"{count} {unit}s before the end of the settlement period"
        case RecordWindow():
            return "settlement period, each record by itself,"
    assert_never(rule)


def _members(level: ServiceLevel, series: Series) -> str:
    """Name the dimension values of a series; values that stand together are measured as one."""
    dimensions = zip(level.dimensions, series.members, series.key, strict=True)
    return "; ".join(
        f"{shown} {dimension.name} in the records"
        if values is None
        else f"{dimension.name} {', '.join(values)}{' together' if len(values) > 1 else ''}"
        for dimension, values, shown in dimensions
    )


def _series(plan: Plan, series: Series, depth: int) -> Iterator[Line]:
    if series.clock:
        yield Line(f"clock      {write_clock(plan, series.clock)}", depth, series.clock.span)
    if series.good:
        yield Line(f"good when  {write_expression(plan, series.good)}", depth)
    less = "100% - " if series.complement else ""
    yield Line(f"measure    {less}{write_measure(plan, series.measure)}", depth, series.measure.span)
    if series.rounded:
        rounding = write_rounding(series.rounded, series.measure.type)
        yield Line(f"rounded    {rounding}, before any comparison", depth, series.rounded.span)
    for target in (series.expected, series.minimum, *series.further):
        if target:
            yield from _target(plan, target, depth)
    if series.needs:
        yield Line(f"needs      at least {series.needs.records} decided records", depth, series.needs.span)
    for credit in series.credits:
        yield from credit_lines(plan, credit, depth)


def write_clock(plan: Plan, clock: Clock) -> str:
    """Write a clock: `from received_at to posted_at in Office, paused during hold by invoice`."""
    end = write_expression(plan, clock.end)
    if clock.each is None:
        runs = f"from {write_start(plan, clock.start)} to {end}"
    else:
        same = ".".join(clock.each.path)
        runs = f"from each {write_start(plan, clock.start)} to the next of the same {same}, until {end}"
    pauses = "".join(f", paused during {write_evidence(plan, pause)}" for pause in clock.pauses)
    late = "; a missing end is late" if clock.late_without_end else ""
    return f"{runs} in {clock.calendar or 'AlwaysOn'}{pauses}{late}"


def write_evidence(plan: Plan, evidence: Evidence) -> str:
    """Write the records that a clock stands still during: `hold by invoice where reason is approval`."""
    where = f" where {write_expression(plan, evidence.where)}" if evidence.where else ""
    return f"{evidence.records} by {evidence.link}{where}"


def write_measure(plan: Plan, measured: Measured) -> str:
    """Write what is measured: `percentile 95 of clock, by nearest rank`, `sum of errors / sum of lines`."""
    match measured:
        case Measure():
            return write_reduction(plan, measured)
        case Ratio(over=over, under=under, per=per):
            sign = "/" if per == 1 else f"per {write_number(per)}"
            return f"{write_reduction(plan, over)} {sign} {write_reduction(plan, under)}"
        case Uptime():
            return uptime_measure(plan, measured)
        case IntervalMean():
            return _interval_mean(plan, measured)
        case OpenRecords():
            return write_open_records(plan, measured)
        case LevelMean(level=level, windows=windows):
            return f"mean of {level} over the last {counted_days(windows, 'window')}"
    assert_never(measured)


def _interval_mean(plan: Plan, mean: IntervalMean) -> str:
    top, bottom = (
        f"({text})" if isinstance(each, Arithmetic) else text
        for each, text in ((each, write_expression(plan, each)) for each in (mean.over, mean.under))
    )
    empty = (
        "" if mean.empty is None else f", {write_quantity(plan, Quantity(mean.type, mean.empty))} where empty"
    )
    return f"mean over each {write_duration(mean.every)} of sum of {top} / sum of {bottom}{empty}"


def write_rounding(rounding: Rounding, kind: ValueType) -> str:
    """Write how a value is rounded: `half-up to 2 decimals of a percent`."""
    of = " of a percent" if kind is ValueType.PERCENT else ""
    return f"{rounding.mode} to {counted_days(rounding.decimals, 'decimal')}{of}"


def _target(plan: Plan, target: Target, depth: int) -> Iterator[Line]:
    for word, value in zip((target.word, *[""] * len(target.values)), target.values, strict=False):
        limit = f"{_since(value)}{target.comparator} {write_quantity(plan, value.value)}{write_test(target)}"
        yield Line(f"{word:<10} {limit}", depth, value.span)


def _heading(kind: str, name: str, title: str) -> str:
    return f"{kind} {_titled(name, title)}"


def _titled(name: str, title: str) -> str:
    return f'{name} "{title}"' if title else name


def _since(dated: Dated[Quantity] | Dated[Rate] | Dated[str]) -> str:
    return "" if dated.since is None else f"from {dated.since} "
