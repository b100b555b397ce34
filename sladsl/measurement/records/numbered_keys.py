"""Keys that are numbered: numbers close together, or one text and such numbers, as `INC0000001`, `INC0000002`.

Each is turned into its number, whatever else that number may stand for: if there are as many numbers as keys, no two
keys are the same. A set of integers that lie close together is counted by a bit for each, without a table of all keys.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import takewhile

from sladsl.measurement.engines.engine import Session, query
from sladsl.measurement.sql.pieces import Sql, integer, name, sql
from sladsl.values import frozen

_BITS_FOR_A_KEY = 16
_MOST_BITS = 2**28
_MOST_DIGITS = 18


@frozen
class _Numbering:
    """How many characters stand before the number of a key, None where keys are numbers; the numbers looked for."""

    before: int | None
    first: int
    last: int


def numbered_keys(session: Session, rows: str, keys: Sequence[str], size: int) -> Sql | None:
    """Count the numbers of a view's keys: an aggregate, never more than there are keys; None for other keys."""
    if len(keys) != 1 or session.distinct is None:
        return None
    key = name(keys[0])
    least, greatest = query(session, sql("SELECT min({}), max({}) FROM {}", key, key, name(rows)))[0]
    numbering = _numbering(least, greatest, size)
    if numbering is None:
        return None
    digits = key if numbering.before is None else sql("substr({}, {})", key, integer(numbering.before + 1))
    return session.distinct(sql("TRY_CAST({} AS BIGINT)", digits), numbering.first, numbering.last)


def _numbering(least: object, greatest: object, size: int) -> _Numbering | None:
    """What keys between two may be numbered by, as far as these show."""
    most = min(_MOST_BITS, _BITS_FOR_A_KEY * size)
    match least, greatest:
        case int(), int():
            numbering = _Numbering(None, least, greatest)
        case str(), str():
            before = _alike(least, greatest)
            ends = [text[before:] for text in (least, greatest)]
            if not all(end.isascii() and end.isdigit() and len(end) <= _MOST_DIGITS for end in ends):
                return None
            # Of texts of one length the order is that of the numbers; of others the longest may be the greatest.
            alike = len(ends[0]) == len(ends[1])
            numbering = _Numbering(before, *((int(ends[0]), int(ends[1])) if alike else (0, most - 1)))
        case _:
            return None
    return numbering if numbering.last - numbering.first < most else None


def _alike(one: str, other: str) -> int:
    """With how many characters two texts begin alike; so does every text between them."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))
