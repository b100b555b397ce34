"""What a reduction of records comes to in each window and series, as exact numbers read off the engine."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from fractions import Fraction
from typing import assert_never

from sladsl.measurement.counts.groups import Group
from sladsl.measurement.counts.ranks import (
    FEW_ENOUGH,
    PICKED,
    Cells,
    ends,
    held,
    narrowed,
    picked,
    ranked,
    ranked_at_once,
    width_between,
)
from sladsl.measurement.counts.statistics import LOW, operand, sums
from sladsl.measurement.counts.tallies import Tally, WindowSeries, is_totalled
from sladsl.measurement.engines.engine import Statements, make_table, query
from sladsl.measurement.scanning.members import keep_members
from sladsl.measurement.sql.expressions import Scope
from sladsl.planning.plan import Statistic


def values_of(
    session: Statements, group: Group, scope: Scope, tallies: dict[WindowSeries, Tally]
) -> dict[WindowSeries, Fraction]:
    """The value of each window and series that any record decides."""
    decided = {place: tally for place, tally in tallies.items() if tally.decided}
    match group.measure.statistic:
        case Statistic.PERCENT_GOOD:
            return {place: Fraction(tally.good, tally.decided) for place, tally in decided.items()}
        case Statistic.PERCENT_NOT_GOOD:
            return {place: Fraction(tally.bad, tally.decided) for place, tally in decided.items()}
        case Statistic.NUMBER:
            return {place: Fraction(tally.counted) for place, tally in decided.items()}
        case Statistic.SUM:
            return _sums(session, group, scope, decided)
        case Statistic.MEAN:
            found = _sums(session, group, scope, decided)
            return {place: total / decided[place].decided for place, total in found.items()}
        case Statistic.MEDIAN | Statistic.LOWEST | Statistic.HIGHEST | Statistic.PERCENTILE:
            return _ranked(session, group, scope)
    assert_never(group.measure.statistic)


def _sums(
    session: Statements, group: Group, scope: Scope, decided: Mapping[WindowSeries, Tally]
) -> dict[WindowSeries, Fraction]:
    scale = 10 ** operand(group, scope).scale
    if is_totalled(group, scope):
        return {place: Fraction(tally.total, scale) for place, tally in decided.items()}
    keep_members(session, group)
    totals: dict[WindowSeries, Fraction] = defaultdict(Fraction)
    for window, series, denominator, high, low in query(session, sums(group, scope)):
        totals[window, series] += Fraction(int(high) * LOW + int(low), scale * int(denominator))
    return dict(totals)


def _ranked(session: Statements, group: Group, scope: Scope) -> dict[WindowSeries, Fraction]:
    """The value at the place wanted, or the mean of the values at two."""
    keep_members(session, group)
    # Where nothing runs there is no row; what is run on many records is told, with cells as wide as one value.
    ((lowest, highest, records),) = query(session, ends(group, scope)) or [(0, 0, FEW_ENOUGH + 1)]
    if lowest is None:
        return {}
    if records <= FEW_ENOUGH:
        found = ranked_at_once(group, scope)
    else:
        found = ranked(group, scope, _picked_cells(session, group, scope, (int(lowest), int(highest))))
    scale = 10 ** operand(group, scope).scale
    among: dict[tuple[int, int, int], list[tuple[Fraction, int]]] = defaultdict(list)
    inside: dict[tuple[int, int, int], int] = {}
    for window, series, place, rank, numerator, denominator, alike in query(session, found):
        among[window, series, place].append((Fraction(int(numerator), scale * int(denominator)), alike))
        inside[window, series, place] = int(rank)
    chosen: dict[WindowSeries, list[Fraction]] = defaultdict(list)
    for key, candidates in among.items():
        chosen[key[:2]].append(_at(sorted(candidates), inside[key]))
    return {place: sum(values, Fraction()) / len(values) for place, values in chosen.items()}


def _picked_cells(session: Statements, group: Group, scope: Scope, between: tuple[int, int]) -> Cells:
    """The cells that hold the places wanted of values between two, narrow enough."""
    least, greatest = between
    cells = Cells(PICKED, least, width_between(least, greatest))
    make_table(session, cells.table, picked(group, scope, least, cells.width))
    while (spread := _spread(session, cells.table)) > 1:
        wide, cells = cells, Cells(f"{cells.table} again", least, width_between(1, spread))
        make_table(session, cells.table, narrowed(group, scope, wide, cells.width))
    return cells


def _spread(session: Statements, cells: str) -> int:
    """How many integers the widest of the cells picked may hold; 1 where few enough records are in them."""
    found = [tuple(map(int, row)) for row in query(session, held(cells))]
    many = (spread for records, total, spread in found if records > max(FEW_ENOUGH, total // 16))
    return max(many, default=1)


def _at(candidates: list[tuple[Fraction, int]], rank: int) -> Fraction:
    """The value at a rank, from 1, of values in order and how many there are of each."""
    for value, records in candidates:
        if rank <= records:
            return value
        rank -= records
    raise AssertionError("a rank is within the records counted")
