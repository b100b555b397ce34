"""Files that are read in place come to the same as files of which every value is taken apart."""

import csv
import tempfile
from pathlib import Path

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sladsl import pipeline
from sladsl.measurement.engines.duckdb import open_session
from sladsl.measurement.files.file_bytes import inspect_bytes
from sladsl.measurement.files.parquet_files import read_parquet
from sladsl.measurement.files.raw_files import RawFile
from sladsl.measurement.how import How
from sladsl.measurement.measure import measure as run
from sladsl.measurement.records.facts import facts_of, wanted
from sladsl.measurement.records.plain import is_read_in_place
from sladsl.measurement.sql.pieces import Sql
from sladsl.planning.plan import ClockTime, ClockWithin, Elapsed
from tests.measurement.build import (
    HOUR,
    calendar,
    clock,
    dimension,
    field,
    level,
    measure,
    only,
    plan,
    record_set,
    series,
)
from tests.tries import tries

CLOCK = clock("opened_at", "closed_at", "Office")
BY_KIND = (dimension("kind", "choice"),)
RULES = plan(
    calendar("Office", "09:00-12:30, 13:30-17:30"),
    record_set(
        "t", "id : text key", "kind : choice a b", "opened_at : time", "closed_at : time?", "fine : flag"
    ),
    record_set("note", "t : ref t", "at : time"),
    level(
        "Good",
        "t",
        "opened_at",
        *(
            series(
                (kind,),
                ((kind,),),
                clock=CLOCK,
                good=ClockWithin(Elapsed(2 * HOUR)),
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
        series(clock=CLOCK, measure=measure("percentile", "duration", ClockTime(), 90)),
    ),
    level("Fine", "t", "opened_at", series(measure=measure("number of", "number", field("fine", "flag")))),
    level("Notes", "note", "t.opened_at", series(measure=measure("number of", "number"))),
)
TIMES = "opened_at", "closed_at", "at"
COLUMNS = {
    "t": ("id", "kind", "opened_at", "closed_at", "fine"),
    "note": ("t", "at"),
    "probe": ("at", "fine"),
}

often_plain = st.sampled_from(
    ["1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12", " 7", "8 ", "\t9", ""]
)
instants = st.integers(0, 60 * 24 * 50).map(
    lambda minute: (
        f"2026-{minute // 1440 // 28 + 2:02}-{minute // 1440 % 28 + 1:02}"
        f" {minute % 1440 // 60:02}:{minute % 60:02}:00Z"
    )
)
tickets = st.lists(
    st.tuples(
        often_plain,
        st.sampled_from(["a"] * 9 + ["b"] * 9 + ["c", "a "]),
        instants,
        instants | st.just(""),
        st.sampled_from(["yes", "no"]),
    ),
    min_size=1,
    max_size=12,
)
notes = st.lists(st.tuples(often_plain, instants), max_size=6)


def written(folder, kind, sets):
    files = {}
    for records, rows in sets.items():
        path = Path(folder) / f"{records}.csv"
        with path.open("w", newline="") as file:
            csv.writer(file, quoting=csv.QUOTE_ALL).writerows([COLUMNS[records], *rows])
        if kind == "parquet":
            path = as_parquet(path, COLUMNS[records])
        files[records] = [path]
    return files


def as_parquet(path, columns):
    typed = ", ".join(
        f"""nullif("{column}", '')::TIMESTAMPTZ AS "{column}\""""
        if column in TIMES
        else f"{column} = 'yes' AS {column}"
        if column == "fine"
        else column
        for column in columns
    )
    cells = duckdb.read_csv(str(path), header=True, all_varchar=True, na_values="\x01", delimiter=",")
    cells.project(typed).write_parquet(str(path.with_suffix(".parquet")))
    return path.with_suffix(".parquet")


def told(measured, header):
    """All that a run says, with rows counted from 1; CSV counts the header."""
    rows = None if measured.measurements is None else measured.measurements.rows
    found = [
        (one.code, one.place.row and one.place.row - header, one.place.field, one.message.count("row"))
        for one in measured.diagnostics
    ]
    aside = [(one.records, one.row - header, one.field, one.code) for one in measured.quarantined]
    return rows, found, aside


@tries(6)
@given(tickets, notes, st.booleans())
def test_parquet_comes_to_the_same_as_csv(rows, remarks, quarantine):
    sets = {"t": rows, "note": remarks}
    with tempfile.TemporaryDirectory() as folder:
        outcomes = [
            told(run(RULES, written(folder, kind, sets), how=How(quarantine=quarantine)), header)
            for kind, header in (("csv", 1), ("parquet", 0))
        ]
    assert outcomes[0] == outcomes[1]


def test_a_file_of_plain_values_is_read_in_place(tmp_path):
    rows = [("1", "a", "2026-02-01 09:00:00Z", "", "yes"), ("2", "b", "2026-02-01 09:00:00Z", "", "no")]
    (path,) = written(tmp_path, "parquet", {"t": rows})["t"]
    with open_session() as session:
        raw = read_parquet(session, RULES.records[0], path, "t.parquet", inspect_bytes(path))
        assert isinstance(raw, RawFile)
        assert is_read_in_place(RULES, raw)


PROBED = """
agreement Probed "Probed" {
  version  "1"
  provider Acme "Acme"
  customer Busy "Busy"
  term     2026-03-01 to 2026-03-31
  timezone Europe/London
  currency GBP
  law      "England and Wales"

  records probe "Probe" {
    at   : time
    fine : flag
  }

  service level Up "Availability" {
    for each  probe
    every 1 min at at
    down when not fine
    missing samples count as absent
    measure   availability
    window    calendar month
    minimum   at least 50%
  }
}
"""
INSIDE = ("2026-03-01 00:00:00Z", "yes"), ("2026-03-01 00:01:00Z", "no"), ("2026-03-31 22:59:59Z", "yes")
BEFORE, AFTER = ("2026-02-28 23:59:59.999999Z", "no"), ("2026-03-31 23:00:00Z", "no")


@pytest.mark.parametrize("outside", [[], [BEFORE], [AFTER], [BEFORE, AFTER]])
@pytest.mark.parametrize("kind", ["csv", "parquet"])
def test_samples_outside_the_term_are_in_no_slot(tmp_path, kind, outside):
    (tmp_path / "probed.sla").write_text(PROBED, encoding="utf-8")
    (agreement,) = pipeline.check([tmp_path / "probed.sla"]).agreements
    (tmp_path / "more").mkdir()
    (file,) = written(tmp_path, kind, {"probe": INSIDE})["probe"]
    (more,) = written(tmp_path / "more", kind, {"probe": outside})["probe"]
    row = only(run(agreement.plan, {"probe": [file, more]}))
    minute = 60_000_000
    assert (row.times.agreed, row.times.down, row.counts.records) == (3 * minute, minute, 3)


NUMBERED = (
    "SELECT CAST(i % 9999 AS STRING) AS id, NULL AS opened_at, NULL AS closed_at FROM range(30000) AS r(i)"
)


def test_keys_are_told_apart_in_slices():
    with open_session() as session:
        session.keep("n", NUMBERED, ())
        asked = wanted(RULES, RULES.records[0])
        found = {
            size: facts_of(session, "n", asked, Sql(("0",)), size).repeats for size in (1, 6_000_000, 10**9)
        }
    assert found == dict.fromkeys(found, 30000 - 9999)
