"""Which service an item belongs to: the one within whose braces it stands."""

from __future__ import annotations

from sladsl.semantics.files.modules import Declared, Module
from sladsl.syntax import ast


def services_of(module: Module) -> tuple[ast.Service, ...]:
    """The services of a file, in order."""
    return tuple(item for item in module.items if isinstance(item, ast.Service))


def is_within(node: ast.Node, service: ast.Service) -> bool:
    """Whether something stands within a service."""
    return node.span.file == service.span.file and service.span.start <= node.span.start < service.span.end


def service_of(node: ast.Node, module: Module) -> ast.Service | None:
    """The service that something stands in."""
    return next((service for service in services_of(module) if is_within(node, service)), None)


def charges_of(service: ast.Service, module: Module) -> tuple[Declared, ...]:
    """The charges of a service."""
    return tuple(
        item
        for item in module.declared.values()
        if isinstance(item.node, ast.Charge) and is_within(item.node, service)
    )


def levels_of_service(service: ast.Service, module: Module) -> tuple[Declared, ...]:
    """The service levels of a service."""
    return tuple(
        item
        for item in module.declared.values()
        if isinstance(item.node, ast.ServiceLevel) and is_within(item.node, service)
    )
