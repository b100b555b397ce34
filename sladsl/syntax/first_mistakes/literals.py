"""Values and their limits as they are written elsewhere: comparisons, dates, times, days, prices, percentages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from sladsl.syntax.first_mistakes.limits import PERCENT_IN_WORDS, in_figures
from sladsl.syntax.first_mistakes.where import Known, Rule, Where, known
from sladsl.syntax.phrases import day_of


def _unit(where: Where) -> Iterator[Known]:
    found = re.match(r"([0-9][0-9,.]*)(?=\s*(?:[#,)]|$|and\b|or\b))", where.ahead)
    if found and where.last in {"_WITHIN", "_OVER"} and "LENGTH" in where.offered:
        number = found[1].rstrip(".,")
        write = f"write for instance `{number} h`, `{number} min` or `{number} business days`"
        yield known(where, "SLA024", found, f"`{number}` says no unit of time", write)


def _comparator(where: Where) -> Iterator[Known]:
    if where.last not in {"EXPECTED", "MINIMUM", "REQUIRED"}:
        return
    for form, meant in _COMPARATORS:
        value = rf"{PERCENT_IN_WORDS}|[\w.,%]+(?:\s[\d.,]+)?(?:\s+%|\s+(?:ms|s|min|h|days?)(?!\w))?"
        found = re.match(rf"(?:{form})\s*(?:than\s+|of\s+)?({value})", where.ahead)
        if found is None:
            continue
        value = re.sub(r"^([0-9]+),([0-9]{1,2}%?)$", r"\1.\2", in_figures(found[1]))
        value = re.sub(r"^(\d+)\s*ms$", lambda ms: f"{Decimal(ms[1]) / 1000:f} s", value)
        if re.fullmatch(r"0?\.9\d{1,4}", value):
            value = f"{Decimal(value) * 100:f}".rstrip("0").rstrip(".") + "%"
        word = str(where.line[-1])
        said: str | None = f"{word} {meant} {value}"
        write = f"write `{said}`"
        if word == "minimum" and meant in {"at most", "under"}:
            write = f"write `minimum at least {value}`, or `required {meant} {value}` if a high value is the bad one"
            said = None
        if word == "required" and meant in {"at least", "above"}:
            write = f"write `minimum {meant} {value}`, or `required at most {value}` if a high value is the bad one"
            said = None
        message = f"`{found[0].removesuffix(found[1]).rstrip()}` is not how a limit is written"
        yield Known("SLA011", message, write, *where.since(where.line[-1], found.end()), said)
        return


_COMPARATORS = (
    (r">=|=>|≥|no(?:t)? less|no(?:t)? fewer|(?:greater|more|higher) than or equal to", "at least"),
    (r"<=|=<|≤|no(?:t)? more|no(?:t)? greater|(?:less|fewer|lower) than or equal to|max(?:imum)?", "at most"),
    (r">|more|greater|higher|over", "above"),
    (r"<|less|fewer|lower|below", "under"),
)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?"


def _date(where: Where) -> Iterator[Known]:
    if "CALENDAR_DATE" not in where.offered:
        return
    first = re.match(rf"(\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?({_MONTH}),?\s+(\d{{4}})", where.ahead)
    second = re.match(rf"({_MONTH})\s+(\d{{1,2}})(?:st|nd|rd|th)?,?\s+(\d{{4}})", where.ahead)
    found = first or second
    if found is not None:
        day, month = (found[1], found[2]) if first else (found[2], found[1])
        meant = f"{found[3]}-{_MONTHS.index(month[:3].lower()) + 1:02}-{int(day):02}"
        message = f"`{found[0]}` is not how dates are written"
        yield known(where, "SLA026", found, message, f"write `{meant}`", meant)


def _time(where: Where) -> Iterator[Known]:
    named = re.match(r"(?:12\s+)?(?:(noon|midday)|midnight)(?!\w)", where.ahead)
    if named and "CLOCK_TIME" in where.offered:
        meant = "12:00" if named[1] else "24:00"
        message = f"`{named[0]}` is not how times are written"
        yield known(where, "SLA026", named, message, f"write `{meant}`", meant)
    found = re.match(r"(\d{1,2})\.(\d\d)(?!\d)", where.ahead)
    if found and "CLOCK_TIME" in where.offered:
        message, write = (
            f"`{found[0]}` is not how times are written",
            f"write `{int(found[1]):02}:{found[2]}`",
        )
        yield known(where, "SLA026", found, message, write)


def _days(where: Where) -> Iterator[Known]:
    if where.kind != "calendar":
        return
    if not where.line:
        found = re.match(r"([A-Z][a-z]+)\s*(?:-|–|to|through|until)\s*([A-Z][a-z]+)", where.ahead)
        if found and day_of(found[1]) and day_of(found[2]):
            write = f"write `{day_of(found[1])}..{day_of(found[2])}`"
            yield known(where, "SLA011", found, f"`{found[0]}` is not how days are written", write)
    found = re.match(r"(?:-|–|to|through|until)\s*([A-Z][a-z]+)", where.ahead)
    if found and where.last == "DAY_NAME" and day_of(found[1]):
        write = f"write `{where.line[-1]}..{day_of(found[1])}`"
        yield known(
            where,
            "SLA011",
            found,
            f"days from one to another are not joined by `{found[0].split(found[1])[0].strip()}`",
            write,
        )


def _price(where: Where) -> Iterator[Known]:
    found = re.match(r"([0-9][0-9,.]*)\s*([A-Z]{3})(?!\w)", where.ahead)
    if found and "PRICE" in where.offered:
        has_points = re.fullmatch(r"[0-9]{1,3}(\.[0-9]{3})+", found[1])
        write = f"write `{found[2]} {found[1].replace('.', ',') if has_points else found[1]}`"
        yield known(where, "SLA025", found, f"`{found[0]}` has its currency behind the amount", write)


def _percent(where: Where) -> Iterator[Known]:
    whole = re.match(r"([0-9][0-9.,]*)\s*(?:per\s?cent|pct)(?!\w)", where.ahead)
    if whole and "PERCENTAGE" in where.offered:
        message = f"`{whole[0]}` is not how percentages are written"
        yield known(where, "SLA024", whole, message, f"write `{whole[1]}%`")
    found = re.match(r"(?:per\s?cent|pct)(?!\w)", where.ahead)
    if found and where.last == "NUMERAL":
        number = where.line[-1]
        message = f"`{number} {found[0]}` is not how percentages are written"
        yield Known(
            "SLA024", message, f"write `{number}%`", number.start_pos or 0, where.start + len(found[0])
        )


LITERALS: tuple[Rule, ...] = (
    _unit,
    _comparator,
    _date,
    _time,
    _days,
    _price,
    _percent,
)
