"""Literals: from the words of a token to an exact value.

What the grammar lets through may still be no value, such as 30 February: that is reported, and the nearest value that
there is stands for it, so that the rest can be read.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from fractions import Fraction

from lark import Token

from sladsl.source import Span
from sladsl.syntax import ast
from sladsl.syntax.branches import Child, tokens
from sladsl.syntax.names import Branch
from sladsl.syntax.piece import Piece

MICROSECONDS = {"h": 3_600_000_000, "min": 60_000_000, "s": 1_000_000}
LONGEST_NUMBER = 40

_AMOUNT = re.compile(r"([\d,.]+)\s*([a-z]+)")
_COUNTED = re.compile(r"\s*[a-z].*", re.DOTALL)
_INSTANT = re.compile(r"(\d{4}-\d\d-\d\d)(?:T|\s+)(\d\d):(\d\d)(?::(\d\d)(?:\.(\d+))?)?(Z|[+-]\d\d:\d\d)?")
_ESCAPE = re.compile(r"\\(.)")


def literal(token: Token, at: Piece) -> ast.Literal:
    """The literal that a token is, by the name of its terminal."""
    match token.type:
        case "QUOTED":
            return quoted(token, at)
        case "NUMERAL":
            return numeral(token, at)
        case "PERCENTAGE":
            return percentage(token, at)
        case "PRICE":
            return price(token, at)
        case "LENGTH":
            return length(token, at)
        case "DAY_COUNT":
            return day_count(token, at)
        case "MONTH_COUNT":
            return month_count(token, at)
        case "BUSINESS_DAYS":
            return business_days(token, at)
        case "BUSINESS_HOURS":
            return _business_hours(token, at)
        case "CALENDAR_DATE":
            return date(token, at)
        case "CLOCK_TIME":
            return time_of_day(token, at)
        case "INSTANT":
            return instant(token, at)
        case "YES" | "NO":
            return ast.Flag(at.span(token), token.type == "YES")
    raise AssertionError(token.type)


def quoted(token: Token, at: Piece) -> ast.Text:
    """A quoted string, without its quotes."""
    span = at.span(token)
    return ast.Text(span, unquote(str(token), span, at))


def unquote(text: str, span: Span, at: Piece) -> str:
    r"""What stands between quotes: `\"` is a quotation mark and `\\` a backslash."""
    inner = text[1:-1]
    if "\\" not in inner:
        return inner
    for escape in _ESCAPE.finditer(inner):
        if escape[1] not in '"\\':
            at.report(
                "SLA029",
                span,
                f"`{escape[0]}` has no meaning in quotes",
                'write `\\\\` for a backslash; only `\\"` and `\\\\` are written with one',
            )
            break
    return _ESCAPE.sub(r"\1", inner)


def numeral(token: Token, at: Piece) -> ast.Number:
    """`1,250.5`."""
    return ast.Number(at.span(token), _number(str(token), token, at))


def ordinal(token: Token, at: Piece) -> ast.Number:
    """`10th`, as a number."""
    return ast.Number(at.span(token), _number(str(token)[:-2], token, at))


def percentage(token: Token, at: Piece) -> ast.Percent:
    """`99.95%`, as a ratio."""
    return ast.Percent(at.span(token), _number(token[:-1].rstrip(), token, at) / 100)


def price(token: Token, at: Piece) -> ast.Money:
    """`GBP 85,000.00`."""
    return ast.Money(at.span(token), token[:3], _number(token[3:].lstrip(), token, at))


def length(token: Token, at: Piece) -> ast.Duration:
    """`1 h 30 min`, in microseconds."""
    total = sum(
        (_number(amount, token, at) * MICROSECONDS[unit] for amount, unit in _AMOUNT.findall(token)),
        Fraction(0),
    )
    if total.denominator != 1:
        at.report(
            "SLA028",
            at.span(token),
            f"`{token}` is not a whole number of microseconds",
            "write it with at most six decimal places of a second",
        )
    return ast.Duration(at.span(token), int(total))


def day_count(token: Token, at: Piece) -> ast.Days:
    """`5 days`."""
    return ast.Days(at.span(token), _whole(token, "day", "hours such as `36 h`", at))


def month_count(token: Token, at: Piece) -> ast.Months:
    """`3 months`."""
    return ast.Months(at.span(token), _whole(token, "month", "days such as `45 days`", at))


def points(token: Token, at: Piece) -> ast.Points:
    """`3 points`."""
    return ast.Points(at.span(token), _number(_COUNTED.sub("", token), token, at))


def business_days(token: Token, at: Piece) -> ast.BusinessDays:
    """`2 business days`."""
    return ast.BusinessDays(
        at.span(token), _whole(token, "business day", "business hours such as `4 business hours`", at)
    )


def _business_hours(token: Token, at: Piece) -> ast.BusinessHours:
    """`8 business hours`, in microseconds."""
    total = _number(_COUNTED.sub("", token), token, at) * MICROSECONDS["h"]
    if total.denominator != 1:
        at.report(
            "SLA028",
            at.span(token),
            f"`{token}` is not a whole number of microseconds",
            "write it with fewer decimal places",
        )
    return ast.BusinessHours(at.span(token), int(total))


def _whole(token: Token, unit: str, instead: str, at: Piece) -> int:
    number = _number(_COUNTED.sub("", token), token, at)
    if number.denominator != 1:
        at.report(
            "SLA028",
            at.span(token),
            f"`{token}` is not a whole number of {unit}s",
            f"write whole {unit}s, or {instead}",
        )
    return int(number)


def date(token: Token, at: Piece) -> ast.Date:
    """`2026-01-01`."""
    return ast.Date(at.span(token), _date(str(token), token, at))


def time_of_day(token: Token, at: Piece) -> ast.TimeOfDay:
    """`09:00`, in seconds since midnight; `24:00` is the end of the day."""
    hours, minutes, *seconds = map(int, token.split(":"))
    value = hours * 3600 + minutes * 60 + sum(seconds)
    if minutes > 59 or max(seconds, default=0) > 59 or value > 86_400:
        at.report("SLA027", at.span(token), f"there is no time `{token}`", "times go from `00:00` to `24:00`")
    return ast.TimeOfDay(at.span(token), min(value, 86_400))


def instant(token: Token, at: Piece) -> ast.Instant:
    """`2026-03-02 09:00`, with `Z` or an offset where one is written."""
    found = _INSTANT.fullmatch(token)
    assert found is not None
    day, hours, minutes, seconds, fraction, zone = found.groups()
    clock = dt.timedelta(hours=int(hours), minutes=int(minutes), seconds=int(seconds or 0))
    if int(hours) > 23 or int(minutes) > 59 or int(seconds or 0) > 59:
        at.report(
            "SLA027",
            at.span(token),
            f"there is no time `{token[len(day) :].strip()}` on a day",
            "times go from `00:00` to `23:59:59`",
        )
        clock = dt.timedelta(0)
    if len((fraction or "").rstrip("0")) > 6:
        at.report(
            "SLA028",
            at.span(token),
            f"`{token}` is more precise than a microsecond",
            "write at most six decimal places",
        )
    clock += dt.timedelta(microseconds=int((fraction or "0").ljust(6, "0")[:6]))
    midnight = dt.datetime.combine(_date(day, token, at), dt.time())
    return ast.Instant(at.span(token), midnight + clock, _offset(zone, token, at))


def period(child: Child, at: Piece) -> ast.Period:
    """`2026-03`, `2026-Q1`, `2026-W14`, `2026`, `2026-03-14`, `contract month 2`."""
    if not isinstance(child, Token):
        return _contract_period(child, at)
    token = child
    if not _is_period(str(token)):
        at.report(
            "SLA027",
            at.span(token),
            f"there is no period `{token}`",
            "write a year `2026`, a quarter `2026-Q1`, a month `2026-03`, a week `2026-W14` or a day `2026-03-14`",
        )
    return ast.Period(at.span(token), str(token))


def _contract_period(tree: Branch, at: Piece) -> ast.Period:
    word, unit, number = tokens(tree.children)
    counted = numeral(number, at).value
    if counted.denominator != 1 or counted < 1:
        at.report(
            "SLA027",
            at.span(tree.meta),
            f"there is no {word} {unit} {number}",
            f"they are counted from 1: write for instance `{word} {unit} 1`",
        )
    return ast.Period(at.span(tree.meta), f"{word} {unit} {number}")


def _is_period(text: str) -> bool:
    year, rest = int(text[:4]), text[5:]
    if year == 0:
        return False
    try:
        if rest.startswith("Q"):
            return rest[1] in "1234"
        if rest.startswith("W"):
            dt.date.fromisocalendar(year, int(rest[1:]), 1)
        elif rest:
            dt.date.fromisoformat(text if len(rest) > 2 else f"{text}-01")
    except ValueError:
        return False
    return True


def _number(text: str, token: Token, at: Piece) -> Fraction:
    if len(text) > LONGEST_NUMBER:
        at.report(
            "SLA028",
            at.span(token),
            f"a number has at most {LONGEST_NUMBER} digits, and this one has more",
            "leave out digits that do not matter",
        )
        text = text.partition(".")[0][:LONGEST_NUMBER]
    digits = text.replace(",", "")
    return Fraction(digits) if "." in digits else Fraction(int(digits))


def _date(text: str, token: Token, at: Piece) -> dt.date:
    year, month, day = map(int, text.split("-"))
    try:
        return dt.date(year, month, day)
    except ValueError:
        at.report(
            "SLA027",
            at.span(token),
            f"there is no date `{text}`",
            "write year, month and day, as in `2026-01-31`",
        )
    year, month = max(year, 1), min(max(month, 1), 12)
    return dt.date(year, month, min(max(day, 1), calendar.monthrange(year, month)[1]))


def _offset(zone: str | None, token: Token, at: Piece) -> dt.timedelta | None:
    if zone is None:
        return None
    if zone == "Z":
        return dt.timedelta(0)
    hours, minutes = int(zone[1:3]), int(zone[4:])
    if hours > 18 or minutes > 59:
        at.report(
            "SLA027", at.span(token), f"there is no difference `{zone}` to UTC", "write it as in `+01:00`"
        )
        return dt.timedelta(0)
    difference = dt.timedelta(hours=hours, minutes=minutes)
    return -difference if zone[0] == "-" else difference
