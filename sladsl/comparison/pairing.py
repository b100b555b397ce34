"""What two versions have several of in pairs, so that one that comes or goes takes no other one's place."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import zip_longest
from typing import TypeVar

_P = TypeVar("_P")


def paired(
    old: Sequence[_P], new: Sequence[_P], *likenesses: Callable[[_P], object]
) -> list[tuple[_P | None, _P | None]]:
    """Pairs of those that are alike, by the first of the likenesses first; the rest in the order written."""
    left_old, left_new = list(old), list(new)
    pairs: list[tuple[_P | None, _P | None]] = []
    for likeness in likenesses:
        for one in tuple(left_old):
            other = next((each for each in left_new if likeness(each) == likeness(one)), None)
            if other is not None:
                pairs.append((one, other))
                left_old.remove(one)
                left_new.remove(other)
    return [*pairs, *zip_longest(left_old, left_new)]
