"""From text to tree: parsing never fails, it gives a tree and what could not be read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from lark import Token, UnexpectedInput

from sladsl.diagnostics.diagnostic import Diagnostic
from sladsl.source import Source, Span
from sladsl.syntax import ast
from sladsl.syntax.clauses import clause_at
from sladsl.syntax.comments import comments_of
from sladsl.syntax.from_tree import document
from sladsl.syntax.grammar import FILE, parser
from sladsl.syntax.limits import refusal
from sladsl.syntax.mending.findings_so_far import (
    MOST_MISTAKES,
    FindingsSoFar,
    named_again,
    with_heads_joined,
    with_labels,
)
from sladsl.syntax.names import Branch
from sladsl.syntax.piece import Piece, error
from sladsl.values import evolve


def parse(source: Source) -> ast.Parsed:
    """The tree of a file, and its syntax errors in written order.

    Where the file has errors, the tree holds what could be read. Parts that the author left out and the parser
    supplied have a span of no width.
    """
    refused = refusal(source)
    if refused is not None:
        return ast.Parsed(ast.Document(Span(source.name, 0, 0, 1, 1, 1, 1), source, (), (), ()), (refused,))
    at = Piece(source)
    told = FindingsSoFar()
    tree = _plain(source.text)
    if tree is None:
        from sladsl.syntax.mending.recovery import recover

        tokens, told = recover(source)
        tree = tree_of(tokens)
    read = document(tree, comments_of(source), at)
    return ast.Parsed(read, tuple(in_its_clause(each, read) for each in findings(told, at.found, source)))


def findings(told: FindingsSoFar, judged: Iterable[Diagnostic], source: Source) -> list[Diagnostic]:
    """What is wrong in a text, in written order: mistakes in its lines, and what is judged of what they say."""
    mistakes = with_labels(told)
    others = with_heads_joined(list(_judged(judged, mistakes, told, source)))
    return _bounded(sorted([*mistakes, *others], key=lambda each: each.span.start if each.span else 0))


def items_of(text: str, source: Source, start: int, line: int) -> tuple[ast.Item, ...] | None:
    """The items of some lines of a file's block, which stand in the source at an offset and a line.

    None where the lines have mistakes, or are more than items.
    """
    tree = _plain(f"{_HEADING}{text}}}")
    if tree is None:
        return None
    at = Piece(source, start - len(_HEADING), line - _HEADING.count("\n"))
    read = document(tree, (), at)
    is_more = len(read.blocks) != 1 or read.uses or read.amendments or at.found
    return None if is_more else read.blocks[0].items


def tree_of(tokens: Iterable[Token]) -> Branch:
    """The tree of tokens that the grammar accepts."""
    parsing = parser().parse_interactive(start=FILE)
    last = None
    for token in tokens:
        parsing.feed_token(token)
        last = token
    return parsing.feed_eof(last)  # type: ignore[no-untyped-call]  # Lark leaves it without types


def in_its_clause(finding: Diagnostic, read: ast.Document) -> Diagnostic:
    """A finding with the clause that it lies in."""
    if finding.clause is not None or finding.span is None:
        return finding
    return evolve(finding, clause=clause_at(read, finding.span.start))


def _judged(
    judged: Iterable[Diagnostic], mistakes: list[Diagnostic], told: FindingsSoFar, source: Source
) -> Iterator[Diagnostic]:
    """What is wrong beside the mistakes: what stands for one of them is not judged once more."""
    spans = [label.span for each in mistakes for label in each.labels]
    spans += [each.span for each in mistakes if each.span]
    for each in judged:
        at = -1 if each.span is None else each.span.start
        is_told = any(span.start <= at < max(span.end, span.start + 1) for span in spans)
        if not is_told and not named_again(mistakes, told, each, source.text):
            yield each


_HEADING = "module Items {\n"


def _bounded(found: list[Diagnostic]) -> list[Diagnostic]:
    """The first findings, and how many more there are."""
    rest = len(found) - MOST_MISTAKES - 1
    if rest <= 0:
        return found
    last = found[MOST_MISTAKES]
    assert last.span is not None
    message = f"there are {rest + 1} more mistakes from here on"
    return [*found[:MOST_MISTAKES], error("SLA051", last.span, message, "mend those above first")]


def _plain(text: str) -> Branch | None:
    """The tree of a text without mistakes; None where it has any."""
    try:
        return parser().parse(text, start=FILE)
    except UnexpectedInput:
        return None
