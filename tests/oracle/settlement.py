"""Verdicts, credits and settlement by counting and by adding up days (LANGUAGE 5 to 7)."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from tests.oracle.agreement import (
    Agreement,
    Charge,
    Credit,
    Further,
    Ignore,
    Level,
    Limit,
    Record,
    Round,
    Rules,
    Target,
    Terms,
)
from tests.oracle.clock import Always, Calendar, Opening
from tests.oracle.measures import KEEPS, REACHES
from tests.oracle.periods import (
    Span,
    after,
    calendar_unit,
    contract_unit,
    last_day,
    length,
    window_holding,
    windows,
)
from tests.oracle.reading import Tally, belongs, counted_in, series_of, shares, tally
from tests.oracle.wall import DAY, day_of, starts

ZERO = Fraction(0)
PLAIN = Rules()


@dataclass(frozen=True)
class Asked:
    """What a run is asked for: results through an instant, and the instant that replaces those of settlement."""

    through: dt.datetime
    as_of: dt.datetime | None


@dataclass(frozen=True)
class Outcome:
    """A series in a window: what was counted, what it means, and what it earns before settlement."""

    level: str
    key: tuple[str, ...]
    window: Span
    as_of: dt.datetime
    tally: Tally
    verdict: str
    base: Fraction | None
    credit: Fraction | None


@dataclass(frozen=True)
class Line:
    """A credit on its way through the steps, and the day its window ends with."""

    level: str
    key: tuple[str, ...]
    window: str
    last: dt.date
    end: dt.datetime
    amount: Fraction


@dataclass(frozen=True)
class Settled:
    """A settlement period: its credits before the steps and after each, and the total."""

    span: Span
    calculated: list[Line]
    steps: list[list[Line]]
    total: Fraction


# --- windows and the instants they are read at ---------------------------------------------------------------------


def asked_windows(agreement: Agreement, unit: str, asked: Asked) -> list[tuple[Span, dt.datetime]]:
    """The windows of a unit that are measured, each with the instant it is read as of.

    That is N days after the end of the settlement period that holds the window's last instant. With an instant
    asked for, it is that one for all of them, and the window running then is measured so far.
    """
    term = agreement.term
    spans = windows(term, unit, day_of(term.zone, asked.through) + DAY)
    if asked.as_of is not None:
        begun = [span for span in spans if span.start < min(asked.through, asked.as_of)]
        kept = [span for span in begun if span.end <= asked.through or asked.as_of < span.end]
        return [(span, asked.as_of) for span in kept]
    ended = [span for span in spans if span.end <= asked.through]
    return [(span, read_at(agreement, span, asked.through)) for span in ended]


def read_at(agreement: Agreement, window: Span, through: dt.datetime) -> dt.datetime:
    """The instant of settlement of a window; without a settlement, the end of what is asked for."""
    if agreement.settlement is None:
        return through
    period = settlement_period(agreement, window)
    return starts(agreement.term.zone, period.until + agreement.settlement.days * DAY)


def settlement_period(agreement: Agreement, window: Span) -> Span:
    """The settlement period in which a window ends."""
    assert agreement.settlement is not None
    last = last_day(agreement.term, window.end)
    return window_holding(agreement.term, agreement.settlement.per, last)


def through_last(agreement: Agreement, records: Sequence[Record]) -> dt.datetime:
    """The end of the period that holds the last counted instant: settlement period, or window where nothing settles."""
    term = agreement.term
    ends = [starts(term.zone, term.first)]
    for level in agreement.levels:
        counted = [each for record in records if isinstance(each := record[level.counted], dt.datetime)]
        if not counted:
            continue
        day = day_of(term.zone, max(counted))
        if day >= term.first:
            day = day if term.last is None else min(day, term.last)
            unit = level.window if agreement.settlement is None else agreement.settlement.per
            ends.append(window_holding(term, unit, day).end)
    return max(ends)


# --- one window ----------------------------------------------------------------------------------------------------


def outcomes(agreement: Agreement, records: Sequence[Record], asked: Asked) -> list[Outcome]:
    """Every series in every window, level by level, window by window."""
    calendars = open_calendars(agreement, records, asked)
    found = []
    for level in agreement.levels:
        for window, as_of in asked_windows(agreement, level.window, asked):
            there = counted_in(level, records, (window.start, window.end), as_of)
            for members, terms in series_of(level):
                mine = [record for record in there if belongs(level, members, record)]
                counts = stated(level, tally(level, terms, calendars[terms.calendar], mine, as_of))
                key = tuple(", ".join(values) for values in members)
                passed = shares(level, calendars[terms.calendar], mine, as_of)
                judged = verdict(terms, counts, window, level.rules, passed)
                if in_grace(agreement, level, window):
                    judged = "grace"
                base, credit = _credit(agreement, terms, counts, judged, window)
                found.append(Outcome(level.name, key, window, as_of, counts, judged, base, credit))
    return found


def open_calendars(
    agreement: Agreement, records: Sequence[Record], asked: Asked
) -> dict[str | None, Calendar]:
    """The calendars' open minutes for as long as any clock can run."""
    zone = agreement.term.zone
    instants = [each for record in records for each in record.values() if isinstance(each, dt.datetime)]
    first = min((*instants, starts(zone, agreement.term.first)))
    read = [at for level in agreement.levels for _, at in asked_windows(agreement, level.window, asked)]
    days = day_of(zone, first) - DAY, day_of(zone, max((*read, first))) + DAY
    opening: dict[str | None, Calendar] = {None: Always()}
    return opening | {name: Opening(hours, *days) for name, hours in agreement.hours.items()}


def in_force(target: Target, window: Span) -> Fraction:
    """The value that binds a window: windows are bound that start on or after its date."""
    return [value for since, value in target.values if since is None or since <= window.first][-1]


def stated(level: Level, counts: Tally) -> Tally:
    """The counts with the value that is compared: none, or without the misses removed, less from 100%, rounded."""
    rules, value = level.rules, counts.value
    if rules.none is not None and not counts.records:
        return replace(counts, value=rounded_value(rules, level.measure.kind, rules.none))
    if rules.low is not None and counts.good is not None and counts.bad is not None:
        value = _forgiving(rules.low, level, counts.good, counts.bad)
    if value is not None and rules.complement:
        value = 1 - value
    return replace(counts, value=None if value is None else rounded_value(rules, level.measure.kind, value))


def _forgiving(low: tuple[str, int, int], level: Level, good: int, bad: int) -> Fraction | None:
    rule, misses, below = low
    left = bad
    if rule == "remove" and good + bad < below:
        for _ in range(misses):
            left -= left > 0
    if not good + left:
        return None
    return Fraction(good if level.measure.statistic == "percent good" else left, good + left)


def rounded_value(rules: Rules, kind: str, value: Fraction) -> Fraction:
    """A value to so many decimals of what is shown: hundredths where it is a percentage."""
    if rules.rounded is None:
        return value
    mode, decimals = rules.rounded
    step = Fraction(1, 10**decimals) / (100 if kind == "percent" else 1)
    size = whole_quanta(_MIRRORED.get(mode, mode) if value < 0 else mode, abs(value) / step)
    return (-size if value < 0 else size) * step


_MIRRORED = {"up": "down", "down": "up"}


def in_grace(agreement: Agreement, level: Level, window: Span) -> bool:
    """Whether a window starts before the grace after the start is over."""
    if level.rules.grace is None:
        return False
    what, much = level.rules.grace
    first = agreement.term.first
    match what:
        case "days":
            until = first + int(much) * DAY
        case "months":
            until = after(first, "month", int(much))
        case "calendar":
            until = calendar_unit(str(much), first)[1]
        case _:
            until = contract_unit(agreement.term, str(much), first)[1]
    return window.first < until


def verdict(
    terms: Terms,
    counts: Tally,
    window: Span,
    rules: Rules = PLAIN,
    passed: Sequence[tuple[int, int]] = (),
) -> str:
    """The one verdict that holds for a window that is not in grace."""
    if rules.none is not None and not counts.records:
        return "missed"
    if counts.value is None or counts.decided < (terms.needs or 0):
        return "unmeasured"
    failed = {
        target.word
        for target in (terms.minimum, terms.expected)
        if target is not None
        and not _keeps(counts.value, target, window)
        and not _is_allowed(rules, counts.decided, counts.bad)
    }
    for further, (many, decided) in zip(rules.further, passed, strict=True):
        misses = many if further.over else decided - many
        share = _share(rules, further, many, decided)
        if share is not None and not KEEPS[further.comparator](share, further.value):
            failed |= set() if _is_allowed(rules, decided, misses) else {further.word}
    if failed - {"expected"}:
        return "missed"
    return "below expected" if failed else "met"


def _share(rules: Rules, further: Further, many: int, decided: int) -> Fraction | None:
    """A share of records, less the misses that are removed from few."""
    removed = 0
    if rules.low is not None and rules.low[0] == "remove" and decided < rules.low[2]:
        removed = min(rules.low[1], many if further.over else decided - many)
    if decided == removed:
        return None
    return rounded_value(
        rules, "percent", Fraction(many - (removed if further.over else 0), decided - removed)
    )


def _is_allowed(rules: Rules, decided: int, misses: int | None) -> bool:
    if rules.low is None or rules.low[0] != "allow" or misses is None:
        return False
    return decided < rules.low[2] and misses <= rules.low[1]


def _keeps(value: Fraction, target: Target, window: Span) -> bool:
    return KEEPS[target.comparator](value, in_force(target, window))


def _credit(
    agreement: Agreement, terms: Terms, counts: Tally, judged: str, window: Span
) -> tuple[Fraction | None, Fraction | None]:
    """What a percentage is taken of, and the credit; None where none is earned."""
    if terms.credit is None or terms.minimum is None or counts.value is None:
        return None, None
    if judged not in {"missed", "below expected"}:
        return None, None
    paid = rate(terms, terms.credit, counts.value, judged, window)
    if paid is None:
        return None, None
    if terms.credit.charge is None:
        return None, paid
    base = charged(agreement, terms.credit.charge, window.first, window.until)
    return base, paid * base


def rate(terms: Terms, credit: Credit, value: Fraction, judged: str, window: Span) -> Fraction | None:
    """The flat rate of a miss, or that of the matching row furthest into failure, also below expected."""
    if credit.flat is not None:
        return credit.flat if judged == "missed" else None
    lower_is_worse = credit.edge in {"when below", "at or below"}
    best: tuple[Fraction, Fraction] | None = None
    for written, paid in credit.rows:
        threshold = in_force_of(terms, written, window) if isinstance(written, str) else written
        if not REACHES[credit.edge](value, threshold):
            continue
        depth = -threshold if lower_is_worse else threshold
        if best is None or depth > best[0]:
            best = depth, paid
    return None if best is None else best[1]


def in_force_of(terms: Terms, word: str, window: Span) -> Fraction:
    """The value of a target that a credit table names."""
    target = terms.expected if word == "expected" else terms.minimum
    assert target is not None
    return in_force(target, window)


# --- charges -------------------------------------------------------------------------------------------------------


def charged(agreement: Agreement, name: str, first: dt.date, until: dt.date) -> Fraction:
    """What a charge comes to on the days [first, until) of the term, day by day."""
    charge = next(each for each in agreement.charges if each.name == name)
    total, day = ZERO, first
    while day < until:
        if agreement.term.holds(day):
            total += charge_of_day(charge, day)
        day += DAY
    return total


def charge_of_day(charge: Charge, day: dt.date) -> Fraction:
    """The amount in force on a day over the days of its month, quarter or year."""
    amount, per = [(amount, per) for since, amount, per in charge.rates if since is None or since <= day][-1]
    return amount / length(per, day)


# --- the steps -----------------------------------------------------------------------------------------------------


def settle(agreement: Agreement, found: Sequence[Outcome]) -> list[Settled]:
    """Every settlement period, through the one in which the last window ends."""
    if agreement.settlement is None or not found:
        return []
    term = agreement.term
    through = max(each.window.until for each in found)
    used: dict[tuple[int, dt.date], Fraction] = {}
    settled = []
    for period in windows(term, agreement.settlement.per, through):
        lines = [
            Line(
                each.level,
                each.key,
                each.window.label,
                last_day(term, each.window.end),
                each.window.end,
                each.credit,
            )
            for each in found
            if each.credit is not None and period.start < each.window.end <= period.end
        ]
        steps: list[list[Line]] = []
        for place, step in enumerate(all_steps(agreement)):
            before = steps[-1] if steps else lines
            match step:
                case Limit():
                    steps.append(_limited(agreement, step, before, place, used))
                case Ignore():
                    steps.append(_without_small(step, before))
                case Round():
                    steps.append(rounded(step, before))
        settled.append(Settled(period, lines, steps, total(steps[-1])))
    return settled


def all_steps(agreement: Agreement) -> tuple[Limit | Ignore | Round, ...]:
    """The written steps, and rounding half-up to the currency's smallest unit unless the last one rounds."""
    assert agreement.settlement is not None
    steps = agreement.settlement.steps
    if steps and isinstance(steps[-1], Round):
        return steps
    return (*steps, Round("half-up", Fraction(1, 10**agreement.digits)))


def total(lines: Sequence[Line]) -> Fraction:
    """What lines come to."""
    return sum((line.amount for line in lines), ZERO)


def _limited(
    agreement: Agreement,
    step: Limit,
    lines: list[Line],
    place: int,
    used: dict[tuple[int, dt.date], Fraction],
) -> list[Line]:
    """Window end by window end, what is left of the horizon that the window ends in; those that end together share."""
    after = list(lines)
    for end in sorted({line.end for line in lines}):
        together = [
            at
            for at, line in enumerate(lines)
            if line.end == end and (step.levels is None or line.level in step.levels)
        ]
        if not together:
            continue
        first, until = horizon(agreement, step, lines[together[0]].last)
        most = (
            step.amount
            if step.charge is None
            else step.amount * charged(agreement, step.charge, first, until)
        )
        left = most - used.get((place, first), ZERO)
        asked = sum((lines[at].amount for at in together), ZERO)
        through = min(asked, left)
        used[place, first] = used.get((place, first), ZERO) + through
        for at in together:
            if asked > left:
                after[at] = replace(lines[at], amount=lines[at].amount * through / asked)
    return after


def horizon(agreement: Agreement, step: Limit, day: dt.date) -> tuple[dt.date, dt.date]:
    """The unit of the calendar or the contract that holds a day, [first, until)."""
    if step.anchor == "contract":
        return contract_unit(agreement.term, step.per, day)
    return calendar_unit(step.per, day)


def _without_small(step: Ignore, lines: list[Line]) -> list[Line]:
    if step.each:
        return [replace(line, amount=ZERO) if line.amount < step.below else line for line in lines]
    return [replace(line, amount=ZERO) for line in lines] if total(lines) < step.below else lines


def rounded(step: Round, lines: list[Line]) -> list[Line]:
    """The total in whole quanta; each line keeps its own, and those missing go to the largest remainders.

    Of equal remainders the first line comes first.
    """
    quanta = [line.amount / step.quantum for line in lines]
    whole = [math.floor(each) for each in quanta]
    missing = whole_quanta(step.mode, sum(quanta, ZERO)) - sum(whole)
    remainders = sorted(range(len(lines)), key=lambda at: (whole[at] - quanta[at], at))
    for at in remainders[:missing]:
        whole[at] += 1
    return [replace(line, amount=each * step.quantum) for line, each in zip(lines, whole, strict=True)]


def whole_quanta(mode: str, quanta: Fraction) -> int:
    """A number that is not negative as a whole one."""
    below = math.floor(quanta)
    rest = quanta - below
    match mode:
        case "up":
            return below + (rest > 0)
        case "down":
            return below
        case "half-up":
            return below + (rest >= Fraction(1, 2))
        case "half-even":
            return below + (rest > Fraction(1, 2) or (rest == Fraction(1, 2) and below % 2 == 1))
    raise ValueError(mode)
