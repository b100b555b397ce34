"""Charges compared: what they come to in the periods that are settled, and on single days."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

from sladsl.comparison.aspects import Aspect, ChangePlace, PlanPair, change, differences, judged, plain
from sladsl.comparison.change import Change, Item
from sladsl.comparison.credit_tables.charge_witnesses import charge_witnesses, is_same_part
from sladsl.comparison.credit_tables.pricing import settled_units
from sladsl.comparison.effect import INCOMPARABLE, NEUTRAL, Judgement, because
from sladsl.comparison.logic.bounds import write_dated
from sladsl.comparison.measured_charges import OTHER_PRICE, measured_changes, one_record, write_measured
from sladsl.planning.plan import (
    Base,
    Charge,
    ChargeShare,
    Dated,
    PercentOf,
    Plan,
    Rate,
)
from sladsl.planning.relocating import rewritten
from sladsl.planning.wording import write_money, write_part
from sladsl.settlement.charges import charge_between
from sladsl.settlement.display import show_money
from sladsl.values import evolve


def charge_item(charge: Charge) -> Item:
    """A charge as documents name it."""
    return Item(charge.id, "charge", charge.name, charge.title)


def charge_changes(pair: PlanPair, old: Charge, new: Charge) -> Iterator[Change]:
    """The changes of a charge, each with what the charge comes to with and without it."""
    place = ChangePlace(charge_item(new), "", old.span, new.span)
    yield from differences(pair, place, _TITLE, old, new)
    if old.measured is not None and new.measured is not None:
        yield from measured_changes(pair, place, old.measured, new.measured)
    elif (old.by, old.measured is None) != (new.by, new.measured is None):
        written = (_write_amount(pair.old, old), _write_amount(pair.new, new))
        told = change(place, "amount", written, OTHER_PRICE, (old.rates, new.rates))
        yield evolve(told, witnesses=charge_witnesses(pair, old, new))
    else:
        for told in differences(pair, place, _FIXED, old, new):
            yield _shown(pair, told)


def judge_charge(pair: PlanPair, plan: Plan, charge: Charge) -> Judgement:
    """Judge a charge that one version alone has, with what it comes to at first, or a record that is charged."""
    readers = ", ".join(_readers(plan, charge.name))
    why = f"the customer pays it, and shares of it are taken by {readers}" if readers else _UNREAD
    return Judgement(INCOMPARABLE.effect, why, tuple(islice(_comes_to(pair, plan, charge), 1)))


_UNREAD = "the customer pays it, and no credit is a share of it"


def _readers(plan: Plan, charge: str) -> Iterator[str]:
    """What takes shares of a charge: levels, the settlement, remedies."""

    def shares(part: object) -> object:
        match part:
            case Base(charges) if charge in charges:
                return None
            case PercentOf(_, of) if of == charge:
                return None
        return part

    for name, value in (
        *((each.name, each) for each in plan.levels),
        ("the settlement", plan.settlement),
        *((each.name, each) for each in plan.remedies),
    ):
        if rewritten(value, shares) is not value:
            yield name


def _comes_to(pair: PlanPair, plan: Plan, charge: Charge) -> Iterator[str]:
    if charge.measured is not None:
        yield f"{one_record(plan, charge.measured)}: charged"
        return
    for period in settled_units(pair, (charge,)):
        amount = charge_between(plan, charge.name, period.start, period.end)
        if amount:
            yield f"in {period.label}: {show_money(plan, amount)}"


def _shown(pair: PlanPair, told: Change) -> Change:
    """A change of a fixed charge with what shows it; neutral where nothing could."""
    (without,) = told.without
    old, new = without.then, without.now
    assert isinstance(old, Charge), "one fact of a charge is taken back"
    assert isinstance(new, Charge), "one fact of a charge is taken back"
    witnesses = charge_witnesses(pair, old, new)
    is_alike = is_same_part(old, new) if told.part == _PART else old.part is None
    if not witnesses and is_alike:
        return evolve(told, effect=NEUTRAL.effect, why="every day comes to the same")
    return evolve(told, witnesses=witnesses)


def _write_amount(plan: Plan, charge: Charge) -> str:
    """Write what is charged, whether it is fixed, apart for some values, or told by records."""
    if charge.measured is not None:
        return write_measured(plan, charge.measured)
    return (
        f"by {', '.join(charge.by)}: {_write_shares(plan, charge.shares)}"
        if charge.by
        else _write_rates(plan, charge.rates)
    )


def _write_rates(plan: Plan, rates: Sequence[Dated[Rate]]) -> str:
    """Write what is charged: `GBP 85,000.00 per month, from 2027-01-01 GBP 88,000.00 per month`."""
    return write_dated(rates, lambda rate: f"{write_money(plan, rate.amount)} per {rate.per}")


def _write_shares(plan: Plan, shares: Sequence[ChargeShare]) -> str:
    return "; ".join(f"{' / '.join(each.key)} {_write_rates(plan, each.rates)}" for each in shares)


_OTHER_PART = because(
    INCOMPARABLE, "a part of a calendar unit has another price, and credits counted in it change, too"
)

_PART = "part"
_TITLE = (Aspect("title", "title", plain, judged(NEUTRAL)),)
_FIXED = (
    Aspect("rates", "amount", _write_rates, judged(OTHER_PRICE)),
    Aspect("shares", "shares", _write_shares, judged(OTHER_PRICE)),
    Aspect(
        "part",
        _PART,
        lambda _plan, part: write_part(part),
        judged(_OTHER_PART),
        "by the days that there are",
    ),
    Aspect(
        "whole",
        "in partial periods",
        lambda _plan, whole: "whole" if whole else "by days",
        judged(OTHER_PRICE),
    ),
)
