"""The JUnit report of worked examples that an error keeps from being run."""

import pytest

from sladsl.cli import main
from sladsl.diagnostics.diagnostic import Diagnostic, Severity
from sladsl.settlement.examples_junit import refused_junit_xml


def test_errors_of_an_agreement_stand_in_the_report_of_its_examples(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    text = 'module hours {\n  calendar Office "Office" {\n    Mon-Fri 09:00-17:00\n  }\n}\n'
    (tmp_path / "hours.sla").write_text(text)
    (tmp_path / "report.xml").write_text("of a run before")
    with pytest.raises(SystemExit) as left:
        main(["test", "hours.sla", "--junit", "report.xml"])
    assert left.value.code == 1
    assert (tmp_path / "report.xml").read_text(encoding="utf-8") == (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<testsuites name="sladsl">\n'
        '  <testsuite name="check" tests="1" failures="0" errors="1">\n'
        '    <testcase file="hours.sla" line="3" classname="check" name="SLA011" time="0">\n'
        '      <error message="days from one to another are not joined by `-`" type="SLA011">write `Mon..Fri`</error>\n'
        "    </testcase>\n"
        "  </testsuite>\n"
        "</testsuites>\n"
    )


def test_an_error_without_a_place_is_reported_without_one():
    written = refused_junit_xml([Diagnostic("SLA420", Severity.ERROR, "nothing\x00 is given")])
    assert '<testcase classname="check" name="SLA420" time="0">\n' in written
    assert '<error message="nothing is given" type="SLA420" />\n' in written
