"""What the references in a clause's prose stand for.

`{Accuracy.minimum}` quotes a term of a level, `{Response.P1.minimum}` one of a row of tiers. `{MonthlyCharges}`,
`{Harbour}`, `{provider}`, `{customer}` and `{term}` quote a charge, a party and the term. `{ref Accuracy}` names a
clause.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sladsl.diagnostics.diagnostic import Diagnostic
from sladsl.semantics.declarations.agreement_context import AgreementContext, chain
from sladsl.semantics.declarations.inherit import title_of
from sladsl.semantics.files.modules import Declared, Item, Module
from sladsl.semantics.files.names import KINDS, with_article
from sladsl.semantics.findings import about, error
from sladsl.semantics.meaning import Clause, Level, Line, Quoted, Terms
from sladsl.semantics.nearest import did_you_mean, nearest, one_of
from sladsl.semantics.targets.tiers import named_in_terms
from sladsl.syntax import ast
from sladsl.syntax.clauses import clause_of, word_of

PARTS = ("expected", "minimum", "required", "needs")
"""The terms of a level that prose can quote."""

_WORDS = ("provider", "customer", "term")
_NAMED = (ast.Charge, ast.Calendar, ast.Records, ast.ServiceLevel, ast.Remedy, ast.Clause)


def clause(declared: Declared, levels: Mapping[ast.Node, Level], agreement: AgreementContext) -> Clause:
    """A prose clause with what it inherits, its references resolved."""
    assert isinstance(declared.node, ast.Clause)
    items = chain(declared, agreement)
    prose = next(
        (
            Line(each.node.prose, each.module)
            for each in items
            if isinstance(each.node, ast.Clause) and each.node.prose is not None
        ),
        None,
    )
    references: dict[ast.Reference, Quoted] = {}
    # A level that is not there, or has no such value, is one mistake however often the clause speaks of it.
    problems: list[Diagnostic] = []
    for piece in () if prose is None else prose.node.pieces:
        if isinstance(piece, ast.Reference):
            assert prose is not None
            quoted = _resolved(piece, prose.module, clause_of(declared.node), levels, agreement)
            if isinstance(quoted, Quoted):
                references[piece] = quoted
            elif quoted is not None and quoted.message not in {finding.message for finding in problems}:
                problems.append(quoted)
    agreement.found.extend(problems)
    return Clause(declared.node.name.text, title_of(items), declared.node, prose, references)


def _resolved(
    reference: ast.Reference,
    module: Module,
    clause: str,
    levels: Mapping[ast.Node, Level],
    agreement: AgreementContext,
) -> Quoted | Diagnostic | None:
    """What a reference stands for, the finding that it is nothing, or None where another finding explains it."""
    first = reference.path.names[0].text
    names = [name.text for name in reference.path.names]
    if (names == ["settlement"] and reference.is_clause) or (len(names) == 1 and first in _WORDS):
        return Quoted(first)
    found = _longest(reference.path, module)
    if found is None:
        return None if module.may_hide(first) else _unknown(reference, module, clause)
    declared, rest = found
    item = declared if module is agreement.root else agreement.stand_ins.get(declared.node, declared)
    if item.module is not agreement.root and item.path not in {*agreement.calendars, *agreement.records}:
        return None if agreement.root.may_hide(_name_of(item)) else _not_here(reference, item, clause)
    if reference.is_clause:
        return _named(reference, item, rest, clause)
    return _value(reference, item, rest, clause, levels, is_module=not agreement.root.is_agreement)


def _longest(path: ast.Path, module: Module) -> tuple[Declared, Sequence[ast.Name]] | None:
    """The item that the front of a path names, and the names after it."""
    for length in range(len(path.names), 0, -1):
        *prefix, last = (name.text for name in path.names[:length])
        home = module.uses.get(".".join(prefix)) if prefix else module
        if home is not None and last in home.declared:
            return home.declared[last], path.names[length:]
    return None


def _unknown(reference: ast.Reference, module: Module, clause: str) -> Diagnostic:
    known = [name for name, item in module.declared.items() if isinstance(item.node, (*_NAMED, ast.Party))]
    name = reference.path.names[0].text
    return error(
        "SLA240",
        reference.span,
        f"`{name}` is not the name of anything in this {'agreement' if module.is_agreement else 'module'}",
        clause=clause,
        write=did_you_mean(name, [*known, *_WORDS])
        or "name a level, charge, party or clause, or write `{{` for a brace that is text",
    )


def _name_of(item: Declared) -> str:
    assert item.node.name is not None
    return item.node.name.text


def _not_here(reference: ast.Reference, item: Declared, clause: str) -> Diagnostic:
    name = _name_of(item)
    return error(
        "SLA241",
        reference.span,
        f"`{name}` is declared in a module and is not part of this agreement",
        clause=clause,
        write=f"add it: `{word_of(item.node)} {name} like {item.path}`",
    )


def _named(
    reference: ast.Reference, item: Declared, rest: Sequence[ast.Name], clause: str
) -> Quoted | Diagnostic:
    if isinstance(item.node, _NAMED) and not rest:
        return Quoted(item)
    name = reference.path.names[0].text
    return error(
        "SLA242",
        reference.span,
        f"`{reference.path.text}` is not a clause that can be named",
        clause=clause,
        write=f"write `{{ref {name}}}` for the clause"
        if rest
        else f"write `{{{name}}}` to quote {with_article(KINDS[type(item.node)])}",
    )


def _value(
    reference: ast.Reference,
    item: Declared,
    rest: Sequence[ast.Name],
    clause: str,
    levels: Mapping[ast.Node, Level],
    *,
    is_module: bool,
) -> Quoted | Diagnostic | None:
    if isinstance(item.node, ast.Party | ast.Charge) and not rest:
        return Quoted(item)
    if isinstance(item.node, ast.ServiceLevel) and rest:
        if is_module:
            return None
        return _term(reference, item, levels[item.node], rest, clause)
    return _no_value(reference, item.node, clause)


def _no_value(reference: ast.Reference, node: Item, clause: str) -> Diagnostic:
    name = node.name.text if node.name is not None else "severity"
    if isinstance(node, ast.ServiceLevel):
        write = f"write `{{ref {name}}}` to name the clause, or a value of it such as `{{{name}.minimum}}`"
    elif isinstance(node, _NAMED) and not isinstance(node, ast.Charge):
        write = f"write `{{ref {name}}}` to name the clause"
    else:
        write = f"write `{{{name}}}`"
    return error(
        "SLA242",
        reference.span,
        f"`{reference.path.text}` is not a value that can be quoted",
        clause=clause,
        write=write,
    )


def _term(
    reference: ast.Reference, item: Declared, level: Level, rest: Sequence[ast.Name], clause: str
) -> Quoted | Diagnostic | None:
    *values, last = (name.text for name in rest)
    if last not in PARTS:
        return error(
            "SLA242",
            reference.span,
            f"`{last}` is not a value of {clause_of(level.node)}",
            clause=clause,
            write=did_you_mean(last, PARTS) or f"quote {one_of(PARTS)}",
        )
    if not level.terms or level.is_open:
        return None
    fitting = [terms for terms in level.terms if _covers(terms, values, named_in_terms(level.terms))]
    chosen = [terms for terms in fitting if _part_of(terms, last) is not None]
    # A term that is written for the whole level is the same in every row, so it needs no values.
    if chosen and len({_part_of(terms, last) for terms in chosen}) == 1:
        return Quoted(item, chosen[0], last)
    if level.dimensions and not values:
        first = level.terms[0].members[0]
        example = f"{level.name}.{first[0] if first else 'VALUE'}.{last}"
        return error(
            "SLA243",
            reference.span,
            f"`{reference.path.text}` has a value for each row of {clause_of(level.node)}",
            clause=clause,
            write=f"say which, as in `{{{example}}}`",
        )
    known = [part for part in PARTS if any(_part_of(terms, part) is not None for terms in fitting)]
    near = nearest(last, known)
    has_none = error(
        "SLA242",
        reference.span,
        f"{clause_of(level.node)} has no `{'.'.join(name.text for name in rest)}`",
        clause=clause,
        write=f"did you mean `{near}`?"
        if near
        else f"quote {one_of(known)}"
        if known
        else "quote a value that it has",
    )
    return about(has_none, clause_of(level.node))


def _covers(terms: Terms, values: Sequence[str], named: Sequence[frozenset[str]]) -> bool:
    """Whether values, one a dimension, are among those that the terms are about; no values cover all."""
    if not values:
        return True
    return len(values) == len(terms.members) and all(
        value not in others if members is None else value in members
        for value, members, others in zip(values, terms.members, named, strict=True)
    )


def _part_of(terms: Terms, part: str) -> object:
    """The node of a term that prose can quote, None where it is not written."""
    match part:
        case "expected":
            return None if terms.expected is None else terms.expected.node
        case "minimum" | "required":
            return terms.minimum.node if terms.minimum is not None and terms.minimum.word == part else None
        case _:
            return terms.needs
