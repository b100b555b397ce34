"""Lines that a level has for records of another kind than those it measures, told at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from sladsl.diagnostics.diagnostic import Diagnostic, Label
from sladsl.semantics.findings import error
from sladsl.semantics.meaning import LevelLines, Line
from sladsl.semantics.nearest import one_of
from sladsl.semantics.targets.tiers import column_of
from sladsl.syntax import ast


def no_place(
    code: str,
    lines: Iterable[tuple[str, ast.Node]],
    where: str,
    instead: str,
    clause: str,
    labels: Iterable[Label] = (),
) -> Iterator[Diagnostic]:
    """Find lines, given by their words, that have no place `where` they stand.

    The finding points at the first, with the others and `labels` beside it. What to write goes on `instead`.
    """
    found = dict(lines)
    if found:
        first, *others = found.values()
        yield error(
            code,
            first.span,
            f"{one_of(found, 'and')} {'have' if others else 'has'} no place {where}",
            clause=clause,
            write=f"leave {'them' if others else 'it'} out{instead}",
            labels=[*(Label(other.span, "and this") for other in others), *labels],
        )


def written(
    lines: LevelLines, of_words: Mapping[str, Line[Any] | None], columns: Iterable[str]
) -> Iterator[tuple[str, ast.Node]]:
    """Those of some lines that a level has, each with its words, and those of some columns that its tiers have."""
    yield from ((words, line.node) for words, line in of_words.items() if line is not None)
    for word in columns:
        column = None if lines.tiers is None else column_of(lines.tiers.node, word)
        if column is not None:
            yield word, column


def low_volume_word(lines: LevelLines) -> str:
    """The first word of a level's line about few records."""
    return "allow" if lines.low_volume is None else lines.low_volume.node.rule
