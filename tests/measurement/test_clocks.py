"""Clocks and as-of instants, at the microsecond."""

import datetime as dt

import pytest

from sladsl.measurement.measure import measure as run
from sladsl.measurement.scanning.tables import MeasurementRequest
from sladsl.planning.plan import ClockTime, ClockWithin, Elapsed, Exists, Not
from tests.measurement.build import (
    HOUR,
    MINUTE,
    calendar,
    clock,
    field,
    level,
    measure,
    micros,
    month,
    only,
    plan,
    record_set,
    rows_of,
    series,
    settlement,
    table,
)

TICKET = record_set("ticket", "opened_at : time", "closed_at : time?")
OFFICE = calendar("Office", "09:00-12:30, 13:30-17:30")
ALWAYS = None


def within(limit, name=ALWAYS, *items, **options):
    """A plan with one level: percent good within a limit."""
    line = series(
        clock=clock("opened_at", "closed_at", name),
        good=ClockWithin(Elapsed(limit)),
        measure=measure("percent good"),
    )
    return plan(TICKET, OFFICE, level("L", "ticket", "opened_at", line), *items, **options)


def spent(name=ALWAYS, **options):
    """A plan with one level: the longest time on the clock."""
    line = series(
        clock=clock("opened_at", "closed_at", name), measure=measure("highest", "duration", ClockTime())
    )
    return plan(TICKET, OFFICE, level("L", "ticket", "opened_at", line), **options)


def tickets(*pairs):
    rows = "\n".join(f"{opened} | {closed}" for opened, closed in pairs)
    return {"ticket": table("ticket", f"opened_at | closed_at\n{rows}")}


def verdicts(measured):
    counts = only(measured).counts
    return counts.good, counts.bad, counts.undecided


@pytest.mark.parametrize(
    ("closed", "expected"),
    [
        ("2026-03-02 13:00", (1, 0, 0)),
        ("2026-03-02 13:00:00.000001", (0, 1, 0)),
        ("2026-03-02 12:59:59.999999", (1, 0, 0)),
        ("2026-03-02 09:00", (1, 0, 0)),
    ],
)
def test_within_includes_its_last_instant(closed, expected):
    assert verdicts(run(within(4 * HOUR), tickets(("2026-03-02 09:00", closed)))) == expected


@pytest.mark.parametrize(
    ("limit", "closed", "expected"),
    [
        # Seven and a half hours from Monday 09:00 are used up at closing time, which is the deadline.
        (7 * HOUR + 30 * MINUTE, "2026-03-02 17:30", (1, 0, 0)),
        (7 * HOUR + 30 * MINUTE, "2026-03-02 17:30:00.000001", (0, 1, 0)),
        (7 * HOUR + 30 * MINUTE, "2026-03-02 20:00", (0, 1, 0)),
        (3 * HOUR + 30 * MINUTE, "2026-03-02 12:30", (1, 0, 0)),
        (3 * HOUR + 30 * MINUTE, "2026-03-02 13:00", (0, 1, 0)),
        (8 * HOUR, "2026-03-03 09:30", (1, 0, 0)),
        (8 * HOUR, "2026-03-03 09:30:00.000001", (0, 1, 0)),
    ],
)
def test_a_deadline_at_closing_time_is_that_closing_time(limit, closed, expected):
    assert verdicts(run(within(limit, "Office"), tickets(("2026-03-02 09:00", closed)))) == expected


def test_open_time_leaves_out_lunch_nights_and_weekends():
    measured = run(spent("Office"), tickets(("2026-03-06 12:00", "2026-03-09 14:00")))
    assert only(measured).value.amount == (30 + 240 + 210 + 30) * MINUTE


def test_a_clock_that_runs_only_while_closed_has_no_time_on_it():
    measured = run(spent("Office"), tickets(("2026-03-07 10:00", "2026-03-08 22:00")))
    assert only(measured).value.amount == 0


@pytest.mark.parametrize(
    ("opened", "closed", "hours"),
    [
        ("2026-03-28 12:00", "2026-03-29 12:00", 23),  # clocks go forward
        ("2026-10-24 12:00", "2026-10-25 12:00", 25),  # clocks go back
        ("2026-03-29 00:30", "2026-03-29 01:30", 0.5),  # a time that is skipped is the end of the gap
        ("2026-10-25 01:30", "2026-10-25 02:30", 2),  # a time that happens twice is the first
        ("2026-10-25T00:30:00Z", "2026-10-25T01:30:00Z", 1),
        ("2026-10-25 01:30+01:00", "2026-10-25 01:30+00:00", 1),
    ],
)
def test_a_clock_change_takes_or_gives_an_hour(opened, closed, hours):
    measured = run(spent(), tickets((opened, closed)))
    assert only(measured).value.amount == hours * HOUR


def test_a_shift_over_a_clock_change_has_its_real_length():
    nights = calendar("Nights", ["22:00-30:00"] * 7)
    line = series(
        clock=clock("opened_at", "closed_at", "Nights"), measure=measure("highest", "duration", ClockTime())
    )
    rules = plan(TICKET, nights, level("L", "ticket", "opened_at", line))
    measured = run(rules, tickets(("2026-03-28 20:00", "2026-03-29 12:00")))
    assert only(measured).value.amount == 7 * HOUR


@pytest.mark.parametrize(
    ("as_of", "expected"),
    [
        ("2026-03-02T12:59:59.999999+00:00", (0, 0, 1)),
        ("2026-03-02T13:00:00+00:00", (0, 0, 1)),  # at the deadline it may still be made
        ("2026-03-02T13:00:00.000001+00:00", (0, 1, 0)),
    ],
)
def test_a_running_clock_is_late_just_after_its_deadline(as_of, expected):
    assert (
        verdicts(
            run(within(4 * HOUR), tickets(("2026-03-02 09:00", "")), MeasurementRequest(as_of=micros(as_of)))
        )
        == expected
    )


@pytest.mark.parametrize(
    ("as_of", "expected"),
    [
        ("2026-03-02T17:30:00+00:00", (0, 0, 1)),
        ("2026-03-02T17:30:00.000001+00:00", (0, 1, 0)),
        ("2026-03-02T20:00:00+00:00", (0, 1, 0)),
    ],
)
def test_a_running_clock_is_late_just_after_closing_time(as_of, expected):
    rules = within(7 * HOUR + 30 * MINUTE, "Office")
    assert (
        verdicts(run(rules, tickets(("2026-03-02 09:00", "")), MeasurementRequest(as_of=micros(as_of))))
        == expected
    )


def test_an_end_after_the_as_of_instant_reads_as_missing():
    data = tickets(("2026-03-02 09:00", "2026-03-02 10:00:00.000001"))
    exact, later = micros("2026-03-02T10:00:00+00:00"), micros("2026-03-02T10:00:00.000001+00:00")
    assert verdicts(run(within(2 * HOUR), data, MeasurementRequest(as_of=exact))) == (0, 0, 1)
    assert verdicts(run(within(2 * HOUR), data, MeasurementRequest(as_of=later))) == (1, 0, 0)


def test_a_running_clock_measures_its_time_so_far():
    measured = run(
        spent("Office"),
        tickets(("2026-03-02 09:00", "")),
        MeasurementRequest(as_of=micros("2026-03-03T10:00:00+00:00")),
    )
    assert only(measured).value.amount == 8 * HOUR + 30 * MINUTE


def test_a_record_counted_after_the_as_of_instant_is_not_in_its_window_yet():
    data = tickets(("2026-03-02 09:00", ""), ("2026-03-02 12:00", ""))
    measured = run(within(HOUR), data, MeasurementRequest(as_of=micros("2026-03-02T11:00:00+00:00")))
    assert only(measured).counts.records == 1


def test_a_settlement_reads_days_after_the_end_of_its_period():
    data = tickets(("2026-03-31 12:00", "2026-04-03 12:00"))
    for days, expected in ((2, (0, 0, 1)), (3, (1, 0, 0))):
        rules = within(100 * HOUR, settlement=settlement(days=days))
        assert verdicts(run(rules, data)) == expected


def test_without_a_settlement_the_end_of_the_period_asked_for_is_read_at():
    data = tickets(("2026-03-31 12:00", "2026-04-03 12:00"))
    assert verdicts(run(within(100 * HOUR), data)) == (0, 0, 1)
    assert verdicts(run(within(100 * HOUR), data, MeasurementRequest(month("2026-04")))) == (1, 0, 0)


def test_the_condition_is_read_as_of_the_instant_too():
    closed = Not(Exists(field("closed_at", "time", optional=True)))
    line = series(measure=measure("number of", "number"))
    rules = plan(TICKET, level("Open", "ticket", "opened_at", line, where=closed))
    data = tickets(("2026-03-02 09:00", "2026-03-02 10:00"), ("2026-03-02 09:00", "2026-03-05 10:00"))
    measured = run(rules, data, MeasurementRequest(as_of=micros("2026-03-03T00:00:00+00:00")))
    assert only(measured).value.amount == 1


def test_an_evergreen_agreement_ends_with_the_last_counted_instant():
    rules = within(HOUR, term=("2025-12-15", None))
    rows = rows_of(run(rules, tickets(("2026-02-10 09:00", "2026-02-10 09:30"))))
    assert [(row.window.label, row.window.partial, row.counts.records) for row in rows] == [
        ("2025-12", True, 0),
        ("2026-01", False, 0),
        ("2026-02", False, 1),
    ]


def test_records_outside_the_term_are_in_no_window():
    data = tickets(("2025-12-31 23:59", ""), ("2026-12-31 23:59:59.999999", ""), ("2027-01-01 00:00", ""))
    rows = rows_of(run(within(HOUR), data))
    assert [row.window.label for row in rows if row.counts.records] == ["2026-12"]
    assert sum(row.counts.records for row in rows) == 1


def test_windows_end_at_local_midnight():
    data = tickets(("2026-06-30T22:59:59.999999Z", ""), ("2026-06-30T23:00:00Z", ""))
    rows = rows_of(run(within(HOUR), data))
    assert [row.window.label for row in rows if row.counts.records] == ["2026-06", "2026-07"]


def test_instants_before_1970_are_no_special_case():
    rules = within(4 * HOUR, "Office", term=("1969-12-01", "1970-01-31"))
    data = tickets(("1969-12-31 16:00Z", "1970-01-02 10:00Z"), ("1970-01-02 09:00Z", "1970-01-02 17:00Z"))
    rows = rows_of(run(rules, data))
    # London kept summer time that winter: 16:00Z is 17:00, and the next day 10:00Z is 11:00.
    assert [(row.window.label, row.counts.good, row.counts.bad) for row in rows] == [
        ("1969-12", 0, 1),
        ("1970-01", 0, 1),
    ]


def test_a_clock_may_start_long_before_its_window():
    rules = plan(
        record_set("job", "counted_at : time", "opened_at : time", "closed_at : time"),
        OFFICE,
        level(
            "L",
            "job",
            "counted_at",
            series(
                clock=clock("opened_at", "closed_at", "Office"),
                measure=measure("highest", "duration", ClockTime()),
            ),
        ),
    )
    job = table(
        "job", "counted_at | opened_at | closed_at\n2026-03-02 09:00 | 2024-02-29 09:00 | 2026-03-02 09:00"
    )
    weekdays = sum(
        (dt.date(2024, 2, 29) + dt.timedelta(days=n)).weekday() < 5
        for n in range((dt.date(2026, 3, 2) - dt.date(2024, 2, 29)).days)
    )
    assert only(run(rules, {"job": job})).value.amount == weekdays * (7 * HOUR + 30 * MINUTE)
