"""Credits compared value by value and, where shares of charges leave it open, window by window in money."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import pairwise

from sladsl.comparison.credit_tables.credit_parts import grown_by
from sladsl.comparison.credit_tables.credit_stretches import Stretch, stretches_of, write_stretch
from sladsl.comparison.credit_tables.credit_values import (
    MONEY,
    Parts,
    is_cut_alike,
)
from sladsl.comparison.credit_tables.curve_values import Curve, seen_values
from sladsl.comparison.credit_tables.pricing import Price
from sladsl.comparison.effect import Effect, Judgement, together
from sladsl.comparison.logic.bounds import days_of_change
from sladsl.comparison.service_levels.measures import targets_of
from sladsl.comparison.service_levels.targets import is_high
from sladsl.planning.plan import (
    AtRisk,
    CreditRule,
    Plan,
    Series,
    holds_on,
)
from sladsl.settlement.display import show_money
from sladsl.values import evolve

_TOLD = 4
"""So many stretches of values are told."""


Side = tuple[Series, Sequence[CreditRule]]


def judge_curves(plan: Plan, old: Side, new: Side, prices: Sequence[Price] = ()) -> Judgement | None:
    """Judge credits by what they give for each value on each day; None where that is the same everywhere.

    Where shares of charges leave it open, it is judged by what they come to in money in each window, as far as `prices`
    tell. These also say what a credit comes to, in words.
    """
    periods = _periods(old, new)
    held = [(day, _prices_from(prices, day, until)) for day, until in pairwise((*periods, dt.date.max))]
    if all(is_cut_alike(rule) for _, rules in (old, new) for rule in rules):
        shown = [(day, None, _shown_price(prices, among)) for day, among in held]
        found = [(each, moment[0]) for moment in shown for each in _differing(old, new, moment)]
        told = _judged(plan, new[0], found, periods)
        if told is None or all(effect is not Effect.INCOMPARABLE for (effect, _), _ in found):
            return told
        if not any(of.base is not None for price in prices for of in price.worth):
            return evolve(told, why=_on_what(plan, [stretch for (_, stretch), _ in found]))
    return _judged_in_money(plan, old, new, held, periods)


_Moment = tuple[dt.date, Price | None, Price | None]
"""A day, the prices by which credits are judged in money, and those that are told beside them."""


def _periods(old: Side, new: Side) -> list[dt.date]:
    """The days from which something else holds, and one before them all."""
    days = {
        *(
            day
            for series, _ in (old, new)
            for target in targets_of(series)
            for day in days_of_change(target.values)
        ),
        *(day for _, rules in (old, new) for rate in _at_risk(rules) for day in days_of_change(rate.weights)),
        *(day for _, rules in (old, new) for rule in rules for day in (rule.since, rule.until) if day),
    }
    return sorted({dt.date.min, *days})


def _prices_from(prices: Sequence[Price], day: dt.date, until: dt.date) -> list[Price]:
    """The prices of windows that start from one day on and before another, each of those that are alike once."""
    alike = {tuple(each.worth.items()): each for each in reversed(prices) if day <= each.first < until}
    return sorted(alike.values(), key=lambda each: each.first)


def _shown_price(prices: Sequence[Price], among: Sequence[Price]) -> Price | None:
    """The price of the first of some windows; its place is told where others of them all have another one."""
    is_one = len({tuple(each.worth.items()) for each in prices}) == 1
    first = next(iter(among), None)
    return evolve(first, place="") if is_one and first is not None else first


def _judged(
    plan: Plan,
    series: Series,
    found: Sequence[tuple[tuple[Effect, Stretch], dt.date]],
    periods: Sequence[dt.date],
) -> Judgement | None:
    """Judge credits by the stretches of values for which they differ, each on a day from which it does.

    Of many, those that lie nearest to good values are told, which are the last ones where high values are good.
    """
    if not found:
        return None
    told: dict[Stretch, list[tuple[Stretch, dt.date]]] = {}
    for (_, stretch), day in found:
        told.setdefault(stretch.as_written, []).append((stretch, day))
    stretches = tuple(told.values())
    nearest = stretches[-_TOLD:] if any(map(is_high, targets_of(series))) else stretches[:_TOLD]
    shown = [
        _dated(write_stretch(plan, alike[0][0]), [day for _, day in alike], periods) for alike in nearest
    ]
    left = len(told) - _TOLD
    more = [f"and {left:,} more stretch{'es' if left > 1 else ''} of values"] if left > 0 else []
    return Judgement(together(effect for (effect, _), _ in found), "", (*shown, *more))


def _judged_in_money(
    plan: Plan,
    old: Side,
    new: Side,
    held: Sequence[tuple[dt.date, Sequence[Price]]],
    periods: Sequence[dt.date],
) -> Judgement:
    """Judge credits by what they come to in each window: of windows that show an effect, the first is told."""
    moments = [(day, price, price) for day, prices in held for price in prices]
    is_one = len({tuple(price.worth.items()) for _, price, _ in moments}) == 1
    told: list[tuple[Effect, Stretch, dt.date]] = []
    for day, price, _ in moments:
        known = {effect for effect, *_ in told}
        if not known.issuperset((Effect.STRICTER, Effect.WEAKER)):
            at = evolve(price, place="") if is_one else price
            found = _differing(old, new, (day, at, at))
            told += [(effect, stretch, day) for effect, stretch in found if effect not in known]
    decisive = [each for each in told if each[0] is not Effect.NEUTRAL]
    shown = decisive[:_TOLD] or told[-1:]
    witnesses = tuple(_dated(write_stretch(plan, stretch), [day], periods) for _, stretch, day in shown)
    if decisive:
        why = _on_what(plan, [stretch for _, stretch, _ in decisive])
        return Judgement(together(effect for effect, *_ in told), why, witnesses)
    return Judgement(Effect.NEUTRAL, "both come to the same", witnesses)


def _on_what(plan: Plan, told: Sequence[Stretch]) -> str:
    """Which charges two credits differ by that are known only once records tell; and when they come to the same."""
    for each in told:
        grown = grown_by(dict(each.before.money), dict(each.after.money))
        unknown = [of for of in grown if of.base is not None and of.base.charges]
        if unknown:
            names = dict.fromkeys(name for of in unknown for name in (of.base.charges if of.base else ()))
            return f"it depends on what {' and '.join(names)} comes to{_where_equal(plan, grown)}"
    return ""


def _where_equal(plan: Plan, grown: Parts) -> str:
    """What a charge comes to where a share of it is as much as an amount of money."""
    money = grown.get(MONEY, Fraction(0))
    shares = [(of, number) for of, number in grown.items() if of != MONEY]
    if len(shares) != 1 or shares[0][0].unit != "share" or money * shares[0][1] >= 0:
        return ""
    return f": both are the same where that is {show_money(plan, -money / shares[0][1])}"


def _differing(old: Side, new: Side, moment: _Moment) -> Iterator[tuple[Effect, Stretch]]:
    """The stretches of values for which credits differ at a moment, as they are written or in what they come to."""
    day, price, shown = moment
    before, after = (
        Curve(series, tuple(rule for rule in rules if holds_on(rule, day)), day, price)
        for series, rules in (old, new)
    )
    for missed in sorted({False, any(_is_missed_by_others(series) for series, _ in (old, new))}):
        seen = seen_values(before, after, missed=missed)
        yield from stretches_of((before, after), seen, shown, missed=missed)


def _is_missed_by_others(series: Series) -> bool:
    """Whether the credits of a level may be owed for a miss of another target than that on the value."""
    return any(not target.credits for target in series.further)


def _dated(text: str, held: Sequence[dt.date], periods: Sequence[dt.date]) -> str:
    """A difference with the days from and until which it holds, where it does not always."""
    after = [day for day in periods if day > held[-1]]
    since = "" if held[0] == periods[0] else f"from {held[0]} on, "
    return f"{since}{f'before {after[0]}, ' if after else ''}{text}"


def _at_risk(rules: Sequence[CreditRule]) -> Iterator[AtRisk]:
    """The amounts of credits that are weights of what is at risk, which may have dates."""
    for rule in rules:
        for rate in (*(band.credit for band in rule.bands), rule.amount, rule.most):
            if isinstance(rate, AtRisk):
                yield rate
