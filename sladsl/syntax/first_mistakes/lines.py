"""Lines and phrases as they are written elsewhere, or by what they seem to say."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import get_close_matches

from sladsl.syntax.first_mistakes.declared import counted_above
from sladsl.syntax.first_mistakes.where import Known, Rule, Where, known
from sladsl.values import evolve


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
    whole = f"{wanted} {counted_above(where) if wanted == 'number of' else 'clock'}"
    field = "" if wanted == "number of" else ", or of a field"
    return known(where, "SLA011", found, message, f"write `{whole}`{field}", whole)


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


def _samples(where: Where) -> Iterator[Known]:
    """How often samples are taken, without the word before it: `1 min at taken_at`."""
    found = re.match(r"[0-9][0-9.,]*[^\S\n]+\w+(?=[^\S\n]+at[^\S\n]+[^\W\d])", where.ahead)
    if found and where.kind == "line" and not where.line:
        meant = f"every {found[0]}"
        yield known(
            where, "SLA010", found, f"`every` is missing before `{found[0]}`", f"write `{meant}`", meant
        )


def _goal(where: Where) -> Iterator[Known]:
    found = re.match(r"(?i:target|goal|objective|threshold|zielwert|ziel|objectif)(?=[\s:=])", where.ahead)
    if found and where.kind == "line" and not where.line:
        write = (
            "write `minimum at least 98%` for what is owed, or `expected at least 99%` for what costs nothing"
        )
        yield known(where, "SLA015", found, f"`{found[0]}` does not say what becomes of a miss", write)


LINES: tuple[Rule, ...] = (
    _list,
    _level,
    _hyphen,
    _statistic,
    _window,
    _each,
    _comparison,
    _equals,
    _type,
    _budget,
    _within_money,
    _samples,
    _goal,
)
