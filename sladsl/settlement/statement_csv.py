"""The statement as a flat table, for spreadsheets.

One row of kind `result` per level, window and series, in the statement's order; one of kind `earned back` for
each credit of which a share is, with the window of that credit; and one row of kind `total` per settlement
period. Columns:

- `kind`, and `settlement_period`, empty where no shown period settles the row;
- `level`, `title`, `series` (dimension values, joined by ` / `), `window`, `window_start`, `window_end` (ISO
  8601), `partial`;
- `verdict`, `reason`, `value` as people read it, `value_exact` as a fraction, `unrounded_exact` where the agreement
  rounds the value before it is compared, `parts` that a measure of several figures is made from, `value_type`,
  `targets`; parts and targets are joined by `; `;
- `records`, `decided`, `good`, `bad`, `undecided`, `excluded`, `quarantined`;
- `credit_row`, `credit_clause` (file and line), `currency`; in major units `credit_calculated`, rounded half-up
  to the minor unit, `credit_calculated_exact` as a fraction, and `credit_settled`, which settlement has
  rounded; on a total row they are those of the period's sum.
"""

from __future__ import annotations

import csv
from fractions import Fraction
from io import StringIO

from attrs import asdict

from sladsl.planning.plan import Plan, RoundingMode
from sladsl.settlement.display import exact, iso_instant, plain_money, show_result
from sladsl.settlement.explanation import Line, LineKind, Result, SettledPeriod, total_of
from sladsl.settlement.rounding import rounded
from sladsl.settlement.sentences import band_words, parts_words, title_of
from sladsl.settlement.statement import Credited, Statement, credited, line_key, results_by_period
from sladsl.settlement.verdicts import show_target

COLUMNS = (
    "kind",
    "settlement_period",
    "level",
    "title",
    "series",
    "window",
    "window_start",
    "window_end",
    "partial",
    "verdict",
    "reason",
    "value",
    "value_exact",
    "unrounded_exact",
    "parts",
    "value_type",
    "targets",
    "records",
    "decided",
    "good",
    "bad",
    "undecided",
    "excluded",
    "quarantined",
    "credit_row",
    "credit_clause",
    "currency",
    "credit_calculated",
    "credit_calculated_exact",
    "credit_settled",
)


def statement_csv(statement: Statement) -> str:
    """Write a statement as CSV text with a header (RFC 4180, but lines end with a line feed)."""
    plan, settled = statement.plan, credited(statement)
    out = StringIO()
    writer = csv.DictWriter(out, COLUMNS, restval="", lineterminator="\n")
    writer.writeheader()
    for period, results in results_by_period(statement):
        label = "" if period is None else period.label
        writer.writerows(_result(plan, each, label) | _credit(plan, each, settled) for each in results)
        if period is not None:
            writer.writerows(
                _line(plan, period, line) for line in period.lines if line.kind != LineKind.CREDIT
            )
            writer.writerow(_total(plan, period))
    return out.getvalue()


def _result(plan: Plan, result: Result, period: str) -> dict[str, object]:
    measured, value = result.measurement, result.measurement.value
    return {
        "kind": "result",
        "settlement_period": period,
        "level": measured.level,
        "title": result.title,
        "series": " / ".join(measured.key),
        "window": measured.window.label,
        "window_start": iso_instant(plan, measured.window.start),
        "window_end": iso_instant(plan, measured.window.end),
        "partial": "yes" if measured.window.partial else "no",
        "verdict": str(result.verdict),
        "reason": result.reason,
        "value": show_result(plan, result) or "",
        "value_exact": "" if value is None else exact(value.amount),
        "unrounded_exact": "" if result.unrounded is None else exact(result.unrounded.amount),
        "parts": parts_words(plan, measured.parts),
        "value_type": "" if value is None else str(value.type),
        "targets": "; ".join(show_target(plan, comparison) for comparison in result.comparisons),
        **asdict(measured.counts),
    }


def _credit(plan: Plan, result: Result, settled: Credited) -> dict[str, object]:
    credit = result.credit
    if credit is None:
        return {}
    clause = (credit.band or credit.rule).span
    calculated: dict[str, object] = {
        "credit_row": band_words(plan, credit),
        "credit_clause": f"{clause.file}:{clause.line}",
        "currency": plan.currency,
        **_calculated(plan, credit.amount),
    }
    if line_key(result) not in settled:
        return calculated
    period, amount = settled[line_key(result)]
    return {**calculated, "settlement_period": period.label, "credit_settled": plain_money(plan, amount)}


def _line(plan: Plan, period: SettledPeriod, line: Line) -> dict[str, object]:
    """A line of a settlement that is no credit of a window."""
    return {
        "kind": str(line.kind),
        "settlement_period": period.label,
        "level": line.level,
        "title": title_of(plan, line.level),
        "series": " / ".join(line.key),
        "window": line.window,
        "window_start": iso_instant(plan, line.window_start),
        "window_end": iso_instant(plan, line.window_end),
        "currency": plan.currency,
        "credit_settled": plain_money(plan, line.amount),
    }


def _total(plan: Plan, period: SettledPeriod) -> dict[str, object]:
    return {
        "kind": "total",
        "settlement_period": period.label,
        "currency": plan.currency,
        **_calculated(plan, total_of(period.calculated)),
        "credit_settled": plain_money(plan, period.total),
    }


def _calculated(plan: Plan, amount: Fraction) -> dict[str, object]:
    minor = rounded(amount, Fraction(1, 10**plan.minor_digits), RoundingMode.HALF_UP)
    return {"credit_calculated": plain_money(plan, minor), "credit_calculated_exact": exact(amount)}
