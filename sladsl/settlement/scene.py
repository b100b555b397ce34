"""What the steps of a settlement see beside the credits."""

from __future__ import annotations

from attrs import frozen

from sladsl.planning.plan import Plan
from sladsl.settlement.history import Histories


@frozen
class Scene:
    """The agreement, and the windows of every series whose verdicts count."""

    plan: Plan
    histories: Histories
