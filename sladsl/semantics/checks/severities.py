"""Severities: fields of that type need a scheme, and a scheme needs tiers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from sladsl.diagnostics.diagnostic import Diagnostic
from sladsl.semantics.findings import by_type, error, warning, written_at
from sladsl.semantics.meaning import Analysis
from sladsl.semantics.types import ValueKind
from sladsl.syntax import ast
from sladsl.syntax.clauses import clause_of


def check(analysis: Analysis) -> Iterator[Diagnostic]:
    """Look at the severity scheme and at the first field that needs it."""
    scheme = analysis.severities
    if scheme is None and analysis.is_agreement and not analysis.module.may_hide_items:
        yield from _without_scheme(analysis)
    if scheme is None:
        return
    clause = clause_of(scheme.node)
    if not scheme.tiers and not scheme.is_open:
        yield error(
            "SLA156",
            written_at(scheme.node),
            "the severity scheme has no severities",
            clause=clause,
            write='add a line for each, most severe first, such as `P1 "Critical"`',
        )
    yield from _on_one_line(scheme.node, [line.node for line in scheme.tiers], clause)
    for line in scheme.tiers:
        for piece in () if line.node.description is None else line.node.description.pieces:
            if isinstance(piece, ast.Reference):
                yield error(
                    "SLA157",
                    piece.span,
                    "the description of a severity cannot refer to the rules",
                    clause=clause,
                    write="say what can be observed, and put the rule into a `clause`",
                )


def _on_one_line(
    scheme: ast.SeverityScheme, tiers: Sequence[ast.SeverityTier], clause: str
) -> Iterator[Diagnostic]:
    """A title without its quotes is read as a severity, beside the one that it was meant for."""
    for tier, beside in pairwise(tiers):
        is_beside = tier.name.span.line == beside.name.span.line and tier.span.file == scheme.span.file
        is_alone = tier.title is None and tier.description is None
        if is_beside and is_alone and scheme.span.line < tier.span.line:
            yield warning(
                "SLA792",
                beside.name.span,
                f"`{beside.name.text}` is a severity of its own, on the line of `{tier.name.text}`",
                clause=clause,
                write=f'write a title in quotes, `{tier.name.text} "{beside.name.text}"`, or each severity on its line',
            )


def _without_scheme(analysis: Analysis) -> Iterator[Diagnostic]:
    for records in analysis.records.values():
        for field in records.fields.values():
            if field.type.kind is ValueKind.SEVERITY:
                found = error(
                    "SLA154",
                    field.line.node.type.span,
                    f"`{field.name}` is a severity, and the agreement does not say which there are",
                    clause=clause_of(records.node),
                    write='add `severity { P1 "Critical" P2 "High" }`, or one `like` a scheme of a module',
                )
                yield by_type(found, field.line.node.type.span)
                return
