"""What a miss costs, in words and as a table."""

from __future__ import annotations

from collections.abc import Sequence

from sladsl.documents.amounts import paid_words, share_words, step_words
from sladsl.documents.credit_bases import bases_words
from sladsl.documents.credit_rows import choice_of_rows, early_rows, threshold_words
from sladsl.documents.figures import quantity_words
from sladsl.documents.histories import owed_when
from sladsl.documents.limits import TARGET_TITLES, CreditReference, held_against, limit_name
from sladsl.documents.prose import counted, date_words, listed, plain, prose
from sladsl.documents.terms import Terms, one_record
from sladsl.documents.verbalise import condition, series_subject
from sladsl.documents.view import Prose
from sladsl.planning.plan import (
    CreditAmount,
    CreditRule,
    EachRecord,
    FailedLately,
    Failing,
    Mark,
    Plan,
    Quantity,
    Series,
    ShareOf,
    ShareOfField,
    Shortfall,
    Steps,
    Target,
    TargetWord,
    ValueType,
)
from sladsl.settlement.credit_amounts import counts_downtime, counts_gap
from sladsl.values import evolve

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
            choice_of_rows(series, rule.bands),
            "" if limit is not None else early_rows(series, rule.bands),
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
        " For this Service Credit, whether a Measurement Window is missed or below expected is decided without the "
        "levels that have Service Credits of their own."
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


def _gap_meant(plan: Plan, rule: CreditRule, held: CreditReference) -> str:
    """What downtime, a shortfall and steps are."""
    if not counts_gap(rule):
        return ""
    if counts_downtime(rule):
        meant = (
            " The downtime is the agreed time in the Measurement Window that is down time"
            f"{_beyond(plan, rule.mark)}."
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
