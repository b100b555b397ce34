"""Charges: what a day or an hour of one is by agreement."""

from __future__ import annotations

from collections.abc import Iterator

from sladsl.diagnostics.diagnostic import Diagnostic
from sladsl.semantics.findings import error
from sladsl.semantics.meaning import Analysis
from sladsl.syntax import ast
from sladsl.syntax.clauses import clause_of


def check(analysis: Analysis) -> Iterator[Diagnostic]:
    """Look at the parts of charges."""
    for charge in analysis.charges:
        part = charge.part
        if part is None:
            continue
        if not 0 < part.share < 1:
            yield error(
                "SLA838",
                part.span,
                f"no {part.time} of a charge is nothing, or all of it",
                clause=clause_of(charge),
                write="write a fraction below one, such as `a day is 1/30` or `an hour is 1/720`",
            )
        elif part.of is None and len({dated.value.unit for dated in charge.rates}) > 1:
            yield error(
                "SLA839",
                part.span,
                f"the charge is stated per {_units(charge)}, and this does not say of which",
                clause=clause_of(charge),
                write=f"write for instance `a {part.time} is 1/365 of a year`",
            )


def _units(charge: ast.Charge) -> str:
    return " and per ".join(dict.fromkeys(dated.value.unit for dated in charge.rates))
