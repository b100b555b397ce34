"""Whatever a file holds, it is checked and laid out without an exception, in work that grows as the file does.

`make fuzz` tries many more texts than a run of the tests does.
"""

import os
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sladsl import pipeline
from sladsl.source import Source
from sladsl.syntax.layout.formatting import formatted
from sladsl.syntax.parser import parse

ROOT = Path(__file__).parents[2]
FILES = [
    *ROOT.glob("agreements/*/*.sla"),
    *ROOT.glob("stdlib/*/*.sla"),
    *ROOT.glob("tests/cases/*/good/*.sla"),
]
PIECE = re.compile(r'"""[\s\S]*?"""|"[^"\n]*"|#[^\n]*|[\w.,:%+-]*\w%?|[^\s\w]|\s+')
TEXTS = [PIECE.findall(path.read_text(encoding="utf-8")) for path in sorted(FILES)]
POOL = sorted({piece for pieces in TEXTS for piece in pieces})
AWKWARD = list('{}()|"#,.:;?-+*/<>=\n\t\\\r\x0b\x85\u00a0\u202e\u0301\u2028£€“”’…٣²ªⅷ漢🙂')
EXAMPLES = int(os.environ.get("SLADSL_FUZZ", "60"))


@st.composite
def mutated(draw):
    """A sound text with a few of its pieces left out, put in, replaced, repeated, swapped or spoilt."""
    pieces = list(draw(st.sampled_from(TEXTS)))
    for _ in range(draw(st.integers(1, 8))):
        at = draw(st.integers(0, len(pieces) - 1))
        match draw(st.sampled_from(["out", "in", "instead", "again", "swap", "spoil"])):
            case "out":
                del pieces[at : at + draw(st.integers(1, 3))]
            case "in":
                pieces.insert(at, draw(st.sampled_from(POOL)))
            case "instead":
                pieces[at] = draw(st.sampled_from(POOL))
            case "again":
                pieces[at:at] = pieces[at : at + draw(st.integers(1, 12))]
            case "swap":
                other = draw(st.integers(0, len(pieces) - 1))
                pieces[at], pieces[other] = pieces[other], pieces[at]
            case "spoil":
                place = draw(st.integers(0, len(pieces[at])))
                pieces[at] = f"{pieces[at][:place]}{draw(st.sampled_from(AWKWARD))}{pieces[at][place:]}"
        pieces = pieces or ["module"]
    return "".join(pieces)


def survives(text, folder):
    parsed = parse(Source("test.sla", text))
    assert len(parsed.diagnostics) <= 51
    if not parsed.diagnostics:
        once = formatted(Source("test.sla", text))
        assert once.text is not None, once.diagnostics
        assert formatted(Source("test.sla", once.text)).text == once.text
    (folder / "test.sla").write_text(text, encoding="utf-8", newline="")
    pipeline.check([folder / "test.sla"])


@settings(max_examples=EXAMPLES)
@given(mutated())
def test_a_mutated_text_is_checked_and_laid_out(tmp_path_factory, text):
    survives(text, tmp_path_factory.mktemp("fuzz"))


@settings(max_examples=EXAMPLES)
@given(st.lists(st.sampled_from(POOL) | st.sampled_from(AWKWARD) | st.just(" "), max_size=120).map("".join))
def test_a_random_text_is_checked_and_laid_out(tmp_path_factory, text):
    survives(text, tmp_path_factory.mktemp("fuzz"))


@pytest.mark.parametrize(
    "unit", ["{", "}", "(", "| a |\n", '"', '"""', "#", "“", "word ", "9", "- ", "98,5% ", "use a\n"]
)
@pytest.mark.parametrize("around", ["", 'module m "M" {\n', "module m { service level L { for each x where "])
def test_four_times_the_text_takes_no_more_than_five_times_the_calls(around, unit, calls):
    short, long = (calls(read, around + unit * (size // len(unit))) for size in (1_000, 4_000))
    assert long < 5 * max(short, 7_000)


def read(text):
    parse(Source("test.sla", text))
