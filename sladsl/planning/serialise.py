"""Plans as JSON and as hashes.

The JSON has a field for each attribute of the values in `sladsl.planning.plan`, under the attribute's name, as
`sladsl.planning.json_values` says. A fact at its default is left out, so that a plan keeps its hash when the format
learns to say more.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from sladsl.planning.json_values import read, written
from sladsl.planning.plan import PLACES, Plan
from sladsl.source import Span

SCHEMA = "sladsl.plan/1"
_NOWHERE = Span("", 0, 0, 1, 1, 1, 1)


def plan_json(plan: Plan) -> str:
    """Write a plan as JSON, the same bytes for the same plan; `read_plan` gives it back."""
    document = {"schema": SCHEMA, "plan": written(plan, Plan)}
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def read_plan(text: str) -> Plan:
    """Read what `plan_json` wrote; raises ValueError for anything else, also another version of the schema."""
    return _read(json.loads(text), {})


def _read(document: object, absent: Mapping[str, Span]) -> Plan:
    schema = document.get("schema") if isinstance(document, dict) else None
    if not isinstance(document, dict) or schema != SCHEMA:
        raise ValueError(f"this is not a plan of the schema {SCHEMA}")
    try:
        plan: Plan = read(document.get("plan"), Plan, absent)
    except (ValueError, ZeroDivisionError) as error:
        raise ValueError(f"this is not a plan of the schema {SCHEMA}: {error}") from error
    return plan


def plan_hash(plan: Plan) -> str:
    """Give the SHA-256, in hexadecimal, of what a plan means.

    It covers every fact of the plan and the versions of the tools that decide dates, but not the spans: an
    agreement that is only laid out anew, or moved to another file, keeps its hash.
    """
    canonical = json.dumps(plan_facts(plan), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def plan_facts(plan: Plan) -> dict[str, Any]:
    """A plan as JSON without its places: what its hash is the SHA-256 of, with keys sorted and no blanks."""
    return {"schema": SCHEMA, "plan": written(plan, Plan, without=PLACES)}


def read_facts(facts: Mapping[str, Any]) -> Plan:
    """Read what `plan_facts` gave: a plan whose places are nowhere; raises ValueError as `read_plan` does."""
    return _read(facts, dict.fromkeys(PLACES, _NOWHERE))
