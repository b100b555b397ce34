"""Clocks with pauses and deadlines of every kind, against a walk over single minutes, through the language.

Calendars have one or two stretches of hours a day, some of them over midnight, holidays, and dates of their own; all
instants are whole minutes, so that a list of minutes is exact. Records lie around clock changes.
"""

import datetime as dt
from random import Random

from hypothesis import example, given
from hypothesis import strategies as st

import sladsl
from sladsl import pipeline
from tests.oracle.clock import Hours, Opening
from tests.oracle.wall import DAY, MINUTE, NEVER, day_of, days_later, first_shown, shown, starts
from tests.tries import tries

# Zones, each with days at or near which its clocks change; Kolkata's never do.
CHANGES = {
    "Europe/London": (dt.date(2026, 3, 29), dt.date(2026, 10, 25)),
    "America/New_York": (dt.date(2026, 3, 8), dt.date(2026, 11, 1)),
    "Australia/Lord_Howe": (dt.date(2026, 4, 5), dt.date(2026, 10, 4)),
    "Asia/Kolkata": (dt.date(2026, 5, 5), dt.date(2026, 9, 9)),
    "Pacific/Apia": (dt.date(2021, 4, 4), dt.date(2020, 9, 27)),
    "Europe/Dublin": (dt.date(2026, 3, 29), dt.date(2026, 10, 25)),  # winter time is the exception
    "Africa/Casablanca": (dt.date(2026, 2, 15), dt.date(2026, 3, 22)),  # Ramadan
    "Asia/Beirut": (dt.date(2026, 3, 29), dt.date(2026, 10, 24)),  # midnight becomes 23:00 of the day before
    "America/Havana": (dt.date(2026, 3, 8), dt.date(2025, 11, 2)),
    "America/St_Johns": (
        dt.date(2010, 11, 7),
        dt.date(2011, 3, 13),
    ),  # at 00:01, so that midnight comes twice
    "Antarctica/Troll": (dt.date(2026, 3, 29), dt.date(2026, 10, 25)),  # by two hours
    "Asia/Pyongyang": (dt.date(2015, 8, 15), dt.date(2018, 5, 5)),  # another zone by half an hour
    "Asia/Almaty": (dt.date(2024, 2, 29), dt.date(2024, 3, 1)),  # a leap day of 25 hours
}
NAMES = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
RULES = ("business days end at close", "business days end at the same time", "a business day is 7 h 30 min")


class World:
    """A made-up calendar, its records and their pauses, with the minutes that are open."""

    def __init__(self, seed):
        self.random = random = Random(seed)
        self.zone = random.choice(list(CHANGES))
        self.middle = random.choice(CHANGES[self.zone])
        self.first, self.last = self.middle - 40 * DAY, self.middle + 60 * DAY
        self.rule = random.choice(RULES)
        self.hours = Hours(self.zone, self._week(), self._holidays(), self._special())
        self.opening = Opening(self.hours, self.first, self.last)
        self.as_of = first_shown(self.zone, self._local(self.middle + random.randrange(3, 12) * DAY))
        self.days = random.randrange(1, 5)
        self.minute = random.choice((0, 60, 150, random.randrange(1441), 1440))
        self.items = [self._item(number) for number in range(12)]
        self.holds = [self._hold() for _ in range(14)]
        self.notes = [self._note(number) for number in range(20)]

    def _week(self):
        random = self.random
        early, late = sorted(random.sample(range(24 * 4), 2))
        stretches = [(early * 15, late * 15)]
        if random.random() < 0.4 and late - early > 3:
            noon = random.randrange(early + 1, late - 1)
            stretches = [(early * 15, noon * 15), ((noon + 1) * 15, late * 15)]
        elif random.random() < 0.3:
            stretches = [(late * 15, 1440 + early * 15)]
        open_days = [day for day in range(7) if random.random() < 0.75] or [0]
        return dict.fromkeys(open_days, stretches)

    def _holidays(self):
        near = [self.middle + number * DAY for number in range(-6, 12)]
        return frozenset(day for day in near if self.random.random() < 0.15)

    def _special(self):
        day = self.middle + self.random.randrange(-5, 8) * DAY
        return {day: [] if self.random.random() < 0.5 else [(600, 735)]}

    def _local(self, day):
        return dt.datetime.combine(day, dt.time()) + self.random.randrange(1440) * MINUTE

    def _item(self, number):
        begun = first_shown(self.zone, self._local(self.middle + self.random.randrange(-4, 4) * DAY))
        lasts = int(self.random.choice((0, 30, 300, 3000, 12000)) * self.random.random()) * MINUTE
        done = None if self.random.random() < 0.2 else begun + lasts
        allowed = int(self.random.choice((0, 60, 600, 2400)) * self.random.random()) * MINUTE
        return f"I{number}", begun, done, allowed, day_of(self.zone, begun)

    def _hold(self):
        item = self.random.choice(self.items)
        start = item[1] + self.random.randrange(-600, 4000) * MINUTE
        end = None if self.random.random() < 0.1 else start + self.random.randrange(900) * MINUTE
        return item[0], start, end, self.random.random() < 0.8

    def _note(self, number):
        item = self.random.choice(self.items)
        at = item[1] + self.random.choice((0, 60, self.random.randrange(6000))) * MINUTE
        return f"N{number:02}", item[0], at, self.random.random() < 0.8

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
        yield f"    {self.rule}"
        yield "  }"
        yield "  records item { id : text key  begun : time  done : time?  allowed : duration  day : date }"
        yield "  records hold lasting s to e { item : ref item  s : time  e : time?  real : flag }"
        paused = ", paused during hold where real"
        yield from self._level("Elapsed", f"in Office{paused}", ["measure sum of clock"])
        yield from self._level("Plain", "in Office", ["measure sum of clock"])
        for name, limit in (("Within", "allowed"), ("Days", f"{self.days} business days")):
            good = [f"good when clock within {limit}", "measure percent good"]
            yield from self._level(name, f"in Office{paused}", good)
            yield from self._level(f"{name}Plain", "in Office", good)
        local = [f"good when clock within {self.days} days", "measure percent good"]
        yield from self._level("Local", "", local)
        yield from self._level("DayElapsed", f"in Office{paused}", ["measure sum of clock"], "day")
        days = [f"good when clock within {self.days} business days", "measure percent good"]
        yield from self._level("DayDays", f"in Office{paused}", days, "day")
        yield from self._level("DayDaysPlain", "in Office", days, "day")
        yield from self._level("DayLocal", "", local, "day")
        yield "  records note { id : text key  item : ref item  noted : time  public : flag }"
        clock = f"clock between each note of item until done in Office{paused}"
        gap = [clock, "measure sum of clock"]
        yield from self._kpi("Gap", gap, "noted", "note where public")
        within = [clock, f"good when clock within {self.days * 3} h", "measure percent good"]
        yield from self._kpi("Update", within, "noted", "note where public")
        for name, done_by in self.points.items():
            yield from self._kpi(name, [f"good when done {done_by} in Office", "measure percent good"])
        yield "}"

    @property
    def points(self):
        by = f"by {self.minute // 60:02}:{self.minute % 60:02} on business day {self.days} after"
        return {
            "ByTime": f"{by} begun",
            "ByTimeOfDate": f"{by} day",
            "ByClose": f"by close on business day {self.days} after begun",
            "ByCloseOfDate": f"by close on business day {self.days} after day",
            "SameDay": "on the same business day as begun",
            "SameDate": "on the same business day as day",
        }

    def _level(self, name, clock, lines, start="begun"):
        yield from self._kpi(name, [f"clock from {start} to done {clock}", *lines], start)

    def _kpi(self, name, lines, start="begun", records="item"):
        yield f"  kpi {name} by id {{"
        yield f"    for each {records} counted in the window of {start}"
        yield from (f"    {line}" for line in lines)
        yield "    window calendar year"
        yield f"    expected at least {'0 s' if 'measure sum of clock' in lines else '0%'}"
        yield "  }"

    def dues(self, folder):
        """When each item is due and how it stands to that, by level and item, as they are listed."""
        agreement = sladsl.load(folder / "world.sla")
        files = {name: [folder / f"{name}.csv"] for name in ("item", "hold", "note")}
        found = pipeline.due(agreement, files, pipeline.request(agreement, as_of=self.as_of.isoformat()))
        return {
            (each.level.name, record.record): record for each in found.deadlines for record in each.records
        }

    def results(self, folder):
        (folder / "world.sla").write_text("\n".join(self.text()) + "\n", encoding="utf-8")
        table(folder / "item.csv", "id,begun,done,allowed,day", self.items)
        holds = [(*hold[:3], "yes" if hold[3] else "no") for hold in self.holds]
        table(folder / "hold.csv", "item,s,e,real", holds)
        notes = [(*note[:3], "yes" if note[3] else "no") for note in self.notes]
        table(folder / "note.csv", "id,item,noted,public", notes)
        statement = sladsl.run(
            sladsl.load(folder / "world.sla"),
            {name: folder / f"{name}.csv" for name in ("item", "hold", "note")},
            as_of=self.as_of.isoformat(),
        )
        rows = (result.measurement for result in statement.settled.results)
        return {(row.level, row.key[0]): row for row in rows if row.counts.records}

    # --- what must come out ---

    def paused(self, id_):
        """The minutes from the opening's origin that are paused for an item, as they are known."""
        minutes = bytearray(len(self.opening.is_open))
        for item, start, end, real in self.holds:
            if item == id_ and real and start <= self.as_of:
                known = self.as_of if end is None or end > self.as_of else end
                first, last = (self._minute(each) for each in (start, max(start, known)))
                minutes[first:last] = b"\x01" * (last - first)
        return minutes

    def _minute(self, instant):
        return (instant - self.opening.origin) // MINUTE

    def elapsed(self, start, end, without):
        first, last = self._minute(start), self._minute(end)
        return (
            sum(self.opening.is_open[minute] and not without[minute] for minute in range(first, last))
            * MINUTE
        )

    def paused_open(self, start, end, paused):
        minutes = range(self._minute(start), self._minute(end))
        return sum(self.opening.is_open[minute] and paused[minute] for minute in minutes) * MINUTE

    def put_back(self, start, due, paused):
        """A deadline moved by the paused open time before it, until nothing is added."""
        moved = due
        while moved is not NEVER:
            added = self.paused_open(start, max(start, moved), paused)
            again = self.opening.deadline(due, added) if added else due
            if again == moved:
                return moved
            moved = again
        return NEVER

    def deadline(self, start, allowed):
        """When so much open time has passed: at once for none, and NEVER for later than the days of this world."""
        return self.opening.deadline(start, allowed) if allowed else start

    def due_in_days(self, start):
        opening = self.opening
        if self.rule.startswith("a business day"):
            return opening.deadline(start, self.days * 450 * MINUTE)
        start = self.next_open(start)
        day = self.open_day_after(self.shift_day(start))
        same = first_shown(self.zone, dt.datetime.combine(day, shown(self.zone, start).time()))
        if shown(self.zone, start).date() > self.shift_day(start):
            same = days_later(self.zone, same, 1)
        return self.ends_on(day, same)

    def due_in_days_after(self, date):
        """The end of so many business days that are counted from a date, which is its own day."""
        if self.rule.startswith("a business day"):
            return self.due_in_days(starts(self.zone, date + DAY))
        day = self.open_day_after(date)
        return self.ends_on(day, starts(self.zone, day + DAY))

    def point(self, name, begun, date):
        """The instant by which an item is to be done."""
        if name == "SameDate":
            return self.closes(self.first_open(date))
        start = date if name.endswith("OfDate") else self.shift_day(self.next_open(begun))
        if name == "SameDay":
            return self.closes(start)
        day = self.open_day_after(start)
        return self.edge(day, self.minute) if name.startswith("ByTime") else self.closes(day)

    def closes(self, day):
        return self.edge(day, self.hours.of(day)[-1][1])

    def open_day_after(self, day):
        for _ in range(self.days):
            day = self.first_open(day + DAY)
        return day

    def first_open(self, day):
        while not self.hours.of(day):
            day += DAY
        return day

    def next_open(self, start):
        minute = self._minute(start)
        if self.opening.is_open[minute]:
            return start
        return (
            self.opening.origin + next(each for each in self.opening.open_minutes if each > minute) * MINUTE
        )

    def ends_on(self, day, same):
        opens = [self.edge(day, begins) for begins, _ in self.hours.of(day)]
        closes = [self.edge(day, ends) for _, ends in self.hours.of(day)]
        if self.rule == "business days end at close":
            return closes[-1]
        if any(begins <= same < ends for begins, ends in zip(opens, closes, strict=True)):
            return same
        return next((begins for begins in opens if begins >= same), closes[-1])

    def shift_day(self, instant):
        """The day on which the shift that holds an instant starts."""
        day = day_of(self.zone, instant)
        while not any(self.edge(day, a) <= instant < self.edge(day, b) for a, b in self.hours.of(day)):
            day -= DAY
        return day

    def edge(self, day, minute):
        return first_shown(self.zone, dt.datetime.combine(day, dt.time()) + minute * MINUTE)


def stretch_text(stretch):
    return "-".join(f"{minute // 60:02}:{minute % 60:02}" for minute in (stretch[0], clock_end(stretch[1])))


def clock_end(minute):
    return minute if minute <= 1440 else minute - 1440


def table(path, header, rows):
    lines = (",".join(map(cell, row)) for row in rows)
    path.write_text("\n".join([header, *lines]) + "\n", encoding="utf-8")


def cell(value):
    match value:
        case None:
            return ""
        case dt.datetime():
            return value.isoformat()
        case dt.timedelta():
            return f"{value // MINUTE} min"
    return str(value)


def outcome(end, due, as_of):
    if end is not None:
        return end <= due
    return False if as_of > due else None


def counted(row):
    if row.counts.decided == 0:
        return None
    return row.counts.good == 1


def check_notes(world, found):
    """Each public note runs a clock to the next one of its item, at the latest to when the item is done."""
    expected = {}
    for item, _, done, *_ in world.items:
        end = None if done is None or done > world.as_of else done
        known = [note for note in world.notes if note[1] == item and note[3] and note[2] <= world.as_of]
        notes = sorted((at, id_) for id_, _, at, _ in known if end is None or at < end)
        paused = world.paused(item)
        for (at, id_), following in zip(notes, [*(at for at, _ in notes[1:]), None], strict=False):
            stop = end if following is None else following
            until = world.as_of if stop is None else stop
            due = world.put_back(at, world.deadline(at, world.days * 180 * MINUTE), paused)
            on_clock = world.elapsed(at, until, paused) // dt.timedelta(microseconds=1)
            expected[id_] = (on_clock, outcome(stop, due, world.as_of))
    rows = {id_: row for (name, id_), row in found.items() if name == "Gap"}
    counted_notes = {
        id_: (row.value.amount, counted(found["Update", id_])) for id_, row in rows.items() if row.value
    }
    assert counted_notes == expected


def check_dues(world, listed):
    """Each item is due when its deadline is, put back by the pauses known when its clock stopped or was read."""
    epoch = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
    for item, begun, done, allowed, day in world.items:
        if begun > world.as_of:
            continue
        end = None if done is None or done > world.as_of else done
        never, paused = bytearray(len(world.opening.is_open)), world.paused(item)
        last = world._minute(world.as_of if end is None else end)
        paused[last:] = bytes(len(paused) - last)
        in_days, of_date = world.due_in_days(begun), world.due_in_days_after(day)
        from_day = starts(world.zone, day + DAY)
        expected = {
            "WithinPlain": world.deadline(begun, allowed),
            "Within": world.put_back(begun, world.deadline(begun, allowed), paused),
            "DaysPlain": in_days,
            "Days": world.put_back(begun, in_days, paused),
            "Local": days_later(world.zone, begun, world.days),
        }
        if end is not None or from_day <= world.as_of:
            expected["DayDaysPlain"] = of_date
            expected["DayDays"] = world.put_back(
                from_day, of_date, paused if end is None or end > from_day else never
            )
        expected |= {name: world.point(name, begun, day) for name in world.points}
        for name, due in expected.items():
            record = listed[name, item]
            if due is NEVER or due >= world.opening.end:
                continue
            assert epoch + dt.timedelta(microseconds=record.due) == due, name
            verdict = {"in time": True, "late": False, "overdue": False, "running": None}[record.state]
            assert verdict == outcome(end, due, world.as_of), name


@tries(2)
@example(3628800)  # a date's own hours lie in the shift of the night before
@given(st.integers(0, 2**32))
def test_clocks_agree_with_a_walk_over_minutes(tmp_path_factory, seed):
    world = World(seed)
    folder = tmp_path_factory.mktemp("world")
    found = world.results(folder)
    check_notes(world, found)
    check_dues(world, world.dues(folder))
    for id_, begun, done, allowed, day in world.items:
        if begun > world.as_of:
            continue
        end = None if done is None or done > world.as_of else done
        stop = world.as_of if end is None else end
        paused, never = world.paused(id_), bytearray(len(world.opening.is_open))
        spans = {"Elapsed": world.elapsed(begun, stop, paused), "Plain": world.elapsed(begun, stop, never)}
        from_day = starts(world.zone, day + DAY)
        if end is not None or from_day <= world.as_of:
            spans["DayElapsed"] = world.elapsed(from_day, max(stop, from_day), paused)
        in_days = world.due_in_days(begun)
        dues = {
            "WithinPlain": world.deadline(begun, allowed),
            "Within": world.put_back(begun, world.deadline(begun, allowed), paused),
            "DaysPlain": in_days,
            "Days": world.put_back(begun, in_days, paused),
            "Local": days_later(world.zone, begun, world.days),
            "DayDaysPlain": world.due_in_days_after(day),
            "DayDays": world.put_back(from_day, world.due_in_days_after(day), paused),
            "DayLocal": starts(world.zone, day + (world.days + 1) * DAY),
        }
        times = {name: found[name, id_].value.amount for name in spans}
        assert times == {name: span // dt.timedelta(microseconds=1) for name, span in spans.items()}
        dues |= {name: world.point(name, begun, day) for name in world.points}
        outcomes = {name: counted(found[name, id_]) for name in dues}
        assert outcomes == {name: outcome(end, due, world.as_of) for name, due in dues.items()}


@tries(1)
@given(st.integers(0, 2**32))
def test_a_pause_never_lengthens_a_clock(tmp_path_factory, seed):
    less, more = World(seed), World(seed)
    less.holds = less.holds[:-4]
    before, after = (world.results(tmp_path_factory.mktemp("world")) for world in (less, more))
    times = {key: row.value.amount for key, row in before.items() if key[0] == "Elapsed" and row.value}
    assert all(after[key].value.amount <= time for key, time in times.items())
