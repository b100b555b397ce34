"""Classes of values behave as those of attrs, before their methods are compiled and after."""

import subprocess
import sys
from typing import ClassVar

import attrs
import pytest

from sladsl.values import MANY, evolve, field_defaults, frozen


def classes():
    @frozen
    class Point:
        x: int
        y: int = 0

        unit: ClassVar[str] = "m"

    @frozen
    class Named(Point):
        name: str = "origin"
        tags: list[str] = attrs.Factory(list)

    @frozen(eq=False)
    class Node:
        x: int

    return Point, Named, Node


def with_no_value(_cls):
    pass


def with_a_value(cls):
    cls(0)


def with_many_values(cls):
    for number in range(MANY + 1):
        cls(number)


def with_its_fields_asked(cls):
    cls(0)
    attrs.fields(cls)


@pytest.fixture(params=[with_no_value, with_a_value, with_many_values, with_its_fields_asked])
def stage(request):
    """Brings a class to one of the stages that it goes through."""
    return request.param


def is_compiled(cls):
    return cls.__init__.__code__.co_filename.startswith("<attrs generated")


def test_methods_are_compiled_when_there_are_many_values():
    point, *_ = classes()
    for number in range(MANY):
        point(number)
    assert not is_compiled(point)
    assert vars(point(1)) == {"x": 1, "y": 0}
    assert is_compiled(point)


def test_fields_are_known_before_there_is_a_value():
    point, named, _ = classes()
    defaults = {"x": attrs.NOTHING, "y": 0, "name": "origin", "tags": attrs.Factory(list)}
    assert field_defaults(named) == defaults
    assert [field.name for field in attrs.fields(named)] == ["x", "y", "name", "tags"]
    assert [field.name for field in attrs.fields(point)] == ["x", "y"]
    assert field_defaults(named) == defaults
    assert attrs.has(classes()[2])


def test_values_are_compared_hashed_shown_and_replaced(stage):
    point, named, _ = classes()
    stage(point)
    assert named(1, name="a") == named(1, 0, "a")
    assert named(1, 2, tags=["b"]) == named(y=2, x=1, tags=["b"])
    assert point(1) != point(2)
    assert point(1) != named(1)
    assert hash(point(1)) == hash(point(1, 0))
    assert repr(point(1)) == f"{point.__qualname__.rpartition('.')[2]}(x=1, y=0)"
    assert evolve(point(1), y=2) == point(1, 2)
    assert named(1).unit == "m"


def test_to_change_a_field_compiles_nothing():
    _, named, _ = classes()
    tagged = named(1, tags=["a"])
    assert vars(evolve(tagged, y=2)) == {"x": 1, "y": 2, "name": "origin", "tags": tagged.tags}
    with pytest.raises(TypeError, match="unexpected keyword argument 'z'"):
        evolve(tagged, z=2)
    assert is_compiled(named), "what is wrong is for attrs to tell"
    point, *_ = classes()
    assert evolve(point(1), y=2) == point(1, 2)
    assert not is_compiled(point)


def test_a_class_inherits_the_fields_of_one_that_is_compiled(stage):
    point, named, _ = classes()
    stage(point)
    assert vars(named(1, tags=["a"])) == {"x": 1, "y": 0, "name": "origin", "tags": ["a"]}


def test_a_value_is_found_in_a_set_after_its_class_is_compiled():
    point, *_ = classes()
    held = {point(1)}
    with_many_values(point)
    assert point(1) in held


def test_each_value_has_a_default_of_its_own():
    _, named, _ = classes()
    named(1).tags.append("a")
    assert named(1).tags == []


def test_nodes_are_compared_by_identity(stage):
    *_, node = classes()
    stage(node)
    one = node(1)
    assert one == one  # noqa: PLR0124 - that it is itself is what is asked
    assert one != node(1)
    assert len({one, node(1)}) == 2


def test_a_value_without_fields_is_equal_to_another():
    @frozen
    class Nothing:
        pass

    assert len({Nothing(), Nothing()}) == 1
    assert {Nothing(), 0} != {Nothing()}


def test_a_value_does_not_change(stage):
    point, *_ = classes()
    stage(point)
    value = point(1)
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        value.x = 2
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        del value.x
    assert value.x == 1


@pytest.mark.parametrize(
    ("values", "named", "message"),
    [
        ((), {}, "missing 1 required positional argument: 'x'"),
        ((), {"y": 1}, "missing 1 required positional argument: 'x'"),
        ((1, 2, 3), {}, "takes from 2 to 3 positional arguments but 4 were given"),
        ((1,), {"x": 1}, "got multiple values for argument 'x'"),
        ((1,), {"z": 1}, "got an unexpected keyword argument 'z'"),
    ],
)
def test_wrong_arguments_are_told_as_python_tells_them(stage, values, named, message):
    point, *_ = classes()
    stage(point)
    for _ in range(2):
        with pytest.raises(TypeError, match=message):
            point(*values, **named)


def test_a_pattern_takes_fields_by_their_places(stage):
    point, *_ = classes()
    stage(point)
    match point(1, 2):
        case point(x, y):
            assert (x, y) == (1, 2)


def test_fields_with_choices_of_their_own_are_for_attrs():
    @frozen
    class Secret:
        word: str = attrs.field(repr=False)
        length: int = 0

    assert Secret("a", 1) == Secret("a", 1)
    assert repr(Secret("a", 1)).endswith("Secret(length=1)")


def test_a_check_compiles_next_to_nothing(tmp_path):
    (tmp_path / "m.sla").write_text('module m "M" {\n}\n', encoding="utf-8")
    program = (
        "import sys, attrs\n"
        "made = []\n"
        "real = attrs.frozen\n"
        "attrs.frozen = lambda cls, **given: made.append(cls.__name__) or real(cls, **given)\n"
        "from sladsl import pipeline\n"
        "from pathlib import Path\n"
        "pipeline.check([Path(sys.argv[1])])\n"
        "print(*sorted(made))"
    )
    run = subprocess.run(
        [sys.executable, "-c", program, str(tmp_path / "m.sla")], capture_output=True, text=True, check=True
    )
    # Those that hide a field in their text; each of them is of a file, of which there are few.
    assert run.stdout.split() == ["Analysis", "Module", "Source"]
