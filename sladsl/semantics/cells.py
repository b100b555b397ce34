"""The values in the cells of a `given` table, by the type of their column.

A cell is written as a literal of the language or as records hold a value: an amount with or without its currency, a
duration also as `1:30:00`, an instant also with seconds, `T` or an offset.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping

from sladsl.semantics.meaning import RecordSet
from sladsl.semantics.types import Kind, Type

_NUMBER = r"[+-]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?"
_PLAIN = r"\d+(?:\.\d+)?"
_OFFSET = r"(?:Z|[+-]\d\d:?\d\d)?"
_CLOCK = r"(?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d{1,6}0*)?)?"

_SHAPES: Mapping[Kind, re.Pattern[str]] = {
    kind: re.compile(shape, re.ASCII)
    for kind, shape in {
        Kind.FLAG: r"(?i:yes|no|true|false)",
        Kind.NUMBER: _NUMBER,
        Kind.PERCENT: rf"{_NUMBER} ?%",
        Kind.DURATION: rf"(?=.)(?:{_PLAIN} ?h)? ?(?:{_PLAIN} ?min)? ?(?:{_PLAIN} ?s)?|\d+:[0-5]\d:[0-5]\d(?:\.\d+)?",
        Kind.DAYS: r"[+-]?\d+(?: ?days?)?",
        Kind.DATE: r"\d{4}-\d\d-\d\d",
        Kind.TIME_OF_DAY: _CLOCK,
        Kind.TIME: rf"\d{{4}}-\d\d-\d\d(?:T| +){_CLOCK}{_OFFSET}",
    }.items()
}

WRITTEN: Mapping[Kind, str] = {
    Kind.FLAG: "`yes` or `no`",
    Kind.NUMBER: "a number such as `1,250.5`",
    Kind.PERCENT: "a percentage such as `99.5%`",
    Kind.MONEY: "an amount such as `85.00`",
    Kind.DURATION: "a duration such as `1 h 30 min`",
    Kind.DAYS: "whole days such as `5 days`",
    Kind.DATE: "a date such as `2026-03-02`",
    Kind.TIME_OF_DAY: "a time of day such as `09:00`",
    Kind.TIME: "an instant such as `2026-03-02 09:00`",
}
"""What a cell of each kind holds, in words."""


def is_value(text: str, kind: Type, sets: Mapping[str, RecordSet]) -> bool:
    """Whether the text of a cell is a value of a type; a ref holds the key of its record set."""
    match kind.kind:
        case Kind.UNKNOWN | Kind.TEXT:
            return True
        case Kind.CHOICE | Kind.SEVERITY:
            return kind.values is None or text in kind.values
        case Kind.REF:
            key = None if kind.target is None else sets[kind.target].key
            return key is None or is_value(text, key.type, sets)
        case Kind.MONEY:
            amount = text if kind.currency is None else text.removeprefix(kind.currency).lstrip()
            return re.fullmatch(_NUMBER, amount, re.ASCII) is not None
    return _SHAPES[kind.kind].fullmatch(text) is not None and _is_on_the_calendar(text, kind.kind)


def _is_on_the_calendar(text: str, kind: Kind) -> bool:
    if kind not in {Kind.DATE, Kind.TIME}:
        return True
    try:
        dt.date.fromisoformat(text[:10])
    except ValueError:
        return False
    return True
