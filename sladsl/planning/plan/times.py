"""What of a plan is for a time: credits and steps of a settlement from one day on, and before another."""

from __future__ import annotations

import datetime as dt

from sladsl.planning.plan.rules import CreditRule
from sladsl.planning.plan.settlement import DatedStep, Step


def holds_on(fact: CreditRule | Step, day: dt.date) -> bool:
    """Whether a credit or a step is for what starts on a day: a window, a settlement period, the horizon of a limit."""
    return not isinstance(fact, CreditRule | DatedStep) or (
        (fact.since is None or fact.since <= day) and (fact.until is None or day < fact.until)
    )
