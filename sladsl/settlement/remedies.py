"""Remedies: when their events have happened, by which windows, and what follows until when.

Time is walked from window end to window end. A remedy fires when its event completes: when it has happened by windows
that it has not used before, of which at least one ends then, or by a sum of credits that grows then. It uses each
window once, and each sum once in its horizon, and so looks the same however often it is settled.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from functools import partial
from typing import assert_never

from attrs import field

from sladsl.planning.eras import plan_at
from sladsl.planning.periods import Period
from sladsl.planning.plan import (
    AllOf,
    Anchor,
    AnyOf,
    Beyond,
    CreditsReach,
    CreditUnit,
    Event,
    EveryNth,
    Fails,
    Happens,
    OfAny,
    Plan,
    Remedy,
    Together,
    Trial,
)
from sladsl.planning.windows import horizon
from sladsl.settlement.dues import credit_of, dues_of
from sladsl.settlement.explanation import Firing, Result, SettlementLine, Sum
from sladsl.settlement.history import Histories, Subject, following, is_failing, until, within
from sladsl.settlement.sentences import series_title
from sladsl.values import frozen

_EARLIEST, _LATEST = -(2**63), 2**63


@frozen
class RemedyInputs:
    """What remedies look at: the windows that count, credits calculated and paid, points before they are money."""

    plan: Plan
    histories: Histories
    calculated: Sequence[SettlementLine]
    paid: Sequence[SettlementLine] = ()
    points: Sequence[SettlementLine] = ()


@frozen
class _Proof:
    """What makes an event true: windows, sums of credits; fresh when one of them is of the moment itself."""

    windows: tuple[Result, ...]
    sums: tuple[Sum, ...]
    is_fresh: bool


@frozen
class _EvaluationContext:
    """A moment, the series that `any level` stands for, and what the remedy has used already."""

    inputs: RemedyInputs
    moment: int
    bound: Subject | None
    used: set[object] = field(factory=set)


def fired(
    inputs: RemedyInputs,
    remedies: Iterable[Remedy],
    already: Sequence[Firing] = (),
    after: int | None = None,
    by: int | None = None,
) -> tuple[Firing, ...]:
    """Every time a remedy fires that has not fired `already`, in the order of time, then in that of the agreement.

    Only moments `after` one instant and `by` another are looked at, where these are given.
    """
    listed = tuple(remedies)
    if not listed:
        return ()
    first, last = _EARLIEST if after is None else after, _LATEST if by is None else by
    windows = (
        each for subject in inputs.histories for each in following(inputs.histories, subject, first, last)
    )
    landings = (
        line.landing
        for line in (*inputs.calculated, *inputs.paid, *inputs.points)
        if first < line.landing <= last
    )
    moments = sorted({*(each.measurement.window.end for each in windows), *landings})
    found: list[Firing] = []
    for remedy in listed:
        bound = [moment for moment in moments if remedy in _bound_at(inputs.plan, moment).remedies]
        found += _firings(inputs, remedy, bound, (*already, *found))
    order = [remedy.name for remedy in inputs.plan.remedies]
    return tuple(sorted(found, key=lambda firing: (firing.at, order.index(firing.remedy.name))))


def remedies_of(plan: Plan) -> tuple[Remedy, ...]:
    """The remedies of an agreement, of all its eras."""
    return tuple(dict.fromkeys(remedy for of in plan.eras or (plan,) for remedy in of.remedies))


def _bound_at(plan: Plan, moment: int) -> Plan:
    """The plan whose remedies bind windows that end at a moment: of the era in which their settlement period starts."""
    if not plan.eras:
        return plan
    if plan.settlement is None:
        return plan_at(plan, moment - 1)
    return plan_at(plan, horizon(plan, Anchor.CALENDAR, plan.settlement.per, moment).start)


def needs_credits(event: Event) -> bool:
    """Whether an event depends on credits."""
    match event:
        case AllOf(left, right) | AnyOf(left, right):
            return needs_credits(left) or needs_credits(right)
    return isinstance(event, CreditsReach)


def needs_points(event: Event) -> bool:
    """Whether an event depends on points."""
    match event:
        case AllOf(left, right) | AnyOf(left, right):
            return needs_points(left) or needs_points(right)
        case CreditsReach(unit=unit):
            return unit is CreditUnit.POINTS
    return False


def needs_paid(event: Event) -> bool:
    """Whether an event depends on what has been paid."""
    match event:
        case AllOf(left, right) | AnyOf(left, right):
            return needs_paid(left) or needs_paid(right)
        case CreditsReach(paid=paid):
            return paid
    return False


def _firings(
    inputs: RemedyInputs, remedy: Remedy, moments: Sequence[int], already: Sequence[Firing]
) -> Iterator[Firing]:
    mine = [firing for firing in already if firing.remedy.name == remedy.name]
    used: set[object] = {each.place for firing in mine for each in firing.windows}
    used |= {(each.event, each.start) for firing in mine for each in firing.sums}
    for moment in moments:
        for bound in _bindings(inputs, remedy.when):
            view = _EvaluationContext(inputs, moment, bound, used)
            while (proof := _picked(view, remedy.when)) is not None and proof.is_fresh:
                used |= {each.place for each in proof.windows}
                used |= {(each.event, each.start) for each in proof.sums}
                yield _firing(inputs, remedy, moment, proof)


def _firing(inputs: RemedyInputs, remedy: Remedy, moment: int, proof: _Proof) -> Firing:
    named = {series_title(each.title, each.measurement.key) for each in proof.windows}
    key = tuple(sorted(named)) if _has_several(inputs.plan, remedy.when) else ()
    return Firing(
        remedy,
        moment,
        key,
        tuple(sorted(proof.windows, key=lambda each: each.measurement.window.end)),
        proof.sums,
        dues_of(_bound_at(inputs.plan, moment), remedy, moment),
        credit_of(_bound_at(inputs.plan, moment), remedy, moment),
    )


def _has_several(plan: Plan, event: Event) -> bool:
    """Whether an event is about each of several series, so that a firing says about which."""
    match event:
        case AllOf(left, right) | AnyOf(left, right):
            return _has_several(plan, left) or _has_several(plan, right)
        case Happens(whose=whose):
            level = next((each for each in plan.levels if each.name == whose.level), None)
            return level is None or (bool(level.dimensions) and whose.key is None)
    return False


def _bindings(inputs: RemedyInputs, event: Event) -> Sequence[Subject | None]:
    """The series that `any level` may stand for: the same one throughout an event."""
    if not _is_of_any(event):
        return (None,)
    names = _service_levels(inputs.plan)
    return tuple(subject for subject in inputs.histories if subject[0] in names)


def _service_levels(plan: Plan) -> set[str]:
    """The levels that `any level` and `2 or more levels` speak of: neither indicators nor obligations."""
    return {level.name for level in plan.levels if not level.is_kpi}


def _is_of_any(event: Event) -> bool:
    match event:
        case AllOf(left, right) | AnyOf(left, right):
            return _is_of_any(left) or _is_of_any(right)
        case Happens(whose=whose):
            return whose.level is None
    return False


def _picked(view: _EvaluationContext, event: Event) -> _Proof | None:
    """The proof that an event completes by: of both sides of `or` where both do, else the first one that is fresh."""
    if isinstance(event, AnyOf):
        sides = [each for each in (_picked(view, event.left), _picked(view, event.right)) if each is not None]
        return None if not sides else _joined(sides)
    return next((each for each in _proofs(view, event) if each.is_fresh), None)


def _proofs(view: _EvaluationContext, event: Event) -> Iterator[_Proof]:
    """The ways in which an event has happened by a moment."""
    match event:
        case AnyOf():
            raise AssertionError("`or` holds the others together, and stands within none")
        case AllOf(left, right):
            others = tuple(_proofs(view, right))
            yield from (_joined((one, other)) for one in _proofs(view, left) for other in others)
        case Happens():
            for subject in _series(view, event):
                yield from _happened(view, event, subject)
        case Together():
            yield from _together(view, event)
        case CreditsReach():
            yield from _reached(view, event)
        case _:
            assert_never(event)


def _joined(proofs: Sequence[_Proof]) -> _Proof:
    windows = {each.place: each for proof in proofs for each in proof.windows}
    sums = {(each.event, each.start): each for proof in proofs for each in proof.sums}
    return _Proof(tuple(windows.values()), tuple(sums.values()), any(proof.is_fresh for proof in proofs))


def _series(view: _EvaluationContext, event: Happens) -> Iterator[Subject]:
    if event.whose.level is None:
        assert view.bound is not None, "an event of any level is looked at for each series"
        yield view.bound
        return
    for subject in view.inputs.histories:
        if subject[0] == event.whose.level and event.whose.key in {None, subject[1]}:
            yield subject


def _happened(view: _EvaluationContext, event: Happens, subject: Subject) -> Iterator[_Proof]:
    """The windows of a series by which an event has happened, the last ones of them where there are more."""
    past = until(view.inputs.histories, subject, view.moment)
    if not past:
        return
    frame = _frame(view, event, past)
    passing = [each for each in frame if _is_unused(view, event.trial, each)]
    times = 1 if event.often is None else event.often.times
    if len(passing) >= times:
        taken = passing[:times] if isinstance(event.often, EveryNth) else passing[-times:]
        yield _Proof(tuple(taken), (), _is_now(view, taken))


def _frame(view: _EvaluationContext, event: Happens, past: Sequence[Result]) -> Sequence[Result]:
    """The windows among which those that pass are counted."""
    match event.often:
        case None:
            return [each for each in past if each.measurement.window.end == past[-1].measurement.window.end]
        case EveryNth():
            return past
        case OfAny():
            return within(view.inputs.plan, event.often, lambda _: True, past, view.moment)
        case _:
            return within(
                view.inputs.plan, event.often, partial(_is_unused, view, event.trial), past, view.moment
            )


def _is_unused(view: _EvaluationContext, trial: Trial, result: Result) -> bool:
    return _passes(trial, result) and result.place not in view.used


def _passes(trial: Trial, result: Result) -> bool:
    match trial:
        case Fails(failing):
            return is_failing(result, failing)
        case Beyond(edge, limit):
            value = result.measurement.value
            assert value is not None, "only windows with a verdict that counts are looked at"
            return _is_beyond(edge, value.amount, limit.amount)
    assert_never(trial)


def _is_beyond(edge: str, value: Fraction, limit: Fraction) -> bool:
    return {
        "below": value < limit,
        "at or below": value <= limit,
        "above": value > limit,
        "at or above": value >= limit,
    }[edge]


def _together(view: _EvaluationContext, event: Together) -> Iterator[_Proof]:
    """Windows that end at the moment, those of one start together."""
    starts: dict[int, list[Result]] = {}
    names = _service_levels(view.inputs.plan)
    for subject, series in view.inputs.histories.items():
        for each in series if subject[0] in names else ():
            is_one = each.measurement.window.end == view.moment and is_failing(each, event.failing)
            if is_one and each.place not in view.used:
                starts.setdefault(each.measurement.window.start, []).append(each)
    for failed in starts.values():
        if len({each.measurement.level for each in failed}) >= event.levels:
            yield _Proof(tuple(failed), (), is_fresh=True)


def _reached(view: _EvaluationContext, event: CreditsReach) -> Iterator[_Proof]:
    within_ = horizon(view.inputs.plan, event.anchor, event.per, view.moment)
    lines = _landed(view, event, within_)
    total = sum((line.amount for line in lines if line.unit is event.unit), Fraction(0))
    is_reached = total > event.amount or (event.inclusive and total == event.amount)
    if is_reached and (event, within_.start) not in view.used:
        is_fresh = any(line.landing == view.moment and line.amount for line in lines)
        yield _Proof((), (Sum(event, within_.label, within_.start, total),), is_fresh)


def _landed(view: _EvaluationContext, event: CreditsReach, within_: Period) -> list[SettlementLine]:
    lines = view.inputs.paid if event.paid else view.inputs.calculated
    if event.unit is CreditUnit.POINTS:
        lines = view.inputs.points
    return [line for line in lines if within_.start < line.landing <= view.moment]


def _is_now(view: _EvaluationContext, results: Sequence[Result]) -> bool:
    return any(each.measurement.window.end == view.moment for each in results)
