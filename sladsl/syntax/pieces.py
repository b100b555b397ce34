"""A file as pieces that are parsed one by one, with room between them.

An editor changes a few characters of a file and asks again. A piece is some whole lines with the items that stand on
them, and only the piece that holds a change is parsed anew. The trees of the others stay the same values, and with them
whatever has been found out about them, though the change has moved them: trees stand in a copy of the text in which
room follows each piece, spaces and line ends, and a piece that grows into its room moves none of those behind it. White
space between items means nothing, so the copy means what the text does; `Pieces.real` says where in the author's text a
span of the copy is.

Pieces with mistakes are read anew after each change (`sladsl.syntax.broken`), since what is made of a mistake depends
on more than its piece: on names that stand elsewhere, and on what has been told before.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import pairwise

from sladsl.diagnostics.diagnostic import Diagnostic
from sladsl.source import Source, Span
from sladsl.syntax import ast
from sladsl.syntax.broken import read_together
from sladsl.syntax.comments import comments_of
from sladsl.syntax.limits import LARGEST_FILE, refusal
from sladsl.syntax.moving import moved, moved_finding
from sladsl.syntax.parser import items_of
from sladsl.syntax.parts import Part, Pieces, copy_of, places_of
from sladsl.values import evolve

_LINES, _CHARACTERS = 20, 1_000
"""The room behind a piece; with a change that needs more, the whole file is parsed and gets its room anew."""

_REST_OF_LINE = re.compile(r"[^\S\n]*(?:#[^\n]*)?\n")


def pieces(parsed: ast.Parsed) -> Pieces | None:
    """A file in pieces; None where it has mistakes in a heading or an amendment, or nothing has lines of its own.

    Amendments, which stand around the agreement, are no pieces.
    """
    document = parsed.document
    if len(document.blocks) != 1:
        return None
    parts = tuple(_parts(parsed))
    if all(part.is_frame for part in parts) or any(part.is_frame and not part.is_sound for part in parts):
        return None
    to = places_of(parts).span
    settled = tuple(
        evolve(
            part,
            items=tuple(moved(item, to) for item in part.items),
            comments=tuple(moved(comment, to) for comment in part.comments),
        )
        for part in parts
    )
    uses = tuple(moved(use, to) for use in document.uses)
    heading = moved(evolve(document.blocks[0], items=()), to)
    amendments = tuple(moved(amendment, to) for amendment in document.amendments)
    made = _whole(settled, evolve(document, uses=uses, blocks=(heading,), amendments=amendments))
    return made if made is not None and _is_of(parsed, made) else None


def replaced(before: Pieces, text: str) -> Pieces | None:
    """The file with another text, the trees of pieces that it does not touch kept.

    None where it has to be parsed as a whole: where the change or a mistake reaches a heading or an end, or there is no
    room for it.
    """
    touched = _touched(before, text)
    if touched is None or len(text.encode("utf-8", "replace")) > LARGEST_FILE:
        return None
    first, last, chunk = touched
    parts = before.parts
    room = parts[first : last + 1]
    new = Part(
        chunk, (), (), sum(part.characters for part in room), sum(part.lines for part in room), is_frame=False
    )
    if not new.fits:
        return None
    spread = (*parts[:first], new, *parts[last + 1 :])
    source = copy_of(spread, before.parsed.document.source.name)
    start, line = before.places.to_starts[first], before.places.to_lines[first]
    items = _items(source, parts[first - 1], parts[last + 1], chunk, (start, line))
    made = (
        evolve(new, is_sound=False)
        if items is None
        else evolve(new, items=items, comments=comments_of(source, start, start + len(chunk)))
    )
    return _whole((*parts[:first], made, *parts[last + 1 :]), before.parsed.document)


def _parts(parsed: ast.Parsed) -> Iterator[Part]:
    """The pieces of a file, before anything is moved."""
    document = parsed.document
    found = [span for each in parsed.diagnostics for span in _places(each)]
    text = document.source.text
    items = sorted(document.blocks[0].items, key=lambda item: item.span.end)
    comments = list(document.comments)
    services = [item.span for item in items if isinstance(item, ast.Service)]
    cuts = [0, *_cuts(document, items), len(text)]
    for number, (start, end) in enumerate(pairwise(cuts)):
        inside = tuple(item for item in items if start < item.span.end <= end)
        is_frame = number in {0, len(cuts) - 2} or any(
            (start <= each.start < end) != (start < each.end <= end) for each in services
        )
        written = text[start:end]
        roomy = (0, 0) if is_frame else (_CHARACTERS, _LINES)
        is_sound = not any(span.start < end and start <= span.end for span in found)
        yield Part(
            written,
            inside if is_sound else (),
            tuple(each for each in comments if start <= each.span.start < end) if is_sound else (),
            len(written) + roomy[0],
            written.count("\n") + roomy[1],
            is_frame,
            is_sound,
        )


def _places(finding: Diagnostic) -> Iterator[Span]:
    if finding.span is not None:
        yield finding.span
    yield from (label.span for label in finding.labels)


def _cuts(document: ast.Document, items: Sequence[ast.Item]) -> list[int]:
    """The beginnings of lines before which an item ends, or a block or service has just begun."""
    text, starts = document.source.text, document.source.line_starts
    found: set[int] = set()
    for item in items:
        if rest := _REST_OF_LINE.match(text, item.span.end):
            found.add(rest.end())
    for opened in (document.blocks[0], *(item for item in items if isinstance(item, ast.Service))):
        within = [item.span for item in items if opened.span.start < item.span.start < opened.span.end]
        first = min(within, key=lambda span: span.start, default=None)
        if first is not None and not text[starts[first.line - 1] : first.start].strip():
            found.add(starts[first.line - 1])
    return sorted(found)


def _whole(parts: tuple[Part, ...], document: ast.Document) -> Pieces | None:
    """Pieces with the tree that they make; `document` has the headings and amendments, at their places in the copy."""
    if not all(part.is_sound for part in parts):
        parsed = read_together(parts, document)
        return None if parsed is None else Pieces(parts, parsed)
    source = copy_of(parts, document.source.name)
    items = tuple(item for part in parts for item in part.items)
    comments = tuple(comment for part in parts for comment in part.comments)
    block = evolve(document.blocks[0], items=items)
    made = evolve(
        document, span=source.span(0, len(source.text)), source=source, blocks=(block,), comments=comments
    )
    return Pieces(parts, ast.Parsed(made, ()))


def _is_of(parsed: ast.Parsed, made: Pieces) -> bool:
    """Whether pieces of a file come to what it has been read as."""
    real = tuple(moved_finding(each, made.real) for each in made.parsed.diagnostics)
    items = [(type(item), made.real(item.span)) for item in made.parsed.document.blocks[0].items]
    return real == parsed.diagnostics and items == [
        (type(item), item.span) for item in parsed.document.blocks[0].items
    ]


def _touched(before: Pieces, text: str) -> tuple[int, int, str] | None:
    """The first and the last piece that a change touches, and what is written there now; None if it is in a frame."""
    old, starts, parts = before.text, before.places.starts, before.parts
    same = _common(old, text)
    rest = _common(old[same:][::-1], text[same:][::-1])
    until, delta = len(old) - rest, len(text) - len(old)
    first = bisect_right(starts, same) - 1
    last = max(first, bisect_right(starts, until - 1) - 1)
    while not any(part.is_frame for part in parts[first : last + 1]):
        chunk = text[starts[first] : starts[last] + len(parts[last].text) + delta]
        if not chunk or chunk.endswith("\n"):
            return first, last, chunk
        last += 1
    return None


def _common(one: str, other: str) -> int:
    """How many characters two texts begin with alike."""
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        if one[low:middle] == other[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low


def _items(
    source: Source, above: Part, below: Part, chunk: str, at: tuple[int, int]
) -> tuple[ast.Item, ...] | None:
    """The items of a text at a place of the copy; None where it has mistakes, or what is beside it reads otherwise."""
    texts = [part.text if _is_alone(part) else "" for part in (above, below)]
    wrapped = "".join((texts[0], chunk, texts[1]))
    if refusal(Source(source.name, f"{{{wrapped}}}")) is not None:
        return None
    read = items_of(wrapped, source, at[0] - len(texts[0]), at[1] - texts[0].count("\n"))
    if read is None:
        return None
    start, end = at[0], at[0] + len(chunk)
    inside = tuple(item for item in read if start <= item.span.start and item.span.end <= end)
    beside = [sum(item.span.end <= start for item in read), sum(item.span.start >= end for item in read)]
    known = [len(part.items) if _is_alone(part) else 0 for part in (above, below)]
    return inside if beside == known and len(read) == len(inside) + sum(known) else None


def _is_alone(part: Part) -> bool:
    """Whether a piece is known to be read as items by itself."""
    return part.is_sound and not part.is_frame
