"""Literals and signs as people write them elsewhere: what is wrong with each, and which literal was meant."""

from __future__ import annotations

import re
import unicodedata

from attrs import frozen

from sladsl.syntax.scraps import Scrap


@frozen
class Wrong:
    """What is wrong with a piece of text: code, message, what to write, and the terminals that it may stand for."""

    code: str
    message: str
    write: str
    meant: tuple[str, ...]


_NUMBERS = ("PERCENTAGE", "NUMERAL", "PRICE", "LENGTH", "DAY_COUNT")
_SIGNS = {
    "=": ("is", "_IS"),
    "==": ("is", "_IS"),
    "!=": ("is not", "_IS"),
    "<>": ("is not", "_IS"),
    "≠": ("is not", "_IS"),
    "&&": ("and", "_AND"),
    "≤": ("<=", "COMPARISON"),
    "≥": (">=", "COMPARISON"),
    "–": ("-", "DASH"),
    "—": ("-", "DASH"),
    "−": ("-", "DASH"),
    "×": ("*", "TIMES"),
    "÷": ("/", "SLASH"),
    "…": ("..", "_TO_DAY"),
    "...": ("..", "_TO_DAY"),
}
_UNITS = {"ms": "s", "mi": "min", "mo": "", "s": "s", "m": "min", "h": "h", "d": "days", "w": "", "y": ""}


def wrong(scrap: Scrap) -> Wrong | None:
    """What is wrong with a piece of text; None where it is nothing of this kind."""
    match scrap.kind:
        case "open_prose":
            return Wrong(
                "SLA021",
                "a text in three quotes is opened here and never closed",
                'write `"""` after its last line',
                ("PROSE",),
            )
        case "open_quoted":
            return Wrong(
                "SLA020",
                "a quotation mark is opened here and not closed on its line",
                'write `"` after the text; a longer text stands between `"""` and `"""`',
                ("QUOTED",),
            )
        case "quoted" if not scrap.text.startswith('"'):
            return Wrong(
                "SLA022",
                f"`{scrap.text[0]}` is not the quotation mark that texts stand in",
                f'write `"{scrap.text[1:-1]}"`',
                ("QUOTED",),
            )
        case "number":
            return _number(scrap.text)
        case "money":
            return _money(scrap.text)
        case "sign":
            return _sign(scrap.text)
    return None


def _number(text: str) -> Wrong | None:
    if _SOUND.fullmatch(text):
        return None
    for form, read in _NUMBER_FORMS:
        found = form.fullmatch(text)
        if found is not None:
            return read(text, found)
    return None


def _currency_sign(text: str, found: re.Match[str]) -> Wrong:
    codes = {"£": "GBP", "$": "USD", "€": "EUR", "¥": "JPY"}
    return Wrong(
        "SLA025",
        f"`{text}` does not name a currency by its code",
        f"write `{codes[text[0]]} {found[1]}`",
        ("PRICE",),
    )


def _with_unit(text: str, found: re.Match[str]) -> Wrong | None:
    amount, kind, unit = found[1], found[2], found[3].lower()
    if kind is not None:
        return Wrong(
            "SLA024",
            f"`{text}` counts in a unit that this version of the language does not have",
            "write hours and minutes, as in `16 h`, or days of the calendar, as in `2 days`",
            ("LENGTH", "DAY_COUNT"),
        )
    name = (
        _UNITS.get(unit[:2], _UNITS.get(unit[:1], ""))
        if unit not in {"min", "h", "s", "day", "days"}
        else unit
    )
    advice = f"write `{amount} {name}`" if name and unit[:2] != "ms" else "write `s`, `min`, `h` or `days`"
    return Wrong(
        "SLA024",
        f"`{unit}` is not a unit of the language",
        f"{advice}, with the number before it",
        ("LENGTH", "DAY_COUNT"),
    )


def _decimal_comma(text: str, found: re.Match[str]) -> Wrong:
    return Wrong(
        "SLA023",
        f"`{text}` has a comma where decimals begin",
        f"write `{found[1].replace('.', '')}.{found[2]}{found[3]}`; a comma stands between groups of three digits",
        _NUMBERS,
    )


def _groups(text: str, _: re.Match[str]) -> Wrong:
    return Wrong(
        "SLA023",
        f"`{text}` is not a number",
        "write digits with commas between groups of three and a point before decimals, as in `85,000.50`",
        _NUMBERS,
    )


def _time(text: str, found: re.Match[str]) -> Wrong:
    hour = int(found[1]) + (12 if (found[3] or "").lower() == "pm" and int(found[1]) < 12 else 0)
    return Wrong(
        "SLA026",
        f"`{text}` is not how times are written",
        f"write `{hour:02}:{found[2] or '00'}`, in two digits each",
        ("CLOCK_TIME",),
    )


def _date(text: str, _: re.Match[str]) -> Wrong:
    return Wrong(
        "SLA026",
        f"`{text}` is not how dates are written",
        "write year, month and day, as in `2026-01-31`",
        ("CALENDAR_DATE", "INSTANT", "PERIOD"),
    )


_NUMBER_FORMS = (
    (re.compile(r"[£$€¥](.+)"), _currency_sign),
    (re.compile(r"(\d{1,2})(?::(\d\d))?[ \t]*([ap]m)", re.IGNORECASE), _time),
    (re.compile(r"(\d):(\d\d)()"), _time),
    (re.compile(r"\d{1,4}([/.])\d{1,2}\1\d{1,4}|\d{4}-\d{1,2}-\d{1,2}|\d{1,2}-\d{1,2}-\d{4}"), _date),
    (re.compile(r"(\d+|\d{1,3}(?:\.\d{3})+),(\d{1,2}|\d{4,})([ \t]*%?)"), _decimal_comma),
    (re.compile(r"([\d.,]+)[ \t]*(?:(business|working|calendar|clock)[ \t]+)?([a-zA-Z]+)"), _with_unit),
    (re.compile(r"[\d.,]+[ \t]*%?"), _groups),
)


_SOUND = re.compile(
    r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?[ \t]*(?:%|h|min|s|days?)?|\d\d:\d\d(?::\d\d)?|\d{4}-\d\d(?:-\d\d)?"
    r"|\d{4}-[QW]\d+"
)


def _money(text: str) -> Wrong:
    return Wrong(
        "SLA025",
        f"`{text}` has no blank between the currency and the number",
        f"write `{text[:3]} {text[3:]}`",
        ("PRICE",),
    )


def _sign(text: str) -> Wrong | None:
    if text in _SIGNS:
        sign, meant = _SIGNS[text]
        return Wrong("SLA022", f"`{text}` is not a sign of the language", f"write `{sign}`", (meant,))
    if not text.isascii() or unicodedata.category(text[0]).startswith("C"):
        name = unicodedata.name(text[0], f"U+{ord(text[0]):04X}").lower()
        return Wrong(
            "SLA022",
            f"the character U+{ord(text[0]):04X} ({name}) has no meaning here",
            "take it out; it often comes along when text is pasted",
            (),
        )
    return None
