"""How commands print: findings, results, files and progress."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import IO

import click

from sladsl.diagnostics.diagnostic import Diagnostic
from sladsl.diagnostics.render import COLOURED, PLAIN, Palette, render, summary
from sladsl.source import Source
from sladsl.values import evolve


def show_findings(diagnostics: Iterable[Diagnostic], sources: Mapping[str, Source], *, err: bool) -> None:
    """Print findings with their excerpts and a line that counts them; prints nothing when there are none."""
    findings = tuple(diagnostics)
    if not findings:
        return
    text = render(findings, sources, palette(err=err))
    click.echo(f"{text}\n{summary(findings)}", err=err, color=True)


def palette(*, err: bool) -> Palette:
    """Colours and width of a terminal; of a pipe neither, unless FORCE_COLOR or COLUMNS say so.

    NO_COLOR, and a dumb terminal, have none; it beats FORCE_COLOR.
    """
    is_terminal = (sys.stderr if err else sys.stdout).isatty()
    coloured = bool(os.environ.get("FORCE_COLOR")) or (is_terminal and os.environ.get("TERM") != "dumb")
    look = COLOURED if coloured and not os.environ.get("NO_COLOR") else PLAIN
    said = os.environ.get("COLUMNS", "")
    if said.isdecimal() and int(said):
        return evolve(look, columns=int(said))
    return evolve(look, columns=shutil.get_terminal_size().columns) if is_terminal else look


def emit(text: str, out: Path | None) -> None:
    """Write a result to a file, or to standard output where none is named."""
    with writing(out) as write:
        write(text)


def refuse_overwriting(outputs: Iterable[Path | None], inputs: Iterable[Path]) -> None:
    """Stop before an output replaces what is read, or another output; or where its folder does not exist."""
    taken = {path.resolve(): "is read, and would be replaced" for path in inputs}
    for output in outputs:
        if output is None:
            continue
        if output.resolve() in taken:
            raise click.UsageError(f"`{output}` {taken[output.resolve()]}")
        if not output.resolve().parent.is_dir():
            raise click.UsageError(f"there is no folder `{output.parent}` to write `{output.name}` into")
        taken[output.resolve()] = "is written twice"


def write_file(path: Path, text: str) -> None:
    """Write a whole file or leave what was there; see `writing`."""
    with writing(path) as write:
        write(text)


@contextmanager
def writing(path: Path | None) -> Iterator[Callable[[str], object]]:
    """Write a file part by part, or to standard output: through a temporary file beside it, then a rename.

    What was there stays if anything fails, or nothing is written. A link is followed, so that the file it names is the
    one replaced.
    """
    if path is None:
        yield lambda text: sys.stdout.buffer.write(text.encode())
        sys.stdout.flush()
        return
    with ExitStack() as stack:
        opened: list[IO[bytes]] = []

        def write(text: str) -> None:
            try:
                if not opened:
                    opened.append(stack.enter_context(_replacing(path.resolve())))
                opened[0].write(text.encode())
            except OSError as error:
                raise _cannot_write(path, error) from error

        yield write
        try:
            stack.close()
        except OSError as error:
            raise _cannot_write(path, error) from error


@contextmanager
def _replacing(target: Path) -> Iterator[IO[bytes]]:
    if target.exists() and not target.is_file():  # a device or a pipe has nothing to replace
        with target.open("wb") as file:
            yield file
        return
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            yield file
        temporary.chmod(target.stat().st_mode & 0o777 if target.exists() else 0o666 & ~_umask())
        temporary.replace(target)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def _cannot_write(path: Path, error: OSError) -> click.ClickException:
    return click.ClickException(f"cannot write {path}: {error.strerror or error}")


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def progress() -> Callable[[str], None]:
    """A function that shows what long work is doing, on a terminal's standard error; elsewhere it is silent.

    An empty text clears the line.
    """
    if not sys.stderr.isatty():
        return lambda _text: None
    return lambda text: click.echo(f"\r\x1b[2K{text}", err=True, nl=False)
