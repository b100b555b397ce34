"""What misses cost, and the steps of a settlement, as the language writes them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import replace
from fractions import Fraction

from tests.oracle.agreement import (
    Agreement,
    CarryOver,
    Changing,
    Choose,
    Claim,
    Convert,
    ConvertTable,
    EarnBack,
    FreePoints,
    Happens,
    HighestOf,
    HighestPerValue,
    HighestPerWindow,
    Ignore,
    Level,
    Limit,
    Much,
    Multiply,
    Of,
    Often,
    Owed,
    Raise,
    Reaches,
    Remedy,
    Round,
    Settlement,
    Step,
    Together,
    Weight,
)
from tests.properties.literals import amount, decimal

_ORDINALS = {1: "1st", 2: "2nd", 3: "3rd"}


# --- what a level owes ---------------------------------------------------------------------------------------------


def owed_line(owed: Owed, kind: str, currency: str) -> str:
    """`credit 5% of Fee per started 1% below the minimum, up to 10%`; `kind` is that of the level's measure."""
    said = [(None, owed), *owed.later]
    return f"credit {_dated((since, _owed(each, kind, currency)) for since, each in said)}"


def _dated(said: Iterable[tuple[dt.date | None, str]]) -> str:
    """What is said, and what from which date on."""
    return ", ".join(text if since is None else f"from {since} {text}" for since, text in said)


def _owed(owed: Owed, kind: str, currency: str) -> str:
    parts = [_paid(owed, currency)]
    if owed.steps is not None:
        full, size = owed.steps
        of = " of shortfall" if owed.side is None else ""
        parts.append(f"per {'full' if full else 'started'} {amount(size, kind, currency)}{of}")
    if owed.each is not None and owed.each.clock is not None:
        full, size, above = owed.each.clock
        times = amount(size, "duration", currency), amount(above, "duration", currency)
        parts.append(f"per {'full' if full else 'started'} {times[0]} of clock above {times[1]}")
    if owed.side is not None:
        word, mark = owed.side
        parts.append(f"{word} {f'the {mark}' if isinstance(mark, str) else amount(mark, kind, currency)}")
    if owed.each is not None:
        where = owed.each.where
        parts.append(f"per record{'' if where is None else f' where {where.text}'}")
    if owed.when is not None:
        parts.append(_when(owed.when))
    limits = [] if owed.most is None else [f", up to {_much(owed.most, currency)}"]
    if owed.each is not None and owed.each.most is not None:
        limits.append(f", up to {_much(owed.each.most, currency)} per record")
    return " ".join(parts) + "".join(limits)


def _paid(owed: Owed, currency: str) -> str:
    if owed.amount.kind == "service":
        return f"{_much(owed.amount, currency)} of service"
    if owed.each is not None and owed.each.field is not None:
        return f"{_much(owed.amount, currency)} of {owed.each.field}"
    return f"{_much(owed.amount, currency)}{'' if owed.of is None else f' of {_of(owed.of)}'}"


def _much(much: Much, currency: str) -> str:
    match much.kind:
        case "share" | "field":
            return amount(much.number, "percent", currency)
        case "money":
            return amount(much.number, "money", currency)
        case "points":
            return f"{decimal(much.number)} {'point' if much.number == 1 else 'points'}"
        case "service" | "days":
            return amount(much.number, "days", currency)
        case "hours":
            return f"{decimal(much.number)} h"
    rounded = "" if much.rounded is None else f" rounded {much.rounded[0]} to {much.rounded[1]} decimals"
    return f"the shortfall{rounded}"


def _of(of: Of) -> str:
    words = of.charges[0] if len(of.charges) == 1 else f"the greater of {' and '.join(of.charges)}"
    if of.interval is not None:
        anchor, unit, shift = of.interval
        words += f" of the {({-1: 'previous ', 0: '', 1: 'next '})[shift]}{anchor} {unit}"
    return words if of.sharing is None else f"{words} {of.sharing}"


def _when(when: Often | int) -> str:
    return f"when every {_ORDINALS[when]} miss" if isinstance(when, int) else f"when {often_words(when)}"


def often_words(often: Often, *, or_more: bool = False) -> str:
    """`missed in 2 of any 4 windows`; steps say `2 or more`."""
    times = f"{often.times} or more" if or_more else f"{often.times}"
    match often.kind, often.span:
        case "consecutive", _:
            return f"{often.failing} in {times} consecutive windows"
        case "any", windows:
            return f"{often.failing} in {times} of any {windows} windows"
        case "unit", (anchor, unit):
            return f"{often.failing} {times} times in a {anchor} {unit}"
        case _, months:
            return f"{often.failing} {times} times in any {months} {'month' if months == 1 else 'months'}"


def raising_lines(level: Level) -> Iterator[str]:
    """The lines of a baseline and of a ratchet, where a level has them."""
    for rule in (level.baseline, level.ratchet):
        if rule is None:
            continue
        mode, decimals = rule.rounded
        rounded = f"rounded {'' if mode == 'half-up' else f'{mode} '}to {decimals} decimals"
        best = "0%" if rule.word == "required" or _falls(level, rule.word) else "100%"
        most = f", by at most {amount(rule.most, 'percent', '')} of the gap to {best}" if rule.most else ""
        if rule is level.baseline:
            words = f"baseline of the first {rule.windows} windows, then the midpoint of the {rule.word} and their mean"
        else:
            words = (
                f"ratchet to the midpoint of the {rule.word} and the mean of the last {rule.windows} windows"
            )
            words += f" when better in each{most}"
        yield f"    {words}, {rounded}"


def _falls(level: Level, word: str) -> bool:
    targets = [row.terms.expected for row in level.rows if word == "expected"]
    return any(each is not None and each.comparator in {"at most", "under"} for each in targets)


def weight_line(weight: Weight) -> str:
    """`weight 40% in full for each value, from 2026-03-01 12.5%`."""
    sharing = "" if weight.sharing is None else f" {weight.sharing}"
    first, *later = (amount(share, "percent", "") for _, share in weight.shares)
    dated = (f", from {since} {share}" for (since, _), share in zip(weight.shares[1:], later, strict=True))
    return f"weight {first}{sharing}{''.join(dated)}"


# --- the settlement ------------------------------------------------------------------------------------------------


def settlement_lines(settlement: Settlement, currency: str) -> Iterator[str]:
    """A settlement, line by line."""
    after = f", {settlement.days} days after its end" if settlement.days else ""
    yield f"  settlement per calendar {settlement.per}{after} {{"
    for step in settlement.steps:
        yield from (f"    {line}" for line in _step(step, currency))
    if settlement.pool:
        yield f"    pool {_dated((since, amount(pool, 'percent', currency)) for since, pool in settlement.pool)}"
    if settlement.final != 1:
        times = f"final after {settlement.final} settlements"
        yield f"    {'never final' if settlement.final is None else times}"
    yield "  }"


def _step(step: Step, currency: str) -> list[str]:
    match step:
        case ConvertTable():
            paid = "money" if step.charge is None else "percent"
            rows = [f"| {start} | {amount(each, paid, currency)} |" for start, each in step.rows]
            of = "" if step.charge is None else f" of {step.charge}"
            return [f"convert points{of}", *(f"  {row}" for row in (f"| {step.edge} | credit |", *rows))]
        case _:
            later = step.later if isinstance(step, Changing) else ()
            return [
                _dated(
                    [(None, _line(step, currency)), *((day, _value(each, currency)) for day, each in later)]
                )
            ]


def _value(step: Step, currency: str) -> str:
    """What stands behind a date: the value of a step alone."""
    match step:
        case Multiply():
            return decimal(step.factor)
        case Limit() | Convert() | CarryOver():
            return _share(step.amount, step.charge, currency)
        case Ignore():
            return amount(step.below, "money", currency)
        case Raise():
            to = amount(step.to, "money", currency)
            return f"below {to} to {to}"
        case FreePoints():
            return decimal(step.points)
        case EarnBack():
            return amount(step.share, "percent", "")
        case Claim() | Choose():
            return _within(step)
    raise ValueError(step)


def _line(step: Step, currency: str) -> str:
    match step:
        case Limit():
            return _limit(step, currency)
        case Ignore():
            return f"ignore {_which(step)} below {amount(step.below, 'money', currency)}"
        case Raise():
            to = amount(step.to, "money", currency)
            return f"raise {_which(step)} below {to} to {to}"
        case Round():
            return f"round {step.mode} to {amount(step.quantum, 'money', currency)}"
        case Multiply():
            levels = "a level" if step.levels is None else " and ".join(step.levels)
            often = often_words(step.often, or_more=True)
            if step.factor == 2 and not step.later:
                return f"double credits of {levels} {often}"
            return f"multiply credits of {levels} {often} by {decimal(step.factor)}"
        case HighestPerWindow():
            return "only the highest credit per window"
        case HighestPerValue():
            return f"only the highest credit per {step.dimension}"
        case HighestOf():
            sums = (names[0] if len(names) == 1 else f"({' + '.join(names)})" for names in step.sums)
            return f"only the highest of {', '.join(sums)}"
        case Convert():
            return f"convert each point to {_share(step.amount, step.charge, currency)}"
        case FreePoints():
            return f"free points {decimal(step.points)} per {step.anchor} {step.per}"
        case CarryOver():
            return _carry_over(step, currency)
        case Claim():
            return _claim(step)
        case Choose():
            return f"customer chooses within {_within(step)} in choice.made_at, else the first"
        case EarnBack():
            return _earn_back(step)
        case ConvertTable():
            raise AssertionError(step)


def _which(step: Ignore | Raise) -> str:
    what = "each credit" if step.each else "credits"
    if step.apart is not None:
        return f"{what} of each {step.apart}"
    return what if step.levels is None else f"{what} of {' and '.join(step.levels)}"


def _share(number: Fraction, charge: str | None, currency: str) -> str:
    if charge is None:
        return amount(number, "money", currency)
    return f"{amount(number, 'percent', currency)} of {charge or 'the charge'}"


def _limit(step: Limit, currency: str) -> str:
    most = _share(step.amount, step.charge, currency)
    if step.at_risk:
        return f"risk {most} per {step.anchor} {step.per}"
    scope = "all credits"
    if step.apart is not None:
        scope = f"credits of each {step.apart}"
    elif step.levels is not None:
        scope = f"credits of {' and '.join(step.levels)}"
    over = "over the term" if step.per is None else f"per {step.anchor} {step.per}"
    return f"limit {scope} to {most} {over}"


def _carry_over(step: CarryOver, currency: str) -> str:
    until = "" if step.periods == 1 else f" until {step.periods} periods later"
    until = " until the end of the term" if step.periods is None else until
    then = "paid" if step.paid else "lost"
    return f"carry over what exceeds {_share(step.amount, step.charge, currency)}{until}, then {then}"


def _claim(step: Claim) -> str:
    if step.unit is not None:
        nth, unit = step.unit
        return f"claim by the end of the {_ORDINALS[nth]} calendar {unit} after the window in claim.made_at"
    return f"claim within {_within(step)} in claim.made_at"


def _within(step: Claim | Choose) -> str:
    if step.months is not None:
        return f"{step.months} {'month' if step.months == 1 else 'months'}"
    return f"{step.days} {'day' if step.days == 1 else 'days'}"


def _earn_back(step: EarnBack) -> str:
    of = "" if step.levels is None else f" of credits of {' and '.join(step.levels)}"
    following = (
        "the following window" if step.windows == 1 else f"each of the {step.windows} following windows"
    )
    how = "exceeded" if step.exceeded else "met"
    offset = ", as offset within the service" if step.offset else ""
    return f"earn back {amount(step.share, 'percent', '')}{of} when {step.target} is {how} in {following}{offset}"


# --- remedies ------------------------------------------------------------------------------------------------------


def remedy_lines(agreement: Agreement, remedy: Remedy) -> Iterator[str]:
    """A remedy, line by line."""
    yield f"  remedy {remedy.name} {{"
    yield f"    when {' or '.join(_event(agreement, each) for each in remedy.events)}"
    if remedy.within is not None:
        unit, many = remedy.within
        yield f'    the provider shall "do better" within {many} {unit[:-1] if many == 1 else unit}'
    if remedy.credit is not None:
        charge, share, unit_of = remedy.credit
        of = "" if unit_of is None else f" of the {' '.join(unit_of)}"
        yield f"    credit {_share(share, charge, agreement.currency)}{of}"
    yield "  }"


def _event(agreement: Agreement, event: Happens | Together | Reaches) -> str:
    match event:
        case Together():
            return f"{event.levels} or more levels {event.failing} in one window"
        case Reaches():
            what = "points" if event.what == "points" else f"credits {event.what}"
            kind = "number" if event.what == "points" else "money"
            over = "over the term" if event.per is None else f"in a {event.anchor} {event.per}"
            return f"{what} {event.comparator} {amount(event.amount, kind, agreement.currency)} {over}"
        case Happens():
            return _happens(agreement, event)


def _happens(agreement: Agreement, event: Happens) -> str:
    who = event.level or "any level"
    if isinstance(event.often, int):
        return f"every {_ORDINALS.get(event.often, f'{event.often}th')} miss of {who}"
    trial = event.trial
    if not isinstance(trial, str):
        edge, mark = trial
        kind = next(each.measure.kind for each in agreement.levels if each.name == event.level)
        trial = f"{edge} {amount(mark, kind, agreement.currency)}"
    if event.often is None:
        return f"{who} {trial}"
    return f"{who} {often_words(replace(event.often, failing=trial))}"
