"""Services compared: what is provided, and which levels and charges belong to them."""

from __future__ import annotations

from collections.abc import Iterator

from sladsl.comparison.aspects import Aspect, ChangePlace, PlanPair, differences
from sladsl.comparison.change import Change, Item
from sladsl.comparison.effect import INCOMPARABLE, NEUTRAL, because
from sladsl.planning.plan import Plan, Service
from sladsl.planning.text import service_lines
from sladsl.planning.text_line import PlanLine

_TOLD = "what is credited and limited is told where it changes"
_SERVICE = (
    Aspect("title", "title", lambda _plan, title: str(title), lambda *_: NEUTRAL),
    Aspect("description", "what is provided", lambda _plan, text: str(text), lambda *_: INCOMPARABLE),
    Aspect("levels", "levels", lambda _plan, names: ", ".join(names), lambda *_: because(NEUTRAL, _TOLD)),
    Aspect("charges", "charges", lambda _plan, names: ", ".join(names), lambda *_: because(NEUTRAL, _TOLD)),
)


def service_item(service: Service) -> Item:
    """A service as documents name it."""
    return Item(service.id, "service", service.name, service.title)


def service_changes(pair: PlanPair, old: Service, new: Service) -> Iterator[Change]:
    """The changes of a service."""
    yield from differences(pair, ChangePlace(service_item(new), "", old.span, new.span), _SERVICE, old, new)


def lines_of_service(_plan: Plan, service: Service) -> Iterator[PlanLine]:
    """A service as the plan writes it."""
    yield from service_lines(service)
