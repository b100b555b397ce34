"""The same through Python: load an agreement, run records through it, read the statement.

    import sladsl

    agreement = sladsl.load("agreement.sla")
    statement = sladsl.run(agreement, {"invoice": "invoice.csv"}, period="2026-Q1")
    for period in statement.settled.periods:
        print(period.label, period.total)
    print(sladsl.show(statement, "text"))

What is wrong with an agreement or its records is raised as an error that carries the findings; its text is what the
command line prints.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from sladsl import in_force, pipeline, showing
from sladsl.diagnostics.diagnostic import Diagnostic, Severity
from sladsl.diagnostics.render import render as render_findings
from sladsl.files import agreement_files
from sladsl.measurement.how import Engine, EngineName, How
from sladsl.pipeline import Agreement, Checked
from sladsl.source import Source

if TYPE_CHECKING:
    from sladsl.comparison.change import Comparison
    from sladsl.settlement.examples import WorkedExample
    from sladsl.settlement.explained.tree import Explanation
    from sladsl.settlement.statement import Statement

Files = str | Path | Sequence[str | Path]


class AgreementError(Exception):
    """An agreement that cannot be compiled; `diagnostics` says why, errors only."""

    def __init__(self, diagnostics: Sequence[Diagnostic], sources: Mapping[str, Source]) -> None:
        super().__init__(render_findings(diagnostics, sources).rstrip())
        self.diagnostics = tuple(diagnostics)


class RecordsError(Exception):
    """Records that an agreement cannot be measured on; `diagnostics` says which and why."""

    def __init__(self, diagnostics: Sequence[Diagnostic]) -> None:
        super().__init__(render_findings(diagnostics, {}).rstrip())
        self.diagnostics = tuple(diagnostics)


def check(paths: Iterable[str | Path]) -> Checked:
    """Check agreements and modules: files, or folders with all .sla files in them.

    Raises OSError where a file cannot be read.
    """
    return pipeline.check(agreement_files(Path(path) for path in paths))


def load(path: str | Path) -> Agreement:
    """Compile the agreement in a file.

    Raises AgreementError where it has an error, ValueError where the file holds a module, OSError where it cannot be
    read.
    """
    checked = check([path])
    errors = [finding for finding in checked.diagnostics if finding.severity is Severity.ERROR]
    if errors:
        raise AgreementError(errors, checked.sources)
    if not checked.agreements:
        raise ValueError(f"{path} is a module; an agreement is needed")
    return checked.agreements[0]


def compare(old: Agreement, new: Agreement) -> Comparison:
    """Tell what has changed in effect between two versions of an agreement, clause by clause.

    Each of its `changes` has an `effect` for the provider ("stricter", "weaker", "neutral", "incomparable"), the text
    before and after, and values, records or dates that show it.
    """
    return pipeline.compare(old, new)


def run(
    agreement: Agreement,
    records: Mapping[str, Files],
    *,
    period: str | None = None,
    as_of: str | None = None,
    engine: Literal["duckdb", "spark"] = "duckdb",
    spark_master: str | None = None,
) -> Statement:
    """Measure records by an agreement and settle the credits.

    `records` gives the CSV, Parquet or JSON Lines files of each record set. `period` ("2026", "2026-Q1", "2026-03",
    "2026-W14", "2026-03-14") is what the statement shows, all up to the last record by default; `as_of` reads the
    records as they were known at an instant ("2026-04-15 09:00" in the agreement's time zone, or with an offset).

    `engine` is what measures, with "spark" on the cluster of `spark_master` or on this machine; both come to the same.
    A Spark session that is active is used and left running.

    Raises RecordsError where the records have errors, ValueError for a period or instant that is none, and
    EngineMissingError where the engine is not installed.
    """
    asked = pipeline.request(agreement, period, as_of)
    bindings = {name: [files] if isinstance(files, str | Path) else files for name, files in records.items()}
    ran = pipeline.run(agreement, bindings, asked, _how(engine, spark_master))
    if ran.statement is None:
        raise RecordsError(ran.diagnostics)
    return ran.statement


def explain(  # noqa: PLR0913 - what is explained, of what, and how much of it
    agreement: Agreement,
    records: Mapping[str, Files],
    *,
    period: str | None = None,
    level: str | None = None,
    record: str | None = None,
    as_of: str | None = None,
    most: int = 5,
    engine: Literal["duckdb", "spark"] = "duckdb",
    spark_master: str | None = None,
) -> Explanation:
    """Explain the settlement periods and windows that end in a period, the windows of one level, or one record.

    Its `trees` are sentences, each with its clause, what it says exactly, and the `parts` that say why. `most` is how
    many records of each window are listed. What measures is as for `run`. Raises RecordsError where the records have
    errors, ValueError where there is nothing to explain, and EngineMissingError where the engine is not installed.
    """
    asked = pipeline.request(agreement, period, as_of)
    bindings = {name: [files] if isinstance(files, str | Path) else files for name, files in records.items()}
    subject = pipeline.ExplainedSubject(level, record, most)
    found = pipeline.explain(agreement, bindings, asked, subject, _how(engine, spark_master))
    if found.explanation is None:
        raise RecordsError(found.diagnostics)
    return found.explanation


def _how(engine: str, spark_master: str | None) -> How:
    return How(Engine(EngineName(engine), spark_master=spark_master))


def run_examples(agreement: Agreement) -> tuple[WorkedExample, ...]:
    """Run the worked examples of an agreement; `.holds` says whether what each asserts is so."""
    return pipeline.run_examples(agreement)


def render(
    agreement: Agreement,
    to: Literal["html", "md"] = "html",
    *,
    on: dt.date | None = None,
    amendment: str | None = None,
) -> str:
    """The agreement as the document that the parties sign, as amended through a date; or one amendment by its name.

    Raises ValueError for a date outside the term, and for an amendment that the agreement does not have.
    """
    if amendment is not None:
        return in_force.render_amendment(agreement, amendment, to)
    return in_force.render(agreement, to, on)


def show(told: Statement | Explanation, to: Literal["text", "json", "csv", "html"] = "text") -> str:
    """A statement or an explanation for people (`text`) or for programs (`json`).

    A statement is also for a spreadsheet (`csv`), an explanation for a browser (`html`); the other way round is a
    ValueError.
    """
    return showing.show(told, to)
