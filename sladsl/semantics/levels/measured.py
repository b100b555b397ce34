"""What a level measures: the type of its value, with the names and conditions in it read."""

from __future__ import annotations

from collections.abc import Callable
from typing import assert_never

from sladsl.semantics.declarations.agreement_context import AgreementContext, find_records
from sladsl.semantics.expressions import advice
from sladsl.semantics.expressions.guards import Known
from sladsl.semantics.expressions.infer import infer, infer_condition
from sladsl.semantics.expressions.reading import INSTANT, ExpressionPlace, Setting, must_be, read, read_anyway
from sladsl.semantics.findings import error
from sladsl.semantics.levels.uptime import uptime_type
from sladsl.semantics.meaning import LevelLines, Line
from sladsl.semantics.types import AMOUNTS, DURATION, NUMBER, PERCENT, UNKNOWN, Type, ValueKind, arithmetic
from sladsl.syntax import ast
from sladsl.syntax.walk import walk
from sladsl.values import frozen


@frozen(eq=False)
class MeasureContext:
    """What is at hand while a measure is read: settings by place, the fields sure to exist, the lines of the level."""

    at: Callable[[ExpressionPlace], Setting]
    known: Known
    lines: LevelLines
    agreement: AgreementContext


def core(what: ast.Measured) -> ast.Measured:
    """What a measure is taken of where it is 100% less something."""
    return what.of if isinstance(what, ast.Complement) else what


def mean_of(lines: LevelLines) -> ast.LevelMean | None:
    """What a level measures, where that is a mean of the values of another."""
    what = None if lines.measure is None else lines.measure.node.what
    return what if isinstance(what, ast.LevelMean) else None


def fixed_type(lines: LevelLines) -> Type:
    """The type of a measure that does not depend on a field."""
    if lines.measure is None or lines.measure.module.is_damaged(lines.measure.node):
        return UNKNOWN
    match lines.measure.node.what:
        case ast.PercentGood() | ast.Complement():
            return PERCENT
        case ast.NumberOf():
            return NUMBER
        case ast.Uptime() as what:
            return uptime_type(what)
        case ast.OpenRecords() as what:
            return _of_open(what)
    return UNKNOWN


def _of_open(what: ast.OpenRecords) -> Type:
    return DURATION if what.statistic.startswith("age") else NUMBER


def measured_type(line: Line[ast.Measure], reading: MeasureContext) -> Type:
    """Read a measure and give the type of its value, unknown where it cannot be understood."""
    whole = line.node.what
    inner = _type(core(whole), reading)
    if line.module.is_damaged(line.node):
        return UNKNOWN
    return _complement(whole, inner, reading) if isinstance(whole, ast.Complement) else inner


def _type(what: ast.Measured, reading: MeasureContext) -> Type:
    match what:
        case ast.PercentGood():
            return PERCENT
        case ast.NumberOf():
            setting = reading.at(ExpressionPlace.CONDITION)
            find_records(what.records, setting.reader.module, setting.reader.clause, reading.agreement)
            if what.where is not None:
                infer_condition(what.where, setting, reading.known)
            return NUMBER
        case ast.Aggregate():
            operand = infer(what.operand, reading.at(ExpressionPlace.MEASURE), reading.known)
            return operand if operand.kind in AMOUNTS else UNKNOWN
        case ast.Ratio():
            return _ratio(what, reading)
        case ast.Uptime():
            return uptime_type(what)
        case ast.IntervalMean():
            return _interval_mean(what, reading)
        case ast.OpenRecords():
            setting = reading.at(ExpressionPlace.POPULATION)
            must_be(INSTANT, what.start, read(what.start, setting, reading.known), setting)
            must_be(INSTANT, what.end, read_anyway(what.end, setting), setting)
            return _of_open(what)
        case ast.LevelMean():
            return UNKNOWN  # it is that of the level it reads, see `sladsl.semantics.levels.means`
        case ast.Complement():
            raise AssertionError("a complement is taken of something else")
    assert_never(what)


def _complement(node: ast.Complement, inner: Type, reading: MeasureContext) -> Type:
    """Only 100% less a percentage is a percentage that means something."""
    setting = reading.at(ExpressionPlace.MEASURE)
    if node.whole.value != 1:
        message = f"a percentage is taken from 100%, and this says `{setting.words(node.whole)}`"
    elif inner.kind not in {ValueKind.PERCENT, ValueKind.UNKNOWN}:
        message = f"`{setting.words(node.of)}` is {inner}, and only a percentage is taken from 100%"
    else:
        return PERCENT
    return _refused("SLA291", node, message, _advice(node, setting), setting)


def _advice(node: ast.Complement, setting: Setting) -> str:
    if isinstance(node.of, ast.Ratio) and node.of.per is not None and node.whole.value == 1:
        share = f"{setting.words(node.of.over)} / {setting.words(node.of.under)}"
        return f"write a share, `100% - {share}`"
    return "write `100% -` before a percentage, such as `percent good`, or leave it out"


def _ratio(what: ast.Ratio, reading: MeasureContext) -> Type:
    over, under = _type(what.over, reading), _type(what.under, reading)
    setting = reading.at(ExpressionPlace.MEASURE)
    if what.per is not None and what.per.value == 0:
        return _refused("SLA292", what.per, "this is per none", "write for instance `per 1,000`", setting)
    if UNKNOWN in {over, under}:
        return UNKNOWN
    result = arithmetic("/", over, under)
    if result is None:
        message = (
            f"`{setting.words(what.over)}` is {over} and `{setting.words(what.under)}` is {under}: "
            "they cannot be divided"
        )
        return _refused("SLA292", what, message, advice.for_arithmetic("/", over, under), setting)
    is_share = over.kind is under.kind and what.per is None
    return _share_type(reading) if is_share else result


def _interval_mean(what: ast.IntervalMean, reading: MeasureContext) -> Type:
    """The type of a mean of quotients of sums, of which the rows of one interval are summed on both sides."""
    setting, operand = reading.at(ExpressionPlace.MEASURE), what.operand
    inferred = infer(operand, setting, reading.known)
    write = "write for instance `mean over each 5 min of (errors / requests)`"
    if what.every.value <= 0:
        return _refused("SLA298", what.every, "an interval of no length holds nothing", write, setting)
    if not isinstance(operand, ast.Arithmetic) or operand.operator != "/":
        message = f"`{setting.words(operand)}` is no quotient, and this is a mean of quotients of sums"
        return UNKNOWN if inferred is UNKNOWN else _refused("SLA298", operand, message, write, setting)
    left, right = (setting.notes.types[side] for side in (operand.left, operand.right))
    if left.kind is right.kind and inferred.kind is ValueKind.NUMBER:
        return _share_type(reading)
    return inferred if inferred.kind in AMOUNTS else UNKNOWN


def _share_type(reading: MeasureContext) -> Type:
    """The type of a quotient of two amounts of one kind: a percentage where the targets are, else a number."""
    lines = reading.lines
    assert lines.measure is not None, "there is a measure"
    if isinstance(lines.measure.node.what, ast.Complement):
        return PERCENT
    written = [line.node for line in (lines.expected, lines.minimum, lines.tiers) if line is not None]
    bounds = (part for node in written for part in walk(node) if isinstance(part, ast.Bound))
    return PERCENT if any(isinstance(bound.value, ast.Percent) for bound in bounds) else NUMBER


def _refused(code: str, node: ast.Node, message: str, write: str, setting: Setting) -> Type:
    clause = setting.reader.clause
    setting.notes.found.append(error(code, node.span, message, clause=clause, write=write))
    return UNKNOWN
