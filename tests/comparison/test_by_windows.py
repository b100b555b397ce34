"""What the records of a window are said to show of a change is what both versions make of these records."""

import csv
import datetime as dt
import re
from itertools import count
from pathlib import Path

import pytest

import sladsl
from sladsl.comparison.effect import Effect
from sladsl.settlement.display import show_value
from tests.comparison.told_records import of_level
from tests.tries import TIMES

CASES = Path(__file__).parent.parent / "cases" / "diff"
BOTH = {
    name: [sladsl.load(CASES / name / side) for side in ("old.sla", "new.sla")]
    for name in ("left_out", "figures", "restated")
}
CHANGES = {
    name: [
        (change.item.name, change.witnesses)
        for change in sladsl.compare(*both).changes
        if change.effect is not Effect.NEUTRAL
    ]
    for name, both in BOTH.items()
}
BY_VALUES = {"Further", "Promoted", "Often"}
"""What is shown by values alone."""

OF_A_TARGET = re.compile(r"^\S+: kept before, failed after$")
WITNESSES = [
    (case, name, witness)
    for case, changes in CHANGES.items()
    for name, witnesses in changes
    for witness in witnesses
    if name not in BY_VALUES and not OF_A_TARGET.match(witness)
]
FEW = {
    "Refers",
    "Waived",
    "Up",
    "Probed",
    "Twice",
    "Numerator",
    "Idle",
    "Steady",
    "Budget",
    "Notice",
    "Worst",
    "Severities",
    "BySite",
    "Few",
    "Agreed",
    "Pooled",
    "Parted",
    "UpAt",
    "Oldest",
}
YEARLY = {"Yearly"}
SOME = [each for each in WITNESSES if TIMES > 1 or each[1] in FEW]
NEXT = re.compile(r", and (?=an? |\d+ records of )")
RECORDS = re.compile(
    r"^(?:an?|(\d+) records of) (\w+)( of it)?(?: \((.*?)\))?(?: with (.*?))?(?: and (\d+) more, one every (\d+) min)?$"
)
OF_VALUE = re.compile(r"(?:\w+ (\w+(?:, \w+)*) )?([0-9.]+%?) \((\w+)\)")
IN_ONE_WINDOW = re.compile(r"^([0-9-]+) (.+) at (\S+) before, \1 (.+) at (\S+) after$")
ROWS = {
    "fault": {"began_at": "2026-01-01 00:00", "ended_at": "2026-01-01 00:00", "cause": "ours"},
    "ticket": {"opened_at": "", "late": "no", "effort": "1 h", "fault": ""},
    "waiver": {"ticket": "", "agreed_at": "2026-01-01 00:00"},
    "outage": {"site": "A", "down_at": "", "up_at": "", "affected": "1", "total": "1"},
    "work": {"from_at": "", "until_at": "", "announced": "no", "told_at": "2026-01-01 00:00"},
    "probe": {"at": "", "ok": "no"},
    "ping": {"at": "", "ok": "no", "site": "A"},
    "query": {
        "severity": "P1",
        "team": "A",
        "site": "A",
        "asked_at": "",
        "done_at": "",
        "wrong": "no",
        "late": "no",
        "effort": "1 h",
        "errors": "0",
        "warnings": "0",
        "lines": "1",
    },
    "change": {"query": "", "changed_at": "", "severity": "P1"},
    "storm": {"from_at": "", "until_at": ""},
    "site": {},
}


def fields(kind, times):
    """What is told of some records: each field with its value, or with those of all of them."""
    for told in re.split(r", (?=[a-z])", kind or ""):
        if told:
            name, _, value = told.partition(" ")
            yield name, re.split(", | and ", value)
    for told in re.split(", | and ", times or ""):
        if told:
            name, _, value = told.partition(" ")
            yield name, [value[4:]]


def told(sentence):
    """The rows of all records that a sentence tells."""
    rows: dict[str, list[dict[str, str]]] = {name: [] for name in ROWS}
    keys = (str(key) for key in count(1))
    for each in NEXT.split(sentence):
        ((number, name, of_it, kind, times, more, minutes),) = RECORDS.findall(each)
        for place in range(int(number or 1) + int(more or 0)):
            row = {"id": next(keys), **ROWS[name]}
            for field, values in fields(kind, times):
                value = values[place] if len(values) > 1 else values[0]
                if field == "fault.cause":
                    row["fault"] = row["id"]
                    rows["fault"].append({"id": row["id"], **ROWS["fault"], "cause": value})
                elif more and re.match("2026", value):
                    moved = dt.datetime.fromisoformat(value) + place * dt.timedelta(minutes=int(minutes))
                    row[field] = f"{moved:%Y-%m-%d %H:%M}"
                else:
                    row[field] = value
            if of_it:
                owner = "ticket" if "ticket" in row else "query"
                row[owner] = rows[owner][-1]["id"]
            rows[name].append(row)
    told_of = {row["id"] for row in rows["site"]}
    others = {row["site"] for each in ("query", "outage") for row in rows[each]} - told_of
    rows["site"] += [{"id": site} for site in sorted(others)]
    return rows


def written(folder, rows):
    files = {name: folder / f"{name}.csv" for name in rows}
    for name, listed in rows.items():
        with files[name].open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, ["id", *ROWS[name]])
            writer.writeheader()
            writer.writerows(listed)
    return files


def judged(agreement, files, level, window):
    """What a level comes to in a window, for each of its values."""
    results = sladsl.run(of_level(agreement, level), files).settled.results
    found = [each for each in results if each.measurement.level == level]
    return {
        " / ".join(each.measurement.key): each for each in found if each.measurement.window.label == window
    }


def shown(plan, result, other):
    """A value with as many digits as tell it from another one."""
    values = result.measurement.value, other.measurement.value
    return "no value" if values[0] is None else show_value(plan, values[0], [*filter(None, values[1:])])


def test_each_change_is_shown():
    assert [name for changes in CHANGES.values() for name, witnesses in changes if not witnesses] == []


@pytest.mark.parametrize(("case", "level", "witness"), SOME)
def test_both_versions_make_of_a_window_what_is_told(tmp_path, case, level, witness):
    sentence, _, outcome = witness.rpartition(": ")
    ((key, named, outcome),) = re.findall(r"^(?:for (\w+) )?(?:in ([0-9-]+) )?(.*)$", outcome)
    plan = BOTH[case][1].plan
    files = written(tmp_path, told(sentence))
    files = {name: file for name, file in files.items() if name in {each.name for each in plan.records}}
    window = named or re.findall("2026-[0-9]{2}", sentence)[-1 if level == "Oldest" else 0]
    window = "2026" if level in YEARLY else window
    before, after = (judged(each, files, level, window) for each in BOTH[case])
    if "(" in outcome:
        sides = outcome.removesuffix(" after").split(" before, ")
        assert [
            {
                key: (shown(plan, each, each), str(each.verdict))
                for key, each in side.items()
                if each.measurement.value is not None
            }
            for side in (before, after)
        ] == [{value: tuple(of) for value, *of in OF_VALUE.findall(each)} for each in sides]
        return
    if in_one := IN_ONE_WINDOW.match(outcome):
        sides = [next(iter(each.values())) for each in (before, after)]
        assert [*in_one.groups()[1:]] == [
            of for each in sides for of in (str(each.verdict), shown(plan, each, each))
        ]
        return
    parts = [re.findall("^(.+) before, (.+) after$", part)[0] for part in outcome.split("; ")]
    old, new = (each[key] if key else next(iter(each.values())) for each in (before, after))
    values = shown(plan, old, new), shown(plan, new, old)
    verdicts = str(old.verdict), str(new.verdict)
    assert parts == [each for each in (values, verdicts) if each[0] != each[1]]
