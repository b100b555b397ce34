"""Windows compared: the same time by other units, or longer ones that are missed only where a part of them was."""

from __future__ import annotations

from sladsl.comparison.aspects import Aspect, PlanPair
from sladsl.comparison.consequences.histories import is_told_by_windows
from sladsl.comparison.credit_tables.pricing import units
from sladsl.comparison.effect import INCOMPARABLE, NEUTRAL, STRICTER, WEAKER, Judgement, because
from sladsl.comparison.settlements.horizons import SAME_TIME, are_same_time
from sladsl.measurement.scanning.reads import fields_in
from sladsl.planning.plan import (
    Expression,
    Measure,
    OpenRecords,
    PeriodWindow,
    Plan,
    RecordWindow,
    Series,
    ServiceLevel,
    Statistic,
    Up,
    Uptime,
    ValueType,
    WindowRule,
)
from sladsl.planning.text_levels import write_window

BETWEEN = {
    Statistic.PERCENT_GOOD,
    Statistic.PERCENT_NOT_GOOD,
    Statistic.MEAN,
    Statistic.LOWEST,
    Statistic.HIGHEST,
    Statistic.PERCENTILE,
}
"""Statistics of all records that lie between those of any parts which they are cut into."""

_WHOLE = "a window is missed only where one of those within it was"


def window_aspect(old: ServiceLevel, new: ServiceLevel) -> Aspect:
    """In which windows a level is measured."""

    def judge(pair: PlanPair, before: WindowRule, after: WindowRule) -> Judgement:
        if _are_same(pair, before, after):
            return because(NEUTRAL, SAME_TIME)
        if all(_is_made_of_parts(plan, each) for plan, each in ((pair.old, old), (pair.new, new))):
            if _lie_within(pair, before, after):
                return because(WEAKER, _WHOLE)
            if _lie_within(pair, after, before):
                return because(STRICTER, _WHOLE)
        return INCOMPARABLE

    return Aspect("window", "window", lambda _plan, rule: write_window(rule), judge, span="window_span")


def _are_same(pair: PlanPair, old: WindowRule, new: WindowRule) -> bool:
    """Whether windows by the calendar and by the contract are the same."""
    if not isinstance(old, PeriodWindow) or not isinstance(new, PeriodWindow):
        return False
    both = ((old.anchor, old.unit), (new.anchor, new.unit))
    return all(are_same_time(pair, plan, both) for plan in (pair.old, pair.new))


def _lie_within(pair: PlanPair, short: WindowRule, long: WindowRule) -> bool:
    """Whether each of some windows lies within a longer one."""
    if not isinstance(long, PeriodWindow):
        return False
    if isinstance(short, RecordWindow):
        return True
    if not isinstance(short, PeriodWindow):
        return False
    starts = [
        {
            each.start
            for plan in (pair.old, pair.new)
            for each in units(pair, plan, (rule.anchor, rule.unit), ())
        }
        for rule in (short, long)
    ]
    return starts[1] <= starts[0]


# --- values that lie between those of the parts of a window ----------------------------------------------------------


def _is_made_of_parts(plan: Plan, level: ServiceLevel) -> bool:
    """Whether a longer window of a level fails only where one of several that make it up does, and costs no more.

    Then nothing but its value decides it, which lies between those of its parts, and neither a credit nor anything else
    is for one window or for several. What is known later does not count, since longer windows are settled later.
    """
    return (
        not level.low_volume
        and not level.exclusions
        and not level.excuses
        and not level.promotion
        and not level.ratchets
        and not level.severities
        and not _reads_times(level.where)
        and all(map(_lies_between, level.series))
        and not is_told_by_windows(plan, level.name)
    )


def _lies_between(series: Series) -> bool:
    targets = (series.minimum, series.expected)
    return (
        series.clock is None
        and series.needs is None
        and not series.further
        and not series.all_credits
        and all(each is None or len(each.values) == 1 for each in targets)
        and not _reads_times(series.good)
        and _is_between(series)
    )


def _is_between(series: Series) -> bool:
    match series.measure:
        case Measure(statistic=statistic, operand=operand):
            return statistic in BETWEEN and not _reads_times(operand)
        case Uptime(statistic=Up.AVAILABILITY, whole_minutes=False, affected=None):
            return True
        case OpenRecords():
            return True
    return False


def _reads_times(condition: Expression | None) -> bool:
    """Whether something depends on instants, of which those after a settlement are not known to it."""
    return condition is not None and any(field.type is ValueType.TIME for field in fields_in(condition))
