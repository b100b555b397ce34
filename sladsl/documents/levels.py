"""A service level as a clause, and all of them as a schedule.

Terms that hold for every series of a level are sentences; terms that differ stand in one table, a row for each series.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

from sladsl.documents.clocks import clock_paragraph
from sladsl.documents.credit_bases import at_risk_words, charged_period
from sladsl.documents.credit_rows import credit_table
from sladsl.documents.credits import credit_words
from sladsl.documents.exclusions import exclusions
from sladsl.documents.figures import each_window
from sladsl.documents.histories import promotion
from sladsl.documents.limits import TARGET_TITLES, further_words, limit_name, target_words
from sladsl.documents.measures import measure_words
from sladsl.documents.open_records import open_paragraphs
from sladsl.documents.outline import MEASUREMENT, reference
from sladsl.documents.prose import capitalised, date_words, listed, opened, plain, prose, with_article
from sladsl.documents.ratchets import ratchets
from sladsl.documents.record_windows import record_window, record_words
from sladsl.documents.reductions import may_be_undecided
from sladsl.documents.reliance import reliance
from sladsl.documents.terms import (
    Terms,
    dimension_words,
    field_decl,
    level_reference,
    many_records,
    one_record,
    series_values,
    value_words,
)
from sladsl.documents.tiers import (
    CREDIT,
    EXPECTED,
    GOOD,
    MINIMUM,
    NEEDS,
    TIME_ALLOWED,
    are_in_one_table,
    differing_terms,
    varies,
)
from sladsl.documents.uptime import uptime_paragraphs
from sladsl.documents.verbalise import condition, mentions, moment, nodes, series_subject, value
from sladsl.documents.verdict_rules import grace, low_volume, no_records
from sladsl.documents.view import Block, Paragraph, Prose
from sladsl.planning.exclusions import excused_records
from sladsl.planning.plan import (
    AtRisk,
    ClockWithin,
    DoneBy,
    LevelMean,
    OpenRecords,
    PeriodWindow,
    Series,
    ServiceLevel,
    Taken,
    Target,
)
from sladsl.planning.series import is_of_records


def level_blocks(terms: Terms, level: ServiceLevel) -> tuple[Block, ...]:
    """The paragraphs of a level's clause, not yet numbered."""
    paragraphs = (
        _nature(terms, level),
        *_subject(terms, level),
        exclusions(terms, level),
        _dimensions(terms, level),
        clock_paragraph(terms, level),
        *_severities(terms, level),
        _good(terms, level),
        _measure(terms, level),
        *_targets(terms, level),
        reliance(terms, level),
        _needs(terms, level),
        low_volume(terms, level),
        no_records(terms, level),
        *ratchets(terms, level),
        promotion(terms, level),
        grace(terms, level),
        *_credits(terms, level),
        differing_terms(terms, level),
    )
    return tuple(paragraph for paragraph in paragraphs if paragraph)


def level_kind(level: ServiceLevel) -> str:
    """What the agreement calls the level."""
    if level.party:
        return "Obligation"
    return "Key Performance Indicator" if level.is_kpi else "Service Level"


# --- the paragraphs ------------------------------------------------------------------------------------------------


def _nature(terms: Terms, level: ServiceLevel) -> Paragraph | None:
    if level.party:
        return _obligation(terms, level)
    if not level.is_kpi:
        return None
    return opened(
        "Key Performance Indicator", "It is measured and reported; no Service Credit is due for it."
    )


def _obligation(terms: Terms, level: ServiceLevel) -> Paragraph:
    assert level.party is not None
    excused = [level_reference(terms, excuse.level) for excuse in level.excuses]
    follows = (
        prose(
            " Where it is missed in a Measurement Window, each Measurement Window of ",
            listed(excused, "or"),
            " that overlaps it and is missed or below expected is excused: no Service Credit is due for it, and it "
            "counts neither as met nor as missed. Where both are measured by the same field, only the same value is "
            "excused, or values measured together of which it is one.",
            _excuses_from(terms),
        )
        if excused
        else prose("")
    )
    named = [level_reference(terms, level_.name) for level_, _ in excused_records(terms.plan, level)]
    taken = (
        prose(
            f" Where {with_article(one_record(terms, level.records))} does not satisfy it, the records of ",
            listed(named, "and"),
            " that it concerns are excluded, as stated there.",
        )
        if named
        else prose("")
    )
    whose = (
        f"It is an obligation of the {level.party.capitalize()}, measured like a Service Level; no Service "
    )
    return opened("Obligation", f"{whose}Credit is due for it.", follows, taken)


def _excuses_from(terms: Terms) -> str:
    """From when a missed obligation excuses; without a settlement no result is ever final."""
    if terms.plan.settlement is None:
        return ""
    return (
        " It does so from the settlement on of the Settlement Period that holds the last instant of its own "
        "Measurement Window; a Measurement Window that is final by then stays as it is."
    )


def _subject(terms: Terms, level: ServiceLevel) -> Iterable[Paragraph]:
    """What is looked at, and in which windows."""
    measure = level.series[0].measure
    if isinstance(measure, OpenRecords):
        window = opened("Measurement Window", f"{each_window(level.window)}.")
        return (*open_paragraphs(terms, level, measure), window)
    if isinstance(measure, LevelMean):
        return (opened("Measurement Window", f"{each_window(level.window)}."),)
    return _records(terms, level) if level.down is None else uptime_paragraphs(terms, level)


def _records(terms: Terms, level: ServiceLevel) -> tuple[Paragraph, ...]:
    window = record_window(terms, level) if is_of_records(level) else _window(terms, level)
    return (_counted(terms, level), window)


def _counted(terms: Terms, level: ServiceLevel) -> Paragraph:
    one = one_record(terms, level.records)
    if level.where is None:
        return opened("Records counted", f"Every {one} is counted.")
    which = condition(series_subject(terms, level), level.where)
    return opened(
        "Records counted", f"{capitalised(prose(with_article(one)))[0].text} is counted if ", which, "."
    )


def _window(terms: Terms, level: ServiceLevel) -> Paragraph:
    assert level.counted is not None, "a check refuses what cannot be measured yet"
    instant = moment(series_subject(terms, level), level.counted)
    whenever = ", whenever its clock stops" if any(series.clock for series in level.series) else ""
    article = capitalised(prose(with_article(one_record(terms, level.records))))
    return opened(
        "Measurement Window",
        f"{each_window(level.window)}. ",
        article,
        f" is counted in {'the' if isinstance(level.window, PeriodWindow) else 'every'} Measurement Window in which ",
        instant,
        f" falls{whenever}.",
    )


def _dimensions(terms: Terms, level: ServiceLevel) -> Paragraph | None:
    if not level.dimensions:
        return None
    names = plain(listed([dimension_words(each) for each in level.dimensions]))
    what = f"This {level_kind(level)} is measured separately by {names}"
    each = f"{what}, with a Measured Value and a verdict for each of: "
    if len(level.series) == 1 and None in level.series[0].members and len(level.dimensions) == 1:
        each = _each_value(terms, level)
        return opened("Measured separately", f"{what}, with a Measured Value and a verdict for {each}.")
    keys = "; ".join(series_values(terms, level, series) for series in level.series)
    pooled = any(len(part or ()) > 1 for series in level.series for part in series.members)
    together = (
        f" {many_records(terms, level.records)} of values that are named together are measured as one."
        if pooled and not isinstance(level.series[0].measure, LevelMean)
        else ""
    )
    found = any(None in series.members for series in level.series)
    held = f" The values that are not named here are those that {_whose(terms, level)} hold." if found else ""
    return opened("Measured separately", each, keys, ".", together, held, *_untiered(terms, level))


def _whose(terms: Terms, level: ServiceLevel) -> str:
    many = many_records(terms, level.records)
    is_of_windows = level.counted is not None or level.down is not None
    return f"the {many} of its Measurement Windows" if is_of_windows else many


def _each_value(terms: Terms, level: ServiceLevel) -> str:
    """For what an open dimension stands: of time, each record that its only ref may lead to has some."""
    opened_ = [
        dimension
        for dimension, members in zip(level.dimensions, level.series[0].members, strict=True)
        if members is None
    ]
    target = field_decl(terms, level.records, opened_[0].field.path).target
    if level.down is not None and len(opened_) == 1 and target is not None:
        return f"each {one_record(terms, target)}"
    return f"each value that {_whose(terms, level)} hold"


def _untiered(terms: Terms, level: ServiceLevel) -> Iterable[str]:
    many = many_records(terms, level.records)
    for dimension in level.dimensions:
        if dimension.untiered:
            names = plain(listed([value_words(terms, dimension, one) for one in dimension.untiered], "or"))
            yield f" {many} whose {dimension_words(dimension)} is {names} are not measured."
        if dimension.named_only:
            yield f" {many} of any other {dimension_words(dimension)} are not measured."


def _severities(terms: Terms, level: ServiceLevel) -> Iterable[Paragraph]:
    """Which severity counts of a record that has had several."""
    subject, is_clocked = series_subject(terms, level), level.series[0].clock is not None
    for taken in level.severities:
        changes = many_records(terms, taken.records)
        when = {
            Taken.START: "when its clock starts" if is_clocked else "at the time at which it is counted",
            Taken.END: "when its clock stops or, while it runs, at the Cut-off Time",
            Taken.HIGHEST: "at any time from when its clock starts until it stops or, while it runs, the Cut-off Time",
        }[taken.taken]
        most = "the most severe of those" if taken.taken is Taken.HIGHEST else "the one"
        yield opened(
            "Severity",
            f"Wherever this clause speaks of it, the severity of {with_article(one_record(terms, level.records))} (",
            value(subject, taken.field),
            f") is {most} in force {when}: that of the last of the {changes} recorded for it by then, one at that very"
            " time included, or, before any of them, the one that its own record gives.",
        )


def _good(terms: Terms, level: ServiceLevel) -> Paragraph | None:
    first = level.series[0]
    if first.good is None:
        return None
    start = prose(capitalised(prose(with_article(one_record(terms, level.records)))), " is good if ")
    if varies(terms, level, TIME_ALLOWED):
        what = prose("its clock stops within the time that the table in this clause gives")
    elif varies(terms, level, GOOD):
        what = prose("it satisfies the condition that the table in this clause gives")
    else:
        what = condition(series_subject(terms, level), first.good)
    is_late = first.clock is None and any(
        isinstance(node, DoneBy) and node.late_if_missing for node in nodes(first.good)
    )
    late = " A record without its end is late at once." if is_late else ""
    return opened("Good", start, what, *_otherwise(terms, level), late)


def _otherwise(terms: Terms, level: ServiceLevel) -> Iterable[str | Prose]:
    """What a record is that is not good: a deadline that has not passed leaves it undecided."""
    if not may_be_undecided(level.series[0]):
        return (", and not good otherwise.",)
    one = with_article(one_record(terms, level.records))
    where = capitalised(prose(reference(terms.outline, MEASUREMENT)))
    is_clocked = mentions(level.series[0].good, ClockWithin)
    states = "a clock stops within a time" if is_clocked else "a day that is counted falls"
    return (
        ". ",
        where,
        f" states when {states}, and when {one} is undecided. ",
        f"{capitalised(prose(one))[0].text} that is neither good nor undecided is not good.",
    )


def _measure(terms: Terms, level: ServiceLevel) -> Paragraph:
    subject, first = series_subject(terms, level), level.series[0]
    if not is_of_records(level):
        return opened("Measured Value", measure_words(subject, first))
    return opened("Measured Value", record_words(subject, first))


def _targets(terms: Terms, level: ServiceLevel) -> Iterable[Paragraph]:
    for facet in (EXPECTED, MINIMUM):
        target = facet.of(level.series[0])
        if target and not varies(terms, level, facet):
            heading = TARGET_TITLES[target.word]
            words = target_words(terms.plan, target)
            yield opened(heading.capitalize(), f"The {heading} is {words}.")
    for further in level.series[0].further:
        heading = f"Further {TARGET_TITLES[further.word]}"
        yield opened(heading, further_words(terms, level, further))


def _needs(terms: Terms, level: ServiceLevel) -> Paragraph | None:
    needs = level.series[0].needs
    if all(series.needs is None for series in level.series):
        return None
    one, many = one_record(terms, level.records), many_records(terms, level.records)
    if needs is None or varies(terms, level, NEEDS):
        number = f"fewer {many} than the table in this clause gives"
    else:
        number = f"fewer than {needs.records:,} {one if needs.records == 1 else many}"
    decided = " and decided" if may_be_undecided(level.series[0]) else ""
    return opened(
        "Least number",
        f"A Measurement Window in which {number} are counted{decided} is unmeasured: its Measured Value is "
        "stated, but it is neither met nor missed.",
    )


def _credits(terms: Terms, level: ServiceLevel) -> Iterable[Paragraph]:
    if level.is_kpi:
        return
    if not any(series.all_credits for series in level.series):
        yield opened("Service Credit", "No Service Credit is due under this clause.")
        return
    if are_in_one_table(terms, level):
        yield opened(
            "Service Credit",
            "For each Measurement Window that is missed, the Provider shall credit the Customer with the "
            "amount that the table in this clause gives.",
            *_taken_of(terms, level),
        )
        return
    alike = (
        groupby(level.series, key=lambda series: series.all_credits) if varies(terms, level, CREDIT) else ()
    )
    for rules, group in alike:
        whose = plain(listed([series_values(terms, level, series) for series in group]))
        first = next(series for series in level.series if series.all_credits == rules)
        if not rules:
            yield opened(f"Service Credit for {whose}", "No Service Credit is due.")
        yield from _rules(terms, first, f" for {whose}")
    if not varies(terms, level, CREDIT):
        yield from _rules(terms, level.series[0], "")


def _taken_of(terms: Terms, level: ServiceLevel) -> Iterable[Prose]:
    """What the amounts in a table are taken of."""
    amounts = [rule.amount for series in level.series for rule in series.credits]
    if any(isinstance(amount, AtRisk) for amount in amounts):
        yield at_risk_words(terms)
    else:
        yield prose(f" A percentage of a charge is taken of the charge for {charged_period(level)}.")


def _rules(terms: Terms, series: Series, whose: str) -> Iterable[Paragraph]:
    if sum(rule.since is None for rule in series.all_credits) > 1:
        yield opened(f"Service Credits{whose}", _together(series))
    for limit in series.limits:
        yield from _rules_of(terms, series, limit, f"{whose} for the {limit_name(series, limit)}")
    yield from _rules_of(terms, series, None, whose)


def _rules_of(terms: Terms, series: Series, limit: Target | None, whose: str) -> Iterable[Paragraph]:
    """The credits of one limit, or those of the level."""
    for rule in series.credits if limit is None else limit.credits:
        table = (credit_table(terms, series, rule, limit),) if rule.bands else ()
        option = "" if rule.option is None else f", option {rule.option}"
        since = "" if rule.since is None else f" from {date_words(rule.since)}"
        words = credit_words(terms, series, rule, limit)
        yield opened(f"Service Credit{whose}{option}{since}", words, children=table)


def _together(series: Series) -> str:
    """Whether several credits are all due, or one of them as the customer chooses."""
    rules = [rule for rule in series.all_credits if rule.since is None]
    options = sum(rule.option is not None for rule in rules)
    if not options:
        return "The Service Credits that follow are due beside each other."
    chosen = f"Of the {options} options that follow, the Customer chooses which one is due."
    beside = " Service Credits that are no option are due beside it." if options < len(rules) else ""
    return chosen + beside
