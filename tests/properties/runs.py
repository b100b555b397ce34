"""Agreements and tickets through the whole pipeline, and what comes out in the oracle's terms."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from sladsl import pipeline
from sladsl.diagnostics.diagnostic import Diagnostic, Severity
from sladsl.planning.windows import Window
from sladsl.settlement.explanation import LineKind, Result, Settled, SettledPeriod, SettlementLine
from sladsl.settlement.statement import Statement
from tests.properties.tickets import accounts_csv

EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)


@dataclass(frozen=True)
class Asked:
    """`--period` and `--as-of` as they are written."""

    period: str | None = None
    as_of: str | None = None


def compiled(folder: Path, text: str) -> pipeline.Agreement:
    """An agreement without errors."""
    file = folder / "agreement.sla"
    file.write_text(text, encoding="utf-8")
    checked = pipeline.check([file])
    errors = [finding for finding in checked.diagnostics if finding.severity is Severity.ERROR]
    assert not errors, _told(errors)
    (agreement,) = checked.agreements
    return agreement


def statement(folder: Path, agreement: pipeline.Agreement, tickets: Sequence[str], asked: Asked) -> Statement:
    """What tickets come to that lie in one or more CSV files."""
    files = [folder / f"tickets-{number}.csv" for number, _ in enumerate(tickets)]
    for file, text in zip(files, tickets, strict=True):
        file.write_text(text, encoding="utf-8")
    (folder / "accounts.csv").write_text(accounts_csv(), encoding="utf-8")
    request = pipeline.request(agreement, asked.period, asked.as_of)
    run = pipeline.run(agreement, {"ticket": files, "account": [folder / "accounts.csv"]}, request)
    assert run.statement is not None, _told(run.diagnostics)
    return run.statement


def _told(findings: Sequence[Diagnostic]) -> str:
    return "\n".join(f"{each.code} {each.span or each.place}: {each.message}" for each in findings)


# --- in plain values -----------------------------------------------------------------------------------------------


def plain_results(settled: Settled) -> list[dict[str, object]]:
    """Everything that a result says, by name."""
    return [_result(result) for result in settled.results]


def _result(result: Result) -> dict[str, object]:
    measured = result.measurement
    return {
        "level": measured.level,
        "key": measured.key,
        **_window(measured.window),
        "records": measured.counts.records,
        "decided": measured.counts.decided,
        "good": measured.counts.good,
        "bad": measured.counts.bad,
        "undecided": measured.counts.undecided,
        "value": None if measured.value is None else measured.value.amount,
        "verdict": str(result.verdict),
        "credits": [
            (None if each.base is None else each.base.amount, each.amount, str(each.unit))
            for each in result.credits
        ],
    }


def _window(window: Window) -> dict[str, object]:
    return {
        "window": window.label,
        "start": instant(window.start),
        "end": instant(window.end),
        "partial": window.partial,
        "as_of": instant(window.as_of),
    }


def plain_periods(settled: Settled) -> list[dict[str, object]]:
    """Everything that a settled period says, by name."""
    return [_period(period) for period in settled.periods]


def _period(period: SettledPeriod) -> dict[str, object]:
    return {
        "window": period.label,
        "start": instant(period.start),
        "end": instant(period.end),
        "partial": period.partial,
        "calculated": plain_lines(period.calculated),
        "steps": [plain_lines(step.lines) for step in period.steps],
        "totals": [step.after for step in period.steps],
        "total": period.total,
        "adjusted": [
            (each.period, *plain_lines([each.line])[0][:5], each.before, each.now)
            for each in period.adjustments
        ],
    }


def plain_fired(settled: Settled) -> list[dict[str, object]]:
    """Everything that a remedy that has fired says, by name."""
    return [
        {
            "remedy": each.remedy.name,
            "at": instant(each.at),
            "key": each.key,
            "windows": sorted(
                (of.level, of.key, of.window.label) for of in (one.measurement for one in each.windows)
            ),
            "sums": sorted(sum_.amount for sum_ in each.sums),
            "until": [None if due.until is None else instant(due.until) for due in each.dues],
            "credit": None if each.credit is None else each.credit.amount,
        }
        for each in settled.remedies
    ]


def plain_lines(
    lines: Iterable[SettlementLine],
) -> list[tuple[str, tuple[str, ...], str, str, str, Fraction]]:
    """Lines without what they have for the machine."""
    kinds = {LineKind.EARNED_BACK: "back", LineKind.CARRIED: "carried"}
    return [
        (
            line.level,
            line.key,
            line.window,
            kinds.get(line.kind, str(line.kind)),
            str(line.unit),
            line.amount,
        )
        for line in lines
    ]


def instant(microseconds: int) -> dt.datetime:
    """An instant of the package in the oracle's terms."""
    return EPOCH + microseconds * dt.timedelta(microseconds=1)
