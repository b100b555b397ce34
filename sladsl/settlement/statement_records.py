"""Windows of single records in a statement to read: how many there are, and the worst of those that were missed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from sladsl.planning.plan import CreditUnit, Plan
from sladsl.planning.wording import counted
from sladsl.settlement.display import show_credited
from sladsl.settlement.explanation import RecordCount, Result, SettlementLine, Verdict
from sladsl.settlement.record_windows import record_levels, worst_first
from sladsl.settlement.sentences import series_title, title_of

LISTED = 10
"""How many single records of a series a text lists; JSON and CSV have all."""

_ONLY_COUNTED = (Verdict.MET, Verdict.UNMEASURED, Verdict.GRACE)


def worst_of(plan: Plan, results: Sequence[Result]) -> tuple[list[Result], list[Result]]:
    """Results to list, single records from the worst one on, and single records that are left out."""
    of_records = record_levels(plan)
    shown = [each for each in results if each.measurement.level not in of_records]
    left = list[Result]()
    series = dict.fromkeys(_series(each) for each in results if each.measurement.level in of_records)
    for one in series:
        ordered = worst_first([each for each in results if _series(each) == one])
        shown += ordered[:LISTED]
        left += ordered[LISTED:]
    return shown, left


def _series(result: Result) -> tuple[str, tuple[str, ...]]:
    return result.measurement.level, result.measurement.key


def count_row(count: RecordCount, left: Sequence[Result]) -> list[str]:
    """A row for the records of a series: how many of them keep their targets, and how many are not listed below."""
    failed = [
        f"{number:,} {verdict}" for verdict, number in count.verdicts.items() if verdict not in _ONLY_COUNTED
    ]
    others = sum(_series(each) == (count.level, count.key) for each in left)
    graced = count.verdicts.get(Verdict.GRACE, 0)
    counts = count.counts
    met = f"{count.verdicts.get(Verdict.MET, 0):,} of {count.windows:,} met" if count.windows else "-"
    return [
        series_title(count.title, count.key),
        count.window.label,
        f"{graced:,} in grace" if graced else met,
        f"each record{f', the worst {LISTED} listed' if others else ''}",
        "\n".join(failed) or "-",
        f"{counts.records:,}",
        *("-" if number is None else f"{number:,}" for number in (counts.good, counts.bad)),
    ]


def credits_left(plan: Plan, left: Sequence[Result]) -> Iterator[str]:
    """What the records earn that are not listed."""
    earning = [each for each in left if each.credits]
    for level, key in dict.fromkeys(map(_series, earning)):
        mine = [each for each in earning if _series(each) == (level, key)]
        title = series_title(title_of(plan, level), key)
        for unit in CreditUnit:
            amounts = [credit.amount for each in mine for credit in each.credits if credit.unit is unit]
            if amounts:
                amount = show_credited(plan, sum(amounts, Fraction(0)), unit, in_full=True)
                yield f"  {title}, {counted(len(mine), 'more record')}: {amount}"


def lines_left(left: Sequence[Result]) -> frozenset[object]:
    """What tells the lines of records apart that are not listed."""
    return frozenset(
        (each.measurement.level, each.measurement.key, each.measurement.window.place) for each in left
    )


def is_left(line: SettlementLine, places: frozenset[object]) -> bool:
    """Whether a line is of a record that is not listed."""
    return (line.level, line.key, line.place) in places
