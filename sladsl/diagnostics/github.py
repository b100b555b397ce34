"""Findings as workflow commands of GitHub Actions, which shows each beside its line."""

from __future__ import annotations

from collections.abc import Iterable

from sladsl.diagnostics.diagnostic import Diagnostic, Severity

_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.HINT: "notice"}
_IN_TEXT = {"%": "%25", "\r": "%0D", "\n": "%0A"}
_IN_PROPERTY = _IN_TEXT | {":": "%3A", ",": "%2C"}


def to_github(diagnostics: Iterable[Diagnostic]) -> str:
    """One line for each finding."""
    return "".join(f"{_command(diagnostic)}\n" for diagnostic in diagnostics)


def _command(diagnostic: Diagnostic) -> str:
    properties = {**_place(diagnostic), "title": diagnostic.code}
    written = ",".join(f"{name}={_escaped(str(value), _IN_PROPERTY)}" for name, value in properties.items())
    clause = f" (in {diagnostic.clause})" if diagnostic.clause else ""
    help_ = "" if diagnostic.help is None else f"\nhelp: {diagnostic.help}"
    text = _escaped(f"{diagnostic.message}{clause}{help_}", _IN_TEXT)
    return f"::{_COMMANDS[diagnostic.severity]} {written}::{text}"


def _place(diagnostic: Diagnostic) -> dict[str, object]:
    span = diagnostic.span
    if span is None:
        place = diagnostic.place
        return (
            {}
            if place is None
            else {"file": place.file, **({} if place.row is None else {"line": place.row})}
        )
    lines = {"file": span.file, "line": span.line, "endLine": span.end_line}
    # Columns are for a stretch within one line.
    columns = {"col": span.column, "endColumn": span.end_column}
    return lines | columns if span.line == span.end_line else lines


def _escaped(text: str, signs: dict[str, str]) -> str:
    return "".join(signs.get(character, character) for character in text)
