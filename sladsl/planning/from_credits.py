"""From what a level says of credits to their rules, one list for each tuple of dimension values."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from fractions import Fraction
from typing import assert_never
from zoneinfo import ZoneInfo

from sladsl.planning.buckets import HOUR
from sladsl.planning.from_expressions import expression, field, field_of, quantity
from sladsl.planning.from_histories import history_of
from sladsl.planning.plan import (
    Anchor,
    AtRisk,
    Band,
    Base,
    ChargeForDowntime,
    CreditAmount,
    CreditRule,
    Dated,
    EachRecord,
    Edge,
    Gap,
    Interval,
    Mark,
    Money,
    Points,
    Quantity,
    Rounding,
    RoundingMode,
    ServiceDays,
    ShareOf,
    ShareOfField,
    Sharing,
    Shortfall,
    Steps,
    TargetWord,
    Threshold,
    TimeOf,
    TimeUnit,
    Unit,
    ValueType,
)
from sladsl.planning.zones import load_zone
from sladsl.semantics.credits.pools import pool_of
from sladsl.semantics.credits.step_versions import dates_in, step_on
from sladsl.semantics.declarations.charges import of_field
from sladsl.semantics.meaning import Analysis, CellCredit, CreditNode, FieldPath, Level, Promise, Terms
from sladsl.semantics.targets.bands import is_high, rows_for
from sladsl.semantics.targets.single_limits import credit_of_limit, seen_by
from sladsl.syntax import ast
from sladsl.values import evolve

_SHIFTS = {"previous": -1, None: 0, "next": 1}


def credit_rules(
    analysis: Analysis, level: Level, terms: Terms, owner: str, tier: str
) -> tuple[CreditRule, ...]:
    """The credits of a level at one tuple of dimension values, its weight first; `owner` and `tier` are their ids."""
    assert analysis.header.zone is not None
    zone = load_zone(analysis.header.zone.name)
    assert zone is not None
    rules = tuple(
        rule
        for number, credit in enumerate(terms.credits, 1)
        for rule in (
            [_of_cell(level, credit, f"{tier}/credit")]
            if isinstance(credit, CellCredit)
            else _rules(level, terms, credit, zone, f"{owner}/credit{'' if number == 1 else f':{number}'}")
        )
    )
    if terms.weight is None:
        return rules
    is_cell = isinstance(terms.weight, ast.Percent)
    place = f"{tier if is_cell else owner}/weight"
    return (*_weights(analysis, level, terms.weight, place), *rules)


def _weights(
    analysis: Analysis, level: Level, weight: ast.Weight | ast.Percent, id_: str
) -> Iterator[CreditRule]:
    """The credit of a weight, until and from each date on which the pool, or what is at risk, is another."""
    settlement = analysis.settlement
    assert settlement is not None, "a check asks for one"
    risk = next(step for step in settlement.steps if isinstance(step, ast.Risk))
    pool = pool_of(level, settlement, analysis)
    starts = [None, *dates_in(risk, *([] if pool is None else [pool]))]
    for since, until in zip(starts, [*starts[1:], None], strict=True):
        amount = _at_risk(analysis, weight, risk, pool, dt.date.min if since is None else since)
        place = id_ if since is None else f"{id_}/from:{since}"
        yield CreditRule(place, weight.span, amount, since=since, until=until)


def limit_credits(
    analysis: Analysis, level: Level, terms: Terms, promise: Promise, id_: str
) -> tuple[CreditRule, ...]:
    """The credit of a limit's own, as it is from the start and from each of its dates on; `id_` is of the limit."""
    node = credit_of_limit(promise)
    if node is None:
        return ()
    assert analysis.header.zone is not None
    zone = load_zone(analysis.header.zone.name)
    assert zone is not None
    return tuple(_rules(level, seen_by(terms, promise), node, zone, f"{id_}/credit"))


def _of_cell(level: Level, credit: CellCredit, id_: str) -> CreditRule:
    return CreditRule(id_, credit.node.span, amount_of(credit.node, _base(level, credit.base), id_))


def _at_risk(
    analysis: Analysis, weight: ast.Weight | ast.Percent, risk: ast.Risk, pool: ast.Pool | None, day: dt.date
) -> AtRisk:
    """A weight with the pool that it is a share of and what is at risk, both as they are on a day."""
    risk = step_on(risk, day)
    share = Fraction(1) if pool is None else step_on(pool, day).share.value
    if isinstance(weight, ast.Percent):
        weights: tuple[Dated[Fraction], ...] = (Dated(None, weight.value, weight.span),)
        sharing = None
    else:
        sharing = weight.sharing
        weights = tuple(
            Dated(None if each.since is None else each.since.value, each.value.value, each.span)
            for each in weight.shares
        )
    shared = Sharing.IN_FULL if sharing is None else Sharing(sharing)
    if isinstance(risk.amount, ast.Money):
        return AtRisk(weights, share, risk.amount.value, None, shared)
    charge = analysis.named[risk.amount.charge].path
    base = Base((charge,), Interval(Anchor(risk.anchor), Unit(risk.unit)))
    return AtRisk(weights, share, risk.amount.share.value, base, shared)


def _rules(level: Level, terms: Terms, node: CreditNode, zone: ZoneInfo, id_: str) -> Iterator[CreditRule]:
    """A credit, as it is until its first date and from each of its dates on."""
    versions: tuple[CreditNode, ...] = node.versions
    starts = [None if each.since is None else each.since.value for each in versions]
    for version, since, until in zip(versions, starts, [*starts[1:], None], strict=True):
        place = id_ if since is None else f"{id_}/from:{since}"
        rule = _rule(level, terms, version, zone, place)
        yield evolve(rule, option=_option(level, node), since=since, until=until)


def _rule(level: Level, terms: Terms, node: CreditNode, zone: ZoneInfo, id_: str) -> CreditRule:
    base = None if of_field(level, node) else _base(level, node.base)
    if isinstance(node, ast.CreditTable):
        rows = rows_for(node, level.dimensions, terms)
        numbers = {row: number for number, row in enumerate(node.rows, 1)}
        bands = tuple(_band(row, base, f"{id_}/row:{numbers[row]}") for row in rows)
        return CreditRule(id_, node.span, bands=bands)
    taken = of_field(level, node)
    return CreditRule(
        id_,
        node.span,
        amount=_amount_of(node.amount, base, taken, id_),
        mark=_mark(node, terms),
        steps=None if node.steps is None else _steps(node.steps),
        most=None if node.most is None else _amount_of(node.most, base, None, id_),
        history=history_of(node.history),
        each=_each(level, node, base, taken, zone),
    )


def _option(level: Level, node: CreditNode) -> int | None:
    """Which of those that the customer chooses among a credit is."""
    choice = level.lines.choice
    options = () if choice is None else choice.node.credits
    return options.index(node) + 1 if node in options else None


def _each(
    level: Level, node: ast.CreditLine, base: Base | None, taken: FieldPath | None, zone: ZoneInfo
) -> EachRecord | None:
    if node.per_record is None:
        return None
    where = node.per_record.where
    return EachRecord(
        None if where is None else expression(where, level, zone),
        None if node.most_each is None else _amount_of(node.most_each, base, taken, ""),
    )


def _amount_of(node: ast.CreditAmount, base: Base | None, taken: FieldPath | None, id_: str) -> CreditAmount:
    """An amount; a share is of a field of each record where the line names one, and not a charge."""
    if taken is not None and isinstance(node, ast.Percent | ast.Part):
        return ShareOfField(node.value, field_of(taken))
    if taken is not None and isinstance(node, ast.Multiple):
        return ShareOfField(node.value.value, field_of(taken))
    return amount_of(node, base, id_)


def _mark(node: ast.CreditLine, terms: Terms) -> Mark | None:
    """From where a credit counts; a shortfall is that below the minimum where nothing else is written."""
    if node.side is not None:
        return Mark(node.side.word == "below", _threshold(node.side.threshold))
    is_shortfall = isinstance(node.amount, ast.Shortfall) or (
        node.steps is not None and node.steps.of not in {Gap.DOWNTIME, Gap.CLOCK}
    )
    if not is_shortfall or terms.minimum is None:
        return None
    return Mark(is_high(terms), TargetWord(terms.minimum.word))


def _steps(node: ast.CreditSteps) -> Steps:
    if isinstance(node.size, ast.PercentagePoint):
        size = Quantity(ValueType.PERCENT, node.size.value)
    else:
        size = quantity(node.size)
    return Steps(node.is_full, size, Gap(node.of or Gap.SHORTFALL))


def _band(row: ast.BandRow, base: Base | None, id_: str) -> Band:
    return Band(id_, row.span, edge_of(row.lower), edge_of(row.upper), amount_of(row.credit, base, id_))


def edge_of(edge: ast.BandEdge | None) -> Edge | None:
    """Where a row of a table begins or ends."""
    return None if edge is None else Edge(_threshold(edge.threshold), edge.includes)


def _threshold(threshold: ast.Threshold) -> Threshold:
    match threshold:
        case ast.Name(text=word):
            return TargetWord(word)
        case ast.Relative(by=by, is_over=is_over, word=name):
            return TargetWord(name.text, 1 + by.value if is_over else 1 - by.value)
        case _:
            return quantity(threshold)


def _base(level: Level, node: ast.Base | None) -> Base | None:
    if node is None:
        return None
    of, weights = node.neighbour, node.affected
    return Base(
        tuple(charge.path for charge in level.charged[node]),
        None if of is None else Interval(Anchor(of.anchor), Unit(of.unit), _SHIFTS[of.which]),
        Sharing.IN_FULL if node.sharing is None else Sharing(node.sharing),
        affected=None if weights is None else field(weights.affected, level),
        total=None if weights is None else field(weights.total, level),
    )


def amount_of(node: ast.CreditAmount, base: Base | None, id_: str) -> CreditAmount:
    """An amount, of a base where it is a share or a time of one; `id_` is that of what it belongs to."""
    match node:
        case ast.Money():
            return Money(node.value)
        case ast.Points():
            return Points(node.value)
        case ast.ServiceDays():
            return ServiceDays(Fraction(node.value))
        case ast.Days():
            days = Fraction(node.value)
            return ServiceDays(days) if base is None else TimeOf(days, TimeUnit.DAY, base)
        case ast.Shortfall():
            return Shortfall(base, None if node.rounded is None else rounding(node.rounded, id_))
    assert base is not None, "a check refuses shares of nothing"
    match node:
        case ast.Percent() | ast.Part():
            return ShareOf(node.value, base)
        case ast.Duration():
            return TimeOf(Fraction(node.value, HOUR), TimeUnit.HOUR, base)
        case ast.Multiple():
            times = node.value.value
            return ChargeForDowntime(times, base) if node.for_downtime else ShareOf(times, base)
    assert_never(node)


def rounding(node: ast.Rounded, id_: str) -> Rounding:
    """How a figure is rounded; `id_` is that of what it belongs to."""
    mode = RoundingMode.HALF_UP if node.mode is None else RoundingMode(node.mode)
    return Rounding(f"{id_}/rounded", node.span, int(node.decimals.value), mode)
