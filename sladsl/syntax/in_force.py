"""A text as of a date: of each dated value the one in force, and all else as it is written."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from sladsl.source import Source, Span
from sladsl.syntax import ast
from sladsl.syntax.formatting import Formatted, formatted
from sladsl.syntax.walk import walk

Edit = tuple[int, int, str]


def in_force(document: ast.Document, on: dt.date, left_out: Sequence[Span] = ()) -> Formatted:
    """The text of a sound document with its dated values as of a date, in the one form.

    A value holds from its date on. What stands in `left_out`, whole items, is left out with its lines. Comments within
    values that are replaced go with them; the first line says as of when the text is.
    """
    source = document.source
    nodes = [node for block in document.blocks for node in walk(block)]
    edits = [
        *(
            edit
            for node in nodes
            if isinstance(node, ast.Target | ast.Charge)
            for edit in _edits(source, node, on)
        ),
        *((*_whole_lines(source, span), "") for span in left_out),
    ]
    text = source.text
    for start, end, after in sorted(edits, reverse=True):
        text = text[:start] + after + text[end:]
    return formatted(Source(source.name, f"# As in force on {on}.\n{text}"))


def dates_in(document: ast.Document) -> Iterator[dt.date]:
    """The dates from which some value of a document holds."""
    for block in document.blocks:
        for node in walk(block):
            if isinstance(node, ast.DatedBound | ast.DatedRate) and node.since is not None:
                yield node.since.value


def _edits(source: Source, node: ast.Target | ast.Charge, on: dt.date) -> Iterator[Edit]:
    dated: Sequence[ast.DatedBound | ast.DatedRate] = (
        node.bounds if isinstance(node, ast.Target) else node.rates
    )
    if len(dated) == 1:
        return
    held = [each for each in dated if each.since is None or each.since.value <= on][-1]
    test = node.test if isinstance(node, ast.Target) else None
    if held is dated[0]:
        first = dated[0].span.end if test is None else test.span.end
        yield first, dated[-1].span.end, ""
    else:
        value: ast.Node = held.value
        written = _written(source, value.span)
        share = (
            ""
            if test is None
            else f" {'over' if test.is_over else 'within'} {_written(source, test.limit.span)}"
        )
        yield dated[0].span.start, dated[-1].span.end, f"{written}{share}"


def _written(source: Source, span: Span) -> str:
    return source.text[span.start : span.end]


def _whole_lines(source: Source, span: Span) -> tuple[int, int]:
    """Where the lines of an item start and end, with the comments right above it and the empty lines before those."""
    lines = source.text.splitlines(keepends=True)
    first = span.line - 1
    while first and lines[first - 1].lstrip().startswith("#"):
        first -= 1
    while first and not lines[first - 1].strip():
        first -= 1
    starts = source.line_starts
    return starts[first], starts[span.end_line] if span.end_line < len(starts) else len(source.text)
