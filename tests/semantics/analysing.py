"""Agreements for the tests of semantics: a text in, its analysis or plan out."""

from sladsl.planning.from_analysis import plan
from sladsl.semantics.analysis import analyse
from sladsl.source import Source
from sladsl.syntax.parser import parse

HEADER = """
  provider Acme  "Acme Services Ltd"
  customer Buyer "Buyer plc"
  term     2026-01-01 to 2026-12-31
  timezone Europe/London
  currency GBP
"""


IDLE = {"SLA811", "SLA812"}
"""Findings about names that nothing reads: a test need not read all that it declares."""


def analysis_of(text, modules=None):
    """The analysis of a text; `modules` are texts by the path in quotes under which they are used."""
    own = parse(Source("agreement.sla", text))
    assert own.diagnostics == ()

    def load(_document, use):
        return parsed[use.path.value]

    parsed = {name: parse(Source(name, written)) for name, written in (modules or {}).items()}
    return analyse(own, load)


def plan_of(text, modules=None):
    analysis = analysis_of(text, modules)
    planned, findings = plan(analysis)
    assert [each for each in (*analysis.diagnostics, *findings) if each.code not in IDLE] == []
    assert planned is not None
    return planned


def codes_of(text, modules=None):
    return [finding.code for finding in analysis_of(text, modules).diagnostics]
