"""Values with the spans of a consolidated text, told where they were written."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from attrs import evolve, fields, has

from sladsl.source import Span

V = TypeVar("V")


def relocated(value: V, written: Callable[[Span], Span]) -> V:
    """A value of attrs with every span in it put where it was written; all else is as it is."""
    placed: V = _placed(value, written)
    return placed


def _placed(value: Any, written: Callable[[Span], Span]) -> Any:  # noqa: ANN401 - any value of a plan
    if isinstance(value, Span):
        return written(value)
    if isinstance(value, tuple):
        return tuple(_placed(part, written) for part in value)
    if not has(type(value)):
        return value
    parts = {each.name: getattr(value, each.name) for each in fields(type(value))}
    changed = {name: placed for name, part in parts.items() if (placed := _placed(part, written)) is not part}
    return evolve(value, **changed) if changed else value
