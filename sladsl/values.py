"""`frozen`: attrs classes of values whose methods are made when the first value is.

Sladsl has some hundreds of such classes and a command needs a few dozen; to write the methods of all of them took a
quarter of the time of a short command. To type checkers, and once there is a value, they are the classes of
`attrs.frozen`, except that values keep their attributes in a dictionary, since a class with slots is another class.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from threading import RLock
from typing import TYPE_CHECKING, Any

import attrs

__all__ = ["frozen"]

if TYPE_CHECKING:
    from attrs import frozen  # noqa: TID251 - this is what stands in for it
else:

    def frozen(cls: type | None = None, *, eq: bool = True) -> type | Callable[[type], type]:
        """Make a class one of frozen values; `eq=False` compares them by identity."""
        return partial(_unmade, eq=eq) if cls is None else _unmade(cls, eq=eq)


class _Fields:
    """The fields of a class, for whoever asks before there is a value."""

    def __init__(self, make: Callable[[], None]) -> None:
        self._make = make

    def __get__(self, _instance: object, cls: type) -> tuple[attrs.Attribute[Any], ...]:
        self._make()
        found: tuple[attrs.Attribute[Any], ...] = attrs.fields(cls)
        return found


_MAKING = RLock()


def _unmade(cls: type, *, eq: bool) -> type:
    made: Any = cls

    def make() -> None:
        with _MAKING:
            if isinstance(vars(cls).get("__attrs_attrs__"), _Fields):
                del made.__init__, made.__attrs_attrs__
                attrs.frozen(cls, eq=eq, slots=False)  # noqa: TID251 - (as above)

    def first(self: object, *values: object, **named: object) -> None:
        make()
        made.__init__(self, *values, **named)

    made.__init__ = first
    made.__attrs_attrs__ = _Fields(make)
    return cls
