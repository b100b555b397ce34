"""Trials that show who gains by a change: one is enough where that is known, and one for each side where it is not."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

from sladsl.comparison.effect import Effect

_Trial = TypeVar("_Trial")
_Witness = TypeVar("_Witness")

_MORE = 30
"""How many more are settled for the other side, where it is unclear who gains by a change."""

_WANTED = {
    Effect.STRICTER: (True,),
    Effect.WEAKER: (False,),
    Effect.INCOMPARABLE: (False, True),
    Effect.NEUTRAL: (),
}
"""Of each effect, whether a trial is to show that more is paid."""


def each_way(
    effect: Effect,
    trials: Iterable[_Trial],
    witness: Callable[[_Trial], _Witness | None],
    is_more: Callable[[_Witness], bool],
    most: int,
) -> Iterator[_Witness]:
    """What trials show of an effect, of which so many are settled before none is told.

    A trial that both sides settle alike has no witness; `is_more` says of one whether more is paid after the change.
    """
    left = {*_WANTED[effect]}
    for number, trial in enumerate(trials):
        if not left or number >= most:
            return
        found = witness(trial)
        if found is not None and is_more(found) in left:
            left.remove(is_more(found))
            most = min(most, number + _MORE)
            yield found
