"""Fields of records by types of databases and programs, lists of properties, and heads of columns."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from sladsl.syntax.first_mistakes.declared import are_records, first_records, severities_of
from sladsl.syntax.first_mistakes.where import Known, Rule, Where, known, place_of
from sladsl.values import evolve

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
    if found and meant and _is_type(where) and "{" not in meant:
        message = f"`{found[0]}` is not a type of the language"
        yield evolve(known(where, "SLA011", found, message, f"write `{meant}`", meant), habit="types")


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
        message = "no `=` stands between a field and its type"
        yield evolve(known(where, "SLA011", found, message, "write `:`", ":"), habit="= in fields")


def _scheme(where: Where) -> Iterator[Known]:
    """The name of a severity scheme, or `of` behind a time, where the type of a field stands."""
    found = re.match(r"[A-Za-z]\w*", where.ahead)
    if found and _is_type(where) and found[0] in severities_of(where.text):
        message = f"`{found[0]}` is the name of the severities, and no type"
        yield Known("SLA011", message, "write `severity`", where.start, where.start + found.end(), "severity")
    if where.ahead.startswith(":") and where.kind == "field" and where.kinds[-2:] == ["TIME", "_OF"]:
        place = place_of(where.line[-1])
        yield Known(
            "SLA013",
            "`of` is a word of the language and cannot be a name",
            "choose another name",
            *place,
            "of_it",
        )


def _enum(where: Where) -> Iterator[Known]:
    """Values of a choice, in the brackets of other notations."""
    found = re.match(
        r"(?:enum|choice|oneof|one_of|values)\s*(?:of|:)?\s*[\[({]?\s*([\w\"']+(?:\s*[,|/]\s*[\w\"']+)+)\s*[\])}]?",
        where.ahead,
    )
    if found and _is_type(where):
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
        place = place_of(word)
        yield Known("SLA011", message, write, *place, habit="values that may be missing")
    time = re.match(r"time(?!\w)", where.ahead)
    date = re.search(r"date\s+$", where.text[: word.start_pos][-20:])
    if time and date and str(word) == "and":
        start = (word.start_pos or 0) - len(date[0])
        message = "`date and time` is not a type of the language"
        yield Known("SLA011", message, "write `time`", start, where.start + time.end(), habit="types")


def _reference(where: Where) -> Iterator[Known]:
    """A record set as the type of a field."""
    found = re.match(r"[A-Za-z]\w*", where.ahead)
    if found and _is_type(where) and are_records(where.text, found[0]):
        message = f"`{found[0]}` is a record set, and no type"
        yield known(where, "SLA011", found, message, f"write `ref {found[0]}`", f"ref {found[0]}")


def _reference_to_nothing(where: Where) -> Iterator[Known]:
    """`ref` at the end of a line, without its record set: the name of the next field is read as that."""
    if (
        where.kind != "field"
        or where.kinds[-3:] != ["_COLON", "REF", "NAME"]
        or not where.ahead.startswith(":")
    ):
        return
    of, next_field = where.line[-2], where.line[-1]
    end, follows = of.end_pos or 0, next_field.start_pos or 0
    if "\n" not in where.text[end:follows]:
        return
    target = _records_meant(where)
    message = f"the record set is missing after `{where.line[-4]} : ref`"
    meant = None if target is None else f" {target}"
    write = f"write it as in `{where.line[-4]} : ref {target or 'supplier'}`"
    yield Known("SLA010", message, write, end, end, meant, follows)


def _records_meant(where: Where) -> str | None:
    """The record set that a field refers to: that of its own name, or else the one that is declared first."""
    name = str(where.line[-4])
    return name if are_records(where.text, name) else first_records(where.text)


def _flag(where: Where) -> Iterator[Known]:
    """A type by its two values, of which one holds: `yes/no`."""
    found = re.match(r"(?i:(yes|y|true|t|1)\s*(?:/|\||,|or)\s*(?:no|n|false|f|0))(?!\w)", where.ahead)
    if found and _is_type(where):
        message = f"`{found[0]}` lists the values of a flag, and is no type"
        yield known(where, "SLA011", found, message, "write `flag`", "flag")


def _worked_out(where: Where) -> Iterator[Known]:
    """A type by the fields that a value is worked out from: `posted_at - received_at`."""
    found = re.match(r"(\w+\s*[-+*]\s*\w+)", where.ahead)
    if found and _is_type(where):
        message = f"`{found[0]}` is worked out, and a field is what the data have"
        write = f"take the line out, and write it where it is measured, as in `measure mean of {found[0]}`"
        yield known(where, "SLA011", found, message, write, "number")


def _range(where: Where) -> Iterator[Known]:
    """A type by the least and the greatest value: `1..5`."""
    found = re.match(r"(\d+)\s*(?:\.\.|-|–|to)\s*(\d+)(?!\w)", where.ahead)
    if found and _is_type(where):
        message = f"`{found[0]}` is a range, and no type"
        yield known(where, "SLA011", found, message, "write `number`", "number")


def _is_type(where: Where) -> bool:
    """Whether it is where the type of a field stands."""
    return where.kind == "field" and where.last == "_COLON"


def _quoted_field(where: Where) -> Iterator[Known]:
    """The name of a field in quotes, as the head of a column; it is read as the title of a field above it."""
    if where.kind != "field":
        return
    if where.ahead.startswith(":") and where.last == "QUOTED":
        yield from _name_of_field(str(where.line[-1]), place_of(where.line[-1]))
    found = re.match(r'"[^"\n]+"(?=\s*:)', where.ahead)
    if found and not where.line:
        yield from _name_of_field(found[0], (where.start, where.start + found.end()))


def _name_of_field(text: str, place: tuple[int, int]) -> Iterator[Known]:
    """A name of the words of a text, where these can be one, without what stands in brackets."""
    meant = "_".join(re.findall(r"[a-z0-9]+", re.sub(r"\(.*\)", "", text.lower())))
    if meant.isidentifier():
        message = f"`{text}` is a text, and a field begins with its name"
        write = f"write `{meant}`; a title stands behind the type, as in `{meant} : text {text}`"
        renamed = (text.strip('"'), meant)
        yield Known("SLA019", message, write, *place, meant, habit="quoted fields", renamed=renamed)


_FIELD = rf"[^\W\d]\w*\s*:\s*(?:{'|'.join((*sorted(_TYPES | {*TYPES_ELSEWHERE}), 'severity', 'one of', 'ref'))})(?!\w)"
_FIELDS_BELOW = re.compile(
    rf'([^\W\d]\w*)(?:[^\S\n]+"[^"\n]*")?(?:[^\S\n]+(?:lasting|like)[^\n{{]*)?[^\S\n]*\{{\s*(?:#[^\n]*\n\s*)*{_FIELD}'
)


def _records(where: Where) -> Iterator[Known]:
    """A block of fields whose heading begins with its name: `supplier "Supplier" {`."""
    if where.kind != "item" or where.line:
        return
    found = _FIELDS_BELOW.match(where.text, where.start)
    if found:
        meant = f"records {found[1]}"
        place = where.start, where.start + len(found[1])
        yield Known("SLA010", f"`records` is missing before `{found[1]}`", f"write `{meant}`", *place, meant)


FIELDS: tuple[Rule, ...] = (
    _records,
    _properties,
    _type_in_words,
    _type,
    _sign,
    _scheme,
    _enum,
    _behind_type,
    _may_be_missing,
    _reference,
    _reference_to_nothing,
    _flag,
    _range,
    _worked_out,
    _quoted_field,
)
