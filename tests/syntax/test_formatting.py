"""What holds of the one form, however a text was laid out before."""

import io
import re
from pathlib import Path
from random import Random

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from sladsl.cli import main
from sladsl.planning.serialise import plan_hash
from sladsl.source import Source
from sladsl.syntax.comments import comments_of
from sladsl.syntax.layout.formatting import formatted, keeps, refusal
from sladsl.syntax.layout.words import words_of
from sladsl.syntax.parser import parse
from tests.properties.agreements import agreement as made_agreement
from tests.properties.runs import compiled
from tests.properties.text import agreement_text
from tests.syntax.layouts import disarranged
from tests.tries import tries

ROOT = Path(__file__).parents[2]
SHIPPED = sorted([*ROOT.glob("agreements/*/*.sla"), *ROOT.glob("stdlib/*/*.sla")])
CASES = sorted(ROOT.glob("tests/cases/**/good/*.sla"))
TEXTS = [
    path.read_text(encoding="utf-8")
    for path in (*SHIPPED, *CASES, Path(__file__).with_name("every_line.sla"))
]
WHICH = st.integers(0, len(TEXTS) - 1)
SEEDS = st.integers(0, 2**32)
LISTS = st.lists(SEEDS, min_size=1, max_size=3)
some = tries(30)


def fmt(text):
    result = formatted(Source("test.sla", text))
    assert result.diagnostics == ()
    assert result.text is not None
    return result.text


def comments(text):
    return [comment.text for comment in comments_of(Source("test.sla", text))]


def tokens(text):
    """The tokens that say something only as they are written."""
    return [
        word.text
        for word in words_of(Source("test.sla", text))
        if word.terminal in {"NAME", "QUOTED", "PROSE"}
    ]


def without_remarks(text):
    """A text without its comments and empty lines, outside of prose."""
    parts = re.split(r'("""[\s\S]*?""")', "".join(pieces_between(comments_of(Source("t", text)), text)))
    return "".join(
        part if number % 2 else re.sub(r"\n[ \n]*\n", "\n", part) for number, part in enumerate(parts)
    )


def pieces_between(remarks, text):
    end = 0
    for remark in remarks:
        yield text[end : remark.span.start]
        end = remark.span.end
    yield text[end:]


def trailing(text):
    """Of each comment, whether something stands before it on its line."""
    return [
        text[text.rfind("\n", 0, comment.span.start) + 1 : comment.span.start].strip() != ""
        for comment in comments_of(Source("test.sla", text))
    ]


def assert_lawful(before, after):
    assert fmt(after) == after
    assert comments(after) == comments(before)
    assert trailing(after) == trailing(before)
    assert tokens(after) == tokens(before)
    assert "\n\n\n" not in re.sub(r'"""[\s\S]*?"""', "", after)
    assert not re.search(r"[ \t]$", re.sub(r'"""[\s\S]*?"""', '""', after), re.MULTILINE)


@some
@given(WHICH, SEEDS)
def test_any_layout_comes_to_the_same_form(which, seed):
    """Comments and empty lines are the author's; all other layout is not."""
    text = without_remarks(fmt(TEXTS[which]))
    assert fmt(disarranged(text, Random(seed))) == fmt(text)


@some
@given(WHICH, SEEDS)
def test_comments_and_empty_lines_stay_where_they_are(which, seed):
    before = disarranged(TEXTS[which], Random(seed), comments=True, empty_lines=True)
    # A few words are read only next to each other, and then not with a comment between them.
    assume(parse(Source("test.sla", before)).diagnostics == ())
    assert_lawful(before, fmt(before))


@tries(4)
@given(SEEDS, LISTS, LISTS)
def test_a_plan_keeps_its_hash(tmp_path_factory, seed, levels, steps):
    text = agreement_text(made_agreement(seed, levels, steps))
    before = disarranged(text, Random(seed), comments=True, empty_lines=True)
    # As above, a comment may fall between words that are read only next to each other: then there are none.
    if parse(Source("test.sla", before)).diagnostics:
        before = disarranged(text, Random(seed), empty_lines=True)
    folder = tmp_path_factory.mktemp("plans")
    after = fmt(before)
    assert plan_hash(compiled(folder, after).plan) == plan_hash(compiled(folder, text).plan)
    assert_lawful(before, after)


def test_line_ends_stay_those_of_the_first_line():
    assert formatted(Source("m.sla", 'module  m "M" {\r\n}\r\n')).text == 'module m "M" { }\r\n'
    assert formatted(Source("m.sla", 'module  m "M" {\n}\r\n')).text == 'module m "M" { }\n'


def test_a_text_that_would_say_something_else_is_refused():
    """No text is known to come to this; it is the last guard before a file is written."""
    before = parse(
        Source("m.sla", 'module m "M" { calendar Office "Office" { Mon 09:00-17:00 } } # end')
    ).document
    same = 'module m "M" {\n  calendar Office "Office" {\n    Mon 09:00-17:00\n  }\n}  # end\n'
    assert keeps(before, same)
    assert not keeps(before, same.replace("17:00", "17:30"))
    assert not keeps(before, same.replace("Mon", "Mon..Fri"))
    assert not keeps(before, same.replace("  # end", ""))
    assert not keeps(before, same.replace("module", "modul"))
    assert refusal(before.source).code == "SLA053"


def test_laying_out_takes_less_than_four_times_the_calls_of_parsing(calls):
    source = Source("test.sla", max(TEXTS, key=len))
    formatted(source)  # what is read at first use is read now
    assert calls(formatted, source) < 4 * calls(parse, source)


@pytest.mark.parametrize("arguments", [[], ["--check"], ["--diff"]], ids=str)
@pytest.mark.parametrize("data", [b'module  m "M" { }', b'module m "M" { }\n', b"\xff", b"module"], ids=str)
def test_standard_input_is_laid_out_on_standard_output(arguments, data, capfdbinary, monkeypatch):
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(data)))
    with pytest.raises(SystemExit) as exit_:
        main(["fmt", *arguments, "-"])
    out, err = capfdbinary.readouterr()
    is_sound, is_formatted = data.startswith(b"module "), data.endswith(b"\n")
    written = b'module m "M" { }\n' if is_sound and not arguments else b""
    difference = b"--- <stdin>" if is_sound and not is_formatted and arguments == ["--diff"] else b""
    assert exit_.value.code == int(not is_sound or (bool(arguments) and not is_formatted))
    assert out.startswith(written or difference)
    assert bool(out) == bool(written or difference)
    assert bool(err) != is_sound
