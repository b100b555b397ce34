"""What is earned back as offset: no money, but a balance of a service that reduces its later credits.

A balance is used by the credits of the periods after the one in which it is earned, in the order in which their windows
end, those that end together in proportion. What is left of it when the term ends is lost.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from sladsl.planning.eras import service_at
from sladsl.planning.plan import EarnBack, Plan
from sladsl.settlement.carrying import let_through
from sladsl.settlement.display import show_money
from sladsl.settlement.earn_back import prospects_of, provisional_of
from sladsl.settlement.explanation import Balance, EarnBackState, LineChange, Prospect, SettlementLine
from sladsl.settlement.period_context import PeriodContext, StepResult


def offset(
    context: PeriodContext,
    step: EarnBack,
    lines: tuple[SettlementLine, ...],
    provisional: Sequence[SettlementLine],
    before: Sequence[Balance],
) -> tuple[StepResult, tuple[SettlementLine, ...]]:
    """Reduce credits by the balances of their services, and add to these what is earned back.

    `before` are the balances after the period before, `provisional` the credits of earlier periods; the credits that
    still may be earned back are given beside what the step does.
    """
    held = {each.service: each.left for each in before}
    used = {service: _used(context.plan, service, left, lines) for service, left in held.items()}
    gone = {at: amount for each in used.values() for at, amount in each.items()}
    after = tuple(
        line.worth(line.amount - gone[at]) if gone.get(at) else line for at, line in enumerate(lines)
    )
    changes = tuple(
        LineChange(one, other, f"offset by {show_money(context.plan, gone[at])} that was earned back")
        for at, (one, other) in enumerate(zip(lines, after, strict=True))
        if gone.get(at)
    )
    prospects = prospects_of(context, step, after, provisional)
    earned = [each for each in prospects if each.standing is EarnBackState.EARNED_BACK]
    services = dict.fromkeys((*held, *(_service(context.plan, each.line) for each in earned)))
    balances = tuple(
        Balance(
            service,
            held.get(service, Fraction(0)),
            sum(used.get(service, {}).values(), Fraction(0)),
            _added(context.plan, step, service, earned),
            context.ends_term,
        )
        for service in services
        if service is not None
    )
    balances = tuple(each for each in balances if each.before or each.added)
    return StepResult(after, changes, prospects=prospects, balances=balances), provisional_of(prospects)


def _used(plan: Plan, service: str, left: Fraction, lines: Sequence[SettlementLine]) -> dict[int, Fraction]:
    """What of a balance reduces each line, by its place."""
    places = [at for at, line in enumerate(lines) if line.amount > 0 and _service(plan, line) == service]
    return dict(zip(places, let_through(left, [lines[at] for at in places]), strict=True))


def _added(plan: Plan, step: EarnBack, service: str, earned: Sequence[Prospect]) -> Fraction:
    mine = (each.line.amount for each in earned if _service(plan, each.line) == service)
    return sum((step.share * amount for amount in mine), Fraction(0))


def _service(plan: Plan, line: SettlementLine) -> str | None:
    """The service that the level of a line stood in when its window began; none of what a remedy credits."""
    return service_at(plan, line.level, line.window_start)
