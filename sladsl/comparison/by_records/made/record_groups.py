"""Groups of records to try: what their fields hold, and what is told of them."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from sladsl.measurement.scanning.reads import declaration, record_set
from sladsl.planning.plan import Plan
from sladsl.values import frozen

Held = Fraction | int | str | bool | None
"""What a field holds, as a constant of its type does: a time in µs; None where it is missing."""


Path = tuple[str, ...]
_NOTHING: Mapping[Path, Held] = {}
OWN = "*"
"""The key of the records of a group that nothing names: another one in each group."""


@frozen
class Row:
    """A record: what its fields hold, and what is told of it, by the paths to that.

    `of` says what it refers to, `alike` how many more there are of its kind.
    """

    records: str
    held: Mapping[str, Held]
    told: Mapping[Path, Held] = _NOTHING
    of: str = ""
    alike: str = ""


Rows = tuple[Row, ...]
"""Records that belong together."""

RowsWithin = tuple[int, int, Rows | None]
"""Records that lie in a stretch of time, [start, end) in µs; None where there are none that are wanted so."""


@frozen(eq=False)
class RecordGroup:
    """Records that belong together, the first of them the one that is looked at; `size` is less for a simpler one."""

    rows: Rows
    size: int


def own(number: int) -> str:
    """One of several keys of a group."""
    return f"{OWN}{number or ''}"


def is_own(held: Held) -> bool:
    """Whether a field holds a key that nothing names."""
    return isinstance(held, str) and held.startswith(OWN)


def reached(plan: Plan, records: str, refs: Path) -> str:
    """The record set that one reaches from another one through refs."""
    for name in refs:
        target = declaration(record_set(plan, records), name).target
        assert target is not None, "only a ref leads to another record set"
        records = target
    return records
