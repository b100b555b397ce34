"""What is enough for one of two events of a remedy alone: a value, a number of levels, a sum, or a part of them."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from sladsl.comparison.consequences.enough import told_enough
from sladsl.comparison.consequences.implied import implies
from sladsl.comparison.consequences.often_witnesses import count_witnesses
from sladsl.comparison.consequences.spans import parts_of_span, write_span
from sladsl.comparison.logic.bounds import short_value
from sladsl.comparison.sameness import same
from sladsl.planning.plan import (
    AllOf,
    AnyOf,
    Beyond,
    CreditsReach,
    CreditUnit,
    Event,
    Failing,
    Fails,
    Happens,
    Plan,
    Quantity,
    Together,
    Trial,
    Whose,
)
from sladsl.planning.text_remedies import write_event, write_often, write_whose
from sladsl.planning.wording import counted_things, write_money, write_quantity
from sladsl.values import evolve


def event_witnesses(plan: Plan, old: Event, new: Event) -> tuple[str, ...]:
    """Say what is enough for one of two events that differ in one respect; nothing where they differ in more."""
    if same(old, new):
        return ()
    match old, new:
        case Happens(), Happens():
            return tuple(_of_happening(plan, old, new))
        case Together(before, failing), Together(after, counted) if failing is counted:
            least = counted_things(Fraction(min(before, after)), "level")
            return (told_enough(f"{least} {failing} in one window", is_before=before < after),)
        case Together(before, failing), Together(after) if before == after:
            least = counted_things(Fraction(before), "level")
            is_before = failing is Failing.BELOW_EXPECTED
            return (told_enough(f"{least} below expected only in one window", is_before=is_before),)
        case CreditsReach(), CreditsReach():
            return tuple(_of_sums(plan, old, new))
    return tuple(_of_parts(plan, old, new))


def _of_happening(plan: Plan, old: Happens, new: Happens) -> Iterator[str]:
    """What one of two events of single windows counts; they differ in how often, in what counts, or in whose it is."""
    if same(old.whose, new.whose) and same(old.trial, new.trial):
        if old.often is not None and new.often is not None:
            yield from count_witnesses(old.often, new.often, _failed(plan, old.trial))
    elif same(evolve(old, trial=new.trial), new):
        yield from _of_trials(plan, old, new)
    elif same(evolve(old, whose=new.whose), new):
        for is_before, one, other in ((True, old.whose, new.whose), (False, new.whose, old.whose)):
            whose = _whose_alone(plan, one, other)
            if whose is not None:
                yield told_enough(write_event(plan, evolve(old, whose=whose)), is_before=is_before)


def _failed(plan: Plan, trial: Trial) -> str:
    """What is said of a window that fails."""
    if isinstance(trial, Fails):
        return str(trial.failing)
    return f"{trial.edge} {write_quantity(plan, trial.limit)}"


def _whose_alone(plan: Plan, one: Whose, other: Whose) -> Whose | None:
    """The windows that one event is about and another one is not; None where there are none."""
    if other.level is None:
        return None
    if one.level is not None:
        return (
            None if one.level == other.level and one.key is None and other.key is None else _apart(one, other)
        )
    names = (each.name for each in plan.levels if not each.is_kpi and not each.party)
    return next((Whose(name, None) for name in names if name != other.level), None)


def _apart(one: Whose, other: Whose) -> Whose | None:
    return one if one.level != other.level or (one.key is not None and other.key is not None) else None


def _of_trials(plan: Plan, old: Happens, new: Happens) -> Iterator[str]:
    match old.trial, new.trial:
        case Fails(before), Fails():
            often = write_often(old.often)
            is_before = before is Failing.BELOW_EXPECTED
            yield told_enough(f"{write_whose(old.whose)} below expected only{often}", is_before=is_before)
        case Beyond(), Beyond() as after:
            low, high = sorted((old.trial.limit.amount, after.limit.amount))
            between = [] if low == high else [short_value(after.limit.type, low, high)]
            told: dict[bool, Fraction] = {}
            for value in (*between, low, high):
                is_before = _is_beyond(old.trial, value)
                if is_before is not _is_beyond(after, value):
                    told.setdefault(is_before, value)
            for is_before in sorted(told, reverse=True):
                shown = write_quantity(plan, Quantity(after.limit.type, told[is_before]))
                words = f"{write_whose(old.whose)} at {shown}{write_often(old.often)}"
                yield told_enough(words, is_before=is_before)


def _is_beyond(trial: Beyond, value: Fraction) -> bool:
    limit = trial.limit.amount
    if value == limit:
        return trial.edge.startswith("at or")
    return (value < limit) == ("below" in trial.edge)


def _of_sums(plan: Plan, old: CreditsReach, new: CreditsReach) -> Iterator[str]:
    """A sum that is enough for one of two events alone; credits calculated and credits paid are not told apart here."""
    if old.unit is not new.unit:
        for is_before, enough, short in ((True, old, new), (False, new, old)):
            amount = enough.amount if enough.inclusive else enough.amount + 1
            none = "no points" if short.unit is CreditUnit.POINTS else "no credits in money"
            yield told_enough(
                f"{_sum(plan, enough, amount)} {_when(enough)}, and {none}", is_before=is_before
            )
    if (old.unit, old.paid) != (new.unit, new.paid):
        return
    if (old.anchor, old.per) != (new.anchor, new.per):
        yield from _of_spans(plan, old, new)
        return
    sums = [max(old.amount, new.amount), (old.amount + new.amount) / 2]
    for amount in sums:
        before, after = (_is_reached(each, amount) for each in (old, new))
        if before != after:
            yield told_enough(f"{_sum(plan, old, amount)} {_when(old)}", is_before=before)
            return


def _when(event: CreditsReach) -> str:
    return "over the term" if event.per is None else f"in a {event.anchor} {event.per}"


def _of_spans(plan: Plan, old: CreditsReach, new: CreditsReach) -> Iterator[str]:
    """A sum that comes together in a unit of one kind, and is spread over several of the other one."""
    for is_before, enough, short in ((True, old, new), (False, new, old)):
        spans = (enough.anchor, enough.per), (short.anchor, short.per)
        amount = enough.amount if enough.inclusive else enough.amount + 1
        parts = parts_of_span(*spans)
        if amount < short.amount * parts:
            rest = "and no more in" if parts == 1 else "no more than a part of it in"
            told = f"{_sum(plan, enough, amount)} in {write_span(spans[0])}, {rest} {write_span(spans[1])}"
            yield told_enough(told, is_before=is_before)


def _sum(plan: Plan, event: CreditsReach, amount: Fraction) -> str:
    if event.unit is CreditUnit.POINTS:
        return counted_things(amount, "point")
    return f"credits of {write_money(plan, amount)} {'paid' if event.paid else 'calculated'}"


def _is_reached(event: CreditsReach, amount: Fraction) -> bool:
    return amount > event.amount or (event.inclusive and amount == event.amount)


def _of_parts(plan: Plan, old: Event, new: Event) -> Iterator[str]:
    """A part of an event that is enough by itself on one side alone, or of which something else is."""
    if isinstance(old, AnyOf | AllOf) and type(old) is type(new):
        assert isinstance(new, AnyOf | AllOf), "it is of the same kind"
        for held, one, other in ((old.right, old.left, new.left), (old.left, old.right, new.right)):
            beside = ", alone" if isinstance(old, AnyOf) else f", and {write_event(plan, held)}"
            if same(evolve(old, left=other, right=held), new) or same(
                evolve(old, left=held, right=other), new
            ):
                yield from (_beside(told, beside) for told in event_witnesses(plan, one, other))
                return
    for is_before, one, other in ((True, old, new), (False, new, old)):
        for part in _alternatives(one):
            if isinstance(one, AnyOf) and not implies(part, other):
                yield told_enough(f"{write_event(plan, part)}, alone", is_before=is_before)
            if isinstance(other, AllOf) and not isinstance(one, AnyOf | AllOf) and _has(other, part):
                yield told_enough(f"{write_event(plan, part)}, alone", is_before=is_before)


def _beside(told: str, beside: str) -> str:
    """What is enough, with what must be so beside it."""
    windows, sign, enough = told.rpartition(": enough ")
    return f"{windows}{beside}{sign}{enough}"


def _alternatives(event: Event) -> list[Event]:
    return [*_alternatives(event.left), *_alternatives(event.right)] if isinstance(event, AnyOf) else [event]


def _has(event: Event, part: Event) -> bool:
    if isinstance(event, AnyOf | AllOf):
        return _has(event.left, part) or _has(event.right, part)
    return same(event, part)
