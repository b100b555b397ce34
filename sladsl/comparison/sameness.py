"""Plan values without where they stand, so that only what they say is compared."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, TypeVar

from sladsl.planning.plan import PLACES, Field
from sladsl.values import field_defaults, is_value

_PLACES = PLACES | {"id"}
_P = TypeVar("_P")


def meaning(value: Any) -> Any:  # noqa: ANN401 - any part of a plan
    """A plan value as nested tuples, without ids and spans: equal for two values that say the same.

    A field that is read is the same whether it may be missing or not: that is said of the records, and told of them.
    """
    if isinstance(value, Field):
        return (value.type, value.path)
    if is_value(type(value)):
        told = (each for each in field_defaults(type(value)) if each not in _PLACES)
        return (type(value).__name__, *(meaning(getattr(value, name)) for name in told))
    if isinstance(value, tuple):
        return tuple(map(meaning, value))
    return value


def same(one: object, other: object) -> bool:
    """Whether two plan values say the same, wherever they stand."""
    return bool(meaning(one) == meaning(other))


def only_in(some: Sequence[_P], others: Sequence[_P]) -> Iterator[_P]:
    """Those of some plan values that say what none of the others says."""
    return (each for each in some if not any(same(each, other) for other in others))
