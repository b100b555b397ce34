"""Plans as JSON and as hashes.

The JSON has a field for each attribute of the values in `sladsl.planning.plan`, under the attribute's name.
Exact numbers are text ("49/50", "85000"), dates are ISO dates, and where one of several values may stand (an
expression, an amount, a step) the object says in `is` which one it is. Only this module imports cattrs:
`sladsl check` does without.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from fractions import Fraction
from functools import cache
from types import NoneType
from typing import Any, get_args

from cattrs import BaseValidationError, Converter

from sladsl.planning.plan import (
    Amount,
    Constant,
    CreditAmount,
    DownEvidence,
    Event,
    Expression,
    Extreme,
    Field,
    HistoryMet,
    Lately,
    Measured,
    Often,
    Plan,
    Step,
    Threshold,
    TimeLimit,
    Trial,
    ValueType,
    WindowRule,
)

SCHEMA = "sladsl.plan/1"

_EXACT = (ValueType.NUMBER, ValueType.PERCENT, ValueType.MONEY)


def plan_json(plan: Plan) -> str:
    """Write a plan as JSON, the same bytes for the same plan; `read_plan` gives it back."""
    document = {"schema": SCHEMA, "plan": _converter().unstructure(plan)}
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def read_plan(text: str) -> Plan:
    """Read what `plan_json` wrote; raises ValueError for anything else, also another version of the schema."""
    document = json.loads(text)
    schema = document.get("schema") if isinstance(document, dict) else None
    if schema != SCHEMA:
        raise ValueError(f"this is not a plan of the schema {SCHEMA}")
    try:
        return _converter().structure(document["plan"], Plan)
    except (BaseValidationError, KeyError, TypeError) as error:
        raise ValueError(f"this is not a plan of the schema {SCHEMA}: {error}") from error


def plan_hash(plan: Plan) -> str:
    """Give the SHA-256, in hexadecimal, of what a plan means.

    It covers every fact of the plan and the versions of the tools that decide dates, but not the spans: an
    agreement that is only laid out anew, or moved to another file, keeps its hash.
    """
    meaning = {"schema": SCHEMA, "plan": _without_spans(_converter().unstructure(plan))}
    canonical = json.dumps(meaning, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def _without_spans(value: Any) -> Any:  # noqa: ANN401 - any JSON
    match value:
        case dict():
            return {name: _without_spans(part) for name, part in value.items() if name != "span"}
        case list() | tuple():
            return [_without_spans(part) for part in value]
        case _:
            return value


@cache
def _converter() -> Converter:
    # A fact at its default is left out, so that a plan keeps its hash when the format learns to say more.
    converter = Converter(forbid_extra_keys=True, omit_if_default=True)
    converter.register_unstructure_hook(Fraction, str)
    converter.register_structure_hook(Fraction, lambda text, _: Fraction(text))
    converter.register_unstructure_hook(dt.date, dt.date.isoformat)
    converter.register_structure_hook(dt.date, lambda text, _: dt.date.fromisoformat(text))
    converter.register_unstructure_hook(Constant, _constant_parts)
    converter.register_structure_hook(Constant, lambda parts, _: _constant(parts))
    for union in (
        Expression,
        Amount,
        CreditAmount,
        Threshold,
        Measured,
        Step,
        Lately,
        Often,
        Trial,
        Event,
        HistoryMet,
        TimeLimit,
        WindowRule,
        DownEvidence,
        Field | Extreme,
    ):
        _tag(converter, get_args(union))
    return converter


def _tag(converter: Converter, members: tuple[type, ...]) -> None:
    """Let the values of a union, also an optional one, say in `is` what they are."""
    by_name = {member.__name__: member for member in members}

    def is_union(kind: Any) -> bool:  # noqa: ANN401 - cattrs asks about any annotation
        return set(get_args(kind)) - {NoneType} == set(members)

    def parts(value: Any) -> dict[str, Any] | None:  # noqa: ANN401 - a member, or None where it is optional
        if value is None:
            return None
        return {"is": type(value).__name__, **converter.unstructure(value)}

    def value(parts: dict[str, Any] | None, _: Any) -> Any:  # noqa: ANN401 - as above
        if parts is None:
            return None
        rest = {name: part for name, part in parts.items() if name != "is"}
        return converter.structure(rest, by_name[parts["is"]])

    converter.register_unstructure_hook_func(is_union, parts)
    converter.register_structure_hook_func(is_union, value)


def _constant_parts(constant: Constant) -> dict[str, Any]:
    exact = isinstance(constant.value, Fraction)
    return {"type": constant.type.value, "value": str(constant.value) if exact else constant.value}


def _constant(parts: dict[str, Any]) -> Constant:
    kind = ValueType(parts["type"])
    return Constant(kind, Fraction(parts["value"]) if kind in _EXACT else parts["value"])
