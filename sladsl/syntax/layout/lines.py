"""The lines of a formatted text, before anything in them is aligned: what stands on each, and how far in."""

from __future__ import annotations

import re
from collections.abc import Sequence

from attrs import field

from sladsl.source import Source
from sladsl.syntax.layout.words import LayoutWord
from sladsl.syntax.rows import parts_of
from sladsl.values import evolve, frozen

STEP = 2
"""Blanks by which what is in a block, and the rows of a table, stand further in."""
LABEL_WIDTH = 10
"""Where the second column of a labelled line begins, and goes on where the line is too long."""
HANG = 4
"""How much further in any other line that is too long goes on."""

_LABELS = frozenset(
    {
        *("version", "provider", "customer", "term", "timezone", "currency", "law"),
        *(
            "for each",
            "counted",
            "clock",
            "good when",
            "measure",
            "window",
            "expected",
            "minimum",
            "required",
        ),
        *("needs", "credit", "excuses", "weight", "risk", "pool"),
    }
)
"""What the lines begin with whose rest stands in a second column; other lines read as sentences."""
_LABELLED_LISTS = frozenset({"item", "line", "choice"})

_COMMENT = re.compile(r"#[^\n]*")


@frozen(eq=False)
class LayoutLine:
    """A line to be: its words, or a comment alone; `indent` counts blanks.

    `follows_blank` says that an empty line stands before it.
    """

    indent: int
    words: list[LayoutWord] = field(factory=list)
    comment: str = ""
    follows_blank: bool = False

    @property
    def is_row(self) -> bool:
        """Whether this is a row of a table."""
        return bool(self.words) and self.words[0].terminal == "ROW"

    @property
    def opens(self) -> bool:
        """Whether a block begins at its end."""
        return bool(self.words) and self.words[-1].opens


@frozen(eq=False)
class _Remark:
    """A comment between two words; `trails` says that it stands on the line of the first."""

    text: str
    trails: bool
    follows_blank: bool


def lines_of(source: Source, words: Sequence[LayoutWord]) -> tuple[LayoutLine, ...]:
    """The lines of a text: one for each item, each row, each end of a block, and each comment that stands alone."""
    lines: list[LayoutLine] = []
    item: list[LayoutWord] = []
    depth = 0
    before: LayoutWord | None = None
    for word in words:
        remarks, follows_blank = _between(source.text, before, word.start)
        outer = depth - word.closes
        indent = STEP * outer + _further_in(word, item)
        _add_remarks(lines, remarks, STEP * depth if word.closes else indent)
        if _begins_line(word, before, remarks):
            blank = follows_blank and _may_follow_blank(word, lines)
            comment = parts_of(word.text)[1] if word.terminal == "ROW" else ""
            lines.append(LayoutLine(indent, [word], comment, blank))
        else:
            lines[-1].words.append(word)
        if word.begins:
            item = lines[-1].words
        depth = outer + word.opens
        before = word
    remarks, _ = _between(source.text, before, len(source.text))
    _add_remarks(lines, remarks, 0)
    return tuple(lines)


def label_size(words: Sequence[LayoutWord]) -> int:
    """How many words of a line stand in its first column; 0 where it has none."""
    if len(words) < 2 or words[0].begins not in _LABELLED_LISTS:
        return 0
    first = " ".join(words[0].text.split())
    if first in _LABELS:
        return 1
    return 2 if f"{first} {words[1].text}" in _LABELS else 0


def _further_in(word: LayoutWord, item: Sequence[LayoutWord]) -> int:
    """How much further in than its item a word stands if it begins a line."""
    if word.begins or word.closes:
        return 0
    if word.terminal == "ROW":
        return STEP
    return LABEL_WIDTH if label_size(item) else HANG


def _begins_line(word: LayoutWord, before: LayoutWord | None, remarks: Sequence[_Remark]) -> bool:
    if before is None or remarks or word.begins or "ROW" in {word.terminal, before.terminal}:
        return True
    return word.closes and not before.opens  # an empty block stays on its line


def _may_follow_blank(word: LayoutWord, lines: Sequence[LayoutLine]) -> bool:
    """Whether an empty line is kept: not at the edges of a block, nor between a table and what it belongs to."""
    if not lines or lines[-1].opens or word.closes:
        return False
    return bool(word.begins) or (word.terminal == "ROW" and (lines[-1].is_row or not lines[-1].words))


def _add_remarks(lines: list[LayoutLine], remarks: Sequence[_Remark], indent: int) -> None:
    for remark in remarks:
        if remark.trails:
            lines[-1] = evolve(lines[-1], comment=remark.text)
        else:
            blank = remark.follows_blank and bool(lines) and not lines[-1].opens
            lines.append(LayoutLine(indent, comment=remark.text, follows_blank=blank))


def _between(text: str, before: LayoutWord | None, end: int) -> tuple[list[_Remark], bool]:
    """The comments between two words, and whether an empty line stands before the second."""
    start = 0 if before is None else before.end
    remarks: list[_Remark] = []
    for comment in _COMMENT.finditer(text, start, end):
        ends = text.count("\n", start, comment.start())
        trails = not ends and before is not None and not remarks
        remarks.append(_Remark(comment[0].rstrip(), trails, ends > 1))
        start = comment.end()
    return remarks, text.count("\n", start, end) > 1
