"""What a miss costs, in words and as a table."""

from __future__ import annotations

from collections.abc import Sequence

from sladsl.documents.figures import money_words, percent_words, quantity_words
from sladsl.documents.limits import TARGET_TITLES
from sladsl.documents.outline import reference
from sladsl.documents.prose import listed, plain, prose
from sladsl.documents.terms import Terms, charge_name
from sladsl.documents.view import Column, Prose, Row, Table
from sladsl.planning.plan import (
    Amount,
    Band,
    BandEdge,
    Comparator,
    CreditRule,
    Money,
    PercentOf,
    PeriodWindow,
    Plan,
    Series,
    ServiceLevel,
    Target,
)


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
        return prose(due, amount_words(terms, rule.flat), ".", _base(terms, series, [rule.flat]))
    return prose(
        due,
        "the amount that the table gives for the Measured Value.",
        _choice(rule.bands),
        _early_rows(series, rule.bands),
        _base(terms, series, [band.credit for band in rule.bands]),
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
    """A row that a value satisfying the minimum can match pays on a window that is below expected."""
    if series.expected is None or series.minimum is None:
        return ""
    low = _is_for_low_values(bands)
    if not any(_is_early(band, series.minimum, low=low) for band in bands):
        return ""
    return (
        " The same is credited for a Measurement Window that is below expected, if its Measured Value "
        "satisfies a row."
    )


def _is_early(band: Band, minimum: Target, *, low: bool) -> bool:
    """Whether a value can satisfy both the minimum and the row: at the same threshold, both must include it."""
    both = (band.edge, minimum.comparator) in _OVERLAPPING
    if isinstance(band.threshold, str):
        return band.threshold == "expected" or both
    least, reached = min(each.value.amount for each in minimum.values), band.threshold.amount
    most = max(each.value.amount for each in minimum.values)
    return (reached > least if low else reached < most) or (both and reached in {least, most})


_OVERLAPPING = {(BandEdge.AT_OR_BELOW, Comparator.AT_LEAST), (BandEdge.AT_OR_ABOVE, Comparator.AT_MOST)}


def charged_period(level: ServiceLevel) -> str:
    """The period whose charge a percentage is taken of."""
    if isinstance(level.window, PeriodWindow):
        return "the same Measurement Window"
    return "the Settlement Period with which the Measurement Window ends"


def _base(terms: Terms, series: Series, amounts: Sequence[Amount]) -> Prose:
    levels = [each for each in terms.plan.levels if any(series is one for one in each.series)]
    period = charged_period(levels[0]) if levels else "the same Measurement Window"
    charges = dict.fromkeys(amount.charge for amount in amounts if isinstance(amount, PercentOf))
    sentences = [
        prose(
            f" A percentage is taken of the {charge_name(terms, charge)} for {period} (",
            reference(terms.outline, f"charge:{charge}"),
            ").",
        )
        for charge in charges
    ]
    return prose(*sentences)
