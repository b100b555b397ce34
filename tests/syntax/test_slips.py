"""Slips of a first author, made in a sound agreement: one finding each, at the place, that says what to write."""

import re

import pytest

from sladsl.source import Source
from sladsl.syntax.parser import parse

# Texts, prose, comments and rows are no place for a slip in a word.
NO_CODE = re.compile(r'"""[\s\S]*?"""|"[^"\n]*"|#[^\n]*|\|[^\n]*')

SLIPS = {
    "a colon for a brace": (r" \{(?=\s*\n)", ":"),
    "a bracket for a brace": (r"\{(?=\s*\n)", "("),
    "a word for a brace": (r"\{(?=\s*\n)", "is"),
    "a bracket at the end": (r"^( *)\}$", r"\1)"),
    "a word at the end": (r"^( *)\}$", r"\1end"),
    "no brace": (r" \{(?=\s*\n)", ""),
    "no end": (r"^ *\}\n", ""),
    "one end more": (r"^( +\})$", r"\1\n\1"),
    "a name in two words": (r"(?<= )([a-z]+)_at(?= )", r"\1 at"),
    "a name with a hyphen": (r"^( +[a-z]+)_at(?= +:)", r"\1-at"),
    "a comma at the end": (r"(?<=[a-z0-9%])$", ","),
    "a full stop at the end": (r"(?<=[a-z0-9%])$", "."),
    "and for a comma": (r",(?= )", " and"),
    "no comma": (r",(?= )", ""),
    "a colon after a word": (r"^( +(?:window|minimum|counted|measure|term|currency))\b", r"\1:"),
    "two equal signs": (r" is (?=approval)", " == "),
    "dates of elsewhere": (r"term +(\d+)-(\d+)-(\d+) to (\d+)-(\d+)-(\d+)", r"term \3/\2/\1 to \6/\5/\4"),
    "times of elsewhere": (r"0?(\d+):00-(\d\d):30", r"\1am-\2.30pm"),
    "no blank in money": (r"\bGBP (?=\d)", "GBP"),
    "a sign for money": (r"\bGBP (?=\d)", "£"),
    "percent in words": (r"(\d)%", r"\1 per cent"),
    "a keyword in the plural": (r"^( +(?:window|minimum|measure|provider|calendar))\b", r"\1s"),
    "letters swapped": (
        r"\b(?:level|counted)\b(?= )",
        lambda found: found[0][:2] + found[0][3:1:-1] + found[0][4:],
    ),
    "a soft hyphen": (r"\b(wi)(?=ndow)", "\\1\u00ad"),
    "a space of no width": (r"(?<=minimum)", "\u200b"),
}

TEXT_SLIPS = {
    "no quotes": (r'(?<!")"([^"\n]+)"(?= [{G])', r"\1"),
    "no first quote": (r'(?<!")"([^"\n]+)"(?= [{G])', r'\1"'),
    "no last quote": (r'(?<!")"([^"\n]+)"(?= \{)', r'"\1'),
    "quotes of a word processor": (r'(?<!")"([^"\n]+)"(?!")', "“\\1”"),
    "one quote of each kind": (r'(?<!")"([^"\n]+)"(?!")', '“\\1"'),
    "one quote for three": (r'"""([^"]*)"""', r'"\1"'),
    "three that are not closed": (r'("""[^"]*)"""', r"\1"),
}


def slips(text, form, written, code):
    """Up to four of the texts with a slip, spread over the whole, each with the line that it is in."""
    searched = NO_CODE.sub(lambda found: re.sub(r"[^\n]", "\0", found[0]), text) if code else text
    places = list(re.finditer(form, searched, re.MULTILINE))
    for found in places[:: max(1, len(places) // 4)]:
        new = written(found) if callable(written) else found.expand(written)
        yield text.count("\n", 0, found.start()) + 1, text[: found.start()] + new + text[found.end() :]


def told(text):
    found = parse(Source("test.sla", text)).diagnostics
    return [(each.span.line, each.help is not None) for each in found if each.span]


@pytest.mark.parametrize("slip", SLIPS)
def test_a_slip_has_one_finding(slip, harbour):
    spoilt = list(slips(harbour.text, *SLIPS[slip], code=True))
    assert spoilt
    for line, text in spoilt:
        found = told(text)
        # What is left out at the end of a block is missed where the next line begins.
        assert len(found) == 1, (line, found)
        assert found[0][1]
        assert line == found[0][0] or slip in {"no end", "one end more"}


@pytest.mark.parametrize("slip", TEXT_SLIPS)
def test_a_slip_in_a_text_has_one_finding(slip, harbour):
    spoilt = list(slips(harbour.text, *TEXT_SLIPS[slip], code=False))
    assert spoilt
    assert [(line, told(text)) for line, text in spoilt] == [(line, [(line, True)]) for line, text in spoilt]
