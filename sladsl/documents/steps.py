"""The steps of a settlement, each in a sentence."""

from __future__ import annotations

from collections.abc import Sequence
from typing import assert_never

from sladsl.documents.amounts import amount_words, paid_words
from sladsl.documents.credit_rows import range_words
from sladsl.documents.figures import money_words, percent_words, window_names
from sladsl.documents.histories import horizon_words, often
from sladsl.documents.prose import counted, date_words, field, listed, ordinal, prose
from sladsl.documents.terms import Terms, level_reference, one_record
from sladsl.documents.view import Prose
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
    Multiply,
    PercentOf,
    Raise,
    Round,
    RoundingMode,
    Step,
)
from sladsl.planning.wording import write_number

_MODES = {
    RoundingMode.HALF_UP: "to the nearest multiple of {}, half a multiple away from zero",
    RoundingMode.HALF_EVEN: "to the nearest multiple of {}, half a multiple to the nearest even one",
    RoundingMode.UP: "up to a multiple of {}",
    RoundingMode.DOWN: "down to a multiple of {}",
}


def step_sentence(terms: Terms, step: Step) -> Prose:
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
    match step:
        case Multiply():
            return _multiply(terms, step)
        case HighestPer() | HighestOf():
            return _highest(terms, step)
        case Limit(at_risk=True):
            return _at_risk(terms, step)
        case Limit():
            return _limit(terms, step)
        case Ignore():
            return _ignore(terms, step)
        case Raise():
            return _raise(terms, step)
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
            which = (
                "the first point counts" if points == 1 else f"the first {write_number(points)} points count"
            )
            return prose(f"In each {horizon_words(anchor, per)}, {which} for nothing.")
        case CarryOver():
            return _carry_over(terms, step)
        case EarnBack():
            return _earn_back(terms, step)
        case Round():
            return _round(terms, step)
    assert_never(step)


def _ignore(terms: Terms, step: Ignore) -> Prose:
    below = money_words(terms.plan, step.below)
    if step.each:
        return prose("A Service Credit", _whose(terms, step), f" below {below} is not credited.")
    return prose(
        "Where the Service Credits of the Settlement Period",
        _whose(terms, step),
        f" together come to less than {below}, none of them is credited.",
    )


def _raise(terms: Terms, step: Raise) -> Prose:
    to = money_words(terms.plan, step.to)
    if step.each:
        whose = _whose(terms, step)
        return prose("A Service Credit", whose, f" above zero and below {to} is raised to that amount.")
    return prose(
        "Where the Service Credits of the Settlement Period",
        _whose(terms, step),
        f" together come to more than zero and less than {to}, they are raised in proportion so that they come to that "
        "amount.",
    )


def _round(terms: Terms, step: Round) -> Prose:
    how = _MODES[step.mode].format(money_words(terms.plan, step.quantum))
    default = " (the Agreement states no other rounding)" if step.id.endswith("/default") else ""
    return prose(f"The total of the Service Credits of the Settlement Period is rounded {how}{default}.")


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
        f" ({window_names(terms.plan, with_options=False)}) and the time at which it was made as its ",
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
        f" ({window_names(terms.plan, with_options=True)}), the number of the option as its ",
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
    what = _scope(terms, step, one="any one", joined="or" if step.each else "and")
    return prose(" for ", what) if what else ()


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
    what = _scope(terms, limit, one="each", joined="and")
    scope = prose("the Service Credits for ", what) if what else prose("all Service Credits")
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


def _scope(terms: Terms, step: Limit | Ignore | Raise, *, one: str, joined: str) -> Prose:
    """What a step holds apart, or the levels that it is about; nothing where it is about all credits together."""
    match step.apart:
        case Apart.LEVEL:
            return prose(f"{one} Service Level")
        case Apart.VALUE:
            assert step.dimension is not None
            return prose(f"{one} ", field(step.dimension))
        case None:
            return listed([level_reference(terms, name) for name in step.levels or ()], joined)
    assert_never(step.apart)
