"""The statement as JSON, for machines: `statement.schema.json` is its schema.

Amounts are strings that lose nothing (`"59/60"`), each beside what people read. Durations are in
microseconds, percents are ratios, money is in major units. Instants are ISO 8601 in the agreement's zone with
their offset.
"""

from __future__ import annotations

import json
from fractions import Fraction

from attrs import asdict

from sladsl.measurement.results import (
    BudgetUse,
    Measurement,
    Share,
    SnapshotCounts,
    ValuePart,
)
from sladsl.planning.eras import service_at
from sladsl.planning.plan import Amendment, Budget, Plan, Quantity, ServiceLevel, ValueType
from sladsl.planning.windows import Window
from sladsl.planning.wording import write_test
from sladsl.settlement.credit_sentences import clause_of_credit, credit_arithmetic, factor_words, row_words
from sladsl.settlement.display import (
    exact,
    iso_instant,
    show_result,
    show_unrounded,
    show_value,
)
from sladsl.settlement.explanation import (
    Assessment,
    Credit,
    RaisedTarget,
    ResolvedBand,
    Result,
    SettledPeriod,
    SettlementLine,
    TargetComparison,
    Verdict,
)
from sladsl.settlement.json_amounts import (
    Json,
    base_value,
    clause_value,
    credited_value,
    limit_value,
    option_value,
    quantity_value,
)
from sladsl.settlement.statement import Credited, Statement, credited, line_key, shown_periods, shown_results
from sladsl.settlement.statement_exclusions import amount_of, exclusions_of
from sladsl.settlement.statement_json_origin import origin_value
from sladsl.settlement.statement_json_periods import period_value
from sladsl.settlement.statement_time import NUMBERS, show_time
from sladsl.settlement.verdicts import show_target

SCHEMA = "sladsl.statement/1"


def statement_json(statement: Statement) -> str:
    """Write a statement as JSON text, the same bytes for the same statement, with a line end."""
    return json.dumps(statement_value(statement), ensure_ascii=False, indent=2) + "\n"


def statement_value(statement: Statement) -> Json:
    """Give a statement as plain JSON values."""
    plan, settled = statement.plan, credited(statement)
    return {
        "schema": SCHEMA,
        "agreement": _agreement(plan),
        "made_from": origin_value(statement),
        "levels": [_level(level) for level in plan.levels],
        "results": [_result(plan, result, settled) for result in shown_results(statement)],
        "periods": [period_value(plan, period) for period in shown_periods(statement)],
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
        "amendments": [_amendment(each) for each in plan.amendments],
    }


def _amendment(amendment: Amendment) -> Json:
    return {
        "name": amendment.name,
        "title": amendment.title,
        "effective": amendment.effective.isoformat(),
        "changes": [f"{each.does} {each.clause}" for each in amendment.changes],
    }


def _level(level: ServiceLevel) -> Json:
    return {
        "name": level.name,
        "title": level.title,
        "kind": "obligation" if level.party else "kpi" if level.is_kpi else "service level",
        "clause": clause_value(level),
        "dimensions": [
            {
                "name": dimension.name,
                "untiered": list(dimension.untiered),
                "named_only": dimension.named_only,
            }
            for dimension in level.dimensions
        ],
    }


def _service(plan: Plan, level: str, window: Window) -> Json:
    """The service that a level stood in when a window began, where it stood in one."""
    service = service_at(plan, level, window.start)
    return {} if service is None else {"service": service}


def _result(plan: Plan, result: Result, settled: Credited) -> Json:
    measured = result.measurement
    return {
        "level": measured.level,
        "title": result.title,
        **_service(plan, measured.level, measured.window),
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
        "raised": [_raised(plan, each) for each in result.raised],
        "uncredited": [_uncredited(plan, each) for each in result.assessments if _is_told(result, each)],
    }


def _times(plan: Plan, measured: Measurement) -> Json | None:
    """The time of a result that is measured by it."""
    if measured.times is None:
        return None
    named = asdict(measured.times)
    return {name: each if name in NUMBERS else _duration(plan, each) for name, each in named.items()}


def _gross(plan: Plan, result: Result) -> Json | None:
    """The value without exclusions, of a level that has some."""
    gross = result.measurement.gross
    return None if gross is None else quantity_value(gross, show_value(plan, gross, result.compared))


def _exclusions(plan: Plan, result: Result) -> list[Json]:
    """What each exclusion takes of the records of a level."""
    excluded = result.measurement.exclusions
    return [
        {
            "records": each.records,
            "limits": [_use(plan, exclusion.budget, use) for use in each.uses],
            "clause": clause_value(exclusion),
        }
        for exclusion, each in zip(exclusions_of(plan, result) if excluded else (), excluded, strict=True)
    ]


def _use(plan: Plan, budget: Budget | None, use: BudgetUse) -> Json:
    assert budget is not None, "only a limit is used"
    amounts = {"limit": use.limit, "used": use.used, "left": use.limit - use.used}
    shown = {name: amount_of(budget, amount) for name, amount in amounts.items()}
    return {
        "period": use.period,
        **{name: quantity_value(amount, show_value(plan, amount)) for name, amount in shown.items()},
    }


def _duration(plan: Plan, microseconds: int) -> Json:
    return quantity_value(Quantity(ValueType.DURATION, Fraction(microseconds)), show_time(plan, microseconds))


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
    return None if value is None or shown is None else quantity_value(value, shown)


def _part(plan: Plan, part: ValuePart) -> Json:
    value = None if part.value is None else quantity_value(part.value, show_value(plan, part.value))
    return {"name": part.name, "value": value}


def _unrounded(plan: Plan, result: Result) -> Json | None:
    if result.unrounded is None:
        return None
    return quantity_value(result.unrounded, show_unrounded(plan, result))


def _looks(plan: Plan, looks: SnapshotCounts) -> Json:
    at = None if looks.at is None else iso_instant(plan, looks.at)
    return {"snapshots": looks.snapshots, "at": at}


def _target(plan: Plan, comparison: TargetComparison) -> Json:
    return {
        "word": comparison.target.word,
        "comparator": str(comparison.target.comparator),
        "limit": limit_value(plan, comparison.bound),
        "satisfied": comparison.satisfied,
        "clause": clause_value(comparison.target),
        "share": None if comparison.share is None else _share(plan, comparison, comparison.share),
    }


def _raised(plan: Plan, raised: RaisedTarget) -> Json:
    """A target that is stricter in the window than it is written."""
    return {
        "word": raised.rule.word,
        "before": limit_value(plan, raised.before),
        "mean": quantity_value(raised.mean, show_value(plan, raised.mean)),
        "after": limit_value(plan, raised.after),
        "windows": list(raised.windows),
        "clause": clause_value(raised.rule),
    }


def _share(plan: Plan, comparison: TargetComparison, share: Share) -> Json:
    value = share.value
    shown = None if value is None else quantity_value(value, show_value(plan, value, [comparison.bound]))
    return {
        "of": write_test(comparison.target).strip(),
        "value": shown,
        "passed": share.passed,
        "decided": share.decided,
        "undecided": share.undecided,
    }


def _credit(
    plan: Plan, assessment: Assessment, credit: Credit, settled: tuple[SettledPeriod, SettlementLine] | None
) -> Json:
    return {
        "amount": credited_value(plan, credit.amount, credit.unit),
        "arithmetic": credit_arithmetic(plan, credit),
        "clause": clause_value(clause_of_credit(credit)),
        **option_value(assessment.rule.option),
        **_limit(plan, assessment),
        "row": None if credit.row is None else _row(plan, credit.row),
        "rows": [_row(plan, row) for row in assessment.rows],
        "base": None if credit.base is None else base_value(plan, credit.base),
        "factors": [
            {"words": factor_words(plan, credit, each), "exact": exact(each.factor)}
            for each in credit.factors
        ],
        "most": None if credit.most is None else credited_value(plan, credit.most, credit.unit),
        "settled": None if settled is None else _settled(plan, *settled),
    }


def _is_told(result: Result, assessment: Assessment) -> bool:
    """Whether a reader may wonder why a window that failed earns nothing by a rule."""
    failed = result.verdict in {Verdict.MISSED, Verdict.BELOW_EXPECTED}
    return failed and assessment.credit is None


def _uncredited(plan: Plan, assessment: Assessment) -> Json:
    return {
        "why": assessment.why,
        "clause": clause_value(assessment.rule),
        **option_value(assessment.rule.option),
        **_limit(plan, assessment),
        "rows": [_row(plan, row) for row in assessment.rows],
    }


def _limit(plan: Plan, assessment: Assessment) -> Json:
    """The limit that a credit is of by itself."""
    return {} if assessment.target is None else {"limit": show_target(plan, assessment.target)}


def _row(plan: Plan, row: ResolvedBand) -> Json:
    return {
        "words": row_words(plan, row),
        "lower": None if row.lower is None else limit_value(plan, row.lower),
        "upper": None if row.upper is None else limit_value(plan, row.upper),
        "holds": row.holds,
        "clause": clause_value(row.band),
    }


def _settled(plan: Plan, period: SettledPeriod, line: SettlementLine) -> Json:
    return {"period": period.label, "amount": credited_value(plan, line.amount, line.unit)}
