"""What amendments change in an agreement, and from when on."""

from __future__ import annotations

import datetime as dt

from sladsl.planning.plan.facts import Fact
from sladsl.values import frozen


@frozen
class Changed(Fact):
    """An item that an amendment replaces, adds or removes: what it `does`, the item's clause, and its title."""

    does: str
    clause: str
    title: str


@frozen
class Amendment(Fact):
    """An amendment, which binds windows and settlement periods that start on its date or later."""

    name: str
    title: str
    effective: dt.date
    changes: tuple[Changed, ...]
