"""Lines that the grammar reads and that cannot be measured yet: they are refused, never passed over."""

from __future__ import annotations

from collections.abc import Iterator

from sladsl.diagnostics.diagnostic import Diagnostic
from sladsl.semantics.findings import error
from sladsl.semantics.meaning import Analysis
from sladsl.syntax import ast
from sladsl.syntax.clauses import clause_of
from sladsl.syntax.walk import walk

NOT_YET: tuple[type[ast.Node], ...] = (ast.Affected,)


def has_not_yet(item: ast.Node) -> bool:
    """Whether an item has such a phrase, so that what it seems to lack may be there."""
    return any(isinstance(node, NOT_YET) for node in walk(item))


def check(analysis: Analysis) -> Iterator[Diagnostic]:
    """Look for them in the file itself."""
    for item in analysis.module.items:
        if isinstance(item, ast.ServiceLevel | ast.Records):
            for node in walk(item):
                if isinstance(node, NOT_YET):
                    yield _not_yet(node, item)


def _not_yet(node: ast.Node, item: ast.Item) -> Diagnostic:
    return error(
        "SLA052",
        node.span,
        "the language has this phrase, and this version cannot measure it yet",
        clause=clause_of(item),
        write="leave it out, or say it in a `clause`",
    )
