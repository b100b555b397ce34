"""Lines and phrases as they are written elsewhere, or by what they seem to say."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from difflib import get_close_matches

from sladsl.syntax.first_mistakes.where import Known, Where, known


def _comment(where: Where) -> Iterator[Known]:
    found = re.match(r"/\*|//|--(?=\s)|<!--", where.ahead)
    if found:
        message = f"`{found[0]}` does not begin a comment"
        yield known(where, "SLA022", found, message, "write `#` before a comment, on each of its lines")


def _list(where: Where) -> Iterator[Known]:
    found = re.match(r"(?:and|or|&)\s+(\w+)", where.ahead)
    kinds = {token.type for token in where.line}
    if found and "_COMMA" in where.offered and kinds & {"_BY", "ONE"} and where.last == "NAME":
        word = found[0].split()[0]
        message = f"`{word}` does not join names in a list"
        yield known(where, "SLA011", found, message, f"write a comma: `{where.line[-1]}, {found[1]}`")


def _level(where: Where) -> Iterator[Known]:
    found = re.match(r"(?i:sla|slo|level|metric|service[-_]?level)(?=\s)", where.ahead)
    if found and where.kind == "item" and not where.line:
        message = f"`{found[0]}` does not begin a service level"
        yield known(
            where, "SLA015", found, message, 'write it as in `service level Accuracy "Invoice accuracy" {`'
        )


def _hyphen(where: Where) -> Iterator[Known]:
    found = re.match(r"-(\w+)", where.ahead)
    if (
        found
        and where.last == "NAME"
        and "DASH" not in where.offered
        and where.line[-1].end_pos == where.start
    ):
        before = str(where.line[-1])
        write = f"write `{before}{found[1][:1].upper()}{found[1][1:]}` or `{before}_{found[1]}`"
        message = f"`{before}{found[0]}` is no name: there is no `-` in names"
        yield Known("SLA022", message, write, where.line[-1].start_pos or 0, where.start + len(found[0]))


def _statistic(where: Where) -> Iterator[Known]:
    if where.last != "_MEASURE":
        return
    rank = re.match(r"(?:([0-9.]+)(?:st|nd|rd|th)\s+percentile|[pP]([0-9]{1,2}))(?!\w)", where.ahead)
    if rank:
        write = f"write `percentile {rank[1] or rank[2]} of clock`, or of a field"
        yield known(where, "SLA011", rank, f"`{rank[0]}` is not how a percentile is written", write)
    word = re.match(r"(average|avg|max(?:imum)?|min(?:imum)?|count|total)(?!\w)", where.ahead)
    if word:
        write = f"write `{_STATISTICS[word[1][:3]]}` and what it is of"
        yield known(where, "SLA011", word, f"`{word[0]}` is not a word for what is measured", write)


_STATISTICS = {
    "ave": "mean of",
    "avg": "mean of",
    "max": "highest of",
    "min": "lowest of",
    "cou": "number of",
    "tot": "sum of",
}


def _window(where: Where) -> Iterator[Known]:
    found = re.match(r"(day|week|month|quarter|year|dail|annual)(?:s|y|ly)?(?!\w)", where.ahead)
    if found and where.last == "_WINDOW":
        unit = {"dail": "day", "annual": "year"}.get(found[1], found[1])
        write = f"write `window calendar {unit}`, or `window contract {unit}` to count from the first day of the term"
        yield known(
            where, "SLA010", found, f"`window {found[0]}` does not say which {unit}s are meant", write
        )


def _each(where: Where) -> Iterator[Known]:
    found = re.match(r"(?:for\s+every|for\s+all|foreach|for)\s+(\w+)", where.ahead)
    if found and where.kind == "line" and not where.line and not get_close_matches(found[1], ["each"]):
        message = f"`{found[0].removesuffix(found[1]).rstrip()}` does not begin a line of a service level"
        yield known(where, "SLA015", found, message, f"write `for each {found[1]}`")


def _comparison(where: Where) -> Iterator[Known]:
    found = re.match(
        r"(greater than or equal to|less than or equal to|(?:greater|more|higher) than|(?:less|fewer|lower) than"
        r"|equals?(?: to)?|exceeds)(?!\w)",
        where.ahead,
    )
    if found and "COMPARISON" in where.offered:
        equal = ">=" if found[1].startswith("greater") else "<="
        sign = equal if "or equal" in found[1] else {"l": "<", "f": "<"}.get(found[1][0], ">")
        write = (
            "write `is`"
            if found[1].startswith("equal")
            else f"write `{'<' if found[1].startswith('lower') else sign}`"
        )
        yield known(where, "SLA012", found, f"`{found[0]}` is not a sign that compares", write)
    limit = re.match(r"(at least|at most|above|over|below|under)(?!\w)", where.ahead)
    if limit and "COMPARISON" in where.offered and where.last != "_CLOCK":
        message = f"`{limit[0]}` is how a target is written, and this is a condition"
        yield known(where, "SLA012", limit, message, f"write `{_SIGNS[limit[0]]}`")
    unequal = re.match(r">", where.ahead)
    if unequal and where.line and str(where.line[-1]) == "<":
        yield known(where, "SLA022", unequal, "`<>` is not a sign of the language", "write `is not`")


_SIGNS = {"at least": ">=", "at most": "<=", "above": ">", "over": ">", "below": "<", "under": "<"}


def _equals(where: Where) -> Iterator[Known]:
    found = re.match(r"=|:(?!=)", where.ahead)
    is_label = bool(where.line) and all(token.type not in {"NAME", "QUOTED"} for token in where.line)
    if found and is_label and not {"_IS", "_COLON"} & set(where.offered) and where.kind != "field":
        label = " ".join(str(token) for token in where.line)
        yield known(where, "SLA014", found, f"no `{found[0]}` stands after `{label}`", "take it out")


def _type(where: Where) -> Iterator[Known]:
    if where.kind != "field":
        return
    optional = re.match(r"(?:optional|nullable)\s+(\w+)", where.ahead)
    if optional and where.last == "_COLON":
        write = f"write `{optional[1]}?`"
        yield known(where, "SLA011", optional, f"`{optional[0]}` is not how a type is written", write)
    kinds = [token.type for token in where.line]
    if kinds[-2:] == ["ONE", "_OF"]:
        found = re.match(r"\S+", where.ahead)
        assert found is not None
        message = "the values of `one of` stand in braces"
        yield known(where, "SLA011", found, message, "write it as in `one of { approval, query }`")
    quoted = re.match(r'"([^"]*)"', where.ahead)
    if quoted and "ONE" in kinds and where.last in {"_LBRACE", "_COMMA"}:
        name = re.sub(r"\W+", "_", quoted[1]).strip("_")
        message = "the values of `one of` are names, without quotation marks"
        yield known(where, "SLA011", quoted, message, f"write `{name}`")


def _settled(where: Where) -> Iterator[Known]:
    found = re.match(r"([0-9]+)\s+(?:working|work|office)\s+days?", where.ahead)
    if found and where.line and where.line[0].type == "_SETTLEMENT":
        write = f"write `{found[1]} business days of` and the name of a calendar"
        yield known(where, "SLA024", found, f"`{found[0]}` does not say whose days are meant", write)


def _budget(where: Where) -> Iterator[Known]:
    bare = re.match(r"as (uptime|good|absent)(?!\w)", where.ahead)
    if bare and where.line and where.line[0].type == "_EXCLUDE" and where.line[-1].type != "_COMMA":
        message = f"a comma stands before `{bare[0]}`"
        yield known(where, "SLA010", bare, message, f"write `, {bare[0]}` at the end of the line")
    found = re.match(r",?\s*up to\s[^#,]*", where.ahead)
    if found and where.line and where.line[0].type == "_EXCLUDE" and where.last in _COUNTS_AS:
        limit, counts = found[0].lstrip(", ").rstrip(), f", as {where.line[-1]}"
        message = f"the limit of an exclusion stands before `{counts}`"
        yield known(where, "SLA011", found, message, f"write `{limit}{counts}`")


_COUNTS_AS = {"UPTIME", "_GOOD", "ABSENT"}


def _goal(where: Where) -> Iterator[Known]:
    found = re.match(r"(?:target|goal|objective|threshold)(?=\s)", where.ahead)
    if found and where.kind == "line" and not where.line:
        write = (
            "write `minimum at least 98%` for what is owed, or `expected at least 99%` for what costs nothing"
        )
        yield known(where, "SLA015", found, f"`{found[0]}` does not say what becomes of a miss", write)


def _no_date(where: Where) -> Iterator[Known]:
    """A date in a line, or at a place of a line, of which nothing changes on a date."""
    found = re.match(r",\s*from\s+[0-9]{4}-[0-9]{2}-[0-9]{2}(?=\s)", where.ahead)
    if found is None or not where.line or "_COMMA_FROM" in where.offered:
        return
    first = where.line[0].type
    if first == "_DOUBLE":
        write = "write `multiply credits of … by 2` and the date behind it"
    elif first in _DATED_AT_END:
        write = "write the date at the end of the line, and behind it the value alone"
    else:
        write = (
            "replace the item as it is from then on by an amendment: "
            "`amendment First of AGREEMENT effective DATE { replace … }`"
        )
    yield known(where, "SLA602", found, "nothing changes on a date here", write)


_DATED_AT_END = {"_LIMIT", "_RISK", "_FREE_POINTS", "_CARRY_OVER", "_EARN_BACK", "_MULTIPLY", "_CLAIM"}


def _more_than_value(where: Where) -> Iterator[Known]:
    """What goes with a value, said again behind a date, or a limit said there alone."""
    if not where.line or not any(token.type == "_COMMA_FROM" for token in where.line):
        return
    found = re.match(r"per\s+(?:calendar|contract)\s+\w+|over\s+the\s+term", where.ahead)
    if found and where.line[0].type in _DATED_AT_END:
        message = f"`{found[0]}` goes for every value of the line, and is said before the dates"
        yield known(where, "SLA602", found, message, "leave it out here")
    limit = re.match(r"up\s+to\b", where.ahead)
    if limit and where.last == "CALENDAR_DATE" and where.line[0].type == "_CREDIT":
        write = (
            "write the whole credit behind the date, and its limit last: `from DATE 5% of CHARGE, up to …`"
        )
        message = "what follows a date says all that is credited, and this is its limit alone"
        yield known(where, "SLA602", limit, message, write)


def _whole(where: Where) -> Iterator[Known]:
    """Downtime in whole hours, which a credit can count."""
    begun = "in whole " if where.last == "NAME" and str(where.line[-1]) == "whole" else ""
    found = re.match(rf"{'' if begun else 'in +whole +'}(?:[a-z]+)\b", where.ahead)
    measures = {"AVAILABILITY", "DOWNTIME", "_OUTAGE"}
    if found and measures & {token.type for token in where.line}:
        yield known(
            where,
            "SLA011",
            found,
            f"outages are counted exactly, or `in whole minutes`, and not `{begun}{found[0]}`",
            "write `in whole minutes`, or leave it out; a credit counts whole hours itself: `per full 1 h of downtime`",
        )


OUT_OF_PLACE: tuple[Callable[[Where], Iterator[Known]], ...] = (
    _whole,
    _comment,
    _no_date,
    _more_than_value,
)
"""What stands where it has no place, which is looked for before the literals in it."""


LINES: tuple[Callable[[Where], Iterator[Known]], ...] = (
    _list,
    _level,
    _hyphen,
    _statistic,
    _window,
    _each,
    _comparison,
    _equals,
    _type,
    _settled,
    _budget,
    _goal,
)
