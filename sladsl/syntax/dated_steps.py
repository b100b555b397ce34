"""Which values of a settlement's steps change on dates: the one place that says so for each kind of step."""

from __future__ import annotations

from typing import Any, assert_never

from sladsl.syntax import ast


def dated_fields(step: ast.DatedStep) -> tuple[str, ...]:
    """The fields of a step that its dates change: one or, of what small credits are raised to, both."""
    match step:
        case ast.Raise():
            return "below", "to"
        case ast.Multiply():
            return ("factor",)
        case ast.Limit() | ast.Risk() | ast.Convert() | ast.CarryOver():
            return ("amount",)
        case ast.Ignore():
            return ("below",)
        case ast.EarnBack() | ast.Pool():
            return ("share",)
        case ast.FreePoints():
            return ("points",)
        case ast.Claim() | ast.Choose():
            return ("within",)
    assert_never(step)


def dated_values(of: ast.DatedStep | ast.DatedValue | ast.DatedRaise) -> tuple[Any, ...]:
    """The values of these fields, from the start in a step and from a date on in what follows it."""
    match of:
        case ast.DatedValue():
            return (of.value,)
        case ast.DatedRaise():
            return of.below, of.to
        case _:
            return tuple(getattr(of, name) for name in dated_fields(of))
