"""The records that the results of a worked example are made from, as `sladsl explain` tells of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from sladsl.measurement.lookups.deciding import Decided
from sladsl.measurement.lookups.lookup import LookupResult
from sladsl.measurement.results import Measurement
from sladsl.planning.plan import Plan
from sladsl.planning.series import is_of_records, series_at
from sladsl.settlement.eras import level_of
from sladsl.settlement.examples import WorkedExample
from sladsl.settlement.explained.beside import beside_nodes, found_beside
from sladsl.settlement.explained.records import records_node
from sladsl.settlement.explained.tree import ExplanationNode
from sladsl.settlement.explanation import Result
from sladsl.values import evolve

MOST = 20
"""How many records of a window are told of."""


def row_lines(plan: Plan, worked: WorkedExample) -> Callable[[Result], Iterator[str]]:
    """Give what tells, in lines, of the records and stretches of time that a result of an example is made from.

    It tells nothing of a value that the example states, nor where no records were looked up.
    """
    seen = worked.seen
    if seen is None:
        return lambda _: iter(())
    found = found_beside(seen)

    def lines(result: Result) -> Iterator[str]:
        measured = result.measurement
        if _is_stated(worked, measured):
            return
        if is_of_records(level_of(plan, measured)):
            yield from _written(_record_nodes(plan, result, seen))
            return
        yield from _written(beside_nodes(plan, result, found))

    return lines


def _is_stated(worked: WorkedExample, measured: Measurement) -> bool:
    """Whether an example gives a value itself; of a window that is a record, the key of that is the last value."""
    mine = [each for each in worked.example.values if each.level == measured.level]
    label = measured.window.label
    return any(
        (each.key, each.period) == (measured.key, label) or each.key == (*measured.key, label)
        for each in mine
    )


def _record_nodes(plan: Plan, result: Result, seen: LookupResult) -> Iterator[ExplanationNode]:
    """The record that is a window by itself."""
    measured = result.measurement
    series = series_at(level_of(plan, measured), measured.key)
    for each in seen.decided:
        if (each.level, each.key) == (measured.level, measured.key) and _holds(each, measured):
            mine = tuple(one for one in each.records if one.record == measured.window.label)
            node = records_node(plan, result, series, evolve(each, records=mine))
            yield from () if node is None else (node,)


def _holds(decided: Decided, measured: Measurement) -> bool:
    return decided.window.start <= measured.window.start < decided.window.end


def _written(nodes: Iterator[ExplanationNode]) -> Iterator[str]:
    for node in nodes:
        yield node.text
        yield from (f"  {each.text}" for each in node.parts[:MOST])
        if len(node.parts) > MOST:
            yield f"  and {len(node.parts) - MOST:,} more"
