"""Making findings, and where they point."""

from __future__ import annotations

from collections.abc import Iterable
from typing import assert_never

from sladsl.diagnostics.diagnostic import Diagnostic, Label, Severity
from sladsl.source import Span
from sladsl.syntax import ast
from sladsl.values import evolve


def error(
    code: str,
    span: Span,
    message: str,
    *,
    clause: str | None = None,
    write: str | None = None,
    labels: Iterable[Label] = (),
) -> Diagnostic:
    """A finding that stops the agreement from being compiled; `write` says what to write instead."""
    return Diagnostic(code, Severity.ERROR, message, span, labels=tuple(labels), help=write, clause=clause)


def warning(
    code: str,
    span: Span,
    message: str,
    *,
    clause: str | None = None,
    write: str | None = None,
    labels: Iterable[Label] = (),
) -> Diagnostic:
    """A finding that is probably a mistake, though it has a meaning."""
    return Diagnostic(code, Severity.WARNING, message, span, labels=tuple(labels), help=write, clause=clause)


def hint(
    code: str, span: Span, message: str, *, clause: str | None = None, write: str | None = None
) -> Diagnostic:
    """A finding that the author may want to know of."""
    return Diagnostic(code, Severity.HINT, message, span, help=write, clause=clause)


def by_type(finding: Diagnostic, declared: Span) -> Diagnostic:
    """A finding that rests on the type of a field, which is written at `declared`."""
    return evolve(finding, subject=_type_at(declared))


def perhaps_by_type(finding: Diagnostic, declared: Iterable[Span]) -> Diagnostic:
    """A finding that may rest on the type of one of some fields, if another finding rests on it."""
    return evolve(finding, perhaps=tuple(_type_at(span) for span in declared))


def _type_at(declared: Span) -> Label:
    return Label(declared, "declared as this here")


def about(finding: Diagnostic, clause: str) -> Diagnostic:
    """A finding that speaks of the lines of another item, and is told only where they are sound."""
    return evolve(finding, about=clause)


def first_at(span: Span) -> tuple[Label, ...]:
    """Points at the first of two things that may stand only once."""
    return (Label(span, "the first is here"),)


def written_at(node: ast.Item) -> Span:
    """Where to point for an item as a whole: its name, or its own words where it has none."""
    match node:
        case (
            ast.Party()
            | ast.Charge()
            | ast.Calendar()
            | ast.Records()
            | ast.ServiceLevel()
            | ast.Remedy()
            | ast.Service()
            | ast.Clause()
        ):
            return node.name.span
        case ast.SeverityScheme():
            return node.span if node.name is None else node.name.span
        case ast.Example():
            return node.title.span
        case ast.Version() | ast.Term() | ast.Zone() | ast.Currency() | ast.Law() | ast.Settlement():
            return node.span
    assert_never(node)
