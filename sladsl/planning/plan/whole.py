"""An agreement, resolved."""

from __future__ import annotations

import datetime as dt

from sladsl.planning.plan.agreement import Charge, Party, Term
from sladsl.planning.plan.amendments import Amendment
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
    """An agreement, resolved. `tools` names the versions of whatever decides dates: tzdata, holidays.

    One with `amendments` is whole in each of its `eras`, which follow one another: a window, or a settlement period, is
    bound by the era in which it starts, the days from `since` to the one before `until`. What stands beside the eras is
    of all of them: an item of each name, as it is in the last era that has it.
    """

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
    amendments: tuple[Amendment, ...] = ()
    since: dt.date | None = None
    until: dt.date | None = None
    eras: tuple[Plan, ...] = ()
