"""What is credited for each record, added up by the engine: records, and their units as exact integers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from sladsl.measurement.counts.groups import Group
from sladsl.measurement.counts.statistics import LOW, placed
from sladsl.measurement.counts.tallies import WindowSeries
from sladsl.measurement.engines.engine import Statements, query
from sladsl.measurement.records.field_values import NARROW_DIGITS
from sladsl.measurement.results import RecordTally
from sladsl.measurement.scanning.layers import TAKEN
from sladsl.measurement.scanning.members import keep_members
from sladsl.measurement.scanning.scans import Scan, scan_key
from sladsl.measurement.sql.exact import Exact, SqlInteger, comparison, constant, product, quotient
from sladsl.measurement.sql.expressions import Scope, clock_time, number, truth
from sladsl.measurement.sql.pieces import TRUE, WIDE, Sql, all_of, how_many, integer, listed, name, sql
from sladsl.planning.plan import Measure, ServiceLevel
from sladsl.planning.record_units import ClockSteps, RecordUnits, units_in
from sladsl.planning.series import reductions
from sladsl.values import evolve, frozen

_ELAPSED_DIGITS = 17
_NONE = RecordTally(0, Fraction(0))


def record_tallies(
    session: Statements, level: ServiceLevel, scoped: Sequence[tuple[Scan, Scope]]
) -> Mapping[WindowSeries, tuple[RecordTally, ...]]:
    """What the records of each window and series come to for the credits that are owed for each of them."""
    found: dict[WindowSeries, tuple[RecordTally, ...]] = defaultdict(
        lambda: (_NONE,) * len(units_in(level.series[0]))
    )
    for scan, scope in scoped:
        group = _group(level, scan)
        if group is not None:
            keep_members(session, group)
            found.update(_tallied(session, group, scope))
    return found


def _group(level: ServiceLevel, scan: Scan) -> Group | None:
    """The series of a level that have such credits and are measured from a scan."""
    positions = [
        position
        for position, series in enumerate(level.series)
        if units_in(series) and scan_key(level, series) == scan.key
    ]
    if not positions:
        return None
    measures = reductions(level.series[positions[0]].measure)
    assert measures, "a check lets only levels that count records have such credits"
    assert isinstance(measures[0], Measure)
    return Group(level, scan, tuple(positions), measures[0])


def _tallied(
    session: Statements, group: Group, scope: Scope
) -> Iterator[tuple[WindowSeries, tuple[RecordTally, ...]]]:
    units = units_in(group.level.series[group.series[0]])
    counted = [_CreditUnits(number_, each, scope) for number_, each in enumerate(units)]
    rows = placed(group, [column for each in counted for column in each.columns()], _earns(group))
    sums = listed(one for each in counted for one in each.sums())
    statement = sql("SELECT w, series, {} FROM ({}) AS each_record GROUP BY w, series", sums, rows)
    for w, series, *found in query(session, statement):
        figures = iter(found)
        yield (w, series), tuple(each.read(figures) for each in counted)


def _earns(group: Group) -> Sql:
    """Which records earn such a credit: not those that an exclusion counts as good."""
    return sql("{} = 0", name(TAKEN)) if group.scan.taken_is_good else TRUE


@frozen
class _CreditUnits:
    """The units of one credit as SQL: the columns of each record, the sums of a window, and what these say."""

    place: int
    units: RecordUnits
    scope: Scope

    @property
    def value(self) -> Exact | None:
        return None if self.units.field is None else number(self.units.field, self.scope)

    @property
    def size(self) -> SqlInteger | None:
        """A record's units, before they are divided by the scale of its field; None where each counts for one."""
        steps = None if self.units.steps is None else SqlInteger(self._name("steps"), _ELAPSED_DIGITS)
        value = None if self.value is None else SqlInteger(self._name("value"), self.value.numerator.digits)
        return steps or value if steps is None or value is None else product(steps, value)

    def columns(self) -> Iterator[Sql]:
        """The condition, the steps and the field of each record."""
        where = TRUE if self.units.where is None else truth(self.units.where, self.scope)
        yield sql("{} AS {}", where, self._name("holds"))
        if self.units.steps is not None:
            yield sql("{} AS {}", _steps(self.units.steps), self._name("steps"))
        if self.value is not None:
            yield sql("{} AS {}", self.value.numerator.sql, self._name("value"))

    def sums(self) -> Iterator[Sql]:
        """How many records count, their units, how many of them are cut, and what these count then."""
        is_cut = self._is_cut()
        whole = all_of([self._counts(), sql("NOT {}", is_cut)]) if is_cut is not None else self._counts()
        yield how_many(self._counts())
        if self.size is not None:
            yield from _sum(whole, self.size)
        if is_cut is not None:
            cut = all_of([self._counts(), is_cut])
            yield how_many(cut)
            if self._cut_value is not None:
                yield from _sum(cut, self._cut_value)

    def read(self, figures: Iterator[int]) -> RecordTally:
        """What the sums say."""
        scale = 10 ** (0 if self.value is None else self.value.scale)
        records = next(figures)
        units = Fraction(records) if self.size is None else Fraction(_whole(figures), scale)
        if self._is_cut() is None:
            return RecordTally(records, units)
        cut = next(figures)
        if self.size is None:
            units -= cut
        cut_units = Fraction(cut) if self._cut_value is None else Fraction(_whole(figures), scale)
        return RecordTally(records, units, cut, cut_units)

    @property
    def _cut_value(self) -> SqlInteger | None:
        """What a record counts that is cut; None where it counts for one."""
        if self.value is None or self.units.most_steps is None:
            return None
        return SqlInteger(self._name("value"), self.value.numerator.digits)

    def _counts(self) -> Sql:
        conditions = [self._name("holds")]
        if self.units.steps is not None:
            conditions.append(sql("{} > 0", self._name("steps")))
        if self.value is not None:
            conditions.append(sql("{} > 0", self._name("value")))
        return all_of(conditions)

    def _is_cut(self) -> Sql | None:
        if self.units.most_steps is not None:
            steps = Sql(("1",)) if self.units.steps is None else self._name("steps")
            return sql("({} > {})", steps, integer(self.units.most_steps))
        if self.units.most_units is None or self.size is None or self.value is None:
            return None
        return comparison(">", evolve(self.value, numerator=self.size), constant(self.units.most_units))

    def _name(self, what: str) -> Sql:
        return name(f"#{what} {self.place}")


def _steps(steps: ClockSteps) -> Sql:
    """How many steps a record's clock has, below one where it has none."""
    begun = 0 if steps.is_full else steps.size - 1
    beyond = sql("({} - {} + {})", clock_time().sql, integer(steps.above), integer(begun))
    return quotient(SqlInteger(beyond, _ELAPSED_DIGITS), SqlInteger(integer(steps.size), _ELAPSED_DIGITS)).sql


def _sum(condition: Sql, value: SqlInteger) -> Iterator[Sql]:
    """The sum of integers in two parts: how many 10**18, and the rest."""
    if value.digits > NARROW_DIGITS:
        high = quotient(value, SqlInteger(integer(LOW), NARROW_DIGITS + 1)).sql
        rest = sql("({} % {})", value.sql, integer(LOW))
        yield sql("coalesce(sum(CASE WHEN {} THEN {} END), 0)", condition, high)
    else:
        rest = value.sql
        yield Sql(("0",))
    yield sql("coalesce(sum(CASE WHEN {} THEN CAST({} AS {}) END), 0)", condition, rest, WIDE)


def _whole(figures: Iterator[int]) -> int:
    high, low = next(figures), next(figures)
    whole: int = LOW * int(high) + int(low)
    return whole
