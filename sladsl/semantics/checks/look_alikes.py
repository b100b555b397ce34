"""Text that looks like something else: characters that turn the order of others round, and names of several scripts."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from sladsl.diagnostics.diagnostic import Diagnostic
from sladsl.semantics.findings import error, warning
from sladsl.semantics.meaning import Analysis
from sladsl.syntax import ast
from sladsl.syntax.walk import remembered, walk

_TURNING = re.compile("[\u202a\u202b\u202d\u202e\u2066-\u2068]")
"""Those that begin a stretch in another order; what ends it says nothing alone."""
_SCRIPTS = ("LATIN", "GREEK", "CYRILLIC", "ARMENIAN", "CHEROKEE")
"""Scripts some of whose letters look like those of another one."""


def check(analysis: Analysis) -> Iterator[Diagnostic]:
    """Look through the file that is checked; its modules are looked at when they are."""
    source = analysis.module.source
    for found in _TURNING.finditer(source.text):
        yield error(
            "SLA813",
            source.span(found.start(), found.end()),
            f"the invisible character U+{ord(found[0]):04X} changes the order in which the text after it is shown",
            write="take it out: what people read must be what is settled",
        )
    seen: set[str] = set()
    for block in analysis.module.document.blocks:
        for name in (block.name, *(name for item in block.items for name in _beyond_ascii(item))):
            if not name.text.isascii() and name.text not in seen:
                seen.add(name.text)
                yield from _mixed(name)


@remembered
def _beyond_ascii(item: ast.Node) -> tuple[ast.Name, ...]:
    return tuple(node for node in walk(item) if isinstance(node, ast.Name) and not node.text.isascii())


def _mixed(name: ast.Name) -> Iterator[Diagnostic]:
    """A finding for a name whose letters are of several scripts, with those that are few."""
    letters = {script: "".join(dict.fromkeys(_of(script, name.text))) for script in _SCRIPTS}
    used = {script: written for script, written in letters.items() if written}
    if len(used) > 1:
        told = " and ".join(f"{script.capitalize()} `{written}`" for script, written in used.items())
        yield warning(
            "SLA814",
            name.span,
            f"the name `{name.text}` mixes letters of several scripts: {told}",
            write="write it in one script, so that no other name looks the same",
        )


def _of(script: str, text: str) -> Iterator[str]:
    return (letter for letter in text if unicodedata.name(letter, "").startswith(f"{script} "))
