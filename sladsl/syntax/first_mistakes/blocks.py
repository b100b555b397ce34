"""Blocks of other notations: prose between braces, and names and titles on lines within."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sladsl.syntax.first_mistakes.where import Known, Rule, Where, known

_CLAUSE = re.compile(r"_CLAUSE NAME( QUOTED)?")
_HEADINGS = {
    "_CLAUSE": "clause",
    "_SERVICE _LEVEL": "service level",
    "_KPI": "kpi",
    "_SERVICE": "service",
    "CALENDAR": "calendar",
    "_RECORDS": "records",
    "REMEDY": "remedy",
    "AGREEMENT": "agreement",
}


def _prose(where: Where) -> Iterator[Known]:
    """The text of a clause between braces, behind a colon, or as it comes."""
    read = " ".join(where.kinds)
    text = re.match(r'"([^"\n]+)"(?!")', where.ahead)
    if text and _CLAUSE.fullmatch(read) and read.endswith("QUOTED"):
        meant = f'"""{text[1]}"""'
        message = "the text of a clause stands between three quotes, behind its title"
        yield known(where, "SLA011", text, message, f"write `{meant}`", meant)
    sign = re.match(r"[{:=]|[A-Z][\w'’]*\s+\w.*", where.ahead)
    if sign is None or not _CLAUSE.fullmatch(read):
        return
    heading = " ".join(("clause", *map(str, where.line[1:])))
    end = closing(where.text, where.start)
    if sign[0] == "{" and not where.text[end:].partition("\n")[0].strip():
        message = f"the text of `{heading}` stands between braces, and prose stands between three quotes"
    else:
        end = less_indented(where.text, where.start, where.line[0].start_pos or 0)
        message = f"the text of `{heading}` stands without the three quotes that prose stands between"
    write = f'write `{heading} """`, the text below, and `"""` where it ends'
    yield Known("SLA011", message, write, where.start, where.start + len(sign[0].rstrip()), '"""…"""', end)


def closing(text: str, start: int) -> int:
    """Where the block ends that a brace opens."""
    depth = 0
    for brace in re.finditer(r"[{}]", text[start:]):
        depth += 1 if brace[0] == "{" else -1
        if not depth:
            return start + brace.end()
    return len(text)


def less_indented(text: str, start: int, first: int) -> int:
    """Where the first line ends that none follows but one that is no deeper than that of an offset."""
    depth = first - text.rfind("\n", 0, first) - 1
    end = text.find("\n", start)
    while end >= 0:
        line = text[end + 1 :].partition("\n")[0]
        if line.strip() and len(line) - len(line.lstrip()) <= depth:
            return len(text[:end].rstrip())
        end = text.find("\n", end + 1)
    return len(text.rstrip())


_NAMED = re.compile(
    r"\s*(?:(?:name|id|title|displayName|display_name|label)\s*[:=]?\s*(?:\"([^\"\n]+)\"|'([^'\n]+)'|([\w-]+)),?[^\S\n]*(?=\n))"
)


def _name_below(where: Where) -> Iterator[Known]:
    """A heading without a name, which stands on a line below it."""
    heading = _HEADINGS.get(" ".join(where.kinds))
    if heading is None or not where.ahead.startswith("{"):
        return
    names: list[re.Match[str]] = []
    at = where.start + 1
    while found := _NAMED.match(where.text, at):
        names.append(found)
        at = found.end()
    if not names:
        return
    written = " ".join(dict.fromkeys(_as_heading(names)))
    message = f"a name stands in the heading, behind `{heading}`, and not on a line below it"
    what = "the line" if len(names) == 1 else "the lines"
    write = f"write `{heading} {written} {{`, and take {what} below out"
    yield Known("SLA010", message, write, where.start, where.start + 1, f"{written} {{", at)


def _as_heading(names: list[re.Match[str]]) -> Iterator[str]:
    """The name, and the title where there is one."""
    said = [next(filter(None, found.groups())) for found in names]
    name = next((each for each in said if each.isidentifier()), None)
    title = next((each for each in said if not each.isidentifier()), None)
    yield name or name_of(title or "")
    if title is not None:
        yield f'"{title}"'


def name_of(title: str) -> str:
    """A name made of the words of a title: `Invoice accuracy` becomes `InvoiceAccuracy`."""
    return "".join(word[0].upper() + word[1:] for word in _words_of(title)[:3])


def _words_of(title: str) -> list[str]:
    words = re.findall(r"[^\W\d]\w*", title)
    return [
        word for word in words if word.lower() not in {"the", "of", "and", "for", "a", "an", "to", "in"}
    ] or words


def _title_below(where: Where) -> Iterator[Known]:
    """A title or a description on a line of its own, within a block whose heading has its place."""
    if where.line or where.kind not in _OF or not _HEADING.search(where.text[: where.start]):
        return
    found = re.match(
        r"(name|title|displayName|label|description|purpose)\s*[:=]?\s*(\"[^\"\n]+\"|\w.*)?", where.ahead
    )
    if found is None:
        return
    message = f"`{found[1]}` does not begin a line of {_OF[where.kind]}"
    text = f'"{(found[2] or "Invoice accuracy").strip(chr(34)).rstrip(",")}"'
    if found[1] in {"description", "purpose"}:
        write = 'take it out; what people alone shall read is a clause, as in `clause Purpose """…"""`, or a comment'
    else:
        heading = " ".join(_HEADING.findall(where.text[: where.start])[-1])
        write = f"take it out; a title stands in the heading behind the name, as in `{heading} {text} {{`"
    yield known(where, "SLA015", found, message, write, "")


_OF = {
    "item": "an agreement",
    "line": "a service level",
    "remedy": "a remedy",
    "calendar": "a calendar",
}
_HEADING = re.compile(
    r"^[^\S\n]*(agreement|service level|kpi|remedy|calendar)[^\S\n]+(\w+)[^\n]*\{", re.MULTILINE
)


BLOCKS: tuple[Rule, ...] = (_prose, _name_below, _title_below)
