"""What an example would have to assert for it to hold."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import assert_never

from sladsl.diagnostics.diagnostic import Diagnostic, Severity
from sladsl.planning.contract import ResultExpected
from sladsl.planning.plan import Plan
from sladsl.settlement.display import show_credited, show_money, show_to_unit
from sladsl.settlement.examples import (
    CreditOutcome,
    EarnedBackOutcome,
    Outcome,
    RemedyOutcome,
    ResultOutcome,
    TotalOutcome,
    WorkedExample,
)
from sladsl.settlement.explanation import Result
from sladsl.source import Source, Span
from sladsl.values import frozen


@frozen
class AssertionEdit:
    """Another text for a stretch of the agreement: what stands there after `is`, and what would hold."""

    span: Span
    before: str
    after: str


def corrections(
    plan: Plan, worked: Iterable[WorkedExample], source: Source
) -> tuple[tuple[AssertionEdit, ...], tuple[Diagnostic, ...]]:
    """The edits after which examples hold, and a finding for each assertion for which there is no telling."""
    edits: list[AssertionEdit] = []
    left: list[Diagnostic] = []
    for example in worked:
        for outcome in example.outcomes:
            made = None if outcome.holds else _correction(plan, outcome, source)
            if isinstance(made, AssertionEdit):
                edits.append(made)
            elif made is not None:
                left.append(_not_corrected(outcome, "its records are wrong" if example.problems else made))
    return tuple(edits), tuple(left)


def edited(text: str, edits: Iterable[AssertionEdit]) -> str:
    """The text of an agreement with its edits made."""
    for edit in sorted(edits, key=lambda each: -each.span.start):
        text = text[: edit.span.start] + edit.after + text[edit.span.end :]
    return text


def _not_corrected(outcome: Outcome, why: str) -> Diagnostic:
    message = f"what is asserted here is left as it is: {why}"
    return Diagnostic("SLA600", Severity.WARNING, message, outcome.expected.span, help="change it by hand")


def _correction(plan: Plan, outcome: Outcome, source: Source) -> AssertionEdit | str:
    """The edit that lets an assertion hold, to the precision in which it is written; or why there is no telling."""
    if isinstance(outcome, RemedyOutcome):
        return _fires_or_not(outcome, source)
    after = _calculated(plan, outcome)
    if after is None:
        return f"nothing is calculated for {outcome.expected.period}"
    span = outcome.expected.span
    written = source.text[span.start : span.end]
    period = r"\s+".join(map(re.escape, outcome.expected.period.split()))
    found = re.fullmatch(rf"(.*\sin\s+{period}\s+is\s+)([^#\n\"]+)", written, re.DOTALL)
    if found is None:
        return "a comment or a line end stands among the words"
    start = span.start + found.end(1)
    return AssertionEdit(source.span(start, span.end), found[2], after)


def _fires_or_not(outcome: RemedyOutcome, source: Source) -> AssertionEdit:
    """A remedy that fires instead of one that does not, and the other way round."""
    span = outcome.expected.span
    words = re.match(r"expect\s+(?:no\s+)?remedy", source.text[span.start : span.end])
    assert words is not None, "an assertion of a remedy begins with these words"
    after = "expect no remedy" if outcome.expected.fires else "expect remedy"
    return AssertionEdit(source.span(span.start, span.start + words.end()), words[0], after)


def _calculated(plan: Plan, outcome: Outcome) -> str | None:
    match outcome:
        case ResultOutcome(expected=expected, result=result) if result is not None:
            return _value_and_verdict(plan, expected, result)
        case CreditOutcome(expected=asserted, result=result, amount=amount) if result is not None:
            return show_credited(plan, amount, asserted.unit)
        case TotalOutcome(period=period) if period is not None:
            sign = "-" if period.total < 0 else ""
            return f"{sign}{show_money(plan, abs(period.total))}"
        case EarnedBackOutcome(prospect=prospect, amount=amount) if prospect is not None:
            return show_money(plan, amount)
        case ResultOutcome() | CreditOutcome() | TotalOutcome() | EarnedBackOutcome() | RemedyOutcome():
            return None
    assert_never(outcome)


def _value_and_verdict(plan: Plan, expected: ResultExpected, result: Result) -> str | None:
    """What the example asserts of the two, as it is calculated; None where it asserts a value and there is none."""
    verdict = [] if expected.verdict is None else [str(result.verdict)]
    if expected.value is None or expected.unit is None:
        return ", ".join(verdict)
    value = result.measurement.value
    if value is None:
        return None
    return ", ".join([show_to_unit(plan, value, expected.unit), *verdict])
