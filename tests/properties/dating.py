"""What changes on dates, what small credits are looked at together, and credits of single limits, made up."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from random import Random

from tests.oracle.agreement import (
    Agreement,
    CarryOver,
    Changing,
    Choose,
    Claim,
    Convert,
    Credit,
    EarnBack,
    FreePoints,
    Further,
    HighestOf,
    HighestPerValue,
    Ignore,
    Level,
    Limit,
    Much,
    Multiply,
    Of,
    Owed,
    Raise,
    Settlement,
    Step,
)
from tests.oracle.outcomes import unit_holding
from tests.oracle.periods import label
from tests.oracle.wall import DAY
from tests.properties.payments import earns

ACCOUNTS = ("A1", "A2", "A3")
Dates = Sequence[dt.date]


def changing(random: Random, agreement: Agreement) -> Agreement:
    """An agreement with all of these, here and there."""
    steps = () if agreement.settlement is None else agreement.settlement.steps
    if not any(isinstance(step, HighestOf) for step in steps):
        agreement = replace(agreement, levels=tuple(by_account(random, each) for each in agreement.levels))
    levels = (owing_apart(random, agreement, each) for each in agreement.levels)
    agreement = replace(agreement, levels=tuple(dated_level(random, agreement, each) for each in levels))
    if agreement.settlement is None:
        return agreement
    return replace(agreement, settlement=dated_steps(random, agreement, _one_each(random, agreement)))


# --- values that only the records name -----------------------------------------------------------------------------


def by_account(random: Random, level: Level) -> Level:
    """Some levels are measured for each account that has tickets."""
    (row, *others) = level.rows
    if others or level.by or level.rules.none is not None or level.duty or random.random() < 0.5:
        return level
    if row.terms.credit is not None and (
        row.terms.credit.charge or row.terms.credit.flat is None or level.owed
    ):
        return level  # it would stand in a column
    return replace(
        level,
        by=(("account", ACCOUNTS),),
        rows=tuple(replace(each, cells=(None,)) for each in level.rows),
        owed=tuple(replace(each, of=_shared(each)) for each in level.owed),
        weight=level.weight and replace(level.weight, sharing="shared equally"),
    )


def _shared(owed: Owed) -> Of | None:
    """What a credit is of, said for several values; what is owed for records is not shared."""
    return owed.of if owed.of is None or owed.each is not None else replace(owed.of, sharing="shared equally")


def _one_each(random: Random, agreement: Agreement) -> Settlement:
    """A settlement that may keep only the highest credit of an account, before anything is carried over."""
    settlement = agreement.settlement
    assert settlement is not None
    if not any(("account", ACCOUNTS) in level.by and earns(level) for level in agreement.levels):
        return settlement
    ends = (CarryOver, EarnBack)
    first = next(
        (at for at, each in enumerate(settlement.steps) if isinstance(each, ends)), len(settlement.steps)
    )
    steps = list(settlement.steps)
    begins = int(bool(steps) and isinstance(steps[0], Choose))
    if random.random() < 0.8:
        steps.insert(random.randint(begins, max(begins, first)), HighestPerValue("account"))
    return replace(settlement, steps=tuple(steps))


def dates(random: Random, agreement: Agreement) -> list[dt.date]:
    """Up to two days of the term after its first, often those on which a month or a quarter begins."""
    term = agreement.term
    days = 200 if term.last is None else (term.last - term.first).days
    drawn = [term.first + random.randint(2, days) * DAY for _ in range(random.choice([0, 0, 1, 1, 2]))]
    begins = [
        random.choice([day, day.replace(day=1), day.replace(day=1, month=1 + day.month // 4 * 3)])
        for day in drawn
    ]
    return sorted({day for day in begins if term.first < day})


# --- levels --------------------------------------------------------------------------------------------------------


def owing_apart(random: Random, agreement: Agreement, level: Level) -> Level:
    """A level some of whose further limits owe credits of their own."""
    if level.is_kpi:
        return level
    limits = [each for each in level.rules.further if each.word != "expected"]
    if any(row.terms.minimum is None for row in level.rows) and len(limits) < 2:
        return level  # the only limit of a level has the level's credit
    further = tuple(_with_credit(random, agreement, level, each) for each in level.rules.further)
    return replace(level, rules=replace(level.rules, further=further))


def _with_credit(random: Random, agreement: Agreement, level: Level, further: Further) -> Further:
    if further.word == "expected" or random.random() < 0.3:
        return further
    charge = None if level.by else random.choice([None, *(each.name for each in agreement.charges)])
    if random.random() < 0.5:
        return replace(further, credit=Credit(charge, _rate(random, charge)))
    is_more = further.over
    step = Fraction(random.choice([1, 5, 10]), 100)
    beyond = [further.value + step * number * (1 if is_more else -1) for number in (1, 2)]
    thresholds: list[Fraction | str] = [each for each in beyond if 0 < each < 1]
    edge = "when above" if is_more else "when below"
    rows = [(each, _rate(random, charge)) for each in (further.word, *thresholds)]
    return replace(
        further, credit=Credit(charge, None, edge, tuple(rows[random.choice([0, 0, 1]) :] or rows))
    )


def _rate(random: Random, charge: str | None) -> Fraction:
    return Fraction(random.randint(1, 90), 1 if charge is None else 1000)


def dated_level(random: Random, agreement: Agreement, level: Level) -> Level:
    """A level whose credits change on dates."""
    if level.is_kpi or random.random() < 0.3:
        return level
    rows = level.rows
    if not level.by and rows[0].terms.credit is not None:
        credit = _dated_credit(random, rows[0].terms.credit, dates(random, agreement))
        rows = (replace(rows[0], terms=replace(rows[0].terms, credit=credit)),)
    further = tuple(
        each
        if each.credit is None
        else replace(each, credit=_dated_credit(random, each.credit, dates(random, agreement)))
        for each in level.rules.further
    )
    return replace(
        level,
        rows=rows,
        rules=replace(level.rules, further=further),
        owed=tuple(_dated_owed(random, each, dates(random, agreement)) for each in level.owed),
    )


def _dated_credit(random: Random, credit: Credit, days: Dates) -> Credit:
    def other() -> Credit:
        if credit.flat is not None:
            return replace(credit, flat=_rate(random, credit.charge))
        return replace(credit, rows=tuple((mark, _rate(random, credit.charge)) for mark, _ in credit.rows))

    return replace(credit, later=tuple((day, other()) for day in days))


def _dated_owed(random: Random, owed: Owed, days: Dates) -> Owed:
    """A line that says as much, with other numbers, from dates on."""

    def other() -> Owed:
        factor = random.choice([Fraction(1, 2), Fraction(2), Fraction(3)])
        changed = replace(owed, amount=_times(owed.amount, factor))
        if owed.steps is not None:
            changed = replace(changed, steps=(owed.steps[0], owed.steps[1] * random.choice([1, 2])))
        if owed.most is not None:
            changed = replace(changed, most=_times(owed.most, random.choice([Fraction(1, 2), Fraction(3)])))
        return changed

    return replace(owed, later=tuple((day, other()) for day in days))


def _times(much: Much, factor: Fraction) -> Much:
    is_whole = much.kind in {"service", "days", "shortfall"} and factor < 1
    return much if is_whole or much.kind == "shortfall" else replace(much, number=much.number * factor)


# --- steps ---------------------------------------------------------------------------------------------------------


def dated_steps(random: Random, agreement: Agreement, settlement: Settlement) -> Settlement:
    """A settlement whose small credits may be some, and whose steps change on dates."""
    steps = (_scoped(random, agreement, each) for each in settlement.steps)
    pool = settlement.pool
    if pool:
        pool = (*pool, *((day, Fraction(random.randint(1, 8), 4)) for day in dates(random, agreement)))
    return replace(settlement, steps=tuple(_dated(random, agreement, each) for each in steps), pool=pool)


def _scoped(random: Random, agreement: Agreement, step: Step) -> Step:
    if not isinstance(step, Ignore | Raise) or random.random() < 0.4:
        return step
    earning = [each for each in agreement.levels if earns(each)]
    if step.each or random.random() < 0.4:
        return replace(
            step,
            levels=tuple(random.sample([each.name for each in earning], random.randint(1, len(earning)))),
        )
    names = sorted({name for level in earning for name, _ in level.by})
    return replace(step, apart=random.choice(["level", *["service"] * bool(agreement.services), *names]))


def _dated(random: Random, agreement: Agreement, step: Step) -> Step:
    if not isinstance(step, Changing) or (isinstance(step, Limit) and step.per is None):
        return step
    if isinstance(step, Claim) and step.unit is not None:
        return step
    days = dates(random, agreement)
    if isinstance(step, Limit) and step.at_risk:
        days = _beginning(random, agreement, step)
    return replace(step, later=tuple((day, other(random, step)) for day in days))


def _beginning(random: Random, agreement: Agreement, risk: Limit) -> list[dt.date]:
    """A day on which a period of what is at risk begins, and a window of each level with a weight, if there is one."""
    term = agreement.term
    assert term.last is not None
    days = (term.first + number * DAY for number in range(1, (term.last - term.first).days))
    units = [level.window for level in agreement.levels if level.weight is not None]
    fitting = [
        day
        for day in days
        if unit_holding(agreement, risk.anchor, risk.per, day)[0] == day
        and all(label(unit, day) != label(unit, day - DAY) for unit in units)
    ]
    return [random.choice(fitting)] if fitting and random.random() < 0.7 else []


def other(random: Random, step: Step) -> Step:
    """A step of the same kind about the same credits, with another value."""
    factor = random.choice([Fraction(1, 2), Fraction(2), Fraction(3, 2)])
    match step:
        case Multiply():
            return replace(step, factor=random.choice([Fraction(3), Fraction(5, 4)]))
        case Limit() | Convert() | CarryOver():
            if isinstance(step, Limit) and step.charge and random.random() < 0.3:
                return replace(step, charge=None, amount=Fraction(random.choice([5, 90, 700])))
            return replace(step, amount=step.amount * factor)
        case Ignore():
            return replace(step, below=step.below * factor)
        case Raise():
            return replace(step, to=step.to * factor)
        case FreePoints():
            return replace(step, points=step.points * factor)
        case EarnBack():
            return replace(step, share=random.choice([Fraction(1), Fraction(1, 4)]))
        case Claim() | Choose() if step.months is None:
            return replace(step, days=random.choice([1, 10, 60]))
        case Claim() | Choose():
            return replace(step, months=random.randint(1, 3))
    raise ValueError(step)
