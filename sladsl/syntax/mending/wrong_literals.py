"""Literals and signs as people write them elsewhere: what is wrong with each, and which literal was meant."""

from __future__ import annotations

import re
import unicodedata

from sladsl.syntax.scraps import Scrap
from sladsl.values import frozen


@frozen
class Wrong:
    """What is wrong with a piece of text: code, message, what to write, and what it may stand for.

    `meant` gives terminals, each with the text that was meant, or None where that cannot be told.
    """

    code: str
    message: str
    write: str
    meant: tuple[tuple[str, str | None], ...]


_Meant = tuple[tuple[str, str | None], ...]
_NUMBERS: _Meant = (("NUMERAL", None), ("PRICE", None), ("LENGTH", None), ("DAY_COUNT", None))
_LENGTHS: _Meant = (("LENGTH", None), ("DAY_COUNT", None))
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
_BUSINESS = frozenset({"business", "working", "work", "office"})
_OWN_UNITS = frozenset({"s", "min", "h", "day", "days"})
_UNITS = {"sec": "s", "mi": "min", "mo": None, "ms": None, "m": "min", "h": "h", "d": "days"}


def wrong(scrap: Scrap) -> Wrong | None:
    """What is wrong with a piece of text; None where it is nothing of this kind."""
    match scrap.kind:
        case "open_prose":
            return Wrong(
                "SLA021",
                "a text in three quotes is opened here and never closed",
                'write `"""` after its last line',
                (("PROSE", None),),
            )
        case "open_quoted":
            return Wrong(
                "SLA020",
                "a quotation mark is opened here and not closed on its line",
                'write `"` after the text; a longer text stands between `"""` and `"""`',
                (("QUOTED", None),),
            )
        case "quoted" if (mark := _other_mark(scrap.text)) is not None:
            return Wrong(
                "SLA022",
                f"`{mark}` is not the quotation mark that texts stand in",
                f'write `"{scrap.text[1:-1]}"`',
                (("QUOTED", f'"{scrap.text[1:-1]}"'),),
            )
        case "number":
            return _number(scrap.text)
        case "money":
            return _money(scrap.text)
        case "sign":
            return _sign(scrap.text)
    return None


def _other_mark(text: str) -> str | None:
    """The first of the marks around a text that is not the language's."""
    return next((mark for mark in (text[0], text[-1]) if mark != '"'), None)


def _number(text: str) -> Wrong | None:
    if _SOUND.fullmatch(text):
        return None
    for form, read in _NUMBER_FORMS:
        found = form.fullmatch(text)
        if found is not None:
            return read(text, found)
    return None


def _currency_sign(text: str, found: re.Match[str]) -> Wrong:
    amount = found[1]
    if not re.fullmatch(r"[\d.,]+", amount):
        return _no_price(text, amount)
    price = f"{_CODES[text[0]]} {_points_for_commas(amount)}"
    return Wrong(
        "SLA025",
        f"`{text}` does not name a currency by its code",
        f"write `{price}`",
        (("PRICE", _sound(price)),),
    )


def _no_price(text: str, rest: str) -> Wrong:
    """A percentage, a time or the like behind the sign of a currency."""
    kind = next((kind for form, kind in _OF_NO_CURRENCY if form.fullmatch(rest)), None)
    wrong_too = _number(rest)
    if kind is None or (wrong_too is None and not _sound(rest)):
        amount = f"{_CODES[text[0]]} 1,250.50"
        return Wrong(
            "SLA025",
            f"`{text}` is not how amounts of money are written",
            f"write the code of the currency and then the number, as in `{amount}`",
            (("PRICE", None),),
        )
    noun, terminal = kind
    return Wrong(
        "SLA025",
        f"`{text}` has a currency, and {noun} has none",
        f"write `{rest}`" if wrong_too is None else wrong_too.write,
        ((terminal, rest),) if wrong_too is None else wrong_too.meant,
    )


_CODES = {"£": "GBP", "$": "USD", "€": "EUR", "¥": "JPY"}
_OF_NO_CURRENCY = (
    (re.compile(r"[\d.,]+\s*%"), ("a percentage", "PERCENTAGE")),
    (re.compile(r"[\d.,]+\s*business\s+days?"), ("a number of business days", "BUSINESS_DAYS")),
    (re.compile(r"[\d.,]+\s*business\s+hours?"), ("a number of business hours", "BUSINESS_HOURS")),
    (re.compile(r"[\d.,]+\s*days?"), ("a number of days", "DAY_COUNT")),
    (re.compile(r"[\d.,]+\s*months?"), ("a number of months", "MONTH_COUNT")),
    (re.compile(r"[\d.,]+\s*(?:h|min|s)"), ("a duration", "LENGTH")),
    (re.compile(r"[\d.,]+\s+[a-z][a-z ]*"), ("a time", "LENGTH")),
)


def _points_for_commas(number: str) -> str:
    """A number with its points and commas exchanged, where they are those of other countries: `20.000,00`."""
    is_other = re.fullmatch(r"\d{1,3}(?:\.\d{3})+(?:,\d{1,2})?|\d+,\d{1,2}", number)
    return number.translate(str.maketrans(".,", ",.")) if is_other else number


def _with_unit(text: str, found: re.Match[str]) -> Wrong | None:
    amount, kind, unit = found[1], found[2], found[3].lower()
    if kind is not None:
        return _counted_by(kind.lower(), amount, unit)
    if unit in _OWN_UNITS:
        return Wrong(
            "SLA023", f"`{text}` is not a duration", f"write the number as in `1.5 {unit}`", _LENGTHS
        )
    own = next((own for start, own in _UNITS.items() if unit.startswith(start)), None)
    if unit.startswith("week") and amount.isdecimal():
        days = f"{int(amount) * 7} days"
        return Wrong(
            "SLA024", f"`{unit}` is not a unit of the language", f"write `{days}`", (("DAY_COUNT", days),)
        )
    if own is None:
        return Wrong(
            "SLA024", f"`{unit}` is not a unit of the language", "write `s`, `min`, `h` or `days`", _LENGTHS
        )
    terminal = "DAY_COUNT" if own == "days" else "LENGTH"
    own = "day" if own == "days" and amount == "1" else own
    return Wrong(
        "SLA024",
        f"`{unit}` is not a unit of the language",
        f"write `{amount} {own}`",
        ((terminal, _sound(f"{amount} {own}")),),
    )


def _counted_by(kind: str, amount: str, unit: str) -> Wrong:
    """A unit with a word before it: `2 working days`, `4 clock hours`."""
    own = next((own for start, own in _UNITS.items() if unit.startswith(start)), None)
    if kind in _BUSINESS and own in {"days", "h"}:
        words = f"{amount} business {'days' if own == 'days' else 'hours'}"
        terminal = "BUSINESS_DAYS" if own == "days" else "BUSINESS_HOURS"
    else:
        words = f"{amount} {own or 'days'}"
        terminal = "DAY_COUNT" if own in {None, "days"} else "LENGTH"
    return Wrong(
        "SLA024",
        f"`{kind} {unit}` is not a unit of the language",
        f"write `{words}`",
        ((terminal, _sound(words)),),
    )


def _decimal_comma(text: str, found: re.Match[str]) -> Wrong:
    meant = f"{found[1].replace('.', ',')}.{found[2]}{found[3].strip()}"
    terminal = "PERCENTAGE" if found[3].strip() else "NUMERAL"
    is_short = terminal == "NUMERAL" and len(found[2]) == 2 and len(found[1]) <= len("100")
    thousands = f", or `{found[1]},{found[2]}0` for thousands" if is_short else ""
    return Wrong(
        "SLA023",
        f"`{text}` has a comma where decimals begin",
        f"write `{meant}`{thousands}; a comma stands between groups of three digits",
        ((terminal, _sound(meant)), *_NUMBERS),
    )


def _groups(text: str, _: re.Match[str]) -> Wrong:
    return Wrong(
        "SLA023",
        f"`{text}` is not a number",
        "write digits with commas between groups of three and a point before decimals, as in `85,000.50`",
        (("PERCENTAGE", None), *_NUMBERS) if text.endswith("%") else _NUMBERS,
    )


def _time(text: str, found: re.Match[str]) -> Wrong:
    hour = int(found[1]) + (12 if (found[3] or "").lower() == "pm" and int(found[1]) < 12 else 0)
    meant = f"{hour:02}:{found[2] or '00'}"
    return Wrong(
        "SLA026",
        f"`{text}` is not how times are written",
        f"write `{meant}`, in two digits each",
        (("CLOCK_TIME", _sound(meant)),),
    )


def _date(text: str, _: re.Match[str]) -> Wrong:
    meant = _of_parts([int(part) for part in re.findall(r"\d+", text)])
    return Wrong(
        "SLA026",
        f"`{text}` is not how dates are written",
        "write year, month and day, as in `2026-01-31`" if meant is None else f"write `{meant}`",
        (("CALENDAR_DATE", meant), ("INSTANT", None), ("PERIOD", None)),
    )


def _of_parts(parts: list[int]) -> str | None:
    """The date of its three numbers, where only one order of them is one: day and month may both be up to twelve."""
    first, second, year = parts if len(parts) == 3 else (0, 0, 0)
    if first > 31:
        first, year = year, first
    if year < 1000 or min(first, second) < 1 or (max(first, second) < 13 and first != second):
        return None
    day, month = (first, second) if first > 12 else (second, first)
    return f"{year}-{month:02}-{day:02}" if month < 13 and day < 32 else None


def _sound(text: str) -> str | None:
    """A text that is a literal as it stands, None where more than its form is wrong."""
    return text if _SOUND.fullmatch(text) else None


_NUMBER_FORMS = (
    (re.compile(r"[£$€¥](.+)"), _currency_sign),
    (re.compile(r"(\d{1,2})(?::(\d\d))?\s*([ap]m)", re.IGNORECASE), _time),
    (re.compile(r"(\d):(\d\d)()"), _time),
    (re.compile(r"\d{1,4}([/.])\d{1,2}\1\d{1,4}|\d{4}-\d{1,2}-\d{1,2}|\d{1,2}-\d{1,2}-\d{4}"), _date),
    (re.compile(r"(\d+|\d{1,3}(?:\.\d{3})+),(\d{1,2})(\s*%?)"), _decimal_comma),
    (
        re.compile(r"([\d.,]+)\s*(?:(business|working|work|office|calendar|clock)[\s-]+)?([a-zA-Z]+)"),
        _with_unit,
    ),
    (re.compile(r"[\d.,]+\s*%?"), _groups),
)


_SOUND = re.compile(
    r"(?:[A-Z]{3}\s+)?(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]+)?\s*(?:%|h|min|s|days?|months?|business\s+(?:days?|hours?))?"
    r"|[0-9][0-9]:[0-9][0-9](?::[0-9][0-9])?|[0-9]{4}-[0-9][0-9](?:-[0-9][0-9])?|[0-9]{4}-[QW][0-9]+"
)


def _money(text: str) -> Wrong | None:
    amount = text[3:].lstrip()
    if amount != text[3:]:
        return None if _sound(text) else _number(amount)
    return Wrong(
        "SLA025",
        f"`{text}` has no blank between the currency and the number",
        f"write `{text[:3]} {amount}`",
        (("PRICE", _sound(f"{text[:3]} {amount}")),),
    )


def _sign(text: str) -> Wrong | None:
    if text in _SIGNS:
        sign, meant = _SIGNS[text]
        return Wrong("SLA022", f"`{text}` is not a sign of the language", f"write `{sign}`", ((meant, None),))
    if not text.isascii() or unicodedata.category(text[0]).startswith("C"):
        name = unicodedata.name(text[0], f"U+{ord(text[0]):04X}").lower()
        return Wrong(
            "SLA022",
            f"the character U+{ord(text[0]):04X} ({name}) has no meaning here",
            "take it out; it often comes along when text is pasted",
            (),
        )
    return None
