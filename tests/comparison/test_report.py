"""The report as JSON keeps its published schema; as Markdown and HTML it tells the same changes, safely."""

import json
import re
from html import unescape
from importlib.resources import files
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from markdown_it import MarkdownIt

import sladsl
from sladsl import pipeline, showing
from sladsl.cli import main
from sladsl.comparison.reports.report import ComparedAgreement, Difference
from sladsl.diagnostics.render import COLOURED, PLAIN
from sladsl.values import evolve

CONTRACT = Path(__file__).parent.parent / "cases" / "diff" / "contract"
SCHEMA = json.loads(files("sladsl.comparison").joinpath("difference.schema.json").read_text("utf-8"))
RECORDS = {"query": [CONTRACT / "query.csv"], "hold": [CONTRACT / "hold.csv"]}


@pytest.fixture(scope="module")
def report():
    """The difference of the case, with its money."""
    old, new = (sladsl.load(CONTRACT / f"{version}.sla") for version in ("old", "new"))
    runs = [pipeline.run(each, RECORDS, pipeline.Request()) for each in (old, new)]
    money = pipeline.compare_money(runs[0], runs[1])
    return Difference(
        "old.sla", "new.sla", (ComparedAgreement("old.sla", "new.sla", pipeline.compare(old, new), money),)
    )


def test_the_json_keeps_its_schema(report):
    Draft202012Validator.check_schema(SCHEMA)
    told = json.loads(showing.show_difference(report, "json", PLAIN))
    Draft202012Validator(SCHEMA).validate(told)
    (agreement,) = told["agreements"]
    assert sum(agreement["counts"].values()) == len(agreement["changes"])
    assert agreement["credits"]["total"] == {
        "period": "total",
        "before": "1440.00",
        "after": "1440.00",
        "difference": "0.00",
    }


def test_markdown_and_html_tell_every_change_and_its_places(report):
    changes = report.compared[0].comparison.changes
    markdown = MarkdownIt().enable("table").render(showing.show_difference(report, "md", PLAIN))
    page = showing.show_difference(report, "html", PLAIN)
    for text in (unescape(markdown), unescape(page)):
        assert "GBP 1,440.00" in text
        for change in changes:
            for place in (change.old, change.new):
                assert place is None or f"{place.file}:{place.line}" in text
            for words in (*change.shown, change.before, change.after):
                assert words is None or words in text


def test_a_terminal_has_its_colours_and_its_width(report):
    text = showing.show_difference(report, "text", evolve(COLOURED, columns=60))
    assert "\x1b[1;36mstricter\x1b[0m  minimum" in text
    told = re.sub("\x1b[^m]*m", "", text).partition("Credits under both versions")[0]
    assert max(map(len, told.splitlines())) <= 75  # the names of files are not broken


def test_what_an_agreement_says_is_no_markup(tmp_path, capsys, monkeypatch):
    monkeypatch.chdir(tmp_path)
    text = (CONTRACT / "old.sla").read_text("utf-8")
    Path("house.sla").write_text((CONTRACT / "house.sla").read_text("utf-8"), encoding="utf-8")
    Path("old.sla").write_text(text, encoding="utf-8")
    Path("new.sla").write_text(text.replace("Monthly Fee", "<script>|**Fee**"), encoding="utf-8")
    for form in ("md", "html"):
        with pytest.raises(SystemExit):
            main(["diff", "old.sla", "new.sla", "--format", form])
        out = capsys.readouterr().out
        assert "<script>" not in (MarkdownIt().render(out) if form == "md" else out)
