"""Means of the values of another level, taken over the windows of it that count."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction

from sladsl.measurement.results import Measurement, ValuePart
from sladsl.planning.eras import is_bound
from sladsl.planning.level_means import mean_of, means_in_order
from sladsl.planning.plan import LevelMean, Plan, Quantity
from sladsl.settlement.explanation import Result
from sladsl.settlement.history import Histories, histories, until
from sladsl.settlement.judging import measured_values, of_level, result_of
from sladsl.values import evolve

Judge = Callable[[Sequence[Result]], tuple[Result, ...]]
"""Gives results the verdicts that they have in the light of each other."""


def with_means(plan: Plan, results: Sequence[Result], judge: Judge) -> tuple[Result, ...]:
    """Judge results, of levels that average others as soon as what they average is judged.

    A window of a level counts where it is met, below expected or missed; those that are unmeasured, in grace or excused
    are passed over. Of the windows that end by the end of the one at stake, the last ones enter, each alike; there are
    fewer at the beginning.
    """
    judged = judge(results)
    for of, level in ((era, level) for era in plan.eras or (plan,) for level in means_in_order(era)):
        mean = mean_of(level)
        assert mean is not None, "only means are in that order"
        history = histories(judged)
        averaged = {
            each.place: _averaged(mean, each.measurement, history)
            for each in results
            if each.measurement.level == level.name
            and each.measurement.value is None
            and is_bound(of, each.measurement.window.start)
        }
        values = measured_values(plan, averaged.values())
        results = [
            each if own is None or own.value is None else result_of(plan, own, values[of_level(own)])
            for each, own in ((each, averaged.get(each.place)) for each in results)
        ]
        judged = judge(results)
    return judged


def _averaged(mean: LevelMean, measured: Measurement, history: Histories) -> Measurement:
    past = until(history, (mean.level, measured.key), measured.window.end)[-mean.windows :]
    entered = [(each.measurement.window.label, value) for each in past if (value := each.measurement.value)]
    if not entered:
        return measured
    total = sum((value.amount for _, value in entered), Fraction(0))
    return evolve(
        measured,
        value=Quantity(mean.type, total / len(entered)),
        parts=tuple(ValuePart(label, value) for label, value in entered),
    )
