"""What credits are taken of, and what is assumed of that where one level is settled by itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import assert_never

from sladsl.comparison.settlements.alone import LevelAlone
from sladsl.comparison.settlements.trials import ACCRUED
from sladsl.comparison.settlements.tried_windows import weighs_users
from sladsl.planning.plan import (
    AtRisk,
    Base,
    ChargeForDowntime,
    CreditAmount,
    CreditRule,
    Money,
    Points,
    Series,
    ServiceDays,
    ShareOf,
    ShareOfField,
    Shortfall,
    TimeOf,
)
from sladsl.planning.wording import write_money


def amounts_in(rule: CreditRule) -> Iterator[CreditAmount]:
    """All that a credit may give, and the most that it comes to."""
    yield from (each for each in (rule.amount, rule.most) if each is not None)
    yield from (band.credit for band in rule.bands)


def base_in(amount: CreditAmount) -> Base | None:
    """What an amount is taken of."""
    match amount:
        case ShareOf() | TimeOf() | ChargeForDowntime() | Shortfall() | AtRisk():
            return amount.base
        case ShareOfField() | Money() | Points() | ServiceDays():
            return None
    assert_never(amount)


def is_weighed(series: Series, rules: Iterable[CreditRule]) -> bool:
    """Whether time down counts by the share of users that it affects, for the value or for a credit."""
    bases = [base_in(amount) for rule in rules for amount in amounts_in(rule)]
    return weighs_users(series) or any(base is not None and base.affected is not None for base in bases)


def assumed(alone: LevelAlone, rules: Iterable[CreditRule]) -> str:
    """What charges that records tell are taken to be, where credits are taken of them."""
    bases = [base_in(amount) for rule in rules for amount in amounts_in(rule)]
    of = [each for each in alone.accrued if any(base is not None and each in base.charges for base in bases)]
    return f", with {' and '.join(of)} at {write_money(alone.plan, ACCRUED)} per month" if of else ""
