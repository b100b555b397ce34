"""The files of an agreement: what `use` brings in, found by a loader that the pipeline hands over."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property

from attrs import field

from sladsl.diagnostics.diagnostic import Diagnostic, Label
from sladsl.semantics.findings import error, first_at
from sladsl.semantics.nearest import did_you_mean
from sladsl.source import Source, Span
from sladsl.syntax import ast
from sladsl.values import frozen

Loader = Callable[[ast.Document, ast.Use], ast.Parsed | Diagnostic]
"""Gives the module that a `use` of a document asks for, or the finding that there is none (`unknown_module`).

A file is known by the name of its source: the same file has one name throughout a run, however it is reached.
"""

Files = Callable[[ast.Document, ast.Text], tuple[str, bytes] | None]
"""Gives the name and the bytes of a file, named by its path from an agreement's folder; None if there is none."""

Item = (
    ast.Party
    | ast.Charge
    | ast.Calendar
    | ast.Records
    | ast.SeverityScheme
    | ast.ServiceLevel
    | ast.Remedy
    | ast.Clause
)


@frozen(eq=False)
class Declared:
    """A named item and the file that declares it."""

    node: Item
    module: Module

    @property
    def path(self) -> str:
        """The name by which plans and documents know the item: `Office`, or `calendars.uk.Office` of a module."""
        name = "" if self.node.name is None else self.node.name.text
        return f"{self.module.name}.{name}" if self.module.name else name


@frozen(eq=False)
class Module:
    """A file with the files it uses, by the names it gives them.

    `name` is empty for the file that is checked. `missing` are names of modules that could not be had.
    """

    name: str
    parsed: ast.Parsed = field(repr=False)
    uses: Mapping[str, Module]
    missing: frozenset[str]

    @property
    def document(self) -> ast.Document:
        return self.parsed.document

    @property
    def source(self) -> Source:
        return self.parsed.document.source

    def with_used(self) -> Iterator[Module]:
        """The module and those that it uses, directly or not; one that is used twice comes twice."""
        yield self
        for used in self.uses.values():
            yield from used.with_used()

    @cached_property
    def items(self) -> tuple[ast.Item, ...]:
        """What the first block says; a second block is an error of its own."""
        return self.document.blocks[0].items if self.document.blocks else ()

    @property
    def is_agreement(self) -> bool:
        """Whether the file holds an agreement, as opposed to a module."""
        return bool(self.document.blocks) and self.document.blocks[0].kind == "agreement"

    def is_damaged(self, node: ast.Node) -> bool:
        """Whether a syntax error lies in a node, or next on its line, so that what it lacks may only be unreadable."""
        return any(self._reaches(node.span, span) for span in errors_in(self.parsed))

    def _reaches(self, span: Span, error: Span) -> bool:
        text = self.source.text
        if error.start < span.start or text.find("\n", span.end, error.start) >= 0:
            return False
        return not text[span.end : error.start].strip()

    @cached_property
    def may_hide_items(self) -> bool:
        """Whether a syntax error has cost an item, or its name, so that one that is missed may be that one."""
        return self._has_lost_a_name() or self.may_hide_parts(None, self.items)

    def may_hide(self, name: str, wanted: type[Item] | None = None) -> bool:
        """Whether the declaration of a name may be lost: the name stands in text that was not read, or is not used."""
        return self._has_lost_a_name(wanted) or name in self._unread

    def _has_lost_a_name(self, wanted: type[Item] | None = None) -> bool:
        """Whether an item has no name of its own; of one kind, where that is said."""
        named = (item.name for item in self.items if isinstance(item, wanted or Item))
        return any(name is not None and self._is_guessed(name) for name in named)

    def _is_guessed(self, name: ast.Name) -> bool:
        """Whether a declaration has no name, or one that is made of its title."""
        return not name.text or self.source.text[name.span.start : name.span.end].endswith('"')

    @cached_property
    def _unread(self) -> frozenset[str]:
        """The words in lines with a syntax error, in text between items with one, and beside names that are taken."""
        errors = list(errors_in(self.parsed))
        starts = [0, *(item.span.end for item in self.items)]
        ends = [*(item.span.start for item in self.items), len(self.source.text)]
        between = [(start, end) for start, end in zip(starts, ends, strict=True) if start < end]
        texts = (
            *(self.source.line(error.line) for error in errors),
            *(self.source.line(name.span.line) for name in self._taken),
            *(
                self.source.text[start:end]
                for start, end in between
                if any(start <= error.start < end for error in errors)
            ),
        )
        return frozenset(word for text in texts for word in re.findall(r"\w+", text))

    @property
    def _taken(self) -> Iterator[ast.Name]:
        """The names of items that an earlier item has; the author may have meant another."""
        for item in self.items:
            if not isinstance(item, Item) or item.name is None or not item.name.text:
                continue
            if self.declared[item.name.text].node is not item:
                yield item.name

    def may_hide_parts(self, whole: ast.Node | None, parts: Sequence[ast.Node]) -> bool:
        """Whether a syntax error in a node, or anywhere, lies in none of its parts, and so may have cost one."""
        return any(
            (whole is None or self._reaches(whole.span, span))
            and not any(part.span.start <= span.start <= part.span.end for part in parts)
            for span in errors_in(self.parsed)
        )

    @cached_property
    def declared(self) -> Mapping[str, Declared]:
        """The named items; of two of one name the first."""
        declared: dict[str, Declared] = {}
        for item in self.items:
            if isinstance(item, Item) and item.name is not None and item.name.text:
                declared.setdefault(item.name.text, Declared(item, self))
        return declared

    @cached_property
    def histories(self) -> tuple[Declared, ...]:
        """The records that say what has changed in others."""
        return tuple(
            each
            for each in self.declared.values()
            if isinstance(each.node, ast.Records) and each.node.history is not None
        )


def errors_in(parsed: ast.Parsed) -> Iterator[Span]:
    """The places of the syntax errors of a file; a name that is reserved, or a cell, may be wrong in several places."""
    for finding in parsed.diagnostics:
        if finding.span is not None:
            yield finding.span
        if finding.code in _WRONG_AT_EACH_LABEL:
            yield from (label.span for label in finding.labels)


_WRONG_AT_EACH_LABEL = frozenset(
    {"SLA013", "SLA024", "SLA027", "SLA028", "SLA032", "SLA033", "SLA034", "SLA050"}
)


def link(parsed: ast.Parsed, loader: Loader) -> tuple[Module, tuple[Diagnostic, ...]]:
    """Load whatever a file uses, directly or not; the findings include the syntax errors of those files."""
    linking = _Linking(loader, {}, set(), [])
    module = _linked(parsed, "", (), linking)
    return module, tuple(linking.found)


def no_files(_document: ast.Document, _path: ast.Text) -> None:
    """Read nothing: for text that lies in no folder."""


def unknown_module(use: ast.Use, known: Iterable[str]) -> Diagnostic:
    """The finding that there is no such module; `known` are the names or paths that would have been found."""
    written = _written(use)
    write = did_you_mean(written, known) or (
        "write the path of a .sla file relative to this one"
        if isinstance(use.path, ast.Text)
        else 'a file of your own is written in quotes, as in `use "../house/calendars.sla" as house`'
    )
    message = (
        f"there is no file `{written}`"
        if isinstance(use.path, ast.Text)
        else f"the standard library has no module `{written}`"
    )
    return error("SLA102", use.path.span, message, write=write)


@frozen
class _Step:
    """A file that is being loaded, and the `use` in it that leads on."""

    parsed: ast.Parsed
    use: ast.Use

    @property
    def file(self) -> str:
        return self.parsed.document.source.name


@frozen(eq=False)
class _Linking:
    loader: Loader
    made: dict[str, Module]
    names: set[str]
    found: list[Diagnostic]


def _linked(parsed: ast.Parsed, name: str, chain: tuple[_Step, ...], linking: _Linking) -> Module:
    uses: dict[str, Module] = {}
    missing: set[str] = set()
    written: dict[str, ast.Use] = {}
    for use in parsed.document.uses:
        local = local_name(use)
        if local is None:
            linking.found.append(_unnamed(use))
        elif local in written:
            linking.found.append(_used_twice(local, use, written[local]))
        else:
            written[local] = use
            module = _used(_Step(parsed, use), name, local, chain, linking)
            if module is None:
                missing.add(local)
            else:
                uses[local] = module
    return Module(name, parsed, uses, frozenset(missing))


def _used(
    step: _Step, importer: str, local: str, chain: tuple[_Step, ...], linking: _Linking
) -> Module | None:
    loaded = linking.loader(step.parsed.document, step.use)
    if isinstance(loaded, Diagnostic):
        linking.found.append(loaded)
        return None
    steps = (*chain, step)
    file = loaded.document.source.name
    files = [each.file for each in steps]
    if file in files:
        linking.found.append(_circle(steps[files.index(file) :]))
        return None
    if file in linking.made:
        return linking.made[file]
    problem = _not_a_module(loaded, step.use)
    if problem is not None:
        linking.found.extend(loaded.diagnostics or (problem,))
        return None
    name = local if local not in linking.names else f"{importer}.{local}"
    linking.names.add(name)
    linking.found.extend(loaded.diagnostics)
    linking.made[file] = module = _linked(loaded, name, steps, linking)
    return module


def local_name(use: ast.Use) -> str | None:
    """The name before the dot by which a file reaches what it uses."""
    if use.alias is not None:
        return use.alias.text
    return use.path.text if isinstance(use.path, ast.Path) else None


def _written(use: ast.Use) -> str:
    return use.path.text if isinstance(use.path, ast.Path) else use.path.value


def _unnamed(use: ast.Use) -> Diagnostic:
    stem = _written(use).rpartition("/")[2].removesuffix(".sla")
    name = stem if stem.isidentifier() else "house"
    return error(
        "SLA106",
        use.path.span,
        f"`{_written(use)}` is used without a name for it",
        write=f'write `use "{_written(use)}" as {name}`',
    )


def _used_twice(local: str, use: ast.Use, first: ast.Use) -> Diagnostic:
    return error(
        "SLA107",
        use.span,
        f"two modules are used under the name `{local}`",
        write="leave one out, or give it another name with `as`",
        labels=first_at(first.span),
    )


def _circle(steps: Sequence[_Step]) -> Diagnostic:
    """Report a circle at the file that sorts first, so that it is the same finding from wherever it is entered."""
    start = min(range(len(steps)), key=lambda index: steps[index].file)
    around = (*steps[start:], *steps[:start])
    chain = " → ".join(f"`{step.file}`" for step in (*around, around[0]))
    message = (
        f"the file uses itself: {chain}"
        if len(around) == 1
        else f"the modules use each other in a circle: {chain}"
    )
    return error(
        "SLA104",
        around[0].use.span,
        message,
        write="move what both need into a module of its own" if len(around) > 1 else "leave the line out",
        labels=[Label(step.use.span, "and this leads on") for step in around[1:]],
    )


def _not_a_module(loaded: ast.Parsed, use: ast.Use) -> Diagnostic | None:
    if not loaded.document.blocks:
        return error(
            "SLA105",
            use.path.span,
            f"`{_written(use)}` holds no module",
            write='begin that file with `module NAME "Title" {`',
        )
    block = loaded.document.blocks[0]
    if block.kind == "module":
        return None
    return error(
        "SLA105",
        use.path.span,
        f"`{_written(use)}` is an agreement, and only a module can be used",
        write="move what both agreements need into a module, and use that in both",
        labels=[Label(block.name.span, "an agreement")],
    )
