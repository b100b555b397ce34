"""What a step of the settlement holds apart, or against each other: values that levels are measured by, and levels."""

from __future__ import annotations

from collections.abc import Iterator
from typing import assert_never

from sladsl.diagnostics.diagnostic import Diagnostic, Label
from sladsl.semantics.checks.credits import credit_of
from sladsl.semantics.findings import error, first_at
from sladsl.semantics.meaning import Analysis, Dimension, Level
from sladsl.semantics.nearest import nearest
from sladsl.syntax import ast

_CLAUSE = "settlement"


def measured_by(name: ast.Name | None, analysis: Analysis) -> Iterator[Diagnostic]:
    """Find the name of a dimension that no level with a credit has."""
    if name is None or _dimensions(name, analysis):
        return
    levels = _with_credit(analysis)
    if any(level.is_open or len(level.dimensions) != len(level.by) for level in levels):
        return
    known = {dimension.name for level in levels for dimension in level.dimensions}
    near = nearest(name.text, known)
    yield error(
        "SLA734",
        name.span,
        f"no level with a credit is measured by `{name.text}`",
        clause=_CLAUSE,
        write=_instead(name.text, near),
    )


def _instead(name: str, near: str | None) -> str:
    if name in {"day", "week", "month", "quarter", "year", "period"}:
        return "write `per window`"
    return f"did you mean `{near}`?" if near else f"declare the levels concerned `by {name}`"


def of_one_thing(name: ast.Name, analysis: Analysis) -> Iterator[Diagnostic]:
    """Find a dimension whose values stay, such as sites: the highest credit for one of them would be its last."""
    yield from measured_by(name, analysis)
    for dimension in _dimensions(name, analysis):
        if dimension.path.type.kind != "ref":
            yield error(
                "SLA735",
                name.span,
                f"`{name.text}` is {dimension.path.type}, and only what happens once has a highest credit for good",
                clause=_CLAUSE,
                write="name a field that refers to a record, such as `incident : ref incident`",
            )
            return


def comparable(step: ast.HighestOf, analysis: Analysis) -> Iterator[Diagnostic]:
    """Find levels whose credits cannot be compared window by window, and one that is compared with itself."""
    by_node: dict[ast.Node, Level] = {level.node: level for level in analysis.levels}
    seen: dict[str, tuple[ast.Path, Level]] = {}
    for path in step.levels:
        named = analysis.named.get(path)
        level = None if named is None else by_node.get(named.node)
        if level is None:
            continue
        if level.name in seen:
            yield _twice(path, seen[level.name][0])
        elif seen:
            yield from _differs(path, level, *next(iter(seen.values())))
        seen.setdefault(level.name, (path, level))


def covered(levels: tuple[ast.Path, ...] | None, analysis: Analysis) -> set[str]:
    """The names of the levels with a credit that a step is about: those it names, or all."""
    if levels is None:
        return {level.name for level in _with_credit(analysis)}
    return {named.path for path in levels if (named := analysis.named.get(path)) is not None}


def _twice(path: ast.Path, first: ast.Path) -> Diagnostic:
    return error(
        "SLA739",
        path.span,
        f"`{path.text}` stands twice, and its credit would be compared with itself",
        clause=_CLAUSE,
        write="name each level once",
        labels=first_at(first.span),
    )


def _differs(path: ast.Path, level: Level, other: ast.Path, first: Level) -> Iterator[Diagnostic]:
    if level.is_open or first.is_open or None in {_window(level), _window(first)}:
        return
    if _window(level) != _window(first):
        problem, write = "windows of another kind", "give both the same `window`"
    elif [each.name for each in level.dimensions] != [each.name for each in first.dimensions]:
        problem, write = "credits for other values", "measure both `by` the same fields, or neither"
    else:
        return
    yield error(
        "SLA736",
        path.span,
        f"`{path.text}` has {problem} than `{other.text}`, so their credits cannot be compared",
        clause=_CLAUSE,
        write=write,
        labels=[Label(other.span, "compared with this one")],
    )


def _window(level: Level) -> object:
    line = level.lines.window
    if line is None:
        return None
    match line.node:
        case ast.MeasurementWindow(unit=unit, anchor=anchor):
            return unit, anchor
        case ast.RollingWindow(length=length):
            return type(length), length.value
        case ast.RecordWindow():
            return "record"
    assert_never(line.node)


def _dimensions(name: ast.Name, analysis: Analysis) -> list[Dimension]:
    return [
        dimension
        for level in _with_credit(analysis)
        for dimension in level.dimensions
        if dimension.name == name.text
    ]


def _with_credit(analysis: Analysis) -> list[Level]:
    return [level for level in analysis.levels if credit_of(level) is not None]
