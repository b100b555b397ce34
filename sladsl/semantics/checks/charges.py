"""Charges: what a day of one is by agreement, rates by the values of fields, and amounts of money that records say."""

from __future__ import annotations

from collections.abc import Iterator

from sladsl.diagnostics.diagnostic import Diagnostic
from sladsl.semantics.declarations.charges import names_of
from sladsl.semantics.findings import error, first_at
from sladsl.semantics.meaning import Analysis, Level
from sladsl.semantics.types import UNKNOWN, ValueKind
from sladsl.syntax import ast
from sladsl.syntax.clauses import clause_of


def check(analysis: Analysis) -> Iterator[Diagnostic]:
    """Look at the parts of charges, at their tables and at those that are measured."""
    for charge in analysis.charges:
        yield from _part(charge)
        yield from _rows(charge)
    for level in analysis.measured_charges.values():
        yield from _money(level)
    for level in analysis.levels:
        yield from _later(level)
        yield from _values(level)


def _part(charge: ast.Charge) -> Iterator[Diagnostic]:
    part = charge.part
    if part is None:
        return
    if not 0 < part.share < 1:
        yield error(
            "SLA838",
            part.span,
            f"no {part.time} of a charge is nothing, or all of it",
            clause=clause_of(charge),
            write="write a fraction below one, such as `a day is 1/30` or `an hour is 1/720`",
        )
    elif part.of is None and len({dated.value.unit for dated in charge.rates}) > 1:
        yield error(
            "SLA839",
            part.span,
            f"the charge is stated per {_units(charge)}, and this does not say of which",
            clause=clause_of(charge),
            write=f"write for instance `a {part.time} is 1/365 of a year`",
        )


def _units(charge: ast.Charge) -> str:
    return " and per ".join(dict.fromkeys(dated.value.unit for dated in charge.rates))


def _rows(charge: ast.Charge) -> Iterator[Diagnostic]:
    """The rates of each value ascend in time, the first one from the start."""
    last: dict[tuple[str, ...], ast.ChargeShare] = {}
    for row in charge.shares:
        before, since = last.get(row.values), row.rate.since
        if before is None and since is not None:
            yield error(
                "SLA850",
                row.span,
                f"nothing says what `{' / '.join(row.values)}` is charged before {since.value}",
                clause=clause_of(charge),
                write="add a row without a date for it, before this one",
            )
        elif before is not None and (since is None or _is_not_later(since, before.rate.since)):
            yield error(
                "SLA850",
                row.span,
                f"the charge for `{' / '.join(row.values)}` from that day on stands in a row above",
                clause=clause_of(charge),
                write="write one row for each date, in the order of the dates",
                labels=first_at(before.span),
            )
        last[row.values] = row


def _is_not_later(since: ast.Date, before: ast.Date | None) -> bool:
    return before is not None and since.value <= before.value


def _money(level: Level) -> Iterator[Diagnostic]:
    measure = level.lines.measure
    assert measure is not None
    if level.measured is not UNKNOWN and level.measured.kind is not ValueKind.MONEY:
        yield error(
            "SLA848",
            measure.node.span,
            f"this is {level.measured}, and a charge is an amount of money",
            clause=clause_of(level.node),
            write="name a field that is declared as `money`",
        )


def _later(level: Level) -> Iterator[Diagnostic]:
    """What will be charged by records is not known when a credit is settled."""
    for base, charges in level.charged.items():
        measured = [each.node for each in charges if isinstance(each.node, ast.Charge) and each.node.measured]
        if measured and base.neighbour is not None and base.neighbour.which == "next":
            yield error(
                "SLA847",
                base.span,
                f"what `{measured[0].name.text}` comes to in the next {base.neighbour.unit} is not known when the "
                "credit is settled",
                clause=clause_of(level.node),
                write=f"write `of the previous {base.neighbour.anchor} {base.neighbour.unit}`, or leave it out",
            )


def _values(level: Level) -> Iterator[Diagnostic]:
    """Each declared value of a level has a row in a charge that is apart for it."""
    charges = {
        each.node: base
        for base, found in level.charged.items()
        for each in found
        if isinstance(each.node, ast.Charge) and each.node.shares
    }
    for charge, base in charges.items():
        for dimension in level.dimensions:
            alike = names_of((dimension.node,)) & names_of(charge.by)
            place = [path.names[-1].text for path in charge.by]
            held = {row.values[place.index(name)] for name in alike for row in charge.shares}
            missing = [value for value in dimension.values if alike and value not in held]
            if missing:
                yield error(
                    "SLA851",
                    base.span,
                    f"`{charge.name.text}` has no charge for `{missing[0]}`, for which the level is measured",
                    clause=clause_of(level.node),
                    write=f"add a row for it to `charge {charge.name.text}`",
                )
