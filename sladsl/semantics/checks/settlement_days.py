"""Settlement so many business days after a period: the calendar opens on as many days then."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from itertools import islice

from sladsl.diagnostics.diagnostic import Diagnostic
from sladsl.semantics.credits.periods import starts
from sladsl.semantics.findings import error
from sladsl.semantics.meaning import Analysis, Calendar
from sladsl.syntax import ast

_DAY = dt.timedelta(days=1)
_YEAR = 366


def check(analysis: Analysis) -> Iterator[Diagnostic]:
    """Look for the first period after which the calendar stays closed for a year and more, holidays aside."""
    settlement, term = analysis.settlement, analysis.header.days
    if settlement is None or settlement.calendar is None or term is None:
        return
    calendar = _named(settlement.calendar, analysis)
    if calendar is None or calendar.is_open or not (calendar.hours or calendar.dates):
        return
    assert settlement.days is not None, "a calendar stands after a number of days"
    wanted = settlement.days.value
    for until in _ends(settlement.unit, term, calendar):
        opened = sum(1 for _ in islice(_open_days(calendar, until, _YEAR + 7 * wanted), wanted))
        if opened < wanted:
            yield _closed(settlement.calendar, opened, wanted, until)
            return


def _named(path: ast.Path, analysis: Analysis) -> Calendar | None:
    declared = analysis.named.get(path)
    return None if declared is None else analysis.calendars.get(declared.path)


def _ends(unit: str, term: ast.Term, calendar: Calendar) -> Iterator[dt.date]:
    """The days after the periods of a term; of one without an end, until the calendar has only its weekly hours."""
    dates = [(line.node.last or line.node.first).value for line in calendar.dates]
    last = max([term.first.value, *dates]) + _YEAR * _DAY if term.last is None else term.last.value
    for number in range((last - term.first.value).days + 1):
        until = term.first.value + (number + 1) * _DAY
        if until == last + _DAY or starts(unit, until):
            yield until


def _open_days(calendar: Calendar, first: dt.date, number: int) -> Iterator[dt.date]:
    for day in (first + each * _DAY for each in range(number)):
        own = (line.node for line in calendar.dates if _holds(line.node, day))
        if (date := next(own, None)) is not None:
            is_open = bool(date.hours)
        else:
            days = (days for line in calendar.hours for days in line.node.days)
            is_open = any(each.first <= day.weekday() <= each.last for each in days)
        if is_open:
            yield day


def _holds(node: ast.OnDate, day: dt.date) -> bool:
    return node.first.value <= day <= (node.last or node.first).value


def _closed(path: ast.Path, opened: int, wanted: int, until: dt.date) -> Diagnostic:
    days = "the day" if wanted == 1 else f"{opened or 'none'} of the {wanted} days"
    opens = f"does not open on {days}" if wanted == 1 else f"opens on {days}"
    return error(
        "SLA267",
        path.span,
        f"`{path.text}` {opens} that settlement waits for after {until - _DAY}",
        clause="settlement",
        write=f"let `{path.text}` open then, or count calendar days, such as `14 days after its end`",
    )
