"""From the meaning of remedies to the plan."""

from __future__ import annotations

from typing import assert_never

from sladsl.planning.from_credits import amount_of
from sladsl.planning.from_expressions import quantity
from sladsl.planning.from_histories import lately_of
from sladsl.planning.plan import (
    AllOf,
    Anchor,
    AnyOf,
    Base,
    Beyond,
    Consequence,
    CreditsReach,
    CreditUnit,
    Event,
    EveryNth,
    Failing,
    Fails,
    Happens,
    Remedy,
    RemedyAmount,
    RemedyCredit,
    Together,
    Unit,
    Whose,
)
from sladsl.semantics.meaning import Analysis
from sladsl.syntax import ast


def remedy_facts(analysis: Analysis) -> tuple[Remedy, ...]:
    """The remedies of an agreement, as written."""
    return tuple(_remedy(analysis, node) for node in analysis.remedies)


def _remedy(analysis: Analysis, node: ast.Remedy) -> Remedy:
    id_, name = f"remedy:{node.name.text}", node.name.text
    when = next(item.event for item in node.items if isinstance(item, ast.RemedyWhen))
    credit_ = next((item for item in node.items if isinstance(item, ast.RemedyCredit)), None)
    parts = [item for item in node.items if isinstance(item, ast.Consequence)]
    return Remedy(
        id_,
        node.span,
        name,
        name if node.title is None else node.title.value,
        _event(analysis, when),
        tuple(_consequence(analysis, part, f"{id_}/{number}") for number, part in enumerate(parts, 1)),
        None if credit_ is None else _credit(analysis, credit_, f"{id_}/credit"),
    )


def _event(analysis: Analysis, node: ast.Event) -> Event:
    match node:
        case ast.EventAny(left=left, right=right):
            return AnyOf(_event(analysis, left), _event(analysis, right))
        case ast.EventAll(left=left, right=right):
            return AllOf(_event(analysis, left), _event(analysis, right))
        case ast.Fails():
            trial = Fails(Failing(node.failing))
            often = None if node.often is None else lately_of(node.often)
            return Happens(_whose(analysis, node.subject), trial, often)
        case ast.Beyond():
            limit = Beyond(node.edge, quantity(node.limit))
            often = None if node.often is None else lately_of(node.often)
            return Happens(_whose(analysis, node.subject), limit, often)
        case ast.EveryMiss():
            nth = EveryNth(int(node.nth.value))
            return Happens(_whose(analysis, node.subject), Fails(Failing.MISSED), nth)
        case ast.Together():
            return Together(int(node.levels.value), Failing(node.failing))
        case ast.CreditsReach():
            anchor = Anchor.CONTRACT if node.anchor is None else Anchor(node.anchor)
            per = None if node.unit is None else Unit(node.unit)
            return CreditsReach(node.paid, node.inclusive, node.amount.value, anchor, per)
        case ast.PointsReach():
            anchor = Anchor.CONTRACT if node.anchor is None else Anchor(node.anchor)
            per = None if node.unit is None else Unit(node.unit)
            points = node.points.value
            return CreditsReach(
                paid=False,
                inclusive=node.inclusive,
                amount=points,
                anchor=anchor,
                per=per,
                unit=CreditUnit.POINTS,
            )
    assert_never(node)


def _whose(analysis: Analysis, node: ast.LevelAt | None) -> Whose:
    if node is None:
        return Whose(None, None)
    subject = analysis.subjects[node]
    if subject.terms is None or not node.key:
        return Whose(subject.level.name, None)
    places = zip(subject.terms.key, subject.terms.members, node.key, strict=True)
    key = tuple(", ".join(written.texts) if members is None else shown for shown, members, written in places)
    return Whose(subject.level.name, key)


def _consequence(analysis: Analysis, node: ast.Consequence, id_: str) -> Consequence:
    within = node.within
    days = within.value if isinstance(within, ast.Days | ast.BusinessDays) else None
    months = within.value if isinstance(within, ast.Months) else None
    calendar = None if node.calendar is None else analysis.named[node.calendar].path
    return Consequence(id_, node.span, node.role, node.may, node.text.value, days, months, calendar)


def _credit(analysis: Analysis, node: ast.RemedyCredit, id_: str) -> RemedyCredit:
    base = None if node.charge is None else Base((analysis.named[node.charge].path,))
    amount = amount_of(node.amount, base, id_)
    assert isinstance(amount, RemedyAmount), "the grammar gives remedies no other amounts"
    anchor = Anchor.CALENDAR if node.anchor is None else Anchor(node.anchor)
    return RemedyCredit(id_, node.span, amount, anchor, None if node.unit is None else Unit(node.unit))
