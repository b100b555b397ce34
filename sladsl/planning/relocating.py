"""Values of a plan rewritten wherever something stands in them: spans told where they were written, for one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from sladsl.source import Span
from sladsl.values import evolve, field_defaults, is_value

V = TypeVar("V")


def relocated(value: V, written: Callable[[Span], Span]) -> V:
    """A value of attrs with every span in it put where it was written; all else is as it is."""
    return rewritten(value, lambda part: written(part) if isinstance(part, Span) else part)


def rewritten(value: V, rewrite: Callable[[Any], Any]) -> V:
    """A value of attrs with every part of it, tuples among them, as it is rewritten; what is, is not looked into."""
    made: V = _rewritten(value, rewrite)
    return made


def _rewritten(value: Any, rewrite: Callable[[Any], Any]) -> Any:  # noqa: ANN401 - any value of a plan
    made = rewrite(value)
    if made is not value:
        return made
    if isinstance(value, tuple):
        parts = tuple(_rewritten(part, rewrite) for part in value)
        return parts if any(new is not old for new, old in zip(parts, value, strict=True)) else value
    if not is_value(type(value)):
        return value
    changed: dict[str, Any] = {}
    for name in field_defaults(type(value)):
        part = getattr(value, name)
        new = _rewritten(part, rewrite)
        if new is not part:
            changed[name] = new
    return evolve(value, **changed) if changed else value
