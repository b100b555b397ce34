"""Reading on after mistakes: one finding for each, never a traceback, and never for long."""

import random
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sladsl.source import Source
from sladsl.syntax.mending.findings_so_far import MOST_MISTAKES
from sladsl.syntax.parser import parse
from sladsl.syntax.walk import walk
from tests.tries import TIMES, tries

EVERY_LINE = Path(__file__).with_name("every_line.sla")
WORD = re.compile(r'"""[\s\S]*?"""|"[^"\n]*"|#[^\n]*|[\w.,:%+-]*\w%?|[^\s\w]')


def findings(text):
    return parse(Source("test.sla", text)).diagnostics


def without_a_word(text, part):
    """One half of all single deletions, of which a run of the tests tries a sixth, `make laws` all."""
    words = [word for word in WORD.finditer(text) if not word[0].startswith("#")]
    for word in words[6 * part :: 12] if TIMES == 1 else words[part::2]:
        yield word[0], text[: word.start()] + text[word.end() :]


@pytest.mark.parametrize("part", range(2))
def test_a_word_left_out_gives_one_finding(part, harbour):
    """Of all single deletions; some words, such as a title or `not`, leave a good text behind."""
    several = [(word, len(findings(text))) for word, text in without_a_word(harbour.text, part)]
    assert [(word, count) for word, count in several if count > 1] == []
    assert sum(count == 1 for _, count in several) > 0.85 * len(several)


@pytest.mark.parametrize("part", range(2))
def test_a_word_left_out_of_any_line_gives_one_finding(part):
    text = EVERY_LINE.read_text(encoding="utf-8")
    assert findings(text) == ()
    several = [(word, len(findings(cut))) for word, cut in without_a_word(text, part)]
    # `history of at changed_at` reads as the history of a field `at`.
    assert [(word, count) for word, count in several if count > 1 and word != "ticket"] == []
    assert sum(count == 1 for _, count in several) > 0.9 * len(several)


def test_a_letter_swapped_in_a_keyword_gives_one_finding(harbour):
    text = harbour.text
    for word in (
        "agreement",
        "provider",
        "calendar",
        "records",
        "service",
        "counted",
        "measure",
        "window",
        "minimum",
    ):
        place = re.search(rf"^ *{word}\b", text, re.MULTILINE)
        assert place is not None
        swapped = (
            text[: place.end() - 3] + text[place.end() - 2] + text[place.end() - 3] + text[place.end() - 1 :]
        )
        assert [found.help for found in findings(swapped)] == [f"did you mean `{word}`?"]


def test_independent_mistakes_are_all_found(harbour):
    """Every third line of a level loses a word; each is found where it is."""
    lines = harbour.text.split("\n")
    spoilt = [
        number for number, line in enumerate(lines) if re.match(r" +(window|minimum|counted|measure) ", line)
    ][::3]
    for number in spoilt:
        lines[number] = re.sub(r"(?<=\w) +(calendar|at|in|percent|number) ", " ", lines[number], count=1)
    assert [found.span and found.span.line - 1 for found in findings("\n".join(lines))] == spoilt
    assert len(spoilt) == 5


def test_what_can_be_read_is_in_the_tree(read):
    parsed = read(
        'module m { records r { id : text key\n broken line here\n amount : money }\n clause C "Kept" """Yes.""" }'
    )
    records, clause = parsed.document.blocks[0].items
    assert [field.name.text for field in records.fields] == ["id", "amount"]
    assert clause.title.value == "Kept"
    assert len(parsed.diagnostics) == 1


def test_what_was_left_out_has_a_place_of_no_width(read):
    parsed = read("module m { records { id : text } }")
    (records,) = parsed.document.blocks[0].items
    assert (records.name.text, records.name.span.start, records.name.span.end) == ("", 18, 18)


def test_a_finding_names_its_clause_also_where_the_clause_is_lost(read):
    text = "agreement A { service level Turnaround {\n minimum 95%\n }\n charge C GBP5 per month\n term 2026-01-01\n }"
    assert [found.clause for found in read(text).diagnostics] == [
        "service level Turnaround",
        "charge C",
        "term",
    ]


def test_findings_stand_in_written_order(harbour):
    broken = (
        harbour.text.replace("| 97%  ", "| 97  %%")
        .replace("percent good", "percent goood")
        .replace("GBP 10", "GBP10")
    )
    lines = [found.span.line for found in findings(broken) if found.span]
    assert len(lines) > 4
    assert lines == sorted(lines)


def test_after_so_many_mistakes_the_rest_is_only_counted():
    found = findings("module m { service level L {\n" + "minimum 95%\n" * 200 + "} }")
    assert len(found) == MOST_MISTAKES + 1
    assert {each.code for each in found[:-1]} == {"SLA010"}
    assert (found[-1].code, found[-1].message) == (
        "SLA051",
        "there are too many mistakes before this, and the rest of the file has not been read",
    )


GARBAGE = {
    "one word": lambda size: "a" * size,
    "words in one line": lambda size: "ab " * (size // 3),
    "signs": lambda size: "%" * size,
    "braces": lambda size: "{}" * (size // 2),
    "quotation marks": lambda size: '"' * size,
    "digits and commas": lambda size: "1," * (size // 2),
    "rows": lambda size: "| a | b\n" * (size // 8),
    "unknown lines": lambda size: "module m {\n" + "foo bar\n" * (size // 8),
    "unfinished lines": lambda size: "module m { service level L {\n" + "minimum at\n" * (size // 11),
    "closed blocks": lambda size: "module m { calendar C { }\n" + "}\n" * (size // 2),
    "random letters": lambda size: "".join(random.Random(1).choices('ab c\n"|#%.,}:-0', k=size)),
}


@pytest.mark.parametrize("kind", GARBAGE)
def test_garbage_is_read_in_calls_that_grow_no_faster_than_it(kind, calls):
    small, large = (calls(read, GARBAGE[kind](size)) for size in (5_000, 50_000))
    assert large < 40 * small


def test_a_megabyte_of_garbage_is_read(calls):
    small, large = (calls(read, GARBAGE["random letters"](size)) for size in (100_000, 1_000_000))
    assert large < 40 * small


def read(text):
    assert 1 <= len(findings(text)) <= MOST_MISTAKES + 1


TOKENS = st.sampled_from(
    [
        *(
            "agreement",
            "module",
            "use",
            "records",
            "calendar",
            "service",
            "level",
            "kpi",
            "severity",
            "settlement",
        ),
        *(
            "for",
            "each",
            "counted",
            "in",
            "the",
            "window",
            "of",
            "clock",
            "from",
            "to",
            "good",
            "when",
            "measure",
        ),
        *(
            "percent",
            "minimum",
            "at",
            "least",
            "needs",
            "credit",
            "tiers",
            "like",
            "by",
            "one",
            "key",
            "is",
            "not",
        ),
        *(
            "example",
            "given",
            "expect",
            "clause",
            "limit",
            "all",
            "credits",
            "round",
            "Name",
            "P1",
            "a.b",
            "text",
        ),
        *(
            "{",
            "}",
            "(",
            ")",
            ":",
            ",",
            ".",
            "..",
            "-",
            "?",
            "|",
            "| a |",
            "| when below | credit |",
            "<=",
            "=",
            "\n",
        ),
        *(
            "95%",
            "99,5%",
            "4 h",
            "4 hours",
            "GBP 5",
            "£5",
            "2026-01-01",
            "9:00",
            "09:00-17:00",
            '"t"',
            '"',
            '"""',
            "#",
        ),
        *("“x”", "–", "\\", "é", "\u200b", "\t", "\r\n", "{ref A}", "日本"),
    ]
)


@given(st.lists(TOKENS, max_size=60))
@tries(50)
def test_no_soup_of_words_stops_the_parser(tokens):
    text = " ".join(tokens)
    source = Source("soup.sla", text)
    parsed = parse(source)
    for found in parsed.diagnostics:
        assert found.span is not None
        assert 0 <= found.span.start <= found.span.end <= len(text)
        assert found.span == source.span(found.span.start, found.span.end)
        assert found.message == found.message.strip()
        assert not found.message.endswith(".")
    assert all(node.span.start <= node.span.end for node in walk(parsed.document))


@given(st.data())
@tries(25)
def test_no_change_of_an_agreement_stops_the_parser(harbour, data):
    text = harbour.text
    for _ in range(data.draw(st.integers(1, 4))):
        start = data.draw(st.integers(0, len(text)))
        length = data.draw(st.sampled_from([0, 1, 2, 5, 20, 300]))
        text = text[:start] + data.draw(st.one_of(TOKENS, st.text(max_size=4))) + text[start + length :]
    assert len(findings(text)) <= MOST_MISTAKES + 1


@given(st.text())
def test_no_text_stops_the_parser(text):
    assert findings(text) != () or text.strip("\ufeff\f\v \t\r\n\xa0").startswith("#")
