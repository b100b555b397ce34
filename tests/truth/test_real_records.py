"""Real records come to what plain loops over their rows come to, which know nothing of the project but its API."""

import csv
import datetime as dt
from collections import defaultdict
from decimal import Decimal
from fractions import Fraction
from itertools import groupby
from math import ceil
from pathlib import Path

import duckdb
import pytest

import sladsl

ROOT = Path(__file__).parents[2]
INCIDENTS = ROOT / "agreements" / "github-incidents"
LATENCY = ROOT / "agreements" / "request-latency"
REQUESTS = ROOT / "tests" / "cases" / "real" / "request_count"
MINUTE, DAY = dt.timedelta(minutes=1), dt.timedelta(days=1)


def rows_of(file):
    with file.open(encoding="utf-8", newline="") as text:
        return list(csv.DictReader(text))


def measured(file, records):
    """The value of each level, dimension values and window that has one, exactly."""
    statement = sladsl.run(sladsl.load(file), records)
    found = (result.measurement for result in statement.settled.results)
    return {
        (each.level, *each.key, each.window.label): each.value.amount
        for each in found
        if each.value is not None
    }


def only(values, level):
    return {place: value for place, value in values.items() if place[0] == level}


def percentile(values, rank):
    """The smallest value that so many in a hundred do not exceed."""
    ordered = sorted(values)
    return ordered[ceil(Fraction(rank * len(ordered), 100)) - 1]


# --- incidents and downtime ------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def status():
    """What the statement says that `tests/test_agreements.py` holds to the last byte."""
    return {
        (row["level"], *filter(None, [row["series"]]), row["window"]): Fraction(row["value_exact"])
        for row in rows_of(INCIDENTS / "expected" / "statement.csv")
        if row["kind"] == "result" and row["value_exact"]
    }


def durations():
    """Of each incident with an impact: the start, the impact, and how long it took."""
    for row in rows_of(INCIDENTS / "data" / "incident.csv"):
        if row["impact"] in {"critical", "major", "minor"}:
            start = dt.datetime.fromisoformat(row["started_at"])
            yield start, row["impact"], dt.datetime.fromisoformat(row["resolved_at"]) - start


def test_incidents_restored_in_time_are_counted_year_by_year(status):
    within = {"critical": 60 * MINUTE, "major": 120 * MINUTE, "minor": 240 * MINUTE}
    judged = defaultdict(list)
    for start, impact, took in durations():
        judged["Restoration", impact, str(start.year)].append(took <= within[impact])
    assert only(status, "Restoration") == {
        place: Fraction(sum(good), len(good)) for place, good in judged.items()
    }


def test_the_median_of_a_quarter_is_the_middle_of_its_times_to_restore(status):
    times = defaultdict(list)
    for start, _, took in durations():
        times["TimeToRestore", f"{start.year}-Q{(start.month + 2) // 3}"].append(
            took // dt.timedelta(microseconds=1)
        )
    expected = {}
    for place, each in times.items():
        ordered, middle = sorted(each), len(each) // 2
        odd = len(each) % 2
        expected[place] = ordered[middle] if odd else Fraction(ordered[middle - 1] + ordered[middle], 2)
    assert only(status, "TimeToRestore") == expected


def test_availability_is_what_counting_minutes_comes_to(status):
    down, planned = set(), set()
    for row in rows_of(INCIDENTS / "data" / "downtime.csv"):
        start, end = (dt.datetime.fromisoformat(row[name]) for name in ("began_at", "ended_at"))
        minutes = {start + number * MINUTE for number in range((end - start) // MINUTE)}
        if row["impact"] in {"critical", "major"}:
            down |= minutes
        elif row["impact"] == "maintenance":
            planned |= minutes
    for label, start, end in (
        ("2022-Q4", dt.datetime(2022, 10, 1, tzinfo=dt.UTC), dt.datetime(2023, 1, 1, tzinfo=dt.UTC)),
        ("2025-Q1", dt.datetime(2025, 1, 1, tzinfo=dt.UTC), dt.datetime(2025, 4, 1, tzinfo=dt.UTC)),
        ("2026-Q2", dt.datetime(2026, 4, 1, tzinfo=dt.UTC), dt.datetime(2026, 7, 1, tzinfo=dt.UTC)),
    ):
        agreed = {start + number * MINUTE for number in range((end - start) // MINUTE)} - planned
        assert status["QuarterlyAvailability", label] == 1 - Fraction(len(down & agreed), len(agreed))


# --- samples ---------------------------------------------------------------------------------------------------------


def test_latency_is_ranked_and_averaged_as_its_decimals_are():
    data = LATENCY / "data" / "sample.parquet"
    texts = duckdb.read_parquet(str(data)).project("CAST(value AS VARCHAR)").fetchall()
    values = [Fraction(Decimal(text)) for (text,) in texts]
    found = measured(LATENCY / "agreement.sla", {"sample": data})
    assert {place: value for place, value in found.items() if place[0] != "FastByDay"} == {
        ("Fast", "2014-03"): Fraction(sum(value <= 50 for value in values), len(values)),
        ("Median", "2014-03"): percentile(values, 50),
        ("Slow", "2014-03"): percentile(values, 95),
        ("Slowest", "2014-03"): percentile(values, 99),
        ("Mean", "2014-03"): sum(values) / len(values),
    }


def test_requests_flow_as_a_walk_over_their_intervals_says():
    values = {
        dt.datetime.fromisoformat(row["timestamp"]): Fraction(row["value"])
        for row in rows_of(REQUESTS / "requests.csv")
    }
    found = measured(REQUESTS / "requests.sla", {"interval": REQUESTS / "requests.csv"})
    days = {
        day: [value for at, value in values.items() if at.date() == day]
        for day in {at.date() for at in values}
    }
    assert only(found, "Load") == {("Load", str(day)): sum(each) for day, each in days.items()}
    assert only(found, "Peak") == {("Peak", str(day)): percentile(each, 95) for day, each in days.items()}
    down = stalled(values)
    for monday in (dt.date(2014, 4, 7), dt.date(2014, 4, 14), dt.date(2014, 4, 21)):
        year, week, _ = monday.isocalendar()
        label, here = f"{year}-W{week}", [at for at in values if monday <= at.date() < monday + 7 * DAY]
        assert found["Flow", label] == 1 - Fraction(sum(at in down for at in here), len(here))
        assert found["Stalls", label] == sum(at in down and at - 5 * MINUTE not in down for at in here)


def stalled(values):
    """The intervals of fewer than ten requests that lie in three or more such in a row, none of them missing."""
    low = sorted(at for at, value in values.items() if value < 10)
    first = min(values)
    runs = groupby(enumerate(low), lambda each: (each[1] - first) // (5 * MINUTE) - each[0])
    together = ([at for _, at in run] for _, run in runs)
    return {at for run in together if len(run) >= 3 for at in run}
