"""Remedies, moment by moment: a moment is the end of some window or of what is paid (docs/settlement.md)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from tests.oracle.agreement import Agreement, Happens, Often, Reaches, Remedy, Together
from tests.oracle.earning import charged
from tests.oracle.measures import Comparison
from tests.oracle.outcomes import Outcome, counting, fails, months_back, unit_holding
from tests.oracle.periods import Span, after
from tests.oracle.wall import DAY, day_of, starts

ZERO = Fraction(0)
BEYOND: dict[str, Comparison] = {
    "below": lambda value, mark: value < mark,
    "at or below": lambda value, mark: value <= mark,
    "above": lambda value, mark: value > mark,
    "at or above": lambda value, mark: value >= mark,
}


@dataclass(frozen=True)
class Landed:
    """A credit as sums take it: what it came to, in which unit, and the end of the window for which it is due."""

    amount: Fraction
    unit: str
    at: dt.datetime


@dataclass(frozen=True)
class Sums:
    """The credits of all periods so far, and the points before they become money."""

    calculated: Sequence[Landed] = ()
    paid: Sequence[Landed] = ()
    points: Sequence[Landed] = ()

    def of(self, what: str) -> Sequence[Landed]:
        """Those that an event is about."""
        return {"calculated": self.calculated, "paid": self.paid, "points": self.points}[what]


@dataclass(frozen=True)
class Fired:
    """A remedy that has fired: by which windows, by which sums of which horizon; until when, and what it credits."""

    remedy: Remedy
    at: dt.datetime
    windows: tuple[Outcome, ...]
    sums: tuple[tuple[Reaches, dt.date, Fraction], ...]
    until: dt.datetime | None
    credit: Fraction | None


Series = tuple[str, tuple[str, ...]]
Proof = tuple[tuple[Outcome, ...], tuple[tuple[Reaches, dt.date, Fraction], ...]]


@dataclass
class Moment:
    """What is looked at: all windows and sums as they are known, an instant, and what has been used already."""

    agreement: Agreement
    outcomes: Sequence[Outcome]
    sums: Sums
    at: dt.datetime
    used: set[object]

    def proof(self, event: Happens | Together | Reaches, series: Series | None) -> Proof | None:
        """By what an event happens now, if it does."""
        match event:
            case Happens():
                return self._happens(event, series)
            case Together():
                return _together(self, event)
            case Reaches():
                return _reached(self, event)

    def _happens(self, event: Happens, series: Series | None) -> Proof | None:
        every = [
            *dict.fromkeys((each.level, each.key) for each in self.outcomes if each.level == event.level)
        ]
        for level, key in [series] if event.level is None and series is not None else every:
            past = [each for each in counting(self.outcomes, level, key) if each.window.end <= self.at]
            if past and past[-1].window.end == self.at:
                windows = _happened(self, event, past)
                if windows:
                    return tuple(windows), ()
        return None


def fire(
    agreement: Agreement,
    remedy: Remedy,
    known: tuple[Sequence[Outcome], Sums],
    already: Sequence[Fired],
    by: dt.datetime,
) -> list[Fired]:
    """What a remedy has come to by an instant, beside what it has fired already."""
    outcomes, sums = known
    mine = [each for each in already if each.remedy is remedy]
    used: set[object] = {_name(each) for one in mine for each in one.windows}
    used |= {(event, first) for one in mine for event, first, _ in one.sums}
    ends = {each.window.end for each in outcomes}
    ends |= {each.at for lines in (sums.calculated, sums.paid, sums.points) for each in lines}
    fired = []
    for at in sorted(end for end in ends if end <= by):
        moment = Moment(agreement, outcomes, sums, at, used)
        for series in _series(agreement, remedy, outcomes):
            while proofs := [
                proof for event in remedy.events if (proof := moment.proof(event, series)) is not None
            ]:
                windows = tuple(dict.fromkeys(each for proof in proofs for each in proof[0]))
                reached = tuple(each for proof in proofs for each in proof[1])
                used |= {_name(each) for each in windows}
                used |= {(event, first) for event, first, _ in reached}
                fired.append(_followed(agreement, remedy, at, windows, reached))
    return fired


def _name(outcome: Outcome) -> tuple[str, tuple[str, ...], Span]:
    return outcome.level, outcome.key, outcome.window


def _series(agreement: Agreement, remedy: Remedy, outcomes: Sequence[Outcome]) -> list[Series | None]:
    """Each series of a service level, where the remedy is for any of them."""
    if not any(isinstance(event, Happens) and event.level is None for event in remedy.events):
        return [None]
    names = {level.name for level in agreement.levels if not level.is_kpi}
    return [*dict.fromkeys((each.level, each.key) for each in outcomes if each.level in names)]


def _happened(moment: Moment, event: Happens, past: Sequence[Outcome]) -> Sequence[Outcome]:
    """The windows that have not been used by which an event happens in the last one; none where it does not."""

    def passes(outcome: Outcome) -> bool:
        if _name(outcome) in moment.used:
            return False
        if isinstance(event.trial, str):
            return fails(outcome, event.trial)
        edge, mark = event.trial
        assert outcome.tally.value is not None
        return BEYOND[edge](outcome.tally.value, mark)

    if not passes(past[-1]):
        return ()
    match event.often:
        case None:
            return past[-1:]
        case int(every):
            passing = [each for each in past if passes(each)]
            return passing if len(passing) == every else ()
        case Often(kind="consecutive", times=times):
            row = past[-times:]
            return row if len(row) == times and all(map(passes, row)) else ()
        case often:
            passing = [each for each in _lately(moment.agreement, often, past) if passes(each)]
            return passing[-often.times :] if len(passing) >= often.times else ()


def _lately(agreement: Agreement, often: Often, past: Sequence[Outcome]) -> Sequence[Outcome]:
    last = past[-1].window.until - DAY
    match often.kind, often.span:
        case "any", int(windows):
            return past[-windows:]
        case "unit", (anchor, unit):
            first, _ = unit_holding(agreement, str(anchor), str(unit), last)
            return [each for each in past if each.window.until - DAY >= first]
        case "months", int(months):
            return [each for each in past if each.window.until - DAY >= months_back(last, months)]
    raise ValueError(often)


def _together(moment: Moment, event: Together) -> Proof | None:
    names = {level.name for level in moment.agreement.levels if not level.is_kpi}
    failed = [
        each
        for each in moment.outcomes
        if each.level in names
        and each.window.end == moment.at
        and each.verdict in {"met", "below expected", "missed"}
        and fails(each, event.failing)
        and _name(each) not in moment.used
    ]
    for window in dict.fromkeys((each.window.start, each.window.end) for each in failed):
        same = tuple(each for each in failed if (each.window.start, each.window.end) == window)
        if len({each.level for each in same}) >= event.levels:
            return same, ()
    return None


def _reached(moment: Moment, event: Reaches) -> Proof | None:
    at = moment.at
    zone = moment.agreement.term.zone
    last = day_of(zone, at) - DAY
    first, _ = unit_holding(moment.agreement, event.anchor, event.per, last)
    unit = "points" if event.what == "points" else "money"
    lines = [
        each
        for each in moment.sums.of(event.what)
        if each.unit == unit and starts(zone, first) < each.at <= at
    ]
    total = sum((each.amount for each in lines), ZERO)
    is_reached = total >= event.amount if event.comparator == "at least" else total > event.amount
    if (
        not is_reached
        or (event, first) in moment.used
        or not any(each.at == at and each.amount for each in lines)
    ):
        return None
    return (), ((event, first, total),)


def _followed(
    agreement: Agreement,
    remedy: Remedy,
    at: dt.datetime,
    windows: tuple[Outcome, ...],
    sums: tuple[tuple[Reaches, dt.date, Fraction], ...],
) -> Fired:
    zone = agreement.term.zone
    last = day_of(zone, at) - DAY
    until = None
    if remedy.within is not None:
        unit, many = remedy.within
        until = starts(zone, (after(last, "month", many) if unit == "months" else last + many * DAY) + DAY)
    return Fired(remedy, at, windows, sums, until, _credited(agreement, remedy, last))


def _credited(agreement: Agreement, remedy: Remedy, last: dt.date) -> Fraction | None:
    if remedy.credit is None:
        return None
    charge, share, of = remedy.credit
    if charge is None:
        return share
    assert agreement.settlement is not None
    anchor, unit = of or ("calendar", agreement.settlement.per)
    return share * charged(agreement, charge, *unit_holding(agreement, anchor, unit, last))


def all_fired(
    agreement: Agreement,
    remedies: Sequence[Remedy],
    known: tuple[Sequence[Outcome], Sums],
    already: Sequence[Fired],
    by: dt.datetime,
) -> list[Fired]:
    """What some remedies have come to by an instant, in the order of time."""
    found = [each for remedy in remedies for each in fire(agreement, remedy, known, already, by)]
    return sorted(found, key=lambda each: each.at)


def needs_paid(remedy: Remedy) -> bool:
    """Whether a remedy looks at what is paid in the end."""
    return any(isinstance(event, Reaches) and event.what == "paid" for event in remedy.events)


def key_of(agreement: Agreement, fired: Fired) -> tuple[str, ...]:
    """For what a remedy has fired: the series of its windows, by their titles, where it is for each of several."""
    by = {level.name: level.by for level in agreement.levels}
    several = any(
        isinstance(event, Happens) and (event.level is None or by[event.level])
        for event in fired.remedy.events
    )
    if not several:
        return ()
    return tuple(
        sorted(
            {f"{each.level} ({' / '.join(each.key)})" if each.key else each.level for each in fired.windows}
        )
    )
