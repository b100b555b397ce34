"""What an engine would be asked, written down before any data is known."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from attrs import Factory

from sladsl.measurement.sql.pieces import TABLE, Dialect, name, render, sql
from sladsl.planning.plan import ServiceLevel
from sladsl.values import evolve, frozen

Written = tuple[str, Sequence[str]]
EACH = "each value that the records hold"


@frozen
class Recorder:
    """Keeps the text of statements with their parameters; queries give the rows of `answers` by their text, or none."""

    dialect: Dialect
    written: list[Written] = Factory(list)
    answers: dict[str, list[tuple[Any, ...]]] = Factory(dict)

    def fetch(self, text: str, parameters: Sequence[str]) -> list[tuple[Any, ...]]:
        """Write a query down."""
        self.written.append((text, parameters))
        return self.answers.get(text, [])

    def take(self) -> list[Written]:
        """Give what has been written down since this was last asked."""
        taken = list(self.written)
        self.written.clear()
        return taken

    def keep(self, table: str, text: str, parameters: Sequence[str]) -> None:
        """Write down how a table is made."""
        made, _ = render(sql("{} {} AS ", TABLE, name(table)), self.dialect)
        self.written.append((made + text, parameters))

    def hand_over(self, table: str, rows: Sequence[tuple[int, ...]], columns: Sequence[str]) -> None:
        """Hold nothing: such tables are of integers that planning compiles."""


def with_some_value(level: ServiceLevel) -> ServiceLevel:
    """A level whose open dimensions have one value, which stands for those that records will hold."""
    series = tuple(
        evolve(each, members=tuple((EACH,) if members is None else members for members in each.members))
        for each in level.series
    )
    return evolve(level, series=series)
