"""The settlement of a period in an example, with the arithmetic shown."""

from __future__ import annotations

from collections.abc import Sequence
from typing import assert_never

from sladsl.documents.amounts import amount_words
from sladsl.documents.figures import money_words, period_words
from sladsl.documents.terms import Terms, title
from sladsl.documents.view import Row, Table
from sladsl.documents.worked_rows import COLUMNS, row, series_words
from sladsl.planning.plan import (
    CarryOver,
    Choose,
    Claim,
    Convert,
    ConvertTable,
    CreditUnit,
    EarnBack,
    FreePoints,
    HighestOf,
    HighestPer,
    Ignore,
    Limit,
    Multiply,
    PercentOf,
    Plan,
    Raise,
    Round,
)
from sladsl.settlement.display import show_credited, show_end, show_money, show_money_in_full
from sladsl.settlement.examples import EarnedBackOutcome
from sladsl.settlement.explanation import (
    Firing,
    LimitUse,
    LineChange,
    Prospect,
    SettledPeriod,
    StepTaken,
)
from sladsl.settlement.sentences import worth_words
from sladsl.settlement.statement_remedies import given_arithmetic
from sladsl.settlement.statement_steps import balance_words


def period_table(terms: Terms, period: SettledPeriod) -> Table:
    """A settled period: its credits, what each step leaves, and the total."""
    plan = terms.plan
    amounts = " + ".join(
        show_credited(plan, line.amount, line.unit, in_full=True) for line in period.calculated
    )
    rows = (
        row("Service Credits", amounts or "none", worth_words(plan, period.calculated)),
        *(_step_row(terms, number, step) for number, step in enumerate(period.steps)),
        row("Total", "", show_money(plan, period.total)),
    )
    return Table(f"Settlement for {period_words(period.label)}", COLUMNS, rows)


def _step_row(terms: Terms, number: int, taken: StepTaken) -> Row:
    return row(
        f"Step ({chr(ord('a') + number)})",
        _step_words(terms, taken),
        worth_words(terms.plan, taken.lines),
    )


def _step_words(terms: Terms, taken: StepTaken) -> str:
    plan = terms.plan
    match taken.step:
        case Multiply():
            return "; ".join(change.reason for change in taken.changes) or "no Service Credit is multiplied"
        case HighestPer() | HighestOf():
            return _moved(plan, taken.changes, "not the highest") or "nothing to compare"
        case Limit() as limit:
            return "; ".join(_limit_words(terms, limit, use) for use in taken.limits) or "nothing to limit"
        case Ignore(each=each, below=below):
            small = f"{'' if each else 'in total '}below {money_words(plan, below)}"
            return _moved(plan, taken.changes, small) or "nothing to ignore"
        case Raise(each=each, to=to):
            raised = f"raised to {money_words(plan, to)}{'' if each else ' in total'}"
            return _moved(plan, taken.changes, raised) or "nothing to raise"
        case Convert():
            return "; ".join(change.reason for change in taken.changes) or "no points to convert"
        case ConvertTable():
            return "; ".join(change.reason for change in taken.changes) or "no points to convert"
        case Claim():
            return "; ".join(change.reason for change in taken.changes) or "nothing has lapsed"
        case Choose():
            return "; ".join(dict.fromkeys(change.reason for change in taken.changes)) or "nothing to choose"
        case FreePoints():
            return "; ".join(change.reason for change in taken.changes) or "no points are free"
        case CarryOver():
            reasons = dict.fromkeys(change.reason for change in taken.changes)
            alike = ([each for each in taken.changes if each.reason == reason] for reason in reasons)
            return "; ".join(_moved(plan, each, each[0].reason) for each in alike) or "nothing to carry over"
        case EarnBack(as_offset=True):
            used = (_offset(terms, change) for change in taken.changes)
            held = (balance_words(plan, each) for each in taken.balances)
            return "; ".join((*used, *held)) or "nothing is earned back"
        case EarnBack():
            return (
                "; ".join(_earned_back(terms, change) for change in taken.changes) or "nothing is earned back"
            )
        case Round(quantum=quantum):
            return f"rounded to a multiple of {money_words(plan, quantum)}"
    assert_never(taken.step)


def _moved(plan: Plan, changes: Sequence[LineChange], why: str) -> str:
    """What changes that all go one way take away or add, as a sum; empty where there are none."""
    by = [change.after.amount - change.before.amount for change in changes]
    if not by:
        return ""
    word = "less" if by[0] < 0 else "plus"
    return f"{word} {' + '.join(show_money_in_full(plan, abs(each)) for each in by)}: {why}"


def _offset(terms: Terms, change: LineChange) -> str:
    name = series_words(terms, change.after.level, change.after.key)
    return f"the Service Credit for {name} in {period_words(change.after.window)} is {change.reason}"


def _earned_back(terms: Terms, change: LineChange) -> str:
    name = series_words(terms, change.after.level, change.after.key)
    return f"{change.reason} for {name} in {period_words(change.after.window)} is earned back"


def firing_table(terms: Terms, firing: Firing) -> Table:
    """A remedy that has fired: by which windows and sums, until when what follows is due, and what is credited."""
    plan = terms.plan
    windows = (
        row(
            f"{series_words(terms, each.measurement.level, each.measurement.key)}, "
            f"{period_words(each.measurement.window.label)}",
            each.reason,
            str(each.verdict),
        )
        for each in firing.windows
    )
    sums = (
        row(
            f"{'Points' if each.event.unit is CreditUnit.POINTS else 'Service Credits'}, {period_words(each.label)}",
            "in total",
            show_credited(plan, each.amount, each.event.unit),
        )
        for each in firing.sums
    )
    dues = (
        row(
            each.consequence.role.capitalize(),
            each.consequence.text,
            "" if each.until is None else f"until {show_end(plan, each.until)}",
        )
        for each in firing.dues
    )
    given = (
        ()
        if firing.credit is None
        else (
            row(
                "Service Credit",
                given_arithmetic(plan, firing.credit),
                show_credited(plan, firing.credit.amount, firing.credit.unit),
            ),
        )
    )
    return Table(title(firing.remedy), COLUMNS, (*windows, *sums, *dues, *given))


def _limit_words(terms: Terms, limit: Limit, use: LimitUse) -> str:
    plan = terms.plan
    share = ""
    if isinstance(limit.amount, PercentOf) and limit.amount.share:
        base = show_money_in_full(plan, use.limit / limit.amount.share)
        share = f", {amount_words(terms, limit.amount)} of {base}"
    used = f", less {show_money_in_full(plan, use.used)} let through before" if use.used else ""
    return f"limit for {period_words(use.label)}: {show_money_in_full(plan, use.limit)}{share}{used}"


def prospect_table(terms: Terms, outcome: EarnedBackOutcome, prospect: Prospect) -> Table:
    """A credit that may be earned back: the windows that follow it, and what is given back."""
    plan, line = terms.plan, prospect.line
    windows = (
        row(period_words(each.measurement.window.label), each.reason, str(each.verdict))
        for each in prospect.following
    )
    rows = (
        row("Service Credit", "after all other steps", show_money(plan, line.amount)),
        *windows,
        row("Earned back", str(prospect.standing), show_money(plan, outcome.amount)),
    )
    caption = f"{series_words(terms, line.level, line.key)}, {period_words(line.window)}: earning back"
    return Table(caption, COLUMNS, rows)
