"""Parts of the steps of a settlement written back in the words of the language."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import assert_never

from sladsl.planning.plan import (
    CarryOver,
    Choose,
    Claim,
    Consecutive,
    ConvertTable,
    EarnBack,
    EveryNth,
    FailedLately,
    HistoryMet,
    Lately,
    Limit,
    OfAny,
    Plan,
    Settlement,
    TimesInMonths,
    TimesInUnit,
)
from sladsl.planning.wording import counted, write_credit, write_range, write_threshold


def write_lately(lately: Lately) -> str:
    """Write how often windows must have failed: `in 2 or more consecutive windows`."""
    match lately:
        case Consecutive(times):
            return f"in {times} or more consecutive windows"
        case OfAny(times, windows):
            return f"in {times} or more of any {windows} windows"
        case TimesInUnit(times, anchor, unit):
            return f"{times} or more times in a {anchor} {unit}"
        case TimesInMonths(times, months):
            return f"{times} or more times in any {counted(months, 'month')}"
    assert_never(lately)


def write_final(settlement: Settlement) -> str:
    """Write when a period is final: `final after 2 settlements`, `never final`."""
    number = settlement.final_after
    return "never final" if number is None else f"final after {counted(number, 'settlement')}"


def write_history(history: HistoryMet) -> str:
    """Write what must have happened in the windows up to one: `missed in 3 or more consecutive windows`."""
    match history:
        case FailedLately(failing, lately):
            return f"{failing} {write_lately(lately)}"
        case EveryNth(nth):
            return f"every {ordinal(nth)} miss"
    assert_never(history)


def write_owed(history: HistoryMet) -> str:
    """Write when a credit is owed: `owed for every 10th miss`, `owed when missed in 3 or more consecutive windows`."""
    return f"owed {'for' if isinstance(history, EveryNth) else 'when'} {write_history(history)}"


def ordinal(number: int) -> str:
    """Write which one of several: `1st`, `12th`, `22nd`."""
    teen = number % 100 in {11, 12, 13}
    return f"{number:,}{'th' if teen else {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th')}"


def write_horizon(limit: Limit) -> str:
    """Write what a limit is counted over: `per calendar month`, `over the term`."""
    return "over the term" if limit.per is None else f"per {limit.anchor} {limit.per}"


def write_condition(step: EarnBack) -> str:
    """Write when a credit is earned back: `expected is met in each of the 3 following windows`."""
    following = (
        f"each of the {step.windows} following windows" if step.windows > 1 else "the following window"
    )
    return f"{step.target} is {'exceeded' if step.exceeded else 'met'} in {following}"


def write_carried(step: CarryOver) -> str:
    """Write how long something is carried over, and what becomes of it then: `until 2 periods later, then lost`."""
    match step.periods:
        case None:
            until = "until the end of the term"
        case 1:
            until = "once"
        case number:
            until = f"until {number} periods later"
    return f"{until}, then {'paid' if step.paid else 'lost'}"


def write_points_rows(plan: Plan, step: ConvertTable, named: Callable[[str], str] = str) -> str:
    """Write what totals of points come to: `10 to under 20 GBP 500; at or above 20 GBP 1,000`."""

    def rows() -> Iterator[str]:
        for band in step.bands:
            points = write_range(band.lower, band.upper, lambda edge: write_threshold(plan, edge.threshold))
            yield f"{points} {write_credit(plan, band.credit, named)}"

    return "; ".join(rows())


def write_claim(step: Claim) -> str:
    """Write until when something is claimed: `within 30 days after the window`."""
    if step.unit is not None:
        return f"by the end of the {ordinal(step.nth or 0)} calendar {step.unit} after the window"
    return _within(step.days, step.months)


def write_choice(step: Choose) -> str:
    """Write until when the customer chooses: `within 30 days after the window`."""
    return _within(step.days, step.months)


def _within(days: int | None, months: int | None) -> str:
    if months is not None:
        return f"within {counted(months, 'month')} after the window"
    return f"within {counted(days or 0, 'day')} after the window"
