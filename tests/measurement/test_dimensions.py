"""What is found in the records before an amendment goes on after it."""

from types import SimpleNamespace

from sladsl.measurement.scanning.dimensions import held_after
from tests.measurement.build import dimension, level, series

SITE, TEAM = dimension("site", "text"), dimension("team", "text")
NORTH = series(("", "A, B"), (None, ("A", "B")), measure=None)
NAMED = series(("York", "A, B"), (("York",), ("A", "B")), measure=None)


def rows(*keys):
    return [SimpleNamespace(level="Answers", key=key) for key in keys]


def test_values_are_those_of_open_dimensions_without_the_marks_around_them():
    answers = level("Answers", "query", None, NORTH, NAMED, dimensions=(SITE, TEAM))
    found = rows(("Leeds", "A, B"), ('"A, B"', "A, B"), ('"so', "A, B"), ("Hull", "C"))
    (values,) = held_after({}, [answers], found).values()
    assert values == {("Leeds",), ("A, B",), ('"so',)}


def test_what_was_held_before_stays_and_levels_of_other_dimensions_have_their_own():
    answers = level("Answers", "query", None, NORTH, dimensions=(SITE, TEAM))
    other = level("Answers", "query", None, NORTH, dimensions=(TEAM, SITE))
    first = held_after({}, [answers], rows(("Leeds", "A, B")))
    both = held_after(held_after(first, [answers], []), [other], rows(("Hull", "A, B")))
    assert list(both.values()) == [{("Leeds",)}, {("Hull",)}]
