"""Whether an amendment fits the agreement that it changes, before its text is worked in.

What the agreement comes to as amended is checked as a whole afterwards, like any agreement.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from sladsl.diagnostics.diagnostic import Diagnostic, Label
from sladsl.semantics.files.amended_dates import dates_before
from sladsl.semantics.findings import error, first_at, written_at
from sladsl.semantics.nearest import did_you_mean
from sladsl.source import Span
from sladsl.syntax import ast
from sladsl.syntax.amending import Key, items_by_key, key_of
from sladsl.syntax.clauses import clause_of, word_of
from sladsl.syntax.sameness import say_the_same
from sladsl.values import evolve, frozen

_FIXED = {
    "timezone": "the time zone",
    "currency": "the currency",
}
"""What no amendment changes, since every day and every amount of the term is told in it."""

_NAMED_LIKE = {"service level": "level", "kpi": "level", "obligation": "level"}
"""Items of one kind, whatever word they begin with: they are written alike and share their names."""


@frozen
class _ChangedItem:
    """Where an item is changed, and the service that it stands in."""

    span: Span
    service: Key | None


def named_twice(amendments: Sequence[ast.Amendment]) -> Iterator[Diagnostic]:
    """Find amendments of one name."""
    first: dict[str, ast.Amendment] = {}
    for each in amendments:
        name = each.name.text
        if name in first:
            yield error(
                "SLA804",
                each.name.span,
                f"two amendments are called `{name}`",
                write="give each amendment a name of its own",
                labels=first_at(first[name].name.span),
            )
        first.setdefault(name, each)


def misfits(
    agreement: ast.Document, amendment: ast.Amendment, written: Callable[[Span], Span]
) -> Iterator[Diagnostic]:
    """Find what in an amendment does not fit the agreement as it is in force before.

    `written` tells where a part of that text was written.
    """
    clause = f"amendment {amendment.name.text}"
    block = agreement.blocks[0]
    if block.kind != "agreement" or block.name.text != amendment.of.text:
        yield _of_another(block, amendment, clause, written(block.name.span))
        return
    if not amendment.changes:
        yield error(
            "SLA801",
            amendment.name.span,
            f"the amendment `{amendment.name.text}` changes nothing",
            clause=clause,
            write="write what it does: `replace`, `add` or `remove`, and the item",
        )
    items = items_by_key(agreement)
    seen: dict[Key, _ChangedItem] = {}
    for change in amendment.changes:
        for found in _misfits(items, change, clause):
            yield evolve(found, labels=tuple(evolve(each, span=written(each.span)) for each in found.labels))
        yield from _again(items, change, seen, clause)
        yield from dates_before(change, amendment, clause)


def _of_another(block: ast.Block, amendment: ast.Amendment, clause: str, held: Span) -> Diagnostic:
    is_module = block.kind == "module"
    return error(
        "SLA788",
        amendment.of.span,
        f"`{block.name.text}` is a module, and only an agreement can be amended"
        if is_module
        else f"there is no agreement `{amendment.of.text}` here to amend",
        clause=clause,
        write="change the module itself, or amend the agreements that use it"
        if is_module
        else f"write `of {block.name.text}`",
        labels=[Label(held, f"the {block.kind}")],
    )


def _misfits(items: Mapping[Key, ast.Item], change: ast.Change, clause: str) -> Iterator[Diagnostic]:
    key = key_of(change)
    if key[0] in _FIXED:
        yield error(
            "SLA805",
            change.span,
            f"an amendment cannot change {_FIXED[key[0]]}",
            clause=clause,
            write="end this agreement, and write a new one",
        )
    elif isinstance(change, ast.Added):
        yield from _cannot_be_added(items, change, clause)
    elif key == ("settlement", "") and key not in items:
        yield _no_settlement(change, clause)
    elif key not in items:
        yield _not_there(items, change, clause)
    elif isinstance(change, ast.Replaced) and isinstance(change.item, ast.Records):
        yield from _of_another_type(items[key], change.item, clause)


def _of_another_type(held: ast.Item, records: ast.Records, clause: str) -> Iterator[Diagnostic]:
    """Find fields that cannot be read from the same data, before every level that reads them is told of."""
    assert isinstance(held, ast.Records), "records are replaced by records"
    before = {field.name.text: field for field in held.fields}
    changed = [
        (before[field.name.text], field)
        for field in records.fields
        if field.name.text in before and not _is_read_alike(before[field.name.text], field)
    ]
    if changed:
        names = [f"`{now.name.text}`" for _, now in changed]
        fields, differ = (
            ("fields", "differ in their types") if names[1:] else ("field", "differs in its type")
        )
        yield error(
            "SLA806",
            changed[0][1].span,
            f"`{records.name.text}` is read from the same data before and after, and the {fields} "
            f"{' and '.join([', '.join(names[:-1]), names[-1]] if names[1:] else names)} {differ} or in what may be "
            "missing",
            clause=clause,
            write="keep the fields, and add only such as may be missing (`?`), or write records of another name",
            labels=[Label(was.span, "as it was") for was, _ in changed],
        )


def _is_read_alike(one: ast.Field, other: ast.Field) -> bool:
    same = (one.is_optional, one.is_key) == (other.is_optional, other.is_key)
    return same and say_the_same(one.type, other.type)


def _cannot_be_added(items: Mapping[Key, ast.Item], change: ast.Added, clause: str) -> Iterator[Diagnostic]:
    held = _alike(items, key_of(change))
    if held is not None:
        yield error(
            "SLA800",
            written_at(change.item),
            f"the agreement has `{clause_of(held)}` already",
            clause=clause,
            write=f"write `replace {word_of(held)}`, or give what is added another name",
            labels=[Label(written_at(held), "it is here")],
        )
    elif isinstance(change.item, ast.Settlement):
        yield _no_settlement(change, clause)
    if change.service is not None and ("service", change.service.text) not in items:
        known = [name for word, name in items if word == "service"]
        yield error(
            "SLA789",
            change.service.span,
            f"the agreement has no service `{change.service.text}` to add to",
            clause=clause,
            write=did_you_mean(change.service.text, known) or "leave `to service` out",
        )


def _alike(items: Mapping[Key, ast.Item], key: Key) -> ast.Item | None:
    """The item of the same name that is written like one; a severity scheme, or what stands once, whatever its name."""
    word, name = key
    kind = _NAMED_LIKE.get(word, word)
    return next(
        (
            item
            for (other, known), item in items.items()
            if _NAMED_LIKE.get(other, other) == kind and (known == name or word == "severity")
        ),
        None,
    )


def _no_settlement(change: ast.Change, clause: str) -> Diagnostic:
    return error(
        "SLA805",
        change.span,
        "the agreement has no settlement, and an amendment can only replace one",
        clause=clause,
        write="write a settlement into the agreement; one without steps does nothing but add up",
    )


def _not_there(items: Mapping[Key, ast.Item], change: ast.Replaced | ast.Removed, clause: str) -> Diagnostic:
    word, name = key_of(change)
    does = "replace" if isinstance(change, ast.Replaced) else "remove"
    other = _alike(items, (word, name))
    same = next((each for (_, known), each in items.items() if name and known == name), None)
    held = other if other is not None and word in _NAMED_LIKE else same
    if held is not None:
        return error(
            "SLA789",
            _place(change),
            f"`{name}` is a {word_of(held)} of the agreement, not a {word}",
            clause=clause,
            write=f"write `{does} {clause_of(held)}`",
            labels=[Label(written_at(held), "it is here")],
        )
    near = did_you_mean(name, [known for kind, known in items if kind == word])
    return error(
        "SLA789",
        _place(change),
        f"the agreement has no {f'{word} `{name}`' if name else f'`{word}`'} to {does}",
        clause=clause,
        write=near or ("write `add`" if does == "replace" else "leave the line out"),
    )


def _place(change: ast.Replaced | ast.Removed) -> Span:
    if isinstance(change, ast.Replaced):
        return written_at(change.item)
    return change.span if change.name is None else change.name.span


def _again(
    items: Mapping[Key, ast.Item], change: ast.Change, seen: dict[Key, _ChangedItem], clause: str
) -> Iterator[Diagnostic]:
    """Find what one amendment changes twice: an item, or a service and something in it."""
    key, around = key_of(change), _around(items, change)
    within = (each for each in seen.values() if each.service == key)
    first = seen.get(key) or (None if around is None else seen.get(around)) or next(within, None)
    if first is not None:
        yield error(
            "SLA804",
            change.span,
            f"the amendment changes `{' '.join(part for part in key if part)}` twice",
            clause=clause,
            write="write what it comes to once, as a whole",
            labels=first_at(first.span),
        )
    seen.setdefault(key, _ChangedItem(change.span, around))


def _around(items: Mapping[Key, ast.Item], change: ast.Change) -> Key | None:
    """The service that what is changed stands in, or is to stand in."""
    if isinstance(change, ast.Added) and change.service is not None:
        return "service", change.service.text
    return _service_around(items, items.get(key_of(change)))


def _service_around(items: Mapping[Key, ast.Item], item: ast.Item | None) -> Key | None:
    """The service that an item of the agreement stands in."""
    if item is None:
        return None
    for key, service in items.items():
        if isinstance(service, ast.Service) and service.span.start < item.span.start < service.span.end:
            return key
    return None
