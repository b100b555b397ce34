"""Lines and phrases as they are written elsewhere, or by what they seem to say."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from difflib import get_close_matches

from sladsl.syntax.first_mistakes.where import Known, Where, known
from sladsl.values import evolve


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
    """What is measured in other words: `average of clock`, `p95`, `count of query`."""
    if where.last != "_MEASURE":
        return
    rank = re.match(
        r"(?:([0-9.]+)(?:st|nd|rd|th)\s+percentile|[pP]([0-9]{1,2}))(?:\s+of)?(?!\w)", where.ahead
    )
    if rank:
        wanted, said = f"percentile {rank[1] or rank[2]} of", rank[0].removesuffix("of").rstrip()
        message = f"`{said}` is not how a percentile is written"
        yield _of_something(where, rank, message, wanted)
    word = re.match(
        r"(average|avg|max(?:imum)?|min(?:imum)?|count|total)(?:\s+(?:of|number\s+of))?(?!\w)", where.ahead
    )
    if word:
        message = f"`{word[1]}` is not a word for what is measured"
        yield _of_something(where, word, message, _STATISTICS[word[1][:3]])


def _of_something(where: Where, found: re.Match[str], message: str, wanted: str) -> Known:
    """A statistic in the language's words, of what is written behind it or, where that is nothing, of the clock."""
    if where.ahead[found.end() :].partition("#")[0].strip():
        return known(where, "SLA011", found, message, f"write `{wanted}`", wanted)
    whole = f"{wanted} {_counted_in(where) if wanted == 'number of' else 'clock'}"
    field = "" if wanted == "number of" else ", or of a field"
    return known(where, "SLA011", found, message, f"write `{whole}`{field}", whole)


def _counted_in(where: Where) -> str:
    """The records that the level counts, by the last `for each` above."""
    found = re.findall(r"^[^\S\n]*for each\s+([\w.]+)", where.text[: where.start], re.MULTILINE)
    return found[-1] if found else "invoice"


_STATISTICS = {
    "ave": "mean of",
    "avg": "mean of",
    "max": "highest of",
    "min": "lowest of",
    "cou": "number of",
    "tot": "sum of",
}


def _window(where: Where) -> Iterator[Known]:
    found = re.match(
        r"(?:(?:per|each|every|one|a|the)\s+)?(day|week|month|quarter|year|dail|annual)(?:s|y|ly)?(?!\w)",
        where.ahead,
    )
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
        yield known(
            where, "SLA012", found, f"`{found[0]}` is not a sign that compares", f"write `{_sign(found[1])}`"
        )
    limit = re.match(r"(at least|at most|above|over|below|under)(?!\w)", where.ahead)
    if limit and "COMPARISON" in where.offered and where.last != "_CLOCK":
        message = f"`{limit[0]}` is how a target is written, and this is a condition"
        yield known(where, "SLA012", limit, message, f"write `{_SIGNS[limit[0]]}`")
    unequal = re.match(r">", where.ahead)
    if unequal and where.line and str(where.line[-1]) == "<":
        yield known(where, "SLA022", unequal, "`<>` is not a sign of the language", "write `is not`")


def _sign(words: str) -> str:
    """The sign for words such as `less than or equal to`."""
    if words.startswith("equal"):
        return "is"
    sign = "<" if words.startswith(("less", "fewer", "lower")) else ">"
    return f"{sign}=" if "or equal" in words else sign


_SIGNS = {"at least": ">=", "at most": "<=", "above": ">", "over": ">", "below": "<", "under": "<"}


def _equals(where: Where) -> Iterator[Known]:
    found = re.match(r"=|:(?!=)", where.ahead)
    is_label = bool(where.line) and all(token.type not in {"NAME", "QUOTED"} for token in where.line)
    is_label = is_label and str(where.line[-1]).replace(" ", "").isalpha()
    if found and "_LBRACE" in where.offered and not where.ahead[1:].partition("#")[0].strip():
        return  # the sign of a block
    if found and is_label and not {"_IS", "_COLON"} & set(where.offered) and where.kind != "field":
        label = " ".join(str(token) for token in where.line)
        message = f"no `{found[0]}` stands after `{label}`"
        yield evolve(
            known(where, "SLA014", found, message, "take it out", ""), habit=f"{found[0]} behind labels"
        )


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
        calendars = re.findall(r"^[^\S\n]*calendar[^\S\n]+(\w+)", where.text, re.MULTILINE)
        message = f"`{found[0]}` does not say whose days are meant"
        if len(calendars) == 1:
            meant = f"{found[1]} business days of {calendars[0]}"
            yield known(where, "SLA024", found, message, f"write `{meant}`", meant)
        write = f"write `{found[1]} business days of` and the name of a calendar"
        yield known(where, "SLA024", found, message, write)


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


def _within_money(where: Where) -> Iterator[Known]:
    """An amount of money where a clock has its time: the currency reads as the name of a field."""
    found = re.match(r"[0-9][0-9.,]*", where.ahead)
    if not found or len(where.line) < 2 or where.line[-2].type != "_WITHIN":
        return
    currency = where.line[-1]
    if currency.type == "NAME" and re.fullmatch("[A-Z]{3}", currency):
        message = f"`{currency} {found[0].rstrip('.,')}` is an amount of money, and a clock has a time to stop within"
        write = "write a time such as `4 h` or `2 business days`"
        yield Known(
            "SLA011", message, write, currency.start_pos or 0, where.start + len(found[0].rstrip(".,"))
        )


def _goal(where: Where) -> Iterator[Known]:
    found = re.match(r"(?i:target|goal|objective|threshold|zielwert|ziel|objectif)(?=[\s:=])", where.ahead)
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


def _comment_before_date(where: Where) -> Iterator[Known]:
    """A comment behind the comma of `, from DATE`, which is one word of the language."""
    found = re.match(r"from\s+[0-9]{4}-[0-9]{2}-[0-9]{2}(?!\w)", where.ahead)
    if found is None or where.last != "_COMMA":
        return
    between = where.text[where.line[-1].end_pos : where.start]
    if "#" in between:
        start = (where.line[-1].end_pos or 0) + between.index("#")
        end = start + len(between[between.index("#") :].partition("\n")[0].rstrip())
        message = f"a comment stands between the comma and `{found[0]}`"
        write = f"write `, {found[0]}` together, and the comment above the line or at its end"
        yield Known("SLA014", message, write, start, end)


def _row_with_commas(where: Where) -> Iterator[Known]:
    """A row below a table, or below the line that a table belongs to, as spreadsheets write it to a file."""
    begin, end = where.text.rfind("\n", 0, where.start) + 1, where.text.find("\n", where.start)
    before = where.text[begin : where.start].strip()
    is_parted = where.ahead[:1] in {",", ";"} or "\t" in where.text[begin : where.start].lstrip()
    if before and not (before.isidentifier() and is_parted):
        return  # a line of another kind, with a mistake further on
    line = where.text[begin : end if end >= 0 else None]
    row = line.partition("#")[0].strip().rstrip(",;")
    cells = [cell.strip() for cell in re.split(_PARTED, row)]
    above = where.text[max(0, begin - 4_000) : begin]
    if len(cells) > 1 and "|" not in row and _is_below_a_table(above):
        start = begin + line.index(row)
        message = "a row of a table stands between bars, and this one has none"
        # As long as what is written, so that cells keep their places.
        meant = f"|{re.sub(_PARTED, '|', row)}|" if start > begin else None
        yield Known("SLA034", message, f"write `| {' | '.join(cells)} |`", start, start + len(row), meant)


_PARTED = r"[;\t]|,(?!\d{3}(?!\d))"


def _is_below_a_table(text: str) -> bool:
    above = [line.partition("#")[0].strip() for line in text.split("\n")]
    for line in reversed([line for line in above if line]):
        if line.startswith("|") or re.fullmatch(
            r"tiers|credit( of [\w.]+)?|given [\w.]+|convert points of \w+", line
        ):
            return True
        if not re.search(r"[,;\t]", line):
            return False
    return False


_OF_AMENDMENTS = (
    r"(replace|add|remove)\s+(?:service|kpi|obligation|charge|calendar|records|severity|settlement|remedy|clause|example"
    r"|version|provider|customer|term|law)(?!\w)"
)
_OF_HEADERS = r"(version|provider|customer|term|timezone|currency|law)\s"


def _other_head(where: Where) -> Iterator[Known]:
    """Lines of an amendment below the head of an agreement, and the other way round."""
    if where.line:
        return
    amending = re.match(_OF_AMENDMENTS, where.ahead)
    if amending and where.kind == "item":
        message = f"`{amending[1]}` begins a line of an amendment, and this is headed as an agreement"
        write = 'write the head as in `amendment First "First amendment" of HarbourAP effective 2026-07-01 {`'
        yield known(where, "SLA605", amending, message, write)
    header = re.match(_OF_HEADERS, where.ahead)
    if header and where.kind == "amending":
        message = f"`{header[1]}` begins a line of an agreement, and this is headed as an amendment"
        write = (
            f'write the head as in `agreement HarbourAP "Accounts Payable Services Agreement" {{`; or, to change it by '
            f"an amendment, `replace {header[1]} …`"
        )
        yield known(where, "SLA605", header, message, write)


def _snapshot(where: Where) -> Iterator[Known]:
    """Open records at the end of a month, which is its last day."""
    if not any(token.type == "OPEN" for token in where.line):
        return
    kinds = [token.type for token in where.line[-2:]]
    each = re.match(r"(?:the|every|each)\s+(?:calendar\s+)?(week|month|quarter|year)(?!\w)", where.ahead)
    ahead = re.match(r"(week|month|quarter|year)(?!\w)", where.ahead)
    if each and "EACH" in where.offered:
        unit, start, end = each[1], where.start, where.start + len(each[0])
    elif kinds == ["EACH", "NAME"] and str(where.line[-1]) in {"week", "month", "quarter", "year"}:
        unit, start, end = str(where.line[-1]), where.line[-2].start_pos or 0, where.line[-1].end_pos or 0
    elif ahead and kinds == ["EACH", "NAME"] and str(where.line[-1]) == "calendar":
        unit, start, end = ahead[1], where.line[-2].start_pos or 0, where.start + ahead.end()
    else:
        return
    message = f"open records are looked at on days, and not on `{where.text[start:end]}`"
    yield Known(
        "SLA011",
        message,
        f"write `the last day of each calendar {unit}`, or `the last Office day` of it in a calendar",
        start,
        end,
    )


OUT_OF_PLACE: tuple[Callable[[Where], Iterator[Known]], ...] = (
    _whole,
    _snapshot,
    _comment,
    _other_head,
    _row_with_commas,
    _comment_before_date,
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
    _within_money,
    _goal,
)
