"""From a settlement to the entries that a ledger lacks: what is new, and what has become of what it states."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction

from sladsl.diagnostics.diagnostic import DataPlace, Diagnostic, Severity
from sladsl.ledger.entry import EntryKind, Json
from sladsl.ledger.stated import (
    Ledger,
    StatedPeriod,
    booking_json,
    changed_bookings,
    changed_results,
    period_of,
)
from sladsl.planning.contract import Contract
from sladsl.planning.eras import plan_on
from sladsl.planning.plan import CreditUnit, Plan
from sladsl.planning.serialise import plan_facts
from sladsl.settlement.display import exact, iso_instant, show_credited, show_money
from sladsl.settlement.explanation import SettledPeriod
from sladsl.settlement.statement import Statement
from sladsl.values import frozen


@frozen
class MissingEntries:
    """The entries that a ledger lacks, in order; or findings that say why nothing may be appended."""

    bodies: tuple[tuple[EntryKind, Json], ...]
    findings: tuple[Diagnostic, ...] = ()


Changes = Callable[[Json, Plan], list[Json] | None]
"""What has changed from the facts of a plan to another plan; None where that cannot be told."""


def lacking(
    file: str, ledger: Ledger, statement: Statement, through: int, changes: Changes
) -> MissingEntries:
    """Compare what a settlement states of the periods that end by an instant with what a ledger does.

    A period that is not there is settled; one that is another is adjusted, unless it is final, which is an error. A
    plan that is another is named before the entries that it makes, with its `changes`. Of a ledger that goes further
    than the settlement, nothing may change.
    """
    plan = statement.plan
    refused = _refused(file, ledger, statement)
    if refused is not None:
        return MissingEntries((), (refused,))
    settled = [each for each in statement.settled.periods if each.end <= through and not each.provisional]
    stated = [(each, period_of(plan, each)) for each in settled]
    last = stated[-1][1].label if stated else ""
    changed = [
        (period, ledger.periods[now.label], now)
        for period, now in stated
        if now.label in ledger.periods and _differs(ledger.periods[now.label], now)
    ]
    findings = [*_final(file, plan, ledger, changed), *_further(file, ledger, last, changed)]
    if findings:
        return MissingEntries((), tuple(findings))
    new = [(period, now) for period, now in stated if now.label not in ledger.periods]
    adjusted = [(EntryKind.ADJUSTED, _adjusted(statement, last, before, now)) for _, before, now in changed]
    added = [(EntryKind.SETTLED, _settled(statement, period, now)) for period, now in new]
    if not adjusted and not added and ledger.plan in {"", statement.origin.plan}:
        return MissingEntries(() if ledger.entries else ((EntryKind.OPENED, _opened(statement)),))
    return MissingEntries((*_plan(ledger, statement, changes), *adjusted, *added))


def not_for_a_ledger(plan: Plan, contract: Contract) -> Diagnostic | None:
    """A finding where an agreement does not say what a ledger has to know (SLA610)."""
    settlement = plan.settlement
    if settlement is not None and contract.says_when_final:
        return None
    return Diagnostic(
        "SLA610",
        Severity.ERROR,
        "the agreement has no settlement, so there is nothing to record in a ledger"
        if settlement is None
        else "the settlement does not say when a period is final, which a ledger has to know",
        plan.span if settlement is None else settlement.span,
        help="write `final after 1 settlement`, a larger number, or `never final` into the settlement",
    )


# --- what is refused -----------------------------------------------------------------------------------------------


def _refused(file: str, ledger: Ledger, statement: Statement) -> Diagnostic | None:
    """A finding where the chain of that name is another agreement's (SLA447)."""
    if not ledger.entries:
        return None
    mine = _identity(statement.plan)
    others = [name for name, value in mine.items() if ledger.opened["agreement"].get(name) != value]
    if not others:
        return None
    held = ", ".join(f"{name} `{ledger.opened['agreement'].get(name)}`" for name in others)
    return Diagnostic(
        "SLA447",
        Severity.ERROR,
        f"the ledger holds another agreement with the name `{statement.plan.name}`, with {held}",
        place=DataPlace(file),
        help="keep the ledger of each agreement under a name of its own, or in a file of its own",
    )


def _identity(plan: Plan) -> Json:
    """What does not change of an agreement, whatever its amendments: its parties are those of its first day."""
    plan = plan_on(plan, plan.term.first)
    return {
        "name": plan.name,
        "provider": plan.provider.title,
        "customer": plan.customer.title,
        "first day": plan.term.first.isoformat(),
        "currency": plan.currency,
        "time zone": plan.zone,
    }


def _differs(before: StatedPeriod, now: StatedPeriod) -> bool:
    return any(changed_bookings(before, now)) or any(changed_results(before, now))


def _final(
    file: str, plan: Plan, ledger: Ledger, changed: Sequence[tuple[SettledPeriod, StatedPeriod, StatedPeriod]]
) -> Iterator[Diagnostic]:
    """Findings about periods that are final and would come to something else (SLA445)."""
    assert plan.settlement is not None, "only a settlement has periods"
    often = plan.settlement.final_after
    if often is None:
        return
    labels = list(ledger.periods)
    for _, before, now in changed:
        settled_with = labels[labels.index(before.label) :][:often]
        if len(settled_with) == often:
            yield Diagnostic(
                "SLA445",
                Severity.ERROR,
                f"`{before.label}` is final since `{settled_with[-1]}` was settled, and would change: "
                f"{_first_change(plan, before, now)}",
                place=DataPlace(file),
                help="give the records and the agreement as they were; what the parties agree on beyond that is no "
                "part of the settlement",
            )


def _first_change(plan: Plan, before: StatedPeriod, now: StatedPeriod) -> str:
    """What would change, the first credit or else the first result."""
    for key, unit, amount_before, amount in changed_bookings(before, now):
        return f"{key[2]}, {key[4]}: {_change(plan, unit, amount_before, amount)}"
    was, other = next(changed_results(before, now))
    told = [f"{each['shown'] or 'no value'}, {each['verdict']}" if each else "none" for each in (was, other)]
    held = was or other or {}
    return f"{held.get('level')}, {held.get('window')}: {told[0]} before, {told[1]} now"


def _change(plan: Plan, unit: str, before: Fraction, now: Fraction) -> str:
    was, becomes = (show_credited(plan, each, CreditUnit(unit)) for each in (before, now))
    return f"{was} before, {becomes} now"


def _further(
    file: str, ledger: Ledger, last: str, changed: Sequence[tuple[SettledPeriod, StatedPeriod, StatedPeriod]]
) -> Iterator[Diagnostic]:
    """A finding where later periods would have to be settled again, too (SLA446)."""
    known = list(ledger.periods)
    if not changed or not known or last not in known or known[-1] == last:
        return
    yield Diagnostic(
        "SLA446",
        Severity.ERROR,
        f"`{changed[0][1].label}` would change, and the ledger goes on to `{known[-1]}`, which may change with it",
        place=DataPlace(file),
        help=f"settle through the last period there: `--period {known[-1]}`",
    )


# --- entries -------------------------------------------------------------------------------------------------------


def _plan(ledger: Ledger, statement: Statement, changes: Changes) -> Iterator[tuple[EntryKind, Json]]:
    """The entry that opens a chain, or that names another plan than the last one and says what has changed."""
    if not ledger.entries:
        yield EntryKind.OPENED, _opened(statement)
    elif ledger.plan != statement.origin.plan:
        told = None if ledger.facts is None else changes(ledger.facts, statement.plan)
        known = {} if told is None else {"changes": told}
        yield EntryKind.PLAN, {"before": ledger.plan, **known, **_origin(statement)}


def _opened(statement: Statement) -> Json:
    plan = statement.plan
    return {"agreement": {**_identity(plan), "title": plan.title}, **_origin(statement)}


def _origin(statement: Statement) -> Json:
    """The plan, and what it was made from and with."""
    return {
        "plan": statement.origin.plan,
        "facts": plan_facts(statement.plan),
        "version": statement.plan.version,
        "sources": {source.name: source.sha256 for source in statement.origin.sources},
        "tools": dict(statement.origin.tools),
    }


def _settled(statement: Statement, period: SettledPeriod, now: StatedPeriod) -> Json:
    plan = statement.plan
    return {
        "period": period.label,
        "start": iso_instant(plan, period.start),
        "end": now.end,
        "as_of": iso_instant(plan, period.as_of),
        "bookings": [
            {
                **booking_json(key, unit),
                "amount": exact(amount),
                "shown": show_credited(plan, amount, CreditUnit(unit)),
            }
            for key, (unit, amount) in now.bookings.items()
        ],
        "results": list(now.results.values()),
        "remedies": [each.remedy.name for each in period.remedies],
        "total": exact(now.total),
        "shown": show_money(plan, now.total),
        "files": _files(statement),
    }


def _adjusted(statement: Statement, last: str, before: StatedPeriod, now: StatedPeriod) -> Json:
    difference: Fraction = now.total - before.total
    return {
        "period": now.label,
        "adjusts": before.number,
        "settled_with": last,
        "bookings": [
            {
                **booking_json(key, unit),
                "before": exact(was),
                "now": exact(amount),
                "amount": exact(amount - was),
                "shown": _change(statement.plan, unit, was, amount),
            }
            for key, unit, was, amount in changed_bookings(before, now)
        ],
        "results": [{"before": was, "now": other} for was, other in changed_results(before, now)],
        "before": exact(before.total),
        "total": exact(now.total),
        "amount": exact(difference),
        "shown": show_money(statement.plan, difference),
        "files": _files(statement),
    }


def _files(statement: Statement) -> Json:
    return {file.name: file.sha256 for file in statement.files}
