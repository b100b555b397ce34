"""What a comparison reports: agreements compared, those that have come or gone, and money where there are records."""

from __future__ import annotations

from sladsl.comparison.change import Change, Comparison, Item
from sladsl.comparison.effect import Effect
from sladsl.comparison.money import MoneyComparison
from sladsl.values import frozen


@frozen
class OneSidedAgreement:
    """An agreement that stands on one side only."""

    name: str
    title: str
    file: str


@frozen
class ComparedAgreement:
    """Two versions of an agreement, each with the file it stands in."""

    old_file: str
    new_file: str
    comparison: Comparison
    money: MoneyComparison | None = None


@frozen
class Difference:
    """All that two files, folders or revisions differ in; `old` and `new` are what was asked for."""

    old: str
    new: str
    compared: tuple[ComparedAgreement, ...]
    added: tuple[OneSidedAgreement, ...] = ()
    removed: tuple[OneSidedAgreement, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether nothing has changed in effect."""
        return not (self.added or self.removed or any(each.comparison.changes for each in self.compared))

    @property
    def effects(self) -> frozenset[Effect]:
        """The effects of all changes of agreements that stand on both sides."""
        return frozenset(change.effect for each in self.compared for change in each.comparison.changes)


def by_item(comparison: Comparison) -> tuple[tuple[Item, tuple[Change, ...]], ...]:
    """The changes under the clause that each is of, in order."""
    items: dict[str, tuple[Item, list[Change]]] = {}
    for change in comparison.changes:
        items.setdefault(change.item.id, (change.item, []))[1].append(change)
    return tuple((item, tuple(changes)) for item, changes in items.values())


def counts_in_words(comparison: Comparison) -> str:
    """How many changes there are of each effect: `2 stricter, 1 weaker`."""
    told = [f"{number} {effect}" for effect in Effect if (number := comparison.count(effect))]
    return ", ".join(told) or "no change in effect"
