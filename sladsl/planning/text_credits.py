"""Credits in the plan as text."""

from __future__ import annotations

from collections.abc import Iterator

from sladsl.planning.plan import CreditRule, Plan
from sladsl.planning.text_line import PlanLine
from sladsl.planning.wording import write_credit, write_expression, write_range, write_steps, write_threshold
from sladsl.planning.wording_steps import write_history


def credit_lines(plan: Plan, credit: CreditRule, depth: int) -> Iterator[PlanLine]:
    """A credit as a line, or its table with a line for each row."""
    if credit.amount:
        yield PlanLine(
            f"credit     {_option(credit)}{write_dates(credit)}{_amount(plan, credit)}", depth, credit.span
        )
    if credit.bands:
        rows = "of the row furthest into failure that the value matches"
        yield PlanLine(f"credit     {_option(credit)}{write_dates(credit)}{rows}", depth, credit.span)
    ranges = [
        write_range(band.lower, band.upper, lambda edge: write_threshold(plan, edge.threshold))
        for band in credit.bands
    ]
    width = max(map(len, ranges), default=0)
    for band, values in zip(credit.bands, ranges, strict=True):
        yield PlanLine(f"{values:<{width}}  {write_credit(plan, band.credit)}", depth + 1, band.span)


def write_dates(credit: CreditRule) -> str:
    """Write from and until which first day of windows a credit is: `from 2027-01-01 before 2028-01-01 `."""
    since = "" if credit.since is None else f"from {credit.since} "
    return since + ("" if credit.until is None else f"before {credit.until} ")


def _option(credit: CreditRule) -> str:
    return "" if credit.option is None else f"option {credit.option}, as the customer chooses: "


def _amount(plan: Plan, credit: CreditRule) -> str:
    """The amount of a credit and all that follows it."""
    parts = [] if credit.amount is None else [write_credit(plan, credit.amount)]
    if credit.steps is not None:
        parts.append(write_steps(plan, credit.steps))
    if credit.mark is not None:
        side = "below" if credit.mark.is_below else "above"
        parts.append(f"{side} {write_threshold(plan, credit.mark.threshold)}")
    if credit.each is not None:
        where = credit.each.where
        parts.append(
            f"per record{'' if where is None else f' where {write_expression(plan, where)}'}, whatever the verdict"
        )
    if credit.history is not None:
        parts.append(f"when {write_history(credit.history)}")
    most = "" if credit.most is None else f", up to {write_credit(plan, credit.most)}"
    each = credit.each.most if credit.each else None
    most_each = "" if each is None else f", up to {write_credit(plan, each)} per record"
    return " ".join(parts) + most_each + most
