"""Business days: a calendar that is used with them says what they mean."""

from __future__ import annotations

from collections.abc import Iterator

from sladsl.diagnostics.diagnostic import Diagnostic
from sladsl.semantics.files.names import ALWAYS_ON
from sladsl.semantics.findings import error
from sladsl.semantics.meaning import Analysis
from sladsl.syntax import ast


def check(analysis: Analysis) -> Iterator[Diagnostic]:
    """Look at whatever is said in business days."""
    settlement = analysis.settlement
    if settlement is not None and isinstance(settlement.days, ast.BusinessDays):
        assert settlement.calendar is not None
        yield from without_meaning(settlement.calendar, settlement.days, "settlement", analysis)


def without_meaning(
    calendar: ast.Path, used: ast.Node, clause: str, analysis: Analysis
) -> Iterator[Diagnostic]:
    """Find that a calendar does not say what a business day is, where `used` counts in them."""
    yield from of_always_on(calendar, used, clause)
    declared = analysis.named.get(calendar)
    meant = None if declared is None else analysis.calendars.get(declared.path)
    if meant is not None and meant.business_day is None and not meant.is_open:
        yield error(
            "SLA148",
            used.span,
            f"the calendar `{calendar.text}` does not say what a business day is",
            clause=clause,
            write=_what_to_add(calendar.text),
        )


def _what_to_add(name: str) -> str:
    """Where the meaning is written: a calendar of a module is not the author's to change, and is copied."""
    *module, own = name.split(".")
    where = (
        f"declare `calendar {own} like {name} {{ … }}`, use that, and add to it"
        if module
        else f"add to `{name}`"
    )
    return (
        f"{where} one of `business days end at close`, `business days end at the same time` or "
        "`a business day is 8 h`"
    )


def of_always_on(calendar: ast.Path, used: ast.Node, clause: str) -> Iterator[Diagnostic]:
    """Find that business days are those of the calendar that never closes."""
    if calendar.text == ALWAYS_ON:
        yield error(
            "SLA148",
            used.span,
            f"`{ALWAYS_ON}` has no business days",
            clause=clause,
            write="write days, or name a calendar that closes",
        )
