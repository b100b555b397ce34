"""What is refused before any parsing: files that are no text, too large, or nested too deep."""

from __future__ import annotations

import re

from sladsl.diagnostics.diagnostic import Diagnostic
from sladsl.source import Source, Span
from sladsl.syntax.piece import error

LARGEST_FILE = 4 * 1024 * 1024
"""In bytes."""
DEEPEST = 100
"""Braces and parentheses that are open at once."""

_MARK = b"\xef\xbb\xbf"

_PART = re.compile(r'"""[\s\S]*?"""|^[ \t]*\|[^\n]*|"(?:[^"\\\n]|\\.)*"|#[^\n]*|([{(])|[})]', re.MULTILINE)


def decode(name: str, data: bytes) -> Source | Diagnostic:
    """The text of a file's bytes: UTF-8, with or without a byte-order mark."""
    if len(data) > LARGEST_FILE:
        return _at_start(name, "SLA004", *_TOO_LARGE)
    if _is_utf16(data):
        return _at_start(name, "SLA002", *_UTF16)
    data = data.removeprefix(_MARK)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as wrong:
        before = data[: wrong.start]
        if b"\0" in data:
            return _at_start(name, "SLA002", *_BINARY)
        line = before.count(b"\n") + 1
        column = len(before.rpartition(b"\n")[2].decode("utf-8", "replace")) + 1
        offset = len(before.decode("utf-8", "replace"))
        return error(
            "SLA003",
            Span(name, offset, offset, line, column, line, column),
            f"the byte 0x{data[wrong.start]:02x} in line {line}, column {column} is not UTF-8 text",
            "save the file as UTF-8",
        )
    return _at_start(name, "SLA002", *_BINARY) if "\0" in text else Source(name, text)


def shown(refused: Diagnostic, data: bytes) -> Source:
    """What a finding about bytes that are no text is shown in: the line that it names, and nothing of the others."""
    assert refused.span is not None, "what is no text is refused at a place of the file"
    place = refused.span
    if place.end == 0:
        return Source(place.file, "")
    line = data.removeprefix(_MARK).split(b"\n")[place.line - 1].decode("utf-8", "replace")
    return Source(place.file, "\n" * (place.line - 1) + line)


def _is_utf16(data: bytes) -> bool:
    """Whether bytes begin as UTF-16 does: with its mark, or with ASCII characters of two bytes each."""
    first = data[:40]
    halves = (first[::2], first[1::2])
    return data.startswith((b"\xff\xfe", b"\xfe\xff")) or (
        len(first) > 1 and any(not any(nulls) and all(halves[1 - n]) for n, nulls in enumerate(halves))
    )


def refusal(source: Source) -> Diagnostic | None:
    """Why a text is not parsed at all; None when it is."""
    if "\0" in source.text:
        return _at_start(source.name, "SLA002", *_BINARY)
    if len(source.text) > LARGEST_FILE or len(source.text.encode("utf-8", "replace")) > LARGEST_FILE:
        return _at_start(source.name, "SLA004", *_TOO_LARGE)
    if not source.text.strip():
        return _at_start(
            source.name,
            "SLA001",
            "the file is empty",
            'begin it with `agreement NAME "Title" {` or `module NAME "Title" {`',
        )
    return _too_deep(source)


def _too_deep(source: Source) -> Diagnostic | None:
    depth = 0
    for part in _PART.finditer(source.text):
        if part[1]:
            depth += 1
            if depth > DEEPEST:
                return error(
                    "SLA005",
                    source.span(part.start(), part.end()),
                    f"more than {DEEPEST} braces and parentheses are open at once here",
                    "close those that are complete, or write the condition in fewer parts",
                )
        elif part[0] in {"}", ")"}:
            depth = max(depth - 1, 0)
    return None


_BINARY = ("the file is not text", "give a file in the language; documents and spreadsheets cannot be read")
_UTF16 = ("the file is text in UTF-16, and agreements are text in UTF-8", "save it as UTF-8")
_TOO_LARGE = (
    f"the file is larger than {LARGEST_FILE // 1024 // 1024} MiB",
    "keep records in files of their own, and split a large agreement into modules",
)


def _at_start(name: str, code: str, message: str, write: str) -> Diagnostic:
    return error(code, Span(name, 0, 0, 1, 1, 1, 1), message, write)
