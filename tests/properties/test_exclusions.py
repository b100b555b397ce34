"""Exclusions of records against a walk over half hours and records, which are looked at one after the other."""

import datetime as dt
import tempfile
from collections import defaultdict
from itertools import groupby
from pathlib import Path
from random import Random
from zoneinfo import ZoneInfo

from hypothesis import given, note
from hypothesis import strategies as st

import sladsl
from tests.tries import tries

FIRST, LAST = dt.date(2026, 1, 1), dt.date(2026, 4, 30)
ZONE = ZoneInfo("Europe/London")
EPOCH = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
UNIT = dt.timedelta(minutes=30)
SITES = ("north", "south")
SEEDS = st.integers(0, 2**32)
FAST = tries(5)


def local(unit):
    return (EPOCH + unit * UNIT).astimezone(ZONE)


def midnight(day):
    return (dt.datetime.combine(day, dt.time(), ZONE).astimezone(dt.UTC) - EPOCH) // UNIT


def period(kind, unit):
    day = local(unit).date()
    if kind == "week":
        return f"{day.isocalendar().year}-W{day.isocalendar().week:02}"
    quarter = f"{day.year}-Q{(day.month + 2) // 3}"
    return {"day": f"{day}", "month": f"{day:%Y-%m}", "quarter": quarter, "year": f"{day.year}"}[kind]


class Exclusion:
    """One exclusion: of which records, under which condition, with which limit, and what becomes of a record."""

    def __init__(self, random):
        self.of = random.choice(["ticket", "incident", "waiver", "works", "works", "closure", "closure"])
        self.where = random.choice([None, "yes", "late"] if self.is_by_time else [None, "yes", "yes"])
        self.good = random.random() < 0.3
        self.limit = random.choice([None, "times", "time"])
        if self.limit == "time" and not self.is_by_time:
            self.limit = "times"
        self.most = random.randrange(1, 4)
        self.per = random.choice(["day", "week", "month", "month", "quarter", "year"])

    @property
    def is_by_time(self):
        return self.of in {"works", "closure"}

    def text(self):
        where = {
            None: "",
            "yes": " where yes_",
            "late": " where told_at <= starts_at - 1 days",
            "never": " where yes_ and not yes_",
        }[self.where]
        amount = f"{self.most} times" if self.limit == "times" else f"{30 * self.most} min"
        limit = "" if self.limit is None else f" up to {amount} per calendar {self.per}"
        return f"exclude {self.of}{where}{limit}, as {'good' if self.good else 'absent'}"


class Lines:
    """By exclusion and site: the half hours that are taken, and those that use a limit, or the first of each time."""

    def __init__(self, as_of, until):
        self.as_of, self.until = as_of, until
        self.taken, self.used = defaultdict(set), defaultdict(list)

    def take(self, at, site, exclusion, units, gone):
        """Take of the half hours those within the limit that nothing has taken; what touches is one time."""
        spent, mine = defaultdict[str, int](int), self.taken[at, site]
        for run in runs(units) if exclusion.limit == "times" else [[unit] for unit in sorted(units)]:
            left = [unit for unit in run if unit not in gone]
            whose = period(exclusion.per, left[0]) if left else ""
            if left and (exclusion.limit is None or spent[whose] < exclusion.most):
                spent[whose] += 1
                mine |= set(left)
                self.used[at, site].append(left[0])
        return mine


def runs(units):
    numbered = groupby(enumerate(sorted(units)), key=lambda pair: pair[1] - pair[0])
    return [[unit for _, unit in run] for _, run in numbered]


class World:
    """A level with exclusions, its tickets, what they refer to and what refers to them, and what lasts beside them."""

    def __init__(self, seed):
        self.random = random = Random(seed)
        self.by_site = random.random() < 0.5
        self.window = random.choice(
            ["calendar month", "calendar week", "calendar quarter", "rolling 30 days"]
        )
        self.days = random.choice([0, 0, 3])
        self.exclusions = [Exclusion(random) for _ in range(random.randrange(1, 5))]
        edges = [midnight(dt.date(2026, month, 1)) for month in (1, 2, 3, 4)]
        self.hot = [edge + random.randrange(-8, 9) for edge in edges for _ in range(2)]
        self.tickets = [
            (
                f"{number}",
                self.near(),
                random.random() < 0.5,
                random.random() < 0.4,
                self.incident(),
                self.site(),
            )
            for number in random.sample(range(100), random.randrange(3, 16))
        ]
        self.incidents = [(name, random.random() < 0.7) for name in "ABC"]
        self.waivers = [
            (ticket[0], random.random() < 0.7) for ticket in self.tickets if random.random() < 0.3
        ]
        self.lasting = {
            of: [self.record() for _ in range(random.randrange(5))] for of in ("works", "closure")
        }

    def near(self):
        return max(0, self.random.choice(self.hot) + self.random.randrange(-2, 3))

    def incident(self):
        return self.random.choice(["A", "B", "C", None, None])

    def site(self):
        return self.random.choice(SITES)

    def record(self):
        """When it starts, when it ends if it does, when it was told, whether it is meant, and its site."""
        starts, random = self.near(), self.random
        ends = None if random.random() < 0.15 else starts + random.randrange(0, 6)
        told = max(0, starts + random.choice([-100, -48, -20, 5, 100]))
        return starts, ends, told, random.random() < 0.8, self.site()

    # --- as the language has it ---

    def text(self):
        yield 'agreement World "World" {'
        yield '  version "1" provider P "P" customer C "C" currency EUR law "none" timezone Europe/London'
        yield f"  term {FIRST} to {LAST}"
        yield "  records incident { id : text key  yes_ : flag }"
        for of, site in (("works", "site : one of { north, south }  "), ("closure", "")):
            yield f"  records {of} lasting starts_at to ends_at {{"
            yield f"    {site}told_at : time  starts_at : time  ends_at : time?  yes_ : flag"
            yield "  }"
        yield "  records ticket { id : text key  at : time  ok : flag  yes_ : flag"
        yield "    incident : ref incident?  site : one of { north, south } }"
        yield "  records waiver { ticket : ref ticket  yes_ : flag }"
        yield f"  service level K{' by site' if self.by_site else ''} {{"
        yield "    for each ticket counted in the window of at good when ok"
        yield from (f"    {exclusion.text()}" for exclusion in self.exclusions)
        yield f"    measure percent good window {self.window} minimum at least 50%"
        yield "  }"
        yield f"  settlement per calendar month, {self.days} days after its end {{ round half-up to EUR 0.01 }}"
        yield "}"

    def write(self, folder, *, shuffled=False):
        (folder / "world.sla").write_text("\n".join(self.text()) + "\n", encoding="utf-8")
        rows = {
            "incident": ["id,yes_", *(f"{name},{yes(flag)}" for name, flag in self.incidents)],
            "waiver": ["ticket,yes_", *(f"{of},{yes(flag)}" for of, flag in self.waivers)],
            "ticket": ["id,at,ok,yes_,incident,site"],
        }
        for id_, at, ok, flag, incident, site in self.tickets:
            rows["ticket"].append(f"{id_},{shown(at)},{yes(ok)},{yes(flag)},{incident or ''},{site}")
        for of, records in self.lasting.items():
            site = "site," if of == "works" else ""
            rows[of] = [f"{site}told_at,starts_at,ends_at,yes_"]
            for starts, ends, told, flag, where in records:
                place = f"{where}," if of == "works" else ""
                rows[of].append(f"{place}{shown(told)},{shown(starts)},{shown(ends)},{yes(flag)}")
        for name, (head, *lines) in rows.items():
            if shuffled:
                self.random.shuffle(lines)
            (folder / f"{name}.csv").write_text("\n".join([head, *lines]) + "\n", encoding="utf-8")
        return {name: folder / f"{name}.csv" for name in rows}

    def measured(self, folder, **how):
        files = self.write(folder, **how)
        read = ["ticket", *(exclusion.of for exclusion in self.exclusions)]
        read += ["incident"] if any(each.of in {"ticket", "incident"} for each in self.exclusions) else []
        given_ = {name: path for name, path in files.items() if name in read}
        statement = sladsl.run(sladsl.load(folder / "world.sla"), given_, period="2026")
        return [result.measurement for result in statement.settled.results]

    # --- what must come out ---

    def is_meant(self, exclusion, record, as_of):
        starts, _, told, flag, _ = record
        if exclusion.where == "late":
            day = dt.timedelta(days=1)
            return told <= as_of and (EPOCH + told * UNIT) <= (local(starts) - day).astimezone(dt.UTC)
        return exclusion.where is None or flag

    def lines(self, as_of):
        """The half hours that each exclusion by time takes, and where its limit is used, as of an instant."""
        lines = Lines(as_of, min(as_of, midnight(LAST + dt.timedelta(days=1))))
        for site in (*SITES, "") if self.by_site else ("",):
            gone = set[int]()
            for at in self.in_order():
                if self.is_on_line(self.exclusions[at], site):
                    gone |= lines.take(at, site, self.exclusions[at], self.lasts(at, site, lines), gone)
        return lines

    def is_on_line(self, exclusion, site):
        """Whether an exclusion takes time of a site, or of what is about none."""
        has_site = self.by_site and exclusion.of == "works"
        return exclusion.is_by_time and has_site is bool(site)

    def lasts(self, at, site, lines):
        """The half hours in which some record of an exclusion lasts."""
        exclusion, units = self.exclusions[at], set()
        for record in self.lasting[exclusion.of]:
            starts, ends, _, _, where = record
            is_known = starts <= lines.as_of and self.is_meant(exclusion, record, lines.as_of)
            if is_known and (not site or where == site):
                is_open = ends is None or ends > lines.as_of
                units |= set(range(starts, lines.until if is_open else min(ends, lines.until)))
        return units

    def in_order(self):
        return sorted(range(len(self.exclusions)), key=lambda at: self.exclusions[at].limit is not None)

    def would_take(self, at, ticket, lines):
        exclusion, (id_, counted, _, flag, incident, site) = self.exclusions[at], ticket
        match exclusion.of:
            case "ticket":
                return exclusion.where is None or flag
            case "incident":
                meant = {name for name, yes_ in self.incidents if exclusion.where is None or yes_}
                return incident in meant
            case "waiver":
                return any(of == id_ and (exclusion.where is None or yes_) for of, yes_ in self.waivers)
        line = site if self.by_site and exclusion.of == "works" else ""
        return counted in lines.taken[at, line]

    def expected(self, window, site):
        """What a window comes to: records, good, excluded; gross good; records and used limits of each exclusion."""
        start, end, as_of = (instant // 1_800_000_000 - EPOCH_UNITS for instant in window)
        lines = self.lines(as_of)
        those = sorted(
            (each for each in self.tickets if each[1] < end and each[1] <= as_of and site in {"", each[5]}),
            key=lambda each: (each[1], each[0]),
        )
        by = dict[str, int]()
        spent = defaultdict[tuple[int, str], set[str]](set)
        for at in self.in_order():
            exclusion = self.exclusions[at]
            mine = [each for each in those if each[0] not in by and self.would_take(at, each, lines)]
            if exclusion.limit is not None and not exclusion.is_by_time:
                mine = self.within_limit(at, mine, spent)
            by.update({each[0]: at for each in mine})
        inside = [each for each in those if start <= each[1]]
        absent = [each for each in inside if each[0] in by and not self.exclusions[by[each[0]]].good]
        good = [each for each in inside if each not in absent and (each[2] or each[0] in by)]
        return {
            "records": len(inside),
            "excluded": len(absent),
            "good": len(good),
            "gross": sum(each[2] for each in inside),
            "exclusions": [
                (
                    sum(by.get(each[0]) == at for each in inside),
                    self.uses(at, site, (start, min(end, as_of)), lines, spent),
                )
                for at in range(len(self.exclusions))
            ],
        }

    def within_limit(self, at, mine, spent):
        exclusion, kept = self.exclusions[at], []
        firsts = dict[tuple[str, str], tuple[int, str]]()
        for each in mine:
            key = each[4] if exclusion.of == "incident" else each[0]
            firsts.setdefault((period(exclusion.per, each[1]), key), (each[1], key))
        order = sorted(firsts, key=lambda one: firsts[one])
        for whose, key in order:
            if len(spent[at, whose]) < exclusion.most:
                spent[at, whose].add(key)
        for each in mine:
            key = each[4] if exclusion.of == "incident" else each[0]
            if key in spent[at, period(exclusion.per, each[1])]:
                kept.append(each)
        return kept

    def uses(self, at, site, span, lines, spent):
        exclusion = self.exclusions[at]
        if exclusion.limit is None or span[0] >= span[1]:
            return []
        names = dict.fromkeys(period(exclusion.per, unit) for unit in range(*span))
        if not exclusion.is_by_time:
            return [(whose, len(spent[at, whose])) for whose in names]
        line = site if exclusion.of == "works" else ""
        units = [unit for unit in lines.used[at, line] if unit < span[1]]
        each = 1_800_000_000 if exclusion.limit == "time" else 1
        return [
            (whose, each * sum(period(exclusion.per, unit) == whose for unit in units)) for whose in names
        ]


EPOCH_UNITS = int(EPOCH.timestamp()) // 1800


def yes(flag):
    return "yes" if flag else "no"


def shown(unit):
    return "" if unit is None else f"{EPOCH + unit * UNIT:%Y-%m-%d %H:%M}Z"


def found(measured):
    counts, gross = measured.counts, measured.gross_counts
    assert counts.decided + counts.excluded == counts.records == gross.records
    assert (counts.good + counts.bad, gross.good + gross.bad) == (counts.decided, gross.decided)
    return {
        "records": counts.records,
        "excluded": counts.excluded,
        "good": counts.good,
        "gross": gross.good,
        "exclusions": [
            (each.records, [(use.period, use.used) for use in each.uses]) for each in measured.exclusions
        ],
    }


@FAST
@given(SEEDS)
def test_exclusions_are_what_a_walk_says(seed):
    world = World(seed)
    note("\n".join(world.text()))
    with tempfile.TemporaryDirectory() as folder:
        measured = world.measured(Path(folder))
    assert measured
    for each in measured:
        window = each.window
        expected = world.expected((window.start, window.end, window.as_of), each.key[0] if each.key else "")
        assert found(each) == expected, (window.label, each.key)


@tries(1)
@given(SEEDS)
def test_neither_order_nor_what_takes_nothing_matters(seed):
    world = World(seed)
    with tempfile.TemporaryDirectory() as folder:
        before = world.measured(Path(folder))
        nothing = [Exclusion(world.random), Exclusion(world.random)]
        for each, of in zip(nothing, ("ticket", "closure"), strict=True):
            each.of, each.where, each.limit = of, "never", None
        world.exclusions += nothing
        after = world.measured(Path(folder), shuffled=True)
    assert [one.value for one in before] == [other.value for other in after]
    for one, other in zip(before, after, strict=True):
        assert (one.counts, one.gross_counts, one.gross) == (other.counts, other.gross_counts, other.gross)
        assert one.exclusions == other.exclusions[:-2]
        assert [each.records for each in other.exclusions[-2:]] == [0, 0]
