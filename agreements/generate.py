"""Writes the made-up records of the agreements beside this file, the same bytes every time.

`python agreements/generate.py [FOLDER]` writes `accounts-payable/data/*.csv` and `service-desk/data/*.csv`
below FOLDER (by default the folder of this file). Only `Random.random` is drawn from, which Python promises
to keep the same for a seed.

What the year 2026 holds, so that a reader of the statements knows what to look for:

- accounts payable: August is quiet; in June the ledger was replaced and both accuracy and turnaround
  collapse; in October the mailbox moved and too few invoices arrived for accuracy to be judged; Easter and
  Christmas are holiday weeks.
- service desk: February is quiet, with too few upper-severity tickets to judge; July (a failed network
  change) and November (a supplier's outage) are bad.

The export was taken on 8 January 2027, so some records are still open.
"""

from __future__ import annotations

import csv
import datetime as dt
import math
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from random import Random
from typing import TypeVar
from zoneinfo import ZoneInfo

T = TypeVar("T")
Hours = tuple[tuple[dt.time, dt.time], ...]

LONDON = ZoneInfo("Europe/London")
EXPORTED = dt.datetime(2027, 1, 8, 17, 0)  # noqa: DTZ001 - local time in London, as is every naive time here
FIRST, LAST = dt.date(2026, 1, 1), dt.date(2026, 12, 31)
# Bank holidays of England and Wales (GOV.UK), to the day after the export.
HOLIDAYS = {
    dt.date(2026, month, day)
    for month, day in ((1, 1), (4, 3), (4, 6), (5, 4), (5, 25), (8, 31), (12, 25), (12, 28))
} | {dt.date(2027, 1, 1)}
HALF_DAYS = {dt.date(2026, 12, 24), dt.date(2026, 12, 31)}

# How busy an hour of the day is, from midnight.
OFFICE_DAY = (1, 1, 1, 1, 1, 2, 6, 10, 30, 70, 90, 80, 50, 55, 75, 80, 70, 40, 14, 8, 6, 4, 3, 2)


def main(arguments: Sequence[str]) -> None:
    """Write every file below the folder given, or beside this program."""
    folder = Path(arguments[0]) if arguments else Path(__file__).parent
    write(
        folder / "accounts-payable/data/invoice.csv",
        ("id", "supplier", "received_at", "posted_at", "amount", "error"),
        invoices(Random(20260101)),
    )
    write(
        folder / "accounts-payable/data/supplier_query.csv",
        ("id", "raised_at", "answered_at"),
        supplier_queries(Random(20260102)),
    )
    write(
        folder / "service-desk/data/ticket.csv",
        ("id", "severity", "channel", "opened_at", "responded_at", "resolved_at", "reopened", "score"),
        tickets(Random(20260103)),
    )


def write(path: Path, header: Sequence[str], rows: Iterator[tuple[str, ...]]) -> None:
    """Write a CSV file, making its folder where it is missing."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


# --- chance ---------------------------------------------------------------------------------------


def pick(rng: Random, weighted: Sequence[tuple[T, float]]) -> T:
    """One of the values, each as likely as its weight."""
    at = rng.random() * sum(weight for _, weight in weighted)
    for value, weight in weighted:
        at -= weight
        if at < 0:
            return value
    return weighted[-1][0]


def about(rng: Random, mean: float) -> int:
    """A whole number near the mean, scattered as a sum of independent arrivals is."""
    normal = sum(rng.random() for _ in range(12)) - 6
    return max(0, round(mean + normal * math.sqrt(mean)))


def skewed(rng: Random, median: float, spread: float) -> float:
    """A positive number with a long upper tail (log-normal)."""
    normal = sum(rng.random() for _ in range(12)) - 6
    return median * math.exp(spread * normal)


# --- time -----------------------------------------------------------------------------------------


def days() -> Iterator[dt.date]:
    """Every day of the year."""
    for number in range((LAST - FIRST).days + 1):
        yield FIRST + dt.timedelta(days=number)


def is_working_day(day: dt.date) -> bool:
    """Whether people work on a day."""
    return day.weekday() < 5 and day not in HOLIDAYS


def moment(rng: Random, day: dt.date, busy: Sequence[float]) -> dt.datetime:
    """A second of the day, likelier in busy hours; never one that the spring clock change skips."""
    hour = pick(rng, list(enumerate(busy)))
    if day == dt.date(2026, 3, 29) and hour == 1:
        hour = 2
    return dt.datetime.combine(day, dt.time(hour, int(rng.random() * 60), int(rng.random() * 60)))


def hours_of(day: dt.date, weekly: Hours, half: Hours) -> Hours:
    """The hours people work on a day."""
    if not is_working_day(day):
        return ()
    return half if day in HALF_DAYS else weekly


def after_work(start: dt.datetime, work: dt.timedelta, weekly: Hours, half: Hours) -> dt.datetime:
    """When so much work begun at `start` is done, working only in the hours given."""
    day = start.date()
    while True:
        for opens, closes in hours_of(day, weekly, half):
            begin = max(start, dt.datetime.combine(day, opens))
            end = dt.datetime.combine(day, closes)
            if begin < end and work <= end - begin:
                return begin + work
            work -= max(end - begin, dt.timedelta())
        day += dt.timedelta(days=1)


def shown(local: dt.datetime | None) -> str:
    """A local time to the minute, empty where it is missing or after the export."""
    return "" if local is None or local > EXPORTED else f"{local:%Y-%m-%d %H:%M}"


def shown_utc(local: dt.datetime | None) -> str:
    """A London time as UTC to the second, empty where it is missing or after the export."""
    if local is None or local > EXPORTED:
        return ""
    return f"{local.replace(tzinfo=LONDON).astimezone(dt.UTC):%Y-%m-%dT%H:%M:%SZ}"


# --- accounts payable -----------------------------------------------------------------------------

AP_HOURS: Hours = ((dt.time(9), dt.time(12, 30)), (dt.time(13, 30), dt.time(17, 30)))
AP_HALF: Hours = ((dt.time(9), dt.time(12, 30)),)

# Invoices by month, share posted wrongly, hours of work that half of them take, and how far these scatter.
AP_MONTHS = {
    1: (360, 0.004, 4.6, 0.55),
    2: (345, 0.002, 4.2, 0.52),
    3: (430, 0.010, 5.0, 0.60),
    4: (370, 0.012, 5.2, 0.64),
    5: (350, 0.008, 4.4, 0.55),
    6: (400, 0.066, 7.8, 0.72),
    7: (365, 0.024, 5.6, 0.62),
    8: (255, 0.003, 3.6, 0.50),
    9: (395, 0.006, 4.6, 0.55),
    10: (125, 0.018, 4.9, 0.60),
    11: (405, 0.015, 5.0, 0.62),
    12: (330, 0.009, 5.3, 0.66),
}

SUPPLIERS = (
    ("Anchor Cold Storage Ltd", 9),
    ("Bellwether Packaging plc", 14),
    ("Crowhurst Dairy Partnership", 8),
    ("Dunmere Haulage Ltd", 12),
    ("Eastgate Energy Supply Ltd", 3),
    ("Fenwick & Sons, Fish Merchants", 11),
    ("Greywell Cleaning Services Ltd", 5),
    ("Holloway Print Works", 2),
    ("Ivybridge Mills Ltd", 10),
    ("Jessamy Catering Equipment Ltd", 4),
    ("Kestrel Temporary Staff Ltd", 7),
    ("Larkfield Produce Co-operative", 15),
)


def invoices(rng: Random) -> Iterator[tuple[str, ...]]:
    """A year of invoices in the order of their receipt."""
    number = 10_000
    for day in days():
        for received in sorted(moment(rng, day, OFFICE_DAY) for _ in range(about(rng, invoices_on(day)))):
            number += 1
            _, wrong, median, spread = AP_MONTHS[received.month]
            work = dt.timedelta(hours=skewed(rng, median, spread))
            never = rng.random() < 0.003  # disputed, and left lying
            posted = None if never else after_work(received, work, AP_HOURS, AP_HALF)
            error = rng.random() < wrong and shown(posted) != ""
            amount = skewed(rng, 640, 1.1)
            supplier = pick(rng, SUPPLIERS)
            yield (
                str(number),
                supplier,
                shown(received),
                shown(posted),
                f"{amount:.2f}",
                "yes" if error else "no",
            )


def invoices_on(day: dt.date) -> float:
    """How many invoices a day is likely to bring: most around a month's end, few when people are away."""
    if day in HOLIDAYS:
        return 0.6
    if day.weekday() >= 5:
        return 1.0
    weight = 1.5 if day.day >= 27 or day.day <= 3 else 1.0
    if dt.date(2026, 12, 24) <= day <= LAST:
        weight = 0.35
    return AP_MONTHS[day.month][0] / 24 * weight


def supplier_queries(rng: Random) -> Iterator[tuple[str, ...]]:
    """A year of suppliers' queries; the second quarter is the one in which answers are late."""
    number = 500
    slow = {5: 1.25, 6: 2.1, 7: 1.2}
    for day in days():
        mean = 1.1 if is_working_day(day) else 0.05
        for raised in sorted(moment(rng, day, OFFICE_DAY) for _ in range(rare(rng, mean))):
            number += 1
            work = dt.timedelta(hours=skewed(rng, 2.0, 0.85) * slow.get(raised.month, 1.0))
            yield f"Q{number}", shown(raised), shown(after_work(raised, work, AP_HOURS, AP_HALF))


def rare(rng: Random, mean: float) -> int:
    """A count of rare arrivals (Poisson)."""
    number, left = 0, math.exp(-mean)
    chance = rng.random()
    while chance > left:
        number, chance = number + 1, chance * rng.random()
    return number


# --- service desk ---------------------------------------------------------------------------------

DESK_HOURS: Hours = ((dt.time(8), dt.time(18)),)
DESK_HALF: Hours = ((dt.time(8), dt.time(13)),)
ROUND_THE_CLOCK = (6, 5, 5, 5, 5, 6, 9, 14, 20, 22, 22, 20, 16, 18, 20, 20, 18, 14, 10, 8, 8, 7, 7, 6)

# Tickets by month; how much longer than usual the two upper severities and the others take; share reopened;
# the users' liking.
DESK_MONTHS = {
    1: (165, 1.0, 1.0, 0.030, 4.4),
    2: (96, 0.9, 0.9, 0.025, 4.5),
    3: (158, 1.0, 1.0, 0.035, 4.4),
    4: (140, 1.1, 1.0, 0.030, 4.4),
    5: (142, 1.0, 1.0, 0.040, 4.3),
    6: (150, 1.2, 1.1, 0.045, 4.2),
    7: (195, 2.2, 1.6, 0.090, 3.5),
    8: (132, 1.0, 1.0, 0.055, 3.8),
    9: (172, 1.0, 1.0, 0.045, 4.1),
    10: (160, 1.0, 1.0, 0.030, 4.3),
    11: (188, 2.0, 1.6, 0.070, 3.9),
    12: (120, 1.1, 1.1, 0.035, 4.2),
}
SEVERITIES: tuple[tuple[str, float], ...] = (("P1", 5), ("P2", 12), ("P3", 55), ("P4", 28))
# Half of the tickets are answered, and half resolved, within so many hours; and how far these scatter.
RESPONDS = {"P1": (0.10, 0.45), "P2": (0.34, 0.50), "P3": (1.1, 0.80), "P4": (2.2, 0.85)}
RESOLVES = {"P1": (1.9, 0.50), "P2": (3.6, 0.50), "P3": (6.3, 0.80), "P4": (8.0, 0.75)}
CHANNELS: tuple[tuple[str, float], ...] = (("phone", 35), ("portal", 40), ("email", 25))

Done = Callable[[dt.datetime, dt.timedelta], dt.datetime]


def tickets(rng: Random) -> Iterator[tuple[str, ...]]:
    """A year of tickets in the order in which they were opened."""
    number = 4_000
    for day in days():
        for opened, severity in sorted(opened_on(rng, day)):
            number += 1
            yield f"T{number}", severity, *ticket(rng, opened, severity)


def opened_on(rng: Random, day: dt.date) -> Iterator[tuple[dt.datetime, str]]:
    """The tickets of a day: upper severities at any hour of any day, the others mostly in office hours."""
    volume = DESK_MONTHS[day.month][0]
    for severity, share in SEVERITIES:
        if severity in {"P1", "P2"}:
            mean, busy = volume * share / 100 / 30.4, ROUND_THE_CLOCK
            if day.month == 2:
                mean *= 0.35
        else:
            mean, busy = volume * share / 100 / 21.5 * (1.0 if is_working_day(day) else 0.06), OFFICE_DAY
        for _ in range(rare(rng, mean)):
            yield moment(rng, day, busy), severity


def ticket(rng: Random, opened: dt.datetime, severity: str) -> tuple[str, ...]:
    """A ticket's course: channel, instants, whether it was reopened, and the user's score."""
    _, upper, lower, reopened_share, liking = DESK_MONTHS[opened.month]
    urgent = severity in {"P1", "P2"}
    longer = upper if urgent else lower
    done: Done = after_elapsed if urgent else in_service_hours
    channel = pick(rng, CHANNELS)
    answer, scatter = RESPONDS[severity]
    quick = 0.05 if channel == "phone" and not urgent and is_open(opened) else 1.0
    answered = done(opened, dt.timedelta(hours=skewed(rng, answer, scatter) * longer * quick))
    repair, scatter = RESOLVES[severity]
    resolved = done(answered, dt.timedelta(hours=skewed(rng, repair, scatter) * longer))
    if rng.random() < 0.002:
        resolved = EXPORTED + dt.timedelta(days=1)  # waiting for a part that never came
    is_resolved = shown_utc(resolved) != ""
    reopened = is_resolved and rng.random() < reopened_share
    score = pick(rng, [(mark, math.exp(-((mark - liking - 0.25) ** 2) / 1.3)) for mark in range(1, 6)])
    rated = is_resolved and rng.random() < 0.34
    return (
        channel,
        shown_utc(opened),
        shown_utc(answered),
        shown_utc(resolved),
        "yes" if reopened else "no",
        str(score) if rated else "",
    )


def is_open(local: dt.datetime) -> bool:
    """Whether the desk is staffed."""
    return any(
        opens <= local.time() < closes for opens, closes in hours_of(local.date(), DESK_HOURS, DESK_HALF)
    )


def after_elapsed(local: dt.datetime, length: dt.timedelta) -> dt.datetime:
    """A London time so long after another, in real time."""
    later = local.replace(tzinfo=LONDON).astimezone(dt.UTC) + length
    return later.astimezone(LONDON).replace(tzinfo=None)


def in_service_hours(local: dt.datetime, length: dt.timedelta) -> dt.datetime:
    """A London time so much open time after another."""
    return after_work(local, length, DESK_HOURS, DESK_HALF)


if __name__ == "__main__":
    main(sys.argv[1:])
