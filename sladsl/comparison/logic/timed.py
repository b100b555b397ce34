"""What in conditions hangs on one start and one end, such as several deadlines of a clock, taken together.

Of two deadlines for the same start one may never be the later. So each way that they may be kept together is found,
with a start and an end in the term that show it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from sladsl.comparison.logic.atoms import Value, Variable, atoms
from sladsl.comparison.logic.runs import Ordered, in_each_order
from sladsl.comparison.logic.timed_parts import (
    TimedGroup,
    TimedPart,
    apart_in,
    days_of_starts,
    ground_of,
    part_of,
)
from sladsl.planning.plan import (
    Clock,
    ClockWithin,
    DoneBy,
    Elapsed,
    Exists,
    Expression,
    Extreme,
    Field,
    FieldLimit,
    Plan,
)
from sladsl.values import evolve, frozen


@frozen
class Run:
    """A record by its times: when it starts, in µs or as a date, and when it ends or, without an end, is read.

    `values` says of each part of conditions that hangs on these times whether it is true, or unknown.
    """

    start: int | None
    end: int | None
    as_of: int | None
    values: Mapping[Variable, Value]


@frozen
class Timed:
    """Parts of conditions that hang on one start and one end, with a run for each way that they may all be true."""

    start: Field | Extreme
    end: Field
    about: tuple[Expression, ...]
    runs: tuple[Run, ...]

    @property
    def starts(self) -> tuple[Field, ...]:
        """The instants that start it, or the date."""
        return self.start.fields if isinstance(self.start, Extreme) else (self.start,)


def timed_in(plan: Plan, conditions: Sequence[Expression | None], clock: Clock | None) -> tuple[Timed, ...]:
    """What in some conditions hangs on the same two times, where there are two deadlines or more."""
    found = list(dict.fromkeys(atom for each in conditions if each is not None for atom in atoms(each)))
    known = clock if clock is not None and clock.each is None else None
    together: list[Timed] = []
    for group in _groups(found, known):
        free = [each for each in found if all(each not in one.about for one in together)]
        parts = [each for each in group.parts if each in free]
        timed = None if _is_plain(parts) else _timed(plan, evolve(group, parts=parts), free, known)
        together += [] if timed is None else [timed]
    return tuple(together)


def variable_of(atom: Expression) -> Variable:
    """A part of a condition as something that is true by itself."""
    return Variable(atom)


def _groups(found: Sequence[Expression], clock: Clock | None) -> Iterator[TimedGroup]:
    """The deadlines of each start and end; those that pauses put back apart from others."""
    paused = clock is not None and bool(clock.pauses)
    of_clock = [each for each in found if clock is not None and _is_of_clock(each)]
    done = [each for each in found if isinstance(each, DoneBy)]
    if clock is not None and paused:
        yield TimedGroup(clock.start, clock.end, of_clock)
    ends = [(clock.start, clock.end)] if clock is not None and of_clock and not paused else []
    for start, end in dict.fromkeys((*ends, *((each.after, each.field) for each in done))):
        parts = [
            *(each for each in of_clock if ends == [(start, end)]),
            *(each for each in done if (each.after, each.field) == (start, end)),
            *(each for each in found if apart_in(each, start, end) is not None),
        ]
        yield TimedGroup(start, end, parts)


def _is_of_clock(atom: Expression) -> bool:
    return isinstance(atom, ClockWithin) and not isinstance(atom.limit, FieldLimit)


def _is_plain(parts: Sequence[Expression]) -> bool:
    """Whether there is one deadline, or all are times on the clock, which are longer or shorter than each other."""
    return len(parts) < 2 or all(
        isinstance(each, ClockWithin) and isinstance(each.limit, Elapsed) for each in parts
    )


# --- all ways that they may be true together --------------------------------------------------------------------------


def _timed(plan: Plan, group: TimedGroup, found: Sequence[Expression], clock: Clock | None) -> Timed | None:
    """A run for each way; None where some deadline lies beyond what is known."""
    ground = ground_of(plan, group, clock)
    if ground is None:
        return None
    parts = [part_of(ground, each, group, clock) for each in group.parts]
    is_clock = clock is not None and (clock.start, clock.end) == (group.start, group.end)
    orders = in_each_order(ground, [each.due for each in parts], days_of_starts(plan), from_start=is_clock)
    if orders is None:
        return None
    exist = tuple(
        each for each in found if isinstance(each, Exists) and each.operand in {group.start, group.end}
    )
    runs: dict[tuple[Value, ...], Run] = {}
    for run in _runs(group, parts, exist, orders):
        runs.setdefault(tuple(run.values.values()), run)
    return Timed(group.start, group.end, (*group.parts, *exist), tuple(runs.values()))


def _runs(
    group: TimedGroup, parts: Sequence[TimedPart], exist: Sequence[Exists], orders: Sequence[Ordered]
) -> Iterator[Run]:
    """Runs with an end, then those without one, and those without a start where it may be missing."""

    def valued(values: Iterable[Value], *missing: Field | Extreme) -> Mapping[Variable, Value]:
        held = zip((variable_of(part.atom) for part in parts), values, strict=True)
        there = ((variable_of(each), each.operand not in missing) for each in exist)
        return dict((*held, *there))

    for each in orders:
        held = (part.holds(due, each.end) for part, due in zip(parts, each.due, strict=True))
        yield Run(each.start, each.end, None, valued(held))
    for each in (each for each in orders if each.end >= each.begins):
        open_ = (part.without_end(due, each.end) for part, due in zip(parts, each.due, strict=True))
        yield Run(each.start, None, each.end, valued(open_, group.end))
    if isinstance(group.start, Field) and group.start.optional:
        unknown = [None] * len(parts)
        yield Run(None, orders[0].end, None, valued(unknown, group.start))
        yield Run(None, None, orders[0].end, valued(unknown, group.start, group.end))
