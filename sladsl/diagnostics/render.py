"""Findings as text: message, place, excerpt with carets, and what to write instead."""

from __future__ import annotations

import textwrap
import unicodedata
from collections.abc import Iterable, Mapping

from sladsl.diagnostics.diagnostic import Diagnostic, Severity
from sladsl.source import Source, Span
from sladsl.values import frozen

TAB = "    "
EXCERPT_WIDTH = 160
NARROWEST = 40
HANG = " " * len("  = help: ")


@frozen
class Palette:
    """How findings look: the escape sequences around each kind of text, where empty ones print plainly.

    `columns` is the width that text is wrapped to; None does not wrap it.
    """

    error: str = ""
    warning: str = ""
    hint: str = ""
    quiet: str = ""
    strong: str = ""
    end: str = ""
    columns: int | None = None

    def of(self, severity: Severity) -> str:
        """The colour of a severity."""
        return {Severity.ERROR: self.error, Severity.WARNING: self.warning, Severity.HINT: self.hint}[
            severity
        ]


PLAIN = Palette()
COLOURED = Palette("\x1b[1;31m", "\x1b[1;33m", "\x1b[1;36m", "\x1b[34m", "\x1b[1m", "\x1b[0m")


def render(diagnostics: Iterable[Diagnostic], sources: Mapping[str, Source], palette: Palette = PLAIN) -> str:
    """All findings as text, one blank line between them; `sources` gives excerpts, by name of the file."""
    return "\n".join(render_one(diagnostic, sources, palette) for diagnostic in diagnostics)


def render_one(diagnostic: Diagnostic, sources: Mapping[str, Source], palette: Palette = PLAIN) -> str:
    """One finding as text, ending in a line end."""
    colour = palette.of(diagnostic.severity)
    name = f"{diagnostic.severity}[{diagnostic.code}]"
    head, *more = _wrapped(f"{name}: {diagnostic.message}", palette, "    ")
    lines = [
        f"{colour}{name}{palette.end}{palette.strong}{head.removeprefix(name)}{palette.end}",
        *(f"{palette.strong}{line}{palette.end}" for line in more),
        *_where(diagnostic, palette),
        *_excerpts(diagnostic, sources, palette),
    ]
    if diagnostic.help is not None:
        written = (
            line for part in diagnostic.help.splitlines() for line in _wrapped(f"{HANG}{part}", palette, HANG)
        )
        first, *rest = written
        lines.append(f"  {palette.quiet}={palette.end} help: {first.removeprefix(HANG)}")
        lines.extend(rest)
    return "\n".join(line.rstrip() for line in lines) + "\n"


def render_allowed(diagnostic: Diagnostic, reason: str, palette: Palette = PLAIN) -> str:
    """A finding that the author has allowed, with the reason given, ending in a line end."""
    head, *more = _wrapped(f"allowed[{diagnostic.code}]: {diagnostic.message}", palette, "    ")
    first, *rest = _wrapped(f"  = reason: {reason}", palette, "            ")
    return "".join(f"{line.rstrip()}\n" for line in (head, *more, *_where(diagnostic, palette), first, *rest))


def _wrapped(text: str, palette: Palette, hang: str) -> list[str]:
    """A text in lines that the terminal holds, those after the first further in."""
    if palette.columns is None:
        return [text]
    return textwrap.wrap(
        text,
        max(palette.columns, NARROWEST),
        subsequent_indent=hang,
        break_long_words=False,
        break_on_hyphens=False,
        drop_whitespace=True,
    )


def summary(diagnostics: Iterable[Diagnostic]) -> str:
    """How many errors, warnings and hints there are, in words ("2 errors, 1 warning"); empty when there are none."""
    counts = dict.fromkeys(Severity, 0)
    for diagnostic in diagnostics:
        counts[diagnostic.severity] += 1
    return ", ".join(
        f"{count} {severity}{'' if count == 1 else 's'}" for severity, count in counts.items() if count
    )


def _where(diagnostic: Diagnostic, palette: Palette) -> list[str]:
    place = diagnostic.span or diagnostic.place
    if place is None:
        return []
    clause = f", in {diagnostic.clause}" if diagnostic.clause else ""
    return [f"  {palette.quiet}-->{palette.end} {place}{clause}"]


def _excerpts(diagnostic: Diagnostic, sources: Mapping[str, Source], palette: Palette) -> list[str]:
    if diagnostic.span is None:
        return []
    marks = [_Mark(diagnostic.span, "", "^", palette.of(diagnostic.severity))]
    marks += [_Mark(label.span, f" {label.text}", "-", palette.quiet) for label in diagnostic.labels]
    shown = [mark for mark in marks if mark.span.file in sources]
    margin = max((len(str(mark.span.line)) for mark in shown), default=1) + 1
    lines: list[str] = []
    for mark in shown:
        if mark.span.file != diagnostic.span.file:
            lines.append(f"  {palette.quiet}:::{palette.end} {mark.span}")
        if mark is shown[0]:
            lines.append(f"{'':{margin}} {palette.quiet}|{palette.end}")
        lines.extend(_excerpt(sources[mark.span.file], mark, margin, palette))
    return lines


@frozen
class _Mark:
    span: Span
    text: str
    sign: str
    colour: str


def _excerpt(source: Source, mark: _Mark, margin: int, palette: Palette) -> list[str]:
    span = mark.span
    line = source.line(span.line)
    first = span.column - 1
    last = span.end_column - 1 if span.end_line == span.line else len(line)
    room = EXCERPT_WIDTH
    if palette.columns is not None:
        room = min(room, max(palette.columns, NARROWEST) - margin - len(" | "))
    cut = max(0, first - room // 2) if width(line[:last]) > room else 0
    indent = width(line[cut:first])
    signs = mark.sign * max(1, min(width(line[first:last]), room - indent))
    bar = f"{palette.quiet}|{palette.end}"
    number = f"{palette.quiet}{span.line:>{margin}}{palette.end}"
    return [
        f"{number} {bar} {_visible(line[cut : cut + room])}",
        f"{'':{margin}} {bar} {'':{indent}}{mark.colour}{signs}{mark.text}{palette.end}",
    ]


def width(text: str) -> int:
    """How many terminal columns a text takes: wide characters two, combining ones none, a tab four."""
    if text.isascii() and text.isprintable():
        return len(text)
    return sum(_columns(character) for character in text)


def _columns(character: str) -> int:
    if character == "\t":
        return len(TAB)
    if unicodedata.combining(character) or unicodedata.category(character) == "Cf":
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def _visible(text: str) -> str:
    """The text as it can be shown: tabs as blanks, format and control characters left out."""
    return "".join(
        TAB if character == "\t" else character
        for character in text
        if character == "\t" or unicodedata.category(character) not in {"Cc", "Cf"}
    )
