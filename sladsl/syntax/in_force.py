"""A text as of a date: of each dated value the one in force, and all else as it is written."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from typing import assert_never

from sladsl.source import Source, Span
from sladsl.syntax import ast
from sladsl.syntax.amending import whole_lines
from sladsl.syntax.dated_steps import dated_values
from sladsl.syntax.layout.formatting import Formatted, formatted
from sladsl.syntax.walk import walk

Edit = tuple[int, int, str]

_COMMENT = re.compile(r"#[^\n]*")
_BEFORE_DATE = re.compile(r",\s*from\s*$")


def in_force(document: ast.Document, on: dt.date, left_out: Sequence[Span] = ()) -> Formatted:
    """The text of a sound document with its dated values as of a date, in the one form.

    A value holds from its date on. What stands in `left_out`, whole items, is left out with its lines. Comments within
    values that are replaced go with them; the first line says as of when the text is.
    """
    source = document.source
    nodes = [node for block in document.blocks for node in walk(block)]
    edits = [
        *(edit for node in nodes for edit in _edits(source, node, on)),
        *((*whole_lines(source, span), "") for span in left_out),
    ]
    text = source.text
    for start, end, after in sorted(edits, reverse=True):
        text = text[:start] + after + text[end:]
    return formatted(Source(source.name, f"# As in force on {on}.\n{text}"))


def dates_in(document: ast.Document) -> Iterator[dt.date]:
    """The dates from which some value of a document holds."""
    for block in document.blocks:
        for node in walk(block):
            if isinstance(node, _Dated | ast.DatedValue | ast.DatedRaise) and node.since is not None:
                yield node.since.value
            elif isinstance(node, ast.CreditTable):
                yield from (since.value for since in node.dates)


_Value = ast.DatedBound | ast.DatedRate | ast.DatedShare
_Dated = _Value | ast.CreditLine


def _dated(node: ast.Charge | ast.Target | ast.Weight) -> Sequence[_Value]:
    """The values of a line that may have dates, the first one without."""
    match node:
        case ast.Target(bounds=bounds):
            return bounds
        case ast.Charge(rates=rates):
            return rates
        case ast.Weight(shares=shares):
            return shares
    assert_never(node)


def _edits(source: Source, node: ast.Node, on: dt.date) -> Iterator[Edit]:
    match node:
        case ast.CreditLine():
            yield from _edits_of_credit(source, node, on)
        case ast.CreditTable():
            yield from _edits_of_table(source, node, on)
        case _ if isinstance(node, ast.DatedStep):
            yield from _edits_of_step(source, node, on)
        case ast.Charge():
            yield from _edits_of_rows(source, node.shares, on)
            yield from _edits_of_values(source, node, on)
        case ast.Target() | ast.Weight():
            yield from _edits_of_values(source, node, on)


def _edits_of_values(
    source: Source, node: ast.Charge | ast.Target | ast.Weight, on: dt.date
) -> Iterator[Edit]:
    """Of a charge, a target or a weight the value in force in the place of the first, and nothing of the dates."""
    dated = _dated(node)
    if len(dated) < 2:
        return
    first, second, last = dated[0].span, dated[1].span, dated[-1].span
    held = [each for each in dated if _has_begun(each, on)][-1]
    value: ast.Node = held.value
    # What stands between the first value and the dates is about all of them: `within 8 h`, `shared equally`.
    between = _BEFORE_DATE.sub("", _COMMENT.sub("", source.text[first.end : second.start])).strip()
    if (
        isinstance(node, ast.Target)
        and node.test is not None
        and node.test.span == first
        and held is not dated[0]
    ):
        between = f"within {_written(source, node.test.limit.span)}"  # which `all within 8 h` says together
    yield first.start, last.end, " ".join(part for part in (_written(source, value.span), between) if part)


def _edits_of_credit(source: Source, line: ast.CreditLine, on: dt.date) -> Iterator[Edit]:
    """Of a credit the version in force, which says all of what is credited."""
    if not line.later:
        return
    held = [each for each in line.versions if _has_begun(each, on)][-1]
    first, last = line.later[0], line.later[-1]
    assert first.since is not None
    if held is line:
        yield _end_before(source, line, first.since), last.span.end, ""
    else:
        yield line.span.start, last.span.end, f"credit {_written(source, held.span)}"


def _end_before(source: Source, node: ast.Node, since: ast.Date) -> int:
    """Where what a node says before its first date ends: at the comma, whatever comments stand in it."""
    start = node.span.start
    said = _COMMENT.sub(lambda comment: " " * len(comment[0]), source.text[start : since.span.start])
    return start + len(_BEFORE_DATE.sub("", said))


def _edits_of_table(source: Source, table: ast.CreditTable, on: dt.date) -> Iterator[Edit]:
    """Of a table of credits the column in force, under `credit`."""
    if not table.dates:
        return
    yield _bar_before(source, table.dates[0].span), table.dates[-1].span.end, ""
    begun = sum(since.value <= on for since in table.dates)
    for row in table.rows:
        yield _bar_before(source, row.later[0].span), row.later[-1].span.end, ""
        if begun:
            yield row.credit.span.start, row.credit.span.end, _written(source, row.later[begun - 1].span)


def _bar_before(source: Source, span: Span) -> int:
    return source.text.rindex("|", 0, span.start)


def _edits_of_step(source: Source, step: ast.DatedStep, on: dt.date) -> Iterator[Edit]:
    """Of a step the value in force in the place of the first, without what follows the dates."""
    if not step.later:
        return
    begun = [each for each in step.later if each.since.value <= on]
    if begun:
        yield from (
            (old.span.start, old.span.end, _written(source, new.span))
            for old, new in zip(dated_values(step), dated_values(begun[-1]), strict=True)
        )
    first, last = step.later[0], step.later[-1]
    yield _end_before(source, step, first.since), last.span.end, ""


def _edits_of_rows(source: Source, rows: Sequence[ast.ChargeShare], on: dt.date) -> Iterator[Edit]:
    """Of rows of a table of charges, the one in force for each value, without its date."""
    held = {row.values: row for row in rows if _has_begun(row.rate, on)}
    for row in rows:
        since = row.rate.since
        if held[row.values] is not row:
            yield *_lines(source, row.span), ""
        elif since is not None:
            yield since.span.start, since.span.end, ""


def _has_begun(dated: _Dated, on: dt.date) -> bool:
    return dated.since is None or dated.since.value <= on


def _written(source: Source, span: Span) -> str:
    return source.text[span.start : span.end]


def _lines(source: Source, span: Span) -> tuple[int, int]:
    starts = source.line_starts
    end = starts[span.end_line] if span.end_line < len(starts) else len(source.text)
    return starts[span.line - 1], end
