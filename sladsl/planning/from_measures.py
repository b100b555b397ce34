"""From the meaning of measures to those of the plan."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import assert_never

from sladsl.planning.plan import (
    Expression,
    IntervalMean,
    LevelMean,
    Measure,
    Measured,
    Ratio,
    Statistic,
    ValueType,
)
from sladsl.semantics.meaning import Level
from sladsl.semantics.targets.intervals import counts_as
from sladsl.source import Span
from sladsl.syntax import ast

Reader = Callable[[ast.Expression], Expression]


def measured(level: Level, node: ast.Measure, read: Reader) -> Measured:
    """What a level measures; `read` gives the expressions of its lines. Of a complement, what it is taken of."""
    what = node.what.of if isinstance(node.what, ast.Complement) else node.what
    id_, kind = f"level:{level.name}/measure", ValueType(level.measured.kind.value)
    match what:
        case ast.PercentGood() | ast.NumberOf() | ast.Aggregate():
            return _reduction(id_, node.span, what, kind, read)
        case ast.Ratio():
            top, bottom = (
                _reduction(f"{id_}/{place}", part.span, part, _kind(level, part), read)
                for place, part in (("over", what.over), ("under", what.under))
            )
            per = Fraction(1) if what.per is None else what.per.value
            return Ratio(id_, node.span, kind, top, bottom, per)
        case ast.IntervalMean(every=every, operand=operand):
            assert isinstance(operand, ast.Arithmetic), "a check refuses what is no quotient"
            over, under = read(operand.left), read(operand.right)
            return IntervalMean(id_, node.span, kind, every.value, over, under, counts_as(level))
        case ast.LevelMean(windows=windows):
            assert level.read is not None, "a name that stands for no level has its finding"
            return LevelMean(id_, node.span, kind, level.read.name, int(windows.value))
        case ast.OpenRecords() | ast.Uptime():
            raise AssertionError("planned elsewhere")
    assert_never(what)


def _kind(level: Level, what: ast.Reduction) -> ValueType:
    """The type of a part of a measure."""
    match what:
        case ast.PercentGood():
            return ValueType.PERCENT
        case ast.NumberOf():
            return ValueType.NUMBER
        case ast.Aggregate():
            return ValueType(level.types[what.operand].kind.value)
    assert_never(what)


def _reduction(id_: str, span: Span, what: ast.Reduction, kind: ValueType, read: Reader) -> Measure:
    match what:
        case ast.PercentGood():
            statistic = Statistic.PERCENT_NOT_GOOD if what.negated else Statistic.PERCENT_GOOD
            return Measure(id_, span, statistic, kind)
        case ast.NumberOf():
            where = None if what.where is None else read(what.where)
            return Measure(id_, span, Statistic.NUMBER, kind, where)
        case ast.Aggregate():
            rank = None if what.rank is None else what.rank.value
            return Measure(id_, span, Statistic(what.statistic), kind, read(what.operand), rank)
    assert_never(what)
