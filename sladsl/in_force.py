"""What is in force on a date, as source and as the document that the parties sign; and what one amendment changes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from sladsl.diagnostics.diagnostic import Diagnostic
from sladsl.pipeline import Agreement, dates_of, worked_examples
from sladsl.planning.contract import Contract, Example
from sladsl.planning.eras import joined
from sladsl.planning.from_analysis import contract
from sladsl.planning.in_force import about_other_values, as_in_force, dated_elsewhere
from sladsl.planning.plan import Plan
from sladsl.syntax.in_force import dates_in, in_force
from sladsl.syntax.parser import parse
from sladsl.values import evolve, frozen


@frozen(eq=False)
class InForce:
    """An agreement as of a date, as source; None where findings say why it cannot be laid out.

    `left_out` are the titles of worked examples that are about periods in which other values were in force, or come to
    something else by the values of one date alone.
    """

    text: str | None
    left_out: tuple[str, ...]
    diagnostics: tuple[Diagnostic, ...]


def consolidate(agreement: Agreement, on: dt.date) -> InForce:
    """Write an agreement with each dated value as it is in force on a date.

    A warning tells of a value that a module dates, which stays as it is (SLA611). Raises ValueError for a date outside
    the term.
    """
    _check_in_term(agreement, on)
    source = agreement.sources[0]
    own = {source.name, *(each.span.file for each in agreement.plan.amendments), agreement.plan.span.file}
    held = [each for each in agreement.versions if each.since is None or each.since <= on]
    document = held[-1].text.parsed.document if held else parse(source).document
    prose = contract(held[-1].analysis) if held else agreement.contract
    plan = held[-1].plan if held else agreement.plan
    others = about_other_values(agreement.plan, prose, set(dates_in(document)), on)
    kept = [each for each in prose.examples if each not in others]
    others += _other_outcomes(agreement.plan, as_in_force(plan, own, on), kept)
    others = tuple(each for each in prose.examples if each in others)
    written = in_force(document, on, [each.span for each in others])
    left_out = (*(each.title for each in others), *_of_other_versions(agreement, prose))
    return InForce(written.text, left_out, (*written.diagnostics, *dated_elsewhere(plan, own)))


def render(agreement: Agreement, form: str, on: dt.date | None = None) -> str:
    """The agreement as the document that the parties sign, in HTML (`html`) or Markdown (`md`).

    It is the text as amended through a date, or by all amendments. Raises ValueError for a date outside the term.
    """
    from sladsl.documents.from_plan import agreement_view
    from sladsl.documents.render import render_html, render_markdown

    if on is not None:
        _check_in_term(agreement, on)
    whole, prose = _as_amended(agreement, on)
    source = agreement.digests[agreement.sources[0].name]
    worked = worked_examples(agreement.plan, prose.examples)
    view = agreement_view(whole, prose, worked, source)
    return render_html(view) if form == "html" else render_markdown(view)


def render_amendment(agreement: Agreement, name: str, form: str) -> str:
    """An amendment as the document that the parties sign; raises ValueError for one that the agreement has not."""
    from sladsl.documents.amendment import Wording, amendment_view
    from sladsl.documents.render import render_html, render_markdown
    from sladsl.semantics.nearest import did_you_mean

    names = [each.name for each in agreement.plan.amendments]
    amendment = next((each for each in agreement.plan.amendments if each.name == name), None)
    if amendment is None:
        hint = did_you_mean(name, names)
        raise ValueError(f"the agreement has no amendment `{name}`{f'; {hint}' if hint else ''}")
    days = amendment.effective - dt.timedelta(days=1), amendment.effective
    before, after = (Wording(*_as_amended(agreement, day)) for day in days)
    view = amendment_view(amendment, before, after, agreement.digests[amendment.span.file])
    return render_html(view) if form == "html" else render_markdown(view)


def _as_amended(agreement: Agreement, on: dt.date | None) -> tuple[Plan, Contract]:
    """The plan and the prose that are in force on a date, with the amendments that have made them."""
    held = [each for each in agreement.versions if on is None or each.since is None or each.since <= on]
    if not held:
        return agreement.plan, agreement.contract
    last, since = held[-1].plan, held[-1].since
    made_by = tuple(each for each in agreement.plan.amendments if since and each.effective <= since)
    charges = {each.name: each for each in joined((), [(each.since, each.plan) for each in held]).charges}
    whole = evolve(last, amendments=made_by, charges=tuple(charges[each.name] for each in last.charges))
    return whole, held[-1].contract


def _other_outcomes(plan: Plan, on_date: Plan, examples: Sequence[Example]) -> tuple[Example, ...]:
    """The examples that hold in one plan and not in another: a limit of a year takes in months with other charges."""
    if plan == on_date or not examples:
        return ()
    both = zip(worked_examples(plan, examples), worked_examples(on_date, examples), strict=True)
    return tuple(before.example for before, now in both if before.holds and not now.holds)


def _of_other_versions(agreement: Agreement, prose: Contract) -> Iterator[str]:
    """The titles of the examples of all versions that are not among those of one."""
    own = {each.title for each in prose.examples}
    return (each.title for each in agreement.contract.examples if each.title not in own)


def _check_in_term(agreement: Agreement, on: dt.date) -> None:
    term = agreement.plan.term
    if on < term.first or (term.last is not None and on > term.last):
        raise ValueError(f"`{on}` is outside the term, which is from {dates_of(term)}")
