"""Places for the means of other levels' values: settlement fills them in, since it says which windows count."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sladsl.measurement.results import Counts, Measurement
from sladsl.planning.level_means import mean_of, means_in_order
from sladsl.planning.plan import Plan, WindowRule
from sladsl.planning.series import is_measured_at
from sladsl.planning.windows import Window

_NO_RECORDS = Counts(0, 0, None, None, 0, 0, 0)


def with_means(
    plan: Plan, rows: Sequence[Measurement], windows: Mapping[WindowRule, Sequence[Window]]
) -> tuple[Measurement, ...]:
    """Rows with those of the levels that average others, without a value, in the plan's order of levels.

    They are measured for the values that the rows of the level have which they read. Rows that are there stay.
    """
    found = list(rows)
    for level in means_in_order(plan):
        mean = mean_of(level)
        assert mean is not None, "only means are in that order"
        read = dict.fromkeys(row.key for row in found if row.level == mean.level)
        keys = [key for key in read if is_measured_at(level, key)]
        there = {(row.key, row.window) for row in found if row.level == level.name}
        found += [
            Measurement(level.name, key, window, _NO_RECORDS, None)
            for window in windows[level.window]
            for key in keys
            if (key, window) not in there
        ]
    place = {level.name: at for at, level in enumerate(plan.levels)}
    return tuple(sorted(found, key=lambda row: place[row.level]))
