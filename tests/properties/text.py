"""An agreement of the oracle as the text of an agreement file."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from fractions import Fraction

from tests.oracle.agreement import (
    Agreement,
    Charge,
    Choose,
    Claim,
    Credit,
    Level,
    Measure,
    Row,
    Rules,
    Settlement,
    Target,
    Terms,
)
from tests.oracle.clock import Hours, Shift
from tests.properties.literals import amount, decimal, grouped
from tests.properties.text_money import (
    often_words,
    owed_line,
    raising_lines,
    remedy_lines,
    settlement_lines,
    weight_line,
)

SEVERITIES = ("P1", "P2", "P3", "P4")
CHANNELS = ("phone", "portal", "email")
RECORDS = """
  severity { P1 "Critical" P2 "High" P3 "Normal" P4 "Low" }

  records account "Account" {
    id    : text key
    vip   : flag
    since : time
  }

  records ticket "Ticket" {
    id           : text key
    severity     : severity
    channel      : one of { phone, portal, email }
    account      : ref account
    owner        : ref account?
    cause        : one of { user, vendor }?
    logged_on    : date
    slot         : time of day
    grace        : days
    opened_at    : time
    responded_at : time?
    resolved_at  : time?
    due_at       : time?
    error        : flag
    amount       : money
    score        : number?
    share        : percent
    effort       : duration
  }
"""
CLAIMS = """
  records claim "Claim" {
    made_at       : time
    service_level : text
    window        : text
  }
"""
CHOICES = """
  records choice "Choice" {
    id            : text key
    made_at       : time
    service_level : text
    window        : text
    option        : number
  }
"""
WITHIN = "clock within "
_DAY_NAMES = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def agreement_text(agreement: Agreement, *, records: str | None = None) -> str:
    """Write an agreement over tickets; with the records of its claims and choices, or those that are given."""
    term = agreement.term
    lines = [
        'agreement Sample "Sample Agreement" {',
        '  version  "1"',
        '  provider Acme "Acme Ltd"',
        '  customer Busy "Busy Ltd"',
        f"  term     {term.first} to {term.last or 'open'}",
        f"  timezone {term.zone}",
        f"  currency {agreement.currency}",
        '  law      "England"',
        *(
            charge_line(charge, agreement.currency)
            for charge in agreement.charges
            if not any(charge.name in service.charges for service in agreement.services)
        ),
        *(part for name, hours in agreement.hours.items() for part in _calendar(name, hours)),
        RECORDS,
        _asked(agreement.settlement) if records is None else records,
        *_levels(agreement),
        *(() if agreement.settlement is None else settlement_lines(agreement.settlement, agreement.currency)),
        *(line for each in agreement.remedies for line in remedy_lines(agreement, each)),
        "}",
    ]
    return "\n".join(lines) + "\n"


# --- items ---------------------------------------------------------------------------------------------------------


def _asked(settlement: Settlement | None) -> str:
    """The records of claims and choices that a settlement takes."""
    return CLAIMS * _takes(settlement, Claim) + CHOICES * _takes(settlement, Choose)


def _takes(settlement: Settlement | None, kind: type[Claim | Choose]) -> bool:
    return settlement is not None and any(isinstance(step, kind) for step in settlement.steps)


def _levels(agreement: Agreement) -> Iterator[str]:
    """The levels, in their services with the charges of these where they stand in some."""
    texts = {level.name: [*level_lines(level, agreement.currency)] for level in agreement.levels}
    charges = {charge.name: charge_line(charge, agreement.currency) for charge in agreement.charges}
    for service in agreement.services:
        yield f'  service {service.name} "{service.name}" {{'
        yield from (f"  {charges[name]}" for name in service.charges)
        yield from (f"  {line}" for name in service.levels for line in texts.pop(name))
        yield "  }"
    yield from (line for lines in texts.values() for line in lines)


def charge_line(charge: Charge, currency: str) -> str:
    """A charge in one line."""
    rates = [
        f"{'' if since is None else f'from {since} '}{amount(value, 'money', currency)} per {per}"
        for since, value, per in charge.rates
    ]
    return f'  charge {charge.name} "{charge.name}" {", ".join(rates)}'


def _calendar(name: str, hours: Hours) -> Iterator[str]:
    yield f'  calendar {name} "{name}" {{'
    for day, shifts in hours.week.items():
        if shifts:
            yield f"    {_DAY_NAMES[day]} {_shifts(shifts)}"
    if hours.region is not None:
        yield f"    holidays {hours.region}"
    for date, shifts in hours.special.items():
        yield f"    on {date} {_shifts(shifts) if shifts else 'closed'}"
    yield "  }"


def _shifts(shifts: Iterable[Shift]) -> str:
    return ", ".join(f"{_time(start)}-{_end(start, end)}" for start, end in shifts)


def _end(start: int, end: int) -> str:
    # An end that is not after its start is on the next day.
    assert end <= start + 1440
    return "24:00" if end == 1440 else _time(end % 1440)


def _time(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"


def level_lines(level: Level, currency: str) -> Iterator[str]:
    """A level, line by line."""
    by = f" by {', '.join(name for name, _ in level.by)}" if level.by else ""
    kind = "obligation" if level.duty else "kpi" if level.is_kpi else "service level"
    of = " of Busy" if level.duty else ""
    yield f'  {kind} {level.name} "{level.name}"{of}{by} {{'
    yield f"    for each ticket{'' if level.where is None else f' where {level.where.text}'}"
    yield f"    counted in the window of {level.counted}"
    if level.clock is not None:
        start, end = level.clock
        yield f"    clock from {start} to {end}{'' if level.by else _in(level.rows[0])}"
    yield f"    measure {'100% - ' if level.rules.complement else ''}{_measure(level)}{_rounded(level.rules)}"
    yield f"    window calendar {level.window}"
    yield from _rules(level, currency)
    yield from raising_lines(level)
    yield from (f"    excuses {name}" for name in level.excuses)
    columns = [*_columns(level, currency)] if level.by else []
    yield from _lines(level, currency, {head for head, _ in columns})
    if level.by:
        yield "    tiers"
        yield f"      | {' | '.join([*(name for name, _ in level.by), *(head for head, _ in columns)])} |"
        for number, row in enumerate(level.rows):
            cells = [*map(_members, row.cells), *(texts[number] for _, texts in columns)]
            yield f"      | {' | '.join(cells)} |"
    yield "  }"


def _in(row: Row) -> str:
    return "" if row.terms.calendar is None else f" in {row.terms.calendar}"


def _rounded(rules: Rules) -> str:
    if rules.rounded is None:
        return ""
    mode, decimals = rules.rounded
    return f" rounded {'' if mode == 'half-up' else f'{mode} '}to {decimals} decimals"


def _rules(level: Level, currency: str) -> Iterator[str]:
    rules = level.rules
    if rules.low is not None:
        rule, misses, below = rules.low
        yield f"    {rule} {misses} {'miss' if misses == 1 else 'misses'} below {below} records"
    if rules.none is not None:
        yield f"    no records count as missed at {amount(rules.none, level.measure.kind, '')}"
    if rules.grace is not None:
        what, much = rules.grace
        until = f"{much} {what}" if isinstance(much, int) else f"the first full {what} {much}"
        yield f"    grace until {until} after start"
    for further in rules.further:
        time = further.within.text.removeprefix(WITHIN)
        bound = f"{further.comparator} {amount(further.value, 'percent', '')}"
        first, *rows = _credit(further.credit, "percent", currency) if further.credit else [""]
        own = f", {first.strip()}" if first else ""
        yield f"    {further.word} {bound} {'over' if further.over else 'within'} {time}{own}"
        yield from rows


def _measure(level: Level) -> str:
    measure = level.measure
    if measure.under is None:
        return _reduction(measure)
    sign = "/" if measure.per is None else f"per {grouped(decimal(measure.per))}"
    return f"{_reduction(measure)} {sign} {_reduction(measure.under)}"


def _reduction(measure: Measure) -> str:
    match measure.statistic:
        case "percent good" | "percent not good":
            return measure.statistic
        case "number of":
            return f"number of ticket{'' if measure.operand is None else f' where ({measure.operand.text})'}"
    assert measure.operand is not None
    rank = "" if measure.rank is None else f" {decimal(measure.rank)}"
    return f"{measure.statistic}{rank} of {measure.operand.text}"


def _lines(level: Level, currency: str, in_tiers: set[str]) -> Iterator[str]:
    """The terms that stand in lines of the level: all that no column says."""
    terms, kind = level.rows[0].terms, level.measure.kind
    if terms.good is not None and "good within" not in in_tiers:
        yield f"    good when {terms.good.text}"
    for target in (terms.expected, terms.minimum):
        if target is not None and target.word not in in_tiers:
            yield f"    {target.word} {_bounds(target, kind, currency)}"
    if terms.needs is not None and "needs" not in in_tiers:
        yield f"    needs at least {terms.needs} records"
    if terms.credit is not None and not any(head.startswith("credit") for head in in_tiers):
        yield from _credit(terms.credit, kind, currency)
    if level.weight is not None:
        yield f"    {weight_line(level.weight)}"
    beside = len(level.owed) - level.options
    yield from (f"    {owed_line(owed, kind, currency)}" for owed in level.owed[:beside])
    if level.options:
        yield "    customer chooses one of {"
        yield from (f"      {owed_line(owed, kind, currency)}" for owed in level.owed[beside:])
        yield "    }"
    if level.promoted is not None:
        yield f"    count as missed when {often_words(level.promoted)}"


def _bounds(target: Target, kind: str, currency: str) -> str:
    return ", ".join(
        f"{'' if since is None else f'from {since} '}{target.comparator} {amount(value, kind, currency)}"
        for since, value in target.values
    )


def _credit(credit: Credit, kind: str, currency: str) -> Iterator[str]:
    said = [credit, *(each for _, each in credit.later)]
    if credit.flat is not None:
        first, *later = (
            f"{_rate(each.flat, each, currency)}{_of(each)}" for each in said if each.flat is not None
        )
        dated = (f", from {day} {text}" for (day, _), text in zip(credit.later, later, strict=True))
        yield f"    credit {first}{''.join(dated)}"
        return
    yield f"    credit{_of(credit)}"
    dates = "".join(f" from {day} |" for day, _ in credit.later)
    yield f"      | {credit.edge} | credit |{dates}"
    for number, (threshold, _) in enumerate(credit.rows):
        shown = threshold if isinstance(threshold, str) else amount(threshold, kind, currency)
        cells = (_rate(each.rows[number][1], credit, currency) for each in said)
        yield f"      | {shown} | {' | '.join(cells)} |"


def _of(credit: Credit) -> str:
    return "" if credit.charge is None else f" of {credit.charge}"


def _rate(rate: Fraction, credit: Credit, currency: str) -> str:
    return amount(rate, "money" if credit.charge is None else "percent", currency)


def _members(cell: tuple[str, ...] | None) -> str:
    return "any" if cell is None else ", ".join(cell)


def _columns(level: Level, currency: str) -> Iterator[tuple[str, list[str]]]:
    """The columns of tiers after the dimensions: what rows say that a line of the level could not say for all."""
    kind, terms = level.measure.kind, [row.terms for row in level.rows]
    charge = next((each.credit.charge for each in terms if each.credit is not None), None)
    paid = "money" if charge is None else "percent"
    within = [
        each.good.text.removeprefix(WITHIN) for each in terms if each.good is not None and _is_limit(each)
    ]
    columns = {
        "good within": within or [""],
        "in": [each.calendar or "AlwaysOn" for each in terms] if level.clock is not None else [""],
        "expected": [_bound(each.expected, "expected", kind, currency) for each in terms],
        "minimum": [_bound(each.minimum, "minimum", kind, currency) for each in terms],
        "required": [_bound(each.minimum, "required", kind, currency) for each in terms],
        "needs": [f"at least {each.needs} records" if each.needs else "" for each in terms],
        "credit" if charge is None else f"credit of {charge}": [
            _flat(each.credit, paid, currency) for each in terms
        ],
    }
    yield from ((head, texts) for head, texts in columns.items() if any(texts))


def _is_limit(terms: Terms) -> bool:
    return terms.good is not None and re.fullmatch(f"{WITHIN}[0-9 hmins]+", terms.good.text) is not None


def _bound(target: Target | None, word: str, kind: str, currency: str) -> str:
    """A cell has one value; what changes on a date stands in a line."""
    if target is None or target.word != word or len(target.values) > 1:
        return ""
    return _bounds(target, kind, currency)


def _flat(credit: Credit | None, paid: str, currency: str) -> str:
    return "" if credit is None or credit.flat is None else amount(credit.flat, paid, currency)
