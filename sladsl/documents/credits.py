"""What a miss costs, in words and as a table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import assert_never

from attrs import evolve

from sladsl.documents.credit_bases import base_words, bases_words
from sladsl.documents.figures import money_words, percent_words, quantity_words
from sladsl.documents.histories import owed_when
from sladsl.documents.limits import TARGET_TITLES, Held, held_against, limit_name
from sladsl.documents.prose import counted, date_words, listed, plain, prose
from sladsl.documents.terms import Terms, charge_name, one_record
from sladsl.documents.verbalise import condition, series_subject
from sladsl.documents.view import Column, Prose, Row, Table
from sladsl.planning.plan import (
    Amount,
    AtRisk,
    Band,
    ChargeForDowntime,
    Comparator,
    CreditAmount,
    CreditRule,
    EachRecord,
    Edge,
    FailedLately,
    Failing,
    Gap,
    Mark,
    Money,
    PercentOf,
    Plan,
    Points,
    Quantity,
    Series,
    ServiceDays,
    ShareOf,
    ShareOfField,
    Shortfall,
    Steps,
    Target,
    TargetWord,
    Threshold,
    TimeOf,
    TimeUnit,
    ValueType,
)
from sladsl.planning.wording import write_number, write_range, write_share
from sladsl.settlement.credit_amounts import counts_downtime, counts_gap


def amount_words(terms: Terms, amount: Amount) -> str:
    """What a limit is: "5% of the Monthly Charges", "GBP 500.00"."""
    match amount:
        case PercentOf(share, charge):
            return f"{percent_words(terms.plan, share)} of the {charge_name(terms, charge)}"
        case Money(fixed):
            return money_words(terms.plan, fixed)


def paid_words(terms: Terms, amount: CreditAmount) -> str:
    """What a credit is: "5% of the Monthly Charges", "3 days of the Fee", "2 Service Points"."""
    match amount:
        case Money(fixed):
            return money_words(terms.plan, fixed)
        case Points(number):
            return _counted(number, "Service Point")
        case ServiceDays(number):
            return f"an extension of the Term by {_counted(number, 'day')}"
        case ShareOf(share, base):
            return f"{share_words(terms.plan, share)} of {base_words(terms, base)}"
        case TimeOf(number, unit, base):
            thing = "day" if unit is TimeUnit.DAY else "hour"
            return f"{_counted(number, thing)} of {base_words(terms, base)}"
        case ChargeForDowntime(times, base):
            return (
                f"{_counted(times, 'time')} the part of {base_words(terms, base)} that falls on the downtime"
            )
        case ShareOfField(share, field):
            part = f"{write_number(share)} times" if share > 1 else f"{share_words(terms.plan, share)} of"
            return f"{part} its {'.'.join(field.path)}"
        case AtRisk():
            return _weight_words(terms, amount)
        case Shortfall(base=shared):
            return "the shortfall" if shared is None else f"the shortfall of {base_words(terms, shared)}"
    assert_never(amount)


def _weight_words(terms: Terms, amount: AtRisk) -> str:
    """A weight: "40%, from 1 January 2027 30%, of a pool of 50% of the Amount at Risk"."""
    first, *later = amount.weights
    weights = [
        f"from {date_words(each.since)} {percent_words(terms.plan, each.value)}"
        for each in later
        if each.since
    ]
    dated = f", {', '.join(weights)}," if weights else ""
    pool = "" if amount.pool == 1 else f" a pool of {percent_words(terms.plan, amount.pool)} of"
    return f"{percent_words(terms.plan, first.value)}{dated} of{pool} the Amount at Risk"


def share_words(plan: Plan, share: Fraction) -> str:
    """A share as a percentage, or as a fraction where its decimals do not end: "5%", "1/30"."""
    written = write_share(share)
    return percent_words(plan, share) if written.endswith("%") else written


def _counted(number: Fraction, thing: str) -> str:
    if number.denominator == 1:
        return counted(int(number), thing)
    return f"{write_number(number)} {thing}s"


# --- in a few words --------------------------------------------------------------------------------------------------


def credits_brief(terms: Terms, series: Series) -> str:
    """The credits of a series in a few words, the least of each first: "5%, 10% or 20% of the Monthly Charges"."""
    rules = series.credits
    own = [
        f"for the {limit_name(series, limit)} {each}"
        for limit in series.limits
        for each in _dated(terms, limit.credits)
    ]
    options = " or ".join(_dated(terms, [rule for rule in rules if rule.option is not None]))
    beside = _dated(terms, [rule for rule in rules if rule.option is None])
    chosen = [f"{options}, as the Customer chooses"] if options else []
    return "; and ".join((*own, *beside, *chosen)) or "–"


def _dated(terms: Terms, rules: Sequence[CreditRule]) -> list[str]:
    """Credits each with what it is from later dates on: "5% of the Fee, from 1 January 2027 7% of the Fee"."""
    found: list[str] = []
    for rule in rules:
        if rule.since is None:
            found.append(_brief(terms, rule))
        else:
            found[-1] += f", from {date_words(rule.since)} {_brief(terms, rule)}"
    return found


def _brief(terms: Terms, rule: CreditRule) -> str:
    amounts = [band.credit for band in rule.bands] if rule.amount is None else [rule.amount]
    bases = {amount.base if isinstance(amount, ShareOf) else None for amount in amounts}
    if len(amounts) > 1 and len(bases) == 1 and None not in bases:
        *shares, last = amounts
        before = [share_words(terms.plan, each.share) for each in shares if isinstance(each, ShareOf)]
        return f"{', '.join(before)} or {paid_words(terms, last)}"
    most = "" if rule.most is None else f", at most {paid_words(terms, rule.most)}"
    return plain(listed([paid_words(terms, amount) for amount in amounts], "or")) + _per(terms, rule) + most


def _per(terms: Terms, rule: CreditRule) -> str:
    """What an amount is for, each time: a step, or a record."""
    if rule.each is not None:
        steps = "" if rule.steps is None else f" and each {_clock_steps(terms.plan, rule)}"
        return f" for each record concerned{steps}"
    return "" if rule.steps is None else f" for each {step_words(terms.plan, rule.steps)}"


# --- as sentences ----------------------------------------------------------------------------------------------------


def credit_words(terms: Terms, series: Series, rule: CreditRule, limit: Target | None = None) -> Prose:
    """When a credit, of the level or of one limit, is due and what it is taken of, as sentences."""
    if rule.each is not None:
        return _each_record(terms, series, rule, rule.each)
    held = held_against(series, limit)
    due = f"For each Measurement Window that {_starting(rule, ' and ')}is missed"
    if limit is not None:
        due = f"{due} because the {held.value} does not satisfy its {TARGET_TITLES[limit.word]}"
    if isinstance(rule.history, FailedLately) and rule.history.failing is Failing.BELOW_EXPECTED:
        due = f"{due} or below expected"
    if rule.amount is None:
        return prose(
            due,
            f", the Provider shall credit the Customer with the amount that the table gives for the {held.value}.",
            _choice(series, rule.bands),
            "" if limit is not None else _early_rows(series, rule.bands),
            _beside_own(series, rule, limit),
            bases_words(terms, series, [band.credit for band in rule.bands]),
        )
    return prose(
        due,
        "" if limit is not None else _owed_below(terms, series, rule),
        owed_when(rule.history),
        ", the Provider shall credit the Customer with ",
        paid_words(terms, rule.amount),
        "" if rule.steps is None else f" for each {step_words(terms.plan, rule.steps)}",
        "" if rule.most is None else f", but with no more than {paid_words(terms, rule.most)}",
        ".",
        _gap_meant(terms.plan, rule, held),
        _beside_own(series, rule, limit),
        bases_words(terms, series, [rule.amount, *([rule.most] if rule.most else [])]),
    )


def _starting(rule: CreditRule, after: str) -> str:
    """On which first days of windows a credit with dates is due: "starts on or after 1 January 2027"."""
    days = [
        *([] if rule.since is None else [f"on or after {date_words(rule.since)}"]),
        *([] if rule.until is None else [f"before {date_words(rule.until)}"]),
    ]
    return f"starts {' and '.join(days)}{after}" if days else ""


def _beside_own(series: Series, rule: CreditRule, limit: Target | None) -> str:
    """What limits with credits of their own leave to a credit of the level."""
    if limit is not None or rule.history is not None or not any(each.credits for each in series.limits):
        return ""
    return (
        " It is not due for a Measurement Window that is missed only because of levels with Service Credits of their "
        "own."
    )


def _each_record(terms: Terms, series: Series, rule: CreditRule, each: EachRecord) -> Prose:
    """A credit that is due for each record, whatever the verdict."""
    assert rule.amount is not None
    level = next(each for each in terms.plan.levels if any(series is one for one in each.series))
    record = one_record(terms, level.records)
    which: str | Prose = ""
    if each.where is not None:
        which = prose(
            " of which it is true that ", condition(series_subject(terms, level, series), each.where)
        )
    limits = [
        *([f"no more than {paid_words(terms, each.most)} for one {record}"] if each.most else []),
        *([f"no more than {paid_words(terms, rule.most)} for one Measurement Window"] if rule.most else []),
    ]
    amounts = [rule.amount, *([rule.most] if rule.most else [])]
    return prose(
        f"For each {record} that is counted",
        which,
        f", in a Measurement Window that {starting}" if (starting := _starting(rule, "")) else "",
        ", whether the Measurement Window is missed or not",
        owed_when(rule.history),
        ", the Provider shall credit the Customer with ",
        paid_words(terms, rule.amount),
        "" if rule.steps is None else f" for each {_clock_steps(terms.plan, rule)}",
        f", but with {plain(listed(limits))}" if limits else "",
        ". No such Service Credit is due for a Measurement Window that is in grace or excused.",
        " An amount that is not above zero counts for nothing."
        if isinstance(rule.amount, ShareOfField)
        else "",
        "" if rule.steps is None else _clock_meant(rule.steps),
        bases_words(terms, evolve(series, key=()), amounts),
    )


def _clock_steps(plan: Plan, rule: CreditRule) -> str:
    """What is counted of a clock: "started step of 1 hour of the time on its clock beyond 4 hours"."""
    assert rule.steps is not None
    mark = None if rule.mark is None else rule.mark.threshold
    beyond = f" beyond {quantity_words(plan, mark)}" if isinstance(mark, Quantity) else ""
    return f"{step_words(plan, rule.steps)} of the time on its clock{beyond}"


def _clock_meant(steps: Steps) -> str:
    begun = "does not count" if steps.is_full else "counts in full"
    return (
        f" A step that is not complete {begun}. A clock that has not stopped by the Cut-off Time counts with the time "
        "on it then."
    )


def _owed_below(terms: Terms, series: Series, rule: CreditRule) -> str:
    """Beyond which value an amount is due, where that is another one than the minimum."""
    mark = rule.mark
    if mark is None or counts_downtime(rule) or mark.threshold in _MINIMUM:
        return ""
    side = "below" if mark.is_below else "above"
    early = "" if series.expected is None else ", or is below expected,"
    return f"{early} and whose Measured Value is {side} {threshold_words(terms.plan, mark.threshold)}"


_MINIMUM = (TargetWord("minimum"), TargetWord("required"))


def step_words(plan: Plan, steps: Steps) -> str:
    """A step: "full step of 1 percentage point", "started step of 1 hour of downtime"."""
    of = " of downtime" if steps.of is Gap.DOWNTIME else ""
    return f"{'full' if steps.is_full else 'started'} step of {size_words(plan, steps.size)}{of}"


def size_words(plan: Plan, size: Quantity) -> str:
    """A difference between two values: one between percentages is in percentage points."""
    if size.type is ValueType.PERCENT:
        return _counted(size.amount * 100, "percentage point")
    return quantity_words(plan, size)


def _gap_meant(plan: Plan, rule: CreditRule, held: Held) -> str:
    """What downtime, a shortfall and steps are."""
    if not counts_gap(rule):
        return ""
    if counts_downtime(rule):
        meant = (
            f" The downtime is the time in the Measurement Window that was down{_beyond(plan, rule.mark)}."
        )
    else:
        assert rule.mark is not None
        side = "below" if rule.mark.is_below else "above"
        limit = threshold_words(plan, rule.mark.threshold, held.titles)
        shortfall = f"how far the {held.value} is {side} {limit}{_rounded(rule.amount)}"
        if isinstance(rule.amount, Shortfall):
            share = " as a share of the charge" if rule.amount.base else ""
            meant = f" The shortfall is {shortfall}{share}."
        else:
            meant = f" Steps are counted in {shortfall}."
    if rule.steps is None:
        return meant
    begun = "does not count" if rule.steps.is_full else "counts in full"
    return f"{meant} A step that is not complete {begun}."


def _beyond(plan: Plan, mark: Mark | None) -> str:
    if mark is None:
        return ""
    threshold = mark.threshold
    if isinstance(threshold, Quantity) and threshold.type is ValueType.DURATION:
        return f", beyond {quantity_words(plan, threshold)}"
    return f", beyond what {threshold_words(plan, threshold)} allows of the agreed time"


def _rounded(amount: CreditAmount | None) -> str:
    if not isinstance(amount, Shortfall) or amount.rounded is None:
        return ""
    return f", rounded {amount.rounded.mode} to {counted(amount.rounded.decimals, 'decimal')},"


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


def _choice(series: Series, bands: Sequence[Band]) -> str:
    """Which row applies where a value can be in two of them."""
    low = _is_for_low_values(series)
    open_rows = [band for band in bands if (band.lower if low else band.upper) is None]
    if len(open_rows) < 2:
        return ""
    worst = "lowest" if low else "highest"
    return f" Where it satisfies more than one row, only the row with the {worst} threshold applies."


def _early_rows(series: Series, bands: Sequence[Band]) -> str:
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
