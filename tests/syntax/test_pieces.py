"""A file in pieces is read after each change as it is from nothing, with mistakes or without."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sladsl.source import Source, Span
from sladsl.syntax import ast
from sladsl.syntax.clauses import clause_of
from sladsl.syntax.parser import parse
from sladsl.syntax.pieces import pieces, replaced
from sladsl.syntax.walk import attributes
from tests.tries import tries

ROOT = Path(__file__).parents[2]
FILES = sorted(
    [*ROOT.glob("agreements/*/agreement.sla"), *ROOT.glob("tests/workspace/*.sla")],
    key=lambda path: path.parent.name,
)
TEXTS = [path.read_text(encoding="utf-8") for path in FILES]
DESK = (ROOT / "tests/workspace/desk.sla").read_text(encoding="utf-8")
SIGNS = [
    *("{", "}", '"', '"""', "|", "#", ",", "\n", "  ", "x", "%", "(", ")", "not", " of ", "99,5%", "end"),
    *("service level X {", "}\n}", "\n  currency GBP\n", "received at"),
]


def plain(value, real):
    """A tree as plain values, its spans where the author has them."""
    if isinstance(value, Span):
        return real(value)
    if isinstance(value, tuple):
        return tuple(plain(each, real) for each in value)
    if isinstance(value, ast.Node):
        parts = (plain(getattr(value, name), real) for name in attributes(type(value)))
        return type(value), real(value.span), *parts
    return value


def read(parsed, real=lambda span: span):
    document = parsed.document
    found = [
        (each.code, each.message, each.help, each.clause, real(each.span), plain(labels(each), real))
        for each in parsed.diagnostics
    ]
    parts = (document.uses, document.blocks, document.amendments, document.comments)
    return [plain(part, real) for part in parts], found


def cut(text):
    known = pieces(parse(Source("file.sla", text)))
    assert known is not None
    return known


def labels(finding):
    return tuple((label.span, label.text) for label in finding.labels)


def edited(text, kind, at, other):
    words = list(re.finditer(r'\w+|[{}"]', text))
    lines = text.splitlines(keepends=True)
    if not words:
        return DESK
    word, line = words[at % len(words)], at % len(lines)
    place = at % (len(text) + 1)
    match kind:
        case "sign":
            return text[:place] + SIGNS[other % len(SIGNS)] + text[place:]
        case "letters out":
            return text[:place] + text[place + 1 + other % 3 :]
        case "word out":
            return text[: word.start()] + text[word.end() :]
        case "another word":
            return text[: word.start()] + words[other % len(words)][0] + text[word.end() :]
        case "lines out":
            return "".join([*lines[:line], *lines[line + 1 + other % 6 :]])
        case "lines in":
            first = other % len(lines)
            return "".join([*lines[:line], *lines[first : first + 1 + at % 6], *lines[line:]])
    raise AssertionError(kind)


KINDS = ["sign", "letters out", "word out", "another word", "lines out", "lines in"]
numbers = st.integers(0, 99_999)
steps = st.lists(st.tuples(st.sampled_from(KINDS), numbers, numbers), min_size=1, max_size=4)


@tries(10)
@given(text=st.sampled_from(TEXTS), steps=steps)
def test_whatever_is_edited_the_tree_and_the_findings_are_those_of_the_whole_text(text, steps):
    known = cut(text)
    for kind, at, other in steps:
        text = edited(text, kind, at, other)
        whole = parse(Source("file.sla", text))
        after = replaced(known, text) or pieces(whole)
        if after is None:
            return
        assert after.text == text
        assert read(after.parsed, after.real) == read(whole)
        known = after


def changed(*edits):
    """The items of the desk that are read anew after some edits, each of which replaces what stands in it once."""
    text = DESK.replace("Monthly Fee", "Fee")
    known = after = replaced(cut(DESK), text)
    assert known is not None
    assert after is not None
    for old, new in edits:
        assert text.count(old) == 1
        text = text.replace(old, new)
        after = replaced(after, text)
        assert after is not None
        assert read(after.parsed, after.real) == read(parse(Source("file.sla", text)))
    before = set(known.parsed.document.blocks[0].items)
    items = [item for item in after.parsed.document.blocks[0].items if item not in before]
    return [clause_of(item) for item in items], after.parsed.diagnostics


@pytest.mark.parametrize(
    ("old", "new", "broken", "mended"),
    [
        ("| 4 h ", "| 4 hh ", ["service level Quick"], ["service level Quick"]),
        # A block that is not closed is read with what follows; that is known again once it is closed.
        ("20:00-24:00 }", "20:00-24:00", ["calendar Night", "service level Quick"], ["calendar Night"]),
        ("20:00-24:00 }", "20:00-24:00 } }", ["calendar Night"], ["calendar Night"]),
        ('"Quick answers"', '"Quick answers', ["service level Quick"], ["service level Quick"]),
        ("Fee per calendar month", "Fee calendar month", ["settlement"], ["settlement"]),
        ("GBP 10,000 per month", "GBP 10,000 each month", ["charge Fee"], ["charge Fee"]),
        (
            "expected at least 95%\n  }",
            "expected at least 95%",
            ["kpi Trend", "settlement"],
            ["kpi Trend", "settlement"],
        ),
        ("P1       | 1 h", "P1 when  | 1 h", ["service level Quick"], ["service level Quick"]),
        ("\n  kpi Trend", "\n  kpi opened at {}\n  kpi Trend", ["kpi opened_at", "kpi Trend"], ["kpi Trend"]),
    ],
)
def test_a_mistake_costs_the_trees_of_its_piece_and_of_what_it_reaches(old, new, broken, mended):
    items, found = changed((old, new))
    assert found
    assert items == broken
    assert changed((old, new), (new, old)) == (mended, ())


def test_a_second_mistake_is_read_beside_the_first():
    items, found = changed(("| 4 h ", "| 4 hh "), ("Mon..Sun", "Mon.Sun"))
    assert [each.code for each in found] == ["SLA011", "SLA033"]
    assert items == ["calendar Night", "service level Quick"]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('agreement Desk "', "agreement Desk "),
        ("  service Help", "  servic Help"),
        ("500.00\n  }\n}", "500.00\n  }\n"),
        ('"""A result', '"A result'),  # so that the rest of the file is a text that is not closed
        ("calendar Night", "}\nmodule Night {}\ncalendar Night"),
    ],
)
def test_a_mistake_in_a_heading_or_that_reaches_the_end_is_of_the_whole_text(old, new):
    assert DESK.count(old) == 1
    assert replaced(cut(DESK), DESK.replace(old, new)) is None
