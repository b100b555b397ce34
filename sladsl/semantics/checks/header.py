"""An agreement says once each who, how long, where and in which money."""

from __future__ import annotations

from collections.abc import Iterator

from sladsl.diagnostics.diagnostic import Diagnostic
from sladsl.semantics.findings import error, first_at, written_at
from sladsl.semantics.meaning import Analysis
from sladsl.semantics.nearest import one_of
from sladsl.syntax import ast
from sladsl.syntax.clauses import word_of

REQUIRED = {
    "provider": 'provider Name "Legal name"',
    "customer": 'customer Name "Legal name"',
    "term": "term 2026-01-01 to 2028-12-31",
    "timezone": "timezone Europe/London",
    "currency": "currency GBP",
}
"""The lines that an agreement cannot do without, with an example of each."""

_ONCE = (
    ast.Version,
    ast.Party,
    ast.Term,
    ast.Zone,
    ast.Currency,
    ast.Law,
    ast.SeverityScheme,
    ast.Settlement,
)


def check(analysis: Analysis) -> Iterator[Diagnostic]:
    """Look for lines that are missing or repeated, and for a term that ends before it begins."""
    if not analysis.is_agreement:
        return
    if not analysis.module.may_hide_items:
        yield from _missing(analysis)
    yield from _repeated(analysis)
    term = analysis.header.term
    if term is not None and term.last is not None and term.last.value < term.first.value:
        yield error(
            "SLA133",
            term.span,
            f"the term ends on {term.last.value}, before it begins on {term.first.value}",
            write="write the earlier date first; both days belong to the term",
        )


def _missing(analysis: Analysis) -> Iterator[Diagnostic]:
    there = {word_of(item) for item in analysis.module.items}
    missing = [word for word in REQUIRED if word not in there]
    if missing:
        block = analysis.module.document.blocks[0]
        yield error(
            "SLA130",
            block.name.span,
            f"the agreement lacks {one_of(missing, 'and')}",
            write="add for instance\n" + "\n".join(REQUIRED[word] for word in missing),
        )


def _repeated(analysis: Analysis) -> Iterator[Diagnostic]:
    first: dict[str, ast.Item] = {}
    for item in analysis.module.items:
        if not isinstance(item, _ONCE):
            continue
        word = word_of(item)
        if word in first:
            yield error(
                "SLA131",
                written_at(item),
                f"`{word}` stands twice",
                write="leave one of them out",
                labels=first_at(written_at(first[word])),
            )
        first.setdefault(word, item)
