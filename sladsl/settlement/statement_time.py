"""The part of a statement that shows time: agreed, down and excluded, with exclusions and without."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from sladsl.measurement.results import OutagesUntil
from sladsl.planning.plan import Plan, Quantity, ValueType
from sladsl.settlement.display import show_instant, show_result, show_value
from sladsl.settlement.eras import level_of
from sladsl.settlement.explanation import Result
from sladsl.settlement.sentences import series_title, title_of
from sladsl.settlement.table import TextColumn, table

NUMBERS = frozenset({"outages", "from_before"})
"""What of the times of a measurement is a number, and not an amount of time."""

_NONE = "-"


def time_lines(plan: Plan, results: Sequence[Result]) -> list[str]:
    """Write a table of the time of each result that is measured by time; none without such results."""
    of_time = [result for result in results if result.measurement.times is not None]
    if not of_time:
        return []
    columns = [
        TextColumn("Time", wraps_at=28),
        TextColumn("Window"),
        TextColumn("Agreed", right=True),
        TextColumn("Down", right=True),
        TextColumn("Excluded", right=True),
        TextColumn("Outages", right=True),
        TextColumn("Longest", right=True),
        TextColumn("Value", right=True),
    ]
    return table(columns, [row for result in of_time for row in _rows(plan, result)])


def show_time(plan: Plan, microseconds: int) -> str:
    """Write an amount of time: `670 h`, `12 min 30 s`."""
    return show_value(plan, Quantity(ValueType.DURATION, Fraction(microseconds)))


def _rows(plan: Plan, result: Result) -> Iterator[list[str]]:
    measured = result.measurement
    times, gross = measured.times, measured.gross
    assert times is not None, "only results of time have a row here"
    excluded = show_time(plan, times.excluded) if _has_exclusions(plan, result) else _NONE
    yield [
        series_title(result.title, measured.key),
        measured.window.label,
        *(show_time(plan, each) for each in (times.agreed, times.down)),
        excluded,
        f"{times.outages:,}",
        show_time(plan, times.longest),
        show_result(plan, result) or _NONE,
    ]
    if _has_exclusions(plan, result):
        yield [
            "",
            "without exclusions",
            *(show_time(plan, each) for each in (times.gross_agreed, times.gross_down)),
            *("", "", ""),
            _NONE if gross is None else show_value(plan, gross, result.compared),
        ]


def _has_exclusions(plan: Plan, result: Result) -> bool:
    return bool(level_of(plan, result.measurement).exclusions)


def until_notes(plan: Plan, until: OutagesUntil, results: Sequence[Result]) -> Iterator[str]:
    """Say which windows of a level go on after its last outage: nothing tells what has happened since."""
    later = [
        each.measurement.window
        for each in results
        if each.measurement.level == until.level
        and (
            until.last is None or until.last < min(each.measurement.window.end, each.measurement.window.as_of)
        )
    ]
    if later:
        windows = ", ".join(dict.fromkeys(window.label for window in later))
        last = (
            f"there are no records of {until.records}"
            if until.last is None
            else f"the last instant in the records of {until.records} is {show_instant(plan, until.last)}"
        )
        time = "all time" if until.last is None else "but for outages without an end, time after it"
        yield f"{title_of(plan, until.level)}: {last}; {time} counts as up, in {windows}."
