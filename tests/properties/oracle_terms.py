"""What the oracle says, in the same plain terms as what the package says."""

from __future__ import annotations

from tests.oracle.agreement import Agreement
from tests.oracle.outcomes import Outcome
from tests.oracle.remedies import Fired, key_of
from tests.oracle.steps import Line, Settled, total


def plain_outcome(outcome: Outcome) -> dict[str, object]:
    """Everything that an outcome says, by name, as `plain_results` gives it."""
    window, tally = outcome.window, outcome.tally
    return {
        "level": outcome.level,
        "key": outcome.key,
        "window": window.label,
        "start": window.start,
        "end": window.end,
        "partial": window.partial,
        "as_of": outcome.as_of,
        "records": tally.records,
        "decided": tally.decided,
        "good": tally.good,
        "bad": tally.bad,
        "undecided": tally.records - tally.decided,
        "value": tally.value,
        "verdict": outcome.verdict,
        "credits": [(each.base, each.amount, each.unit) for each in outcome.earned],
    }


def plain_settled(settled: Settled) -> dict[str, object]:
    """Everything that a settled period says, by name, as `plain_periods` gives it."""
    return {
        "window": settled.span.label,
        "start": settled.span.start,
        "end": settled.span.end,
        "partial": settled.span.partial,
        "calculated": _lines(settled.calculated),
        "steps": [_lines(step) for step in settled.steps],
        "totals": [total(step) for step in settled.steps],
        "total": settled.total,
        "adjusted": [
            (period, *_lines([line])[0][:5], before, after)
            for period, line, before, after in settled.adjusted
        ],
    }


def plain_fired(agreement: Agreement, fired: Fired) -> dict[str, object]:
    """Everything that a remedy that has fired says, by name, as the package's `plain_fired` gives it."""
    return {
        "remedy": fired.remedy.name,
        "at": fired.at,
        "key": key_of(agreement, fired),
        "windows": sorted((each.level, each.key, each.window.label) for each in fired.windows),
        "sums": sorted(sum_ for _, _, sum_ in fired.sums),
        "until": [] if fired.remedy.within is None else [fired.until],
        "credit": fired.credit,
    }


def _lines(lines: list[Line]) -> list[tuple[object, ...]]:
    return [(line.level, line.key, line.window, line.kind, line.unit, line.amount) for line in lines]
