"""Remedies that have fired, as text: by which windows, what follows, and until when."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sladsl.planning.plan import Consequence, CreditUnit, Plan
from sladsl.settlement.credit_sentences import part_words
from sladsl.settlement.display import show_credit, show_credited, show_end, show_money, show_result
from sladsl.settlement.explanation import DatedConsequence, Firing, RemedyCreditAmount, SettledPeriod, Sum
from sladsl.settlement.sentences import series_title
from sladsl.settlement.text_lines import place_of, wrapped


def remedy_lines(plan: Plan, period: SettledPeriod | None, firings: Sequence[Firing]) -> list[str]:
    """The remedies that have fired in a period, and those from before that are still open or expire in it."""
    now = [each for each in firings if period is None or period.start < each.at <= period.end]
    earlier = [] if period is None else [each for each in firings if each.at <= period.start]
    lines = [line for each in now for line in _firing(plan, each)]
    lines += [line for each in earlier for due in each.dues for line in _standing(plan, period, each, due)]
    lines += [line for each in earlier for line in _not_undone(period, each)]
    return ["Remedies", *lines] if lines else []


def firing_words(plan: Plan, firing: Firing) -> str:
    """Say by what a remedy has fired: `Right to terminate, by Accuracy 2026-01 94%, 2026-03 93%`."""
    return f"{_title(firing)}, by {_causes(plan, firing)}"


def _title(firing: Firing) -> str:
    return f"{firing.remedy.title}, {' and '.join(firing.key)}" if firing.key else firing.remedy.title


def _causes(plan: Plan, firing: Firing) -> str:
    windows = (
        f"{series_title(each.title, each.measurement.key)} {each.measurement.window.label}: "
        f"{show_result(plan, each)}, {each.verdict}"
        for each in firing.windows
    )
    sums = (
        f"{_sum_of(each)} {show_credited(plan, each.amount, each.event.unit)} in {each.label}"
        for each in firing.sums
    )
    return "; ".join((*windows, *sums))


def _sum_of(of: Sum) -> str:
    if of.event.unit is CreditUnit.POINTS:
        return "a sum of"
    return f"credits {'paid' if of.event.paid else 'calculated'} of"


def _firing(plan: Plan, firing: Firing) -> Iterator[str]:
    yield from wrapped(f"{_title(firing)} ({place_of(firing.remedy)})", "  ")
    yield from wrapped(f"by {_causes(plan, firing)}", "    ")
    for due in firing.dues:
        yield from wrapped(f"{_consequence_words(due.consequence)}{_until_words(plan, due)}", "    ")
    if firing.credit is not None:
        yield from wrapped(f"credit {given_arithmetic(plan, firing.credit)}", "    ")


def _consequence_words(consequence: Consequence) -> str:
    """Write what a party shall or may do, as the agreement does."""
    return f'the {consequence.role} {"may" if consequence.may else "shall"} "{consequence.text}"'


def _until_words(plan: Plan, due: DatedConsequence) -> str:
    """Write until when, as an instant that is still in time."""
    return "" if due.until is None else f", until {show_end(plan, due.until)}"


def given_arithmetic(plan: Plan, given: RemedyCreditAmount) -> str:
    """Show how the credit of a remedy is calculated."""
    amount = show_credit(plan, given.rule.amount)
    if given.base is None:
        return amount
    part = "" if given.part is None else f" × {part_words(given.part)}"
    return f"{amount} {show_money(plan, given.base.amount)}{part} = {show_money(plan, given.amount)}"


def _not_undone(period: SettledPeriod | None, firing: Firing) -> Iterator[str]:
    """That a remedy stays although a window by which it has fired has been corrected since."""
    corrected = {
        (each.line.level, each.line.key, each.line.place)
        for each in (() if period is None else period.adjustments)
    }
    windows = [each.measurement.window.label for each in firing.windows if each.place in corrected]
    if windows:
        text = f"{_title(firing)}, of {_completed_by(firing)}, stands although what is credited for"
        yield from wrapped(f"{text} {', '.join(windows)} has been corrected", "  ")


def _completed_by(firing: Firing) -> str:
    return firing.windows[-1].measurement.window.label if firing.windows else firing.sums[-1].label


def _standing(
    plan: Plan, period: SettledPeriod | None, firing: Firing, due: DatedConsequence
) -> Iterator[str]:
    """A consequence from before that the period does not find expired already."""
    if period is None or due.until is None or due.until <= period.start:
        return
    state = "expires" if due.until > period.as_of else "expired"
    text = f"{_title(firing)}, of {_completed_by(firing)}: {_consequence_words(due.consequence)}"
    yield from wrapped(f"{text}, {state} at {show_end(plan, due.until)}", "  ")
