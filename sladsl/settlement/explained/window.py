"""A level in a window explained: its verdict, its targets and value, its credits, and the rows that did not apply."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from math import ceil

from sladsl.measurement.results import Counts, Times
from sladsl.planning.level_means import mean_of
from sladsl.planning.plan import (
    Charge,
    CreditRule,
    Dated,
    LevelMean,
    Measure,
    Plan,
    Quantity,
    Series,
    ServiceLevel,
    Statistic,
    Up,
    Uptime,
)
from sladsl.planning.series import is_of_records, series_at
from sladsl.planning.text_exclusions import write_excluded
from sladsl.planning.text_levels import write_measure
from sladsl.planning.windows import zone_of
from sladsl.planning.wording import counted, write_expression
from sladsl.planning.zones import local_date
from sladsl.settlement.credit_sentences import clause_of_credit, credit_arithmetic, row_words
from sladsl.settlement.display import (
    charge_title,
    exact,
    show_credited,
    show_instant,
    show_money,
    show_result,
    show_unrounded,
    show_value,
)
from sladsl.settlement.eras import level_of
from sladsl.settlement.explained.tree import ClausePlace, ExplanationNode, SentenceKind, clause_of
from sladsl.settlement.explanation import (
    Assessment,
    ChargeBase,
    Credit,
    ResolvedBand,
    Result,
    TargetComparison,
    Verdict,
)
from sladsl.settlement.sentences import level_title, parts_words, raised_words, series_title
from sladsl.settlement.statement_exclusions import limit_words
from sladsl.settlement.statement_time import show_time
from sladsl.settlement.values import is_without_records, removed
from sladsl.settlement.verdicts import in_force, show_share, show_target
from sladsl.source import Span


def window_node(plan: Plan, result: Result, beside: tuple[ExplanationNode, ...]) -> ExplanationNode:
    """A result: its verdict and all that decided it; `beside` is what else is known of it, as its records."""
    level = level_of(plan, result.measurement)
    measured, title = result.measurement, level_title(level)
    name = f"{series_title(title, measured.key)}, {measured.window.label}"
    shown = show_result(plan, result)
    so_far = " so far" if measured.window.as_of < measured.window.end else ""
    value = "" if shown is None else f"{shown}, "
    return ExplanationNode(
        SentenceKind.RESULT,
        f"{name}: {value}{result.verdict}{so_far}, as {result.reason}",
        clause_of(level, title),
        (
            *(() if result.verdict is Verdict.MET and not result.credits else _assessments(plan, result)),
            *_targets(plan, result, title),
            _value(plan, level, result),
            *_counts(plan, level, result),
            *_excluded(plan, level, result),
            *beside,
        ),
        {} if measured.value is None else {"value": exact(measured.value.amount)},
    )


# --- targets and value ---------------------------------------------------------------------------------------------


def _targets(plan: Plan, result: Result, title: str) -> Iterator[ExplanationNode]:
    for each in result.comparisons:
        dated = _in_force_in(plan, each, result)
        since = "" if dated.since is None else f", in force from {dated.since}"
        share = show_share(plan, each)
        held = "" if share is None else f" ({share})"
        state = {True: "kept", False: "not kept", None: "not judged"}[each.satisfied]
        clause = ClausePlace(title, each.target.word, each.target.id, dated.span.file, dated.span.line)
        text = f"{show_target(plan, each)}{since}: {state}{held}"
        raised = (raised_words(plan, one) for one in result.raised if one.rule.span == dated.span)
        parts = tuple(
            ExplanationNode(SentenceKind.TARGET, words[0].upper() + words[1:], clause) for words in raised
        )
        yield ExplanationNode(
            SentenceKind.TARGET, text, clause, exact={"limit": exact(each.bound.amount)}, parts=parts
        )


def _in_force_in(plan: Plan, comparison: TargetComparison, result: Result) -> Dated[Quantity]:
    """The dated limit that a result was compared with."""
    dated = [Dated(each.since, each, each.span) for each in comparison.target.values]
    return in_force(plan, dated, result.measurement.window)


def _value(plan: Plan, level: ServiceLevel, result: Result) -> ExplanationNode:
    series = series_at(level, result.measurement.key)
    what = (
        f"100% - {write_measure(plan, series.measure)}"
        if series.complement
        else write_measure(plan, series.measure)
    )
    how = _calculation(plan, level, series, result)
    rounding = ""
    if result.rounding is not None and result.unrounded is not None:
        rounding = f", {show_unrounded(plan, result)} before rounding to {result.rounding.decimals} decimals"
    sign = ": " if isinstance(series.measure, LevelMean) else " = "
    text = f"Value: {what}{f'{sign}{how}' if how else ''}{rounding}"
    return ExplanationNode(SentenceKind.VALUE, text, clause_of(series.measure, level_title(level), "measure"))


def _calculation(plan: Plan, level: ServiceLevel, series: Series, result: Result) -> str:
    """The figures that the value is made from."""
    measured, counts = result.measurement, result.measurement.counts
    if measured.value is None:
        return ""
    if level.no_records is not None and is_without_records(counts):
        return "what a window without records counts as"
    is_weighed_for_credits_alone = isinstance(series.measure, Uptime) and series.measure.affected is None
    if measured.parts and not is_weighed_for_credits_alone:
        return parts_words(plan, measured.parts)
    match series.measure:
        case Measure(statistic=Statistic.PERCENT_GOOD | Statistic.PERCENT_NOT_GOOD as statistic):
            forgiven = removed(level, counts)
            good = counts.good if statistic is Statistic.PERCENT_GOOD else (counts.bad or 0) - forgiven
            return f"{good:,} / {counts.decided - forgiven:,} records"
        case Measure(statistic=Statistic.PERCENTILE, rank=Fraction() as rank):
            place = ceil(rank * counts.decided / 100)
            return f"place {place:,} of {counted(counts.decided, 'value')}, lowest first"
        case Measure():
            return f"{show_value(plan, measured.value)} of {counted(counts.decided, 'record')}"
        case Uptime(statistic=Up.AVAILABILITY) if measured.times is not None:
            return f"1 - {show_time(plan, measured.times.down)} / {show_time(plan, measured.times.agreed)}"
        case _:
            return ""


# --- counts --------------------------------------------------------------------------------------------------------


def _counts(plan: Plan, level: ServiceLevel, result: Result) -> Iterator[ExplanationNode]:
    measured = result.measurement
    window = measured.window
    if mean_of(level) is not None:
        return
    start, end = show_instant(plan, window.start), show_instant(plan, window.end)
    span = f"at {start}" if is_of_records(level) else f"in {start} to {end}"
    partial = ", cut by the term" if window.partial else ""
    read = f"read as of {show_instant(plan, window.as_of)}"
    if measured.times is not None:
        yield _time(plan, level, measured.times, f"{start} to {end}{partial}, {read}")
        return
    where = "" if level.where is None else f" where {write_expression(plan, level.where)}"
    by = "" if level.counted is None else f", counted by {'.'.join(level.counted.path)}"
    yield ExplanationNode(
        SentenceKind.COUNTS,
        f"Counted: {level.records}{where}{by} {span}{partial}, {read}: {_told(measured.counts)}",
        clause_of(level, level_title(level)),
        exact={name: str(number) for name, number in _numbers(measured.counts)},
    )


def _excluded(plan: Plan, level: ServiceLevel, result: Result) -> Iterator[ExplanationNode]:
    """What each exclusion of records takes, and the value without them."""
    measured = result.measurement
    for exclusion, each in zip(
        level.exclusions if measured.exclusions else (), measured.exclusions, strict=True
    ):
        limits = [f", {limit_words(plan, exclusion.budget, use)}" for use in each.uses]
        good = " as good" if exclusion.as_uptime else ""
        taken = f"Excluded{good} by `{write_excluded(plan, exclusion)}`: {counted(each.records, 'record')}"
        yield ExplanationNode(
            SentenceKind.COUNTS,
            f"{taken}{''.join(limits)}",
            clause_of(exclusion, level_title(level), "exclude"),
            exact={"records": str(each.records)},
        )
    if measured.gross_counts is not None and measured.gross is not None:
        shown = show_value(plan, measured.gross, result.compared)
        exactly = {"value": exact(measured.gross.amount)}
        yield ExplanationNode(
            SentenceKind.VALUE,
            f"Without exclusions: {shown}, of {_told(measured.gross_counts)}",
            exact=exactly,
        )


def _told(counts: Counts) -> str:
    judged = "" if counts.good is None else f", {counts.good:,} good and {counts.bad:,} bad"
    more = [
        *([f"{counts.undecided:,} undecided and left out"] if counts.undecided else []),
        *([f"{counts.excluded:,} excluded"] if counts.excluded else []),
        *([f"{counts.quarantined:,} set aside as bad data"] if counts.quarantined else []),
    ]
    return ", ".join([f"{counted(counts.records, 'record')}, {counts.decided:,} decided{judged}", *more])


def _numbers(counts: Counts) -> Iterator[tuple[str, int]]:
    for name in ("records", "decided", "good", "bad", "undecided", "excluded", "quarantined"):
        number = getattr(counts, name)
        if number is not None:
            yield name, number


def _time(plan: Plan, level: ServiceLevel, times: Times, span: str) -> ExplanationNode:
    parts = [
        f"{show_time(plan, times.agreed)} agreed",
        f"{show_time(plan, times.down)} down in {counted(times.outages, 'outage')}",
        f"the longest {show_time(plan, times.longest)}",
    ]
    if level.exclusions:
        gross = f"{show_time(plan, times.gross_down)} down of {show_time(plan, times.gross_agreed)}"
        parts.append(f"{show_time(plan, times.excluded)} excluded; without exclusions {gross}")
    numbers = {
        "agreed_us": times.agreed,
        "down_us": times.down,
        "excluded_us": times.excluded,
        "outages": times.outages,
    }
    return ExplanationNode(
        SentenceKind.COUNTS,
        f"Time in {span}: {', '.join(parts)}",
        clause_of(level, level_title(level)),
        exact={name: str(number) for name, number in numbers.items()},
    )


# --- credits -------------------------------------------------------------------------------------------------------


def _assessments(plan: Plan, result: Result) -> Iterator[ExplanationNode]:
    """Each credit of a level: what it comes to and how, or why nothing is owed, and the rows that did not apply."""
    for each in result.assessments:
        yield _assessment(plan, result, each)


def _assessment(plan: Plan, result: Result, assessment: Assessment) -> ExplanationNode:
    credit, limit = assessment.credit, assessment.target
    rows = tuple(_row(plan, result, assessment, each) for each in _chosen_first(assessment))
    if credit is None:
        text = f"No credit{_in_force(assessment.rule)}: {assessment.why}"
        return ExplanationNode(
            SentenceKind.CREDIT, text, clause_of(assessment.rule, result.title, "credit"), rows
        )
    amount = show_credited(plan, credit.amount, credit.unit)
    parts = rows or (_arithmetic(plan, result, credit),)
    of = "" if limit is None else f" of `{show_target(plan, limit)}`"
    option = "" if assessment.rule.option is None else f", option {assessment.rule.option}"
    return ExplanationNode(
        SentenceKind.CREDIT,
        f"Credit {amount}{of}{option}{_in_force(assessment.rule)}",
        clause_of(assessment.rule, result.title, "credit"),
        parts,
    )


def _in_force(rule: CreditRule) -> str:
    return "" if rule.since is None else f", in force from {rule.since}"


def _arithmetic(plan: Plan, result: Result, credit: Credit) -> ExplanationNode:
    clause = clause_of(clause_of_credit(credit), result.title, "credit")
    bases, exactly = tuple(_bases(plan, credit)), {"amount": exact(credit.amount)}
    return ExplanationNode(SentenceKind.ARITHMETIC, credit_arithmetic(plan, credit), clause, bases, exactly)


def _chosen_first(assessment: Assessment) -> list[ResolvedBand]:
    chosen = None if assessment.credit is None else assessment.credit.row
    return sorted(assessment.rows, key=lambda row: row != chosen)


def _bases(plan: Plan, credit: Credit) -> Iterator[ExplanationNode]:
    if credit.base is not None:
        yield from (_base(plan, each) for each in (credit.base, *credit.base.lesser))


def _base(plan: Plan, base: ChargeBase) -> ExplanationNode:
    charge = next(each for each in plan.charges if each.name == base.charge)
    span = f"{show_instant(plan, base.start)} to {show_instant(plan, base.end)}"
    title = charge_title(plan, base.charge)
    text = f"{title} for {span}: {show_money(plan, base.amount)}"
    place = _place_of_rate(plan, charge, base.start)
    clause = ClausePlace(title, "", charge.id, place.file, place.line)
    return ExplanationNode(SentenceKind.BASE, text, clause, exact={"amount": exact(base.amount)})


def _place_of_rate(plan: Plan, charge: Charge, at: int) -> Span:
    """Where the rate stands that holds at an instant, which another amendment than the last may have written."""
    day = local_date(zone_of(plan), at)
    return next(
        (rate.span for rate in reversed(charge.rates) if rate.since is None or rate.since <= day), charge.span
    )


def _row(plan: Plan, result: Result, assessment: Assessment, row: ResolvedBand) -> ExplanationNode:
    """A row of a credit table: that it applies, with the arithmetic, or why it does not."""
    words = row_words(plan, row)
    clause = clause_of(row.band, result.title, f"row `{words}`")
    credit = assessment.credit
    share = None if assessment.target is None else show_share(plan, assessment.target)
    shown = share or show_result(plan, result) or "no value"
    if credit is None:
        return ExplanationNode(SentenceKind.ROW, f"row `{words}` does not apply: {assessment.why}", clause)
    if credit.row == row:
        rivals = any(other.holds for other in assessment.rows if other != row)
        text = f"row `{words}` applies: it holds {shown}{', and is the most severe row that does' if rivals else ''}"
        return ExplanationNode(SentenceKind.ROW, text, clause, (_arithmetic(plan, result, credit),))
    if not row.holds or credit.row is None:
        return ExplanationNode(
            SentenceKind.ROW, f"row `{words}` does not apply: {shown} is outside it", clause
        )
    chosen = row_words(plan, credit.row)
    return ExplanationNode(
        SentenceKind.ROW,
        f"row `{words}` does not apply: it holds {shown}, but `{chosen}` is more severe",
        clause,
    )
