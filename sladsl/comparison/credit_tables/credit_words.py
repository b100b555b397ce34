"""Credits of a level in words, as what has changed of them is told."""

from __future__ import annotations

from collections.abc import Sequence

from sladsl.planning.plan import Band, CreditRule, EachRecord, Mark, Plan
from sladsl.planning.text_credits import credit_lines, write_dates
from sladsl.planning.wording import write_credit, write_expression, write_range, write_threshold


def written_rules(plan: Plan, rules: Sequence[CreditRule]) -> str:
    """Several credits add up, or are options, and those of one line follow each other."""
    written = [f"{_beside(rule)}{write_rule(plan, rule)}" for rule in rules]
    return "".join(written).removeprefix(" and ").removeprefix(" or ")


def write_each(plan: Plan, each: EachRecord) -> str:
    """Write which records have a credit of their own, and how much at most."""
    where = "" if each.where is None else f" where {write_expression(plan, each.where)}"
    most = "" if each.most is None else f", up to {write_credit(plan, each.most)} per record"
    return f"per record{where}{most}"


def write_mark(plan: Plan, mark: Mark) -> str:
    """Write from which value on shortfalls are counted."""
    return f"{'below' if mark.is_below else 'above'} {write_threshold(plan, mark.threshold)}"


def write_option(plan: Plan, option: int) -> str:
    """Write which option of the customer a credit is."""
    del plan
    return f"option {option}, as the customer chooses"


def write_bands(plan: Plan, bands: tuple[Band, ...]) -> str:
    """Write what the rows of a table give, without their values."""
    return ", ".join(write_credit(plan, band.credit) for band in bands)


def write_rule(plan: Plan, rule: CreditRule) -> str:
    """Write a credit, its table in one line: `below 98%: 5% of Fee; below 97%: 10% of Fee`."""
    dates = write_dates(rule) if rule.bands else ""
    rows = [f"{_range(plan, band)}: {write_credit(plan, band.credit)}" for band in rule.bands] or [
        " ".join(line.text.split()).removeprefix("credit ") for line in credit_lines(plan, rule, 0)
    ]
    most = "" if rule.most is None or not rule.bands else f", up to {write_credit(plan, rule.most)}"
    option = "" if rule.option is None or not rule.bands else f"{write_option(plan, rule.option)}: "
    return option + dates + "; ".join(rows) + most


def _range(plan: Plan, band: Band) -> str:
    return write_range(band.lower, band.upper, lambda edge: write_threshold(plan, edge.threshold))


def _beside(rule: CreditRule) -> str:
    if rule.since is not None:
        return "; "
    return " and " if rule.option is None else " or "
