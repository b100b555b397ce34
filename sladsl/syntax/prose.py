"""Prose in three quotes: its common indentation removed, its references found."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from lark import Token

from sladsl.source import Span
from sladsl.syntax import ast
from sladsl.syntax.piece import Piece
from sladsl.values import frozen

_NAME = r"[^\W\d]\w*"
_PART = re.compile(r"\{\{|\{([^{}\n]*)(\}?)|[^{\n]+|\n")
_REFERENCE = re.compile(rf"\s*(ref\s+)?({_NAME}(?:\.{_NAME})*)\s*")
_WORD = re.compile(_NAME)


@frozen
class _Line:
    """A line of prose without its indentation, and the offset in the file at which the rest begins."""

    start: int
    text: str


@frozen
class _Stretch:
    """Some text as it will read, and where it was written."""

    start: int
    end: int
    text: str


def prose(token: Token, at: Piece) -> ast.Prose:
    """Prose from its token, quotes included."""
    span = at.span(token)
    lines = _lines(str(token)[3:-3], span.start + 3)
    return ast.Prose(span, tuple(_joined(_parts(lines, at), at)))


def _lines(text: str, start: int) -> list[_Line]:
    """The lines, indented alike no longer, without blank ones before and after and without blanks at their ends."""
    lines: list[_Line] = []
    for line in text.split("\n"):
        lines.append(_Line(start, line.rstrip()))
        start += len(line) + 1
    while lines and not lines[0].text:
        lines = lines[1:]
    while lines and not lines[-1].text:
        lines = lines[:-1]
    follows_the_quotes = bool(text.partition("\n")[0].strip())
    indented = lines[1:] if follows_the_quotes else lines
    depth = min((len(line.text) - len(line.text.lstrip()) for line in indented if line.text), default=0)
    dedented = [_Line(line.start + depth, line.text[depth:]) if line.text else line for line in indented]
    if follows_the_quotes:
        first = lines[0]
        blanks = len(first.text) - len(first.text.lstrip())
        return [_Line(first.start + blanks, first.text[blanks:]), *dedented]
    return dedented


def _parts(lines: Iterable[_Line], at: Piece) -> Iterator[_Stretch | ast.Reference]:
    for number, line in enumerate(lines):
        if number:
            yield _Stretch(line.start, line.start, "\n")
        for part in _PART.finditer(line.text):
            start, end = line.start + part.start(), line.start + part.end()
            if part[0] == "{{":
                yield _Stretch(start, end, "{")
            elif part[0].startswith("{"):
                yield _reference(part, at.source.span(start, end), at) or _Stretch(start, end, part[0])
            else:
                yield _Stretch(start, end, part[0])


def _reference(part: re.Match[str], span: Span, at: Piece) -> ast.Reference | None:
    found = _REFERENCE.fullmatch(part[1]) if part[2] else None
    if found is None:
        at.report(
            "SLA040",
            span,
            f"`{part[0]}` is not a reference"
            if part[2]
            else "a reference is opened here and not closed on its line",
            "write `{Accuracy.minimum}` to quote a value, `{ref Accuracy}` to name a clause, and `{{` for a brace",
        )
        return None
    start = span.start + 1 + found.start(2)
    names = tuple(
        ast.Name(at.source.span(start + word.start(), start + word.end()), word[0])
        for word in _WORD.finditer(found[2])
    )
    path = ast.Path(at.source.span(start, start + len(found[2])), names)
    return ast.Reference(span, path, found[1] is not None)


def _joined(parts: Iterable[_Stretch | ast.Reference], at: Piece) -> Iterator[ast.Text | ast.Reference]:
    """The parts with neighbouring stretches of text made one."""
    open_: list[_Stretch] = []
    for part in parts:
        if isinstance(part, _Stretch):
            open_.append(part)
            continue
        yield from _text(open_, at)
        open_ = []
        yield part
    yield from _text(open_, at)


def _text(stretches: list[_Stretch], at: Piece) -> Iterator[ast.Text]:
    if stretches:
        span = at.source.span(stretches[0].start, stretches[-1].end)
        yield ast.Text(span, "".join(stretch.text for stretch in stretches))
