"""The settlement of a period as text: its steps with what they change, and what it comes to."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from sladsl.planning.plan import CreditUnit, Plan, Round
from sladsl.planning.wording import counted
from sladsl.settlement.choosing import calculated_total
from sladsl.settlement.display import show_credited, show_money, show_money_in_full
from sladsl.settlement.explanation import (
    Adjustment,
    Balance,
    EarnBackState,
    LimitUse,
    LineChange,
    Prospect,
    Result,
    SettledPeriod,
    SettlementLine,
    StepTaken,
)
from sladsl.settlement.sentences import line_title, moved_words
from sladsl.settlement.statement_records import is_left, lines_left
from sladsl.settlement.step_sentences import is_default, step_sentence
from sladsl.settlement.table import TextColumn, table
from sladsl.settlement.text_lines import place_of, wrapped


def is_moved(period: SettledPeriod) -> bool:
    """Whether there is anything to tell of a period's settlement."""
    return bool(period.calculated or period.adjustments) or any(
        taken.changes or taken.prospects for taken in period.steps
    )


def adjustment_lines(plan: Plan, period: SettledPeriod) -> list[str]:
    """What a settlement books for periods that were settled before."""
    if not period.adjustments:
        return []
    told = (line for each in period.adjustments for line in wrapped(adjustment_words(plan, each), "  "))
    return ["Adjustments of earlier periods", *told]


def adjustment_words(plan: Plan, adjustment: Adjustment) -> str:
    """Say what a line of an earlier period was, is now, and why."""
    line = adjustment.line
    before, now, amount = (
        show_credited(plan, each, line.unit)
        for each in (adjustment.before, adjustment.now, adjustment.amount)
    )
    what = f"{line_title(plan, line)}, {line.window}, settled in {adjustment.period}"
    return f"{what}: {before} before, {now} now, adjusted by {amount}; {adjustment.reason}"


def step_lines(plan: Plan, period: SettledPeriod, left: Sequence[Result] = ()) -> list[str]:
    """The steps in their order, each with the credits that it changes; those `left` out are of records not listed."""
    taken, unlisted = enumerate(period.steps, 1), lines_left(left)
    steps = (line for number, each in taken for line in _step(plan, number, each, unlisted))
    return ["Settlement steps", *steps]


def _step(plan: Plan, number: int, taken: StepTaken, unlisted: frozenset[object]) -> Iterator[str]:
    place = "default" if is_default(taken.step) else place_of(taken.step)
    yield from wrapped(f"{step_sentence(plan, taken.step)} ({place})", f"  {number}. ")
    for use in taken.limits:
        yield from wrapped(limit_words(plan, use), "     ")
    if not isinstance(taken.step, Round):
        for change in taken.changes:
            if not is_left(change.after, unlisted):
                yield from wrapped(change_words(plan, change), "     ")
        others = sum(is_left(change.after, unlisted) for change in taken.changes)
        if others:
            yield f"     and {counted(others, 'more record')} that {'is' if others == 1 else 'are'} not listed"
    for prospect in taken.prospects:
        yield from wrapped(prospect_words(plan, prospect), "     ")
    for balance in taken.balances:
        yield from wrapped(balance_words(plan, balance), "     ")
    before, after = moved_words(plan, taken)
    yield f"     {before} before, {'unchanged' if after is None else f'{after} after'}"


def balance_words(plan: Plan, balance: Balance) -> str:
    """Say what a service offsets: `balance of Payables: GBP 0.00 before, GBP 0.00 used, GBP 250.00 added, …`."""
    title = next(each.title or each.name for each in plan.services if each.name == balance.service)
    before, used, added, left = (
        show_money_in_full(plan, each) for each in (balance.before, balance.used, balance.added, balance.left)
    )
    ends = "lost at the end of the term" if balance.is_lost else "left"
    return f"balance of {title}: {before} before, {used} used, {added} added, {left} {ends}"


def prospect_words(plan: Plan, prospect: Prospect) -> str:
    """Say how a credit that may be earned back stands, and by which windows."""
    line = prospect.line
    windows = ", ".join(f"{each.measurement.window.label} {each.verdict}" for each in prospect.following)
    state = "provisional" if prospect.standing is EarnBackState.PROVISIONAL else f"final, {prospect.standing}"
    return f"{line_title(plan, line)}, {line.window}: {show_money(plan, line.amount)} {state}" + (
        f" ({windows})" if windows else ""
    )


def change_words(plan: Plan, change: LineChange) -> str:
    """Say what a step makes of a credit, and why."""
    line = change.after
    what = f"{line_title(plan, line)}, {line.window}"
    before, after = (
        show_credited(plan, each.amount, each.unit, in_full=True) for each in (change.before, line)
    )
    if change.before.amount == 0:
        return f"{what}: {after}, {change.reason}"
    return f"{what}: {before} becomes {after}: {change.reason}"


def limit_words(plan: Plan, use: LimitUse) -> str:
    """Say how a limit stood for a horizon."""
    limit, used, left = (show_money_in_full(plan, amount) for amount in (use.limit, use.used, use.left))
    whose = " / ".join([use.label, *use.group])
    return f"{whose}: limit {limit}, used before {used}, left {left}"


def total_lines(plan: Plan, period: SettledPeriod, left: Sequence[Result] = ()) -> list[str]:
    """The credits of a period before and after the steps, and their total; those `left` out are added up."""
    columns = [
        TextColumn("Credit", wraps_at=44),
        TextColumn("Window"),
        TextColumn("Calculated", right=True),
        TextColumn("Credited", right=True),
    ]
    unlisted = lines_left(left)
    calculated = {
        line.subject: show_credited(plan, line.amount, line.unit, in_full=True) for line in period.calculated
    }
    lines = [
        [
            line_title(plan, line),
            line.window,
            calculated.get(line.subject, ""),
            show_credited(plan, line.amount, line.unit),
        ]
        for line in period.lines
        if not is_left(line, unlisted)
    ]
    lines += _added_up(plan, period, unlisted)
    lines += [
        [
            f"{line_title(plan, each.line)}, adjusted",
            each.line.window,
            "",
            show_credited(plan, each.amount, each.line.unit),
        ]
        for each in period.adjustments
    ]
    total = [
        f"Total of {period.label}",
        "",
        show_money_in_full(plan, calculated_total(period)),
        show_money(plan, period.total),
    ]
    return [f"  {line}" for line in table(columns, [*lines, total])]


def _added_up(plan: Plan, period: SettledPeriod, unlisted: frozenset[object]) -> Iterator[list[str]]:
    """A line for the records of each series that are not listed."""
    before = {line.subject: line.amount for line in period.calculated}
    found: dict[tuple[str, CreditUnit], list[SettlementLine]] = {}
    for line in period.lines:
        if is_left(line, unlisted):
            found.setdefault((line_title(plan, line), line.unit), []).append(line)
    for (title, unit), mine in found.items():
        calculated = sum((before.get(line.subject, Fraction(0)) for line in mine), Fraction(0))
        after = sum((line.amount for line in mine), Fraction(0))
        shown = show_credited(plan, calculated, unit, in_full=True), show_credited(plan, after, unit)
        yield [title, counted(len(mine), "more record"), *shown]
