"""Agreements that are amended once or twice, made up from seeds, and the amendments as text."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from random import Random

from tests.oracle.agreement import (
    Agreement,
    Changing,
    Choose,
    Claim,
    EarnBack,
    HighestOf,
    HighestPerValue,
    Ignore,
    Level,
    Limit,
    Multiply,
    Raise,
    Service,
    Settlement,
    Step,
)
from tests.oracle.periods import Term
from tests.oracle.wall import DAY
from tests.properties.agreements import agreement as made_agreement
from tests.properties.dating import changing, other
from tests.properties.payments import earns, settlement
from tests.properties.text import CHOICES, CLAIMS, agreement_text, charge_line, level_lines
from tests.properties.text_money import settlement_lines
from tests.properties.widening import choosing

Versions = list[tuple[dt.date, Agreement]]


def versions(seed: int, term: Term, *, claims: bool) -> tuple[Agreement, Versions]:
    """An agreement, and what it becomes on one or two days of its term: levels, charges and steps are others then."""
    random = Random(seed)
    first = _steady(random, term, claims=claims)
    assert term.last is not None
    days = [
        term.first + random.randint(20, (term.last - term.first).days - 20) * DAY
        for _ in range(random.randint(1, 2))
    ]
    begins = sorted({random.choice([day, day.replace(day=1), day.replace(day=1)]) for day in days})
    later: Versions = []
    before = first
    for day in begins:
        before = _amended(random, before, term, claims=claims)
        later.append((day, before))
    return first, later


def _steady(random: Random, term: Term, *, claims: bool) -> Agreement:
    """An agreement that settles credits, without what looks back on targets of its own, and without remedies."""
    while True:
        seed = random.randrange(2**32)
        seeds = [random.randrange(2**32) for _ in range(random.randint(2, 8))]
        made = made_agreement(seed, seeds[:3], seeds[2:], term, claims=claims, wide=True)
        plain = (replace(each, baseline=None, ratchet=None) for each in made.levels)
        made = replace(made, remedies=(), levels=tuple(plain))
        if made.settlement is not None and any(map(earns, made.levels)):
            return changing(random, made)


def _amended(random: Random, before: Agreement, term: Term, *, claims: bool) -> Agreement:
    assert before.settlement is not None
    other = _steady(random, term, claims=claims)
    while other.currency != before.currency:
        other = _steady(random, term, claims=claims)
    fresh = {each.name: each for each in other.levels}
    levels = [
        fresh.pop(each.name)
        if each.name in fresh and _alike(each, fresh[each.name]) and random.random() < 0.5
        else each
        for each in before.levels
    ]
    if len(levels) > 1 and random.random() < 0.3:
        levels.pop(random.randrange(len(levels)))
    names = {each.name for each in levels}
    added = [each for each in fresh.values() if each.name not in {old.name for old in before.levels}]
    levels += random.sample(added, min(len(added), random.choice([0, 0, 1])))
    excused = {each.name for each in levels if not each.is_kpi}
    levels = [
        replace(each, excuses=tuple(name for name in each.excuses if name in excused)) for each in levels
    ]
    rates = {each.name: each for each in before.charges} | {each.name: each for each in other.charges}
    bare = replace(
        before,
        charges=tuple(rates.values()),
        hours=before.hours | other.hours,
        levels=tuple(levels),
        services=tuple(_without(each, names) for each in before.services),
    )
    return replace(bare, settlement=_settlement(random, bare, claims=claims))


def _alike(old: Level, new: Level) -> bool:
    return (old.is_kpi, old.duty, old.window) == (new.is_kpi, new.duty, new.window)


def _without(service: Service, names: set[str]) -> Service:
    return replace(service, levels=tuple(name for name in service.levels if name in names))


def _settlement(random: Random, bare: Agreement, *, claims: bool) -> Settlement:
    """Other steps; or those there were, as far as they still make sense, with other amounts."""
    old = bare.settlement
    assert old is not None
    seeds = [random.randrange(2**32) for _ in range(random.randint(1, 5))]
    new = settlement(random, bare, old.per, old.days, seeds, claims=claims)
    weighs = any(level.weight is not None for level in bare.levels)
    if (
        random.random() < 0.5
        and any(isinstance(step, Limit) and step.at_risk for step in old.steps) is weighs
    ):
        kept = [step for each in old.steps if (step := _kept(bare, each)) is not None]
        new = replace(
            old, steps=tuple(_changed(random, each) for each in kept), pool=old.pool if weighs else ()
        )
    return choosing(random, bare, replace(new, final=old.final))


def _kept(bare: Agreement, step: Step) -> Step | None:
    """A step about the levels that are left; none where it would be about nothing."""
    if isinstance(step, Choose | HighestOf):
        return None
    earning = [each for each in bare.levels if earns(each)]
    names = {each.name for each in earning}
    dimensions = {name for each in earning for name, _ in each.by}
    if isinstance(step, HighestPerValue):
        return step if step.dimension in dimensions else None
    if isinstance(step, Limit | Ignore | Raise) and step.apart is not None:
        return (
            step
            if step.apart in {"level", *dimensions} or (step.apart == "service" and _serves(bare))
            else None
        )
    if isinstance(step, EarnBack) and step.offset:
        return None
    if isinstance(step, Limit | Ignore | Raise | Multiply | EarnBack) and step.levels is not None:
        left = tuple(name for name in step.levels if name in names)
        return replace(step, levels=left) if left else None
    return step


def _serves(bare: Agreement) -> bool:
    """Whether some service has a level that earns credits."""
    earning = {each.name for each in bare.levels if earns(each)}
    return any(earning & set(service.levels) for service in bare.services)


def _changed(random: Random, step: Step) -> Step:
    if not isinstance(step, Changing) or (isinstance(step, Claim) and step.unit is not None):
        return step
    plain = replace(step, later=())
    return plain if random.random() < 0.4 else other(random, plain)


# --- as text -------------------------------------------------------------------------------------------------------


def amended_text(first: Agreement, later: Versions) -> str:
    """The agreement and its amendments, with every calendar and record set that one of them needs in the first."""
    hours = {
        name: each for _, version in reversed(later) for name, each in version.hours.items()
    } | first.hours
    texts = [agreement_text(replace(first, hours=hours), records=CLAIMS + CHOICES)]
    before = first
    for number, (day, after) in enumerate(later, 1):
        lines = "\n".join(_changes(before, after))
        texts.append(f'amendment A{number} "A{number}" of Sample effective {day} {{\n{lines}\n}}\n')
        before = after
    return "\n".join(texts)


def _changes(before: Agreement, after: Agreement) -> Iterator[str]:
    """The lines that make of one version the next."""
    charges = {each.name: each for each in before.charges}
    for charge in after.charges:
        if charges.get(charge.name) != charge:
            yield f"  {'replace' if charge.name in charges else 'add'} {charge_line(charge, after.currency).strip()}"
    old = {each.name: each for each in before.levels}
    for level in after.levels:
        if old.get(level.name) != level:
            first, *rest = level_lines(level, after.currency)
            yield f"  {'replace' if level.name in old else 'add'} {first.strip()}"
            yield from rest
    for name in old.keys() - {each.name for each in after.levels}:
        yield f"  remove {_KINDS[old[name].is_kpi, old[name].duty]} {name}"
    assert after.settlement is not None
    first, *rest = settlement_lines(after.settlement, after.currency)
    yield f"  replace {first.strip()}"
    yield from rest


_KINDS = {(False, False): "service level", (True, False): "kpi", (True, True): "obligation"}
