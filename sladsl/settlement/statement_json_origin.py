"""What a statement is made from, as JSON: files, hashes, tools, and records that no window counts."""

from __future__ import annotations

from attrs import asdict

from sladsl.measurement.results import DataFile, OutagesUntil, UnclearTimes
from sladsl.planning.plan import Plan
from sladsl.settlement.display import iso_instant
from sladsl.settlement.json_amounts import Json
from sladsl.settlement.statement import Statement


def origin_value(statement: Statement) -> Json:
    """The files, hashes and tools behind a statement, and which of their rows and times it says more of."""
    origin = statement.origin
    return {
        "sources": [asdict(source) for source in origin.sources],
        "plan_sha256": origin.plan,
        "measurements_sha256": origin.measurements,
        "data": [_file(file) for file in statement.files],
        "outside_term": [asdict(each) for each in statement.outside],
        "outages_until": [_outages_until(statement.plan, each) for each in statement.outages],
        "unplaced_rows": [
            {
                "kind": "charge" if each.is_charge else "level",
                "name": each.name,
                "window": each.window.label,
                "rows": each.rows,
            }
            for each in statement.unplaced
        ],
        "read_first": [
            _read_first(statement.plan, each) for each in statement.unclear if not each.is_skipped
        ],
        **_skipped(statement),
        **_long_pauses(statement),
        "tools": dict(origin.tools),
    }


def _long_pauses(statement: Statement) -> Json:
    """Pauses that reach beyond their clocks, where there are any."""
    told = [
        {"level": each.level, "window": each.window.label, "records": each.records, "pauses": each.pauses}
        for each in statement.long_pauses
    ]
    return {"long_pauses": told} if told else {}


def _outages_until(plan: Plan, until: OutagesUntil) -> Json:
    last = None if until.last is None else iso_instant(plan, until.last)
    return {"level": until.level, "records": until.records, "last": last}


def _read_first(plan: Plan, twice: UnclearTimes) -> Json:
    return {
        "records": twice.records,
        "field": twice.field,
        "start": iso_instant(plan, twice.change.at - twice.length),
        "end": iso_instant(plan, twice.change.at),
        "times": twice.times,
    }


def _skipped(statement: Statement) -> Json:
    """Times that no clock shows, where there are any."""
    told = [
        {
            "records": each.records,
            "field": each.field,
            "end": iso_instant(statement.plan, each.change.at),
            "length": each.length,
            "times": each.times,
        }
        for each in statement.unclear
        if each.is_skipped
    ]
    return {"skipped_times": told} if told else {}


def _file(file: DataFile) -> Json:
    return {
        "records": file.records,
        "name": file.name,
        "sha256": file.sha256,
        "rows": file.rows,
        "quarantined": file.quarantined,
        "ignored_columns": list(file.ignored_columns),
    }
