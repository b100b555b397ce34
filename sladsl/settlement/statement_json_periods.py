"""The settlement periods of a statement as JSON: lines, steps, remedies, corrections."""

from __future__ import annotations

from attrs import asdict

from sladsl.planning.plan import CreditsReach, CreditUnit, Plan
from sladsl.settlement.display import iso_instant
from sladsl.settlement.explanation import (
    Adjustment,
    Balance,
    DatedConsequence,
    Firing,
    LimitUse,
    LineChange,
    Prospect,
    RecordCount,
    RemedyCreditAmount,
    Result,
    SettledPeriod,
    SettlementLine,
    StepTaken,
    Sum,
)
from sladsl.settlement.json_amounts import (
    Json,
    base_value,
    clause_value,
    credited_value,
    money_value,
    option_value,
)
from sladsl.settlement.statement_remedies import given_arithmetic
from sladsl.settlement.step_sentences import is_default, step_sentence
from sladsl.values import evolve


def period_value(plan: Plan, period: SettledPeriod) -> Json:
    """A settlement period with its lines, steps, remedies and corrections."""
    return {
        "label": period.label,
        "start": iso_instant(plan, period.start),
        "end": iso_instant(plan, period.end),
        "as_of": iso_instant(plan, period.as_of),
        "partial": period.partial,
        "provisional": period.provisional,
        "calculated": [_line(plan, line) for line in period.calculated],
        "steps": [_step(plan, taken) for taken in period.steps],
        "lines": [_line(plan, line) for line in period.lines],
        "remedies": [_firing(plan, each) for each in period.remedies],
        "adjustments": [_adjustment(plan, each) for each in period.adjustments],
        "records": [_record_count(plan, each) for each in period.records],
        "total": money_value(plan, period.total),
    }


def _record_count(plan: Plan, count: RecordCount) -> Json:
    return {
        "level": count.level,
        "key": list(count.key),
        "windows": count.windows,
        "verdicts": {str(verdict): number for verdict, number in count.verdicts.items()},
        "counts": asdict(count.counts),
        "calculated": money_value(plan, count.credited),
    }


def _adjustment(plan: Plan, adjustment: Adjustment) -> Json:
    return {
        "period": adjustment.period,
        "line": _line(plan, evolve(adjustment.line, amount=adjustment.now)),
        "before": credited_value(plan, adjustment.before, adjustment.line.unit),
        "amount": credited_value(plan, adjustment.amount, adjustment.line.unit),
        "reason": adjustment.reason,
    }


def _firing(plan: Plan, firing: Firing) -> Json:
    return {
        "remedy": firing.remedy.name,
        "title": firing.remedy.title,
        "clause": clause_value(firing.remedy),
        "key": list(firing.key),
        "at": iso_instant(plan, firing.at),
        "windows": [_cause(each) for each in firing.windows],
        "sums": [
            {
                "of": _sum_of(each.event),
                "in": each.label,
                "amount": _sum(plan, each),
            }
            for each in firing.sums
        ],
        "consequences": [_due(plan, each) for each in firing.dues],
        "credit": None if firing.credit is None else _given(plan, firing.credit),
    }


def _sum(plan: Plan, reached: Sum) -> Json:
    unit = reached.event.unit
    is_money = unit is CreditUnit.MONEY
    return money_value(plan, reached.amount) if is_money else credited_value(plan, reached.amount, unit)


def _sum_of(event: CreditsReach) -> str:
    if event.unit is CreditUnit.POINTS:
        return "points"
    return "paid" if event.paid else "calculated"


def _cause(result: Result) -> Json:
    measured = result.measurement
    return {
        "level": measured.level,
        "key": list(measured.key),
        "window": measured.window.label,
        "verdict": str(result.verdict),
    }


def _due(plan: Plan, due: DatedConsequence) -> Json:
    return {
        "party": due.consequence.role,
        "may": due.consequence.may,
        "text": due.consequence.text,
        "until": None if due.until is None else iso_instant(plan, due.until),
    }


def _given(plan: Plan, given: RemedyCreditAmount) -> Json:
    return {
        "amount": credited_value(plan, given.amount, given.unit),
        "arithmetic": given_arithmetic(plan, given),
        "base": None if given.base is None else base_value(plan, given.base),
    }


def _line(plan: Plan, line: SettlementLine) -> Json:
    return {
        "kind": str(line.kind),
        "level": line.level,
        "key": list(line.key),
        "window": line.window,
        "credit": line.credit,
        **option_value(line.option),
        "amount": credited_value(plan, line.amount, line.unit),
    }


def _step(plan: Plan, taken: StepTaken) -> Json:
    return {
        "sentence": step_sentence(plan, taken.step),
        "default": is_default(taken.step),
        "clause": clause_value(taken.step),
        "before": money_value(plan, taken.before),
        "after": money_value(plan, taken.after),
        "lines": [_line(plan, line) for line in taken.lines],
        "changes": [_change(plan, change) for change in taken.changes],
        "limits": [_limit_use(plan, use) for use in taken.limits],
        "balances": [_balance(plan, each) for each in taken.balances],
        "prospects": [_prospect(plan, each) for each in taken.prospects],
    }


def _change(plan: Plan, change: LineChange) -> Json:
    line = change.after
    return {
        "kind": str(line.kind),
        "level": line.level,
        "key": list(line.key),
        "window": line.window,
        **option_value(line.option),
        "before": credited_value(plan, change.before.amount, line.unit),
        "after": credited_value(plan, line.amount, line.unit),
        "reason": change.reason,
    }


def _balance(plan: Plan, balance: Balance) -> Json:
    return {
        "service": balance.service,
        "before": money_value(plan, balance.before),
        "used": money_value(plan, balance.used),
        "added": money_value(plan, balance.added),
        "left": money_value(plan, balance.left),
        "lost": balance.is_lost,
    }


def _prospect(plan: Plan, prospect: Prospect) -> Json:
    return {
        "credit": _line(plan, prospect.line),
        "following": [
            {"window": each.measurement.window.label, "verdict": str(each.verdict)}
            for each in prospect.following
        ],
        "standing": str(prospect.standing),
    }


def _limit_use(plan: Plan, use: LimitUse) -> Json:
    return {
        "label": use.label,
        "group": list(use.group),
        "start": iso_instant(plan, use.start),
        "end": iso_instant(plan, use.end),
        "limit": money_value(plan, use.limit),
        "used": money_value(plan, use.used),
        "left": money_value(plan, use.left),
        "taken": money_value(plan, use.taken),
    }
