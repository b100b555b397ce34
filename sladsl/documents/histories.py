"""What must have happened in the windows up to one, in words."""

from __future__ import annotations

from typing import assert_never

from sladsl.documents.figures import anchored_words
from sladsl.documents.prose import counted, opened, ordinal
from sladsl.documents.terms import Terms
from sladsl.documents.view import Paragraph
from sladsl.planning.plan import (
    Anchor,
    Consecutive,
    FailedLately,
    Failing,
    HistoryMet,
    Lately,
    OfAny,
    ServiceLevel,
    TimesInMonths,
    TimesInUnit,
    Unit,
)


def horizon_words(anchor: Anchor, unit: Unit | None) -> str:
    """A period in which something is counted: "calendar month", "Contract Year", "Term"."""
    if unit is None:
        return "Term"
    return anchored_words(anchor, unit)


def often(lately: Lately) -> str:
    """How often windows must have failed, after the verb."""
    match lately:
        case Consecutive(times):
            return f"in {times} or more consecutive Measurement Windows"
        case OfAny(times, windows):
            return f"in {times} or more of any {windows} successive Measurement Windows"
        case TimesInUnit(times, anchor, unit):
            return (
                f"in {times} or more Measurement Windows that end in the same {horizon_words(anchor, unit)}"
            )
        case TimesInMonths(times, months):
            return (
                f"in {times} or more Measurement Windows within {counted(months, 'month')}, counted back from the "
                "last day of the latest of them"
            )
    assert_never(lately)


def owed_when(history: HistoryMet | None) -> str:
    """For which windows a credit is due, where it takes several that fail."""
    match history:
        case None:
            return ""
        case FailedLately(failing, lately):
            failed = "missed" if failing is Failing.MISSED else "missed or below expected"
            return f" and is the last of those that are {failed} {often(lately)}"
    return f" and is every {ordinal(str(history.times))} one that is missed since the Term began"


def promotion(_terms: Terms, level: ServiceLevel) -> Paragraph | None:
    """When windows below expected count as missed."""
    if level.promotion is None:
        return None
    return opened(
        "Repeated shortfalls",
        f"Where the Service Level is missed or below expected {often(level.promotion.lately)}, the last of these is "
        "missed, even if it is only below expected.",
    )
