"""A level measured of several groups of records at once: each by itself, told apart by a field that others lack."""

from __future__ import annotations

from collections.abc import Sequence

from sladsl.comparison.by_records.made.group_tables import GROUP, group_value
from sladsl.planning.exclusions import is_by_time
from sladsl.planning.plan import (
    Across,
    Beside,
    Dimension,
    DownWhile,
    Exclusion,
    Field,
    FieldDecl,
    Outages,
    Plan,
    RecordSet,
    Series,
    ServiceLevel,
    ValueType,
)
from sladsl.values import evolve

_FIELD = Field(ValueType.CHOICE, (GROUP,), optional=False)


def can_stand_side_by_side(plan: Plan) -> bool:
    """Whether records of other groups leave alone what the first level of a plan measures of a group by itself.

    They do not where it reads another level, entities that all records refer to, or the record that follows another.
    """
    level, *others = plan.levels
    is_alone = level.entities is None or _is_of_those_down(level)
    is_found = any(None in series.members for series in level.series)
    follows = any(series.clock is not None and series.clock.each is not None for series in level.series)
    return not others and is_alone and not follows and not (is_found and level.down is not None)


def _is_of_those_down(level: ServiceLevel) -> bool:
    """Whether entities without records change nothing."""
    is_any = level.entities is not None and level.entities.rule is Across.ANY_DOWN
    return is_any and level.down is not None and isinstance(level.down.evidence, Outages)


def side_by_side(level: ServiceLevel, groups: Sequence[int]) -> ServiceLevel:
    """A level with each of its series once for each of some groups, by their numbers.

    Where values are those that records hold, the groups are found with them.
    """
    is_found = any(None in series.members for series in level.series)
    return evolve(
        level,
        dimensions=(*level.dimensions, Dimension(level.id, level.span, _FIELD, GROUP, ())),
        series=tuple(
            _of_group(series, number)
            for series in level.series
            for number in ([None] if is_found else groups)
        ),
        exclusions=tuple(_of_the_group(level, each) for each in level.exclusions),
        down=None if level.down is None else _down(level.down),
    )


def _of_group(series: Series, number: int | None) -> Series:
    value = "each" if number is None else group_value(number)
    members = None if number is None else (value,)
    return evolve(series, key=(*series.key, value), members=(*series.members, members))


def _of_the_group(level: ServiceLevel, exclusion: Exclusion) -> Exclusion:
    """An exclusion by the time of records, of those of the same group alone; any other refers to what it takes out."""
    is_time = level.down is not None or is_by_time(level.records, exclusion)
    return evolve(exclusion, alike=(*exclusion.alike, GROUP)) if is_time else exclusion


def _down(down: DownWhile) -> DownWhile:
    return evolve(down, during=tuple(map(_beside, down.during)))


def _beside(beside: Beside) -> Beside:
    return evolve(beside, alike=(*beside.alike, GROUP))


def with_groups(records: Sequence[RecordSet], number: int) -> tuple[RecordSet, ...]:
    """Record sets that say of which of so many groups a record is."""
    choices = tuple(map(group_value, range(number)))
    return tuple(_with_group(each, choices) for each in records)


def _with_group(records: RecordSet, choices: tuple[str, ...]) -> RecordSet:
    field = FieldDecl(
        records.id,
        records.span,
        GROUP,
        ValueType.CHOICE,
        optional=False,
        key=False,
        description="",
        choices=choices,
    )
    return evolve(records, fields=(*records.fields, field))
