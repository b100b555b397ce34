"""Baselines and ratchets against a walk over the values of a year, and what holds of them whatever the values."""

import datetime as dt
import itertools
import tempfile
from fractions import Fraction
from pathlib import Path
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from sladsl.measurement.results import Counts, Measurement, Measurements
from sladsl.planning.plan import Anchor, PeriodWindow, Quantity, Unit, ValueType
from sladsl.planning.windows import windows
from sladsl.planning.zones import day_start, known_zone
from sladsl.settlement.explanation import Verdict
from sladsl.settlement.settle import settle
from tests.properties.runs import compiled
from tests.tries import tries

SEEDS = st.integers(0, 2**32)
few = tries(10)
END = dt.date(2028, 1, 1)

AGREEMENT = """agreement A "A" {{
  version "1" provider P "P" customer C "C" currency EUR law "none" timezone UTC
  term 2026-01-01 to 2027-12-31
  records report {{ made_at : time  score : percent }}
  service level Score {{
    for each report counted in the window of made_at measure mean of score
    window calendar month {target}
    {baseline}
    {ratchet}
  }}
}}
"""


class World:
    """A target, dated or not, a baseline and a ratchet, and the values of two years of months, some of them missing."""

    def __init__(self, seed):
        random = Random(seed)
        self.is_high = random.random() < 0.5
        self.first = Fraction(random.randint(80, 95) if self.is_high else random.randint(5, 20), 100)
        better = Fraction(random.randint(1, 6), 200)
        self.dated = random.choice([None, self.first + (better if self.is_high else -better)])
        self.baseline = random.choice([None, random.randint(1, 4)])
        self.last = random.choice([None, random.randint(1, 4)])
        self.share = random.choice([None, Fraction(random.randint(1, 60), 100)])
        self.decimals = random.randint(0, 2)
        near = self.first * 100
        values = [Fraction(random.randint(int(near) - 4, int(near) + 5), 100) for _ in range(24)]
        self.values = [random.choice([each, each, each, None]) for each in values]

    def text(self):
        word, bound = ("minimum", "at least") if self.is_high else ("required", "at most")
        dated = f", from 2027-01-01 {bound} {shown(self.dated)}" if self.dated else ""
        best = "100%" if self.is_high else "0%"
        most = f", by at most {shown(self.share)} of the gap to {best}" if self.share else ""
        rounded = f", rounded to {self.decimals} decimals"
        baseline = (
            f"baseline of the first {self.baseline} windows, then the midpoint of the {word} and their mean"
        )
        ratchet = f"ratchet to the midpoint of the {word} and the mean of the last {self.last} windows"
        return AGREEMENT.format(
            target=f"{word} {bound} {shown(self.first)}{dated}",
            baseline=f"{baseline}{rounded}" if self.baseline else "",
            ratchet=f"{ratchet} when better in each{most}{rounded}" if self.last else "",
        )

    def limits(self):
        """The limit in force in each month."""
        stricter = max if self.is_high else min
        reached, waiting, row, found = None, self.baseline, [], []
        for month, value in enumerate(self.values):
            written = self.dated if self.dated is not None and month >= 12 else self.first
            limit = written if reached is None else stricter(written, reached)
            found.append(limit)
            if value is None:
                continue
            is_better = value > limit if self.is_high else value < limit
            row.append((value, is_better))
            if waiting and len(row) == waiting:
                reached, row, waiting = self.raised(limit, row, None), [], None
            elif not waiting and self.last and len(row) >= self.last:
                last = row[-self.last :]
                after = self.raised(limit, last, self.share) if all(better for _, better in last) else limit
                if after != limit:
                    reached, row = after, []
        return found

    def raised(self, limit, row, share):
        mean = sum(value for value, _ in row) / len(row)
        after = (limit + mean) / 2
        if share is not None:
            best = Fraction(1) if self.is_high else Fraction(0)
            furthest = limit + share * (best - limit)
            after = min(after, furthest) if self.is_high else max(after, furthest)
        step = Fraction(1, 100 * 10**self.decimals)
        after = (after / step + Fraction(1, 2)).__floor__() * step
        return (max if self.is_high else min)(limit, after)


def shown(value):
    return f"{float(value * 100):g}%"


@few
@given(SEEDS)
def test_the_limit_in_force_is_what_a_walk_over_the_values_comes_to(seed):
    world = World(seed)
    with tempfile.TemporaryDirectory() as folder:
        plan = compiled(Path(folder), world.text()).plan
    months = windows(plan, PeriodWindow(Anchor.CALENDAR, Unit.MONTH), day_start(known_zone("UTC"), END))
    rows = tuple(
        Measurement(
            "Score",
            (),
            window,
            Counts(1, int(value is not None), None, None, int(value is None), 0, 0),
            None if value is None else Quantity(ValueType.PERCENT, value),
        )
        for window, value in zip(months, world.values, strict=True)
    )
    results = settle(plan, Measurements(rows, ())).results
    limits = [each.comparisons[0].bound.amount for each in results]
    assert limits == world.limits()
    pairs = itertools.pairwise(limits)
    assert all(before <= after if world.is_high else before >= after for before, after in pairs)
    for result, limit, value in zip(results, limits, world.values, strict=True):
        if value is None:
            assert result.verdict is Verdict.UNMEASURED
        else:
            keeps = value >= limit if world.is_high else value <= limit
            assert result.verdict is (Verdict.MET if keeps else Verdict.MISSED)
