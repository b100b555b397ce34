"""The whole explanation of a settlement period, of the windows of a level, or of one record."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from sladsl.measurement.lookups.deciding import BoundCounts
from sladsl.measurement.lookups.lookup import LookupQuery, LookupResult
from sladsl.measurement.results import Measurement, Measurements
from sladsl.planning.plan import Plan
from sladsl.planning.text_levels import write_window
from sladsl.settlement.display import show_money
from sladsl.settlement.eras import level_of
from sladsl.settlement.explained.beside import FoundBeside, beside_nodes, found_beside
from sladsl.settlement.explained.near_sentences import ResultRules, near_node
from sladsl.settlement.explained.one_outage import outage_node
from sladsl.settlement.explained.one_record import record_node
from sladsl.settlement.explained.period import period_node
from sladsl.settlement.explained.tree import Explanation, ExplanationNode
from sladsl.settlement.explained.window import window_node
from sladsl.settlement.explanation import Result, Settled
from sladsl.settlement.judging import measured_values, of_level, result_of
from sladsl.settlement.promoting import depends
from sladsl.settlement.sentences import level_title
from sladsl.settlement.settle import settle
from sladsl.settlement.unseen import without_unseen
from sladsl.values import evolve, frozen


@frozen
class ExplanationInputs:
    """What is explained from: the plan, what was measured and settled, and what was looked up beside it."""

    plan: Plan
    measurements: Measurements
    settled: Settled
    query: LookupQuery
    seen: LookupResult
    as_of: int | None = None


def explanation(inputs: ExplanationInputs, asked: str) -> Explanation:
    """Explain what is wanted: one record, the windows of a level, or else the settlement periods; `asked` names it.

    Raises ValueError where there is nothing to explain.
    """
    plan, query = inputs.plan, inputs.query
    if query.record is not None:
        return _of_record(inputs, query.record)
    window = _Windows(inputs, found_beside(inputs.seen))
    if query.level is not None:
        results = [each for each in inputs.settled.results if _is_wanted(inputs, each)]
        level = next(each for each in plan.levels if each.name == query.level)
        if not results:
            raise ValueError(
                f"no window of `{level.name}` ends in {asked}; it is measured over each {write_window(level.window)}"
            )
        return Explanation(plan.title, _named(level_title(level), asked), tuple(map(window.node, results)))
    periods = [each for each in inputs.settled.periods if query.after < each.end <= query.until]
    settled = {id(result) for period in periods for result in period.results}
    loose = [each for each in inputs.settled.results if _is_wanted(inputs, each) and id(each) not in settled]
    trees = (
        *(period_node(plan, each, window.node) for each in periods),
        *(window.node(each) for each in loose),
    )
    if not trees:
        raise ValueError(f"no window ends in {asked}")
    return Explanation(plan.title, _named("", asked), trees)


def _of_record(inputs: ExplanationInputs, record: str) -> Explanation:
    if not inputs.seen.traces and not inputs.seen.times:
        whose = "no level is" if inputs.query.level is None else f"`{inputs.query.level}` is not"
        raise ValueError(f"{whose} about a record `{record}`")
    trees = (
        *(record_node(inputs.plan, trace) for trace in inputs.seen.traces),
        *(outage_node(inputs.plan, trace) for trace in inputs.seen.times),
    )
    return Explanation(inputs.plan.title, f"record {record}", trees)


def _named(what: str, asked: str) -> str:
    return ", ".join(each for each in (what, asked) if each) or "all periods"


def _is_wanted(inputs: ExplanationInputs, result: Result) -> bool:
    level = inputs.query.level
    return inputs.query.is_shown(result.measurement.window) and level in {None, result.measurement.level}


@frozen
class _Windows:
    """What each window is explained with."""

    inputs: ExplanationInputs
    found: FoundBeside

    def node(self, result: Result) -> ExplanationNode:
        """A result with what would have changed it, its records and its stretches of time."""
        return window_node(self.inputs.plan, result, tuple(self._beside(result)))

    def _beside(self, result: Result) -> Iterator[ExplanationNode]:
        decided, intervals = self.found.decided_of(result), self.found.intervals_of(result)
        near = self._near(
            result,
            () if decided is None else decided.against,
            () if intervals is None else intervals.quotients,
        )
        if near is not None:
            yield near
        yield from beside_nodes(self.inputs.plan, result, self.found)

    def _near(
        self, result: Result, sides: tuple[BoundCounts, ...], quotients: tuple[Fraction, ...]
    ) -> ExplanationNode | None:
        raw = next(each for each in self.inputs.measurements.rows if _is_of(each, result))
        return near_node(
            self.inputs.plan, result, raw, ResultRules(self._judge, self._total, sides, quotients)
        )

    def _judge(self, measured: Measurement) -> Result:
        """The result of a measurement, in the light of all others where these have a say."""
        plan = self.inputs.plan
        level = level_of(plan, measured)
        others = (each for of in (plan, *plan.eras) for each in of.levels)
        if not depends(level) and not any(each.excuses or each.ratchets for each in others):
            rows = without_unseen(plan, self.inputs.measurements.rows)
            beside = [each for each in rows if _is_beside(each, measured)]
            values = measured_values(plan, [*beside, measured])
            return result_of(plan, measured, values[of_level(measured)])
        return next(each for each in self._settled(measured).results if _is_at(each.measurement, measured))

    def _total(self, measured: Measurement) -> str:
        """What the settlement period comes to with another measurement, where only one level is explained."""
        if self.inputs.query.level is None or self.inputs.plan.settlement is None:
            return ""
        period = next(
            period
            for period in self._settled(measured).periods
            if any(_is_at(each.measurement, measured) for each in period.results)
        )
        return f"; all credits of {period.label} {show_money(self.inputs.plan, Fraction(period.total))}"

    def _settled(self, measured: Measurement) -> Settled:
        rows = tuple(
            measured if _is_at(each, measured) and each.window == measured.window else each
            for each in self.inputs.measurements.rows
        )
        return settle(self.inputs.plan, evolve(self.inputs.measurements, rows=rows), self.inputs.as_of)


def _is_of(row: Measurement, result: Result) -> bool:
    return _is_at(row, result.measurement) and row.window == result.measurement.window


def _is_at(one: Measurement, other: Measurement) -> bool:
    return (one.level, one.key, one.window.place) == (other.level, other.key, other.window.place)


def _is_beside(row: Measurement, measured: Measurement) -> bool:
    """Whether a row is of the same level in the same window, at another value."""
    return row.level == measured.level and row.window == measured.window and row.key != measured.key
