"""The records of an amended agreement are read and checked once, by what all of its eras read of them."""

from contextlib import contextmanager

import pytest

from sladsl import pipeline
from sladsl.measurement.engines.duckdb import DuckDB, open_session
from sladsl.measurement.how import How
from sladsl.measurement.measure import measure, measure_on
from sladsl.measurement.scanning.tables import MeasurementRequest
from tests.measurement.build import files_of, rows_of

LEVEL = """service level Answers "Answers" {{
    for each query{where}
    counted in the window of asked_at
    clock from {start} to answered_at
    good when {good}
    measure percent good
    window calendar month
    minimum at least {least}%
  }}
"""
PLAIN = {"where": "", "start": "asked_at", "good": "clock within 1 h", "least": 50}
HEADER = """agreement Desk "Desk" {
  version  "1.0"
  provider P "The provider"
  customer C "The customer"
  term     2026-01-01 to 2026-06-30
  timezone Europe/London
  currency GBP
  records query "Query" {
    id          : text key
    asked_at    : time
    seen_at     : time
    answered_at : time?
    parts       : number
  }
"""
ROWS = """id,asked_at,seen_at,answered_at,parts
1,2026-01-05 09:00,2026-01-05 09:00,2026-01-05 09:30,1
2,2026-03-05 09:00,2026-03-05 09:00,2026-03-05 09:30,1
"""
LATE_SEEN = "3,2026-01-06 09:00,2026-01-06 12:00,2026-01-06 09:30,1\n"
NO_PARTS = "4,2026-03-06 09:00,2026-03-06 09:00,2026-03-06 09:30,0\n"


def amendment(day, **changes):
    name = f"From{day.replace('-', '')}"
    return f"amendment {name} of Desk effective {day} {{ replace {LEVEL.format(**PLAIN | changes)}}}\n"


def agreement(folder, *amendments):
    (folder / "desk.sla").write_text(
        f"{HEADER}  {LEVEL.format(**PLAIN)}}}\n{''.join(amendments)}", encoding="utf-8"
    )
    (found,) = pipeline.check([folder / "desk.sla"]).agreements
    return found


def records(folder, rows):
    (folder / "query.csv").write_text(ROWS + rows, encoding="utf-8")
    return {"query": [folder / "query.csv"]}


@contextmanager
def heard(statements):
    """A way to open a session that writes down the statements it runs."""

    class Heard(DuckDB):
        def fetch(self, text, parameters):
            statements.append(text)
            return super().fetch(text, parameters)

    with open_session() as opened:
        yield Heard(opened.connection, opened.folder)


def reading(plan, bindings):
    """What is told while a plan is measured, and the statements that read and check the records."""
    statements: list[str] = []
    told: list[str] = []
    with heard(statements) as session:
        measured = measure_on(session, plan, bindings, MeasurementRequest(), How(report=told.append))
    assert measured.diagnostics == ()
    made = next(at for at, text in enumerate(statements) if '"windows' in text or "at an instant" in text)
    return told, statements[:made]


def test_a_run_reads_and_checks_as_much_with_amendments_as_without(tmp_path):
    bindings = records(tmp_path, "")
    one = agreement(tmp_path).plan
    three = agreement(
        tmp_path,
        amendment("2026-02-01", least=60),
        amendment("2026-03-01", least=70, good="clock within 2 h"),
    ).plan
    assert len(three.eras) == 3
    told, statements = reading(three, bindings)
    (query,) = bindings["query"]
    assert told == [f"reading {query}", f"checking {query}", "counting"]
    assert (told, statements) == reading(one, bindings)


def found_at(measured):
    """The codes of what is found, with the rows that they are about."""
    return [(each.code, getattr(each.place, "row", None)) for each in measured.diagnostics]


@pytest.mark.parametrize(
    ("row", "changes", "code"),
    [
        pytest.param(LATE_SEEN, {"start": "seen_at"}, "SLA416", id="a clock that runs backwards"),
        pytest.param(NO_PARTS, {"good": "1 / parts <= 2"}, "SLA418", id="a division by zero"),
    ],
)
def test_a_row_that_is_bad_for_one_era_is_told_once_and_set_aside_for_all(row, changes, code, tmp_path):
    """The row of January is of the era before, the one of March of the era in which it is bad."""
    bindings = records(tmp_path, row)
    plan = agreement(
        tmp_path, amendment("2026-02-01", **changes), amendment("2026-03-01", least=60, **changes)
    ).plan
    assert found_at(measure(plan, bindings)) == [(code, 4)]
    found = measure(plan, bindings, how=How(quarantine=True))
    assert [(each.code, each.row) for each in found.quarantined] == [(code, 4)]
    assert [(each.rows, each.quarantined) for each in files_of(found)] == [(3, 1)]
    rows = [(each.window.label, each.counts.records, each.counts.good) for each in rows_of(found)]
    assert rows == [("2026-01", 1, 1), ("2026-02", 0, 0), ("2026-03", 1, 1)]


def test_numbers_too_long_for_a_calculation_of_one_era_are_told(tmp_path):
    bindings = records(tmp_path, f"4,2026-03-06 09:00,2026-03-06 09:00,2026-03-06 09:30,{'9' * 13}\n")
    plan = agreement(tmp_path, amendment("2026-03-01", good="parts * parts * parts <= 2")).plan
    assert found_at(measure(plan, bindings)) == [("SLA423", 4)]


def test_severities_that_an_amendment_removes_are_still_those_of_the_records_before(tmp_path):
    """Levels, records and severities of tickets end, and queries are measured from then on."""
    ticket = """  severity {
    P1 "Critical"
    P2 "Normal"
  }
  records ticket "Ticket" {
    id        : text key
    priority  : severity
    opened_at : time
    ok        : flag
  }
  service level Resolved "Resolved" by priority {
    for each ticket
    counted in the window of opened_at
    good when ok
    measure percent good
    window calendar month
    minimum at least 50%
  }
}
"""
    removed = f"""amendment First of Desk effective 2026-03-01 {{
  remove severity
  remove records ticket
  remove service level Resolved
  add {LEVEL.format(**PLAIN)}}}
"""
    (tmp_path / "desk.sla").write_text(HEADER + ticket + removed, encoding="utf-8")
    (found,) = pipeline.check([tmp_path / "desk.sla"]).agreements
    (tmp_path / "ticket.csv").write_text(
        "id,priority,opened_at,ok\n1,P2,2026-01-05 09:00,yes\n", encoding="utf-8"
    )
    bindings = {**records(tmp_path, ""), "ticket": [tmp_path / "ticket.csv"]}
    measured = measure(found.plan, bindings)
    assert measured.diagnostics == ()
    rows = [(each.level, each.key, each.window.label, each.counts.good) for each in rows_of(measured)]
    assert [row for row in rows if row[-1]] == [
        ("Resolved", ("P2",), "2026-01", 1),
        ("Answers", (), "2026-03", 1),
    ]
