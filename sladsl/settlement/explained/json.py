"""An explanation as JSON for programs; `explanation.schema.json` is its schema."""

from __future__ import annotations

import json
from typing import Any

from sladsl.settlement.explained.tree import ClausePlace, Explanation, ExplanationNode

SCHEMA = "sladsl.explanation/1"


def explanation_json(explanation: Explanation) -> str:
    """Write an explanation as JSON text, the same bytes for the same explanation."""
    body = {
        "schema": SCHEMA,
        "agreement": explanation.agreement,
        "explained": explanation.title,
        "trees": [_node(tree) for tree in explanation.trees],
    }
    return json.dumps(body, ensure_ascii=False, indent=2) + "\n"


def _node(node: ExplanationNode) -> dict[str, Any]:
    return {
        "kind": str(node.kind),
        "text": node.text,
        **({} if node.clause is None else {"clause": _clause(node.clause)}),
        **({"exact": dict(node.exact)} if node.exact else {}),
        **({"because": [_node(part) for part in node.parts]} if node.parts else {}),
    }


def _clause(clause: ClausePlace) -> dict[str, Any]:
    title = f"{clause.title}, {clause.part}" if clause.part else clause.title
    return {"title": title, "id": clause.id, "file": clause.file, "line": clause.line}
