"""Windows of single records: how many there are of each verdict, and as of when each of them is read."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from fractions import Fraction

from sladsl.measurement.results import RecordWindows
from sladsl.planning.eras import level_at
from sladsl.planning.plan import CreditUnit, Plan
from sladsl.planning.series import is_of_records
from sladsl.planning.windows import Window
from sladsl.settlement.explanation import RecordCount, Result, TargetComparison, Verdict
from sladsl.settlement.sentences import level_title
from sladsl.settlement.verdicts import in_grace

Readings = Sequence[tuple[int, tuple[int, ...]]]
"""By the ends of settlement periods, the instants as of which their records are read, in order."""


def record_levels(plan: Plan) -> frozenset[str]:
    """The levels of which each record is a window."""
    return frozenset(level.name for level in plan.levels if is_of_records(level))


def readings(records: Sequence[RecordWindows]) -> Readings:
    """The settlements that read the records of each period."""
    found: dict[int, set[int]] = {}
    for each in records:
        found.setdefault(each.window.end, set()).add(each.window.as_of)
    return [(end, tuple(sorted(instants))) for end, instants in sorted(found.items())]


def read_by(versions: Sequence[Result], instant: int, read_at: Readings) -> Result | None:
    """A record as the last settlement up to an instant has read it; None where it was not listed then.

    A record that is listed at one settlement is listed at all that find it in its series.
    """
    place = bisect_left(read_at, versions[0].measurement.window.end, key=lambda each: each[0])
    instants = read_at[place][1]
    last = max((each for each in instants if each <= instant), default=instants[0])
    return next((each for each in versions if each.measurement.window.as_of == last), None)


def is_listed(result: Result, of_records: frozenset[str]) -> bool:
    """Whether a statement lists a result: of single records those that do not keep their target."""
    return result.measurement.level not in of_records or result.verdict not in _ONLY_COUNTED


_ONLY_COUNTED = {Verdict.MET, Verdict.UNMEASURED}


def worst_first(results: Sequence[Result]) -> list[Result]:
    """Single records from the one that is furthest beyond its target; of equals the earliest first."""
    return sorted(results, key=lambda each: (-_beyond(each), each.measurement.window.place))


def _beyond(result: Result) -> Fraction:
    """How far a value is beyond the target that matters most of those that it does not keep."""
    value = result.measurement.value
    failed = [each for each in result.comparisons if each.satisfied is False]
    if value is None or not failed:
        return Fraction(0)
    return abs(value.amount - max(failed, key=_rank).bound.amount)


def _rank(comparison: TargetComparison) -> int:
    return 0 if comparison.target.word == "expected" else 1


def record_counts(
    plan: Plan, period: Window, records: Sequence[RecordWindows], results: Sequence[Result]
) -> Iterator[RecordCount]:
    """How the records of each series stand at the first settlement of the period in which they lie."""
    listed: dict[object, list[Result]] = {}
    for result in results:
        listed.setdefault((result.measurement.level, result.measurement.key), []).append(result)
    mine = [each for each in records if each.window.end == period.end]
    first = min((each.window.as_of for each in mine), default=0)
    for each in (one for one in mine if one.window.as_of == first):
        own = listed.get((each.level, each.key), [])
        if in_grace(plan, level_at(plan, each.level, each.window.start), each.window):
            found = Counter({Verdict.GRACE: each.counts.decided + each.counts.undecided})
        else:
            found = Counter(one.verdict for one in own)
            found[Verdict.MET], found[Verdict.UNMEASURED] = each.met, each.counts.undecided
        verdicts = {verdict: found[verdict] for verdict in Verdict if found[verdict]}
        money = (credit.amount for one in own for credit in one.credits if credit.unit is CreditUnit.MONEY)
        title = level_title(level_at(plan, each.level, each.window.start))
        yield RecordCount(
            each.level, title, each.key, each.window, each.counts, verdicts, sum(money, Fraction(0))
        )
