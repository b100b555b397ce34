"""Which series of a level a tuple of dimension values belongs to."""

from __future__ import annotations

from sladsl.planning.plan import Series, ServiceLevel


def series_at(level: ServiceLevel, key: tuple[str, ...]) -> Series:
    """Find the series that measures a tuple of dimension values: the one that names most of them.

    A series is named by its own key, or holds in each place either the value or every value not named elsewhere.
    """
    fitting = [series for series in level.series if _fits(series, key)]
    return max(fitting, key=lambda series: sum(members is not None for members in series.members))


def _fits(series: Series, key: tuple[str, ...]) -> bool:
    places = zip(series.key, series.members, key, strict=True)
    return all(members is None or shown == value for shown, members, value in places)
