"""Clocks compared: when they start and stop, in whose hours, and during what they stand still."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from sladsl.comparison.aspects import (
    Aspect,
    ChangePlace,
    PlanPair,
    calendars_of_both,
    change,
    differences,
    judged,
)
from sladsl.comparison.change import Change
from sladsl.comparison.effect import (
    INCOMPARABLE,
    NEUTRAL,
    STRICTER,
    WEAKER,
    Judgement,
    all_of,
    because,
    by_presence,
    turned,
)
from sladsl.comparison.logic.conditions import Relation, compare_conditions
from sladsl.comparison.sameness import same
from sladsl.comparison.service_levels.calendar_deadlines import HoursChange
from sladsl.comparison.service_levels.open_time import OpenTime, compare_hours
from sladsl.planning.calendars import known_calendar
from sladsl.planning.plan import Clock, Evidence, Expression, Extreme, Field, Plan
from sladsl.planning.text_levels import write_clock, write_evidence
from sladsl.planning.wording import write_expression, write_start
from sladsl.values import evolve

JudgeHours = Callable[[Plan, HoursChange], Judgement | None]
"""What it means that a clock runs in other hours; None where that is not told by deadlines alone."""


def clock_changes(
    pair: PlanPair, place: ChangePlace, old: Clock | None, new: Clock | None, judge_hours: JudgeHours
) -> Iterator[Change]:
    """The changes of a clock."""
    if old is None or new is None:
        if old is not new:
            written = (
                None if old is None else f"clock {write_clock(pair.old, old)}",
                None if new is None else f"clock {write_clock(pair.new, new)}",
            )
            yield change(place, "clock", written, because(NEUTRAL, TOLD_BY_READERS), (old, new))
        return
    for aspect in (*_STARTS, _hours(judge_hours), *_ASPECTS):
        pointed = ChangePlace(place.item, place.prefix, old.span, new.span)
        yield from differences(pair, pointed, (aspect,), old, new)


TOLD_BY_READERS = "what reads it is told by itself"
"""Why it is no change by itself that a clock, or what is good, comes or goes: something else begins or ends with it."""


def _judge_start(_pair: PlanPair, old: Field | Extreme, new: Field | Extreme) -> Judgement:
    """Judge the start of a clock: a later one leaves more time."""
    for one, other, later in ((old, new, WEAKER), (new, old, STRICTER)):
        if isinstance(other, Extreme) and _is_among(one, other):
            judgement = later if other.latest else turned(later)
            return because(judgement, "a clock that starts later leaves more time")
    return INCOMPARABLE


def _is_among(one: Field | Extreme, many: Extreme) -> bool:
    """Whether one of several instants is another start, or takes part in it alike."""
    if isinstance(one, Field):
        return any(same(one, each) for each in many.fields)
    return one.latest is many.latest and all(
        any(same(each, other) for other in many.fields) for each in one.fields
    )


def _hours(judge: JudgeHours) -> Aspect:
    return Aspect(
        "calendar",
        "clock",
        lambda _plan, name: f"in {name}",
        lambda pair, old, new: _judge_calendar(pair, old, new, judge),
        "round the clock",
    )


def _judge_calendar(pair: PlanPair, old: str | None, new: str | None, judge: JudgeHours) -> Judgement:
    """Judge the hours of a clock: in fewer of them it is slower, which leaves more time.

    Deadlines in business days, and those by hours that have come and gone, are held against each other for every start.
    """
    if old is None or new is None:
        slower = "a clock that runs in opening hours only is slower than one that always runs"
        return because(by_presence(now=old is None, added=WEAKER), slower)
    before, after = known_calendar(pair.old, old), known_calendar(pair.new, new)
    if before is None or after is None:
        return INCOMPARABLE
    hours = compare_hours(before, after, (pair.old.term, pair.new.term))
    judgement = judge(pair.new, HoursChange(evolve(before, name=new), after, hours.relation))
    if judgement is not None:
        return evolve(judgement, witnesses=(*hours.witnesses, *judgement.witnesses))
    if hours.relation is OpenTime.SAME:
        if same(before.business_day, after.business_day):
            return because(NEUTRAL, "within the term, the open time is the same")
        return because(INCOMPARABLE, "business days mean something else")
    effect = {
        OpenTime.LESS: WEAKER,
        OpenTime.MORE: STRICTER,
        OpenTime.NEITHER: INCOMPARABLE,
    }[hours.relation]
    return Judgement(effect.effect, "fewer open hours make a clock slower", hours.witnesses)


def _judge_pauses(pair: PlanPair, old: tuple[Evidence, ...], new: tuple[Evidence, ...]) -> Judgement | None:
    """Judge what a clock stands still during: more of it leaves more time."""
    judgements = []
    for records in dict.fromkeys(each.records for each in (*old, *new)):
        before = [each for each in old if each.records == records]
        after = [each for each in new if each.records == records]
        if len(before) == len(after) == 1:
            judgements.append(_judge_pause(pair, before[0], after[0]))
        elif not (before and after):
            judgements.append(by_presence(now=bool(after), added=WEAKER))
        elif not same(tuple(before), tuple(after)):
            judgements.append(INCOMPARABLE)
    told = [each for each in judgements if each is not None]
    return because(all_of(told), "a pause leaves more time") if told else None


def _judge_pause(pair: PlanPair, old: Evidence, new: Evidence) -> Judgement | None:
    if old.link != new.link:
        return INCOMPARABLE
    return judge_condition(pair, old.records, (old.where, new.where), wider=WEAKER)


def judge_condition(
    pair: PlanPair,
    records: str,
    conditions: tuple[Expression | None, Expression | None],
    wider: Judgement,
    said: tuple[str, str] = ("only before", "only after"),
    clock: Clock | None = None,
) -> Judgement | None:
    """Judge records that are chosen by another condition: as `wider` where they are more; None where the same.

    `said` is what is said of a record that only the old condition holds for, and of one that only the new one does.
    `clock` is that of the level, where conditions read it.
    """
    plan = evolve(pair.new, calendars=calendars_of_both(pair.new, pair.old))
    compared = compare_conditions(plan, records, *conditions, clock)
    witnesses = (
        *([] if compared.only_before is None else [f"{compared.only_before}: {said[0]}"]),
        *([] if compared.only_after is None else [f"{compared.only_after}: {said[1]}"]),
    )
    match compared.relation:
        case Relation.SAME:
            return because(NEUTRAL, _IN_THE_TERM) if compared.in_the_term else None
        case Relation.WIDER:
            return Judgement(wider.effect, wider.why, witnesses)
        case Relation.NARROWER:
            return Judgement(turned(wider).effect, wider.why, witnesses)
        case Relation.NEITHER:
            return Judgement(INCOMPARABLE.effect, "", witnesses)


_IN_THE_TERM = "the same for all that starts within the term"


def _judge_late(_pair: PlanPair, old: bool, new: bool) -> Judgement:  # noqa: FBT001 - the values of a field
    del old
    return by_presence(now=new, added=STRICTER)


def _write_start(plan: Plan, start: Field | Extreme) -> str:
    return f"from {write_start(plan, start)}"


_STARTS = (
    Aspect("start", "clock", _write_start, _judge_start),
    Aspect("end", "clock", lambda plan, field: f"to {write_expression(plan, field)}", judged(INCOMPARABLE)),
)
_ASPECTS = (
    Aspect(
        "pauses",
        "clock",
        lambda plan, pauses: "".join(
            f"paused during {write_evidence(plan, each)}; " for each in pauses
        ).strip("; "),
        _judge_pauses,
    ),
    Aspect(
        "late_without_end",
        "clock",
        lambda _plan, late: "a missing end is late" if late else "a missing end is late once its time is up",
        _judge_late,
    ),
    Aspect(
        "each",
        "clock",
        lambda plan, field: f"between each of one {write_expression(plan, field)}",
        judged(INCOMPARABLE),
    ),
)
