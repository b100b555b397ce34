"""The numbers with a unit that stand in prose: percentages, amounts of money, numbers of records, and times."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from sladsl.source import Source, Span
from sladsl.syntax import ast
from sladsl.values import frozen


@frozen
class ProseNumber:
    """A number with its unit: `%`, a currency, `records`, or one of times: `time` is in microseconds."""

    unit: str
    value: Fraction


_UNITS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_TEENS = (
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
)
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_IN_WORDS = dict(zip((*_UNITS, *_TEENS, *_TENS), (*range(1, 20), *range(20, 100, 10)), strict=True))
_WORDS = rf"(?i:(?:{'|'.join(_TENS)})(?:[ \t-](?:{'|'.join(_UNITS)}))?|{'|'.join((*_TEENS, *_UNITS))})"

_SIGNS = {"£": "GBP", "€": "EUR", "$": "USD"}

_WRITTEN = re.compile(
    r"(?<![\w.,:/-])(?:\((?=[\d.,]+\)))?(?:(?P<currency>[A-Z]{3})[ \t]+|(?P<sign>[£€$])[ \t]?)?"
    rf"(?P<number>\d{{1,3}}(?:,\d{{3}})+(?:\.\d+)?|\d+(?:\.\d+)?|{_WORDS})"
    r"(?:\)?(?P<unit>[ \t]*%|[ \t]+(?i:per[ \t]?cent)\b|[ \t]+records\b))?(?!\w|[,.]\d)"
)
"""Also `£500`, `ninety-five per cent` and the number of `ninety-five (95) per cent`."""

_TIME = re.compile(
    rf"(?<![\w.,:/-])(?:\((?=[\d.,]+\)))?(?P<number>\d+(?:\.\d+)?|{_WORDS})\)?[ \t-]*"
    r"(?:(?:business|working)[ \t](?:(?P<open_days>days?)|(?P<open_hours>hours?))|(?P<days>days?)"
    r"|(?P<hours>h|hours?|hrs?)(?:[ \t]+(?:and[ \t]+)?(?P<more>\d+)[ \t]*(?:min|minutes?|mins)(?!\w))?"
    r"|(?P<minutes>min|minutes?|mins)|(?P<seconds>s|sec|seconds?))(?!\w)",
    re.IGNORECASE,
)

_SECOND = 1_000_000
_HOUR = 3600 * _SECOND


def numbers_in(piece: ast.Text, source: Source) -> Iterator[tuple[ProseNumber, Span]]:
    """The numbers with a unit in a text, each with its place."""
    for pattern, number_of in ((_WRITTEN, _plain), (_TIME, _time)):
        for found in pattern.finditer(source.text, piece.span.start, piece.span.end):
            number = number_of(found)
            if number is not None:
                yield number, source.span(found.start(), found.end())


def _plain(found: re.Match[str]) -> ProseNumber | None:
    value = _value(found["number"])
    unit = (found["unit"] or "").strip()
    currency = found["currency"] or _SIGNS.get(found["sign"] or "")
    if currency:
        return None if unit else ProseNumber(currency, value)
    if unit == "records":
        return ProseNumber("records", value)
    is_share = unit and value not in {0, 100}  # none and all are words rather than figures
    return ProseNumber("%", value / 100) if is_share else None


def _value(written: str) -> Fraction:
    """A number in digits, or in words: `ninety-five`."""
    if written[0].isdigit():
        return Fraction(written.replace(",", ""))
    return Fraction(sum(_IN_WORDS[word] for word in re.split("[ \t-]", written.lower())))


def _time(found: re.Match[str]) -> ProseNumber:
    value = _value(found["number"])
    if found["open_days"] or found["days"]:
        return ProseNumber("business days" if found["open_days"] else "days", value)
    if found["open_hours"]:
        return ProseNumber("business hours", value * _HOUR)
    if found["hours"]:
        return ProseNumber("time", value * _HOUR + int(found["more"] or 0) * 60 * _SECOND)
    return ProseNumber("time", value * (60 if found["minutes"] else 1) * _SECOND)


def time_of(node: ast.Node) -> ProseNumber | None:
    """A time that the source writes; None for any other node."""
    match node:
        case ast.Duration(value=value):
            return ProseNumber("time", Fraction(value))
        case ast.Days(value=value):
            return ProseNumber("days", Fraction(value))
        case ast.BusinessDays(value=value):
            return ProseNumber("business days", Fraction(value))
        case ast.BusinessHours(value=value):
            return ProseNumber("business hours", Fraction(value))
    return None
