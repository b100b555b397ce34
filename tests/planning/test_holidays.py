"""What is known of public holidays, and how far."""

import datetime as dt
import os
import subprocess
import sys

import pytest

from sladsl.diagnostics.diagnostic import Severity
from sladsl.planning.holidays import check_regions, holidays_in
from sladsl.planning.plan import Calendar, Dated
from sladsl.source import Span

SPAN = Span("a.sla", 0, 1, 1, 1, 1, 2)


def found(region, first, last, severity=Severity.WARNING, since=None):
    calendar = Calendar("calendar:C", SPAN, "C", "", "UTC", ((),) * 7, (Dated(since, region, SPAN),), ())
    return [
        (one.code, one.severity, one.message, one.help)
        for one in check_regions(calendar, dt.date(first, 1, 1), dt.date(last, 12, 31), severity)
    ]


@pytest.mark.parametrize(
    "region", ["GB-ENG", "US", "DE-BY", "IN-MH", "ECB", "XNYS", "SG", "CA-ON", "AU-NSW", "FR", "PL"]
)
def test_regions_that_are_known_for_the_next_years(region):
    assert found(region, 2024, 2033) == []


@pytest.mark.parametrize(
    ("region", "help_text"),
    [
        ("GB-EN", "did you mean `GB-ENG`?"),
        ("gb", "did you mean `GB`?"),
        ("XNYSE", "did you mean `XNYS`?"),
        ("QX", "write a country such as `US` or a part of one such as `GB-ENG`"),
    ],
)
def test_an_unknown_region_is_an_error(region, help_text):
    message = f"there are no public holidays for the region `{region}`"
    assert found(region, 2026, 2026) == [("SLA301", Severity.ERROR, message, help_text)]


@pytest.mark.parametrize(
    ("region", "first", "last", "unknown"),
    [
        ("IN", 2030, 2035, None),
        ("IN", 2034, 2036, "2036"),
        ("IN-MH", 2035, 2038, "2036 to 2038"),
        ("MU", 2035, 2036, "2036"),  # loses Diwali without a warning of the package
        ("SG", 2035, 2036, None),  # has the same festival from a table of its own
        ("US", 2035, 2060, None),  # has it in some states only
        ("JP", 2099, 2100, "2100"),
    ],
)
def test_years_that_the_package_does_not_know_are_found(region, first, last, unknown):
    findings = found(region, first, last)
    message = f"the public holidays of `{region}` are not all known for {unknown}"
    assert [finding[:3] for finding in findings] == (
        [("SLA302", Severity.WARNING, message)] if unknown else []
    )


def test_only_the_years_in_which_a_region_holds_are_asked_for():
    assert found("IN", 2030, 2040, Severity.ERROR, since=dt.date(2038, 4, 1))[0][1:3] == (
        Severity.ERROR,
        "the public holidays of `IN` are not all known for 2038 to 2040",
    )


def test_a_day_in_lieu_in_the_year_before_is_found():
    assert holidays_in("US", [2021])[dt.date(2021, 12, 31)] == "New Year's Day (observed)"
    assert dt.date(2021, 12, 31) not in holidays_in("US", [2022])


def test_the_names_do_not_follow_the_machine_s_language():
    program = (
        "from sladsl.planning.holidays import holidays_in as h; print(list(h('DE-BY', [2026]).values())[-1])"
    )
    environment = {**os.environ, "LANGUAGE": "uk", "LANG": "uk_UA.UTF-8"}
    shown = subprocess.run(
        [sys.executable, "-c", program], env=environment, capture_output=True, text=True, check=True
    )
    assert shown.stdout == "Second Day of Christmas\n"
