"""Records as they are known at an instant, and the value that they come to (docs/measures.md)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from tests.oracle.agreement import Level, Measure, Reading, Record, Row, Terms, Value, Words
from tests.oracle.clock import Always, Calendar, in_time, time_on
from tests.oracle.measures import reduced

MICROSECOND = dt.timedelta(microseconds=1)


@dataclass(frozen=True)
class Tally:
    """How many records there were, how many decided the value, which of them were good and bad, and the value."""

    records: int
    decided: int
    good: int | None
    bad: int | None
    value: Fraction | None


def known(record: Record, as_of: dt.datetime) -> Record:
    """A record with the instants that are later than `as_of` missing."""
    return {name: _known(value, as_of) for name, value in record.items()}


def _known(value: Value, as_of: dt.datetime) -> Value:
    if isinstance(value, dict):
        return known(value, as_of)
    return None if isinstance(value, dt.datetime) and value > as_of else value


def clock_within(reading: Reading, limit: dt.timedelta) -> bool | None:
    """`clock within LIMIT`."""
    assert reading.clock is not None
    start, end = (_instant(reading.record, name) for name in reading.clock)
    assert start is not None
    return in_time(reading.calendar, start, end, limit, reading.as_of)


def clock_time(reading: Reading) -> Fraction:
    """`clock`, in microseconds."""
    assert reading.clock is not None
    start, end = (_instant(reading.record, name) for name in reading.clock)
    assert start is not None
    return Fraction(time_on(reading.calendar, start, end, reading.as_of) // MICROSECOND)


def _instant(record: Record, name: str) -> dt.datetime | None:
    value = record[name]
    assert value is None or isinstance(value, dt.datetime)
    return value


def counted_in(
    level: Level, records: Sequence[Record], window: tuple[dt.datetime, dt.datetime], as_of: dt.datetime
) -> list[Record]:
    """The records of a level's population in a window, as they are known."""
    start, end = window
    inside = [
        record
        for record in records
        if (counted := _instant(record, level.counted)) is not None
        and start <= counted < end
        and counted <= as_of
    ]
    return [each for record in inside if _holds(level.where, each := known(record, as_of), as_of)]


def _holds(condition: Words | None, record: Record, as_of: dt.datetime) -> bool:
    # A population does not depend on a clock, so any calendar will do.
    return condition is None or condition.of(Reading(record, as_of, Always(), clock=None)) is True


def tally(
    level: Level, terms: Terms, calendar: Calendar, records: Sequence[Record], as_of: dt.datetime
) -> Tally:
    """The counts and the value of the records of one series in one window."""
    readings = [Reading(record, as_of, calendar, level.clock) for record in records]
    if level.measure.under is not None:
        return _ratio(level.measure, level.measure.under, readings)
    if terms.good is not None:
        outcomes = [outcome for each in readings if (outcome := terms.good.of(each)) is not None]
        good = outcomes.count(True)
        percent = _percent(level.measure, good, len(outcomes))
        return Tally(len(records), len(outcomes), good, len(outcomes) - good, percent)
    values = [value for each in readings if (value := _counted_as(level.measure, each)) is not None]
    return Tally(len(records), len(values), None, None, _value(level.measure, values))


def _ratio(over: Measure, under: Measure, readings: Sequence[Reading]) -> Tally:
    """One reduction over another, of the records that are decided for both."""
    pairs = [(_counted_as(over, each), _counted_as(under, each)) for each in readings]
    decided = [pair for pair in pairs if None not in pair]
    top = _value(over, [first for first, _ in decided])
    bottom = _value(under, [second for _, second in decided])
    value = None if top is None or not bottom else (over.per or 1) * top / bottom
    return Tally(len(readings), len(decided), None, None, value)


def shares(
    level: Level, calendar: Calendar, records: Sequence[Record], as_of: dt.datetime
) -> list[tuple[int, int]]:
    """For each further target, how many records pass its test, and how many are decided by it."""
    readings = [Reading(record, as_of, calendar, level.clock) for record in records]
    found = []
    for further in level.rules.further:
        outcomes = [outcome for each in readings if (outcome := further.within.of(each)) is not None]
        found.append((outcomes.count(not further.over), len(outcomes)))
    return found


def _counted_as(measure: Measure, reading: Reading) -> Value:
    return True if measure.operand is None else measure.operand.of(reading)


def _percent(measure: Measure, good: int, decided: int) -> Fraction | None:
    if not decided:
        return None
    return Fraction(good if measure.statistic == "percent good" else decided - good, decided)


def _value(measure: Measure, values: Sequence[Value]) -> Fraction | None:
    if not values:
        return None
    if measure.statistic == "number of":
        return Fraction(values.count(True))
    amounts = [value for value in values if isinstance(value, Fraction)]
    assert len(amounts) == len(values)
    return reduced(measure.statistic, measure.rank, amounts)


def series_of(level: Level) -> list[tuple[tuple[tuple[str, ...], ...], Terms]]:
    """The pools of dimension values that a level is measured for, with the terms of each.

    `any` is each value that no other row names, on its own; of two rows with `any`, the one that names more.
    """
    return [
        (members, row.terms)
        for row in level.rows
        for members in _members(level, row)
        if not any(_names_more(other, row) and _takes(other, members) for other in level.rows)
    ]


def _members(level: Level, row: Row) -> list[tuple[tuple[str, ...], ...]]:
    found: list[tuple[tuple[str, ...], ...]] = [()]
    for cell, (_, values) in zip(row.cells, level.by, strict=True):
        choices = [(value,) for value in values] if cell is None else [cell]
        found = [(*members, choice) for members in found for choice in choices]
    return found


def _names_more(row: Row, other: Row) -> bool:
    return row.cells.count(None) < other.cells.count(None)


def _takes(row: Row, members: tuple[tuple[str, ...], ...]) -> bool:
    return all(cell is None or set(each) & set(cell) for cell, each in zip(row.cells, members, strict=True))


def belongs(level: Level, members: tuple[tuple[str, ...], ...], record: Record) -> bool:
    """Whether a record has the dimension values of a pool."""
    return all(record[name] in values for (name, _), values in zip(level.by, members, strict=True))
