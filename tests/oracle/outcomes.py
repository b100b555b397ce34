"""A window once it is judged, what it earns, and what earlier windows have to do with it (docs/credits.md)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from tests.oracle.agreement import Agreement, Level, Often, Terms
from tests.oracle.periods import Span, after, calendar_unit, contract_unit
from tests.oracle.reading import Tally
from tests.oracle.wall import DAY


@dataclass(frozen=True)
class Measured:
    """A series in a window as it is read at an instant: its counts, the shares of further targets, and its records.

    `units` has, for each credit of the level that is owed for each record, what each record that has some comes to.
    """

    level: Level
    key: tuple[str, ...]
    terms: Terms
    window: Span
    as_of: dt.datetime
    tally: Tally
    passed: tuple[tuple[int, int], ...] = ()
    units: tuple[tuple[Fraction, ...], ...] = ()


@dataclass(frozen=True)
class Held:
    """A target as a window stands to it: its word, whether it is kept, or forgiven, and by more than just so."""

    word: str
    kept: bool
    exceeded: bool


@dataclass(frozen=True)
class Earned:
    """A credit before settlement: which one of its level it is, the charge that it is taken of, and its unit."""

    number: int
    base: Fraction | None
    amount: Fraction
    unit: str


@dataclass(frozen=True)
class Outcome:
    """A series in a window: what was counted, what it means, and what it earns before settlement.

    Of limits with credits of their own, `alone` has the share of each that is missed, by its place among the further
    targets; and `bare` is the verdict without them.
    """

    level: str
    key: tuple[str, ...]
    window: Span
    as_of: dt.datetime
    tally: Tally
    verdict: str
    earned: tuple[Earned, ...]
    held: tuple[Held, ...] = ()
    alone: tuple[Fraction | None, ...] = ()
    bare: str | None = None


def series_of_one(outcomes: Sequence[Outcome], one: Outcome) -> list[Outcome]:
    """The windows of a series that count, through one of them."""
    return [
        each
        for each in counting(outcomes, one.level, one.key)
        if (each.window.end, each.window.start) <= (one.window.end, one.window.start)
    ]


def counting(outcomes: Sequence[Outcome], level: str, key: tuple[str, ...]) -> list[Outcome]:
    """The windows of a series whose verdicts count, in the order in which they end."""
    mine = [each for each in outcomes if each.level == level and each.key == key]
    counted = [each for each in mine if each.verdict in {"met", "below expected", "missed"}]
    return sorted(counted, key=lambda each: each.window.end)


def fails(outcome: Outcome, word: str) -> bool:
    """Whether a window is missed or below expected; an expected level that stands alone serves as the minimum."""
    if outcome.verdict == "missed":
        return True
    alone = all(each.word == "expected" for each in outcome.held)
    return outcome.verdict == "below expected" and (word == "below expected" or alone)


def too_often(agreement: Agreement, often: Often, past: Sequence[Outcome]) -> bool:
    """Whether the last of some windows fails, and is one too many."""
    if not past or not fails(past[-1], often.failing):
        return False
    return sum(fails(each, often.failing) for each in _lately(agreement, often, past)) >= often.times


def _lately(agreement: Agreement, often: Often, past: Sequence[Outcome]) -> Sequence[Outcome]:
    last = past[-1].window.until - DAY
    match often.kind, often.span:
        case "consecutive", _:
            run = list(past)
            while any(not fails(each, often.failing) for each in run):
                run = run[1:]
            return run
        case "any", int(windows):
            return past[-windows:]
        case "unit", (anchor, unit):
            first, _ = unit_holding(agreement, str(anchor), str(unit), last)
            return [each for each in past if each.window.until - DAY >= first]
        case "months", int(months):
            return [each for each in past if each.window.until - DAY >= months_back(last, months)]
    raise ValueError(often)


def months_back(last: dt.date, months: int) -> dt.date:
    """The first day of so many months that end with a day."""
    return after(last + DAY, "month", -months)


def unit_holding(
    agreement: Agreement, anchor: str, unit: str | None, day: dt.date
) -> tuple[dt.date, dt.date]:
    """The unit of the calendar or the contract that holds a day, [first, until); without one the whole term."""
    if unit is None:
        assert agreement.term.last is not None or anchor == "contract"
        return agreement.term.first, (agreement.term.last or dt.date(9000, 1, 1)) + DAY
    return contract_unit(agreement.term, unit, day) if anchor == "contract" else calendar_unit(unit, day)
