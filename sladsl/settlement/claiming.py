"""Credits that nobody claims in time lapse."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from fractions import Fraction

from sladsl.planning.eras import level_at
from sladsl.planning.periods import days_of_unit, months_before, unit_start
from sladsl.planning.plan import Claim, ClaimMade
from sladsl.planning.windows import zone_of
from sladsl.planning.zones import day_start, local_date
from sladsl.settlement.display import show_end
from sladsl.settlement.explanation import Change, Line, LineKind
from sladsl.settlement.scene import Done, Scene
from sladsl.settlement.sentences import level_title

_DAY = dt.timedelta(days=1)
_CLAIMED = {LineKind.CREDIT, LineKind.CARRIED}


def claimed(scene: Scene, step: Claim, lines: tuple[Line, ...]) -> Done:
    """Drop the credits of windows for which there is no claim that was made in time, as far as is known.

    What is carried over from an earlier period has to be claimed like the credit that it is left of.
    """
    if step.made is None:
        return Done(lines)
    after: list[Line] = []
    changes: list[Change] = []
    for line in lines:
        until = _until(scene, step, line)
        if line.kind not in _CLAIMED or not line.amount or _is_claimed(scene, step.made, line, until):
            after.append(line)
            continue
        after.append(line.worth(Fraction(0)))
        changes.append(Change(line, after[-1], _reason(scene, until)))
    return Done(tuple(after), tuple(changes))


def _reason(scene: Scene, until: int) -> str:
    by = "yet, which may be done until" if scene.read_at < until else "by"
    return f"not claimed {by} {show_end(scene.plan, until)}"


def _is_claimed(scene: Scene, made: Sequence[ClaimMade], line: Line, until: int) -> bool:
    names = {line.level, level_title(level_at(scene.plan, line.level, line.window_start))}
    return any(
        each.level in names and each.window == line.window and each.at < until and each.at <= scene.read_at
        for each in made
    )


def _until(scene: Scene, step: Claim, line: Line) -> int:
    """The instant by which a credit must have been claimed: the end of a day."""
    zone = zone_of(scene.plan)
    last = local_date(zone, line.window_end - 1)
    if step.unit is not None:
        for _ in range((step.nth or 0) + 1):
            first = unit_start(step.unit, last)
            last = first + days_of_unit(step.unit, last) * _DAY
        return day_start(zone, last)
    return through(scene, line, step.days, step.months)


def through(scene: Scene, line: Line, days: int | None, months: int | None) -> int:
    """The end of the day that is so many days or months after the last one of a credit's window."""
    zone = zone_of(scene.plan)
    last = local_date(zone, line.window_end - 1)
    if months is not None:
        return day_start(zone, months_before(last, -months) + _DAY)
    return day_start(zone, last + ((days or 0) + 1) * _DAY)
