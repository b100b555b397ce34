"""A service level as a clause, and all of them as a schedule.

Terms that hold for every series of a level are sentences; terms that differ stand in one table, a row for each series.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from attrs import frozen

from sladsl.documents.figures import rank_words, unit_words
from sladsl.documents.outline import MEASUREMENT, reference
from sladsl.documents.promises import (
    TARGET_TITLES,
    credit_brief,
    credit_table,
    credit_words,
    may_be_undecided,
    measure_words,
    target_brief,
    target_words,
)
from sladsl.documents.prose import capitalised, lead, link, listed, plain, prose, with_article
from sladsl.documents.terms import Terms, calendar_name, many_records, one_record, severity_name, title
from sladsl.documents.verbalise import Subject, condition, moment, time_allowed, value
from sladsl.documents.view import Block, Column, Paragraph, Prose, Row, Table
from sladsl.planning.plan import ClockWithin, Series, ServiceLevel, Statistic, Target


def level_blocks(terms: Terms, level: ServiceLevel) -> tuple[Block, ...]:
    """The paragraphs of a level's clause, not yet numbered."""
    paragraphs = (
        _nature(level),
        _counted(terms, level),
        _window(terms, level),
        _dimensions(terms, level),
        _clock(terms, level),
        _good(terms, level),
        _measure(terms, level),
        *_targets(terms, level),
        _needs(terms, level),
        _credit(terms, level),
        _differing(terms, level),
    )
    return tuple(paragraph for paragraph in paragraphs if paragraph)


def level_kind(level: ServiceLevel) -> str:
    """What the agreement calls the level."""
    return "Key Performance Indicator" if level.is_kpi else "Service Level"


def key_words(terms: Terms, key: tuple[str, ...]) -> str:
    """The dimension values of a series: "P1 (Critical)", "P1 (Critical) and P2 (High) together", "London, P1"."""
    shown = (plain(listed([severity_name(terms, one) for one in part.split(", ")])) for part in key)
    return ", ".join(shown) + (" together" if any(", " in part for part in key) else "")


# --- the paragraphs ------------------------------------------------------------------------------------------------


def _paragraph(opening: str, *text: str | Prose, children: tuple[Block, ...] = ()) -> Paragraph:
    return Paragraph("", prose(lead(f"{opening}. "), *text), children)


def _subject(terms: Terms, level: ServiceLevel, series: Series | None = None) -> Subject:
    clock = (series or level.series[0]).clock
    return Subject(terms, level.records, clock.calendar if clock else None)


def _nature(level: ServiceLevel) -> Paragraph | None:
    if not level.is_kpi:
        return None
    return _paragraph(
        "Key Performance Indicator", "It is measured and reported; no Service Credit is due for it."
    )


def _counted(terms: Terms, level: ServiceLevel) -> Paragraph:
    one = one_record(terms, level.records)
    if level.where is None:
        return _paragraph("Records counted", f"Every {one} is counted.")
    which = condition(_subject(terms, level), level.where)
    return _paragraph(
        "Records counted", f"{capitalised(prose(with_article(one)))[0].text} is counted if ", which, "."
    )


def _window(terms: Terms, level: ServiceLevel) -> Paragraph:
    instant = moment(_subject(terms, level), level.counted)
    whenever = ", whenever its clock stops" if any(series.clock for series in level.series) else ""
    article = capitalised(prose(with_article(one_record(terms, level.records))))
    return _paragraph(
        "Measurement Window",
        f"Each {unit_words(level.window)}. ",
        article,
        " is counted in the Measurement Window in which ",
        instant,
        f" falls{whenever}.",
    )


def _dimensions(terms: Terms, level: ServiceLevel) -> Paragraph | None:
    if not level.dimensions:
        return None
    names = plain(listed([dimension.name for dimension in level.dimensions]))
    what = f"This {level_kind(level)} is measured separately by {names}"
    each = f"{what}, with a Measured Value and a verdict for each of "
    keys = plain(listed([key_words(terms, series.key) for series in level.series]))
    pooled = any(len(part) > 1 for series in level.series for part in series.members)
    together = (
        f" {many_records(terms, level.records)} of values that are named together are measured as one."
        if pooled
        else ""
    )
    return _paragraph("Measured separately", each, keys, ".", together, *_untiered(terms, level))


def _untiered(terms: Terms, level: ServiceLevel) -> Iterable[str]:
    for dimension in level.dimensions:
        if dimension.untiered:
            names = plain(listed([severity_name(terms, one) for one in dimension.untiered], "or"))
            yield f" {many_records(terms, level.records)} whose {dimension.name} is {names} are not measured."


def _clock(terms: Terms, level: ServiceLevel) -> Paragraph | None:
    clock = level.series[0].clock
    if clock is None:
        return None
    subject = _subject(terms, level)
    return _paragraph(
        "Clock",
        f"For {with_article(one_record(terms, level.records))}, the clock starts at ",
        moment(subject, clock.start),
        " and stops at ",
        moment(subject, clock.end),
        ". ",
        _hours(terms, level),
    )


def _hours(terms: Terms, level: ServiceLevel) -> Prose:
    calendars = [series.clock.calendar for series in level.series if series.clock]
    calendar = calendars[0]
    if len(set(calendars)) > 1:
        return prose("It runs in the hours that the table in this clause gives.")
    if calendar is None:
        return prose("It runs at all hours of every day.")
    where = reference(terms.outline, f"calendar:{calendar}")
    return prose(f"It runs only during {calendar_name(terms, calendar)} (", where, ").")


def _good(terms: Terms, level: ServiceLevel) -> Paragraph | None:
    first = level.series[0]
    if first.good is None:
        return None
    start = prose(capitalised(prose(with_article(one_record(terms, level.records)))), " is good if ")
    if _column(terms, level, _TIME_ALLOWED):
        what = prose("its clock stops within the time that the table in this clause gives")
    elif _column(terms, level, _GOOD):
        what = prose("it satisfies the condition that the table in this clause gives")
    else:
        what = condition(_subject(terms, level), first.good)
    return _paragraph("Good", start, what, *_otherwise(terms, level))


def _otherwise(terms: Terms, level: ServiceLevel) -> Iterable[str | Prose]:
    """What a record is that is not good: a deadline that has not passed leaves it undecided."""
    if not may_be_undecided(level.series[0]):
        return (", and not good otherwise.",)
    one = with_article(one_record(terms, level.records))
    where = capitalised(prose(reference(terms.outline, MEASUREMENT)))
    states = f" states when a clock stops within a time, and when {one} is undecided. "
    return (
        ". ",
        where,
        states,
        f"{capitalised(prose(one))[0].text} that is neither good nor undecided is not good.",
    )


def _measure(terms: Terms, level: ServiceLevel) -> Paragraph:
    return _paragraph("Measured Value", measure_words(_subject(terms, level), level.series[0]))


def _targets(terms: Terms, level: ServiceLevel) -> Iterable[Paragraph]:
    for facet in (_EXPECTED, _MINIMUM):
        target = facet.of(level.series[0])
        if target and not _column(terms, level, facet):
            heading = TARGET_TITLES[target.word]
            words = target_words(terms.plan, target)
            yield _paragraph(heading.capitalize(), f"The {heading} is {words}.")


def _needs(terms: Terms, level: ServiceLevel) -> Paragraph | None:
    needs = level.series[0].needs
    if all(series.needs is None for series in level.series):
        return None
    one, many = one_record(terms, level.records), many_records(terms, level.records)
    if needs is None or _column(terms, level, _NEEDS):
        number = f"fewer {many} than the table in this clause gives"
    else:
        number = f"fewer than {needs.records:,} {one if needs.records == 1 else many}"
    decided = " and decided" if may_be_undecided(level.series[0]) else ""
    return _paragraph(
        "Least number",
        f"A Measurement Window in which {number} are counted{decided} is unmeasured: its Measured Value "
        "is stated, but it "
        "is neither met nor missed and earns no Service Credit.",
    )


def _credit(terms: Terms, level: ServiceLevel) -> Paragraph | None:
    if level.is_kpi:
        return None
    rule = level.series[0].credit
    if all(series.credit is None for series in level.series):
        return _paragraph("Service Credit", "No Service Credit is due under this clause.")
    if rule is None or _column(terms, level, _CREDIT):
        return _paragraph(
            "Service Credit",
            "For each Measurement Window that is missed, the Provider shall credit the Customer with the "
            "amount that the "
            "table in this clause gives. A percentage of a charge is taken of the charge for the same "
            "Measurement Window.",
        )
    table = (credit_table(terms, rule),) if rule.bands else ()
    return _paragraph("Service Credit", credit_words(terms, level.series[0], rule), children=table)


# --- terms that differ between series ------------------------------------------------------------------------------


@frozen
class _Facet:
    """A term of a series: the head of its column, and its words for one series."""

    title: str
    words: Callable[[Terms, ServiceLevel, Series], str]


@frozen
class _TargetFacet(_Facet):
    """A limit: which of a series' targets it is."""

    of: Callable[[Series], Target | None]


def _time_words(terms: Terms, level: ServiceLevel, series: Series) -> str:
    if not _only_deadlines(level) or not isinstance(series.good, ClockWithin):
        return ""
    return time_allowed(_subject(terms, level, series), series.good.limit)


def _good_words(terms: Terms, level: ServiceLevel, series: Series) -> str:
    if series.good is None or _only_deadlines(level):
        return ""
    return plain(condition(_subject(terms, level, series), series.good))


def _only_deadlines(level: ServiceLevel) -> bool:
    return all(isinstance(series.good, ClockWithin) for series in level.series)


def _hours_words(terms: Terms, _level: ServiceLevel, series: Series) -> str:
    if series.clock is None:
        return ""
    return calendar_name(terms, series.clock.calendar) if series.clock.calendar else "all hours"


def _needs_words(_terms: Terms, _level: ServiceLevel, series: Series) -> str:
    return f"{series.needs.records:,}" if series.needs else "–"


def _target_facet(heading: str, of: Callable[[Series], Target | None]) -> _TargetFacet:
    return _TargetFacet(heading, lambda terms, _level, series: target_brief(terms.plan, of(series)), of)


_TIME_ALLOWED = _Facet("Time allowed", _time_words)
_GOOD = _Facet("Good if", _good_words)
_HOURS = _Facet("Clock runs in", _hours_words)
_EXPECTED = _target_facet("Expected level", lambda series: series.expected)
_MINIMUM = _target_facet("Minimum level", lambda series: series.minimum)
_NEEDS = _Facet("Least number", _needs_words)
_CREDIT = _Facet("Service Credit", lambda terms, _level, series: credit_brief(terms, series.credit))
_FACETS = (_TIME_ALLOWED, _GOOD, _HOURS, _EXPECTED, _MINIMUM, _NEEDS, _CREDIT)


def _column(terms: Terms, level: ServiceLevel, facet: _Facet) -> bool:
    """Whether the facet is a column of the table, because its words differ between the series."""
    return len({facet.words(terms, level, series) for series in level.series}) > 1


def _differing(terms: Terms, level: ServiceLevel) -> Paragraph | None:
    facets = [facet for facet in _FACETS if _column(terms, level, facet)]
    if not facets:
        return None
    names = plain(listed([dimension.name for dimension in level.dimensions]))
    rows = tuple(
        Row(
            (
                prose(key_words(terms, series.key)),
                *(prose(facet.words(terms, level, series)) for facet in facets),
            )
        )
        for series in level.series
    )
    columns = (Column(names.capitalize()), *(Column(_heading(level, facet)) for facet in facets))
    return _paragraph(
        f"Terms by {names}",
        f"These terms depend on {names}:",
        children=(Table(f"{title(level)} by {names}", columns, rows, is_introduced=True),),
    )


def _heading(level: ServiceLevel, facet: _Facet) -> str:
    """A limit is headed by the word that the agreement has for it."""
    if not isinstance(facet, _TargetFacet):
        return facet.title
    words = [target.word for target in map(facet.of, level.series) if target]
    return TARGET_TITLES[words[0]].capitalize()


# --- the schedule --------------------------------------------------------------------------------------------------


def levels_table(terms: Terms) -> Table:
    """All levels, a row for each series, with what a reader looks up."""
    heads = (
        "Service Level",
        "Clause",
        "Measured Value",
        "Window",
        "Expected level",
        _limit_heading(terms),
        "Service Credit",
    )
    rows = tuple(row for level in terms.plan.levels for row in _level_rows(terms, level))
    return Table(
        "Schedule of Service Levels", tuple(Column(head) for head in heads), rows, is_introduced=True
    )


def _limit_heading(terms: Terms) -> str:
    words = {series.minimum.word for level in terms.plan.levels for series in level.series if series.minimum}
    if len(words) > 1:
        return "Minimum or required level"
    return TARGET_TITLES[words.pop() if words else "minimum"].capitalize()


def _level_rows(terms: Terms, level: ServiceLevel) -> Iterable[Row]:
    clause = reference(terms.outline, level.id)
    number = prose(link(clause.text.removeprefix("clause "), clause.target))
    for series in level.series:
        name = title(level) + (f": {key_words(terms, series.key)}" if series.key else "")
        cells = (
            measure_brief(terms, level, series),
            unit_words(level.window).removeprefix("calendar "),
            target_brief(terms.plan, series.expected),
            target_brief(terms.plan, series.minimum),
            credit_brief(terms, series.credit),
        )
        yield Row((prose(name), number, *(prose(cell) for cell in cells)))
    for dimension in level.dimensions:
        for untiered in dimension.untiered:
            name = f"{title(level)}: {severity_name(terms, untiered)}"
            yield Row((prose(name), number, prose("not measured"), *(prose("–") for _ in range(4))))


def measure_brief(terms: Terms, level: ServiceLevel, series: Series) -> str:
    """A measure in a few words: "percentage good within 4 hours of Business Hours"."""
    measure, subject = series.measure, _subject(terms, level, series)
    match measure.statistic:
        case Statistic.PERCENT_GOOD | Statistic.PERCENT_NOT_GOOD as statistic:
            within = (
                f" within {_time_words(terms, level, series)}" if isinstance(series.good, ClockWithin) else ""
            )
            return f"percentage {'good' if statistic is Statistic.PERCENT_GOOD else 'not good'}{within}"
        case Statistic.NUMBER:
            return f"number of {many_records(terms, level.records)}"
        case Statistic.PERCENTILE:
            assert measure.rank is not None
            return f"{rank_words(terms.plan, measure.rank)} percentile of {_operand_brief(subject, series)}"
        case statistic:
            return f"{statistic.value} of {_operand_brief(subject, series)}"


def _operand_brief(subject: Subject, series: Series) -> str:
    assert series.measure.operand is not None
    return plain(value(subject, series.measure.operand)).removeprefix("its ")
