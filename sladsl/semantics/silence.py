"""Findings that the author has allowed, with a reason, in a comment: `# allow SLA145: kept for the auditors`.

A comment behind a line allows what is found on that line; comments above a line, what is found on it. Only warnings and
hints can be allowed. An allowance that says no reason, or silences nothing, is itself a finding.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from difflib import get_close_matches

from sladsl.diagnostics.codes import known_codes
from sladsl.diagnostics.diagnostic import Diagnostic, Severity
from sladsl.semantics.checks import LAST_CODES
from sladsl.semantics.findings import warning
from sladsl.source import Span
from sladsl.syntax import ast
from sladsl.syntax.clauses import clause_at
from sladsl.values import frozen

_ALLOWANCE = re.compile(r"#\s*allow\s+(?P<code>SLA\w*)\s*(?::\s*(?P<reason>.*))?", re.IGNORECASE)


@frozen
class Silenced:
    """A finding that is not reported as such, the author's reason, and where that stands."""

    finding: Diagnostic
    reason: str
    span: Span


@frozen
class Silence:
    """The findings that remain, those about allowances among them, and those silenced."""

    findings: tuple[Diagnostic, ...]
    silenced: tuple[Silenced, ...]


@frozen(eq=False)
class _Allowance:
    code: str
    reason: str
    span: Span
    line: int
    document: ast.Document


def silence(findings: Sequence[Diagnostic], documents: Iterable[ast.Document]) -> Silence:
    """Take out what comments in the documents allow."""
    allowances = [allowance for document in documents for allowance in _allowances(document)]
    kept: list[Diagnostic] = []
    silenced: list[Silenced] = []
    for finding in findings:
        allowed = next((each for each in allowances if _silences(each, finding)), None)
        if allowed is None:
            kept.append(finding)
        else:
            silenced.append(Silenced(finding, allowed.reason, allowed.span))
    about = [problem for each in allowances if (problem := _problem(each, findings)) is not None]
    return Silence((*kept, *about), tuple(silenced))


def _allowances(document: ast.Document) -> Iterator[_Allowance]:
    alone = {
        comment.span.line
        for comment in document.comments
        if not document.source.line(comment.span.line)[: comment.span.column - 1].strip()
    }
    for comment in document.comments:
        found = _ALLOWANCE.match(comment.text)
        if found is None:
            continue
        line = comment.span.line
        while line in alone:
            line += 1
        yield _Allowance(found["code"], (found["reason"] or "").strip(), comment.span, line, document)


def _silences(allowance: _Allowance, finding: Diagnostic) -> bool:
    return finding.severity is not Severity.ERROR and bool(allowance.reason) and _is_meant(allowance, finding)


def _is_meant(allowance: _Allowance, finding: Diagnostic) -> bool:
    """Whether a finding has the code of an allowance, and its line."""
    span = finding.span
    if span is None or span.file != allowance.span.file or finding.code != allowance.code:
        return False
    return span.line <= allowance.line <= span.end_line


def _problem(allowance: _Allowance, findings: Iterable[Diagnostic]) -> Diagnostic | None:
    code, span = allowance.code, allowance.span
    clause = clause_at(allowance.document, span.start)
    if code not in known_codes():
        near = get_close_matches(code.upper(), known_codes(), n=1)
        write = f"did you mean `{near[0]}`?" if near else "the code stands in brackets before a finding"
        return warning("SLA055", span, f"no finding has the code `{code}`", clause=clause, write=write)
    if not allowance.reason:
        write = f"write `# allow {code}: ` and why it is right here"
        return warning(
            "SLA054", span, f"this comment allows {code} and gives no reason", clause=clause, write=write
        )
    meant = [finding for finding in findings if _is_meant(allowance, finding)]
    if any(finding.severity is Severity.ERROR for finding in meant):
        message = f"{code} is an error here, and an error cannot be allowed"
        return warning("SLA056", span, message, clause=clause, write="mend it, and take the comment out")
    if not meant and not (code in LAST_CODES and _has_error(findings)):
        message = f"this comment allows {code}, which is not found on its line"
        return warning("SLA057", span, message, clause=clause, write=_MOVE)
    return None


def _has_error(findings: Iterable[Diagnostic]) -> bool:
    """Whether there is an error, so that what only sound files are looked through for is not known."""
    return any(finding.severity is Severity.ERROR for finding in findings)


_MOVE = "take it out, or put it behind the line that it is about, or on a line of its own above that"
