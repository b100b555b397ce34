"""`sladsl fmt`."""

from __future__ import annotations

import sys
from difflib import unified_diff
from pathlib import Path

import click

from sladsl import pipeline
from sladsl.cli import options
from sladsl.cli.agreement import STDIN_NAME, files_in, is_standard_input
from sladsl.cli.exits import FINDINGS, GOOD
from sladsl.cli.output import emit, show_findings, write_file


@click.command("fmt", short_help="Lay agreements out in their one form.")
@options.PATHS
@click.option("--check", is_flag=True, help="Write nothing, and name the files that would change.")
@click.option("--diff", is_flag=True, help="Write nothing, and show what would change.")
def command(paths: tuple[Path, ...], check: bool, diff: bool) -> int:
    """Lay agreements out in their one form: files, folders with all .sla files in them, or `-` for standard input.

    Words, comments and prose stay as they are. A file with syntax errors is left alone and its errors are shown.
    Exits 1 on those, and with --check or --diff when a file would change.
    """
    if is_standard_input(paths):
        return _standard_input(writes=not (check or diff), shows_diff=diff)
    counts = {"changed": 0, "unchanged": 0, "refused": 0}
    for file in files_in(paths):
        counts[_file(file, writes=not (check or diff), shows_diff=diff)] += 1
    click.echo(_summary(counts, is_done=not (check or diff)), err=diff)
    return FINDINGS if counts["refused"] or (counts["changed"] and (check or diff)) else GOOD


def _file(file: Path, *, writes: bool, shows_diff: bool) -> str:
    data = file.read_bytes()
    text = _laid_out(str(file), data)
    if text is None:
        return "refused"
    if text.encode() == data:
        return "unchanged"
    if writes:
        write_file(file, text)
    if shows_diff:
        emit(_difference(str(file), data, text), None)
    else:
        click.echo(f"{'formatted' if writes else 'would format'} {file}")
    return "changed"


def _standard_input(*, writes: bool, shows_diff: bool) -> int:
    data = sys.stdin.buffer.read()
    text = _laid_out(STDIN_NAME, data)
    if text is None:
        return FINDINGS
    if writes:
        emit(text, None)
        return GOOD
    if shows_diff:
        emit(_difference(STDIN_NAME, data, text), None)
    return GOOD if text.encode() == data else FINDINGS


def _laid_out(name: str, data: bytes) -> str | None:
    """The text in its one form; where it is refused, prints why."""
    result = pipeline.lay_out(name, data)
    if result.text is None:
        show_findings(result.diagnostics, {name: result.source}, err=True)
    return result.text


def _difference(name: str, data: bytes, text: str) -> str:
    before = data.decode("utf-8").splitlines(keepends=True)
    lines = unified_diff(before, text.splitlines(keepends=True), name, name)
    return "".join(
        line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in lines
    )


def _summary(counts: dict[str, int], *, is_done: bool) -> str:
    words = {
        "changed": "formatted" if is_done else "would be formatted",
        "unchanged": "left unchanged" if is_done else "would be left unchanged",
        "refused": "refused",
    }
    parts = [
        f"{count} {'file' if count == 1 else 'files'} {words[kind]}"
        for kind, count in counts.items()
        if count
    ]
    return ", ".join(parts)
