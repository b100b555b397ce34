"""What stands where it has no place: dates, comments, rows of tables, and lines of other documents."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sladsl.syntax.first_mistakes.where import Known, Rule, Where, known


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


def _comment(where: Where) -> Iterator[Known]:
    write = "write `#` before a comment, on each of its lines"
    found = re.match(r"/\*|//|--(?=\s)|<!--", where.ahead)
    if found:
        yield known(where, "SLA022", found, f"`{found[0]}` does not begin a comment", write)
    slash = where.line[-1] if where.line and where.line[-1] == "/" else None
    if slash is not None and where.ahead.startswith("*") and slash.end_pos == where.start:
        yield Known("SLA022", "`/*` does not begin a comment", write, *where.since(slash, 1))


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


_OF_AMENDMENTS = (
    r"(replace|add|remove)\s+(?:service|kpi|obligation|charge|calendar|records|severity|settlement|remedy|clause|example"
    r"|version|provider|customer|term|law)(?!\w)"
)


_OF_HEADERS = r"(version|provider|customer|term|timezone|currency|law)\s"


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


OUT_OF_PLACE: tuple[Rule, ...] = (
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
