"""The stretches of values for which two credits differ, and how they are told."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from functools import partial
from itertools import groupby

from sladsl.comparison.credit_tables.credit_values import (
    CreditUnitKey,
    is_cut_alike,
    write_parts,
)
from sladsl.comparison.credit_tables.curve_values import DECIMALS, GRID, Curve, Seen, kind_of
from sladsl.comparison.credit_tables.pricing import Price
from sladsl.comparison.effect import Effect
from sladsl.comparison.logic.bounds import at
from sladsl.comparison.service_levels.measures import targets_of
from sladsl.planning.plan import (
    Edge,
    Plan,
    Quantity,
    RoundingMode,
    Series,
)
from sladsl.planning.wording import write_quantity, write_range, write_threshold
from sladsl.settlement.display import show_money, show_money_in_full
from sladsl.settlement.rounding import rounded
from sladsl.values import evolve, frozen


@frozen
class _Given:
    """A credit as it is written, None where that cannot be said, and in money; `place` is of which window that is."""

    parts: tuple[tuple[CreditUnitKey, Fraction], ...] | None
    money: tuple[tuple[CreditUnitKey, Fraction], ...]
    place: str = ""


@frozen
class Stretch:
    """Neighbouring values for which two credits differ alike: their ends, one of them, and both credits there.

    `place` is the window for which they do.
    """

    lower: Edge | None
    upper: Edge | None
    value: Quantity
    before: _Given
    after: _Given
    missed: bool
    place: str

    @property
    def as_written(self) -> Stretch:
        """The stretch without what its credits come to, which differs from window to window."""
        before, after = (evolve(side, money=(), place="") for side in (self.before, self.after))
        return evolve(self, before=before, after=after)


def stretches_of(
    curves: tuple[Curve, Curve], seen: Sequence[Seen], shown: Price | None, *, missed: bool
) -> Iterator[tuple[Effect, Stretch]]:
    """The stretches of values for which two credits differ, and which is more."""
    series = curves[1].series
    grows = any(curve.grows for curve in curves)
    for _, numbered in groupby(enumerate(seen), key=lambda each: _alike(each[1], grows=grows)):
        places = [place for place, _ in numbered]
        run = seen[places[0] : places[-1] + 1]
        inner = [each for each in run if not each.is_mark] or run
        one = min(inner, key=lambda each: _plainness(series, each.value))
        before, after = (_given(curve, one.value, shown, missed=missed) for curve in curves)
        if run[0].effect is not Effect.NEUTRAL or before.parts != after.parts:
            lower = None if places[0] == 0 else _edge(series, seen, places[0], places[0] - 1)
            upper = None if places[-1] == len(seen) - 1 else _edge(series, seen, places[-1], places[-1] + 1)
            ends = (None, None) if len(run) == 1 else (lower, upper)
            value = Quantity(kind_of(series), one.value)
            price = curves[1].price
            place = "" if price is None else price.place
            yield run[0].effect, Stretch(*ends, value, before, after, missed, place)


def _given(curve: Curve, value: Fraction, shown: Price | None, *, missed: bool) -> _Given:
    """What a credit gives for a value, as it is written and in money."""
    written = evolve(curve, price=None).given(value, missed=missed)
    parts = tuple(written.items()) if all(map(is_cut_alike, curve.rules)) else None
    money = evolve(curve, price=shown).given(value, missed=missed)
    place = "" if shown is None or shown is curve.price else shown.place
    return _Given(parts, tuple(money.items()), place)


def write_stretch(plan: Plan, stretch: Stretch) -> str:
    """Write a stretch by one of its values: `at 81% (80% to under 85%): 5% of Fee (GBP 600.00) before, … after`."""
    ends = write_range(stretch.lower, stretch.upper, partial(_end_in_words, plan))
    within = f" ({ends})" if stretch.lower or stretch.upper else ""
    other = " with another target missed" if stretch.missed else ""
    place = f" in {stretch.place}" if stretch.place else ""
    amounts = [
        show_money(plan, sum(dict(side.money).values(), Fraction(0)))
        for side in (stretch.before, stretch.after)
    ]
    shown = show_money_in_full if amounts[0] == amounts[1] else show_money
    told = (_in_words(plan, side, partial(shown, plan)) for side in (stretch.before, stretch.after))
    return f"at {write_quantity(plan, stretch.value)}{within}{other}{place}: {' before, '.join(told)} after"


def _end_in_words(plan: Plan, edge: Edge) -> str:
    """Write where a stretch ends; where that has no end of decimals, about where."""
    written = write_threshold(plan, edge.threshold)
    if "/" not in written or not isinstance(edge.threshold, Quantity):
        return written
    kind, amount = edge.threshold.type, edge.threshold.amount
    near = rounded(amount, GRID.get(kind, DECIMALS)[-1], RoundingMode.HALF_UP)
    return f"about {write_quantity(plan, Quantity(kind, near))}"


def _in_words(plan: Plan, given: _Given, shown: Callable[[Fraction], str]) -> str:
    """Write a credit as the agreement does, and what it comes to where that is money: `5% of Fee (GBP 600.00)`."""
    money = write_parts(plan, dict(given.money), shown) if given.money else "nothing"
    if given.parts is None:
        return money
    written = write_parts(plan, dict(given.parts))
    if given.money == given.parts or any(of.base is not None for of, _ in given.money):
        return written
    return f"{written} ({money}{f' in {given.place}' if given.place else ''})"


def _plainness(series: Series, value: Fraction) -> tuple[bool, int, Fraction]:
    """How round a value is and, of values as round, how far it is from the target.

    Values that no statement shows come last: those below nothing, and those that have no end of decimals.
    """
    limits = [
        limit.amount for each in targets_of(series) if (limit := at(each.values, dt.date.min)) is not None
    ]
    steps = GRID.get(kind_of(series), DECIMALS)
    rounder = next((place for place, step in enumerate(steps) if (value / step).denominator == 1), len(steps))
    near = min((abs(value - limit) for limit in limits), default=Fraction(0))
    return value < 0 or rounder == len(steps), rounder, near


def _alike(each: Seen, *, grows: bool) -> object:
    """What neighbouring values have alike: both credits or, of those that grow evenly, which of them is more."""
    return each.effect if grows else (tuple(each.before.items()), tuple(each.after.items()))


def _edge(series: Series, seen: Sequence[Seen], inner: int, outer: int) -> Edge:
    value, includes = (seen[inner].value, True) if seen[inner].is_mark else (seen[outer].value, False)
    return Edge(Quantity(kind_of(series), value), includes)
