"""An agreement, resolved."""

from __future__ import annotations

from sladsl.planning.plan.agreement import Charge, Party, Term
from sladsl.planning.plan.calendars import Calendar
from sladsl.planning.plan.facts import Fact
from sladsl.planning.plan.levels import ServiceLevel
from sladsl.planning.plan.records import RecordSet, SeverityTier
from sladsl.planning.plan.remedies import Remedy
from sladsl.planning.plan.services import Service
from sladsl.planning.plan.settlement import Settlement
from sladsl.values import frozen


@frozen
class Plan(Fact):
    """An agreement, resolved. `tools` names the versions of whatever decides dates: tzdata, holidays."""

    name: str
    title: str
    version: str
    provider: Party
    customer: Party
    term: Term
    zone: str
    currency: str
    minor_digits: int
    law: str
    charges: tuple[Charge, ...]
    calendars: tuple[Calendar, ...]
    records: tuple[RecordSet, ...]
    severities: tuple[SeverityTier, ...]
    levels: tuple[ServiceLevel, ...]
    settlement: Settlement | None
    tools: tuple[tuple[str, str], ...]
    remedies: tuple[Remedy, ...] = ()
    services: tuple[Service, ...] = ()
