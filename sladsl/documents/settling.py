"""Settlement in words: the periods, the steps in their order, and what each means."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import assert_never

from sladsl.documents.credits import amount_words, paid_words, range_words
from sladsl.documents.figures import money_words, percent_words, unit_words
from sladsl.documents.histories import horizon_words, often
from sladsl.documents.prose import counted, date_words, field, listed, opened, ordinal, prose
from sladsl.documents.rules import is_cut
from sladsl.documents.terms import Terms, level_reference, one_record
from sladsl.documents.view import Paragraph, Prose
from sladsl.planning.plan import (
    Apart,
    Band,
    CarryOver,
    Choose,
    Claim,
    Convert,
    ConvertTable,
    DatedStep,
    EarnBack,
    Failing,
    FreePoints,
    HighestOf,
    HighestPer,
    Ignore,
    Limit,
    Money,
    Multiply,
    PercentOf,
    Plan,
    Raise,
    Round,
    RoundingMode,
    Settlement,
    Step,
)
from sladsl.planning.wording import write_number

_MODES = {
    RoundingMode.HALF_UP: "to the nearest multiple of {}, half a multiple away from zero",
    RoundingMode.HALF_EVEN: "to the nearest multiple of {}, half a multiple to the nearest even one",
    RoundingMode.UP: "up to a multiple of {}",
    RoundingMode.DOWN: "down to a multiple of {}",
}


def settlement_blocks(terms: Terms, settlement: Settlement) -> tuple[Paragraph, ...]:
    """The paragraphs of the clause on settlement, not yet numbered."""
    steps = tuple(Paragraph("", _step(terms, step)) for step in settlement.steps)
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
    return next(each.title for each in plan.calendars if each.name == calendar)


def _step(terms: Terms, step: Step) -> Prose:
    """A step, and for which periods it is where it is not for all of them."""
    if not isinstance(step, DatedStep) or (step.since, step.until) == (None, None):
        return _in_words(terms, step)
    period = "Settlement Period"
    if isinstance(step, Limit | FreePoints):
        assert step.per is not None, "a check refuses to date what is over the term"
        period = horizon_words(step.anchor, step.per)
    days = [
        *([] if step.since is None else [f"on or after {date_words(step.since)}"]),
        *([] if step.until is None else [f"before {date_words(step.until)}"]),
    ]
    return prose(f"For each {period} that starts {' and '.join(days)}: ", _in_words(terms, step))


def _in_words(terms: Terms, step: Step) -> Prose:
    plan = terms.plan
    match step:
        case Multiply():
            return _multiply(terms, step)
        case HighestPer() | HighestOf():
            return _highest(terms, step)
        case Limit(at_risk=True):
            return _at_risk(terms, step)
        case Limit():
            return _limit(terms, step)
        case Ignore(each=True, below=below):
            return prose(
                "A Service Credit", _whose(terms, step), f" below {money_words(plan, below)} is not credited."
            )
        case Ignore(below=below):
            return prose(
                "Where the Service Credits of the Settlement Period",
                _whose(terms, step),
                f" together come to less than {money_words(plan, below)}, none of them is credited.",
            )
        case Raise(each=True, to=to):
            return prose(
                "A Service Credit",
                _whose(terms, step),
                f" above zero and below {money_words(plan, to)} is raised to that amount.",
            )
        case Raise(to=to):
            return prose(
                "Where the Service Credits of the Settlement Period",
                _whose(terms, step),
                f" together come to more than zero and less than {money_words(plan, to)}, they are raised in "
                "proportion so that they come to that amount.",
            )
        case Convert(amount=amount):
            same = " for the Settlement Period" if isinstance(amount, PercentOf) else ""
            return prose("Each point becomes a Service Credit of ", amount_words(terms, amount), f"{same}.")
        case ConvertTable():
            rows = "; ".join(_points_row(terms, band) for band in step.bands)
            return prose(
                f"The points of the Settlement Period are added up and become one Service Credit: for {rows}."
            )
        case Claim():
            return _claim(terms, step)
        case Choose():
            return _choose(terms, step)
        case FreePoints(points=points, anchor=anchor, per=per):
            return prose(
                f"In each {horizon_words(anchor, per)}, "
                f"{'the first point counts' if points == 1 else f'the first {write_number(points)} points count'}"
                " for nothing."
            )
        case CarryOver():
            return _carry_over(terms, step)
        case EarnBack():
            return _earn_back(terms, step)
        case Round(mode=mode, quantum=quantum):
            how = _MODES[mode].format(money_words(plan, quantum))
            default = " (the Agreement states no other rounding)" if step.id.endswith("/default") else ""
            return prose(
                f"The total of the Service Credits of the Settlement Period is rounded {how}{default}."
            )
    assert_never(step)


def _claim(terms: Terms, step: Claim) -> Prose:
    """Until when credits are claimed, by which records."""
    if step.unit is not None:
        until = (
            f"by the end of the {ordinal(str(step.nth))} calendar {step.unit} after the one with its last day"
        )
    elif step.months is not None:
        until = _days_after(None, step.months)
    else:
        until = _days_after(step.days, None)
    return prose(
        "A Service Credit for a Measurement Window is credited only if the Customer has claimed it ",
        f"{until}. A claim is a {one_record(terms, step.records)} with the name of the Service Level as its ",
        field("service_level"),
        ", the Measurement Window as its ",
        field("window"),
        " (such as 2026-03) and the time at which it was made as its ",
        field(step.at.path[0]),
        ". What is not claimed in time, or not by the Cut-off Time, lapses.",
    )


def _choose(terms: Terms, step: Choose) -> Prose:
    """Until when the customer chooses, by which records, and what stands until then."""
    until = _days_after(step.days, step.months)
    return prose(
        "Of Service Credits that are options, only the one that the Customer chooses for the Measurement Window is "
        f"due. The Customer may choose {until}. A choice is a {one_record(terms, step.records)} with the name of the "
        "Service Level as its ",
        field("service_level"),
        ", the Measurement Window as its ",
        field("window"),
        " (such as 2026-03), the number of the option as its ",
        field("option"),
        " and the time at which it was made as its ",
        field(step.at.path[0]),
        ". It holds for every value that the Service Level is measured by. The first choice counts. Until the Customer "
        "has chosen, and where none is made in time, or by the Cut-off Time, the first of the options stands that is "
        "due for the Measurement Window.",
    )


def _days_after(days: int | None, months: int | None) -> str:
    if months is not None:
        return f"within {counted(months, 'month')} after its last day"
    return f"within {counted(days or 0, 'day')} after its last day"


def _whose(terms: Terms, step: Ignore | Raise) -> Prose:
    """For what the credits are that a step looks at: by themselves where it says `each`, and else together."""
    match step.apart:
        case Apart.LEVEL:
            return prose(" for any one Service Level")
        case Apart.VALUE:
            assert step.dimension is not None
            return prose(" for any one ", field(step.dimension))
        case None if step.levels is None:
            return prose("")
        case None:
            levels = [level_reference(terms, name) for name in step.levels]
            return prose(" for ", listed(levels, "or" if step.each else "and"))
    assert_never(step.apart)


def _points_row(terms: Terms, band: Band) -> str:
    points = range_words(terms.plan, band)
    return f"{points} {'point' if points.endswith(' 1') else 'points'}, {paid_words(terms, band.credit)}"


def _carry_over(terms: Terms, step: CarryOver) -> Prose:
    """What moves to the next period, how often, and what becomes of it then."""
    same = " for that period" if isinstance(step.amount, PercentOf) else ""
    often = {None: "until the Term ends", 1: "once"}.get(step.periods, f"up to {step.periods} times")
    amount, then = amount_words(terms, step.amount), "credited all the same" if step.paid else "lost"
    return prose(
        f"What the Service Credits of a Settlement Period exceed {amount}{same} by is carried over to the next one, "
        f"{often}; what still exceeds it then is {then}."
    )


def _multiply(terms: Terms, step: Multiply) -> Prose:
    whose: str | Prose = "a Service Level"
    if step.levels is not None:
        whose = listed([level_reference(terms, name) for name in step.levels], "or")
    failing = "is missed" if step.failing is Failing.MISSED else "is missed or below expected"
    grown = "doubled" if step.factor == 2 else f"multiplied by {write_number(step.factor)}"
    nth = ordinal(str(step.lately.times))
    those = f"the {nth} of these and for each later one"
    return prose(
        "Where ", whose, f" {failing} {often(step.lately)}, the Service Credit for {those} is {grown}."
    )


def _highest(terms: Terms, step: HighestPer | HighestOf) -> Prose:
    if isinstance(step, HighestOf):
        rivals = [_rival(terms, names) for names in step.sums]
        return prose(
            "For each Measurement Window, only the highest of these Service Credits is credited: ",
            listed(rivals, "or"),
            ".",
        )
    if step.dimension is None:
        return prose("For each Measurement Window, only the highest Service Credit is credited.")
    return prose(
        "For each ",
        field(step.dimension),
        ", only the highest Service Credit is credited, and where less has been credited for it in an earlier "
        "Settlement Period, only what exceeds that.",
    )


def _earn_back(terms: Terms, step: EarnBack) -> Prose:
    whose: str | Prose = ""
    if step.levels is not None:
        whose = prose(" for ", listed([level_reference(terms, name) for name in step.levels], "or"))
    level = "expected" if step.target == "expected" else "minimum or required"
    which = (
        f"each of the {step.windows} Measurement Windows that follow" if step.windows > 1 else "the next one"
    )
    if step.exceeded:
        better = f"the Measured Value is better than the {level} level in {which}"
    else:
        better = f"the {level} level is satisfied in {which}"
    return prose(
        "Where a Service Credit",
        whose,
        f" has been credited for a Measurement Window, and {better}, the Provider earns back "
        f"{percent_words(terms.plan, step.share)} of what was credited"
        f"{'; that reduces later Service Credits of the same service' if step.as_offset else ''}.",
    )


def _rival(terms: Terms, levels: Sequence[str]) -> Prose:
    named = listed([level_reference(terms, name) for name in levels])
    return prose("those for ", named, " together") if levels[1:] else prose("that for ", named)


def _limit(terms: Terms, limit: Limit) -> Prose:
    unit = horizon_words(limit.anchor, limit.per)
    scope = _scope(terms, limit)
    same = f" for that {unit}" if isinstance(limit.amount, PercentOf) else ""
    amount = amount_words(terms, limit.amount)
    when = "In the Term" if limit.per is None else f"In each {unit}"
    return prose(f"{when}, ", scope, f" are together limited to {amount}{same}.")


def _at_risk(terms: Terms, limit: Limit) -> Prose:
    unit = horizon_words(limit.anchor, limit.per)
    same = f" for that {unit}" if isinstance(limit.amount, PercentOf) else ""
    return prose(
        f"In each {unit}, {amount_words(terms, limit.amount)}{same} is at risk (the Amount at Risk), and all Service "
        "Credits are together limited to it."
    )


def _scope(terms: Terms, limit: Limit) -> Prose:
    match limit.apart:
        case Apart.LEVEL:
            return prose("the Service Credits for each Service Level")
        case Apart.VALUE:
            assert limit.dimension is not None
            return prose("the Service Credits for each ", field(limit.dimension))
        case None if limit.levels is None:
            return prose("all Service Credits")
        case None:
            levels = [level_reference(terms, name) for name in limit.levels]
            return prose("the Service Credits for ", listed(levels))
    assert_never(limit.apart)


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
