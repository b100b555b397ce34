"""Worked examples with the arithmetic shown: what is given, the value, the verdict, the credit, the settlement."""

from __future__ import annotations

from collections.abc import Iterator
from typing import assert_never

from sladsl.documents.figures import instant_words, money_words, period_words, quantity_words
from sladsl.documents.limits import TARGET_TITLES, percentage_name
from sladsl.documents.open_records import open_arithmetic
from sladsl.documents.prose import counted, lead, listed, plain, prose
from sladsl.documents.terms import Terms, find, many_records, one_record, title
from sladsl.documents.uptime import uptime_arithmetic
from sladsl.documents.view import Block, Column, Paragraph, Prose, Row, Table
from sladsl.documents.worked_credits import worked_credit
from sladsl.documents.worked_rows import COLUMNS, row, series_words
from sladsl.documents.worked_settlement import firing_table, period_table, prospect_table
from sladsl.measurement.results import Counts, Measurement, ValuePart
from sladsl.planning.contract import (
    CreditExpected,
    EarnedBackExpected,
    Expected,
    GivenTable,
    GivenValue,
    RemedyExpected,
)
from sladsl.planning.level_means import mean_of
from sladsl.planning.plan import (
    IntervalMean,
    LevelMean,
    Measure,
    OpenRecords,
    Plan,
    Quantity,
    Ratio,
    ServiceLevel,
    Statistic,
    Uptime,
    ValueType,
)
from sladsl.settlement.display import (
    show_credited,
    show_result,
    show_unrounded,
    show_value,
)
from sladsl.settlement.examples import (
    CreditOutcome,
    EarnedBackOutcome,
    Outcome,
    RemedyOutcome,
    TotalOutcome,
    WorkedExample,
)
from sladsl.settlement.explanation import (
    Result,
    SettledPeriod,
    TargetComparison,
    Verdict,
)
from sladsl.settlement.verdicts import show_share


def example_blocks(terms: Terms, worked: WorkedExample) -> tuple[Block, ...]:
    """An example: its given records and values, then a table for each result and settlement that it asserts."""
    example = worked.example
    return (
        *(block for table in example.tables for block in _given_table(terms, table)),
        *(_given_value(terms, value) for value in example.values),
        *_as_of(terms.plan, example.as_of),
        *_tables(terms, worked),
        *(Paragraph("", difference) for difference in _differences(terms, worked)),
    )


# --- given ---------------------------------------------------------------------------------------------------------


def _given_table(terms: Terms, given: GivenTable) -> Iterator[Block]:
    many = many_records(terms, given.records)
    yield Paragraph("", prose(lead("Given"), f" these {many}:"))
    columns = tuple(Column(name) for name in given.columns)
    rows = tuple(Row(tuple(prose(cell or "") for cell in row)) for row in given.rows)
    yield Table(f"{many} given", columns, rows, is_introduced=True)


def _given_value(terms: Terms, given: GivenValue) -> Paragraph:
    name = series_words(terms, given.level, given.key)
    value = f" a Measured Value of {quantity_words(terms.plan, given.value)}"
    return Paragraph("", prose(lead("Given"), value, f" for {name}, in {period_words(given.period)}."))


def _as_of(plan: Plan, instant: int | None) -> Iterator[Block]:
    if instant is not None:
        yield Paragraph("", prose(lead("Cut-off Time"), f" in this example: {instant_words(plan, instant)}."))


# --- results -------------------------------------------------------------------------------------------------------


def _tables(terms: Terms, worked: WorkedExample) -> Iterator[Table]:
    """A table for each result, however many things the example asserts of it, and for each settled period."""
    shown: list[Result | SettledPeriod] = []
    for outcome in worked.outcomes:
        if isinstance(outcome, EarnedBackOutcome):
            if outcome.prospect is not None:
                yield prospect_table(terms, outcome, outcome.prospect)
            continue
        if isinstance(outcome, RemedyOutcome):
            for firing in outcome.firings:
                yield firing_table(terms, firing)
            continue
        subject = outcome.period if isinstance(outcome, TotalOutcome) else outcome.result
        if subject is None or subject in shown:
            continue
        shown.append(subject)
        if isinstance(subject, SettledPeriod):
            yield period_table(terms, subject)
        else:
            yield _result_table(terms, worked, subject)


def _result_table(terms: Terms, worked: WorkedExample, result: Result) -> Table:
    measurement = result.measurement
    period = period_words(measurement.window.label)
    value = _value(terms.plan, worked, result)
    how = "as given" if _is_given(worked, measurement) else _value_arithmetic(terms, measurement)
    if result.rounding is not None and result.unrounded is not None:
        how = f"{how} = {show_unrounded(terms.plan, result)}, rounded"
    rows = (
        row("Measured Value", how, value),
        _verdict_row(terms.plan, result, value),
        *_credit_rows(terms, worked, result),
    )
    return Table(f"{series_words(terms, measurement.level, measurement.key)}, {period}", COLUMNS, rows)


def _is_given(worked: WorkedExample, measurement: Measurement) -> bool:
    subject = (measurement.level, measurement.key, measurement.window.label)
    return any((each.level, each.key, each.period) == subject for each in worked.example.values)


def _value(plan: Plan, worked: WorkedExample, result: Result) -> str:
    value = result.measurement.value
    if value is None:
        return "none"
    is_given = _is_given(worked, result.measurement) and result.rounding is None
    return quantity_words(plan, value) if is_given else show_result(plan, result) or "none"


def _value_arithmetic(terms: Terms, measurement: Measurement) -> str:
    counts = measurement.counts
    level = find(terms.plan.levels, measurement.level)
    aside = f"; {counts.undecided:,} undecided" if counts.undecided else ""
    aside += f"; {counts.excluded:,} excluded" if counts.excluded else ""
    is_made_of_records = measurement.times is None and measurement.looks is None and mean_of(level) is None
    if counts.decided == 0 and is_made_of_records:
        return "no record counted and decided" + aside
    less = "100% − " if level.series[0].complement else ""
    return f"{less}{_calculation(terms, level, measurement)}{aside}"


def _calculation(terms: Terms, level: ServiceLevel, measurement: Measurement) -> str:
    measure = level.series[0].measure
    match measure:
        case Measure():
            return _reduction(measure, measurement.counts, one_record(terms, level.records))
        case Ratio(per=per):
            over, under = (_part(terms.plan, part) for part in measurement.parts)
            times = "" if per == 1 else f" × {quantity_words(terms.plan, Quantity(ValueType.NUMBER, per))}"
            return f"{over} ÷ {under}{times}"
        case Uptime():
            assert measurement.times is not None, "time up and down is measured by time"
            return uptime_arithmetic(terms, measure, measurement.times)
        case IntervalMean():
            return _interval_mean(terms.plan, measure, measurement)
        case OpenRecords():
            return open_arithmetic(terms.plan, measurement, measure)
        case LevelMean():
            return _level_mean(terms.plan, measurement)
    assert_never(measure)


def _interval_mean(plan: Plan, mean: IntervalMean, measurement: Measurement) -> str:
    quotients, empty = (
        quantity_words(plan, part.value) for part in measurement.parts if part.value is not None
    )
    if mean.empty is None:
        return f"the sum of the quotients of {quotients} intervals ÷ their number"
    counts_as = quantity_words(plan, Quantity(mean.type, mean.empty))
    return f"the sum of the quotients of {quotients} intervals and of {empty} empty ones at {counts_as} ÷ their number"


def _level_mean(plan: Plan, measurement: Measurement) -> str:
    values = [
        f"{show_value(plan, part.value)} in {period_words(part.name)}"
        for part in measurement.parts
        if part.value is not None
    ]
    if not values:
        return "no Measurement Window counts so far"
    return (
        f"({' + '.join(values)}) ÷ {len(values)}"
        if len(values) > 1
        else f"{values[0]}, the only value so far"
    )


def _reduction(measure: Measure, counts: Counts, one: str) -> str:
    match measure.statistic:
        case Statistic.PERCENT_GOOD | Statistic.PERCENT_NOT_GOOD as statistic:
            is_good = statistic is Statistic.PERCENT_GOOD
            top = f"{counts.good:,} good" if is_good else f"{counts.bad:,} not good"
            whole = "decided" if counts.undecided else "counted"
            return f"{top} ÷ {counts.decided:,} {whole}"
        case statistic:
            return f"{statistic.value} over {counted(counts.decided, one)}"


def _part(plan: Plan, part: ValuePart) -> str:
    return f"{part.name} ({'none' if part.value is None else show_value(plan, part.value)})"


def _verdict_row(plan: Plan, result: Result, value: str) -> Row:
    how = result.reason
    is_forgiven = result.verdict is Verdict.MET and any(
        each.satisfied is False for each in result.comparisons
    )
    if result.verdict not in {Verdict.UNMEASURED, Verdict.GRACE} and result.comparisons and not is_forgiven:
        held = (each for each in result.comparisons if each.satisfied is not None)
        how = "; ".join(_comparison(plan, each, value) for each in held)
    return row("Verdict", how, result.verdict.value)


def _comparison(plan: Plan, comparison: TargetComparison, value: str) -> str:
    target = comparison.target
    shown = show_share(plan, comparison) or value
    verb = "is" if comparison.satisfied else "is not"
    bound = quantity_words(plan, comparison.bound)
    return f"{shown} {verb} {target.comparator} {bound} ({TARGET_TITLES[target.word]})"


def _credit_rows(terms: Terms, worked: WorkedExample, result: Result) -> Iterator[Row]:
    """The credits, or that none is due where the example asserts one."""
    for credit in result.credits:
        amount = show_credited(terms.plan, credit.amount, credit.unit, in_full=True)
        option = "" if credit.rule.option is None else f", option {credit.rule.option}"
        if credit.target is not None:
            option = f" for the {_target_name(credit.target)}"
        how = worked_credit(terms, result.measurement.window, credit)
        yield row(f"Service Credit{option}", how, amount)
    is_asserted = any(isinstance(each, CreditOutcome) and each.result == result for each in worked.outcomes)
    if not result.credits and is_asserted:
        why = {each.why for each in result.assessments} or {f"the verdict is {result.verdict}"}
        yield row("Service Credit", f"none is due: {'; '.join(sorted(why))}", "none")


def _target_name(comparison: TargetComparison) -> str:
    return (
        TARGET_TITLES[comparison.target.word]
        if comparison.share is None
        else percentage_name(comparison.target)
    )


# --- differences ---------------------------------------------------------------------------------------------------


def _differences(terms: Terms, worked: WorkedExample) -> Iterator[Prose]:
    """What the example asserts and the rules do not give; nothing is calculated from records in error."""
    if worked.problems:
        yield prose(lead("Records in error. "), "Nothing follows from the records of this example.")
        return
    for outcome in worked.outcomes:
        if not outcome.holds:
            yield _discrepancy(terms, outcome)


def _discrepancy(terms: Terms, outcome: Outcome) -> Prose:
    stated = _stated(terms, outcome.expected)
    return prose(lead("Difference. "), f"The Agreement states {stated}, which its rules do not give.")


def _stated(terms: Terms, expected: Expected) -> str:
    period = period_words(expected.period)
    if isinstance(expected, EarnedBackExpected):
        name = series_words(terms, expected.level, expected.key)
        return f"{money_words(terms.plan, expected.amount)} earned back of the Service Credit for {name} in {period}"
    if isinstance(expected, RemedyExpected):
        named = title(find(terms.plan.remedies, expected.remedy))
        return (
            f"that the clause {named} {'comes' if expected.fires else 'does not come'} to apply in {period}"
        )
    if isinstance(expected, CreditExpected):
        whose = (
            "in total"
            if expected.level is None
            else f"for {series_words(terms, expected.level, expected.key)}"
        )
        return f"Service Credits {whose} of {show_credited(terms.plan, expected.amount, expected.unit)} in {period}"
    value = [quantity_words(terms.plan, expected.value)] if expected.value else []
    what = plain(listed([*value, *([expected.verdict] if expected.verdict else [])]))
    return f"for {series_words(terms, expected.level, expected.key)} in {period}: {what}"
