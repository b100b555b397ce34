"""Levels that average the values of others: in which order their values can be calculated."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from sladsl.planning.plan import LevelMean, Plan, ServiceLevel


def mean_of(level: ServiceLevel) -> LevelMean | None:
    """What a level measures, where that is a mean of the values of another."""
    measure = level.series[0].measure if level.series else None
    return measure if isinstance(measure, LevelMean) else None


def means_in_order(plan: Plan) -> tuple[ServiceLevel, ...]:
    """The levels that average others, each after all levels that decide which values it is made from.

    Those are the level that it reads and the obligations that may excuse windows of that.
    """
    by_name = {level.name: level for level in plan.levels}
    placed: dict[str, ServiceLevel] = {}
    for level in plan.levels:
        _place(level, by_name, placed)
    return tuple(level for level in placed.values() if mean_of(level) is not None)


def _place(level: ServiceLevel, by_name: Mapping[str, ServiceLevel], placed: dict[str, ServiceLevel]) -> None:
    if level.name not in placed:
        for source in _sources(level, by_name):
            _place(source, by_name, placed)
        placed[level.name] = level


def _sources(level: ServiceLevel, by_name: Mapping[str, ServiceLevel]) -> Iterator[ServiceLevel]:
    mean = mean_of(level)
    if mean is not None:
        yield by_name[mean.level]
    yield from (other for other in by_name.values() if _excuses(other, level))


def _excuses(obligation: ServiceLevel, level: ServiceLevel) -> bool:
    return any(excuse.level == level.name for excuse in obligation.excuses)
