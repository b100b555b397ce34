"""Numbers, amounts and instants in the words of the language, exactly."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from fractions import Fraction

from sladsl.planning.buckets import DAY, MINUTE, SECOND
from sladsl.planning.plan import Plan, Quantity, ValueType
from sladsl.planning.windows import zone_of
from sladsl.planning.zones import to_local, to_utc

_EPOCH = dt.datetime(1970, 1, 1)  # noqa: DTZ001 - a date and a time of day have no zone
_MICROSECOND = dt.timedelta(microseconds=1)
_LONG = 10_000
"""The bits from which on Python does not write an integer by itself."""


def write_quantity(plan: Plan, quantity: Quantity) -> str:
    """Write a limit or another amount with its unit."""
    match quantity.type:
        case ValueType.PERCENT:
            return f"{write_number(quantity.amount * 100)}%"
        case ValueType.MONEY:
            return write_money(plan, quantity.amount)
        case ValueType.DURATION:
            return write_duration(quantity.amount)
        case ValueType.DAYS:
            return f"{write_number(quantity.amount)} day{'' if quantity.amount == 1 else 's'}"
        case _:
            return write_number(quantity.amount)


def write_money(plan: Plan, amount: Fraction) -> str:
    """Write an amount in the agreement's currency with all its decimals."""
    return f"{'-' if amount < 0 else ''}{plan.currency} {write_number(abs(amount), plan.minor_digits)}"


def write_duration(microseconds: Fraction | int) -> str:
    """Write a duration in hours, minutes and seconds, leaving out what is zero."""
    minutes, rest = divmod(abs(Fraction(microseconds)), MINUTE)
    hours, minutes = divmod(minutes, 60)
    parts = [f"{hours:,} h"] * bool(hours) + [f"{minutes} min"] * bool(minutes)
    if rest or not parts:
        parts.append(f"{write_number(rest / SECOND)} s")
    return "-" * (microseconds < 0) + " ".join(parts)


def write_share(share: Fraction) -> str:
    """Write a share as a percentage, or as a fraction where its decimals do not end."""
    percent = write_number(share * 100)
    return str(share) if "/" in percent else f"{percent}%"


def write_number(value: Fraction, least: int = 0) -> str:
    """Write a number with all its decimals, at least `least`, or as a fraction where decimals do not end."""
    digits = next((d for d in range(least, 40) if (value * 10**d).denominator == 1), None)
    if digits is None:
        return str(value)
    whole, part = divmod(abs(value.numerator) * 10**digits // value.denominator, 10**digits)
    sign = "-" if value < 0 else ""
    return f"{sign}{whole:,}.{part:0{digits}}" if digits else f"{sign}{whole:,}"


def write_whole(value: int) -> str:
    """Write an integer in full, however long; a mean of many quotients may take thousands of digits."""
    return str(value) if value.bit_length() < _LONG else f"{Decimal(value):f}"


def write_utc(instant: int) -> str:
    """Write an instant in UTC: `2026-03-02 09:00Z`."""
    return (_EPOCH + instant * _MICROSECOND).isoformat(
        " ", "minutes" if instant % MINUTE == 0 else "auto"
    ) + "Z"


def write_instant(plan: Plan, instant: int) -> str:
    """Write an instant in local time, or with `Z` where its local time names an earlier one."""
    local = to_local(zone_of(plan), instant)
    if to_utc(zone_of(plan), local) == instant:
        return local.isoformat(" ", "minutes" if instant % MINUTE == 0 else "auto")
    return write_utc(instant)


def write_date(day: int) -> str:
    """Write a date, given as days since 1970-01-01."""
    return (_EPOCH + dt.timedelta(days=day)).date().isoformat()


def write_time_of_day(time: int) -> str:
    """Write a time of day, given in µs since midnight: `09:00`, and `24:00` for the end of the day."""
    if time == DAY:
        return "24:00"
    shown = (_EPOCH + time * _MICROSECOND).time()
    return shown.isoformat("minutes" if time % MINUTE == 0 else "auto")


def counted_things(number: Fraction, thing: str) -> str:
    """Write a number with its noun: `1 point`, `2.5 days`."""
    return f"{write_number(number)} {thing if number == 1 else thing + 's'}"


def counted(number: int, thing: str, things: str | None = None) -> str:
    """Write how many things there are: `1 record`, `1,200 records`, `2 misses`."""
    return f"{number:,} {thing}" if number == 1 else f"{number:,} {things or f'{thing}s'}"


def percentage(share: Fraction) -> str:
    """A ratio that a finite decimal says, with all its digits: `99.8501%`."""
    shown = Decimal(share.numerator) * 100 / Decimal(share.denominator)
    return f"{shown.normalize():f}%"
