"""Settlement in words: the periods, the steps in their order, and what the words of these mean."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sladsl.documents.figures import unit_words
from sladsl.documents.prose import counted, opened, ordinal
from sladsl.documents.rules import is_cut
from sladsl.documents.steps import step_sentence
from sladsl.documents.terms import Terms
from sladsl.documents.view import Paragraph
from sladsl.planning.calendars import calendar_of
from sladsl.planning.plan import (
    CarryOver,
    ConvertTable,
    EarnBack,
    FreePoints,
    HighestOf,
    HighestPer,
    Limit,
    Money,
    Multiply,
    PercentOf,
    Plan,
    Round,
    RoundingMode,
    Settlement,
    Step,
)


def settlement_blocks(terms: Terms, settlement: Settlement) -> tuple[Paragraph, ...]:
    """The paragraphs of the clause on settlement, not yet numbered."""
    steps = tuple(Paragraph("", step_sentence(terms, step)) for step in settlement.steps)
    order = (
        "Each step applies to what the step before it has left. Amounts are exact, and are not rounded "
        "before a step that rounds. The Service Credits are settled as follows:"
    )
    return (
        opened(
            "Settlement Period",
            f"Service Credits are settled for each {unit_words(settlement.per)} (the Settlement Period), "
            "as of the Cut-off Time. A Service Credit belongs to the Settlement Period that holds the "
            "last instant of the Measurement Window it is due for.",
        ),
        opened("Steps", order, children=steps),
        *_meanings(terms.plan, settlement),
    )


def cut_off_words(plan: Plan) -> str:
    """What the Cut-off Time is: the instant as of which the records of a window are read."""
    settlement = plan.settlement
    if settlement is None:
        return "the end of the period for which Measured Values are stated"
    which = "the Settlement Period that holds the last instant of the Measurement Window concerned"
    if settlement.days == 0:
        return f"the end of {which}"
    if settlement.calendar is not None:
        nth = "first " if settlement.days == 1 else f"{ordinal(str(settlement.days))} "
        hours = _title_of(plan, settlement.calendar)
        return f"the last close of {hours} on the {nth}day on which they open after the last day of {which}"
    return f"the end of the {_nth_day(settlement.days)} after the last day of {which}"


def _nth_day(days: int) -> str:
    return "calendar day" if days == 1 else f"{ordinal(str(days))} calendar day"


def _title_of(plan: Plan, calendar: str) -> str:
    return calendar_of(plan, calendar).title


def _meanings(plan: Plan, settlement: Settlement) -> Iterator[Paragraph]:
    yield _finality(settlement)
    if any(isinstance(step, Multiply) for step in settlement.steps):
        yield _repeated_misses(plan)
    if any(isinstance(step, HighestPer | HighestOf) for step in settlement.steps):
        yield opened(
            "Highest credits",
            "Where several Service Credits that are compared are equally high, the one that the statement lists "
            "first is credited, and of sums the one that is named first.",
        )
    if any(isinstance(step, FreePoints) for step in settlement.steps):
        yield opened(
            "Free points",
            "Points count for nothing in the order in which their Measurement Windows end, each in the period that "
            "holds the last instant of its Measurement Window; of those that end at the same instant, each in "
            "proportion.",
        )
    if any(isinstance(step, ConvertTable) for step in settlement.steps):
        yield opened(
            "Points and money",
            "Where a total of points satisfies more than one row, the one with the highest number applies; where it "
            "satisfies none, nothing is credited. Each Service Credit has its part of it by its points.",
        )
    if any(isinstance(step, CarryOver) for step in settlement.steps):
        yield opened(
            "Carrying over",
            "Service Credits are let through in the order in which their Measurement Windows end, those carried over "
            "with the others, and those that end at the same instant in proportion to their amounts. In the last "
            "Settlement Period nothing is carried over any more.",
        )
    earning = [step for step in settlement.steps if isinstance(step, EarnBack)]
    if earning:
        yield _earning_back(earning)
    limits = [step for step in settlement.steps if isinstance(step, Limit)]
    if limits:
        yield from _limit_meaning(plan, settlement, limits)
    if any(isinstance(step, Round) for step in settlement.steps):
        yield opened(
            "Rounding",
            "So that the Service Credits add up to the rounded total, each is first rounded down to a "
            "multiple of the same amount; the multiples still missing are then added, one to each, to the "
            "Service Credits that lost the largest remainders, and where remainders are equal to the one "
            "that the statement lists first.",
        )


def _finality(settlement: Settlement) -> Paragraph:
    if settlement.final_after == 1:
        return opened(
            "Finality",
            "A Settlement Period is settled once (the Agreement states no further settlement of it); what becomes "
            "known after its Cut-off Time does not change it.",
        )
    number = settlement.final_after
    until = (
        "It is never final."
        if number is None
        else f"It is final once it has been settled {counted(number, 'time')}."
    )
    return opened(
        "Finality",
        "With each Settlement Period, every earlier one that is not final is settled again, as of the later Cut-off "
        f"Time and by the same steps. {until} What a Service Credit has come to instead is booked as an adjustment in "
        "the later Settlement Period, up or down; limits are filled again in the same order.",
    )


def _repeated_misses(plan: Plan) -> Paragraph:
    by = ""
    if any(level.dimensions for level in plan.levels):
        by = ", and where it is measured for several values, each of them by itself"
    return opened(
        "Repeated misses",
        f"Each Service Level is looked at by itself{by}. A Measurement Window that is unmeasured, in grace or "
        "excused is passed over: it neither counts nor interrupts a sequence. A Service Credit is multiplied for "
        "its own Measurement Window only; Service Credits for earlier ones stay as they are.",
    )


def _earning_back(steps: Sequence[EarnBack]) -> Paragraph:
    return opened(
        "Earning back",
        "A Service Credit that may be earned back is provisional until the Measurement Windows that follow decide, "
        "and final from then on. Only the Measurement Windows of the same Service Level (and of the same value "
        "that it is measured for) count; one that is unmeasured, in grace or excused is passed over, and "
        "the next counts in its place. Where a Service Level has only one of an expected and a minimum or "
        "required level, that one decides. The share is taken of what the Service Credit came to after all other "
        f"steps{_less_balance(steps)}, {_earned_in(steps)}. It gives back no room under a limit. "
        "What is not earned back when the Term "
        "ends cannot be earned back any more.",
    )


def _less_balance(steps: Sequence[EarnBack]) -> str:
    return ", less what a balance of the service took off it" if any(step.as_offset for step in steps) else ""


def _earned_in(steps: Sequence[EarnBack]) -> str:
    """What becomes of what is earned back, as money and as offset."""
    when = "in the Settlement Period that holds the last instant of the last of those Measurement Windows"
    charged = f"and is charged to the Customer {when}"
    kept = (
        f"and is added to the balance of the service {when}; the balance reduces the Service Credits for Service Levels"
        " of that service in later Settlement Periods, in the order in which their Measurement Windows end (those that"
        " end together in proportion), is not paid out, and is lost when the Term ends"
    )
    if all(step.as_offset for step in steps):
        return kept
    return (
        f"{charged} or, as offset, {kept.removeprefix('and ')}"
        if any(each.as_offset for each in steps)
        else charged
    )


def _limit_meaning(plan: Plan, settlement: Settlement, limits: list[Limit]) -> Iterator[Paragraph]:
    yield opened(
        "Limits",
        "A Service Credit counts towards a limit in the period that holds the last instant of its "
        "Measurement Window. Within that period Service Credits are let through in the order in which "
        "their Measurement Windows end, until the limit is reached. Where several Service Credits for Measurement "
        "Windows that end at the same instant do not all fit, they are reduced in proportion to their "
        "amounts. What exceeds a limit is "
        "not credited.",
        *_carried_ahead(settlement.steps),
    )
    yield opened(
        "Limits and later steps",
        "What counts towards a limit, in this settlement and in those that follow, is what the limit has "
        "let through, before any later step. A later step that reduces, ignores or rounds Service Credits "
        "neither gives back room under the limit nor takes any up.",
        *_rounded_above(settlement.steps),
    )
    cut = [limit for limit in limits if limit.per is not None and is_cut(plan, limit.anchor, limit.per)]
    if cut:
        yield opened("Limits in part periods", " ".join(_cut_limits(cut)))


def _carried_ahead(steps: Sequence[Step]) -> Iterator[str]:
    """In which period what is carried over counts towards a limit behind that."""
    ahead = next((at for at, step in enumerate(steps) if isinstance(step, CarryOver)), len(steps))
    if any(isinstance(step, Limit) for step in steps[ahead:]):
        yield (
            " What is carried over counts in that period, too, and not in the one in which it is credited: where the "
            "limit is used up there, it finds no room."
        )


def _rounded_above(steps: Sequence[Step]) -> Iterator[str]:
    first = next(index for index, step in enumerate(steps) if isinstance(step, Limit))
    if any(isinstance(step, Round) and step.mode is not RoundingMode.DOWN for step in steps[first:]):
        yield (
            " Rounding may bring the total that is credited above the limit, by no more than what the "
            "rounding itself adds."
        )


def _cut_limits(limits: Sequence[Limit]) -> Iterator[str]:
    """What becomes of limits in a period that the term cuts short."""
    if any(isinstance(limit.amount, PercentOf) for limit in limits):
        yield (
            "A limit that is a percentage of a charge is that percentage of the charge for those days of "
            "the period that lie within the Term."
        )
    if any(isinstance(limit.amount, Money) for limit in limits):
        yield "A limit that is an amount of money is not reduced where the Term cuts its period short."
