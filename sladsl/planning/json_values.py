"""Values of a plan to JSON and back, by the annotations of their classes.

An object has the fields of a value under their names, without those at their default. Exact numbers are text, dates ISO
dates. Where one of several classes may stand, the object says in `is` which one it is of.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from enum import Enum
from fractions import Fraction
from functools import cache
from types import MappingProxyType, NoneType, UnionType
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

import attrs

from sladsl.planning.plan import Constant, ValueType
from sladsl.values import field_defaults

_NONE: Mapping[str, Any] = MappingProxyType({})
_EXACT = (ValueType.NUMBER, ValueType.PERCENT, ValueType.MONEY)


def written(value: Any, kind: Any, without: Collection[str] = ()) -> Any:  # noqa: ANN401 - any value, any JSON
    """A value as JSON, as it is written under an annotation; fields of some names are left out."""
    match value:
        case Enum():
            return value.value
        case None | bool() | int() | str():
            return value
        case Fraction():
            return str(value)
        case dt.date():
            return value.isoformat()
        case tuple():
            return [written(part, each, without) for part, each in _parts(value, kind)]
    cls: Any = kind if get_origin(kind) is type(value) else type(value)
    held = {
        name: written(part, annotation, without)
        for name, annotation, default in _fields(cls)
        if name not in without and (part := getattr(value, name)) != default
    }
    return {"is": type(value).__name__, **held} if len(_alternatives(kind)) > 1 else held


def read(held: Any, kind: Any, absent: Mapping[str, Any] = _NONE) -> Any:  # noqa: ANN401 - any JSON, any value
    """The value that was `written` under an annotation; raises ValueError for JSON that never was.

    `absent` has values for fields, by name, that were left out.
    """
    alternatives = _alternatives(kind)
    if held is None and NoneType in get_args(kind):
        return None
    if len(alternatives) > 1:
        by_name = {each.__name__: each for each in alternatives}
        named = _of(_of(held, dict).get("is"), str)
        if named not in by_name:
            raise ValueError(f"`{named}` is none of {', '.join(by_name)}")
        return _value({name: part for name, part in held.items() if name != "is"}, by_name[named], absent)
    (only,) = alternatives
    match get_origin(only) or only:
        case cls if cls is tuple:
            return tuple(read(part, each, absent) for part, each in _parts(_of(held, list), only))
        case cls if cls is Fraction:
            return Fraction(_of(held, str))
        case cls if cls is dt.date:
            return dt.date.fromisoformat(_of(held, str))
        case cls if issubclass(cls, Enum):
            return cls(held)
        case cls if cls in {str, int, bool}:
            return _of(held, cls)
    return _value(held, only, absent)


def _of(held: Any, kind: type) -> Any:  # noqa: ANN401 - JSON
    if type(held) is not kind:
        raise ValueError(f"`{held}` stands where a {kind.__name__} should")
    return held


def _value(held: Any, kind: Any, absent: Mapping[str, Any]) -> Any:  # noqa: ANN401 - as above
    fields = {name: (annotation, default) for name, annotation, default in _fields(kind)}
    given = {name: value for name, value in absent.items() if name in fields and name not in _of(held, dict)}
    unknown = [name for name in _of(held, dict) if name not in fields]
    missing = [
        name
        for name, (_, default) in fields.items()
        if name not in held and name not in given and default is attrs.NOTHING
    ]
    if unknown or missing:
        raise ValueError(f"{kind} has the fields {', '.join(fields)}, not {', '.join(held)}")
    if kind is Constant:
        return _constant(held)
    return kind(**given, **{name: read(part, fields[name][0], absent) for name, part in held.items()})


def _constant(held: dict[str, Any]) -> Constant:
    kind, value = ValueType(held["type"]), held["value"]
    if kind in _EXACT:
        return Constant(kind, Fraction(_of(value, str)))
    if type(value) not in {str, int, bool}:
        raise ValueError(f"`{value}` is no constant")
    return Constant(kind, value)


def _parts(parts: Collection[Any], kind: Any) -> Iterable[tuple[Any, Any]]:  # noqa: ANN401 - any annotation
    """The parts of a tuple, each with its annotation."""
    (only,) = _alternatives(kind)
    kinds = get_args(only)
    if kinds[-1] is Ellipsis:
        return zip(parts, [kinds[0]] * len(parts), strict=True)
    return zip(parts, kinds, strict=True)


@cache
def _alternatives(kind: Any) -> tuple[Any, ...]:  # noqa: ANN401 - as above
    """What an annotation allows, None aside."""
    if get_origin(kind) not in {Union, UnionType}:
        return (kind,)
    return tuple(each for each in get_args(kind) if each is not NoneType)


@cache
def _fields(kind: Any) -> tuple[tuple[str, Any, Any], ...]:  # noqa: ANN401 - a class of values, or one of `Dated[…]`
    """The fields of a class in order: name, annotation, default."""
    cls = get_origin(kind) or kind
    annotations, given = get_type_hints(cls), get_args(kind)
    return tuple(
        (name, given[0] if isinstance(annotations[name], TypeVar) else annotations[name], default)
        for name, default in field_defaults(cls).items()
    )
