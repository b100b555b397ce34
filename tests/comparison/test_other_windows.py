"""What records are said to show of other windows is what both versions make of these records."""

import re
from collections import Counter
from fractions import Fraction
from pathlib import Path

import pytest

import sladsl
from sladsl.settlement.display import show_money, show_result
from tests.comparison.told_records import rows_told, written
from tests.tries import TIMES

CASE = Path(__file__).parent.parent / "cases" / "diff" / "windows"
OLD, NEW = (sladsl.load(CASE / each) for each in ("old.sla", "new.sla"))
CHANGES = sladsl.compare(OLD, NEW).changes
WITNESSES = [(change.item.name, witness) for change in CHANGES for witness in change.witnesses]
KINDS = {
    "query": {
        "asked_at": "2026-01-20 00:00",
        "answered_at": "2026-12-31 00:00",
        "effort": "1 h",
        "late": "no",
    },
    "outage": {"down_at": "", "up_at": ""},
}
FAILED = {"missed", "below expected"}


def test_each_change_is_shown_and_both_sides_of_one_that_is_incomparable():
    told = {change.item.name: (change.effect.value, len(change.witnesses)) for change in CHANGES}
    assert told == {
        "Credited": ("incomparable", 2),
        "Plain": ("weaker", 1),
        "Needing": ("incomparable", 2),
        "Few": ("incomparable", 2),
        "Effort": ("incomparable", 2),
        "Single": ("stricter", 1),
        "Elsewhere": ("incomparable", 2),
        "Up": ("stricter", 1),
        "Backlog": ("incomparable", 2),
    }


def results(agreement, files, level):
    found = sladsl.run(agreement, files, period="2026").settled.results
    return [each for each in found if each.measurement.level == level]


def verdicts(agreement, listed):
    """Each window that has a value, as it is told; records by themselves are counted."""
    told = {}
    for each in listed:
        shown = show_result(agreement.plan, each)
        if shown is not None:
            told[f"{each.measurement.window.label} {each.verdict} at {shown}"] = str(each.verdict)
    return told


def owed(agreement, listed):
    total = sum((credit.amount for each in listed for credit in each.credits), Fraction(0))
    return f"{show_money(agreement.plan, total)} of credits" if total else "no credits"


@pytest.mark.parametrize(("level", "witness"), WITNESSES if TIMES > 1 else WITNESSES[::2])
def test_both_versions_make_of_records_what_is_told(tmp_path, level, witness):
    sentence, _, outcome = witness.rpartition(": ")
    files = written(tmp_path, rows_told(sentence, KINDS), KINDS)
    windows, *credits = (re.findall("^(.+) before, (.+) after$", part)[0] for part in outcome.split("; "))
    found = [(each, results(each, files, level)) for each in (OLD, NEW)]
    for told, (agreement, listed) in zip(windows, found, strict=True):
        known = verdicts(agreement, listed)
        failed = {name for name, verdict in known.items() if verdict in FAILED}
        if told.endswith("record missed"):
            assert Counter(map(known.get, failed)) == {"missed": int(told[0])}
        else:
            assert failed <= set(told.split(" and ")) <= (failed or set(known))
    amounts = tuple(owed(*each) for each in found)
    assert credits == ([] if amounts[0] == amounts[1] else [amounts])
