"""`frozen` and `evolve`: attrs classes of values, whose methods attrs compiles only when that pays.

Sladsl has some hundreds of such classes, and a command makes a handful of values of most of those that it needs. attrs
writes the methods of a class as source and compiles them, which took a fifth of the time of a short command. A class
here has at first methods that need no compiling. Those of attrs take their place when it has made `MANY` values, since
they are faster, or when something asks for its fields or its text. To whoever uses it, and to type checkers, it is that
of `attrs.frozen`, except that values keep their attributes in a dictionary, since a class with slots is another class.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from functools import cache, partial
from operator import attrgetter
from threading import RLock
from typing import TYPE_CHECKING, Any, Never

import attrs

__all__ = ["MANY", "evolve", "field_defaults", "frozen", "is_value"]

MANY = 300
"""How many values of a class make up for compiling its methods."""

if TYPE_CHECKING:
    from attrs import evolve, frozen  # noqa: TID251 - these are what stands in for them
else:

    def frozen(cls: type | None = None, *, eq: bool = True) -> type | Callable[[type], type]:
        """Make a class one of frozen values; `eq=False` compares them by identity."""
        return partial(_unmade, eq=eq) if cls is None else _unmade(cls, eq=eq)

    def evolve(value: object, /, **changes: object) -> object:
        """A value like another, with some fields changed: as attrs does it, which asks for compiled methods."""
        cls, held = type(value), vars(value)
        if not isinstance(vars(cls)["__attrs_attrs__"], _Fields):
            return attrs.evolve(value, **changes)  # noqa: TID251 - (as above)
        return cls(**{field: held[field] for field in field_defaults(cls)} | changes)


def field_defaults(cls: type) -> Mapping[str, Any]:
    """The fields of a class of values, in order, with their defaults: NOTHING where there is none, or a Factory.

    To know them compiles nothing, as `attrs.fields` does.
    """
    return _defaults(cls)


def is_value(cls: type) -> bool:
    """Whether a class is one of values; to know it compiles nothing, as `attrs.has` does."""
    return _is_value(cls)


@cache
def _is_value(cls: type) -> bool:
    return any("__attrs_attrs__" in vars(each) for each in cls.__mro__)


@cache
def _defaults(cls: type) -> Mapping[str, Any]:
    own = {
        field: vars(cls).get(field, attrs.NOTHING)
        for field, kind in inspect.get_annotations(cls).items()
        if not str(kind).removeprefix("typing.").startswith("ClassVar")
    }
    bases = [_defaults(base) for base in reversed(cls.__bases__) if "__attrs_attrs__" in vars(base)]
    inherited = {field: default for base in bases for field, default in base.items() if field not in own}
    return inherited | own


class _Fields:
    """The fields of a class, for whoever asks before attrs has made it."""

    def __init__(self, make: Callable[[], None]) -> None:
        self._make = make

    def __get__(self, _instance: object, cls: type) -> tuple[attrs.Attribute[Any], ...]:
        self._make()
        found: tuple[attrs.Attribute[Any], ...] = attrs.fields(cls)
        return found


_MAKING = RLock()
_FACTORY: Any = type(attrs.Factory(list))
_CHOSEN: type = type(attrs.field())


def _unmade(cls: type, *, eq: bool) -> type:
    made: Any = cls

    def make() -> None:
        with _MAKING:
            if isinstance(vars(cls).get("__attrs_attrs__"), _Fields):
                field_defaults(cls)  # which attrs takes off the class
                del made.__attrs_attrs__
                if vars(cls).get("__setattr__") is _refuse:
                    del made.__setattr__, made.__delattr__
                # What compares stays as it is: values may be in sets by now.
                attrs.frozen(cls, init=True, repr=True, eq=None if eq else False, slots=False)  # noqa: TID251 - (as above)

    def first(self: object, *values: object, **named: object) -> None:
        with _MAKING:
            if vars(cls)["__init__"] is first:
                _begin(cls, make, eq=eq)
        made.__init__(self, *values, **named)

    made.__init__ = first
    made.__attrs_attrs__ = _Fields(make)
    return cls


def _begin(cls: type, make: Callable[[], None], *, eq: bool) -> None:
    """Give a class its first methods."""
    made: Any = cls
    defaults = field_defaults(cls)
    if any(isinstance(default, _CHOSEN) for default in defaults.values()):
        make()
        return

    def shown(self: object) -> str:
        make()
        return repr(self)

    made.__init__ = _initialiser(made, defaults, make)
    made.__repr__ = shown
    made.__setattr__ = made.__delattr__ = _refuse
    made.__match_args__ = tuple(defaults)  # type: ignore[misc]  # mypy takes it for final, of any class
    if eq:
        made.__eq__, made.__hash__ = _comparison(cls, tuple(defaults))


def _initialiser(made: Any, defaults: Mapping[str, Any], make: Callable[[], None]) -> Callable[..., None]:  # noqa: ANN401 - a class, which may not be assigned to
    left = MANY

    def initialise(self: object, *values: object, **named: object) -> None:
        nonlocal left
        left -= 1
        given = _given(defaults, values, named) if left >= 0 else None
        if given is None:
            make()
            made.__init__(self, *values, **named)
        else:
            vars(self).update(given)

    return initialise


def _given(
    defaults: Mapping[str, Any], values: tuple[object, ...], named: Mapping[str, object]
) -> dict[str, object] | None:
    """Each field with its value; None where the arguments are wrong, which is for attrs to tell."""
    given = dict(zip(defaults, values, strict=False))
    if len(given) == len(defaults) == len(values) and not named:
        return given
    if len(given) < len(values) or not named.keys() <= defaults.keys() - given.keys():
        return None
    for field, default in defaults.items():
        if field in named:
            given[field] = named[field]
        elif field not in given:
            if default is attrs.NOTHING:
                return None
            given[field] = default.factory() if isinstance(default, _FACTORY) else default
    return given


def _comparison(cls: type, fields: tuple[str, ...]) -> tuple[Callable[..., bool], Callable[..., int]]:
    held: Callable[[object], object] = attrgetter(*fields) if fields else type

    def equals(self: object, other: object) -> bool:
        return held(self) == held(other) if other.__class__ is self.__class__ else NotImplemented

    def hashed(self: object) -> int:
        return hash((cls, held(self)))

    return equals, hashed


def _refuse(_self: object, *_change: object) -> Never:
    raise attrs.exceptions.FrozenInstanceError
