"""Findings as other programs and other terminals get them."""

import json
import re
from pathlib import Path

import jsonschema
import pytest

from sladsl import pipeline
from sladsl.cli.output import palette
from sladsl.diagnostics.diagnostic import DataPlace, Diagnostic, Label, Severity
from sladsl.diagnostics.github import to_github
from sladsl.diagnostics.render import COLOURED, PLAIN, Palette, render_one, width
from sladsl.diagnostics.sarif import to_sarif
from sladsl.source import Source
from tests.tries import TIMES

ROOT = Path(__file__).parents[2]
SCHEMA = json.loads(Path(__file__).with_name("sarif.schema.json").read_text(encoding="utf-8"))
SOURCE = Source("my desk.sla", "term 2026-01-01\nto 2025-12-31\n")
SEVERAL_LINES = Diagnostic(
    "SLA199",
    Severity.WARNING,
    "the term ends before it begins, 100% of it",
    SOURCE.span(5, 29),
    labels=(Label(SOURCE.span(0, 4), "of this"),),
    help="write a later day:\n`to 2026-12-31`",
    clause="agreement Desk, Ltd",
)
OF_RECORDS = Diagnostic(
    "SLA410", Severity.ERROR, "no time", place=DataPlace("data/query.csv", 3, "asked_at", "x")
)
NOWHERE = Diagnostic("SLA001", Severity.HINT, "the file is empty")


def log(*findings):
    read = json.loads(to_sarif(findings, "0"))
    jsonschema.validate(read, SCHEMA)
    return read["runs"][0]


def test_a_log_of_the_cases_is_as_the_standard_says():
    """Of every third in a run of the tests, of all in `make laws`."""
    cases = sorted(ROOT.glob("tests/cases/*/bad/*.sla"))
    checked = pipeline.check(cases[:: 3 if TIMES == 1 else 1])
    run = log(*checked.diagnostics)
    assert len(run["results"]) == len(checked.diagnostics)
    for result in run["results"]:
        assert run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == result["ruleId"]
    fingerprints = [result["partialFingerprints"]["finding/v1"] for result in run["results"]]
    assert len(set(fingerprints)) == len(fingerprints)


def test_places_in_a_log_are_references_with_lines_and_columns():
    result, of_records, nowhere = log(SEVERAL_LINES, OF_RECORDS, NOWHERE)["results"]
    (place,) = result["locations"]
    assert place["physicalLocation"]["artifactLocation"]["uri"] == "my%20desk.sla"
    assert place["physicalLocation"]["region"] == {
        "startLine": 1,
        "startColumn": 6,
        "endLine": 2,
        "endColumn": 14,
    }
    assert place["logicalLocations"] == [{"fullyQualifiedName": "agreement Desk, Ltd"}]
    assert result["relatedLocations"][0]["message"] == {"text": "of this"}
    assert of_records["locations"][0]["physicalLocation"]["region"] == {"startLine": 3}
    assert nowhere["locations"] == []
    assert [each["level"] for each in (result, of_records, nowhere)] == ["warning", "error", "note"]


def test_a_fingerprint_stays_when_lines_are_added_above():
    below = Source(SOURCE.name, "\n\n" + SOURCE.text)
    moved = Diagnostic(**{**fields_of(SEVERAL_LINES), "span": below.span(7, 31), "labels": ()})
    assert fingerprint(moved) == fingerprint(SEVERAL_LINES)
    assert fingerprint(Diagnostic(**{**fields_of(moved), "code": "SLA198"})) != fingerprint(moved)


def fields_of(finding):
    return {name: getattr(finding, name) for name in ("code", "severity", "message", "span", "clause")}


def fingerprint(finding):
    return log(finding)["results"][0]["partialFingerprints"]["finding/v1"]


def test_annotations_escape_what_would_end_them():
    told = to_github([SEVERAL_LINES, OF_RECORDS, NOWHERE]).splitlines()
    assert told == [
        (
            "::warning file=my desk.sla,line=1,endLine=2,title=SLA199::the term ends before it begins, 100%25 of it"
            " (in agreement Desk, Ltd)%0Ahelp: write a later day:%0A`to 2026-12-31`"
        ),
        "::error file=data/query.csv,line=3,title=SLA410::no time",
        "::notice title=SLA001::the file is empty",
    ]
    awkward = Diagnostic("SLA410", Severity.ERROR, "x", place=DataPlace("a,b:c%.csv"))
    assert to_github([awkward]) == "::error file=a%2Cb%3Ac%25.csv,title=SLA410::x\n"


@pytest.mark.parametrize(
    ("environment", "is_terminal", "expected"),
    [
        ({}, False, PLAIN),
        ({"FORCE_COLOR": "1"}, False, COLOURED),
        ({"FORCE_COLOR": "1", "NO_COLOR": "1"}, True, "plain"),
        ({"NO_COLOR": "1"}, True, "plain"),
        ({"TERM": "dumb"}, True, "plain"),
        ({"TERM": "xterm"}, True, "coloured"),
        ({"COLUMNS": "50"}, False, Palette(columns=50)),
        ({"COLUMNS": "wide"}, False, PLAIN),
    ],
    ids=str,
)
def test_colours_and_width_are_those_of_the_terminal(environment, is_terminal, expected, monkeypatch):
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr("sys.stdout.isatty", lambda: is_terminal)
    look = palette(err=False)
    if isinstance(expected, Palette):
        assert look == expected
    else:
        assert (look.error != "", look.columns is not None) == (expected == "coloured", True)


@pytest.mark.parametrize("columns", [40, 60, 100])
def test_text_stays_within_the_width(columns):
    long = Source("desk.sla", f"{'a ' * 200}here{' b' * 200}\n")
    finding = Diagnostic(
        "SLA100",
        Severity.ERROR,
        "a message " * 30 + "ends",
        long.span(400, 404),
        help="a hint " * 30 + "ends",
    )
    text = render_one(finding, {"desk.sla": long}, Palette(columns=columns))
    assert max(map(width, text.splitlines())) <= columns
    assert re.sub(r"\s+", " ", text).count("a message") == 30
    coloured = render_one(finding, {"desk.sla": long}, Palette("\x1b[31m", end="\x1b[0m", columns=columns))
    assert re.sub(r"\x1b\[\d+m", "", coloured) == text
    assert "here" in text
