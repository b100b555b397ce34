"""From the meaning of a settlement to its steps in the plan."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import assert_never

from sladsl.planning.from_credits import edge_of
from sladsl.planning.from_histories import lately_of
from sladsl.planning.plan import (
    Anchor,
    Apart,
    Band,
    Base,
    CarryOver,
    Choose,
    Claim,
    Convert,
    ConvertTable,
    DatedStep,
    EarnBack,
    Failing,
    Field,
    FreePoints,
    HighestOf,
    HighestPer,
    Ignore,
    Limit,
    Money,
    Multiply,
    PercentOf,
    Raise,
    Round,
    RoundingMode,
    Settlement,
    ShareOf,
    Step,
    Unit,
    ValueType,
)
from sladsl.semantics.credits.step_versions import step_versions
from sladsl.semantics.declarations.carried import charges_in, limit_before
from sladsl.semantics.declarations.currencies import MINOR_DIGITS
from sladsl.semantics.declarations.services import charges_of, levels_of_service, services_of
from sladsl.semantics.meaning import Analysis
from sladsl.syntax import ast
from sladsl.values import evolve


def settlement_facts(analysis: Analysis) -> Settlement | None:
    """The settlement of an agreement with its steps in the order written, and the rounding that it leaves out."""
    node = analysis.settlement
    if node is None:
        return None
    finals = [step for step in node.steps if isinstance(step, ast.Final)]
    written = [step for step in node.steps if not isinstance(step, ast.Final | ast.Pool)]
    written = [step for step in written if step not in _limits_that_carry(node)]
    steps = tuple(
        each for n, step in enumerate(written, 1) for each in _dated(analysis, step, f"settlement/step:{n}")
    )
    if not steps or not isinstance(steps[-1], Round):
        steps = (*steps, _default_rounding(analysis, node))
    days = 0 if node.days is None else node.days.value
    calendar = None if node.calendar is None else analysis.named[node.calendar].path
    final_after = _final_after(finals[0]) if finals else 1
    return Settlement("settlement", node.span, Unit(node.unit), days, steps, calendar, final_after)


def _limits_that_carry(node: ast.Settlement) -> list[ast.Limit]:
    """The limits of which what exceeds them is carried over: that step lets through no more than they do."""
    return [
        limit
        for step in node.steps
        if isinstance(step, ast.CarryOver) and isinstance(step.amount, ast.TheLimit)
        if (limit := limit_before(step, node)) is not None
    ]


def says_when_final(analysis: Analysis) -> bool:
    """Whether a settlement says when a period is final, which else is once it has been settled."""
    node = analysis.settlement
    return node is not None and any(isinstance(step, ast.Final) for step in node.steps)


def _final_after(node: ast.Final) -> int | None:
    return None if node.settlements is None else int(node.settlements.value)


def _dated(analysis: Analysis, node: ast.Step, id_: str) -> Iterator[Step]:
    """A step, as it is until its first date and from each of its dates on."""
    versions = list(_versions(analysis, node))
    starts = [None if since is None else since.value for since, _ in versions]
    for (_, version), since, until in zip(versions, starts, [*starts[1:], None], strict=True):
        for step in _steps(analysis, version, id_ if since is None else f"{id_}/from:{since}"):
            yield evolve(step, since=since, until=until) if isinstance(step, DatedStep) else step


def _versions(analysis: Analysis, node: ast.Step) -> Iterator[tuple[ast.Date | None, ast.Step]]:
    """What a step is over time; above a limit it carries over what exceeds that on the day."""
    if not isinstance(node, ast.CarryOver) or not isinstance(node.amount, ast.TheLimit):
        yield from step_versions(node)
        return
    assert analysis.settlement is not None
    limit = limit_before(node, analysis.settlement)
    assert limit is not None, "a check refuses what exceeds no limit"
    for since, version in step_versions(limit):
        assert isinstance(version, ast.Limit)
        assert not isinstance(version.amount, ast.ShareOfService), "a check refuses the charge of no service"
        yield since, evolve(node, amount=version.amount)


def _steps(analysis: Analysis, node: ast.Step, id_: str) -> Iterator[Step]:
    """A step; one of each service is one for each that has a level which may earn credits."""
    scope = node.scope if isinstance(node, ast.Limit | ast.Ignore | ast.Raise) else None
    if scope is None or not scope.each_service:
        yield _step(analysis, node, id_)
        return
    for service in services_of(analysis.module):
        levels = tuple(
            item.path
            for item in levels_of_service(service, analysis.module)
            if isinstance(item.node, ast.ServiceLevel) and not item.node.is_kpi
        )
        if levels:
            step = _step(analysis, node, f"{id_}/service:{service.name.text}", service)
            assert isinstance(step, Limit | Ignore | Raise)
            yield evolve(step, levels=levels)


def _step(analysis: Analysis, node: ast.Step, id_: str, service: ast.Service | None = None) -> Step:
    match node:
        case ast.Final() | ast.Pool():
            raise AssertionError("when a period is final, and what weights are shares of, is no step")
        case ast.ConvertTable():
            bands = (
                _points_row(analysis, node.table, row, f"{id_}/row:{number}")
                for number, row in enumerate(node.table.rows, 1)
            )
            return ConvertTable(id_, node.span, tuple(bands))
        case ast.Claim():
            unit = None if node.unit is None else Unit(node.unit)
            return Claim(id_, node.span, *_made(analysis, node), node.nth, unit)
        case ast.Choose():
            return Choose(id_, node.span, *_made(analysis, node))
        case ast.FreePoints():
            return FreePoints(id_, node.span, node.points.value, Anchor(node.anchor), Unit(node.unit))
        case ast.CarryOver():
            periods = None if node.until_end else 1 if node.periods is None else int(node.periods.value)
            return CarryOver(id_, node.span, _exceeded(analysis, node), periods, node.then == "paid")
        case ast.Risk():
            at_risk = (Anchor(node.anchor), Unit(node.unit))
            return Limit(id_, node.span, None, _most(analysis, node), *at_risk, at_risk=True)
        case ast.Multiply():
            factor = Fraction(2) if node.factor is None else node.factor.value
            levels = _some_levels(analysis, node.levels)
            return Multiply(id_, node.span, levels, Failing(node.failing), lately_of(node.lately), factor)
        case ast.Limit():
            return _limit(analysis, node, id_, service)
        case ast.HighestPer():
            return HighestPer(id_, node.span, None if node.dimension is None else node.dimension.text)
        case ast.HighestOf():
            sums = (_levels(analysis, rival.levels) for rival in node.rivals)
            return HighestOf(id_, node.span, tuple(sums))
        case ast.Ignore():
            scope = _scope(analysis, node.scope)
            return Ignore(id_, node.span, node.each, node.below.value, *scope)
        case ast.Raise():
            return Raise(id_, node.span, node.each, node.to.value, *_scope(analysis, node.scope))
        case ast.Convert():
            return Convert(id_, node.span, _most(analysis, node))
        case ast.EarnBack():
            windows = 1 if node.windows is None else int(node.windows.value)
            levels = _some_levels(analysis, node.levels)
            return EarnBack(
                id_, node.span, levels, node.share.value, node.target, node.exceeded, windows, node.as_offset
            )
        case ast.Round():
            return Round(id_, node.span, RoundingMode(node.mode), node.quantum.value)
    assert_never(node)


def _made(analysis: Analysis, node: ast.Claim | ast.Choose) -> tuple[str, Field, int | None, int | None]:
    """Which records say what is claimed or chosen, by which field when, and within how many days or months."""
    within = node.within
    return (
        analysis.named[node.records].path,
        Field(ValueType.TIME, (node.at.text,), optional=False),
        within.value if isinstance(within, ast.Days) else None,
        within.value if isinstance(within, ast.Months) else None,
    )


def _points_row(analysis: Analysis, table: ast.CreditTable, row: ast.BandRow, id_: str) -> Band:
    """What a total of points comes to."""
    charges = () if table.base is None else tuple(analysis.named[path].path for path in table.base.charges)
    assert isinstance(row.credit, ast.Percent | ast.Part | ast.Money), "a check refuses anything else"
    amount = row.credit.value
    credit = Money(amount) if isinstance(row.credit, ast.Money) else ShareOf(amount, Base(charges))
    return Band(id_, row.span, edge_of(row.lower), edge_of(row.upper), credit)


def _levels(analysis: Analysis, paths: tuple[ast.Path, ...]) -> tuple[str, ...]:
    return tuple(analysis.named[path].path for path in paths)


def _some_levels(analysis: Analysis, paths: tuple[ast.Path, ...] | None) -> tuple[str, ...] | None:
    return None if paths is None else _levels(analysis, paths)


def _scope(
    analysis: Analysis, scope: ast.CreditScope | None
) -> tuple[tuple[str, ...] | None, Apart | None, str | None]:
    """The levels that a step is about, what it holds apart, and the dimension by whose values it does."""
    if scope is None:
        return None, None, None
    apart = Apart.LEVEL if scope.each_level else Apart.VALUE if scope.dimension is not None else None
    dimension = None if scope.dimension is None else scope.dimension.text
    return _some_levels(analysis, scope.levels), apart, dimension


def _limit(analysis: Analysis, node: ast.Limit, id_: str, service: ast.Service | None) -> Limit:
    levels, apart, dimension = _scope(analysis, node.scope)
    return Limit(
        id_,
        node.span,
        levels,
        _limited_to(analysis, node, service),
        Anchor.CONTRACT if node.anchor is None else Anchor(node.anchor),
        None if node.unit is None else Unit(node.unit),
        apart,
        dimension,
    )


def _limited_to(analysis: Analysis, node: ast.Limit, service: ast.Service | None) -> PercentOf | Money:
    if isinstance(node.amount, ast.ShareOfService):
        assert service is not None, "a check refuses the charge of no service"
        (charge,) = charges_of(service, analysis.module)
        return PercentOf(node.amount.share.value, charge.path)
    return _amount(analysis, node.amount)


def _exceeded(analysis: Analysis, node: ast.CarryOver) -> PercentOf | Money:
    """The amount above which credits are carried over."""
    match node.amount:
        case ast.TheCharge():
            (charge,) = charges_in(analysis.module)
            return PercentOf(Fraction(1), charge.path)
        case ast.TheLimit():
            raise AssertionError("it has been put in the place of these words")
        case amount:
            return _amount(analysis, amount)


def _most(analysis: Analysis, node: ast.Convert | ast.Risk) -> PercentOf | Money:
    return _amount(analysis, node.amount)


def _amount(analysis: Analysis, amount: ast.ShareOf | ast.Money) -> PercentOf | Money:
    if isinstance(amount, ast.ShareOf):
        return PercentOf(amount.share.value, analysis.named[amount.charge].path)
    return Money(amount.value)


def _default_rounding(analysis: Analysis, node: ast.Settlement) -> Round:
    assert analysis.currency is not None
    quantum = Fraction(1, 10 ** MINOR_DIGITS[analysis.currency])
    return Round("settlement/step:round/default", node.span, RoundingMode.HALF_UP, quantum)
