"""What the rules have found in a level is kept for as long as everything that they read stays the same.

A level depends on the items whose names are written in it, on those whose names are written in these, and so on, and on
the header and the severities. All these are values that a new tree of a changed file shares with the one before
(`sladsl.syntax.pieces`), so that a level is looked at again exactly when one of them is another value.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from attrs import Factory

from sladsl.diagnostics.diagnostic import Diagnostic
from sladsl.semantics.checks import LEVEL_RULES, RULES, Rule
from sladsl.semantics.files.modules import Declared, Module
from sladsl.semantics.meaning import Analysis, Level
from sladsl.syntax import ast
from sladsl.syntax.walk import names_in
from sladsl.values import evolve, frozen

_Hidden = frozenset[tuple[str, str]]
"""Names that a level reads and whose declarations may be lost, by the files in which they may be."""

_APART = (
    ast.Service,
    ast.Settlement,
    ast.Remedy,
    ast.Clause,
    ast.Example,
    ast.Charge,
    ast.Calendar,
    ast.Records,
    ast.ServiceLevel,
)
"""Items that no level depends on unless it names them."""


@frozen(eq=False)
class CachedLevel:
    """What was read of a level, what of that syntax errors may have hidden, and what each rule found in it then."""

    read: frozenset[ast.Node]
    hidden: _Hidden
    found: Mapping[Rule, tuple[Diagnostic, ...]]


@frozen(eq=False)
class LevelCache:
    """What has been found in the levels of one file, by their nodes, apart where something may be hidden from them."""

    levels: dict[ast.Node, CachedLevel] = Factory(dict)
    hidden: dict[ast.Node, CachedLevel] = Factory(dict)


def checked(analysis: Analysis, cache: LevelCache | None) -> Iterator[Diagnostic]:
    """What all rules find, in their order; with a cache, levels are looked at only where something has changed.

    A level that reads an item with a syntax error is looked at each time.
    """
    if cache is None:
        yield from (finding for rule in RULES for finding in rule(analysis))
        return
    always = frozenset(item for item in analysis.module.items if not isinstance(item, _APART))
    broken = tuple(
        {each.name: each for each in analysis.module.with_used() if each.parsed.diagnostics}.values()
    )
    damaged = frozenset(item for module in broken for item in module.items if module.is_damaged(item))
    levels = [_kept(level, analysis, always, cache, broken) for level in analysis.levels]
    if not broken:
        cache.levels.clear()
    cache.hidden.clear()
    for level, kept in zip(analysis.levels, levels, strict=True):
        if damaged.isdisjoint(kept.read):
            (cache.hidden if kept.hidden else cache.levels)[level.node] = kept
    for rule in RULES:
        if rule in LEVEL_RULES:
            yield from (finding for kept in levels for finding in kept.found[rule])
        else:
            yield from rule(analysis)


def _kept(
    level: Level, analysis: Analysis, always: frozenset[ast.Node], cache: LevelCache, broken: Sequence[Module]
) -> CachedLevel:
    read = always | _read(level, analysis)
    hidden = frozenset(each for module in broken for each in _hidden_in(module, read))
    before = (cache.hidden if hidden else cache.levels).get(level.node)
    if before is not None and (before.read, before.hidden) == (read, hidden):
        return before
    alone = evolve(analysis, levels=(level,))
    return CachedLevel(read, hidden, {rule: tuple(rule(alone)) for rule in LEVEL_RULES})


def _hidden_in(module: Module, read: frozenset[ast.Node]) -> Iterator[tuple[str, str]]:
    """Names that a level reads whose declarations may be lost in a module, and whether it may have lost any item."""
    if module.may_hide_items:
        yield module.source.name, ""
    for name in frozenset[str]().union(*(names_in(node) for node in read)):
        if module.may_hide(name):
            yield module.source.name, name


def _read(level: Level, analysis: Analysis) -> frozenset[ast.Node]:
    """The nodes of the items that a level depends on for what it says, its own among them."""
    root = analysis.module
    waiting = [level.chain[0], *(each for charges in level.charged.values() for each in charges)]
    waiting += [Declared(node, root) for node in _scheme(analysis)]
    reached: set[ast.Node] = set()
    while waiting:
        declared = waiting.pop()
        if declared.node not in reached:
            reached.add(declared.node)
            waiting += _named(declared, root)
    return frozenset(reached)


def _scheme(analysis: Analysis) -> Iterator[ast.SeverityScheme]:
    if analysis.severities is not None:
        yield analysis.severities.node


def _named(declared: Declared, root: Module) -> Iterator[Declared]:
    """The items whose names are written in an item, whatever they stand for there, and what stands in for it."""
    module, names = declared.module, names_in(declared.node)
    yield from _of(names, module)
    for prefix, used in module.uses.items():
        if names.issuperset(prefix.split(".")):
            yield from _of(names, used)
    own = declared.node.name
    if module is not root and own is not None and own.text in root.declared:
        yield root.declared[own.text]
    if isinstance(declared.node, ast.Records):
        # What tells of changes of records names them, and not they it.
        yield from module.histories


def _of(names: frozenset[str], module: Module) -> Iterator[Declared]:
    yield from (module.declared[name] for name in names & module.declared.keys())
