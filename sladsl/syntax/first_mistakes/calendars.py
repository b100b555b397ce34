"""Hours and days of a calendar as people write them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from sladsl.syntax.first_mistakes.where import Known, Where, known


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
    end += 12 if end <= 12 and (found[6] or end <= begin) and end != 12 else 0
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

CALENDARS: tuple[Callable[[Where], Iterator[Known]], ...] = (_hours, _days)
