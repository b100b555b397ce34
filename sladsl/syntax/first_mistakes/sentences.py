"""Lines as a lawyer writes them: sentences with `shall`, numbers in words and figures, sides in words."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

from sladsl.syntax.first_mistakes.clocks import time_meant
from sladsl.syntax.first_mistakes.where import Known, Rule, Where, known, place_of

_DATE = r"\d{4}-\d\d-\d\d"
_COMMENCING = r"(?:commencing|commences|starting|starts|beginning|begins|from|effective)(?:\s+(?:on|from))?"
_ENDING = r",?\s*(?:and\s+)?(?:ending|ends|expiring|expires|to|until|through)(?:\s+on)?"


def _term(where: Where) -> Iterator[Known]:
    """The term by the words that its days are introduced with."""
    found = re.match(rf"{_COMMENCING}\s+({_DATE})(?:{_ENDING}\s+({_DATE}))?", where.ahead)
    years = re.match(
        rf"{_COMMENCING}\s+({_DATE})\s+for\s+(?:a\s+(?:term|period)\s+of\s+)?(\d+)\s+years?", where.ahead
    )
    if years and where.last == "_TERM":
        meant = _of_years(years[1], int(years[2]))
        message = "a term is said by its first and its last day, and not by its length"
        write = f"write `{meant}`" if meant else "write it as in `term 2026-01-01 to 2028-12-31`"
        yield known(where, "SLA011", years, message, write, meant)
    if found and where.last == "_TERM":
        meant = f"{found[1]} to {found[2]}" if found[2] else f"{found[1]}"
        said = found[0].partition(found[1])[0].rstrip()
        message = f"the first day of a term stands behind `term` itself, without `{said}`"
        yield known(where, "SLA011", found, message, f"write `{meant}`", meant)


def _of_years(first: str, years: int) -> str | None:
    """The first and the last day of so many years; None where one is no date."""
    try:
        begin = dt.date.fromisoformat(first)
        same = begin.replace(
            year=begin.year + years, day=28 if (begin.month, begin.day) == (2, 29) else begin.day
        )
        return f"{begin} to {same - dt.timedelta(1)}"
    except (ValueError, OverflowError):
        return None


def _shall_credit(where: Where) -> Iterator[Known]:
    """A credit, and the aggregate of all, as what the provider shall do."""
    pays = re.match(
        r"(?:the\s+)?(?:provider|supplier|contractor|vendor|service provider)\s+(?:shall|must|will)\s+"
        r"(?:credit|pay|refund|deduct)(?:\s+(?:to\s+)?the\s+(?:customer|client))?(?=\s)",
        where.ahead,
    )
    if pays and where.kind == "line" and not where.line:
        message = f"`{pays[0]}` does not begin a line of a service level"
        yield known(where, "SLA015", pays, message, "write `credit`", "credit")
    total = re.match(
        r"(?:the\s+)?(?:total\s+|aggregate\s+|all\s+)?(?:service\s+)?credits(?:\s+payable)?\s+(?:(?:shall|must|may|will|can)"
        r"\s*not\s+(?:exceed|be\s+more\s+than)|(?:(?:shall|must|will)\s+be|are|is)\s+(?:limited|capped)\s+(?:to|at))(?=\s)",
        where.ahead,
    )
    small = re.match(r"no\s+(?:service\s+)?credits?\s+(?:below|under|of less than)(?=\s)", where.ahead)
    for said, meant in ((total, "limit all credits to"), (small, "ignore credits below")):
        if said and where.kind == "step" and not where.line:
            message = f"`{said[0]}` does not begin a line of a settlement"
            yield known(where, "SLA015", said, message, f"write `{meant}`", meant)


def _aggregate(where: Where) -> Iterator[Known]:
    """Words before the amount of a limit."""
    found = re.match(
        r"(?:(?:an?|the)\s+)?(?:(?:aggregate|maximum|total|overall|limit|cap)\s+)+of(?=\s)|(?:no|not)\s+more\s+than(?=\s)"
        r"|(?:at\s+most|maximum|max)(?=\s)",
        where.ahead,
    )
    if found and where.last == "_TO" and where.line[0].type == "_LIMIT":
        yield known(where, "SLA014", found, f"`{found[0]}` has no place before a limit", "take it out", "")


def _each_calendar(where: Where) -> Iterator[Known]:
    """A window of each month."""
    found = re.match(r"(calendar|contract)\s+(?=day|week|month|quarter|year)", where.ahead)
    if found and where.kinds == ["_WINDOW", "EACH"]:
        place = place_of(where.line[-1])
        yield Known(
            "SLA014", "`each` goes without saying: every window is measured", "take it out", *place, ""
        )


def _same_day(where: Where) -> Iterator[Known]:
    """A time on the day on which something has begun."""
    found = re.match(r"(?:the\s+)?same\s+(?:business\s+|working\s+|calendar\s+)?day(?!\w)", where.ahead)
    if found and where.kinds[-4:] == ["NAME", "_BY", "CLOCK_TIME", "_ON"]:
        field = where.line[-4]
        message = f"`{field} by {where.line[-2]} on {found[0]}` is not how a deadline is written"
        write = (
            f"write `{field} on the same business day as received_at in Office`, which ends with its hours"
        )
        yield Known("SLA011", message, write, *where.since(field, found.end()))


def _clock_is(where: Where) -> Iterator[Known]:
    """A clock that is no more than a time, or shorter than one."""
    number = next((n for n, kind in enumerate(where.kinds) if kind == "_CLOCK" and n), None)
    if number is None or where.kinds[number + 1 :] not in (
        ["_IS"],
        ["_IS", "NO"],
        ["_IS", "NOT"],
        ["_IS", "NAME"],
    ):
        return
    clock = where.line[number]
    said = where.text[clock.start_pos or 0 :].partition("\n")[0]
    found = re.match(
        rf"clock\s+is\s+({_SHORT})\s+([\w-]+(?:\s*\(\d+\))?\s+(?:business\s+|working\s+)?\w+)", said
    )
    time = None if found is None else time_meant(found[2])
    if found and time:
        message = f"a clock is not held against a time by `is {found[1]}`"
        meant, start = f"clock within {time}", clock.start_pos or 0
        yield Known("SLA011", message, f"write `{meant}`", start, start + found.end(), meant)


_SHORT = r"(?:no|not)\s+(?:more|longer|later)\s+than|at\s+most|up\s+to|less\s+than|under|within|below"


_AT_LEAST = (
    r"(?:at\s+least|(?:no|not)\s+less\s+than|more\s+than)\s+(\d+\s+(?:days?|h|min))\s+(before|after)\s+(\w+)"
)


def _before(where: Where) -> Iterator[Known]:
    """`at least 5 days before start`: an instant held against another one."""
    if where.kinds[-2:] not in (["NAME", "_IS"], ["_IS", "NAME"]) and where.last != "NAME":
        return
    first = next(
        (token for token in reversed(where.line) if token.type == "NAME" and str(token) != "at"), None
    )
    if first is None:
        return
    start = first.start_pos or 0
    found = re.match(rf"(\w+)\s+(?:is\s+)?{_AT_LEAST}", where.text[start:].partition("\n")[0])
    if found:
        sign, side = ("<=", "-") if found[3] == "before" else (">=", "+")
        meant = f"{found[1]} {sign} {found[4]} {side} {found[2]}"
        message = f"`{found[0]}` is not how two instants are compared"
        yield Known("SLA011", message, f"write `{meant}`", start, start + found.end(), meant)


def _running(where: Where) -> Iterator[Known]:
    """So many misses on end, in other words than `in 2 consecutive windows`."""
    found = re.match(
        r"(?:months?|quarters?|windows?|times|periods?)\s+(?:running|in a row|in succession|on end|consecutively)",
        where.ahead,
    )
    if found and where.kinds[-2:] == ["MISSED", "NUMERAL"] and where.kind == "remedy":
        meant = f"in {where.line[-1]} consecutive windows"
        message = f"`{where.line[-1]} {found[0]}` is not how misses on end are said"
        yield Known("SLA011", message, f"write `{meant}`", *where.since(where.line[-1], found.end()), meant)
    double = re.match(
        r"(?:when|if)\s+(?:a\s+level\s+(?:is\s+)?)?missed\s+(?:in\s+)?(\d+)\s+(?:consecutive\s+)?(?:months?|windows?|times)"
        r"(?:\s+(?:running|in a row|in succession))?",
        where.ahead,
    )
    if double and where.kinds == ["_DOUBLE", "_CREDITS"]:
        meant = f"of a level missed in {double[1]} or more consecutive windows"
        message = f"`{double[0]}` does not say whose credits are doubled"
        yield known(where, "SLA011", double, message, f"write `{meant}`", meant)


def _of_window(where: Where) -> Iterator[Known]:
    """A threshold in any month, which is one of any window."""
    found = re.match(
        r"(?:any|a|one|each)\s+(?:calendar\s+)?(?:month|quarter|year|week|window)(?!\w)", where.ahead
    )
    is_beyond = any(kind in {"PERCENTAGE", "LENGTH", "NUMERAL"} for kind in where.kinds[-2:-1])
    if found and is_beyond and where.last == "_IN" and where.kind == "remedy":
        message = f"`in {found[0]}` goes without saying: every window of the level is looked at"
        yield Known("SLA014", message, "take it out", *where.since(where.line[-1], found.end()), "")


def _duty(where: Where) -> Iterator[Known]:
    """What a party does, without `the`."""
    found = re.match(
        r"(provider|customer|supplier|client)\s+(?:(?:to|shall|must|will)|(may|can|is entitled to))(?=\s)",
        where.ahead,
    )
    if found and where.kind == "remedy" and not where.line:
        party = "customer" if found[1] in {"customer", "client"} else "provider"
        meant = f"the {party} {'may' if found[2] else 'shall'}"
        message = f"`{found[0]}` does not begin a line of a remedy"
        yield known(where, "SLA015", found, message, f"write `{meant}`", meant)


def _amending(where: Where) -> Iterator[Known]:
    """The heading and the lines of an amendment."""
    to = re.match(r"to(?=\s+\w)", where.ahead)
    if to and re.fullmatch("_AMENDMENT NAME( QUOTED)?", " ".join(where.kinds)):
        yield known(
            where, "SLA011", to, "an amendment is `of` an agreement, and not `to` one", "write `of`", "of"
        )
    since = re.match(r"(?:from|on|as of|as from)(?=\s+\d)", where.ahead)
    if since and where.last == "_EFFECTIVE":
        yield known(
            where, "SLA014", since, f"`{since[0]}` has no place behind `effective`", "take it out", ""
        )
    with_ = re.match(r"(?:with|by|as follows:?)(?=\s*\{)", where.ahead)
    if with_ and where.line and where.line[0].type in {"_REPLACE", "_SERVICE", "_KPI", "CALENDAR"}:
        message = f"`{with_[0]}` has no place before the brace"
        yield known(where, "SLA014", with_, message, "take it out", "")
    begins = re.match(
        r"(delete|omit|strike|cancel)(?=\s)|(insert|append)(?=\s)|(amend|change|substitute)(?=\s)",
        where.ahead,
    )
    if begins and where.kind == "amending" and not where.line:
        meant = "remove" if begins[1] else "add" if begins[2] else "replace"
        message = f"`{begins[0]}` does not begin a line of an amendment"
        yield known(where, "SLA015", begins, message, f"write `{meant}`", meant)


def _entitled(where: Where) -> Iterator[Known]:
    """A right that is given by `shall`."""
    found = re.match(
        r"(?:be\s+entitled|have\s+the\s+right|be\s+permitted|have\s+the\s+option)\s+to(?=\s)", where.ahead
    )
    if found and where.kinds[-1:] == ["SHALL"] and where.kind == "remedy":
        message = f"`shall {found[0]}` does not give a right"
        place = where.since(where.line[-1], found.end())
        yield Known("SLA011", message, "write `may`", *place, "may")


def _excuses(where: Where) -> Iterator[Known]:
    """Several levels that are excused in one line."""
    found = re.match(r"(?:,\s*(?:and\s+)?|and\s+)(\w+)", where.ahead)
    if found and where.line and where.line[0].type == "_EXCUSES" and where.last == "NAME":
        message = "each level is excused on a line of its own"
        write = f"write `excuses {found[1]}` on the next line"
        end = where.start + len(found[0]) - len(found[1])
        yield Known("SLA011", message, write, where.start, end, "excuses")


def _one_cell(where: Where) -> Iterator[Known]:
    """A value of several words in a list of values."""
    found = re.match(r"((?!and\s|or\s)[a-z]\w*(?:\s+[a-z]\w*)*)(?=\s*[,}])", where.ahead)
    if (
        found
        and where.last == "NAME"
        and "ONE" in where.kinds
        and where.line[-2].type in {"_LBRACE", "_COMMA"}
    ):
        first = where.line[-1]
        written = f"{first} {' '.join(found[1].split())}"
        meant = written.replace(" ", "_")
        message = f"`{written}` is several words, and a value is one"
        place = where.since(first, found.end())
        yield Known("SLA014", message, f"write `{meant}`", *place, meant, renamed=(written, meant))


SENTENCES: tuple[Rule, ...] = (
    _term,
    _shall_credit,
    _aggregate,
    _each_calendar,
    _same_day,
    _clock_is,
    _before,
    _running,
    _of_window,
    _duty,
    _amending,
    _entitled,
    _excuses,
    _one_cell,
)
