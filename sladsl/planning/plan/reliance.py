"""What a level relies on: promises of other agreements."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum

from sladsl.planning.plan.facts import Comparator, Dated, Fact, Quantity
from sladsl.planning.plan.measures import Rounding
from sladsl.values import frozen


class Obstacle(StrEnum):
    """Why a promise says nothing that a level could be held against, in the words of a finding."""

    MEASURE = "only availability is held against availability"
    NO_MINIMUM = "it has no minimum that could be missed"
    VALUES = "it is measured by values, and which of them is relied on is not said"
    WINDOW = "its windows do not make up those of this level"
    ZONE = "its days begin and end in another time zone"
    CALENDAR = "it promises availability in other hours"
    EXCLUSIONS = "what is excluded from one of them is not excluded from the other"
    SHORT_OUTAGES = "outages that are too short to count there may count here"
    PARTS_OF_MINUTES = "it drops parts of minutes"
    WEIGHTED = "it weighs outages by how much they affect"
    ENTITIES = "it counts as up while some of what it is about is down"
    OUTSIDE = "it counts time outside its term as up"


@frozen
class SupplierPromise(Fact):
    """A level of another agreement in `file`, by its least availability: `values`, each from its first window on.

    It binds from the first window after the other agreement's start and the grace of the level, until its last day,
    both inclusive. With `obstacles` it cannot be held against the level that relies on it. `earlier` is what has bound
    before amendments to that agreement, each with its own days.
    """

    file: str
    agreement: str
    provider: str
    level: str
    title: str
    since: dt.date
    until: dt.date | None
    comparator: Comparator
    values: tuple[Dated[Quantity], ...]
    rounded: Rounding | None = None
    obstacles: tuple[Obstacle, ...] = ()
    earlier: tuple[SupplierPromise, ...] = ()

    @property
    def wordings(self) -> tuple[SupplierPromise, ...]:
        """What has bound before amendments, in order, and what binds last."""
        return (*self.earlier, self)

    def binding(self, day: dt.date) -> SupplierPromise | None:
        """The wording that binds on a day; None where none does."""
        bound = (each for each in self.wordings if each.since <= day)
        return next((each for each in bound if each.until is None or day <= each.until), None)


@frozen
class Reliance(Fact):
    """The promises that a level relies on: it is up while all are kept (`in_series`), or while any one of them is."""

    in_series: bool
    promises: tuple[SupplierPromise, ...]
