"""The command line: parses arguments, calls the pipeline, prints. One module a command, loaded when it is asked for."""

from __future__ import annotations

import contextlib
import gc
import importlib
import os
import sys
from collections.abc import Sequence
from typing import NoReturn

import click

from sladsl.cli.exits import BUG, GOOD, USAGE

COMMANDS = (
    "new",
    "check",
    "fmt",
    "show",
    "compile",
    "run",
    "ledger",
    "explain",
    "due",
    "render",
    "test",
    "diff",
)


class Commands(click.Group):
    """A group whose commands are imported when they are called or described."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names of all commands, in the order a user meets them."""
        del ctx
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of this name, or None."""
        del ctx
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = importlib.import_module(f"sladsl.cli.{cmd_name}").command
        return command


def _version(ctx: click.Context, _parameter: click.Parameter, value: bool) -> None:
    if value and not ctx.resilient_parsing:
        from importlib.metadata import version

        click.echo(f"sladsl {version('sladsl')}")
        ctx.exit()


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.option(
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_version,
    help="Show the version and exit.",
)
def sladsl() -> None:
    """Service level agreements as code.

    An agreement (.sla) is one text: `check` proves it, `fmt` lays it out, `run` measures records by it and settles the
    credits, `render` writes it as a document to sign, `test` runs its worked examples.
    """


def program() -> NoReturn:
    """Run the command line as a process of its own."""
    # A command keeps nearly all that it makes, so that looking for cycles finds next to nothing; and freeing it all
    # value by value at the end takes longer than many a command.
    gc.set_threshold(200_000)
    try:
        main()
    except SystemExit as exit_:
        with contextlib.suppress(BrokenPipeError):
            sys.stdout.flush()
        sys.stderr.flush()
        os._exit(exit_.code if isinstance(exit_.code, int) else BUG)


def main(arguments: Sequence[str] | None = None, prog_name: str = "sladsl") -> NoReturn:
    """Run the command line and exit as `sladsl.cli.exits` says."""
    try:
        sys.exit(sladsl.main(arguments, prog_name=prog_name, standalone_mode=False) or GOOD)
    except click.Abort:
        click.echo("interrupted", err=True)
        sys.exit(130)
    except click.ClickException as error:
        error.show()
        sys.exit(USAGE)
    except BrokenPipeError:
        # The reader has closed its end (`sladsl run … | head`); keep Python from complaining when it flushes at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except OSError as error:
        file = "" if error.filename is None else f"{error.filename}: "
        click.echo(f"sladsl: {file}{error.strerror or error}", err=True)
        sys.exit(USAGE)
    except Exception as error:
        if os.environ.get("SLADSL_TRACEBACK"):
            raise
        kind = type(error).__name__
        click.echo(
            f"sladsl: this is a bug in sladsl, not in your files ({kind}: {error})\n"
            "Please report it with the command you ran; SLADSL_TRACEBACK=1 shows where it happened.",
            err=True,
        )
        sys.exit(BUG)
