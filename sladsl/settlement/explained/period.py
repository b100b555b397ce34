"""A settlement period explained: from what it comes to, back through its steps, to its credits and what earned them."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from sladsl.planning.eras import plan_at
from sladsl.planning.plan import Plan
from sladsl.settlement.display import exact, show_credited, show_instant, show_money
from sladsl.settlement.explained.tree import ExplanationNode, SentenceKind, clause_of
from sladsl.settlement.explanation import (
    Adjustment,
    Firing,
    LineKind,
    Result,
    SettledPeriod,
    SettlementLine,
    StepTaken,
)
from sladsl.settlement.sentences import becomes, line_title, worth_words
from sladsl.settlement.statement_remedies import firing_words, given_arithmetic
from sladsl.settlement.statement_steps import (
    adjustment_words,
    balance_words,
    change_words,
    limit_words,
    prospect_words,
)
from sladsl.settlement.step_sentences import is_default, step_sentence

Window = Callable[[Result], ExplanationNode]
"""A result as a sentence with all that decided it."""


def period_node(plan: Plan, period: SettledPeriod, window: Window) -> ExplanationNode:
    """What a settlement period comes to, and why."""
    settlement = plan_at(plan, period.start).settlement
    assert settlement is not None, "only a settlement has periods"
    provisional = ", provisional: the period has not ended" if period.provisional else ""
    partial = ", cut by the term" if period.partial else ""
    text = (
        f"Credits of {period.label}{partial}: {show_money(plan, period.total)}, settled as of "
        f"{show_instant(plan, period.as_of)}{provisional}"
    )
    earning = {_of_line(line) for line in period.calculated if line.kind is LineKind.CREDIT}
    others = (each for each in period.results if each.place not in earning)
    return ExplanationNode(
        SentenceKind.TOTAL,
        text,
        clause_of(settlement, "Settlement"),
        (
            *(_step(plan, number, taken) for number, taken in reversed(list(enumerate(period.steps, 1)))),
            *(_adjustment(plan, each) for each in period.adjustments),
            *_lines(plan, period, window),
            *(window(each) for each in others),
            *(_firing(plan, each) for each in period.remedies),
        ),
        {"amount": exact(period.total)},
    )


def _of_line(line: SettlementLine) -> tuple[str, tuple[str, ...], tuple[int, int, str]]:
    return line.level, line.key, line.place


# --- steps ---------------------------------------------------------------------------------------------------------


def _step(plan: Plan, number: int, taken: StepTaken) -> ExplanationNode:
    moved = becomes(plan, taken) or f"{worth_words(plan, taken.found)} unchanged"
    sentence = step_sentence(plan, taken.step)
    clause = clause_of(taken.step, "Settlement", "by default" if is_default(taken.step) else "")
    parts = (
        *(ExplanationNode(SentenceKind.NOTE, limit_words(plan, each)) for each in taken.limits),
        *(ExplanationNode(SentenceKind.CHANGE, change_words(plan, each)) for each in taken.changes),
        *(ExplanationNode(SentenceKind.NOTE, prospect_words(plan, each)) for each in taken.prospects),
        *(ExplanationNode(SentenceKind.NOTE, balance_words(plan, each)) for each in taken.balances),
    )
    exactly = {"before": exact(taken.before), "after": exact(taken.after)}
    return ExplanationNode(SentenceKind.STEP, f"Step {number}. {sentence}: {moved}", clause, parts, exactly)


def _adjustment(plan: Plan, adjustment: Adjustment) -> ExplanationNode:
    return ExplanationNode(
        SentenceKind.ADJUSTMENT,
        f"Adjustment: {adjustment_words(plan, adjustment)}",
        exact={"amount": exact(adjustment.amount)},
    )


# --- credits -------------------------------------------------------------------------------------------------------


def _lines(plan: Plan, period: SettledPeriod, window: Window) -> Iterator[ExplanationNode]:
    """Each credit: what it was, what became of it, and the window that earned it, told once."""
    final = {line.subject: line for line in period.lines}
    made = {line.subject for line in period.calculated}
    later = (line for line in period.lines if line.subject not in made)
    results = {each.place: each for each in period.results}
    told = set[int]()
    for line in (*period.calculated, *later):
        result = results.get(_of_line(line)) if line.kind is LineKind.CREDIT else None
        parts: tuple[ExplanationNode, ...] = ()
        if result is not None:
            is_told = id(result) in told
            told.add(id(result))
            parts = (
                ExplanationNode(SentenceKind.NOTE, "another credit of the window above")
                if is_told
                else window(result),
            )
        yield _line(plan, line, final.get(line.subject), parts)


def _line(
    plan: Plan, line: SettlementLine, final: SettlementLine | None, parts: tuple[ExplanationNode, ...]
) -> ExplanationNode:
    calculated = show_credited(plan, line.amount, line.unit)
    credited = "nothing" if final is None else show_credited(plan, final.amount, final.unit)
    what = f"{line_title(plan, line)}, {line.window}"
    is_made = line.kind in {LineKind.CREDIT, LineKind.REMEDY}
    text = f"{what}: {credited} credited, {calculated} calculated" if is_made else f"{what}: {calculated}"
    amounts = {
        "calculated": exact(line.amount),
        **({} if final is None else {"credited": exact(final.amount)}),
    }
    return ExplanationNode(SentenceKind.CREDIT, text, parts=parts, exact=amounts)


def _firing(plan: Plan, firing: Firing) -> ExplanationNode:
    credit = (
        ()
        if firing.credit is None
        else (ExplanationNode(SentenceKind.ARITHMETIC, given_arithmetic(plan, firing.credit)),)
    )
    return ExplanationNode(
        SentenceKind.REMEDY,
        f"Remedy: {firing_words(plan, firing)}",
        clause_of(firing.remedy, firing.remedy.title),
        credit,
    )
