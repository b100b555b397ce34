"""Records for which some conditions hold, and others do not."""

from __future__ import annotations

from collections.abc import Mapping

from sladsl.comparison.by_records.made.counted import LATE, good_or_not
from sladsl.comparison.by_records.made.making import made
from sladsl.comparison.by_records.made.record_groups import Held, Path, Rows
from sladsl.comparison.by_records.made.times_held import begun, held_at, starts_of
from sladsl.comparison.by_records.versions import Versions
from sladsl.planning.plan import ClockWithin, Constant, Expression, Not, ValueType
from sladsl.planning.relocating import rewritten
from sladsl.values import evolve, frozen


@frozen
class Standing:
    """What a record is to be: for which of some conditions it holds, as far as these are not those of all records."""

    holding: tuple[Expression, ...]
    failing: tuple[Expression, ...]


def record_standing(
    versions: Versions, standing: Standing, at: int, key: str, values: Mapping[Path, Held]
) -> Rows | None:
    """A record counted at an instant that holds values and is what it shall be: in time on the clock, or else late."""
    clock = versions.clock
    if clock is None or clock.end.path in values:
        return _standing(versions, standing, at, key, values)
    starts = {**held_at(versions.after, starts_of(clock), at), **values}
    begins = begun(versions.after, clock, starts)
    for is_late in (False, True):
        ended = {**starts, clock.end.path: begins + LATE if is_late else begins}
        rows = _standing(versions, _on_the_clock(standing, is_late=is_late), at, key, ended)
        if rows is not None:
            return rows
    return None


def _on_the_clock(standing: Standing, *, is_late: bool) -> Standing:
    """What is left of conditions for a record whose clock stops at once, or much too late."""
    told = Constant(ValueType.FLAG, not is_late)

    def settled(condition: Expression) -> Expression:
        return rewritten(condition, lambda part: told if isinstance(part, ClockWithin) else part)

    return Standing(tuple(map(settled, standing.holding)), tuple(map(settled, standing.failing)))


def _standing(
    versions: Versions, standing: Standing, at: int, key: str, held: Mapping[Path, Held]
) -> Rows | None:
    wanted = good_or_not(versions, held, at)
    conditions = (*wanted.conditions, *standing.holding, *map(Not, standing.failing))
    return made(versions.after, evolve(wanted, conditions=conditions, key=key))
