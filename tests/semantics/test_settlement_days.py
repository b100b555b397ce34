"""Settlement waits for business days of a calendar that opens for the last time on 2 March 2026."""

import pytest

from tests.semantics.analysing import HEADER, analysis_of

AGREEMENT = """
agreement Demo {{
  {header}
  calendar Once {{
    on 2026-03-02 09:00-17:00
    business days end at close
  }}
  settlement per calendar {unit}, 1 business days of Once after its end {{ }}
}}
"""


@pytest.mark.parametrize(
    ("unit", "last"),
    [
        ("day", "2026-03-02"),
        ("week", "2026-03-08"),
        ("month", "2026-03-31"),
        ("quarter", "2026-03-31"),
        ("year", "2026-12-31"),
    ],
)
def test_the_first_period_after_which_the_calendar_stays_closed_is_named(unit, last):
    diagnostics = analysis_of(AGREEMENT.format(header=HEADER, unit=unit)).diagnostics
    found = [each.message for each in diagnostics if each.code == "SLA267"]
    assert found == [f"`Once` does not open on the day that settlement waits for after {last}"]
