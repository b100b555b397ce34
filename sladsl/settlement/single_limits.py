"""Limits with a credit of their own: what a window is to one of them, and to all the others together.

The credit of a limit reads what the limit is on, and is owed when that limit is missed. The credits of the level are
then owed as if the level had only its other limits.
"""

from __future__ import annotations

from sladsl.planning.plan import Failing, Plan
from sladsl.settlement.credit_amounts import Judged
from sladsl.settlement.explanation import TargetComparison, Verdict
from sladsl.settlement.history import too_many
from sladsl.settlement.values import is_without_records
from sladsl.settlement.verdicts import compare, keeps
from sladsl.values import evolve


def with_credits(plan: Plan, judged: Judged) -> tuple[TargetComparison, ...]:
    """The limits of a window that have credits of their own, as they were compared, in the order written."""
    return tuple(each for each in compare(plan, judged.series, judged.measurement) if each.target.credits)


def is_missed(judged: Judged, limit: TargetComparison) -> bool:
    """Tell whether a limit is one of those by which a window is missed.

    A window without records that counts as missed misses the limit on the value, for which a value is written.
    """
    if judged.verdict is not Verdict.MISSED or limit.target.word == "expected":
        return False
    if judged.level.no_records is not None and is_without_records(judged.measurement.counts):
        return limit.share is None
    return not keeps(judged.level, judged.measurement.counts, limit)


def seen_by(judged: Judged, limit: TargetComparison) -> Judged:
    """A missed window as one limit sees it: what it is on is the value, and there are no other targets."""
    return evolve(
        judged,
        series=evolve(judged.series, minimum=limit.target, expected=None, further=()),
        measurement=judged.measurement
        if limit.share is None
        else evolve(judged.measurement, value=limit.share.value),
    )


def by_the_others(plan: Plan, judged: Judged) -> Judged:
    """A window with the verdict that it would have without the limits that have credits of their own.

    What makes a window missed beside its limits, having been below expected too often, does so still.
    """
    compared = compare(plan, judged.series, judged.measurement)
    missed = [each for each in compared if is_missed(judged, each)]
    if not missed or any(not each.target.credits for each in missed):
        return judged
    below = any(
        each.target.word == "expected" and not keeps(judged.level, judged.measurement.counts, each)
        for each in compared
    )
    if below and _is_promoted(plan, judged):
        return judged
    return evolve(judged, verdict=Verdict.BELOW_EXPECTED if below else Verdict.MET)


def _is_promoted(plan: Plan, judged: Judged) -> bool:
    """Tell whether a window that is below expected counts as missed, whichever limits it misses."""
    promotion = judged.level.promotion
    if promotion is None:
        return False
    return bool(too_many(plan, promotion.lately, Failing.BELOW_EXPECTED, judged.past))
