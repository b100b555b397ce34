"""Windows of which one count has enough and another one has not."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from itertools import chain, product

from sladsl.comparison.consequences.spans import parts_of_span, write_span
from sladsl.planning.plan import Consecutive, EveryNth, Failing, OfAny, Often, TimesInMonths, TimesInUnit
from sladsl.planning.wording import counted
from sladsl.planning.wording_steps import ordinal

Pattern = tuple[bool, ...]
"""Windows in their order: whether each has failed."""

_LONGEST = 10
"""So many windows in a row are tried in every order."""


def count_witnesses(old: Often, new: Often, failed: str) -> tuple[str, ...]:
    """Windows that are enough for one of two counts alone, for each side where there are such; `failed` is the word."""
    match old, new:
        case (Consecutive() | OfAny(), Consecutive() | OfAny()):
            return tuple(_of_orders(old, new, failed))
        case TimesInUnit(times, anchor, unit), TimesInUnit(least, anchored, within) if (anchor, unit) == (
            anchored,
            within,
        ):
            return (
                told_enough(f"{min(times, least)} {failed} in one {anchor} {unit}", is_before=times < least),
            )
        case TimesInMonths(times, months), TimesInMonths(least, within) if times != least:
            span = counted(min(months, within), "month")
            return (told_enough(f"{min(times, least)} {failed} within {span}", is_before=times < least),)
        case TimesInMonths(times, months), TimesInMonths(_, within):
            shorter, longer = sorted((months, within))
            spans = f"within {longer} months, and not within {shorter}"
            return (told_enough(f"{times} {failed} {spans}", is_before=within < months),)
        case TimesInUnit(), TimesInUnit():
            return tuple(_of_units(old, new, failed))
        case EveryNth(times), EveryNth(least):
            return tuple(_of_multiples(times, least))
    return ()


def _of_units(old: TimesInUnit, new: TimesInUnit, failed: str) -> Iterator[str]:
    """So many in a unit of one kind that are spread over several of the other one, and too few in each."""
    for is_before, enough, short in ((True, old, new), (False, new, old)):
        spans = (enough.anchor, enough.unit), (short.anchor, short.unit)
        if enough.times <= (short.times - 1) * parts_of_span(*spans):
            windows = f"{enough.times} {failed} in {write_span(spans[0])}"
            few = f"and not {short.times} in {write_span(spans[1])}"
            yield told_enough(f"{windows}, {few}", is_before=is_before)


def _of_multiples(old: int, new: int) -> Iterator[str]:
    for is_before, enough, short in ((True, old, new), (False, new, old)):
        if enough % short:
            yield told_enough(f"the {ordinal(enough)} miss", is_before=is_before)


def told_enough(windows: str, *, is_before: bool) -> str:
    """Say that something is enough on one side alone."""
    return f"{windows}: {'enough before, not after' if is_before else 'enough after, not before'}"


def _of_orders(old: Consecutive | OfAny, new: Consecutive | OfAny, failed: str) -> Iterator[str]:
    for is_before, enough, short in ((True, old, new), (False, new, old)):
        found = _first(partial(_tells, enough, short), max(_span(old), _span(new)))
        if found is not None:
            yield told_enough(_in_words(found, failed), is_before=is_before)


def _tells(enough: Consecutive | OfAny, short: Consecutive | OfAny, row: Pattern) -> bool:
    return is_reached(enough, row) and not is_reached(short, row)


def _first(passes: Callable[[Pattern], bool], span: int) -> Pattern | None:
    """The shortest row that passes; of longer ones only rows without a gap are tried."""
    rows = (
        (*each, True)
        for length in range(min(span, _LONGEST))
        for each in product((True, False), repeat=length)
    )
    return next(filter(passes, chain(rows, ((True,) * length for length in range(1, span + 1)))), None)


def _span(count: Consecutive | OfAny) -> int:
    return count.times if isinstance(count, Consecutive) else count.windows


def is_reached(count: Consecutive | OfAny, row: Pattern) -> bool:
    """Whether the last window of a row, which has failed, is one too many."""
    if isinstance(count, Consecutive):
        return len(row) >= count.times and all(row[-count.times :])
    return sum(row[-count.windows :]) >= count.times


def _in_words(row: Pattern, failed: str) -> str:
    if all(row):
        return f"{len(row)} {failed} in a row" if len(row) > 1 else f"1 {failed}"
    kept = "met" if failed in {*Failing} else "not"
    return f"one after the other {', '.join(failed if each else kept for each in row)}"
