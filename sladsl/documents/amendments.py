"""The amendments of an agreement in its consolidated document: what each has changed, and what it binds."""

from __future__ import annotations

from collections.abc import Iterator

from sladsl.documents.parts import items
from sladsl.documents.prose import date_words, opened
from sladsl.documents.view import Block
from sladsl.planning.plan import Amendment, Changed, Plan


def amendment_blocks(plan: Plan) -> Iterator[Block]:
    """The amendments in the order in which they take effect, and the rules by which they do."""
    since = date_words(plan.amendments[-1].effective)
    yield opened(
        "Text as amended",
        f"This document sets out this Agreement as it is in force from {since}. It has been amended as follows.",
    )
    for each in plan.amendments:
        yield opened(
            each.title,
            f"With effect from {date_words(each.effective)}, {_does(each)}:",
            children=items(*(_listed(change) for change in each.changes)),
        )
    yield opened("What an amendment binds", bound_words(plan))
    yield opened("What goes on", carried_words(plan))


def bound_words(plan: Plan) -> str:
    """Which windows and periods an amendment binds."""
    return (
        "An amendment binds each Measurement Window"
        + (" and each Settlement Period" if plan.settlement else "")
        + " that starts on or after the day on which it takes effect. Any that starts earlier remains bound by this "
        "Agreement as it was then, also where it ends later. A charge that is amended changes by the day."
    )


def carried_words(plan: Plan) -> str:
    """What goes on across an amendment as it has come to be by then."""
    return " ".join(_goes_on(plan))


def _does(amendment: Amendment) -> str:
    return "this change is made" if len(amendment.changes) == 1 else "these changes are made"


def _listed(change: Changed) -> str:
    """A change as a sentence: `Service level Answers (Queries answered) is replaced`."""
    title = f" ({change.title})" if change.title else ""
    verb = {"replaces": "replaced", "adds": "added", "removes": "removed"}[change.does]
    clause = f"{change.clause[0].upper()}{change.clause[1:]}"
    return f"{clause}{title} is {verb}."


def _goes_on(plan: Plan) -> Iterator[str]:
    """What an amendment leaves as it has come to be by then."""
    yield (
        "A Service Level or a Key Performance Indicator that is replaced goes on under its name: Measurement Windows "
        "before and after the amendment follow one another where this Agreement counts them. One that is removed has "
        "no further Measurement Windows, and one that is added has none before."
    )
    if plan.settlement is not None:
        yield (
            "Where the steps of settlement are replaced, a limit goes on with what it has let through if the steps "
            "after have one of the same scope for the same period, and so do credits that may be earned back, amounts "
            "carried over, free points and highest credits; what no step takes up lapses."
        )
    if plan.remedies:
        yield (
            "A remedy that is replaced or added counts Measurement Windows before the amendment as well; one that is "
            "replaced does not use again what it has used under its name."
        )
