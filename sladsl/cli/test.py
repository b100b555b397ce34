"""`sladsl test`."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sladsl import pipeline, showing
from sladsl.cli.agreement import files_in
from sladsl.cli.exits import FINDINGS, GOOD
from sladsl.cli.output import show_findings, write_file
from sladsl.cli.settings import settings_for
from sladsl.semantics.nearest import one_of

if TYPE_CHECKING:
    from sladsl.settlement.coverage import ReachablePlace
    from sladsl.settlement.examples import WorkedExample

Worked = tuple[pipeline.Agreement, tuple["WorkedExample", ...]]
"""An agreement and those of its examples that were asked for."""


@click.command("test", short_help="Run the worked examples.")
@click.argument("paths", metavar="[PATH…]", nargs=-1, type=click.Path(exists=True, path_type=Path))
@click.option(
    "-k",
    "words",
    metavar="WORDS",
    multiple=True,
    help="Run the examples with these words in their title; repeatable.",
)
@click.option(
    "--verbose",
    "-v",
    is_flag=True,
    help="Show every value, verdict, credit and step of each example, with the records that decided it.",
)
@click.option("--coverage", is_flag=True, help="Show which levels, credit rows and steps no example reaches.")
@click.option(
    "--fail-under",
    metavar="PERCENT",
    type=click.IntRange(0, 100),
    help="Exit 1 when examples reach less of them.",
)
@click.option(
    "--junit", type=click.Path(dir_okay=False, path_type=Path), help="Write a JUnit report to this file, too."
)
@click.option(
    "--update",
    is_flag=True,
    help="Write what is calculated in place of assertions that fail.",
)
def command(  # noqa: PLR0917 (click passes them by name)
    paths: tuple[Path, ...],
    words: tuple[str, ...],
    verbose: bool,
    coverage: bool,
    fail_under: int | None,
    junit: Path | None,
    update: bool,
) -> int:
    """Run the worked examples of agreements: files, or folders with all .sla files in them.

    A failure shows what the example asserts, what the agreement calculates, and why. Exits 1 when an example fails,
    and 2 when no title has the WORDS of -k.
    Without a PATH, those of the agreement that the `sladsl.toml` of the current folder names.
    """
    if len(paths) < 2 and not (paths and paths[0].is_dir()):
        file, settings = settings_for(paths[0] if paths else None)
        paths = (file,)
        if fail_under is None and not words:
            fail_under = settings.fail_under
    checked = pipeline.check(files_in(paths))
    if checked.has_errors:
        show_findings(checked.diagnostics, checked.sources, err=True)
        if junit is not None:
            write_file(junit, showing.show_refused_junit(checked.diagnostics))
        return FINDINGS
    work = pipeline.trace_examples if verbose and not update else pipeline.run_examples
    run = _chosen([(each, work(each)) for each in checked.agreements], words)
    if update:
        return _update(run)
    for agreement, examples in run:
        for worked in examples:
            click.echo(showing.show_example(agreement, worked), nl=False)
            if verbose:
                click.echo(showing.show_working(agreement, worked), nl=False)
            show_findings(worked.problems, checked.sources, err=False)
    if junit is not None:
        write_file(junit, showing.show_junit((agreement, each) for agreement, some in run for each in some))
    reach = [(agreement, pipeline.reach(agreement, examples)) for agreement, examples in run]
    if coverage or fail_under is not None:
        _show_coverage(reach)
    return _outcome([each.holds for _, some in run for each in some], _share(reach), fail_under)


def _chosen(run: Sequence[Worked], words: Sequence[str]) -> Sequence[Worked]:
    """The examples with one of some words in their title, or all where there are no words."""
    if not words:
        return run
    chosen = [(agreement, tuple(each for each in some if _is_of(each, words))) for agreement, some in run]
    if not any(some for _, some in chosen):
        raise click.UsageError(f"no example has {one_of(words)} in its title")
    return chosen


def _is_of(worked: WorkedExample, words: Sequence[str]) -> bool:
    return any(word.casefold() in worked.example.title.casefold() for word in words)


def _outcome(hold: Sequence[bool], share: Fraction, fail_under: int | None) -> int:
    if not hold:
        click.echo("no examples")
    else:
        click.echo(f"{hold.count(True)} passed, {hold.count(False)} failed")
    if fail_under is not None and share < Fraction(fail_under, 100):
        click.echo(f"examples reach less than {fail_under}%")
        return FINDINGS
    return GOOD if all(hold) else FINDINGS


def _share(reach: Sequence[tuple[pipeline.Agreement, Sequence[ReachablePlace]]]) -> Fraction:
    places = [place.is_reached for _, some in reach for place in some]
    return Fraction(places.count(True), len(places)) if places else Fraction(1)


def _show_coverage(reach: Sequence[tuple[pipeline.Agreement, Sequence[ReachablePlace]]]) -> None:
    """How many places of each clause are reached, and the lines of those that are not."""
    for agreement, places in reach:
        sources = {source.name: source for source in agreement.sources}
        click.echo(f"coverage of {agreement.plan.name}")
        for clause in dict.fromkeys(place.clause for place in places):
            mine = [place for place in places if place.clause == clause]
            click.echo(f"  {clause}: {sum(place.is_reached for place in mine)} of {len(mine)}")
            lines = {(place.span.file, place.span.line) for place in mine if not place.is_reached}
            for file, line in sorted(lines):
                click.echo(f"    not reached, {file}:{line}: {' '.join(sources[file].line(line).split())}")
    share = _share(reach)
    click.echo(f"examples reach {float(share):.1%} of levels, tiers, credit rows and steps")


def _update(run: Sequence[Worked]) -> int:
    """Rewrite what examples assert, in the agreements' own files; exits 1 where some assertion is left as it is."""
    left = False
    for agreement, examples in run:
        text, edits, problems = pipeline.correct(agreement, examples)
        source = agreement.sources[0]
        for edit in edits:
            click.echo(f"{edit.span}: `{edit.before.strip()}` becomes `{edit.after}`")
        if edits:
            write_file(Path(source.name), text)
            click.echo(f"updated {source.name}")
        show_findings(problems, {source.name: source}, err=False)
        left = left or bool(problems)
        if not edits and not problems:
            click.echo(f"{source.name}: nothing to update")
    return FINDINGS if left else GOOD
