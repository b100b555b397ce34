"""What the worked examples of an agreement reach of its levels and tiers, its credits' rows and its steps."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sladsl.planning.plan import Plan, ServiceLevel
from sladsl.planning.series import series_at
from sladsl.settlement.credit_sentences import clause_of_credit
from sladsl.settlement.eras import level_of
from sladsl.settlement.examples import WorkedExample
from sladsl.settlement.explanation import Result, SettledPeriod, Verdict
from sladsl.source import Span
from sladsl.values import frozen


@frozen
class ReachablePlace:
    """A place of the agreement that an example can reach, and whether one does; `clause` is a level or `settlement`."""

    clause: str
    span: Span
    is_reached: bool


def coverage(plan: Plan, worked: Iterable[WorkedExample]) -> tuple[ReachablePlace, ...]:
    """Every place that an example can reach, each once, in the order of the plan.

    A level, or a tier of one, is reached by a window with a verdict on it, a row of credits by a credit that it gives,
    and a step by changing a credit or the total.
    """
    reached = {span for each in worked for span in _reached(plan, each)}
    places = dict.fromkeys((*_of_levels(plan), *_of_steps(plan)))
    return tuple(ReachablePlace(clause, span, span in reached) for clause, span in places)


def _of_levels(plan: Plan) -> Iterator[tuple[str, Span]]:
    for level in (level for of in plan.eras or (plan,) for level in of.levels):
        for series in level.series:
            yield level.name, series.span
            for rule in series.all_credits:
                yield from ((level.name, each.span) for each in rule.bands or (rule,))


def _of_steps(plan: Plan) -> Iterator[tuple[str, Span]]:
    """The steps that the agreement writes."""
    settlements = (of.settlement for of in plan.eras or (plan,))
    steps = (step for each in settlements if each is not None for step in each.steps)
    return (("settlement", step.span) for step in steps if not step.id.endswith("/default"))


def _reached(plan: Plan, worked: WorkedExample) -> Iterator[Span]:
    for result in worked.settled.results:
        yield from _by_result(level_of(plan, result.measurement), result)
    for period in worked.settled.periods:
        yield from _by_steps(period)


def _by_result(level: ServiceLevel, result: Result) -> Iterator[Span]:
    if result.verdict is not Verdict.UNMEASURED:
        yield series_at(level, result.measurement.key).span
    yield from (clause_of_credit(credit).span for credit in result.credits)


def _by_steps(period: SettledPeriod) -> Iterator[Span]:
    return (taken.step.span for taken in period.steps if taken.changes or taken.before != taken.after)
