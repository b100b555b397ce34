"""Earning back: a share of a credit goes back to the provider once its following windows are good enough.

A credit is provisional from the settlement that credits it until its following windows decide it, or the term ends.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction

from sladsl.planning.plan import Comparator, EarnBack
from sladsl.planning.wording import write_number
from sladsl.settlement.eras import level_of
from sladsl.settlement.explanation import (
    EarnBackState,
    LineChange,
    LineKind,
    Prospect,
    Result,
    SettlementLine,
    TargetComparison,
    Verdict,
)
from sladsl.settlement.history import following
from sladsl.settlement.period_context import PeriodContext, StepResult
from sladsl.settlement.verdicts import keeps
from sladsl.values import evolve


def earned_back(
    context: PeriodContext,
    step: EarnBack,
    lines: tuple[SettlementLine, ...],
    provisional: Sequence[SettlementLine],
) -> tuple[StepResult, tuple[SettlementLine, ...]]:
    """Add a negative line for each credit that is earned back, and give the credits that still may be.

    `provisional` are credits of earlier periods, each at what it finally came to.
    """
    prospects = prospects_of(context, step, lines, provisional)
    added = _joined(_line(step, each) for each in prospects if each.standing is EarnBackState.EARNED_BACK)
    changes = tuple(LineChange(evolve(line, amount=Fraction(0)), line, _reason(step)) for line in added)
    return StepResult((*lines, *added), changes, prospects=prospects), provisional_of(prospects)


def prospects_of(
    context: PeriodContext,
    step: EarnBack,
    lines: Sequence[SettlementLine],
    provisional: Sequence[SettlementLine],
) -> tuple[Prospect, ...]:
    """How credits of earlier periods, and those of the period, stand by the end of it."""
    own = [line for line in lines if line.kind in _EARNED and line.amount > 0 and _is_in_scope(step, line)]
    return tuple(_prospect(context, step, line) for line in (*provisional, *own))


def provisional_of(prospects: Iterable[Prospect]) -> tuple[SettlementLine, ...]:
    """The credits that may still be earned back."""
    return tuple(each.line for each in prospects if each.standing is EarnBackState.PROVISIONAL)


_EARNED = {LineKind.CREDIT, LineKind.CARRIED}


def _joined(lines: Iterable[SettlementLine]) -> list[SettlementLine]:
    """What is earned back of a credit, with that of its part that was carried over, where both are at once."""
    joined: dict[object, SettlementLine] = {}
    for line in lines:
        before = joined.get(line.subject)
        joined[line.subject] = line if before is None else line.worth(before.amount + line.amount)
    return list(joined.values())


def _is_in_scope(step: EarnBack, line: SettlementLine) -> bool:
    return step.levels is None or line.level in step.levels


def _line(step: EarnBack, prospect: Prospect) -> SettlementLine:
    last = prospect.following[-1].measurement.window.end
    amount = -step.share * prospect.line.amount
    return evolve(prospect.line, kind=LineKind.EARNED_BACK, amount=amount, lands=last)


def _reason(step: EarnBack) -> str:
    return f"{write_number(step.share * 100)}% of what was credited"


def _prospect(context: PeriodContext, step: EarnBack, line: SettlementLine) -> Prospect:
    """How a credit stands at the end of the period."""
    after = following(context.histories, (line.level, line.key), line.window_end, context.period.end)[
        : step.windows
    ]
    failed = next((at for at, each in enumerate(after) if not _is_good_enough(context, step, each)), None)
    if failed is not None:
        return Prospect(line, after[: failed + 1], EarnBackState.KEPT)
    if len(after) == step.windows:
        return Prospect(line, after, EarnBackState.EARNED_BACK)
    return Prospect(line, after, EarnBackState.LAPSED if context.ends_term else EarnBackState.PROVISIONAL)


def _is_good_enough(context: PeriodContext, step: EarnBack, result: Result) -> bool:
    """Whether a window does better by the target that is named; one that is missed, or counts as missed, never does.

    A target is met as it is for the verdict, and exceeded by the value that it is on.
    """
    if result.verdict is Verdict.MISSED:
        return False
    level = level_of(context.plan, result.measurement)
    return all(
        _exceeds(each, result) if step.exceeded else keeps(level, result.measurement.counts, each)
        for each in _targets(step, result)
    )


def _targets(step: EarnBack, result: Result) -> Sequence[TargetComparison]:
    """The comparisons with the target that is named; with the other one where the level has only that."""
    compared = [each for each in result.comparisons if each.satisfied is not None]
    wanted = [each for each in compared if (each.target.word == "expected") is (step.target == "expected")]
    return wanted or compared


def _exceeds(comparison: TargetComparison, result: Result) -> bool:
    """Whether a value, or the share that a target is on, is better than the limit, and not just at it."""
    measured = result.measurement.value if comparison.share is None else comparison.share.value
    assert measured is not None, "a target that is compared has a value"
    if comparison.target.comparator in {Comparator.AT_LEAST, Comparator.ABOVE}:
        return measured.amount > comparison.bound.amount
    return measured.amount < comparison.bound.amount
