"""What is measured, compared: which of two statistics of the same records is never the higher."""

from __future__ import annotations

from fractions import Fraction

from sladsl.comparison.aspects import PlanPair
from sladsl.comparison.effect import (
    INCOMPARABLE,
    NEUTRAL,
    STRICTER,
    WEAKER,
    Effect,
    Judgement,
    because,
    by_presence,
    by_size,
    turned,
)
from sladsl.comparison.sameness import same
from sladsl.comparison.service_levels.clocks import judge_condition
from sladsl.comparison.service_levels.open_time import OpenTime, compare_hours
from sladsl.comparison.service_levels.snapshots import judge_snapshots
from sladsl.comparison.service_levels.targets import is_high
from sladsl.planning.calendars import calendar_of
from sladsl.planning.plan import (
    Measure,
    Measured,
    Open,
    OpenRecords,
    Ratio,
    Series,
    Statistic,
    Target,
    Up,
    Uptime,
)
from sladsl.values import evolve

_RISING = (
    (Statistic.LOWEST, Statistic.MEDIAN, Statistic.HIGHEST),
    (Statistic.LOWEST, Statistic.MEAN, Statistic.HIGHEST),
    (Statistic.LOWEST, Statistic.PERCENTILE, Statistic.HIGHEST),
)
_MIDDLE = Fraction(50)
_OPEN = (Open.LEAST, Open.MEAN, Open.MOST)


def judge_measure(pair: PlanPair, records: str, old: Series, new: Series) -> Judgement | None:
    """Judge another measure: a value that is never lower is stricter where low ones are good.

    None where it is the same in other words.
    """
    grown: Judgement | None
    senses = {is_high(target) for target in targets_of(old, new)}
    match old.measure, new.measure:
        case Measure(statistic=Statistic.NUMBER), Measure(statistic=Statistic.NUMBER):
            operands = (old.measure.operand, new.measure.operand)
            grown = judge_condition(pair, records, operands, wider=STRICTER, clock=new.clock)
            if grown is None or grown.effect is Effect.INCOMPARABLE:
                return grown
        case OpenRecords() as one, OpenRecords() as other if same(evolve(one, at=other.at), other):
            if len(senses) != 1:
                return INCOMPARABLE
            return judge_snapshots(pair, (old, one), (new, other), low_is_good=senses == {old.complement})
        case _:
            grown = _grown(pair, old.measure, new.measure)
    if same(_in_one_form(old.measure), _in_one_form(new.measure)):
        return None
    if grown is not None and grown.effect is Effect.NEUTRAL:
        return grown
    if grown is None or len(senses) != 1:
        return INCOMPARABLE
    if old.complement:
        grown = turned(grown)
    judgement = turned(grown) if senses == {True} else grown
    side = "worse" if judgement.effect is Effect.WEAKER else "better"
    return because(judgement, f"the value is never on the {side} side of the old one")


def _in_one_form(measure: Measured) -> Measured:
    """A sum over the number of its records is their mean."""
    match measure:
        case Ratio(
            over=Measure(statistic=Statistic.SUM) as total,
            under=Measure(statistic=Statistic.NUMBER, operand=None),
            per=Fraction(numerator=1, denominator=1),
        ):
            return evolve(total, statistic=Statistic.MEAN, type=measure.type)
    return measure


def targets_of(*series: Series) -> tuple[Target, ...]:
    """The targets on the value of some series."""
    return tuple(target for each in series for target in (each.minimum, each.expected) if target is not None)


def target_of(series: Series) -> Target | None:
    """The target on the value of a series that is the first to be missed, or else not to be met."""
    return series.minimum or series.expected


def is_whole(series: Series) -> bool:
    """Whether all values of a series are whole numbers: those of what is counted."""
    match series.measure:
        case (
            Measure(statistic=Statistic.NUMBER)
            | OpenRecords(statistic=Open.MOST | Open.LEAST)
            | Uptime(statistic=Up.OUTAGES)
        ):
            return True
    return False


def _grown(pair: PlanPair, old: Measured, new: Measured) -> Judgement | None:
    """Stricter where the new value is never lower than the old one, weaker where it is never higher."""
    match old, new:
        case Measure(), Measure() if same(old.operand, new.operand) and old.type is new.type:
            return _of_statistics(old, new)
        case Ratio(), Ratio() if same(evolve(old, per=new.per), new):
            return by_size(old.per, new.per, STRICTER)
        case OpenRecords(statistic=one), OpenRecords(statistic=other) if same(
            evolve(old, statistic=other), new
        ):
            if one in _OPEN and other in _OPEN:
                return by_size(_OPEN.index(one), _OPEN.index(other), STRICTER)
        case Uptime(), Uptime() if old.calendar != new.calendar:
            return _of_hours(pair, old, new)
        case Uptime(), Uptime():
            return _of_uptime(old, new)
    return None


def _of_statistics(old: Measure, new: Measure) -> Judgement | None:
    if {old.statistic, new.statistic} <= {Statistic.PERCENTILE, Statistic.MEDIAN}:
        return by_size(_place(old), _place(new), STRICTER)
    for order in _RISING:
        if old.statistic in order and new.statistic in order:
            return by_size(order.index(old.statistic), order.index(new.statistic), STRICTER)
    return None


def _place(measure: Measure) -> Fraction:
    """Where a value stands: a median, which may lie between two, is next to the 50th percentile and never below it."""
    rank = measure.rank or _MIDDLE
    return rank + (rank > _MIDDLE or measure.statistic is Statistic.MEDIAN)


def _of_hours(pair: PlanPair, old: Uptime, new: Uptime) -> Judgement | None:
    """In more hours, time down and its longest run are never less; of a share, and of a number, nothing is known."""
    if old.statistic not in {Up.DOWNTIME, Up.LONGEST} or not same(evolve(old, calendar=new.calendar), new):
        return None
    if old.calendar is None or new.calendar is None:
        return by_presence(now=old.calendar is None, added=WEAKER)
    calendars = calendar_of(pair.old, old.calendar), calendar_of(pair.new, new.calendar)
    relation = compare_hours(*calendars, (pair.old.term, pair.new.term)).relation
    return {OpenTime.SAME: because(NEUTRAL, _SAME_HOURS), OpenTime.LESS: WEAKER, OpenTime.MORE: STRICTER}.get(
        relation
    )


_SAME_HOURS = "within the term, the open time is the same"


def _of_uptime(old: Uptime, new: Uptime) -> Judgement | None:
    """All time down is never less than the longest outage; whole minutes, and weights, take time from what was down.

    Where that is so the value rises if it is time up.
    """
    if {old.statistic, new.statistic} == {Up.DOWNTIME, Up.LONGEST} and same(
        evolve(old, statistic=new.statistic), new
    ):
        return by_presence(now=new.statistic is Up.DOWNTIME, added=STRICTER)
    rest = evolve(old, whole_minutes=new.whole_minutes, affected=new.affected, total=new.total)
    if not same(rest, new):
        return None
    less = {
        by_size(Fraction(old.whole_minutes), Fraction(new.whole_minutes), WEAKER).effect,
        _weighted(old, new),
    } - {Effect.NEUTRAL}
    if len(less) != 1:
        return None
    down = Judgement(less.pop())
    return turned(down) if old.statistic.value == "availability" else down


def _weighted(old: Uptime, new: Uptime) -> Effect:
    if same((old.affected, old.total), (new.affected, new.total)):
        return Effect.NEUTRAL
    if old.affected is None or new.affected is None:
        return Effect.WEAKER if old.affected is None else Effect.STRICTER
    return Effect.INCOMPARABLE
