"""The rules that an agreement is held to, one file each, in the order in which they look."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from sladsl.diagnostics.diagnostic import Diagnostic
from sladsl.semantics.checks import (
    attainment,
    bands,
    business_days,
    calendars,
    clauses,
    clocks,
    credits,
    currency,
    dates,
    deadlines,
    dimensions,
    done_by,
    duplicates,
    examples,
    given,
    good,
    header,
    histories,
    history,
    lines,
    measures,
    needs,
    not_yet,
    percentages,
    records,
    remedies,
    settlement,
    settlement_days,
    severities,
    structure,
    targets,
    tiers,
    verdict_rules,
    windows,
)
from sladsl.semantics.meaning import Analysis

Rule = Callable[[Analysis], Iterator[Diagnostic]]
"""Finds what is wrong in an agreement, or in a module as far as that can be said of it alone."""

RULES: tuple[Rule, ...] = (
    structure.check,
    not_yet.check,
    duplicates.check,
    header.check,
    currency.check,
    dates.check,
    calendars.check,
    business_days.check,
    records.check,
    severities.check,
    histories.check,
    lines.check,
    dimensions.check,
    good.check,
    clocks.check,
    deadlines.check,
    done_by.check,
    measures.check,
    targets.check,
    attainment.check,
    percentages.check,
    needs.check,
    verdict_rules.check,
    windows.check,
    tiers.check,
    credits.check,
    bands.check,
    settlement.check,
    settlement_days.check,
    history.check,
    remedies.check,
    clauses.check,
    examples.check,
    given.check,
)
