"""What the names in obligations stand for, and which records of a level an obligation takes out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sladsl.semantics.declarations.agreement_context import AgreementContext, find
from sladsl.semantics.declarations.subjects import find_level
from sladsl.semantics.levels.exclusions import refs_to
from sladsl.semantics.meaning import Analysis, Excluding, Level, Line
from sladsl.syntax import ast
from sladsl.syntax.clauses import clause_of


def name_in_obligations(levels: Iterable[Level], agreement: AgreementContext) -> None:
    """Find the party of each obligation and the levels that lines excuse."""
    for level in levels:
        clause = clause_of(level.node)
        if level.node.of is not None:
            find(level.node.of, agreement.root, ast.Party, clause, agreement)
        for line in level.lines.excuses:
            find_level(line.node.level, clause, agreement)


def lines_excusing_records(analysis: Analysis, level: Level) -> Iterator[tuple[Level, Line[ast.Excuses]]]:
    """The obligations that take single records out of a level, each with the line that says so."""
    for obligation, line in analysis.excusing_records:
        named = analysis.named.get(line.node.level)
        if named is not None and named.node is level.node:
            yield obligation, line


def ways_to_excuse(level: Level, obligation: Level) -> tuple[Excluding, ...]:
    """By what records of a level are those that records of an obligation concern; the checks leave one such way.

    They are the same records; or a field of the level's refers to the obligation's; or one of the obligation's to the
    level's.
    """
    mine, theirs = level.records, obligation.records
    if mine is None or theirs is None:
        return ()
    if mine.name == theirs.name:
        return (Excluding(theirs, is_own=True),)
    refs = (Excluding(theirs, ref=each) for each in refs_to(mine, theirs.name))
    return (*refs, *(Excluding(theirs, link=each) for each in refs_to(theirs, mine.name)))
