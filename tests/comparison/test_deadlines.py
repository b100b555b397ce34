"""Deadlines taken together, against what the engine makes of records around them."""

import random

import pytest

import sladsl
from sladsl.comparison.by_records.differing.measuring import TrialRun, measured
from sladsl.comparison.by_records.made.record_groups import RecordGroup, Row
from sladsl.comparison.logic.atoms import atoms
from sladsl.comparison.logic.conditions import Relation, compare_conditions
from sladsl.comparison.logic.timed import timed_in, variable_of
from sladsl.measurement.engines.by_name import open_session
from sladsl.measurement.how import Engine
from sladsl.measurement.lookups.deciding import RecordStanding
from sladsl.planning.buckets import DAY, HOUR, MINUTE
from sladsl.planning.plan import Logical, Not
from sladsl.values import evolve

AGREEMENT = """\
agreement Small "Small" {
  version  "1.0"
  provider P "Provider Ltd"
  customer C "Customer plc"
  term     2026-03-01 to 2027-02-28
  timezone Europe/London
  currency GBP
  calendar Office "Office" {
    Mon..Thu 09:00-12:00, 13:00-17:00
    Fri      09:00-15:00
    holidays GB-ENG
    business days end at close
  }
  calendar Night "Night" {
    timezone America/New_York
    Mon..Thu 22:00-06:00
    Sat      10:00-14:00
    on 2026-07-04 closed
    business days end at the same time
  }
  records job "Job" {
    id      : text key
    made_at : time
    made_on : date
    done_at : time
  }
  service level Level "Level" {
    for each  job
    counted   in the window of done_at
    clock     from @ to done_at &
    good when !
    measure   percent good
    window    calendar month
    minimum   at least 90%
  }
}
"""
OPEN = tuple(f"clock within {each}" for each in ("6 h", "15 h", "1 business day", "2 business days"))
CASES = {
    ("made_at", ""): (
        "clock within 24 h",
        "clock within 1 day",
        "clock within 2 days",
        "done_at by 12:00 on business day 1 after made_at in Office",
    ),
    ("made_at", "in Office"): (
        *OPEN,
        "done_at by 12:00 on business day 1 after made_at in Office",
        "done_at by close on business day 2 after made_at in Night",
        "done_at <= made_at + 30 h",
        "done_at - made_at < 24 h",
    ),
    ("made_at", "in Night"): (
        *OPEN,
        "done_at by 23:30 on business day 1 after made_at in Night",
        "done_at on the same business day as made_at in Office",
    ),
    ("made_on", "in Office"): (
        *OPEN,
        "done_at by 16:00 on business day 1 after made_on in Office",
        "done_at on the same business day as made_on in Night",
        "done_at <= made_on",
        "done_at > made_on + 2 days",
    ),
}
STRETCHES = ((1774600000, 6), (1775100000, 8), (1793000000, 9), (1798000000, 12), (1783000000, 5))
"""Seconds of an instant, and so many days: clocks change, or there are holidays."""


@pytest.fixture(scope="module", params=CASES, ids=" ".join)
def decided(request, tmp_path_factory):
    """The plan, its clock, parts of conditions, the ways that they are true together, and what the engine says."""
    start, calendar = request.param
    parts = CASES[request.param]
    file = tmp_path_factory.mktemp("deadlines") / "a.sla"
    text = AGREEMENT.replace("@", start).replace("&", calendar)
    plans = []
    for part in parts:
        file.write_text(text.replace("!", part), encoding="utf-8")
        plans.append(sladsl.load(file).plan)
    plan, series = plans[0], [each.levels[0].series[0] for each in plans]
    several = [each for one in series if one.good is not None for each in atoms(one.good)]
    (timed,) = timed_in(plan, several, series[0].clock)
    tried = [*((run.start, run.end) for run in timed.runs if run.end is not None), *records(start)]
    return plan, series[0].clock, several, timed, dict(zip(tried, standing(plans, start, tried), strict=True))


def records(start):
    """Starts and ends around clock changes and holidays, most of them on the hour."""
    draw = random.Random(7)
    for _ in range(400):
        second, days = draw.choice(STRETCHES)
        at = (second * 10**6) // HOUR * HOUR + draw.randrange(days * 24) * HOUR + draw.choice((0, 0, MINUTE))
        end = at + draw.randrange(6 * 24) * HOUR + draw.choice((0, 0, MINUTE))
        yield (at // DAY, max(end, at // DAY * DAY)) if start == "made_on" else (at, end)


def standing(plans, start, tried):
    """Whether the engine takes each record for good, by each condition."""
    rows = [
        Row("job", {"id": str(number), "made_at": 0, "made_on": 0, start: held, "done_at": end})
        for number, (held, end) in enumerate(tried)
    ]
    groups = [RecordGroup((row,), 1) for row in rows]
    runs = [TrialRun(evolve(plans[0], levels=each.levels), groups, None) for each in plans]
    with open_session(Engine()) as session:
        counted = measured(session, runs)
    for number, _ in enumerate(tried):
        found = tuple(counted[run][number].standing for run in runs)
        yield tuple(each is RecordStanding.GOOD for each in found)


def test_each_way_is_one_that_a_record_has(decided):
    _, _, several, timed, found = decided
    assert len(timed.runs) > 12
    for run in timed.runs:
        if run.end is not None:
            assert found[run.start, run.end] == tuple(run.values[variable_of(each)] for each in several)


def test_no_record_is_any_other_way(decided):
    _, _, several, timed, found = decided
    known = {tuple(run.values[variable_of(each)] for each in several) for run in timed.runs}
    assert set(found.values()) <= known
    assert len(set(found.values())) >= 8


def test_no_record_contradicts_a_judgement(decided):
    plan, clock, several, _, found = decided
    draw, told = random.Random(3), set()
    for _ in range(16):
        old, new = (some(draw, several) for _ in range(2))
        relation = compare_conditions(plan, "job", old, new, clock).relation
        told.add(relation)
        for values in set(found.values()):
            held = dict(zip(several, values, strict=True))
            one, other = holds(old, held), holds(new, held)
            assert one is other or relation in {Relation.NEITHER, (Relation.WIDER, Relation.NARROWER)[one]}
    assert len(told) >= 3


def some(draw, several):
    """A condition of up to three parts."""
    parts = [draw.choice(several) for _ in range(draw.choice((1, 1, 2, 3)))]
    found = Not(parts[0]) if draw.random() < 0.2 else parts[0]
    for each in parts[1:]:
        found = Logical(draw.choice(("and", "or")), found, each)
    return found


def holds(condition, held):
    match condition:
        case Not(operand):
            return not holds(operand, held)
        case Logical(joined, left, right):
            both = holds(left, held), holds(right, held)
            return all(both) if joined == "and" else any(both)
    return held[condition]
