"""Time up and down in the words of a contract: when a service is down, what time is agreed, what is left out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import assert_never

from sladsl.documents.figures import anchored_words, duration_words, each_window, quantity_words
from sladsl.documents.outline import reference
from sladsl.documents.prose import counted, field, listed, opened, plain, prose, with_article
from sladsl.documents.terms import Terms, calendar_name, many_records, one_record
from sladsl.documents.verbalise import SentenceSubject, condition, moment, value
from sladsl.documents.view import Paragraph, Prose
from sladsl.measurement.results import Times
from sladsl.planning.exclusions import in_order
from sladsl.planning.plan import (
    Across,
    Beside,
    Budget,
    Comparator,
    DownWhile,
    Exclusion,
    Expression,
    Missing,
    Outages,
    Rates,
    Samples,
    ServiceLevel,
    SlotRule,
    Up,
    Uptime,
)
from sladsl.settlement.statement_time import show_time

_COMPARED = {
    Comparator.AT_LEAST: "at least",
    Comparator.ABOVE: "more than",
    Comparator.AT_MOST: "at most",
    Comparator.UNDER: "less than",
}


def uptime_paragraphs(terms: Terms, level: ServiceLevel) -> Iterator[Paragraph]:
    """What a level of time says in place of which records it counts."""
    down = level.down
    assert down is not None, "only levels of time have these paragraphs"
    yield opened("Down time", *_evidence(terms, level, down), *_during(terms, down), _least(down))
    if level.entities is not None:
        yield opened("Measured together", *_together(level))
    yield opened("Measurement Window", f"{each_window(level.window)}.")
    yield opened("Agreed time", *_agreed(terms, level))
    if level.exclusions:
        items = [_exclusion(terms, each) for each in in_order(level.exclusions)]
        yield opened("Exclusions", _exclusions_words(level), children=tuple(ended(items)))


def uptime_words(subject: SentenceSubject, measure: Uptime) -> Prose:
    """How the measured value is calculated: the rest of the sentence that says what it is."""
    minutes = ""
    if measure.whole_minutes:
        minutes = " The time that each outage has in the Measurement Window is rounded down to whole minutes."
    match measure.statistic:
        case Up.AVAILABILITY:
            return prose(
                "the agreed time in the Measurement Window that is not down time, divided by the agreed time in it, "
                "expressed as a percentage.",
                _weight(subject, measure),
                minutes,
            )
        case Up.DOWNTIME:
            return prose(
                "the down time in the Measurement Window, as far as it is agreed time.",
                _weight(subject, measure),
                minutes,
            )
        case Up.LONGEST:
            return prose(
                "the longest time that one outage has in the Measurement Window, as far as it is agreed time.",
                minutes,
            )
        case Up.OUTAGES:
            return prose("the number of outages whose first agreed time lies in the Measurement Window.")
    assert_never(measure.statistic)


def uptime_brief(terms: Terms, measure: Uptime) -> str:
    """The measure in a few words: "availability in Business Hours"."""
    hours = f" in {calendar_name(terms, measure.calendar)}" if measure.calendar else ""
    minutes = " in whole minutes" if measure.whole_minutes else ""
    weighted = ", weighted by users affected" if measure.affected is not None else ""
    return f"{measure.statistic}{hours}{minutes}{weighted}"


def uptime_arithmetic(terms: Terms, measure: Uptime, times: Times) -> str:
    """How the value of a worked example comes about: "(744 h − 12 min) ÷ 744 h"."""
    plan = terms.plan
    agreed, down = show_time(plan, times.agreed), show_time(plan, times.down)
    if times.agreed == 0:
        return "no agreed time"
    excluded = f", {show_time(plan, times.excluded)} being excluded" if times.excluded else ""
    weighted = " (weighted)" if measure.affected is not None else ""
    match measure.statistic:
        case Up.AVAILABILITY:
            return f"({agreed} agreed − {down} down{weighted}) ÷ {agreed}{excluded}"
        case Up.DOWNTIME:
            return f"down in {agreed} agreed{weighted}{excluded}"
        case Up.LONGEST:
            return f"longest of {counted(times.outages, 'outage')}, {down} in all{excluded}"
        case Up.OUTAGES:
            return f"outages, {down} in all{excluded}"
    assert_never(measure.statistic)


# --- when the service is down --------------------------------------------------------------------------------------


def _evidence(terms: Terms, level: ServiceLevel, down: DownWhile) -> Iterable[Prose | str]:
    subject, one = SentenceSubject(terms, level.records), one_record(terms, level.records)
    evidence = down.evidence
    match evidence:
        case Outages(starts, ends, shows):
            yield f"The service is down while {with_article(one)} lasts, from "
            yield prose(moment(subject, starts), " until ", moment(subject, ends), ".")
            if level.where is not None or shows is not None:
                which = of_which(subject, level.where, shows)
                yield prose(f" Only {with_article(one)}", *which, " is taken into account.")
        case Samples():
            yield from _samples(terms, level, evidence)
        case Rates():
            yield from _rates(terms, level, evidence)
        case _:
            assert_never(evidence)


def _samples(terms: Terms, level: ServiceLevel, samples: Samples) -> Iterator[Prose | str]:
    subject, one, many = (
        SentenceSubject(terms, level.records), one_record(terms, level.records), many_records(terms, level.records)
    )  # fmt: skip
    slot = f"slot of {duration_words(samples.every)}"
    yield prose(f"Each {one}", *of_which(subject, level.where), f" stands for the whole {slot} in which ")
    yield prose(moment(subject, samples.at), " lies; slots follow one another from the start of the Term. ")
    yield prose("The service is down in a slot if it is true of ", _needed(samples, one, many), " that ")
    yield prose(condition(subject, samples.condition), ". ", _repeated(samples, many))
    yield f" A slot without {with_article(one)} {_counts_as(samples.missing)}."


def _needed(samples: Samples, one: str, many: str) -> str:
    return f"all {many} in it" if samples.one_slot is SlotRule.ALL else f"{with_article(one)} in it"


def _repeated(samples: Samples, many: str) -> str:
    if samples.one_slot is None:
        return f"Two {many} of one thing in one slot are an error in the records."
    return f"Two {many} of one thing at one instant are an error in the records."


def _rates(terms: Terms, level: ServiceLevel, rates: Rates) -> Iterator[Prose | str]:
    subject, many = SentenceSubject(terms, level.records), many_records(terms, level.records)
    interval = f"interval of {duration_words(rates.every)}"
    yield prose(f"{many}", *of_which(subject, level.where), f" are added up for each {interval} in which ")
    yield prose(moment(subject, rates.at), " lies; intervals follow one another from the start of the Term. ")
    yield prose("The service is down in an interval if the sum, over them, of ", value(subject, rates.over))
    yield prose(
        ", divided by the sum of ", value(subject, rates.under), f", is {_COMPARED[rates.comparator]} "
    )
    yield f"{quantity_words(terms.plan, rates.limit)}. An interval without {many}, or in which what is divided by is"
    yield f" zero, {_counts_as(rates.empty)}."


def _counts_as(missing: Missing) -> str:
    match missing:
        case Missing.UP:
            return "counts as up"
        case Missing.DOWN:
            return "counts as down"
        case Missing.ABSENT:
            return "is not agreed time"
    assert_never(missing)


def _during(terms: Terms, down: DownWhile) -> Iterator[Prose]:
    for beside in down.during:
        yield prose(" It is also down while ", _beside(terms, beside), ".")


def _beside(terms: Terms, records: Beside | Exclusion) -> Prose:
    """Records beside the level's own: "a Monitor lasts of which it is true that …"."""
    one = with_article(one_record(terms, records.records))
    same = f" for the same {plain(listed([field(each) for each in records.alike]))}" if records.alike else ""
    return prose(f"{one} lasts{same}", *of_which(SentenceSubject(terms, records.records), records.where))


def of_which(subject: SentenceSubject, *conditions: Expression | None) -> Iterator[Prose | str]:
    """What must be true of a record, as the rest of a sentence."""
    written = [each for each in conditions if each is not None]
    for word, each in zip((" of which it is true that ", " and that "), written, strict=False):
        yield word
        yield condition(subject, each)


def _least(down: DownWhile) -> str:
    if not down.least:
        return " All down time counts, however short."
    return f" Down time counts only if it goes on for at least {duration_words(down.least)}, and then counts whole."


# --- of what, and when ---------------------------------------------------------------------------------------------


def _together(level: ServiceLevel) -> Iterator[Prose | str]:
    entities = level.entities
    assert entities is not None
    each = field(".".join(entities.field.path))
    match entities.rule:
        case Across.POOLED:
            yield prose(
                "The time of each ", each, " is looked at by itself. The agreed time of all is added up, "
            )
            yield "and so is their down time."
        case Across.ANY_DOWN:
            yield prose(
                "The service is down while any ", each, " is down; one whose time is not agreed is left out."
            )
        case Across.ALL_DOWN:
            yield prose(
                "The service is down while every ",
                each,
                " is down; one whose time is not agreed is left out.",
            )
        case _:
            assert_never(entities.rule)


def _agreed(terms: Terms, level: ServiceLevel) -> Iterator[Prose | str]:
    measure = level.series[0].measure
    assert isinstance(measure, Uptime)
    if measure.calendar is None:
        yield "All time of a Measurement Window is agreed time"
    else:
        where = reference(terms.outline, f"calendar:{measure.calendar}")
        yield prose(
            f"The time of a Measurement Window within {calendar_name(terms, measure.calendar)} (", where, ")"
        )
        yield " is agreed time"
    yield ", up to the Cut-off Time"
    yield ", but for what is excluded." if level.exclusions else "."
    if level.outside_is_up:
        yield " Where the Term cuts a Measurement Window short, its time outside the Term is agreed time that is up."


def _exclusions_words(level: ServiceLevel) -> str:
    order = (
        " They apply in this order, and time that one has taken is not taken again."
        if level.exclusions[1:]
        else ""
    )
    return f"The following time is excluded, whether or not the service is down.{order}"


def _exclusion(terms: Terms, exclusion: Exclusion) -> Prose:
    becomes = "it counts as up" if exclusion.as_uptime else "it is taken away from agreed time"
    limit = "" if exclusion.budget is None else f", up to {budget_words(exclusion.budget)}"
    return prose("the time while ", _beside(terms, exclusion), f"{limit}: {becomes}")


def budget_words(budget: Budget) -> str:
    """What an exclusion may take: "8 hours per calendar month", "12 times per Contract Year"."""
    amount = duration_words(budget.time) if budget.time is not None else counted(budget.times or 0, "time")
    return f"{amount} per {anchored_words(budget.anchor, budget.per)}"


def ended(items: Sequence[Prose]) -> Iterator[Paragraph]:
    """The items of a list, as parts of one sentence."""
    for number, item in enumerate(items, 1):
        end = "." if number == len(items) else "; and" if number == len(items) - 1 else ";"
        yield Paragraph("", prose(item, end))


def _weight(subject: SentenceSubject, measure: Uptime) -> Prose:
    if measure.affected is None or measure.total is None:
        return ()
    one = one_record(subject.terms, subject.records)
    return prose(
        f" Down time counts with the share of users that the {one} affects: ",
        value(subject, measure.affected),
        ", divided by ",
        value(subject, measure.total),
        f". Where {many_records(subject.terms, subject.records)} overlap, the greatest share counts.",
    )
