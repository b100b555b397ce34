"""Settlement steps and credits in words, from the rules alone."""

from __future__ import annotations

from collections.abc import Sequence

from sladsl.measurement.results import Part
from sladsl.planning.eras import level_at
from sladsl.planning.plan import (
    Plan,
    ServiceLevel,
)
from sladsl.planning.wording import write_share
from sladsl.settlement.display import show_limit, show_value
from sladsl.settlement.explanation import Line, LineKind, Raised


def parts_words(plan: Plan, parts: Sequence[Part]) -> str:
    """List the figures that a value is made from: `sum of errors = 12; sum of lines = 4,000`."""
    return "; ".join(
        f"{part.name} = {'none' if part.value is None else show_value(plan, part.value)}" for part in parts
    )


def raised_words(plan: Plan, raised: Raised) -> str:
    """Say what has made a target stricter: `minimum 97% instead of 96%, the midpoint of 96% and 98%, …`."""
    rule, before = raised.rule, show_limit(plan, raised.before)
    most = ""
    if rule.most is not None and rule.to is not None:
        most = f", but by at most {write_share(rule.most)} of the gap to {show_limit(plan, rule.to)}"
    mean = f"{show_value(plan, raised.mean)}, the mean of {', '.join(raised.windows)}"
    after = f"{show_limit(plan, raised.after)} instead of {before}"
    return f"{rule.word} {after}, the midpoint of {before} and {mean}{most}"


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
    whose = series_title(level_title(level_at(plan, line.level, line.window_start)), line.key)
    named = whose if line.option is None else f"{whose}, option {line.option}"
    return named if line.kind is LineKind.CREDIT else f"{named}, {line.kind}"


def series_title(title: str, key: tuple[str, ...]) -> str:
    """Name one series of a level: `Initial response (P1)`."""
    return f"{title} ({' / '.join(key)})" if key else title
