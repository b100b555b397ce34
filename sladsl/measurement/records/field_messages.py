"""Why a value cannot be taken as one of its field's type, and how to write one."""

from __future__ import annotations

import re
from typing import assert_never

from sladsl.measurement.records.field_values import DIGITS, DIGITS_AFTER, DIGITS_BEFORE
from sladsl.measurement.records.problems import BadRow, did_you_mean
from sladsl.planning.plan import FieldDecl, Plan, ValueType
from sladsl.planning.wording import write_field_type
from sladsl.values import evolve

_NUMBER = re.compile(r"([A-Z]{3} ?)?[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,3})?( ?%)?", re.ASCII)
_GROUPED = re.compile(r"(?<![\d.,])\d{1,3}(,\d{3})+(?![\d,])", re.ASCII)


def missing_value(row: int, field: FieldDecl) -> BadRow:
    """Report a value that must be there."""
    written = write_field_type(evolve(field, optional=True))
    advice = f"fill it in, or declare `{field.name} : {written}` if it may be missing"
    if field.key:
        advice = "fill it in: it is the key, by which records are told apart"
    return BadRow(row, field.name, None, f"the value of `{field.name}` is missing", advice)


def bad_value(plan: Plan, row: int, field: FieldDecl, text: str) -> tuple[str, BadRow]:
    """Report a value that is not of its field's type, with its code."""
    if field.type in (ValueType.CHOICE, ValueType.SEVERITY):
        return "SLA412", _unknown(plan, row, field, text)
    if field.type in (ValueType.NUMBER, ValueType.PERCENT, ValueType.MONEY) and _is_number(plan, field, text):
        reason = f"the number `{text}` has too many digits to be held exactly"
        advice = (
            f"a number has at most {DIGITS_BEFORE} digits before the point and {DIGITS_AFTER} after it, "
            f"a column at most {DIGITS} in all"
        )
        return "SLA417", BadRow(row, field.name, text, reason, advice)
    reason = f"`{text}` is not {_article(field.type)}"
    advice = _where_nothing(field) if text.strip().lower() in _NOTHING else _how(plan, field)
    if field.type in (ValueType.NUMBER, ValueType.PERCENT, ValueType.MONEY) and _GROUPED.search(text):
        advice = f"write it without commas: `{text.replace(',', '')}`"
    return "SLA411", BadRow(row, field.name, text, reason, advice)


_NOTHING = {"null", "none", "nil", "nan", "n/a", "na", "#n/a", "-", "--", "?", "tbc", "tbd"}
"""What other programs and people write where there is no value."""


def _where_nothing(field: FieldDecl) -> str:
    if field.optional:
        return "leave the cell empty where there is no value"
    written = write_field_type(evolve(field, optional=True))
    return (
        f"write the value, or declare `{field.name} : {written}` and leave the cell empty where there is none"
    )


def code_of_bad_values(field: FieldDecl) -> str:
    """The code under which a field's bad values are counted."""
    return "SLA412" if field.type in (ValueType.CHOICE, ValueType.SEVERITY) else "SLA411"


def _unknown(plan: Plan, row: int, field: FieldDecl, text: str) -> BadRow:
    known = field.choices if field.type is ValueType.CHOICE else tuple(tier.name for tier in plan.severities)
    similar = did_you_mean(text, known)
    advice = (
        f"did you mean `{similar}`?" if similar else f"the values are {', '.join(f'`{k}`' for k in known)}"
    )
    what = (
        "a declared severity" if field.type is ValueType.SEVERITY else f"one of the values of `{field.name}`"
    )
    return BadRow(row, field.name, text, f"`{text}` is not {what}", advice)


def _is_number(plan: Plan, field: FieldDecl, text: str) -> bool:
    found = _NUMBER.fullmatch(text)
    if found is None or (found[4] is not None) != (field.type is ValueType.PERCENT):
        return False
    return found[1] is None or (field.type is ValueType.MONEY and found[1].strip() == plan.currency)


def _article(kind: ValueType) -> str:
    match kind:
        case ValueType.FLAG:
            return "yes or no"
        case ValueType.DAYS:
            return "a number of days"
        case ValueType.MONEY:
            return "an amount of money"
        case ValueType.REF:
            return "a key"
        case _:
            return f"a {kind.value}"


def _how(plan: Plan, field: FieldDecl) -> str:
    match field.type:
        case ValueType.TIME:
            return "write a time as `2026-03-02 09:00` or `2026-03-02T09:00:00Z`, in the years 1900 to 2199"
        case ValueType.DATE:
            return "write a date as `2026-03-02`, in the years 1900 to 2199"
        case ValueType.TIME_OF_DAY:
            return "write a time of day as `09:00` or `09:00:30`"
        case ValueType.DURATION:
            return "write a duration as `1 h 30 min` or as `1:30:00`"
        case ValueType.DAYS:
            return "write a whole number, such as `5`"
        case ValueType.FLAG:
            return "write `yes` or `no`"
        case ValueType.NUMBER:
            return "write a number with digits and a decimal point, such as `1250.5`"
        case ValueType.PERCENT:
            return "write a percentage with its sign, such as `99.5%`"
        case ValueType.MONEY:
            return (
                f"write an amount as `85.00` or `{plan.currency} 85.00`; all amounts are in {plan.currency}"
            )
        case ValueType.REF:
            return f"write the key of a `{field.target}`"
        case ValueType.TEXT | ValueType.CHOICE | ValueType.SEVERITY:
            return f"write one value of `{field.name}`"
    assert_never(field.type)
