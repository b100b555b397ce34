"""The values that a credit table is tried at, each with its verdict and its row; and stretches of them in words.

What a table gives changes only at its thresholds and at the limits of the targets. So it is tried at each of these
values and at one value between any two of them, from the best measured value to the worst.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from itertools import groupby, pairwise

from sladsl.semantics.meaning import Promise, Terms
from sladsl.semantics.targets.bands import BandRange, on
from sladsl.semantics.types import ValueKind
from sladsl.syntax import ast
from sladsl.values import frozen


@frozen(eq=False)
class TriedTable:
    """A table for one tuple of dimension values, on a day: its rows, best value first, and what it is held against."""

    table: ast.CreditTable
    stretches: tuple[BandRange, ...]
    terms: Terms
    day: dt.date
    clause: str
    is_high: bool
    unit: ValueKind
    is_only: bool
    raised_by: ast.Baseline | ast.Ratchet | None
    promoted: ast.Promoted | None


@frozen(eq=False)
class TriedValue:
    """A measured value that is tried: its verdict, the rows that hold it, and the row that applies."""

    value: Fraction
    verdict: str
    rows: tuple[BandRange, ...]
    applies: BandRange | None


def points_of(given: TriedTable) -> list[TriedValue]:
    """The values that a table is tried at, best first."""
    return [_point(given, value) for value in _tried(given)]


def _tried(given: TriedTable) -> list[Fraction]:
    """The values at which something may change, and one beside and between each, best first."""
    inside = sorted(_marks(given))
    between = [(low + high) / 2 for low, high in pairwise(inside)]
    beyond = [inside[0] - 1, inside[-1] + 1]
    if given.unit is ValueKind.PERCENT:
        beyond = [inside[0] / 2, (inside[-1] + 1) / 2]
    values = sorted({*inside, *between, *beyond}, reverse=given.is_high)
    return [value for value in values if given.unit is not ValueKind.PERCENT or 0 <= value <= 1]


def _promises(terms: Terms) -> Iterator[Promise]:
    yield from (promise for promise in (terms.expected, terms.minimum) if promise is not None)


def _point(given: TriedTable, value: Fraction) -> TriedValue:
    rows = tuple(each for each in given.stretches if each.holds(value))
    applies = max(rows, key=lambda each: _depth(each, is_high=given.is_high), default=None)
    return TriedValue(value, _verdict(given, value), rows, applies)


def _depth(each: BandRange, *, is_high: bool) -> tuple[bool, Fraction, bool]:
    """How far into failure a row begins."""
    end, edge = (each.upper, each.row.upper) if is_high else (each.lower, each.row.lower)
    if end is None or edge is None:
        return False, Fraction(0), False
    return True, -end if is_high else end, not edge.includes


def _verdict(given: TriedTable, value: Fraction) -> str:
    assert given.terms.minimum is not None
    if not _keeps(given.terms.minimum, value, given.day):
        return "missed"
    expected = given.terms.expected
    return "met" if expected is None or _keeps(expected, value, given.day) else "below expected"


def _keeps(promise: Promise, value: Fraction, day: dt.date) -> bool:
    bound = on(promise, day)
    limit = Fraction(bound.value.value)
    match bound.comparator:
        case "at least":
            return value >= limit
        case "above":
            return value > limit
        case "at most":
            return value <= limit
        case _:
            return value < limit


def runs(points: Sequence[TriedValue], wanted: Callable[[TriedValue], bool]) -> Iterator[list[TriedValue]]:
    """The longest stretches of neighbouring values that all are of a kind."""
    for is_wanted, run in groupby(points, key=wanted):
        if is_wanted:
            yield list(run)


def written_range(given: TriedTable, points: Sequence[TriedValue], run: Sequence[TriedValue]) -> str:
    """A stretch of values as a range of the language: `97% to under 98%`, `exactly 99%`."""
    marks = _marks(given)
    first, last = points.index(run[0]), points.index(run[-1])
    best, worst = (first, run[0]), (last, run[-1])
    ends = [
        (point.value, True)
        if point.value in marks
        else (points[at + step].value, False)
        if 0 <= at + step < len(points)
        else None
        for (at, point), step in ((best, -1), (worst, 1))
    ]
    lower, upper = reversed(ends) if given.is_high else ends
    if lower == upper and lower is not None:
        return f"exactly {written_value(given, lower[0])}"
    if lower is None and upper is not None:
        return f"{'at most' if upper[1] else 'a value under'} {written_value(given, upper[0])}"
    if upper is None and lower is not None:
        return f"{'at least' if lower[1] else 'a value above'} {written_value(given, lower[0])}"
    assert lower is not None, "the limit of the target divides all values"
    assert upper is not None, "the limit of the target divides all values"
    start = f"{'' if lower[1] else 'over '}{written_value(given, lower[0])}"
    return f"{start} to {'' if upper[1] else 'under '}{written_value(given, upper[0])}"


def _marks(given: TriedTable) -> set[Fraction]:
    """The values at which a row or a target begins or ends."""
    ends = {end for each in given.stretches for end in (each.lower, each.upper) if end is not None}
    return ends | {Fraction(on(promise, given.day).value.value) for promise in _promises(given.terms)}


def written_value(given: TriedTable, value: Fraction) -> str:
    """A value as the agreement would write it; one between two thresholds with as many digits as it takes."""
    match given.unit:
        case ValueKind.PERCENT:
            return f"{shown_number(value * 100)}%"
        case ValueKind.DURATION:
            minutes = value / 60_000_000
            whole = minutes.denominator == 1
            return f"{shown_number(minutes)} min" if whole else f"{shown_number(value / 1_000_000)} s"
        case ValueKind.DAYS:
            return f"{shown_number(value)} days"
        case ValueKind.MONEY:
            return f"{_currency(given)} {shown_number(value)}".strip()
        case _:
            return shown_number(value)


def _currency(given: TriedTable) -> str:
    values = [on(promise, given.day).value for promise in _promises(given.terms)]
    return next((value.currency for value in values if isinstance(value, ast.Money)), "")


def shown_number(value: Fraction) -> str:
    """A number with the decimals that it has, up to twelve."""
    digits = next((number for number in range(12) if (value * 10**number).denominator == 1), None)
    if not digits:
        return str(value)
    whole, part = divmod(abs(value.numerator) * 10**digits // value.denominator, 10**digits)
    return f"{'-' if value < 0 else ''}{whole}.{part:0{digits}}"
