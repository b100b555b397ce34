"""Business time as seven other projects expect it, and as clock changes have it by hand, asked through the language.

Each case becomes a calendar, a record and a level of one agreement. What goes backwards in the source is asked
forwards: an instant so much open time before another is one from which that much open time passes, and of times whose
end is before their start the language refuses the record and has the time the other way round. What is no deadline of
the language, a moment at which the hours open again or close, is asked by the open time on either side of it.

Left out, since an agreement cannot ask them:

- rules that the language does not have: a closing time that counts as open (`closed_end`), days that count the day of
  the start, days counted back from a start outside opening hours;
- hours that end when they begin, which in the language last a day; a time within a gap of the clocks that moves on by
  the length of the gap, and not to its end (`biz-060`);
- quirks of one project.

An expected date without a time of day is asked as: due on that day. Days that are counted on from a start outside
opening hours are asked from the date of the start, which is its own day.
"""

import datetime as dt
import json
from collections import Counter, defaultdict
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

import sladsl


def cases_of(name):
    text = Path(__file__).with_name(name).read_text(encoding="utf-8")
    return [json.loads(line) for line in text.splitlines()]


CASES = cases_of("business_time.jsonl")
OWN = cases_of("clock_changes.jsonl")
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
MICROSECOND = dt.timedelta(microseconds=1)
DAY_RULES = {
    "roll_then_same_time": "business days end at the same time",
    "end_of_nth_day": "business days end at close",
    "n_times_day_length": "a business day is {}",
}


# --- calendars -----------------------------------------------------------------------------------------------------


def calendar_lines(given):
    """A case's calendar in the language; breaks and extra hours are the hours of their dates."""
    yield f"    timezone {given['tz']}"
    for day, hours in given["weekly"].items():
        yield f"    {day.title()} {', '.join('-'.join(stretch) for stretch in hours)}"
    for day in given.get("holidays", ()):
        yield f"    holiday {day}"
    for day in sorted({*given.get("breaks", {}), *given.get("extra_hours", {})}):
        if day in given.get("extra_hours", {}) or day not in given.get("holidays", ()):
            hours = ["-".join(stretch) for stretch in hours_on(given, day)]
            yield f"    on {day} {', '.join(hours) or 'closed'}"


def hours_on(given, day):
    weekday = DAYS[dt.date.fromisoformat(day).weekday()]
    hours = given.get("extra_hours", {}).get(day, given["weekly"].get(weekday, []))
    for start, end in given.get("breaks", {}).get(day, ()):
        hours = [
            (first, last)
            for opens, closes in hours
            for first, last in ((opens, min(closes, start)), (max(opens, end), closes))
            if first < last
        ]
    return hours


def always_open(given):
    return not given["weekly"]


# --- the agreement -------------------------------------------------------------------------------------------------


class Agreement:
    """The text and the records of an agreement that asks many things of many calendars, around a year."""

    def __init__(self, year):
        self.year = year
        self.calendars = {}
        self.levels = []
        self.rows = defaultdict(list)

    def calendar(self, given, rule=""):
        key = json.dumps([given, rule], sort_keys=True)
        if key not in self.calendars:
            name = f"C{len(self.calendars) + 1}"
            lines = [*calendar_lines(given), f"    {rule}"] if rule else [*calendar_lines(given)]
            self.calendars[key] = (name, lines)
        return self.calendars[key][0]

    def ask(self, what, body, rows):
        """The level that asks it of some rows, each (id, start, end, allowed)."""
        level = next((name for name, lines in self.levels if lines == body), None)
        if level is None:
            level = f"{what}{len(self.levels) + 1}"
            self.levels.append((level, body))
        self.rows[level] += rows
        return level

    def text(self):
        yield 'agreement Cases "Cases" {'
        yield '  version "1"'
        yield '  provider P "P"'
        yield '  customer C "C"'
        yield f"  term {self.year - 2}-01-01 to {self.year + 2}-12-31"
        yield "  timezone UTC"
        yield "  currency EUR"
        yield '  law "none"'
        for name, lines in self.calendars.values():
            yield f"  calendar {name} {{"
            yield from lines
            yield "  }"
        yield "  records asked {"
        yield from (
            "    id : text key",
            "    question : text",
            "    begun : time",
            "    done : time?",
            "    day : date",
        )
        yield from ("    allowed : duration", "  }")
        for level, body in self.levels:
            yield f"  kpi {level} by id {{"
            yield f'    for each asked where question is "{level}"'
            yield "    counted in the window of begun"
            yield from (f"    {line}" for line in body)
            yield "    window calendar year"
            yield f"    expected at least {'0 s' if 'measure sum of clock' in body else '0%'}"
            yield "  }"
        yield "}"

    def run(self, folder):
        (folder / "cases.sla").write_text("\n".join(self.text()) + "\n", encoding="utf-8")
        header = "id,question,begun,done,allowed,day\n"
        rows = (
            f"{level}/{id_},{level},{begun},{done},{allowed},{begun[:10]}\n"
            for level, asked in self.rows.items()
            for id_, begun, done, allowed in asked
        )
        (folder / "asked.csv").write_text(header + "".join(rows), encoding="utf-8")
        agreement = sladsl.load(folder / "cases.sla")
        return sladsl.run(agreement, {"asked": folder / "asked.csv"}, as_of=f"{self.year + 3}-01-01")

    def results(self, folder):
        measured = (result.measurement for result in self.run(folder).settled.results)
        return {row.key[0]: row.value.amount for row in measured if row.value is not None}


def instant(text):
    return dt.datetime.fromisoformat(text)


def iso(value):
    return value.isoformat()


# --- what is asked -------------------------------------------------------------------------------------------------


def questions(agreements):
    """For each case that can be asked: of which agreement, and what its records come to by their ids."""
    for case in [*CASES, *OWN]:
        if case["id"] == "biz-060" or any(
            a == b for day in case["calendar"]["weekly"].values() for a, b in day
        ):
            continue
        # A calendar is compiled for all the years that an agreement's records lie in: so each year has its own.
        year = int(case["start"][:4])
        agreement = agreements.setdefault(year, Agreement(year))
        asked = ASK.get(case["op"], lambda *_: None)(agreement, case)
        if asked is not None:
            yield case, year, asked


def elapsed(agreement, given, id_, start, end):
    name = agreement.calendar(given) if given["weekly"] or given.get("extra_hours") else None
    body = [f"clock from begun to done{f' in {name}' if name else ''}", "measure sum of clock"]
    return agreement.ask("Elapsed", body, [(id_, iso(start), iso(end), "0 s")])


def lengths(agreement, case, *asked):
    """Each (start, end, open time in µs) is what passes from its start to its end."""
    expected = {}
    for number, (start, end, open_time) in enumerate(asked):
        id_ = f"{case['id']}.{number}"
        expected[f"{elapsed(agreement, case['calendar'], id_, start, end)}/{id_}"] = open_time
    return expected


def ask_elapsed(agreement, case):
    start, end, seconds = instant(case["start"]), instant(case["end"]), Fraction(str(case["expect"]))
    if end < start and case["matches"] != ["zero"]:
        start, end, seconds = end, start, abs(seconds)
    return lengths(agreement, case, (start, end, seconds * 1_000_000)) if start <= end else None


def ask_deadline_before(agreement, case):
    """The open time from the expected instant on is that allowed; before it there is more, or after it less."""
    expected, start = instant(case["expect"]), instant(case["start"])
    open_time = case.get("duration_s", 0) * 1_000_000
    asked = [(expected, start, open_time)]
    if "prev_close" in case["matches"]:
        asked.append((expected - MICROSECOND, start, open_time + 1))
    if "open" in case["matches"]:
        asked.append((expected + MICROSECOND, start, open_time - 1))
    return lengths(agreement, case, *asked)


def ask_is_open(agreement, case):
    if "half_open" not in case["matches"]:
        return None
    start = instant(case["start"])
    level = elapsed(agreement, case["calendar"], case["id"], start, start + MICROSECOND)
    return {f"{level}/{case['id']}": 1 if case["expect"] else 0}


def ask_windows(agreement, case):
    if case["kind"] != "canonical":
        return None
    start, end = instant(case["start"]), instant(case["end"])
    edges = [start, *(instant(edge) for stretch in case["expect"] for edge in stretch), end]
    expected = {}
    for number, (first, last) in enumerate(pairwise(edges)):
        if first < last:
            id_ = f"{case['id']}.{number}"
            level = elapsed(agreement, case["calendar"], id_, first, last)
            open_time = (last - first) // MICROSECOND if number % 2 else 0
            expected[f"{level}/{id_}"] = open_time
    return expected


def ask_resolve_local(agreement, case):
    day, time = case["start"].split("T")
    resolved = instant(case["expect"]).astimezone(dt.UTC)
    # An agreement reads local times where its calendars open and close: here, at the time asked for.
    given = {"tz": case["calendar"]["tz"], "weekly": {}, "extra_hours": {day: [["00:00", time]]}}
    name = agreement.calendar(given)
    away = dt.timedelta(days=2)
    body = [f"clock from begun to done in {name}", "measure sum of clock"]
    rows = [
        ("before", iso(resolved - away), iso(resolved), "0 s"),
        ("after", iso(resolved), iso(resolved + away), "0 s"),
    ]
    level = agreement.ask("Local", body, [(f"{case['id']}.{id_}", *rest) for id_, *rest in rows])
    midnight = dt.datetime.fromisoformat(day).replace(tzinfo=ZoneInfo(given["tz"])).astimezone(dt.UTC)
    return {
        f"{level}/{case['id']}.before": (resolved - midnight) // MICROSECOND,
        f"{level}/{case['id']}.after": 0,
    }


def due(agreement, name, within, case, expected, allowed="0 s"):
    """What `done` asks of a clock from the start on."""
    clock = [f"clock from begun to done in {name}", f"good when {within}"]
    return done(agreement, clock, case, expected, allowed)


def done(agreement, lines, case, expected, allowed="0 s"):
    """Done at the expected deadline is in time, and a microsecond later is late; of a date, at its start and end."""
    body = [*lines, "measure percent good"]
    if isinstance(expected, str):
        is_date = len(expected) == len("2006-01-02")
        expected = instant(expected)
        if is_date:
            expected = expected.replace(tzinfo=ZoneInfo(case["calendar"]["tz"]))
    else:
        is_date = False
    ends = [("due", expected), ("late", expected + (dt.timedelta(days=1) if is_date else MICROSECOND))]
    rows = [(f"{case['id']}.{id_}", case["start"], iso(end), allowed) for id_, end in ends]
    level = agreement.ask("Due", body, rows)
    return {f"{level}/{case['id']}.due": 1, f"{level}/{case['id']}.late": 0}


def ask_deadline(agreement, case):
    if "close" not in case["matches"]:
        return ask_opening_after(agreement, case)
    name = agreement.calendar(case["calendar"])
    return due(agreement, name, "clock within allowed", case, case["expect"], f"{case['duration_s']} s")


def ask_opening_after(agreement, case):
    """The instant from which open time goes on once that allowed has passed."""
    expected, start, open_time = (
        instant(case["expect"]),
        instant(case["start"]),
        case["duration_s"] * 1_000_000,
    )
    return lengths(
        agreement,
        case,
        (start, expected, open_time),
        (start, expected + MICROSECOND, open_time + 1),
    )


def ask_next_open(agreement, case):
    name = agreement.calendar(case["calendar"])
    return due(agreement, name, "clock within 0.000001 s", case, instant(case["expect"]) + MICROSECOND)


def ask_next_close(agreement, case):
    expected = instant(case["expect"])
    if case["id"] in {
        "spatie-005",
        "spatie-032",
    }:  # not the last close of its day, or of hours that go past it
        edges = ((expected - MICROSECOND, expected, 1), (expected, expected + MICROSECOND, 0))
        return lengths(agreement, case, *edges)
    name = agreement.calendar(case["calendar"])
    same = [f"good when done on the same business day as begun in {name}"]
    return done(agreement, same, case, case["expect"])


def ask_deadline_days(agreement, case):
    given, days = case["calendar"], case["days"]
    if case["kind"] == "quirk":
        return None
    if days < 0:
        return ask_days_back(agreement, case)
    if days == 0:
        return ask_no_days(agreement, case)
    expected = ask_days_of_date(agreement, case)
    rules = [rule for rule in DAY_RULES if rule in case["matches"]]
    if "roll_then_same_time" not in rules and "end_of_nth_day" in rules and "why" not in case:
        rules.remove("end_of_nth_day")  # counted from a start that is not moved to the next opening
    for rule in rules:
        name = agreement.calendar(given, DAY_RULES[rule].format(day_length(given)))
        expected |= due(agreement, name, f"clock within {days} business days", case, case["expect"])
    return expected or None


def ask_no_days(agreement, case):
    """No days on: the start itself or the next opening; as a date, the end of the day of the start itself."""
    if len(case["expect"]) > len("2006-01-02"):
        return ask_next_open(agreement, case)
    name = agreement.calendar(case["calendar"])
    same = [f"good when done on the same business day as begun in {name}"]
    return done(agreement, same, case, case["expect"])


def ask_days_back(agreement, case):
    """Days back from a start that is in opening hours: it is due those days after what is expected."""
    if case["id"] in {"biz-020", "biz-021", "rickar-cal-047"}:  # the start is outside opening hours
        return None
    is_date = len(case["expect"]) == len("2006-01-02")
    later = {
        **case,
        "start": f"{case['expect']}T00:00:00Z" if is_date else case["expect"],
        "days": -case["days"],
    }
    later["expect"] = case["start"][: len(case["expect"])]
    if is_date:
        return ask_days_of_date(agreement, later)
    name = agreement.calendar(case["calendar"], DAY_RULES["roll_then_same_time"])
    return due(agreement, name, f"clock within {later['days']} business days", later, later["expect"])


def ask_days_of_date(agreement, case):
    """Days on from the date of the start, whether or not it is in opening hours, to the same time of day or the end."""
    if "same_time_no_roll" not in case["matches"]:
        return {}
    if len(case["expect"]) == len("2006-01-02"):
        by = "close"
    elif "roll_then_same_time" in case["matches"]:
        return {}  # asked of a clock
    else:
        by = case["start"][11:19]
    name = agreement.calendar(case["calendar"])
    line = f"good when done by {by} on business day {case['days']} after day in {name}"
    return done(agreement, [line], case, case["expect"])


def day_length(given):
    (opens, closes), *_ = next(iter(given["weekly"].values()))
    minutes = [int(text[:2]) * 60 + int(text[3:]) for text in (opens, closes)]
    return f"{minutes[1] - minutes[0]} min"


ASK = {
    "elapsed": ask_elapsed,
    "deadline_before": ask_deadline_before,
    "prev_close": ask_deadline_before,
    "is_open": ask_is_open,
    "windows": ask_windows,
    "resolve_local": ask_resolve_local,
    "deadline": ask_deadline,
    "next_open": ask_next_open,
    "next_close": ask_next_close,
    "deadline_days": ask_deadline_days,
}


@pytest.fixture(scope="module")
def answers(tmp_path_factory):
    agreements: dict[int, Agreement] = {}
    asked = list(questions(agreements))
    found = {year: each.results(tmp_path_factory.mktemp("cases")) for year, each in agreements.items()}
    return [
        (case, expected, {id_: found[year].get(id_) for id_ in expected}) for case, year, expected in asked
    ]


def test_every_case_that_can_be_asked_has_the_answer_of_its_source(answers):
    wrong = [
        (case["id"], case["op"], expected, found) for case, expected, found in answers if expected != found
    ]
    assert wrong == []


def test_an_end_before_its_start_is_refused(tmp_path):
    backwards = [case for case in CASES if "end" in case and case["end"] < case["start"]]
    assert Counter(case["matches"][0] for case in backwards) == {"zero": 2, "absolute": 7, "signed": 4}
    agreement = Agreement(2012)
    for case in backwards:
        elapsed(
            agreement, {"tz": "UTC", "weekly": {}}, case["id"], instant(case["start"]), instant(case["end"])
        )
    with pytest.raises(sladsl.RecordsError) as refused:
        agreement.run(tmp_path)
    rows = [each.place.row for each in refused.value.diagnostics if each.place and each.code == "SLA416"]
    assert rows == [*range(2, 2 + len(backwards))]


def test_how_many_cases_are_asked(answers):
    own = {case["id"] for case in OWN}
    assert own == {case["id"] for case, _, _ in answers if "why" in case}
    answers = [each for each in answers if each[0]["id"] not in own]
    asked = Counter(case["op"] for case, _, _ in answers)
    assert asked == {
        "elapsed": 50,
        "is_open": 49,
        "windows": 16,
        "resolve_local": 3,
        "deadline": 44,
        "deadline_before": 25,
        "next_open": 12,
        "next_close": 16,
        "prev_close": 5,
        "deadline_days": 52,
    }
    left_out = {case["id"] for case in CASES} - {case["id"] for case, _, _ in answers}
    assert left_out == {case["id"] for case in CASES if case["kind"] == "quirk"} | {
        "biz-001",
        "biz-020",
        "biz-021",
        "biz-060",
        "businesstimedelta-016",
        "rickar-cal-016",
        "rickar-cal-047",
    }
    assert Counter(case["kind"] for case, _, _ in answers) == {"canonical": 251, "variant": 21}
