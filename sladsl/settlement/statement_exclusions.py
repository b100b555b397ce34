"""The part of a statement that shows exclusions of records: what they leave, what is there without them, limits."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from textwrap import wrap

from sladsl.measurement.results import BudgetUse, Counts
from sladsl.planning.exclusions import in_order
from sladsl.planning.plan import Budget, Exclusion, Plan, Quantity, ValueType
from sladsl.planning.text_exclusions import write_excluded
from sladsl.planning.wording import counted
from sladsl.settlement.display import show_result, show_value
from sladsl.settlement.eras import level_of
from sladsl.settlement.explanation import Result
from sladsl.settlement.sentences import series_title
from sladsl.settlement.table import TextColumn, table

_NONE = "-"


def exclusion_lines(plan: Plan, results: Sequence[Result]) -> list[str]:
    """Write a table of each result that some records are excluded from; none without such results."""
    excluding = [result for result in results if _is_told(result)]
    if not excluding:
        return []
    columns = [
        TextColumn("Exclusions of records"),
        TextColumn("Window"),
        TextColumn("Records", right=True),
        TextColumn("Good", right=True),
        TextColumn("Bad", right=True),
        TextColumn("Value", right=True),
        TextColumn("Limit used"),
    ]
    return table(columns, [row for result in excluding for row in _rows(plan, result)])


def _is_told(result: Result) -> bool:
    """Whether there are records, or limits in use, of a level that excludes records."""
    measured = result.measurement
    is_used = any(use.used for each in measured.exclusions for use in each.uses)
    return measured.gross_counts is not None and (measured.gross_counts.records > 0 or is_used)


def exclusions_of(plan: Plan, result: Result) -> tuple[Exclusion, ...]:
    """Give the exclusions of the level that a result is of, in the order written."""
    return level_of(plan, result.measurement).exclusions


def amount_of(budget: Budget, amount: int) -> Quantity:
    """Give what a limit is counted in: an amount of time, or how many times."""
    kind = ValueType.NUMBER if budget.time is None else ValueType.DURATION
    return Quantity(kind, Fraction(amount))


def _rows(plan: Plan, result: Result) -> Iterator[list[str]]:
    measured = result.measurement
    gross, counts = measured.gross_counts, measured.counts
    assert gross is not None, "only results with exclusions of records have a row here"
    title, value = series_title(result.title, measured.key), show_result(plan, result) or _NONE
    left = counts.records - counts.excluded
    yield [title, measured.window.label, f"{left:,}", *_judged(counts), value, ""]
    without = _NONE if measured.gross is None else show_value(plan, measured.gross, result.compared)
    yield ["  without exclusions", "", f"{gross.records:,}", *_judged(gross), without, ""]
    taken = dict(zip(exclusions_of(plan, result), measured.exclusions, strict=True))
    for exclusion in in_order(tuple(taken)):
        excluded = taken[exclusion]
        limits = "\n".join(limit_words(plan, exclusion.budget, use) for use in excluded.uses)
        good = ", as good" if exclusion.as_uptime else ""
        what = wrap(f"{write_excluded(plan, exclusion)}{good}", 40, subsequent_indent="  ")
        yield ["\n".join(f"  {line}" for line in what), "", f"{excluded.records:,}", "", "", "", limits]


def _judged(counts: Counts) -> list[str]:
    return [_NONE if number is None else f"{number:,}" for number in (counts.good, counts.bad)]


def limit_words(plan: Plan, budget: Budget | None, use: BudgetUse) -> str:
    """Say how much of a limit is used: `2 h of 8 h in 2026-03`."""
    assert budget is not None, "only a limit is used"
    if budget.time is None:
        return f"{use.used:,} of {counted(use.limit, 'time')} in {use.period}"
    used, limit = (show_value(plan, amount_of(budget, each)) for each in (use.used, use.limit))
    return f"{used} of {limit} in {use.period}"
