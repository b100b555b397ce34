"""Exclusions of records in words: which records a level leaves out, and by what rules."""

from __future__ import annotations

from collections.abc import Iterator

from sladsl.documents.outline import MEASUREMENT, reference
from sladsl.documents.prose import field, listed, opened, plain, prose, with_article
from sladsl.documents.terms import Terms, level_reference, many_records, one_record
from sladsl.documents.uptime import budget_words, ended, of_which
from sladsl.documents.verbalise import SentenceSubject
from sladsl.documents.view import Paragraph, Prose
from sladsl.planning.exclusions import in_order, is_by_time, is_own
from sladsl.planning.plan import Exclusion, Plan, ServiceLevel, ValueType


def exclusions(terms: Terms, level: ServiceLevel) -> Paragraph | None:
    """What a level of records leaves out."""
    if level.down is not None or not level.exclusions:
        return None
    one, many = one_record(terms, level.records), many_records(terms, level.records)
    order = (
        f" {with_article(one)[0].upper()}{with_article(one)[1:]} is taken by the first of them that applies."
    )
    items = [_exclusion(terms, level, each) for each in in_order(level.exclusions)]
    return opened(
        "Exclusions",
        f"The following {many} are excluded.{order if level.exclusions[1:] else ''}",
        *_when(terms, level),
        children=tuple(ended(items)),
    )


def _when(terms: Terms, level: ServiceLevel) -> Iterator[Prose | str]:
    if any(each.budget is not None for each in level.exclusions):
        yield prose(" Limits are used as ", reference(terms.outline, MEASUREMENT), " states.")


def _exclusion(terms: Terms, level: ServiceLevel, exclusion: Exclusion) -> Prose:
    becomes = "it counts as good" if exclusion.as_uptime else "it is left out of the Measured Value"
    limit = "" if exclusion.budget is None else f", up to {budget_words(exclusion.budget)}"
    return prose(
        f"each {one_record(terms, level.records)}", *_which(terms, level, exclusion), f"{limit}: {becomes}"
    )


def _which(terms: Terms, level: ServiceLevel, exclusion: Exclusion) -> Iterator[Prose | str]:
    """Which records of the level are meant, as the rest of a sentence."""
    other = with_article(one_record(terms, exclusion.records))
    if exclusion.missed is not None and is_own(level.records, exclusion):
        yield prose(" that is not good under ", level_reference(terms, exclusion.missed))
        return
    if exclusion.ref is not None:
        yield prose(" that refers to ", other, " (", field(exclusion.ref.path[-1]), ")")
    elif exclusion.link is not None:
        yield prose(" to which ", other, " refers")
    elif not is_own(level.records, exclusion):
        same = (
            f" for the same {plain(listed([field(each) for each in exclusion.alike]))}"
            if exclusion.alike
            else ""
        )
        yield f" counted while {other} lasts{same}"
    if exclusion.missed is not None:
        named = one_record(terms, exclusion.records)
        yield prose(f", where that {named} is not good under ", level_reference(terms, exclusion.missed))
    yield from of_which(SentenceSubject(terms, exclusion.records), exclusion.where)


def exclusion_rules(plan: Plan) -> Iterator[Paragraph]:
    """The rules on exclusions of records that apply unless an agreement says otherwise: docs/exclusions.md."""
    levels = [level for level in plan.levels if level.down is None and level.exclusions]
    if not levels:
        return
    yield opened(
        "Excluded records",
        "A record that is excluded is left out before anything is calculated, and does not count towards a number of"
        " records that is needed; one that counts as good does so whatever else is true of it.",
        *_by_time(levels),
        *_by_obligations(plan, levels),
        " The statement gives the Measured Value with exclusions and without, how many records each exclusion takes and"
        " how much of its limit is used.",
    )
    limits = [text for text in (*_limits_of_time(levels), *_limits_of_records(levels)) if text]
    if limits:
        yield opened("Limits of excluded records", " ".join(limits))


def _each(levels: list[ServiceLevel]) -> Iterator[tuple[ServiceLevel, Exclusion]]:
    return ((level, exclusion) for level in levels for exclusion in level.exclusions)


def _by_time(levels: list[ServiceLevel]) -> Iterator[str]:
    by_time = [level for level, each in _each(levels) if is_by_time(level.records, each)]
    if not by_time:
        return
    yield (
        " A record is counted while another one lasts if the time by which it falls into a Measurement Window is not"
        " before the other one begins and is before that one ends; one without an end, or whose end is later than the"
        " Cut-off Time, still lasts at the Cut-off Time."
    )
    if any(level.counted is not None and level.counted.type is ValueType.DATE for level in by_time):
        yield " A date stands for the start of its day."


def _by_obligations(plan: Plan, levels: list[ServiceLevel]) -> Iterator[str]:
    named = {each.missed for _, each in _each(levels)}
    obligations = [level for level in plan.levels if level.name in named]
    if not obligations:
        return
    yield (
        " Whether a record is good under an Obligation is judged at the Cut-off Time of the Measurement Window of the"
        " record that is excluded by it, whatever the verdict on the Obligation is; while that is undecided, nothing is"
        " excluded."
    )
    if any(level.grace is not None for level in obligations):
        yield " A record counted in a Measurement Window of an Obligation that is in grace excludes nothing."


def _limits_of_time(levels: list[ServiceLevel]) -> Iterator[str]:
    budgets = [
        (each.budget, each.alike)
        for level, each in _each(levels)
        if each.budget is not None and is_by_time(level.records, each)
    ]
    if any(budget.time is not None for budget, _ in budgets):
        yield (
            "A limit of time is used in the order of time from the start of the Term, whether or not a record is"
            " counted in it, and time is divided where the limit is reached; records counted after that are not"
            " excluded."
        )
    if any(budget.times is not None for budget, _ in budgets):
        yield (
            "Where a limit says how many times, records that overlap or touch are one time, which uses the limit of the"
            " period in which it begins and is excluded whole, whether or not a record is counted in it."
        )
    if budgets:
        yield "Time that one exclusion has taken uses no limit of another one."
    if any(alike for _, alike in budgets):
        yield "What is told apart in the records that last has limits of its own."


def _limits_of_records(levels: list[ServiceLevel]) -> Iterator[str]:
    limited = [
        (level, each)
        for level, each in _each(levels)
        if each.budget is not None and not is_by_time(level.records, each)
    ]
    if not limited:
        return
    yield (
        "A limit on records that are excluded one by one is used in the order of the times by which they fall into"
        " Measurement Windows, then of their keys, then in the order in which they are recorded; a record that another"
        " exclusion has taken uses none. What records of earlier Measurement Windows use is read as of the same Cut-off"
        " Time."
    )
    if any(each.ref is not None for _, each in limited):
        yield "Records that refer to the same record use the limit of a period once."
    if any(level.dimensions for level, _ in limited):
        yield "Whatever is measured separately has limits of its own."
