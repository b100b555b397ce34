"""The statement as a contract manager reads it in a terminal, about a hundred columns wide."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sladsl.measurement.results import (
    DataFile,
    Measurement,
    RowsOutsideTerm,
    UnclearTimes,
)
from sladsl.planning.plan import Dimension, Plan, ServiceLevel
from sladsl.planning.service_groups import by_service
from sladsl.planning.wording import counted, write_duration
from sladsl.settlement.credit_sentences import clause_of_credit, credit_arithmetic, credit_heading
from sladsl.settlement.display import show_instant, show_result
from sladsl.settlement.explanation import (
    RecordCount,
    Result,
    SettledPeriod,
)
from sladsl.settlement.sentences import level_title, series_title
from sladsl.settlement.statement import Statement, results_by_period
from sladsl.settlement.statement_exclusions import exclusion_lines
from sladsl.settlement.statement_notes import is_mean, notes_lines
from sladsl.settlement.statement_records import count_row, credits_left, worst_of
from sladsl.settlement.statement_remedies import remedy_lines
from sladsl.settlement.statement_steps import adjustment_lines, is_moved, step_lines, total_lines
from sladsl.settlement.statement_time import time_lines
from sladsl.settlement.table import TextColumn, table
from sladsl.settlement.text_lines import WIDTH, bullets, place_of, wrapped
from sladsl.settlement.verdicts import show_target

_NONE = "-"


def statement_text(statement: Statement) -> str:
    """Write a statement for reading: per period the results, credits and steps, then the sources."""
    blocks = [_header(statement)]
    for period, whole in results_by_period(statement):
        results, left = worst_of(statement.plan, whole)
        blocks += [_results(statement.plan, period, results, left), time_lines(statement.plan, results)]
        blocks.append(exclusion_lines(statement.plan, results))
        if period is not None:
            blocks.append(_credits(statement.plan, period, left))
        if period is not None or statement.plan.settlement is None:
            blocks.append(remedy_lines(statement.plan, period, statement.settled.remedies))
        blocks.append(notes_lines(statement, period, results))
    if len(blocks) == 1:
        blocks.append([_nothing(statement.plan)])
    blocks.append(_made_from(statement))
    return "\n\n".join("\n".join(block) for block in blocks if block) + "\n"


def _nothing(plan: Plan) -> str:
    """Why there is no result: no window, or no value of those that only the records tell."""
    is_open = all(None in series.members for level in plan.levels for series in level.series)
    if plan.levels and is_open:
        return "The records hold no value that a level is measured for."
    return "No measurement window ends in the period asked for."


def _header(statement: Statement) -> list[str]:
    plan = statement.plan
    last = "open" if plan.term.last is None else plan.term.last.isoformat()
    facts = [
        ("Agreement", f"{plan.name}, version {plan.version}" if plan.version else plan.name),
        ("Provider", f"{plan.provider.title} ({plan.provider.name})"),
        ("Customer", f"{plan.customer.title} ({plan.customer.name})"),
        ("Term", f"{plan.term.first} to {last}, {plan.zone}, {plan.currency}"),
        *(("Amended", f"from {each.effective} by {each.title}") for each in plan.amendments),
    ]
    untiered = [
        f"{level_title(level)} is not measured for {values}."
        for level in plan.levels
        for dimension in level.dimensions
        for values in _untiered(dimension)
    ]
    rows = [f"{name:<10} {value}" for name, value in facts]
    return [plan.title, "=" * min(len(plan.title), WIDTH), *rows, *bullets(untiered)]


def _untiered(dimension: Dimension) -> Iterator[str]:
    if dimension.untiered:
        yield f"{dimension.name} {', '.join(dimension.untiered)}"
    if dimension.named_only:
        yield f"any other {dimension.name}"


def _results(
    plan: Plan, period: SettledPeriod | None, results: Sequence[Result], left: Sequence[Result]
) -> list[str]:
    heading = "Results whose settlement period is not shown" if plan.settlement else "Results"
    as_of = sorted({each.measurement.window.as_of for each in results})
    if len(as_of) == 1:
        heading = f"{heading}, as of {show_instant(plan, as_of[0])}"
    if period is not None:
        so_far = ", provisional: the period has not ended" if period.provisional else ""
        partial = ", partial" if period.partial else ""
        heading = f"Settlement of {period.label}{partial}, as of {show_instant(plan, period.as_of)}{so_far}"
    counts = () if period is None else period.records
    if not results and not counts:
        return [*_heading(heading), "No window ends in this period."]
    columns = [
        TextColumn("Service level", wraps_at=28),
        TextColumn("Window"),
        TextColumn("Value", right=True),
        TextColumn("Target", wraps_at=30),
        TextColumn("Verdict"),
        TextColumn("Records", right=True),
        TextColumn("Good", right=True),
        TextColumn("Bad", right=True),
    ]
    rows = [row for group in by_service(plan) for row in _grouped(plan, group, counts, results, left)]
    return [*_heading(heading), *table(columns, rows)]


def _grouped(
    plan: Plan,
    group: tuple[str | None, Sequence[ServiceLevel]],
    counts: Sequence[RecordCount],
    results: Sequence[Result],
    left: Sequence[Result],
) -> list[list[str]]:
    """The rows of the levels of a service below its title; those of all levels where none stands in a service."""
    title, levels = group
    rows = [row for level in levels for row in _rows_of(plan, level.name, counts, results, left)]
    if title is None or not rows:
        return rows
    return [[title, *[""] * (len(rows[0]) - 1)], *([f"  {row[0]}", *row[1:]] for row in rows)]


def _rows_of(
    plan: Plan, level: str, counts: Sequence[RecordCount], results: Sequence[Result], left: Sequence[Result]
) -> Iterator[list[str]]:
    """The rows of a level; those of single records stand below the count of their series."""
    mine, of_series = [each for each in results if each.measurement.level == level], list[list[str]]()
    for count in (each for each in counts if each.level == level):
        of_series += [count_row(count, left)]
        of_series += [_row(plan, each) for each in mine if each.measurement.key == count.key]
    yield from of_series or (_row(plan, each) for each in mine)


def _row(plan: Plan, result: Result) -> list[str]:
    measured = result.measurement
    return [
        series_title(result.title, measured.key),
        measured.window.label,
        show_result(plan, result) or _NONE,
        "\n".join(show_target(plan, comparison) for comparison in reversed(result.comparisons)) or _NONE,
        f"{result.verdict} so far" if measured.window.as_of < measured.window.end else str(result.verdict),
        *_counts(plan, measured),
    ]


def _counts(plan: Plan, measured: Measurement) -> list[str]:
    """How many records a window has; the mean of the values of other windows has none of its own."""
    counts = measured.counts
    if is_mean(plan, measured):
        return [_NONE] * 3
    judged = [_NONE if number is None else f"{number:,}" for number in (counts.good, counts.bad)]
    return [f"{counts.records:,}", *judged]


def _credits(plan: Plan, period: SettledPeriod, left: Sequence[Result]) -> list[str]:
    unlisted = {id(each) for each in left}
    earning = [result for result in period.results if result.credits and id(result) not in unlisted]
    if not earning and not is_moved(period):
        return [f"No credits in {period.label}."]
    none = [f"No level earns a credit in {period.label}."]
    told = (*(line for result in earning for line in _credit(plan, result)), *credits_left(plan, left))
    credits_ = [f"Credits of {period.label}", *told]
    adjusted = adjustment_lines(plan, period)
    return [
        *(credits_ if earning else none),
        "",
        *step_lines(plan, period, left),
        "",
        *([*adjusted, ""] if adjusted else ()),
        *total_lines(plan, period, left),
    ]


def _credit(plan: Plan, result: Result) -> Iterator[str]:
    measured = result.measurement
    yield f"  {series_title(result.title, measured.key)}, {measured.window.label}: {result.verdict}"
    for credit in result.credits:
        place = place_of(clause_of_credit(credit))
        yield from wrapped(
            f"{credit_heading(plan, credit)} ({place}): {credit_arithmetic(plan, credit)}", "    "
        )


def _made_from(statement: Statement) -> list[str]:
    origin = statement.origin
    files = [line for file in statement.files for line in _file(file)]
    hashes = [
        *((source.sha256, source.name) for source in origin.sources),
        *((file.sha256, file.name) for file in statement.files),
        (origin.plan, "plan"),
        (origin.measurements, "measurements"),
    ]
    tools = ", ".join(f"{name} {version}" for name, version in origin.tools)
    return [
        *_heading("Made from"),
        *files,
        *(line for each in statement.outside for line in _outside(each)),
        *(line for each in statement.unclear for line in _unclear(statement.plan, each)),
        "  SHA-256",
        *(f"  {digest}  {name}" for digest, name in hashes),
        *wrapped(f"With {tools}", "  "),
    ]


def _file(file: DataFile) -> Iterator[str]:
    yield f"  {file.name} ({file.records}): {counted(file.rows, 'row')}, {file.quarantined:,} quarantined"
    if file.ignored_columns:
        names = ", ".join(f"`{column}`" for column in file.ignored_columns)
        yield from wrapped(f"columns that the agreement does not declare, not read: {names}", "    ")


def _outside(outside: RowsOutsideTerm) -> list[str]:
    rows = counted(outside.rows, "row")
    return wrapped(f"{rows} of {outside.records} outside the term by {outside.field}, in no window", "  ")


def _unclear(plan: Plan, unclear: UnclearTimes) -> list[str]:
    change, length = unclear.change.at, write_duration(unclear.length)
    written = (
        f"{counted(unclear.times, 'time')} of {unclear.records} without an offset in {unclear.field}, in the"
    )
    if unclear.is_skipped:
        stretch = f"{length} before {show_instant(plan, change)} that the clocks skip: read as its end"
    else:
        first = show_instant(plan, change - unclear.length)
        stretch = f"{length} from {first} that the clocks show twice: read as the first"
    return wrapped(f"{written} {stretch}", "  ")


def _heading(text: str) -> list[str]:
    return [text, "-" * min(len(text), WIDTH)]
