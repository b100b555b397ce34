"""Rolling windows, means over intervals and windows of single records, settled twice, against a walk over records."""

import datetime as dt
import random
from fractions import Fraction
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest

from sladsl import pipeline
from tests.properties.runs import compiled, instant

LONDON = ZoneInfo("Europe/London")
HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)
FIRST, MONTHS = dt.date(2026, 2, 10), [dt.date(2026, month, 1) for month in range(2, 7)]
STRICTER = dt.date(2026, 4, 10)
TEXT = """agreement Walk "Walk" {
  version   "1"
  provider  A "A Ltd"
  customer  B "B Ltd"
  term      2026-02-10 to 2026-12-31
  timezone  Europe/London
  currency  GBP
  law       "England and Wales"

  records call "Call" {
    id     : text key
    kind   : one of { red, blue }
    at     : time
    done   : time?
    errors : number
    calls  : number
  }

  service level Rolling "In time" {
    for each  call
    counted   in the window of at
    clock     from at to done
    good when clock within 200 h
    measure   percent good
    window    rolling 30 days
    minimum   at least 80%
    credit    GBP 100
  }

  kpi Errors "Errors over two months" {
    for each  call
    counted   in the window of at
    measure   mean of errors
    window    rolling 2 months
    expected  at most 5
  }

  kpi Hours "Errors of each 6 hours" by kind {
    for each  call
    counted   in the window of at
    measure   mean over each 6 h of (errors / calls)
    window    calendar week
    expected  at most 5%
    empty intervals count as good
  }

  kpi Rolled "Errors of each 6 hours, over 30 days" {
    for each  call
    counted   in the window of at
    measure   mean over each 6 h of (errors / calls)
    window    rolling 30 days
    expected  at most 50%
  }

  kpi Open "Open calls" {
    measure   most open call from at to done, at the end of each day
    window    rolling 30 days
    expected  at most 5
  }

  service level Single "Calls done in time" by kind {
    for each  call
    counted   in the window of at
    clock     from at to done
    measure   sum of clock
    window    each record
    required  at most 200 h, from 2026-04-10 at most 100 h
    credit    GBP 10
  }

  settlement per calendar month, 5 days after its end {
    final after 2 settlements
  }
}
"""


def midnight(day):
    return dt.datetime.combine(day, dt.time(), LONDON).astimezone(dt.UTC)


def drawn(seed):
    """Calls from before the term to after April, one a few days long or still open."""
    draw = random.Random(seed)
    for number in range(60):
        at = dt.datetime(2026, 2, 8, tzinfo=dt.UTC) + draw.randrange(84 * 24 * 60) * dt.timedelta(minutes=1)
        length = draw.choice([10, 90, 150, 250, 900]) * HOUR + draw.randrange(3600) * dt.timedelta(seconds=1)
        done = draw.choice([at + length, at + length, None])
        yield {
            "id": f"c{number}",
            "kind": draw.choice(["red", "blue"]),
            "at": at,
            "done": done,
            "errors": draw.randrange(20),
            "calls": draw.choice([0, 3, 7, 20]),
        }


def written(items):
    lines = [",".join(items[0])]
    for item in items:
        values = (each.isoformat() if isinstance(each, dt.datetime) else each for each in item.values())
        lines.append(",".join("" if each is None else str(each) for each in values))
    return "\n".join(lines) + "\n"


def settled(folder, items):
    (folder / "calls.csv").write_text(written(items), encoding="utf-8")
    agreement = compiled(folder, TEXT)
    run = pipeline.run(agreement, {"call": [folder / "calls.csv"]}, pipeline.request(agreement, "2026-04"))
    assert run.statement is not None, run.diagnostics
    return run.statement.settled


def inside(items, start, end):
    return [each for each in items if start <= each["at"] < end]


def done_by(item, as_of):
    return None if item["done"] is None or item["done"] > as_of else item["done"]


def state(item, as_of, hours):
    """Good, bad, or None while the clock runs and its deadline has not passed."""
    done, due = done_by(item, as_of), item["at"] + hours * HOUR
    if done is None:
        return False if as_of > due else None
    return done <= due


def share(items, as_of):
    states = [each for item in items if (each := state(item, as_of, 200)) is not None]
    return Fraction(sum(states), len(states)) if states else None


def interval_mean(items, start, end, *, empty):
    sums: dict[int, tuple[int, int]] = {}
    for each in items:
        errors, calls = sums.get((each["at"] - start) // (6 * HOUR), (0, 0))
        sums[(each["at"] - start) // (6 * HOUR)] = errors + each["errors"], calls + each["calls"]
    quotients = [Fraction(errors, calls) for errors, calls in sums.values() if calls]
    how_many = -(-(end - start) // (6 * HOUR)) if empty else len(quotients)
    return sum(quotients, Fraction()) / how_many if items and how_many else None


def most_open(items, first, until, as_of):
    ends = [midnight(first + (number + 1) * DAY) for number in range((until - first).days)]
    return max(
        sum(each["at"] <= at and ((done := done_by(each, as_of)) is None or done > at) for each in items)
        for at in ends
    )


def values(whole, level, key=()):
    return [
        (
            instant(each.measurement.window.start),
            None if each.measurement.value is None else each.measurement.value.amount,
        )
        for each in whole.results
        if (each.measurement.level, each.measurement.key) == (level, key)
    ]


def rolling(items):
    """Each month's end with the start of its window and the instant as of which it is read first."""
    for _, until in pairwise(MONTHS[:4]):
        first = max(FIRST, until - 30 * DAY)
        yield first, until, inside(items, midnight(first), midnight(until)), midnight(until + 5 * DAY)


def weeks(items):
    """The weeks that end by the end of April, the first one from the start of the term."""
    first = FIRST
    while (until := first + (7 - first.weekday()) * DAY) <= MONTHS[3]:
        yield midnight(first), midnight(until), inside(items, midnight(first), midnight(until))
        first = until


def limit(item):
    return 100 if item["at"].astimezone(LONDON).date() >= STRICTER else 200


@pytest.mark.parametrize("seed", range(5))
def test_windows_agree_with_a_walk_over_the_records(tmp_path, seed):
    items = list(drawn(seed))
    whole = settled(tmp_path, items)
    held = list(rolling(items))
    assert values(whole, "Rolling") == [
        (midnight(first), share(mine, as_of)) for first, _, mine, as_of in held
    ]
    assert values(whole, "Rolled") == [
        (midnight(first), interval_mean(mine, midnight(first), midnight(until), empty=False))
        for first, until, mine, _ in held
    ]
    assert values(whole, "Open") == [
        (midnight(first), Fraction(most_open(items, first, until, as_of))) for first, until, _, as_of in held
    ]
    starts = [FIRST, FIRST, dt.date(2026, 3, 1)]
    two = [
        inside(items, midnight(first), midnight(until))
        for first, until in zip(starts, MONTHS[1:4], strict=True)
    ]
    means = [Fraction(sum(each["errors"] for each in mine), len(mine)) if mine else None for mine in two]
    assert values(whole, "Errors") == list(zip(map(midnight, starts), means, strict=True))
    for kind in ("red", "blue"):
        own = [each for each in items if each["kind"] == kind]
        assert values(whole, "Hours", (kind,)) == [
            (start, interval_mean(mine, start, end, empty=True)) for start, end, mine in weeks(own)
        ]
    assert_single(whole, items)


def assert_single(whole, items):
    """Each record by itself, as its own settlement reads it; what all settlements come to is as the last one does."""
    credited = Fraction(0)
    for number, (period, (start, until)) in enumerate(zip(whole.periods, pairwise(MONTHS[:4]), strict=True)):
        month = inside(items, midnight(max(start, FIRST)), midnight(until))
        read_at = [midnight(end + 5 * DAY) for end in MONTHS[number + 1 : 4][:2]]
        late = late_in(month, read_at[0])
        assert sorted(missed(period)) == sorted((each["id"], elapsed(each, read_at[0])) for each in late)
        assert {each.key[0]: (each.windows, dict(each.verdicts)) for each in period.records} == {
            kind: counts([each for each in month if each["kind"] == kind], late) for kind in ("red", "blue")
        }
        last = inside(items, midnight(max(FIRST, until - 30 * DAY)), midnight(until))
        in_time = share(last, read_at[-1])
        credited += 10 * len(late_in(month, read_at[-1]))
        credited += 100 if in_time is not None and in_time < Fraction(4, 5) else 0
    assert sum(period.total for period in whole.periods) == credited


def late_in(items, as_of):
    return [each for each in items if elapsed(each, as_of) > limit(each) * HOUR]


def elapsed(item, as_of):
    return min(each for each in (item["done"], as_of) if each is not None) - item["at"]


def missed(period):
    for each in period.results:
        if each.measurement.level == "Single" and each.verdict == "missed":
            yield (
                each.measurement.window.label,
                int(each.measurement.value.amount) * dt.timedelta(microseconds=1),
            )


def counts(mine, late):
    missed_ = sum(each in late for each in mine)
    return len(mine), {
        verdict: number for verdict, number in (("met", len(mine) - missed_), ("missed", missed_)) if number
    }
