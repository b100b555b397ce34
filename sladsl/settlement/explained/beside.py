"""What was looked up beside the measurements, by the window that it is of, and as sentences under a result."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TypeVar

from sladsl.measurement.backlog.open_then import OpenThen
from sladsl.measurement.lookups.deciding import Decided
from sladsl.measurement.lookups.lookup import LookupResult
from sladsl.measurement.lookups.worst_intervals import WorstIntervals
from sladsl.measurement.results import Measurement
from sladsl.measurement.uptime.stretches import Stretches
from sladsl.planning.plan import Plan
from sladsl.planning.series import series_at
from sladsl.settlement.eras import level_of
from sladsl.settlement.explained.records import intervals_node, open_node, records_node, stretch_nodes
from sladsl.settlement.explained.tree import ExplanationNode
from sladsl.settlement.explanation import Result
from sladsl.values import frozen

_Subject = tuple[str, tuple[str, ...], tuple[int, int, str]]
_Found = TypeVar("_Found", Decided, Stretches, OpenThen, WorstIntervals)


@frozen
class FoundBeside:
    """Records, stretches of time, open records and intervals, each by level, dimension values and window."""

    decided: Mapping[_Subject, Decided]
    stretches: Mapping[_Subject, Stretches]
    opened: Mapping[_Subject, OpenThen]
    intervals: Mapping[_Subject, WorstIntervals]

    def decided_of(self, result: Result) -> Decided | None:
        """The records of a result's window."""
        return self.decided.get(_subject(result.measurement))

    def intervals_of(self, result: Result) -> WorstIntervals | None:
        """The intervals that a result's mean is made from."""
        return self.intervals.get(_subject(result.measurement))


def found_beside(seen: LookupResult) -> FoundBeside:
    """What was looked up, by the windows that it is of."""
    return FoundBeside(
        _by_subject(seen.decided),
        _by_subject(seen.stretches),
        _by_subject(seen.opened),
        _by_subject(seen.intervals),
    )


def beside_nodes(plan: Plan, result: Result, found: FoundBeside) -> Iterator[ExplanationNode]:
    """The records, stretches of time and intervals that a result is made from, the worst or oldest first."""
    subject = _subject(result.measurement)
    decided, stretches = found.decided_of(result), found.stretches.get(subject)
    intervals, opened = found.intervals_of(result), found.opened.get(subject)
    series = series_at(level_of(plan, result.measurement), result.measurement.key)
    nodes = (
        None if decided is None else records_node(plan, result, series, decided),
        *(() if stretches is None else stretch_nodes(plan, result, stretches)),
        None if intervals is None else intervals_node(plan, result, series, intervals),
        None if opened is None else open_node(plan, opened),
    )
    yield from (each for each in nodes if each is not None)


def _by_subject(found: Sequence[_Found]) -> dict[_Subject, _Found]:
    return {_subject(each): each for each in found}


def _subject(of: Measurement | Decided | Stretches | OpenThen | WorstIntervals) -> _Subject:
    return of.level, of.key, of.window.place
