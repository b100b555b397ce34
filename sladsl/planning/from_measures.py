"""From the meaning of measures to those of the plan."""

from __future__ import annotations

from collections.abc import Callable
from typing import assert_never

from sladsl.planning.plan import Expression, Measure, Measured, Statistic, ValueType
from sladsl.semantics.meaning import Level
from sladsl.source import Span
from sladsl.syntax import ast

Reader = Callable[[ast.Expression], Expression]


def measured(level: Level, node: ast.Measure, read: Reader) -> Measured:
    """What a level measures; `read` gives the expressions of its lines. Of a complement, what it is taken of."""
    what = node.what.of if isinstance(node.what, ast.Complement) else node.what
    match what:
        case ast.PercentGood() | ast.NumberOf() | ast.Aggregate():
            kind = ValueType(level.measured.kind.value)
            return _reduction(f"level:{level.name}/measure", node.span, what, kind, read)
        case ast.Ratio() | ast.IntervalMean() | ast.OpenRecords() | ast.Uptime() | ast.LevelMean():
            raise AssertionError("refused by a check")
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
