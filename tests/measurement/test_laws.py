"""What makes no difference to measurements."""

import csv
import tempfile
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from sladsl.measurement.measure import measure as run
from sladsl.measurement.results import measurements_hash
from sladsl.planning.plan import ClockTime, ClockWithin, Elapsed
from tests.measurement.build import (
    HOUR,
    calendar,
    clock,
    dimension,
    field,
    level,
    measure,
    plan,
    record_set,
    rows_of,
    series,
    settlement,
)
from tests.tries import tries

CLOCK = clock("opened_at", "closed_at", "Office")
BY_KIND = (dimension("kind", "choice"),)


def by_kind(statistic, type_, operand, rank=None):
    return (
        series((kind,), ((kind,),), clock=CLOCK, measure=measure(statistic, type_, operand, rank))
        for kind in ("a", "b")
    )


RULES = plan(
    calendar("Office", "09:00-12:30, 13:30-17:30"),
    record_set(
        "t", "id : number key", "kind : choice a b", "opened_at : time", "closed_at : time?", "cost : money"
    ),
    level(
        "Good",
        "t",
        "opened_at",
        *(
            series(
                (kind,),
                ((kind,),),
                clock=CLOCK,
                good=ClockWithin(Elapsed(8 * HOUR)),
                measure=measure("percent good"),
            )
            for kind in ("a", "b")
        ),
        dimensions=BY_KIND,
    ),
    level(
        "P90",
        "t",
        "opened_at",
        *by_kind("percentile", "duration", ClockTime(), 90),
        dimensions=BY_KIND,
    ),
    level(
        "Cost",
        "t",
        "opened_at",
        *by_kind("mean", "money", field("cost", "money")),
        dimensions=BY_KIND,
    ),
    settlement=settlement(days=3),
)
COLUMNS = ("id", "kind", "opened_at", "closed_at", "cost")
moments = st.integers(0, 60 * 24 * 80)


def local(minutes):
    day, minute = divmod(minutes, 1440)
    month, date = divmod(day, 28)
    return f"2026-{month + 2:02}-{date + 1:02} {minute // 60:02}:{minute % 60:02}"


@st.composite
def tickets(draw):
    count = draw(st.integers(1, 25))
    return [
        (
            str(number),
            draw(st.sampled_from(["a", "b"])),
            local(start := draw(moments)),
            draw(st.sampled_from(["", local(start), local(start + draw(st.integers(0, 3000)))])),
            f"{draw(st.integers(0, 10**6))}.{draw(st.integers(0, 999)):03}",
        )
        for number in range(count)
    ]


def hashed(folder, parts):
    files = []
    for number, rows in enumerate(parts):
        files.append(Path(folder) / f"{number}.csv")
        with files[-1].open("w", newline="") as file:
            csv.writer(file).writerows([COLUMNS, *rows])
    measured = run(RULES, {"t": files}).measurements
    assert measured is not None
    return measurements_hash(measured)


@tries(2)
@given(tickets(), st.randoms(use_true_random=False), st.integers(1, 3))
def test_the_order_of_records_and_their_files_make_no_difference(rows, chance, parts):
    mixed = list(rows)
    chance.shuffle(mixed)
    with tempfile.TemporaryDirectory() as folder:
        assert hashed(folder, [rows]) == hashed(folder, [mixed[n::parts] for n in range(parts)])


@tries(2)
@given(tickets(), st.integers(0, 24))
def test_a_record_less_makes_a_difference(rows, position):
    shorter = [row for number, row in enumerate(rows) if number != position % len(rows)]
    with tempfile.TemporaryDirectory() as folder:
        assert hashed(folder, [rows]) != hashed(folder, [shorter]) if shorter else True


@tries(2)
@given(tickets())
def test_every_record_of_the_population_is_counted_once(rows):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "t.csv"
        with path.open("w", newline="") as file:
            csv.writer(file).writerows([COLUMNS, *rows])
        found = [row.counts for row in rows_of(run(RULES, {"t": [path]})) if row.level == "Good"]
    assert sum(counts.records for counts in found) == len(rows)
    assert all(counts.good + counts.bad + counts.undecided == counts.records for counts in found)
