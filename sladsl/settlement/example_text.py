"""Worked examples as text: what holds in a line, and of what does not, what is asserted, calculated, and why."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import assert_never

from sladsl.planning.contract import CreditExpected, EarnedBackExpected, Expected, RemedyExpected
from sladsl.planning.plan import Plan
from sladsl.settlement.credit_sentences import clause_of_credit, credit_arithmetic, row_name
from sladsl.settlement.display import show_credited, show_limit, show_money, show_result
from sladsl.settlement.examples import (
    CreditOutcome,
    EarnedBackOutcome,
    Outcome,
    RemedyOutcome,
    ResultOutcome,
    TotalOutcome,
    WorkedExample,
)
from sladsl.settlement.explanation import Result, SettledPeriod, Verdict
from sladsl.settlement.sentences import becomes, parts_words, worth_words
from sladsl.settlement.statement_remedies import firing_words
from sladsl.settlement.statement_steps import prospect_words
from sladsl.settlement.step_sentences import step_sentence

_MARGIN = 9


def example_text(plan: Plan, worked: WorkedExample) -> str:
    """Write one example as lines, ending in a line end."""
    lines = [f"{'ok' if worked.holds else 'failed':8} {worked.example.span}  {worked.example.title}"]
    for outcome in worked.outcomes:
        if not outcome.holds:
            lines += [f"{'':{_MARGIN}}{line}" for line in _failure(plan, outcome)]
    return "\n".join(lines) + "\n"


def working_text(plan: Plan, worked: WorkedExample, rows: Callable[[Result], Iterable[str]]) -> str:
    """Write all that comes of what an example gives: every value, verdict and credit, and every settlement step.

    `rows` gives the lines that tell of the records that a result is made from. Windows without
    records and settlements without credits are left out.
    """
    told = [each for each in worked.settled.results if each.measurement.counts.records]
    lines = [line for result in told for line in _working(plan, result, rows(result))]
    for period in worked.settled.periods:
        if not period.calculated and not period.total:
            continue
        lines.append(f"settlement of {period.label}: {show_money(plan, period.total)}")
        lines += [f"  {line}" for line in _steps(plan, period)]
    return "".join(f"{'':{_MARGIN}}{line}\n" for line in lines)


def _working(plan: Plan, result: Result, rows: Iterable[str]) -> Iterator[str]:
    measured = result.measurement
    key = f" for {' / '.join(measured.key)}" if measured.key else ""
    yield f"{measured.level}{key} in {measured.window.label}: {_value(plan, result)}{result.verdict}"
    if measured.parts:
        yield f"  {parts_words(plan, measured.parts)}"
    yield from (f"  {line}" for line in (*_why_result(result), *rows, *_why_credit(plan, result)))


def _failure(plan: Plan, outcome: Outcome) -> Iterator[str]:
    yield f"{outcome.expected.span}: asserted {_asserted(plan, outcome.expected)}"
    match outcome:
        case ResultOutcome(result=result) if result is not None:
            yield f"  calculated {_value(plan, result)}{result.verdict}"
            yield from (f"  why: {line}" for line in _why_result(result))
        case CreditOutcome(result=result, amount=earned) if result is not None:
            shown = show_credited(plan, earned, outcome.expected.unit) if result.credits else "no credit"
            yield f"  calculated {shown}"
            yield from (f"  why: {line}" for line in (*_why_result(result), *_why_credit(plan, result)))
        case TotalOutcome(period=period) if period is not None:
            yield f"  calculated {show_money(plan, period.total)}"
            yield from (f"  why: {line}" for line in _why_total(plan, period))
        case RemedyOutcome(firings=()):
            yield f"  calculated that it does not fire in {outcome.expected.period}"
        case RemedyOutcome(firings=firings):
            yield from (f"  calculated: {firing_words(plan, each)}" for each in firings)
        case EarnedBackOutcome(prospect=prospect, amount=amount) if prospect is not None:
            yield f"  calculated {show_money(plan, amount)}"
            yield f"  why: {prospect_words(plan, prospect)}"
        case EarnedBackOutcome():
            yield f"  calculated nothing: no credit of {outcome.expected.period} can be earned back"
        case ResultOutcome() | CreditOutcome() | TotalOutcome():
            yield f"  calculated nothing: no window {outcome.expected.period} is measured for it"
        case _:
            assert_never(outcome)


def _asserted(plan: Plan, expected: Expected) -> str:
    if isinstance(expected, RemedyExpected):
        return f"{'' if expected.fires else 'no '}remedy {expected.remedy} in {expected.period}"
    subject = expected.level or "all credits"
    key = f" for {' / '.join(expected.key)}" if expected.key else ""
    if isinstance(expected, EarnedBackExpected):
        return f"earned back for {subject}{key} in {expected.period} is {show_money(plan, expected.amount)}"
    if isinstance(expected, CreditExpected):
        credit = "" if expected.level is None else "credit for "
        amount = show_credited(plan, expected.amount, expected.unit)
        return f"{credit}{subject}{key} in {expected.period} is {amount}"
    parts = [] if expected.value is None else [show_limit(plan, expected.value)]
    verdict = [expected.verdict] if expected.verdict else []
    return f"{subject}{key} in {expected.period} is {', '.join(parts + verdict)}"


def _value(plan: Plan, result: Result) -> str:
    value = show_result(plan, result)
    return "" if value is None else f"{value}, "


def _why_result(result: Result) -> Iterator[str]:
    counts = result.measurement.counts
    good = "" if counts.good is None else f", {counts.good:,} good and {counts.bad:,} bad"
    yield f"{result.reason} ({counts.decided:,} decided{good}, {counts.undecided:,} undecided)"


def _why_credit(plan: Plan, result: Result) -> Iterator[str]:
    for each in result.assessments:
        if each.credit is not None:
            clause = clause_of_credit(each.credit).span
            arithmetic = credit_arithmetic(plan, each.credit)
            yield f"{row_name(plan, each.credit)}: {arithmetic} ({clause})"
        elif result.verdict is not Verdict.MET:
            yield f"no credit: {each.why} ({each.rule.span})"


def _why_total(plan: Plan, period: SettledPeriod) -> Iterator[str]:
    for result in period.results:
        yield from _why_credit(plan, result)
    yield from _steps(plan, period)


def _steps(plan: Plan, period: SettledPeriod) -> Iterator[str]:
    for taken in period.steps:
        unchanged = f"{worth_words(plan, taken.found, in_full=False)} unchanged"
        moved = becomes(plan, taken, in_full=False) or unchanged
        yield f"{step_sentence(plan, taken.step)}: {moved} ({taken.step.span})"
