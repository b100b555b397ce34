"""`sladsl diff`."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sladsl import pipeline
from sladsl.cli import options
from sladsl.cli.agreement import files_in
from sladsl.cli.exits import BAD_DATA, FINDINGS, GOOD
from sladsl.cli.output import emit, palette, progress, refuse_overwriting, show_findings
from sladsl.diagnostics.diagnostic import Severity
from sladsl.revisions import RevisionError, check_out, is_revision
from sladsl.values import frozen

if TYPE_CHECKING:
    from sladsl.comparison.money import Money
    from sladsl.comparison.report import Compared, Difference
    from sladsl.settlement.statement import Statement

Records = Mapping[str, list[Path]]


@frozen(eq=False)
class Side:
    """One side of a comparison: what was asked for, and each agreement there by its path within that."""

    asked: str
    agreements: Mapping[str, pipeline.Agreement]
    is_folder: bool


@frozen
class Asked:
    """The records that both versions are measured by, and how."""

    records: Records
    period: str | None
    as_of: str | None
    measuring: options.Measuring


@click.command("diff")
@click.argument("old", metavar="OLD")
@click.argument("new", metavar="NEW")
@options.records
@options.period("With --records: compare")
@options.as_of
@options.form(["text", "json", "md", "html"])
@options.out("comparison")
@click.option("--exit-code", is_flag=True, help="Exit 1 when anything has changed in effect, as git does.")
@click.option(
    "--fail-on",
    type=click.Choice(["stricter", "weaker", "incomparable"]),
    multiple=True,
    help="Exit 1 when a change has this effect for the provider; repeat it for several.",
)
@options.engine
def command(  # noqa: PLR0917 (click passes them by name)
    old: str,
    new: str,
    records: dict[str, list[Path]],
    period: str | None,
    as_of: str | None,
    form: str,
    out: Path | None,
    exit_code: bool,
    fail_on: tuple[str, ...],
    engine: str | None,
    spark_master: str | None,
    memory_limit: str | None,
) -> int:
    """Tell what has changed in effect between two versions of an agreement, clause by clause.

    OLD and NEW are files, folders, or paths at a git revision, such as `HEAD~1:agreement.sla`. Each change is judged
    stricter or weaker for the provider, neutral, or incomparable; comments and layout are no change. With --records,
    the credits of both versions are compared, too.
    """
    measuring = options.measuring(engine, spark_master, memory_limit, {})
    if (period or as_of) and not records:
        raise click.UsageError("--period and --as-of say how --records are measured, and there are none")
    with _side(old) as before, _side(new) as after:
        read = [path for side in (before, after) for each in side.agreements.values() for path in each.paths]
        refuse_overwriting([out], [*read, *(file for files in records.values() for file in files)])
        report = _report(before, after, Asked(records, period, as_of, measuring))
        emit(pipeline.show_difference(report, form, palette(err=False)), out)
    changed = exit_code and not report.is_empty
    return FINDINGS if changed or any(effect.value in fail_on for effect in report.effects) else GOOD


@contextmanager
def _side(argument: str) -> Iterator[Side]:
    """The agreements of one side; those of a revision are written into a folder that is removed afterwards."""
    if not is_revision(argument):
        path = Path(argument)
        if not path.exists():
            raise click.UsageError(f"there is no file or folder `{argument}`")
        yield _checked(argument, path, str(path), {})
        return
    with tempfile.TemporaryDirectory(prefix="sladsl-") as folder:
        try:
            checkout = check_out(argument, Path(folder).resolve())
        except RevisionError as error:
            raise click.UsageError(str(error)) from error
        yield _checked(argument, checkout.path, checkout.shown, checkout.names)


def _checked(argument: str, path: Path, shown: str, names: Mapping[Path, str]) -> Side:
    """Check the files of one side; prints errors on standard error and exits where there are any."""
    files = files_in([path]) if path.is_dir() else (path,)
    checked = pipeline.check(files, names)
    errors = [finding for finding in checked.diagnostics if finding.severity is Severity.ERROR]
    show_findings(errors, checked.sources, err=True)
    if errors:
        sys.exit(FINDINGS)
    if not path.is_dir() and not checked.agreements:
        raise click.ClickException(f"`{argument}` is a module; compare an agreement that uses it")
    agreements = {each.sources[0].name.removeprefix(shown).lstrip("/"): each for each in checked.agreements}
    return Side(argument, agreements, path.is_dir())


# --- what is compared with what --------------------------------------------------------------------------------------


def _report(old: Side, new: Side, asked: Asked) -> Difference:
    from sladsl.comparison.report import Difference, Whole

    if old.is_folder != new.is_folder:
        raise click.UsageError("compare two files or two folders: one of these is a folder, the other is not")
    pairs = _pairs(old, new)
    compared = tuple(_compared(pair, asked) for pair in pairs)
    told = {id(each) for pair in pairs for each in pair}

    def alone(side: Side) -> tuple[Whole, ...]:
        return tuple(
            Whole(each.plan.name, each.plan.title, each.sources[0].name)
            for each in side.agreements.values()
            if id(each) not in told
        )

    return Difference(old.asked, new.asked, compared, alone(new), alone(old))


Pairing = tuple[pipeline.Agreement, pipeline.Agreement]


def _pairs(old: Side, new: Side) -> tuple[Pairing, ...]:
    """The agreements that are versions of each other: in the same place, or else of the same name."""
    pairs = [(old.agreements[path], each) for path, each in new.agreements.items() if path in old.agreements]
    left = {each.plan.name: each for path, each in old.agreements.items() if path not in new.agreements}
    moved = [
        (left[each.plan.name], each)
        for path, each in new.agreements.items()
        if path not in old.agreements and each.plan.name in left
    ]
    return (*pairs, *moved)


def _compared(pair: Pairing, asked: Asked) -> Compared:
    from sladsl.comparison.report import Compared

    old, new = pair
    money = _money(pair, asked) if asked.records else None
    return Compared(old.sources[0].name, new.sources[0].name, pipeline.compare(old, new), money)


# --- the money -------------------------------------------------------------------------------------------------------


def _money(pair: Pairing, asked: Asked) -> Money:
    known = {records.name for each in pair for records in each.plan.records}
    unknown = sorted(set(asked.records) - known)
    if unknown:
        raise click.UsageError(
            f"neither version has records `{unknown[0]}`; they have {', '.join(sorted(known))}"
        )
    old, new = (_statement(each, asked) for each in pair)
    return pipeline.compare_money(old, new)


def _statement(agreement: pipeline.Agreement, asked: Asked) -> Statement:
    """The statement of one version; of the records, those that it declares."""
    from sladsl.measurement.engine import EngineMissingError

    declared = {records.name for records in agreement.plan.records}
    say = progress()
    try:
        run = pipeline.run(
            agreement,
            {name: files for name, files in asked.records.items() if name in declared},
            options.request(agreement, asked.period, asked.as_of),
            progress=say,
            engine=asked.measuring.engine,
            spark_master=asked.measuring.spark_master,
            memory_limit=asked.measuring.memory_limit,
        )
    except EngineMissingError as error:
        raise click.UsageError(str(error)) from error
    say("")
    show_findings(run.diagnostics, {each.name: each for each in agreement.sources}, err=True)
    if run.statement is None:
        sys.exit(BAD_DATA)
    return run.statement
