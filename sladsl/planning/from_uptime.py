"""From the meaning of lines about time up and down to their facts."""

from __future__ import annotations

from collections.abc import Callable

from sladsl.planning.from_expressions import field, quantity
from sladsl.planning.plan import (
    Across,
    Beside,
    Comparator,
    DownEvidence,
    DownWhile,
    Entities,
    Expression,
    Field,
    Missing,
    Outages,
    Rates,
    Samples,
    SlotRule,
    Up,
    Uptime,
    ValueType,
)
from sladsl.semantics.levels.uptime import rate_of, uptime_of
from sladsl.semantics.meaning import Level, RecordSet
from sladsl.syntax import ast

Reading = Callable[[ast.Expression], Expression]
"""Gives an expression in a line of the level as the plan has it."""


def uptime(what: ast.Uptime, id_: str, level: Level, calendar: str | None) -> Uptime:
    """What is measured of the time up or down; `calendar` is the one that is named, None for the one always open."""
    return Uptime(
        id=id_,
        span=what.span,
        type=ValueType(level.measured.kind.value),
        statistic=Up(what.statistic),
        calendar=calendar,
        whole_minutes=what.whole_minutes,
        affected=None if what.affected is None else field(what.affected, level),
        total=None if what.total is None else field(what.total, level),
    )


def down_while(level: Level, id_: str, reading: Reading) -> DownWhile | None:
    """When the service is down, of a level that measures time up or down."""
    if uptime_of(level.lines) is None:
        return None
    line, population = level.lines.down, level.lines.population
    assert population is not None
    node = None if line is None else line.node
    return DownWhile(
        id=f"{id_}/down",
        span=population.node.span if node is None else node.span,
        evidence=_evidence(level, node, reading),
        least=0 if node is None or node.least is None else node.least.value,
        during=tuple(
            Beside(
                f"{id_}/down/during:{number}",
                each.span,
                level.beside[each].records.name,
                None if each.where is None else reading(each.where),
                level.beside[each].alike,
            )
            for number, each in enumerate(() if node is None else node.during, 1)
        ),
    )


def entities(level: Level, id_: str) -> Entities | None:
    """What the evidence of one series is about, where it is several."""
    line = level.lines.across
    if line is None:
        return None
    return Entities(f"{id_}/across", line.node.span, field(line.node.field, level), Across(line.node.rule))


def _evidence(level: Level, down: ast.Down | None, reading: Reading) -> DownEvidence:
    sampling = level.lines.sampling
    assert level.records is not None
    if sampling is None:
        condition = None if down is None or down.condition is None else reading(down.condition)
        return Outages(*lasting_fields(level.records), condition)
    assert down is not None
    assert down.condition is not None
    every, at = sampling.node.every.value, field(sampling.node.at, level)
    if down.bound is None:
        missing, one_slot = level.lines.missing_samples, level.lines.one_slot
        assert missing is not None
        rule = None if one_slot is None else SlotRule(one_slot.node.word)
        return Samples(every, at, reading(down.condition), Missing(missing.node.word), rule)
    quotient, empty = rate_of(down), level.lines.empty_intervals
    assert quotient is not None
    assert empty is not None
    counts_as = Missing.UP if empty.node.word == "good" else Missing.ABSENT
    comparator, limit = Comparator(down.bound.comparator), quantity(down.bound.value)
    return Rates(every, at, reading(quotient.left), reading(quotient.right), comparator, limit, counts_as)


def lasting_fields(records: RecordSet) -> tuple[Field, Field]:
    """The fields at which records that last begin and end."""
    assert records.lasting is not None, "a check refuses evidence that does not last"
    lasting = records.lasting.node
    names = (lasting.start.text, lasting.end.text)
    starts, ends = (
        Field(ValueType.TIME, (name,), records.fields[name].line.node.is_optional) for name in names
    )
    return starts, ends
