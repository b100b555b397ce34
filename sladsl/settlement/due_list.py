"""Deadlines and the records that they hold for, for people, for programs and for spreadsheets."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator
from fractions import Fraction

from sladsl.measurement.dues.due import Deadline, DeadlineState, DueRecord, Dues
from sladsl.planning.plan import Plan
from sladsl.planning.wording import counted, write_duration, write_expression
from sladsl.settlement.display import iso_instant, show_instant
from sladsl.settlement.sentences import level_title, series_title
from sladsl.settlement.table import TextColumn, table

SCHEMA = "sladsl.due/1"

_COLUMNS = (
    TextColumn("Record", wraps_at=28),
    TextColumn("Start"),
    TextColumn("Due"),
    TextColumn("Stop"),
    TextColumn("On the clock", right=True),
    TextColumn("Paused", right=True),
    TextColumn("State"),
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


# --- for programs and spreadsheets, part by part ---------------------------------------------------------------------


def json_head(plan: Plan) -> str:
    """The beginning of the list as JSON: instants in the agreement's zone with their offset, open time in µs.

    `due.schema.json` is its schema.
    """
    return f'{{\n  "schema": {_json(SCHEMA)},\n  "agreement": {_json(plan.name)},\n  "deadlines": ['


def json_part(
    plan: Plan, deadline: Deadline, records: Iterable[DueRecord], *, is_first: bool
) -> Iterator[str]:
    """A deadline with its records as JSON."""
    fields = {
        "level": deadline.level.name,
        "series": list(deadline.series.key),
        **_days(deadline),
        "deadline": write_expression(plan, deadline.condition),
        "counts": {state.value: dict(deadline.counts).get(state, 0) for state in DeadlineState},
    }
    comma, end = "" if is_first else ",", "]"
    yield f'{comma}\n    {_json(fields, 4).removesuffix("}").rstrip()},\n      "records": ['
    comma = ""
    for record in records:
        yield f"{comma}\n        {_json(_fields(plan, record), 8)}"
        comma, end = ",", "\n      ]"
    yield f"{end}\n    }}"


def json_tail(dues: Dues) -> str:
    """The end of the list as JSON."""
    end = "\n  ]" if dues.deadlines else "]"
    return f'{end},\n  "rows_aside": {dues.rows_aside}\n}}\n'


def _json(value: object, indent: int = 0) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2).replace("\n", "\n" + " " * indent)


def _days(deadline: Deadline) -> dict[str, str]:
    days = {"since": deadline.since, "until": deadline.until}
    return {name: day.isoformat() for name, day in days.items() if day is not None}


def csv_head() -> str:
    """The names of the columns, of a row for each record and deadline."""
    return ",".join(_HEAD) + "\n"


def csv_part(plan: Plan, deadline: Deadline, records: Iterable[DueRecord]) -> Iterator[str]:
    """The rows of a deadline."""
    out = io.StringIO()
    writer = csv.DictWriter(out, _HEAD, lineterminator="\n")
    where = {
        "level": deadline.level.name,
        "series": " / ".join(deadline.series.key),
        "deadline": write_expression(plan, deadline.condition),
    }
    for record in records:
        writer.writerow({**where, **_fields(plan, record)})
        yield out.getvalue()
        out.seek(0)
        out.truncate()


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
