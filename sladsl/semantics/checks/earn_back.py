"""What is earned back: a share of a credit, once nothing changes the credit any more."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from sladsl.diagnostics.diagnostic import Diagnostic, Label
from sladsl.semantics.checks.apart import covered
from sladsl.semantics.credits.step_versions import dates_in, step_on
from sladsl.semantics.declarations.services import service_of
from sladsl.semantics.findings import error
from sladsl.semantics.meaning import Analysis
from sladsl.syntax import ast

_CLAUSE = "settlement"
_HARMLESS = ast.EarnBack | ast.Round | ast.Final | ast.Pool
"""What may stand after the step, since it changes no credit: a pool and when a period is final are no steps."""


def check(
    step: ast.EarnBack, written: ast.Step, settlement: ast.Settlement, analysis: Analysis
) -> Iterator[Diagnostic]:
    """Look at the share, at the number of windows, and at the steps that follow.

    The step is the one `written`, or what it is from one of its dates on.
    """
    if not 0 < step.share.value <= 1:
        yield error(
            "SLA741",
            step.share.span,
            "a share of a credit is more than nothing and at most all of it",
            clause=_CLAUSE,
            write="write a percentage from 1% to 100%",
        )
    if step.windows is not None and (step.windows.value.denominator != 1 or step.windows.value < 1):
        yield error(
            "SLA742",
            step.windows.span,
            "this takes a whole number of windows, 1 or more",
            clause=_CLAUSE,
            write="write for instance `in each of the 3 following windows`",
        )
    if step.as_offset:
        yield from _in_no_service(step, analysis)
    yield from _last(step, settlement)
    if step is written:
        yield from _whole(step, settlement, analysis)


def _whole(step: ast.EarnBack, settlement: ast.Settlement, analysis: Analysis) -> Iterator[Diagnostic]:
    """Several such steps may give back more than the whole of a credit, on some day."""
    steps = [each for each in settlement.steps if isinstance(each, ast.EarnBack)]
    through = steps[: steps.index(step) + 1]
    names = {name for each in through for name in covered(each.levels, analysis)}
    for name in sorted(names & covered(step.levels, analysis)):
        sharing = [each for each in through if name in covered(each.levels, analysis)]
        if sharing[1:] and any(
            sum(step_on(each, day).share.value for each in sharing) > 1
            for day in (dt.date.min, *dates_in(*sharing))
        ):
            yield error(
                "SLA744",
                step.share.span,
                f"with the steps before it, more than all of a credit for `{name}` would be earned back",
                clause=_CLAUSE,
                write="write shares that come to 100% or less",
                labels=[Label(each.share.span, "earned back before") for each in sharing[:-1]],
            )
            return


def _in_no_service(step: ast.EarnBack, analysis: Analysis) -> Iterator[Diagnostic]:
    """An offset is one within the service of a level, so each level that may earn back stands in one."""
    names = covered(step.levels, analysis)
    alone = [
        level
        for level in analysis.levels
        if level.name in names and level.lines.all_credits and service_of(level.node, analysis.module) is None
    ]
    if alone:
        yield error(
            "SLA717",
            step.span,
            f"`{alone[0].name}` is in no service whose later credits could be offset",
            clause=_CLAUSE,
            write="put the level into a `service`, or name the levels: `of credits of A and B`",
            labels=[Label(alone[0].node.name.span, "it stands in no service")],
        )


def _last(step: ast.EarnBack, settlement: ast.Settlement) -> Iterator[Diagnostic]:
    later = [each for each in settlement.steps if each.span.start > step.span.start]
    changing = next((each for each in later if not isinstance(each, _HARMLESS)), None)
    if changing is not None:
        yield error(
            "SLA743",
            step.span,
            "a step after this one changes the credits of which a share is earned back",
            clause=_CLAUSE,
            write="write it after all other steps but `round`",
            labels=[Label(changing.span, "this step comes later")],
        )
