"""Classes of values that are made with their first value behave as those of attrs."""

import subprocess
import sys

import attrs
import pytest

from sladsl.values import frozen


def classes():
    @frozen
    class Point:
        x: int
        y: int = 0

    @frozen
    class Named(Point):
        name: str = "origin"

    @frozen(eq=False)
    class Node:
        x: int

    return Point, Named, Node


def test_fields_are_known_before_there_is_a_value():
    point, named, _ = classes()
    assert [field.name for field in attrs.fields(named)] == ["x", "y", "name"]
    assert [field.name for field in attrs.fields(point)] == ["x", "y"]
    assert attrs.has(classes()[2])


def test_values_are_compared_hashed_shown_and_replaced():
    point, named, _ = classes()
    assert named(1, name="a") == named(1, 0, "a")
    assert point(1) != point(2)
    assert point(1) != named(1)
    assert hash(point(1)) == hash(point(1, 0))
    assert repr(point(1)) == f"{point.__qualname__.rpartition('.')[2]}(x=1, y=0)"
    assert attrs.evolve(point(1), y=2) == point(1, 2)


def test_nodes_are_compared_by_identity():
    *_, node = classes()
    assert node(1) != node(1)


def test_a_value_does_not_change():
    point, *_ = classes()
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        point(1).x = 2


def test_a_missing_argument_is_told_as_python_tells_it():
    point, *_ = classes()
    for _ in range(2):
        with pytest.raises(TypeError, match="missing 1 required positional argument: 'x'"):
            point()


def test_a_pattern_takes_fields_by_their_places():
    point, *_ = classes()
    match point(1, 2):
        case point(x, y):
            assert (x, y) == (1, 2)


def test_a_check_makes_only_the_classes_that_it_needs(tmp_path):
    """Remedies are read by the grammar; a file without one makes no class of them."""
    (tmp_path / "m.sla").write_text('module m "M" {\n}\n', encoding="utf-8")
    program = (
        "import sys, attrs\n"
        "made = []\n"
        "real = attrs.frozen\n"
        "attrs.frozen = lambda cls, **given: made.append(cls.__name__) or real(cls, **given)\n"
        "from sladsl import pipeline\n"
        "from pathlib import Path\n"
        "pipeline.check([Path(sys.argv[1])])\n"
        "print(*made)"
    )
    run = subprocess.run(
        [sys.executable, "-c", program, str(tmp_path / "m.sla")], capture_output=True, text=True, check=True
    )
    made = run.stdout.split()
    assert "Document" in made
    assert "Remedy" not in made
