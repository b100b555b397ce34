"""Figures in the words of a contract: durations spelled out, dates in full, limits exact."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction
from typing import assert_never

from sladsl.documents.prose import MONTHS, counted, date_words, listed, ordinal, plain
from sladsl.planning.plan import (
    Anchor,
    Constant,
    PeriodWindow,
    Plan,
    Quantity,
    RecordWindow,
    RollingWindow,
    Unit,
    ValueType,
    WindowRule,
)
from sladsl.planning.zones import load_zone, to_local
from sladsl.settlement.display import show_limit

_SECOND = 1_000_000
_EPOCH = dt.date(1970, 1, 1)


def quantity_words(plan: Plan, quantity: Quantity) -> str:
    """An exact quantity: "98%", "GBP 500.00", "4 hours", "5 calendar days"."""
    if quantity.type is ValueType.DURATION:
        return duration_words(quantity.amount)
    if quantity.type is ValueType.DAYS:
        return counted(int(quantity.amount), "calendar day")
    return show_limit(plan, quantity)


def money_words(plan: Plan, amount: Fraction) -> str:
    """An exact amount in the agreement's currency: "GBP 85,000.00"."""
    return show_limit(plan, Quantity(ValueType.MONEY, amount))


def percent_words(plan: Plan, share: Fraction) -> str:
    """A ratio as a percentage: "15%"."""
    return show_limit(plan, Quantity(ValueType.PERCENT, share))


def rank_words(plan: Plan, rank: Fraction) -> str:
    """A percentile by its rank in percent: "95th"."""
    return ordinal(show_limit(plan, Quantity(ValueType.NUMBER, rank)))


def duration_words(microseconds: Fraction | int) -> str:
    """A duration in hours, minutes and seconds: "1 hour and 30 minutes"."""
    seconds = Fraction(microseconds) / _SECOND
    minutes, rest = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    parts = [counted(amount, unit) for amount, unit in ((hours, "hour"), (minutes, "minute")) if amount]
    if rest or not parts:
        parts.append(_seconds(rest))
    return plain(listed(parts))


def time_words(seconds: int) -> str:
    """A time of day: "09:00", "24:00"."""
    minutes, rest = divmod(seconds, 60)
    return f"{minutes // 60:02d}:{minutes % 60:02d}" + (f":{rest:02d}" if rest else "")


def constant_words(plan: Plan, constant: Constant) -> str:
    """A literal of a condition; text and choices in quotation marks."""
    match constant.type, constant.value:
        case ValueType.FLAG, value:
            return "yes" if value else "no"
        case ValueType.DATE, int(days):
            return date_words(_EPOCH + dt.timedelta(days=days))
        case ValueType.TIME_OF_DAY, int(microseconds):
            return time_words(microseconds // _SECOND)
        case ValueType.TIME, int(microseconds):
            return instant_words(plan, microseconds)
        case _, str(text):
            return text if constant.type is ValueType.SEVERITY else f"“{text}”"
        case kind, (int() | Fraction()) as amount:
            return quantity_words(plan, Quantity(kind, Fraction(amount)))


def instant_words(plan: Plan, instant: int) -> str:
    """An instant on the wall clock of the agreement's zone: "09:00 on 2 March 2026"."""
    zone = load_zone(plan.zone)
    assert zone is not None
    local = to_local(zone, instant)
    clock = local.strftime("%H:%M:%S.%f").rstrip("0").rstrip(".").removesuffix(":00")
    return f"{clock if ':' in clock else clock + ':00'} on {date_words(local.date())}"


def period_words(label: str) -> str:
    """A period as the language labels it, in words: "March 2026", "the second quarter of 2026", "week 14 of 2026"."""
    if label.startswith("contract "):
        return label.title()
    year, _, rest = label.partition("-")
    if not rest:
        return year
    if rest.startswith("Q"):
        return f"the {_QUARTERS[int(rest[1:]) - 1]} quarter of {year}"
    if rest.startswith("W"):
        return f"week {int(rest[1:])} of {year}"
    if "-" in rest:
        return date_words(dt.date.fromisoformat(label))
    return f"{MONTHS[int(rest) - 1]} {year}"


_QUARTERS = ("first", "second", "third", "fourth")


def unit_words(unit: Unit) -> str:
    """A unit of the calendar as a period: "calendar month"."""
    return f"calendar {unit.value}"


def anchored_words(anchor: Anchor, unit: Unit) -> str:
    """A unit of the calendar, or the defined one that counts from the first day of the term: "Contract Year"."""
    return unit_words(unit) if anchor is Anchor.CALENDAR else f"Contract {unit.value.capitalize()}"


def each_window(rule: WindowRule) -> str:
    """Which periods are measurement windows: "Each calendar month", and of rolling ones where they end."""
    ending = " that ends with a Settlement Period" if isinstance(rule, RollingWindow) else ""
    return f"Each {window_words(rule)}{ending}"


def window_words(rule: WindowRule) -> str:
    """A measurement window as a period: "calendar month", "Contract Quarter", "period of 30 days"."""
    match rule:
        case PeriodWindow(anchor, unit):
            return anchored_words(anchor, unit)
        case RollingWindow(count, unit):
            return f"period of {counted(count, unit.value)}"
        case RecordWindow():
            return "record"
    assert_never(rule)


def window_names(plan: Plan, *, with_options: bool) -> str:
    """How the windows of levels with credits are named in records: "such as 2026-03", "such as contract month 2"."""
    assert plan.settlement is not None, "what is claimed or chosen is settled"
    rules = [
        level.window
        for level in plan.levels
        for series in level.series
        for credit in series.all_credits
        if credit.option is not None or not with_options
    ]
    per = plan.settlement.per
    names = dict.fromkeys(_window_name(rule, per) for rule in rules) or (_NAMED[per],)
    return f"such as {plain(listed(tuple(names), 'or'))}"


def _window_name(rule: WindowRule, per: Unit) -> str:
    match rule:
        case PeriodWindow(anchor, unit):
            return _NAMED[unit] if anchor is Anchor.CALENDAR else f"contract {unit.value} 2"
        case RollingWindow():
            return _NAMED[per]
        case RecordWindow():
            return "the key of its record"
    assert_never(rule)


_NAMED = {
    Unit.DAY: "2026-03-02",
    Unit.WEEK: "2026-W10",
    Unit.MONTH: "2026-03",
    Unit.QUARTER: "2026-Q1",
    Unit.YEAR: "2026",
}


def _seconds(rest: Fraction) -> str:
    if rest.denominator == 1:
        return counted(rest.numerator, "second")
    places = f"{rest.numerator * _SECOND // rest.denominator:08d}"
    return f"{int(places[:-6])}.{places[-6:].rstrip('0')} seconds"
