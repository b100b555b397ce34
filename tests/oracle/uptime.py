"""Time up and down, walked minute by minute (docs/availability.md). All instants here are whole minutes.

A line of time is a list with a letter for each minute of the term that is known: `u` for up, `d` for down, `-` for
time of which nothing is known and which is therefore not agreed.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from tests.oracle.periods import Term, contract_unit, label
from tests.oracle.wall import DAY, MINUTE, starts

UP, DOWN, ABSENT = "u", "d", "-"


@dataclass(frozen=True)
class Interval:
    """Something that lasts from one minute of the term up to another, None for no end, and what it is about."""

    start: dt.datetime
    end: dt.datetime | None
    about: dict[str, str] = field(default_factory=dict)
    holds: Callable[[dt.datetime], bool] = lambda _as_of: True


@dataclass(frozen=True)
class Sample:
    """What was seen at an instant: bad or not, or errors of so many requests."""

    at: dt.datetime
    about: dict[str, str]
    is_bad: bool = False
    errors: int = 0
    requests: int = 0


@dataclass(frozen=True)
class Budget:
    """So many minutes, or so many times, per unit of the calendar or the contract."""

    minutes: int | None
    times: int | None
    anchor: str
    unit: str


@dataclass(frozen=True)
class Exclusion:
    """Intervals that are left out, or count as up."""

    intervals: tuple[Interval, ...]
    budget: Budget | None
    as_uptime: bool


@dataclass(frozen=True)
class Level:
    """What a level says of time. `every` is None for outages; `missing` is u, d or -."""

    outages: tuple[Interval, ...] = ()
    samples: tuple[Sample, ...] = ()
    every: int | None = None
    threshold: tuple[int, int] | None = None
    missing: str = ABSENT
    one_slot: str | None = None
    during: tuple[Interval, ...] = ()
    exclusions: tuple[Exclusion, ...] = ()
    least: int = 0
    whole_minutes: bool = False
    rule: str | None = None


@dataclass
class Totals:
    """What a window comes to, in minutes."""

    agreed: int = 0
    down: int = 0
    excluded: int = 0
    gross_agreed: int = 0
    gross_down: int = 0
    outages: int = 0
    longest: int = 0


class Walk:
    """The minutes of a term: which are open, and which horizon of a budget each lies in."""

    def __init__(self, term: Term, is_open: Callable[[dt.datetime], bool]) -> None:
        assert term.last is not None
        self.term = term
        self.origin = starts(term.zone, term.first)
        self.minutes = self.minute(starts(term.zone, term.last + DAY))
        self.is_open = [is_open(self.origin + each * MINUTE) for each in range(self.minutes)]
        self.days = [day for day in _days(term) for _ in range(self._length(day))]

    def minute(self, instant: dt.datetime) -> int:
        return (instant - self.origin) // MINUTE

    def _length(self, day: dt.date) -> int:
        return (starts(self.term.zone, day + DAY) - starts(self.term.zone, day)) // MINUTE

    def known(self, level: Level, as_of: dt.datetime) -> int:
        """How many minutes are known: of samples and rates only those of slots that are over."""
        minute = self.minute(as_of)
        if minute >= self.minutes:
            return self.minutes
        return minute if level.every is None else minute // level.every * level.every

    # --- lines of time ---

    def line(self, level: Level, about: dict[str, str], as_of: dt.datetime, *, is_found: bool) -> list[str]:
        """What is known of one thing as of an instant."""
        known = self.known(level, as_of)
        if level.every is None:
            letters = [UP] * known
            self._mark(letters, level.outages, about, as_of)
        else:
            letters = self._from_slots(level, about, known, is_found=is_found)
        self._mark(letters, level.during, about, as_of)
        return letters

    def _mark(
        self, letters: list[str], intervals: Iterable[Interval], about: dict[str, str], as_of: dt.datetime
    ) -> None:
        for minute in self.covered(intervals, about, as_of, len(letters)):
            letters[minute] = DOWN

    def covered(
        self, intervals: Iterable[Interval], about: dict[str, str], as_of: dt.datetime, known: int
    ) -> set[int]:
        """The minutes of intervals about one thing, as they are known."""
        found: set[int] = set()
        for each in intervals:
            alike = all(about.get(name, value) == value for name, value in each.about.items())
            if alike and each.start <= as_of and each.holds(as_of):
                end = as_of if each.end is None or each.end > as_of else each.end
                found |= set(range(max(0, self.minute(each.start)), min(known, self.minute(end))))
        return found

    def _from_slots(self, level: Level, about: dict[str, str], known: int, *, is_found: bool) -> list[str]:
        assert level.every is not None
        mine = [
            sample
            for sample in level.samples
            if 0 <= self.minute(sample.at) < known and about.items() <= sample.about.items()
        ]
        slots: dict[int, list[Sample]] = {}
        for sample in mine:
            slots.setdefault(self.minute(sample.at) // level.every, []).append(sample)
        first = (min(slots) if slots else known) if is_found else 0
        of_slots = [
            _letter(level, slots.get(slot, [])) if slot >= first else ABSENT
            for slot in range(-(-known // level.every))
        ]
        return [of_slots[minute // level.every] for minute in range(known)]

    # --- exclusions ---

    def taken(
        self, level: Level, about: dict[str, str], letters: Sequence[str], as_of: dt.datetime
    ) -> list[str]:
        """For each minute ` `, `-` where it is left out, or `u` where it counts as up."""
        marks = [" "] * len(letters)
        for exclusion in sorted(level.exclusions, key=lambda each: each.budget is not None):
            covered = self.covered(exclusion.intervals, about, as_of, len(letters))
            for minute in self._within_budget(exclusion.budget, sorted(covered), letters, marks):
                marks[minute] = UP if exclusion.as_uptime else ABSENT
        return marks

    def _within_budget(
        self, budget: Budget | None, covered: Sequence[int], letters: Sequence[str], marks: Sequence[str]
    ) -> list[int]:
        free = [minute for minute in covered if marks[minute] == " "]
        if budget is None:
            return free
        used: dict[object, int] = {}
        if budget.minutes is not None:
            chosen = []
            for minute in free:
                horizon = self._horizon(budget, minute)
                if used.get(horizon, 0) < budget.minutes:
                    chosen.append(minute)
                    used[horizon] = used.get(horizon, 0) + self._costs(minute, letters)
            return chosen
        assert budget.times is not None
        chosen = []
        for occasion in _stretches(covered):
            left = [minute for minute in occasion if marks[minute] == " "]
            costly = [minute for minute in left if self._costs(minute, letters)]
            if not left:
                continue
            horizon = self._horizon(budget, (costly or left)[0])
            if used.get(horizon, 0) < budget.times:
                chosen += left
                used[horizon] = used.get(horizon, 0) + bool(costly)
        return chosen

    def _costs(self, minute: int, letters: Sequence[str]) -> bool:
        return self.is_open[minute] and letters[minute] != ABSENT

    def _horizon(self, budget: Budget, minute: int) -> object:
        day = self.days[minute]
        return (
            label(budget.unit, day)
            if budget.anchor == "calendar"
            else contract_unit(self.term, budget.unit, day)
        )

    # --- windows ---

    def totals(
        self,
        level: Level,
        abouts: Sequence[dict[str, str]],
        as_of: dt.datetime,
        start: dt.datetime,
        end: dt.datetime,
        *,
        is_found: bool,
    ) -> Totals:
        """What a window comes to for things that are measured together."""
        gross = [self.line(level, about, as_of, is_found=is_found) for about in abouts]
        marks = [
            self.taken(level, about, letters, as_of) for about, letters in zip(abouts, gross, strict=True)
        ]
        net = [
            [letter if mark == " " or letter == ABSENT else mark for letter, mark in zip(*pair, strict=True)]
            for pair in zip(gross, marks, strict=True)
        ]
        left_out = [
            [mark != " " and letter != ABSENT for letter, mark in zip(*pair, strict=True)]
            for pair in zip(gross, marks, strict=True)
        ]
        if level.rule in {"any down", "all down"}:
            left_out = [
                [
                    any(letter != ABSENT for letter in letters)
                    and all(out for letter, out in zip(letters, outs, strict=True) if letter != ABSENT)
                    for letters, outs in zip(
                        zip(*gross, strict=True), zip(*left_out, strict=True), strict=True
                    )
                ]
            ]
            gross = [[_together(level.rule, letters) for letters in zip(*gross, strict=True)]]
            net = [[_together(level.rule, letters) for letters in zip(*net, strict=True)]]
        window = range(max(0, self.minute(start)), self.minute(end))
        totals = Totals()
        for letters, before, outs in zip(net, gross, left_out, strict=True):
            inside = [minute for minute in window if minute < len(letters) and self.is_open[minute]]
            totals.agreed += sum(letters[minute] != ABSENT for minute in inside)
            totals.gross_agreed += sum(before[minute] != ABSENT for minute in inside)
            totals.excluded += sum(outs[minute] for minute in inside)
            for run in _runs(letters, level.least):
                agreed = [minute for minute in run if self.is_open[minute]]
                mine = len(set(agreed) & set(inside))
                totals.down += mine
                totals.longest = max(totals.longest, mine)
                totals.outages += bool(agreed) and agreed[0] in inside
            for run in _runs(before, level.least):
                totals.gross_down += len(set(run) & set(inside))
        return totals


def _letter(level: Level, samples: Sequence[Sample]) -> str:
    if level.threshold is not None:
        errors, requests = (sum(getattr(each, part) for each in samples) for part in ("errors", "requests"))
        if requests == 0:
            return level.missing
        numerator, denominator = level.threshold
        return DOWN if errors * denominator > numerator * requests else UP
    if not samples:
        return level.missing
    bad = [sample.is_bad for sample in samples]
    return DOWN if (all(bad) if level.one_slot == "all" else any(bad)) else UP


def _together(rule: str, letters: Sequence[str]) -> str:
    known = [letter for letter in letters if letter != ABSENT]
    if not known:
        return ABSENT
    down = [letter == DOWN for letter in known]
    return DOWN if (any(down) if rule == "any down" else all(down)) else UP


def _runs(letters: Sequence[str], least: int) -> Iterator[range]:
    """The stretches of down time that are long enough."""
    at = 0
    for letter, group in groupby(letters):
        length = len(list(group))
        if letter == DOWN and length >= least:
            yield range(at, at + length)
        at += length


def _stretches(minutes: Sequence[int]) -> Iterator[list[int]]:
    """Minutes that follow one another, together."""
    for _, group in groupby(enumerate(minutes), key=lambda pair: pair[1] - pair[0]):
        yield [minute for _, minute in group]


def _days(term: Term) -> Iterator[dt.date]:
    assert term.last is not None
    day = term.first
    while day <= term.last:
        yield day
        day += DAY
