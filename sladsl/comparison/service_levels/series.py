"""One line of results compared: its clock, what is good, what is measured, its targets and its credits."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from sladsl.comparison.aspects import Aspect, ChangePlace, PlanPair, change, differences, put_back
from sladsl.comparison.change import Change, TakenBack
from sladsl.comparison.consequences.histories import where_passed_over
from sladsl.comparison.credit_tables.choices import series_credit_changes
from sladsl.comparison.credit_tables.credits import judge_rules, limit_credit_changes, seen_by
from sladsl.comparison.effect import (
    INCOMPARABLE,
    NEUTRAL,
    WEAKER,
    Effect,
    Judgement,
    because,
    by_size,
    together,
    turned,
)
from sladsl.comparison.logic.rounding import judge_rounded
from sladsl.comparison.sameness import same
from sladsl.comparison.service_levels.calendar_deadlines import HoursChange, judge_deadlines
from sladsl.comparison.service_levels.clocks import TOLD_BY_READERS, clock_changes, judge_condition
from sladsl.comparison.service_levels.lone_targets import with_failing_value
from sladsl.comparison.service_levels.measures import is_whole, judge_measure, targets_of
from sladsl.comparison.service_levels.targets import (
    Measuring,
    further_pairs,
    is_high,
    target_changes,
)
from sladsl.planning.plan import (
    Clock,
    Measure,
    Measured,
    Needs,
    Plan,
    Series,
    Statistic,
    WindowRule,
)
from sladsl.planning.text_levels import write_measure, write_rounding
from sladsl.planning.wording import counted, write_expression, write_test
from sladsl.values import evolve


def series_changes(
    pair: PlanPair, place: ChangePlace, records: str, old: Series, new: Series
) -> Iterator[Change]:
    """The changes of one series, in the order in which documents tell its terms."""
    yield from clock_changes(pair, place, old.clock, new.clock, partial(_judge_hours, new))
    yield from _good(pair, place, records, old, new)
    yield from _measured(pair, place, records, old, new)
    yield from _rounded(pair, place, old, new)
    measured = Measuring(new.clock, _window(pair, place), is_whole(old) and is_whole(new))
    for each in target_changes(pair, place, "", old.expected, new.expected, measured):
        yield with_failing_value(pair.new, each, (old, new), (old.expected, new.expected))
    for each in target_changes(pair, place, "", old.minimum, new.minimum, measured):
        told = with_failing_value(pair.new, each, (old, new), (old.minimum, new.minimum))
        yield _with_credits(pair, place, told, (old, new))
    yield from _further(pair, place, old, new)
    yield from differences(pair, place, (_needs(place.item.name),), old, new)
    for one, other in ((old.minimum, new.minimum), *further_pairs(old.further, new.further)):
        yield from limit_credit_changes(pair, place, records, (old, one), (new, other))
    yield from series_credit_changes(pair, place, records, old, new)


def _with_credits(pair: PlanPair, place: ChangePlace, each: Change, series: tuple[Series, Series]) -> Change:
    """A change of the minimum with what credits, which stay as they are, give before and after it.

    Credits for each record are owed on any verdict, so that a minimum does not change them.
    """
    old, new = series
    if old.minimum is None or new.minimum is None or not same(old.credits, new.credits):
        return each
    if is_high(old.minimum) != is_high(new.minimum) or old.measure.type is not new.measure.type:
        return each
    own = old.minimum.credits
    if not same(own, new.minimum.credits):
        return each
    bare = seen_by(old, old.minimum), seen_by(new, new.minimum)
    of_level = [
        [rule for rule in each.credits if rule.each is None and rule.option is None] for each in (old, new)
    ]
    rules = [[*own], [*new.minimum.credits]] if own else of_level
    judgement = judge_rules(pair, place.item.name, (bare[0], rules[0]), (bare[1], rules[1]), held=False)
    if judgement is None:
        return each
    effect = together((each.effect, judgement.effect))
    why = each.why if effect is each.effect else ""
    return evolve(each, effect=effect, why=why, witnesses=(*each.witnesses, *judgement.witnesses))


def _judge_hours(series: Series, plan: Plan, hours: HoursChange) -> Judgement | None:
    """What other hours of its clock mean for a series of which nothing but its deadlines reads the clock."""
    measure = series.measure
    is_share = isinstance(measure, Measure) and measure.statistic in {
        Statistic.PERCENT_GOOD,
        Statistic.PERCENT_NOT_GOOD,
    }
    is_credited_by_record = any(
        each.each is not None or each.steps is not None for each in series.all_credits
    )
    if not is_share or series.further or is_credited_by_record:
        return None
    found = judge_deadlines(plan, series, hours, more_good(series, series))
    return because(found, found.why or _WHY_HOURS[found.effect])


_WHY_HOURS = {
    Effect.STRICTER: "its deadlines are never later",
    Effect.WEAKER: "its deadlines are never sooner",
    Effect.NEUTRAL: "none of its deadlines moves",
    Effect.INCOMPARABLE: "",
}


def _further(pair: PlanPair, place: ChangePlace, old: Series, new: Series) -> Iterator[Change]:
    """The changes of targets on shares of records."""
    for one, other in further_pairs(old.further, new.further):
        named = other or one
        assert named is not None, "one of two targets stands"
        then = evolve(new, further=put_back(new.further, one, other))
        for each in target_changes(
            pair, place, write_test(named), one, other, Measuring(new.clock, _window(pair, place))
        ):
            yield evolve(each, without=(TakenBack(pair.old, pair.new, pair.since, new, then),))


def _window(pair: PlanPair, place: ChangePlace) -> WindowRule:
    """The windows of the level whose changes are told."""
    return next(level.window for level in pair.new.levels if level.name == place.item.name)


def _good(pair: PlanPair, place: ChangePlace, records: str, old: Series, new: Series) -> Iterator[Change]:
    """The change of which records are good: fewer of them is stricter."""
    if same(old.good, new.good):
        return
    judgement: Judgement | None = because(NEUTRAL, TOLD_BY_READERS)
    if old.good is not None and new.good is not None:
        judgement = judge_condition(
            pair, records, (old.good, new.good), more_good(old, new), _GOOD, _clock_of(old, new)
        )
    if judgement is not None:
        written = (
            None if old.good is None else write_expression(pair.old, old.good),
            None if new.good is None else write_expression(pair.new, new.good),
        )
        at = ChangePlace(place.item, place.prefix, old.good_span or place.old, new.good_span or place.new)
        told = change(at, "good when", written, judgement)
        then = evolve(new, good=old.good, clock=_clock_of(old, new))
        yield evolve(told, without=(TakenBack(pair.old, pair.new, pair.since, new, then),))


def _clock_of(old: Series, new: Series) -> Clock | None:
    """The clock that the old terms read in the new version: the old one, where that has none."""
    return new.clock or old.clock


_GOOD = ("good before, not after", "not good before, good after")


def more_good(old: Series, new: Series) -> Judgement:
    """What more good records mean: weaker where a share of good ones has to be high, or of bad ones low."""
    senses = {is_high(target) != each.complement for each in (old, new) for target in targets_of(each)}
    kinds = {each.measure.statistic for each in (old, new) if isinstance(each.measure, Measure)}
    if len(senses) > 1 or len(kinds) != 1:
        return INCOMPARABLE
    is_share_of_good = kinds == {Statistic.PERCENT_GOOD}
    is_fitting = senses == {True} if is_share_of_good else senses == {False}
    if not senses:
        return WEAKER
    return WEAKER if is_fitting else turned(WEAKER)


def _measured(pair: PlanPair, place: ChangePlace, records: str, old: Series, new: Series) -> Iterator[Change]:
    if same(_by_what_is_good(old), _by_what_is_good(new)):
        return
    written = (_write_measured(pair.old, old), _write_measured(pair.new, new))
    is_alike = old.complement == new.complement
    judgement = judge_measure(pair, records, old, new) if is_alike else INCOMPARABLE
    if judgement is None:
        return
    told = change(place, "measure", written, judgement, (old.measure, new.measure))
    yield evolve(told, without=(TakenBack(pair.old, pair.new, pair.since, new, _measured_before(old, new)),))


def _measured_before(old: Series, new: Series) -> Series:
    """The new terms with the old measure, what that reads, and the old targets where they are of another kind."""
    good = old.good if new.good is None else new.good
    then = evolve(new, measure=old.measure, complement=old.complement, clock=_clock_of(old, new), good=good)
    if old.measure.type is new.measure.type:
        return then
    return evolve(then, rounded=old.rounded, expected=old.expected, minimum=old.minimum)


def _by_what_is_good(series: Series) -> tuple[Measured, bool]:
    """A measure, and whether it is what is left of 100%: as `percent not good` is of the percent good."""
    measure = series.measure
    if isinstance(measure, Measure) and measure.statistic is Statistic.PERCENT_NOT_GOOD:
        return evolve(measure, statistic=Statistic.PERCENT_GOOD), not series.complement
    return measure, series.complement


def _write_measured(plan: Plan, series: Series) -> str:
    """Write what is measured, or 100% less that."""
    return f"{'100% - ' if series.complement else ''}{write_measure(plan, series.measure)}"


def _rounded(pair: PlanPair, place: ChangePlace, old: Series, new: Series) -> Iterator[Change]:
    """The change of how a value is rounded before it is compared."""
    if not same(old.rounded, new.rounded):
        judgement = judge_rounded(pair, old, new) if old.measure.type is new.measure.type else INCOMPARABLE
        yield change(
            place, "rounded", (_rounding(old), _rounding(new)), judgement, (old.rounded, new.rounded)
        )


def _rounding(series: Series) -> str | None:
    if series.rounded is None:
        return None
    return f"{write_rounding(series.rounded, series.measure.type)}, before any comparison"


def _needs(level: str) -> Aspect:
    """How many records a verdict needs: more of them leave more windows of a level without one."""

    def judge(pair: PlanPair, old: Needs | None, new: Needs | None) -> Judgement:
        before, after = (0 if each is None else each.records for each in (old, new))
        told = _decided(max(before, after) - 1)
        verdicts = ("unmeasured before, missed", "missed before, unmeasured")[after > before]
        witness = f"{told} and a value that fails the target: {verdicts} after"
        if why := where_passed_over(pair, level):
            return evolve(INCOMPARABLE, why=why, witnesses=(witness,))
        return evolve(by_size(before, after, WEAKER), witnesses=(witness,))

    return Aspect("needs", "needs", lambda _plan, needs: f"at least {_decided(needs.records)}", judge)


def _decided(records: int) -> str:
    return counted(records, "decided record")
