"""A consolidated text: an agreement with its amendments worked in, and where each stretch of it was written.

A consolidated text is an agreement like any other, so that whatever reads agreements reads it. What is found in it is
told where it was written, in the agreement or in the amendment.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property

from attrs import field

from sladsl.source import Source, Span
from sladsl.syntax import ast
from sladsl.syntax.again import ReadText, read
from sladsl.syntax.clauses import word_of
from sladsl.values import evolve, frozen

Reading = Callable[[Source], ReadText]
"""How a text is read."""

Key = tuple[str, str]
"""What an item is found by: the words that it begins with, and its name."""


@frozen(eq=False)
class SourceStretch:
    """Text as it was written somewhere: [start, end) of a source."""

    source: Source
    start: int
    end: int

    @property
    def text(self) -> str:
        return self.source.text[self.start : self.end]

    def between(self, start: int, end: int) -> SourceStretch:
        """A part of it, by offsets from its own start."""
        return SourceStretch(self.source, self.start + start, self.start + end)


@frozen(eq=False)
class TextEdit:
    """What takes the place of [start, end) of a consolidated text."""

    start: int
    end: int
    after: tuple[SourceStretch, ...] = ()


_BREAK = SourceStretch(Source("", "\n"), 0, 1)
"""A line end between what was written in different places."""


@frozen(eq=False)
class Consolidated:
    """A text made of stretches; it is called as the agreement's own file is, which paths in it are relative to.

    `reading` is what reads it: from nothing, or knowing what has been read before.
    """

    name: str
    stretches: tuple[SourceStretch, ...] = field(repr=False)
    reading: Reading = read

    @cached_property
    def source(self) -> Source:
        """The text itself."""
        return Source(self.name, "".join(each.text for each in self.stretches))

    @cached_property
    def _read(self) -> ReadText:
        return self.reading(self.source)

    @property
    def parsed(self) -> ast.Parsed:
        """The tree of the text; `here` and `written` say where its spans are."""
        return self._read.parsed

    def here(self, span: Span) -> Span:
        """Where in the text a span of its tree is."""
        return self._read.real(span)

    @cached_property
    def _starts(self) -> tuple[int, ...]:
        starts = [0]
        for each in self.stretches:
            starts.append(starts[-1] + each.end - each.start)
        return tuple(starts)

    def written(self, span: Span) -> Span:
        """Where a span of the tree was written; of one that was written in several places where it begins.

        A span of another file is as it is.
        """
        if span.file != self.name or not self.stretches:
            return span
        span = self.here(span)
        first = self._holding(span.start)
        stretch, offset = self.stretches[first], self._starts[first]
        start = stretch.start + span.start - offset
        last = self._holding(max(span.start, span.end - 1))
        ending = self.stretches[last]
        end = ending.start + span.end - self._starts[last]
        if ending.source is not stretch.source or end < start:
            end = min(start + span.end - span.start, stretch.end)
        return stretch.source.span(start, end)

    def _holding(self, offset: int) -> int:
        """The stretch that holds an offset; the last one that was written holds the end of the text."""
        place = min(bisect_right(self._starts, offset), len(self.stretches)) - 1
        while self.stretches[place] is _BREAK and place:
            place -= 1
        return place


def edited(text: Consolidated, edits: Sequence[TextEdit]) -> Consolidated:
    """A text with stretches put in place of parts of it; edits do not overlap."""
    made: list[SourceStretch] = []
    at = 0
    for edit in sorted(edits, key=lambda each: (each.start, each.end)):
        made += [*_between(text, at, edit.start), *edit.after]
        at = edit.end
    made += _between(text, at, sum(each.end - each.start for each in text.stretches))
    return evolve(text, stretches=tuple(made))


def _between(text: Consolidated, start: int, end: int) -> Iterator[SourceStretch]:
    at = 0
    for each in text.stretches:
        length = each.end - each.start
        first, last = max(start - at, 0), min(end - at, length)
        if each is _BREAK and first < last:
            yield each
        elif first < last:
            yield each.between(first, last)
        at += length


def unamended(document: ast.Document, reading: Reading = read) -> Consolidated:
    """The text of an agreement's file as the author has written it, without amendments."""
    source = document.source
    gone = sorted([*source.room, *(whole_lines(source, each.span) for each in document.amendments)])
    kept: list[SourceStretch] = []
    at = 0
    for start, end in gone:
        if at < start:
            kept.append(SourceStretch(source, at, start))
        at = max(at, end)
    if at < len(source.text):
        kept.append(SourceStretch(source, at, len(source.text)))
    return Consolidated(source.name, tuple(kept), reading)


def using(text: Consolidated, uses: Sequence[SourceStretch]) -> Consolidated:
    """A text that uses further modules; `uses` are the lines that say so."""
    lines = [part for each in uses for part in (each, _BREAK)]
    return edited(text, [TextEdit(0, 0, tuple(lines))]) if lines else text


def without(text: Consolidated, left_out: Sequence[Span]) -> Consolidated:
    """A text without items; `left_out` are their spans in the text."""
    return edited(text, [TextEdit(*whole_lines(text.source, text.here(span))) for span in left_out])


def amended(text: Consolidated, amendment: ast.Amendment, source: Source) -> Consolidated:
    """A text with the changes of an amendment, which a source holds, and whose items a check has found there."""
    return edited(text, [_edit(text, change, source) for change in amendment.changes])


def _edit(text: Consolidated, change: ast.Change, source: Source) -> TextEdit:
    items = items_by_key(text.parsed.document)
    match change:
        case ast.Removed():
            return TextEdit(*whole_lines(text.source, text.here(items[key_of(change)].span)))
        case ast.Replaced():
            start, end = _with_comments(text.source, text.here(items[key_of(change)].span))
            return TextEdit(start, end, _written(source, change))
        case ast.Added():
            end = text.here(_list_of(text.parsed.document, change.service).span).end - 1
            return TextEdit(end, end, (_BREAK, *_written(source, change), _BREAK))


def _list_of(document: ast.Document, service: ast.Name | None) -> ast.Block | ast.Item:
    """What an item is added to the end of: the agreement, or a service in it."""
    return document.blocks[0] if service is None else items_by_key(document)["service", service.text]


def _written(source: Source, change: ast.Replaced | ast.Added) -> tuple[SourceStretch, ...]:
    """The item that a change brings, with the comments right above it."""
    first, _ = _with_comments(source, change.span)
    item = SourceStretch(source, change.item.span.start, change.item.span.end)
    comments = SourceStretch(source, first, source.line_starts[change.span.line - 1])
    return (comments, item) if comments.start < comments.end else (item,)


def items_by_key(document: ast.Document) -> Mapping[Key, ast.Item]:
    """The items of an agreement by the words that they begin with and their names; of two that are alike the first."""
    found: dict[Key, ast.Item] = {}
    for block in document.blocks[:1]:
        for item in block.items:
            found.setdefault(_key_of_item(item), item)
    return found


def key_of(change: ast.Change) -> Key:
    """What a change is about."""
    if isinstance(change, ast.Removed):
        name = change.name
        return change.word, "" if name is None else name.value if isinstance(name, ast.Text) else name.text
    return _key_of_item(change.item)


def _key_of_item(item: ast.Item) -> Key:
    """What an item is found by; parties are found by their roles, examples by their titles."""
    match item:
        case ast.Party():
            return item.role, ""
        case ast.Example():
            return "example", item.title.value
        case ast.Version() | ast.Term() | ast.Zone() | ast.Currency() | ast.Law() | ast.Settlement():
            return word_of(item), ""
        case _:
            return word_of(item), "" if item.name is None else item.name.text


def whole_lines(source: Source, span: Span) -> tuple[int, int]:
    """Where the lines of an item start and end, with the comments right above it and the empty lines before those.

    Where something else stands on its lines, the item alone.
    """
    if not _is_alone(source, span):
        return span.start, span.end
    first = _first_line(source, span)
    while first and not source.line(first).strip():
        first -= 1
    starts = source.line_starts
    end = starts[span.end_line] if span.end_line < len(starts) else len(source.text)
    return starts[first], end


def _with_comments(source: Source, span: Span) -> tuple[int, int]:
    """Where an item starts and ends with the comments right above it."""
    if not _is_alone(source, span):
        return span.start, span.end
    first = _first_line(source, span)
    return (span.start if first == span.line - 1 else source.line_starts[first]), span.end


def _first_line(source: Source, span: Span) -> int:
    """The number from 0 of the first line of the comments right above an item, or of the item's own."""
    first = span.line - 1
    while first and source.line(first).lstrip().startswith("#"):
        first -= 1
    return first


def _is_alone(source: Source, span: Span) -> bool:
    """Whether nothing but a comment stands on the lines of an item beside it."""
    before = source.line(span.line)[: span.column - 1]
    behind = source.line(span.end_line)[span.end_column - 1 :].strip()
    return not before.strip() and (not behind or behind.startswith("#"))
