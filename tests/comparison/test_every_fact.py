"""Whatever fact of a plan changes, it is told; the same change backwards is told the other way round."""

from collections import Counter

import attrs

from sladsl.comparison.compare import Agreed, compare
from sladsl.comparison.since import changes_since
from sladsl.planning import plan as plans
from sladsl.planning.contract import Contract
from sladsl.planning.serialise import plan_facts
from tests.comparison.mutations import mutations

NO_PROSE = Contract((), (), ())
DERIVED = {
    ("Field", "type"),
    ("Field", "optional"),
    ("Constant", "type"),
    ("Quantity", "type"),
    ("Series", "key"),
    ("Plan", "tools"),
    ("Plan", "until"),
}
"""Facts that follow from others: the declaration of a field, the members of a series, the tools, the era after one."""

SETTLED = {
    ("Charge", "accrued"),
    *(("Accrued", name) for name in ("key", "days", "totals")),
    ("Claim", "made"),
    *(("ClaimMade", name) for name in ("level", "window", "at")),
    ("Choose", "made"),
    *(("ChoiceMade", name) for name in ("level", "window", "option", "at")),
}
"""Facts that settlement fills in: no agreement says them."""

OPPOSITE = {"stricter": "weaker", "weaker": "stricter"}
TRIES = 4


def changes(old, new):
    return compare(Agreed(old, NO_PROSE), Agreed(new, NO_PROSE)).changes


def forwards(change):
    return (change.part, str(change.before), str(change.after), change.effect.value)


def backwards(change):
    effect = change.effect.value
    return (change.part, str(change.after), str(change.before), OPPOSITE.get(effect, effect))


def test_no_plan_differs_from_itself(all_plans):
    assert [plan.name for plan in all_plans if changes(plan, plan)] == []


def test_no_plan_differs_from_its_facts_that_a_ledger_keeps(all_plans):
    assert [plan.name for plan in all_plans if changes_since(plan_facts(plan), plan) != []] == []


def test_every_fact_that_changes_is_told_in_both_directions(all_plans):
    told: set[tuple[str, str]] = set()
    tried: Counter[tuple[str, str]] = Counter()
    for plan in all_plans:
        for path, other in mutations(plan):
            fact = path[-1]
            if fact in told or fact in DERIVED or tried[fact] == TRIES:
                continue
            tried[fact] += 1
            there, back = changes(plan, other), changes(other, plan)
            assert Counter(map(forwards, there)) == Counter(map(backwards, back)), fact
            if there:
                told.add(fact)
    assert set(tried) - told == set()


def facts_in(value):
    """The class and the field of each fact that a value holds."""
    if isinstance(value, tuple):
        for each in value:
            yield from facts_in(each)
    elif attrs.has(type(value)):
        for field in attrs.fields(type(value)):
            held = getattr(value, field.name)
            if held is not None and held != ():
                yield type(value).__name__, field.name
            yield from facts_in(held)


def test_the_plans_hold_every_kind_of_fact(all_plans):
    seen = {fact for plan in all_plans for fact in facts_in(plan)}
    kinds = {each for each in vars(plans).values() if isinstance(each, type) and attrs.has(each)}
    facts = {(kind.__name__, field.name) for kind in kinds - {plans.Fact} for field in attrs.fields(kind)}
    assert sorted(facts - seen - SETTLED) == []
