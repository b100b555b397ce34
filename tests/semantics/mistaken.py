"""Sound texts with one mistake of meaning each, by kinds of mistake: what first authors forget and mix up.

A mistake is made wherever a text has the part that it is about, so that nothing is chosen to be told well.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from sladsl.source import Source, Span
from sladsl.syntax import ast
from sladsl.syntax.parser import parse
from sladsl.syntax.walk import walk

TYPES = ("text", "number", "money", "time", "date", "flag", "duration", "percent", "severity")
MEASURES = (
    "availability",
    "percent good",
    "percent not good",
    "mean of clock",
    "number of outages",
    "downtime",
)


@dataclass(frozen=True)
class Mistaken:
    """A text with a mistake, and the lines at which a finding about it stands: those of the mistake and of the name."""

    text: str
    lines: frozenset[int]


def mistaken(text: str) -> dict[str, list[Mistaken]]:
    """Every text that one mistake makes of a sound one, by the kind of mistake."""
    parsed = parse(Source("sound.sla", text))
    assert not parsed.diagnostics
    nodes = list(walk(parsed.document))
    levels = [node for node in nodes if isinstance(node, ast.ServiceLevel)]
    fields = [node for node in nodes if isinstance(node, ast.Field)]
    return {
        "a name is misspelt where it is used": [
            _put(text, each.span, f"{each.text}x") for each in nodes if isinstance(each, ast.Path)
        ],
        "a name is misspelt where it is declared": [
            _renamed(text, each.name)
            for each in nodes
            if isinstance(each, _NAMED) and _is_read(nodes, each.name, each.name.span)
        ],
        "a field is of another type": [
            _put(text, each.type.span, kind, each.name.text) for each in fields for kind in TYPES
        ],
        "a field may be missing, or not": [_optional(text, each) for each in fields if not each.is_key],
        "a level lacks a line": [
            _without(text, item.span, _lines(text, level.span) | _uses(text, level.name.text))
            for level in levels
            for item in level.items
        ],
        "a level has a line twice": [
            _twice(text, item.span)
            for level in levels
            for item in level.items
            if not isinstance(item, _SEVERAL)
        ],
        "a level measures something else": [
            _put(text, node.span, f"measure {what}", level.name.text, _lines(text, level.span))
            for level in levels
            for node in level.items
            if isinstance(node, ast.Measure)
            for what in MEASURES
        ],
        "a declaration is left out": [
            _without(text, item.span, _uses(text, item.name.text))
            for item in parsed.document.blocks[0].items
            if isinstance(item, _NAMED) and _is_read(nodes, item.name, item.span)
        ],
        "an item stands twice": [
            _twice(text, item.span)
            for item in parsed.document.blocks[0].items
            if not isinstance(item, ast.Example)
        ],
        "an amount is of another unit": list(_other_units(text, nodes)),
        "a table is without its head, or has it twice": list(_heads(text)),
    }


_NAMED = (ast.Charge, ast.Calendar, ast.Records, ast.ServiceLevel)
_SEVERAL = (ast.CreditLine, ast.CreditTable, ast.Exclusion)


def _is_read(nodes: list[ast.Node], declared: ast.Name, where: Span) -> bool:
    """Whether a name stands elsewhere than in a place: what nothing names may well be gone, or be called otherwise."""
    return any(
        isinstance(each, ast.Name | ast.Path)
        and each.text == declared.text
        and not where.start <= each.span.start < where.end
        for each in nodes
    )


def _lines(text: str, span: Span) -> frozenset[int]:
    return frozenset(range(span.line, span.end_line + 1))


def _uses(text: str, name: str) -> frozenset[int]:
    """The lines that a word stands in."""
    found = re.compile(rf"\b{re.escape(name)}\b")
    return frozenset(number for number, line in enumerate(text.split("\n"), 1) if found.search(line))


def _put(
    text: str, span: Span, new: str, name: str | None = None, beside: frozenset[int] = frozenset()
) -> Mistaken:
    changed = f"{text[: span.start]}{new}{text[span.end :]}"
    uses = frozenset() if name is None else _uses(text, name) | _cells(text, name)
    return Mistaken(changed, _lines(text, span) | uses | beside)


def _cells(text: str, name: str) -> frozenset[int]:
    """The rows below the head of a table that names a field."""
    lines, uses = text.split("\n"), _uses(text, name)
    found: set[int] = set()
    for number, line in enumerate(lines, 1):
        is_row = line.strip().startswith("|")
        if is_row and (number - 1 in found or number - 1 in uses):
            found.add(number)
    return frozenset(found)


def _renamed(text: str, name: ast.Name) -> Mistaken:
    return _put(text, name.span, f"{name.text}x", name.text)


def _optional(text: str, field: ast.Field) -> Mistaken:
    sign = text.index("?", field.type.span.start) if field.is_optional else field.type.span.end
    place = Source("sound.sla", text).span(sign, sign + field.is_optional)
    return _put(text, place, "" if field.is_optional else "?", field.name.text)


def _whole(text: str, span: Span) -> tuple[int, int]:
    """The lines that a part of a text takes, from the beginning of the first to that of the next."""
    end = text.find("\n", span.end)
    return text.rfind("\n", 0, span.start) + 1, len(text) if end < 0 else end + 1


def _without(text: str, span: Span, lines: frozenset[int]) -> Mistaken:
    """Without the lines of a part; the lines below come nearer by as many."""
    start, end = _whole(text, span)
    gone = text.count("\n", start, end)
    below = {number - gone if number > span.end_line else number for number in lines}
    return Mistaken(text[:start] + text[end:], frozenset({span.line, *below}))


def _twice(text: str, span: Span) -> Mistaken:
    start, end = _whole(text, span)
    height = text.count("\n", start, end)
    again = frozenset(range(span.line, span.line + 2 * height))
    return Mistaken(text[:end] + text[start:end] + text[end:], again)


def _other_units(text: str, nodes: list[ast.Node]) -> Iterator[Mistaken]:
    for node in nodes:
        written = text[node.span.start : node.span.end]
        number = re.search(r"[\d,.]+", written)
        assert number is not None or not isinstance(node, ast.Duration | ast.Percent | ast.Money | ast.Days)
        match node:
            case ast.Duration():
                others = ("{}%", "GBP {}")
            case ast.Percent():
                others = ("{}", "{} h")
            case ast.Money():
                others = ("{}%", "{} h")
            case ast.Days():
                others = ("{}%", "{}")
            case _:
                continue
        assert number is not None
        yield from (_put(text, node.span, other.format(number[0])) for other in others)


def _heads(text: str) -> Iterator[Mistaken]:
    """Without the first row of each table, with it twice, and with its first two cells exchanged."""
    lines = text.split("\n")
    for number, (above, line) in enumerate(pairwise(lines), 1):
        if not line.strip().startswith("|") or above.strip().startswith("|"):
            continue
        bar, first, second, *others = line.split("|")
        table = frozenset(range(number, number + 9))
        exchanged = "|".join((bar, second, first, *others))
        for rows in ((), (line, line), (exchanged,)):
            yield Mistaken("\n".join((*lines[:number], *rows, *lines[number + 1 :])), table)
