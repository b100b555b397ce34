"""A field of records under another name is told as renamed, and nothing else is, wherever the field is read."""

import re
from pathlib import Path

import pytest

import sladsl

CASES = Path(__file__).parent.parent / "cases"
READ_IN = {
    "diff/measured/old.sla": ("answered_at", "held_from", "reason", "team"),  # clocks, pauses, dimensions
    "clocks/severities/agreement.sla": ("changed_at",),  # histories
    "exclusions/answers/agreement.sla": ("site", "opened_at"),  # exclusions, and what is beside them
    "availability/samples/agreement.sla": ("node", "ok"),  # evidence of down time
    "records/aside/agreement.sla": ("site",),  # measured charges
    "settlement/stacking/agreement.sla": ("incident", "site"),  # steps
    "settlement/claims/agreement.sla": ("made_at", "score"),  # claims, measures
    "credits/charges/agreement.sla": ("region",),  # charges and levels by a field of what they refer to
    "settlement/scopes/agreement.sla": ("site",),  # small credits of each value
}


@pytest.mark.parametrize("path", READ_IN)
def test_a_renamed_field_is_told_and_nothing_else(path, tmp_path):
    text = (CASES / path).read_text(encoding="utf-8")
    old = loaded(tmp_path / "old.sla", text)
    for field in READ_IN[path]:
        # Names are renamed, and neither titles nor the records of the same name.
        parts = re.split(r'("[^"\n]*")', text)
        renamed = [
            part if part.startswith('"') else re.sub(rf"\b{field}\b", f"{field}_", part) for part in parts
        ]
        new = loaded(tmp_path / "new.sla", "".join(renamed))
        told = [
            (each.part, each.before, each.after, each.effect, each.why)
            for each in sladsl.compare(old, new).changes
            if each.part != "name"
        ]
        why = "renamed: the data are to have it under the new name"
        assert told
        assert set(told) == {(f"field {field}_: name", field, f"{field}_", "neutral", why)}


def loaded(file, text):
    file.write_text(text, encoding="utf-8")
    return sladsl.load(file)


OLD = """\
agreement Small "Small" {
  version  "1.0"
  provider P "Provider Ltd"
  customer C "Customer plc"
  term     2026-01-01 to 2027-12-31
  timezone Europe/London
  currency GBP
  law      "England and Wales"
  records job "Job" {
    id      : text key
    done_at : time
    red     : flag
    blue    : flag
    three   : number "what it took"
    four    : number "what it cost"
  }
  kpi Jobs "Jobs" {
    for each job
    counted  in the window of done_at
    measure  number of job where (red and blue)
    window   calendar month
    expected at most 4
  }
}
"""


@pytest.mark.parametrize(
    ("changes", "renamed"),
    [
        ({"three ": "hours "}, {("three", "hours")}),  # by its description
        ({"three ": "hours ", '"what it took"': '"the hours that it took"'}, set()),
        ({"done_at": "finished_at"}, {("done_at", "finished_at")}),  # by what reads it
        ({"red ": "first ", "blue": "second"}, set()),  # which is which?
        ({"three ": "five ", '"what it took"': '"what it cost"', "four ": "six "}, set()),
        (
            {"done_at : time\n    red     : flag": "at : time\n    red     : flag", "of done_at": "of at"},
            {("done_at", "at")},
        ),
        ({"red     : flag": "cyan    : flag?", "red and": "cyan exists and cyan and"}, set()),
    ],
)
def test_fields_are_renamed_only_where_it_is_sure(changes, renamed, tmp_path):
    old = loaded(tmp_path / "old.sla", OLD)
    text = OLD
    for before, after in changes.items():
        text = text.replace(before, after)
    found = sladsl.compare(old, loaded(tmp_path / "new.sla", text)).changes
    assert {(each.before, each.after) for each in found if each.part.endswith(": name")} == renamed
    assert bool(found)
