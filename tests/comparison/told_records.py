"""Records as sentences tell them, read back as the rows of files."""

from __future__ import annotations

import csv
import re
from itertools import count

from sladsl.planning.level_means import mean_of
from sladsl.values import evolve

NEXT = re.compile(r", and (?=an? |\d+ records of )")
RECORDS = re.compile(r"^(?:an?|(\d+) records of) (\w+)(?: \((.*?)\))?(?: with (.*?))?$")


def rows_told(sentence, kinds):
    """The rows of all records that a sentence tells; `kinds` are what the fields of each kind hold that is not told."""
    rows: dict[str, list[dict[str, str]]] = {name: [] for name in kinds}
    keys = (str(key) for key in count(1))
    for each in NEXT.split(sentence):
        ((number, name, kind, times),) = RECORDS.findall(each)
        held = dict(_fields(kind, times))
        rows[name] += ({"id": next(keys), **kinds[name], **held} for _ in range(int(number or 1)))
    return rows


def _fields(kind, times):
    for told in (kind or "").split(", "):
        if told:
            name, _, value = told.partition(" ")
            yield name, value
    for told in re.split(", | and ", times or ""):
        if told.startswith("no "):
            yield told[3:], ""
        elif told:
            name, _, value = told.partition(" ")
            yield name, value[4:]


def written(folder, rows, kinds):
    """The rows as files, by the names of their records."""
    files = {name: folder / f"{name}.csv" for name in rows}
    for name, listed in rows.items():
        with files[name].open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, ["id", *kinds[name]])
            writer.writeheader()
            writer.writerows(listed)
    return files


def of_level(agreement, name):
    """An agreement with one of its levels, and the one that it is a mean of: it is measured in less time than all."""
    plan = agreement.plan
    (level,) = (each for each in plan.levels if each.name == name)
    mean = mean_of(level)
    names = {name} if mean is None else {name, mean.level}
    levels = tuple(each for each in plan.levels if each.name in names)
    return evolve(agreement, plan=evolve(plan, levels=levels))
