"""Clocks, deadlines and pauses as contracts say them: times in other words, spans of two instants, what is deducted."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lark import Token

from sladsl.syntax.first_mistakes.where import Known, Rule, Where, known

_NUMBERS = dict(
    zip(
        ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"),
        range(1, 11),
        strict=True,
    )
) | {"twelve": 12, "fifteen": 15, "twenty": 20, "thirty": 30, "forty-eight": 48, "sixty": 60, "ninety": 90}
_NUMBER = rf"\d+(?:\.\d+)?|(?i:{'|'.join(sorted(_NUMBERS, key=len, reverse=True))})(?!\w)"
_ELSEWHERE = r"stunden?|std\.?|heures?|minuten?|tagen?|jours?"
_UNITS = (
    (
        r"(?:(?:business|working|work|office)[\s-]*days?|[bw]ds?|werktage?n?|arbeitstage?n?|jours?\s+ouvr\w+)",
        "business day",
    ),
    (
        r"(?:(?:business|working|work|office)[\s-]*(?:hours?|hrs?)|bhs?|arbeitsstunden?|heures?\s+ouvr\w+)",
        "business hour",
    ),
    (r"(?:(?:calendar[\s-]*)?days?|(?:kalender)?tage?n?|jours?)", "day"),
    (r"(?:hours?|hrs?|stunden?|std\.?|heures?)", "h"),
    (r"(?:minutes?|mins?|minuten)", "min"),
)


def _time_allowed(where: Where) -> Iterator[Known]:
    """A time whose number or unit is written in other words or letters: `two business days`, `2 BD`."""
    opener = _last_of(where, {"_WITHIN", "_OVER"})
    if opener is None or len(where.line) - where.line.index(opener) > 2:
        return
    start = opener.end_pos or 0
    said = where.text[start : start + 60].partition("\n")[0]
    for unit, meant in _UNITS:
        found = re.match(rf"\s*(({_NUMBER})(?:\s*\(\d+\))?[\s-]*(?i:{unit})(?!\w))", said)
        if found is None or re.fullmatch(r"\d+ work(?:ing)? (?:days?|hours?)", found[1]):
            continue
        time = _time(found[2], meant)
        is_other = (
            where.last == "NAME"
            or not found[2][0].isdigit()
            or meant.startswith("business")
            or _is_foreign(found[1])
        )
        if found[1] != time and is_other:
            message = f"`{found[1]}` is not how a time is written"
            begin, end = start + found.start(1), start + found.end(1)
            yield Known("SLA024", message, f"write `{time}`", begin, end, time)
        return


def _unit_behind(where: Where) -> Iterator[Known]:
    """A unit in full behind a number that is read alone: `up to 4 hours`."""
    found = re.match(r"(?:(hours?|hrs?)|(minutes?|mins?)|(seconds?|secs?))(?!\w)", where.ahead)
    if found and where.last == "NUMERAL" and where.line[0].type in _TIMED:
        number, unit = where.line[-1], "h" if found[1] else "min" if found[2] else "s"
        message = f"`{number} {found[0]}` is not how a time is written"
        place = where.since(number, found.end())
        yield Known("SLA024", message, f"write `{number} {unit}`", *place, f"{number} {unit}")


_TIMED = frozenset({"_EXCLUDE", "_CREDIT", "DOWN", "EXPECTED", "MINIMUM", "REQUIRED"})


def _next_day(where: Where) -> Iterator[Known]:
    """A time allowed that ends with the next business day."""
    found = re.match(
        r"(?:(?:by|on)\s+)?(?:the\s+)?(?:next|following|same)\s+(?:business|working)\s+day", where.ahead
    )
    if found and where.last == "_WITHIN":
        message = f"`{found[0]}` is not how a time is written"
        yield known(where, "SLA024", found, message, "write `1 business day`", "1 business day")


def _clock_time(where: Where) -> Iterator[Known]:
    """A time allowed as watches show it: `8h30`, `8:30`."""
    found = re.match(r"(\d{1,3})(?:\s*h\s*|:)(\d\d)\s*(?:m(?:in)?)?(?!\w)", where.ahead)
    if found and "LENGTH" in where.offered and "CLOCK_TIME" not in where.offered:
        hours, minutes = int(found[1]), int(found[2])
        time = " ".join(
            part for part in (f"{hours} h" if hours else "", f"{minutes} min" if minutes else "") if part
        )
        message = f"`{found[0].strip()}` is not how a time is written"
        yield known(where, "SLA024", found, message, f"write `{time}`", time)


def time_meant(text: str) -> str | None:
    """The time that is meant by one whose number or unit is written otherwise; None where that cannot be told."""
    for unit, meant in _UNITS:
        found = re.fullmatch(rf"({_NUMBER})(?:\s*\(\d+\))?[\s-]*(?i:{unit})", text)
        if found is not None:
            return _time(found[1], meant)
    return "1 business day" if text in {"NBD", "nbd", "next business day"} else None


def _is_foreign(time: str) -> bool:
    return re.search(rf"(?i:{_ELSEWHERE})$", time) is not None


def _time(number: str, unit: str) -> str:
    digits = str(_NUMBERS.get(number.lower(), number))
    plural = "s" if digits != "1" and unit not in {"h", "min"} else ""
    return f"{digits} {unit}{plural}"


def _last_of(where: Where, kinds: set[str]) -> Token | None:
    return next((token for token in reversed(where.line) if token.type in kinds), None)


_TIME = rf"(?:{_NUMBER})[\s-]*[A-Za-z]+(?:[\s-]+(?:days?|hours?))?"


def _within(where: Where) -> Iterator[Known]:
    """A deadline of a field, or of nothing, where it is one of the level's clock."""
    found = re.match(rf"within\s+({_TIME})(?:\s+(?:of|after|from)\s+(\w+))?", where.ahead)
    if found and where.last == "NAME" and "COMPARISON" in where.offered:
        end = where.line[-1]
        message = f"`within` is said of the level's clock, and not of `{end}`"
        line = f"clock from {found[2] or 'received_at'} to {end}"
        write = f"write `clock within {found[1]}`, and beside it a line such as `{line}`"
        yield known(where, "SLA014", found, message, write)
    time = re.match(_TIME, where.ahead)
    if time and where.last == "NAME" and str(where.line[-1]) == "within":
        start = where.line[-1].start_pos or 0
        message = "`within` is said of the level's clock"
        write = f"write `clock within {time_meant(time[0]) or time[0]}`"
        yield Known("SLA010", message, write, start, where.start + len(time[0]))


def _limit(where: Where) -> Iterator[Known]:
    """A clock that is held against a time by a sign or another word."""
    kinds = [token.type for token in where.line[-3:]]
    business = re.match(r"(business\s+(?:day|hour)s?)(?!\w)", where.ahead)
    if business and kinds == ["_CLOCK", "COMPARISON", "NUMERAL"]:
        clock, sign, count = where.line[-3:]
        message = f"a clock is not held against a time by `{sign}`"
        within = f"clock within {count} {business[1]}"
        write = f"write `{within}`" if sign.startswith("<") else f"write `not {within}`"
        yield Known("SLA011", message, write, clock.start_pos or 0, where.start + len(business[0]))
    worded = re.match(rf"({_SHORTER}|{_LONGER})\s+({_TIME})", where.ahead)
    if worded and where.last == "_CLOCK":
        message = f"a clock is not held against a time by `{worded[1]}`"
        within = f"clock within {worded[2]}"
        write = f"write `{within}`" if re.fullmatch(_SHORTER, worded[1]) else f"write `not {within}`"
        yield known(where, "SLA011", worded, message, write)


_SHORTER = r"under|below|at most|up to|(?:less|no more|not more|fewer) than|no longer than|is within|in"
_LONGER = r"over|above|exceeds|(?:more|longer|greater) than|beyond"


def _span(where: Where) -> Iterator[Known]:
    """A clock between two instants in other words than `from A to B`."""
    if not where.line or where.line[0].type != "_CLOCK" or where.kind != "line":
        return
    between = re.match(r"(\w+)\s+(?:and|to)\s+(\w+)", where.ahead)
    if between and where.last == "_BETWEEN":
        message = "the ends of a clock are not joined by `between`"
        write = f"clock from {between[1]} to {between[2]}"
        yield known(where, "SLA011", between, message, f"write `{write}`")
    starts = re.match(r"((?:starts?|runs?|begins?)(?:\s+(?:at|from|on|when|with))?)\s+(\w+)", where.ahead)
    if starts and len(where.line) == 1:
        message = f"`{starts[1]}` is not how a clock begins"
        yield known(
            where,
            "SLA011",
            starts,
            message,
            f"write `clock from {starts[2]} to` and the field in which it stops",
        )
    ends = re.match(r"(until|till|up to|through|and|-|–)\s*(\w+)", where.ahead)
    if ends and [token.type for token in where.line] == ["_CLOCK", "_FROM", "NAME"]:
        message = f"the ends of a clock are not joined by `{ends[1]}`"
        yield known(where, "SLA011", ends, message, f"write `clock from {where.line[-1]} to {ends[2]}`")


def _hours(where: Where) -> Iterator[Known]:
    """The calendar of a clock in other words than `in CALENDAR`."""
    if not where.line or where.line[0].type != "_CLOCK":
        return
    always = re.match(r"\(?24\s*[x/×]\s*7\)?", where.ahead)
    if always and "_IN" in where.offered and where.last == "NAME":
        message = f"`{always[0]}` is not how the calendar of a clock is said"
        yield known(where, "SLA011", always, message, "write `in AlwaysOn`", "in AlwaysOn")
    during = re.match(r"(during|within|on|by|using)\s+(\w+)", where.ahead)
    if during and "_IN" in where.offered and where.last == "NAME":
        message = f"a clock does not run `{during[1]}` a calendar"
        yield known(where, "SLA011", during, message, f"write `in {during[2]}`", f"in {during[2]}")
    kind = re.match(r"(?:business\s+|working\s+)?(?:hours|time)(?!\w)", where.ahead)
    if kind and [token.type for token in where.line[-2:]] == ["_IN", "NAME"]:
        message = f"`{kind[0]}` has no place behind the calendar"
        yield known(where, "SLA014", kind, message, f"take it out: `in {where.line[-1]}`")


def _pause(where: Where) -> Iterator[Known]:
    """What is deducted from a clock, in other words than `paused during RECORDS`."""
    if not where.line or where.line[0].type != "_CLOCK":
        return
    found = re.match(rf"({_DEDUCTED})\s+(?:time\s+(?:in|on)\s+)?(\w+)", where.ahead)
    if found and found[2] in {"while", "when", "time", "periods", "any"}:
        message = f"`{found[1]}` is not how a pause is written"
        write = "write `paused during hold`, of records such as `records hold lasting started_at to ended_at`"
        place = where.start, where.start + len(where.ahead.partition("#")[0].rstrip())
        yield Known("SLA011", message, write, *place)
    if found and {"_PAUSED", "_COMMA"} & set(where.offered):
        message = f"`{found[1]}` is not how a pause is written"
        comma = "" if "_PAUSED" in where.offered else ", "
        meant = f"{comma}paused during {found[2]}"
        yield known(
            where, "SLA011", found, message, f"write `{meant}`, the records of what it waits for", meant
        )
    when = re.match(r"(when|while|whilst|if|where|for)\s+(\w+)(\s+(?:is|in|not)\b)?", where.ahead)
    if when and where.last == "_PAUSED":
        message = f"a clock is paused during records that last, and not `{when[1]}` something holds"
        during = "RECORDS where " + when[2] if when[3] else when[2]
        yield known(
            where,
            "SLA011",
            when,
            message,
            f"write `paused during {during}{when[3] or ''}" + (" …`" if when[3] else "`"),
        )


_DEDUCTED = (
    r"excluding|exclud(?:es?|ed)|except(?:\s+for)?|excl\.?|less|minus|without|not\s+counting"
    r"|stopped\s+(?:during|while|when)"
)


CLOCKS: tuple[Rule, ...] = (
    _time_allowed,
    _unit_behind,
    _next_day,
    _clock_time,
    _within,
    _limit,
    _span,
    _hours,
    _pause,
)
