"""What eras of an amended agreement come to is put together, and nothing of it is lost."""

from fractions import Fraction

import attrs

from sladsl.measurement.counts.merging import merged
from sladsl.measurement.results import (
    Counts,
    DayCharge,
    LongPauses,
    Measurement,
    Measurements,
    OutagesUntil,
    RecordWindows,
    Unplaced,
)
from sladsl.planning.plan import ChoiceMade, ClaimMade, Unit
from sladsl.planning.windows import Window
from sladsl.values import evolve
from tests.measurement.build import level, measure, plan, series

GOOD = series(measure=measure("percent good"))
PLAN = plan(level("A", "r", "at", GOOD), level("B", "r", "at", GOOD))
COUNTS = Counts(1, 1, None, None, 0, 0, 0)


def window(start):
    return Window(Unit.MONTH, f"{start}", start, start + 1, partial=False, as_of=start + 2)


def row(name, start):
    return Measurement(name, (), window(start), COUNTS, None)


def part(start, last=None):
    """All that is told of an era with one window of each level; of files whoever reads them tells."""
    return Measurements(
        rows=(row("A", start), row("B", start)),
        files=(),
        records=(RecordWindows("A", (), window(start), COUNTS, 1),),
        charges=(DayCharge("C", (), f"2026-01-0{start}", Fraction(1)),),
        outages=(OutagesUntil("A", "r", last),),
        claims=(ClaimMade("A", "1", 5),),
        unplaced=(Unplaced("A", window(start), 1),),
        choices=(ChoiceMade("A", "1", Fraction(2), 5),),
        long_pauses=(LongPauses("A", window(start), "hold", 2),),
    )


def test_what_is_told_of_an_era_is_all_but_what_is_told_of_files():
    told, empty = part(1, 7), Measurements((), ())
    left = [
        field.name
        for field in attrs.fields(Measurements)
        if getattr(told, field.name) == getattr(empty, field.name)
    ]
    assert left == ["files", "outside", "unclear"]
    assert merged(PLAN, [told]) == told


def test_windows_of_all_eras_are_there():
    found = merged(PLAN, [part(1, last=9), part(3)])
    assert [(each.level, each.window.start) for each in found.rows] == [
        ("A", 1),
        ("A", 3),
        ("B", 1),
        ("B", 3),
    ]
    assert [each.window.start for each in found.records] == [1, 3]
    assert [each.window.start for each in found.unplaced] == [1, 3]
    assert [each.window.start for each in found.long_pauses] == [1, 3]
    assert [each.day for each in found.charges] == ["2026-01-01", "2026-01-03"]
    assert found.claims == part(1).claims
    assert found.choices == part(1).choices


def test_outages_are_known_until_the_last_instant_of_any_era():
    ends = [(None, None), (None, 4), (4, None), (3, 8), (8, 3)]
    found = [merged(PLAN, [part(1, last=one), part(3, last=other)]).outages[0].last for one, other in ends]
    assert found == [None, 4, 4, 8, 8]


def test_claims_of_one_era_are_those_of_all_and_without_any_nothing_needs_to_be_claimed():
    silent = evolve(part(1), claims=None)
    assert merged(PLAN, [silent, part(3)]).claims == part(3).claims
    assert merged(PLAN, [silent, silent]).claims is None
