"""Finding what a name stands for, across files."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeVar

from sladsl.diagnostics.diagnostic import Diagnostic, Label
from sladsl.semantics.files.modules import Declared, Item, Module
from sladsl.semantics.findings import error
from sladsl.semantics.nearest import nearest, one_of
from sladsl.syntax import ast
from sladsl.values import frozen

N = TypeVar("N", bound=Item)

ALWAYS_ON = "AlwaysOn"
"""The built-in calendar that never closes."""

KINDS: dict[type[Item], str] = {
    ast.Party: "party",
    ast.Charge: "charge",
    ast.Calendar: "calendar",
    ast.Records: "record set",
    ast.SeverityScheme: "severity scheme",
    ast.ServiceLevel: "service level",
    ast.Remedy: "remedy",
    ast.Clause: "clause",
}


@frozen
class Unresolved:
    """A name that stands for nothing of the kind that is wanted; no finding where another one explains it."""

    finding: Diagnostic | None


def resolve(path: ast.Path, module: Module, wanted: type[Item], clause: str) -> Declared | Unresolved:
    """The item of a kind that a path names in a file."""
    named = lookup(path, module)
    if named is None:
        return Unresolved(_unknown(path, module, wanted, clause))
    if not isinstance(named.node, wanted):
        return Unresolved(_wrong_kind(path, named, wanted, clause))
    return named


def lookup(path: ast.Path, module: Module) -> Declared | None:
    """The item of any kind that a path names in a file."""
    *prefix, last = (name.text for name in path.names)
    home = module.uses.get(".".join(prefix)) if prefix else module
    return None if home is None else home.declared.get(last)


def _known_paths(module: Module, wanted: type[Item]) -> Iterator[str]:
    """Every path by which a file can name an item of a kind."""
    yield from (name for name, item in module.declared.items() if isinstance(item.node, wanted))
    for prefix, used in module.uses.items():
        yield from (
            f"{prefix}.{name}" for name, item in used.declared.items() if isinstance(item.node, wanted)
        )
    if wanted is ast.Calendar:
        yield ALWAYS_ON


def with_article(noun: str) -> str:
    """The noun after "a" or "an"."""
    return f"{'an' if noun[0] in 'aeiou' else 'a'} {noun}"


def _unknown(path: ast.Path, module: Module, wanted: type[Item], clause: str) -> Diagnostic | None:
    prefix = ".".join(name.text for name in path.names[:-1])
    home = module.uses.get(prefix) if prefix else module
    if prefix in module.missing or (home or module).may_hide(path.names[-1].text, wanted):
        return None
    if home is None and (module.missing or any(module.may_hide(name.text) for name in path.names[:-1])):
        return None  # its `use` is likely to be the line that has a finding
    if home is None:
        return _unknown_prefix(path, prefix, module, clause)
    kind = KINDS[wanted]
    return error(
        "SLA111",
        path.span,
        f"there is no {kind} `{path.text}`",
        clause=clause,
        write=_what_there_is(path.text, sorted(_known_paths(module, wanted)), kind),
    )


def _what_there_is(written: str, known: list[str], kind: str) -> str:
    near = nearest(written, known)
    if near is not None:
        return f"did you mean `{near}`?"
    if known and len(known) <= 8:
        return f"write {one_of(known)}, or declare it"
    return f"declare the {kind} `{written}`, or `use` the module that has it"


def _unknown_prefix(path: ast.Path, prefix: str, module: Module, clause: str) -> Diagnostic:
    near = nearest(prefix, module.uses)
    return error(
        "SLA113",
        path.span,
        f"this file uses no module `{prefix}`",
        clause=clause,
        write=f"did you mean `{near}`?" if near else f"write `use {prefix}` at the top of the file",
    )


def _wrong_kind(path: ast.Path, named: Declared, wanted: type[Item], clause: str) -> Diagnostic:
    kind = KINDS[type(named.node)]
    assert named.node.name is not None
    return error(
        "SLA112",
        path.span,
        f"`{path.text}` is {with_article(kind)}, not {with_article(KINDS[wanted])}",
        clause=clause,
        write=f"name {with_article(KINDS[wanted])} here",
        labels=[Label(named.node.name.span, f"declared as {with_article(kind)}")],
    )
