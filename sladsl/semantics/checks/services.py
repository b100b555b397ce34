"""Services: one beside the other, and each with a charge of its own where a step speaks of it."""

from __future__ import annotations

from collections.abc import Iterator

from sladsl.diagnostics.diagnostic import Diagnostic
from sladsl.semantics.declarations.services import charges_of, is_within, services_of
from sladsl.semantics.findings import error
from sladsl.semantics.meaning import Analysis
from sladsl.syntax import ast
from sladsl.syntax.clauses import clause_of


def check(analysis: Analysis) -> Iterator[Diagnostic]:
    """Look for services within others."""
    services = services_of(analysis.module)
    for inner in services:
        if any(inner is not outer and is_within(inner, outer) for outer in services):
            yield error(
                "SLA858",
                inner.name.span,
                f"`{inner.name.text}` stands within another service",
                clause=clause_of(inner),
                write="write services one after the other",
            )


def each(step: ast.Limit, analysis: Analysis) -> Iterator[Diagnostic]:
    """A limit of each service takes services, and for a share of the charge one charge in each."""
    services = services_of(analysis.module)
    of_charge = isinstance(step.amount, ast.ShareOfService)
    yield from some(step.scope, analysis)
    if of_charge and not step.scope.each_service:
        yield error(
            "SLA859",
            step.amount.span,
            "`the charge` is that of a service, and this limit is not one of each service",
            clause="settlement",
            write="name a charge, or limit the credits `of each service`",
        )
    for service in services if of_charge and step.scope.each_service else ():
        if len(charges_of(service, analysis.module)) != 1:
            yield error(
                "SLA859",
                service.name.span,
                f"`{service.name.text}` has no charge, or several, and the settlement limits its credits to a share "
                "of one",
                clause=clause_of(service),
                write="let each service have one `charge`, or limit credits to a share of a charge that is named",
            )


def some(scope: ast.CreditScope, analysis: Analysis) -> Iterator[Diagnostic]:
    """What is said of each service takes services."""
    if scope.each_service and not services_of(analysis.module) and not analysis.module.may_hide_items:
        yield error(
            "SLA859",
            scope.span,
            "there is no service in this agreement",
            clause="settlement",
            write="write levels and their charge in `service NAME { … }`, or write `credits of each level`",
        )
