"""Credits put back on a level that is tried: where they are of what the agreement charges in any case."""

from __future__ import annotations

from sladsl.comparison.change import TakenBack
from sladsl.planning.plan import AtRisk, CreditRule, Plan, Series, ServiceLevel
from sladsl.values import evolve


def with_credits(plan: Plan, without: TakenBack) -> Plan:
    """A plan whose first level has the credits of the new version again, and the charges that they are a share of.

    They stay away where a charge is told by records, of which there are none, or where levels share what is at risk.
    """
    first, *others = plan.levels
    level = _level(first, without)
    charges = without.new.charges
    if any(each.measured is not None for each in charges) or any(map(_is_shared, _rules(level))):
        return plan
    return evolve(plan, charges=charges, levels=(_credited(first, level), *others))


def _level(bare: ServiceLevel, without: TakenBack) -> ServiceLevel:
    """The level with its credits: the new one or, where it has other series without the change, the one without it."""
    named = next(each for each in without.new.levels if each.name == bare.name)
    keys = {each.key for each in bare.series}
    taken_back = isinstance(without.then, ServiceLevel) and not keys <= {each.key for each in named.series}
    return without.then if taken_back and isinstance(without.then, ServiceLevel) else named


def _rules(level: ServiceLevel) -> list[CreditRule]:
    return [rule for series in level.series for rule in series.all_credits]


def _is_shared(rule: CreditRule) -> bool:
    return isinstance(rule.amount, AtRisk) or any(isinstance(each.credit, AtRisk) for each in rule.bands)


def _credited(bare: ServiceLevel, level: ServiceLevel) -> ServiceLevel:
    by_key = {each.key: each for each in level.series}
    return evolve(bare, series=tuple(_with_rules(each, by_key[each.key]) for each in bare.series))


def _with_rules(bare: Series, series: Series) -> Series:
    return evolve(
        bare, credits=series.credits, expected=series.expected, minimum=series.minimum, further=series.further
    )
