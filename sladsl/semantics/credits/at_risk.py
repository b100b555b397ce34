"""What the credits of a level come to at most in a window, and over a longer time, before any step of the settlement.

An amount is a sum of money and of shares of charges: so many times the charge of one month. It is a lower bound where
`is_all` is false: then some credit has no greatest amount, or none that can be told from the agreement alone.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from math import ceil, floor

from sladsl.semantics.credits.window_counts import spread_of
from sladsl.semantics.declarations.charges import field_path, tells_apart
from sladsl.semantics.levels.measured import core
from sladsl.semantics.meaning import Analysis, CellCredit, CreditNode, Level, Terms
from sladsl.semantics.targets.bands import rows_for
from sladsl.semantics.targets.directions import wants_more
from sladsl.semantics.targets.single_limits import limits_of, seen_by
from sladsl.syntax import ast
from sladsl.values import frozen

MONTHS: Mapping[str, int] = {"month": 1, "quarter": 3, "year": 12}
_LEAST = {("week", 1): 4, ("week", 3): 12, ("week", 12): 52, ("day", 1): 28, ("day", 3): 90, ("day", 12): 365}
"""How many windows of less than a month end within so many months at least."""


@frozen(eq=False)
class AtRisk:
    """Money, and how many times the charge of one month, by the charge's name in the plan."""

    money: Fraction = Fraction(0)
    shares: Mapping[str, Fraction] = {}
    is_all: bool = True

    def __add__(self, other: AtRisk) -> AtRisk:
        names = {*self.shares, *other.shares}
        shares = {name: self.shares.get(name, Fraction(0)) + other.shares.get(name, 0) for name in names}
        return AtRisk(self.money + other.money, shares, self.is_all and other.is_all)

    @property
    def size(self) -> Fraction:
        """A number by which amounts can be compared that are all money, or all shares of one charge."""
        return self.money + sum(self.shares.values())

    def at(self, rates: Mapping[str, Fraction]) -> Fraction | None:
        """The amount in money, where the charges of a month are known."""
        if not self.shares.keys() <= rates.keys():
            return None
        return self.money + sum((share * rates[name] for name, share in self.shares.items()), Fraction(0))


UNKNOWN = AtRisk(is_all=False)


def total(parts: Iterable[AtRisk]) -> AtRisk:
    """The sum of amounts."""
    whole = AtRisk()
    for part in parts:
        whole += part
    return whole


def at_risk(level: Level, months: int, analysis: Analysis, day: dt.date | None = None) -> AtRisk:
    """What the credits of a level come to at most in so many months, whole windows of it.

    They are those in force on a day or, without one, those of any day.
    """
    spread = spread_of(level, analysis)
    if spread is None or level.is_open:
        return UNKNOWN
    return total(_of_terms(level, terms, (spread[1], months), day) for terms in level.terms)


def of_one_window(level: Level, analysis: Analysis, day: dt.date) -> Iterator[tuple[ast.Node, AtRisk]]:
    """Each amount that the credits of a level name, as it is for one window on a day: a row, a flat amount, an `up to`.

    A credit by steps, by record or of the shortfall names none without `up to`. Windows of less than a month have none.
    """
    spread = spread_of(level, analysis)
    if spread is None or spread[1] not in MONTHS or level.is_open:
        return
    for terms in level.terms:
        for seen in (terms, *(seen_by(terms, limit) for limit in limits_of(level, terms))):
            for amount, base in (
                each for credit in seen.credits for each in _named(level, seen, credit, day)
            ):
                yield amount, _amount(level, amount, base, spread[1], MONTHS[spread[1]])


def _named(
    level: Level, terms: Terms, credit: CreditNode | CellCredit, day: dt.date
) -> Iterator[tuple[ast.CreditAmount, ast.Base | None]]:
    if isinstance(credit, CellCredit):
        yield credit.node, credit.base
        return
    match _version_on(credit, day):
        case ast.CreditTable(base=base) as table:
            yield from ((row.credit, base) for row in rows_for(table, level.dimensions, terms))
        case ast.CreditLine(most=most, base=base) if most is not None:
            yield most, base
        case ast.CreditLine(steps=None, per_record=None, base=base, amount=amount) as line:
            if (
                isinstance(amount, ast.Money | ast.Percent | ast.Part)
                and field_path(line) not in level.readings
            ):
                yield amount, base


def charges_on(day: dt.date, analysis: Analysis) -> dict[str, Fraction]:
    """The charge of one month on a day, of each charge that has a fixed rate."""
    found: dict[str, Fraction] = {}
    for name, charge in analysis.known_charges.items():
        held = [each.value for each in charge.rates if each.since is None or each.since.value <= day]
        if held and not charge.shares:
            found[name] = Fraction(held[-1].amount.value) / MONTHS[held[-1].unit]
    return found


def days_of_change(analysis: Analysis) -> Sequence[dt.date]:
    """The days on which a charge or a credit changes, and one before them all."""
    charges = (rate.since for each in analysis.known_charges.values() for rate in each.rates)
    lines = (line for level in analysis.levels for line in level.lines.credit_versions)
    dates = {since.value for since in (*charges, *(line.node.since for line in lines)) if since}
    return (dt.date.min, *sorted(dates))


def _of_terms(level: Level, terms: Terms, span: tuple[str, int], day: dt.date | None) -> AtRisk:
    is_told = terms.weight is None and None not in terms.members
    choice = level.lines.choice
    options = () if choice is None else choice.node.credits
    parts = [_on(level, terms, each, span, day) for each in terms.credits if each not in options]
    for seen in (seen_by(terms, limit) for limit in limits_of(level, terms)):
        parts += [_on(level, seen, each, span, day) for each in seen.credits]
    chosen = [_on(level, terms, each, span, day) for each in terms.credits if each in options]
    return total((AtRisk(is_all=is_told), *parts, _dearest(chosen)))


def _dearest(options: Sequence[AtRisk]) -> AtRisk:
    """The greatest of what a customer chooses among, where all are shares of one charge or all are money."""
    kinds = {(*each.shares, *(["money"] if each.money else [])) for each in options}
    return _greatest(options) if len(kinds) <= 1 else UNKNOWN


def _on(
    level: Level,
    terms: Terms,
    credit: CreditNode | CellCredit,
    span: tuple[str, int],
    day: dt.date | None,
) -> AtRisk:
    """What a credit comes to as it is on a day or, without one, as it is at its dearest."""
    if isinstance(credit, CellCredit):
        return _of_credit(level, terms, credit, *span)
    versions = credit.versions if day is None else (_version_on(credit, day),)
    return _dearest([_of_credit(level, terms, each, *span) for each in versions])


def _version_on(credit: CreditNode, day: dt.date) -> CreditNode:
    """A credit as it is on a day."""
    return [each for each in credit.versions if each.since is None or each.since.value <= day][-1]


def _of_credit(
    level: Level,
    terms: Terms,
    credit: CreditNode | CellCredit,
    unit: str,
    months: int,
) -> AtRisk:
    match credit:
        case CellCredit(node=amount, base=base):
            return _amount(level, amount, base, unit, months)
        case ast.CreditTable(base=base):
            rows = rows_for(credit, level.dimensions, terms)
            amounts = [_amount(level, row.credit, base, unit, months) for row in rows]
            return _greatest(amounts)
        case ast.CreditLine(base=base):
            return _of_line(level, terms, credit, unit, months)


def _greatest(amounts: Sequence[AtRisk]) -> AtRisk:
    """The greatest of the amounts of a table, which are all of one charge or all money."""
    return (
        max(amounts, key=lambda each: each.size, default=AtRisk())
        if all(each.is_all for each in amounts)
        else UNKNOWN
    )


def _of_line(level: Level, terms: Terms, line: ast.CreditLine, unit: str, months: int) -> AtRisk:
    if field_path(line) in level.readings or line.history is not None:
        return UNKNOWN
    most = None if line.most is None else _amount(level, line.most, line.base, unit, months)
    if line.per_record is not None:
        return most or UNKNOWN
    if isinstance(line.amount, ast.Shortfall):
        times, each = _gap(level, terms), _amount(level, Fraction(1), line.base, unit, months)
    else:
        times, each = _steps(level, terms, line), _amount(level, line.amount, line.base, unit, months)
    if times is None or not each.is_all:
        return most or UNKNOWN
    whole = AtRisk(each.money * times, {name: share * times for name, share in each.shares.items()})
    return whole if most is None or not most.is_all else min(whole, most, key=lambda each: each.size)


def is_share(level: Level) -> bool:
    """Whether a level measures a share of its records, or of time, which lies between 0% and 100%."""
    what = None if level.lines.measure is None else core(level.lines.measure.node.what)
    match what:
        case ast.PercentGood() | ast.Uptime(statistic="availability"):
            return True
        case ast.LevelMean():
            return level.read is not None and is_share(level.read)
    return False


def _steps(level: Level, terms: Terms, line: ast.CreditLine) -> Fraction | None:
    """How many times an amount is owed at most: once, or for as many steps as a percentage can fall short by."""
    if line.steps is None:
        return Fraction(1)
    gap, size = _gap(level, terms), line.steps.size
    if gap is None or not isinstance(size, ast.Percent | ast.PercentagePoint) or size.value <= 0:
        return None
    return Fraction((floor if line.steps.is_full else ceil)(gap / size.value))


def _gap(level: Level, terms: Terms) -> Fraction | None:
    """How far a share of records or of time can be from the limit at most; None for other measures."""
    if terms.minimum is None or not is_share(level):
        return None
    bounds = [Fraction(bound.value.value) for _, bound in terms.minimum.bounds]
    is_high = wants_more(terms.minimum.bounds[0][1])
    return max(bounds) if is_high else 1 - min(bounds)


def _amount(
    level: Level, amount: ast.CreditAmount | Fraction, base: ast.Base | None, unit: str, months: int
) -> AtRisk:
    """An amount of one window, as often as windows end within so many months."""
    windows = Fraction(months, MONTHS[unit]) if unit in MONTHS else Fraction(_LEAST[unit, months])
    windows = max(windows, Fraction(1))
    match amount:
        case ast.Money(value=value):
            return AtRisk(value * windows)
        case ast.Percent(value=share) | ast.Part(value=share) | (Fraction() as share) if base is not None:
            return _share(level, share, base, unit, windows, months)
        case _:
            return UNKNOWN


def _share(
    level: Level, share: Fraction, base: ast.Base, unit: str, windows: Fraction, months: int
) -> AtRisk:
    charges = level.charged.get(base, ())
    is_apart = bool(level.by) and tells_apart(level, base)
    if len(charges) != 1 or base.affected is not None or is_apart:
        return UNKNOWN
    if base.neighbour is None:
        charged = windows * MONTHS[unit] if unit in MONTHS else Fraction(months)
    elif base.neighbour.unit in MONTHS:
        charged = windows * MONTHS[base.neighbour.unit]
    else:
        return UNKNOWN
    parts = len(level.terms) if base.sharing == "shared equally" else 1
    return AtRisk(shares={charges[0].path: share * charged / parts})
