"""Every diagnostic code has an explanation page and a case whose expected output shows it."""

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
