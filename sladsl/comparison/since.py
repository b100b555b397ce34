"""What has changed since a plan that was kept as JSON, in words that are kept themselves."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sladsl.comparison.compare import Agreed, compare
from sladsl.planning.contract import Contract
from sladsl.planning.plan import Plan
from sladsl.planning.serialise import read_facts

_NO_PROSE = Contract((), (), ())


def changes_since(facts: Mapping[str, Any], plan: Plan) -> list[dict[str, str | None]] | None:
    """The changes in effect from what `plan_facts` gave of a plan to another plan; None where that cannot be read."""
    try:
        before = read_facts(facts)
    except ValueError:
        return None
    return [
        {
            "clause": change.item.heading,
            "part": change.part,
            "effect": change.effect.value,
            "before": change.before,
            "now": change.after,
        }
        for change in compare(Agreed(before, _NO_PROSE), Agreed(plan, _NO_PROSE)).changes
    ]
