"""Credits among which the customer chooses, held against credits that are owed without a choice."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sladsl.comparison.aspects import ChangePlace, PlanPair, change
from sladsl.comparison.change import Change
from sladsl.comparison.credit_tables.credit_values import counts_values
from sladsl.comparison.credit_tables.credit_words import written_rules
from sladsl.comparison.credit_tables.credits import credit_changes, judge_rules
from sladsl.comparison.effect import NEUTRAL, Judgement, all_of
from sladsl.comparison.sameness import meaning
from sladsl.planning.plan import CreditRule, Series
from sladsl.values import evolve

Rules = Sequence[CreditRule]


def series_credit_changes(
    pair: PlanPair, place: ChangePlace, records: str, old: Series, new: Series
) -> Iterator[Change]:
    """The changes of the credits of one series: a choice that comes or goes is one change, others are told apart."""
    if _is_choice(old.credits) and _is_owed(new.credits):
        judgement = _judge(pair, place.item.name, (new, new.credits), (old, old.credits), is_new=False)
    elif _is_owed(old.credits) and _is_choice(new.credits):
        judgement = _judge(pair, place.item.name, (old, old.credits), (new, new.credits), is_new=True)
    else:
        yield from credit_changes(pair, place, records, old, new)
        return
    written = (written_rules(pair.old, old.credits), written_rules(pair.new, new.credits))
    yield change(place, "credit", written, judgement, (old.credits, new.credits))


def _is_owed(rules: Rules) -> bool:
    """Whether credits, if any, are owed without a choice by the value of each window alone."""
    return all(rule.option is None and _is_plain(rule) for rule in rules)


def _is_choice(rules: Rules) -> bool:
    """Whether all credits are options, by the value of each window, and each is for the same values."""
    ranges = {meaning(tuple((band.lower, band.upper) for band in rule.bands)) for rule in rules}
    return len(ranges) == 1 and all(rule.option is not None and _is_plain(rule) for rule in rules)


def _is_plain(rule: CreditRule) -> bool:
    return rule.history is None and rule.since is None and rule.until is None and counts_values(rule)


def _judge(
    pair: PlanPair, level: str, owed: tuple[Series, Rules], choice: tuple[Series, Rules], *, is_new: bool
) -> Judgement:
    """Judge a choice that comes by what each option gives: whichever is chosen is owed in place of what was."""
    each = (_judge_option(pair, level, owed, (choice[0], rule), is_new=is_new) for rule in choice[1])
    return all_of(each)


def _judge_option(
    pair: PlanPair, level: str, owed: tuple[Series, Rules], option: tuple[Series, CreditRule], *, is_new: bool
) -> Judgement:
    series, rule = option
    alone = series, [evolve(rule, option=None)]
    sides = (owed, alone) if is_new else (alone, owed)
    judgement = judge_rules(pair, level, *sides)
    if judgement is None or judgement.effect is NEUTRAL.effect:
        return NEUTRAL
    return evolve(judgement, witnesses=tuple(f"option {rule.option}: {told}" for told in judgement.witnesses))
