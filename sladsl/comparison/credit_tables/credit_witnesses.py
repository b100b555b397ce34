"""What shows that a credit has changed where no table of values does: time down, records, and windows in a row."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from functools import cache, partial

from sladsl.comparison.aspects import PlanPair, of_both
from sladsl.comparison.change import Change
from sladsl.comparison.credit_tables.credit_trials import CreditChange, Rules, trials_of
from sladsl.comparison.credit_tables.credit_values import are_resolved
from sladsl.comparison.effect import Effect
from sladsl.comparison.moments import in_windows
from sladsl.comparison.settlements.alone import (
    LevelAlone,
    has_other_values,
    level_alone,
    settled_alone,
    with_rules,
)
from sladsl.comparison.settlements.bases import amounts_in, assumed, base_in, is_weighed
from sladsl.comparison.settlements.credited import Credited, credited, credited_in_words
from sladsl.comparison.settlements.each_way import each_way
from sladsl.comparison.settlements.tried_windows import TriedWindow
from sladsl.planning.plan import AtRisk, CreditRule, Series, ServiceLevel, Sharing, Up, Uptime
from sladsl.planning.wording import write_duration, write_expression, write_money, write_quantity
from sladsl.values import evolve, frozen

_MOST = 100
"""How many trials are settled before none is told."""


def with_credits_shown(
    pair: PlanPair, level: str, series: Series, told: Change, rules: tuple[Rules, Rules]
) -> Change:
    """A change of credits with windows that show it where nothing does yet; they are found when they are asked for."""
    if told.witnesses or told.effect is Effect.NEUTRAL:
        return told
    found = next((each for each in of_both(pair.new.levels, pair.old.levels) if each.name == level), None)
    if found is None or len(found.dimensions) != len(series.members):
        return told
    if not are_resolved(series, (*rules[0], *rules[1])):
        return told
    changed = CreditChange(pair, found, series, rules)
    return evolve(told, settled=cache(lambda: tuple(_witnesses(changed, told.effect))))


@frozen
class _Shown:
    """Windows whose credits differ: what the first one earns that does, before and after."""

    given: tuple[TriedWindow, ...]
    window: str
    before: Credited
    after: Credited


def _witnesses(changed: CreditChange, effect: Effect) -> Iterator[str]:
    alone = level_alone(changed.pair, changed.level)
    levels = tuple(with_rules(changed.level, changed.series, each) for each in changed.rules)
    beside = has_other_values(levels[0]) and any(map(_is_shared, changed.of_both))
    found = partial(_shown, alone, levels, beside=beside)
    for each in each_way(effect, trials_of(alone, changed), found, _is_more, _MOST):
        yield _in_words(alone, changed, each, beside=beside)


def _is_more(shown: _Shown) -> bool:
    return shown.before < shown.after


def _is_shared(rule: CreditRule) -> bool:
    """Whether it matters for how many values a level is measured."""
    bases = (base_in(amount) for amount in amounts_in(rule))
    is_of_base = any(base is not None and base.sharing is Sharing.EQUALLY for base in bases)
    return is_of_base or any(
        isinstance(each, AtRisk) and each.sharing is Sharing.EQUALLY for each in amounts_in(rule)
    )


def _shown(
    alone: LevelAlone, levels: Sequence[ServiceLevel], given: tuple[TriedWindow, ...], *, beside: bool
) -> _Shown | None:
    sides = (settled_alone(alone, level, given, beside=beside) for level in levels)
    for one, other in zip(*sides, strict=True):
        before, after = credited(one), credited(other)
        if before != after:
            return _Shown(given, one.measurement.window.label, before, after)
    return None


# --- in words --------------------------------------------------------------------------------------------------------


def _in_words(alone: LevelAlone, changed: CreditChange, shown: _Shown, *, beside: bool) -> str:
    others = f", with another value of {changed.level.name} measured" if beside else ""
    taken = assumed(alone, changed.of_both)
    told = credited_in_words(alone.plan, shown.before, shown.after)
    of = f" for {shown.window}" if len(shown.given) > 1 else ""
    return f"{_given(alone, changed, shown.given)}{others}{taken}: {told}{of}"


def _given(alone: LevelAlone, changed: CreditChange, given: Sequence[TriedWindow]) -> str:
    labels = [alone.windows[each.number].label for each in given]
    first = _window(alone, changed, given[0])
    if all(evolve(each, number=0) == evolve(given[0], number=0) for each in given):
        return f"{first} {in_windows(labels)}"
    told = (f"{_window(alone, changed, each)} in {label}" for each, label in zip(given, labels, strict=True))
    return ", ".join(told)


def _window(alone: LevelAlone, changed: CreditChange, given: TriedWindow) -> str:
    plan = changed.pair.new
    if given.clock is not None:
        return _record(changed, given)
    if given.down is not None:
        whole = alone.windows[given.number].end - alone.windows[given.number].start
        of = f" of {write_duration(whole)}" if _has_hours(changed.series) else ""
        weighed = " for a quarter of the users" if is_weighed(changed.series, changed.of_both) else ""
        return f"{write_duration(given.down)} down{of}{weighed}"
    assert given.value is not None, "a window has a value, time down or a record"
    return f"at {write_quantity(plan, given.value)}"


def _has_hours(series: Series) -> bool:
    """Whether what a window comes to depends on how long it is open, which time down alone does not say."""
    match series.measure:
        case Uptime(statistic=Up.AVAILABILITY, calendar=str()):
            return True
    return False


def _record(changed: CreditChange, given: TriedWindow) -> str:
    """A record in words: `a ticket with 5 h on the clock and refund GBP 100.00`."""
    plan = changed.pair.new
    units = changed.units
    parts = [f"{write_duration(given.clock or 0)} on the clock"] * any(each.steps for each in units)
    fields = dict.fromkeys(write_expression(plan, each.field) for each in units if each.field is not None)
    parts += [f"{each} {write_money(plan, given.amount or Fraction(0))}" for each in fields]
    wanted = dict.fromkeys(write_expression(plan, each.where) for each in units if each.where is not None)
    told = f" with {' and '.join(parts)}" if parts else ""
    where = f" where {' and '.join(wanted)}" if wanted else ""
    if given.records == 1:
        return f"one {changed.level.records}{told}{where}"
    return f"{given.records} {changed.level.records} records{told}{' each' if told else ''}{where}"
