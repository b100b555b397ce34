"""All money of an agreement is in its one currency."""

from __future__ import annotations

from collections.abc import Iterator

from sladsl.diagnostics.diagnostic import Diagnostic
from sladsl.semantics.declarations.currencies import MINOR_DIGITS
from sladsl.semantics.findings import error
from sladsl.semantics.meaning import Analysis
from sladsl.syntax import ast
from sladsl.syntax.clauses import clause_of
from sladsl.syntax.walk import remembered, walk


def check(analysis: Analysis) -> Iterator[Diagnostic]:
    """Look at the currency and at every amount of money."""
    currency = analysis.header.currency
    if currency is None:
        return
    if currency.code not in MINOR_DIGITS:
        yield error(
            "SLA132",
            currency.code_span,
            f"there is no currency `{currency.code}`",
            write=_meant(currency.code),
        )
        return
    for clause, node in _lines(analysis):
        for part in _amounts(node):
            if part.currency != currency.code:
                yield error(
                    "SLA136",
                    part.span,
                    f"this amount is in `{part.currency}`, and the agreement is in `{currency.code}`",
                    clause=clause,
                    write=f"write the amount in {currency.code}",
                )


@remembered
def _amounts(line: ast.Node) -> tuple[ast.Money, ...]:
    return tuple(part for part in walk(line) if isinstance(part, ast.Money))


def _meant(code: str) -> str:
    """Of codes of three letters only those with the same letters are likely to be meant."""
    same = next((known for known in MINOR_DIGITS if sorted(known) == sorted(code)), None)
    return f"did you mean `{same}`?" if same else "write a code of ISO 4217, such as `GBP` or `EUR`"


def _lines(analysis: Analysis) -> Iterator[tuple[str, ast.Node]]:
    """Whatever of the agreement may hold an amount, inherited lines included, with its clause."""
    for charge in analysis.known_charges.values():
        yield clause_of(charge), charge
    for level in analysis.levels:
        lines = level.lines
        every = (
            lines.population,
            lines.good,
            lines.measure,
            *lines.targets,
            *lines.credits,
            lines.tiers,
        )
        yield from ((clause_of(level.node), line.node) for line in every if line is not None)
    if analysis.settlement is not None:
        yield "settlement", analysis.settlement
    yield from ((clause_of(example), example) for example in analysis.examples)
