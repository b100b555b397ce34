"""What a level measures: the type of its value, with the names and conditions in it read."""

from __future__ import annotations

from collections.abc import Callable
from typing import assert_never

from sladsl.semantics.findings import error
from sladsl.semantics.guards import Known
from sladsl.semantics.infer import Place, Setting, infer, infer_condition
from sladsl.semantics.meaning import LevelLines, Line
from sladsl.semantics.types import AMOUNTS, NUMBER, PERCENT, UNKNOWN, Kind, Type
from sladsl.semantics.workshop import Workshop, find_records
from sladsl.syntax import ast


def core(what: ast.Measured) -> ast.Measured:
    """What a measure is taken of where it is 100% less something."""
    return what.of if isinstance(what, ast.Complement) else what


def fixed_type(lines: LevelLines) -> Type:
    """The type of a measure that does not depend on a field."""
    if lines.measure is None or lines.measure.module.is_damaged(lines.measure.node):
        return UNKNOWN
    match lines.measure.node.what:
        case ast.PercentGood() | ast.Complement():
            return PERCENT
        case ast.NumberOf():
            return NUMBER
    return UNKNOWN


def measured_type(
    line: Line[ast.Measure], at: Callable[[Place], Setting], known: Known, shop: Workshop
) -> Type:
    """Read a measure and give the type of its value, unknown where it cannot be understood."""
    inner = _type(core(line.node.what), at, known, shop)
    if line.module.is_damaged(line.node):
        return UNKNOWN
    if isinstance(line.node.what, ast.Complement):
        return _complement(line.node.what, inner, at(Place.MEASURE))
    return inner


def _complement(node: ast.Complement, inner: Type, setting: Setting) -> Type:
    """Only 100% less a percentage is a percentage that means something."""
    if node.whole.value != 1:
        message = f"a percentage is taken from 100%, and this says `{setting.words(node.whole)}`"
    elif inner.kind not in {Kind.PERCENT, Kind.UNKNOWN}:
        message = f"`{setting.words(node.of)}` is {inner}, and only a percentage is taken from 100%"
    else:
        return PERCENT
    write = "write `100% -` before a percentage, such as `percent good`, or leave it out"
    setting.notes.found.append(error("SLA291", node.span, message, clause=setting.reader.clause, write=write))
    return UNKNOWN


def _type(what: ast.Measured, at: Callable[[Place], Setting], known: Known, shop: Workshop) -> Type:
    match what:
        case ast.PercentGood():
            return PERCENT
        case ast.NumberOf():
            setting = at(Place.CONDITION)
            find_records(what.records, setting.reader.module, setting.reader.clause, shop)
            if what.where is not None:
                infer_condition(what.where, setting, known)
            return NUMBER
        case ast.Aggregate():
            operand = infer(what.operand, at(Place.MEASURE), known)
            return operand if operand.kind in AMOUNTS else UNKNOWN
        case ast.Ratio() | ast.IntervalMean() | ast.OpenRecords() | ast.Uptime() | ast.LevelMean():
            return UNKNOWN
        case ast.Complement():
            raise AssertionError("a complement is taken of something else")
    assert_never(what)
