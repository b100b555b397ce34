"""Levels of time that are alike, so that what they have in common is measured once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from attrs import Attribute, asdict

from sladsl.measurement.uptime.sources import down_of, measure_of
from sladsl.planning.plan import ServiceLevel
from sladsl.planning.series import weights_of

Alike = str


def evidence_of(level: ServiceLevel) -> Alike:
    """What levels have in common that look at the same records in the same way."""
    members = [series.members for series in level.series]
    looked_at = [
        level.records,
        level.where,
        level.dimensions,
        members,
        level.entities,
        down_of(level).evidence,
    ]
    return repr([_plain(each) for each in looked_at])


def _time_of(level: ServiceLevel) -> Alike:
    """What levels have in common whose lines of time are up and down at the same times, in the same windows."""
    measure = measure_of(level)
    measured = [measure.calendar, measure.whole_minutes, weights_of(level)]
    rest = [level.window, level.exclusions, level.down, level.outside_is_up, *measured]
    return evidence_of(level) + repr([_plain(each) for each in rest])


def first_of_each(levels: Sequence[ServiceLevel]) -> list[ServiceLevel]:
    """The first of the levels that look at the same records in the same way."""
    firsts: dict[Alike, ServiceLevel] = {}
    for level in levels:
        firsts.setdefault(evidence_of(level), level)
    return list(firsts.values())


def grouped(levels: Sequence[ServiceLevel]) -> list[list[ServiceLevel]]:
    """Levels whose time is the same, together."""
    groups: dict[Alike, list[ServiceLevel]] = {}
    for level in levels:
        groups.setdefault(_time_of(level), []).append(level)
    return list(groups.values())


def _plain(value: Any) -> Any:  # noqa: ANN401 - any value of a plan
    """A value without its place in the agreement."""
    if isinstance(value, tuple | list):
        return [_plain(each) for each in value]
    if hasattr(value, "__attrs_attrs__"):
        return type(value).__name__, asdict(value, filter=_is_meant)
    return value


def _is_meant(attribute: Attribute[Any], _value: object) -> bool:
    return attribute.name not in {"id", "span"}
