"""Comments, which the parser passes over and the tree keeps."""

from __future__ import annotations

import re

from sladsl.source import Source
from sladsl.syntax import ast

_QUOTED = r'"(?:[^"\\\n]|\\.)*"'
_PART = re.compile(rf'\|(?:{_QUOTED}|[^#\n])*|"""[\s\S]*?"""|{_QUOTED}|#[^\n]*')


def comments_of(source: Source, start: int = 0, end: int | None = None) -> tuple[ast.Comment, ...]:
    """All comments of a file, or of a stretch of it between items; a `#` in quotes or in prose begins none."""
    return tuple(
        ast.Comment(source.span(part.start(), part.start() + len(text)), text)
        for part in _PART.finditer(source.text, start, len(source.text) if end is None else end)
        if (text := part[0].rstrip()).startswith("#")
    )
