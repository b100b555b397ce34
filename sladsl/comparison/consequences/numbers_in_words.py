"""Numbers that alone differ between two texts: `10 days before, 6 days after`."""

from __future__ import annotations

import re
from collections.abc import Iterator

_NUMBER = re.compile(r"(?<!\w)(\d+(?:[.,]\d+)*)(\s?%| \w+)?")


def numbers_told(old: str, new: str) -> Iterator[str]:
    """Say each number that has become another one, with the word behind it; nothing where other words differ, too."""
    found = [list(_NUMBER.finditer(text)) for text in (old, new)]
    if without_numbers(old) != without_numbers(new):
        return
    for before, after in zip(*found, strict=True):
        if before[0] != after[0]:
            yield f"{before[0]} before, {after[0]} after"


def without_numbers(text: str) -> str:
    """What a text says beside its numbers, the same for all of them."""
    return _NUMBER.sub(_without_number, text)


def _without_number(found: re.Match[str]) -> str:
    """What stands for a number, with the word behind it: in the plural, which is another one for one thing."""
    word = found[2] or ""
    return f"0{word if word.endswith('s') else word + 's'}"
