"""Records to try by what a level is measured by: alike in one field, and apart in the other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

from sladsl.comparison.by_records.made.record_groups import Held, Path, Row, Rows, own
from sladsl.comparison.by_records.made.standing import Standing, record_standing
from sladsl.comparison.by_records.versions import Versions
from sladsl.comparison.logic.factors import declared
from sladsl.comparison.sameness import same
from sladsl.planning.plan import Dimension, Field, ValueType

_NAMES = (("A", "B"), ("C", "D"))
_FREE = {ValueType.TEXT, ValueType.REF}


def are_of_other_values(versions: Versions) -> bool:
    """Whether two versions measure by other fields, as many of them, each value on its own."""
    old, new = versions.old[0].dimensions, versions.new[0].dimensions
    members = (*versions.old[1].members, *versions.new[1].members)
    return len(old) == len(new) and not any(members) and any(True for _ in _changed(old, new))


def _changed(old: Sequence[Dimension], new: Sequence[Dimension]) -> Iterator[tuple[Field, Field]]:
    for one, other in zip(old, new, strict=True):
        if not same(one.field, other.field):
            yield one.field, other.field


def attempts_with_dimensions(versions: Versions) -> Iterator[partial[Rows | None]]:
    """A record that is not good, and a good one: of one value by one version, and of two by the other."""
    for fields in _changed(versions.old[0].dimensions, versions.new[0].dimensions):
        for together, apart in (fields, fields[::-1]):
            yield partial(_mixed, versions, together, apart)


def _mixed(versions: Versions, together: Field, apart: Field, at: int) -> Rows | None:
    good = versions.new[1].good
    names = values_of(versions, together, 0), values_of(versions, apart, 1)
    if good is None or None in names:
        return None
    (first, *_), others = ((each or ("", "")) for each in names)
    rows: list[Row] = []
    for place, standing in enumerate((Standing((), (good,)), Standing((good,), ()))):
        held: dict[Path, Held] = {together.path: first, apart.path: others[place]}
        rows += record_standing(versions, standing, at, own(place), held) or ()
    return tuple(rows)


def values_of(versions: Versions, field: Field, place: int) -> Sequence[str] | None:
    """Two values of a field; None where it has no two that are known."""
    if field.type in _FREE:
        return _NAMES[place]
    found = declared(versions.after, versions.new[0].records, field)
    return found if len(found) > 1 else None
