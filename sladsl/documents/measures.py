"""How a window's value is measured, in words."""

from __future__ import annotations

from fractions import Fraction
from typing import assert_never

from sladsl.documents.figures import duration_words, quantity_words
from sladsl.documents.level_means import mean_brief, mean_words
from sladsl.documents.open_records import open_brief, open_words
from sladsl.documents.prose import capitalised, counted, plain, prose, with_article
from sladsl.documents.reductions import (
    figure_brief,
    figure_words,
    may_be_undecided,
    reduction_brief,
    reduction_words,
)
from sladsl.documents.terms import Terms, many_records, one_record
from sladsl.documents.uptime import uptime_brief, uptime_words
from sladsl.documents.verbalise import SentenceSubject, series_subject, value
from sladsl.documents.view import Prose
from sladsl.planning.plan import (
    IntervalMean,
    LevelMean,
    Measure,
    OpenRecords,
    Plan,
    Quantity,
    Ratio,
    Rounding,
    RoundingMode,
    Series,
    ServiceLevel,
    Uptime,
    ValueType,
)


def measure_words(subject: SentenceSubject, series: Series) -> Prose:
    """How the measured value of a window is calculated, as sentences."""
    start = "The Measured Value is "
    if series.complement:
        start += "100% less a percentage; that percentage is "
    return prose(start, _calculation(subject, series), _rounding(series))


def _calculation(subject: SentenceSubject, series: Series) -> Prose:
    """How what is measured is calculated: the rest of the sentence that says what it is, and more sentences."""
    match series.measure:
        case Measure():
            return reduction_words(subject, series, series.measure)
        case Ratio():
            return _ratio(subject, series, series.measure)
        case Uptime():
            return uptime_words(subject, series.measure)
        case IntervalMean():
            return _interval_mean(subject, series.measure)
        case OpenRecords():
            return open_words(subject.terms, subject.records, series.measure)
        case LevelMean():
            return mean_words(subject.terms, series.measure)
    assert_never(series.measure)


def _interval_mean(subject: SentenceSubject, mean: IntervalMean) -> Prose:
    one, many = one_record(subject.terms, subject.records), many_records(subject.terms, subject.records)
    share = ", expressed as a percentage" if mean.type is ValueType.PERCENT else ""
    return prose(
        f"the arithmetic mean of one quotient for each interval of {duration_words(mean.every)}{share}. Intervals are "
        f"counted from the start of the Measurement Window, and {with_article(one)} belongs to the interval in which "
        f"it is counted. The quotient of an interval is a sum over its {many} divided by another: first, for each of "
        "them, ",
        *(value(subject, mean.over), "; second, ", value(subject, mean.under)),
        ". Every interval has the same weight, however many records it holds; one in which the second sum is zero, or "
        f"which has no record, {_empty(subject, mean)}.",
    )


def _empty(subject: SentenceSubject, mean: IntervalMean) -> str:
    """What becomes of an interval without a quotient."""
    if mean.empty is None:
        return "has no quotient and is left out of the mean"
    counts_as = quantity_words(subject.terms.plan, Quantity(mean.type, mean.empty))
    return f"counts as {counts_as}, unless the whole Measurement Window has no record"


def _ratio(subject: SentenceSubject, series: Series, ratio: Ratio) -> Prose:
    many = many_records(subject.terms, subject.records)
    times = "" if ratio.per == 1 else f", multiplied by {_number(subject.terms.plan, ratio.per)}"
    share = ", expressed as a percentage" if ratio.type is ValueType.PERCENT else ""
    undecided = ""
    if may_be_undecided(series):
        one = capitalised(prose(with_article(one_record(subject.terms, subject.records))))[0].text
        undecided = f" {one} that is undecided for one of them enters neither."
    return prose(
        f"one figure divided by another{times}{share}, both of the {many} counted in the Measurement Window: first, ",
        *(figure_words(subject, ratio.over), "; second, ", figure_words(subject, ratio.under)),
        f". There is no Measured Value where the second figure is zero.{undecided}",
    )


def _number(plan: Plan, number: Fraction) -> str:
    return quantity_words(plan, Quantity(ValueType.NUMBER, number))


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
        f" It is {rounding_words(series.rounded, series.measure.type)}, before it is compared with any "
        "level or threshold; the statement gives it before rounding, too."
    )


def rounding_words(rounding: Rounding, kind: ValueType) -> str:
    """How a value of a kind is rounded: "rounded to 2 decimals of a percent, to the nearest, half …"."""
    return f"rounded to {_to_decimals(rounding, kind)}, {_MODES[rounding.mode]}"


_MODES = {
    RoundingMode.HALF_UP: "to the nearest, half of the last decimal away from zero",
    RoundingMode.HALF_EVEN: "to the nearest, half of the last decimal to the even one",
    RoundingMode.UP: "always upwards",
    RoundingMode.DOWN: "always downwards",
}


def _decimals(series: Series) -> str:
    assert series.rounded is not None, "only where the agreement rounds"
    return _to_decimals(series.rounded, series.measure.type)


def _to_decimals(rounding: Rounding, kind: ValueType) -> str:
    if rounding.decimals == 0:
        return "whole percents" if kind is ValueType.PERCENT else "whole units"
    of = " of a percent" if kind is ValueType.PERCENT else ""
    return f"{counted(rounding.decimals, 'decimal')}{of}"


def _brief(terms: Terms, level: ServiceLevel, series: Series) -> str:
    match series.measure:
        case Measure():
            return reduction_brief(terms, level, series, series.measure)
        case Ratio(over=over, under=under, per=per):
            first, second = (figure_brief(terms, level, series, part) for part in (over, under))
            return f"{first} {'divided by' if per == 1 else f'per {_number(terms.plan, per)}'} {second}"
        case Uptime():
            return uptime_brief(terms, series.measure)
        case IntervalMean(every=every, over=over, under=under):
            subject = series_subject(terms, level, series)
            quotient = f"{plain(value(subject, over))} divided by {plain(value(subject, under))}".replace(
                "its ", ""
            )
            return f"mean over each {duration_words(every)} of {quotient}"
        case OpenRecords():
            return open_brief(terms, level.records, series.measure)
        case LevelMean():
            return mean_brief(terms, series.measure)
    assert_never(series.measure)
