"""Records that show a change."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sladsl.comparison.by_records.versions import Versions
from sladsl.comparison.effect import Effect, opposite
from sladsl.values import frozen


@frozen
class Shown:
    """Records that show a change: `is_harder` says for whom, and `effect` what that means; None where it is unclear.

    What has the least `rank` is told first. `level` is whose windows show it, where a change is about several levels.
    With `is_beside`, it is told beside what else shows a change both ways.
    """

    rank: tuple[bool, int]
    is_harder: bool | None
    effect: Effect | None
    words: str
    level: str = ""
    is_beside: bool = False


def effect_of(versions: Versions, harder: Effect, *, is_harder: bool) -> Effect:
    """What it means that a level is harder to keep by records, or easier, where `harder` is what the former means.

    What is harder for the customer is easier for the provider.
    """
    effect = harder if is_harder else opposite(harder)
    return opposite(effect) if versions.new[0].party == "customer" else effect


def clear_ones(sides: Mapping[bool | None, Shown]) -> Sequence[Shown]:
    """What is harder and what is easier or, where nothing is either, what is unclear."""
    return [shown for side, shown in sides.items() if side is not None] or [*sides.values()]
