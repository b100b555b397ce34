"""Pieces with mistakes, read as they are in the whole text, among pieces whose trees are known."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from attrs import field
from lark import Token

from sladsl.diagnostics.diagnostic import Diagnostic
from sladsl.source import Source
from sladsl.syntax import ast
from sladsl.syntax.automaton import text_of
from sladsl.syntax.comments import comments_of
from sladsl.syntax.from_tree import document as read_document
from sladsl.syntax.limits import refusal
from sladsl.syntax.mending.findings_so_far import FindingsSoFar
from sladsl.syntax.mending.tries import token_of
from sladsl.syntax.moving import Places, moved, moved_finding
from sladsl.syntax.parser import findings, in_its_clause, tree_of
from sladsl.syntax.parts import Part, copy_of, places_of
from sladsl.syntax.piece import Piece
from sladsl.syntax.stretches import BEHIND, Behind, Known, Reading, known, read_on
from sladsl.values import evolve, frozen

_FURTHER_BACK = 3
"""How many pieces before a mistake are read with it where it is told to lie in them."""


@frozen(eq=False)
class _Stretch:
    """Pieces that are read together, from the first to before `past`: tokens, items and what is judged of them."""

    first: int
    past: int
    tokens: Sequence[Token]
    items: tuple[ast.Item, ...]
    judged: Sequence[Diagnostic]


@frozen(eq=False)
class _Layout:
    """The pieces of a text, where they stand, the headings of services around each, and what has been read of them."""

    parts: Sequence[Part]
    places: Places
    source: Source
    headings: Sequence[tuple[int, int]]
    read: list[_Stretch] = field(factory=list)


def read_together(parts: Sequence[Part], document: ast.Document) -> ast.Parsed | None:
    """The tree of a text in pieces, of which some are not sound; `document` has its headings.

    The tree stands in the copy, and so do the findings. None where a mistake reaches a heading or an end.
    """
    places = places_of(parts)
    source = Source(document.source.name, "".join(part.text for part in parts))
    if refusal(source) is not None:
        return None
    layout = _Layout(parts, places, source, tuple(_headings(parts, places)))
    reading = Reading(source, text_of(source.text), FindingsSoFar())
    at = 0
    while (first := next((n for n in range(at, len(parts)) if not parts[n].is_sound), None)) is not None:
        after = _stretch(layout, reading, first)
        if after is None:
            return None
        reading, at = after, layout.read[-1].past
    return _parsed(layout, reading.told, document)


def _headings(parts: Sequence[Part], places: Places) -> Iterator[tuple[int, int]]:
    """The pieces in which a service begins and ends that has pieces of its own."""
    at = {start: number for number, start in enumerate(places.to_starts)}
    for number, part in enumerate(parts):
        for item in part.items if part.is_frame else ():
            if isinstance(item, ast.Service):
                yield max(n for start, n in at.items() if start <= item.span.start), number


def _stretch(layout: _Layout, reading: Reading, wrong: int) -> Reading | None:
    """Read the pieces from one that is not sound on, with those before it that its mistakes are in."""
    before = layout.read[-1].past if layout.read else 1
    for first in range(wrong, max(before, wrong - _FURTHER_BACK + 1) - 1, -1):
        if layout.parts[first].is_frame:
            return None
        behind = _behind(layout, reading, first)
        ends = list(_ends(layout, wrong))
        told = reading.told
        trying = evolve(
            reading,
            told=FindingsSoFar(
                list(told.found), {n: list(labels) for n, labels in told.labels.items()}, dict(told.names)
            ),
        )
        starts = [layout.places.starts[end] for end in ends]
        read = None if behind is None else read_on(trying, behind, starts)
        if read is not None:
            items, judged = _items(read.tokens, layout.source)
            layout.read.append(_Stretch(first, ends[read.end], read.tokens, items, judged))
            return trying
    return None


def _items(tokens: Sequence[Token], source: Source) -> tuple[tuple[ast.Item, ...], list[Diagnostic]]:
    """The items that tokens of a source make, and what is judged of them."""
    at = Piece(source)
    heading = (("MODULE", "module"), ("NAME", "Items"), ("_LBRACE", "{"))
    opened = [token_of(kind, text, 0, 0, source) for kind, text in heading]
    read = read_document(tree_of([*opened, *tokens, token_of("_RBRACE", "}", 0, 0, source)]), (), at)
    return read.blocks[0].items, at.found


def _ends(layout: _Layout, wrong: int) -> Iterator[int]:
    """The sound pieces before which a stretch may end, up to the first end of a block."""
    for number in range(wrong + 1, len(layout.parts)):
        if layout.parts[number].is_sound:
            yield number
        if layout.parts[number].is_frame:
            return


def _behind(layout: _Layout, reading: Reading, first: int) -> Known | None:
    """What stands before a piece: the headings that are open, and as much as recovery may look at."""
    tail: list[Behind] = []
    start = first
    while True:
        if start > 1:
            start, unit = _unit_before(layout, start)
            tail.insert(0, unit)
        open_ = [begin for begin, end in layout.headings if begin < start <= end]
        around = [_between(layout, 0), *(_between(layout, each) for each in open_)]
        before = known(reading, [*around, *tail], layout.places.starts[first])
        if before is None or start <= 1:
            return before
        since = layout.places.starts[start]
        if sum((token.start_pos or 0) >= since for token in before.tokens) >= BEHIND:
            return before


def _unit_before(layout: _Layout, number: int) -> tuple[int, Behind]:
    last = next((each for each in layout.read if each.past == number), None)
    return (number - 1, _between(layout, number - 1)) if last is None else (last.first, last.tokens)


def _between(layout: _Layout, number: int) -> tuple[int, int]:
    start = layout.places.starts[number]
    return start, start + len(layout.parts[number].text)


def _parsed(layout: _Layout, told: FindingsSoFar, document: ast.Document) -> ast.Parsed:
    to, copy = layout.places.span, copy_of(layout.parts, document.source.name)
    items: list[ast.Item] = []
    at = 0
    for stretch in layout.read:
        items += [item for part in layout.parts[at : stretch.first] for item in part.items]
        items += [moved(item, to) for item in stretch.items]
        at = stretch.past
    items += [item for part in layout.parts[at:] for item in part.items]
    block = evolve(document.blocks[0], items=tuple(items))
    comments = tuple(moved(each, to) for each in comments_of(layout.source))
    made = evolve(
        document, span=copy.span(0, len(copy.text)), source=copy, blocks=(block,), comments=comments
    )
    judged = [each for stretch in layout.read for each in stretch.judged]
    found = (moved_finding(each, to) for each in findings(told, judged, layout.source))
    return ast.Parsed(made, tuple(in_its_clause(each, made) for each in found))
