"""Cells and heads of tables as spreadsheets and other contracts have them: what was meant by each."""

from __future__ import annotations

import re
from collections.abc import Collection

from sladsl.syntax.first_mistakes.clocks import time_meant
from sladsl.syntax.rows import Cell

_VALUE = r"(?:[A-Z]{3} )?\d[\d.,]*(?:\s*%|\s+[a-z]+)?"
_SIDES = (
    (">=", "at least"),
    ("=>", "at least"),
    ("≥", "at least"),
    ("not less than", "at least"),
    ("min", "at least"),
    ("<=", "at most"),
    ("=<", "at most"),
    ("≤", "at most"),
    ("not more than", "at most"),
    ("max", "at most"),
    (">", "above"),
    ("more than", "above"),
    ("over", "above"),
    ("<", "under"),
    ("less than", "under"),
    ("below", "under"),
)
_SIDE = rf"({'|'.join(re.escape(said) for said, _ in _SIDES)})?(?:imum)?\.?"


def cell_meant(start: str, column: str, text: str) -> str | None:
    """What a cell should say that is read from a start symbol; None where that cannot be told."""
    match start:
        case "bound_cell":
            return _bound(column, text)
        case "threshold_cell":
            found = re.fullmatch(rf"{_SIDE}\s*({_VALUE})\W*", text)
            return found[2] if found and found[2] != text else None
        case "range_cell":
            return _range(text)
        case "path_cell":
            return "AlwaysOn" if re.fullmatch(r"(?i:24\s*[x/×]\s*7.*|always|24 ?h(?:ours)?)", text) else None
        case "limit_cell":
            return time_meant(text)
        case _:
            return None


def _bound(column: str, text: str) -> str | None:
    found = re.fullmatch(rf"{_SIDE}\s*({_VALUE})(\s+or (?:more|less)|\s*\+)?", text)
    if found is None:
        return None
    side = dict(_SIDES).get(found[1] or "", "at most" if column == "required" else "at least")
    return f"{side} {found[2]}"


def is_range(cell: Cell) -> bool:
    """Whether a cell has two values, as those of ranges have."""
    return re.fullmatch(rf"{_VALUE}\s*(?:-|–|—|to|bis)\s*(?:<|under)?\s*{_VALUE}", cell.text) is not None


def _range(text: str) -> str | None:
    both = re.fullmatch(rf"({_VALUE})\s*(?:-|–|—|to|bis)\s*(?:<|under)?\s*({_VALUE})", text)
    if both is not None:
        return f"{both[1]} to under {both[2]}"
    one = re.fullmatch(rf"{_SIDE}\s*({_VALUE})", text)
    side = None if one is None or one[1] is None else dict(_SIDES)[one[1]]
    return None if one is None or side is None else f"{side} {one[2]}"


_HEADS = {
    "good within": "response time, response, resolution time, resolution, time, within, deadline, respond within"
    ", resolve within, reaction time, target time, max time, reaktionszeit, lösungszeit, délai",
    "minimum": "target, sla, goal, objective, service level, level, min, threshold, ziel, zielwert",
    "in": "hours, service hours, calendar, coverage, support hours, business hours, servicezeit",
    "credit": "penalty, service credit, rebate, credit %, % credit, discount, service credits, malus, gutschrift"
    ", pönale, deduction, amount",
    "when below": "below, performance, achieved, score, actual, availability, result, value, attainment, uptime"
    ", accuracy, timeliness, %, less than, if below, measured, from",
    "when above": "above, over, more than, if above",
    "weight": "weighting, gewicht, poids, share",
    "charge": "price, fee, amount, rate, preis",
}
_MEANT = {said.strip(): head for head, listed in _HEADS.items() for said in listed.split(",")}


def head_meant(text: str, known: Collection[str]) -> str | None:
    """The head of a column that is meant by another, where a table may have it."""
    said = " ".join(text.lower().split())
    meant = next((head for head in known if head.lower() == said and head != text), _MEANT.get(said))
    if meant in {"when below", "when above"} and meant not in known:
        meant = "when"
    return meant if meant in known else None


def field_meant(text: str) -> str | None:
    """A name of a field as it may be meant by words: `Received at` becomes `received_at`."""
    words = re.findall(r"\w+", text.lower())
    return "_".join(words) if re.fullmatch(r"[^\W\d]+(?:[\s./()-]+[^\W\d]+)*\)?", text) else None
