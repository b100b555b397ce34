"""What a text as of a date cannot say for itself: examples about other periods, and values that modules date."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Iterator
from functools import partial
from typing import TypeGuard

from sladsl.diagnostics.diagnostic import Diagnostic, Severity
from sladsl.planning.contract import Contract, Example
from sladsl.planning.periods import named_period
from sladsl.planning.plan import AtRisk, Charge, CreditRule, Dated, DatedStep, Plan, holds_on
from sladsl.planning.relocating import rewritten
from sladsl.planning.windows import zone_of
from sladsl.source import Span
from sladsl.values import evolve


def about_other_values(
    plan: Plan, contract: Contract, dates: Collection[dt.date], on: dt.date
) -> tuple[Example, ...]:
    """The examples about some period that starts before, or after, the values hold that are in force on a date.

    `dates` are those from which values hold.
    """
    since = max((day for day in dates if day <= on), default=None)
    until = min((day for day in dates if day > on), default=None)
    return tuple(each for each in contract.examples if not _is_within(plan, each, since, until))


def as_in_force(plan: Plan, own: Collection[str], on: dt.date) -> Plan:
    """A plan in which values that `own` files date are those in force on a date, throughout."""
    return rewritten(plan, partial(_undated, own=own, on=on))


def _undated(part: object, own: Collection[str], on: dt.date) -> object:
    """The value in force of those that a plan holds from one date on each, without its date; all else as it is."""
    if isinstance(part, tuple) and any(_is_dated(each, own) for each in part):
        return rewritten(tuple(_on(part, own, on)), partial(_undated, own=own, on=on))
    if not isinstance(part, tuple) or not any(
        isinstance(each, Dated) and each.span.file in own for each in part
    ):
        return part
    held = [each for each in part if each.span.file in own and (each.since is None or each.since <= on)]
    return (evolve(held[-1], since=None),)


def _is_dated(part: object, own: Collection[str]) -> TypeGuard[CreditRule | DatedStep]:
    """Whether something is a credit, or a step, that one of some files dates."""
    return (
        isinstance(part, CreditRule | DatedStep)
        and part.span.file in own
        and (part.since, part.until) != (None, None)
    )


def _on(parts: Iterable[object], own: Collection[str], on: dt.date) -> Iterator[object]:
    """Credits or steps without those that are for another time, and without the dates of the others."""
    for part in parts:
        if not _is_dated(part, own):
            yield part
        elif holds_on(part, on):
            yield evolve(part, since=None, until=None)


def dated_elsewhere(plan: Plan, own: Collection[str]) -> Iterator[Diagnostic]:
    """Warnings about values that have their dates in another file than the agreement's `own` ones (SLA611)."""
    every = [series for level in plan.levels for series in level.series]
    targets = (each for series in every for each in (series.expected, series.minimum, *series.further))
    rules = ((rule.id, rule.amount) for series in every for rule in series.all_credits)
    dated = dict(
        [
            *((each.id, _later_rates(each)) for each in plan.charges),
            *((each.id, [value.span for value in each.values[1:]]) for each in targets if each is not None),
            *((id_, [one.span for one in of.weights[1:]]) for id_, of in rules if isinstance(of, AtRisk)),
            *(
                (rule.id.partition("/from:")[0], [rule.span])
                for series in every
                for rule in series.all_credits
                if rule.since is not None
            ),
        ]
    )
    for id_, spans in dated.items():
        if spans and spans[0].file not in own:
            yield Diagnostic(
                "SLA611",
                Severity.WARNING,
                f"`{id_.partition(':')[2]}` is dated in a module, and the text goes on to take it from there",
                spans[0],
                help="write the line that is in force into the agreement, or show the module as of the date, too",
            )


def _later_rates(charge: Charge) -> list[Span]:
    """The rates of a charge that hold from a date on, those of a table by the values of fields among them."""
    tables = (charge.rates, *(share.rates for share in charge.shares))
    return [rate.span for rates in tables for rate in rates[1:]]


def _is_within(plan: Plan, example: Example, since: dt.date | None, until: dt.date | None) -> bool:
    """Whether all periods that an example is about start while the same values are in force."""
    labels = [each.period for each in (*example.values, *example.expected)]
    periods = [named_period(zone_of(plan), plan.term, label) for label in labels]
    return all(
        period is not None
        and (since is None or period.first >= since)
        and (until is None or period.first < until)
        for period in periods
    )
