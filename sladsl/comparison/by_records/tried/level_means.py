"""Records to try by the mean of another level: windows of that one have values that lie apart."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from sladsl.comparison.by_records.made.record_groups import Row, Rows, own
from sladsl.comparison.by_records.made.standing import Standing, record_standing
from sladsl.comparison.by_records.made.time_down import time_down
from sladsl.comparison.by_records.spans import apart
from sladsl.comparison.by_records.tried.values import held_apart
from sladsl.comparison.by_records.versions import Versions
from sladsl.planning.buckets import HOUR
from sladsl.planning.plan import LevelMean, PeriodWindow, ServiceLevel
from sladsl.values import evolve

_VALUES = 1, 9


def attempts_with_means(versions: Versions) -> Iterator[partial[Rows | None]]:
    """Windows of the other level of which the first one is bad, and all others good, or the other way round."""
    before, after = versions.old[1].measure, versions.new[1].measure
    if not (isinstance(before, LevelMean) and isinstance(after, LevelMean)):
        return
    number = max(before.windows, after.windows)
    for each in dict.fromkeys((before.level, after.level)):
        named = next(level for level in versions.after.levels if level.name == each)
        for is_first_good in (False, True):
            yield partial(_windows, _of(versions, named), number, is_first_good)


def _of(versions: Versions, level: ServiceLevel) -> Versions:
    """The other level by itself, in its series of the same values, or of any."""
    key = versions.new[1].key
    series = next((each for each in level.series if each.key == key), level.series[0])
    return evolve(versions, old=(level, series), new=(level, series))


def _windows(versions: Versions, number: int, is_first_good: bool, at: int) -> Rows | None:  # noqa: FBT001 - one of two attempts
    level, _ = versions.new
    if not isinstance(level.window, PeriodWindow):
        return None
    step = apart(level.window.unit)
    rows: list[Row] = []
    for place in range(number):
        found = _window(versions, at + place * step, own(place), is_good=is_first_good is (place == 0))
        if found is None:
            return None
        rows += found
    return tuple(rows)


def _window(versions: Versions, at: int, key: str, *, is_good: bool) -> Rows | None:
    """One record of a window: good or not, or of a low or a high value, or time down, or none."""
    level, series = versions.new
    if level.down is not None:
        return () if is_good else time_down(versions, [(at, max(HOUR, level.down.least))])
    if series.good is not None:
        goods = (series.good,)
        standing = Standing(goods, ()) if is_good else Standing((), goods)
        return record_standing(versions, standing, at, key, {})
    value = _VALUES[not is_good]
    return record_standing(
        versions, Standing((), ()), at, key, held_apart(versions, [series.measure], value, at)
    )
