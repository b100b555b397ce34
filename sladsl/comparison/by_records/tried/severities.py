"""Records to try by which severity counts of those that a record has had: it changes while their clock runs."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from itertools import permutations

from sladsl.comparison.by_records.made.counted import record_of
from sladsl.comparison.by_records.made.making import Wanted, made
from sladsl.comparison.by_records.made.record_groups import OWN, Held, Path, Rows
from sladsl.comparison.by_records.made.times_held import begun, held_at, starts_of
from sladsl.comparison.by_records.versions import Versions
from sladsl.measurement.scanning.reads import record_set
from sladsl.planning.buckets import HOUR


def attempts_with_severities(versions: Versions) -> Iterator[partial[Rows | None]]:
    """A record that becomes less severe, and one that becomes more severe."""
    names = [each.name for each in versions.after.severities]
    for first, last in permutations(dict.fromkeys((names[0], names[-1])), 2):
        yield partial(_changing, versions, first, last)


def _changing(versions: Versions, first: str, last: str, at: int) -> Rows | None:
    """A record that is counted with one severity and has another one an hour later, an hour before its clock stops."""
    taken = next(iter((*versions.new[0].severities, *versions.old[0].severities)))
    history = record_set(versions.after, taken.records).history
    assert history is not None, "a severity is taken from a history"
    assert history.severity is not None, "a severity is taken from a history of severities"
    held: dict[Path, Held] = {taken.field.path: first}
    clock = versions.clock
    if clock is not None:
        held |= held_at(versions.after, starts_of(clock), at)
        held[clock.end.path] = begun(versions.after, clock, held) + 2 * HOUR
    record = made(versions.after, record_of(versions, held, at))
    changed: dict[Path, Held] = {(history.of,): OWN, (history.at,): at + HOUR, (history.severity,): last}
    change = made(versions.after, Wanted(taken.records, changed, (), at, " of it"))
    return None if record is None or change is None else (*record, *change[:1])
