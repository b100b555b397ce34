"""Deadlines and the records that they hold for, for people, for programs and for spreadsheets."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Sequence
from fractions import Fraction

from sladsl.measurement.due import Deadline, DueRecord, Dues, State
from sladsl.planning.plan import Plan
from sladsl.planning.wording import write_duration, write_expression
from sladsl.settlement.display import counted, iso_instant, show_instant
from sladsl.settlement.sentences import level_title, series_title
from sladsl.settlement.table import Column, table

SCHEMA = "sladsl.due/1"

_COLUMNS = (
    Column("Record", wraps_at=28),
    Column("Start"),
    Column("Due"),
    Column("Stop"),
    Column("On the clock", right=True),
    Column("Paused", right=True),
    Column("State"),
)
_HEAD = (
    *("level", "series", "deadline", "record", "file", "row", "window", "start", "due", "stop", "as_of"),
    *("on_clock_us", "paused_us", "state"),
)


def due_text(plan: Plan, dues: Dues) -> str:
    """Write each deadline with how many records stand how to it, and a table of the worst of them."""
    heading = f"{plan.title}: what is due"
    blocks = [[heading, "=" * len(heading)], *(_block(plan, each) for each in dues.deadlines)]
    if not dues.deadlines:
        blocks.append(["No level that was asked for has a deadline."])
    if dues.rows_aside:
        blocks.append([f"{counted(dues.rows_aside, 'row')} set aside as bad data, and not in this list."])
    return "\n\n".join("\n".join(block) for block in blocks) + "\n"


def _block(plan: Plan, deadline: Deadline) -> list[str]:
    title = series_title(level_title(deadline.level), deadline.series.key) + _bound(deadline)
    condition = write_expression(plan, deadline.condition)
    read = {record.window.as_of for record in deadline.records}
    as_of = f", as of {show_instant(plan, read.pop())}" if len(read) == 1 else ""
    lines = [title, "-" * len(title), f"{condition}: {_totals(deadline)}{as_of}"]
    if not deadline.records:
        return lines
    left_out = sum(number for _, number in deadline.counts) - len(deadline.records)
    rows = [_row(plan, record) for record in deadline.records]
    lines += ["", *table(_COLUMNS, rows)]
    return [*lines, *([f"and {left_out:,} more"] if left_out else [])]


def _bound(deadline: Deadline) -> str:
    """Which windows a deadline is of, where an amendment replaces its level."""
    days = {"from": deadline.since, "until": deadline.until}
    told = " ".join(f"{word} {day}" for word, day in days.items() if day is not None)
    return f", windows that start {told}" if told else ""


def _totals(deadline: Deadline) -> str:
    if not deadline.counts:
        return "no records"
    total = counted(sum(number for _, number in deadline.counts), "record")
    return f"{total}, {', '.join(f'{number:,} {state}' for state, number in deadline.counts)}"


def _row(plan: Plan, record: DueRecord) -> tuple[str, ...]:
    named = record.record if record.record is not None else f"{record.file}, row {record.row}"
    return (
        named,
        *(
            "-" if each is None else show_instant(plan, each)
            for each in (record.start, record.due, record.stop)
        ),
        *(
            "-" if each is None else write_duration(Fraction(each))
            for each in (record.elapsed, record.paused)
        ),
        record.state,
    )


def due_json(plan: Plan, dues: Dues) -> str:
    """Write the same for programs: instants in the agreement's zone with their offset, open time in µs.

    `due.schema.json` is its schema.
    """
    body = {
        "schema": SCHEMA,
        "agreement": plan.name,
        "deadlines": [
            {
                "level": each.level.name,
                "series": list(each.series.key),
                **_days(each),
                "deadline": write_expression(plan, each.condition),
                "counts": {state.value: dict(each.counts).get(state, 0) for state in State},
                "records": [_fields(plan, record) for record in each.records],
            }
            for each in dues.deadlines
        ],
        "rows_aside": dues.rows_aside,
    }
    return json.dumps(body, ensure_ascii=False, indent=2) + "\n"


def _days(deadline: Deadline) -> dict[str, str]:
    days = {"since": deadline.since, "until": deadline.until}
    return {name: day.isoformat() for name, day in days.items() if day is not None}


def due_csv(plan: Plan, dues: Dues) -> str:
    """Write a row for each record and deadline."""
    out = io.StringIO()
    writer = csv.DictWriter(out, _HEAD, lineterminator="\n")
    writer.writeheader()
    writer.writerows(_csv_rows(plan, dues.deadlines))
    return out.getvalue()


def _csv_rows(plan: Plan, deadlines: Sequence[Deadline]) -> Iterator[dict[str, object]]:
    for each in deadlines:
        where = {
            "level": each.level.name,
            "series": " / ".join(each.series.key),
            "deadline": write_expression(plan, each.condition),
        }
        for record in each.records:
            yield {**where, **_fields(plan, record)}


def _fields(plan: Plan, record: DueRecord) -> dict[str, object]:
    instants = {"start": record.start, "due": record.due, "stop": record.stop, "as_of": record.window.as_of}
    return {
        "record": record.record,
        "file": record.file,
        "row": record.row,
        "window": record.window.label,
        **{name: None if each is None else iso_instant(plan, each) for name, each in instants.items()},
        "on_clock_us": record.elapsed,
        "paused_us": record.paused,
        "state": record.state.value,
    }
