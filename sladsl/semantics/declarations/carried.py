"""What `the charge` and `the limit` are, above which credits are carried over."""

from __future__ import annotations

from sladsl.semantics.files.modules import Declared, Module
from sladsl.syntax import ast


def charges_in(module: Module) -> list[Declared]:
    """The charges of an agreement."""
    return [item for item in module.declared.values() if isinstance(item.node, ast.Charge)]


def limit_before(step: ast.CarryOver, settlement: ast.Settlement) -> ast.Limit | None:
    """The limit of the step before, where it holds all credits of a settlement period together."""
    place = settlement.steps.index(step)
    before = settlement.steps[place - 1] if place else None
    if not isinstance(before, ast.Limit) or (before.anchor, before.unit) != ("calendar", settlement.unit):
        return None
    return before if before.scope.is_all else None
