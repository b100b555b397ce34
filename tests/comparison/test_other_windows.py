"""What records are said to show of other windows is what both versions make of these records."""

import re
from collections import Counter
from fractions import Fraction
from pathlib import Path

import pytest

import sladsl
from sladsl.settlement.display import show_money, show_result
from sladsl.settlement.settle import settle
from tests.comparison.told_records import of_level, rows_told, written
from tests.settlement import build as b
from tests.tries import TIMES

CASES = Path(__file__).parent.parent / "cases" / "diff"
OF_VALUES = {"Wished", "Gone"}
NAMED = re.compile(r"^(Up|Close), (.*)$")


def versions(case):
    return tuple(sladsl.load(CASES / case / each) for each in ("old.sla", "new.sla"))


AGREEMENTS = {case: versions(case) for case in ("windows", "hours")}
CHANGES = {case: sladsl.compare(*both).changes for case, both in AGREEMENTS.items()}
SHOWN = [
    (case, change.item.name, witness)
    for case, changes in CHANGES.items()
    for change in changes
    for witness in change.witnesses
]
WITNESSES = [each for each in SHOWN if each[1] not in OF_VALUES and "open" not in each[2]]
SOME = WITNESSES if TIMES > 1 else WITNESSES[::5]
OLD, NEW = AGREEMENTS["windows"]
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
    told = {
        change.item.name: (change.effect.value, len(change.witnesses))
        for changes in CHANGES.values()
        for change in changes
    }
    assert told == {
        "Credited": ("incomparable", 2),
        "Plain": ("weaker", 1),
        "Needing": ("incomparable", 2),
        "Few": ("incomparable", 2),
        "Effort": ("incomparable", 2),
        "Rolling": ("incomparable", 2),
        "Single": ("stricter", 1),
        "Elsewhere": ("incomparable", 2),
        "Up": ("stricter", 1),
        "Backlog": ("incomparable", 2),
        "Nothing": ("stricter", 1),
        "Forgiven": ("weaker", 1),
        "Outside": ("weaker", 1),
        "Wished": ("weaker", 1),
        "Gone": ("weaker", 1),
        "Office": ("incomparable", 3),
        "Shop": ("weaker", 1),
        "Noon": ("incomparable", 2),
        "Monthly": ("weaker", 1),
        "Oldest": ("incomparable", 2),
        "Mean": ("incomparable", 2),
    }


def results(agreement, files, level):
    found = sladsl.run(of_level(agreement, level), files, period="2026").settled.results
    return [each for each in found if each.measurement.level == level]


def verdicts(agreement, listed):
    """Each window with its verdict, and its value if it has one, as they are told."""
    told = {}
    for each in listed:
        shown = show_result(agreement.plan, each)
        value = "" if shown is None else f" at {shown}"
        told[f"{each.measurement.window.label} {each.verdict}{value}"] = str(each.verdict)
    return told


def owed(agreement, listed):
    total = sum((credit.amount for each in listed for credit in each.credits), Fraction(0))
    return f"{show_money(agreement.plan, total)} of credits" if total else "no credits"


@pytest.mark.parametrize(("case", "item", "witness"), SOME)
def test_both_versions_make_of_records_what_is_told(tmp_path, case, item, witness):
    told, _, outcome = witness.rpartition(": ")
    named = NAMED.match(told)
    level, sentence = (item, told) if named is None else named.groups()
    rows = {name: [] for name in KINDS} if sentence == "no records" else rows_told(sentence, KINDS)
    files = written(tmp_path, rows, KINDS)
    windows, *credits = (re.findall("^(.+) before, (.+) after$", part)[0] for part in outcome.split("; "))
    found = [(each, results(each, files, level)) for each in AGREEMENTS[case]]
    for told, (agreement, listed) in zip(windows, found, strict=True):
        known = verdicts(agreement, listed)
        failed = {name for name, verdict in known.items() if verdict in FAILED}
        if told.endswith("record missed"):
            assert Counter(map(known.get, failed)) == {"missed": int(told[0])}
        elif told.endswith("windows met"):
            assert failed == set()
            assert list(known.values()).count("met") >= int(told.split()[0])
        else:
            assert set(told.split(" and ")) <= set(known)
            assert sentence == "no records" or failed <= set(told.split(" and "))
    amounts = tuple(owed(*each) for each in found)
    assert credits == ([] if amounts[0] == amounts[1] else [amounts])


@pytest.mark.parametrize(("level", "witness"), [each[1:] for each in SHOWN if each[1] in OF_VALUES])
def test_a_value_has_the_verdicts_that_are_told(level, witness):
    what, _, outcome = witness.rpartition(": ")
    (told,) = re.findall("^(.+) before, (.+) after$", outcome)
    value = b.percent(what.rpartition(" ")[2].removesuffix("%"))
    for verdict, agreement in zip(told, (OLD, NEW), strict=True):
        if any(each.name == level for each in agreement.plan.levels):
            measured = b.measurements(b.valued(agreement.plan, "2026-03", value, level))
            (result,) = (each for each in settle(agreement.plan, measured).results)
            assert str(result.verdict) == verdict
        else:
            assert verdict == "nothing"
