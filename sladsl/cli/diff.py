"""`sladsl diff`."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sladsl import pipeline, showing
from sladsl.cli import options
from sladsl.cli.agreement import files_in
from sladsl.cli.diff_records import ComparisonRecords, Pairing, asked_for, money
from sladsl.cli.exits import FINDINGS, GOOD
from sladsl.cli.output import emit, palette, refuse_overwriting, show_findings, write_file
from sladsl.diagnostics.diagnostic import Severity
from sladsl.revisions import RevisionError, check_out, is_revision
from sladsl.values import frozen

if TYPE_CHECKING:
    from sladsl.comparison.reports.report import ComparedAgreement, Difference
    from sladsl.measurement.records.quarantine import QuarantinedRow


@frozen(eq=False)
class Side:
    """One side of a comparison: what was asked for, and each agreement there by its path within that."""

    asked: str
    agreements: Mapping[str, pipeline.Agreement]
    is_folder: bool


@click.command("diff", short_help="Tell what has changed in effect between two versions.")
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
@options.quarantine
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
    quarantine: Path | None,
    engine: options.EngineOptions,
) -> int:
    """Tell what has changed in effect between two versions of an agreement, clause by clause.

    OLD and NEW are files, folders, or paths at a git revision, such as `HEAD~1:agreement.sla`. Each change is judged
    stricter or weaker for the provider, neutral, or incomparable; comments and layout are no change. With --records,
    or --period and the like, the credits of both versions are compared, too; what is left out is then taken from the
    `sladsl.toml` beside NEW or OLD.
    """
    how = (period, as_of, quarantine)
    asked = asked_for((new, old), records, how, engine)
    with _side(old) as before, _side(new) as after:
        read = [path for side in (before, after) for each in side.agreements.values() for path in each.paths]
        data = [] if asked is None else [file for files in asked.records.values() for file in files]
        refuse_overwriting([out, quarantine], [*read, *data])
        report, aside = _report(before, after, asked)
        if quarantine is not None:
            write_file(quarantine, showing.show_quarantined(dict.fromkeys(aside)))
        emit(showing.show_difference(report, form, palette(err=False)), out)
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


def _report(old: Side, new: Side, asked: ComparisonRecords | None) -> tuple[Difference, list[QuarantinedRow]]:
    """The comparison, and the rows that were set aside for it."""
    from sladsl.comparison.reports.report import Difference, OneSidedAgreement

    if old.is_folder != new.is_folder:
        raise click.UsageError("compare two files or two folders: one of these is a folder, the other is not")
    pairs = _pairs(old, new)
    compared = [_compared(pair, asked) for pair in pairs]
    told = {id(each) for pair in pairs for each in pair}

    def alone(side: Side) -> tuple[OneSidedAgreement, ...]:
        return tuple(
            OneSidedAgreement(each.plan.name, each.plan.title, each.sources[0].name)
            for each in side.agreements.values()
            if id(each) not in told
        )

    whole = Difference(old.asked, new.asked, tuple(each for each, _ in compared), alone(new), alone(old))
    return whole, [row for _, rows in compared for row in rows]


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


def _compared(
    pair: Pairing, asked: ComparisonRecords | None
) -> tuple[ComparedAgreement, Sequence[QuarantinedRow]]:
    from sladsl.comparison.reports.report import ComparedAgreement

    old, new = pair
    measured, rows = (None, ()) if asked is None else money(pair, asked)
    return ComparedAgreement(
        old.sources[0].name, new.sources[0].name, pipeline.compare(old, new), measured
    ), rows
