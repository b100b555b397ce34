"""What an engine would be asked to measure levels of time, written down before any data is known."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from attrs import evolve

from sladsl.measurement.field_values import NumberShape
from sladsl.measurement.scans import Tables
from sladsl.measurement.sql_pieces import TABLE, Dialect, name, render, sql
from sladsl.measurement.uptime.ground import Ground
from sladsl.measurement.uptime.level import uptime_rows
from sladsl.planning.plan import Plan, ServiceLevel
from sladsl.values import frozen

Written = tuple[str, Sequence[str]]
_EACH = "each value that the records hold"


@frozen
class Recorder:
    """Keeps the text of statements with their parameters, and gives no rows."""

    dialect: Dialect
    written: list[Written]

    def fetch(self, text: str, parameters: Sequence[str]) -> list[tuple[Any, ...]]:
        """Write a query down; it gives no rows."""
        self.written.append((text, parameters))
        return []

    def keep(self, table: str, text: str, parameters: Sequence[str]) -> None:
        """Write down how a table is made."""
        made, _ = render(sql("{} {} AS ", TABLE, name(table)), self.dialect)
        self.written.append((made + text, parameters))

    def hand_over(self, table: str, rows: Sequence[tuple[int, ...]], columns: Sequence[str]) -> None:
        """Hold nothing: such tables are of integers that planning compiles."""


def uptime_statements(
    plan: Plan, shapes: Mapping[tuple[str, str], NumberShape], tables: Tables, dialect: Dialect
) -> list[Written]:
    """The statements that measure a plan's levels of time, in order, with their parameters."""
    recorder = Recorder(dialect, [])
    levels = tuple(_with_some_value(level) for level in plan.levels)
    uptime_rows(Ground(recorder, evolve(plan, levels=levels), shapes, tables), (), {})
    return recorder.written


def _with_some_value(level: ServiceLevel) -> ServiceLevel:
    """A level whose open dimensions have one value, which stands for those that records will hold."""
    series = tuple(
        evolve(each, members=tuple((_EACH,) if members is None else members for members in each.members))
        for each in level.series
    )
    return evolve(level, series=series)
