"""Credits that are owed for each record, against a walk over the records one by one."""

import datetime as dt
import random
from fractions import Fraction
from pathlib import Path

import pytest

import sladsl

CASE = Path(__file__).parents[1] / "cases" / "credits" / "per_record"
HOUR = dt.timedelta(hours=1)
AS_OF = dt.datetime(2026, 6, 8, tzinfo=dt.timezone(HOUR))


def orders(seed, most):
    """Orders of May, some of which have not arrived: when, how late, and what they come to in pence."""
    drawn = random.Random(seed)
    for number in range(300):
        placed = dt.datetime(2026, 5, 1, 8, tzinfo=dt.UTC) + drawn.randrange(30 * 24) * HOUR
        weeks = drawn.choice([0, 336, 504, 505, drawn.randrange(2_000)]) * HOUR
        arrived = placed + weeks + drawn.choice([-1, 0, 1]) * dt.timedelta(microseconds=1)
        total = Fraction(drawn.randrange(-most // 10, most), 100)
        fee = drawn.choice([None, Fraction(drawn.randrange(3_000), 100)])
        yield number, placed, max(placed, arrived), total, fee


def elapsed(placed, arrived):
    return min(arrived, AS_OF) - placed


def full_weeks(placed, arrived):
    beyond = elapsed(placed, arrived) - 336 * HOUR
    return max(0, beyond // (168 * HOUR))


def owed(made):
    """The three credits of the level, a record at a time."""
    delay = sum(
        min(Fraction(5, 1000) * full_weeks(placed, arrived), Fraction(5, 100)) * max(total, 0)
        for _, placed, arrived, total, _ in made
    )
    fees = sum(
        min(2 * fee, Fraction(30))
        for _, placed, arrived, _, fee in made
        if fee is not None and elapsed(placed, arrived) > 336 * HOUR
    )
    large = sum(total / 10 for *_, total, _ in made if total > 5_000)
    return [credit for credit in (delay, fees, min(large, Fraction(600))) if credit]


def written(made):
    lines = ["id,placed_at,arrived_at,total,fee"]
    for number, placed, arrived, total, fee in made:
        money = f"{exactly(total)},{'' if fee is None else exactly(fee)}"
        lines.append(f"{number},{placed.isoformat()},{arrived.isoformat()},{money}")
    return "\n".join(lines) + "\n"


def exactly(amount):
    pence = int(amount * 100)
    return f"{'-' * (pence < 0)}{abs(pence) // 100}.{abs(pence) % 100:02}"


@pytest.mark.parametrize(("seed", "most"), [(1, 2_000_000), (2, 10**17), (3, 50)])
def test_each_record_is_credited_as_by_hand(seed, most, tmp_path):
    made = list(orders(seed, most))
    (tmp_path / "order.csv").write_text(written(made), encoding="utf-8")
    for records, head in (
        ("ticket", "id,severity,opened_at,closed_at,chronic"),
        ("report", "id,due_at,late"),
    ):
        (tmp_path / f"{records}.csv").write_text(f"{head}\n", encoding="utf-8")
    given = {name: tmp_path / f"{name}.csv" for name in ("ticket", "order", "report")}
    statement = sladsl.run(sladsl.load(CASE / "agreement.sla"), given, period="2026-05")
    found = {
        (each.measurement.level, each.measurement.window.label): each for each in statement.settled.results
    }
    assert [credit.amount for credit in found["Delivery", "2026-05"].credits] == owed(made)
