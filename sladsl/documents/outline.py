"""Which clauses and schedules the document has, in which order, under which numbers.

Definitions and the term come first, the law and the amendments last. Between them clauses stand as the agreement writes
their items; all charges make one clause where the first is written, and the rules of measurement stand before the first
level.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sladsl.documents.prose import link, listed, prose
from sladsl.documents.view import Prose, TextRun
from sladsl.planning.contract import Contract
from sladsl.planning.plan import Plan
from sladsl.values import frozen

DEFINITIONS, TERM, AMENDMENTS, CHARGES, MEASUREMENT, SETTLEMENT, LAW = (
    "definitions", "term", "amendments", "charges", "measurement", "settlement", "law",
)  # fmt: skip
LEVELS, CALENDARS, SEVERITIES, RECORDS, EXAMPLES = (
    "schedule:levels", "schedule:calendars", "schedule:severities", "schedule:records", "schedule:examples",
)  # fmt: skip


@frozen
class ItemPlace:
    """Where an item stands: the label it is referred to by ("clause 5") and its anchor."""

    label: str
    anchor: str


@frozen
class Outline:
    """The clauses and schedules by id, in order; the items of schedules that have parts, in order of the parts."""

    clauses: tuple[str, ...]
    schedules: tuple[str, ...]
    parts: tuple[tuple[str, tuple[str, ...]], ...]


def outline(plan: Plan, contract: Contract) -> Outline:
    """Lay out the document of an agreement."""
    return Outline(_clauses(plan, contract), _schedules(plan, contract), _parts(plan, contract))


def place(layout: Outline, item: str) -> ItemPlace:
    """Where the item with this id is set out; a part of an item stands where the item does.

    Raises KeyError for an id that the agreement does not have.
    """
    whole = item.split("/", maxsplit=1)[0]
    for schedule, items in layout.parts:
        if whole in items:
            return _part_place(layout, schedule, items.index(whole) + 1)
    section = _SECTION_OF.get(whole.split(":", maxsplit=1)[0], whole)
    if section in layout.schedules:
        return _schedule_place(layout, section)
    if section not in layout.clauses:
        raise KeyError(item)
    number = layout.clauses.index(section) + 1
    return ItemPlace(f"clause {number}", f"clause-{number}")


def reference(layout: Outline, item: str) -> TextRun:
    """A reference to where an item is set out."""
    where = place(layout, item)
    return link(where.label, where.anchor)


def references(layout: Outline, items: Sequence[str]) -> Prose:
    """References to several clauses: "clauses 6, 7 and 8"."""
    places = [place(layout, item) for item in items]
    if len(places) == 1:
        return prose(reference(layout, items[0]))
    return prose(
        "clauses ", listed([link(where.label.removeprefix("clause "), where.anchor) for where in places])
    )


_SECTION_OF = {
    "agreement": DEFINITIONS,
    "provider": DEFINITIONS,
    "customer": DEFINITIONS,
    "charge": CHARGES,
    "severity": SEVERITIES,
}


def _part_place(layout: Outline, schedule: str, number: int) -> ItemPlace:
    whole = _schedule_place(layout, schedule)
    return ItemPlace(f"Part {number} of {whole.label}", f"{whole.anchor}-part-{number}")


def _schedule_place(layout: Outline, schedule: str) -> ItemPlace:
    number = layout.schedules.index(schedule) + 1
    return ItemPlace(f"Schedule {number}", f"schedule-{number}")


def _clauses(plan: Plan, contract: Contract) -> tuple[str, ...]:
    written = [section for item in _written(plan, contract) for section in _sections(item)]
    law = [LAW] if plan.law else []
    amendments = [AMENDMENTS] if plan.amendments else []
    return tuple(dict.fromkeys([DEFINITIONS, TERM, *written, *law, *amendments]))


def _written(plan: Plan, contract: Contract) -> Iterable[str]:
    """The items that make clauses, as written; an item that the order does not name follows those of its kind."""
    levels = [level.id for level in plan.levels]
    clauses = [clause.id for clause in contract.clauses]
    charges = [charge.id for charge in plan.charges]
    settlement = [plan.settlement.id] if plan.settlement else []
    remedies = [remedy.id for remedy in plan.remedies]
    known = {*levels, *clauses, *charges, *settlement, *remedies}
    named = [item for item in contract.order if item in known]
    return [*_missing(charges, named), *named, *_missing([*levels, *settlement, *remedies, *clauses], named)]


def _missing(items: Sequence[str], named: Sequence[str]) -> list[str]:
    return [item for item in items if item not in named]


def _sections(item: str) -> tuple[str, ...]:
    match item.split(":", maxsplit=1)[0]:
        case "charge":
            return (CHARGES,)
        case "level":
            return (MEASUREMENT, item)
        case _:
            return (item,)


def _schedules(plan: Plan, contract: Contract) -> tuple[str, ...]:
    present = (
        (LEVELS, plan.levels),
        (CALENDARS, plan.calendars),
        (SEVERITIES, plan.severities),
        (RECORDS, plan.records),
        (EXAMPLES, contract.examples),
    )
    return tuple(schedule for schedule, items in present if items)


def _parts(plan: Plan, contract: Contract) -> tuple[tuple[str, tuple[str, ...]], ...]:
    parted = ((CALENDARS, plan.calendars), (RECORDS, plan.records), (EXAMPLES, contract.examples))
    return tuple((schedule, tuple(item.id for item in items)) for schedule, items in parted)
