"""Levels by the services that they stand in, as documents and statements list them."""

from __future__ import annotations

from sladsl.planning.plan import Plan, Service, ServiceLevel

OTHERS = "Other levels"
"""What the levels are called that stand in no service, where others do."""


def by_service(plan: Plan) -> tuple[tuple[str | None, tuple[ServiceLevel, ...]], ...]:
    """The titles of the services that have levels, each with these; then the levels of none.

    Where no level stands in a service, all of them together, under no title.
    """
    groups = [(_title(service), _levels(plan, service)) for service in plan.services]
    named = {level.name for _, levels in groups for level in levels}
    if not named:
        return ((None, plan.levels),)
    others = tuple(level for level in plan.levels if level.name not in named)
    return (*(group for group in groups if group[1]), *([(OTHERS, others)] if others else []))


def _levels(plan: Plan, service: Service) -> tuple[ServiceLevel, ...]:
    return tuple(level for level in plan.levels if level.name in service.levels)


def _title(service: Service) -> str:
    return service.title or service.name
