"""Records that missed duties take out of a level, against a walk over the records, one after the other."""

import datetime as dt
import tempfile
from pathlib import Path
from random import Random

from hypothesis import given, note
from hypothesis import strategies as st

import sladsl
from tests.tries import tries

START = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
SEEDS = st.integers(0, 2**32)
few = tries(4)

AGREEMENT = """agreement World "World" {{
  version "1" provider P "P" customer C "C" currency EUR law "none" timezone UTC
  term 2026-01-01 to {end}
  records site {{ id : text key  asked_at : time  opened_at : time?  kind : one of {{ near, far }} }}
  records call {{ id : text key  at : time  ok : flag  coded_at : time?  site : ref site }}
  records hold {{ call : ref call  begun_at : time  ended_at : time? }}
  service level Answer {{
    for each call counted in the window of at good when ok
    measure percent good window calendar month minimum at least 50%
  }}
  obligation Holds of C {{
    for each hold counted in the window of begun_at
    clock from begun_at to ended_at good when clock within 24 h
    measure percent good window calendar quarter minimum at least 50%
    excuses records of Answer
  }}
  obligation Sites of C by kind {{
    for each site counted in the window of asked_at
    clock from asked_at to opened_at
    measure percent good window calendar month {grace}
    tiers
      | kind | good within | minimum      |
      | near | 12 h        | at least 50% |
      | far  | 48 h        | at least 50% |
    excuses records of Answer
  }}
  obligation Codes of C {{
    for each call counted in the window of at
    clock from at to coded_at good when clock within 6 h
    measure percent not good window calendar week required at most 50%
    excuses records of Answer
  }}
  settlement per calendar month, 2 days after its end {{ }}
}}
"""
LIMITS = {"near": 12, "far": 48}


class World:
    """Sites, calls and holds by the hour, and when each is done."""

    def __init__(self, seed):
        random = self.random = Random(seed)
        self.has_grace = random.random() < 0.5
        self.end = random.choice(["2026-03-31", "open"])
        self.sites = [(n, *self.spell(), random.choice(["near", "far"])) for n in range(6)]
        self.calls = [(n, *self.spell(), random.random() < 0.5, random.randrange(6)) for n in range(25)]
        self.holds = [(random.randrange(25), *self.spell()) for _ in range(15)]

    def spell(self):
        begins = self.random.randrange(0, 90 * 24)
        return begins, self.random.choice([None, begins + self.random.randrange(1, 100)])

    def text(self):
        grace = "grace until 1 months after start" if self.has_grace else ""
        return AGREEMENT.format(grace=grace, end=self.end)

    def files(self, folder):
        rows = {
            "site": ["id,asked_at,opened_at,kind"]
            + [f"{n},{at(begins)},{at(ends)},{kind}" for n, begins, ends, kind in self.sites],
            "call": ["id,at,coded_at,ok,site"]
            + [f"{n},{at(b)},{at(e)},{'yes' if ok else 'no'},{site}" for n, b, e, ok, site in self.calls],
            "hold": ["call,begun_at,ended_at"] + [f"{n},{at(b)},{at(e)}" for n, b, e in self.holds],
        }
        for name, lines in rows.items():
            (folder / f"{name}.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
        return {name: folder / f"{name}.csv" for name in rows}

    def taken(self, call, as_of):
        """What takes a call out, as of an hour: the first of the three duties of which a record is late by then."""
        n, begins, coded, _, site = call
        _, asked, opened, kind = self.sites[site]
        in_grace = self.has_grace and asked < 31 * 24
        if any(late(b, e, 24, as_of) for of, b, e in self.holds if of == n and b <= as_of):
            return 0
        if asked <= as_of and not in_grace and late(asked, opened, LIMITS[kind], as_of):
            return 1
        return 2 if late(begins, coded, 6, as_of) else None


def at(hour):
    return "" if hour is None else f"{START + dt.timedelta(hours=hour):%Y-%m-%d %H:%M}"


def late(begins, ends, within, as_of):
    """Whether it took longer than so many hours, by what is known at an hour."""
    until = as_of if ends is None or ends > as_of else ends
    is_done = ends is not None and ends <= as_of
    return until - begins > within if is_done else until - begins >= within


@few
@given(SEEDS)
def test_records_go_that_a_late_duty_concerns(seed):
    world = World(seed)
    note(world.text())
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "world.sla").write_text(world.text(), encoding="utf-8")
        statement = sladsl.run(sladsl.load(folder / "world.sla"), world.files(folder), period="2026")
    results = [each.measurement for each in statement.settled.results if each.measurement.level == "Answer"]
    starts = [0, 31 * 24, 59 * 24, 90 * 24]
    for start, end, measured in zip(starts[:-1], starts[1:], results, strict=False):
        calls = [call for call in world.calls if start <= call[1] < end]
        taken = [world.taken(call, end + 48) for call in calls]
        assert [each.records for each in measured.exclusions] == [taken.count(each) for each in range(3)]
        left = [ok for (_, _, _, ok, _), by in zip(calls, taken, strict=True) if by is None]
        assert (measured.counts.good, measured.counts.bad) == (left.count(True), left.count(False))
        assert measured.gross_counts is not None
        assert measured.gross_counts.records == len(calls)
