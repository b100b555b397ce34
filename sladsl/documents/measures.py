"""How a window's value is measured, in words."""

from __future__ import annotations

from typing import assert_never

from sladsl.documents.figures import rank_words
from sladsl.documents.prose import capitalised, counted, plain, prose, with_article
from sladsl.documents.terms import (
    Terms,
    many_records,
    one_record,
)
from sladsl.documents.verbalise import (
    Subject,
    condition,
    mentions,
    nodes,
    series_subject,
    time_allowed,
    value,
)
from sladsl.documents.view import Prose
from sladsl.planning.plan import (
    ClockTime,
    ClockWithin,
    DoneBy,
    Expression,
    IntervalMean,
    LevelMean,
    Measure,
    OpenRecords,
    Ratio,
    RoundingMode,
    Series,
    ServiceLevel,
    Statistic,
    Uptime,
    ValueType,
)
from sladsl.planning.series import operands

_STATISTICS = {
    Statistic.SUM: "the sum of the values of",
    Statistic.MEAN: "the arithmetic mean (the sum divided by the number) of the values of",
    Statistic.MEDIAN: "the median of the values of",
    Statistic.LOWEST: "the lowest of the values of",
    Statistic.HIGHEST: "the highest of the values of",
}
_PERCENTAGE = "expressed as a percentage"


def measure_words(subject: Subject, series: Series) -> Prose:
    """How the measured value of a window is calculated, as sentences."""
    start = "The Measured Value is "
    if series.complement:
        start += "100% less a percentage; that percentage is "
    return prose(start, _calculation(subject, series), _rounding(series))


def _calculation(subject: Subject, series: Series) -> Prose:
    """How what is measured is calculated: the rest of the sentence that says what it is, and more sentences."""
    match series.measure:
        case Measure():
            return _reduction_words(subject, series, series.measure)
        case Ratio() | IntervalMean() | OpenRecords() | Uptime() | LevelMean():
            raise AssertionError("a check refuses what cannot be measured yet")
    assert_never(series.measure)


def _reduction_words(subject: Subject, series: Series, measure: Measure) -> Prose:
    one, many = one_record(subject.terms, subject.records), many_records(subject.terms, subject.records)
    among = f"the {many} counted in the Measurement Window"
    match measure.statistic:
        case Statistic.PERCENT_GOOD:
            return _percentage(one, many, "good", may_be_undecided=may_be_undecided(series))
        case Statistic.PERCENT_NOT_GOOD:
            return _percentage(one, many, "not good", may_be_undecided=may_be_undecided(series))
        case Statistic.NUMBER:
            which = _which(subject, measure.operand)
            return prose(f"the number of {among}", which, ".")
        case Statistic.PERCENTILE:
            assert measure.rank is not None
            rank = rank_words(subject.terms.plan, measure.rank)
            what = f"the {rank} percentile, by nearest rank, of the values of"
            return _reduced(subject, measure, what, one, among)
        case (
            Statistic.SUM
            | Statistic.MEAN
            | Statistic.MEDIAN
            | Statistic.LOWEST
            | Statistic.HIGHEST as statistic
        ):
            return _reduced(subject, measure, _STATISTICS[statistic], one, among)
    assert_never(measure.statistic)


def _which(subject: Subject, operand: Expression | None) -> Prose:
    return prose(" for which the following holds: ", condition(subject, operand)) if operand else ()


def may_be_undecided(series: Series) -> bool:
    """Whether a record may be undecided: whether a deadline decides if it is good, or if it is counted."""
    is_running = series.clock is not None and not series.clock.late_without_end
    parts = [part for each in (series.good, *operands(series.measure)) for part in nodes(each)]
    return any(
        (isinstance(part, ClockWithin) and is_running)
        or (isinstance(part, DoneBy) and not part.late_if_missing)
        for part in parts
    )


def _percentage(one: str, many: str, which: str, *, may_be_undecided: bool) -> Prose:
    top = f"the number of {many} counted in the Measurement Window that are {which}"
    if not may_be_undecided:
        return prose(f"{top}, divided by the number of all {many} counted in it, {_PERCENTAGE}.")
    return prose(
        f"{top}, divided by the number of {many} counted in it that are decided "
        f"(whether good or not), {_PERCENTAGE}. {capitalised(prose(with_article(one)))[0].text} that is "
        "undecided is in neither number."
    )


def _reduced(subject: Subject, measure: Measure, what: str, one: str, among: str) -> Prose:
    assert measure.operand is not None
    so_far = ""
    if mentions(measure.operand, ClockTime):
        so_far = ", up to the Cut-off Time if its clock is still running then"
    each = prose(f" The value of {with_article(one)} is ", value(subject, measure.operand), so_far, ".")
    return prose(f"{what} {among}.", each)


def measure_brief(terms: Terms, level: ServiceLevel, series: Series) -> str:
    """A measure in a few words: "percentage good within 4 hours of Business Hours"."""
    less = "100% less the " if series.complement else ""
    rounded = "" if series.rounded is None else f", rounded to {_decimals(series)}"
    return f"{less}{_brief(terms, level, series)}{rounded}"


def _rounding(series: Series) -> str:
    """How the value is rounded before anything is decided, where it is."""
    if series.rounded is None:
        return ""
    return (
        f" It is rounded to {_decimals(series)}, {_MODES[series.rounded.mode]}, before it is compared with any "
        "level or threshold; the statement gives it before rounding, too."
    )


_MODES = {
    RoundingMode.HALF_UP: "to the nearest, half of the last decimal away from zero",
    RoundingMode.HALF_EVEN: "to the nearest, half of the last decimal to the even one",
    RoundingMode.UP: "always upwards",
    RoundingMode.DOWN: "always downwards",
}


def _decimals(series: Series) -> str:
    assert series.rounded is not None, "only where the agreement rounds"
    if series.rounded.decimals == 0:
        return "whole percents" if series.measure.type is ValueType.PERCENT else "whole units"
    of = " of a percent" if series.measure.type is ValueType.PERCENT else ""
    return f"{counted(series.rounded.decimals, 'decimal')}{of}"


def _brief(terms: Terms, level: ServiceLevel, series: Series) -> str:
    match series.measure:
        case Measure():
            return _reduction_brief(terms, level, series, series.measure)
        case Ratio() | IntervalMean() | OpenRecords() | Uptime() | LevelMean():
            raise AssertionError("a check refuses what cannot be measured yet")
    assert_never(series.measure)


def _reduction_brief(terms: Terms, level: ServiceLevel, series: Series, measure: Measure) -> str:
    subject = series_subject(terms, level, series)
    match measure.statistic:
        case Statistic.PERCENT_GOOD | Statistic.PERCENT_NOT_GOOD as statistic:
            within = (
                f" within {time_allowed(subject, series.good.limit)}"
                if isinstance(series.good, ClockWithin)
                else ""
            )
            return f"percentage {'good' if statistic is Statistic.PERCENT_GOOD else 'not good'}{within}"
        case Statistic.NUMBER:
            return f"number of {many_records(terms, level.records)}"
        case Statistic.PERCENTILE:
            assert measure.rank is not None
            return f"{rank_words(terms.plan, measure.rank)} percentile of {_operand_brief(subject, measure)}"
        case statistic:
            return f"{statistic.value} of {_operand_brief(subject, measure)}"


def _operand_brief(subject: Subject, measure: Measure) -> str:
    assert measure.operand is not None
    return plain(value(subject, measure.operand)).removeprefix("its ").replace("its clock", "the clock")
