"""Windows, verdicts and settlements by counting (docs/settlement.md)."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from types import MappingProxyType

from tests.oracle.agreement import Agreement, Further, Level, Reading, Record, Rules, Target, Terms
from tests.oracle.clock import Always, Calendar, Opening
from tests.oracle.earning import earned, in_force, units
from tests.oracle.eras import on
from tests.oracle.measures import KEEPS
from tests.oracle.outcomes import Held, Measured, Outcome, series_of_one, too_often
from tests.oracle.periods import (
    Span,
    after,
    calendar_unit,
    contract_unit,
    last_day,
    window_holding,
    windows,
)
from tests.oracle.raising import Course
from tests.oracle.reading import Tally, belongs, counted_in, series_of, shares, tally
from tests.oracle.remedies import Fired, Landed, Sums, all_fired, key_of, needs_paid
from tests.oracle.rounding import to_decimals
from tests.oracle.steps import Chosen, Claimed, Line, Settled, before_money, settle, standing
from tests.oracle.wall import DAY, NEVER, day_of, starts

ZERO = Fraction(0)
PLAIN = Rules()


@dataclass(frozen=True)
class Asked:
    """What a run is asked for: results through an instant, and the instant that replaces those of settlement."""

    through: dt.datetime
    as_of: dt.datetime | None


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


def measured(agreement: Agreement, records: Sequence[Record], asked: Asked) -> list[Measured]:
    """Every series in every window, level by level, window by window, at each settlement that reads it."""
    calendars = open_calendars(agreement, records, asked)
    found = []
    for level in agreement.levels:
        for window, first in asked_windows(agreement, level.window, asked):
            for as_of in readings(agreement, window, first, asked):
                there = counted_in(level, records, (window.start, window.end), as_of)
                for members, terms in series_of(level):
                    mine = [record for record in there if belongs(level, members, record)]
                    calendar = calendars[terms.calendar]
                    read = [Reading(record, as_of, calendar, level.clock) for record in mine]
                    found.append(
                        Measured(
                            level,
                            tuple(", ".join(values) for values in members),
                            terms,
                            window,
                            as_of,
                            tally(level, terms, calendar, mine, as_of),
                            tuple(shares(level, calendar, mine, as_of)),
                            units(level, window, read),
                        )
                    )
    return found


def readings(agreement: Agreement, window: Span, first: dt.datetime, asked: Asked) -> list[dt.datetime]:
    """The instants as of which a window is read: at its own settlement, and at later ones until it is final."""
    settlement, term = agreement.settlement, agreement.term
    if settlement is None or settlement.final == 1 or asked.as_of is not None:
        return [first]
    periods = windows(term, settlement.per, day_of(term.zone, asked.through) + DAY)
    later = [each for each in periods if window.end <= each.end <= asked.through]
    instants = [starts(term.zone, each.until + settlement.days * DAY) for each in later]
    return (instants if settlement.final is None else instants[: settlement.final]) or [first]


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


def stated(level: Level, counts: Tally) -> Tally:
    """The counts with the value that is compared: none, or without the misses removed, less from 100%, rounded."""
    rules, value = level.rules, counts.value
    if rules.none is not None and not counts.records:
        return replace(counts, value=to_decimals(rules.rounded, level.measure.kind, rules.none))
    if rules.low is not None and counts.good is not None and counts.bad is not None:
        value = _forgiving(rules.low, level, counts.good, counts.bad)
    if value is not None and rules.complement:
        value = 1 - value
    return replace(
        counts, value=None if value is None else to_decimals(rules.rounded, level.measure.kind, value)
    )


def _forgiving(low: tuple[str, int, int], level: Level, good: int, bad: int) -> Fraction | None:
    rule, misses, below = low
    left = bad
    if rule == "remove" and good + bad < below:
        for _ in range(misses):
            left -= left > 0
    if not good + left:
        return None
    return Fraction(good if level.measure.statistic == "percent good" else left, good + left)


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
        failed |= {further.word} if _fails(rules, further, many, decided) else set()
    if failed - {"expected"}:
        return "missed"
    return "below expected" if failed else "met"


def _fails(rules: Rules, further: Further, many: int, decided: int) -> bool:
    """Whether a share does not keep its limit, nor is forgiven."""
    share = _share(rules, further, many, decided)
    if share is None or KEEPS[further.comparator](share, further.value):
        return False
    return not _is_allowed(rules, decided, many if further.over else decided - many)


def _share(rules: Rules, further: Further, many: int, decided: int) -> Fraction | None:
    """A share of records, less the misses that are removed from few."""
    removed = 0
    if rules.low is not None and rules.low[0] == "remove" and decided < rules.low[2]:
        removed = min(rules.low[1], many if further.over else decided - many)
    if decided == removed:
        return None
    return to_decimals(
        rules.rounded, "percent", Fraction(many - (removed if further.over else 0), decided - removed)
    )


def _is_allowed(rules: Rules, decided: int, misses: int | None) -> bool:
    if rules.low is None or rules.low[0] != "allow" or misses is None:
        return False
    return decided < rules.low[2] and misses <= rules.low[1]


def _keeps(value: Fraction, target: Target, window: Span) -> bool:
    return KEEPS[target.comparator](value, in_force(target, window))


# --- many windows --------------------------------------------------------------------------------------------------


Name = tuple[str, tuple[str, ...], Span]
"""What tells a window of a series apart."""


def judged(
    agreement: Agreement, found: Sequence[Measured], final: Mapping[Name, Outcome] = MappingProxyType({})
) -> list[Outcome]:
    """Windows that are each read once, in the light of each other: their verdicts, and what they earn.

    Windows that are `final` stay as they were stated.
    """
    found = [replace(each, tally=stated(each.level, each.tally)) for each in found]
    seen: list[tuple[Measured, Outcome]] = []
    for each in sorted(found, key=lambda one: not one.level.excuses):
        if all(_series(each) != _series(other) for other, _ in seen):
            mine = sorted(
                (one for one in found if _series(one) == _series(each)), key=lambda one: one.window.end
            )
            seen += _walked(agreement, mine, seen, final)
    by_name = {_name(each): (each, one) for each, one in seen}
    outcomes = [one for _, one in seen]
    # For how many values a level is measured in a window.
    values = Counter((one.level, one.window) for one in outcomes if one.verdict != "unmeasured")
    return [
        final[name]
        if name in final
        else replace(
            one,
            earned=tuple(
                earned(
                    on(agreement, one.window.first),
                    each,
                    one,
                    series_of_one(outcomes, one),
                    values[one.level, one.window],
                )
            ),
        )
        for name, (each, one) in ((_name(each), by_name[_name(each)]) for each in found)
    ]


def _series(found: Measured) -> tuple[str, tuple[str, ...]]:
    return found.level.name, found.key


def _walked(
    agreement: Agreement,
    mine: Sequence[Measured],
    others: Sequence[tuple[Measured, Outcome]],
    final: Mapping[Name, Outcome],
) -> list[tuple[Measured, Outcome]]:
    """The windows of a series, one after the other, with the targets that bind each, and their verdicts."""
    course = Course(mine[0].level)
    past: list[Outcome] = []
    walked = []
    for each in mine:
        bound = replace(each, terms=course.binding(each.terms, each.window))
        one = final.get(_name(each)) or _outcome(agreement, bound)
        if _name(each) not in final:
            if one.verdict in {"missed", "below expected"} and _is_excused(each, others):
                one = replace(one, verdict="excused")
            one = _promoted(agreement, each, one, [*past, one])
            one = _owing_apart(agreement, bound, one, [*past, one])
        past.append(one)
        course.see(bound, one.verdict)
        walked.append((bound, one))
    return walked


def _is_excused(found: Measured, others: Sequence[tuple[Measured, Outcome]]) -> bool:
    """Whether a duty that excuses the level is missed in a window that overlaps, for the same values."""
    mine = dict(zip((name for name, _ in found.level.by), found.key, strict=True))
    for duty, one in others:
        theirs = dict(zip((name for name, _ in duty.level.by), duty.key, strict=True))
        same = all(
            set(mine[name].split(", ")) & set(theirs[name].split(", ")) for name in mine.keys() & theirs
        )
        overlap = duty.window.start < found.window.end and found.window.start < duty.window.end
        if found.level.name in duty.level.excuses and one.verdict == "missed" and same and overlap:
            return True
    return False


def _outcome(agreement: Agreement, found: Measured) -> Outcome:
    rules, counts = found.level.rules, found.tally
    judgement = verdict(found.terms, counts, found.window, rules, found.passed)
    if in_grace(agreement, found.level, found.window):
        judgement = "grace"
    held = tuple(_held(found))
    return Outcome(found.level.name, found.key, found.window, found.as_of, counts, judgement, (), held)


def _held(found: Measured) -> list[Held]:
    """How a window stands to each of its targets."""
    counts, rules, held = found.tally, found.level.rules, []
    for target in (found.terms.expected, found.terms.minimum):
        if target is not None and counts.value is not None:
            limit = in_force(target, found.window)
            forgiven = _is_allowed(rules, counts.decided, counts.bad)
            held.append(_stands(target.word, target.comparator, counts.value, limit, forgiven=forgiven))
    for further, (many, decided) in zip(rules.further, found.passed, strict=True):
        share = _share(rules, further, many, decided)
        misses = many if further.over else decided - many
        if share is not None:
            forgiven = _is_allowed(rules, decided, misses)
            held.append(_stands(further.word, further.comparator, share, further.value, forgiven=forgiven))
    return held


def _stands(word: str, comparator: str, value: Fraction, limit: Fraction, *, forgiven: bool) -> Held:
    better = value > limit if comparator in {"at least", "above"} else value < limit
    return Held(word, KEEPS[comparator](value, limit) or forgiven, better)


def _promoted(agreement: Agreement, found: Measured, outcome: Outcome, plain: Sequence[Outcome]) -> Outcome:
    """A window below expected that is one too many counts as missed."""
    often = found.level.promoted
    if often is None or outcome.verdict != "below expected":
        return outcome
    is_missed = too_often(agreement, often, series_of_one(plain, outcome))
    return replace(outcome, verdict="missed") if is_missed else outcome


def _owing_apart(
    agreement: Agreement, found: Measured, outcome: Outcome, plain: Sequence[Outcome]
) -> Outcome:
    """A failed window with the limits that owe credits of their own, and its verdict as if those were not."""
    rules = found.level.rules
    if outcome.verdict not in {"missed", "below expected"} or not any(each.credit for each in rules.further):
        return outcome
    both = list(zip(rules.further, found.passed, strict=True))
    alone = tuple(
        _share(rules, each, *counts) if each.credit and _fails(rules, each, *counts) else None
        for each, counts in both
    )
    others = [(each, counts) for each, counts in both if not each.credit]
    bare = replace(
        outcome,
        verdict=verdict(
            found.terms,
            found.tally,
            found.window,
            replace(rules, further=tuple(each for each, _ in others)),
            [counts for _, counts in others],
        ),
    )
    bare = _promoted(agreement, found, bare, [*plain[:-1], bare])
    return replace(outcome, alone=alone, bare=bare.verdict)


@dataclass(frozen=True)
class Whole:
    """Every window as its own settlement states it, and the settlement periods."""

    outcomes: list[Outcome]
    periods: list[Settled]
    fired: list[Fired]


def whole(
    agreement: Agreement,
    found: Sequence[Measured],
    asked_as_of: dt.datetime | None = None,
    claims: Sequence[Claimed] | None = None,
    choices: Sequence[Chosen] = (),
) -> Whole:
    """Settle one period after the other, each time everything so far anew, and book what has become of it."""
    if agreement.settlement is None or not found:
        outcomes = judged(agreement, found)
        end = max((each.window.end for each in outcomes), default=NEVER)
        at_once = all_fired(agreement, agreement.remedies, (outcomes, Sums()), (), end)
        return Whole(outcomes, [], _in_order(agreement, at_once))
    settlement, term = agreement.settlement, agreement.term
    through = max(each.window.until for each in found)
    periods = windows(term, settlement.per, through)
    at = [starts(term.zone, each.until + settlement.days * DAY) for each in periods]
    before: list[Settled] = []
    final: dict[Name, Outcome] = {}
    stated_: list[Outcome] = []
    result: list[Settled] = []
    fired: list[Fired] = []

    def instant_at(number: int) -> Callable[[int, Span], dt.datetime]:
        def instant(place: int, _: Span) -> dt.datetime:
            last = number if settlement.final is None else min(number, place + settlement.final - 1)
            return at[last] if asked_as_of is None else min(asked_as_of, at[last])

        return instant

    for number, period in enumerate(periods):
        known = [each for each in _read(found, at[number]) if each.window.end <= period.end]
        outcomes = judged(agreement, known, final)
        if settlement.final is not None and number + 1 >= settlement.final:
            last = periods[number + 1 - settlement.final]
            final |= {
                (each.level, each.key, each.window): each for each in outcomes if each.window.end <= last.end
            }
        before_fired = tuple(fired)
        sums = Sums()
        if agreement.remedies:
            bare = settle(agreement, outcomes, claims, instant_at(number), through=period, choices=choices)
            calculated = [_landed(line) for each in bare for line in standing(agreement, each)]
            points = [_landed(line) for each in bare for line in before_money(agreement, each)]
            sums = Sums(calculated, (), points)
            early = [each for each in agreement.remedies if not needs_paid(each)]
            fired += all_fired(agreement, early, (outcomes, sums), before_fired, period.end)
        stated_ += [each for each in outcomes if period.start < each.window.end]

        given = [_given(agreement, each, periods) for each in fired if each.credit is not None]
        now = settle(
            agreement, outcomes, claims, instant_at(number), through=period, choices=choices, given=given
        )
        late = [each for each in agreement.remedies if needs_paid(each)]
        sums = replace(sums, paid=[_landed(line) for each in now for line in each.lines])
        fired += all_fired(agreement, late, (outcomes, sums), before_fired, period.end)
        adjusted = [each for old, new in zip(before, now, strict=False) for each in _adjusted(old, new)]
        booked = sum((each[3] - each[2] for each in adjusted if each[1].unit == "money"), ZERO)
        result.append(replace(now[-1], adjusted=adjusted, total=now[-1].total + booked))
        before = now
    order = {_name(each): number for number, each in enumerate(found)}
    return Whole(
        sorted(stated_, key=lambda each: order[each.level, each.key, each.window]),
        result,
        _in_order(agreement, fired),
    )


def _in_order(agreement: Agreement, fired: Sequence[Fired]) -> list[Fired]:
    return sorted(fired, key=lambda each: (each.at, agreement.remedies.index(each.remedy)))


def _given(agreement: Agreement, fired: Fired, periods: Sequence[Span]) -> Line:
    """What a remedy credits, as a line of the period in which it fired."""
    assert fired.credit is not None
    period = next(each for each in periods if each.start < fired.at <= each.end)
    span = replace(period, until=day_of(agreement.term.zone, fired.at), end=fired.at)
    return Line(fired.remedy.name, key_of(agreement, fired), span, 0, fired.credit, kind="remedy")


def _landed(line: Line) -> Landed:
    return Landed(line.amount, line.unit, line.span.end if line.lands is None else line.lands)


def _name(found: Measured) -> Name:
    return found.level.name, found.key, found.window


def _read(found: Sequence[Measured], instant: dt.datetime) -> list[Measured]:
    """Each window as it was last read by an instant; as it was read first where that is later."""
    last: dict[object, Measured] = {}
    for each in sorted(found, key=lambda one: one.as_of):
        if _name(each) not in last or each.as_of <= instant:
            last[_name(each)] = each
    return [each for each in found if last[_name(each)] is each]


def _adjusted(old: Settled, new: Settled) -> list[tuple[str, Line, Fraction, Fraction]]:
    """The lines of a period that come to something else now, those it had first."""
    was = {line.name: line for line in old.lines}
    now = {line.name: line for line in new.lines}
    return [
        (old.span.label, line, before, after)
        for name, line in {**was, **now}.items()
        for before, after in [tuple(each[name].amount if name in each else ZERO for each in (was, now))]
        if before != after
    ]
