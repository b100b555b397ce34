"""What a credit is, in words: amounts, shares, days, points, and the steps that an amount is owed for."""

from __future__ import annotations

from fractions import Fraction
from typing import assert_never

from sladsl.documents.credit_bases import base_words
from sladsl.documents.figures import money_words, percent_words, quantity_words
from sladsl.documents.prose import counted, date_words
from sladsl.documents.terms import Terms, charge_name
from sladsl.planning.plan import (
    Amount,
    AtRisk,
    ChargeForDowntime,
    CreditAmount,
    Gap,
    Money,
    PercentOf,
    Plan,
    Points,
    Quantity,
    ServiceDays,
    ShareOf,
    ShareOfField,
    Shortfall,
    Steps,
    TimeOf,
    TimeUnit,
    ValueType,
)
from sladsl.planning.wording import write_number, write_share


def amount_words(terms: Terms, amount: Amount) -> str:
    """What a limit is: "5% of the Monthly Charges", "GBP 500.00"."""
    match amount:
        case PercentOf(share, charge):
            return f"{percent_words(terms.plan, share)} of the {charge_name(terms, charge)}"
        case Money(fixed):
            return money_words(terms.plan, fixed)


def paid_words(terms: Terms, amount: CreditAmount) -> str:
    """What a credit is: "5% of the Monthly Charges", "3 days of the Fee", "2 Service Points"."""
    match amount:
        case Money(fixed):
            return money_words(terms.plan, fixed)
        case Points(number):
            return _counted(number, "Service Point")
        case ServiceDays(number):
            return f"an extension of the Term by {_counted(number, 'day')}"
        case ShareOf(share, base):
            return f"{share_words(terms.plan, share)} of {base_words(terms, base)}"
        case TimeOf(number, unit, base):
            thing = "day" if unit is TimeUnit.DAY else "hour"
            return f"{_counted(number, thing)} of {base_words(terms, base)}"
        case ChargeForDowntime(times, base):
            return (
                f"{_counted(times, 'time')} the part of {base_words(terms, base)} that falls on the downtime"
            )
        case ShareOfField(share, field):
            part = f"{write_number(share)} times" if share > 1 else f"{share_words(terms.plan, share)} of"
            return f"{part} its {'.'.join(field.path)}"
        case AtRisk():
            return _weight_words(terms, amount)
        case Shortfall(base=shared):
            return "the shortfall" if shared is None else f"the shortfall of {base_words(terms, shared)}"
    assert_never(amount)


def _weight_words(terms: Terms, amount: AtRisk) -> str:
    """A weight: "40%, from 1 January 2027 30%, of a pool of 50% of the Amount at Risk"."""
    first, *later = amount.weights
    weights = [
        f"from {date_words(each.since)} {percent_words(terms.plan, each.value)}"
        for each in later
        if each.since
    ]
    dated = f", {', '.join(weights)}," if weights else ""
    pool = "" if amount.pool == 1 else f" a pool of {percent_words(terms.plan, amount.pool)} of"
    return f"{percent_words(terms.plan, first.value)}{dated} of{pool} the Amount at Risk"


def share_words(plan: Plan, share: Fraction) -> str:
    """A share as a percentage, or as a fraction where its decimals do not end: "5%", "1/30"."""
    written = write_share(share)
    return percent_words(plan, share) if written.endswith("%") else written


def _counted(number: Fraction, thing: str) -> str:
    if number.denominator == 1:
        return counted(int(number), thing)
    return f"{write_number(number)} {thing}s"


def step_words(plan: Plan, steps: Steps) -> str:
    """A step: "full step of 1 percentage point", "started step of 1 hour of downtime"."""
    of = " of downtime" if steps.of is Gap.DOWNTIME else ""
    return f"{'full' if steps.is_full else 'started'} step of {_size_words(plan, steps.size)}{of}"


def _size_words(plan: Plan, size: Quantity) -> str:
    """A difference between two values: one between percentages is in percentage points."""
    if size.type is ValueType.PERCENT:
        return _counted(size.amount * 100, "percentage point")
    return quantity_words(plan, size)
