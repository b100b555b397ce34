"""Which level, and which row of its tiers, an example or a settlement step speaks of."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from sladsl.diagnostics.diagnostic import Diagnostic
from sladsl.semantics.declarations.agreement_context import AgreementContext, find, find_records
from sladsl.semantics.files.modules import Declared, Module
from sladsl.semantics.findings import about, error
from sladsl.semantics.meaning import ExampleSubject, Level, Terms, is_of_records
from sladsl.semantics.targets.tiers import dimension_cell, named_in_terms
from sladsl.syntax import ast
from sladsl.syntax.clauses import clause_of
from sladsl.values import evolve


def find_level(
    path: ast.Path, clause: str, agreement: AgreementContext, module: Module | None = None
) -> Declared | None:
    """The agreement's own level that a path stands for; the path is in the agreement itself, or else in a module."""
    declared = find(path, module or agreement.root, ast.ServiceLevel, clause, agreement)
    if declared is None or declared.module is agreement.root:
        return declared
    name = path.names[-1].text
    if agreement.root.may_hide(name):
        return None
    agreement.found.append(
        error(
            "SLA241",
            path.span,
            f"`{path.text}` is declared in a module and is not part of this agreement",
            clause=clause,
            write=f"add it, `service level {name} like {path.text}`, and write `{name}` here",
        )
    )
    return None


def subjects_of(
    examples: Iterable[ast.Example], levels: Mapping[ast.Node, Level], agreement: AgreementContext
) -> Mapping[ast.LevelAt, ExampleSubject]:
    """What each `LEVEL for VALUES` in the examples speaks of; record sets of `given` are named on the way."""
    found: dict[ast.LevelAt, ExampleSubject] = {}
    for example in examples:
        clause = clause_of(example)
        for item in example.items:
            if isinstance(item, ast.GivenRecords):
                find_records(item.records, agreement.root, clause, agreement)
            elif isinstance(item, ast.ExpectRemedy):
                find(item.remedy, agreement.root, ast.Remedy, clause, agreement)
            elif not isinstance(item, ast.AsOf) and item.subject is not None:
                declared = find_level(item.subject.level, clause, agreement)
                if declared is not None:
                    found[item.subject] = _window(
                        item.subject, levels[declared.node], clause, agreement.found
                    )
    return found


def subject_of(
    at: ast.LevelAt, levels: Mapping[ast.Node, Level], clause: str, agreement: AgreementContext
) -> Mapping[ast.LevelAt, ExampleSubject]:
    """What one `LEVEL for VALUES` speaks of; nothing where there is no such level."""
    declared = find_level(at.level, clause, agreement)
    return {} if declared is None else {at: _subject(at, levels[declared.node], clause, agreement.found)}


def _window(at: ast.LevelAt, level: Level, clause: str, found: list[Diagnostic]) -> ExampleSubject:
    """What `LEVEL for VALUES` speaks of where a window is meant: of single records the last value names the record."""
    if not is_of_records(level.lines) or level.is_open or len(level.dimensions) != len(level.by):
        return _subject(at, level, clause, found)
    record = at.key[-1].texts if at.key else ()
    if len(at.key) != len(level.dimensions) + 1 or len(record) != 1:
        example = " / ".join((*next(_examples(level), ()), '"1"'))
        which = error(
            "SLA255",
            at.span,
            f"each record is a window of `{level.name}`, and this does not say which one",
            clause=clause,
            write=f"write its key last, for instance `{_shown(level, example)}`",
        )
        found.append(about(which, clause_of(level.node)))
        return ExampleSubject(level, None)
    meant = _subject(evolve(at, key=at.key[:-1]), level, clause, found)
    return evolve(meant, record=record[0])


def _subject(at: ast.LevelAt, level: Level, clause: str, found: list[Diagnostic]) -> ExampleSubject:
    if level.is_open or len(level.dimensions) != len(level.by):
        return ExampleSubject(level, None)
    problem = _wrong_count(at, level, clause)
    if problem is not None:
        found.append(problem)
        return ExampleSubject(level, None)
    chosen = next((terms for terms in level.terms if _is_of(at, terms, level)), None)
    if chosen is None and level.terms and not _has_unknown_values(level):
        found.append(_no_row(at, level, clause))
    return ExampleSubject(level, chosen)


def _has_unknown_values(level: Level) -> bool:
    """Whether a row of tiers names a value that there is not, and may be the one that is missed here."""
    tiers = level.lines.tiers
    cells = (
        []
        if tiers is None
        else [
            (dimension, dimension_cell(row, tiers.node, dimension))
            for row in tiers.node.rows
            for dimension in level.dimensions
        ]
    )
    return any(
        isinstance(cell, ast.ValueList)
        and not dimension.is_open
        and any(value not in dimension.values for value in cell.texts)
        for dimension, cell in cells
    )


def _is_of(at: ast.LevelAt, terms: Terms, level: Level) -> bool:
    named = named_in_terms(level.terms)
    return all(
        (len(written.texts) == 1 and written.texts[0] not in others)
        if members is None
        else set(written.texts) == set(members)
        for written, members, others in zip(at.key, terms.members, named, strict=True)
    )


def _wrong_count(at: ast.LevelAt, level: Level, clause: str) -> Diagnostic | None:
    if len(at.key) == len(level.dimensions):
        return None
    if not level.dimensions:
        return error(
            "SLA255",
            at.span,
            f"`{level.name}` is not measured by any field",
            clause=clause,
            write=f"write `{level.name}` without `for`",
        )
    names = " / ".join(dimension.name for dimension in level.dimensions)
    return error(
        "SLA255",
        at.span,
        f"`{level.name}` is measured by `{names}`, and this does not say for which",
        clause=clause,
        write=f"write for instance `{_shown(level, ' / '.join(next(_examples(level), ('…',))))}`",
    )


def _no_row(at: ast.LevelAt, level: Level, clause: str) -> Diagnostic:
    written = " / ".join(", ".join(values.texts) for values in at.key)
    known = ", ".join(f"`{key}`" for key in _keys(level))
    found = error(
        "SLA255",
        at.key[0].span,
        f"`{level.name}` is not measured for `{written}`",
        clause=clause,
        write=f"it is measured for {known}",
    )
    return about(found, clause_of(level.node))


def _keys(level: Level) -> Iterator[str]:
    return (" / ".join(terms.key) for terms in level.terms)


def _examples(level: Level) -> Iterator[tuple[str, ...]]:
    """What each row may be named by, as an example writes it; a value that only the records tell is left open."""
    for terms in level.terms:
        yield tuple(", ".join(map(_spelt, members or ("…",))) for members in terms.members)


def _spelt(value: str) -> str:
    return value if value.isidentifier() else f'"{value}"'


def _shown(level: Level, key: str) -> str:
    return f"{level.name} for {key}"
