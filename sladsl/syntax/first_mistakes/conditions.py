"""Conditions, fields and deadlines as sentences, databases and spreadsheets write them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sladsl.syntax.first_mistakes.clocks import time_meant
from sladsl.syntax.first_mistakes.where import Known, Rule, Where, known, place_of
from sladsl.syntax.phrases import word_of

_CONDITIONS = frozenset({"_GOOD", "_FOR_EACH", "_EXCLUDE", "DOWN", "_CLOCK"})


def _formula(where: Where) -> Iterator[Known]:
    """The formula of a spreadsheet."""
    ahead = re.match(r"=?\s*((?i:countifs?|sumifs?|averageifs?)|IF|AND|OR|NOT)\s*\(.*", where.ahead)
    called = where.ahead.startswith("(") and where.last == "NAME"
    name = ahead[1] if ahead else str(where.line[-1]) if called else ""
    if not re.fullmatch(r"IF|AND|OR|NOT|(?i:countifs?|sumifs?|averageifs?)", name) or not where.line:
        return
    message = f"`{name}( … )` is a formula of a spreadsheet"
    if where.line[0].type == "_MEASURE":
        write = "write what is measured, as in `measure percent good`, and above it what is good"
    else:
        write = "write the condition alone, as in `posted_at exists and not error`"
    start = where.start if ahead else where.line[-1].start_pos or 0
    yield Known("SLA014", message, write, start, where.start + len(where.ahead.rstrip()))


def _one_of(where: Where) -> Iterator[Known]:
    """A value that is one of several."""
    found = re.match(r"(not\s+)?in\s*[(\[{]([^)\]}]*)[)\]}]", where.ahead)
    if found is None or where.last != "NAME" or "_IS" not in where.offered:
        return
    field = str(where.line[-1])
    values = [value.strip("\"' ") for value in found[2].split(",")]
    link, is_ = (" and ", "is not") if found[1] else (" or ", "is")
    written = link.join(f"{field} {is_} {value}" for value in values)
    message = f"`{found[0]}` is not how a value is held against several"
    # Within a longer condition, `or` needs brackets to be read as it is meant.
    write = written if found[1] or len(values) == 1 else f"({written})"
    place = where.since(where.line[-1], found.end())
    yield Known("SLA011", message, f"write `{write}`", *place, write if all(values) else None)


_COMPARED = r"more|greater|higher|larger|longer|less|fewer|lower|smaller|shorter"


def _is_more(where: Where) -> Iterator[Known]:
    """`is more than`, `is at least`: a comparison in words behind `is`."""
    words = re.match(r"(at least|at most|above|below|over|under|up to)(?!\w)", where.ahead)
    than = re.match(r"than(?:\s+or\s+equal(?:s)?(?:\s+to)?)?(?!\w)", where.ahead)
    order = re.match(r"(before|after|earlier than|later than)(?=\s+\w)", where.ahead)
    said_so = re.search(
        r"(?:is\s+)?(on or (?:before|after)|(?:not|no) later than|before|after)\s*$",
        where.text[: where.start][-40:],
    )
    if said_so and where.kind == "line" and "COMPARISON" in where.offered and where.last == "NAME":
        sign = _ORDER[" ".join(said_so[1].split())]
        start = where.start - len(said_so[0])
        message = f"`{' '.join(said_so[0].split())}` is not how two values are compared"
        yield Known("SLA012", message, f"write `{sign}`", start, where.start - 1, f"{sign}")
    if order and where.last == "_IS":
        sign = "<" if order[1] in {"before", "earlier than"} else ">"
        message = f"`is {order[0]}` is not how two values are compared"
        yield Known("SLA012", message, f"write `{sign}`", *where.since(where.line[-1], order.end()), sign)
    if words and where.last == "_IS":
        is_, said, found = where.line[-1], words[0], words
    elif than and where.kinds[-2:] == ["_IS", "NAME"] and re.fullmatch(_COMPARED, where.line[-1]):
        is_, said, found = where.line[-2], f"{where.line[-1]} {than[0]}", than
    else:
        return
    if said in _SIGNS:
        sign = _SIGNS[said]
    else:
        sign = f"{'>' if re.match('more|greater|higher|larger|longer', said) else '<'}{'=' if 'equal' in said else ''}"
    message = f"`is {said}` is not how two values are compared"
    yield Known("SLA012", message, f"write `{sign}`", *where.since(is_, found.end()), sign)


_SIGNS = {
    "at least": ">=",
    "at most": "<=",
    "up to": "<=",
    "above": ">",
    "over": ">",
    "below": "<",
    "under": "<",
}


_ORDER = {
    "on or before": "<=",
    "no later than": "<=",
    "not later than": "<=",
    "before": "<",
    "on or after": ">=",
    "after": ">",
}


def _within_two(where: Where) -> Iterator[Known]:
    """A value between two others."""
    found = re.match(r"(?:is\s+)?between\s+(\S+)\s+and\s+(\S+)", where.ahead)
    if found and where.last == "NAME" and "COMPARISON" in where.offered:
        field = where.line[-1]
        meant = f"{field} >= {found[1]} and {field} <= {found[2]}"
        message = f"`{found[0]}` is not how a value is held against two"
        yield Known("SLA011", message, f"write `{meant}`", *where.since(field, found.end()), meant)


def _with(where: Where) -> Iterator[Known]:
    """Which records are counted, in other words than `where`."""
    if not where.line or where.line[0].type not in {"_FOR_EACH", "_EXCLUDE"} or "_WHERE" not in where.offered:
        return
    found = re.match(
        r"(with|having|whose|of|that|which)\s+(?:(?:is|are|has|have)\s+)?(?:a\s+|an\s+|the\s+)?(\w+)",
        where.ahead,
    )
    if found is None:
        return
    pair = re.match(r"\s+(?:(?:is|=|==|of)\s+)?([A-Za-z]\w*)[^\S\n]*(?:#.*)?$", where.ahead[found.end() :])
    meant = f"where {found[2]} is {pair[1]}" if pair else None
    message = f"`{found[1]}` does not say which records are meant"
    write = f"write `{meant}`" if meant else f"write `where {found[2]} …`, a condition on a field"
    end = found.end() + len(pair[0].partition("#")[0].rstrip()) if pair else len(found[1])
    yield Known("SLA011", message, write, where.start, where.start + end, meant)


def _not_in(where: Where) -> Iterator[Known]:
    """Records that are not so, without `where`: `for each invoice not in dispute`."""
    found = re.match(
        r"(?:not|without|excluding|except)\s+(?:(?:in|on|a|an|the|any)\s+)?(\w+)(?=\s*(?:#|$))", where.ahead
    )
    if found and where.kinds in (["_FOR_EACH", "NAME"], ["_EXCLUDE", "NAME"]):
        meant = f"where not {found[1]}"
        message = f"`{found[0]}` does not say which records are meant"
        yield known(where, "SLA011", found, message, f"write `{meant}`", meant)


def _joined(where: Where) -> Iterator[Known]:
    """Two conditions joined by a comma."""
    found = re.match(r",\s*(?:and\s+)?(?=\w+\s*(?:<|>|=|!|is\b|exists\b|not\b)|not\s)", where.ahead)
    if found and where.line and where.line[0].type in _CONDITIONS and "_AND" in where.offered:
        message = "conditions are not joined by a comma"
        yield known(
            where, "SLA011", found, message, "write `and` if both must hold, `or` if one is enough", "and"
        )


def _remedy(where: Where) -> Iterator[Known]:
    """What a remedy follows, in a sentence."""
    if not where.line or where.line[0].type != "_WHEN" or where.kind != "remedy":
        return
    fails = re.match(r"(?:is|was|are|has been|have been|gets)\s+(?=missed|below)", where.ahead)
    if fails:
        message = f"`{fails[0].strip()}` does not stand before `missed` or `below`"
        yield known(where, "SLA014", fails, message, "take it out", "")
    other = re.match(
        r"(?:(?:is|was|are|has been)\s+)?(?:not (?:met|achieved|reached)|failed|breached|fails|breaches)(?!\w)",
        where.ahead,
    )
    if other and "MISSED" in where.offered:
        message = f"`{other[0]}` is not how a miss is named"
        yield known(where, "SLA012", other, message, "write `missed`", "missed")


def _windows(where: Where) -> Iterator[Known]:
    """Windows by how long they are, where misses are counted, or `in a row`: `in 3 consecutive months`."""
    row = re.match(r"row(?!\w)", where.ahead)
    if row and where.kinds[-4:] == ["NUMERAL", "_TIMES", "_IN", "_A"]:
        number = where.line[-4]
        meant = f"in {number} consecutive windows"
        message = f"`{number} times in a row` is not how windows in a row are said"
        yield Known("SLA011", message, f"write `{meant}`", *where.since(number, row.end()), meant)
    found = re.match(r"(months?|quarters?|periods?|weeks?|times)(?!\w)", where.ahead)
    if found and where.last in {"_CONSECUTIVE", "NUMERAL"} and "_WINDOWS" in where.offered:
        message = f"`{found[0]}` are not what a level is measured in"
        write = "write `windows`: the `window` of the level says how long each is"
        yield known(where, "SLA011", found, message, write, "windows")


def _deadline(where: Where) -> Iterator[Known]:
    """A deadline on a business day, in words."""
    close = re.match(r"(?:the\s+)?(?:end|close|cob|eob|eod)(?!\w).*", where.ahead)
    example = (
        "write the time and the day, as in `posted_at by 17:00 on business day 1 after received_at in Office`"
    )
    if close and where.last == "_BY":
        written = close[0].partition("#")[0].rstrip()
        message = f"`{written}` is not how a deadline is written"
        yield Known("SLA011", message, example, where.start, where.start + len(written))
    yield from _next_day(where)
    day = re.match(
        r"(?:the\s+)?(next|following|first|second|third|\d+(?:st|nd|rd|th))\s+(business|working)\s+day",
        where.ahead,
    )
    if day and where.last == "_ON":
        number = {"second": "2", "third": "3"}.get(day[1], re.sub(r"\D", "", day[1]) or "1")
        message = f"`{day[0]}` is not how a deadline is written"
        meant = f"business day {number}"
        yield known(where, "SLA011", day, message, f"write `on {meant}`", meant)


def _next_day(where: Where) -> Iterator[Known]:
    """A condition on the next business day, which a clock keeps; `on time`, which says no time at all."""
    begun = where.kinds[:3] == ["_GOOD", "_WHEN", "NAME"] and where.kinds[3:] in (["_ON"], ["_ON", "_THE"])
    found = re.match(r"(?:the\s+)?(next|following)\s+(?:business|working)\s+day", where.ahead)
    field = where.line[2] if begun else None
    if found and field is not None:
        place = where.since(field, found.end())
        written = " ".join(where.text[place[0] : place[1]].split())
        line = f"clock from received_at to {field} in Office"
        write = f"write `clock within 1 business day`, and above it a line such as `{line}`"
        yield Known(
            "SLA011",
            f"`{written}` is not how a deadline is written",
            write,
            *place,
            "clock within 1 business day",
        )
    time = re.match(r"(?:time|schedule|target)(?!\w)", where.ahead)
    if time and field is not None and where.last == "_ON":
        place = where.since(field, time.end())
        written = where.text[place[0] : place[1]]
        write = "write the time that it may take, as in `clock within 8 h`, and above it a line such as"
        line = "clock from received_at to posted_at in Office"
        yield Known("SLA011", f"`{written}` does not say by when", f"{write} `{line}`", *place)


def _as_sentence(where: Where) -> Iterator[Known]:
    """What is good, as a sentence about the records."""
    found = re.match(r"(?:the|a|an|all|every|each|it|they)\s+(\w+\s+.*)", where.ahead)
    if found is None or where.kinds != ["_GOOD", "_WHEN"]:
        return
    said = found[0].partition("#")[0].rstrip()
    within = re.search(
        r"within\s+((?:\d[\d.]*|one|two|three|four|five)\s*(?:\w+\s+(?:days?|hours?)|\w+))", said
    )
    example = time_meant(within[1]) if within else None
    condition = f"clock within {example or '8 h'}"
    write = f"write what must hold of the clock or of a field, as in `{condition}` or `posted_at exists and not error`"
    message = f"`{said}` is a sentence, and no condition"
    yield Known("SLA011", message, write, where.start, where.start + len(said))


def _between(where: Where) -> Iterator[Known]:
    """Business days held against the difference of two instants."""
    found = re.match(r"(business|working)\s+(day|hour)s?(?!\w)", where.ahead)
    if found and where.kinds[-5:] == ["NAME", "COMPARISON", "NAME", "PLUS", "NUMERAL"]:
        end, _, begin, _, number = where.line[-5:]
        limit = f"{number} business {found[2]}{'' if str(number) == '1' else 's'}"
        message = f"business {found[2]}s are counted by a clock, and not added to an instant"
        write = f"write `clock within {limit}`, and above it a line such as `clock from {begin} to {end} in Office`"
        yield Known("SLA011", message, write, *where.since(end, found.end()), f"clock within {limit}")
    if found and where.kinds[-2:] == ["COMPARISON", "NUMERAL"] and "DASH" in where.kinds:
        count, names = where.line[-1], [token for token in where.line if token.type == "NAME"]
        limit = f"{count} business {found[2]}{'' if str(count) == '1' else 's'}"
        message = f"business {found[2]}s are counted by a clock, and not by taking one instant from another"
        line = f"clock from {names[-1]} to {names[0]} in Office"
        write = f"write `clock within {limit}`, and above it a line such as `{line}`"
        yield Known("SLA011", message, write, *where.since(names[0], found.end()), f"clock within {limit}")


_OF_TYPES = ("string", "str", "int", "integer", "float", "bool", "boolean", "datetime", "timestamp", "uuid")


def _field(where: Where) -> Iterator[Known]:
    """Types of fields as databases and schemas write them."""
    if where.kind != "field":
        return
    listed = re.match(
        rf"(?!(?:{'|'.join(_OF_TYPES)})\s*,)([A-Za-z]\w*(?:\s*[,/|]\s*[A-Za-z]\w*)+)", where.ahead
    )
    if listed and where.last == "_COLON":
        values = ", ".join(re.split(r"\s*[,/|]\s*", listed[1]))
        message = f"`{listed[0]}` lists values, and is no type"
        yield known(
            where, "SLA011", listed, message, f"write `one of {{ {values} }}`", f"one of {{ {values} }}"
        )
    quoted = re.match(r'"([a-z]+)"', where.ahead)
    if quoted and where.last == "_COLON" and any(word_of(each) == quoted[1] for each in where.offered):
        message = "a type stands without quotation marks"
        yield known(where, "SLA011", quoted, message, f"write `{quoted[1]}`", quoted[1])
    before = re.match(r"(?=key(?!\w))|(?=\w)|(?=})", where.ahead)
    if (
        before
        and where.kinds == ["NAME"]
        and re.fullmatch("primary|unique|mandatory|required", where.line[0])
    ):
        word = where.line[0]
        message = f"`{word}` has no place behind a type"
        write = "take it out: `key` says what names a record, and a value that may be missing has a `?`"
        yield Known("SLA014", message, write, *place_of(word), "")
    key = re.match(r"key\s+(\w+)\s*:\s*(\w+)", where.ahead)
    if key and not where.line:
        message = "`key` stands behind the type of a field"
        yield known(
            where, "SLA015", key, message, f"write `{key[1]} : {key[2]} key`", f"{key[1]} : {key[2]} key"
        )


def _expected(where: Where) -> Iterator[Known]:
    """What an example expects, as a sentence."""
    found = re.match(r"(\w+)\s+(?:should|must|is|will|=).*", where.ahead)
    if found and where.kind == "fact" and not where.line:
        message = f"`{found[1]}` does not begin a line of an example"
        value = re.search(r"\d[\d.,]*\s*%|[A-Z]{3} [\d.,]+", found[0])
        period = re.search(r"\d{4}-\w+", found[0])
        write = f"expect {found[1]} in {period[0] if period else '2026-03'} is {value[0] if value else '50%'}"
        yield Known("SLA015", message, f"write it as in `{write}`", where.start, where.start + len(found[1]))


CONDITIONS: tuple[Rule, ...] = (
    _formula,
    _one_of,
    _is_more,
    _within_two,
    _with,
    _not_in,
    _joined,
    _remedy,
    _windows,
    _deadline,
    _as_sentence,
    _between,
    _field,
    _expected,
)
