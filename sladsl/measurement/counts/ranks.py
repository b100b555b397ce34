"""Values at a rank as SQL over a scan: what of a histogram holds the place, and the values in it."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import LiteralString

from attrs import evolve

from sladsl.measurement.counts.groups import Group
from sladsl.measurement.counts.statistics import judged, operand
from sladsl.measurement.records.field_values import NARROW_DIGITS
from sladsl.measurement.sql.exact import Exact, SqlInteger, literal, product, quotient
from sladsl.measurement.sql.expressions import Scope
from sladsl.measurement.sql.pieces import DIVIDE, FEW, WIDE, Sql, integer, joined, name, shifted, sql
from sladsl.planning.plan import Measure, Statistic

PICKED = "#picked"
RANKED = (Statistic.MEDIAN, Statistic.LOWEST, Statistic.HIGHEST, Statistic.PERCENTILE)
FEW_ENOUGH = 10_000
"""How many records cells may hold together, or a sixteenth of all, when what is in them is put in order."""

_CELLS = 256
_SORTING_DIGITS = 31  # which a quotient of every engine has


def ends(group: Group, scope: Scope) -> Sql:
    """The least and the greatest value, as they are put in order, of a scan's records, whatever series they are of.

    What may outgrow the integers of an engine is read of the records of the group alone.
    """
    value = operand(group, scope)
    if value.denominator is not None or value.numerator.digits > NARROW_DIGITS:
        return sql("SELECT min(sorting), max(sorting) FROM ({}) AS measured", _measured(group, scope))
    number = value.numerator.sql
    return sql("SELECT min({}), max({}) FROM {}", number, number, name(group.scan.table))


def width_between(lowest: int, highest: int) -> int:
    """The width of cells, a power of two, of which 256 hold all integers from a lowest to a highest one."""
    return 1 << max(0, (highest - lowest).bit_length() - (_CELLS - 1).bit_length())


def picked(group: Group, scope: Scope, lowest: int, width: int) -> Sql:
    """Per window, series and place wanted: the cell of a histogram that has it, its ends, and the place there.

    Cells have a `width` and go from the `lowest` value on. A window and a series are one number, `w * how many series
    there are + series`. Beside them stands how many records the cell holds, of how many.
    """
    above = sql("(sorting - {})", literal(lowest).sql)
    return sql(
        "WITH cells AS (SELECT w, series, cell, count(*) AS records FROM (SELECT w, series, {} AS cell"
        " FROM ({}) AS measured) AS celled GROUP BY w, series, cell),"
        " heaped AS (SELECT *, sum(records) OVER (PARTITION BY w, series ORDER BY cell) AS up_to,"
        " sum(records) OVER (PARTITION BY w, series) AS total FROM cells),"
        " wanted AS ({}),"
        " chosen AS (SELECT *, {} + {} AS first FROM wanted WHERE up_to >= place AND up_to - records < place)"
        " SELECT {} AS window_and_series, first, first + {} AS beyond, place, place - (up_to - records) AS inside,"
        " records, total FROM chosen AS c",
        *(_cell(group, scope, above, width), _measured(group, scope), _wanted(group.measure)),
        *(
            literal(lowest).sql,
            sql("{} * {}", _number_of_cell(group, scope), literal(width).sql),
            _window_and_series(group, "c"),
            literal(width).sql,
        ),
    )


def narrowed(group: Group, scope: Scope, wide: str, width: int) -> Sql:
    """The same of cells of a width that divide each one picked, from the table of these, which are `wide`.

    They go from their least value to their greatest.
    """
    above = sql("(c.sorting - few.first)")
    return sql(
        "WITH cells AS (SELECT w, series, place, inside, total, cell, count(*) AS records, min(sorting) AS least,"
        " max(sorting) AS greatest FROM (SELECT {}c.w, c.series, few.place, few.inside, few.total, c.sorting,"
        " {} AS cell FROM ({}) AS c JOIN {} AS few ON few.window_and_series = {}"
        " WHERE c.sorting >= few.first AND c.sorting < few.beyond) AS celled"
        " GROUP BY w, series, place, inside, total, cell),"
        " heaped AS (SELECT *, sum(records) OVER (PARTITION BY w, series, place ORDER BY cell) AS up_to FROM cells)"
        " SELECT {} AS window_and_series, least AS first, greatest + 1 AS beyond, place,"
        " inside - (up_to - records) AS inside, records, total FROM heaped AS c"
        " WHERE up_to >= inside AND up_to - records < inside",
        *(FEW, _cell(group, scope, above, width), _measured(group, scope), name(wide)),
        *(_window_and_series(group, "c"), _window_and_series(group, "c")),
    )


def held(cells: str) -> Sql:
    """How many records the cells picked hold, of how many, and how many integers the widest of them may hold."""
    return sql(
        "SELECT coalesce(sum(records), 0), coalesce(sum(total), 0), coalesce(max(beyond - first), 0) FROM {}",
        name(cells),
    )


def ranked(group: Group, scope: Scope, cells: str) -> Sql:
    """Per window, series and place wanted: the values among which it falls, how many of each, and the place there.

    Only what is in the cell with the place, from the table of these, is put in order. A quotient is put in order by its
    whole part after scaling; where several values share one, the places are left to tell.
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
        *(FEW, _measured(group, scope), name(cells), _window_and_series(group, "c")),
    )


def _window_and_series(group: Group, alias: LiteralString) -> Sql:
    return sql(f"{alias}.w * {{}} + {alias}.series", integer(len(group.level.series)))


def _cell(group: Group, scope: Scope, above: Sql, width: int) -> Sql:
    """The cell that holds an integer so far `above` the first, numbered from -128 so that one byte holds it."""
    digits = sorting(operand(group, scope)).digits
    if digits <= NARROW_DIGITS:
        number = shifted(above, width.bit_length() - 1)
    else:
        number = quotient(SqlInteger(above, digits), literal(width)).sql
    return sql("CAST({} - {} AS TINYINT)", number, integer(_CELLS // 2))


def _number_of_cell(group: Group, scope: Scope) -> Sql:
    """The number of a cell from 0, in integers in which the end of the last cell is still one."""
    number = sql("(CAST(cell AS INTEGER) + {})", integer(_CELLS // 2))
    is_narrow = sorting(operand(group, scope)).digits <= NARROW_DIGITS
    return number if is_narrow else sql("CAST({} AS {})", number, WIDE)


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
