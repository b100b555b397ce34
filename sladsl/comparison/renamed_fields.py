"""Fields of records that have another name and are the same: of one type and description, and read in the same places.

As with what stands by itself, the old plan is then read with the new names.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from sladsl.comparison.sameness import same
from sladsl.planning.plan import (
    Beside,
    Charge,
    Choose,
    Claim,
    Dimension,
    Evidence,
    Exclusion,
    Field,
    FieldDecl,
    HighestPer,
    History,
    Ignore,
    Limit,
    Plan,
    Raise,
    RecordSet,
    ServiceLevel,
)
from sladsl.values import evolve, field_defaults, frozen, is_value

Name = Callable[[str, str], str]
"""The name that a field of a record set shall have."""


@frozen
class RenamedField:
    """A field with another name: its record set, and the field as it stands on both sides."""

    records: str
    old: FieldDecl
    new: FieldDecl


def with_new_fields(old: Plan, new: Plan) -> tuple[Plan, tuple[RenamedField, ...]]:
    """The old plan with the names that the new one has for the same fields, and which these are."""
    after = {each.name: each for each in new.records}
    both = [(each, after[each.name]) for each in old.records if each.name in after]
    if not any(_lacking(*each) and _lacking(*reversed(each)) for each in both):
        return old, ()
    uses = _uses(old), _uses(new)
    found = tuple(RenamedField(one.name, *pair) for one, other in both for pair in _pairs(one, other, uses))
    names = {(each.records, each.old.name): each.new.name for each in found}
    if not names:
        return old, ()
    return with_field_names(old, lambda records, field: names.get((records, field), field)), found


def with_field_names(plan: Plan, name: Name) -> Plan:
    """A plan with each field under the name it shall have, wherever it is declared or read."""
    named: Plan = _read(plan, "", plan, name)
    return named


_Uses = frozenset[tuple[str, str, str]]
"""What reads which field: the name of the part, of the records and of the field."""


def _uses(plan: Plan) -> _Uses:
    found: set[tuple[str, str, str]] = set()
    parts: Sequence[Any] = (*plan.levels, *plan.charges, *plan.records)
    for part in (*parts, *([] if plan.settlement is None else [plan.settlement])):
        owner = f"{type(part).__name__} {getattr(part, 'name', '')}"

        def note(records: str, field: str, owner: str = owner) -> str:
            found.add((owner, records, field))
            return field

        _read(_undeclared(part), "", plan, note)
    return frozenset(found)


def _undeclared(part: Any) -> Any:  # noqa: ANN401 - any part of a plan
    """A record set without its declarations, which read nothing; all else as it is."""
    return evolve(part, fields=()) if isinstance(part, RecordSet) else part


def _lacking(one: RecordSet, other: RecordSet) -> list[FieldDecl]:
    """The fields of a record set whose names another one has not."""
    names = {each.name for each in other.fields}
    return [each for each in one.fields if each.name not in names]


def _pairs(
    old: RecordSet, new: RecordSet, uses: tuple[_Uses, _Uses]
) -> Iterator[tuple[FieldDecl, FieldDecl]]:
    gone, come = _lacking(old, new), _lacking(new, old)

    def readers(side: int, field: FieldDecl) -> set[str]:
        return {owner for owner, records, name in uses[side] if (records, name) == (old.name, field.name)}

    def is_alike(one: FieldDecl, other: FieldDecl) -> bool:
        is_read_alike = readers(0, one) == readers(1, other) != set()
        return same(evolve(one, name=other.name), other) and bool(one.description or is_read_alike)

    for one in gone:
        others = [other for other in come if is_alike(one, other)]
        if len(others) == 1 and sum(is_alike(each, others[0]) for each in gone) == 1:
            yield one, others[0]


# --- every place of a plan that names a field ------------------------------------------------------------------------


def _read(value: Any, records: str, plan: Plan, name: Name) -> Any:  # noqa: ANN401 - any part of a plan
    """A part of a plan with each field under the name it shall have; paths in it begin in a record set."""
    match value:
        case tuple():
            return tuple(_read(each, records, plan, name) for each in value)
        case Field(path=path):
            return evolve(value, path=tuple(_path(path, records, plan, name)))
        case Dimension(field=field):
            new = _read(field, records, plan, name)
            is_named = value.name == ".".join(field.path)
            return evolve(value, field=new, name=".".join(new.path) if is_named else value.name)
        case Charge(by=by):
            by = tuple(_dimension(each, plan, name) for each in by)
            return _parts(evolve(value, by=by), records, plan, name)
        case Limit() | HighestPer() | Ignore() | Raise():
            dimension = value.dimension and _dimension(value.dimension, plan, name)
            return _parts(evolve(value, dimension=dimension), records, plan, name)
        case RecordSet():
            return _record_set(value, name)
        case Evidence() | Beside() | Exclusion():
            return _evidence(value, records, plan, name)
        case ServiceLevel() | Claim() | Choose():
            records = value.records
    return _parts(value, records, plan, name) if is_value(type(value)) else value


def _parts(value: Any, records: str, plan: Plan, name: Name) -> Any:  # noqa: ANN401 - as above
    parts = {each: _read(getattr(value, each), records, plan, name) for each in field_defaults(type(value))}
    return type(value)(**parts)


def _dimension(named: str, plan: Plan, name: Name) -> str:
    """A dimension that levels or charges are measured by, of a path the last name, as its field shall be called."""
    measured = (*plan.levels, *(each.measured for each in plan.charges if each.measured is not None))
    paths = (
        tuple(_path(each.field.path, level.records, plan, name))
        for level in measured
        for each in level.dimensions
        if each.field.path[-1] == named
    )
    return next((path[-1] for path in paths), named)


def _path(path: Sequence[str], records: str, plan: Plan, name: Name) -> Iterator[str]:
    for step in path:
        yield name(records, step)
        declared = next((each for each in plan.records if each.name == records), None)
        fields = () if declared is None else declared.fields
        records = next((each.target or "" for each in fields if each.name == step), "")


def _record_set(records: RecordSet, name: Name) -> RecordSet:
    def new(field: str) -> str:
        return name(records.name, field)

    history = records.history
    lasting = records.lasting
    return evolve(
        records,
        fields=tuple(evolve(each, name=new(each.name)) for each in records.fields),
        lasting=None if lasting is None else (new(lasting[0]), new(lasting[1])),
        history=None
        if history is None
        else History(new(history.of), new(history.at), history.severity and new(history.severity)),
    )


def _evidence(
    value: Evidence | Beside | Exclusion, records: str, plan: Plan, name: Name
) -> Evidence | Beside | Exclusion:
    """Records beside those of a level: what is said of them is said in their own fields."""
    where = _read(value.where, value.records, plan, name)
    match value:
        case Evidence(link=link):
            return evolve(value, where=where, link=name(value.records, link))
        case Beside(alike=alike):
            return evolve(value, where=where, alike=tuple(name(value.records, each) for each in alike))
        case Exclusion(alike=alike, link=link, ref=ref):
            return evolve(
                value,
                where=where,
                alike=tuple(name(value.records, each) for each in alike),
                link=link and name(value.records, link),
                ref=_read(ref, records, plan, name),
            )
