"""What misses cost and how it is settled, made up from a seed: lines of every kind, weights, steps in any order."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import replace
from fractions import Fraction
from random import Random

from tests.oracle.agreement import (
    Agreement,
    CarryOver,
    Claim,
    Convert,
    ConvertTable,
    EachRecord,
    EarnBack,
    FreePoints,
    HighestOf,
    HighestPerWindow,
    Ignore,
    Level,
    Limit,
    Much,
    Multiply,
    Of,
    Often,
    Owed,
    Raise,
    Round,
    Service,
    Settlement,
    Step,
    Weight,
    Words,
)

HOUR = Fraction(3_600_000_000)
SIZES = {
    "percent": [Fraction(each, 1000) for each in (5, 10, 50, 200)],
    "number": [Fraction(1, 2), Fraction(1), Fraction(3)],
    "money": [Fraction(1), Fraction(25, 2), Fraction(50)],
    "duration": [HOUR, 8 * HOUR],
    "days": [Fraction(1), Fraction(2)],
}
"""Steps of a shortfall, by the kind of the measure."""

Condition = Callable[[Random], Words]


def anchors(agreement: Agreement) -> tuple[str, ...]:
    """What units may be counted from: not from the term's start where it skips a day, as Samoa did in 2011."""
    if agreement.term.holds(dt.date(2011, 12, 30)):
        return ("calendar",)
    return "calendar", "contract"


# --- what a level owes ---------------------------------------------------------------------------------------------


def owing(
    random: Random,
    agreement: Agreement,
    level: Level,
    grid: Sequence[Fraction],
    condition: Condition | None,
) -> Level:
    """A level with some lines of credits; `condition` makes up which records some of them are owed for."""
    lines: list[Owed] = []
    if level.by and any(
        row.terms.credit is not None and row.terms.credit.flat is not None for row in level.rows
    ):
        if random.random() < 0.5:
            return level
        # What stands in a column of the tiers stands in no line.
        bare = (replace(row, terms=replace(row.terms, credit=None)) for row in level.rows)
        level = replace(level, rows=tuple(bare))
    if all(row.terms.minimum is not None for row in level.rows):
        lines += [_line(random, agreement, level, grid) for _ in range(random.choice([0, 1, 1, 2]))]
    if condition is not None and random.random() < 0.5:
        lines.append(_per_record(random, agreement, level, condition))
    expecting = all(row.terms.expected is not None for row in level.rows)
    promoted = _often(random, agreement, "below expected") if expecting and random.random() < 0.3 else None
    return replace(level, owed=tuple(lines), promoted=promoted)


def _line(random: Random, agreement: Agreement, level: Level, grid: Sequence[Fraction]) -> Owed:
    kind = level.measure.kind
    of: Of | None = _of(random, agreement, shared=bool(level.by))
    amount, most = _amount(random)
    shape = random.choice(["alone", "side", "steps", "steps", "shortfall", "often", "often"])
    if shape == "shortfall" and kind in {"percent", "money"}:
        rounding = random.choice([None, ("half-up", 1), ("up", 0), ("down", 2)])
        amount, most = (
            Much("shortfall", rounded=rounding),
            random.choice([None, Much("money", Fraction(200))]),
        )
        of = of if kind == "percent" else None
    owed = Owed(amount, None if amount.kind in {"money", "points", "service"} else of)
    if shape == "steps":
        owed = replace(owed, steps=(random.random() < 0.5, random.choice(SIZES[kind])))
    if shape in {"side", "steps", "shortfall"} and (shape == "side" or random.random() < 0.5):
        owed = replace(owed, side=_side(random, level, grid))
    if shape == "often":
        owed = replace(owed, when=_when(random, agreement, level))
    if most is not None and random.random() < 0.4 and (most.kind != "share" or owed.of is not None):
        owed = replace(owed, most=most)
    return owed


def _amount(random: Random) -> tuple[Much, Much | None]:
    """An amount, and what it may come to at most, counted alike."""
    share = Much("share", Fraction(random.choice([1, 5, 33, 100]), 1000))
    money = Much("money", Fraction(random.choice([25, 100, 333, 1234]), 4))
    return random.choice(
        [
            (share, Much("share", Fraction(1, 10))),
            (share, Much("money", Fraction(99))),
            (money, Much("money", Fraction(250))),
            (Much("points", Fraction(random.choice([1, 2, 5]))), Much("points", Fraction(7))),
            (Much("points", Fraction(random.choice([1, 3, 5]), 2)), None),
            (Much("service", Fraction(random.randint(1, 7))), Much("service", Fraction(10))),
            (Much("days", Fraction(random.randint(1, 4))), Much("share", Fraction(3, 20))),
            (Much("hours", Fraction(random.choice([1, 5, 30]))), Much("money", Fraction(150))),
        ]
    )


def _of(random: Random, agreement: Agreement, *, shared: bool) -> Of:
    names = [each.name for each in agreement.charges]
    charges = tuple(random.sample(names, 2 if len(names) > 1 and random.random() < 0.25 else 1))
    interval = None
    if random.random() < 0.35:
        unit = random.choice(["month", "month", "quarter", "year"])
        interval = random.choice(anchors(agreement)), unit, random.choice([-1, -1, 0, 1])
    sharing = random.choice(["in full for each value", "shared equally"]) if shared else None
    return Of(charges, interval, sharing)


def _side(random: Random, level: Level, grid: Sequence[Fraction]) -> tuple[str, Fraction | str]:
    """From where a credit counts: a target, or a value that every target is better than."""
    targets = [
        each for row in level.rows for each in (row.terms.minimum, row.terms.expected) if each is not None
    ]
    is_below = targets[0].word == "minimum"
    words: list[Fraction | str] = [targets[0].word]
    if all(row.terms.expected is not None for row in level.rows):
        words.append("expected")
    limits = [value for each in targets for _, value in each.values]
    words += [value for value in grid if (value < min(limits) if is_below else value > max(limits))][-2:]
    return "below" if is_below else "above", random.choice(words)


def _when(random: Random, agreement: Agreement, level: Level) -> Often | int:
    if random.random() < 0.25:
        return random.randint(2, 3)
    words = ["missed"]
    if all(row.terms.expected is not None for row in level.rows):
        words.append("below expected")
    return _often(random, agreement, random.choice(words))


def _often(random: Random, agreement: Agreement, failing: str) -> Often:
    match random.choice(["consecutive", "consecutive", "any", "unit", "months"]):
        case "consecutive":
            return Often(failing, "consecutive", random.randint(2, 3))
        case "any":
            return Often(failing, "any", 2, random.randint(2, 5))
        case "unit":
            unit = random.choice(["month", "quarter", "year"])
            return Often(failing, "unit", 2, (random.choice(anchors(agreement)), unit))
        case _:
            return Often(failing, "months", 2, random.randint(1, 6))


def _per_record(random: Random, agreement: Agreement, level: Level, condition: Condition) -> Owed:
    """A credit for each record, maybe in steps of its clock, and with a limit for one record or for all."""
    where = condition(random) if random.random() < 0.7 else None
    number = Fraction(random.choice([1, 5, 25]), 1000)
    clock = None
    if level.clock is not None and random.random() < 0.5:
        sizes = [HOUR, 24 * HOUR, 24 * HOUR]
        clock = random.random() < 0.5, random.choice(sizes), random.choice([1, 4, 24]) * HOUR
    most = random.random() < 0.5
    match random.choice(["field", "field", "money", "points", "share", "hours"]):
        case "field":
            cap = random.choice([Much("money", Fraction(3)), Much("field", 2 * number)]) if most else None
            each = EachRecord(where, clock, cap, "amount")
            owed = Owed(Much("field", number), None, each=each, most=Much("money", Fraction(40)))
            return owed if random.random() < 0.5 else replace(owed, most=None)
        case "money":
            amount, cap = Much("money", Fraction(7, 2)), Much("money", Fraction(5))
        case "points":
            amount, cap = Much("points", Fraction(2)), Much("points", Fraction(5))
        case "share":
            amount, cap = Much("share", number), Much("share", number * Fraction(5, 2))
        case _:
            amount, cap = Much("hours", Fraction(2)), Much("hours", Fraction(3))
    of = _of(random, agreement, shared=False) if amount.kind in {"share", "hours"} else None
    return Owed(amount, of, each=EachRecord(where, clock, cap if most else None))


def weighing(random: Random, agreement: Agreement, levels: Sequence[Level]) -> tuple[Level, ...]:
    """Some levels with weights, where they can be missed."""
    weighed = []
    for level in levels:
        fits = not level.is_kpi and all(row.terms.minimum is not None for row in level.rows)
        if not fits or random.random() < 0.6:
            weighed.append(level)
            continue
        days = 60 if agreement.term.last is None else (agreement.term.last - agreement.term.first).days
        since = agreement.term.first + random.randint(1, days) * dt.timedelta(days=1)
        shares = ((None, Fraction(random.randint(1, 9), 10)), (since, Fraction(random.choice([1, 3]), 8)))
        sharing = random.choice(["in full for each value", "shared equally"]) if level.by else None
        weighed.append(replace(level, weight=Weight(shares[: random.randint(1, 2)], sharing)))
    return tuple(weighed)


def in_services(random: Random, agreement: Agreement) -> tuple[Service, ...]:
    """Charges and levels in services, one charge in each; or no services."""
    if random.random() < 0.6:
        return ()
    names = [each.name for each in agreement.levels]
    cut = random.randint(0, len(names))
    parts = [names[:cut], names[cut:]]
    return tuple(
        Service(f"Service{number}", (charge.name,), tuple(levels))
        for number, (charge, levels) in enumerate(zip(agreement.charges, parts, strict=False), 1)
    )


# --- steps ---------------------------------------------------------------------------------------------------------


def settlement(
    random: Random, agreement: Agreement, per: str, days: int, seeds: Sequence[int], *, claims: bool = False
) -> Settlement:
    """A settlement with a step for each seed where one makes sense, in any order that the language takes."""
    earning = [each for each in agreement.levels if earns(each)]
    steps = [step for seed in seeds if (step := _step(Random(seed), agreement, earning)) is not None]
    if claims and random.random() < 0.4:
        steps.insert(random.randint(0, len(steps)), _claim(random))
    if any(level.weight is not None for level in agreement.levels):
        steps.insert(random.randint(0, len(steps)), _risk(random, agreement))
    back = [step for step in steps if isinstance(step, EarnBack)][:1]
    steps = [step for step in steps if not isinstance(step, EarnBack)]
    over = [step for step in steps if isinstance(step, CarryOver)]
    if over:  # what compares whole credits comes before
        at = steps.index(over[0])
        steps[at:] = sorted(steps[at:], key=lambda step: not isinstance(step, HighestPerWindow | HighestOf))
    steps = [step for step in steps if step not in over[1:]]
    rounds = isinstance(steps[-1], Round) if steps else False
    steps[len(steps) - rounds : len(steps) - rounds] = back
    pool = random.choice([(), ((None, Fraction(2)),), ((None, Fraction(1, 2)),)])
    weighs = any(level.weight is not None for level in agreement.levels)
    return Settlement(per, days, tuple(steps), random.choice([1, 1, 2, 3, None]), pool if weighs else ())


def earns(level: Level) -> bool:
    """Whether a level earns any credit."""
    return not level.is_kpi and bool(
        level.owed or level.weight or any(row.terms.credit is not None for row in level.rows)
    )


_KINDS = (
    ["limit"] * 4
    + ["ignore", "raise", "round", "multiply", "multiply", "highest", "sums", "convert", "convert", "table"]
    + ["free", "carry", "carry", "back", "back"]
)


def _step(random: Random, agreement: Agreement, earning: Sequence[Level]) -> Step | None:
    smallest = Fraction(1, 10**agreement.digits)
    some = None if random.random() < 0.5 else _some(random, [each.name for each in earning])
    if not earning:
        return None
    charge = random.choice([None, *(each.name for each in agreement.charges)])
    match random.choice(_KINDS):
        case "limit":
            return _limit(random, agreement, earning, some)
        case "ignore":
            return Ignore(random.random() < 0.5, Fraction(random.choice([1, 33, 250, 500, 533, 1000])))
        case "raise":
            return Raise(random.random() < 0.5, Fraction(random.choice([10, 75, 1000]), 2))
        case "round":
            mode = random.choice(["half-up", "half-even", "up", "down"])
            return Round(mode, smallest * random.choice([1, 1, 2, 10, 1000]))
        case "multiply":
            return Multiply(
                some, _often(random, agreement, "missed"), random.choice([Fraction(2), Fraction(3, 2)])
            )
        case "highest":
            return HighestPerWindow()
        case "sums":
            return _sums(random, earning)
        case "convert":
            return Convert(charge, Fraction(random.choice([1, 15, 50]), 1 if charge is None else 1000))
        case "table":
            return _table(random, charge)
        case "free":
            return FreePoints(Fraction(random.choice([1, 3, 8])), *_horizon(random, agreement))
        case "carry":
            most = (
                Fraction(random.choice([10, 150, 900]))
                if charge is None
                else Fraction(random.randint(1, 40), 800)
            )
            return CarryOver(charge, most, random.choice([1, 1, 2, 3, None]), random.random() < 0.5)
        case _:
            return _earn_back(random, agreement, some, [each.name for each in earning])


def _some(random: Random, names: Sequence[str]) -> tuple[str, ...]:
    return tuple(random.sample(names, random.randint(1, len(names)))) if names else ()


def _horizon(random: Random, agreement: Agreement) -> tuple[str, str]:
    unit = random.choice(["week", "month", "month", "quarter", "year"])
    return random.choice(anchors(agreement)), unit


def _limit(
    random: Random, agreement: Agreement, earning: Sequence[Level], levels: tuple[str, ...] | None
) -> Limit:
    charge = random.choice([None, *(each.name for each in agreement.charges)])
    apart = None
    if levels is None:
        names = sorted({name for level in earning for name, _ in level.by})
        services = ["service"] if agreement.services else []
        apart = random.choice([None, None, "level", *services * 3, *names])
    if apart == "service" and random.random() < 0.5:
        charge = ""
    most = (
        Fraction(random.choice([1, 50, 400, 1000]))
        if charge is None
        else Fraction(random.randint(1, 60), 400)
    )
    anchor, per = _horizon(random, agreement)
    if agreement.term.last is not None and random.random() < 0.15:
        return Limit(levels, charge, most, "contract", None, apart)
    return Limit(levels, charge, most, anchor, per, apart)


def _risk(random: Random, agreement: Agreement) -> Limit:
    charge = random.choice([None, *(each.name for each in agreement.charges)])
    amount = Fraction(300) if charge is None else Fraction(random.randint(1, 30), 200)
    anchor, per = random.choice(anchors(agreement)), random.choice(["month", "month", "quarter"])
    return Limit(None, charge, amount, anchor, per, at_risk=True)


def _sums(random: Random, earning: Sequence[Level]) -> HighestOf | None:
    """Sums of levels that are measured by the same, in the same windows."""
    (*_, first) = earning
    alike = [
        each.name
        for each in earning
        if each.window == first.window and [name for name, _ in each.by] == [name for name, _ in first.by]
    ]
    if len(alike) < 2:
        return None
    random.shuffle(alike)
    cut = random.randint(1, len(alike) - 1)
    return HighestOf((tuple(alike[:cut]), *((name,) for name in alike[cut:])))


def _table(random: Random, charge: str | None) -> ConvertTable:
    starts = sorted(random.sample(range(1, 12), random.randint(1, 3)))
    rows = ((Fraction(start), Fraction(random.choice([2, 5, 20]) * at)) for at, start in enumerate(starts, 1))
    paid = tuple((start, amount if charge is None else amount / 400) for start, amount in rows)
    return ConvertTable(charge, random.choice(["at or above", "when above"]), paid)


def _earn_back(
    random: Random, agreement: Agreement, levels: tuple[str, ...] | None, earning: Sequence[str]
) -> EarnBack:
    in_services = {name for service in agreement.services for name in service.levels}
    can_offset = in_services >= set(earning if levels is None else levels)
    return EarnBack(
        levels,
        random.choice([Fraction(1), Fraction(1, 2), Fraction(1, 8)]),
        random.choice(["expected", "minimum"]),
        random.random() < 0.3,
        random.randint(1, 3),
        can_offset and random.random() < 0.5,
    )


def _claim(random: Random) -> Claim:
    return random.choice(
        [
            Claim(days=random.choice([5, 30])),
            Claim(months=random.randint(1, 2)),
            Claim(unit=(random.randint(1, 2), random.choice(["month", "quarter"]))),
        ]
    )
