"""The heading of a settlement: of which periods it is, and how many days after their end."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sladsl.syntax.first_mistakes.declared import only_calendar
from sladsl.syntax.first_mistakes.where import Known, Rule, Where, known, place_of


def _said_per(where: Where) -> Iterator[Known]:
    """`settlement per month`, which does not say which months."""
    unit = re.match(r"(month|quarter|year|week|day)(?!\w)", where.ahead)
    if unit and where.kinds == ["_SETTLEMENT", "_PER"]:
        message = f"`per {unit[0]}` does not say which {unit[0]}s are meant"
        yield known(where, "SLA010", unit, message, f"write `calendar {unit[0]}`", f"calendar {unit[0]}")


def _days_in_words(where: Where) -> Iterator[Known]:
    """`ten days`: the number alone is no word of the language, so what it counts goes with it."""
    found = re.match(rf"({'|'.join(_NUMBERS)})(\s+(?:business\s+)?days)", where.ahead)
    if found and where.last == "_COMMA" and _is_of_settlement(where):
        meant = f"{_NUMBERS[found[1]]}{found[2]}"
        yield known(
            where, "SLA011", found, f"`{found[1]}` is not how a number is written", f"write `{meant}`", meant
        )


_NUMBERS = {"five": 5, "ten": 10, "fourteen": 14, "fifteen": 15, "twenty": 20, "thirty": 30, "sixty": 60}


def _counted_from(where: Where) -> Iterator[Known]:
    """The day of a settlement, in other words than `10 days after its end`."""
    if not _is_of_settlement(where):
        return
    end = re.match(_THE_END, where.ahead)
    if end and where.last == "_AFTER":
        message = f"the days of a settlement are counted from the end of its period, and not from `{end[0]}`"
        yield known(where, "SLA011", end, message, "write `its end`", "its end")
    nth = re.match(
        r"(?:(?:by|on)\s+)?(?:the\s+)?(\d+)(?:st|nd|rd|th)\s+(?:day\s+)?of\s+the\s+(?:following|next)\s+month",
        where.ahead,
    )
    if nth and where.last == "_COMMA":
        meant = f"{nth[1]} days after its end"
        message = f"`{nth[0]}` is not how the day is counted"
        yield known(where, "SLA011", nth, message, f"write `{meant}`", meant)
    if where.ahead.startswith("{") and where.last == "DAY_COUNT":
        days = where.line[-1]
        meant = f"{days} after its end"
        message = f"`{days}` does not say from when they are counted"
        yield Known("SLA010", message, f"write `{meant}`", *place_of(days), meant)
    within = re.match(
        rf"(?:within|in|after)\s+(\d+ days)(?:\s+(?:of|from|after)\s+(?:its\s+end|{_THE_END}))?(?=\s*\{{)",
        where.ahead,
    )
    if within and where.last == "_COMMA":
        message = f"`{within[0]}` does not say on which day"
        meant = f"{within[1]} after its end"
        yield known(where, "SLA011", within, message, f"write `{meant}`", meant)


_THE_END = (
    r"(?:the\s+)?(?:end(?:\s+of(?:\s+(?:the|each|every))?\s+(?:calendar\s+)?(?:month|quarter|year|period))?"
    r"|(?:month|quarter|year|period)(?:[- ]end)?)"
)


def _whose_days(where: Where) -> Iterator[Known]:
    """Business days of no calendar."""
    found = re.match(r"after(?!\w)", where.ahead)
    if found and where.last == "BUSINESS_DAYS" and "_OF" in where.offered:
        days, calendar = where.line[-1], only_calendar(where.text)
        meant = None if calendar is None else f"{days} of {calendar}"
        write = f"write `{meant}`" if meant else f"write `{days} of` and the name of a calendar, then `after`"
        yield Known("SLA010", f"`{days}` does not say whose days are meant", write, *place_of(days), meant)


def _working_days(where: Where) -> Iterator[Known]:
    """Business days in other words, of no calendar."""
    found = re.match(r"([0-9]+)\s+(?:working|work|office)\s+days?", where.ahead)
    if found and _is_of_settlement(where):
        days, calendar = f"{found[1]} business days of", only_calendar(where.text)
        meant = None if calendar is None else f"{days} {calendar}"
        write = f"write `{meant}`" if meant else f"write `{days}` and the name of a calendar"
        yield known(where, "SLA024", found, f"`{found[0]}` does not say whose days are meant", write, meant)


def _is_of_settlement(where: Where) -> bool:
    return where.kinds[:1] == ["_SETTLEMENT"]


SETTLEMENTS: tuple[Rule, ...] = (_said_per, _days_in_words, _counted_from, _whose_days, _working_days)
