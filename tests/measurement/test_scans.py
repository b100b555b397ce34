"""What levels share is looked up and clocked once, and what they do not share is kept apart."""

import pytest

from sladsl import pipeline
from sladsl.measurement.scanning.scans import scans

AGREEMENT = """agreement A "A" {{
  version "1"
  provider P "P"
  customer C "C"
  term 2026-01-01 to 2026-12-31
  timezone Europe/London
  currency GBP
  law "none"
  calendar Office {{ Mon..Fri 09:00-17:30 }}
  records ticket {{
    id : text key
    opened : time
    closed : time?
    urgent : flag
  }}
  service level Share {{
    for each ticket
    counted in the window of opened
    clock from opened to closed in Office
    good when clock within 8 h
    measure percent good
    window calendar month
    minimum at least 90%
  }}
  kpi Mean {{
    for each ticket
    counted in the window of opened
    clock from opened to closed in Office
    measure mean of clock
    window calendar month
    expected at most 8 h
  }}
  kpi Slowest {{
    for each ticket{where}
    counted in the window of {counted}
    clock from opened to closed{calendar}
    measure percentile 95 of clock
    window calendar {window}
    expected at most 16 h
  }}
}}
"""
SHARED = {"where": "", "counted": "opened", "calendar": " in Office", "window": "month"}


def scans_of(folder, **other):
    file = folder / "a.sla"
    file.write_text(AGREEMENT.format(**SHARED | other), encoding="utf-8")
    checked = pipeline.check([file])
    assert checked.diagnostics == ()
    return scans(checked.agreements[0].plan)


def test_three_levels_over_one_clock_of_the_same_records_take_one_scan(tmp_path):
    (scan,) = scans_of(tmp_path)
    assert scan.key.clock is not None
    assert scan.key.clock.calendar == "Office"


@pytest.mark.parametrize(
    "other",
    [{"where": " where urgent"}, {"window": "quarter"}, {"calendar": ""}],
    ids=["other records", "other windows", "another clock"],
)
def test_a_level_that_differs_takes_a_scan_of_its_own(tmp_path, other):
    first, second = scans_of(tmp_path, **other)
    assert first.key != second.key
