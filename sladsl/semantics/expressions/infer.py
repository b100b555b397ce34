"""The types of expressions, as values are reckoned with, compared, and joined to conditions."""

from __future__ import annotations

from typing import assert_never

from sladsl.diagnostics.diagnostic import Diagnostic
from sladsl.semantics.expressions import advice
from sladsl.semantics.expressions.choices import unknown_value
from sladsl.semantics.expressions.fields import field_named
from sladsl.semantics.expressions.guards import Known, known_after
from sladsl.semantics.expressions.literals import literal_type
from sladsl.semantics.expressions.reading import (
    INSTANT,
    MOMENT,
    ExpressionPlace,
    Setting,
    field_alone,
    must_be,
    read,
    read_anyway,
    read_limit,
    report,
)
from sladsl.semantics.findings import by_type, error, perhaps_by_type
from sladsl.semantics.meaning import ChoiceValue, FieldPath
from sladsl.semantics.nearest import nearest
from sladsl.semantics.types import (
    AMOUNTS,
    DURATION,
    FLAG,
    ORDERED,
    UNKNOWN,
    Type,
    ValueKind,
    arithmetic,
    by_day,
    comparable,
    same_currency,
)
from sladsl.syntax import ast
from sladsl.syntax.walk import walk
from sladsl.values import evolve


def infer(node: ast.Expression, setting: Setting, known: Known) -> Type:
    """The type of an expression; what is wrong in it goes to the notes, once."""
    is_unreadable = node.span.start == node.span.end
    inferred = UNKNOWN if is_unreadable else _infer(node, setting, known)
    setting.notes.types[node] = inferred
    return inferred


def infer_condition(node: ast.Expression, setting: Setting, known: Known) -> None:
    """Check an expression that must be true or false."""
    field = field_alone(node, setting) if isinstance(node, ast.Reading) else None
    inferred = (
        infer(node, setting, known) if field is None or field.type.kind is ValueKind.FLAG else field.type
    )
    if inferred.kind not in {ValueKind.FLAG, ValueKind.UNKNOWN}:
        text = setting.words(node)
        needs = (
            f"{text} exists"
            if field is not None and field.gaps
            else f"{text} {advice.for_condition(inferred)}"
        )
        report(
            setting,
            "SLA163",
            node,
            f"`{text}` is {inferred}, not a condition",
            f"write for instance `{needs}`"
            + ("" if field is None or field.type.has_values else f", or declare `{text}` as `flag`"),
            *(() if field is None else (field,)),
        )


def _infer(node: ast.Expression, setting: Setting, known: Known) -> Type:
    match node:
        case ast.Reading():
            return _reading(node, setting, known)
        case ast.ClockTime():
            return _clock_time(node, setting)
        case ast.ClockWithin():
            return _clock_within(node, setting, known)
        case ast.Not():
            infer_condition(node.operand, setting, known)
            return FLAG
        case ast.Negative():
            return _negative(node, setting, known)
        case ast.Logical():
            _logical(node, setting, known)
            return FLAG
        case ast.Compare():
            _compare(node, setting, known)
            return FLAG
        case ast.Arithmetic():
            return _arithmetic(node, setting, known)
        case ast.Exists():
            _exists(node, setting)
            return FLAG
        case ast.DoneBy():
            _done_by(node, setting, known)
            return FLAG
        case ast.Money():
            # In an agreement another currency is reported for any amount, wherever it stands.
            return evolve(literal_type(node), currency=setting.currency or node.currency)
        case (
            ast.Number()
            | ast.Percent()
            | ast.Duration()
            | ast.Days()
            | ast.Months()
            | ast.BusinessDays()
            | ast.BusinessHours()
            | ast.Date()
            | ast.TimeOfDay()
            | ast.Instant()
            | ast.Flag()
            | ast.Text()
        ):
            return literal_type(node)
    assert_never(node)


def _reading(node: ast.Reading, setting: Setting, known: Known) -> Type:
    reading = read(node.path, setting, known)
    if reading is None:
        return UNKNOWN
    setting.notes.readings[node] = reading
    return reading.type


def _logical(node: ast.Logical, setting: Setting, known: Known) -> None:
    """The right side is looked at only where the left one has not decided, and knows what that has found."""
    infer_condition(node.left, setting, known)
    after = known_after(node.left, setting.notes.readings, outcome=node.operator == "and")
    # A field that there is not may have been meant to be the one on the right.
    is_unsure = setting.is_unsure or _asks_for_unknown(node.left, setting)
    infer_condition(node.right, evolve(setting, is_unsure=is_unsure), known | after)


def _asks_for_unknown(node: ast.Expression, setting: Setting) -> bool:
    return any(isinstance(part, ast.Reading) and part not in setting.notes.readings for part in walk(node))


def _clock_compared(node: ast.Compare, setting: Setting) -> None:
    """A clock against a time, which is said by `within`: an end that is late is not good, whatever has elapsed."""
    is_time = isinstance(node.right, (ast.Duration, ast.Days, ast.BusinessDays, ast.BusinessHours))
    limit = setting.words(node.right) if is_time else "4 h"
    within = f"clock within {limit}" if node.operator in {"<", "<="} else f"not clock within {limit}"
    report(
        setting,
        "SLA166",
        node.left,
        "`clock` is a measured time and cannot stand in a condition",
        f"write `{within}`, which also says what holds while the clock is running",
    )


def _clock_time(node: ast.ClockTime, setting: Setting) -> Type:
    if setting.place is not ExpressionPlace.MEASURE:
        report(
            setting,
            "SLA166",
            node,
            "`clock` is a measured time and cannot stand in a condition",
            "write `clock within 4 h`, which also says what holds while the clock is running",
        )
        return UNKNOWN
    return DURATION if _clock_is_there(node, setting) else UNKNOWN


def _clock_within(node: ast.ClockWithin, setting: Setting, known: Known) -> Type:
    if setting.place is ExpressionPlace.POPULATION:
        report(
            setting,
            "SLA166",
            node,
            "whether a record counts cannot depend on its clock",
            "write the condition after `good when`",
        )
    elif _clock_is_there(node, setting):
        read_limit(node.limit, setting, known)
    return FLAG


def _done_by(node: ast.DoneBy, setting: Setting, known: Known) -> None:
    if setting.place is ExpressionPlace.POPULATION:
        report(
            setting,
            "SLA166",
            node,
            "whether a record counts cannot depend on a deadline, before which it is not known",
            "write the condition after `good when`",
        )
        return
    for wanted, path, reading in (
        (INSTANT, node.field, read_anyway(node.field, setting)),
        (MOMENT, node.after, read(node.after, setting, known)),
    ):
        must_be(wanted, path, reading, setting)


def _clock_is_there(node: ast.Node, setting: Setting) -> bool:
    if not setting.has_clock:
        report(
            setting,
            "SLA165",
            node,
            "this level has no clock",
            "add for instance `clock from opened_at to closed_at in Office`",
        )
    return setting.has_clock


def _negative(node: ast.Negative, setting: Setting, known: Known) -> Type:
    operand = infer(node.operand, setting, known)
    if operand.kind in AMOUNTS or operand is UNKNOWN:
        return operand
    text = setting.words(node.operand)
    report(setting, "SLA160", node, f"`{text}` is {operand}, which has no negative", "leave the sign out")
    return UNKNOWN


def _exists(node: ast.Exists, setting: Setting) -> None:
    assert isinstance(node.operand, ast.Reading), "the grammar has only a name before `exists`"
    reading = read_anyway(node.operand.path, setting)
    setting.notes.types[node.operand] = UNKNOWN if reading is None else reading.type
    if reading is not None:
        setting.notes.readings[node.operand] = reading


def _arithmetic(node: ast.Arithmetic, setting: Setting, known: Known) -> Type:
    left, right = infer(node.left, setting, known), infer(node.right, setting, known)
    result = arithmetic(node.operator, left, right)
    if result is None:
        _does_not_fit(node, left, right, setting)
        return UNKNOWN
    if node.operator == "/" and isinstance(node.right, ast.Number) and node.right.value == 0:
        report(setting, "SLA170", node.right, "this divides by zero", "divide by something else")
        return UNKNOWN
    return result


_DONE = {"+": "be added", "-": "be subtracted", "*": "be multiplied", "/": "be divided"}


def _does_not_fit(node: ast.Arithmetic, left: Type, right: Type, setting: Setting) -> None:
    if left.kind is right.kind is ValueKind.MONEY and not same_currency(left, right):
        message = (
            f"`{left.currency}` and `{right.currency}` are two currencies and cannot {_DONE[node.operator]}"
        )
        write = "keep to one currency"
    else:
        message = (
            f"`{setting.words(node.left)}` is {left} and `{setting.words(node.right)}` is {right}: "
            f"they cannot {_DONE[node.operator]}"
        )
        write = advice.for_arithmetic(node.operator, left, right)
    report(setting, "SLA160", node, message, write, *_fields_of(node, setting))


def _fields_of(node: ast.Arithmetic | ast.Compare, setting: Setting) -> list[FieldPath]:
    """The fields on both sides of an expression: where they do not fit, one may be of another type than meant."""
    readings = (setting.notes.readings.get(side) for side in (node.left, node.right))
    return [reading for reading in readings if isinstance(reading, FieldPath)]


# --- comparisons ---------------------------------------------------------------------------------------------------


def _compare(node: ast.Compare, setting: Setting, known: Known) -> None:
    nothing = _with_nothing(node, setting)
    if nothing is not None:
        setting.notes.found.append(nothing)
        return
    if isinstance(node.left, ast.ClockTime) and setting.place is not ExpressionPlace.MEASURE:
        _clock_compared(node, setting)
        return
    left, right = _sides(node, setting, known)
    if UNKNOWN in {left, right}:
        return
    has_literal = isinstance(node.left, ast.Literal) or isinstance(node.right, ast.Literal)
    if not comparable(left, right) and (has_literal or not by_day(left, right)):
        report(
            setting,
            "SLA161",
            node,
            f"`{setting.words(node.left)}` is {left} and `{setting.words(node.right)}` is {right}: "
            "they cannot be compared",
            advice.for_comparison(node, left, right, setting.reader.module.source),
            *_fields_of(node, setting),
        )
    elif node.operator not in {"is", "is not"} and left.kind not in ORDERED:
        report(
            setting,
            "SLA162",
            node,
            f"`{node.operator}` needs values in an order, and {left} has none",
            "write `is` or `is not`, joined by `or`",
            *_fields_of(node, setting),
        )


def _with_nothing(node: ast.Compare, setting: Setting) -> Diagnostic | None:
    """What is said where a field is held against a word that other languages have for a missing value."""
    right, records = node.right, setting.reader.records
    if not isinstance(right, ast.Reading) or right.path.text not in _NOTHING:
        return None
    if records.is_open or _field(right, setting) is not None:
        return None
    field = field_alone(node.left, setting) if isinstance(node.left, ast.Reading) else None
    if field is None or field.type.kind in {ValueKind.CHOICE, ValueKind.SEVERITY}:
        return None
    exists = f"{setting.words(node.left)} exists"
    return error(
        "SLA114",
        right.span,
        f"`{right.path.text}` is neither a value nor a field of records `{records.name}`",
        clause=setting.reader.clause,
        write=f"write `{exists}`" if node.operator == "is not" else f"write `not {exists}`",
    )


_NOTHING = {"null", "none", "nothing", "missing", "empty", "blank"}


def _sides(node: ast.Compare, setting: Setting, known: Known) -> tuple[Type, Type]:
    """The types of both sides; a bare name beside a choice is a value of it."""
    if _is_bare(node.right):
        left = infer(node.left, setting, known)
        return left, _beside(node.right, node.left, left, setting, known)
    if _is_bare(node.left) and _field(node.left, setting) is None:
        right = infer(node.right, setting, known)
        return _beside(node.left, node.right, right, setting, known), right
    return infer(node.left, setting, known), infer(node.right, setting, known)


def _is_bare(node: ast.Expression) -> bool:
    return isinstance(node, ast.Reading) and len(node.path.names) == 1


def _field(node: ast.Expression, setting: Setting) -> object:
    assert isinstance(node, ast.Reading)
    return field_named(node.path.text, setting.reader.records)


def _beside(
    node: ast.Expression, other_node: ast.Expression, other: Type, setting: Setting, known: Known
) -> Type:
    assert isinstance(node, ast.Reading)
    text = node.path.text
    if other.has_values and (other.values is None or text in other.values):
        setting.notes.readings[node] = ChoiceValue(other, text)
        setting.notes.types[node] = other
        return other
    if _field(node, setting) is not None:
        return infer(node, setting, known)
    if not other.has_values and other is not UNKNOWN:
        meant = _meant_as_value(node, other_node, setting)
        if meant is None:
            return infer(node, setting, known)
        setting.notes.found.append(meant)
    elif other is not UNKNOWN:
        unknown = unknown_value(node.span, text, other, setting.reader.clause)
        field = setting.notes.readings.get(other_node)
        declared = [field.declared] if isinstance(field, FieldPath) else []
        setting.notes.found.append(perhaps_by_type(unknown, declared))
    setting.notes.types[node] = UNKNOWN
    return UNKNOWN


def _meant_as_value(node: ast.Reading, beside: ast.Expression, setting: Setting) -> Diagnostic | None:
    """What is said of a bare word beside a field that has no declared values, unless a field is near to it."""
    field, records = setting.notes.readings.get(beside), setting.reader.records
    text = node.path.text
    if not isinstance(field, FieldPath) or records.is_open or text in {"true", "false"}:
        return None
    if nearest(text, records.fields) is not None:
        return None
    of = setting.words(beside)
    quoted = (
        f'write the text in quotation marks, `"{text}"`, or ' if field.type.kind is ValueKind.TEXT else ""
    )
    found = error(
        "SLA114",
        node.span,
        f"`{text}` is no field of records `{records.name}`, and no value of `{of}`, which is {field.type}",
        clause=setting.reader.clause,
        write=f"{quoted}declare `{of}` as `one of {{ … }}` with the values that it may have",
    )
    return by_type(found, field.declared)
