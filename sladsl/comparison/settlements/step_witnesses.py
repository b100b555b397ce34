"""Credits that two lists of settlement steps make different amounts of: found by settling some by both."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from functools import partial
from itertools import groupby

from sladsl.comparison.effect import Effect
from sladsl.comparison.settlements.each_way import each_way
from sladsl.comparison.settlements.step_trials import trials_of
from sladsl.comparison.settlements.trials import (
    ACCRUED,
    PaidInPeriod,
    Trial,
    TrialAgreement,
    TrialWindow,
    amount_of,
    tried,
    window_of,
)
from sladsl.planning.plan import (
    CarryOver,
    Choose,
    Claim,
    Convert,
    CreditAmount,
    Field,
    Limit,
    Money,
    PercentOf,
    Plan,
    Step,
    ValueType,
)
from sladsl.planning.wording import counted, counted_things, write_money
from sladsl.values import evolve, frozen

Steps = Sequence[Step]

_MOST = 120
"""How many trials are settled before none is told."""

_MANY = 12
"""Of more windows than these, only the last or the first ones are left out: each try settles all that is left."""


@frozen
class Witness:
    """A trial that two lists of steps settle differently: what is paid by the end of the first period that differs."""

    trial: Trial
    before: PaidInPeriod
    after: PaidInPeriod

    @property
    def is_more(self) -> bool:
        """Whether more is paid after the change."""
        return (self.before.money, self.before.points) < (self.after.money, self.after.points)


def step_witnesses(agreement: TrialAgreement, effect: Effect, old: Steps, new: Steps) -> Iterator[str]:
    """Say in words what shows that two lists of steps differ, as far as it is found."""
    assumed = _assumed(agreement, (*old, *new))
    for each in found_witnesses(agreement, effect, old, new):
        yield f"{in_words(agreement, each.trial)}{assumed}: {paid_in_words(agreement, each)}"


def found_witnesses(agreement: TrialAgreement, effect: Effect, old: Steps, new: Steps) -> Iterator[Witness]:
    """Settle trials by both lists of steps until one shows the effect, or, where it is unclear, one for each side."""
    if _settled(old) == _settled(new):
        return
    found = partial(_witness, agreement, old, new)
    trials = trials_of(agreement, old, new)
    for each in each_way(effect, trials, found, lambda witness: witness.is_more, _MOST):
        yield _smallest(agreement, each, old, new)


def _settled(steps: Steps) -> Sequence[Step]:
    """What settlement reads of steps, which does not depend on where claims and choices are read from."""
    return [evolve(each, records="", at=_ANY) if isinstance(each, Claim | Choose) else each for each in steps]


_ANY = Field(ValueType.TIME, (), optional=False)


def _smallest(agreement: TrialAgreement, witness: Witness, old: Steps, new: Steps) -> Witness:
    """A witness without windows that it does not take."""
    size = len(witness.trial.given) // 2
    while size:
        smaller = _smaller(agreement, witness, size, (old, new))
        witness = smaller or witness
        size = min(size, len(witness.trial.given) - 1) if smaller else size // 2
    return witness


def _smaller(
    agreement: TrialAgreement, witness: Witness, size: int, sides: tuple[Steps, Steps]
) -> Witness | None:
    """A witness without some neighbouring windows, the last ones if that may be; of many, those at an end."""
    given = witness.trial.given
    last = len(given) - size
    for at in dict.fromkeys((last, 0)) if len(given) > _MANY else reversed(range(last + 1)):
        fewer = evolve(witness.trial, given=(*given[:at], *given[at + size :]))
        smaller = _witness(agreement, *sides, fewer) if fewer.given else None
        if smaller is not None and smaller.is_more is witness.is_more:
            return smaller
    return None


def _witness(agreement: TrialAgreement, old: Steps, new: Steps, trial: Trial) -> Witness | None:
    sides = zip(tried(agreement, old, trial), tried(agreement, new, trial), strict=True)
    return next((Witness(trial, one, other) for one, other in sides if one != other), None)


# --- in words ---------------------------------------------------------------------------------------


def paid_in_words(agreement: TrialAgreement, witness: Witness) -> str:
    """What is paid on each side, with the end of the period where credits are of several."""
    before, after = witness.before, witness.after
    is_money = before.money != after.money
    one, other = (before.money, after.money) if is_money else (before.points, after.points)
    several = len({window_of(agreement, each).label for each in witness.trial.given}) > 1
    by = f" by the end of {before.period}" if several else ""
    write = partial(write_money, agreement.plan) if is_money else _write_points
    return f"{write(one) if one else 'nothing'}{by} before, {write(other) if other else 'nothing'} after"


def _write_points(number: Fraction) -> str:
    return counted_things(number, "point")


def in_words(agreement: TrialAgreement, trial: Trial) -> str:
    """The windows of a trial: `a credit of GBP 15.00 for Answers in 2026-01`."""
    credited = [each for each in trial.given if each.credit is not None]
    others = [each for each in trial.given if each.credit is None]
    alike = groupby(credited, key=lambda each: (each.level, each.key, each.credit, each.second))
    groups = [
        (_credit(agreement.plan, first), labels_in_words(agreement, [first, *more]))
        for _, (first, *more) in alike
    ]
    article = "a credit" if len(credited) == 1 else "credits"
    told = " and ".join(
        credit if number + 1 < len(groups) and windows == groups[number + 1][1] else f"{credit} in {windows}"
        for number, (credit, windows) in enumerate(groups)
    )
    between = (
        f", {labels_in_words(agreement, others)} {_value(others[0])}" if others and trial.days is None else ""
    )
    return f"{article} of {told}{between}{_in_time(trial)}"


def _assumed(agreement: TrialAgreement, steps: Steps) -> str:
    """What charges that records tell are taken to be, where steps have a share of one."""
    amounts = [step.amount for step in steps if isinstance(step, Limit | Convert | CarryOver)]
    shares = {each.charge for each in amounts if isinstance(each, PercentOf)}
    money = write_money(agreement.plan, ACCRUED)
    return "".join(f", with {name} at {money} per month" for name in agreement.accrued if name in shares)


def _value(given: TrialWindow) -> str:
    return "below expected only" if given.value == "below expected" else given.value


def _credit(plan: Plan, given: TrialWindow) -> str:
    assert given.credit is not None, "it is credited"
    second = "" if given.second is None else f" or {_amount(plan, given.second)}"
    key = f" ({', '.join(given.key)})" if given.key else ""
    return f"{_amount(plan, given.credit)}{second} for {given.level}{key}"


def labels_in_words(agreement: TrialAgreement, given: Sequence[TrialWindow]) -> str:
    """The windows by their labels: `2026-01`, `2026-01 and 2026-03`, `2026-01 to 2026-03`."""
    labels = [window_of(agreement, each).label for each in given]
    is_row = len(given) > 2 and given[-1].number - given[0].number == len(given) - 1
    if is_row:
        return f"each of {labels[0]} to {labels[-1]}"
    return " and ".join(", ".join(labels).rsplit(", ", 1))


def _in_time(trial: Trial) -> str:
    if trial.days is None:
        return ""
    days = counted(trial.days, "day")
    if trial.given[0].second is None:
        return f", claimed {days} after its window"
    return f", the second one chosen {days} after its window"


def _amount(plan: Plan, credit: CreditAmount) -> str:
    amount = amount_of(credit)
    if not isinstance(credit, Money):
        return _write_points(amount)
    is_exact = (amount * 10**plan.minor_digits).denominator == 1
    return f"{write_money(plan, amount)}{'' if is_exact else ' (before rounding)'}"
