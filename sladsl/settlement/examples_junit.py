"""Worked examples as a JUnit report, which build servers read."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from xml.etree import ElementTree as ET

from sladsl.diagnostics.diagnostic import Diagnostic
from sladsl.settlement.examples import WorkedExample
from sladsl.values import frozen


@frozen
class ReportedExample:
    """An example of an agreement, and what is told of it as text."""

    agreement: str
    worked: WorkedExample
    text: str


def junit_xml(told: Iterable[ReportedExample]) -> str:
    """A suite for each agreement, a case for each example; why one fails is the text of its failure."""
    suites: dict[str, list[ReportedExample]] = {}
    for each in told:
        suites.setdefault(each.agreement, []).append(each)
    root = ET.Element("testsuites", name="sladsl")
    for name, examples in suites.items():
        failed = sum(not each.worked.holds for each in examples)
        suite = ET.SubElement(
            root, "testsuite", name=name, tests=str(len(examples)), failures=str(failed), errors="0"
        )
        for each in examples:
            _case(suite, each)
    return _document(root)


def refused_junit_xml(errors: Sequence[Diagnostic]) -> str:
    """A suite with a case for each error that keeps all examples from being run."""
    root = ET.Element("testsuites", name="sladsl")
    count = str(len(errors))
    suite = ET.SubElement(root, "testsuite", name="check", tests=count, failures="0", errors=count)
    for each in errors:
        place = {} if each.span is None else {"file": each.span.file, "line": str(each.span.line)}
        case = ET.SubElement(suite, "testcase", classname="check", name=each.code, time="0", attrib=place)
        told = ET.SubElement(case, "error", message=_printable(each.message), type=each.code)
        told.text = _printable(each.help or "")
    return _document(root)


def _document(root: ET.Element) -> str:
    ET.indent(root)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{ET.tostring(root, encoding="unicode")}\n'


def _case(suite: ET.Element, told: ReportedExample) -> None:
    span, title = told.worked.example.span, told.worked.example.title
    case = ET.SubElement(
        suite, "testcase", classname=told.agreement, name=title, file=span.file, line=str(span.line), time="0"
    )
    if not told.worked.holds:
        wrong = sum(not outcome.holds for outcome in told.worked.outcomes)
        message = f"{wrong} of {len(told.worked.outcomes)} assertions do not hold"
        ET.SubElement(case, "failure", message=message, type="assertion").text = _printable(told.text)


def _printable(text: str) -> str:
    """The text without the characters that XML cannot hold."""
    return "".join(character for character in text if character in "\n\t" or character >= " ")
