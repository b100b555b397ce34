"""Made-up services with their outages, samples or rates, as agreements and records, and as the oracle sees them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from random import Random
from typing import Any

from sladsl.planning.windows import Window
from tests.oracle import uptime as oracle
from tests.oracle.clock import Hours, Opening
from tests.oracle.periods import Term
from tests.oracle.wall import DAY, MINUTE, days_later, first_shown, starts
from tests.properties.runs import instant

# Zones, each with a day on which its clocks change; Kolkata's never do.
CHANGES = {
    "Europe/London": (dt.date(2026, 3, 29), dt.date(2026, 10, 25)),
    "America/New_York": (dt.date(2026, 3, 8), dt.date(2026, 11, 1)),
    "Australia/Lord_Howe": (dt.date(2026, 4, 5), dt.date(2026, 10, 4)),
    "Asia/Kolkata": (dt.date(2026, 5, 5), dt.date(2026, 9, 9)),
    "Pacific/Apia": (dt.date(2021, 4, 4), dt.date(2020, 9, 27)),
}
STATISTICS = {
    "Availability": ("availability", "at least 0%"),
    "Downtime": ("downtime", "at most 1 h"),
    "Longest": ("longest outage", "at most 1 h"),
    "Outages": ("number of outages", "at most 1"),
}
SITES, NODES = ("east", "west"), ("n1", "n2", "n3")
WINDOWS = ("calendar day", "calendar week", "calendar month", "contract week", "contract month")
ROLLING = "rolling 9 days"
Record = dict[str, Any]


class Service:
    """A made-up service. All instants are whole minutes."""

    def __init__(self, seed: int) -> None:
        self.random = random = Random(seed)
        self.zone = random.choice(list(CHANGES))
        self.middle = random.choice(CHANGES[self.zone])
        first = self.middle - random.randrange(3, 9) * DAY
        self.term = Term(self.zone, first, self.middle + random.randrange(4, 14) * DAY)
        self.kind = random.choice(("outage", "probe", "probe", "traffic"))
        self.every = random.choice((1, 5, 5, 7, 60)) if self.kind != "outage" else None
        self.by = random.choice((None, "declared", "text", "ref"))
        self.across = random.choice((None, "declared", "ref", *(["text"] if self.every else [])))
        self.rule = random.choice(("pooled", "any down", "all down")) if self.across else None
        self.in_office = random.random() < 0.4
        self.outside_is_up = random.random() < 0.3
        self.settled = random.choice((None, 0, 3))
        self.window = random.choice(WINDOWS if self.settled is None else (*WINDOWS, ROLLING, ROLLING))
        self.as_of = self._instant(-2, 3) if random.random() < 0.4 else None
        self.missing = random.choice(("up", "down", "absent", "absent"))
        self.one_slot = random.choice((None, "any", "all")) if self._may_repeat() else None
        self.is_confirmed = random.random() < 0.3
        self.least = random.choice((None, 2, 6, 15, 90))
        self.records: dict[str, list[Record]] = {
            "outage": [self._outage() for _ in range(random.randrange(14))],
            "probe": list(self._seen()) if self.kind == "probe" else [],
            "traffic": list(self._seen()) if self.kind == "traffic" else [],
            "monitor": [self._lasting(40, "site") for _ in range(random.randrange(4))],
            "maintenance": [self._lasting(900, "site", "node") for _ in range(random.randrange(7))],
            "visit": [self._lasting(300) for _ in range(random.randrange(3))],
            "place": [{"id": site} for site in SITES],
            "machine": [{"id": node} for node in NODES],
        }
        hours = Hours(self.zone, {day: [(540, 750), (780, 1320)] for day in range(5)})
        self.opening = Opening(hours, self.middle - 70 * DAY, self.middle + 70 * DAY)
        self.exclusions = [self._exclusion() for _ in range(random.randrange(4))]

    # --- made up ---

    def _may_repeat(self) -> bool:
        return self.kind == "probe" and self.every != 1

    def _instant(self, earliest: int, latest: int) -> dt.datetime:
        day = self.middle + self.random.randrange(earliest, latest) * DAY
        local = dt.datetime.combine(day, dt.time()) + self.random.randrange(1440) * MINUTE
        return first_shown(self.zone, local)

    def _length(self, most: int) -> dt.timedelta:
        return self.random.randrange(self.random.choice((3, 30, most))) * MINUTE

    def _outage(self) -> Record:
        start = self._instant(-11, 14)
        return {
            "s": start,
            "e": None if self.random.random() < 0.1 else start + self._length(600),
            "site": self.random.choice(SITES),
            "node": self.random.choice(NODES),
            "confirmed": None if self.random.random() < 0.2 else start + self._length(3000),
            "real": self.random.random() < 0.8,
        }

    def _lasting(self, most: int, *told: str) -> Record:
        start = self._instant(-9, 12)
        about = {"site": self.random.choice(SITES), "node": self.random.choice(NODES)}
        return {
            "s": start,
            "e": None if self.random.random() < 0.05 else start + self._length(most),
            "announced": start - self.random.randrange(-200, 6000) * MINUTE,
            **{name: about[name] for name in told},
        }

    def _seen(self) -> Iterator[Record]:
        """What was seen over a stretch of time: in each slot once, or more often where that may be; some is missing."""
        assert self.every is not None
        random, origin = self.random, starts(self.zone, self.term.first)
        first = random.randrange(-200, 4000) // self.every
        for slot in range(first, first + random.choice((20, 300, 900))):
            for site in SITES if self.by else SITES[:1]:
                for node in NODES[:2] if self.across else NODES[:1]:
                    is_missing = random.random() < 0.1 and slot % 40 > 3
                    times = 0 if is_missing else random.choice((1, 1, 2)) if self._repeats() else 1
                    for minute in random.sample(range(self.every), times):
                        yield self._seen_at(origin + (slot * self.every + minute) * MINUTE, site, node, slot)

    def _repeats(self) -> bool:
        return self.every != 1 and (self.one_slot is not None or self.kind == "traffic")

    def _seen_at(self, at: dt.datetime, site: str, node: str, slot: int) -> Record:
        random = self.random
        is_bad = slot % 40 > 30 if random.random() < 0.8 else random.random() < 0.5
        requests = random.choice((0, 0, 3, 40, 100))
        errors = min(requests, random.choice((0, 1, 2, 5, requests)))
        return {"seen": at, "site": site, "node": node, "bad": is_bad, "errors": errors, "requests": requests}

    def _exclusion(self) -> tuple[str, oracle.Budget | None, bool]:
        random = self.random
        anchor, unit = random.choice(("calendar", "contract")), random.choice(("day", "week", "month"))
        budget = random.choice(
            (
                None,
                oracle.Budget(random.randrange(1, 400), None, anchor, unit),
                oracle.Budget(None, random.randrange(1, 3), anchor, unit),
            )
        )
        return random.choice(("maintenance", "maintenance", "visit")), budget, random.random() < 0.4

    # --- as an agreement and records ---

    def text(self) -> Iterator[str]:
        """The agreement, with a level for each measure."""
        site = {"declared": f"one of {{ {', '.join(SITES)} }}", "ref": "ref place"}.get(self.by or "", "text")
        node = {"declared": f"one of {{ {', '.join(NODES)} }}", "ref": "ref machine"}.get(
            self.across or "", "text"
        )
        whose = f"site : {site} node : {node}"
        yield 'agreement World "World" {'
        yield f'  version "1" provider P "P" customer C "C" currency EUR law "none" timezone {self.zone}'
        yield f"  term {self.term.first} to {self.term.last}"
        yield "  calendar Office { Mon..Fri 09:00-12:30, 13:00-22:00 }"
        yield "  records place { id : text key } records machine { id : text key }"
        yield f"  records outage lasting s to e {{ {whose} s : time e : time? confirmed : time? real : flag }}"
        yield f"  records probe {{ {whose} seen : time bad : flag }}"
        yield f"  records traffic {{ {whose} seen : time errors : number requests : number }}"
        yield f"  records monitor lasting s to e {{ site : {site} s : time e : time? announced : time }}"
        yield f"  records maintenance lasting s to e {{ {whose} s : time e : time? announced : time }}"
        yield "  records visit lasting s to e { s : time e : time? announced : time }"
        for name, (statistic, target) in STATISTICS.items():
            hours = " in Office" if self.in_office else ""
            lines = (
                *self.lines(),
                f"measure {statistic}{hours}",
                f"window {self.window}",
                f"expected {target}",
            )
            yield f"  kpi {name}{' by site' if self.by else ''} {{"
            yield from (f"    {line}" for line in lines)
            yield "  }"
        if self.settled is not None:
            yield f"  settlement per calendar week, {self.settled} days after its end {{ }}"
        yield "}"

    def lines(self) -> Iterator[str]:
        """What the levels say of when the service is down, and of what is left out."""
        when = {"outage": "real", "probe": "bad", "traffic": "errors / requests above 5%"}[self.kind]
        least = "" if self.least is None else f" for at least {self.least} min"
        is_confirmed = self.kind == "outage" and self.is_confirmed
        yield f"for each {self.kind}{' where confirmed exists' if is_confirmed else ''}"
        yield f"down when {when}{least} or during monitor where announced <= s"
        if self.every is not None:
            yield f"every {self.every} min at seen"
        if self.kind == "probe":
            yield f"missing samples count as {self.missing}"
        if self.kind == "traffic":
            yield f"empty intervals count as {'absent' if self.missing == 'absent' else 'good'}"
        if self.one_slot:
            yield f"samples of one slot need {self.one_slot}"
        if self.rule:
            yield f"across node {self.rule}"
        if self.outside_is_up:
            yield "time outside the term counts as up"
        for records, budget, as_uptime in self.exclusions:
            where = " where announced <= s - 2 days" if records == "maintenance" else ""
            yield f"exclude {records}{where}{budget_text(budget)}{', as uptime' if as_uptime else ''}"

    def files(self) -> dict[str, str]:
        """The records as CSV, by record set."""
        columns = {
            "outage": ("s", "e", "site", "node", "confirmed", "real"),
            "probe": ("seen", "site", "node", "bad"),
            "traffic": ("seen", "site", "node", "errors", "requests"),
            "monitor": ("s", "e", "announced", "site"),
            "maintenance": ("s", "e", "announced", "site", "node"),
            "visit": ("s", "e", "announced"),
            "place": ("id",),
            "machine": ("id",),
        }
        return {
            name: "".join(
                f"{line}\n"
                for line in (
                    ",".join(wanted),
                    *(",".join(cell(each[column]) for column in wanted) for each in self.records[name]),
                )
            )
            for name, wanted in columns.items()
        }

    # --- as the oracle sees it ---

    def level(self) -> oracle.Level:
        """The lines of the levels."""
        return oracle.Level(
            outages=tuple(self._down(each) for each in self.records["outage"] if each["real"]),
            samples=tuple(sample(each) for each in (*self.records["probe"], *self.records["traffic"])),
            every=self.every,
            threshold=(1, 20) if self.kind == "traffic" else None,
            missing=self._missing_letter(),
            one_slot=self.one_slot,
            during=tuple(
                interval(each) for each in self.records["monitor"] if each["announced"] <= each["s"]
            ),
            exclusions=tuple(self._excluded(*each) for each in self.exclusions),
            least=self.least or 0,
            rule=self.rule,
        )

    def _missing_letter(self) -> str:
        if self.missing == "absent":
            return oracle.ABSENT
        return oracle.DOWN if self.missing == "down" and self.kind == "probe" else oracle.UP

    def _down(self, record: Record) -> oracle.Interval:
        confirmed = record["confirmed"]
        if not self.is_confirmed:
            return interval(record)
        return interval(record, holds=lambda as_of: confirmed is not None and confirmed <= as_of)

    def _excluded(self, records: str, budget: oracle.Budget | None, as_uptime: bool) -> oracle.Exclusion:
        chosen = (
            each
            for each in self.records[records]
            if records != "maintenance" or each["announced"] <= days_later(self.zone, each["s"], -2)
        )
        return oracle.Exclusion(tuple(interval(each) for each in chosen), budget, as_uptime)

    def is_found(self) -> bool:
        """Whether a thing is there only because it was seen, so that it counts from then on."""
        return self.every is not None and "text" in {self.by, self.across}

    def things(self, key: tuple[str, ...]) -> list[dict[str, str]]:
        """Whose time a result adds up: the nodes of a site."""
        site = {"site": key[0]} if key else {}
        if self.across is None:
            return [site]
        if self.across != "text":
            return [{**site, "node": node} for node in NODES]
        assert self.term.last is not None
        first, past = starts(self.zone, self.term.first), starts(self.zone, self.term.last + DAY)
        seen = {each["node"] for each in self.records[self.kind] if first <= each["seen"] < past}
        return [{**site, "node": node} for node in sorted(map(str, seen))]

    def counted(
        self, key: tuple[str, ...], window: Window, walk: oracle.Walk, level: oracle.Level
    ) -> tuple[int, int]:
        """How many of the level's own records lie in a window, and how many of them in time that is known."""
        start, end, as_of = (instant(each) for each in (window.start, window.end, window.as_of))
        known = walk.origin + walk.known(level, as_of) * MINUTE
        mine = [each for each in self.records[self.kind] if not key or each["site"] == key[0]]
        if self.kind == "outage":
            confirmed = (each["confirmed"] for each in mine)
            mine = [
                each
                for each, at in zip(mine, confirmed, strict=True)
                if not self.is_confirmed or (at is not None and at <= as_of)
            ]
        seen = [each["s" if self.kind == "outage" else "seen"] for each in mine]
        until = min(end, as_of)
        return sum(start <= at < until for at in seen), sum(start <= at < min(until, known) for at in seen)

    def from_before(
        self, key: tuple[str, ...], window: Window, walk: oracle.Walk, level: oracle.Level
    ) -> int:
        """How many outages that show the service down reach into a window from before it."""
        start, end, as_of = (instant(each) for each in (window.start, window.end, window.as_of))
        if self.kind != "outage" or min(end, walk.origin + walk.known(level, as_of) * MINUTE) <= start:
            return 0
        reaching = (each for each in level.outages if each.start < start and (each.end or end) > start)
        return sum(each.holds(as_of) and (not key or each.about["site"] == key[0]) for each in reaching)

    def walk(self) -> oracle.Walk:
        """The minutes of the term."""
        return oracle.Walk(self.term, self._is_open)

    def open_minutes(self, start: dt.datetime, end: dt.datetime) -> int:
        """How many minutes of [start, end) are agreed time."""
        minutes = range((end - start) // MINUTE)
        return sum(self._is_open(start + minute * MINUTE) for minute in minutes)

    def _is_open(self, instant: dt.datetime) -> bool:
        return not self.in_office or bool(self.opening.is_open[(instant - self.opening.origin) // MINUTE])


def interval(record: Record, **more: Any) -> oracle.Interval:
    """A record that lasts."""
    about: dict[str, str] = {name: record[name] for name in ("site", "node") if name in record}
    return oracle.Interval(record["s"], record["e"], about, **more)


def sample(record: Record) -> oracle.Sample:
    """What was seen."""
    about = {name: record[name] for name in ("site", "node")}
    return oracle.Sample(record["seen"], about, record["bad"], record["errors"], record["requests"])


def budget_text(budget: oracle.Budget | None) -> str:
    """A budget as an agreement writes it."""
    if budget is None:
        return ""
    amount = f"{budget.times} times" if budget.minutes is None else f"{budget.minutes} min"
    return f" up to {amount} per {budget.anchor} {budget.unit}"


def cell(value: object) -> str:
    """A value as CSV has it."""
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case dt.datetime():
            return value.isoformat()
    return str(value)
