"""Formulas, flags and column heads of spreadsheets, and indicators by their letters."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sladsl.syntax.first_mistakes.declared import counted_above
from sladsl.syntax.first_mistakes.where import Known, Rule, Where, known

_FUNCTIONS = {
    "average": "mean of",
    "avg": "mean of",
    "mean": "mean of",
    "median": "median of",
    "sum": "sum of",
    "max": "highest of",
    "min": "lowest of",
    "count": "number of",
    "counta": "number of",
}


def _function(where: Where) -> Iterator[Known]:
    """`AVERAGE(score)`: a function of one field or record set."""
    found = re.match(rf"(?i:({'|'.join(_FUNCTIONS)}))\s*\(\s*(\w+)\s*\)", where.ahead)
    if found and where.last == "_MEASURE":
        meant = f"{_FUNCTIONS[found[1].lower()]} {found[2]}"
        message = f"`{found[0]}` is a formula of a spreadsheet"
        yield known(where, "SLA014", found, message, f"write `{meant}`", meant)


def _divided(where: Where) -> Iterator[Known]:
    """`1 - SUM(errors) / COUNT(payslip)`: a formula of two functions."""
    one = rf"(?i:({'|'.join(_FUNCTIONS)}))\s*\(\s*(\w+)\s*\)"
    found = re.match(rf"(1\s*-\s*|100%?\s*-\s*)?\(?{one}\s*/\s*{one}\)?", where.ahead)
    if found and where.last == "_MEASURE":
        parts = f"{_FUNCTIONS[found[2].lower()]} {found[3]} / {_FUNCTIONS[found[4].lower()]} {found[5]}"
        meant = f"{'100% - ' if found[1] else ''}{parts}"
        message = f"`{found[0]}` is a formula of a spreadsheet"
        yield known(where, "SLA014", found, message, f"write `{meant}`", meant)


def _formula(where: Where) -> Iterator[Known]:
    """A formula where a limit or a credit stands."""
    found = re.match(r"=?\s*([A-Z]{2,})\s*\(.*", where.ahead)
    if found is None or not where.line or where.line[0].type not in _FIXED:
        return
    said = found[0].partition("#")[0].rstrip()
    message = f"`{found[1]}( … )` is a formula of a spreadsheet"
    yield Known("SLA014", message, _FIXED[where.line[0].type], where.start, where.start + len(said))


_FIXED = {
    "_LIMIT": "write the limit alone, as in `limit all credits to 15% of MonthlyCharges per calendar month`",
    "_CREDIT": "write what is credited, as in `credit 5% of MonthlyCharges`, or a table of steps below `credit of …`",
}


def _product(where: Where) -> Iterator[Known]:
    """A credit as a product: `5% * Fee`, `Fee * 2%`."""
    behind = re.match(r"[*x×](?=\s*[A-Za-z])", where.ahead)
    if behind and where.kinds in (
        ["_CREDIT", "PERCENTAGE"],
        ["_LIMIT", "ALL", "_CREDITS", "_TO", "PERCENTAGE"],
    ):
        message = f"a percentage of a charge is not written with `{behind[0]}`"
        yield known(where, "SLA011", behind, message, "write `of`", "of")
    before = re.match(r"([A-Za-z]\w*)\s*[*x×]\s*(\d[\d.]*)\s*%", where.ahead)
    if before and where.kinds == ["_CREDIT"]:
        meant = f"{before[2]}% of {before[1]}"
        message = f"`{before[0]}` is not how a percentage of a charge is written"
        yield known(where, "SLA011", before, message, f"write `{meant}`", meant)


def _blank(where: Where) -> Iterator[Known]:
    """A field that is not blank."""
    found = re.match(r'>?\s*(""|\'\'|blank|null|NULL|empty|BLANK)(?!\w)', where.ahead)
    if found is None or "NAME" not in where.kinds:
        return
    kinds = where.kinds
    is_other = (
        kinds[-2:] == ["NAME", "COMPARISON"] and str(where.line[-1]) == "<" and found[0].startswith(">")
    )
    if is_other:
        field = where.line[-2]
        message = f"`{field} <> {found[1]}` is not how it is said that a value is there"
        place = where.since(field, found.end())
        yield Known("SLA011", message, f"write `{field} exists`", *place, f"{field} exists")


def _unequal(where: Where) -> Iterator[Known]:
    """`<>`, of which the first half is read as a sign."""
    found = re.match(">", where.ahead)
    if found and where.last == "COMPARISON" and str(where.line[-1]) == "<":
        place = where.since(where.line[-1], 1)
        yield Known("SLA022", "`<>` is not a sign of the language", "write `is not`", *place, "is not")


def _condition(where: Where) -> Iterator[Known]:
    """The condition of `number of RECORDS where`, which stands in brackets."""
    found = re.match(r"(?!\()[^/#{}]*[^/#{}\s]", where.ahead)
    if found and where.kinds[-4:] == ["NUMBER", "_OF", "NAME", "_WHERE"] and where.line[0].type == "_MEASURE":
        meant = f"({found[0]})"
        message = f"the condition `{found[0]}` stands in brackets within a measure"
        yield known(where, "SLA010", found, message, f"write `{meant}`", meant)
    number = re.match(r"(?!of)([a-z]\w*)(?=\s*(?:#|$))", where.ahead)
    if number and where.kinds == ["_MEASURE", "NUMBER"]:
        each = counted_above(where)
        meant = f"of {each}" + ("" if number[1] in {each, f"{each}s"} else f" where ({number[1]})")
        message = f"`number {number[1]}` does not say which records are counted"
        yield known(where, "SLA011", number, message, f"write `{meant}`", meant)
    count = re.match(r"(count(?:\s+of)?)\s+where\s+([^/#]*[^/#\s])", where.ahead)
    if count and where.last == "_MEASURE":
        meant = f"number of {counted_above(where)} where ({count[2]})"
        message = f"`{count[1]}` is not a word for what is measured"
        yield known(where, "SLA011", count, message, f"write `{meant}`", meant)


_LETTERS = {
    **dict.fromkeys(("mttr", "mtta", "mttf", "aht", "asa", "tat", "att"), "mean of clock"),
    **dict.fromkeys(("good", "fcr", "sla", "otd", "otif", "ftr", "rft", "dpmo"), "percent good"),
    **dict.fromkeys(("csat", "nps", "score"), "mean of score"),
}


def _named(where: Where) -> Iterator[Known]:
    """An indicator by its name, or two names divided, where it is said how it is worked out."""
    if where.last != "_MEASURE":
        return
    ratio = re.match(r"([A-Za-z]\w*)\s*/\s*(?:all\s+|total\s+)?([A-Za-z]\w*)(?=\s*(?:#|$))", where.ahead)
    rate = re.match(r"(?:[A-Za-z]\w*\s+){1,3}(?:rate|ratio|share|percentage)(?=\s*(?:#|$))", where.ahead)
    said = rate or (ratio if ratio and ratio[1] == "good" else None)
    if said:
        message = f"`{said[0]}` does not say how the records of a window come to one number"
        yield known(where, "SLA011", said, message, "write `percent good`", "percent good")
    if ratio:
        message = f"`{ratio[0]}` does not say how the records of a window come to one number"
        sums, numbers = (f"{each} of {ratio[1]} / {each} of {ratio[2]}" for each in ("sum", "number"))
        yield known(where, "SLA011", ratio, message, f"write `{numbers}` of records, or `{sums}` of fields")
    word = re.match(r"([A-Za-z]\w*)(?=\s*(?:#|$))", where.ahead)
    if word and word[1].lower() not in _WORDS:
        meant = _LETTERS.get(word[1].lower())
        message = f"`{word[0]}` does not say how the records of a window come to one number"
        write = f"write `{meant}`" if meant else "write `percent good`, `mean of clock`, or `sum of` a field"
        yield known(where, "SLA011", word, message, write, meant)


_WORDS = frozenset(
    {"uptime", "outages", "average", "avg", "count", "total", "max", "min", "maximum", "minimum"}
)


SHEETS: tuple[Rule, ...] = (
    _divided,
    _function,
    _formula,
    _product,
    _blank,
    _unequal,
    _condition,
)
NAMED_MEASURES: tuple[Rule, ...] = (_named,)
"""What is asked last, since many words begin a measure otherwise."""
