"""Every phase in order. Later phases are imported where they start, so that checking text loads no engine.

text ─parse─▶ tree ─analyse─▶ meaning ─plan─▶ plan ─measure─▶ measurements ─settle─▶ statement
                                                ├──────── render ──▶ document
                                        plan ─compare─▶ what has changed in effect

Documents, which are of a date, are written in `in_force`, and ledgers are kept in `recording`; what the others come to
is put as text in `showing`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from sladsl.diagnostics.diagnostic import Diagnostic, Severity
from sladsl.files import Library, file_reader, loader, read, register, used_documents
from sladsl.measurement.how import AS_USUAL, How
from sladsl.planning.contract import Contract, Example
from sladsl.planning.from_analysis import contract, plan
from sladsl.planning.instants import read_instant
from sladsl.planning.periods import Period, named_period
from sladsl.planning.plan import Plan, Term
from sladsl.planning.windows import zone_of
from sladsl.planning.zones import day_start
from sladsl.semantics.analysis import analyse
from sladsl.semantics.consequences import independent, is_judged
from sladsl.semantics.silence import Silenced, silence
from sladsl.source import Source
from sladsl.syntax.ast import Parsed
from sladsl.syntax.limits import decode, shown
from sladsl.syntax.parser import parse
from sladsl.values import frozen
from sladsl.versions import Version, Versions, versions_of

if TYPE_CHECKING:
    from sladsl.comparison.change import Comparison
    from sladsl.comparison.money import MoneyComparison
    from sladsl.measurement.dues.due import DueQuery, Dues
    from sladsl.measurement.files.bindings import Bindings
    from sladsl.measurement.lookups.lookup import LookupQuery
    from sladsl.measurement.measure import Measured
    from sladsl.measurement.records.quarantine import QuarantinedRow
    from sladsl.settlement.assertions import AssertionEdit
    from sladsl.settlement.coverage import ReachablePlace
    from sladsl.settlement.examples import WorkedExample
    from sladsl.settlement.explained.tree import Explanation
    from sladsl.settlement.statement import Statement
    from sladsl.syntax.layout.formatting import Formatted


@frozen(eq=False)
class Agreement:
    """A sound agreement: its plan, its prose and examples, and the files that it was read from, its own first.

    `paths` are where those files are, `digests` the SHA-256 of their bytes by the name of the source. `versions` are
    what an amended agreement is from each date on.
    """

    plan: Plan
    contract: Contract
    sources: tuple[Source, ...]
    paths: tuple[Path, ...]
    digests: Mapping[str, str]
    versions: tuple[Version, ...] = ()


@frozen(eq=False)
class Checked:
    """Files after every phase that needs no records; an agreement with an error is not among `agreements`.

    `silenced` are the findings that comments allow; they are not among `diagnostics`.
    """

    agreements: tuple[Agreement, ...]
    diagnostics: tuple[Diagnostic, ...]
    sources: Mapping[str, Source]
    silenced: tuple[Silenced, ...] = ()

    @property
    def has_errors(self) -> bool:
        """Whether any finding is an error."""
        return any(finding.severity is Severity.ERROR for finding in self.diagnostics)


@frozen
class Request:
    """What a run is asked for: the period to show (all when None), and the instant to read the records as of."""

    period: Period | None = None
    as_of: int | None = None


@frozen
class ExplainedSubject:
    """What is explained: one level of a name, or one record of a key, or else what is settled.

    `most` is how many records of a window are listed, the worst first.
    """

    level: str | None = None
    record: str | None = None
    most: int = 5


_SETTLEMENT = ExplainedSubject()


@frozen(eq=False)
class Run:
    """What a run came to: a statement, None where the data have errors, and the rows set aside."""

    statement: Statement | None
    diagnostics: tuple[Diagnostic, ...]
    quarantined: tuple[QuarantinedRow, ...]


@frozen(eq=False)
class Explained:
    """An explanation, or None where the data have errors, which the diagnostics say; and the rows set aside."""

    explanation: Explanation | None
    diagnostics: tuple[Diagnostic, ...]
    quarantined: tuple[QuarantinedRow, ...] = ()


def check(
    files: Sequence[Path],
    called: Mapping[Path, str] | None = None,
    given: Mapping[Path, bytes] | None = None,
) -> Checked:
    """Read, parse, analyse and plan files; a module that several of them use is parsed, and reported, once.

    `called` are what files are called in findings, by their real paths, where that is not as they are given; `given`
    what stands in them, by their real paths, where that is not read from the disk. Raises OSError where a file cannot
    be read.
    """
    library = Library(names=dict(called or {}), given=given or {})
    register(library, files)
    agreements: list[Agreement] = []
    findings: dict[Diagnostic, None] = {}
    for file in files:
        parsed = read(library, file)
        read_as = _amended if parsed.document.amendments and not parsed.diagnostics else _plain
        found = read_as(library, parsed)
        findings |= dict.fromkeys((*parsed.diagnostics, *found.diagnostics))
        if found.plan is not None and found.contract is not None and not parsed.diagnostics:
            agreements.append(_agreement(library, parsed, found))
    told = silence(tuple(findings), used_documents(library, files))
    return Checked(tuple(agreements), told.findings, library.sources, told.silenced)


def _plain(library: Library, parsed: Parsed) -> Versions:
    if not is_judged(parsed):
        return Versions((), None, None, (), ())
    analysis = analyse(parsed, loader(library), file_reader(library))
    planned, problems = plan(analysis)
    found = independent(parsed, (*analysis.diagnostics, *problems))
    prose = None if planned is None else contract(analysis)
    return Versions((), planned, prose, (analysis,), found)


def _amended(library: Library, parsed: Parsed) -> Versions:
    return versions_of(parsed, loader(library), file_reader(library))


def _agreement(library: Library, parsed: Parsed, found: Versions) -> Agreement:
    assert found.plan is not None
    assert found.contract is not None
    used = (module.source for each in found.analyses for module in each.module.with_used())
    sources = {
        source.name: library.sources[source.name]
        for source in (parsed.document.source, *found.sources, *used)
    }
    calendars = (calendar for each in found.analyses for calendar in each.calendars.values())
    imported = (file.name for calendar in calendars for file in calendar.imported)
    names = dict.fromkeys((*sources, *imported))
    digests = {name: library.digests[name] for name in names}
    paths = tuple(path for path, name in library.names.items() if name in digests)
    return Agreement(found.plan, found.contract, tuple(sources.values()), paths, digests, found.listed)


def lay_out(name: str, data: bytes) -> Formatted:
    """The bytes of a file in their one form, or why they are left as they are."""
    from sladsl.syntax.layout.formatting import Formatted, formatted

    source = decode(name, data)
    return (
        formatted(source) if isinstance(source, Source) else Formatted(shown(source, data), None, (source,))
    )


def request(agreement: Agreement, period: str | None = None, as_of: str | None = None) -> Request:
    """Read a period and an instant as people write them; raises ValueError for what is none."""
    zone = zone_of(agreement.plan)
    shown = None if period is None else named_period(zone, agreement.plan.term, period)
    if period is not None and shown is None:
        raise ValueError(
            f"`{period}` is no period: write 2026, 2026-Q1, 2026-03, 2026-W14, 2026-03-14 or contract month 2"
        )
    if shown is not None and not _overlaps(shown, agreement.plan.term):
        raise ValueError(f"`{period}` is outside the term, which is from {dates_of(agreement.plan.term)}")
    instant = None if as_of is None else read_instant(zone, as_of)
    if as_of is not None and instant is None:
        raise ValueError(
            f"`{as_of}` is no instant: write `2026-04-15 09:00`, with an offset if it has one, or a date"
        )
    if instant is not None and instant <= day_start(zone, agreement.plan.term.first):
        raise ValueError(f"`{as_of}` is not after the term has begun, on {agreement.plan.term.first}")
    return Request(shown, instant)


def _overlaps(period: Period, term: Term) -> bool:
    return period.until > term.first and (term.last is None or period.first <= term.last)


def dates_of(term: Term) -> str:
    """A term as findings show it: `2026-01-01 to 2026-12-31`, `2026-01-01 on`."""
    return f"{term.first} on" if term.last is None else f"{term.first} to {term.last}"


def run(agreement: Agreement, bindings: Bindings, asked: Request, how: How = AS_USUAL) -> Run:
    """Measure records by an agreement and settle the credits.

    Raises `EngineMissingError` where the engine is not installed.
    """
    from sladsl.measurement.measure import measure
    from sladsl.measurement.scanning.tables import MeasurementRequest

    measured = measure(agreement.plan, bindings, MeasurementRequest(asked.period, asked.as_of), how)
    statement = None if measured.measurements is None else _statement(agreement, measured, asked)
    return Run(statement, measured.diagnostics, measured.quarantined)


def _statement(agreement: Agreement, measured: Measured, asked: Request) -> Statement:
    from importlib.metadata import version

    from sladsl.measurement.results import measurements_hash
    from sladsl.planning.serialise import plan_hash
    from sladsl.settlement.settle import settle
    from sladsl.settlement.statement import HashedFile, Origin, Statement

    assert measured.measurements is not None
    measurements = measured.measurements
    origin = Origin(
        sources=tuple(
            HashedFile(source.name, agreement.digests[source.name]) for source in agreement.sources
        ),
        plan=plan_hash(agreement.plan),
        measurements=measurements_hash(measurements),
        tools=(("sladsl", version("sladsl")), *agreement.plan.tools),
    )
    shown = None if asked.period is None else (asked.period.start, asked.period.end)
    settled = settle(agreement.plan, measurements, asked.as_of)
    return Statement(
        agreement.plan,
        settled,
        measurements.files,
        origin,
        shown,
        outside=measurements.outside,
        outages=measurements.outages,
        unplaced=measurements.unplaced,
        unclear=measurements.unclear,
        long_pauses=measurements.long_pauses,
    )


def run_examples(agreement: Agreement) -> tuple[WorkedExample, ...]:
    """Measure and settle every worked example of an agreement, and compare what it asserts."""
    return worked_examples(agreement.plan, agreement.contract.examples)


def trace_examples(agreement: Agreement) -> tuple[WorkedExample, ...]:
    """Run worked examples as `run_examples` does, and look up the records that each result is made from."""
    from sladsl.measurement.lookups.lookup import EVERY_RECORD

    return worked_examples(agreement.plan, agreement.contract.examples, EVERY_RECORD)


def worked_examples(
    whole: Plan, examples: Sequence[Example], query: LookupQuery | None = None
) -> tuple[WorkedExample, ...]:
    """Measure and settle examples by a plan, on one engine, and compare what each asserts.

    What `query` asks for is looked up in the records that they give.
    """
    from sladsl.measurement.given import measure_examples
    from sladsl.settlement.examples import looked_through, worked_example
    from sladsl.settlement.settle import settle

    return tuple(
        worked_example(
            whole,
            example,
            settle(whole, measured.measurements, example.as_of, looked_through(whole, example)),
            measured,
        )
        for example, measured in zip(examples, measure_examples(whole, examples, query), strict=True)
    )


def reach(agreement: Agreement, worked: Iterable[WorkedExample]) -> tuple[ReachablePlace, ...]:
    """The levels, tiers, credit rows and steps of an agreement, and whether its examples reach them."""
    from sladsl.settlement.coverage import coverage

    return coverage(agreement.plan, worked)


def correct(
    agreement: Agreement, worked: Iterable[WorkedExample]
) -> tuple[str, tuple[AssertionEdit, ...], tuple[Diagnostic, ...]]:
    """The agreement's text with what its examples assert put as it is calculated, the edits, and what was left."""
    from sladsl.settlement.assertions import corrections, edited

    source = agreement.sources[0]
    edits, left = corrections(agreement.plan, worked, source)
    text = edited(source.text, edits)
    assert not parse(Source(source.name, text)).diagnostics, "a value takes the place of a value"
    return text, edits, left


def compare(old: Agreement, new: Agreement) -> Comparison:
    """What has changed in effect from one version of an agreement to another, clause by clause.

    Changes of which nothing else shows what they do are shown by records that both versions measure.
    """
    from sladsl.comparison.by_records.witnesses import with_records
    from sladsl.comparison.compare import Agreed
    from sladsl.comparison.compare import compare as compare_both

    return with_records(compare_both(Agreed(old.plan, old.contract), Agreed(new.plan, new.contract)))


def compare_money(old: Run, new: Run) -> MoneyComparison:
    """The credits of both versions of an agreement for the same records, and the verdicts that differ."""
    from sladsl.comparison.money import money_of

    assert old.statement is not None, "what has errors is not compared"
    assert new.statement is not None, "what has errors is not compared"
    aside = [len({(row.file, row.row) for row in run.quarantined}) for run in (old, new)]
    return money_of(old.statement, new.statement, (aside[0], aside[1]))


def other_records(old: Agreement, new: Agreement) -> Mapping[str, str]:
    """By the names that records have in one version, what the other calls them, where they have been renamed."""
    from sladsl.comparison.renames import renamed_records

    return {name: other for pair in renamed_records(old.plan, new.plan) for name, other in (pair, pair[::-1])}


def due(
    agreement: Agreement,
    bindings: Bindings,
    asked: Request,
    how: How = AS_USUAL,
    of: DueQuery | None = None,
) -> Dues:
    """When each record is due, by the deadlines of all levels or `of` those looked for, the worst first.

    Raises ValueError for a level that the agreement does not have, and EngineMissingError as `run` does.
    """
    from sladsl.measurement.dues.due import ALL
    from sladsl.measurement.dues.list_due import list_due
    from sladsl.measurement.scanning.tables import MeasurementRequest

    of = of or ALL
    _check_level(agreement.plan, of.level)
    return list_due(agreement.plan, bindings, MeasurementRequest(asked.period, asked.as_of), how, of)


def _check_level(whole: Plan, level: str | None) -> None:
    from sladsl.semantics.nearest import did_you_mean

    names = [each.name for each in whole.levels]
    if level is not None and level not in names:
        hint = did_you_mean(level, names)
        raise ValueError(f"the agreement has no level `{level}`{f'; {hint}' if hint else ''}")


def explain(
    agreement: Agreement,
    bindings: Bindings,
    asked: Request,
    of: ExplainedSubject = _SETTLEMENT,
    how: How = AS_USUAL,
) -> Explained:
    """Explain the settlement periods that end in the period asked for, or the windows of a level, or one record.

    Raises ValueError for a level or a record that there is not, and where no window of the level ends in the period,
    and EngineMissingError as `run` does.
    """
    from sladsl.measurement.lookups.lookup import ALL_TIME, LookupQuery
    from sladsl.measurement.measure import measure
    from sladsl.measurement.scanning.tables import MeasurementRequest
    from sladsl.settlement.explained.whole import ExplanationInputs, explanation
    from sladsl.settlement.settle import settle

    _check_level(agreement.plan, of.level)
    shown = ALL_TIME if asked.period is None else (asked.period.start, asked.period.end)
    wanted = LookupQuery(of.level, *shown, of.most, of.record)
    measured = measure(agreement.plan, bindings, MeasurementRequest(asked.period, asked.as_of), how, wanted)
    if measured.measurements is None or measured.seen is None:
        return Explained(None, measured.diagnostics)
    settled = settle(agreement.plan, measured.measurements, asked.as_of)
    told = ExplanationInputs(
        agreement.plan, measured.measurements, settled, wanted, measured.seen, asked.as_of
    )
    found = explanation(told, "" if asked.period is None else asked.period.label)
    return Explained(found, (), measured.quarantined)
