"""The money of two versions for the same records: credits period by period, and verdicts that differ."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from sladsl.comparison.renames import with_new_names
from sladsl.planning.plan import Plan
from sladsl.settlement.display import show_result
from sladsl.settlement.explanation import Result, SettledPeriod, Verdict
from sladsl.settlement.statement import Statement, shown_periods, shown_results
from sladsl.values import frozen


@frozen
class PeriodMoney:
    """The credits of one settlement period, or of those of a quarter; None on a side that does not settle any."""

    label: str
    before: Fraction | None
    after: Fraction | None

    @property
    def difference(self) -> Fraction:
        """By how much the credits are more after the change."""
        return (self.after or Fraction(0)) - (self.before or Fraction(0))


@frozen
class Verdicts:
    """A window of a level that the two versions judge differently: verdict and value on each side, None without one.

    A window that one version alone has, and in which it measures nothing, is left out.
    """

    level: str
    key: tuple[str, ...]
    window: str
    before: tuple[str, str | None] | None
    after: tuple[str, str | None] | None


@frozen
class MoneyComparison:
    """What both versions come to; the totals are of the periods shown. `old` and `new` tell the currencies.

    `aside` are how many rows each version set aside as bad data.
    """

    old: Plan
    new: Plan
    periods: tuple[PeriodMoney, ...]
    verdicts: tuple[Verdicts, ...]
    aside: tuple[int, int]

    @property
    def total(self) -> PeriodMoney:
        """All periods together; None on a side that settles none of them."""
        sides = ([period.before for period in self.periods], [period.after for period in self.periods])
        settled = ([each for each in side if each is not None] for side in sides)
        before, after = (sum(side, Fraction(0)) if side else None for side in settled)
        return PeriodMoney("total", before, after)

    @property
    def are_comparable(self) -> bool:
        """Whether credits of the two sides can be held against each other: both are settled, and in one currency."""
        is_settled = None not in {self.total.before, self.total.after}
        return is_settled and self.old.currency == self.new.currency


def money_of(old: Statement, new: Statement, aside: tuple[int, int]) -> MoneyComparison:
    """Hold the statements of two versions against each other, period by period and window by window.

    `aside` are how many rows each has set aside.
    """
    names = {
        each.old_name: each.new_name
        for each in with_new_names(old.plan, new.plan)[1]
        if each.kind == "levels"
    }
    return MoneyComparison(
        old.plan, new.plan, tuple(_periods(old, new)), tuple(_verdicts(old, new, names)), aside
    )


def _periods(old: Statement, new: Statement) -> Iterator[PeriodMoney]:
    """The credits of each period; where periods of the two versions overlap, of as many as make up the same time."""
    sides = (shown_periods(old), shown_periods(new))
    for start, end in _spans([(each.start, each.end) for side in sides for each in side]):
        before, after = ([each for each in side if start <= each.start < end] for side in sides)
        yield PeriodMoney(_label(before, after), _total(before), _total(after))


def _spans(periods: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The stretches of time that periods make up where those that overlap are put together."""
    spans: list[tuple[int, int]] = []
    for start, end in sorted(periods):
        if spans and start < spans[-1][1]:
            spans[-1] = spans[-1][0], max(spans[-1][1], end)
        else:
            spans.append((start, end))
    return spans


def _label(before: Sequence[SettledPeriod], after: Sequence[SettledPeriod]) -> str:
    """The name of the one period that is all of a stretch, or those of the first and the last one of it."""
    fewest = min((side for side in (after, before) if side), key=len)
    first, last = fewest[0].label, fewest[-1].label
    return first if first == last else f"{first} to {last}"


def _total(periods: Sequence[SettledPeriod]) -> Fraction | None:
    return sum((each.total for each in periods), Fraction(0)) if periods else None


def _verdicts(old: Statement, new: Statement, names: Mapping[str, str]) -> Iterator[Verdicts]:
    before = {_place(each, names): each for each in shown_results(old)}
    after = {_place(each, {}): each for each in shown_results(new)}
    for place in sorted({*before, *after}, key=lambda each: (each[2], each[:2])):
        one, other = before.get(place), after.get(place)
        verdicts = {each.verdict for each in (one, other) if each is not None}
        if len(verdicts) > 1 or (None in {one, other} and verdicts != {Verdict.UNMEASURED}):
            told = other or one
            assert told is not None, "a window is of one side or both"
            window = told.measurement.window.label
            yield Verdicts(place[0], place[1], window, _judged(old.plan, one), _judged(new.plan, other))


def _place(result: Result, names: Mapping[str, str]) -> tuple[str, tuple[str, ...], tuple[int, int, str]]:
    measured = result.measurement
    level = names.get(measured.level, measured.level)
    return level, measured.key, measured.window.place


def _judged(plan: Plan, result: Result | None) -> tuple[str, str | None] | None:
    return None if result is None else (str(result.verdict), show_result(plan, result))
