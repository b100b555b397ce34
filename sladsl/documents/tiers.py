"""Terms that differ between the series of a level, as the columns of one table."""

from __future__ import annotations

from collections.abc import Callable

from sladsl.documents.credits import credits_brief
from sladsl.documents.limits import TARGET_TITLES, target_brief
from sladsl.documents.prose import listed, opened, plain, prose
from sladsl.documents.terms import (
    Terms,
    calendar_name,
    dimension_words,
    series_values,
    title,
)
from sladsl.documents.verbalise import (
    condition,
    series_subject,
    time_allowed,
)
from sladsl.documents.view import Column, Paragraph, Row, Table
from sladsl.planning.plan import (
    ClockWithin,
    CreditRule,
    Series,
    ServiceLevel,
    Target,
)
from sladsl.values import frozen


@frozen
class Facet:
    """A term of a series: the head of its column, and its words for one series."""

    title: str
    words: Callable[[Terms, ServiceLevel, Series], str]


@frozen
class TargetFacet(Facet):
    """A limit: which of a series' targets it is."""

    of: Callable[[Series], Target | None]


def _time_words(terms: Terms, level: ServiceLevel, series: Series) -> str:
    if not _only_deadlines(level) or not isinstance(series.good, ClockWithin):
        return ""
    return time_allowed(series_subject(terms, level, series), series.good.limit)


def _good_words(terms: Terms, level: ServiceLevel, series: Series) -> str:
    if series.good is None or _only_deadlines(level):
        return ""
    return plain(condition(series_subject(terms, level, series), series.good))


def _only_deadlines(level: ServiceLevel) -> bool:
    return all(isinstance(series.good, ClockWithin) for series in level.series)


def _hours_words(terms: Terms, _level: ServiceLevel, series: Series) -> str:
    if series.clock is None:
        return ""
    return calendar_name(terms, series.clock.calendar) if series.clock.calendar else "all hours"


def _needs_words(_terms: Terms, _level: ServiceLevel, series: Series) -> str:
    return f"{series.needs.records:,}" if series.needs else "–"


def _target_facet(heading: str, of: Callable[[Series], Target | None]) -> TargetFacet:
    return TargetFacet(heading, lambda terms, _level, series: target_brief(terms.plan, of(series)), of)


TIME_ALLOWED = Facet("Time allowed", _time_words)
GOOD = Facet("Good if", _good_words)
HOURS = Facet("Clock runs in", _hours_words)
EXPECTED = _target_facet("Expected level", lambda series: series.expected)
MINIMUM = _target_facet("Minimum level", lambda series: series.minimum)
NEEDS = Facet("Least number", _needs_words)
CREDIT = Facet("Service Credit", lambda terms, _level, series: credits_brief(terms, series))
_FACETS = (TIME_ALLOWED, GOOD, HOURS, EXPECTED, MINIMUM, NEEDS, CREDIT)


def are_in_one_table(terms: Terms, level: ServiceLevel) -> bool:
    """Whether the credits differ between the series and are single amounts, of which one column tells all."""
    rules = [series.all_credits for series in level.series]
    single = all(series.all_credits == series.credits for series in level.series) and all(
        len(each) <= 1 and all(_is_single(rule) for rule in each) for each in rules
    )
    return single and varies(terms, level, CREDIT)


def _is_single(rule: CreditRule) -> bool:
    return rule.amount is not None and rule.mark is None and rule.most is None and rule.each is None


def varies(terms: Terms, level: ServiceLevel, facet: Facet) -> bool:
    """Whether the facet is a column of the table, because its words differ between the series."""
    return len({facet.words(terms, level, series) for series in level.series}) > 1


def differing_terms(terms: Terms, level: ServiceLevel) -> Paragraph | None:
    """The table of the terms that differ, a row for each series; None where none does."""
    facets = [
        facet
        for facet in _FACETS
        if varies(terms, level, facet) and (facet is not CREDIT or are_in_one_table(terms, level))
    ]
    if not facets:
        return None
    names = plain(listed([dimension_words(each) for each in level.dimensions]))
    rows = tuple(
        Row(
            (
                prose(series_values(terms, level, series)),
                *(prose(facet.words(terms, level, series)) for facet in facets),
            )
        )
        for series in level.series
    )
    columns = (Column(names.capitalize()), *(Column(_heading(level, facet)) for facet in facets))
    return opened(
        f"Terms by {names}",
        f"These terms depend on {names}:",
        children=(Table(f"{title(level)} by {names}", columns, rows, is_introduced=True),),
    )


def _heading(level: ServiceLevel, facet: Facet) -> str:
    """A limit is headed by the word that the agreement has for it."""
    if not isinstance(facet, TargetFacet):
        return facet.title
    words = [target.word for target in map(facet.of, level.series) if target]
    return TARGET_TITLES[words[0]].capitalize()
