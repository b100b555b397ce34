"""The arithmetic of a credit in a worked example."""

from __future__ import annotations

import datetime as dt
from typing import assert_never

from sladsl.documents.amounts import paid_words, share_words
from sladsl.documents.credit_bases import base_of_amount
from sladsl.documents.credit_rows import threshold_words
from sladsl.documents.figures import money_words, percent_words, quantity_words
from sladsl.documents.prose import date_words, listed, plain
from sladsl.documents.terms import Terms, charge_name
from sladsl.planning.periods import days_between
from sladsl.planning.plan import (
    AtRisk,
    ChargeForDowntime,
    Edge,
    Interval,
    Money,
    Plan,
    Points,
    ServiceDays,
    ShareOf,
    ShareOfField,
    Shortfall,
    TargetWord,
    TimeOf,
)
from sladsl.planning.windows import Window, zone_of
from sladsl.planning.wording import write_number, write_range
from sladsl.settlement.credit_sentences import factor_words, with_cut_records
from sladsl.settlement.display import show_credited, show_money_in_full
from sladsl.settlement.explanation import ChargeBase as Taken
from sladsl.settlement.explanation import Credit, ResolvedBand


def worked_credit(terms: Terms, window: Window, credit: Credit) -> str:
    """How a credit was calculated: "below 97%: 10% × GBP 85,000.00 (Monthly Charges for the window)"."""
    row = "" if credit.row is None else f"{_row_words(terms.plan, credit.row)}: "
    return f"{row}{_rate(terms, window, credit)}{_most(terms, credit)}"


def _row_words(plan: Plan, row: ResolvedBand) -> str:
    def written(edge: Edge) -> str:
        end = row.lower if edge is row.band.lower else row.upper
        word = threshold_words(plan, edge.threshold)
        return (
            f"{word} ({quantity_words(plan, end)})"
            if end and isinstance(edge.threshold, TargetWord)
            else word
        )

    return write_range(row.band.lower, row.band.upper, written)


def _rate(terms: Terms, window: Window, credit: Credit) -> str:
    """The number of the rate, what it is taken of, and the factors; a fixed amount where there is nothing to it."""
    taken = credit.rate.base if isinstance(credit.rate, AtRisk) else base_of_amount(credit.rate)
    parts = [
        _number(terms, credit),
        ""
        if credit.base is None
        else _taken(terms, window, credit.base, None if taken is None else taken.interval),
        *(factor_words(terms.plan, credit, factor) for factor in credit.factors),
    ]
    written = [part for part in parts if part]
    if len(written) == 1 and isinstance(credit.rate, Money):
        return "fixed amount"
    return with_cut_records(terms.plan, credit, " × ".join(written))


def _number(terms: Terms, credit: Credit) -> str:
    match credit.rate:
        case ShareOf(share=share) | ShareOfField(share=share):
            return share_words(terms.plan, share)
        case AtRisk(risk=risk, base=None):
            return money_words(terms.plan, risk)
        case AtRisk(risk=risk):
            return percent_words(terms.plan, risk)
        case ChargeForDowntime(times=times):
            return write_number(times)
        case Money() | Points() | ServiceDays():
            return paid_words(terms, credit.rate)
        case TimeOf() | Shortfall():
            return ""
    assert_never(credit.rate)


def _taken(terms: Terms, window: Window, base: Taken, interval: Interval | None) -> str:
    """The charge that counts, and those beside it that come to less."""
    amount = show_money_in_full(terms.plan, base.amount)
    what = f"{amount} ({charge_name(terms, base.charge)} {_when(terms.plan, window, base, interval)})"
    others = [
        f"{show_money_in_full(terms.plan, each.amount)} ({charge_name(terms, each.charge)})"
        for each in base.lesser
    ]
    return f"the greater of {plain(listed([what, *others]))}" if others else what


def _when(plan: Plan, window: Window, base: Taken, interval: Interval | None) -> str:
    if interval is None:
        same = (base.start, base.end) == (window.start, window.end)
        return f"for the {'window' if same else 'Settlement Period'}"
    first, until = days_between(zone_of(plan), base.start, base.end)
    if first >= until:
        return "outside the Term"
    return f"from {date_words(first)} to {date_words(until - dt.timedelta(days=1))}"


def _most(terms: Terms, credit: Credit) -> str:
    if credit.most is None or credit.amount == credit.calculated:
        return ""
    calculated = show_credited(terms.plan, credit.calculated, credit.unit, in_full=True)
    return f" = {calculated}; at most {show_credited(terms.plan, credit.most, credit.unit, in_full=True)}"
