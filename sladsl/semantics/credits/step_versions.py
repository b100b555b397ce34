"""What a step of a settlement is before its dates, and from each of them on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any, TypeVar, cast

from sladsl.syntax import ast
from sladsl.syntax.dated_steps import dated_fields, dated_values
from sladsl.values import evolve

S = TypeVar("S", bound=ast.Step)


def step_versions(step: S) -> Iterator[tuple[ast.Date | None, S]]:
    """A step as it is from the start and from each of its dates on."""
    yield None, step
    if isinstance(step, ast.DatedStep):
        yield from ((each.since, cast("S", _from_then(step, each))) for each in step.later)


def step_on(step: S, day: dt.date) -> S:
    """A step as it is on a day."""
    return [version for since, version in step_versions(step) if since is None or since.value <= day][-1]


def dates_in(*steps: ast.Step) -> tuple[dt.date, ...]:
    """The days from which on steps have another value, in order."""
    dates = {since.value for step in steps for since, _ in step_versions(step) if since is not None}
    return tuple(sorted(dates))


def _from_then(step: ast.DatedStep, dated: ast.DatedValue | ast.DatedRaise) -> ast.Step:
    changed: dict[str, Any] = dict(zip(dated_fields(step), dated_values(dated), strict=True))
    changed["later"] = ()
    return evolve(step, **changed)
