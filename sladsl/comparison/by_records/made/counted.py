"""Records that a level counts, in both of its versions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from sladsl.comparison.by_records.made.making import Wanted
from sladsl.comparison.by_records.made.record_groups import Held, Path
from sladsl.comparison.by_records.made.times_held import held_at
from sladsl.comparison.by_records.versions import Versions
from sladsl.planning.buckets import DAY
from sladsl.planning.exclusions import row_condition
from sladsl.planning.plan import Expression, Measure, Not, Series, Statistic
from sladsl.planning.windows import zone_of
from sladsl.planning.zones import day_start
from sladsl.values import evolve

LATE = 60 * DAY
"""So long after its start a clock stops that is much too late."""


def record_of(versions: Versions, held: Mapping[Path, Held], at: int) -> Wanted:
    """A record that both versions of a level count, at an instant in µs, with what fields hold beside."""
    level, series = versions.new
    counted = level.counted
    known: dict[Path, Held] = {
        dimension.field.path: values[0]
        for dimension, values in zip(level.dimensions, series.members, strict=True)
        if values is not None
    }
    if counted is not None and counted.path not in held:
        known |= held_at(versions.after, [counted], at)
    conditions = [each for each in _conditions(versions) if each is not None]
    start = day_start(zone_of(versions.after), versions.first)
    return Wanted(level.records, {**known, **held}, tuple(conditions), start)


def good_or_not(versions: Versions, held: Mapping[Path, Held], at: int) -> Wanted:
    """A record that both versions count, like `record_of`, of which it is not asked to be good."""
    wanted = record_of(versions, held, at)
    good = (versions.old[1].good, versions.new[1].good)
    return evolve(wanted, conditions=tuple(each for each in wanted.conditions if each not in good))


def good_of(series: Series) -> Expression | None:
    """What makes a record good, or not one of those that are counted."""
    measure = series.measure
    if isinstance(measure, Measure) and measure.statistic is Statistic.NUMBER and measure.operand is not None:
        return Not(measure.operand)
    return series.good


def _conditions(versions: Versions) -> Iterator[Expression | None]:
    """What holds for a record that counts, is good as far as its fields say it, and is not excluded."""
    for level, series in (versions.old, versions.new):
        yield from (level.where, series.good)
        for exclusion in level.exclusions:
            taken = row_condition(level.records, exclusion)
            yield None if taken is None else Not(taken)
