"""Every agreement, module and snippet that comes with the project is in the one form of `sladsl fmt`.

`pytest tests/test_formatted.py --update` lays them out.
"""

import re
from pathlib import Path

import pytest

from sladsl.source import Source
from sladsl.syntax.layout.formatting import formatted

ROOT = Path(__file__).parent.parent
FOLDERS = ("agreements/*", "stdlib/*", "benchmarks/**", "sladsl/cli/starts/*")
FILES = sorted(path for folder in FOLDERS for path in ROOT.glob(f"{folder}/*.sla"))
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md")), ROOT / "stdlib" / "README.md"]
SNIPPET = re.compile(r"^```sla( [\w.]+)?\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def name(path):
    return str(path.relative_to(ROOT))


def laid_out(text, where):
    result = formatted(Source(where, text))
    assert result.text is not None, result.diagnostics
    return result.text


def snippet(fence, where):
    """A fence with its text laid out; items of an agreement stand as far out as they do without it."""
    what, text = fence[1] or "", fence[2]
    if what != " items":
        return f"```sla{what}\n{laid_out(text, where)}```"
    whole = laid_out(f"module snippet {{\n{text}}}\n", where)
    return f"```sla items\n{outdented(whole)}```"


def outdented(module):
    """What stands in a module, two columns further out; prose keeps the columns it has."""
    parts = re.split(r'("""[\s\S]*?""")', module.partition("\n")[2].removesuffix("}\n"))
    return "".join(
        part if number % 2 else re.sub(r"^  ", "", part, flags=re.MULTILINE)
        for number, part in enumerate(parts)
    )


@pytest.mark.parametrize("path", [*FILES, *PAGES], ids=name)
def test_it_is_in_the_one_form(path, request):
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".md":
        expected = SNIPPET.sub(lambda fence: snippet(fence, name(path)), text)
    else:
        expected = laid_out(text, name(path))
    if request.config.getoption("--update"):
        path.write_text(expected, encoding="utf-8")
    assert path.read_text(encoding="utf-8") == expected
