"""Windows of single records, in words."""

from __future__ import annotations

from sladsl.documents.prose import capitalised, opened, prose, with_article
from sladsl.documents.reductions import may_be_undecided, operand_words
from sladsl.documents.terms import Terms, one_record
from sladsl.documents.verbalise import SentenceSubject, moment, series_subject
from sladsl.documents.view import Paragraph, Prose
from sladsl.planning.plan import Measure, Series, ServiceLevel, Statistic


def record_window(terms: Terms, level: ServiceLevel) -> Paragraph:
    """That each record is a window, and to which settlement period it belongs."""
    assert level.counted is not None, "only records are windows"
    one, earns = one_record(terms, level.records), any(series.credits for series in level.series)
    own = ", a verdict and Service Credits" if earns else " and a verdict"
    whenever = ", whenever its clock stops" if any(series.clock for series in level.series) else ""
    return opened(
        "Measurement Window",
        f"Each {one} is a Measurement Window by itself, with a Measured Value{own} of its own. "
        "It is the instant that is ",
        moment(series_subject(terms, level), level.counted),
        f", and it belongs to the Settlement Period in which that falls{whenever}. The statement gives how many there "
        "are, and each of them that is not met.",
    )


def record_words(subject: SentenceSubject, series: Series) -> Prose:
    """The value of a single record, as sentences."""
    one, measure = one_record(subject.terms, subject.records), series.measure
    assert isinstance(measure, Measure), "a check refuses figures of several records"
    if measure.operand is not None:
        return prose(f"For each {one}, the Measured Value is ", operand_words(subject, measure), ".")
    good, other = ("100%", "0%") if measure.statistic is Statistic.PERCENT_GOOD else ("0%", "100%")
    an = capitalised(prose(with_article(one)))[0].text
    undecided = f" {an} that is undecided has no Measured Value yet." if may_be_undecided(series) else ""
    return prose(
        f"The Measured Value is {good} for each {one} that is good, and {other} for each that is not.{undecided}"
    )
