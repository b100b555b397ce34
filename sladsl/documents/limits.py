"""Limits on measured values in words, with the dates from which they change."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar, assert_never

from sladsl.documents.figures import duration_words, quantity_words
from sladsl.documents.prose import counted, date_words
from sladsl.documents.terms import Terms, many_records
from sladsl.documents.verbalise import series_subject, time_allowed
from sladsl.planning.plan import (
    BusinessDays,
    Dated,
    Elapsed,
    FieldLimit,
    LocalDays,
    Plan,
    Series,
    ServiceLevel,
    Target,
)
from sladsl.values import frozen

T = TypeVar("T")

TARGET_TITLES = {
    "expected": "expected level",
    "minimum": "minimum level",
    "required": "required level",
}


def target_words(plan: Plan, target: Target) -> str:
    """A limit with its comparator and, where it changes, the Measurement Windows that each value is for."""
    return _dated(target.values, lambda limit: f"{target.comparator} {quantity_words(plan, limit)}")


def further_words(terms: Terms, level: ServiceLevel, target: Target) -> str:
    """A limit on the share of records whose clock stops within a time, or does not, as sentences."""
    assert target.within is not None, "a further target has a test"
    many = many_records(terms, level.records)
    subject = series_subject(terms, level)
    does = "does not stop" if target.over else "stops"
    called = "" if not target.credits else f" (the “{percentage_name(target)}”)"
    credited = (
        "a table of Service Credits reads the Measured Value alone"
        if not target.credits
        else "it has a Service Credit of its own"
    )
    return (
        f"Of the {many} counted in the Measurement Window and decided in this respect, the percentage whose clock "
        f"{does} within {time_allowed(subject, target.within)}{called} is {target_words(terms.plan, target)}. It is "
        f"stated beside the Measured Value, and decides the verdict as well; {credited}."
    )


def percentage_name(target: Target) -> str:
    """What the share is called that a target is on: "Percentage within 8 hours", "Percentage over 2.5 seconds"."""
    assert target.within is not None, "a share is of records with a test"
    match target.within:
        case Elapsed(duration):
            time = duration_words(duration)
        case LocalDays(days):
            time = counted(days, "day")
        case BusinessDays(days):
            time = counted(days, "Business Day")
        case FieldLimit(field):
            time = f"the time held as {'.'.join(field.path)}"
        case _:
            assert_never(target.within)
    return f"Percentage {'over' if target.over else 'within'} {time}"


def limit_name(series: Series, limit: Target) -> str:
    """What a limit is told apart by from the others of its level: the share that it is on, or else its word."""
    return percentage_name(limit) if limit in series.further else TARGET_TITLES[limit.word]


@frozen
class CreditReference:
    """What a credit is held against: what it reads, and what its table or sentence calls each target."""

    value: str = "Measured Value"
    titles: Mapping[str, str] = TARGET_TITLES


def held_against(series: Series, limit: Target | None) -> CreditReference:
    """What the credit of a limit is held against, or that of the level where it is of none."""
    if limit is None or limit not in series.further:
        return CreditReference()
    name = percentage_name(limit)
    return CreditReference(name, {limit.word: f"{TARGET_TITLES[limit.word]} of the {name}"})


def target_brief(plan: Plan, target: Target | None) -> str:
    """A limit as a cell of a table: "at least 98%; from 1 January 2027 at least 98.5%"."""
    if target is None:
        return "–"
    return "; ".join(
        _from(dated.since) + f"{target.comparator} {quantity_words(plan, dated.value)}"
        for dated in target.values
    )


def targets_brief(terms: Terms, level: ServiceLevel, target: Target | None, further: Sequence[Target]) -> str:
    """A limit, and those of its kind on shares of their own: "at least 95%; within 8 hours at least 100%"."""
    subject = series_subject(terms, level)
    others = [
        f"{'over' if each.over else 'within'} {time_allowed(subject, each.within)} {target_brief(terms.plan, each)}"
        for each in further
        if each.within is not None
    ]
    first = [target_brief(terms.plan, target)] if target is not None or not others else []
    return "; ".join([*first, *others])


def quoted_values(values: Sequence[Dated[T]], words: Callable[[T], str]) -> str:
    """Dated values quoted in running text: "98% (from 1 January 2027: 98.5%)"."""
    first, *later = values
    changes = "; ".join(f"{_from(dated.since).rstrip()}: {words(dated.value)}" for dated in later)
    return words(first.value) + (f" ({changes})" if changes else "")


def _dated(values: Sequence[Dated[T]], words: Callable[[T], str]) -> str:
    first, *later = values
    if not later:
        return words(first.value)
    parts = [f"{words(first.value)} for Measurement Windows that start before {_day(later[0])}"]
    for dated, following in zip(later, [*later[1:], None], strict=True):
        until = f" and before {_day(following)}" if following else ""
        parts.append(f"{words(dated.value)} for those that start on or after {_day(dated)}{until}")
    return ", ".join(parts[:-1]) + f" and {parts[-1]}"


def _day(dated: Dated[T]) -> str:
    assert dated.since is not None
    return date_words(dated.since)


def _from(since: dt.date | None) -> str:
    return f"from {date_words(since)} " if since else ""
