"""Values at a rank as SQL over a scan: of few records at once, else what of a histogram holds the place, then these."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from sladsl.measurement.counts.groups import Group
from sladsl.measurement.counts.statistics import operand
from sladsl.measurement.counts.valued_rows import is_narrow, order, valued
from sladsl.measurement.records.field_values import NARROW_DIGITS
from sladsl.measurement.sql.exact import SqlInteger, literal, quotient
from sladsl.measurement.sql.expressions import Scope
from sladsl.measurement.sql.pieces import DIVIDE, FEW, Sql, integer, joined, listed, name, shifted, sql
from sladsl.planning.plan import Measure, Statistic
from sladsl.values import frozen

PICKED = "#picked"
RANKED = (Statistic.MEDIAN, Statistic.LOWEST, Statistic.HIGHEST, Statistic.PERCENTILE)
FEW_ENOUGH = 10_000
"""How many records a scan may have, and cells together, or a sixteenth of all, when what is in them is put in order."""

_CELLS = 256


@frozen
class Cells:
    """Cells picked: the table of them, and how they are numbered, from a lowest integer on, each of a width."""

    table: str
    lowest: int
    width: int


def ends(group: Group, scope: Scope) -> Sql:
    """The least and the greatest value, as they are put in order, of a scan's records, and how many records there are.

    They are of whatever series. What may outgrow the integers of an engine is read of the records of the group alone.
    """
    if not is_narrow(operand(group, scope)):
        return sql(
            "SELECT min(sorting), max(sorting), count(*) FROM ({}) AS valued", valued(group, scope).rows
        )
    number = order(group, scope).sql
    return sql("SELECT min({}), max({}), count(*) FROM {}", number, number, name(group.scan.table))


def ranked_at_once(group: Group, scope: Scope) -> Sql:
    """What `ranked` tells, of so few records that all their values are put in order."""
    rows = valued(group, scope)
    told = listed(name(each) for each, _ in rows.told)
    return sql(
        "WITH counted AS (SELECT w, {}, sorting, numerator, denominator, count(*) AS records FROM ({}) AS c"
        " WHERE sorting IS NOT NULL GROUP BY w, {}, sorting, numerator, denominator),"
        " heaped AS (SELECT *, sum(records) OVER (PARTITION BY w, series ORDER BY sorting) AS up_to,"
        " sum(records) OVER (PARTITION BY w, series, sorting) AS alike,"
        " sum(records) OVER (PARTITION BY w, series) AS total FROM {} AS counted),"
        " wanted AS ({})"
        " SELECT w, series, place, place - (up_to - alike) AS inside, numerator, denominator, records FROM wanted"
        " WHERE up_to >= place AND up_to - alike < place ORDER BY w, series, place, numerator, denominator",
        *(told, rows.rows, told, rows.with_series("counted"), _wanted(group.measure)),
    )


def width_between(lowest: int, highest: int) -> int:
    """The width of cells, a power of two, of which 256 hold all integers from a lowest to a highest one."""
    return 1 << max(0, (highest - lowest).bit_length() - (_CELLS - 1).bit_length())


def picked(group: Group, scope: Scope, lowest: int, width: int) -> Sql:
    """Per window, series and place wanted: the cell of a histogram that has it, and the place there.

    Cells have a `width` and are numbered from the `lowest` value on. Beside each stands how many records it holds, of
    how many, and how many integers it may hold.
    """
    rows, half = valued(group, scope), integer(_CELLS // 2)
    told = listed(name(each) for each, _ in rows.told)
    # From -128 so that one byte holds it.
    cell = sql("CAST({} - {} AS TINYINT)", _cell(group, scope, lowest, width), half)
    return sql(
        "WITH counted AS (SELECT w, {}, cell, count(cell) AS records FROM (SELECT w, {}, {} AS cell FROM ({}) AS c)"
        " AS celled GROUP BY w, {}, cell),"
        " cells AS (SELECT w, series, CAST(cell AS INTEGER) + {} AS cell, sum(records) AS records FROM {} AS counted"
        " GROUP BY w, series, cell),"
        " heaped AS (SELECT *, sum(records) OVER (PARTITION BY w, series ORDER BY cell) AS up_to,"
        " sum(records) OVER (PARTITION BY w, series) AS total FROM cells),"
        " wanted AS ({})"
        " SELECT w, series, cell, place, place - (up_to - records) AS inside, records, total, {} AS spread FROM wanted"
        " WHERE up_to >= place AND up_to - records < place",
        *(told, told, cell, rows.rows, told, half, rows.with_series("counted")),
        *(_wanted(group.measure), literal(width).sql),
    )


def narrowed(group: Group, scope: Scope, cells: Cells, width: int) -> Sql:
    """The same of cells of a smaller `width` within those picked.

    Such a cell may hold the integers from its least value to its greatest.
    """
    return sql(
        "WITH cells AS (SELECT w, series, place, inside, total, cell, count(*) AS records, min(sorting) AS least,"
        " max(sorting) AS greatest FROM (SELECT {}few.w, few.series, few.place, few.inside, few.total, c.sorting,"
        " {} AS cell FROM {}) AS celled GROUP BY w, series, place, inside, total, cell),"
        " heaped AS (SELECT *, sum(records) OVER (PARTITION BY w, series, place ORDER BY cell) AS up_to FROM cells)"
        " SELECT w, series, cell, place, inside - (up_to - records) AS inside, records, total,"
        " greatest - least + 1 AS spread FROM heaped WHERE up_to >= inside AND up_to - records < inside",
        *(FEW, _cell(group, scope, cells.lowest, width), _inside(group, scope, cells)),
    )


def held(table: str) -> Sql:
    """How many records the cells picked hold, of how many, and how many integers the widest of them may hold."""
    return sql(
        "SELECT coalesce(sum(records), 0), coalesce(sum(total), 0), coalesce(max(spread), 0) FROM {}",
        name(table),
    )


def ranked(group: Group, scope: Scope, cells: Cells) -> Sql:
    """Per window, series and place wanted: the values among which it falls, how many of each, and the place there.

    Only what is in the cell with the place is put in order. A quotient is put in order by its whole part after scaling;
    where several values share one, the places are left to tell.
    """
    return sql(
        "WITH inside AS (SELECT {}few.w, few.series, few.place, few.inside, c.sorting, c.numerator, c.denominator,"
        " count(*) AS records FROM {}"
        " GROUP BY few.w, few.series, few.place, few.inside, c.sorting, c.numerator, c.denominator),"
        " sorted AS (SELECT *, sum(records) OVER (PARTITION BY w, series, place ORDER BY sorting) AS up_to,"
        " sum(records) OVER (PARTITION BY w, series, place, sorting) AS alike FROM inside)"
        " SELECT w, series, place, inside - (up_to - alike) AS inside, numerator, denominator, records FROM sorted"
        " WHERE up_to >= inside AND up_to - alike < inside ORDER BY w, series, place, numerator, denominator",
        *(FEW, _inside(group, scope, cells)),
    )


def _inside(group: Group, scope: Scope, cells: Cells) -> Sql:
    """The records `c` in the cells picked, joined with these as `few`."""
    rows = valued(group, scope)
    # Equality alone leaves few: an engine tests what else a join asks for on each row of the windows and series.
    return sql(
        "(SELECT *, {} AS own FROM ({}) AS valued) AS c JOIN {} AS few ON few.own = c.own AND few.cell = {}",
        *(rows.own, rows.rows, rows.with_own(cells.table)),
        _cell(group, scope, cells.lowest, cells.width),
    )


def _cell(group: Group, scope: Scope, lowest: int, width: int) -> Sql:
    """The number of the cell that holds a record of `c`, from 0 for the lowest value on."""
    above, digits = sql("(c.sorting - {})", literal(lowest).sql), order(group, scope).digits
    if digits <= NARROW_DIGITS:
        return shifted(above, width.bit_length() - 1)
    return quotient(SqlInteger(above, digits), literal(width)).sql


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
