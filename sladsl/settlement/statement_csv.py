"""The statement as a flat table, for spreadsheets.

One row of kind `result` per level, window and series, in the statement's order, with its first credit; one of kind
`further credit` for each other credit of the same window, which repeats the result; one of kind `earned back` for each
credit of which a share is, with the window of that credit; after a result one of kind `exclusion` for each exclusion of
records that its level has; one of kind `remedy` for each credit of a remedy; one of kind `adjustment` for each line of
an earlier period that a settlement states anew; one of kind `records` for how the windows stand that are single records
of a series, of which those are results that do not keep their target; and one row of kind `total` per settlement
period. Columns:

- `kind`, and `settlement_period`, empty where no shown period settles the row;
- `level`, `title`, `series` (dimension values, joined by ` / `), `window`, `window_start`, `window_end` (ISO
  8601), `partial`;
- `verdict`, `reason`, `value` as people read it, `value_exact` as a fraction, `unrounded_exact` where the agreement
  rounds the value before it is compared, `parts` that a measure of several figures is made from, `value_type`,
  `targets`; parts and targets are joined by `; `;
- `records`, `decided`, `good`, `bad`, `undecided`, `excluded`, `quarantined`;
- of a level of time `agreed_us`, `down_us`, `excluded_us`, `outages`, `longest_us`, and without exclusions
  `gross_agreed_us`, `gross_down_us`, in microseconds; `gross_exact`, the value without exclusions as a fraction;
  `from_before`, how many records of outages reach into the window that began before it;
- of a level of records with exclusions `gross_decided`, `gross_good`, `gross_bad`, which are without exclusions; on a
  row of kind `exclusion` the records that it takes are `records`, `reason` is what it says, and of each period of its
  limit there is a row of its own: `limit_period`, `limit`, `limit_used` and `limit_left`, in times or in microseconds;
- `snapshots`, how many were taken of open records, and `snapshot_at`, the first that shows the value;
- `credit_row`, `credit_clause` (file and line), `credit_unit` (the currency, `points` or `days of service`); in that
  unit, money in major units, `credit_calculated`, rounded half-up to the minor unit, and `credit_calculated_exact` as a
  fraction; `credit_settled`, which settlement has rounded, in `settled_unit`, which is another where settlement has
  made money of points; on a total row they are those of the period's sum.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from fractions import Fraction
from io import StringIO

from attrs import asdict

from sladsl.measurement.results import Counts, Measurement, SnapshotCounts
from sladsl.planning.plan import CreditUnit, Plan, RoundingMode
from sladsl.planning.text_exclusions import write_excluded
from sladsl.settlement.choosing import calculated_total
from sladsl.settlement.credit_sentences import clause_of_credit, row_name
from sladsl.settlement.display import exact, iso_instant, plain_money, plain_number, show_result
from sladsl.settlement.explanation import (
    Adjustment,
    Credit,
    LineKind,
    RecordCount,
    Result,
    SettledPeriod,
    SettlementLine,
    TargetComparison,
)
from sladsl.settlement.rounding import rounded
from sladsl.settlement.sentences import line_title, parts_words
from sladsl.settlement.statement import Credited, Statement, credited, line_key, results_by_period
from sladsl.settlement.statement_exclusions import exclusions_of
from sladsl.settlement.statement_time import NUMBERS
from sladsl.settlement.verdicts import show_share, show_target
from sladsl.values import evolve

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
    "agreed_us",
    "down_us",
    "excluded_us",
    "outages",
    "longest_us",
    "from_before",
    "gross_agreed_us",
    "gross_down_us",
    "gross_exact",
    "gross_decided",
    "gross_good",
    "gross_bad",
    "limit_period",
    "limit",
    "limit_used",
    "limit_left",
    "snapshots",
    "snapshot_at",
    "credit_row",
    "credit_clause",
    "credit_unit",
    "credit_calculated",
    "credit_calculated_exact",
    "credit_settled",
    "settled_unit",
)


def statement_csv(statement: Statement) -> str:
    """Write a statement as CSV text with a header (RFC 4180, but lines end with a line feed)."""
    plan, settled = statement.plan, credited(statement)
    out = StringIO()
    writer = csv.DictWriter(out, COLUMNS, restval="", lineterminator="\n")
    writer.writeheader()
    for period, results in results_by_period(statement):
        label = "" if period is None else period.label
        writer.writerows(row for each in results for row in _rows(plan, each, label, settled))
        if period is not None:
            writer.writerows(_record_count(plan, period, each) for each in period.records)
            writer.writerows(
                _line(plan, period, line) for line in period.lines if line.kind != LineKind.CREDIT
            )
            writer.writerows(_adjustment(plan, period, each) for each in period.adjustments)
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
        "targets": "; ".join(_target(plan, comparison) for comparison in result.comparisons),
        **asdict(measured.counts),
        **_times(measured),
        **_gross_counts(measured.gross_counts),
        **_looks(plan, measured.looks),
    }


def _target(plan: Plan, comparison: TargetComparison) -> str:
    share = show_share(plan, comparison)
    return show_target(plan, comparison) + ("" if share is None else f" ({share})")


def _times(measured: Measurement) -> dict[str, object]:
    """The time of a result that is measured by it, and the value before exclusions where the level has some."""
    times = {} if measured.times is None else asdict(measured.times)
    named = {name if name in NUMBERS else f"{name}_us": value for name, value in times.items()}
    return named if measured.gross is None else {**named, "gross_exact": exact(measured.gross.amount)}


def _gross_counts(counts: Counts | None) -> dict[str, object]:
    if counts is None:
        return {}
    return {"gross_decided": counts.decided, "gross_good": counts.good, "gross_bad": counts.bad}


def _exclusions(plan: Plan, result: Result, period: str) -> Iterator[dict[str, object]]:
    """A row for each exclusion of records, for each period of its limit that the window lies in."""
    excluded = result.measurement.exclusions
    named = ("level", "title", "series", "window", "window_start", "window_end", "partial")
    whose = {name: value for name, value in _result(plan, result, period).items() if name in named}
    for exclusion, each in zip(exclusions_of(plan, result) if excluded else (), excluded, strict=True):
        row = {
            **whose,
            "kind": "exclusion",
            "settlement_period": period,
            "reason": write_excluded(plan, exclusion),
            "records": each.records,
        }
        for use in each.uses:
            yield {
                **row,
                "limit_period": use.period,
                "limit": use.limit,
                "limit_used": use.used,
                "limit_left": use.limit - use.used,
            }
        if not each.uses:
            yield row


def _looks(plan: Plan, looks: SnapshotCounts | None) -> dict[str, object]:
    if looks is None:
        return {}
    at = "" if looks.at is None else iso_instant(plan, looks.at)
    return {"snapshots": looks.snapshots, "snapshot_at": at}


def _rows(plan: Plan, result: Result, period: str, settled: Credited) -> Iterator[dict[str, object]]:
    """The row of a result with its first credit, then a row for each further one."""
    measured = _result(plan, result, period)
    if not result.credits:
        yield measured
    for number, credit in enumerate(result.credits):
        kind = {} if number == 0 else {"kind": "further credit"}
        yield measured | kind | _credit(plan, result, credit, settled)
    yield from _exclusions(plan, result, period)


def _credit(plan: Plan, result: Result, credit: Credit, settled: Credited) -> dict[str, object]:
    clause = clause_of_credit(credit).span
    calculated: dict[str, object] = {
        "credit_row": row_name(plan, credit),
        "credit_clause": f"{clause.file}:{clause.line}",
        "credit_unit": _unit(plan, credit.unit),
        **_amounts(plan, credit),
    }
    period, line = settled[line_key(result, credit)]
    return {**calculated, "settlement_period": period.label, **_settled(plan, line)}


def _unit(plan: Plan, unit: CreditUnit) -> str:
    return plan.currency if unit is CreditUnit.MONEY else str(unit)


def _settled(plan: Plan, line: SettlementLine) -> dict[str, object]:
    """What a line came to, and in which unit."""
    is_money = line.unit is CreditUnit.MONEY
    amount = plain_money(plan, line.amount) if is_money else plain_number(line.amount)
    return {"credit_settled": amount, "settled_unit": _unit(plan, line.unit)}


def _amounts(plan: Plan, credit: Credit) -> dict[str, object]:
    if credit.unit is CreditUnit.MONEY:
        return _calculated(plan, credit.amount)
    return {
        "credit_calculated": plain_number(credit.amount),
        "credit_calculated_exact": exact(credit.amount),
    }


def _line(plan: Plan, period: SettledPeriod, line: SettlementLine) -> dict[str, object]:
    """A line of a settlement that is no credit of a window."""
    return {
        "kind": str(line.kind),
        "settlement_period": period.label,
        "level": line.level,
        "title": line_title(plan, evolve(line, key=())),
        "series": " / ".join(line.key),
        "window": line.window,
        "window_start": iso_instant(plan, line.window_start),
        "window_end": iso_instant(plan, line.window_end),
        "credit_unit": _unit(plan, line.unit),
        **_settled(plan, line),
    }


def _record_count(plan: Plan, period: SettledPeriod, count: RecordCount) -> dict[str, object]:
    """How the windows of single records of a series stand; those that do not keep a target have rows of their own."""
    return {
        "kind": "records",
        "settlement_period": period.label,
        "level": count.level,
        "title": count.title,
        "series": " / ".join(count.key),
        "window": count.window.label,
        "window_start": iso_instant(plan, count.window.start),
        "window_end": iso_instant(plan, count.window.end),
        "verdict": "; ".join(f"{number} {verdict}" for verdict, number in count.verdicts.items()),
        **asdict(count.counts),
        "credit_unit": plan.currency,
        **_calculated(plan, count.credited),
    }


def _adjustment(plan: Plan, period: SettledPeriod, adjustment: Adjustment) -> dict[str, object]:
    """What a settlement books for a line of an earlier period."""
    row = _line(plan, period, adjustment.booked)
    return {**row, "kind": "adjustment", "reason": adjustment.reason}


def _total(plan: Plan, period: SettledPeriod) -> dict[str, object]:
    return {
        "kind": "total",
        "settlement_period": period.label,
        "credit_unit": plan.currency,
        **_calculated(plan, calculated_total(period)),
        "credit_settled": plain_money(plan, period.total),
        "settled_unit": plan.currency,
    }


def _calculated(plan: Plan, amount: Fraction) -> dict[str, object]:
    minor = rounded(amount, Fraction(1, 10**plan.minor_digits), RoundingMode.HALF_UP)
    return {"credit_calculated": plain_money(plan, minor), "credit_calculated_exact": exact(amount)}
