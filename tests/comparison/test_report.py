"""The report as JSON keeps its published schema; as Markdown and HTML it tells the same changes, safely."""

import json
from html import unescape
from importlib.resources import files
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from markdown_it import MarkdownIt

from sladsl.cli import main

CONTRACT = Path(__file__).parent.parent / "cases" / "diff" / "contract"
SCHEMA = json.loads(files("sladsl.comparison").joinpath("difference.schema.json").read_text("utf-8"))
RECORDS = ("--records", "query=query.csv", "--records", "hold=hold.csv")


def report(form, capsys, monkeypatch, *more):
    monkeypatch.chdir(CONTRACT)
    with pytest.raises(SystemExit):
        main(["diff", "old.sla", "new.sla", "--format", form, *more])
    return capsys.readouterr().out


def test_the_json_keeps_its_schema(capsys, monkeypatch):
    Draft202012Validator.check_schema(SCHEMA)
    told = json.loads(report("json", capsys, monkeypatch, *RECORDS))
    Draft202012Validator(SCHEMA).validate(told)
    (agreement,) = told["agreements"]
    assert sum(agreement["counts"].values()) == len(agreement["changes"])
    assert agreement["credits"]["total"] == {
        "period": "total",
        "before": "1440.00",
        "after": "1440.00",
        "difference": "0.00",
    }


def test_markdown_and_html_tell_every_change_and_its_places(capsys, monkeypatch):
    changes = json.loads(report("json", capsys, monkeypatch))["agreements"][0]["changes"]
    markdown = MarkdownIt().enable("table").render(report("md", capsys, monkeypatch, *RECORDS))
    page = report("html", capsys, monkeypatch, *RECORDS)
    for text in (unescape(markdown), unescape(page)):
        assert "GBP 1,440.00" in text
        for change in changes:
            for place in (change["old_place"], change["new_place"]):
                assert place is None or f"{place['file']}:{place['line']}" in text
            for words in (*change["witnesses"], change["before"], change["after"]):
                assert words is None or words in text


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
