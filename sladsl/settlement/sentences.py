"""Settlement steps and credits in words, from the rules alone."""

from __future__ import annotations

from collections.abc import Sequence

from sladsl.measurement.results import Part
from sladsl.planning.plan import (
    Plan,
    ServiceLevel,
)
from sladsl.settlement.display import show_value
from sladsl.settlement.explanation import Line, LineKind


def parts_words(plan: Plan, parts: Sequence[Part]) -> str:
    """List the figures that a value is made from: `sum of errors = 12; sum of lines = 4,000`."""
    return "; ".join(
        f"{part.name} = {'none' if part.value is None else show_value(plan, part.value)}" for part in parts
    )


def level_title(level: ServiceLevel) -> str:
    """Give the title of a service level, or its name where it has none."""
    return level.title or level.name


def title_of(plan: Plan, level: str) -> str:
    """Give the title of the level of a name."""
    return level_title(next(each for each in plan.levels if each.name == level))


def line_title(plan: Plan, line: Line) -> str:
    """Name what a line is for: `Initial response (P1)`, `Initial response (P1), earned back`."""
    if line.kind is LineKind.REMEDY:
        title = next(each.title for each in plan.remedies if each.name == line.level)
        return f"{title}, {' and '.join(line.key)}" if line.key else title
    whose = series_title(title_of(plan, line.level), line.key)
    return whose if line.kind is LineKind.CREDIT else f"{whose}, {line.kind}"


def series_title(title: str, key: tuple[str, ...]) -> str:
    """Name one series of a level: `Initial response (P1)`."""
    return f"{title} ({' / '.join(key)})" if key else title
