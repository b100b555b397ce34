"""The credits of a level compared: as what they give for each value, or part by part where time down decides."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from functools import partial

from sladsl.comparison.aspects import Aspect, ChangePlace, PlanPair, change, differences, judged
from sladsl.comparison.change import Change
from sladsl.comparison.consequences.often import judge_history
from sladsl.comparison.consequences.same_time import in_same_units
from sladsl.comparison.credit_tables.credit_curves import judge_curves
from sladsl.comparison.credit_tables.credit_parts import compare_parts
from sladsl.comparison.credit_tables.credit_values import (
    are_resolved,
    counts_values,
    is_cut_alike,
    kinds_in,
    parts_of,
)
from sladsl.comparison.credit_tables.credit_witnesses import with_credits_shown
from sladsl.comparison.credit_tables.credit_words import (
    write_bands,
    write_each,
    write_mark,
    write_option,
    write_rule,
    written_rules,
)
from sladsl.comparison.credit_tables.pricing import charged, counted_in, prices
from sladsl.comparison.effect import (
    INCOMPARABLE,
    NEUTRAL,
    STRICTER,
    WEAKER,
    Judgement,
    all_of,
    because,
    by_presence,
    by_size,
)
from sladsl.comparison.pairing import paired
from sladsl.comparison.sameness import meaning, same
from sladsl.comparison.service_levels.clocks import judge_condition
from sladsl.comparison.service_levels.targets import is_high
from sladsl.comparison.settlements.horizons import SAME_TIME
from sladsl.planning.plan import (
    CreditAmount,
    CreditRule,
    EachRecord,
    HistoryMet,
    Mark,
    Quantity,
    Series,
    Shortfall,
    Steps,
    Target,
)
from sladsl.planning.wording import (
    write_credit,
    write_steps,
    write_test,
)
from sladsl.planning.wording_steps import write_owed
from sladsl.settlement.credit_amounts import counts_downtime, counts_gap
from sladsl.values import evolve

Rules = Sequence[CreditRule]


def credit_changes(
    pair: PlanPair, place: ChangePlace, records: str, old: Series, new: Series
) -> Iterator[Change]:
    """The changes of the credits of one series; its targets are held to be the same, the old ones or the new."""
    if same(old.credits, new.credits):
        return
    is_curve = partial(_is_curve, pair, (*old.credits, *new.credits))
    values_old, values_new = (_by_history(each.credits, is_curve) for each in (old, new))
    gone = [key for key in values_old if key not in values_new]
    come = [key for key in values_new if key not in values_old]
    for key in values_old:
        if key in values_new:
            yield from _curves(pair, place, (old, values_old[key]), (new, values_new[key]))
    if len(gone) == len(come) == 1 and gone[0][0] == come[0][0]:
        yield from _history_changed(pair, place, (old, values_old[gone[0]]), (new, values_new[come[0]]))
    else:
        told = (
            *(((old, values_old[key]), (new, ())) for key in gone),
            *(((old, ()), (new, values_new[key])) for key in come),
        )
        for each in told:
            yield from _curves(pair, place, *each)
    timed = [[rule for rule in each.credits if not is_curve(rule)] for each in (old, new)]
    for before, after in paired(timed[0], timed[1], *_LIKENESSES):
        yield from _part_by_part(pair, place, records, new, (before, after))


def limit_credit_changes(
    pair: PlanPair,
    place: ChangePlace,
    records: str,
    old: tuple[Series, Target | None],
    new: tuple[Series, Target | None],
) -> Iterator[Change]:
    """The change of what the miss of one limit costs by itself; one that comes takes from those of the level."""
    one, other = (() if limit is None else limit.credits for _, limit in (old, new))
    limit = new[1] or old[1]
    if limit is None or same(one, other):
        return
    at = evolve(place, prefix=f"{place.prefix}{limit.word}{write_test(limit)}: ")
    if old[1] is not None and new[1] is not None and not (one and other):
        yield _taken_over(pair, at, (old[0], old[1]), (new[0], new[1]))
    elif old[1] is None or new[1] is None:
        series = seen_by(new[0], limit)
        yield from (_whole(pair, at, series, (rule, None)) for rule in one)
        yield from (_whole(pair, at, series, (None, rule)) for rule in other)
    elif all(_is_curve(pair, (*one, *other), rule) for rule in (*one, *other)):
        yield from _curves(pair, at, (seen_by(old[0], old[1]), one), (seen_by(new[0], new[1]), other))
    else:
        for before, after in paired(one, other, *_LIKENESSES):
            yield from _part_by_part(pair, at, records, seen_by(new[0], limit), (before, after))


def seen_by(series: Series, limit: Target) -> Series:
    """A series as one limit sees it: with no other target, and credits that are owed when it is missed."""
    return evolve(series, minimum=evolve(limit, credits=()), expected=None, further=())


def _taken_over(
    pair: PlanPair, place: ChangePlace, old: tuple[Series, Target], new: tuple[Series, Target]
) -> Change:
    """A limit whose miss costs what the level owes in one version, and its own credits in the other.

    It is shown by a window that misses this limit alone. One that misses others as well owes the level's, too.
    """
    sides = [(seen_by(*each), each[1].credits or _for_a_miss(*each)) for each in (old, new)]
    rules = [*sides[0][1], *sides[1][1]]
    are_curves = all(_is_curve(pair, rules, rule) for rule in rules)
    alone = judge_rules(pair, place.item.name, *sides) if are_curves else INCOMPARABLE
    judgement = all_of((alone or NEUTRAL, by_presence(now=not old[1].credits, added=STRICTER)))
    if old[0].credits or new[0].credits:
        judgement = because(judgement, "without credits of its own, it costs what the level owes")
    written = [
        written_rules(plan, each) or None for plan, (_, each) in zip((pair.old, pair.new), sides, strict=True)
    ]
    told = change(place, "credit", (written[0], written[1]), judgement, (old[1], new[1]))
    return with_credits_shown(pair, place.item.name, sides[1][0], told, (sides[0][1], sides[1][1]))


def _for_a_miss(series: Series, limit: Target) -> Rules:
    """The credits of a level that a miss of one limit alone earns; those of the level's value are not on shares."""
    owed = [rule for rule in series.credits if rule.each is None and rule.history is None]
    if limit is series.minimum:
        return owed
    return [rule for rule in owed if not (rule.bands or rule.mark or counts_gap(rule))]


def _is_curve(pair: PlanPair, rules: Rules, rule: CreditRule) -> bool:
    """Whether a value decides what a credit gives, and it can be said for all credits that are owed like it."""
    if not counts_values(rule):
        return False
    plan = charged(pair.new, pair.old)
    counted = partial(counted_in, plan=plan)
    beside = [each for each in rules if counts_values(each) and _key(each) == _key(rule)]
    return all(is_cut_alike(each) or is_cut_alike(each, counted) for each in beside)


_Key = tuple[int | None, object]


def _key(rule: CreditRule) -> _Key:
    """Which option a credit is, and what must have happened before it is owed."""
    return rule.option, meaning(rule.history)


def _by_history(rules: Rules, is_curve: Callable[[CreditRule], bool]) -> dict[_Key, list[CreditRule]]:
    """The credits that a value decides, those that are owed alike together."""
    by_history: dict[_Key, list[CreditRule]] = {}
    for rule in rules:
        if is_curve(rule):
            by_history.setdefault(_key(rule), []).append(rule)
    return by_history


def _curves(
    pair: PlanPair, place: ChangePlace, old: tuple[Series, Rules], new: tuple[Series, Rules]
) -> Iterator[Change]:
    """The change of credits that a value decides, under the targets of both sides."""
    if same(tuple(old[1]), tuple(new[1])):
        return
    judgement = judge_rules(pair, place.item.name, old, new)
    if judgement is not None:
        if not (old[1] and new[1]) and any(rule.option is not None for rule in (*old[1], *new[1])):
            judgement = evolve(judgement, effect=INCOMPARABLE.effect)
        written = (written_rules(pair.old, old[1]) or None, written_rules(pair.new, new[1]) or None)
        first = (old[1][0] if old[1] else None, new[1][0] if new[1] else None)
        told = change(place, "credit", written, judgement, first)
        are_others = bool(old[1]) and _senses(old[0]) != _senses(new[0])
        yield (
            told if are_others else with_credits_shown(pair, place.item.name, new[0], told, (old[1], new[1]))
        )


def judge_rules(
    pair: PlanPair, level: str, old: tuple[Series, Rules], new: tuple[Series, Rules], *, held: bool = True
) -> Judgement | None:
    """Judge credits of a level by what they give for each value; None where that is the same.

    Targets are `held`: both sides are judged with those of the one, and with those of the other.
    """
    are_both = bool(old[1]) and bool(new[1])
    one, other = (_shortfalls_rounded(rules) for rules in (old[1], new[1]))
    if are_both and one != other and any((*one, *other)):
        return INCOMPARABLE
    if _senses(old[0]) != _senses(new[0]):
        return INCOMPARABLE if are_both else by_presence(now=not old[1], added=STRICTER)
    exact = tuple([_unrounded(rule) for rule in rules] for rules in (old[1], new[1]))
    known = prices(pair, level, new[0], kinds_in((*exact[0], *exact[1])))
    if not held:
        return judge_curves(pair.new, (old[0], exact[0]), (new[0], exact[1]), known)
    alike = same(old[0].minimum, new[0].minimum) and same(old[0].expected, new[0].expected)
    targets = [new[0]] if alike else [new[0], old[0]]
    judgements = [
        judge_curves(
            pair.new,
            (evolve(old[0], minimum=each.minimum, expected=each.expected), exact[0]),
            (evolve(new[0], minimum=each.minimum, expected=each.expected), exact[1]),
            known,
        )
        for each in targets
        if are_resolved(each, (*old[1], *new[1]))
    ]
    if not judgements:
        return INCOMPARABLE if are_both else by_presence(now=not old[1], added=STRICTER)
    found = [each for each in judgements if each is not None]
    return evolve(found[0], effect=all_of(found).effect) if found else None


def _senses(series: Series) -> tuple[object, set[bool]]:
    """What values of a series are, and whether high ones are good."""
    return series.measure.type, {is_high(target) for target in (series.minimum,) if target is not None}


def _shortfalls_rounded(rules: Rules) -> list[object]:
    return [meaning(rule.amount.rounded) for rule in rules if isinstance(rule.amount, Shortfall)]


def _unrounded(rule: CreditRule) -> CreditRule:
    """A credit without the rounding of its shortfall, which is alike on both sides and never turns one over."""
    return (
        evolve(rule, amount=evolve(rule.amount, rounded=None)) if isinstance(rule.amount, Shortfall) else rule
    )


def _history_changed(
    pair: PlanPair, place: ChangePlace, old: tuple[Series, Rules], new: tuple[Series, Rules]
) -> Iterator[Change]:
    """The change of when credits are owed and, beside it, of what they come to."""
    before, after = old[1][0].history, new[1][0].history
    written = tuple("owed for each miss" if each is None else write_owed(each) for each in (before, after))
    judgement = _judge_owed(pair, before, after)
    told = change(place, "credit", (written[0], written[1]), judgement, (old[1][0], new[1][0]))
    owed_before = [evolve(rule, history=before) for rule in new[1]]
    yield with_credits_shown(pair, place.item.name, new[0], told, (owed_before, new[1]))
    bare = [(series, [evolve(rule, history=None) for rule in rules]) for series, rules in (old, new)]
    yield from _curves(pair, place, bare[0], bare[1])


_Both = tuple[CreditRule | None, CreditRule | None]
"""A credit before and after; one of them at least."""


def _whole(pair: PlanPair, place: ChangePlace, series: Series, both: _Both) -> Change:
    old, new = both
    written = (
        None if old is None else write_rule(pair.old, old),
        None if new is None else write_rule(pair.new, new),
    )
    is_option = any(rule is not None and rule.option is not None for rule in both)
    judgement = INCOMPARABLE if is_option else by_presence(now=old is None, added=STRICTER)
    told = change(place, "credit", written, judgement, both)
    rules = tuple([] if rule is None else [rule] for rule in both)
    return with_credits_shown(pair, place.item.name, series, told, (rules[0], rules[1]))


# --- credits that time down decides, or each record -----------------------------------------------------------------


def _part_by_part(
    pair: PlanPair, place: ChangePlace, records: str, series: Series, both: _Both
) -> Iterator[Change]:
    old, new = both
    if old is None or new is None:
        yield _whole(pair, place, series, both)
    elif _kind(old) != _kind(new):
        written = (write_rule(pair.old, old), write_rule(pair.new, new))
        told = change(place, "credit", written, INCOMPARABLE, both)
        yield with_credits_shown(pair, place.item.name, series, told, ([old], [new]))
    elif not same(old, new):
        aspects = (*_PARTS, _mark_aspect(series), _each_aspect(records))
        for told in differences(pair, place, aspects, old, new):
            then = told.without[0].then
            assert isinstance(then, CreditRule), "one part of a credit is taken back"
            yield with_credits_shown(pair, place.item.name, series, told, ([then], [new]))


def _kind(rule: CreditRule) -> object:
    """What decides a credit, and what it gives: credits of one kind are compared part by part."""
    steps = None if rule.steps is None else rule.steps.of
    return type(rule.amount), bool(rule.bands), rule.each is None, counts_downtime(rule), steps


def _each_aspect(records: str) -> Aspect:
    def judge(pair: PlanPair, old: EachRecord | None, new: EachRecord | None) -> Judgement | None:
        if old is None or new is None:
            return INCOMPARABLE
        where = judge_condition(pair, records, (old.where, new.where), wider=STRICTER)
        most = NEUTRAL if same(old.most, new.most) else _judge_most(pair, old.most, new.most)
        told = [each for each in (where, most) if each is not None and each != NEUTRAL]
        return all_of(told) if told else None

    return Aspect("each", "credit", write_each, judge, "for the window as a whole")


def judge_amount(_pair: PlanPair, old: CreditAmount | None, new: CreditAmount | None) -> Judgement:
    """Judge an amount: more is stricter."""
    if old is None or new is None:
        return INCOMPARABLE
    if isinstance(old, Shortfall) or isinstance(new, Shortfall):
        return INCOMPARABLE
    return Judgement(compare_parts(parts_of(old), parts_of(new)))


def _judge_most(pair: PlanPair, old: CreditAmount | None, new: CreditAmount | None) -> Judgement:
    """Judge the most that a credit comes to: more is stricter, and without one it is strictest."""
    if old is None or new is None:
        return by_presence(now=old is None, added=WEAKER)
    return judge_amount(pair, old, new)


def _judge_steps(_pair: PlanPair, old: Steps | None, new: Steps | None) -> Judgement:
    """Judge steps: larger ones are fewer, and started ones are never fewer than full ones."""
    if old is None or new is None or old.of is not new.of or old.size.type is not new.size.type:
        return INCOMPARABLE
    size = by_size(old.size.amount, new.size.amount, WEAKER)
    full = by_size(Fraction(old.is_full), Fraction(new.is_full), WEAKER)
    return all_of((size, full))


def _mark_aspect(series: Series) -> Aspect:
    """From where a credit counts: the sooner, the stricter. With a mark it is owed for what is below expected, too."""

    def judge(_pair: PlanPair, old: Mark | None, new: Mark | None) -> Judgement:
        if old is None or new is None:
            added = WEAKER if series.expected is None else INCOMPARABLE
            return by_presence(now=old is None, added=added)
        one, other = old.threshold, new.threshold
        if (
            old.is_below is not new.is_below
            or not isinstance(one, Quantity)
            or not isinstance(other, Quantity)
        ):
            return INCOMPARABLE
        if one.type is not other.type:
            return INCOMPARABLE
        return by_size(one.amount, other.amount, STRICTER if old.is_below else WEAKER)

    return Aspect("mark", "credit counts", write_mark, judge)


def _judge_owed(pair: PlanPair, old: HistoryMet | None, new: HistoryMet | None) -> Judgement:
    before, after = in_same_units(pair, old, new)
    return because(NEUTRAL, SAME_TIME) if same(before, after) else judge_history(before, after)


_PARTS = (
    Aspect("amount", "credit", write_credit, judge_amount),
    Aspect("bands", "credit table", write_bands, judged(INCOMPARABLE)),
    Aspect("steps", "credit steps", write_steps, _judge_steps),
    Aspect("most", "credit up to", write_credit, _judge_most),
    Aspect("since", "credit from", lambda _plan, day: str(day), judged(INCOMPARABLE), "the start"),
    Aspect("until", "credit until", lambda _plan, day: str(day), judged(INCOMPARABLE), "the end of the term"),
    Aspect("option", "credit", write_option, judged(INCOMPARABLE), "owed without a choice"),
    Aspect("history", "credit", lambda _plan, history: write_owed(history), _judge_owed),
)

_LIKENESSES: tuple[Callable[[CreditRule], object], ...] = (
    meaning,
    lambda rule: meaning(evolve(rule, amount=None)),
    lambda rule: meaning(evolve(rule, most=None)),
    lambda rule: meaning(evolve(rule, steps=None)),
    lambda rule: meaning(evolve(rule, mark=None)),
    lambda rule: meaning(evolve(rule, each=None)),
    _kind,
)
"""Which credits of two versions are the same one: equal ones, then those that differ in one part, then of one kind."""
