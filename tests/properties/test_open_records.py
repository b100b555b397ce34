"""Open records against a look at each record at each snapshot, through the language.

Calendars have shifts over midnight, half days, holidays and days without hours; terms lie around clock changes, one of
them around a day that the clocks skip. All instants are whole minutes, so that a list of minutes is exact.
"""

import datetime as dt
from fractions import Fraction
from random import Random

from hypothesis import given
from hypothesis import strategies as st

import sladsl
from tests.oracle.clock import Hours, Opening
from tests.oracle.wall import DAY, MINUTE, first_shown, starts
from tests.tries import tries

MICROSECOND = dt.timedelta(microseconds=1)
EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
CHANGES = {
    "Europe/London": (dt.date(2026, 3, 29), dt.date(2026, 10, 25)),
    "America/New_York": (dt.date(2026, 3, 8), dt.date(2026, 11, 1)),
    "Australia/Lord_Howe": (dt.date(2026, 4, 5), dt.date(2026, 10, 4)),
    "Asia/Kolkata": (dt.date(2026, 5, 5),),
    "Pacific/Apia": (dt.date(2021, 4, 4), dt.date(2011, 12, 30)),
}
NAMES = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
TEAMS = ("Leeds", "York", "Hull, east")
KINDS = ("x", "y", "z")
CONDITIONS = {
    "": lambda _item, _as_of: True,
    " where (kind is not z)": lambda item, _as_of: item["kind"] != "z",
    " where (seen_at exists)": lambda item, as_of: known(item["seen_at"], as_of) is not None,
    " where (seen_at exists and seen_at + 2 days >= begun or kind is y)": lambda item, as_of: (
        known(item["seen_at"], as_of) is not None or item["kind"] == "y"
    ),
}
# Which tuples of values each series is of, by its key; a value in `None` is any that is found.
BY: dict[str, dict[tuple[str, ...], tuple[tuple[str, ...] | None, ...]]] = {
    "": {(): ()},
    " by team": {("each",): (None,)},
    " by kind": {(kind,): ((kind,),) for kind in KINDS},
    " by kind, team": {(kind, "each"): ((kind,), None) for kind in KINDS},
}


def known(instant, as_of):
    return None if instant is None or instant > as_of else instant


class World:
    """A made-up calendar and its records, with the levels that measure how many are open."""

    def __init__(self, seed):
        self.random = random = Random(seed)
        self.zone = random.choice(list(CHANGES))
        self.middle = random.choice(CHANGES[self.zone])
        self.first = self.middle - random.randrange(3, 40) * DAY
        self.last = self.middle + random.randrange(3, 60) * DAY
        self.hours = Hours(self.zone, self._week(), self._holidays(), self._special())
        self.opening = Opening(self.hours, self.middle - 130 * DAY, self.middle + 90 * DAY)
        self.settled_after = random.choice([None, 0, 3, 20])
        self.as_of = self._instant(-2, 70) if random.random() < 0.4 else None
        self.items = [self._item(number) for number in range(random.randrange(0, 25))]
        self.levels = [self._level(f"L{number}") for number in range(5)]

    def _week(self):
        random = self.random
        early, late = sorted(random.sample(range(24 * 4), 2))
        shifts = [[(early * 15, late * 15)], [(late * 15, 1440 + early * 15)], [(0, 1440)]]
        chosen = random.choice(shifts)
        return dict.fromkeys([day for day in range(7) if random.random() < 0.75] or [0], chosen)

    def _holidays(self):
        near = [self.middle + number * DAY for number in range(-40, 60)]
        return frozenset(day for day in near if self.random.random() < 0.1)

    def _special(self):
        days = [self.middle + self.random.randrange(-10, 10) * DAY for _ in range(3)]
        return {day: self.random.choice([[], [(600, 735)], [(1320, 1500)]]) for day in days}

    def _instant(self, low, high):
        day = self.middle + self.random.randrange(low, high) * DAY
        edge = self.random.choice([0, 1, 1020, self.random.randrange(1440)])
        return first_shown(self.zone, dt.datetime.combine(day, dt.time()) + edge * MINUTE)

    def _item(self, number):
        begun = self._instant(-70, 60)
        lasts = int(self.random.choice([0, 600, 10_000, 80_000]) * self.random.random()) * MINUTE
        return {
            "id": f"I{number}",
            "begun": begun,
            "done": None if self.random.random() < 0.2 else begun + lasts,
            "seen_at": None
            if self.random.random() < 0.2
            else begun + self.random.randrange(-1400, 60_000) * MINUTE,
            "team": self.random.choice(TEAMS),
            "kind": self.random.choice(KINDS),
        }

    def _level(self, name):
        random = self.random
        calendar = random.choice(["Office ", ""])
        time = random.choice([None, None, 0, 150, 1080, 1440])
        return {
            "name": name,
            "statistic": random.choice(["most", "least", "mean", "age of the oldest", "age in Office"]),
            "where": random.choice(list(CONDITIONS)),
            "by": random.choice(list(BY)),
            "calendar": calendar,
            "time": time,
            "window": random.choice(["calendar week", "calendar month", "contract month", "contract week"]),
        }

    # --- as text and records ---

    def text(self):
        yield 'agreement World "World" {'
        yield f'  version "1" provider P "P" customer C "C" currency EUR law "none" timezone {self.zone}'
        yield f"  term {self.first} to {self.last}"
        yield "  calendar Office {"
        for day, stretches in self.hours.week.items():
            yield f"    {NAMES[day]} {', '.join(map(stretch_text, stretches))}"
        yield from (f"    holiday {day}" for day in sorted(self.hours.holidays - set(self.hours.special)))
        for date, stretches in self.hours.special.items():
            yield f"    on {date} {', '.join(map(stretch_text, stretches)) or 'closed'}"
        yield "  }"
        yield (
            "  records item { id : text key  begun : time  done : time?  seen_at : time?  team : text"
            f"  kind : one of {{ {', '.join(KINDS)} }} }}"
        )
        if self.settled_after is not None:
            yield f"  settlement per calendar month, {self.settled_after} days after its end {{ }}"
        for level in self.levels:
            yield from self._level_text(level)
        yield "}"

    def _level_text(self, level):
        is_age = level["statistic"].startswith("age")
        statistic = "age of the oldest" if is_age else level["statistic"]
        within = " in Office" if level["statistic"] == "age in Office" else ""
        when = "the end of" if level["time"] is None else f"{clock_text(level['time'])} on"
        yield f"  kpi {level['name']}{level['by']} {{"
        yield f"    measure {statistic} open item{level['where']} from begun to done{within},"
        yield f"      at {when} each {level['calendar']}day"
        yield f"    window {level['window']}"
        yield f"    expected at most {'5 h' if is_age else '5'}"
        yield "  }"

    def statement(self, folder):
        (folder / "world.sla").write_text("\n".join(self.text()) + "\n", encoding="utf-8")
        fields = ("id", "begun", "done", "seen_at", "team", "kind")
        rows = (",".join(cell(item[field]) for field in fields) for item in self.items)
        (folder / "item.csv").write_text("\n".join([",".join(fields), *rows]) + "\n", encoding="utf-8")
        agreement = sladsl.load(folder / "world.sla")
        as_of = None if self.as_of is None else self.as_of.isoformat()
        return sladsl.run(agreement, {"item": folder / "item.csv"}, as_of=as_of)

    # --- what must come out ---

    def snapshots(self, level, window):
        """The snapshots of the days of a window, but those after the instant it is read at."""
        start, end, as_of = (EPOCH + at * MICROSECOND for at in (window.start, window.end, window.as_of))
        taken = []
        day = self.first
        while day <= self.last:
            if start <= starts(self.zone, day) < end and self._is_looked_at(level, day):
                taken.append(self._looked_at(level, day))
            day += DAY
        return [instant for instant in taken if instant <= as_of]

    def _is_looked_at(self, level, day):
        opens = any(self._edge(day, a) < self._edge(day, b) for a, b in self.hours.of(day))
        return (opens or not level["calendar"]) and starts(self.zone, day) < starts(self.zone, day + DAY)

    def _looked_at(self, level, day):
        if level["time"] is not None:
            return self._edge(day, level["time"])
        if not level["calendar"]:
            return starts(self.zone, day + DAY)
        closes = max(self._edge(day, ends) for _, ends in self.hours.of(day))
        following = day + DAY
        while following < day + 100 * DAY and not self._is_looked_at(level, following):
            following += DAY
        opens = [self._edge(following, begins) for begins, _ in self.hours.of(following)]
        return min([closes, *opens])

    def _edge(self, day, minute):
        return first_shown(self.zone, dt.datetime.combine(day, dt.time()) + minute * MINUTE)

    def value(self, level, series, window):
        """The value of a window, how many snapshots it is of, and how many records are open at one or more."""
        as_of = EPOCH + window.as_of * MICROSECOND
        taken = self.snapshots(level, window)
        there = [each for each in self.known(level, as_of) if in_series(each, series)]
        open_at = [[each for each in there if is_open(each, at, as_of)] for at in taken]
        touched = {each["id"] for listed in open_at for each in listed}
        if not taken:
            return None, 0, len(touched)
        counts = [len(listed) for listed in open_at]
        match level["statistic"]:
            case "most":
                value = Fraction(max(counts))
            case "least":
                value = Fraction(min(counts))
            case "mean":
                value = Fraction(sum(counts), len(counts))
            case statistic:
                ages = [
                    self.age(statistic, each["begun"], at)
                    for at, listed in zip(taken, open_at, strict=True)
                    for each in listed
                ]
                value = Fraction(max(ages, default=dt.timedelta()) // MICROSECOND)
        return value, len(taken), len(touched)

    def known(self, level, as_of):
        holds = CONDITIONS[level["where"]]
        return [each for each in self.items if each["begun"] <= as_of and holds(each, as_of)]

    def age(self, statistic, begun, at):
        return self.opening.elapsed(begun, at) if statistic == "age in Office" else at - begun

    def keys(self, level, windows):
        """The keys of the series of a level: a value is found where a record has it that is known in some window."""
        found = set()
        for item in self.items:
            looks = [
                window
                for window in windows
                if any(
                    is_open(item, at, EPOCH + window.as_of * MICROSECOND)
                    for at in self.snapshots(level, window)
                )
            ]
            for window in looks or windows[-1:]:
                if item in self.known(level, EPOCH + window.as_of * MICROSECOND):
                    found.add(item["team"])
        keys = []
        for key, members in BY[level["by"]].items():
            if None in members:
                keys += [(*key[:-1], team) for team in sorted(found)]
            else:
                keys.append(key)
        return keys


def is_open(item, at, as_of):
    done = known(item["done"], as_of)
    return item["begun"] <= at and (done is None or done > at)


def in_series(item, key):
    values = {"kind": item["kind"], "team": item["team"]}
    return all(values[name] == value for name, value in key.items())


def stretch_text(stretch):
    return f"{clock_text(stretch[0])}-{clock_text(stretch[1] if stretch[1] <= 1440 else stretch[1] - 1440)}"


def clock_text(minute):
    return f"{minute // 60:02}:{minute % 60:02}"


def cell(value):
    match value:
        case None:
            return ""
        case dt.datetime():
            return value.isoformat()
    return f'"{value}"'


@tries(3)
@given(st.integers(0, 2**32))
def test_open_records_agree_with_a_look_at_each(tmp_path_factory, seed):
    world = World(seed)
    rows = [
        result.measurement for result in world.statement(tmp_path_factory.mktemp("world")).settled.results
    ]
    for level in world.levels:
        mine = [row for row in rows if row.level == level["name"]]
        windows = list(dict.fromkeys(row.window for row in mine))
        keys = world.keys(level, windows)
        assert [(row.window, row.key) for row in mine] == [(w, key) for w in windows for key in keys]
        names = level["by"].removeprefix(" by ").split(", ") if level["by"] else []
        for row in mine:
            value, snapshots, records = world.value(level, dict(zip(names, row.key, strict=True)), row.window)
            found = None if row.value is None else row.value.amount
            assert (found, row.looks.snapshots, row.counts.records) == (value, snapshots, records), row
