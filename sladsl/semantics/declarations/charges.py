"""Which charge `the charge` is."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from sladsl.diagnostics.diagnostic import Diagnostic
from sladsl.semantics.declarations.agreement_context import AgreementContext
from sladsl.semantics.declarations.carried import charges_in
from sladsl.semantics.declarations.services import charges_of, service_of
from sladsl.semantics.files.modules import Declared
from sladsl.semantics.findings import error
from sladsl.semantics.meaning import CreditNode, FieldPath, Level, Line
from sladsl.semantics.nearest import one_of
from sladsl.source import Span
from sladsl.syntax import ast


def of_field(level: Level, node: CreditNode) -> FieldPath | None:
    """The field of each record that a credit per record is a share of, where it is not one of a charge."""
    path = field_path(node)
    reading = None if path is None else level.readings.get(path)
    return reading if isinstance(reading, FieldPath) else None


def field_path(node: CreditNode) -> ast.Path | None:
    """The path after `of` in a credit per record, which may name a field or a charge."""
    if not isinstance(node, ast.CreditLine) or node.per_record is None or node.base is None:
        return None
    return node.base.charges[0] if len(node.base.charges) == 1 else None


def tells_apart(level: Level, base: ast.Base) -> bool:
    """Whether all charges that a base names are apart for each of the values that a level is measured by."""
    charges = [declared.node for declared in level.charged.get(base, ())]
    return charges != [] and all(
        isinstance(charge, ast.Charge) and _are_among(names_of(level.by), names_of(charge.by))
        for charge in charges
    )


def _are_among(wanted: Collection[str], names: Collection[str]) -> bool:
    """Whether some names are among others, or may be, since one of those is missing."""
    return "" in names or set(wanted) <= set(names)


def names_of(by: Iterable[ast.Path]) -> set[str]:
    """The names by which dimensions of levels and charges are alike: of a path the last."""
    return {path.names[-1].text for path in by}


def the_charge(base: Line[ast.Base], clause: str, agreement: AgreementContext) -> tuple[Declared, ...]:
    """The only charge of the service around it, or else of the agreement; several, or none, are a mistake."""
    service = service_of(base.node, agreement.root)
    found = [] if service is None else list(charges_of(service, agreement.root))
    found = found or charges_in(agreement.root)
    if len(found) == 1:
        return (found[0],)
    if agreement.root.is_agreement and not agreement.root.may_hide_items:
        agreement.found.append(not_one_charge([item.path for item in found], base.node.span, clause))
    return ()


def not_one_charge(names: Sequence[str], place: Span, clause: str, before: str = "") -> Diagnostic:
    """What is said of `the charge` where there are several, or none; `before` is what one is written after instead."""
    return error(
        "SLA700",
        place,
        f"there is more than one charge: {one_of(names, 'and')}"
        if names
        else "there is no charge in this agreement",
        clause=clause,
        write=f"name the one that is meant: {one_of([f'{before}{name}' for name in names])}"
        if names
        else "add for instance `charge MonthlyCharges GBP 85,000 per month`",
    )
