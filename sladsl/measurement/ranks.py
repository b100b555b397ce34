"""Values at a rank as SQL over a scan: what of a histogram holds the place, and the values in it."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import LiteralString

from attrs import evolve

from sladsl.measurement.exact import Exact, SqlInteger, product, quotient
from sladsl.measurement.expressions import Scope
from sladsl.measurement.groups import Group
from sladsl.measurement.sql_pieces import DIVIDE, FEW, Sql, integer, joined, name, sql
from sladsl.measurement.statistics import judged, operand
from sladsl.planning.plan import Measure, Statistic

SPREAD = "#spread"
PICKED = "#picked"
RANKED = (Statistic.MEDIAN, Statistic.LOWEST, Statistic.HIGHEST, Statistic.PERCENTILE)
_CELLS = 256
_SORTING_DIGITS = 31  # which a quotient of every engine has


def spread(group: Group, scope: Scope) -> Sql:
    """Per series: its least value, and how wide a cell is of which 256 hold all its values."""
    by_size = sorting(operand(group, scope))
    length = SqlInteger(Sql(("(max(sorting) - min(sorting))",)), by_size.digits)
    return sql(
        "SELECT series, min(sorting) AS lowest, {} + 1 AS width FROM ({}) AS measured GROUP BY series",
        *(quotient(length, SqlInteger(integer(_CELLS), 3)).sql, _measured(group, scope)),
    )


def picked(group: Group, scope: Scope) -> Sql:
    """Per window, series and place wanted: the cell of a histogram that has it, its ends, and the place there.

    A window and a series are one number, `w * how many series there are + series`.
    """
    return sql(
        "WITH cells AS (SELECT w, series, cell, count(*) AS records FROM ({}) AS celled GROUP BY w, series, cell),"
        " heaped AS (SELECT *, sum(records) OVER (PARTITION BY w, series ORDER BY cell) AS up_to,"
        " sum(records) OVER (PARTITION BY w, series) AS total FROM cells),"
        " wanted AS ({}),"
        " chosen AS (SELECT *, CAST(cell AS INTEGER) + {} AS below FROM wanted"
        " WHERE up_to >= place AND up_to - records < place)"
        " SELECT {}{} AS window_and_series, few.lowest + c.below * few.width AS first,"
        " few.lowest + (c.below + 1) * few.width AS beyond, place, place - (up_to - records) AS inside"
        " FROM chosen AS c JOIN {} AS few ON few.series = c.series",
        *(_celled(group, scope), _wanted(group.measure), integer(_CELLS // 2)),
        *(FEW, _window_and_series(group, "c"), name(SPREAD)),
    )


def ranked(group: Group, scope: Scope) -> Sql:
    """Per window, series and place wanted: the values among which it falls, how many of each, and the place there.

    Only what is in the cell with the place is put in order. A quotient is put in order by its whole part after scaling;
    where several values share one, the places are left to tell.
    """
    return sql(
        "WITH inside AS (SELECT {}c.w, c.series, few.place, few.inside, c.sorting, c.numerator, c.denominator,"
        " count(*) AS records FROM ({}) AS c JOIN {} AS few ON few.window_and_series = {}"
        " WHERE c.sorting >= few.first AND c.sorting < few.beyond"
        " GROUP BY c.w, c.series, few.place, few.inside, c.sorting, c.numerator, c.denominator),"
        " sorted AS (SELECT *, sum(records) OVER (PARTITION BY w, series, place ORDER BY sorting) AS up_to,"
        " sum(records) OVER (PARTITION BY w, series, place, sorting) AS alike FROM inside)"
        " SELECT w, series, place, inside - (up_to - alike) AS inside, numerator, denominator, records FROM sorted"
        " WHERE up_to >= inside AND up_to - alike < inside ORDER BY w, series, place, numerator, denominator",
        *(FEW, _measured(group, scope), name(PICKED), _window_and_series(group, "c")),
    )


def _window_and_series(group: Group, alias: LiteralString) -> Sql:
    return sql(f"{alias}.w * {{}} + {alias}.series", integer(len(group.level.series)))


def _celled(group: Group, scope: Scope) -> Sql:
    """The records with the cells that their values lie in, numbered from -128 so that one byte holds them."""
    digits = sorting(operand(group, scope)).digits
    above = SqlInteger(Sql(("(m.sorting - few.lowest)",)), digits)
    cell = quotient(above, SqlInteger(Sql(("few.width",)), digits))
    return sql(
        "SELECT {}m.*, CAST({} - {} AS TINYINT) AS cell FROM ({}) AS m JOIN {} AS few ON few.series = m.series",
        *(FEW, cell.sql, integer(_CELLS // 2), _measured(group, scope), name(SPREAD)),
    )


def _measured(group: Group, scope: Scope) -> Sql:
    """The decided records with an integer that is in the order of their values."""
    return sql(
        "SELECT w, series, numerator, denominator, {} AS sorting FROM ({}) AS judged WHERE decided",
        *(sorting(operand(group, scope)).sql, judged(group, scope)),
    )


def sorting(value: Exact) -> SqlInteger:
    """An integer that is in the order of the values, though several may share one."""
    numerator = SqlInteger(Sql(("numerator",)), value.numerator.digits)
    excess = numerator.digits - _SORTING_DIGITS
    if excess > 0:
        numerator = quotient(numerator, SqlInteger(integer(10**excess), excess + 1))
    if value.denominator is None:
        return evolve(numerator, digits=min(numerator.digits, _SORTING_DIGITS))
    exponent = max(0, -excess)
    shifted = product(numerator, SqlInteger(integer(10**exponent), exponent + 1))
    divided = quotient(shifted, SqlInteger(Sql(("denominator",)), value.denominator.digits))
    return evolve(divided, digits=_SORTING_DIGITS)


def _wanted(measure: Measure) -> Sql:
    places = [sql("SELECT *, {} AS place FROM heaped", place) for place in _places(measure)]
    return joined(" UNION ", places)


def _places(measure: Measure) -> Iterator[Sql]:
    """The places in ascending order, from 1, of the values that a measure is made from."""
    match measure.statistic:
        case Statistic.LOWEST:
            yield Sql(("1",))
        case Statistic.HIGHEST:
            yield Sql(("total",))
        case Statistic.MEDIAN:
            yield sql("(total + 1) {} 2", DIVIDE)
            yield sql("total {} 2 + 1", DIVIDE)
        case Statistic.PERCENTILE:
            assert measure.rank is not None, "a percentile has a rank"
            share = Fraction(measure.rank) / 100
            above = integer(share.denominator)
            yield sql(
                "greatest(1, (total * {} + {} - 1) {} {})",
                *(integer(share.numerator), above, DIVIDE, above),
            )
        case _:
            raise AssertionError(f"{measure.statistic} takes no value at a rank")
