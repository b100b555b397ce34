"""Calendars, records, severities and modules that an agreement names and nothing reads.

Charges, parties, fields and severities without a row say something by themselves: what is paid, who is bound, what the
data hold, what is not measured. They are in the document whether or not a level reads them, and are not looked at.
"""

from __future__ import annotations

from collections.abc import Iterator

from sladsl.diagnostics.diagnostic import Diagnostic
from sladsl.semantics.files.modules import Module, local_name
from sladsl.semantics.files.names import lookup
from sladsl.semantics.findings import warning, written_at
from sladsl.semantics.meaning import Analysis
from sladsl.semantics.types import ValueKind
from sladsl.syntax import ast
from sladsl.syntax.clauses import clause_of
from sladsl.syntax.walk import remembered, walk


def check(analysis: Analysis) -> Iterator[Diagnostic]:
    """Look for names that stand nowhere else, neither in the agreement nor in what it takes from modules.

    What an example gives is no use. A module declares for others, and is not looked at; nor is an agreement without a
    level, which has only been begun.
    """
    if not analysis.is_agreement or not analysis.levels:
        return
    used = {name for item in _taken(analysis.module) for name in _read(item)}
    for item in analysis.module.items:
        if isinstance(item, ast.Calendar | ast.Records) and not (item.name.text in used or _is_history(item)):
            kind = "calendar" if isinstance(item, ast.Calendar) else "record set"
            yield warning(
                "SLA811",
                item.name.span,
                f"nothing reads the {kind} `{item.name.text}`",
                clause=clause_of(item),
                write="take it out, or say in a level, a remedy or the settlement what it is for",
            )
    yield from _severities_in_vain(analysis)
    yield from _modules_in_vain(analysis.module)


def _severities_in_vain(analysis: Analysis) -> Iterator[Diagnostic]:
    """Severities are read where records say which of them they have."""
    fields = (each for records in analysis.records.values() for each in records.fields.values())
    scheme = next((item for item in analysis.module.items if isinstance(item, ast.SeverityScheme)), None)
    if scheme is not None and all(each.type.kind is not ValueKind.SEVERITY for each in fields):
        yield warning(
            "SLA811",
            written_at(scheme),
            "no record has one of these severities",
            clause=clause_of(scheme),
            write="take them out, or give records a field such as `severity : severity`",
        )


def _is_history(item: ast.Calendar | ast.Records) -> bool:
    """Whether records say what has changed in others, and are read with these."""
    return isinstance(item, ast.Records) and item.history is not None


def _modules_in_vain(module: Module) -> Iterator[Diagnostic]:
    paths = {path.text for item in module.items for path in _paths(item)}
    for use in module.document.uses:
        name = local_name(use)
        if name is not None and not any(path.startswith(f"{name}.") for path in paths):
            yield warning(
                "SLA812",
                use.span,
                f"nothing is taken from the module `{name}`",
                write=f"take the line out, or write what is taken, such as `like {name}.NAME`",
            )


def _taken(module: Module) -> Iterator[ast.Node]:
    """The items of a file but for its examples, and each that these name in modules, directly or not."""
    waiting: list[tuple[ast.Node, Module]] = [
        (item, module) for item in module.items if not isinstance(item, ast.Example)
    ]
    taken = {item for item, _ in waiting}
    while waiting:
        item, home = waiting.pop()
        yield item
        for path in _paths(item):
            named = lookup(path, home) if len(path.names) > 1 or home is not module else None
            if named is not None and named.node not in taken:
                taken.add(named.node)
                waiting.append((named.node, named.module))


@remembered
def _paths(item: ast.Node) -> tuple[ast.Path, ...]:
    return tuple(node for node in walk(item) if isinstance(node, ast.Path))


@remembered
def _read(item: ast.Node) -> frozenset[str]:
    """The names in an item but for the one that it declares."""
    declared = item.name if isinstance(item, ast.Calendar | ast.Records) else None
    return frozenset(node.text for node in walk(item) if isinstance(node, ast.Name) and node is not declared)
