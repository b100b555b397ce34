"""What a window earns before settlement: charges day by day, tables, and lines of every kind (docs/credits.md)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from functools import cache

from tests.oracle.agreement import (
    Agreement,
    Charge,
    Credit,
    EachRecord,
    Further,
    Level,
    Limit,
    Much,
    Of,
    Often,
    Owed,
    Reading,
    Target,
    Terms,
    Weight,
    step_on,
)
from tests.oracle.measures import REACHES
from tests.oracle.outcomes import Earned, Measured, Outcome, fails, too_often, unit_holding
from tests.oracle.periods import Span, Term, length
from tests.oracle.reading import clock_time
from tests.oracle.rounding import to_decimals
from tests.oracle.wall import DAY, starts

ZERO = Fraction(0)
HOUR = dt.timedelta(hours=1)
OF_LIMITS = 1_000
"""The number of the credit of the first limit that has one of its own."""

UNITS = {"points": "points", "service": "days of service"}


def in_force(target: Target, window: Span) -> Fraction:
    """The value that binds a window: windows are bound that start on or after its date."""
    return [value for since, value in target.values if since is None or since <= window.first][-1]


def earned(
    agreement: Agreement, found: Measured, outcome: Outcome, past: Sequence[Outcome], values: int
) -> Iterator[Earned]:
    """Every credit of a window: those of single limits, the weight, the table or flat amount, the lines.

    `past` are the windows of the series that count, through this one; `values` how many values the level has there.
    """
    level, terms = found.level, found.terms
    verdict = outcome.verdict if outcome.bare is None else outcome.bare
    for place, held in enumerate(outcome.alone):
        if held is not None:
            yield from _of_limit(agreement, level.rules.further[place], held, place, found.window)
    if level.weight is not None and verdict == "missed" and terms.minimum is not None:
        yield _weighed(agreement, level.weight, found, values)
    if terms.credit is not None:
        base, paid = _of_table(agreement, found, verdict)
        if paid is not None:
            yield Earned(1, base, paid, "money")
    numbers = [number for number, each in enumerate(level.owed) if each.each is not None]
    for number, written in enumerate(level.owed):
        owed = line_in_force(written, found.window)
        times: Fraction | None
        if owed.each is None:
            judged = outcome if owed.when is not None else replace(outcome, verdict=verdict)
            times = _times(found, owed, judged, agreement, past)
        else:
            times = _of_records(found.units[numbers.index(number)], owed, outcome, agreement, past)
        if times is not None:
            yield _paid(agreement, found, owed, times, number + 2, values)


def _of_limit(
    agreement: Agreement, further: Further, share: Fraction, place: int, window: Span
) -> Iterator[Earned]:
    """What a limit that a window has missed owes by itself, for the share that it is on."""
    assert further.credit is not None
    limit = Target(further.word, further.comparator, ((None, further.value),))
    terms = Terms(None, None, None, limit, None, further.credit)
    base, paid = _rated(agreement, terms, further.credit, share, "missed", window)
    if paid is not None:
        yield Earned(OF_LIMITS + place, base, paid, "money")


# --- tables and flat amounts ---------------------------------------------------------------------------------------


def _of_table(agreement: Agreement, found: Measured, judged: str) -> tuple[Fraction | None, Fraction | None]:
    """What a percentage is taken of, and the credit; None where none is earned."""
    terms, value = found.terms, found.tally.value
    if terms.credit is None or terms.minimum is None or value is None:
        return None, None
    if judged not in {"missed", "below expected"}:
        return None, None
    return _rated(agreement, terms, terms.credit, value, judged, found.window)


def _rated(
    agreement: Agreement, terms: Terms, written: Credit, value: Fraction, judged: str, window: Span
) -> tuple[Fraction | None, Fraction | None]:
    credit = [written, *(each for since, each in written.later if since <= window.first)][-1]
    paid = rate(terms, credit, value, judged, window)
    if paid is None:
        return None, None
    if credit.charge is None:
        return None, paid
    base = charged(agreement, credit.charge, window.first, window.until)
    return base, paid * base


def line_in_force(owed: Owed, window: Span) -> Owed:
    """The line that binds a window."""
    return [owed, *(each for since, each in owed.later if since <= window.first)][-1]


def rate(terms: Terms, credit: Credit, value: Fraction, judged: str, window: Span) -> Fraction | None:
    """The flat rate of a miss, or that of the matching row furthest into failure, also below expected."""
    if credit.flat is not None:
        return credit.flat if judged == "missed" else None
    lower_is_worse = credit.edge in {"when below", "at or below"}
    best: tuple[Fraction, Fraction] | None = None
    for written, paid in credit.rows:
        threshold = _threshold(terms, written, window)
        if not REACHES[credit.edge](value, threshold):
            continue
        depth = -threshold if lower_is_worse else threshold
        if best is None or depth > best[0]:
            best = depth, paid
    return None if best is None else best[1]


def _threshold(terms: Terms, written: Fraction | str, window: Span) -> Fraction:
    """A value, or that of the target whose word it is."""
    if isinstance(written, Fraction):
        return written
    target = terms.expected if written == "expected" else terms.minimum
    assert target is not None
    return in_force(target, window)


# --- lines ---------------------------------------------------------------------------------------------------------


def _weighed(agreement: Agreement, weight: Weight, found: Measured, values: int) -> Earned:
    """Weight × pool × what is at risk where the window ends."""
    settlement, window = agreement.settlement, found.window
    assert settlement is not None
    (written,) = (step for step in settlement.steps if isinstance(step, Limit) and step.at_risk)
    unit = unit_holding(agreement, written.anchor, written.per, window.until - DAY)
    risk = step_on(written, unit[0])
    assert isinstance(risk, Limit)
    share = [share for since, share in weight.shares if since is None or since <= window.first][-1]
    if settlement.pool:
        share *= [pool for since, pool in settlement.pool if since is None or since <= window.first][-1]
    if weight.sharing == "shared equally":
        share /= values
    if risk.charge is None:
        return Earned(0, None, share * risk.amount, "money")
    base = charged(agreement, risk.charge, *unit)
    return Earned(0, base, share * risk.amount * base, "money")


def _times(
    found: Measured, owed: Owed, outcome: Outcome, agreement: Agreement, past: Sequence[Outcome]
) -> Fraction | None:
    """How many times its amount a line is owed for a window: once, as far as it falls short, or a number of steps."""
    value, terms = found.tally.value, found.terms
    if value is None or terms.minimum is None or outcome.verdict not in {"missed", "below expected"}:
        return None
    counts_gap = owed.steps is not None or owed.amount.kind == "shortfall"
    side = owed.side
    if side is None and counts_gap:
        side = ("below" if terms.minimum.word == "minimum" else "above", terms.minimum.word)
    for_both = isinstance(owed.when, Often) and owed.when.failing == "below expected"
    if side is None and outcome.verdict == "below expected" and not for_both:
        return None
    if not _is_due(agreement, owed, outcome, past):
        return None
    if side is None:
        return Fraction(1)
    mark = _threshold(terms, side[1], found.window)
    gap = mark - value if side[0] == "below" else value - mark
    if gap <= 0:
        return None
    times = Fraction(1)
    if owed.amount.kind == "shortfall":
        times = to_decimals(owed.amount.rounded, found.level.measure.kind, gap)
    if owed.steps is not None:
        steps = steps_in(*owed.steps, gap)
        if not steps:
            return None
        times *= steps
    return times


def steps_in(full: bool, size: Fraction, gap: Fraction) -> int:
    """How often a step of a size goes into a gap, or has begun there: one after the other."""
    steps, left = 0, gap
    while left >= size:
        steps, left = steps + 1, left - size
    return steps if full or not left else steps + 1


def _is_due(agreement: Agreement, owed: Owed, outcome: Outcome, past: Sequence[Outcome]) -> bool:
    """Whether earlier windows make a line owed, where it takes some."""
    match owed.when:
        case None:
            return True
        case int(every):
            misses = sum(fails(each, "missed") for each in past)
            return fails(outcome, "missed") and outcome in past and misses % every == 0
        case often:
            return outcome in past and too_often(agreement, often, past)


def _of_records(
    units: Sequence[Fraction],
    owed: Owed,
    outcome: Outcome,
    agreement: Agreement,
    past: Sequence[Outcome],
) -> Fraction | None:
    if outcome.verdict in {"grace", "excused"} or not units:
        return None
    return sum(units, ZERO) if _is_due(agreement, owed, outcome, past) else None


def units(level: Level, window: Span, readings: Sequence[Reading]) -> tuple[tuple[Fraction, ...], ...]:
    """For each line that is owed for each record, how many times its amount each record comes to, if to something."""
    in_force_ = [line_in_force(owed, window) for owed in level.owed]
    lines = [(owed, owed.each) for owed in in_force_ if owed.each is not None]
    return tuple(
        tuple(unit for each in readings if (unit := _unit(owed.amount, how, each)) > 0) for owed, how in lines
    )


def _unit(amount: Much, how: EachRecord, reading: Reading) -> Fraction:
    if how.where is not None and how.where.of(reading) is not True:
        return ZERO
    worth = Fraction(1)
    if how.clock is not None:
        full, size, above = how.clock
        beyond = clock_time(reading) - above
        worth *= steps_in(full, size, beyond) if beyond > 0 else 0
    if how.most is not None and how.most.kind == amount.kind:
        worth = min(worth, how.most.number / amount.number)
    if how.field is not None:
        field = reading.record[how.field]
        assert isinstance(field, Fraction)
        worth *= max(field, ZERO)
        if how.most is not None and how.most.kind == "money":
            worth = min(worth, how.most.number / amount.number)
    return worth


def _paid(
    agreement: Agreement, found: Measured, owed: Owed, times: Fraction, number: int, values: int
) -> Earned:
    unit = UNITS.get(owed.amount.kind, "money")
    base, amount = _worth(agreement, found, owed.amount, owed.of, values)
    amount *= times
    if owed.most is not None:
        amount = min(amount, _worth(agreement, found, owed.most, owed.of, values)[1])
    return Earned(number, base, amount, unit)


def _worth(
    agreement: Agreement, found: Measured, much: Much, of: Of | None, values: int
) -> tuple[Fraction | None, Fraction]:
    """An amount by itself, and the charge that it is taken of."""
    if of is None or much.kind in {"money", "points", "service"}:
        return None, much.number
    first, until = interval(agreement, of, found.window)
    base = max(charged(agreement, name, first, until) for name in of.charges)
    share = much.number
    if much.kind in {"days", "hours"}:
        zone = agreement.term.zone
        hours = Fraction((starts(zone, until) - starts(zone, first)) // dt.timedelta(microseconds=1)) / (
            HOUR // dt.timedelta(microseconds=1)
        )
        whole = Fraction((until - first).days) if much.kind == "days" else hours
        share = much.number / whole if whole else ZERO
    if of.sharing == "shared equally":
        share /= values
    return base, share * base


def interval(agreement: Agreement, of: Of, window: Span) -> tuple[dt.date, dt.date]:
    """The days whose charge counts, within the term."""
    if of.interval is None:
        return window.first, window.until
    anchor, unit, shift = of.interval
    first, until = unit_holding(agreement, anchor, unit, window.until - DAY)
    if shift:
        beside = first - DAY if shift < 0 else until
        if not agreement.term.holds(beside):
            return first, first
        first, until = unit_holding(agreement, anchor, unit, beside)
    last = agreement.term.last
    return max(first, agreement.term.first), until if last is None else min(until, last + DAY)


# --- charges -------------------------------------------------------------------------------------------------------


def charged(agreement: Agreement, name: str, first: dt.date, until: dt.date) -> Fraction:
    """What a charge comes to on the days [first, until) of the term, day by day."""
    charge = next(each for each in agreement.charges if each.name == name)
    return _of_days(charge, agreement.term, first, until)


@cache
def _of_days(charge: Charge, term: Term, first: dt.date, until: dt.date) -> Fraction:
    total, day = ZERO, first
    while day < until:
        if term.holds(day):
            total += charge_of_day(charge, day)
        day += DAY
    return total


def charge_of_day(charge: Charge, day: dt.date) -> Fraction:
    """The amount in force on a day over the days of its month, quarter or year."""
    amount, per = [(amount, per) for since, amount, per in charge.rates if since is None or since <= day][-1]
    return amount / length(per, day)
