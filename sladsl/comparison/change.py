"""Changes as values: what stood there, what stands there now, and what that means."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from sladsl.comparison.effect import Effect, opposite
from sladsl.planning.plan import Plan
from sladsl.source import Span
from sladsl.values import evolve, frozen


@frozen
class Item:
    """A clause of an agreement that changes are told under: its kind, name and title, as documents name it."""

    id: str
    kind: str
    name: str
    title: str = ""

    @property
    def heading(self) -> str:
        """The clause in words: `service level Accuracy "Invoice accuracy"`."""
        parts = (self.kind, self.name, f'"{self.title}"' if self.title else "")
        return " ".join(part for part in parts if part)


@frozen(eq=False)
class TakenBack:
    """A new version without one change: it has `then` where it has `now`, a fact of its plan, which identity tells.

    `old` and `new` are what is in force `since` a date, or from the start of the term, the old one with the names of
    the new.
    """

    old: Plan
    new: Plan
    since: dt.date | None
    now: object
    then: object


@frozen
class Change:
    """A fact that has changed: `before` and `after` in words, None on the side where it does not stand.

    `part` names the fact within its clause. `why` says what the judgement rests on, `witnesses` are values, records or
    dates that the two versions treat differently, `details` the text of what has come or gone as a whole. `old` and
    `new` are where the two versions say it. `settled` finds further witnesses by settling credits both ways, which
    takes its time and is done when they are asked for. `without` is the new version without the change, once for each
    series that it is of, where records may show it.
    """

    item: Item
    part: str
    before: str | None
    after: str | None
    effect: Effect
    why: str
    witnesses: tuple[str, ...]
    old: Span | None
    new: Span | None
    details: tuple[str, ...] = ()
    settled: Callable[[], tuple[str, ...]] | None = None
    without: tuple[TakenBack, ...] = ()

    @property
    def shown(self) -> tuple[str, ...]:
        """All that shows the change."""
        return self.witnesses if self.settled is None else (*self.witnesses, *self.settled())


@frozen
class Comparison:
    """All that has changed between two versions of an agreement, clause by clause."""

    name: str
    title: str
    changes: tuple[Change, ...]

    def count(self, effect: Effect) -> int:
        """How many changes have this effect."""
        return sum(change.effect is effect for change in self.changes)


def for_customer(change: Change) -> Change:
    """A change of what the customer has promised: what is stricter there is weaker for the provider."""
    return evolve(change, effect=opposite(change.effect))
