"""Whether the eras of an amended agreement fit each other: what is measured before and after, and by which windows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Sequence

from sladsl.diagnostics.diagnostic import Diagnostic, Label, Severity
from sladsl.planning.periods import period_holding, whole_period
from sladsl.planning.plan import (
    Amendment,
    Anchor,
    Changed,
    Charge,
    FieldDecl,
    PeriodWindow,
    Plan,
    RecordSet,
    RecordWindow,
    ServiceLevel,
)
from sladsl.planning.windows import zone_of
from sladsl.source import Span
from sladsl.syntax import ast
from sladsl.syntax.amending import items_by_key, key_of
from sladsl.syntax.clauses import clause_of


def amendment_fact(node: ast.Amendment, before: ast.Document) -> Amendment:
    """What an amendment changes, in an agreement as it was before."""
    name = node.name.text
    return Amendment(
        f"amendment:{name}",
        node.name.span,
        name,
        name if node.title is None else node.title.value,
        node.effective.value,
        tuple(_changed(name, each, before) for each in node.changes),
    )


def _changed(amendment: str, change: ast.Change, before: ast.Document) -> Changed:
    does = {ast.Replaced: "replaces", ast.Added: "adds", ast.Removed: "removes"}[type(change)]
    item = items_by_key(before)[key_of(change)] if isinstance(change, ast.Removed) else change.item
    clause = clause_of(item)
    return Changed(f"amendment:{amendment}/{clause}", change.span, does, clause, _title(item))


def _title(item: ast.Item) -> str:
    title = getattr(item, "title", None)
    is_named_by_it = isinstance(item, ast.Party | ast.Example)
    return title.value if isinstance(title, ast.Text) and not is_named_by_it else ""


def outside_term(amendment: Amendment, plan: Plan) -> Diagnostic | None:
    """Find an amendment that takes effect before the term has begun, or after its end."""
    term, day = plan.term, amendment.effective
    if term.first < day and (term.last is None or day <= term.last):
        return None
    says = (
        "the first day of the term, from which the agreement itself holds"
        if day == term.first
        else f"and the term is from {term.first} {'on' if term.last is None else f'to {term.last}'}"
    )
    return _error(
        "SLA802",
        amendment,
        amendment.span,
        f"the amendment `{amendment.name}` takes effect on {day}, {says}",
        "write a day of the term after its first" if day != term.first else "change the agreement itself",
    )


def over_time(steps: Sequence[Sequence[Amendment]], plans: Sequence[Plan]) -> Iterator[Diagnostic]:
    """Find what does not fit between one plan of an agreement and the next; `steps` are the amendments between them."""
    for amendments, before, after in zip(steps, plans, plans[1:], strict=False):
        outside = [found for fact in amendments if (found := outside_term(fact, before)) is not None]
        yield from outside or mismatches(amendments, before, after)


def mismatches(amendments: Sequence[Amendment], before: Plan, after: Plan) -> Iterator[Diagnostic]:
    """Find what amendments of one day change that cannot change in the course of a term."""
    day = amendments[0].effective
    yield from _of_header(amendments, before, after)
    yield from _of_records(amendments, before, after)
    yield from _of_charges(amendments, before, after)
    yield from _of_windows(amendments, before, after, day)
    yield from _between_windows(amendments, before, after, day)


def _of_header(amendments: Sequence[Amendment], before: Plan, after: Plan) -> Iterator[Diagnostic]:
    if before.term.first != after.term.first:
        yield _at(
            "SLA805",
            amendments,
            "term",
            f"an amendment cannot change when the term begins, which it did on {before.term.first}",
            f"write `term {before.term.first} to` and its new end",
        )
    if after.term.last is not None and after.term.last < amendments[-1].effective:
        yield _at(
            "SLA805",
            amendments,
            "term",
            f"an amendment cannot end the term before it takes effect, on {amendments[-1].effective}",
            "write a later end, or let the amendment take effect earlier",
        )
    old, new = before.settlement, after.settlement
    if old is not None and new is not None and (old.per, old.final_after) != (new.per, new.final_after):
        what = "which periods are settled" if old.per != new.per else "when a period is final"
        yield _at(
            "SLA805",
            amendments,
            "settlement",
            f"an amendment cannot change {what}",
            "write that as it is in the agreement; the days after the end and the steps may change",
        )
    names = [[tier.name for tier in plan.severities] for plan in (before, after)]
    if names[0] != names[1] and names[0] and names[1]:
        yield _at(
            "SLA806",
            amendments,
            "severity",
            "an amendment cannot change which severities there are, since the same records are read before and after",
            f"keep {', '.join(names[0])}, in that order; titles and texts may change",
        )


def _of_records(amendments: Sequence[Amendment], before: Plan, after: Plan) -> Iterator[Diagnostic]:
    old = {records.name: records for records in before.records}
    for records in after.records:
        was = old.get(records.name)
        problem = None if was is None else _unlike(was, records)
        if problem is not None:
            yield _at(
                "SLA806",
                amendments,
                f"records {records.name}",
                f"`{records.name}` is read from the same data before and after, and {problem}",
                "keep the fields, and add only such as may be missing (`?`), or write records of another name",
            )


def _unlike(was: RecordSet, now: RecordSet) -> str | None:
    """How records cannot be read from the data of others; None where they can."""
    fields = {each.name: each for each in now.fields}
    for each in was.fields:
        if each.name not in fields:
            return f"`{each.name}` is no longer a field"
        if _kind(each) != _kind(fields[each.name]):
            return f"the field `{each.name}` differs in its type or in what it may hold"
    old = {each.name for each in was.fields}
    added = next((each for each in now.fields if each.name not in old and not each.optional), None)
    if added is not None:
        return f"the records before do not have the field `{added.name}`"
    if (was.lasting, was.history) != (now.lasting, now.history):
        return "they last, or are a history, otherwise"
    return None


def _kind(field: FieldDecl) -> tuple[object, ...]:
    return field.type, field.optional, field.key, field.choices, field.target


def _of_charges(amendments: Sequence[Amendment], before: Plan, after: Plan) -> Iterator[Diagnostic]:
    old = {charge.name: charge for charge in before.charges}
    for charge in after.charges:
        was = old.get(charge.name)
        if was is not None and _shape(was) != _shape(charge):
            yield _at(
                "SLA807",
                amendments,
                f"charge {charge.name}",
                f"an amendment can change the amounts of `{charge.name}`, not how it is reckoned",
                "keep what it is apart for, what a day is and whether it is whole, or add a charge of another name",
            )


def _shape(charge: Charge) -> tuple[object, ...]:
    part = None if charge.part is None else (charge.part.time, charge.part.share, charge.part.of)
    return charge.measured is None, charge.by, part, charge.whole


def _of_windows(
    amendments: Sequence[Amendment], before: Plan, after: Plan, day: dt.date
) -> Iterator[Diagnostic]:
    """Find levels whose windows before and after leave a gap, or overlap, where the one kind follows the other."""
    old = {level.name: level for level in before.levels}
    for level in after.levels:
        was = old.get(level.name)
        if was is None or was.window == level.window:
            continue
        fits = _begins(before, was, day) and _begins(after, level, day)
        if not fits:
            yield _at(
                "SLA808",
                amendments,
                f"level {level.name}",
                f"the windows of `{level.name}` change on {day}, which does not begin one of both kinds",
                "let the amendment take effect where a window of the one kind ends and one of the other begins, "
                "or remove the level and add one of another name",
            )


def _begins(plan: Plan, level: ServiceLevel, day: dt.date) -> bool:
    """Whether a window of a level begins on a day, of those that are periods of time."""
    rule = level.window
    if not isinstance(rule, PeriodWindow):
        return False
    return period_holding(zone_of(plan), plan.term, rule.anchor, rule.unit, day).first == day


def _between_windows(
    amendments: Sequence[Amendment], before: Plan, after: Plan, day: dt.date
) -> Iterator[Diagnostic]:
    """Tell of an amendment that takes effect within a settlement period: it binds from the next on."""
    if after.settlement is None or before.settlement is None:
        return
    period = whole_period(zone_of(after), after.term, Anchor.CALENDAR, after.settlement.per, day)
    if period.first == day:
        return
    both = {level.name for level in before.levels} & {level.name for level in after.levels}
    single = next(
        (each.name for each in after.levels if isinstance(each.window, RecordWindow) and each.name in both),
        None,
    )
    last = amendments[-1]
    if single is not None:
        yield _error(
            "SLA803",
            last,
            last.span,
            f"the amendment takes effect on {day}, within {period.label}, in which records of `{single}` are windows",
            f"write {period.first} or {period.until}: a settlement period has one version of such a level",
        )
        return
    yield Diagnostic(
        "SLA803",
        Severity.HINT,
        f"the amendment takes effect on {day}, within {period.label}, and binds the windows and "
        "settlement periods that start later",
        last.span,
        help=f"write {period.first} or {period.until} if one of these is meant",
        clause=f"amendment {last.name}",
    )


def _at(code: str, amendments: Sequence[Amendment], clause: str, message: str, write: str) -> Diagnostic:
    """A finding about an item at the change that brings it, or else at the amendment."""
    found = _change_of(amendments, clause)
    last = amendments[-1] if found is None else found[0]
    return _error(code, last, last.span if found is None else found[1].span, message, write)


def _change_of(amendments: Sequence[Amendment], clause: str) -> tuple[Amendment, Changed] | None:
    """The last change of an item; `level NAME` is a level of any kind."""
    word, _, name = clause.partition(" ")
    for amendment in reversed(amendments):
        for change in amendment.changes:
            kind, _, changed = change.clause.rpartition(" ")
            is_level = (
                word == "level" and changed == name and kind.split()[-1] in {"level", "kpi", "obligation"}
            )
            if change.clause == clause or is_level or (not name and change.clause.split()[0] == word):
                return amendment, change
    return None


def _error(code: str, amendment: Amendment, span: Span, message: str, write: str) -> Diagnostic:
    return Diagnostic(code, Severity.ERROR, message, span, help=write, clause=f"amendment {amendment.name}")


def as_amended(
    finding: Diagnostic, about: Collection[str], amendments: Sequence[Amendment], files: Sequence[Span]
) -> Diagnostic:
    """A finding about an agreement as amended, told at the amendment that it comes with.

    `about` are the names that stand where it points; it comes with the change of an item of such a name. `files` are
    the spans of the amendments; what lies within them is told there, as it is.
    """
    assert finding.span is not None
    if any(finding.span.begins_in(span) for span in files):
        return finding
    told = _change_behind(finding, about, amendments)
    last, span = (amendments[-1], amendments[-1].span) if told is None else (told[0], told[1].span)
    return Diagnostic(
        finding.code,
        finding.severity,
        f"as amended by `{last.name}`: {finding.message}",
        span,
        labels=(Label(finding.span, "this is what it is about"), *finding.labels),
        help=finding.help,
        clause=f"amendment {last.name}",
    )


def _change_behind(
    finding: Diagnostic, about: Collection[str], amendments: Sequence[Amendment]
) -> tuple[Amendment, Changed] | None:
    """The change of the item that a finding is in, or of one that is named where it points."""
    for amendment in amendments:
        for change in amendment.changes:
            if change.clause.rpartition(" ")[2] in about or change.clause == finding.clause:
                return amendment, change
    return None
