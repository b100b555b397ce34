"""Windows of which one count has enough and another one has not."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from itertools import chain, groupby, product
from typing import assert_never

from sladsl.comparison.consequences.enough import told_enough
from sladsl.comparison.consequences.spans import parts_of_span, write_span
from sladsl.planning.plan import (
    Consecutive,
    EveryNth,
    Failing,
    Lately,
    OfAny,
    Often,
    TimesInMonths,
    TimesInUnit,
)
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


def enough_in_words(lately: Lately, failed: str) -> str:
    """The fewest windows that are enough for a count: `3 missed in a row`, `4 missed in one calendar year`."""
    match lately:
        case Consecutive(times) | OfAny(times):
            return _in_words((True,) * times, failed)
        case TimesInUnit(times, anchor, unit):
            return f"{times} {failed} in one {anchor} {unit}"
        case TimesInMonths(times, months):
            return f"{times} {failed} within {counted(months, 'month')}"
    assert_never(lately)


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


def _of_orders(old: Consecutive | OfAny, new: Consecutive | OfAny, failed: str) -> Iterator[str]:
    for is_before, enough, short in ((True, old, new), (False, new, old)):
        longer = chain(_gapless(max(_span(old), _span(new))), _parted(enough))
        found = _first(partial(_tells, enough, short), max(_span(old), _span(new)), longer)
        if found is not None:
            yield told_enough(_in_words(found, failed), is_before=is_before)


def _tells(enough: Consecutive | OfAny, short: Consecutive | OfAny, row: Pattern) -> bool:
    return is_reached(enough, row) and not is_reached(short, row)


def _first(passes: Callable[[Pattern], bool], span: int, longer: Iterable[Pattern]) -> Pattern | None:
    """The shortest row that passes, where there is a short one, and else the first of some longer rows."""
    rows = (
        (*each, True)
        for length in range(min(span, _LONGEST))
        for each in product((True, False), repeat=length)
    )
    return next(filter(passes, chain(rows, longer)), None)


def _gapless(span: int) -> Iterator[Pattern]:
    return ((True,) * length for length in range(1, span + 1))


def _parted(enough: Consecutive | OfAny) -> Iterator[Pattern]:
    """Rows with one gap before the last window, which lies as far from the others as a count may reach."""
    gaps = enough.windows - enough.times if isinstance(enough, OfAny) else 0
    return ((*(True,) * (enough.times - 1), *(False,) * gap, True) for gap in range(1, gaps + 1))


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
    if len(row) > _LONGEST:
        runs = ((len([*several]), failed if is_failed else kept) for is_failed, several in groupby(row))
        return ", then ".join(f"{number} {verdict}" for number, verdict in runs)
    return f"one after the other {', '.join(failed if each else kept for each in row)}"
