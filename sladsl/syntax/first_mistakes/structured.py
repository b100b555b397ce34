"""Structure as data files have it: lists of properties, values in braces, blocks by their indentation."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping

from sladsl.syntax.first_mistakes.blocks import closing, less_indented, name_of
from sladsl.syntax.first_mistakes.where import Known, Where

_PROPERTY = re.compile(
    r"[^\S\n]*(?:-\s*)?([A-Za-z]\w*)\s*:\s*[\"']?([^\"'\n{}]*?)[\"']?,?[^\S\n]*(?:#[^\n]*)?(?=\n)"
)


def _properties(where: Where) -> Iterator[Known]:
    """A field as a list of its properties: `- name: id`, `type: string`."""
    if where.kind != "field" or where.line or not re.match(r"-\s*(?:name|field|column)\s*:", where.ahead):
        return
    said: dict[str, str] = {}
    at = where.start
    while found := _PROPERTY.match(where.text, at):
        if said and where.text[at : found.end()].lstrip().startswith("-"):
            break
        said[found[1].lower()] = found[2].strip()
        at = found.end() + 1
    name = next((said[key] for key in ("name", "field", "column") if key in said), "")
    meant = _field_of(name, said)
    if meant is not None:
        first = where.start + len(where.ahead.rstrip())
        message = "a field is a line of its own, and this is a list of its properties"
        yield Known(
            "SLA011", message, f"write `{meant}`", where.start, first, meant, at - 1, habit="properties"
        )


def _field_of(name: str, said: Mapping[str, str]) -> str | None:
    """The line of a field by its properties; None where it has no name that can be one."""
    if not name.isidentifier():
        return None
    is_missing = (
        said.get("optional") == "true" or said.get("nullable") == "true" or said.get("required") == "false"
    )
    is_key = any(said.get(each) == "true" for each in ("key", "primary", "primary_key", "unique"))
    of = _type_of(said.get("type", ""))
    return f"{name} : {of}{'?' if is_missing else ''}{' key' if is_key else ''}"


def _type_of(written: str) -> str:
    return TYPES_ELSEWHERE.get(written.lower(), written if written in _TYPES else "text")


_TYPES = frozenset({"text", "flag", "number", "percent", "money", "duration", "days", "date", "time"})


_IN_WORDS = {
    r"date ?& ?time|date/time|date-time": "time",
    r"[A-Z]{3}(?!\w)|[£€$]": "money",
    r"(?:positive )?(?:whole number|amount of money)": "number",
    r"free text|description": "text",
}


def _type_in_words(where: Where) -> Iterator[Known]:
    """A type in words, or by a unit: `date and time`, `GBP`."""
    if where.kind != "field" or where.last not in {"_COLON", "DATE"}:
        return
    start = where.start if where.last == "_COLON" else where.line[-1].start_pos or 0
    said = where.text[start : start + 60].partition("\n")[0]
    for form, meant in _IN_WORDS.items():
        found = re.match(rf"(?:{form})", said)
        if found and start + found.end() > where.start:
            message = f"`{found[0]}` is not a type of the language"
            yield Known(
                "SLA011", message, f"write `{meant}`", start, start + found.end(), meant, habit="types"
            )


def _type(where: Where) -> Iterator[Known]:
    """A type of databases and programs."""
    found = re.match(
        r"([A-Za-z][\w-]*)(?:\(\d[\d, ]*\))?(?![\w\[({])"
        r"(?!\s*[\[({|/:]|\s*,(?!\s*(?:primary|key|unique|optional|nullable|not)))",
        where.ahead,
    )
    meant = None if found is None else TYPES_ELSEWHERE.get(found[1].lower())
    if found and meant and where.kind == "field" and where.last == "_COLON" and "{" not in meant:
        message = f"`{found[0]}` is not a type of the language"
        yield Known(
            "SLA011",
            message,
            f"write `{meant}`",
            where.start,
            where.start + found.end(),
            meant,
            habit="types",
        )


TYPES_ELSEWHERE = {
    **dict.fromkeys(("string", "str", "char", "varchar", "uuid"), "text"),
    **dict.fromkeys(("integer", "int", "bigint", "float", "double", "decimal", "numeric"), "number"),
    **dict.fromkeys(("boolean", "bool"), "flag"),
    **dict.fromkeys(("datetime", "timestamp", "instant", "date-time"), "time"),
    **dict.fromkeys(("currency", "amount"), "money"),
    **dict.fromkeys(("percentage",), "percent"),
    **dict.fromkeys(("enum", "choice"), "one of { a, b }"),
}


def _sign(where: Where) -> Iterator[Known]:
    """A field whose type stands behind `=`."""
    found = re.match("=(?!=)", where.ahead)
    if found and where.kind == "field" and where.kinds[-1:] == ["NAME"]:
        place = where.start, where.start + 1
        yield Known(
            "SLA011",
            "no `=` stands between a field and its type",
            "write `:`",
            *place,
            ":",
            habit="= in fields",
        )


def _scheme(where: Where) -> Iterator[Known]:
    """The name of a severity scheme, or `of` behind a time, where the type of a field stands."""
    found = re.match(r"[A-Za-z]\w*", where.ahead)
    schemes = re.findall(r"^[^\S\n]*severity[^\S\n]+(\w+)", where.text, re.MULTILINE)
    if found and where.kind == "field" and where.last == "_COLON" and found[0] in schemes:
        message = f"`{found[0]}` is the name of the severities, and no type"
        yield Known("SLA011", message, "write `severity`", where.start, where.start + found.end(), "severity")
    if where.ahead.startswith(":") and where.kind == "field" and where.kinds[-2:] == ["TIME", "_OF"]:
        of = where.line[-1]
        place = of.start_pos or 0, of.end_pos or 0
        yield Known(
            "SLA013",
            "`of` is a word of the language and cannot be a name",
            "choose another name",
            *place,
            "of_it",
        )


def _steps(where: Where) -> Iterator[Known]:
    """The steps of a credit as a list."""
    found = re.match(
        r"[^\S\n]*:?[^\S\n]*\n[^\S\n]*-[^\S\n]+\w+\s*:",
        where.text[where.line[-1].end_pos :] if where.line else "",
    )
    if found and where.kinds in (["_CREDIT"], ["_CREDIT", "_OF", "NAME"]):
        credit = where.line[0]
        end = less_indented(where.text, credit.end_pos or 0, credit.start_pos or 0)
        message = "the steps of a credit are a table, and no list"
        write = (
            "write `credit of CHARGE`, and below it the rows `| when below | credit |` and `| 99.5% | 10% |`"
        )
        code = re.search(r"^[^\S\n]*currency:?\s+\"?([A-Z]{3})", where.text, re.MULTILINE)
        meant = f"credit {code[1] if code else 'GBP'} 1"
        yield Known("SLA011", message, write, credit.start_pos or 0, credit.end_pos or 0, meant, end)


def _party(where: Where) -> Iterator[Known]:
    """A party as an object with a name and a title."""
    found = re.match(r":?\s*\{(.*)\}", where.ahead)
    if found is None or where.kinds not in (["PROVIDER"], ["CUSTOMER"]):
        return
    values = re.findall(r"[:=]\s*(?:\"([^\"]+)\"|([\w.&-]+(?: [\w.&-]+)*))", found[1])
    texts = [quoted or bare for quoted, bare in values]
    if texts:
        title = max(texts, key=len)
        name = next((text for text in texts if text.isidentifier()), name_of(title))
        meant = f'{name} "{title}"'
        message = "a party is a name and a title, and stands without braces"
        yield Known("SLA011", message, f"write `{meant}`", where.start, where.start + found.end(), meant)


def _charge(where: Where) -> Iterator[Known]:
    """A charge as a block."""
    read = " ".join(where.kinds)
    if not where.ahead.startswith("{") or not re.fullmatch("_CHARGE NAME( QUOTED)?", read):
        return
    end = closing(where.text, where.start)
    inside = where.text[where.start : end]
    amount, unit = re.search(r"\d[\d,]{0,20}(?:\.\d+)?", inside), re.search("month|quarter|year", inside)
    code = re.search(r"^[^\S\n]*currency:?\s+\"?([A-Z]{3})", where.text, re.MULTILINE)
    number = f"{int(amount[0].replace(',', '')):,}" if amount and "." not in amount[0] else "500"
    meant = f"{code[1] if code else 'GBP'} {number} per {unit[0] if unit else 'month'}"
    message = "a charge is said in one line, without braces"
    yield Known("SLA011", message, f"write `{meant}`", where.start, where.start + 1, meant, end)


def _settlement(where: Where) -> Iterator[Known]:
    """A settlement whose heading is in its block."""
    found = re.match(
        r"\{\s*per\s*:?\s*(?:calendar\s+)?(month|quarter|year)(?:\s*[,;]?\s*after\s*:?\s*(\d+) days?)?\s*(\}?)",
        where.text[where.start :],
    )
    if found and where.kinds == ["_SETTLEMENT"]:
        after = f", {found[2]} days after its end" if found[2] else ""
        meant = f"per calendar {found[1]}{after} {{"
        message = "when a settlement is made stands in its heading, before the brace"
        write = f"write `settlement {meant}`, and the steps in the braces"
        end = where.start + found.end()
        yield Known(
            "SLA010", message, write, where.start, where.start + 1, f"{meant}{' }' if found[3] else ''}", end
        )


_NESTED = {
    "line": (
        r"indicator|indicators|sli|objectives?|slo|ratio|ratioMetric|thresholdMetric|spec|metadata|timeWindow"
        r"|budgetingMethod|total|alertPolicies|source|metricSource|query|thresholds?|target|labels|annotations"
    ),
    "item": r"apiVersion|kind|metadata|spec|services|slos|objectives|parties|datasources?|definitions|info|plans|terms",
}


def _nested(where: Where) -> Iterator[Known]:
    """A block by its indentation, behind a word and a colon."""
    found = re.match(rf"(?:-\s*)?({_NESTED.get(where.kind, '(?!)')})\s*:[^\S\n]*(.*)", where.ahead)
    if found is None or where.line or not re.fullmatch(r"[\[{|>]?.?", found[2].strip()):
        return
    end = less_indented(where.text, where.start, where.start)
    of, example = _OF[where.kind]
    message = f"`{found[1]}` does not begin a line of {of}, which has no lists and no levels of indentation"
    yield Known("SLA015", message, example, where.start, where.start + len(found[1]), "", end, habit="nested")


_PLAIN_LEVEL = (
    "write `for each probe`, then what is good, as in `good when status < 500`, and below it `measure percent good`,"
    " `window rolling 30 days` and `minimum at least 99.9%`"
)
_OF = {
    "line": (
        "a service level",
        _PLAIN_LEVEL,
    ),
    "item": (
        "an agreement",
        "write each item by its own word: `provider`, `customer`, `term`, `records`, `service level`, `settlement`",
    ),
}


def _enum(where: Where) -> Iterator[Known]:
    """Values of a choice, in the brackets of other notations."""
    found = re.match(
        r"(?:enum|choice|oneof|one_of|values)\s*(?:of|:)?\s*[\[({]?\s*([\w\"']+(?:\s*[,|/]\s*[\w\"']+)+)\s*[\])}]?",
        where.ahead,
    )
    if found and where.kind == "field" and where.last == "_COLON":
        values = ", ".join(re.findall(r"\w+", found[1]))
        meant = f"one of {{ {values} }}"
        message = f"`{found[0].strip()}` is not how a choice is written"
        yield Known(
            "SLA011", message, f"write `{meant}`", where.start, where.start + len(found[0].rstrip()), meant
        )


def _behind_type(where: Where) -> Iterator[Known]:
    """What is said of a type behind a comma or in brackets."""
    found = re.match(
        r"\(\s*(?:optional|nullable|or blank|may be (?:blank|missing))\s*\)|,\s*(?:optional|nullable)(?!\w)"
        r"|,\s*(?:primary\s+)?(key|unique)(?!\w|\s*:)",
        where.ahead,
    )
    if found and where.kind == "field" and len(where.line) > 2 and where.line[1].type == "_COLON":
        meant = "key" if found[1] else "?"
        message = f"`{found[0]}` is not how {'a key is said' if found[1] else 'it is said that a value may be missing'}"
        start = where.line[-1].end_pos or 0
        yield Known(
            "SLA011",
            message,
            f"write `{meant}`",
            where.start if found[1] else start,
            where.start + found.end(),
            meant,
        )


def _may_be_missing(where: Where) -> Iterator[Known]:
    """A word behind a type, which is read as a field of its own: that values may be missing, or have a time too."""
    if where.kind != "field" or where.kinds != ["NAME"]:
        return
    word = where.line[0]
    if str(word) in {"optional", "nullable", "null"} and not where.ahead.startswith(":"):
        message = f"a value that may be missing is not said by `{word}`"
        write = "write `?` after the type, as in `closed_at : time?`"
        place = word.start_pos or 0, word.end_pos or 0
        yield Known("SLA011", message, write, *place, habit="values that may be missing")
    time = re.match(r"time(?!\w)", where.ahead)
    date = re.search(r"date\s+$", where.text[: word.start_pos][-20:])
    if time and date and str(word) == "and":
        start = (word.start_pos or 0) - len(date[0])
        message = "`date and time` is not a type of the language"
        yield Known("SLA011", message, "write `time`", start, where.start + time.end(), habit="types")


STRUCTURED: tuple[Callable[[Where], Iterator[Known]], ...] = (
    _properties,
    _type_in_words,
    _type,
    _sign,
    _scheme,
    _steps,
    _party,
    _charge,
    _settlement,
    _nested,
    _enum,
    _behind_type,
    _may_be_missing,
)
