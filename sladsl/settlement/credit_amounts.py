"""What a credit comes to: its amount, times what it is taken of, times as many steps as there are."""

from __future__ import annotations

from fractions import Fraction
from math import ceil, floor, prod
from typing import assert_never

from sladsl.measurement.results import Measurement, RecordTally
from sladsl.planning.buckets import HOUR
from sladsl.planning.plan import (
    AtRisk,
    Base,
    ChargeForDowntime,
    CreditAmount,
    CreditRule,
    CreditUnit,
    Gap,
    Money,
    Plan,
    Points,
    Quantity,
    Rounding,
    Series,
    ServiceDays,
    ServiceLevel,
    ShareOf,
    ShareOfField,
    Sharing,
    Shortfall,
    Steps,
    TimeOf,
    TimeUnit,
    ValueType,
)
from sladsl.planning.record_units import ratio_of
from sladsl.planning.windows import Window
from sladsl.settlement.charges import Of, base_of, length_of, values_of
from sladsl.settlement.downtime import affected_share, agreed_and_down
from sladsl.settlement.explanation import (
    AFFECTED,
    Credit,
    Factor,
    PartOfTime,
    RecordsCounted,
    ResolvedBand,
    Result,
    SharedAmong,
    ShareTaken,
    Shortage,
    StepCount,
    Verdict,
)
from sladsl.settlement.rounding import rounded
from sladsl.settlement.values import quantum
from sladsl.settlement.verdicts import in_force
from sladsl.values import evolve, frozen


@frozen
class Judged:
    """A measured window with its verdict.

    `values` is for how many dimension values the level is measured there; `past` are the windows of the series whose
    verdicts count, through this one.
    """

    level: ServiceLevel
    series: Series
    measurement: Measurement
    verdict: Verdict
    values: int = 1
    past: tuple[Result, ...] = ()

    @property
    def of(self) -> Of:
        """The dimension values that it is measured for."""
        return values_of(self.level, self.series, self.measurement.key)

    @property
    def window(self) -> Window:
        """The window."""
        return self.measurement.window


@frozen
class Gauge:
    """From where a credit counts, and how far the window is beyond it: in the unit of the measure, or as time down.

    `tally` is what the records come to for a credit that is owed for each of them.
    """

    mark: Quantity | None = None
    gap: Quantity | None = None
    tally: RecordTally | None = None


def counts_downtime(rule: CreditRule) -> bool:
    """Whether a rule counts time down, and not how far a value falls short."""
    in_steps = rule.steps is not None and rule.steps.of is Gap.DOWNTIME
    return in_steps or isinstance(rule.amount, ChargeForDowntime)


def counts_gap(rule: CreditRule) -> bool:
    """Whether what a rule gives grows with how far the window is beyond its mark."""
    return rule.steps is not None or isinstance(rule.amount, ChargeForDowntime | Shortfall)


def tally_of(judged: Judged, rule: CreditRule) -> RecordTally | None:
    """What the records of a window come to for a credit that is owed for each; None where no records were measured."""
    if judged.measurement.each is None:
        return None
    rules = [each for each in judged.series.credits if each.each is not None]
    return judged.measurement.each[rules.index(rule)]


def gap_of(judged: Judged, rule: CreditRule, mark: Quantity | None) -> Quantity | None:
    """How far a window is beyond the mark of a rule; None where the rule has none, or the time down is not known.

    Downtime counts beyond a duration, or beyond what an availability allows of the agreed time.
    """
    value = judged.measurement.value
    if not counts_downtime(rule):
        if rule.mark is None or mark is None or value is None:
            return None
        short = mark.amount - value.amount
        return Quantity(value.type, short if rule.mark.is_below else -short)
    times = agreed_and_down(judged.series, judged.measurement)
    if times is None:
        return None
    agreed, down = times
    if mark is None:
        return Quantity(ValueType.DURATION, down)
    allowed = mark.amount if mark.type is ValueType.DURATION else (1 - mark.amount) * agreed
    return Quantity(ValueType.DURATION, down - allowed)


def steps_in(steps: Steps, gap: Quantity) -> int:
    """Count the full steps of a gap, or those that are started."""
    number = gap.amount / steps.size.amount
    return floor(number) if steps.is_full else ceil(number)


def calculated(
    plan: Plan, judged: Judged, rule: CreditRule, row: ResolvedBand | None, gauge: Gauge
) -> Credit:
    """Calculate a credit that is owed, by the row that applies or else by the rule's own amount."""
    rate = rule.amount if row is None else row.band.credit
    assert rate is not None
    credit = evolve(_credit(plan, judged, rule, rate, gauge), row=row, mark=gauge.mark)
    if rule.most is None:
        return credit
    most = _credit(plan, judged, evolve(rule, steps=None), rule.most, evolve(gauge, tally=None)).calculated
    return evolve(credit, most=most, amount=min(credit.calculated, most))


def _credit(plan: Plan, judged: Judged, rule: CreditRule, rate: CreditAmount, gauge: Gauge) -> Credit:
    unit, number, base = _parts(rate)
    taken = None if base is None else base_of(plan, judged.level, base, judged.window, judged.of)
    factors: list[Factor] = []
    match rate:
        case AtRisk(weights, pool):
            weight = ShareTaken("weight", in_force(plan, weights, judged.window))
            factors += [weight] if pool == 1 else [ShareTaken("pool", pool), weight]
        case TimeOf(number=length, unit=time) if taken is not None:
            factors.append(PartOfTime(length, time, length_of(plan, taken, time)))
        case ChargeForDowntime() if taken is not None and gauge.gap is not None:
            hours = gauge.gap.amount / HOUR
            factors.append(PartOfTime(hours, TimeUnit.HOUR, length_of(plan, taken, TimeUnit.HOUR)))
        case Shortfall(rounded=rounding) if gauge.gap is not None:
            factors.append(Shortage(_rounded(rounding, gauge.gap), gauge.gap))
    if gauge.tally is not None:
        factors.append(RecordsCounted(gauge.tally, ratio_of(rule) or Fraction(0)))
    if rule.steps is not None and gauge.gap is not None:
        factors.append(
            StepCount(gauge.gap, rule.steps.size, rule.steps.is_full, steps_in(rule.steps, gauge.gap))
        )
    if base is not None and base.affected is not None:
        factors.append(ShareTaken(AFFECTED, affected_share(judged.measurement)))
    if _sharing(rate, base) is Sharing.EQUALLY:
        factors.append(SharedAmong(judged.values))
    amount = prod((each.factor for each in factors), start=number * (1 if taken is None else taken.amount))
    return Credit(rule, unit, None, rate, taken, tuple(factors), amount, None, amount)


def _sharing(rate: CreditAmount, base: Base | None) -> Sharing:
    if isinstance(rate, AtRisk):
        return rate.sharing
    return Sharing.IN_FULL if base is None else base.sharing


def _parts(rate: CreditAmount) -> tuple[CreditUnit, Fraction, Base | None]:
    """What an amount counts in, its number, and what it is taken of."""
    match rate:
        case Money(amount):
            return CreditUnit.MONEY, amount, None
        case Points(number):
            return CreditUnit.POINTS, number, None
        case ServiceDays(number):
            return CreditUnit.SERVICE_DAYS, number, None
        case ShareOf(share, base):
            return CreditUnit.MONEY, share, base
        case TimeOf(base=base):
            return CreditUnit.MONEY, Fraction(1), base
        case ChargeForDowntime(times, base):
            return CreditUnit.MONEY, times, base
        case Shortfall(base=taken):
            return CreditUnit.MONEY, Fraction(1), taken
        case ShareOfField(share):
            return CreditUnit.MONEY, share, None
        case AtRisk(risk=risk, base=taken):
            return CreditUnit.MONEY, risk, taken
    assert_never(rate)


def _rounded(rounding: Rounding | None, gap: Quantity) -> Quantity:
    if rounding is None:
        return gap
    return evolve(gap, amount=rounded(gap.amount, quantum(rounding, gap.type), rounding.mode))
