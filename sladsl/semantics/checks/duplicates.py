"""One name, one thing: in an agreement, in a record set, in a choice, in a severity scheme."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sladsl.diagnostics.diagnostic import Diagnostic
from sladsl.semantics.files.modules import Item
from sladsl.semantics.files.names import ALWAYS_ON, KINDS, with_article
from sladsl.semantics.findings import error, first_at
from sladsl.semantics.meaning import Analysis
from sladsl.syntax import ast
from sladsl.syntax.clauses import clause_of

_PROSE_WORDS = ("provider", "customer", "term", "settlement")


def check(analysis: Analysis) -> Iterator[Diagnostic]:
    """Look for names given twice."""
    yield from _items(analysis)
    for item in analysis.module.items:
        clause = clause_of(item)
        if isinstance(item, ast.Records):
            yield from _twice("field", (field.name for field in item.fields), clause)
            for field in item.fields:
                yield from _twice("value", field.type.choices, clause)
        elif isinstance(item, ast.SeverityScheme):
            yield from _twice("severity", (tier.name for tier in item.tiers), clause)


def _items(analysis: Analysis) -> Iterator[Diagnostic]:
    first: dict[str, Item] = {}
    for item in analysis.module.items:
        if not isinstance(item, Item) or item.name is None:
            continue
        name = item.name.text
        before = first.setdefault(name, item)
        if name in _PROSE_WORDS:
            yield error(
                "SLA118",
                item.name.span,
                f"in prose `{{{name}}}` stands for the {name} of the agreement",
                clause=clause_of(item),
                write="give it another name",
            )
        elif name == ALWAYS_ON:
            yield error(
                "SLA118",
                item.name.span,
                f"`{ALWAYS_ON}` is the name of the calendar that never closes",
                clause=clause_of(item),
                write="give it another name",
            )
        elif before is not item and not _is_same_party(before, item):
            assert before.name is not None
            yield error(
                "SLA110",
                item.name.span,
                f"the name `{name}` is taken by {with_article(KINDS[type(before)])}",
                clause=clause_of(item),
                write="give one of them another name; references in prose go by name alone",
                labels=first_at(before.name.span),
            )


def _is_same_party(before: Item, item: Item) -> bool:
    """A party written twice is one line too many, which has its own finding."""
    return isinstance(before, ast.Party) and isinstance(item, ast.Party) and before.role == item.role


def _twice(what: str, names: Iterable[ast.Name], clause: str) -> Iterator[Diagnostic]:
    first: dict[str, ast.Name] = {}
    for name in names:
        before = first.setdefault(name.text, name)
        if before is not name:
            yield error(
                "SLA116",
                name.span,
                f"the {what} `{name.text}` stands twice",
                clause=clause,
                write="leave one out, or give it another name",
                labels=first_at(before.span),
            )
