"""Calendars that are closed throughout the term, or from a day of it on though a clock may still run in them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from sladsl.diagnostics.diagnostic import Diagnostic
from sladsl.semantics.declarations.open_days import open_days
from sladsl.semantics.files.holiday_files import LAST
from sladsl.semantics.findings import warning
from sladsl.semantics.meaning import Analysis, Calendar, Level
from sladsl.syntax import ast
from sladsl.syntax.clauses import clause_of

_A_WHILE = dt.timedelta(days=31)
"""How long before the end of the term a calendar may close for good: a last holiday is no mistake."""


def check(analysis: Analysis) -> Iterator[Diagnostic]:
    """Look at the calendars that are declared or used, day by day of the term."""
    term = analysis.header.days
    if term is None or not analysis.is_agreement or (term.last is not None and term.last.value > LAST):
        return
    for calendar in analysis.calendars.values():
        is_said = bool(calendar.hours or calendar.dates) and not calendar.is_open
        if not is_said or analysis.module.is_damaged(calendar.node):
            continue
        days = open_days(calendar, term)
        if days is None:
            yield _never(calendar, term)
        else:
            yield from _no_more(calendar, days[1], term, analysis)


def _never(calendar: Calendar, term: ast.Term) -> Diagnostic:
    return warning(
        "SLA820",
        calendar.node.name.span,
        f"the calendar `{calendar.name}` is closed on every day of the term, {_shown(term)}",
        clause=clause_of(calendar.node),
        write="check the years of its dates, or add hours such as `Mon..Fri 09:00-17:00`",
    )


def _no_more(calendar: Calendar, last: dt.date, term: ast.Term, analysis: Analysis) -> Iterator[Diagnostic]:
    """A calendar that closes for good long before the end, in which a clock runs until then."""
    end = LAST if term.last is None else term.last.value
    level = next((each for each in analysis.levels if _runs_in(each, calendar, analysis)), None)
    if level is not None and end - last > _A_WHILE:
        yield warning(
            "SLA821",
            calendar.node.name.span,
            f"the calendar `{calendar.name}` is open for the last time on {last}, and the clock of `{level.name}` "
            f"runs in it throughout the term, {_shown(term)}",
            clause=clause_of(calendar.node),
            write="add hours for the rest of the term: a clock that runs later never comes to its deadline",
        )


def _runs_in(level: Level, calendar: Calendar, analysis: Analysis) -> bool:
    """Whether a clock of a level runs in a calendar, by its own line or by a row of tiers."""
    paths = (terms.calendar for terms in level.terms if terms.calendar is not None)
    named = (analysis.named.get(path) for path in paths)
    return any(declared is not None and declared.node is calendar.node for declared in named)


def _shown(term: ast.Term) -> str:
    first = term.first.value
    return f"which begins on {first}" if term.last is None else f"{first} to {term.last.value}"
