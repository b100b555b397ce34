"""Entries are chained: any change to one of them, to their order or to their number is found."""

import hashlib
import json
from importlib.resources import files
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

import sladsl
from sladsl import pipeline, recording, showing
from sladsl.ledger.entry import EntryKind, StoredEntry, chained, proved
from sladsl.values import evolve

CASE = Path(__file__).parent.parent / "cases" / "ledger" / "kept"
BODIES = [
    (EntryKind.OPENED, {"plan": "a"}),
    *((EntryKind.SETTLED, {"period": f"2026-0{n}"}) for n in (1, 2, 3)),
]
CHAIN = chained("Desk", (), BODIES)
ROWS = [StoredEntry(entry.agreement, entry.number, entry.text, entry.hash) for entry in CHAIN]
OTHER = chained("Other", (), BODIES[:2])


def test_a_chain_as_written_is_proved():
    assert proved("desk.db", ROWS) == (CHAIN, ())
    assert proved("desk.db", ROWS[::-1]) == (CHAIN, ())


def test_chains_of_several_agreements_do_not_mind_each_other():
    rows = [*(StoredEntry(each.agreement, each.number, each.text, each.hash) for each in OTHER), *ROWS]
    assert proved("desk.db", rows) == ((*OTHER, *CHAIN), ())


def test_a_chain_goes_on_from_where_it_ended():
    assert chained("Desk", CHAIN[:2], BODIES[2:]) == CHAIN[2:]


def rehashed(row, text):
    """The entry with another text, and the hash of that."""
    return evolve(row, text=text, hash=hashlib.sha256(text.encode()).hexdigest())


@pytest.mark.parametrize(
    ("rows", "number", "why"),
    [
        (
            [ROWS[0], evolve(ROWS[1], text=ROWS[1].text.replace("01", "05")), *ROWS[2:]],
            2,
            "its hash was made of",
        ),
        (
            [ROWS[0], rehashed(ROWS[1], ROWS[1].text.replace("2026-01", "2026-05")), *ROWS[2:]],
            3,
            "does not follow",
        ),
        ([ROWS[0], evolve(ROWS[1], hash="f" * 64), *ROWS[2:]], 2, "its hash was made of"),
        ([*ROWS[:2], ROWS[3]], 3, "is missing"),
        (ROWS[1:], 1, "is missing"),
        (
            [ROWS[0], evolve(ROWS[2], number=2), evolve(ROWS[1], number=3), ROWS[3]],
            2,
            "not where it was written",
        ),
        ([ROWS[0], evolve(ROWS[2], number=2), *ROWS[3:]], 2, "not where it was written"),
        ([*ROWS[:3], rehashed(ROWS[3], "{}")], 4, "cannot be read"),
        ([*ROWS[:3], rehashed(ROWS[3], ROWS[3].text + " ")], 4, "not where it was written"),
        ([evolve(row, agreement="Desk 2") for row in ROWS], 1, "not where it was written"),
    ],
)
def test_a_change_is_found(rows, number, why):
    entries, (finding,) = proved("desk.db", rows)
    assert len(entries) == number - 1
    assert finding.code == "SLA444"
    assert finding.message.startswith(f"entry {number} of ")
    assert why in finding.message


def test_the_json_keeps_its_schema_and_says_how_to_prove_it(tmp_path):
    schema = json.loads(files("sladsl.ledger").joinpath("ledger.schema.json").read_text("utf-8"))
    Draft202012Validator.check_schema(schema)
    agreement, path = sladsl.load(CASE / "agreement.sla"), tmp_path / "kept.db"
    for records, period in (("january", "2026-01"), ("february", "2026-02"), ("march", "2026-03")):
        asked = pipeline.request(agreement, period)
        statement = pipeline.run(agreement, {"invoice": [CASE / f"{records}.csv"]}, asked).statement
        assert statement is not None
        assert recording.record(agreement, statement, asked, path).findings == ()
    document = json.loads(showing.show_ledger(recording.entries_in(path)[0], "json"))
    Draft202012Validator(schema).validate(document)
    for entry in document["entries"]:
        claimed = entry.pop("hash")
        text = json.dumps(entry, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        assert hashlib.sha256(text.encode()).hexdigest() == claimed
