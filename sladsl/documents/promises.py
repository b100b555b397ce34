"""What a service level promises, in words: its measure, its limits and what a miss costs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from typing import TypeVar, assert_never

from sladsl.documents.figures import money_words, percent_words, quantity_words, rank_words
from sladsl.documents.outline import reference
from sladsl.documents.prose import capitalised, date_words, listed, plain, prose, with_article
from sladsl.documents.terms import Terms, charge_name, many_records, one_record
from sladsl.documents.verbalise import Subject, condition, mentions, value
from sladsl.documents.view import Column, Prose, Row, Table
from sladsl.planning.plan import (
    Amount,
    Band,
    BandEdge,
    ClockTime,
    ClockWithin,
    CreditRule,
    Dated,
    Expression,
    Measure,
    Money,
    PercentOf,
    Plan,
    Series,
    Statistic,
    Target,
)

T = TypeVar("T")

TARGET_TITLES = {
    "expected": "expected level",
    "minimum": "minimum level",
    "required": "required level",
}
_STATISTICS = {
    Statistic.SUM: "the sum of the values of",
    Statistic.MEAN: "the arithmetic mean (the sum divided by the number) of the values of",
    Statistic.MEDIAN: "the median of the values of",
    Statistic.LOWEST: "the lowest of the values of",
    Statistic.HIGHEST: "the highest of the values of",
}
_PERCENTAGE = "expressed as a percentage"


def measure_words(subject: Subject, series: Series) -> Prose:
    """How the measured value of a window is calculated, as sentences."""
    measure = series.measure
    one, many = one_record(subject.terms, subject.records), many_records(subject.terms, subject.records)
    among = f"the {many} counted in the Measurement Window"
    match measure.statistic:
        case Statistic.PERCENT_GOOD:
            return _percentage(one, many, "good", may_be_undecided=may_be_undecided(series))
        case Statistic.PERCENT_NOT_GOOD:
            return _percentage(one, many, "not good", may_be_undecided=may_be_undecided(series))
        case Statistic.NUMBER:
            which = _which(subject, measure.operand)
            return prose(f"The Measured Value is the number of {among}", which, ".")
        case Statistic.PERCENTILE:
            assert measure.rank is not None
            rank = rank_words(subject.terms.plan, measure.rank)
            what = f"the {rank} percentile, by nearest rank, of the values of"
            return _reduced(subject, measure, what, one, among)
        case (
            Statistic.SUM
            | Statistic.MEAN
            | Statistic.MEDIAN
            | Statistic.LOWEST
            | Statistic.HIGHEST as statistic
        ):
            return _reduced(subject, measure, _STATISTICS[statistic], one, among)
    assert_never(measure.statistic)


def _which(subject: Subject, operand: Expression | None) -> Prose:
    return prose(" for which the following holds: ", condition(subject, operand)) if operand else ()


def may_be_undecided(series: Series) -> bool:
    """Whether a record may be undecided: whether a deadline decides if it is good, or if it is counted."""
    return mentions(series.good, ClockWithin) or mentions(series.measure.operand, ClockWithin)


def _percentage(one: str, many: str, which: str, *, may_be_undecided: bool) -> Prose:
    top = f"the number of {many} counted in the Measurement Window that are {which}"
    if not may_be_undecided:
        return prose(
            f"The Measured Value is {top}, divided by the number of all {many} counted in it, {_PERCENTAGE}."
        )
    return prose(
        f"The Measured Value is {top}, divided by the number of {many} counted in it that are decided "
        "(whether good or "
        f"not), {_PERCENTAGE}. {capitalised(prose(with_article(one)))[0].text} that is undecided is in "
        "neither number."
    )


def _reduced(subject: Subject, measure: Measure, what: str, one: str, among: str) -> Prose:
    assert measure.operand is not None
    so_far = ""
    if mentions(measure.operand, ClockTime):
        so_far = ", up to the Cut-off Time if its clock is still running then"
    each = prose(f" The value of {with_article(one)} is ", value(subject, measure.operand), so_far, ".")
    return prose(f"The Measured Value is {what} {among}.", each)


# --- limits --------------------------------------------------------------------------------------------------------


def target_words(plan: Plan, target: Target) -> str:
    """A limit with its comparator and, where it changes, the Measurement Windows that each value is for."""
    return _dated(target.values, lambda limit: f"{target.comparator} {quantity_words(plan, limit)}")


def target_brief(plan: Plan, target: Target | None) -> str:
    """A limit as a cell of a table: "at least 98%; from 1 January 2027 at least 98.5%"."""
    if target is None:
        return "–"
    return "; ".join(
        _from(dated.since) + f"{target.comparator} {quantity_words(plan, dated.value)}"
        for dated in target.values
    )


def quoted_values(values: Sequence[Dated[T]], words: Callable[[T], str]) -> str:
    """Dated values quoted in running text: "98% (from 1 January 2027: 98.5%)"."""
    first, *later = values
    changes = "; ".join(f"{_from(dated.since).rstrip()}: {words(dated.value)}" for dated in later)
    return words(first.value) + (f" ({changes})" if changes else "")


def _dated(values: Sequence[Dated[T]], words: Callable[[T], str]) -> str:
    first, *later = values
    if not later:
        return words(first.value)
    parts = [f"{words(first.value)} for Measurement Windows that start before {_day(later[0])}"]
    for dated, following in zip(later, [*later[1:], None], strict=True):
        until = f" and before {_day(following)}" if following else ""
        parts.append(f"{words(dated.value)} for those that start on or after {_day(dated)}{until}")
    return ", ".join(parts[:-1]) + f" and {parts[-1]}"


def _day(dated: Dated[T]) -> str:
    assert dated.since is not None
    return date_words(dated.since)


def _from(since: dt.date | None) -> str:
    return f"from {date_words(since)} " if since else ""


# --- credits -------------------------------------------------------------------------------------------------------


def amount_words(terms: Terms, amount: Amount) -> str:
    """What a credit or a limit is: "5% of the Monthly Charges", "GBP 500.00"."""
    match amount:
        case PercentOf(share, charge):
            return f"{percent_words(terms.plan, share)} of the {charge_name(terms, charge)}"
        case Money(fixed):
            return money_words(terms.plan, fixed)


def credit_brief(terms: Terms, rule: CreditRule | None) -> str:
    """The credits of a rule in a few words, the least first: "5%, 10% or 20% of the Monthly Charges"."""
    if rule is None:
        return "–"
    amounts = [rule.flat] if rule.flat else [band.credit for band in rule.bands]
    bases = {amount.charge if isinstance(amount, PercentOf) else None for amount in amounts}
    if len(amounts) > 1 and len(bases) == 1 and None not in bases:
        *shares, last = (amount_words(terms, amount) for amount in amounts)
        return ", ".join(words.split(" of ", maxsplit=1)[0] for words in shares) + f" or {last}"
    return plain(listed([amount_words(terms, amount) for amount in amounts], "or"))


def credit_words(terms: Terms, series: Series, rule: CreditRule) -> Prose:
    """When a credit is due and what it is taken of, as sentences."""
    due = "For each Measurement Window that is missed, the Provider shall credit the Customer with "
    if rule.flat:
        return prose(due, amount_words(terms, rule.flat), ".", _base(terms, [rule.flat]))
    return prose(
        due,
        "the amount that the table gives for the Measured Value.",
        _choice(rule.bands),
        _early_rows(series, rule.bands),
        _base(terms, [band.credit for band in rule.bands]),
    )


def credit_table(terms: Terms, rule: CreditRule) -> Table:
    """The rows of a credit table."""
    rows = tuple(
        Row(
            (
                prose(f"{band.edge} {threshold_words(terms.plan, band)}"),
                prose(amount_words(terms, band.credit)),
            )
        )
        for band in rule.bands
    )
    return Table(
        "Service Credits",
        (Column("Measured Value"), Column("Service Credit", is_figure=True)),
        rows,
        is_introduced=True,
    )


def threshold_words(plan: Plan, band: Band) -> str:
    """The threshold of a row: "97%", "the minimum level"."""
    if isinstance(band.threshold, str):
        return f"the {TARGET_TITLES[band.threshold]}"
    return quantity_words(plan, band.threshold)


def _is_for_low_values(bands: Sequence[Band]) -> bool:
    return bands[0].edge in {BandEdge.BELOW, BandEdge.AT_OR_BELOW}


def _choice(bands: Sequence[Band]) -> str:
    if len(bands) == 1:
        return ""
    worst = "lowest" if _is_for_low_values(bands) else "highest"
    return f" Where it satisfies more than one row, only the row with the {worst} threshold applies."


def _early_rows(series: Series, bands: Sequence[Band]) -> str:
    """Rows on the good side of the minimum pay on a window that is below expected."""
    if series.expected is None or series.minimum is None:
        return ""
    low = _is_for_low_values(bands)
    if not any(_is_early(band, series.minimum, low=low) for band in bands):
        return ""
    side = "higher" if low else "lower"
    return (
        f" A row whose threshold is {side} than the {TARGET_TITLES[series.minimum.word]} applies to a "
        "Measurement Window "
        "that is below expected as well."
    )


def _is_early(band: Band, minimum: Target, *, low: bool) -> bool:
    if isinstance(band.threshold, str):
        return band.threshold == "expected"
    least, reached = min(each.value.amount for each in minimum.values), band.threshold.amount
    most = max(each.value.amount for each in minimum.values)
    return reached > least if low else reached < most


def _base(terms: Terms, amounts: Sequence[Amount]) -> Prose:
    charges = dict.fromkeys(amount.charge for amount in amounts if isinstance(amount, PercentOf))
    sentences = [
        prose(
            f" The {charge_name(terms, charge)} are those for the same Measurement Window (",
            reference(terms.outline, f"charge:{charge}"),
            ").",
        )
        for charge in charges
    ]
    return prose(*sentences)
