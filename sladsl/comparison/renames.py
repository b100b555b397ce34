"""Names that have changed while what they name says the same: calendars, charges, records, levels, remedies, services.

A thing whose name is gone, and one of the same meaning or title whose name is new, are one thing that has been renamed.
The old plan is then read with the new names, so that nothing else seems to have changed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from sladsl.comparison.sameness import meaning
from sladsl.planning.plan import Plan, Service
from sladsl.values import evolve, field_defaults, frozen, is_value

_CALENDAR, _CHARGE, _RECORDS = "calendars", "charges", "records"
_LEVEL, _REMEDY, _SERVICE = "levels", "remedies", "services"
_KINDS = (_CALENDAR, _CHARGE, _RECORDS, _LEVEL, _REMEDY, _SERVICE)
"""Services come last: they are known by the levels and charges that belong to them."""

_NAMED: Mapping[tuple[str, str], str] = {
    ("Calendar", "name"): _CALENDAR,
    ("Clock", "calendar"): _CALENDAR,
    ("DoneBy", "calendar"): _CALENDAR,
    ("Snapshot", "calendar"): _CALENDAR,
    ("OpenRecords", "calendar"): _CALENDAR,
    ("Uptime", "calendar"): _CALENDAR,
    ("Settlement", "calendar"): _CALENDAR,
    ("Consequence", "calendar"): _CALENDAR,
    ("Charge", "name"): _CHARGE,
    ("Base", "charges"): _CHARGE,
    ("PercentOf", "charge"): _CHARGE,
    ("RecordSet", "name"): _RECORDS,
    ("FieldDecl", "target"): _RECORDS,
    ("Evidence", "records"): _RECORDS,
    ("Beside", "records"): _RECORDS,
    ("Exclusion", "records"): _RECORDS,
    ("Exclusion", "missed"): _LEVEL,
    ("SeverityTaken", "records"): _RECORDS,
    ("ServiceLevel", "records"): _RECORDS,
    ("ServiceLevel", "name"): _LEVEL,
    ("Excuse", "level"): _LEVEL,
    ("LevelMean", "level"): _LEVEL,
    ("Multiply", "levels"): _LEVEL,
    ("Limit", "levels"): _LEVEL,
    ("EarnBack", "levels"): _LEVEL,
    ("HighestOf", "sums"): _LEVEL,
    ("Whose", "level"): _LEVEL,
    ("Remedy", "name"): _REMEDY,
    ("Service", "name"): _SERVICE,
    ("Service", "charges"): _CHARGE,
    ("Service", "levels"): _LEVEL,
    ("Claim", "records"): _RECORDS,
    ("Choose", "records"): _RECORDS,
}
"""The fields of a plan that hold the name of something, and of what."""


@frozen
class Renamed:
    """Something with another name: the kind of thing, both names, and the thing as it stands on both sides."""

    kind: str
    old_name: str
    new_name: str
    old: Any
    new: Any


def with_new_names(old: Plan, new: Plan) -> tuple[Plan, tuple[Renamed, ...]]:
    """The old plan with the names that the new one has for the same things, and what has been renamed."""
    found: list[Renamed] = []
    for kind in _KINDS:
        renamed = tuple(_renamed(kind, getattr(old, kind), getattr(new, kind)))
        found += renamed
        old = _with_names(old, kind, {each.old_name: each.new_name for each in renamed})
    return old, tuple(found)


def renamed_records(old: Plan, new: Plan) -> Iterator[tuple[str, str]]:
    """The names in both plans of records that have been renamed."""
    _, renamed = with_new_names(old, new)
    return ((each.old_name, each.new_name) for each in renamed if each.kind == _RECORDS)


def _renamed(kind: str, old: Sequence[Any], new: Sequence[Any]) -> Iterator[Renamed]:
    kept = {each.name for each in old} & {each.name for each in new}
    come = [each for each in new if each.name not in kept]
    for one in old:
        if one.name in kept:
            continue
        for is_alike in (_is_alike, _is_alike_but_for_title, _has_its_title, _shares_what_it_holds):
            other = next((each for each in come if is_alike(one, each)), None)
            if other is not None:
                come.remove(other)
                yield Renamed(kind, one.name, other.name, one, other)
                break


def _is_alike(one: Any, other: Any) -> bool:  # noqa: ANN401 - any named part of a plan
    return bool(meaning(evolve(one, name=other.name)) == meaning(other))


def _is_alike_but_for_title(one: Any, other: Any) -> bool:  # noqa: ANN401 - as above
    return _is_alike(evolve(one, title=other.title), other)


def _has_its_title(one: Any, other: Any) -> bool:  # noqa: ANN401 - as above
    """Whether two things have one title, and so are one clause to those who read it."""
    return bool(one.title) and one.title == other.title


def _shares_what_it_holds(one: Any, other: Any) -> bool:  # noqa: ANN401 - as above
    """Whether two services share a level or a charge, each of which stands in one service."""
    return isinstance(one, Service) and bool({*one.levels, *one.charges} & {*other.levels, *other.charges})


def _with_names(plan: Plan, kind: str, names: Mapping[str, str]) -> Plan:
    """A plan in which every name of a kind is the new one."""
    if not names:
        return plan
    renamed: Plan = _replaced(plan, kind, lambda name: names.get(name, name))
    return renamed


def _replaced(value: Any, kind: str, rename: Callable[[str], str]) -> Any:  # noqa: ANN401 - any part of a plan
    if isinstance(value, tuple):
        return tuple(_replaced(each, kind, rename) for each in value)
    if not is_value(type(value)):
        return value
    changed = {}
    for each in field_defaults(type(value)):
        held = getattr(value, each)
        names = _NAMED.get((type(value).__name__, each)) == kind
        changed[each] = _in_names(held, rename) if names else _replaced(held, kind, rename)
    return type(value)(**changed)


def _in_names(held: Any, rename: Callable[[str], str]) -> Any:  # noqa: ANN401 - a name, or tuples of names
    if isinstance(held, tuple):
        return tuple(_in_names(each, rename) for each in held)
    return rename(held) if isinstance(held, str) else held
