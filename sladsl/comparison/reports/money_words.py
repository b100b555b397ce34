"""The money of two versions in words, as rows of tables."""

from __future__ import annotations

from fractions import Fraction

from sladsl.comparison.money import MoneyComparison, PeriodMoney
from sladsl.planning.plan import Plan
from sladsl.planning.wording import counted
from sladsl.settlement.display import show_money


def money_rows(money: MoneyComparison) -> list[tuple[str, str, str, str]]:
    """A row for each period, and one for all: its label, the credits before and after, and the difference."""
    return [_row(money, period) for period in (*money.periods, money.total)]


def _row(money: MoneyComparison, period: PeriodMoney) -> tuple[str, str, str, str]:
    return (
        period.label,
        _shown(money.old, period.before),
        _shown(money.new, period.after),
        difference(money, period),
    )


def difference(money: MoneyComparison, period: PeriodMoney) -> str:
    """By how much the credits have changed; nothing where the currencies differ, or one side settles no period."""
    if not money.are_comparable:
        return "-"
    amount = show_money(money.new, abs(period.difference))
    return f"{'+' * (period.difference > 0)}{'-' * (period.difference < 0)}{amount}"


def _shown(plan: Plan, amount: Fraction | None) -> str:
    return "-" if amount is None else show_money(plan, amount)


def rows_aside(money: MoneyComparison) -> str:
    """How many rows were not measured; nothing where all were."""
    before, after = money.aside
    if not (before or after):
        return ""
    return f"{counted(before, 'row')} set aside as bad data before, {after:,} after."


def verdict_rows(money: MoneyComparison) -> list[tuple[str, str, str, str]]:
    """A row for each window that is judged differently: the level, the window, and both verdicts with their values."""
    return [
        (" / ".join((each.level, *each.key)), each.window, _judged(each.before), _judged(each.after))
        for each in money.verdicts
    ]


def _judged(side: tuple[str, str | None] | None) -> str:
    if side is None:
        return "-"
    verdict, value = side
    return verdict if value is None else f"{verdict} at {value}"
