"""The list of what is due as JSON keeps its published schema."""

import json
from importlib.resources import files
from pathlib import Path

from jsonschema import Draft202012Validator

import sladsl
from sladsl import pipeline, showing
from sladsl.values import evolve

CASE = Path(__file__).parent.parent / "cases" / "clocks" / "due"
SCHEMA = json.loads(files("sladsl.settlement").joinpath("due.schema.json").read_text("utf-8"))


def listed(agreement, records, as_of):
    loaded = sladsl.load(CASE / agreement)
    bindings = {name: [(CASE / agreement).parent / f"{name}.csv"] for name in records}
    found = pipeline.due(loaded, bindings, pipeline.request(loaded, as_of=as_of))
    assert found.diagnostics == ()
    return loaded, found


def test_the_json_keeps_its_schema():
    Draft202012Validator.check_schema(SCHEMA)
    for asked in (
        ("agreement.sla", ("invoice", "hold"), "2026-03-06 12:00"),
        ("ledgers.sla", ("ledger", "mail"), "2026-04-07 18:00"),
        ("../../amendments/desk/agreement.sla", ("query",), "2026-08-11 00:00"),
    ):
        agreement, found = listed(*asked)
        document = json.loads(showing.show_due(agreement, found, "json"))
        assert document["deadlines"]
        Draft202012Validator(SCHEMA).validate(document)


def test_a_record_without_a_key_is_named_by_its_file_and_row():
    agreement, found = listed("agreement.sla", ("invoice", "hold"), "2026-03-06 12:00")
    deadline = found.deadlines[0]
    unnamed = evolve(
        deadline,
        records=tuple(evolve(each, record=None, file="invoice.csv") for each in deadline.records[:1]),
    )
    text = showing.show_due(agreement, evolve(found, deadlines=(unnamed,)), "text")
    assert "invoice.csv, row 2  2026-03-04 11:00" in text
