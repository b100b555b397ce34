"""Verdicts, credits and settlement by counting and by adding up days."""

from __future__ import annotations

import calendar
import datetime as dt
import math
from dataclasses import dataclass
from fractions import Fraction

DAY = dt.timedelta(days=1)


def verdict(good: int, bad: int, needs: int, minimum: Fraction, expected: Fraction | None) -> str:
    """The verdict of a share of good records under `at least` targets."""
    if good + bad == 0 or good + bad < needs:
        return "unmeasured"
    share = Fraction(good, good + bad)
    if share < minimum:
        return "missed"
    return "below expected" if expected is not None and share < expected else "met"


def band(share: Fraction, rows: list[tuple[Fraction, Fraction]]) -> Fraction:
    """The credit share of the lowest `when below` row that matches, 0 when none does."""
    matching = [row for row in rows if share < row[0]]
    return min(matching)[1] if matching else Fraction(0)


def charge(monthly: Fraction, first: dt.date, last: dt.date) -> Fraction:
    """What a monthly charge comes to from one day to another, both inclusive, day by day."""
    total = Fraction(0)
    while first <= last:
        total += monthly / calendar.monthrange(first.year, first.month)[1]
        first += DAY
    return total


@dataclass
class Month:
    """A month to settle: its first and last day within the term, and the credits calculated in it, in order."""

    first: dt.date
    last: dt.date
    credits: list[Fraction]


@dataclass
class Caps:
    """Limits in the order in which they are written: a share of the month's charge, then money per contract year."""

    monthly_share: Fraction
    yearly: Fraction


def settle(
    months: list[Month], monthly: Fraction, term_first: dt.date, caps: Caps, ignore: Fraction
) -> list[list[Fraction]]:
    """The credits of every month after: both limits, ignoring small totals, rounding to 0.01."""
    used: dict[int, Fraction] = {}
    settled = []
    for month in months:
        after_month = scale(month.credits, caps.monthly_share * charge(monthly, month.first, month.last))
        year = contract_year(term_first, month.last)
        after_year = scale(after_month, max(Fraction(0), caps.yearly - used.get(year, Fraction(0))))
        used[year] = used.get(year, Fraction(0)) + sum(after_year)
        kept = after_year if sum(after_year) >= ignore else [Fraction(0) for _ in after_year]
        settled.append(pennies(kept))
    return settled


def contract_year(first: dt.date, day: dt.date) -> int:
    """The number of whole years between the term's first day and a day (terms here start on days every month has)."""
    return day.year - first.year - ((day.month, day.day) < (first.month, first.day))


def scale(credits: list[Fraction], limit: Fraction) -> list[Fraction]:
    """Cut credits pro rata so that they come to no more than the limit."""
    total = sum(credits)
    return credits if total <= limit else [each * limit / total for each in credits]


def pennies(credits: list[Fraction]) -> list[Fraction]:
    """Round the total half-up to 0.01; hand the pennies to the largest remainders, the first of equal ones first."""
    total = math.floor(sum(credits) * 100 + Fraction(1, 2))
    floors = [math.floor(each * 100) for each in credits]
    by_remainder = sorted(range(len(credits)), key=lambda at: (floors[at] - credits[at] * 100, at))
    for at in by_remainder[: total - sum(floors)]:
        floors[at] += 1
    return [Fraction(each, 100) for each in floors]
