"""An agreement that is amended: what binds windows, settlement periods and days (docs/over-time.md, Amendments)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction

from tests.oracle.agreement import Agreement, Charge, Level
from tests.oracle.periods import Span

Rate = tuple[dt.date | None, Fraction, str]


def amended(first: Agreement, later: Sequence[tuple[dt.date, Agreement]]) -> Agreement:
    """An agreement that becomes others on dates. What is charged is so day by day, whichever of them looks at it."""
    names = dict.fromkeys(
        charge.name for each in (first, *(each for _, each in later)) for charge in each.charges
    )
    charges = tuple(Charge(name, tuple(_rates(name, first, later))) for name in names)
    after = tuple((day, replace(each, charges=charges)) for day, each in later)
    return replace(first, charges=charges, later=after)


def _rates(name: str, first: Agreement, later: Sequence[tuple[dt.date, Agreement]]) -> Iterator[Rate]:
    """What a charge comes to a day, era after era: nothing where there is none."""
    eras: list[tuple[dt.date | None, Agreement]] = [(None, first), *later]
    ends = [*(day for day, _ in later), None]
    for (begins, era), ends_on in zip(eras, ends, strict=True):
        own = next((each.rates for each in era.charges if each.name == name), ((None, Fraction(0), "month"),))
        before = [rate for rate in own if rate[0] is None or (begins is not None and rate[0] <= begins)]
        yield begins, *before[-1][1:]
        for since, amount, per in own:
            is_inside = since is not None and (begins is None or since > begins)
            if since is not None and is_inside and (ends_on is None or since < ends_on):
                yield since, amount, per


def on(agreement: Agreement, day: dt.date) -> Agreement:
    """The agreement that binds what starts on a day."""
    return [agreement, *(each for since, each in agreement.later if since <= day)][-1]


def bound(agreement: Agreement, level: str, window: Span) -> Level:
    """A level as it binds a window."""
    return next(each for each in on(agreement, window.first).levels if each.name == level)
