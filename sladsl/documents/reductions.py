"""How the records of a window become one value, in words."""

from __future__ import annotations

from typing import assert_never

from sladsl.documents.figures import rank_words
from sladsl.documents.prose import capitalised, plain, prose, with_article
from sladsl.documents.terms import Terms, many_records, one_record
from sladsl.documents.verbalise import (
    SentenceSubject,
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
    Measure,
    Series,
    ServiceLevel,
    Statistic,
)
from sladsl.planning.series import is_of_records, operands

_STATISTICS = {
    Statistic.SUM: "the sum of the values of",
    Statistic.MEAN: "the arithmetic mean (the sum divided by the number) of the values of",
    Statistic.MEDIAN: "the median of the values of",
    Statistic.LOWEST: "the lowest of the values of",
    Statistic.HIGHEST: "the highest of the values of",
}
_PERCENTAGE = "expressed as a percentage"


def reduction_words(subject: SentenceSubject, series: Series, measure: Measure) -> Prose:
    """How the records of a window are reduced to a value: the rest of a sentence, and more sentences."""
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


def _which(subject: SentenceSubject, operand: Expression | None) -> Prose:
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


def operand_words(subject: SentenceSubject, measure: Measure) -> Prose:
    """The value of a record that is reduced: "its `amount`", "the time on its clock"."""
    assert measure.operand is not None, "what is counted has no value"
    return prose(value(subject, measure.operand), _so_far(measure))


def _reduced(subject: SentenceSubject, measure: Measure, what: str, one: str, among: str) -> Prose:
    each = prose(f" The value of {with_article(one)} is ", operand_words(subject, measure), ".")
    return prose(f"{what} {among}.", each)


def figure_words(subject: SentenceSubject, measure: Measure) -> Prose:
    """A reduction as a figure of records that the sentence has named already."""
    one, many = one_record(subject.terms, subject.records), many_records(subject.terms, subject.records)
    match measure.statistic:
        case Statistic.PERCENT_GOOD | Statistic.PERCENT_NOT_GOOD as statistic:
            which = "good" if statistic is Statistic.PERCENT_GOOD else "not good"
            return prose(f"the number of those {many} that are {which}, divided by the number of all of them")
        case Statistic.NUMBER:
            return prose(f"the number of those {many}", _which(subject, measure.operand))
        case Statistic.PERCENTILE:
            assert measure.rank is not None
            what = f"the {rank_words(subject.terms.plan, measure.rank)} percentile, by nearest rank, of the values of"
        case statistic:
            what = _STATISTICS[statistic]
    assert measure.operand is not None
    being = f"those {many}, the value of {with_article(one)} being "
    return prose(f"{what} {being}", value(subject, measure.operand), _so_far(measure))


def figure_brief(terms: Terms, level: ServiceLevel, series: Series, measure: Measure) -> str:
    """A reduction in a few words, with the condition of what it counts."""
    brief = reduction_brief(terms, level, series, measure)
    if measure.statistic is not Statistic.NUMBER or measure.operand is None:
        return brief
    return f"{brief} if {plain(condition(series_subject(terms, level, series), measure.operand))}"


def _so_far(measure: Measure) -> str:
    if not mentions(measure.operand, ClockTime):
        return ""
    return ", up to the Cut-off Time if its clock is still running then"


def reduction_brief(terms: Terms, level: ServiceLevel, series: Series, measure: Measure) -> str:
    """A reduction in a few words: "95th percentile of the time on the clock"."""
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
            of = "" if is_of_records(level) else f"{statistic.value} of "
            return f"{of}{_operand_brief(subject, measure)}"


def _operand_brief(subject: SentenceSubject, measure: Measure) -> str:
    assert measure.operand is not None
    return plain(value(subject, measure.operand)).removeprefix("its ").replace("its clock", "the clock")
