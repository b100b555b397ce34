"""Telling what follows from a line that could not be read from what is wrong besides: one mistake, one finding.

Reading goes on after a mistake with a repair, and what the repair says is not what the author meant. So a finding about
meaning is kept only where nothing it speaks of was repaired: not in an item with a syntax error, nor in one that names
such an item. A name that nothing declares is wrong whatever the rest says, unless it stands where reading failed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from attrs import frozen

from sladsl.diagnostics.diagnostic import Diagnostic
from sladsl.source import Source, Span
from sladsl.syntax import ast
from sladsl.syntax.walk import walk

_UNKNOWN_NAMES = frozenset({"SLA102", "SLA111", "SLA114", "SLA115", "SLA240", "SLA241"})
_HEADER_INCOMPLETE = "SLA130"
_OUTSIDE_THE_TERM = frozenset({"SLA145", "SLA256"})
_NO_CURRENCY = "`XXX`"  # what stands in for a currency that could not be read
_QUOTED = re.compile(r"`([^`]+)`")


def independent(parsed: ast.Parsed, findings: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """The findings that are no consequence of the file's syntax errors; all of them where it has none."""
    if not parsed.diagnostics:
        return tuple(findings)
    unread = _unread(parsed)
    return tuple(finding for finding in findings if not _follows(finding, unread))


@frozen(eq=False)
class _Unread:
    """What could not be read: the lines, the items they stand in, and the items that depend on those."""

    source: Source
    lines: frozenset[int]
    broken: Sequence[ast.Item]
    doubtful: Sequence[ast.Item]
    is_beside_items: bool


def _unread(parsed: ast.Parsed) -> _Unread:
    document = parsed.document
    items = [item for block in document.blocks for item in block.items]
    spans = [finding.span for finding in parsed.diagnostics if finding.span is not None]
    broken = [item for item in items if any(_within(span, item.span) for span in spans)]
    return _Unread(
        document.source,
        frozenset(line for span in spans for line in range(span.line, span.end_line + 1)),
        broken,
        _with_dependents(items, broken),
        any(not any(_within(span, item.span) for item in items) for span in spans),
    )


def _with_dependents(items: Sequence[ast.Item], broken: Sequence[ast.Item]) -> Sequence[ast.Item]:
    """The broken items, and whatever names one of them or of those."""
    doubtful = list(broken)
    names = {name for item in doubtful for name in _names_of(item)}
    is_settled = not any(isinstance(item, ast.Settlement) for item in broken)
    for item in [*items, *items]:  # twice: an example may stand before the level it speaks of
        depends = not names.isdisjoint(_words(item)) or (isinstance(item, ast.Example) and not is_settled)
        if depends and item not in doubtful:
            doubtful.append(item)
            names.update(_names_of(item))
    return doubtful


def _follows(finding: Diagnostic, unread: _Unread) -> bool:
    span = finding.span
    if span is None or span.file != unread.source.name:
        return False
    if _NO_CURRENCY in finding.message or span.line in unread.lines:
        return True
    if finding.code in _OUTSIDE_THE_TERM and any(isinstance(item, ast.Term) for item in unread.broken):
        return True
    if finding.code == _HEADER_INCOMPLETE:
        return unread.is_beside_items
    if finding.code in _UNKNOWN_NAMES:
        return any(
            _stands_on(name, line, unread.source) for name in _quoted(finding) for line in unread.lines
        )
    return any(_within(span, item.span) for item in unread.doubtful)


def _within(inner: Span, outer: Span) -> bool:
    return outer.start <= inner.start <= outer.end


def _names_of(item: ast.Item) -> Iterator[str]:
    name = getattr(item, "name", None)
    if isinstance(name, ast.Name):
        yield name.text


def _words(item: ast.Item) -> set[str]:
    return {node.text for node in walk(item) if isinstance(node, ast.Name)}


def _quoted(finding: Diagnostic) -> list[str]:
    return _QUOTED.findall(finding.message)


def _stands_on(name: str, line: int, source: Source) -> bool:
    return re.search(rf"(?<!\w){re.escape(name)}(?!\w)", source.line(line)) is not None
