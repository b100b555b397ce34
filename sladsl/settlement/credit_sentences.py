"""Credits in words: how each was calculated, and the rows of their tables."""

from __future__ import annotations

from typing import assert_never

from sladsl.planning.plan import Edge, Fact, Plan, Quantity, TimeUnit
from sladsl.planning.wording import write_number, write_range, write_threshold
from sladsl.settlement.display import charge_title, show_credit, show_credited, show_limit, show_money
from sladsl.settlement.explanation import Base, Credit, Factor, PartOfTime, Row, SharedAmong


def credit_arithmetic(plan: Plan, credit: Credit) -> str:
    """Show how a credit was calculated: `10% of Monthly Charges GBP 85,000.00 = GBP 8,500.00`."""
    rate, amount = show_credit(plan, credit.rate), show_credited(plan, credit.calculated, credit.unit)
    steps = "".join(f" × {factor_words(factor)}" for factor in credit.factors)
    base = "" if credit.base is None else f" {_base(plan, credit.base)}"
    arithmetic = f"{rate}{base}{steps} = {amount}" if base or steps else rate
    if credit.most is None or credit.rule.most is None or credit.amount == credit.calculated:
        return arithmetic
    most = show_credited(plan, credit.most, credit.unit)
    return f"{arithmetic}, cut to {show_credit(plan, credit.rule.most)} = {most}"


def factor_words(factor: Factor) -> str:
    """A factor of a credit as it stands in its arithmetic: `3/31 days`."""
    match factor:
        case PartOfTime(number, unit, of):
            things = "days" if unit is TimeUnit.DAY else "hours"
            return f"{write_number(number)} of {write_number(of)} {things}"
        case SharedAmong(values):
            return f"1 of {values} values"
    assert_never(factor)


def _base(plan: Plan, base: Base) -> str:
    amount = show_money(plan, base.amount)
    if not base.lesser:
        return amount
    others = ", ".join(
        f"{charge_title(plan, each.charge)} {show_money(plan, each.amount)}" for each in base.lesser
    )
    return f"({charge_title(plan, base.charge)} {amount}; {others})"


def credit_heading(plan: Plan, credit: Credit) -> str:
    """Name the row of the credit table that applied, or the credit itself: "row `below 97%`"."""
    return "credit" if credit.row is None else f"row `{row_words(plan, credit.row)}`"


def row_words(plan: Plan, row: Row) -> str:
    """Write the values of a row, its words resolved: `below 97%`, `below minimum (98%)`, `98% to under 99%`."""

    def written(edge: Edge) -> str:
        end = row.lower if edge is row.band.lower else row.upper
        assert end is not None
        limit = show_limit(plan, end)
        word = edge.threshold
        return limit if isinstance(word, Quantity) else f"{write_threshold(plan, word)} ({limit})"

    return write_range(row.band.lower, row.band.upper, written)


def row_name(plan: Plan, credit: Credit) -> str:
    """Name the row that applied in a cell: `below 97%`, or `flat` for a single amount."""
    return "flat" if credit.row is None else row_words(plan, credit.row)


def clause_of_credit(credit: Credit) -> Fact:
    """Give what the agreement says that made a credit: its row, or its rule."""
    return credit.rule if credit.row is None else credit.row.band
