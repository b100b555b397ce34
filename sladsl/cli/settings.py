"""`sladsl.toml`: what `run`, `due`, `explain`, `diff` and `test` take where the command line says nothing.

    agreement = "agreement.sla"

    [records]
    invoice = "data/invoice.csv"      # or a list of files

    [run]
    period = "2026-01"                # as-of, fail-on, engine, memory-limit: as the options

    [test]
    fail-under = 50

Paths are relative to the file.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import click

from sladsl.values import frozen

FILE = "sladsl.toml"
_RUN = frozenset({"period", "as-of", "fail-on", "engine", "memory-limit"})
_TEST = frozenset({"fail-under"})
_CHOICES = {"engine": ("duckdb", "spark"), "fail-on": ("missed", "below-expected")}


@frozen
class Settings:
    """What a settings file says; empty where there is none. `run` and `test` are options by name."""

    agreement: Path | None = None
    records: Mapping[str, list[Path]] = {}
    run: Mapping[str, str] = {}
    fail_under: int | None = None


def settings_for(agreement: Path | None) -> tuple[Path, Settings]:
    """The agreement to take, and what the settings beside it say; those of another agreement say nothing.

    Without one, it is what the settings of the current folder name.
    """
    if agreement is not None:
        return agreement, settings_beside([agreement])
    settings = settings_in(Path())
    own = settings.agreement
    if own is None and Path(FILE).exists():
        raise click.UsageError(
            f'the `{FILE}` here names no agreement: add a line such as `agreement = "desk.sla"`'
        )
    if own is None:
        raise click.UsageError(f"name an agreement, or run this where a `{FILE}` names one")
    if not own.is_file():
        raise click.UsageError(f"{FILE}: there is no file `{own}`")
    return own, settings


def settings_beside(agreements: Iterable[Path]) -> Settings:
    """What is said beside the first agreement that settings name; empty, and told, where they name none at all."""
    nameless: dict[Path, str] = {}
    for agreement in agreements:
        file, settings = agreement.parent / FILE, settings_in(agreement.parent)
        if settings.agreement is not None and settings.agreement.resolve() == agreement.resolve():
            return settings
        if settings.agreement is None and file.is_file():
            nameless.setdefault(file, f'a line such as `agreement = "{agreement.name}"`')
    for file, line in nameless.items():
        click.echo(f"{file}: it names no agreement, so nothing of it is taken: add {line}", err=True)
    return Settings()


def settings_in(folder: Path) -> Settings:
    """The settings of a folder; stops where its file cannot be understood."""
    file = folder / FILE
    if not file.is_file():
        return Settings()
    try:
        read = tomllib.loads(file.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise click.UsageError(f"{file}: {error}") from error
    _refuse_unknown(file, "", read, {"agreement", "records", "run", "test"})
    run, test = _table(file, read, "run"), _table(file, read, "test")
    _refuse_unknown(file, "run.", run, _RUN)
    _refuse_unknown(file, "test.", test, _TEST)
    return Settings(
        None if "agreement" not in read else folder / _text(file, "agreement", read["agreement"]),
        {name: _paths(file, name, value) for name, value in _table(file, read, "records").items()},
        {name: _option(file, name, value) for name, value in run.items()},
        _percent(file, test.get("fail-under")),
    )


def _refuse_unknown(
    file: Path, before: str, table: Mapping[str, Any], known: frozenset[str] | set[str]
) -> None:
    for name in table:
        if name not in known:
            listed = ", ".join(f"`{before}{each}`" for each in sorted(known))
            raise click.UsageError(f"{file}: `{before}{name}` is no setting; there are {listed}")


def _table(file: Path, read: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    table = read.get(name, {})
    if not isinstance(table, dict):
        raise click.UsageError(f"{file}: `{name}` is a table, begun by `[{name}]`")
    return table


def _text(file: Path, name: str, value: Any) -> str:  # noqa: ANN401 - whatever TOML holds
    if not isinstance(value, str):
        raise click.UsageError(f"{file}: `{name}` is a text in quotes")
    return value


def _option(file: Path, name: str, value: Any) -> str:  # noqa: ANN401 - as above
    text = _text(file, f"run.{name}", value)
    if name in _CHOICES and text not in _CHOICES[name]:
        raise click.UsageError(f"{file}: `run.{name}` is one of {', '.join(_CHOICES[name])}")
    return text


def _paths(file: Path, name: str, value: Any) -> list[Path]:  # noqa: ANN401 - as above
    values = value if isinstance(value, list) else [value]
    return [file.parent / _text(file, f"records.{name}", each) for each in values]


def _percent(file: Path, value: Any) -> int | None:  # noqa: ANN401 - as above
    if value is not None and not (isinstance(value, int) and 0 <= value <= 100):
        raise click.UsageError(f"{file}: `test.fail-under` is a whole number from 0 to 100")
    return value
