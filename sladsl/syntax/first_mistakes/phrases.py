"""Phrases that are nearly the language's: by what has been read of a line, and what stands there instead."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from sladsl.syntax.first_mistakes.where import Known, Where, known
from sladsl.values import frozen


@frozen
class _Phrase:
    """What has been read of a line, as a pattern of its terminals; what follows; what is said of it, and was meant.

    In `message` and `meant`, `{}` is what was found and `{1}` the first group of it. Where `meant` is None, nothing is
    read in its place; where it is empty, it is taken out.
    """

    read: str
    ahead: str
    message: str
    meant: str | None
    write: str | None = None


_TAKE_OUT = "take it out"
_PHRASES = (
    # headings
    _Phrase(
        r"(_SERVICE _LEVEL|_KPI) NAME( QUOTED)?",
        r"per(?!\w)",
        "`{}` does not say what a level is measured by",
        "by",
    ),
    _Phrase(
        r"(_SERVICE _LEVEL|_KPI|REMEDY) NAME( QUOTED)?",
        r"(?:when|if|for each|measure)\s[^{}\n]*[^{}\s](?=[^\S\n]*\{)",
        "`{}` is no part of a heading",
        "",
        "write it on a line of its own, below the heading",
    ),
    _Phrase(
        r"(PROVIDER|CUSTOMER) NAME QUOTED", r"\([^)]*\)", "`{}` has no place behind a party", "", _TAKE_OUT
    ),
    _Phrase(
        r"_RECORDS NAME( QUOTED)?",
        r"from(?!\w)",
        "`{}` is not how the interval of a record is said",
        "lasting",
    ),
    _Phrase(r"_VERSION", r"[\d.]+(?!\w)", "a version is a text, and stands in quotes", '"{}"'),
    _Phrase(r"_TIMEZONE", r'"([\w/+-]+)"', "a time zone stands without quotation marks", "{1}"),
    _Phrase(
        r"_USE NAME",
        r"/(\w+)",
        "the name of a module is not divided by `/`",
        ".{1}",
        "write `.`, as in `calendars.uk`",
    ),
    # calendars
    _Phrase(r".*DAY_NAME", r"and(?!\w)", "days are not joined by `and`", ","),
    _Phrase(r".*CLOCK_TIME DASH CLOCK_TIME", r"and(?!\w)|;(?=\s*\d)", "hours are not joined by `{}`", ","),
    _Phrase(
        r"DAY_NAME",
        r"closed(?!\w)",
        "a day without hours is closed, and is not said to be",
        None,
        "take the line out",
    ),
    _Phrase(
        r".*DAY_NAME",
        r"(\d\d)(\d\d)-(\d\d)(\d\d)(?!\w)",
        "`{}` is not how hours are written",
        "{1}:{2}-{3}:{4}",
    ),
    # severities and fields
    _Phrase(r"NAME", r"[=:-](?=\s*\")", "no `{}` stands between a severity and its title", ""),
    _Phrase(
        r"NAME _COLON \w+( QUESTION)?", r"not\s+null(?!\w)", "`{}` has no place behind a type", "", _TAKE_OUT
    ),
    _Phrase(r"NAME _COLON \w+", r",\s*key\s*:\s*(?:true|yes)(?!\w)", "`{}` is not how a key is said", "key"),
    _Phrase(
        r"NAME _COLON",
        r"(?:reference|foreign key|link)(?:\s+(?:to|of))?(?=\s+\w)",
        "`{}` is not how a reference is said",
        "ref",
    ),
    # levels
    _Phrase(r"_NEEDS", r"(\d+)(?=\s+\w)", "`needs {1}` does not say on which side", "at least {1}"),
    _Phrase(r"_NEEDS _AT LEAST NUMERAL", r"\w+", "what is counted is called `records` here", "records"),
    _Phrase(
        r"_MEASURE .*",
        r"(?:by|per) (\w+)(?!\w|\s+of(?!\w))",
        "what a level is measured by stands in its heading",
        "",
        'take it out, and write the heading as in `service level Accuracy "Invoice accuracy" by {1} {{`',
    ),
    _Phrase(
        r"(EXPECTED|MINIMUM|REQUIRED) \w+ \w+ PERCENTAGE",
        r"of (?:all )?\w+",
        "`{}` has no place behind a target",
        "",
    ),
    _Phrase(
        r"(EXPECTED|MINIMUM|REQUIRED)",
        r"(?:of|is|(?:must|shall|should|to) be|must not be)(?=\s+(?:at|above|under)\s)",
        "`{}` has no place before a limit",
        "",
    ),
    _Phrase(
        r"(EXPECTED|MINIMUM)",
        r"(?:of|is|(?:must|shall|should|to) be)\s+(\d[\d.]*%)(?=\s*(?:#|$))",
        "`{}` is not how a limit is written",
        "at least {1}",
    ),
    _Phrase(r"_GOOD", r"within(?=\s)", "`within` is said of the level's clock", "when clock within"),
    _Phrase(
        r".*NO",
        r"[a-z]\w*(?=\s*(?:#|$)|\s+(?:and|or)\s)",
        "`no` is a value, and what does not hold is said by `not`",
        None,
        "write `not {}`",
    ),
    _Phrase(r"_CLOCK .*_IN", r"24\s*[x/]\s*7", "`{}` is not the name of a calendar", "AlwaysOn"),
    # credits
    _Phrase(
        r"_CREDIT .*NAME",
        r"(?:if|when)\s+(?:it is\s+)?missed(?!\w)",
        "`{}` goes without saying: credits follow a miss",
        "",
        _TAKE_OUT,
    ),
    _Phrase(
        r"_CREDIT .*_COMMA",
        r"(?:max(?:imum)?(?: of)?|capped at|at most|not more than)(?=\s+\d)",
        "`{}` is not how a credit is limited",
        "up to",
    ),
    _Phrase(r"_CREDIT", r"(?:is|equals|equal to|amounts to)(?=\s)", "`{}` has no place behind `credit`", ""),
    _Phrase(
        r"_CREDIT .*_PER",
        r"(day|hour|week|minute)(?!\w)",
        "`per {}` does not say of what",
        None,
        "write for instance `per started 1 h of clock`, or `of downtime`",
    ),
    _Phrase(
        r"_CREDIT .*_PER",
        r"(?!record|full|started|month|quarter|year)[a-z]\w*(?=\s*(?:#|$|where))",
        "a record is called `record` here",
        "record",
    ),
    # remedies and examples
    _Phrase(
        r"_THE (PROVIDER|CUSTOMER)", r"can(?!\w)|is entitled to(?!\w)", "`{}` does not give a right", "may"
    ),
    _Phrase(
        r"_THE (PROVIDER|CUSTOMER)",
        r"must(?!\w)|will(?!\w)|has to(?!\w)",
        "`{}` does not give a duty",
        "shall",
    ),
    _Phrase(r"_EXPECT .*", r"(?:to be|should be|equals|=)(?=\s)", "`{}` is not how a result is said", "is"),
)


def _nearly(where: Where) -> Iterator[Known]:
    is_below = bool(where.line) and "\n" in where.text[where.line[-1].end_pos or 0 : where.start]
    read = "" if is_below else " ".join(where.kinds)
    for phrase in _PHRASES if read else ():
        if not re.fullmatch(phrase.read, read):
            continue
        found = re.match(phrase.ahead, where.ahead)
        if found is None or not _may_follow(phrase, where):
            continue
        groups = (found[0].strip(), *found.groups(""))
        meant = None if phrase.meant is None else phrase.meant.format(*groups)
        write = (
            phrase.write.format(*groups)
            if phrase.write is not None
            else f"write `{meant}`"
            if meant
            else _TAKE_OUT
        )
        yield known(where, "SLA011", found, phrase.message.format(*groups), write, meant)


_NEEDED = {"is": "_IS", "by": "_BY", "lasting": "_LASTING"}


def _may_follow(phrase: _Phrase, where: Where) -> bool:
    needed = _NEEDED.get(phrase.meant or "")
    is_tier = phrase.read != "NAME" or where.kind == "tier"
    return is_tier and (needed is None or needed in where.offered)


_NUMBERS = ("two", "three", "four", "five", "six")


def _times(where: Where) -> Iterator[Known]:
    """How often something happens, in words, or as more than a number."""
    found = re.match(
        rf"(?:more than (\d+)|({'|'.join(_NUMBERS)}))(?=\s+(?:times|consecutive|of any))", where.ahead
    )
    if found and "NUMERAL" in where.offered:
        number = int(found[1]) + 1 if found[1] else _NUMBERS.index(found[2]) + 2
        message = f"`{found[0]}` is not how a number is written"
        yield known(where, "SLA011", found, message, f"write `{number}`", str(number))


def _reference(where: Where) -> Iterator[Known]:
    """A record set as the type of a field."""
    found = re.match(r"[A-Za-z]\w*", where.ahead)
    if found is None or where.kind != "field" or where.last != "_COLON":
        return
    if re.search(rf"^[^\S\n]*records[^\S\n]+{found[0]}(?!\w)", where.text, re.MULTILINE):
        message = f"`{found[0]}` is a record set, and no type"
        yield known(where, "SLA011", found, message, f"write `ref {found[0]}`", f"ref {found[0]}")


PHRASES: tuple[Callable[[Where], Iterator[Known]], ...] = (_nearly, _times, _reference)
