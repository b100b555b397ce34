"""From Lark's tree to the syntax tree: one function for each rule of the grammar, in the grammar's order.

Items with many rules of their own (calendars, settlement, remedies, examples) are read in modules named after them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from lark import Token, Tree

from sladsl.syntax import ast
from sladsl.syntax.branches import Child, inside, maybe, only, tokens, trees
from sladsl.syntax.calendars import calendar, timezone
from sladsl.syntax.charges import charge, charge_table, measured_charge
from sladsl.syntax.credits import credit_line, credit_table
from sladsl.syntax.examples import example
from sladsl.syntax.level_lines import LINES
from sladsl.syntax.literals import date, quoted
from sladsl.syntax.names import Branch, like_of, name, path
from sladsl.syntax.piece import Piece
from sladsl.syntax.prose import prose
from sladsl.syntax.remedy_lines import remedy
from sladsl.syntax.settlement_lines import settlement
from sladsl.syntax.tables import tiers
from sladsl.syntax.targets import CREDITS, target


def document(tree: Branch, comments: tuple[ast.Comment, ...], at: Piece) -> ast.Document:
    """The tree of a whole file."""
    uses = tuple(_use(child, at) for child in tree.children if _is(child, "use"))
    blocks = tuple(_block(child, at) for child in tree.children if _is(child, "block"))
    amendments = tuple(_amendment(child, at) for child in tree.children if _is(child, "amendment"))
    whole = at.source.span(0, len(at.source.text))
    return ast.Document(whole, at.source, uses, blocks, comments, amendments)


def _is(child: Child, rule: str) -> bool:
    return isinstance(child, Tree) and child.data == rule


def _use(tree: Branch, at: Piece) -> ast.Use:
    what, alias = tree.children
    used = quoted(what, at) if isinstance(what, Token) else path(what, at)
    return ast.Use(at.span(tree.meta), used, maybe(name, alias, at))


def _block(tree: Branch, at: Piece) -> ast.Block:
    kind, word, title, *items = tree.children
    return ast.Block(
        at.span(tree.meta),
        str(kind),
        name(word, at),
        maybe(quoted, title, at),
        tuple(_items(items, at)),
    )


def _items(children: Iterable[Child], at: Piece) -> Iterator[ast.Item]:
    """Items one after the other; those within a service stand before it."""
    for item in trees(children):
        if item.data == "service_block":
            yield from _items(item.children[3:], at)
            yield _service(item, at)
        else:
            yield _ITEMS[item.data](item, at)


def _service(tree: Branch, at: Piece) -> ast.Service:
    word, title, text, *_ = tree.children
    return ast.Service(at.span(tree.meta), name(word, at), maybe(quoted, title, at), maybe(prose, text, at))


# --- amendments ---


def _amendment(tree: Branch, at: Piece) -> ast.Amendment:
    word, title, of, since, *changes = tree.children
    return ast.Amendment(
        at.span(tree.meta),
        name(word, at),
        maybe(quoted, title, at),
        name(of, at),
        date(since, at),
        tuple(_CHANGES[change.data](change, at) for change in trees(changes)),
    )


def _replaced(tree: Branch, at: Piece) -> ast.Replaced:
    *within, item = _items(tree.children, at)
    return ast.Replaced(at.span(tree.meta), item, tuple(within))


def _added(tree: Branch, at: Piece) -> ast.Added:
    service, item = tree.children
    *within, last = _items([item], at)
    return ast.Added(at.span(tree.meta), maybe(name, service, at), last, tuple(within))


def _removed(tree: Branch, at: Piece) -> ast.Removed:
    named = tree.children[-1]
    word = _REMOVED[named.data]
    written = [token for token in tokens(named.children) if token.type in {"NAME", "QUOTED"}]
    read = quoted if word == "example" else name
    return ast.Removed(at.span(tree.meta), word, read(written[0], at) if written else None)


# --- the header ---


def _version(tree: Branch, at: Piece) -> ast.Version:
    return ast.Version(at.span(tree.meta), quoted(only(tree), at))


def _party(tree: Branch, at: Piece) -> ast.Party:
    role, word, title = tree.children
    return ast.Party(at.span(tree.meta), str(role), name(word, at), quoted(title, at))


def _term(tree: Branch, at: Piece) -> ast.Term:
    first, last = tokens(tree.children)
    return ast.Term(at.span(tree.meta), date(first, at), None if last.type == "OPEN" else date(last, at))


def _currency(tree: Branch, at: Piece) -> ast.Currency:
    return ast.Currency(at.span(tree.meta), str(only(tree)), at.span(only(tree)))


def _law(tree: Branch, at: Piece) -> ast.Law:
    return ast.Law(at.span(tree.meta), quoted(only(tree), at))


# --- records and severities ---


def _records(tree: Branch, at: Piece) -> ast.Records:
    word, title, like, lasting, *block = tree.children
    is_history = lasting is not None and lasting.data == "history"
    return ast.Records(
        at.span(tree.meta),
        name(word, at),
        maybe(quoted, title, at),
        like_of(like, at),
        None if lasting is None or is_history else _lasting(lasting, at),
        tuple(_field(field, at) for field in inside(block)),
        _history(lasting, at) if is_history else None,
    )


def _history(tree: Branch, at: Piece) -> ast.History:
    of, instant = tokens(tree.children)
    return ast.History(at.span(tree.meta), name(of, at), name(instant, at))


def _lasting(tree: Branch, at: Piece) -> ast.Lasting:
    start, end = tokens(tree.children)
    return ast.Lasting(at.span(tree.meta), name(start, at), name(end, at))


def _field(tree: Branch, at: Piece) -> ast.Field:
    word, type_, optional, key, description = tree.children
    return ast.Field(
        at.span(tree.meta),
        name(word, at),
        _field_type(type_, at),
        optional is not None,
        key is not None,
        maybe(quoted, description, at),
    )


def _field_type(tree: Branch, at: Piece) -> ast.FieldType:
    span = at.span(tree.meta)
    match tree.data, tree.children:
        case "time_of_day_type", _:
            return ast.FieldType(span, "time of day", (), None)
        case "choice_type", [_, *choices]:
            return ast.FieldType(span, "choice", tuple(name(choice, at) for choice in tokens(choices)), None)
        case "ref_type", [_, target_]:
            return ast.FieldType(span, "ref", (), path(target_, at))
        case _:
            return ast.FieldType(span, str(only(tree)), (), None)


def _severity(tree: Branch, at: Piece) -> ast.SeverityScheme:
    _, word, title, like, *block = tree.children
    return ast.SeverityScheme(
        at.span(tree.meta),
        maybe(name, word, at),
        maybe(quoted, title, at),
        like_of(like, at),
        tuple(_severity_tier(tier, at) for tier in inside(block)),
    )


def _severity_tier(tree: Branch, at: Piece) -> ast.SeverityTier:
    word, title, description = tree.children
    return ast.SeverityTier(
        at.span(tree.meta), name(word, at), maybe(quoted, title, at), maybe(prose, description, at)
    )


# --- service levels ---


def _service_level(tree: Branch, at: Piece) -> ast.ServiceLevel:
    word, title, by, like, *block = tree.children
    dimensions = () if by is None else tuple(path(field, at) for field in trees(by.children))
    return ast.ServiceLevel(
        at.span(tree.meta),
        name(word, at),
        maybe(quoted, title, at),
        tree.data == "kpi",
        dimensions,
        like_of(like, at),
        tuple(_line(line, dimensions, at) for line in inside(block)),
    )


def _obligation(tree: Branch, at: Piece) -> ast.ServiceLevel:
    word, title, of, by, *block = tree.children
    dimensions = () if by is None else tuple(path(field, at) for field in trees(by.children))
    return ast.ServiceLevel(
        at.span(tree.meta),
        name(word, at),
        maybe(quoted, title, at),
        is_kpi=True,
        by=dimensions,
        like=None,
        items=tuple(_line(line, dimensions, at) for line in inside(block)),
        of=path(of, at),
    )


def _line(tree: Branch, dimensions: Iterable[ast.Path], at: Piece) -> ast.LevelItem:
    named = [dimension.text for dimension in dimensions]
    if tree.data == "tiers":
        return tiers(tree, named if all(named) else (), at)
    if tree.data == "credit_table":
        return credit_table(tree, named, at)
    if tree.data == "target":
        written = next((part for part in trees(tree.children) if part.data in CREDITS), None)
        return target(tree, at, None if written is None else _credit(written, named, at))
    if tree.data == "choice":
        return ast.CustomerChooses(
            at.span(tree.meta), tuple(_credit(credit, named, at) for credit in trees(tree.children))
        )
    return LINES[tree.data](tree, at)


def _credit(tree: Branch, dimensions: Sequence[str], at: Piece) -> ast.CreditLine | ast.CreditTable:
    return credit_table(tree, dimensions, at) if tree.data == "credit_table" else credit_line(tree, at)


# --- clauses ---


def _clause(tree: Branch, at: Piece) -> ast.Clause:
    word, title, *rest = tree.children
    written = next((child for child in rest if isinstance(child, Token)), None)
    like = next(iter(trees(rest)), None)
    return ast.Clause(
        at.span(tree.meta),
        name(word, at),
        maybe(quoted, title, at),
        like_of(like, at),
        maybe(prose, written, at),
    )


_ITEMS: dict[str, Callable[[Branch, Piece], ast.Item]] = {
    "version": _version,
    "party": _party,
    "term": _term,
    "timezone": timezone,
    "currency": _currency,
    "law": _law,
    "charge": charge,
    "charge_table": charge_table,
    "measured_charge": measured_charge,
    "calendar": calendar,
    "records": _records,
    "severity": _severity,
    "service_level": _service_level,
    "kpi": _service_level,
    "obligation": _obligation,
    "settlement": settlement,
    "remedy": remedy,
    "clause": _clause,
    "example": example,
}
_CHANGES: dict[str, Callable[[Branch, Piece], ast.Change]] = {
    "replaced": _replaced,
    "added_item": _added,
    "removed": _removed,
}
_REMOVED = {
    "law_named": "law",
    "charge_named": "charge",
    "calendar_named": "calendar",
    "records_named": "records",
    "severity_named": "severity",
    "service_named": "service",
    "level_named": "service level",
    "kpi_named": "kpi",
    "obligation_named": "obligation",
    "remedy_named": "remedy",
    "clause_named": "clause",
    "example_named": "example",
}
