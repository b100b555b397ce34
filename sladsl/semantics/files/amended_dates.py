"""Dates in what an amendment writes that lie before it takes effect."""

from __future__ import annotations

from collections.abc import Iterator

from sladsl.diagnostics.diagnostic import Diagnostic, Label
from sladsl.semantics.findings import hint
from sladsl.syntax import ast
from sladsl.syntax.walk import walk
from sladsl.values import evolve


def dates_before(change: ast.Change, amendment: ast.Amendment, clause: str) -> Iterator[Diagnostic]:
    """Hint at dates no later than the one on which the amendment takes effect: what stands before them never holds."""
    if isinstance(change, ast.Removed):
        return
    effective = amendment.effective
    dates = [each for item in (change.item, *change.within) for each in _dates(item)]
    early = sorted(
        (each for each in dates if each.value <= effective.value), key=lambda each: each.span.start
    )
    if not early:
        return
    first, *others = early
    found = hint(
        "SLA606",
        first.span,
        f"the amendment takes effect on {effective.value}, and what stands before `from {first.value}` never holds",
        clause=clause,
        write="leave out what holds no more by then, or write a date after the amendment has taken effect",
    )
    labels = [
        Label(effective.span, "it takes effect on this day"),
        *(Label(each.span, "and here") for each in others),
    ]
    yield evolve(found, labels=tuple(labels))


def _dates(item: ast.Item) -> Iterator[ast.Date]:
    """The dates from which on values of an item hold, each once."""
    for node in walk(item):
        if isinstance(node, ast.CreditTable):
            yield from node.dates
        since = getattr(node, "since", None)
        if isinstance(since, ast.Date):
            yield since
