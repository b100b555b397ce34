"""One word left out of a good agreement: never a crash, and one finding at most."""

import re
from pathlib import Path

import pytest

from sladsl.planning.from_analysis import contract, plan
from sladsl.resources import stdlib_dir
from sladsl.semantics.analysis import analyse
from sladsl.semantics.files.modules import unknown_module
from sladsl.source import Source
from sladsl.syntax.parser import parse
from tests.tries import TIMES

CASES = Path(__file__).parent.parent / "cases" / "semantics" / "good"
PROGRAMS = sorted(CASES.glob("*.sla"))
WORD = re.compile(r'"""[\s\S]*?"""|"[^"\n]*"|[\w.%:/-]+|[^\s\w]')


def findings(text):
    parsed = parse(Source("agreement.sla", text))
    analysis = analyse(parsed, load)
    planned, problems = plan(analysis)
    if planned is not None:
        contract(analysis)
    return (*parsed.diagnostics, *analysis.diagnostics, *problems)


def load(document, use):
    is_file = hasattr(use.path, "value")
    folder = CASES / Path(document.source.name).parent if is_file else stdlib_dir()
    path = folder / (use.path.value if is_file else f"{use.path.text.replace('.', '/')}.sla")
    if not path.is_file():
        return unknown_module(use, [])
    return parse(Source(str(path), path.read_text(encoding="utf-8")))


@pytest.mark.parametrize("program", PROGRAMS, ids=lambda path: path.stem)
def test_a_word_left_out_gives_one_finding_of_meaning_at_most(program):
    """Of every tenth word in a run of the tests; `make laws` leaves out each."""
    text = program.read_text(encoding="utf-8")
    for word in list(WORD.finditer(text))[:: 10 if TIMES == 1 else 1]:
        found = findings(text[: word.start()] + text[word.end() :])
        meant = [finding for finding in found if finding.code >= "SLA100"]
        syntax = [finding for finding in found if finding.code < "SLA100"]
        assert len(meant) <= (0 if syntax else 1), (word, [finding.message for finding in found])
