"""Words that are looked up are the tokens that Lark's own scanners find."""

import re
from pathlib import Path

import pytest
from lark.lexer import Scanner as LarksScanner
from lark.utils import TextSlice

from sladsl.source import Source
from sladsl.syntax.grammar import parser
from sladsl.syntax.layout.formatting import formatted
from sladsl.syntax.layout.words import words_of
from tests.syntax.conftest import shown

ROOT = Path(__file__).parents[2]
TEXT = "\n".join(
    (
        (ROOT / "agreements/accounts-payable/agreement.sla").read_text(encoding="utf-8")[:3000],
        "for each for  each foreach for\neach half-up half-even half up days day daylight decimals decimal 2nd",
        "GBP 5 GBPx 12,5 15mins 4 h 30 min 2 business days 99.5% 2026-01-01 2026-W14 10:00 Mon miss misses é été",
    )
)

NAMED = re.compile(r"([a-z_]\w*)[ \t]*:", re.IGNORECASE)


@pytest.mark.parametrize("part", range(2))
def test_every_state_finds_at_every_place_what_lark_finds(part):
    """Every twentieth state; but for a word before a colon, which is a name."""
    text = TextSlice.cast_from(TEXT)
    lexers = list({id(lexer): lexer for lexer in parser().parser.lexer.lexers.values()}.values())
    for lexer in lexers[part::20]:
        larks = LarksScanner(lexer.terminals, lexer.g_regex_flags, lexer.re, lexer.use_bytes)
        assert lexer.scanner.allowed_types == larks.allowed_types
        for start in range(len(TEXT)):
            named = NAMED.match(TEXT, start)
            expected = larks.match(text, start)
            if named and "NAME" in larks.allowed_types:
                expected = named[1], "NAME"
            assert lexer.scanner.match(text, start) == expected, (start, TEXT[start : start + 20])


EVERY_LINE = Path(__file__).with_name("every_line.sla")


def test_comments_stand_between_the_words_of_a_phrase_as_anywhere_else(read):
    """Every phrase at once, with two comments between each two of its words."""
    text = EVERY_LINE.read_text(encoding="utf-8")
    phrases = [
        word for word in words_of(Source("test.sla", text)) if " " in word.text and word.text[0].islower()
    ]
    assert {"for each", "relies on", "a business day is"} <= {word.text for word in phrases}
    told = text
    for phrase in reversed(phrases):
        apart = re.sub(r"\s+", "  # why\n # so\n ", phrase.text)
        told = f"{told[: phrase.start]}{apart}{told[phrase.end :]}"
    before, after = read(text), read(told)
    assert [found.message for found in after.diagnostics] == []
    assert shown(after.document.blocks) == shown(before.document.blocks)
    laid_out = formatted(Source("test.sla", told)).text
    assert laid_out is not None
    assert laid_out.count("# why") == laid_out.count("# so") == told.count("# why")
    assert formatted(Source("test.sla", laid_out)).text == laid_out
