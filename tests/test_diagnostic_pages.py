"""Every diagnostic code has an explanation page and a case whose expected output shows it.

What the checker proves of an agreement before any data has two more: a case named by its code that is wrong, and beside
it, in `good/`, the nearest agreement that is sound. `test_cases.py` checks both.
"""

import re
from pathlib import Path

ROOT = Path(__file__).parent.parent
PAGES = ROOT / "docs" / "diagnostics"
SECTIONS = ("## What", "## Why it matters", "## Wrong", "## Right")


def codes_in(paths):
    return {code for path in paths for code in re.findall(r"\bSLA\d{3}\b", path.read_text(encoding="utf-8"))}


UNREACHED = {"SLA053"}
"""Guards against mistakes of our own, which no text is known to reach; a test of their phase shows each."""

CODES = codes_in((ROOT / "sladsl").rglob("*.py"))

PROVED = {code for code in codes_in((ROOT / "sladsl" / "semantics").rglob("*.py")) if code >= "SLA100"}
"""What is found of the meaning of a text that can be read; lower codes are of its spelling, and of what it allows."""

NAMED = sorted((ROOT / "tests" / "cases").glob("*/*/sla???-*.sla"))
GOOD = {
    (case.parent.parent, case.name[:6].upper())
    for case in NAMED
    if case.parent.name == "good" and f"allow {case.name[:6].upper()}" not in case.read_text("utf-8")
}
BAD = {
    (case.parent.parent, case.name[:6].upper())
    for case in NAMED
    if case.parent.name == "bad"
    and f"[{case.name[:6].upper()}]" in case.with_suffix(".txt").read_text("utf-8")
}
"""The folder of a feature, and a code that a case in its `good/` or `bad/` is named by.

A bad one shows it, and a good one has no need to allow it.
"""


def test_every_code_has_a_page_and_every_page_a_code():
    assert {page.stem for page in PAGES.glob("SLA*.md")} == CODES


def test_a_page_has_its_code_as_title_and_every_section():
    incomplete = [
        page.name
        for page in sorted(PAGES.glob("SLA*.md"))
        if not page.read_text(encoding="utf-8").startswith(f"# {page.stem}: ")
        or any(f"\n{section}\n" not in page.read_text(encoding="utf-8") for section in SECTIONS)
    ]
    assert incomplete == []


def test_every_code_has_a_case():
    shown = codes_in((ROOT / "tests" / "cases").rglob("*.txt"))
    assert sorted(CODES - shown) == sorted(UNREACHED)


def test_what_is_proved_has_a_case_of_its_name_that_shows_it():
    assert sorted(PROVED - {code for _, code in BAD}) == []


def test_what_is_proved_has_a_sound_case_of_its_name_beside_the_wrong_one():
    assert sorted(PROVED - {code for _, code in GOOD & BAD}) == []


def test_a_sound_case_has_a_wrong_one_beside_it():
    assert sorted(GOOD - BAD) == []
