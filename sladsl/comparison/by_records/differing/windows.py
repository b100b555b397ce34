"""What two versions of a level make of the same records in its windows, and what that means."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sladsl.comparison.by_records.differing.across_windows import shown_across_windows
from sladsl.comparison.by_records.differing.searching import Search
from sladsl.comparison.by_records.differing.settling import Asked
from sladsl.comparison.by_records.differing.shown import Shown, clear_ones, effect_of
from sladsl.comparison.by_records.differing.values import shown_by_values
from sladsl.comparison.by_records.made.group_words import in_words
from sladsl.comparison.by_records.tried.agreed_time import agreed_hours
from sladsl.comparison.by_records.tried.dimensions import are_of_other_values
from sladsl.comparison.by_records.tried.grouped import are_regrouped
from sladsl.comparison.by_records.tried.snapshots import looks_elsewhere
from sladsl.comparison.by_records.tried.windows import RecordsInWindow, records_for_windows
from sladsl.comparison.by_records.versions import Versions
from sladsl.comparison.effect import Effect
from sladsl.comparison.sameness import same
from sladsl.comparison.service_levels.measures import targets_of
from sladsl.comparison.service_levels.targets import is_high
from sladsl.planning.plan import Plan, Quantity, ServiceLevel
from sladsl.settlement.display import show_value
from sladsl.settlement.explanation import Result, Verdict

_Both = tuple[Result, Result]

_DECIMALS = (None, *range(3, 13))
"""With how many decimals two values are shown: as many as are usual, or else so many that they differ."""

_ORDER = (Verdict.MISSED, Verdict.BELOW_EXPECTED, Verdict.MET)


def shown_in_windows(versions: Versions) -> Search:
    """Records that two versions measure differently: at most one that is harder, and one that is easier."""
    if _are_other_windows(versions):
        return (yield from shown_across_windows(versions))
    if are_of_other_values(versions) or are_regrouped(versions):
        return (yield from shown_by_values(versions))
    placed = records_for_windows(versions)
    told = yield Asked(versions.plans, [each.group for each in placed])
    found = [
        (each, both)
        for each, results in zip(placed, told, strict=True)
        if (both := _differing(each, *results))
    ]
    sides: dict[bool | None, Shown] = {}
    for each, both in sorted(found, key=lambda one: _rank(*one)):
        side = _is_harder(versions, both)
        sides.setdefault(side, _shown(versions, each, both, side))
    return clear_ones(sides)


_OF_WINDOWS = ("window", "counted", "no_records", "low_volume", "outside_is_up")
"""What a level says of its windows as a whole."""


def _are_other_windows(versions: Versions) -> bool:
    old, new = versions.old[0], versions.new[0]
    are_windows = any(not same(getattr(old, each), getattr(new, each)) for each in _OF_WINDOWS)
    return are_windows or looks_elsewhere(versions) is not None or agreed_hours(versions) is not None


def _differing(each: RecordsInWindow, old: Sequence[Result], new: Sequence[Result]) -> _Both | None:
    """The first values in a window that have another value, or another verdict, after a change."""
    before, after = (
        {(one.measurement.window.place, one.measurement.key): one for one in side if _is_in(each, one)}
        for side in (old, new)
    )
    for place, one in before.items():
        if place in after and _told_of(one) != _told_of(after[place]):
            return one, after[place]
    return None


def _is_in(each: RecordsInWindow, result: Result) -> bool:
    return each.window is None or result.measurement.window.label == each.window.label


def _told_of(result: Result) -> tuple[Quantity | None, Verdict]:
    return result.measurement.value, result.verdict


def _rank(each: RecordsInWindow, both: _Both) -> tuple[bool, int]:
    return both[0].verdict is both[1].verdict, each.group.size


def _is_harder(versions: Versions, both: _Both) -> bool | None:
    """Whether a window has a worse verdict after a change, or a worse value; None where that is unclear."""
    old, new = both
    if old.verdict is not new.verdict:
        if old.verdict in _ORDER and new.verdict in _ORDER:
            return _ORDER.index(new.verdict) < _ORDER.index(old.verdict)
        return None
    senses = {is_high(each) for each in targets_of(versions.old[1], versions.new[1])}
    values = old.measurement.value, new.measurement.value
    if len(senses) != 1 or values[0] is None or values[1] is None or values[0].type is not values[1].type:
        return None
    return (values[1].amount < values[0].amount) is (senses == {True})


def _shown(versions: Versions, each: RecordsInWindow, both: _Both, side: bool | None) -> Shown:  # noqa: FBT001 - of three values
    effect = None if side is None else effect_of(versions, Effect.STRICTER, is_harder=side)
    where = f"{_of(versions, both)}{f'in {both[0].measurement.window.label} ' if each.window is None else ''}"
    words = f"{in_words(versions.after, each.group)}: {where}{'; '.join(_parts(versions.after, both))}"
    return Shown(_rank(each, both), side, effect, words)


def _of(versions: Versions, both: _Both) -> str:
    """Of which values a window is, where a change is one of all series, and these are of values that are named."""
    is_of_all = isinstance(versions.whole.now, ServiceLevel)
    return f"for {' / '.join(both[0].measurement.key)} " if is_of_all and any(versions.new[1].members) else ""


def _parts(plan: Plan, both: _Both) -> Iterator[str]:
    old, new = both
    values = old.measurement.value, new.measurement.value
    if values[0] != values[1]:
        shown = [(_value(plan, *values, each), _value(plan, *values[::-1], each)) for each in _DECIMALS]
        before, after = next((both for both in shown if both[0] != both[1]), shown[0])
        yield f"{before} before, {after} after"
    if old.verdict is not new.verdict:
        yield f"{old.verdict} before, {new.verdict} after"


def _value(plan: Plan, value: Quantity | None, other: Quantity | None, decimals: int | None) -> str:
    """A value with as many decimals as are usual, or with so many, and more where another one lies closer."""
    others = () if other is None else (other,)
    return "no value" if value is None else show_value(plan, value, others, decimals)
