"""What several commands are asked for in the same words: agreement, records, period, instant, engine, output."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping, Sequence
from functools import wraps
from pathlib import Path
from typing import Any, TypeVar

import click

from sladsl import pipeline
from sladsl.measurement.how import Engine, EngineName
from sladsl.pipeline import Agreement
from sladsl.values import frozen

Command = TypeVar("Command", bound=Callable[..., Any])


@frozen
class EngineOptions:
    """What the options say of the engine: its name, the Spark cluster it runs on, how much memory DuckDB may take."""

    name: str | None
    spark_master: str | None
    memory_limit: str | None


AGREEMENT = click.argument(
    "agreement", metavar="FILE", type=click.Path(exists=True, dir_okay=False, path_type=Path)
)
AGREEMENT_OR_SETTINGS = click.argument(
    "agreement",
    metavar="[FILE]",
    required=False,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
)
PATHS = click.argument(
    "paths",
    metavar="PATH…",
    nargs=-1,
    required=True,
    type=click.Path(exists=True, allow_dash=True, path_type=Path),
)


def records(command: Command) -> Command:
    """`--records NAME=FILE`, repeatable: the files of each record set, as a dictionary of lists."""
    return click.option(
        "--records",
        metavar="NAME=FILE",
        multiple=True,
        callback=_bindings,
        help="The records of a record set: a .csv, .parquet or .jsonl file; repeat it for every set and file.",
    )(command)


def period(what: str) -> Callable[[Command], Command]:
    """`--period`: a calendar period; `what` says what the command does with it."""
    return click.option(
        "--period",
        metavar="PERIOD",
        multiple=True,
        callback=_once,
        help=f"{what} this period: 2026, 2026-Q1, 2026-03, 2026-W14, 2026-03-14 or `contract month 2`.",
    )


def _once(_: click.Context, __: click.Parameter, periods: Sequence[str]) -> str | None:
    if len(periods) > 1:
        raise click.BadParameter(
            f"give one period, not {len(periods)}: `2026-Q1` and `2026` have all their months"
        )
    return periods[0] if periods else None


def on(what: str, *, required: bool = False) -> Callable[[Command], Command]:
    """`--on`: a date of the term; `what` says what it decides."""
    return click.option("--on", metavar="DATE", required=required, callback=_date, help=what)


def _date(_ctx: click.Context, _parameter: click.Parameter, value: str | None) -> dt.date | None:
    try:
        return None if value is None else dt.date.fromisoformat(value)
    except ValueError:
        raise click.BadParameter(f"`{value}` is no date: write 2026-08-01") from None


def as_of(command: Command) -> Command:
    """`--as-of`: the instant at which the records are read."""
    return click.option(
        "--as-of",
        metavar="INSTANT",
        help="Read the records as they were known at this instant, instead of at each settlement: `2026-04-15 09:00` "
        "in the agreement's time zone, or with an offset, or a date for the end of that day.",
    )(command)


_FORMS = {
    ".txt": "text",
    ".json": "json",
    ".csv": "csv",
    ".md": "md",
    ".html": "html",
    ".htm": "html",
    ".sql": "sql",
    ".pdf": "pdf",
    ".docx": "docx",
}
"""What the name of a file says of its format."""


def form(
    forms: Sequence[str], what: str = "What to write.", option: str = "--format"
) -> Callable[[Command], Callable[..., object]]:
    """`--format`: as the name of `--out` says, or else the first of `forms`, where nothing is said."""

    def asked_for(command: Command) -> Callable[..., object]:
        @wraps(command)
        def called(*, form: str | None, out: Path | None, **rest: object) -> object:
            return command(form=_form(form, out, forms, option), out=out, **rest)

        said = click.option(
            option,
            "form",
            type=click.Choice(forms),
            show_default=f"as --out is named, or {forms[0]}",
            help=what,
        )
        made: Callable[..., object] = said(called)
        return made

    return asked_for


def _form(said: str | None, out: Path | None, forms: Sequence[str], option: str) -> str:
    named = None if out is None else _FORMS.get(out.suffix.lower())
    if said is None and named is not None and named not in forms:
        raise click.UsageError(
            f"`{out}` is named as {named}, and what is written is {' or '.join(forms)}; {option} says which"
        )
    if said is not None and named in forms and named != said:
        raise click.UsageError(f"{option} says {said}, and `{out}` is named as {named}")
    return said or named or forms[0]


def out(what: str) -> Callable[[Command], Command]:
    """`--out`: a file instead of the standard output."""
    return click.option(
        "--out", type=click.Path(dir_okay=False, path_type=Path), help=f"Write the {what} to this file."
    )


def quarantine(command: Command) -> Command:
    """`--quarantine`: where bad rows go."""
    return click.option(
        "--quarantine",
        type=click.Path(dir_okay=False, path_type=Path),
        help="Set bad rows aside in this CSV file, count them in what is written, and go on.",
    )(command)


def engine(command: Command) -> Callable[..., object]:
    """`--engine`, `--spark-master`, `--memory-limit`: what measures, as one value `engine`; see `engine_of`."""

    @wraps(command)
    def called(
        *, engine: str | None, spark_master: str | None, memory_limit: str | None, **rest: object
    ) -> object:
        return command(engine=EngineOptions(engine, spark_master, memory_limit), **rest)

    made: Callable[..., object] = called
    for option in (
        click.option(
            "--memory-limit",
            metavar="SIZE",
            callback=_size,
            help="Let DuckDB hold no more than this in memory, such as 400MB; the rest goes to temporary files.",
        ),
        click.option(
            "--spark-master",
            metavar="URL",
            help="Measure on this Spark cluster, such as spark://host:7077; its workers must see the files.",
        ),
        click.option(
            "--engine",
            type=click.Choice(["duckdb", "spark"]),
            show_default="duckdb",
            help="What measures; both come to the same. Spark takes `pip install 'sladsl[spark]'` and Java 17.",
        ),
    ):
        made = option(made)
    return made


def request(agreement: Agreement, period: str | None, as_of: str | None) -> pipeline.Request:
    """The period and the instant asked for, as people write them."""
    try:
        return pipeline.request(agreement, period, as_of)
    except ValueError as error:
        raise click.UsageError(str(error)) from error


def engine_of(options: EngineOptions, told: Mapping[str, str]) -> Engine:
    """What measures, where the options agree with each other; settings `told` are for what they leave open."""
    name = EngineName(options.name or told.get("engine", EngineName.DUCKDB))
    if options.spark_master is not None and name is not EngineName.SPARK:
        raise click.UsageError("--spark-master is for --engine spark")
    if options.memory_limit is not None and name is not EngineName.DUCKDB:
        raise click.UsageError(
            "--memory-limit is for --engine duckdb; Spark's memory is a setting of its own"
        )
    limit = options.memory_limit or told.get("memory-limit") if name is EngineName.DUCKDB else None
    return Engine(name, limit, options.spark_master)


def _bindings(
    _ctx: click.Context, _parameter: click.Parameter, values: tuple[str, ...]
) -> dict[str, list[Path]]:
    given: dict[str, list[Path]] = {}
    for value in values:
        name, sign, path = value.partition("=")
        if not (name and sign and path):
            raise click.BadParameter(f"`{value}` is not of the form NAME=FILE")
        given.setdefault(name, []).append(Path(path))
    return given


def _size(_ctx: click.Context, _parameter: click.Parameter, value: str | None) -> str | None:
    if value is not None and not re.fullmatch(r"[1-9][0-9]* ?(MB|GB|MiB|GiB)", value):
        raise click.BadParameter(f"`{value}` is no size: write 400MB or 4GB")
    return value
