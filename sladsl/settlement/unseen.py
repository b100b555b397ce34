"""Values that no record has held yet, of levels that are missed without records."""

from __future__ import annotations

from collections.abc import Sequence

from sladsl.measurement.results import Measurement
from sladsl.planning.eras import plan_at
from sladsl.planning.plan import Plan
from sladsl.planning.series import series_at
from sladsl.settlement.eras import level_of
from sladsl.settlement.values import is_without_records


def without_unseen(plan: Plan, rows: Sequence[Measurement]) -> Sequence[Measurement]:
    """Leave out windows that would be missed for values of which the first record lies in a later window.

    Which values a level is measured for is found in the records where it is not written. So what is found later does
    not make a miss of earlier windows, whichever periods are measured together.
    """
    if not any(level.no_records for of in (plan, *plan.eras) for level in of.levels):
        return rows
    first: dict[tuple[str, tuple[str, ...]], int] = {}
    for row in rows:
        if not _is_empty(row):
            place = row.level, row.key
            first[place] = min(row.window.end, first.get(place, row.window.end))
    return [row for row in rows if not _is_unseen(plan, row, first.get((row.level, row.key)))]


def _is_unseen(plan: Plan, row: Measurement, first: int | None) -> bool:
    if first is None or row.window.end >= first or not _is_empty(row):
        return False
    level = level_of(plan_at(plan, row.window.start), row)
    return level.no_records is not None and None in series_at(level, row.key).members


def _is_empty(row: Measurement) -> bool:
    return is_without_records(row.counts) and not row.counts.quarantined
