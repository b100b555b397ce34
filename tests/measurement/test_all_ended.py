"""Where the records show that every clock has stopped when it is read, no row is asked whether its own has."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sladsl.measurement.clocks.clocking import all_end
from sladsl.measurement.engines.duckdb import open_session
from sladsl.measurement.engines.engine import query
from sladsl.measurement.measure import measure as run
from sladsl.measurement.records.facts import FactsQuery, facts_of, wanted
from sladsl.measurement.scanning.scan_tables import Tables, UnitWindows
from sladsl.measurement.scanning.scans import scans, scope_of
from sladsl.measurement.sql.expressions import decided_column, sides, truth
from sladsl.measurement.sql.pieces import DUCKDB, Sql, integer, listed, render, sql
from sladsl.planning.buckets import DAY
from sladsl.planning.plan import ClockWithin, Elapsed, LocalDays, Unit
from sladsl.planning.windows import Window, window_segments
from sladsl.values import evolve
from tests.measurement.build import (
    HOUR,
    clock,
    level,
    measure,
    plan,
    record_set,
    rows_of,
    series,
    settlement,
    table,
)

PAIR = ("opened_at", "closed_at")
IN_TIME = ClockWithin(Elapsed(100 * HOUR))
LEVEL = level(
    "L", "ticket", "opened_at", series(clock=clock(*PAIR), good=IN_TIME, measure=measure("percent good"))
)
TICKET = record_set("ticket", "opened_at : time", "closed_at : time?")
RULES = plan(TICKET, LEVEL, term=("2026-01-01", "2026-02-28"), zone="UTC", settlement=settlement(days=1))
(SCAN,) = scans(RULES)


@pytest.fixture(scope="module")
def session():
    with open_session() as opened:
        yield opened


def delay_of(session, rows):
    values = listed(sql("({}, {})", *map(integer, row)) for row in rows)
    text = sql("CREATE OR REPLACE TEMPORARY TABLE d AS SELECT * FROM (VALUES {}) AS v(a, b)", values)
    query(session, text)
    return facts_of(
        session, "d", FactsQuery((), (), (), delayed=(("a", "b"),)), Sql(("0",)), len(rows)
    ).delays["a", "b"]


instants = st.integers(-(2**63), 2**63 - 1) | st.integers(-5, 5)


@settings(max_examples=60)
@given(st.lists(st.tuples(instants, instants), min_size=1, max_size=5))
def test_a_delay_is_not_less_than_any_and_hardly_more_than_the_longest(session, rows):
    """Whatever the instants are: those that no agreement could name are found beside it to be bad."""
    longest = max(second - first for first, second in rows)
    assert longest <= delay_of(session, rows) <= longest + 2


def test_there_is_no_delay_where_a_record_has_no_end(session):
    assert delay_of(session, [(1, 2), (1, 9)]) == 9
    query(session, Sql(("INSERT INTO d VALUES (1, NULL)",)))
    asked = FactsQuery((), (), (), delayed=(("a", "b"),))
    assert facts_of(session, "d", asked, Sql(("0",)), 3).delays == {("a", "b"): None}


def ended(scan, delay, *as_of):
    days = [
        Window(Unit.MONTH, "d", at * DAY, (at + 1) * DAY, partial=False, as_of=v)
        for at, v in enumerate(as_of)
    ]
    found = UnitWindows(tuple(days), window_segments(days))
    delays = {} if delay is None else {("ticket", *PAIR): delay}
    return all_end(scan, Tables({SCAN.key.read_in: found}, {}, None, None, {}, {}), delays)


def test_all_have_ended_when_the_longest_from_the_last_instant_of_each_window_has():
    assert ended(SCAN, HOUR, DAY + HOUR - 1, 2 * DAY + HOUR)
    assert not ended(SCAN, HOUR, DAY + HOUR - 2, 2 * DAY + HOUR)
    assert not ended(SCAN, HOUR, DAY + HOUR, 2 * DAY)
    assert not ended(SCAN, None, 9 * DAY)


def test_it_is_not_known_of_clocks_that_stop_at_no_field_of_their_own():
    def kept(**changes):
        return evolve(SCAN, key=evolve(SCAN.key, **changes))

    assert ended(kept(), 1, 9 * DAY)
    assert not ended(kept(clock=None), 1, 9 * DAY)
    assert not ended(kept(exclusions=("one",)), 1, 9 * DAY)
    assert not ended(kept(at="snapshots"), 1, 9 * DAY)
    assert SCAN.key.clock is not None
    each = evolve(SCAN.key.clock, each=SCAN.key.counted)
    assert not ended(kept(clock=each), 1, 9 * DAY)


def test_delays_are_asked_from_what_counts_a_record_to_the_end_of_its_clock():
    assert wanted(RULES, TICKET).delayed == (PAIR,)
    without = plan(TICKET, evolve(LEVEL, series=(series(measure=measure("number of", "number")),)))
    assert wanted(without, TICKET).delayed == ()


def test_no_condition_asks_whether_a_clock_has_ended_where_all_have():
    scope = scope_of(RULES, SCAN, {})
    every = evolve(scope, all_ended=True)
    (in_time, _), (fails, _) = (render(side, DUCKDB) for side in sides(IN_TIME, every))
    assert in_time == render(truth(IN_TIME, every), DUCKDB)[0] == f'("#run" < {200 * HOUR})'
    assert fails == f"NOT {in_time}"
    assert "#ended" in render(truth(IN_TIME, scope), DUCKDB)[0]


def test_those_not_in_time_are_the_rest_of_those_with_a_time_where_all_have_ended():
    every = evolve(scope_of(RULES, SCAN, {}), all_ended=True)
    assert decided_column(IN_TIME, every) == "#run"
    assert decided_column(ClockWithin(LocalDays(5)), every) == "#in 5 days"
    assert decided_column(IN_TIME, evolve(every, all_ended=False)) is None


def test_late_tickets_are_counted_where_all_have_ended():
    opened, due = "2026-01-10 01:00", "2026-01-14 05:00"
    records = f"opened_at | closed_at\n{opened} | {due}\n{opened} | {due}:00.000001"
    january = rows_of(run(RULES, {"ticket": table("ticket", records)}))[0].counts
    assert (january.good, january.bad, january.undecided) == (1, 1, 0)


@pytest.mark.parametrize(
    ("closed", "expected"),
    [
        ("2026-02-01 08:00", (2, 0, 0)),  # long before that
        ("2026-02-02 00:00", (2, 0, 0)),  # when January is read
        ("2026-02-02 00:00:00.000001", (1, 0, 1)),
        ("2026-02-27 00:00", (1, 0, 1)),
        ("", (1, 0, 1)),
    ],
)
@pytest.mark.parametrize("other", ["2026-01-10 02:00", "2026-01-14 05:00"])
def test_a_clock_counts_by_what_is_known_when_its_window_is_read(closed, expected, other):
    """The last microsecond of January, which is read a day after its end, and one ticket that is in time."""
    records = f"opened_at | closed_at\n2026-01-10 01:00 | {other}\n2026-01-31 23:59:59.999999 | {closed}"
    january = rows_of(run(RULES, {"ticket": table("ticket", records)}))[0].counts
    assert (january.good, january.bad, january.undecided) == expected
