"""Names that look the same: of items, of the fields of one record set, of the values of one list."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sladsl.diagnostics.diagnostic import Diagnostic, Label
from sladsl.semantics.files.confusables import looks
from sladsl.semantics.findings import warning
from sladsl.semantics.meaning import Analysis
from sladsl.syntax import ast
from sladsl.syntax.clauses import clause_of


def check(analysis: Analysis) -> Iterator[Diagnostic]:
    """Look through the names that the file itself declares, those together that stand in one list."""
    module = analysis.module
    aliases = [use.alias for use in module.document.uses if use.alias is not None]
    declared = [each.node.name for each in module.declared.values() if each.node.name is not None]
    yield from _alike((*aliases, *declared), None)
    for item in module.items:
        clause = clause_of(item)
        match item:
            case ast.Records():
                yield from _alike([field.name for field in item.fields], clause)
                for field in item.fields:
                    yield from _alike(field.type.choices, clause)
            case ast.SeverityScheme():
                yield from _alike([tier.name for tier in item.tiers], clause)


def _alike(names: Iterable[ast.Name], clause: str | None) -> Iterator[Diagnostic]:
    """A finding for each name that looks like an earlier one and is another."""
    first: dict[str, ast.Name] = {}
    for name in names:
        before = first.setdefault(looks(name.text), name)
        if before.text != name.text:
            yield warning(
                "SLA826",
                name.span,
                f"the name `{name.text}` looks like `{before.text}`, and is another",
                clause=clause,
                write="give one of them a name that nobody takes for the other",
                labels=[Label(before.span, "the other name")],
            )
