"""What records are said to show of a change is what both versions make of these records."""

import csv
import re
from pathlib import Path

import pytest

import sladsl
from tests.comparison.told_records import of_level
from tests.tries import TIMES

CASE = Path(__file__).parent.parent / "cases" / "diff" / "clocks"
OLD, NEW = (sladsl.load(CASE / each) for each in ("old.sla", "new.sla"))
IN_HOURS = re.compile(" is due |: open before|: closed before")
WITNESSES = [
    (change.item.name, witness)
    for change in sladsl.compare(OLD, NEW).changes
    for witness in change.witnesses
    if change.item.kind != "calendar" and not IN_HOURS.search(witness)
]
RECORD = re.compile(r"^an? (\w+)(?: of it)?( of the same \w+)?(?: \((.*?)\))? with (.*)$")
STANDINGS = {"not good": "bad", "not": "bad"}
ROWS = {
    "query": {
        "id": "1",
        "asked_at": "2026-01-01",
        "routed_at": "2026-01-01",
        "answered_at": "",
        "closed_at": "",
        "amount": "1",
        "allowed": "1 h",
        "team": "A",
    },
    "hold": {"query": "1", "held_from": "2026-05-01", "held_until": "", "reason": "supplier"},
    "team": {"id": "A", "kind": "desk", "opened_at": "2026-01-01"},
    "update": {"id": "1", "query": "1", "made_at": "2025-12-01"},
}
"""What is not told of records may be anything, and what is not told at all."""


def told(sentence):
    """The rows of the records that a sentence tells, and one of each other set."""
    rows = {name: [dict(row)] for name, row in ROWS.items()}
    for each in re.split(", and (?=an? )", sentence):
        ((name, is_further, kind, times),) = RECORD.findall(each)
        if is_further:
            rows[name].append({**ROWS[name], "id": "2"})
        for field in [*(kind.split(", ") if kind else ()), *re.split(", | and ", times)]:
            path, value = re.findall(r"^(\S+) (?:GBP )?(.*)$", field)[0]
            records, column = path.split(".") if "." in path else (name, path)
            if path != "no":
                rows[records][-1][column.split(" ")[0]] = re.sub("^[A-Z][a-z]{2} ", "", value)
    return rows


def written(folder, rows):
    """The rows as files."""
    files = {name: folder / f"{name}.csv" for name in rows}
    for name, listed in rows.items():
        with files[name].open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, [*listed[0]])
            writer.writeheader()
            writer.writerows(
                {column: f"{value} 00:00" if len(value) == 10 else value for column, value in row.items()}
                for row in listed
            )
    return files


def explained(agreement, files, level, as_of):
    shown = sladsl.show(
        sladsl.explain(of_level(agreement, level), files, level=level, period="2026-01", as_of=as_of)
    )
    return " ".join(shown.partition("the worst first")[2].split())


def test_each_change_is_shown():
    assert [level for level, _ in WITNESSES] == [
        *(
            "Hours",
            "Days",
            "Paused",
            "Later",
            "Ends",
            "Ends",
            "Late",
            "Mean",
            "Updates",
            "Moved",
            "Moved",
            "Allowed",
            "Allowed",
            "Gaps",
            "Opened",
            "Approvals",
        )
    ]


@pytest.mark.parametrize(("item", "witness"), WITNESSES if TIMES > 1 else WITNESSES[::2])
def test_both_versions_make_of_records_what_is_told(tmp_path, item, witness):
    sentence, _, outcome = witness.partition(": ")
    sentence, _, as_of = sentence.partition(", read as of ")
    files = written(tmp_path, told(sentence))
    before, after = (explained(each, files, item, as_of[4:] or None) for each in (OLD, NEW))
    for part in outcome.split("; "):
        ((old, new),) = re.findall("^(.+) before, (.+) after$", part)
        if "on the clock" in old:
            assert f" {old}" in before
            assert f" {new} on the clock" in after
        else:
            assert f": {STANDINGS.get(old, old)}," in before
            assert f": {STANDINGS.get(new, new)}," in after
