"""Worked examples as a JUnit report, which build servers read."""

from __future__ import annotations

from collections.abc import Iterable
from xml.etree import ElementTree as ET

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
