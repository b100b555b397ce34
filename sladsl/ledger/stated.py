"""What a ledger states: for each period its credits and results, as its entries have left them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any

from attrs import Factory

from sladsl.ledger.entry import Entry, EntryKind, Json
from sladsl.planning.plan import CreditUnit, Plan
from sladsl.settlement.display import exact, iso_instant, show_value
from sladsl.settlement.explanation import Result, SettledPeriod, SettlementLine
from sladsl.values import evolve, frozen

BookingKey = tuple[str, str, str, tuple[str, ...], str, str, str]
"""The settlement period of a line, its kind, level, key, window and the start of that, and the rule of its credit."""

ResultKey = tuple[str, tuple[str, ...], str, str]
"""A level, the values it is measured for, a window and the start of that."""


@frozen
class StatedPeriod:
    """What is stated of a settlement period: bookings with their unit and amount, and the results, as JSON has them.

    `number` is that of the last entry about it.
    """

    label: str
    end: str
    bookings: Mapping[BookingKey, tuple[str, Fraction]]
    results: Mapping[ResultKey, Json]
    number: int = 0

    @property
    def total(self) -> Fraction:
        """What is credited in money."""
        amounts = (amount for unit, amount in self.bookings.values() if unit == CreditUnit.MONEY)
        return sum(amounts, Fraction(0))


@frozen
class Ledger:
    """The chain of an agreement: its entries, the last plan that it names, and its periods in the order settled.

    `facts` is what that plan says, None where the entry was written before ledgers kept it.
    """

    entries: tuple[Entry, ...] = ()
    opened: Json = Factory(dict)
    plan: str = ""
    facts: Json | None = None
    periods: Mapping[str, StatedPeriod] = Factory(dict)


def read_ledger(entries: Sequence[Entry]) -> Ledger:
    """What the entries of a chain come to."""
    ledger = Ledger(tuple(entries))
    periods: dict[str, StatedPeriod] = {}
    for entry in entries:
        body = entry.body
        match entry.kind:
            case EntryKind.OPENED:
                ledger = evolve(ledger, opened=body, plan=body["plan"], facts=body.get("facts"))
            case EntryKind.PLAN:
                ledger = evolve(ledger, plan=body["plan"], facts=body.get("facts"))
            case EntryKind.SETTLED:
                periods[body["period"]] = _settled(entry)
            case EntryKind.ADJUSTED:
                periods[body["period"]] = _adjusted(periods[body["period"]], entry)
    return evolve(ledger, periods=periods)


def _settled(entry: Entry) -> StatedPeriod:
    body = entry.body
    bookings = {_key(each): (each["unit"], Fraction(each["amount"])) for each in body["bookings"]}
    results = {_result_key(each): each for each in body["results"]}
    return StatedPeriod(body["period"], body["end"], bookings, results, entry.number)


def _adjusted(before: StatedPeriod, entry: Entry) -> StatedPeriod:
    bookings = dict(before.bookings)
    for each in entry.body["bookings"]:
        bookings[_key(each)] = (each["unit"], Fraction(each["now"]))
    results = dict(before.results)
    for each in entry.body["results"]:
        key = _result_key(each["now"] or each["before"])
        results.pop(key, None)
        if each["now"] is not None:
            results[key] = each["now"]
    kept = {key: held for key, held in bookings.items() if held[1]}
    return evolve(before, bookings=kept, results=results, number=entry.number)


# --- what a settlement states --------------------------------------------------------------------------------------


def period_of(plan: Plan, period: SettledPeriod) -> StatedPeriod:
    """What a settlement states of a period; what comes to nothing is not booked.

    A window without records is not stated: a value that the records hold for the first time has such windows before.
    """
    own = ((_booking(plan, period.label, line), line.amount) for line in period.lines)
    earlier = ((_booking(plan, each.period, each.line), each.amount) for each in period.adjustments)
    bookings: dict[BookingKey, tuple[str, Fraction]] = {}
    for booking, amount in (*own, *earlier):
        unit, before = bookings.get(_key(booking), (booking["unit"], Fraction(0)))
        bookings[_key(booking)] = (unit, before + amount)
    told = (_result(plan, result) for result in period.results if _is_stated(result))
    results = {_result_key(each): each for each in told}
    kept = {key: held for key, held in bookings.items() if held[1]}
    return StatedPeriod(period.label, iso_instant(plan, period.end), kept, results)


def _is_stated(result: Result) -> bool:
    return result.measurement.value is not None or result.measurement.counts.records > 0


def _booking(plan: Plan, period: str, line: SettlementLine) -> Json:
    return {
        "period": period,
        "kind": str(line.kind),
        "level": line.level,
        "key": list(line.key),
        "window": line.window,
        "window_start": iso_instant(plan, line.window_start),
        "credit": line.credit,
        "unit": str(line.unit),
    }


def _result(plan: Plan, result: Result) -> Json:
    measured = result.measurement
    value, counts = measured.value, measured.counts
    return {
        "level": measured.level,
        "key": list(measured.key),
        "window": measured.window.label,
        "window_start": iso_instant(plan, measured.window.start),
        "verdict": str(result.verdict),
        "value": None if value is None else exact(value.amount),
        "shown": None if value is None else show_value(plan, value, result.compared),
        "records": counts.records,
        "decided": counts.decided,
    }


def _key(booking: Mapping[str, Any]) -> BookingKey:
    return (
        booking["period"],
        booking["kind"],
        booking["level"],
        tuple(booking["key"]),
        booking["window"],
        booking["window_start"],
        booking["credit"],
    )


def _result_key(result: Mapping[str, Any]) -> ResultKey:
    return result["level"], tuple(result["key"]), result["window"], result["window_start"]


def booking_json(key: BookingKey, unit: str) -> Json:
    """A booking without its amount, as entries have it."""
    period, kind, level, values, window, start, credit = key
    return {
        "period": period,
        "kind": kind,
        "level": level,
        "key": list(values),
        "window": window,
        "window_start": start,
        "credit": credit,
        "unit": unit,
    }


def changed_bookings(
    before: StatedPeriod, now: StatedPeriod
) -> Iterator[tuple[BookingKey, str, Fraction, Fraction]]:
    """The bookings that are another amount, with their unit, before and now."""
    for key in _either(before.bookings, now.bookings):
        unit, was = before.bookings.get(key, ("", Fraction(0)))
        other, amount = now.bookings.get(key, (unit, Fraction(0)))
        if was != amount:
            yield key, unit or other, was, amount


def changed_results(before: StatedPeriod, now: StatedPeriod) -> Iterator[tuple[Json | None, Json | None]]:
    """The results that are other ones, before and now; None where there was or is none."""
    for key in _either(before.results, now.results):
        was, other = before.results.get(key), now.results.get(key)
        if was != other:
            yield was, other


def _either(one: Iterable[Any], other: Iterable[Any]) -> Iterator[Any]:
    yield from dict.fromkeys((*one, *other))
