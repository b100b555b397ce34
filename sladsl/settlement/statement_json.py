"""The statement as JSON, for machines: `statement.schema.json` is its schema.

Amounts are strings that lose nothing (`"59/60"`), each beside what people read. Durations are in
microseconds, percents are ratios, money is in major units. Instants are ISO 8601 in the agreement's zone with
their offset.
"""

from __future__ import annotations

import json
from fractions import Fraction
from typing import Any

from attrs import asdict, evolve

from sladsl.measurement.results import DataFile, Looks, Measurement, OutagesUntil, Part, Share, Use
from sladsl.planning.plan import Budget, CreditUnit, Fact, Plan, Quantity, ServiceLevel, ValueType
from sladsl.planning.wording import write_test
from sladsl.settlement.credit_sentences import clause_of_credit, credit_arithmetic, factor_words, row_words
from sladsl.settlement.display import (
    charge_title,
    exact,
    iso_instant,
    show_credited,
    show_limit,
    show_money,
    show_result,
    show_unrounded,
    show_value,
)
from sladsl.settlement.explanation import (
    Adjustment,
    Assessment,
    Base,
    Change,
    Comparison,
    Credit,
    Due,
    Firing,
    Given,
    LimitUse,
    Line,
    Prospect,
    RecordCount,
    Result,
    Row,
    SettledPeriod,
    StepTaken,
    Verdict,
)
from sladsl.settlement.statement import Credited, Statement, credited, line_key, shown_periods, shown_results
from sladsl.settlement.statement_exclusions import amount_of, exclusions_of
from sladsl.settlement.statement_remedies import given_arithmetic
from sladsl.settlement.statement_time import show_time
from sladsl.settlement.step_sentences import is_default, step_sentence

SCHEMA = "sladsl.statement/1"

Json = dict[str, Any]


def statement_json(statement: Statement) -> str:
    """Write a statement as JSON text, the same bytes for the same statement, with a line end."""
    return json.dumps(statement_value(statement), ensure_ascii=False, indent=2) + "\n"


def statement_value(statement: Statement) -> Json:
    """Give a statement as plain JSON values."""
    plan, settled = statement.plan, credited(statement)
    return {
        "schema": SCHEMA,
        "agreement": _agreement(plan),
        "made_from": _made_from(statement),
        "levels": [_level(level) for level in plan.levels],
        "results": [_result(plan, result, settled) for result in shown_results(statement)],
        "periods": [_period(plan, period) for period in shown_periods(statement)],
    }


def _agreement(plan: Plan) -> Json:
    last = plan.term.last
    return {
        "name": plan.name,
        "title": plan.title,
        "version": plan.version,
        "provider": {"name": plan.provider.name, "title": plan.provider.title},
        "customer": {"name": plan.customer.name, "title": plan.customer.title},
        "term": {"first": plan.term.first.isoformat(), "last": None if last is None else last.isoformat()},
        "zone": plan.zone,
        "currency": plan.currency,
    }


def _made_from(statement: Statement) -> Json:
    origin = statement.origin
    return {
        "sources": [asdict(source) for source in origin.sources],
        "plan_sha256": origin.plan,
        "measurements_sha256": origin.measurements,
        "data": [_file(file) for file in statement.files],
        "outside_term": [asdict(each) for each in statement.outside],
        "outages_until": [_outages_until(statement.plan, each) for each in statement.outages],
        "unplaced_rows": [
            {"level": each.level, "window": each.window.label, "rows": each.rows}
            for each in statement.unplaced
        ],
        "tools": dict(origin.tools),
    }


def _outages_until(plan: Plan, until: OutagesUntil) -> Json:
    last = None if until.last is None else iso_instant(plan, until.last)
    return {"level": until.level, "records": until.records, "last": last}


def _file(file: DataFile) -> Json:
    return {
        "records": file.records,
        "name": file.name,
        "sha256": file.sha256,
        "rows": file.rows,
        "quarantined": file.quarantined,
        "ignored_columns": list(file.ignored_columns),
    }


def _level(level: ServiceLevel) -> Json:
    return {
        "name": level.name,
        "title": level.title,
        "kind": "obligation" if level.party else "kpi" if level.is_kpi else "service level",
        "clause": _clause(level),
        "dimensions": [
            {
                "name": dimension.name,
                "untiered": list(dimension.untiered),
                "named_only": dimension.named_only,
            }
            for dimension in level.dimensions
        ],
    }


def _result(plan: Plan, result: Result, settled: Credited) -> Json:
    measured = result.measurement
    return {
        "level": measured.level,
        "title": result.title,
        "key": list(measured.key),
        "window": _window(plan, measured),
        "verdict": str(result.verdict),
        "reason": result.reason,
        "value": _value(plan, result),
        "unrounded": _unrounded(plan, result),
        "parts": [_part(plan, part) for part in measured.parts],
        "counts": asdict(measured.counts),
        "times": _times(plan, measured),
        "gross": _gross(plan, result),
        "gross_counts": None if measured.gross_counts is None else asdict(measured.gross_counts),
        "exclusions": _exclusions(plan, result),
        "looks": None if measured.looks is None else _looks(plan, measured.looks),
        "targets": [_target(plan, comparison) for comparison in result.comparisons],
        "credits": [
            _credit(plan, each, each.credit, settled.get(line_key(result, each.credit)))
            for each in result.assessments
            if each.credit is not None
        ],
        "uncredited": [_uncredited(plan, each) for each in result.assessments if _is_told(result, each)],
    }


def _times(plan: Plan, measured: Measurement) -> Json | None:
    """The time of a result that is measured by it."""
    if measured.times is None:
        return None
    named = asdict(measured.times)
    return {name: each if name == "outages" else _duration(plan, each) for name, each in named.items()}


def _gross(plan: Plan, result: Result) -> Json | None:
    """The value without exclusions, of a level that has some."""
    gross = result.measurement.gross
    return None if gross is None else _quantity(gross, show_value(plan, gross, result.compared))


def _exclusions(plan: Plan, result: Result) -> list[Json]:
    """What each exclusion takes of the records of a level."""
    excluded = result.measurement.exclusions
    return [
        {
            "records": each.records,
            "limits": [_use(plan, exclusion.budget, use) for use in each.uses],
            "clause": _clause(exclusion),
        }
        for exclusion, each in zip(exclusions_of(plan, result) if excluded else (), excluded, strict=True)
    ]


def _use(plan: Plan, budget: Budget | None, use: Use) -> Json:
    assert budget is not None, "only a limit is used"
    amounts = {"limit": use.limit, "used": use.used, "left": use.limit - use.used}
    shown = {name: amount_of(budget, amount) for name, amount in amounts.items()}
    return {
        "period": use.period,
        **{name: _quantity(amount, show_value(plan, amount)) for name, amount in shown.items()},
    }


def _duration(plan: Plan, microseconds: int) -> Json:
    return _quantity(Quantity(ValueType.DURATION, Fraction(microseconds)), show_time(plan, microseconds))


def _window(plan: Plan, measured: Measurement) -> Json:
    window = measured.window
    return {
        "label": window.label,
        "unit": str(window.unit),
        "start": iso_instant(plan, window.start),
        "end": iso_instant(plan, window.end),
        "partial": window.partial,
        "as_of": iso_instant(plan, window.as_of),
    }


def _value(plan: Plan, result: Result) -> Json | None:
    value, shown = result.measurement.value, show_result(plan, result)
    return None if value is None or shown is None else _quantity(value, shown)


def _part(plan: Plan, part: Part) -> Json:
    value = None if part.value is None else _quantity(part.value, show_value(plan, part.value))
    return {"name": part.name, "value": value}


def _unrounded(plan: Plan, result: Result) -> Json | None:
    if result.unrounded is None:
        return None
    return _quantity(result.unrounded, show_unrounded(plan, result))


def _looks(plan: Plan, looks: Looks) -> Json:
    at = None if looks.at is None else iso_instant(plan, looks.at)
    return {"snapshots": looks.snapshots, "at": at}


def _target(plan: Plan, comparison: Comparison) -> Json:
    return {
        "word": comparison.target.word,
        "comparator": str(comparison.target.comparator),
        "limit": _limit(plan, comparison.limit),
        "satisfied": comparison.satisfied,
        "clause": _clause(comparison.target),
        "share": None if comparison.share is None else _share(plan, comparison, comparison.share),
    }


def _share(plan: Plan, comparison: Comparison, share: Share) -> Json:
    value = share.value
    shown = None if value is None else _quantity(value, show_value(plan, value, [comparison.limit]))
    return {
        "of": write_test(comparison.target).strip(),
        "value": shown,
        "passed": share.passed,
        "decided": share.decided,
        "undecided": share.undecided,
    }


def _credit(
    plan: Plan, assessment: Assessment, credit: Credit, settled: tuple[SettledPeriod, Line] | None
) -> Json:
    return {
        "amount": _credited(plan, credit.amount, credit.unit),
        "arithmetic": credit_arithmetic(plan, credit),
        "clause": _clause(clause_of_credit(credit)),
        "row": None if credit.row is None else _row(plan, credit.row),
        "rows": [_row(plan, row) for row in assessment.rows],
        "base": None if credit.base is None else _base(plan, credit.base),
        "factors": [
            {"words": factor_words(plan, credit, each), "exact": exact(each.factor)}
            for each in credit.factors
        ],
        "most": None if credit.most is None else _credited(plan, credit.most, credit.unit),
        "settled": None if settled is None else _settled(plan, *settled),
    }


def _is_told(result: Result, assessment: Assessment) -> bool:
    """Whether a reader may wonder why a window that failed earns nothing by a rule."""
    failed = result.verdict in {Verdict.MISSED, Verdict.BELOW_EXPECTED}
    return failed and assessment.credit is None


def _uncredited(plan: Plan, assessment: Assessment) -> Json:
    return {
        "why": assessment.why,
        "clause": _clause(assessment.rule),
        "rows": [_row(plan, row) for row in assessment.rows],
    }


def _row(plan: Plan, row: Row) -> Json:
    return {
        "words": row_words(plan, row),
        "lower": None if row.lower is None else _limit(plan, row.lower),
        "upper": None if row.upper is None else _limit(plan, row.upper),
        "holds": row.holds,
        "clause": _clause(row.band),
    }


def _base(plan: Plan, base: Base) -> Json:
    return {
        "charge": base.charge,
        "title": charge_title(plan, base.charge),
        "start": iso_instant(plan, base.start),
        "end": iso_instant(plan, base.end),
        "amount": _money(plan, base.amount),
        "lesser": [_base(plan, each) for each in base.lesser],
    }


def _settled(plan: Plan, period: SettledPeriod, line: Line) -> Json:
    return {"period": period.label, "amount": _credited(plan, line.amount, line.unit)}


def _period(plan: Plan, period: SettledPeriod) -> Json:
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
        "total": _money(plan, period.total),
    }


def _record_count(plan: Plan, count: RecordCount) -> Json:
    return {
        "level": count.level,
        "key": list(count.key),
        "windows": count.windows,
        "verdicts": {str(verdict): number for verdict, number in count.verdicts.items()},
        "counts": asdict(count.counts),
        "calculated": _money(plan, count.credited),
    }


def _adjustment(plan: Plan, adjustment: Adjustment) -> Json:
    return {
        "period": adjustment.period,
        "line": _line(plan, evolve(adjustment.line, amount=adjustment.now)),
        "before": _credited(plan, adjustment.before, adjustment.line.unit),
        "amount": _credited(plan, adjustment.amount, adjustment.line.unit),
        "reason": adjustment.reason,
    }


def _firing(plan: Plan, firing: Firing) -> Json:
    return {
        "remedy": firing.remedy.name,
        "title": firing.remedy.title,
        "clause": _clause(firing.remedy),
        "key": list(firing.key),
        "at": iso_instant(plan, firing.at),
        "windows": [_cause(each) for each in firing.windows],
        "sums": [
            {
                "of": "paid" if each.event.paid else "calculated",
                "in": each.label,
                "amount": _money(plan, each.amount),
            }
            for each in firing.sums
        ],
        "consequences": [_due(plan, each) for each in firing.dues],
        "credit": None if firing.credit is None else _given(plan, firing.credit),
    }


def _cause(result: Result) -> Json:
    measured = result.measurement
    return {
        "level": measured.level,
        "key": list(measured.key),
        "window": measured.window.label,
        "verdict": str(result.verdict),
    }


def _due(plan: Plan, due: Due) -> Json:
    return {
        "party": due.consequence.role,
        "may": due.consequence.may,
        "text": due.consequence.text,
        "until": None if due.until is None else iso_instant(plan, due.until),
    }


def _given(plan: Plan, given: Given) -> Json:
    return {
        "amount": _money(plan, given.amount),
        "arithmetic": given_arithmetic(plan, given),
        "base": None if given.base is None else _base(plan, given.base),
    }


def _line(plan: Plan, line: Line) -> Json:
    return {
        "kind": str(line.kind),
        "level": line.level,
        "key": list(line.key),
        "window": line.window,
        "credit": line.credit,
        "amount": _credited(plan, line.amount, line.unit),
    }


def _step(plan: Plan, taken: StepTaken) -> Json:
    return {
        "sentence": step_sentence(plan, taken.step),
        "default": is_default(taken.step),
        "clause": _clause(taken.step),
        "before": _money(plan, taken.before),
        "after": _money(plan, taken.after),
        "lines": [_line(plan, line) for line in taken.lines],
        "changes": [_change(plan, change) for change in taken.changes],
        "limits": [_limit_use(plan, use) for use in taken.limits],
        "prospects": [_prospect(plan, each) for each in taken.prospects],
    }


def _change(plan: Plan, change: Change) -> Json:
    line = change.after
    return {
        "kind": str(line.kind),
        "level": line.level,
        "key": list(line.key),
        "window": line.window,
        "before": _credited(plan, change.before.amount, line.unit),
        "after": _credited(plan, line.amount, line.unit),
        "reason": change.reason,
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
        "limit": _money(plan, use.limit),
        "used": _money(plan, use.used),
        "left": _money(plan, use.left),
        "taken": _money(plan, use.taken),
    }


def _limit(plan: Plan, limit: Quantity) -> Json:
    return _quantity(limit, show_limit(plan, limit))


def _money(plan: Plan, amount: Fraction) -> Json:
    return _quantity(Quantity(ValueType.MONEY, amount), show_money(plan, amount))


def _credited(plan: Plan, amount: Fraction, unit: CreditUnit) -> Json:
    return {"type": str(unit), "exact": exact(amount), "display": show_credited(plan, amount, unit)}


def _quantity(quantity: Quantity, display: str) -> Json:
    return {"type": str(quantity.type), "exact": exact(quantity.amount), "display": display}


def _clause(fact: Fact) -> Json:
    return {"id": fact.id, "file": fact.span.file, "line": fact.span.line}
