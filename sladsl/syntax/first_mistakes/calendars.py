"""Hours and days of a calendar as people write them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sladsl.syntax.first_mistakes.where import Known, Rule, Where, known


def _hours(where: Where) -> Iterator[Known]:
    """Hours of a day without their minutes."""
    found = re.match(
        r"(?:from\s+)?(\d{1,2})(?:[:.](\d\d))?\s*(am)?\s*(?:-|–|to|bis|until)\s*(\d{1,2})(?:[:.](\d\d))?\s*(pm)?(?:\s*(?:Uhr|h|hrs|o'clock))?(?!\w)",
        where.ahead,
    )
    if found is None or where.kind != "calendar" or "CLOCK_TIME" not in where.offered:
        return
    if not where.line or int(found[1]) > 24 or int(found[4]) > 24:
        return
    begin, end = int(found[1]), int(found[4])
    end += 12 if end < 12 and (found[6] or end <= begin < end + 12) else 0
    meant = f"{begin:02}:{found[2] or '00'}-{end:02}:{found[5] or '00'}"
    yield known(
        where,
        "SLA026",
        found,
        f"`{found[0].strip()}` is not how hours are written",
        f"write `{meant}`",
        meant,
    )


def _days(where: Where) -> Iterator[Known]:
    """Days of the week in another language, or by fewer letters."""
    found = re.match(r"([^\W\d]+)\.?\s*(\.\.|-|–|bis|to|à|au)\s*([^\W\d]+)\.?(?!\w)|([^\W\d]+)", where.ahead)
    if found is None or where.kind != "calendar" or where.line:
        return
    said = [found[1], found[3]] if found[1] else [found[4]]
    days = [_DAYS.get(day.lower()) for day in said if day is not None]
    if None in days or not days or re.fullmatch("(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*", said[0] or ""):
        return
    meant = "..".join(day for day in days if day is not None) if len(days) > 1 else str(days[0])
    yield known(
        where, "SLA011", found, f"`{found[0]}` is not how days are written", f"write `{meant}`", meant
    )


_DAYS = {
    word: day
    for day, words in {
        "Mon": "mo mon montag lundi lun m",
        "Tue": "di tue dienstag mardi mar tu",
        "Wed": "mi wed mittwoch mercredi mer we",
        "Thu": "do thu donnerstag jeudi jeu th",
        "Fri": "fr fri freitag vendredi ven f",
        "Sat": "sa sat samstag sonnabend samedi sam",
        "Sun": "so sun sonntag dimanche dim su",
        "Mon..Fri": "weekdays workdays werktags",
        "Sat..Sun": "weekends weekend wochenende",
        "Mon..Sun": "daily everyday täglich",
    }.items()
    for word in words.split()
}


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


CALENDARS: tuple[Rule, ...] = (_opening, _breaks, _hours, _days)
