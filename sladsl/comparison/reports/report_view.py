"""What the templates of a comparison see: plain text, in the order in which it is told."""

from __future__ import annotations

from sladsl.comparison.change import Change
from sladsl.comparison.effect import Effect
from sladsl.comparison.reports.money_words import money_rows, rows_aside, verdict_rows
from sladsl.comparison.reports.report import ComparedAgreement, Difference, OneSidedAgreement, by_item
from sladsl.source import Span
from sladsl.values import frozen


@frozen
class ChangeView:
    """A change: its effect, the name of the fact, and both texts with their places, empty where there are none."""

    effect: str
    part: str
    before: str
    after: str
    old_place: str
    new_place: str
    details: tuple[str, ...]
    notes: tuple[str, ...]


@frozen
class ItemView:
    """A clause with its changes."""

    heading: str
    changes: tuple[ChangeView, ...]


@frozen
class AgreementView:
    """An agreement: how many changes there are of each effect, the changes, and the money, without rows where none."""

    title: str
    old_file: str
    new_file: str
    counts: tuple[tuple[str, int], ...]
    items: tuple[ItemView, ...]
    money: tuple[tuple[str, ...], ...]
    verdicts: tuple[tuple[str, ...], ...]
    aside: str


@frozen
class ReportView:
    """A whole comparison."""

    old: str
    new: str
    is_empty: bool
    agreements: tuple[AgreementView, ...]
    added: tuple[OneSidedAgreement, ...]
    removed: tuple[OneSidedAgreement, ...]


def view_of(report: Difference) -> ReportView:
    """What is shown of a comparison: agreements that have not changed only where money is compared."""
    told = (each for each in report.compared if each.comparison.changes or each.money)
    return ReportView(
        report.old,
        report.new,
        report.is_empty,
        tuple(_agreement(each) for each in told),
        report.added,
        report.removed,
    )


def _agreement(each: ComparedAgreement) -> AgreementView:
    comparison = each.comparison
    items = (ItemView(item.heading, tuple(map(_change, changes))) for item, changes in by_item(comparison))
    return AgreementView(
        comparison.title or comparison.name,
        each.old_file,
        each.new_file,
        tuple((effect.value, comparison.count(effect)) for effect in Effect),
        tuple(items),
        () if each.money is None else tuple(money_rows(each.money)),
        () if each.money is None else tuple(verdict_rows(each.money)),
        "" if each.money is None else rows_aside(each.money),
    )


def _change(change: Change) -> ChangeView:
    return ChangeView(
        change.effect.value,
        change.part or ("added" if change.before is None else "removed"),
        change.before or "",
        change.after or "",
        _place(change.old),
        _place(change.new),
        tuple(line.removeprefix("  ") for line in change.details),
        (*change.shown, *([change.why] if change.why else [])),
    )


def _place(span: Span | None) -> str:
    return "" if span is None else f"{span.file}:{span.line}"
