"""Worked examples against what the rules give: what is asserted, what comes out, and whether they agree."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import TYPE_CHECKING

from sladsl.diagnostics.diagnostic import Diagnostic
from sladsl.planning.contract import (
    CreditExpected,
    EarnedBackExpected,
    Example,
    RemedyExpected,
    ResultExpected,
)
from sladsl.planning.periods import named_period
from sladsl.planning.plan import CreditUnit, EarnBack, Plan, RoundingMode
from sladsl.planning.windows import zone_of
from sladsl.settlement.choosing import not_chosen
from sladsl.settlement.explanation import (
    EarnBackState,
    Firing,
    LineKind,
    Prospect,
    Result,
    Settled,
    SettledPeriod,
    total_of,
)
from sladsl.settlement.record_windows import record_levels
from sladsl.settlement.rounding import rounded
from sladsl.values import frozen

if TYPE_CHECKING:
    from sladsl.measurement.given import MeasuredExample
    from sladsl.measurement.lookups.lookup import LookupResult


@frozen
class ResultOutcome:
    """A value or verdict that an example asserts, with the settled result of that series and window."""

    expected: ResultExpected
    result: Result | None
    holds: bool


@frozen
class CreditOutcome:
    """A credit that an example asserts, before settlement, with the result that earned it (or earned none).

    `amount` is what it comes to, of options what the customer has chosen.
    """

    expected: CreditExpected
    result: Result | None
    holds: bool
    amount: Fraction = Fraction(0)


@frozen
class TotalOutcome:
    """A settlement total that an example asserts, with the settled period."""

    expected: CreditExpected
    period: SettledPeriod | None
    holds: bool


@frozen
class EarnedBackOutcome:
    """What an example asserts is earned back of a credit, with how that credit last stood, if there is one."""

    expected: EarnedBackExpected
    prospect: Prospect | None
    amount: Fraction
    holds: bool


@frozen
class RemedyOutcome:
    """What an example asserts of a remedy, with how often it fires by a window that ends in the period."""

    expected: RemedyExpected
    firings: tuple[Firing, ...]
    holds: bool


Outcome = ResultOutcome | CreditOutcome | TotalOutcome | EarnedBackOutcome | RemedyOutcome


_NOTHING = Settled((), ())


@frozen
class WorkedExample:
    """An example and the outcome of each of its expectations, in written order.

    An outcome without a result or period asserts something of a window that the agreement does not have, or of a level
    for which nothing is given. `problems` are what is wrong with the given records; then nothing is calculated.
    `settled` is all that comes of what is given; `seen` are the records that it is made from, where that is asked for.
    """

    example: Example
    outcomes: tuple[Outcome, ...]
    problems: tuple[Diagnostic, ...] = ()
    settled: Settled = _NOTHING
    seen: LookupResult | None = None

    @property
    def holds(self) -> bool:
        """Whether everything that the example asserts is so."""
        return not self.problems and all(outcome.holds for outcome in self.outcomes)


def _credited_in(result: Result, unit: CreditUnit, settled: Settled) -> Fraction:
    """Add up what a window earns before settlement of a unit; of options, what the customer has chosen."""
    gone = not_chosen(settled.periods)
    owed = (
        each for each in result.credits if each.unit is unit and (*result.place, each.rule.id) not in gone
    )
    return sum((credit.amount for credit in owed), Fraction(0))


def worked_example(
    plan: Plan, example: Example, settled: Settled, measured: MeasuredExample
) -> WorkedExample:
    """Compare what an example asserts with what its given records and values come to."""
    outcomes = tuple(_outcomes(plan, example, settled))
    return WorkedExample(example, outcomes, measured.problems, settled, measured.seen)


def looked_through(plan: Plan, example: Example) -> int | None:
    """The end of the last period whose credits an example asserts, in µs: what is carried over may be paid in it."""
    of_periods = [
        each for each in example.expected if isinstance(each, CreditExpected) and each.level is None
    ]
    named = (named_period(zone_of(plan), plan.term, each.period) for each in of_periods)
    return max((period.end for period in named if period is not None), default=None)


def _outcomes(plan: Plan, example: Example, settled: Settled) -> Iterator[Outcome]:
    for expected in example.expected:
        if isinstance(expected, CreditExpected) and expected.level is None:
            period = next((each for each in settled.periods if each.label == expected.period), None)
            yield TotalOutcome(expected, period, period is not None and period.total == expected.amount)
            continue
        if isinstance(expected, RemedyExpected):
            yield _remedy(plan, settled, expected)
            continue
        if isinstance(expected, EarnedBackExpected):
            yield _earned_back(settled, expected)
            continue
        result = _result(plan, settled, expected)
        if isinstance(expected, ResultExpected):
            yield ResultOutcome(expected, result, result is not None and _result_holds(expected, result))
        else:
            yield _credit(plan, settled, expected, result)


def _earned_back(settled: Settled, expected: EarnedBackExpected) -> EarnedBackOutcome:
    subject = (expected.level, expected.key, expected.period)
    lines = (line for period in settled.periods for line in period.lines if line.kind is LineKind.EARNED_BACK)
    as_money = -total_of(line for line in lines if (line.level, line.key, line.window) == subject)
    amount = as_money + sum(_as_offset(settled, subject), Fraction(0))
    prospects = (each for period in settled.periods for taken in period.steps for each in taken.prospects)
    mine = [each for each in prospects if (each.line.level, each.line.key, each.line.window) == subject]
    return EarnedBackOutcome(expected, mine[-1] if mine else None, amount, amount == expected.amount)


def _as_offset(settled: Settled, subject: tuple[str, tuple[str, ...], str]) -> Iterator[Fraction]:
    """What of a credit has been added to the balance of its service."""
    for taken in (each for period in settled.periods for each in period.steps):
        if isinstance(taken.step, EarnBack) and taken.step.as_offset:
            for each in taken.prospects:
                is_meant = (each.line.level, each.line.key, each.line.window) == subject
                if is_meant and each.standing is EarnBackState.EARNED_BACK:
                    yield taken.step.share * each.line.amount


def _remedy(plan: Plan, settled: Settled, expected: RemedyExpected) -> RemedyOutcome:
    period = named_period(zone_of(plan), plan.term, expected.period)
    firings = tuple(
        each
        for each in settled.remedies
        if each.remedy.name == expected.remedy and period is not None and period.start < each.at <= period.end
    )
    return RemedyOutcome(expected, firings, bool(firings) is expected.fires)


def _result(plan: Plan, settled: Settled, expected: ResultExpected | CreditExpected) -> Result | None:
    """The window that an example speaks of: of single records the last value is the key of one."""
    if expected.level in record_levels(plan):
        return _record(settled, expected)
    subject = (expected.level, expected.key, expected.period)
    return next((each for each in settled.results if _subject(each) == subject), None)


def _record(settled: Settled, expected: ResultExpected | CreditExpected) -> Result | None:
    period = next((each for each in settled.periods if each.label == expected.period), None)
    subject = (expected.level, expected.key[:-1], expected.key[-1])
    return next(
        (
            each
            for each in settled.results
            if _subject(each) == subject
            and period is not None
            and period.start <= each.measurement.window.start < period.end
        ),
        None,
    )


def _subject(result: Result) -> tuple[str, tuple[str, ...], str]:
    measurement = result.measurement
    return measurement.level, measurement.key, measurement.window.label


def _result_holds(expected: ResultExpected, result: Result) -> bool:
    if expected.verdict is not None and expected.verdict != result.verdict:
        return False
    if expected.value is None:
        return True
    measured = result.measurement.value
    if measured is None:
        return False
    unit = expected.unit or Fraction(1)
    return rounded(measured.amount, unit, RoundingMode.HALF_UP) == expected.value.amount


def _credit(plan: Plan, settled: Settled, expected: CreditExpected, result: Result | None) -> CreditOutcome:
    amount = Fraction(0) if result is None else _credited_in(result, expected.unit, settled)
    holds = result is not None and _credit_holds(plan, expected, amount)
    return CreditOutcome(expected, result, holds, amount)


def _credit_holds(plan: Plan, expected: CreditExpected, amount: Fraction) -> bool:
    """A credit before settlement keeps its fractions; money is compared as written, in minor units of the currency."""
    if expected.unit is not CreditUnit.MONEY:
        return amount == expected.amount
    minor = Fraction(1, 10**plan.minor_digits)
    return rounded(amount, minor, RoundingMode.HALF_UP) == expected.amount
