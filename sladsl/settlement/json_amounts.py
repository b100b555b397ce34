"""Amounts, limits and clauses as JSON: what is exact beside what people read."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from sladsl.planning.plan import CreditUnit, Fact, Plan, Quantity, ValueType
from sladsl.settlement.display import charge_title, exact, iso_instant, show_credited, show_limit, show_money
from sladsl.settlement.explanation import ChargeBase

Json = dict[str, Any]


def base_value(plan: Plan, base: ChargeBase) -> Json:
    """The charge that a credit is taken of, and the time it counts for."""
    return {
        "charge": base.charge,
        "title": charge_title(plan, base.charge),
        "start": iso_instant(plan, base.start),
        "end": iso_instant(plan, base.end),
        "amount": money_value(plan, base.amount),
        "lesser": [base_value(plan, each) for each in base.lesser],
    }


def option_value(option: int | None) -> Json:
    """The number of a credit among those that the customer chooses among; nothing for any other."""
    return {} if option is None else {"option": option}


def limit_value(plan: Plan, limit: Quantity) -> Json:
    """A limit of a target, as people read it and exactly."""
    return quantity_value(limit, show_limit(plan, limit))


def money_value(plan: Plan, amount: Fraction) -> Json:
    """An amount in major units of the agreement's currency."""
    return quantity_value(Quantity(ValueType.MONEY, amount), show_money(plan, amount))


def credited_value(plan: Plan, amount: Fraction, unit: CreditUnit) -> Json:
    """A credit in its own unit: money, points or days of service."""
    return {"type": str(unit), "exact": exact(amount), "display": show_credited(plan, amount, unit)}


def quantity_value(quantity: Quantity, display: str) -> Json:
    """A quantity: its type, what it is exactly, and what people read."""
    return {"type": str(quantity.type), "exact": exact(quantity.amount), "display": display}


def clause_value(fact: Fact) -> Json:
    """Where a fact is written."""
    return {"id": fact.id, "file": fact.span.file, "line": fact.span.line}
