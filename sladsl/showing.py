"""What the phases come to as text: for people in a terminal or a browser, for programs, for a spreadsheet.

What writes it is imported where it starts, so that a command loads no form but its own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from sladsl.diagnostics.diagnostic import Diagnostic, Severity
from sladsl.pipeline import Agreement

if TYPE_CHECKING:
    from sladsl.comparison.reports.report import Difference
    from sladsl.diagnostics.render import Palette
    from sladsl.ledger.entry import Entry
    from sladsl.measurement.dues.due import Deadline, DueRecord, Dues, Take
    from sladsl.measurement.records.quarantine import QuarantinedRow
    from sladsl.settlement.examples import WorkedExample
    from sladsl.settlement.explained.tree import Explanation
    from sladsl.settlement.statement import Statement


def show(told: Statement | Explanation, form: str) -> str:
    """A statement or an explanation in one of its forms; raises ValueError for a form that it does not have."""
    from sladsl.settlement.statement import Statement

    forms = ("text", "json", "csv") if isinstance(told, Statement) else ("text", "json", "html")
    if form not in forms:
        what = "a statement" if isinstance(told, Statement) else "an explanation"
        raise ValueError(f"{what} is not shown as {form}")
    return show_statement(told, form) if isinstance(told, Statement) else show_explanation(told, form)


def show_statement(statement: Statement, form: str) -> str:
    """A statement for people (`text`), for programs (`json`), or for a spreadsheet (`csv`)."""
    if form == "json":
        from sladsl.settlement.statement_json import statement_json

        return statement_json(statement)
    if form == "csv":
        from sladsl.settlement.statement_csv import statement_csv

        return statement_csv(statement)
    from sladsl.settlement.statement_text import statement_text

    return statement_text(statement)


def show_explanation(explained: Explanation, form: str) -> str:
    """An explanation for people in a terminal (`text`) or a browser (`html`), or for programs (`json`)."""
    if form == "html":
        from sladsl.documents.explanation import explanation_html

        return explanation_html(explained)
    if form == "json":
        from sladsl.settlement.explained.json import explanation_json

        return explanation_json(explained)
    from sladsl.settlement.explained.text import explanation_text

    return explanation_text(explained)


def show_plan(agreement: Agreement, form: str, dialect: str = "duckdb") -> str:
    """The evaluation plan as readable text (`text`), as JSON (`json`), or as the SQL that measures it (`sql`).

    `textconv` is the text without places and hash, which stays the same when lines move.

    `dialect` is the engine whose SQL it is, "duckdb" or "spark".
    """
    from sladsl.planning.serialise import plan_json
    from sladsl.planning.text import plan_text, plan_text_alone

    if form == "sql":
        from sladsl.measurement.engines.by_name import dialect_of
        from sladsl.measurement.how import EngineName
        from sladsl.measurement.sql.text import sql_text

        return sql_text(agreement.plan, dialect_of(EngineName(dialect)))
    return {"text": plan_text, "textconv": plan_text_alone, "json": plan_json}[form](agreement.plan)


def show_due(agreement: Agreement, dues: Dues, form: str) -> str:
    """Deadlines with their records for people (`text`), for programs (`json`), or for a spreadsheet (`csv`)."""
    from sladsl.settlement.due_list import due_text

    if form == "text":
        return due_text(agreement.plan, dues)
    told: list[str] = []
    take, finish = due_writer(agreement, form, told.append)
    for each in dues.deadlines:
        take(each, iter(each.records))
    finish(dues)
    return "".join(told)


def due_writer(
    agreement: Agreement, form: str, write: Callable[[str], object]
) -> tuple[Take, Callable[[Dues], None]]:
    """What writes deadlines and their records, as `json` or `csv`, as they come; and what writes the end of it."""
    from sladsl.settlement.due_list import csv_head, csv_part, json_head, json_part, json_tail

    plan, is_json = agreement.plan, form == "json"
    begun: list[Deadline] = []

    def begin() -> None:
        if not begun:
            write(json_head(plan) if is_json else csv_head())

    def take(deadline: Deadline, records: Iterator[DueRecord]) -> Deadline:
        begin()
        parts = (
            json_part(plan, deadline, records, is_first=not begun)
            if is_json
            else csv_part(plan, deadline, records)
        )
        begun.append(deadline)
        for text in parts:
            write(text)
        return deadline

    def finish(dues: Dues) -> None:
        begin()
        write(json_tail(dues) if is_json else "")

    return take, finish


def show_difference(report: Difference, form: str, palette: Palette) -> str:
    """What has changed for people (`text`, in the colours and width of a palette), as `json`, `md` or `html`."""
    if form == "json":
        from sladsl.comparison.reports.report_json import report_json

        return report_json(report)
    if form == "md":
        from sladsl.comparison.reports.report_markdown import report_markdown

        return report_markdown(report)
    if form == "html":
        from sladsl.comparison.reports.report_html import report_html

        return report_html(report)
    from sladsl.comparison.reports.report_text import report_text

    return report_text(report, palette)


def show_example(agreement: Agreement, worked: WorkedExample) -> str:
    """A worked example for people: whether it holds, and of what does not, why."""
    from sladsl.settlement.example_text import example_text

    return example_text(agreement.plan, worked)


def show_working(agreement: Agreement, worked: WorkedExample) -> str:
    """All that comes of what an example gives, for people, with the records where they were looked up."""
    from sladsl.settlement.example_rows import row_lines
    from sladsl.settlement.example_text import working_text

    return working_text(agreement.plan, worked, row_lines(agreement.plan, worked))


def show_junit(told: Iterable[tuple[Agreement, WorkedExample]]) -> str:
    """Worked examples as a JUnit report."""
    from sladsl.settlement.examples_junit import ReportedExample, junit_xml

    return junit_xml(
        ReportedExample(agreement.plan.name, worked, show_example(agreement, worked))
        for agreement, worked in told
    )


def show_refused_junit(findings: Iterable[Diagnostic]) -> str:
    """The errors among findings as a JUnit report, where they keep all examples from being run."""
    from sladsl.settlement.examples_junit import refused_junit_xml

    return refused_junit_xml([each for each in findings if each.severity is Severity.ERROR])


def show_ledger(entries: Sequence[Entry], form: str) -> str:
    """The entries of a ledger for people (`text`), for programs (`json`), or for a spreadsheet (`csv`)."""
    from sladsl.ledger.show import ledger_csv, ledger_json, ledger_text

    return {"text": ledger_text, "json": ledger_json, "csv": ledger_csv}[form](entries)


def show_quarantined(rows: Iterable[QuarantinedRow]) -> str:
    """Rows set aside as CSV, to correct them by."""
    from sladsl.measurement.records.quarantine import quarantine_csv

    return quarantine_csv(rows)
