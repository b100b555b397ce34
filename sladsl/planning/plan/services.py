"""Services: what is provided, its levels and its charges."""

from __future__ import annotations

from sladsl.planning.plan.facts import Fact
from sladsl.values import frozen


@frozen
class Service(Fact):
    """A service with the names of its service levels and charges."""

    name: str
    title: str
    description: str
    levels: tuple[str, ...]
    charges: tuple[str, ...]
