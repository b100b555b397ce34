"""A measure beside another one that is never less, or the same in other words."""

import pytest

from tests.comparison.test_credits_beside import changes

DOWN = """\
calendar Office "Office" {{ Mon..Fri 09:00-17:00 }}
calendar Longer "Longer" {{ Mon..Sat 08:00-18:00 }}
calendar Again "Again" {{ Mon..Fri 09:00-12:00, 12:00-17:00 }}
service level Down "Down" {{
  for each outage
  measure {}
  window calendar month
  required at most 4 h
  credit GBP 5 per started 1 h of downtime above {}
}}
"""
MEAN = """\
service level Value "Value" {{
  for each call
  counted in the window of opened_at
  measure {}
  window calendar month
  required at most GBP 800
}}
"""
AT_NIGHT = " 04:00: 0 s before, 6 h after; met before, missed after"


@pytest.mark.parametrize(
    ("old", "new", "effect"),
    [
        ("downtime in Office", "downtime", "stricter"),
        ("longest outage", "longest outage in Office", "weaker"),
        ("downtime in Office", "downtime in Longer", "stricter"),
        ("downtime in Longer", "downtime in Office", "weaker"),
        ("downtime in Office", "downtime in Again", "neutral"),
        ("downtime in Office", "longest outage", "incomparable"),
    ],
)
def test_time_down_in_more_hours_is_never_less(tmp_path, old, new, effect):
    (told,) = changes(tmp_path, *(DOWN.format(each, "4 h") for each in (old, new)))[1]
    assert told[0] == effect
    if new == "downtime":
        assert told[1].endswith(AT_NIGHT)


def test_time_down_in_hours_is_told_without_the_time_agreed(tmp_path):
    told = changes(tmp_path, *(DOWN.format("downtime in Office", each) for each in ("4 h", "5 h")))[1]
    assert told == [("weaker", "4 h 30 min down in 2026-01: GBP 5.00 before, no credit after")]


@pytest.mark.parametrize(
    ("new", "effects"), [("mean of total", []), ("sum of total per 2 number of call", ["stricter"])]
)
def test_a_sum_over_its_number_of_records_is_a_mean(tmp_path, new, effects):
    told = changes(tmp_path, MEAN.format("sum of total / number of call"), MEAN.format(new))[1]
    assert [each[0] for each in told] == effects
