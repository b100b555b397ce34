"""Tables of credits, and which of several rows applies."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import assert_never

from sladsl.documents.amounts import paid_words
from sladsl.documents.figures import percent_words, quantity_words
from sladsl.documents.limits import TARGET_TITLES, held_against
from sladsl.documents.prose import prose
from sladsl.documents.terms import Terms
from sladsl.documents.view import Column, Row, Table
from sladsl.planning.plan import (
    Band,
    Comparator,
    CreditRule,
    Edge,
    Plan,
    Quantity,
    Series,
    Target,
    TargetWord,
    Threshold,
)
from sladsl.planning.wording import write_range


def credit_table(terms: Terms, series: Series, rule: CreditRule, limit: Target | None = None) -> Table:
    """The rows of a credit table, of the level or of one limit."""
    held = held_against(series, limit)
    rows = tuple(
        Row((prose(range_words(terms.plan, band, held.titles)), prose(paid_words(terms, band.credit))))
        for band in rule.bands
    )
    return Table(
        "Service Credits",
        (Column(held.value), Column("Service Credit", is_figure=True)),
        rows,
        is_introduced=True,
    )


def range_words(plan: Plan, band: Band, titles: Mapping[str, str] = TARGET_TITLES) -> str:
    """The values of a row: "below 97%", "at or below the minimum level", "98% to under 99%"."""

    def written(edge: Edge) -> str:
        return threshold_words(plan, edge.threshold, titles)

    return write_range(band.lower, band.upper, written)


def threshold_words(plan: Plan, threshold: Threshold, titles: Mapping[str, str] = TARGET_TITLES) -> str:
    """A threshold: "97%", "the minimum level", "110% of the required level"."""
    match threshold:
        case Quantity():
            return quantity_words(plan, threshold)
        case TargetWord(word, times):
            of = "" if times == 1 else f"{percent_words(plan, times)} of "
            return f"{of}the {titles[word]}"
    assert_never(threshold)


def _is_for_low_values(series: Series) -> bool:
    return series.minimum is None or series.minimum.comparator in {Comparator.AT_LEAST, Comparator.ABOVE}


def choice_of_rows(series: Series, bands: Sequence[Band]) -> str:
    """Which row applies where a value can be in two of them."""
    low = _is_for_low_values(series)
    open_rows = [band for band in bands if (band.lower if low else band.upper) is None]
    if len(open_rows) < 2:
        return ""
    worst = "lowest" if low else "highest"
    return f" Where it satisfies more than one row, only the row with the {worst} threshold applies."


def early_rows(series: Series, bands: Sequence[Band]) -> str:
    """A row that a value satisfying the minimum can match pays on a window that is below expected."""
    if series.expected is None or series.minimum is None:
        return ""
    low = _is_for_low_values(series)
    if not any(_is_early(band.upper if low else band.lower, series.minimum, low=low) for band in bands):
        return ""
    return (
        " The same is credited for a Measurement Window that is below expected, if its Measured Value "
        "satisfies a row."
    )


def _is_early(edge: Edge | None, minimum: Target, *, low: bool) -> bool:
    """Whether a value can satisfy both the minimum and the row: at the same threshold, both must include it."""
    if edge is None:
        return True
    both = edge.includes and minimum.comparator in {Comparator.AT_LEAST, Comparator.AT_MOST}
    if isinstance(edge.threshold, TargetWord):
        times = edge.threshold.times
        return edge.threshold.word == "expected" or (times > 1 if low else times < 1) or (times == 1 and both)
    least, reached = min(each.value.amount for each in minimum.values), edge.threshold.amount
    most = max(each.value.amount for each in minimum.values)
    return (reached > least if low else reached < most) or (both and reached in {least, most})
