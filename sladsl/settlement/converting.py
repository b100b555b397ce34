"""Points that become money."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import assert_never

from attrs import evolve

from sladsl.planning.plan import Convert, CreditUnit, Money, PercentOf
from sladsl.settlement.charges import charge_between
from sladsl.settlement.display import show_amount
from sladsl.settlement.explanation import Change, Line
from sladsl.settlement.scene import Done, Scene


def converted(scene: Scene, step: Convert, lines: Sequence[Line]) -> Done:
    """Make money of the points of each line; what is money, or days of service, stays as it is."""
    each = _worth(scene, step)
    after = tuple(
        evolve(line, amount=line.amount * each, unit=CreditUnit.MONEY)
        if line.unit is CreditUnit.POINTS
        else line
        for line in lines
    )
    reason = f"each point is {show_amount(scene.plan, step.amount)}"
    pairs = zip(lines, after, strict=True)
    return Done(after, tuple(Change(one, other, reason) for one, other in pairs if one is not other))


def _worth(scene: Scene, step: Convert) -> Fraction:
    """What a point is worth: a share is of the charge that falls in the settlement period."""
    match step.amount:
        case Money(amount):
            return amount
        case PercentOf(share, charge):
            return share * charge_between(scene.plan, charge, scene.period.start, scene.period.end)
    assert_never(step.amount)
