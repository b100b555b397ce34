"""Credits, charges, settlement and opening hours as contracts say them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from sladsl.syntax.first_mistakes.where import Known, Where, known


def _no_currency(where: Where) -> Iterator[Known]:
    """A credit of a bare number, which could only be so many times the charge for something."""
    found = re.match(r"(?:[A-Z]{3}|[€£$]|pounds|euros|dollars)?(?!\w)", where.ahead)
    if (
        found
        and [token.type for token in where.line] == ["_CREDIT", "NUMERAL"]
        and not re.match(r"times|points?|days?|\.|h\b", where.ahead)
    ):
        number = where.line[1]
        message = f"`{number}` is a number, and a credit is an amount"
        write = f"write `GBP {number}` with the agreement's currency, a percentage of a charge, or `{number} points`"
        yield Known("SLA011", message, write, number.start_pos or 0, where.start + len(found[0]))


def _credit(where: Where) -> Iterator[Known]:
    if where.line:
        return
    found = re.match(
        r"(?i:(?:service\s+)?(?:credits?|penalty|penalties|rebate|deduction|refund|liquidated\s+damages))(?:\s+of)?(?=\s)",
        where.ahead,
    )
    if found and where.kind == "line":
        yield known(
            where, "SLA015", found, f"`{found[0]}` does not begin a line of a service level", "write `credit`"
        )
    cap = re.match(
        r"(?:cap|ceiling|maximum|max)(?:\s+(?:of|on))?(?:\s+(?:all(?:\s+the)?|the|total))?(?:\s+(?:service\s+)?credits)?"
        r"(?:\s+(?:at|to|of))?(?=\s)|"
        r"credits\s+(?:are\s+)?(?:capped|limited)\s+(?:at|to)(?=\s)",
        where.ahead,
    )
    if cap and where.kind == "step":
        message = f"`{cap[0]}` does not begin a line of a settlement"
        yield known(where, "SLA015", cap, message, "write `limit all credits to`", "limit all credits to")


_PERIODS = (
    (r"per\s+annum|p\.?a\.?|annum|annually|yearly|(?:a|each|every)\s+year|/\s*(?:year|yr)", "year"),
    (r"monthly|(?:a|each|every)\s+month|pcm|/\s*(?:month|mo)", "month"),
    (r"quarterly|(?:a|each|every)\s+quarter|/\s*quarter", "quarter"),
)


def _period(where: Where) -> Iterator[Known]:
    """How often something is charged or settled, in other words than `per month`."""
    begins = where.line[0].type if where.line else ""
    for form, unit in _PERIODS:
        found = re.match(rf"(?i:{form})(?!\w)", where.ahead)
        if found is None:
            continue
        message = f"`{found[0]}` is not how a period is written"
        if begins == "_CHARGE" and where.last in {"PRICE", "_PER"}:
            write = f"write `per {unit}`" if where.last == "PRICE" else f"write `{unit}`"
            yield known(where, "SLA011", found, message, write)
        if begins == "_SETTLEMENT" and len(where.line) == 1:
            meant = f"per calendar {unit}"
            yield known(where, "SLA011", found, message, f"write `{meant}`", meant)


_NUMBERS = {"five": 5, "ten": 10, "fourteen": 14, "fifteen": 15, "twenty": 20, "thirty": 30, "sixty": 60}
_THE_END = (
    r"(?:the\s+)?(?:end(?:\s+of(?:\s+(?:the|each|every))?\s+(?:calendar\s+)?(?:month|quarter|year|period))?"
)
_THE_END += r"|(?:month|quarter|year|period)(?:[- ]end)?)"


def _settled(where: Where) -> Iterator[Known]:
    """When a settlement is made, in other words than `10 days after its end`."""
    if not where.line or where.line[0].type != "_SETTLEMENT":
        return
    unit = re.match(r"(month|quarter|year|week|day)(?!\w)", where.ahead)
    if unit and where.kinds == ["_SETTLEMENT", "_PER"]:
        message = f"`per {unit[0]}` does not say which {unit[0]}s are meant"
        yield known(where, "SLA010", unit, message, f"write `calendar {unit[0]}`", f"calendar {unit[0]}")
    number = re.match(rf"({'|'.join(_NUMBERS)})(?=\s+(?:business\s+)?days)", where.ahead)
    if number and where.last == "_COMMA":
        meant = str(_NUMBERS[number[1]])
        message = f"`{number[0]}` is not how a number is written"
        # The number alone is no word of the language: what it counts goes with it.
        rest = re.match(r"\s+(?:business\s+)?days", where.ahead[number.end() :])
        assert rest is not None
        place = (where.start, where.start + number.end() + rest.end())
        yield Known("SLA011", message, f"write `{meant}{rest[0]}`", *place, f"{meant}{rest[0]}")
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
        yield known(
            where, "SLA011", nth, f"`{nth[0]}` is not how the day is counted", f"write `{meant}`", meant
        )
    bare = re.match(r"(?=\{)", where.ahead)
    if bare and where.last == "DAY_COUNT":
        days = where.line[-1]
        meant = f"{days} after its end"
        place = days.start_pos or 0, days.end_pos or 0
        yield Known(
            "SLA010", f"`{days}` does not say from when they are counted", f"write `{meant}`", *place, meant
        )
    within = re.match(
        rf"(?:within|in|after)\s+(\d+ days)(?:\s+(?:of|from|after)\s+(?:its\s+end|{_THE_END}))?(?=\s*\{{)",
        where.ahead,
    )
    if within and "_COMMA" in where.kinds[-1:]:
        message = f"`{within[0]}` does not say on which day"
        meant = f"{within[1]} after its end"
        yield known(where, "SLA011", within, message, f"write `{meant}`", meant)


def _whose_days(where: Where) -> Iterator[Known]:
    found = re.match(r"after(?!\w)", where.ahead)
    if found and where.last == "BUSINESS_DAYS" and "_OF" in where.offered:
        days = where.line[-1]
        calendars = re.findall(r"^[^\S\n]*calendar[^\S\n]+(\w+)", where.text, re.MULTILINE)
        if len(calendars) == 1:
            meant = f"{days} of {calendars[0]}"
            message = f"`{days}` does not say whose days are meant"
            place = days.start_pos or 0, days.end_pos or 0
            yield Known("SLA010", message, f"write `{meant}`", *place, meant)
        write = f"write `{days} of` and the name of a calendar, then `after`"
        message = f"`{days}` does not say whose days are meant"
        yield Known("SLA010", message, write, days.start_pos or 0, days.end_pos or 0)


def _opening(where: Where) -> Iterator[Known]:
    """Lines and ends of lines of a calendar."""
    if where.kind != "calendar":
        return
    holidays = re.match(r"(?i:(?:bank|public|national|statutory)\s+holidays?)(?!\w)", where.ahead)
    if holidays and not where.line:
        message = f"`{holidays[0]}` does not begin a line of a calendar"
        yield known(
            where, "SLA015", holidays, message, "write `holidays` and the region, as in `holidays GB-ENG`"
        )
    none = re.match(
        r"(?:no|excluding|not|except)\s+(?:on\s+)?(?:(?:bank|public|national)\s+)?holidays?(?!\w)",
        where.ahead,
    )
    if none and not where.line:
        message = f"`{none[0]}` does not say whose holidays are closed"
        write = "write the region, as in `holidays GB-ENG`; without such a line, public holidays are worked"
        yield known(where, "SLA015", none, message, write, "")
    closed = re.match(r"closed\s+(?:on\s+)?(\d{4}-\d\d-\d\d)", where.ahead)
    if closed and not where.line:
        message = "`closed` does not begin a line of a calendar"
        yield known(
            where, "SLA015", closed, message, f"write `on {closed[1]} closed`", f"on {closed[1]} closed"
        )
    day = re.match(r"closed\s+(?:on\s+)?(?:the\s+)?(.*\w)", where.ahead)
    if day and not where.line and not closed:
        message = "`closed` does not begin a line of a calendar"
        yield known(
            where, "SLA015", day, message, "write the date before it, as in `on 2026-12-24 closed`", ""
        )
    always = re.match(r"24\s*(?:x|/|×|by|hours)\s*7?|always(?:\s+open)?|round the clock", where.ahead)
    if always and not where.line:
        write = "write `Mon..Sun 00:00-24:00`, or name the calendar `AlwaysOn`, which the language has"
        message = f"`{always[0].strip()}` is not how hours are written"
        yield known(where, "SLA015", always, message, write)
    dates = re.match(r"(\d{4}-\d\d-\d\d)", where.ahead)
    if dates and where.last == "_HOLIDAYS":
        message = "`holidays` names a region, and a single day is another line"
        yield known(where, "SLA011", dates, message, f"write `holiday {dates[1]}`, in a line for each")


def _breaks(where: Where) -> Iterator[Known]:
    """What is left out of opening hours, behind them."""
    if where.kind != "calendar" or not where.line:
        return
    found = re.match(r"(?:except|excluding|excl\.?|but\s+not|without|less)\s+(?:for\s+)?(.*)", where.ahead)
    if found is None:
        return
    message = f"`{found[0].split()[0]}` has no place in opening hours"
    if re.match(r"(?:\w+\s+)?holidays?(?!\w)", found[1]):
        write = "leave it out, and add a line such as `holidays GB-ENG`"
    else:
        write = "write what is open, as in `Mon..Fri 09:00-12:30, 13:30-17:30`"
    yield known(where, "SLA014", found, message, write)


CHARGES: tuple[Callable[[Where], Iterator[Known]], ...] = (
    _no_currency,
    _credit,
    _period,
    _settled,
    _whose_days,
    _opening,
    _breaks,
)
