"""The rules on time up and down that apply unless an agreement says otherwise: docs/availability.md."""

from __future__ import annotations

from collections.abc import Iterator

from sladsl.documents.prose import opened
from sladsl.documents.view import Paragraph
from sladsl.planning.plan import Outages, Plan, ServiceLevel, ValueType


def uptime_rules(plan: Plan) -> Iterator[Paragraph]:
    """The paragraphs on time up and down, where a level measures it."""
    levels = [level for level in plan.levels if level.down is not None]
    if not levels:
        return
    yield opened(
        "Time up and down",
        "Time is looked at on one line from the start of the Term to the Cut-off Time, whatever the Measurement "
        "Windows. Down time that is shown more than once counts once, and down times that touch are one outage. An "
        f"outage ends where time is {_not_agreed(levels)}; it is judged whole, and then divided among the "
        "Measurement Windows in which it lies. It is counted as an outage in the Measurement Window in which its "
        "first agreed time lies. A Measurement Window without agreed time is unmeasured.",
    )
    if any(_lasts(level) for level in levels):
        yield opened(
            "Records that last",
            "A record that lasts includes the instant at which it begins and excludes the instant at which it ends. "
            "One without an end, or whose end is later than the Cut-off Time, goes on until the Cut-off Time.",
        )
    if any(not isinstance(level.down.evidence, Outages) for level in levels if level.down is not None):
        yield opened(
            "Slots and intervals",
            "Slots and intervals have their real length; one that lies across the end of a Measurement Window is "
            "divided there. One that has not ended by the Cut-off Time is not agreed time.",
            *_found(levels),
        )
    budgets = [each.budget for level in levels for each in level.exclusions if each.budget is not None]
    if budgets:
        yield opened("Limits of exclusions", *_budgets(levels))


def _not_agreed(levels: list[ServiceLevel]) -> str:
    excluded = "excluded, " if any(level.exclusions for level in levels) else ""
    return f"{excluded}outside the Term or of no evidence"


def _lasts(level: ServiceLevel) -> bool:
    assert level.down is not None
    return isinstance(level.down.evidence, Outages) or bool(level.down.during or level.exclusions)


def _found(levels: list[ServiceLevel]) -> Iterator[str]:
    """From when something counts that only its records show to be there."""
    texts = (
        dimension.field.type is ValueType.TEXT
        for level in levels
        if level.down is not None and not isinstance(level.down.evidence, Outages)
        for dimension in level.dimensions
    )
    entities = (
        level.entities is not None and level.entities.field.type is ValueType.TEXT for level in levels
    )
    if any(texts) or any(entities):
        yield (
            " What is there only because the records name it, and is declared nowhere, has agreed time from the slot"
            " or interval of its first record on."
        )


def _budgets(levels: list[ServiceLevel]) -> Iterator[str]:
    yield (
        "Excluded time uses a limit in the order of time, as far as it is agreed time, whether the service is up or "
        "down in it, and is divided where the limit is reached; what is beyond it counts as if it were not excluded."
    )
    budgets = [each.budget for level in levels for each in level.exclusions if each.budget is not None]
    if any(budget.times is not None for budget in budgets):
        yield (
            " Of a limit on how many times, records that overlap or touch are one time, which uses the limit of the"
            " period in which its first agreed time lies and is excluded whole."
        )
    if any(level.dimensions or level.entities for level in levels):
        yield " Whatever is measured or looked at separately has limits of its own."
    yield " The statement gives the value with exclusions and without."
