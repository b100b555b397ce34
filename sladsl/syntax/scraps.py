"""The text in rough pieces, whatever the grammar expects: what a person would point at."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sladsl.values import frozen

_BLANK = re.compile(r"(?:\s+|#[^\n]*)*")
_UNIT = (
    r"(?:(?:business|working|calendar|clock)[^\S\n]+)?(?:milliseconds?|ms|seconds?|secs?|minutes?|mins?|hours?|hrs?|days?"
    r"|weeks?|months?|years?|[smhd])(?!\w)"
)
_SCRAP = re.compile(
    rf'''(?P<prose>"""[\s\S]*?""")
    |(?P<open_prose>"""[\s\S]*)
    |(?P<row>\|[^\n]*)
    |(?P<quoted>"(?:[^"\\\n]|\\.)*"(?!""(?!"))|“[^”"\n]*[”"]|"[^"”\n]*”|„[^“”"\n]*[“”"]|«[^»\n]*»|'[^'\n]*')
    |(?P<open_quoted>["“„][^\n]*?(?=[ \t]*(?:"""|\{{?[ \t]*(?:\#[^\n]*)?(?:\n|\Z))))
    |(?P<money>[A-Z]{{3}}[^\S\n]*\d[\d.,]*(?<![.,]))
    |(?P<number>[£$€¥]?(?:\d{{4}}-\w+(?:-\d+)?|\d{{1,2}}-\d{{1,2}}-\d{{4}}|\d(?:[\w/%]|[.,:](?=\d))*)
        (?:[^\S\n]*%|[^\S\n]+{_UNIT})?)
    |(?P<word>[^\W\d]\w*)
    |(?P<sign>\.\.+|<=|>=|==|!=|<>|&&|[\s\S])''',
    re.VERBOSE,
)


@frozen
class Scrap:
    """A rough piece of text: its kind, its offsets, and whether it is the first on its line."""

    kind: str
    start: int
    end: int
    text: str
    leads: bool


def skip_blank(text: str, offset: int) -> int:
    """The offset after blanks and comments."""
    found = _BLANK.match(text, offset)
    assert found is not None
    return found.end()


def scraps(text: str, offset: int) -> Iterator[Scrap]:
    """The pieces from an offset on, which is not inside one."""
    offset = skip_blank(text, offset)
    leading = leads(text, offset)
    while offset < len(text):
        found = _SCRAP.match(text, offset)
        assert found is not None
        yield Scrap(str(found.lastgroup), offset, found.end(), found[0], leading)
        offset = skip_blank(text, found.end())
        leading = "\n" in text[found.end() : offset]


def leads(text: str, offset: int) -> bool:
    """Whether an offset is the first on its line that is not blank; a line indented beyond reason does not count."""
    before = text[max(0, offset - 200) : offset].rstrip(" \t\r\f\u00a0")
    return before.endswith("\n") or (not before and offset <= 200)


def indentation(text: str, offset: int) -> int:
    """How many blanks the line of an offset begins with."""
    line = text[text.rfind("\n", 0, offset) + 1 : offset]
    return len(line) - len(line.lstrip())
