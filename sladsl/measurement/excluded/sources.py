"""The record sets that exclusions of records take them by, as they are read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from sladsl.measurement.records.field_values import NumberShape
from sladsl.measurement.scanning.reads import link_fields
from sladsl.measurement.scanning.scans import ScanKey, shapes_of
from sladsl.measurement.sql.expressions import Scope, columns_of_moves, moves_in
from sladsl.measurement.uptime.sources import EvidenceSource, beside
from sladsl.planning.exclusions import is_by_time
from sladsl.planning.plan import Exclusion, Plan
from sladsl.values import frozen


@frozen
class ExclusionLines:
    """Exclusions by the time of records that are told apart alike, by their positions; their time is on common lines.

    With `anew`, it is read anew as of each instant as of which a window is: a condition reads times that may not be
    known before.
    """

    number: int
    alike: tuple[str, ...]
    positions: tuple[int, ...]
    anew: bool


def lines_of(plan: Plan, key: ScanKey) -> tuple[ExclusionLines, ...]:
    """The lines of time by which a scan's records are excluded."""
    grouped: dict[tuple[str, ...], list[int]] = {}
    for position, exclusion in enumerate(key.exclusions):
        if is_by_time(key.records, exclusion):
            grouped.setdefault(exclusion.alike, []).append(position)
    return tuple(
        ExclusionLines(
            number,
            alike,
            tuple(positions),
            any(beside(plan, key.exclusions[position]).changes for position in positions),
        )
        for number, (alike, positions) in enumerate(grouped.items(), 1)
    )


def sources(plan: Plan, key: ScanKey) -> Iterator[EvidenceSource]:
    """The evidence of exclusions by time."""
    for lines in lines_of(plan, key):
        yield from (beside(plan, key.exclusions[position]) for position in lines.positions)


def link_scope(plan: Plan, exclusion: Exclusion, shapes: Mapping[tuple[str, str], NumberShape]) -> Scope:
    """What the condition on records is read in that refer to those of the level."""
    return Scope(
        shapes_of(plan, exclusion.records, link_fields(plan, exclusion), shapes),
        columns_of_moves(() if exclusion.where is None else (exclusion.where,)),
    )


def is_excluding_by_days(plan: Plan, key: ScanKey) -> bool:
    """Whether a condition on records that others are excluded by moves an instant by local days."""
    linked = (each.where for each in key.exclusions if each.link is not None and each.where is not None)
    by_time = (condition for source in sources(plan, key) for condition in source.conditions)
    return any(True for condition in (*linked, *by_time) for _ in moves_in(condition))
