"""What the names in obligations stand for: the party that has one, and the levels that it excuses."""

from __future__ import annotations

from collections.abc import Iterable

from sladsl.semantics.meaning import Level
from sladsl.semantics.subjects import find_level
from sladsl.semantics.workshop import Workshop, find
from sladsl.syntax import ast
from sladsl.syntax.clauses import clause_of


def name_in_obligations(levels: Iterable[Level], shop: Workshop) -> None:
    """Find the party of each obligation and the levels that lines excuse."""
    for level in levels:
        clause = clause_of(level.node)
        if level.node.of is not None:
            find(level.node.of, shop.root, ast.Party, clause, shop)
        for line in level.lines.excuses:
            find_level(line.node.level, clause, shop)
