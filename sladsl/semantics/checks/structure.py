"""A file holds one agreement or one module, and a module holds what several agreements may share."""

from __future__ import annotations

from collections.abc import Iterator

from sladsl.diagnostics.diagnostic import Diagnostic
from sladsl.semantics.findings import error, first_at, written_at
from sladsl.semantics.meaning import Analysis
from sladsl.syntax import ast
from sladsl.syntax.clauses import clause_of, word_of

SHARED = (ast.Calendar, ast.Records, ast.SeverityScheme, ast.ServiceLevel, ast.Clause)
"""What a module may hold."""


def check(analysis: Analysis) -> Iterator[Diagnostic]:
    """Look at the blocks of the file."""
    module = analysis.module
    blocks = module.document.blocks
    if not blocks and not module.parsed.diagnostics:
        yield error(
            "SLA100",
            module.source.span(0, 0),
            "the file holds no agreement and no module",
            write='write `agreement NAME "Title" {`, or `module NAME "Title" {` for what several agreements share',
        )
    for block in blocks[1:]:
        yield error(
            "SLA101",
            block.name.span,
            f"a second {block.kind} begins here, and a file holds one",
            write=f"move `{block.name.text}` into a file of its own",
            labels=first_at(blocks[0].name.span),
        )
    if blocks and not analysis.is_agreement:
        for item in module.items:
            if not isinstance(item, SHARED):
                yield error(
                    "SLA108",
                    written_at(item),
                    f"a module cannot have `{word_of(item)}`",
                    clause=clause_of(item),
                    write="write it in the agreement; a module has calendars, records, severities, levels and clauses",
                )
