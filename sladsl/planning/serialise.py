"""Plans as JSON and as hashes.

The JSON has a field for each attribute of the values in `sladsl.planning.plan`, under the attribute's name, as
`sladsl.planning.json_values` says. A fact at its default is left out, so that a plan keeps its hash when the format
learns to say more.
"""

from __future__ import annotations

import hashlib
import json

from sladsl.planning.json_values import read, written
from sladsl.planning.plan import PLACES, Plan

SCHEMA = "sladsl.plan/1"


def plan_json(plan: Plan) -> str:
    """Write a plan as JSON, the same bytes for the same plan; `read_plan` gives it back."""
    document = {"schema": SCHEMA, "plan": written(plan, Plan)}
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def read_plan(text: str) -> Plan:
    """Read what `plan_json` wrote; raises ValueError for anything else, also another version of the schema."""
    document = json.loads(text)
    schema = document.get("schema") if isinstance(document, dict) else None
    if schema != SCHEMA:
        raise ValueError(f"this is not a plan of the schema {SCHEMA}")
    try:
        plan: Plan = read(document.get("plan"), Plan)
    except (ValueError, ZeroDivisionError) as error:
        raise ValueError(f"this is not a plan of the schema {SCHEMA}: {error}") from error
    return plan


def plan_hash(plan: Plan) -> str:
    """Give the SHA-256, in hexadecimal, of what a plan means.

    It covers every fact of the plan and the versions of the tools that decide dates, but not the spans: an
    agreement that is only laid out anew, or moved to another file, keeps its hash.
    """
    meaning = {"schema": SCHEMA, "plan": written(plan, Plan, without=PLACES)}
    canonical = json.dumps(meaning, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()
