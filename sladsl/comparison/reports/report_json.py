"""What has changed, for programs; `difference.schema.json` is the schema."""

from __future__ import annotations

import json

from sladsl.comparison.change import Change
from sladsl.comparison.effect import Effect
from sladsl.comparison.money import MoneyComparison, PeriodMoney, Verdicts
from sladsl.comparison.reports.report import ComparedAgreement, Difference, OneSidedAgreement
from sladsl.settlement.display import plain_money
from sladsl.source import Span

SCHEMA = "sladsl.difference/1"


def report_json(report: Difference) -> str:
    """Write all changes with their effects, witnesses and places; amounts are decimals as text."""
    body = {
        "schema": SCHEMA,
        "old": report.old,
        "new": report.new,
        "agreements": [_agreement(each) for each in report.compared],
        "added": [_whole(each) for each in report.added],
        "removed": [_whole(each) for each in report.removed],
    }
    return json.dumps(body, ensure_ascii=False, indent=2) + "\n"


def _whole(each: OneSidedAgreement) -> dict[str, str]:
    return {"name": each.name, "title": each.title, "file": each.file}


def _agreement(each: ComparedAgreement) -> dict[str, object]:
    comparison = each.comparison
    return {
        "name": comparison.name,
        "title": comparison.title,
        "old_file": each.old_file,
        "new_file": each.new_file,
        "counts": {effect.value: comparison.count(effect) for effect in Effect},
        "changes": [_change(change) for change in comparison.changes],
        **({} if each.money is None else {"credits": _money(each.money)}),
    }


def _change(change: Change) -> dict[str, object]:
    return {
        "item": {
            "id": change.item.id,
            "kind": change.item.kind,
            "name": change.item.name,
            "title": change.item.title,
        },
        "part": change.part,
        "effect": change.effect.value,
        "before": change.before,
        "after": change.after,
        "details": list(change.details),
        "witnesses": list(change.shown),
        "why": change.why,
        "old_place": _place(change.old),
        "new_place": _place(change.new),
    }


def _place(span: Span | None) -> dict[str, object] | None:
    return None if span is None else {"file": span.file, "line": span.line, "column": span.column}


def _money(money: MoneyComparison) -> dict[str, object]:
    return {
        "currency_before": money.old.currency,
        "currency_after": money.new.currency,
        "periods": [_period(money, period) for period in money.periods],
        "total": _period(money, money.total),
        "verdicts": [_verdicts(each) for each in money.verdicts],
        "rows_set_aside": {"before": money.aside[0], "after": money.aside[1]},
    }


def _period(money: MoneyComparison, period: PeriodMoney) -> dict[str, object]:
    return {
        "period": period.label,
        "before": None if period.before is None else plain_money(money.old, period.before),
        "after": None if period.after is None else plain_money(money.new, period.after),
        "difference": plain_money(money.new, period.difference) if money.are_comparable else None,
    }


def _verdicts(each: Verdicts) -> dict[str, object]:
    return {
        "level": each.level,
        "series": list(each.key),
        "window": each.window,
        "before": None if each.before is None else {"verdict": each.before[0], "value": each.before[1]},
        "after": None if each.after is None else {"verdict": each.after[0], "value": each.after[1]},
    }
