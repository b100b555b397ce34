"""Plans of all kinds: those of the agreements in the tree, and of the snippets of the documentation."""

from __future__ import annotations

import re
from pathlib import Path

from sladsl import pipeline

ROOT = Path(__file__).parent.parent.parent
SNIPPET = re.compile(r"^```sla items\n(.*?)^```$", re.MULTILINE | re.DOTALL)
HEADER = """\
agreement Snippet "Snippet" {
  version  "1.0"
  provider Provider "The provider"
  customer Customer "The customer"
  term     2026-01-01 to 2028-12-31
  timezone Europe/London
  currency GBP
  law      "England and Wales"
"""


def snippets(folder):
    """The snippets of the documentation as files."""
    for page in sorted((ROOT / "docs").glob("*.md")):
        for number, snippet in enumerate(SNIPPET.findall(page.read_text(encoding="utf-8"))):
            file = folder / f"{page.stem}{number}.sla"
            file.write_text(f"{HEADER}{snippet}}}\n", encoding="utf-8")
            yield file


def agreements(folder):
    """All of them checked; a case that is refused is none."""
    rare = Path(__file__).parent.glob("rare*.sla")
    cases = ROOT / "tests" / "cases"
    steps = (each for each in cases.glob("settlement/*/*.sla") if each.parent.name != "bad")
    files = sorted(
        {*rare, *ROOT.glob("agreements/*/agreement.sla"), *cases.glob("*/*/agreement.sla"), *steps}
    )
    return pipeline.check([*files, *snippets(folder)]).agreements
