"""Tickets made up from seeds, around the instants at which something is decided, and as CSV."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from random import Random

from tests.oracle.agreement import Agreement, Record, Value
from tests.oracle.clock import Always, Calendar, Opening
from tests.oracle.periods import windows
from tests.oracle.wall import DAY, MINUTE, NEVER, first_shown, shown, starts
from tests.properties.literals import decimal, duration
from tests.properties.phrases import LIMITS, MICROSECOND
from tests.properties.text import CHANNELS, SEVERITIES

ACCOUNTS: dict[str, Record] = {
    "A": {"id": "A", "vip": True, "since": dt.datetime(2010, 1, 1, tzinfo=dt.UTC)},
    "B": {"id": "B", "vip": False, "since": dt.datetime(2026, 3, 29, 1, tzinfo=dt.UTC)},
}
CAUSES = ("user", "vendor")
COLUMNS = (
    "id",
    "severity",
    "channel",
    "account",
    "owner",
    "cause",
    "logged_on",
    "slot",
    "grace",
    "opened_at",
    "responded_at",
    "resolved_at",
    "due_at",
    "error",
    "amount",
    "score",
    "share",
    "effort",
)
_HOUR = 60 * MINUTE


@dataclass(frozen=True)
class Scene:
    """Where tickets are made up: instants at which something is decided, calendars, and the time covered."""

    zone: str
    hot: tuple[dt.datetime, ...]
    calendars: tuple[Calendar, ...]
    first: dt.datetime
    last: dt.datetime
    has_long_numbers: bool


def scene(random: Random, agreement: Agreement, hot: Sequence[dt.datetime]) -> Scene:
    """The instants of an agreement: edges of windows, of opening hours and of the term, clock changes, and others."""
    term = agreement.term
    last = term.last or term.first + 200 * DAY
    calendars = [Opening(hours, term.first, last + 40 * DAY) for hours in agreement.hours.values()]
    days = {term.first + random.randint(0, (last - term.first).days) * DAY for _ in range(3)}
    days |= {
        day
        for hours in agreement.hours.values()
        for day in (*hours.special, *hours.holidays)
        if term.holds(day)
    }
    edges = [
        first_shown(term.zone, dt.datetime.combine(day, dt.time()) + minute * MINUTE)
        for hours in agreement.hours.values()
        for day in sorted(days)
        for shift in hours.of(day)
        for minute in shift
    ]
    units = {level.window for level in agreement.levels} | {"month", "week"}
    begins = [span.start for unit in sorted(units) for span in windows(term, unit, last + DAY)]
    changes = [
        edge
        for day in (term.first + number * DAY for number in range((last - term.first).days + 1))
        if starts(term.zone, day + DAY) - starts(term.zone, day) != DAY
        for edge in (
            starts(term.zone, day),
            _change(term.zone, day),
            _change(term.zone, day),
            starts(term.zone, day + DAY),
        )
    ]
    return Scene(
        term.zone,
        (
            *(changes * 4),
            *random.sample(begins, min(len(begins), 6)),
            *random.sample(edges, min(len(edges), 10)),
            *random.sample(hot, min(len(hot), 4)),
            starts(term.zone, term.first),
            starts(term.zone, last + DAY),
        ),
        (Always(), *calendars),
        starts(term.zone, term.first) - 2 * DAY,
        starts(term.zone, last + DAY) + 2 * DAY,
        random.random() < 0.1,
    )


def _change(zone: str, day: dt.date) -> dt.datetime:
    """The instant at which the clocks change on a day, or as it starts."""
    at = starts(zone, day) - MINUTE
    offset = shown(zone, at) - at.replace(tzinfo=None)
    while shown(zone, at) - at.replace(tzinfo=None) == offset:
        at += MINUTE
    return at


def tickets(seeds: Sequence[int], around: Scene) -> list[Record]:
    """Three tickets for each seed, opened about the same time."""
    made = []
    for number, seed in enumerate(seeds):
        random = Random(seed)
        near = _near(random, around)
        made += [_ticket(random, f"T{number}{letter}", near, around) for letter in "abc"]
    return made


def _ticket(random: Random, key: str, near: dt.datetime, around: Scene) -> Record:
    opened = near + random.choice([0, 0, 1, -1, 7, 240]) * MINUTE
    responded = None if random.random() < 0.2 else _after(random, opened, around)
    resolved = None if random.random() < 0.25 else _after(random, responded or opened, around)
    return {
        "id": key,
        "severity": random.choice(SEVERITIES),
        "channel": random.choice(CHANNELS),
        "account": ACCOUNTS[random.choice("AB")],
        "owner": None if random.random() < 0.4 else ACCOUNTS[random.choice("AB")],
        "cause": None if random.random() < 0.4 else random.choice(CAUSES),
        "logged_on": shown(around.zone, opened).date(),
        "slot": shown(around.zone, opened).time(),
        "grace": Fraction(random.choice([0, 1, 1, 2, 3, 7, 30])),
        "opened_at": opened,
        "responded_at": responded,
        "resolved_at": resolved,
        "due_at": _due(random, opened, resolved),
        "error": random.random() < 0.3,
        "amount": _amount(random, around),
        "score": None if random.random() < 0.3 else Fraction(random.randint(2, 10), 2),
        "share": Fraction(random.choice([0, 250, 500, 750, 1000, 333]), 1000),
        "effort": random.choice(LIMITS),
    }


def _amount(random: Random, around: Scene) -> Fraction:
    """An amount that others often have, too, or one of its own: a refund now and then, and some with many digits."""
    if around.has_long_numbers and random.random() < 0.3:
        return Fraction(random.randint(-(10**16), 10**16), 10 ** random.choice([2, 9]))
    return Fraction(random.choice([0, 2, 50, 100, 150, random.randint(-4000, 40_000)]), 4)


def _near(random: Random, around: Scene) -> dt.datetime:
    if random.random() < 0.25:
        return around.first + random.randrange((around.last - around.first) // MINUTE) * MINUTE
    at = random.choice(around.hot)
    if random.random() < 0.35:
        return at
    return at + random.choice(
        [MICROSECOND, -MICROSECOND, MINUTE, -MINUTE, -_HOUR, _HOUR, random.randint(-300, 300) * MINUTE]
    )


def _after(random: Random, start: dt.datetime, around: Scene) -> dt.datetime:
    kind = random.random()
    if kind < 0.4:
        calendar, limit = random.choice(around.calendars), random.choice(LIMITS)
        due = calendar.deadline(start, int(limit) * MICROSECOND) if _covers(calendar, start) else NEVER
        if due < NEVER:
            end: dt.datetime = due + random.choice([0, 0, 0, 1, -1, 60_000_000]) * MICROSECOND
            return max(start, end)
    if kind < 0.5:
        return max(start, _near(random, around))
    minutes = random.choice([0, 10, 200, 1000, 20_000])
    return start + random.randint(0, minutes) * MINUTE


def _covers(calendar: Calendar, instant: dt.datetime) -> bool:
    return isinstance(calendar, Always) or calendar.covers(instant)


def _due(random: Random, opened: dt.datetime, resolved: dt.datetime | None) -> dt.datetime | None:
    if random.random() < 0.3:
        return None
    if resolved is not None and random.random() < 0.4:
        return resolved - random.choice([0, 1]) * DAY
    return opened + random.randint(-60, 6000) * MINUTE


# --- as CSV --------------------------------------------------------------------------------------------------------


def tickets_csv(records: Sequence[Record], zone: str, currency: str) -> str:
    """Tickets as CSV, their instants in one of the forms that mean the same."""
    lines = [",".join(COLUMNS), *(_row(record, zone, currency) for record in records)]
    return "\n".join(lines) + "\n"


def accounts_csv() -> str:
    """The accounts as CSV."""
    return "id,vip,since\nA,yes,2010-01-01T00:00Z\nB,no,2026-03-29T01:00Z\n"


def _row(record: Record, zone: str, currency: str) -> str:
    # The form depends on the ticket alone, so that the order of tickets does not change how they are written.
    random = Random(str(record["id"]))
    return ",".join(_cell(random, name, record[name], zone, currency) for name in COLUMNS)


def _cell(random: Random, name: str, value: Value, zone: str, currency: str) -> str:
    match value:
        case None:
            return ""
        case bool():
            return random.choice(["yes", "true"] if value else ["no", "FALSE"])
        case dict():
            return str(value["id"])
        case dt.date() | dt.time() if not isinstance(value, dt.datetime):
            return value.isoformat()
        case dt.datetime():
            return instant_text(random, value, zone)
        case Fraction() if name == "share":
            return f"{decimal(value * 100)}%"
        case Fraction() if name == "effort":
            return random.choice([duration(value), _with_colons(value)])
        case Fraction() if name == "amount":
            return random.choice([f"{currency} ", ""]) + decimal(value)
        case Fraction():
            return decimal(value)
    return value


def _with_colons(value: Fraction) -> str:
    minutes = int(value / 60_000_000)
    return f"{minutes // 60:02}:{minutes % 60:02}:00"


def instant_text(random: Random, instant: dt.datetime, zone: str) -> str:
    """An instant in UTC, with an offset, or as the clock shows it where that says which one."""
    local = shown(zone, instant)
    if first_shown(zone, local) == instant and random.random() < 0.6:
        return _written(random, local)
    if random.random() < 0.5:
        return f"{_written(random, instant.replace(tzinfo=None))}Z"
    offset = random.choice([-570, -60, 60, 330, 765])
    sign = "-" if offset < 0 else "+"
    there = (instant + offset * MINUTE).replace(tzinfo=None)
    return f"{_written(random, there)}{sign}{abs(offset) // 60:02}:{abs(offset) % 60:02}"


def _written(random: Random, time: dt.datetime) -> str:
    text = time.strftime(random.choice(["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"]))
    if time.microsecond:
        return f"{text}:{time:%S.%f}"
    return f"{text}:{time:%S}" if time.second or random.random() < 0.5 else text
