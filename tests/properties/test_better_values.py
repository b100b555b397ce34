"""A better value never costs more, unless the checker has warned: every credit of a level together, at every value."""

from __future__ import annotations

import datetime as dt
import itertools
import tempfile
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path
from random import Random

from hypothesis import given, note
from hypothesis import strategies as st

from sladsl import pipeline
from sladsl.diagnostics.diagnostic import Severity
from sladsl.measurement.results import Counts, Measurement, Measurements
from sladsl.planning.plan import Anchor, PeriodWindow, Quantity, Unit, ValueType
from sladsl.planning.windows import windows
from sladsl.planning.zones import day_start, known_zone
from sladsl.settlement.settle import settle
from tests.tries import tries

HEAD = """agreement A "A" {
  version "1" provider P "P" customer C "C" currency EUR law "none" timezone UTC
  term 2026-01-01 to 2029-12-31
  charge Fee "Fee" EUR 1,200 per month
  records report { made_at : time  score : percent }
  settlement per calendar month, 10 days after its end { }
"""
END = dt.date(2030, 1, 1)
LEVELS = 6
WARNED = "SLA705"


def level_text(random: Random, name: str) -> str:
    """A level, more or less is better, with a table or two lines of credits that may contradict each other."""
    is_high = random.random() < 0.6
    marks = sorted(random.sample(range(80, 99), 4), reverse=not is_high)
    word = "minimum" if is_high else "required"
    bound = random.choice(["at least", "above"] if is_high else ["at most", "under"])
    target = f"{word} {bound} {marks[3]}%"
    lines = _table(random, is_high=is_high, marks=marks, word=word)
    if random.random() < 0.5:
        lines += [_line(random, is_high=is_high, marks=marks, word=word)]
    return "\n".join(
        [
            f"  service level {name} {{",
            "    for each report counted in the window of made_at measure mean of score",
            f"    window calendar month {target}",
            *(f"    {line}" for line in lines),
            "  }",
            "",
        ]
    )


def _table(random: Random, *, is_high: bool, marks: Sequence[int], word: str) -> list[str]:
    """Thresholds, or ranges that follow each other down from the target or leave something out."""
    paid = [random.randint(1, 20) for _ in range(3)]
    if random.random() < 0.7:
        paid.sort(reverse=True)
    ends = [f"{marks[0]}%", f"{marks[1]}%", random.choice([f"{marks[3]}%", word])]
    if random.random() < 0.6:
        edge = random.choice(["when below", "at or below"] if is_high else ["when above", "at or above"])
        rows = list(zip(ends, paid, strict=True))
        random.shuffle(rows)
        return ["credit of Fee", f"  | {edge} | credit |", *(f"  | {end} | {rate}% |" for end, rate in rows)]
    if not is_high:
        heads = [f"over {marks[0]}%", f"over {marks[1]}% to {marks[0]}%", f"over {marks[3]}% to {marks[1]}%"]
    else:
        heads = [
            f"under {marks[0]}%",
            f"{marks[0]}% to under {marks[1]}%",
            f"{marks[1]}% to under {marks[3]}%",
        ]
    rows = list(zip(heads, paid, strict=True))
    del rows[random.choice([0, 3, 3, 3]) :][:1]
    return ["credit of Fee", "  | when | credit |", *(f"  | {head} | {rate}% |" for head, rate in rows)]


def _line(random: Random, *, is_high: bool, marks: Sequence[int], word: str) -> str:
    side = "below" if is_high else "above"
    return random.choice(
        [
            f"credit EUR {random.randint(1, 300)}",
            f"credit EUR {random.randint(1, 300)} {side} {marks[random.randint(0, 2)]}%",
            f"credit EUR 9 per started 2% {side} the {word}, up to EUR {random.randint(10, 90)}",
            f"credit EUR 9 per full 1% {side} {marks[1]}%",
            "credit the shortfall of Fee",
        ]
    )


def sound(folder: Path, levels: Sequence[str]) -> pipeline.Agreement | None:
    """The agreement of the levels in which nothing is wrong, and of which nothing is warned; None without any."""
    file = folder / "agreement.sla"
    while True:
        file.write_text(f"{HEAD}{''.join(levels)}}}\n", encoding="utf-8")
        checked = pipeline.check([file])
        bad = {
            each.span.line
            for each in checked.diagnostics
            if each.span is not None and (each.severity is Severity.ERROR or each.code == WARNED)
        }
        if not bad:
            return checked.agreements[0]
        first = HEAD.count("\n") + 1
        kept = []
        for level in levels:
            last = first + level.count("\n")
            if not bad & set(range(first, last)):
                kept.append(level)
            first = last
        assert len(kept) < len(levels), "each finding is about a level"
        levels = kept
        if not levels:
            return None


@tries(2)
@given(st.integers(0, 2**32))
def test_a_better_value_never_costs_more_unless_the_checker_warns(seed):
    random = Random(seed)
    texts = [level_text(random, f"Level{number}") for number in range(LEVELS)]
    with tempfile.TemporaryDirectory() as folder:
        agreement = sound(Path(folder), texts)
    if agreement is None:
        return
    plan = agreement.plan
    note("".join(texts))
    months = windows(plan, PeriodWindow(Anchor.CALENDAR, Unit.MONTH), day_start(known_zone("UTC"), END))
    values = [Fraction(each, 400) for each in sorted(random.sample(range(300, 400), len(months)))]
    rows = tuple(
        Measurement(
            level.name, (), month, Counts(1, 1, None, None, 0, 0, 0), Quantity(ValueType.PERCENT, value)
        )
        for level in plan.levels
        for month, value in zip(months, values, strict=True)
    )
    results = settle(plan, Measurements(rows, ())).results
    for level in plan.levels:
        mine = [each for each in results if each.measurement.level == level.name]
        paid = [sum((credit.amount for credit in each.credits), Fraction(0)) for each in mine]
        assert level.series[0].minimum is not None
        if level.series[0].minimum.word == "minimum":
            paid.reverse()
        for worse, better in itertools.pairwise(reversed(paid)):
            assert better <= worse, (level.name, values)
