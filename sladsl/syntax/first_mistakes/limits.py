"""Targets, measures and windows as people say them: a value before its word, in words, two in a line."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sladsl.syntax.first_mistakes.where import Known, Rule, Where, known

_TARGETS = frozenset({"EXPECTED", "MINIMUM", "REQUIRED"})
_VALUE = r"\d[\d.,]*(?:\s*%|\s+(?:h|min|s|days?))?"
_AT_LEAST = r"at least|above|not? (?:less|fewer) than|>=|≥|min(?:imum)?(?: of)?|mindestens|au moins"
_AT_MOST = (
    r"at most|under|below|not? (?:more|greater) than|<=|≤|max(?:imum)?(?: of)?|höchstens|maximal|au plus"
)

_ONES = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_TENS = ("", "ten", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_WORDS = {word: number for number, word in enumerate(_ONES)} | {
    word: 10 * number for number, word in enumerate(_TENS) if word
}
_IN_WORDS = rf"(?:{'|'.join(sorted(_WORDS, key=len, reverse=True))})(?:[- ](?:{'|'.join(_ONES)}))?"

PERCENT_IN_WORDS = (
    rf"(?i:{_IN_WORDS}(?:\s*\(\s*\d[\d.]*\s*%?\s*\))?[ -]+per\s?cent(?:\s*\(\s*\d[\d.]*\s*%?\s*\))?)"
)


def _or_more(where: Where) -> Iterator[Known]:
    """`95% or more`, `95% uptime`: a value whose side is said behind it, or not at all."""
    found = re.match(
        rf"({_VALUE}|{PERCENT_IN_WORDS})[^\S\n]+(?:({_MORE})|({_LESS})|({_WHAT}))(?!\w)", where.ahead
    )
    if found and where.last in _TARGETS:
        word, side = str(where.line[-1]), "at most" if found[3] or where.last == "REQUIRED" else "at least"
        value = in_figures(found[1])
        word = "required" if word == "minimum" and side == "at most" else word
        meant = f"{word} {side} {value}"
        message = f"`{found[0]}` is not how a limit is written"
        place = where.since(where.line[-1], found.end())
        yield Known("SLA011", message, f"write `{meant}`", *place, meant)


_MORE = r"or (?:more|better|higher|above|greater)|and (?:above|more)|at least|minimum|mindestens|oder mehr|et plus"
_LESS = r"or (?:less|fewer|lower|below)|and below|at most|maximum|höchstens|oder weniger|et moins"
_WHAT = r"monthly|(?:monthly |annual )?uptime|availability|good|accuracy|on time|of \w+|verfügbarkeit|disponibilité"


def _first(where: Where) -> Iterator[Known]:
    """`at least 95% minimum`, `no less than 95%`: the side and the value before the word of the target, or without."""
    is_no = where.kinds == ["NO"]
    sides = (
        rf"(?:({_AT_LEAST})|({_AT_MOST}))"
        if not is_no
        else r"(?:(less than|fewer than)|(more than|greater than))"
    )
    found = re.match(rf"{sides}[^\S\n]+({_VALUE}|{PERCENT_IN_WORDS})(?:[^\S\n]+(\w+))?", where.ahead)
    if (
        found is None
        or where.kind != "line"
        or (where.line and not is_no)
        or (found[4] and found[4] not in _BEHIND)
    ):
        return
    word = found[4] if found[4] in {"minimum", "expected", "required"} else "minimum"
    word = "required" if found[2] and word != "expected" else word
    side = "at most" if found[2] else "at least"
    start = (where.line[0].start_pos or 0) if is_no else where.start
    said = " ".join(where.text[start : where.start + len(found[1] or found[2])].split())
    write = f"{word} {side} {in_figures(found[3])}"
    message = f"`{said}` does not begin a line of a service level"
    yield Known("SLA015", message, f"write `{write}`", start, where.start + found.end(), write)


def in_figures(value: str) -> str:
    """A value in figures, which may be a percentage in words, with or without its figures in brackets."""
    figures = re.search(r"\d[\d.]*", value)
    if value[0].isdigit() or figures is None or not re.search(r"per\s?cent", value):
        words = re.findall("[a-z]+", value.lower())
        return re.sub(r"\s+%", "%", value) if figures else f"{sum(_WORDS.get(word, 0) for word in words)}%"
    return f"{figures[0]}%"


_BEHIND = frozenset({"minimum", "expected", "required", "good", "uptime", "availability", "percent"})


def _stretch(where: Where) -> Iterator[Known]:
    """A second, higher target, by a name of its own."""
    found = re.match(
        rf"(?i:stretch|aspirational|desired|aim)(?:\s+(?:target|goal|level))?\s*[:=]?\s*(?:of\s+)?({_VALUE})",
        where.ahead,
    )
    if found and where.kind == "line" and not where.line:
        meant = f"expected at least {in_figures(found[1])}"
        said = found[0].removesuffix(found[1]).rstrip(" :=")
        message = f"`{said}` does not begin a line of a service level"
        yield known(where, "SLA015", found, message, f"write `{meant}`", meant)


def _two(where: Where) -> Iterator[Known]:
    """Two targets in a line."""
    joined = where.last == "_COMMA"
    found = re.match(
        rf"{'' if joined else '(?:and|or|/|,) +'}(?:minimum|expected|required)(?!\w).*", where.ahead
    )
    if found and where.line and where.line[0].type in _TARGETS and len(where.line) > 2:
        target = re.sub(r"^(?:and|or|/|,)\s+", "", found[0].partition("#")[0].rstrip())
        message = "each target stands on a line of its own"
        start = (where.line[-1].start_pos or 0) if joined else where.start
        end = where.start + len(found[0]) - len(target) if not joined else where.start
        write = f"write `{target}` on the next line, without what joins the two"
        yield Known("SLA014", message, write, start, end, "")


def _other_side(where: Where) -> Iterator[Known]:
    """The side of a limit in another language."""
    found = re.match(rf"(mindestens|au moins|höchstens|maximal|au plus)\s+({_VALUE})", where.ahead)
    if found and where.last in _TARGETS:
        side = "at least" if found[1] in {"mindestens", "au moins"} else "at most"
        meant = f"{where.line[-1]} {side} {found[2]}"
        message = f"`{found[1]}` is not how a limit is written"
        place = where.since(where.line[-1], found.end())
        yield Known("SLA011", message, f"write `{meant}`", *place, meant)


def _no_side(where: Where) -> Iterator[Known]:
    """`minimum 95%`: a target that does not say on which side of it is good."""
    found = re.match(
        rf"(\d+(?:\.\d+)?(?:\s*%|\s*(?:h|min|s)(?!\w)|\s+days?)|{PERCENT_IN_WORDS})(?=\s*(?:#|,|$))",
        where.ahead,
    )
    if found is None or where.last not in _TARGETS:
        return
    word, is_share = str(where.line[-1]), not re.search("[hns]$|day", found[1]) or "cent" in found[1]
    side = "at least" if is_share and word != "required" else "at most"
    meant = f"{'required' if word == 'minimum' and side == 'at most' else word} {side} {in_figures(found[1])}"
    message = f"`{word} {found[0]}` does not say on which side of it is good"
    yield Known("SLA010", message, f"write `{meant}`", *where.since(where.line[-1], found.end()), meant)


_NINES = {"two": "99%", "three": "99.9%", "four": "99.99%", "five": "99.999%", "six": "99.9999%"}


def _in_words(where: Where) -> Iterator[Known]:
    """A percentage in words, with or without its figures in brackets; so many nines."""
    nines = re.match(rf"({'|'.join(_NINES)})\s+nines?(?!\w)", where.ahead)
    if nines and "PERCENTAGE" in where.offered:
        message = f"`{nines[0]}` is not how percentages are written"
        yield known(where, "SLA024", nines, message, f"write `{_NINES[nines[1]]}`", _NINES[nines[1]])
    found = re.match(
        rf"(?i:({_IN_WORDS})(?:\s+per\s?cent)?)\s*(?:\(\s*(\d[\d.]*)\s*%?\s*\)(?:\s+per\s?cent)?)?",
        where.ahead,
    )
    if found and "PERCENTAGE" in where.offered and re.search(r"per\s?cent|%|\d", found[0]):
        number = found[2] or str(sum(_WORDS[word] for word in re.split("[- ]", found[1].lower())))
        message = f"`{found[0].strip()}` is not how percentages are written"
        yield known(where, "SLA024", found, message, f"write `{number}%`", f"{number}%")


def _quoted(where: Where) -> Iterator[Known]:
    """A value in quotation marks."""
    found = re.match(rf'["“\']({_VALUE})["”\']', where.ahead)
    if found and {"PERCENTAGE", "PRICE", "NUMERAL"} & set(where.offered):
        message = f"`{found[0]}` is a text, and a value stands without quotation marks"
        yield known(where, "SLA011", found, message, f"write `{found[1]}`", found[1])


def _share(where: Where) -> Iterator[Known]:
    """The share of what is good, with of what it is one."""
    whole = re.match(rf"(?:%|per\s?cent(?:age)?|share|proportion|ratio)\s+(?:of\s+)?({_GOOD})", where.ahead)
    if whole and where.last == "_MEASURE":
        message = f"`{whole[0]}` is not how a share is written"
        yield known(where, "SLA011", whole, message, _PERCENT_GOOD, "percent good")
    part = re.match(rf"of\s+({_GOOD})", where.ahead)
    if part and where.kinds[-2:] == ["_MEASURE", "PERCENT"]:
        message = f"`{part[0]}` has no place after `measure percent`"
        yield known(where, "SLA011", part, message, _PERCENT_GOOD, "good")


_GOOD = r"(?:\w+[^\S\n]+){0,4}\w+"
_PERCENT_GOOD = (
    "write `measure percent good`: it is of what `for each` takes, and `good when` says what is good"
)


def _measured(where: Where) -> Iterator[Known]:
    """Words for what is measured that the language has another for."""
    found = re.match(r"(?i:(up-?\s?time|verfügbarkeit|disponibilité)|(outages))(?!\w)", where.ahead)
    if found and where.last == "_MEASURE":
        meant = "availability" if found[1] else "number of outages"
        message = f"`{found[0]}` is not a word for what is measured"
        yield known(where, "SLA011", found, message, f"write `measure {meant}`", meant)


_UNITS = {"day": "1 day", "week": "7 days", "month": "1 month", "quarter": "3 months", "year": "12 months"}


def _rolling(where: Where) -> Iterator[Known]:
    """A window that rolls, with its length said otherwise."""
    unit = re.match(r"(?:the\s+)?(?:last\s+)?(day|week|month|quarter|year)(?!\w)", where.ahead)
    if unit and where.last == "_ROLLING":
        meant = f"window rolling {_UNITS[unit[1]]}"
        message = f"`rolling {unit[0]}` does not say how long the window is"
        place = where.since(where.line[0], unit.end())
        yield Known("SLA011", message, f"write `{meant}`", *place, meant)
    behind = re.match(r"(?:last\s+)?(\d+)[\s-]*(d|days?|w|weeks?|months?)(?:\s+rolling)?(?!\w)", where.ahead)
    if behind and where.last == "_WINDOW":
        count = int(behind[1]) * (7 if behind[2][0] == "w" else 1)
        unit_of = "month" if behind[2].startswith("month") else "day"
        meant = f"window rolling {count} {unit_of}{'' if count == 1 else 's'}"
        message = f"`{behind[0]}` is not how a window is written"
        place = where.since(where.line[-1], behind.end())
        yield Known("SLA011", message, f"write `{meant}`", *place, meant)


def _span_of_term(where: Where) -> Iterator[Known]:
    """The term by its length, or with its dates joined by another word than `to`."""
    if where.last == "_TERM":
        found = re.match(
            r"(\d+)\s+(years?|months?)(?:\s+(?:from|starting|beginning|as of)(?:\s+on)?)?", where.ahead
        )
        if found:
            message = f"a term is said by its first and its last day, and not as `{found[1]} {found[2]}`"
            write = "write it as in `term 2026-01-01 to 2028-12-31`"
            yield known(where, "SLA011", found, message, write)
    joined = re.match(r"(?:\.\.|until|till|through|thru|bis|au|-|–|—)(?=\s*\d)", where.ahead)
    if joined and where.kinds == ["_TERM", "CALENDAR_DATE"]:
        message = f"the days of a term are not joined by `{joined[0]}`"
        yield known(where, "SLA011", joined, message, "write `to`", "to")


_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def _period(where: Where) -> Iterator[Known]:
    """A month or a quarter as people write it."""
    if "PERIOD" not in where.offered:
        return
    named = re.match(rf"(?i:({'|'.join(_MONTHS)})[a-z]*)\.?[\s-]+(\d{{4}})", where.ahead)
    figures = re.match(r"(\d{1,2})/(\d{4})(?!\d)|(\d{4})/(\d{1,2})(?!\d)", where.ahead)
    quarter = re.match(r"Q([1-4])[\s/-]*(\d{4})", where.ahead)
    if named:
        meant = f"{named[2]}-{_MONTHS.index(named[1].lower()) + 1:02}"
    elif figures:
        meant = f"{figures[2] or figures[3]}-{int(figures[1] or figures[4]):02}"
    elif quarter:
        meant = f"{quarter[2]}-Q{quarter[1]}"
    else:
        return
    found = named or figures or quarter
    assert found is not None
    yield known(
        where, "SLA026", found, f"`{found[0]}` is not how periods are written", f"write `{meant}`", meant
    )


def _zone(where: Where) -> Iterator[Known]:
    """A time zone in words, which stand in the line of `timezone`: those of the next line say something else."""
    found = re.match(r"[\w ]*\w", where.ahead)
    if found and where.kinds == ["_TIMEZONE", "ZONE_NAME"] and where.line[0].line == where.line[-1].line:
        zone = where.line[-1]
        message = f"`{where.text[zone.start_pos : where.start]}{found[0]}` is not the name of a time zone"
        write = "write a zone as a region and a city, such as `Europe/London`"
        yield Known("SLA011", message, write, *where.since(zone, found.end()), "UTC")


LIMITS: tuple[Rule, ...] = (
    _or_more,
    _no_side,
    _first,
    _stretch,
    _two,
    _other_side,
    _in_words,
    _quoted,
    _share,
    _measured,
    _rolling,
    _span_of_term,
    _period,
    _zone,
)
