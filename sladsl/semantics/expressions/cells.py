"""The values in the cells of a `given` table, by the type of their column.

A cell is written as a literal of the language or as records hold a value: an amount with or without its currency, a
duration also as `1:30:00`, an instant also with seconds, `T` or an offset.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping

from sladsl.semantics.meaning import RecordSet
from sladsl.semantics.types import Type, ValueKind

_NUMBER = r"[+-]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?"
_PLAIN = r"\d+(?:\.\d+)?"
_SPELT = rf"(?=.)(?:{_PLAIN} ?h)? ?(?:{_PLAIN} ?min)? ?(?:{_PLAIN} ?s)?"
_OFFSET = r"(?:Z|[+-]\d\d:?\d\d)?"
_CLOCK = r"(?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d{1,6}0*)?)?"

_SHAPES: Mapping[ValueKind, re.Pattern[str]] = {
    kind: re.compile(shape, re.ASCII)
    for kind, shape in {
        ValueKind.FLAG: r"(?i:yes|no|true|false)",
        ValueKind.NUMBER: _NUMBER,
        ValueKind.PERCENT: rf"{_NUMBER} ?%",
        ValueKind.DURATION: rf"{_SPELT}|\d+:[0-5]\d:[0-5]\d(?:\.\d+)?",
        ValueKind.DAYS: r"[+-]?\d+(?: ?days?)?",
        ValueKind.DATE: r"\d{4}-\d\d-\d\d",
        ValueKind.TIME_OF_DAY: _CLOCK,
        ValueKind.TIME: rf"\d{{4}}-\d\d-\d\d(?:T| +){_CLOCK}{_OFFSET}",
    }.items()
}

WRITTEN: Mapping[ValueKind, str] = {
    ValueKind.FLAG: "`yes` or `no`",
    ValueKind.NUMBER: "a number such as `1,250.5`",
    ValueKind.PERCENT: "a percentage such as `99.5%`",
    ValueKind.MONEY: "an amount such as `85.00`",
    ValueKind.DURATION: "a duration such as `1 h 30 min`",
    ValueKind.DAYS: "whole days such as `5 days`",
    ValueKind.DATE: "a date such as `2026-03-02`",
    ValueKind.TIME_OF_DAY: "a time of day such as `09:00`",
    ValueKind.TIME: "an instant such as `2026-03-02 09:00`",
}
"""What a cell of each kind holds, in words."""


def is_value(text: str, kind: Type, sets: Mapping[str, RecordSet]) -> bool:
    """Whether the text of a cell is a value of a type; a ref holds the key of its record set."""
    match kind.kind:
        case ValueKind.UNKNOWN | ValueKind.TEXT:
            return True
        case ValueKind.CHOICE | ValueKind.SEVERITY:
            return kind.values is None or text in kind.values
        case ValueKind.REF:
            key = None if kind.target is None else sets[kind.target].key
            return key is None or is_value(text, key.type, sets)
        case ValueKind.MONEY:
            amount = text if kind.currency is None else text.removeprefix(kind.currency).lstrip()
            return re.fullmatch(_NUMBER, amount, re.ASCII) is not None
    return _SHAPES[kind.kind].fullmatch(text) is not None and _is_on_the_calendar(text, kind.kind)


def _is_on_the_calendar(text: str, kind: ValueKind) -> bool:
    if kind not in {ValueKind.DATE, ValueKind.TIME}:
        return True
    try:
        dt.date.fromisoformat(text[:10])
    except ValueError:
        return False
    return True
