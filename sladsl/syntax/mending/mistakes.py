"""Syntax errors in words: what is missing, wrong or in the way, and what to write."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches

from lark import Token

from sladsl.diagnostics.diagnostic import Diagnostic, Label
from sladsl.source import Span
from sladsl.syntax.automaton import accepted, may_end
from sladsl.syntax.first_mistakes.fields import TYPES_ELSEWHERE
from sladsl.syntax.first_mistakes.known import Known, Where, known_at
from sladsl.syntax.mending.places import MistakePlace, mistake_at, words_before
from sladsl.syntax.mending.wrong_literals import Wrong
from sladsl.syntax.phrases import (
    BLOCKS,
    LINES,
    TIER_LINE,
    TYPES,
    day_of,
    either,
    wanted,
    word_of,
)


def missing(place: MistakePlace, terminals: Sequence[str], *, at_end: bool) -> Diagnostic:
    """Something was left out: before the text that was found, or at the end of what came before (`at_end`)."""
    known = known_mistake(place, at_end=at_end)
    if known is not None:
        return known
    if not at_end and _needs_type(place) and place.scrap is not None and place.scrap.kind == "word":
        return instead(place, terminals)
    span = place.source.span(place.end, place.end) if at_end or place.scrap is None else place.span
    if set(terminals) == {"_LBRACE"}:
        message = f"`{{` is missing{words_before(place)}"
        return mistake_at(
            place, "SLA018", span, message, "write `{` at the end of the line that begins a block"
        )
    return mistake_at(
        place,
        "SLA010",
        span,
        f"{_wanted(place, terminals)} is missing{words_before(place)}",
        _rows_below(place, terminals) or _as_in(place) or _begun_by(terminals) or _lines_of(place),
    )


def instead(place: MistakePlace, terminals: Sequence[str]) -> Diagnostic:
    """Something stands where another thing is needed."""
    known = known_mistake(place)
    if known is not None:
        return known
    near = _near(place, terminals) or _type_meant(place)
    message = f"{_wanted(place, terminals)} is needed{words_before(place)}, not {place.found}"
    return mistake_at(place, "SLA011", place.span, message, near or _as_in(place))


def misspelt(place: MistakePlace, end: int, word: str) -> Diagnostic:
    """A word, or two up to the offset `end`, that is nearly a keyword where that keyword can stand."""
    assert place.scrap is not None
    known = known_mistake(place)
    if known is not None:
        return known
    span = place.source.span(place.scrap.start, end)
    message = f"`{place.source.text[span.start : span.end]}` is not a word that can stand here"
    return mistake_at(place, "SLA012", span, message, f"did you mean `{word}`?")


def reserved(place: MistakePlace) -> Diagnostic:
    """A word of the language where a name stands."""
    known = known_mistake(place)
    if known is not None:
        return known
    return mistake_at(
        place,
        "SLA013",
        place.span,
        f"{place.found} is a word of the language and cannot be a name",
        "choose another name",
    )


def nearly(place: MistakePlace, word: Token, meant: str) -> Diagnostic:
    """A word read as a name that is nearly a keyword; the place is before it."""
    span = place.source.span(word.start_pos or 0, word.end_pos or 0)
    return mistake_at(
        place, "SLA012", span, f"`{word}` is not a word that can stand here", f"did you mean `{meant}`?"
    )


def unquoted(place: MistakePlace, end: int, text: str) -> Diagnostic:
    """A text without its quotes, or without the first of them, up to an offset; `text` is it with them."""
    assert place.scrap is not None
    span = place.source.span(place.scrap.start, end)
    if place.source.text[end - 1] == '"':
        return mistake_at(
            place, "SLA020", span, f"no quotation mark opens the text `{text[1:-1]}`", f"write `{text}`"
        )
    write = f"write `{text}`{_or_one_name(place, text[1:-1])}"
    return mistake_at(place, "SLA019", span, f"`{text[1:-1]}` is a text and stands in quotes", write)


def _or_one_name(place: MistakePlace, text: str) -> str:
    """What else may be meant by words behind a name: that they are part of it."""
    words = text.split()
    if len(place.line) < 2 or place.line[-1].type != "NAME" or len(words) > 2 or not text.istitle():
        return ""
    name = "".join((str(place.line[-1]), *words))
    return f", or `{name}` if all this is the name" if name.isidentifier() else ""


def faulty(place: MistakePlace, fault: Wrong) -> Diagnostic:
    """Something written as elsewhere, not as in the language."""
    return known_mistake(place) or mistake_at(place, fault.code, place.span, fault.message, fault.write)


def in_the_way(place: MistakePlace) -> Diagnostic:
    """Something that has no place where it stands."""
    known = known_mistake(place)
    if known is not None:
        return known
    if place.scrap is not None and place.scrap.text == "}":
        return closes_nothing(place)
    if not place.line:
        return unknown_line(place)
    return mistake_at(
        place, "SLA014", place.span, f"{place.found} has no place{words_before(place)}", take_out(place)
    )


def unknown_line(place: MistakePlace) -> Diagnostic:
    """A line that begins with something that no line begins with."""
    known = known_mistake(place)
    if known is not None:
        return known
    block = BLOCKS[place.kind]
    near = _near(place, accepted(place.stack))
    return mistake_at(
        place,
        "SLA015",
        place.span,
        f"{place.found} does not begin a line of {block}",
        near or _lines_of(place),
    )


def no_bar(place: MistakePlace) -> Diagnostic:
    """A table row without its first bar."""
    start = place.source.line_starts[place.span.line - 1]
    line = place.source.line(place.span.line)
    first = start + len(line) - len(line.lstrip())
    return mistake_at(
        place,
        "SLA034",
        place.source.span(first, first + 1),
        "a table row begins with a bar, and this one does not",
        "write `|` before its first cell",
    )


def not_closed(place: MistakePlace, opener: Span, owner: str) -> Diagnostic:
    """A block that is still open where it cannot be any more."""
    span = place.span if place.scrap is not None else place.source.span(place.end, place.end)
    before = f"before {place.found}" if place.scrap is not None else "at the end of the file"
    return mistake_at(
        place,
        "SLA016",
        span,
        f"the block of `{owner}` is still open {before}",
        "write `}` where the block ends",
        [Label(opener, "it is opened here")],
    )


def closes_nothing(place: MistakePlace) -> Diagnostic:
    """A closing sign too many."""
    return mistake_at(
        place,
        "SLA017",
        place.span,
        f"this {place.found} closes nothing that should be closed here",
        "take it out, or write the opening sign it belongs to",
    )


def too_many(place: MistakePlace) -> Diagnostic:
    """The summary at which recovery gives up."""
    return mistake_at(
        place,
        "SLA051",
        place.span,
        "there are too many mistakes before this, and the rest of the file has not been read",
        "mend those above first",
    )


def known_place(place: MistakePlace, *, at_end: bool = False) -> Known | None:
    """The mistake that first authors make here; `at_end`, it is one of the line so far."""
    if place.scrap is None:
        return None
    text, start = place.source.text, place.scrap.start
    if at_end and "\n" in text[place.end : start]:
        start = place.end
    return known_at(Where(text, start, place.line, place.kind, accepted(place.stack)))


def known_by(place: MistakePlace, mistake: Diagnostic) -> Known | None:
    """The mistake that first authors make of which a finding is; None of any other."""
    known = (known_place(place, at_end=at_end) for at_end in (False, True))
    return next((each for each in known if each is not None and each.message == mistake.message), None)


def known_mistake(place: MistakePlace, *, at_end: bool = False) -> Diagnostic | None:
    """The finding for a mistake that first authors make, in words of its own."""
    found = known_place(place, at_end=at_end)
    if found is None:
        return None
    return mistake_at(
        place, found.code, place.source.span(found.start, found.end), found.message, found.write
    )


def _wanted(place: MistakePlace, terminals: Sequence[str]) -> str:
    """What is needed: anything that goes on with the line, where it cannot end yet; else one of the given terminals."""
    return wanted(terminals if may_end(place.stack) else accepted(place.stack), place.begins)


def _as_in(place: MistakePlace) -> str | None:
    begun = [token.type for token in place.line[:2]]
    if place.kind == "amending" and begun == ["REMOVE"]:
        begun.append("_SERVICE")
    if place.begins in _TARGETS and any(token.type == "_COMMA" for token in place.line):
        return f"write it as in `{_LIMIT_CREDIT}`"
    example = TIER_LINE if place.kind == "tier" else LINES.get(" ".join(begun), LINES.get(place.begins or ""))
    return None if example is None else f"write it as in `{example}`"


_TARGETS = {"EXPECTED", "MINIMUM", "REQUIRED"}
_LIMIT_CREDIT = "minimum all within 8 h, credit 5% of MonthlyCharges"


def _rows_below(place: MistakePlace, terminals: Sequence[str]) -> str | None:
    heads = {"_TIERS": "severity | good within", "_GIVEN": "id | received_at"}
    head = heads.get(place.begins or "", "when below | credit")
    rows = f"write the head and the rows below, each from bar to bar, as in `| {head} |`"
    return rows if "ROW" in terminals else None


def _begun_by(terminals: Sequence[str]) -> str | None:
    example = LINES.get(terminals[0]) if len(terminals) == 1 and terminals != ["NAME"] else None
    return None if example is None else f"write it as in `{example}`"


def take_out(place: MistakePlace) -> str:
    """To take something out, and how the line is written without it."""
    example = _as_in(place)
    return (
        "take it out"
        if example is None
        else f"take it out; the line is written as in {example.removeprefix('write it as in ')}"
    )


def _near(place: MistakePlace, terminals: Sequence[str]) -> str | None:
    """A question that names a keyword which can stand here and looks like what was found."""
    if place.scrap is None or place.scrap.kind != "word":
        return None
    known = {word: word for terminal in terminals if (word := word_of(terminal)) is not None}
    if "DAY_NAME" in terminals and day_of(place.scrap.text) is not None:
        return f"did you mean `{day_of(place.scrap.text)}`?"
    near = get_close_matches(place.scrap.text.lower(), known, n=1, cutoff=0.7)
    return f"did you mean `{near[0]}`?" if near else None


def _needs_type(place: MistakePlace) -> bool:
    """Whether a type is needed where something else stands; `key` goes on after one that is left out."""
    is_left_out = place.scrap is not None and place.scrap.text == "key"
    return not is_left_out and set(accepted(place.stack)) >= TYPES


def _type_meant(place: MistakePlace) -> str | None:
    """The type of the language that a type of databases and programs stands for."""
    if place.scrap is None or not _needs_type(place):
        return None
    meant = TYPES_ELSEWHERE.get(place.scrap.text.lower())
    return "the types are " + _TYPES_HERE if meant is None else f"write `{meant}`"


_TYPES_HERE = (
    "`text`, `flag`, `number`, `percent`, `money`, `duration`, `days`, `date`, `time of day`, `time`, `severity`, "
    "`one of { a, b }` and `ref RECORDS`"
)


def _lines_of(place: MistakePlace) -> str | None:
    if place.scrap is not None and place.scrap.kind == "row":
        return "a table follows `tiers`, `credit of CHARGE` or `given RECORDS`"
    if place.kind == "item" and place.scrap is not None and place.scrap.text == "amendment":
        return "write it after the agreement, behind the `}` that ends it"
    if place.kind == "item" and place.scrap is not None and place.scrap.text == "use":
        return "write it at the beginning of the file, before the line of the agreement"
    if place.kind == "item" and place.scrap is not None and place.scrap.text == "relies":
        return f"write it in the level that relies on another, as in `{LINES['_RELIES_ON']}`"
    if place.kind == "field":
        return f"write a field as in `{LINES['NAME']}`"
    if place.kind == "tier":
        return f"write a severity as in `{TIER_LINE}`"
    begun = {word_of(terminal) or "Mon" for terminal in accepted(place.stack) if terminal != "_RBRACE"}
    return f"its lines begin with {either(f'`{word}`' for word in sorted(begun))}"
