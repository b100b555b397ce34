"""Judgements against slow ones: conditions over all records, limits over all values, credits as they are settled."""

import datetime as dt
import operator
from fractions import Fraction
from itertools import permutations, product

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from sladsl.comparison.consequences.often import judge_often
from sladsl.comparison.credit_tables.credit_values import counts_values, given_for, is_cut_alike, verdict_of
from sladsl.comparison.logic.bounds import Bound, judge_bound
from sladsl.comparison.logic.conditions import Relation, compare_conditions
from sladsl.measurement.results import Counts, Measurement
from sladsl.planning import plan as p
from sladsl.planning.windows import windows, zone_of
from sladsl.planning.zones import day_start, local_date
from sladsl.settlement.charges import base_of, length_of
from sladsl.settlement.credit_amounts import Judged
from sladsl.settlement.credits import assess
from sladsl.settlement.explanation import Verdict
from sladsl.source import Span

# --- conditions ------------------------------------------------------------------------------------------------------

KINDS = ("fault", "order", "question")
URGENT = p.Field(p.ValueType.FLAG, ("urgent",), optional=False)
KIND = p.Field(p.ValueType.CHOICE, ("kind",), optional=False)
AMOUNT = p.Field(p.ValueType.NUMBER, ("amount",), optional=True)
RECORDS = [
    {"urgent": urgent, "kind": kind, "amount": amount}
    for urgent, kind, amount in product(
        (True, False),
        (*KINDS, "one that no condition names"),
        (None, *(Fraction(number, 2) for number in range(9))),
    )
]


def number(value):
    return p.Constant(p.ValueType.NUMBER, Fraction(value))


conditions = st.recursive(
    st.one_of(
        st.just(URGENT),
        st.just(p.Exists(AMOUNT)),
        st.builds(
            p.Compare,
            st.sampled_from(["=", "!="]),
            st.just(KIND),
            st.builds(p.Constant, st.just(p.ValueType.CHOICE), st.sampled_from(KINDS)),
        ),
        st.builds(
            p.Compare,
            st.sampled_from(["<", "<=", ">", ">=", "=", "!="]),
            st.just(AMOUNT),
            st.builds(number, st.integers(1, 3)),
        ),
    ),
    lambda inner: st.one_of(
        st.builds(p.Not, inner), st.builds(p.Logical, st.sampled_from(["and", "or"]), inner, inner)
    ),
    max_leaves=4,
)


ORDERS = {"<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge}


def holds(condition, record):
    """0, 1 or 2 for no, unknown and yes."""
    match condition:
        case p.Not(operand):
            return 2 - holds(operand, record)
        case p.Logical(joined, left, right):
            return (min if joined == "and" else max)(holds(left, record), holds(right, record))
        case p.Exists():
            return 0 if record["amount"] is None else 2
        case p.Compare(sign, p.Field(path=(name,)), p.Constant(value=mark)):
            value = record[name]
            if value is None:
                return 1
            return 2 * (ORDERS[sign](value, mark) if sign in ORDERS else (value == mark) == (sign == "="))
        case _:
            return 2 * record["urgent"]


AT = Span("a.sla", 0, 1, 1, 1, 1, 2)
PLAN = p.Plan(
    "agreement",
    AT,
    "A",
    "A",
    "1.0",
    p.Party("provider", AT, "P", "P"),
    p.Party("customer", AT, "C", "C"),
    p.Term("term", AT, dt.date(2026, 1, 1), None),
    "UTC",
    "GBP",
    2,
    "",
    (),
    (),
    (),
    (),
    (),
    None,
    (),
)


FAULT, ORDER, QUESTION = (p.Compare("!=", KIND, p.Constant(p.ValueType.CHOICE, kind)) for kind in KINDS)


@settings(max_examples=60)
@example(old=p.Logical("and", URGENT, p.Not(URGENT)), new=p.Logical("or", URGENT, p.Not(URGENT)))
@example(old=p.Not(FAULT), new=p.Logical("and", ORDER, QUESTION))
@given(old=conditions, new=conditions)
def test_conditions_relate_as_the_records_do_that_they_hold_for(old, new):
    compared = compare_conditions(PLAN, "none", old, new)
    less = any(holds(new, record) < holds(old, record) for record in RECORDS)
    more = any(holds(new, record) > holds(old, record) for record in RECORDS)
    relation = {
        (False, False): Relation.SAME,
        (True, False): Relation.NARROWER,
        (False, True): Relation.WIDER,
        (True, True): Relation.NEITHER,
    }
    assert compared.relation is relation[less, more]
    assert (compared.only_before is not None, compared.only_after is not None) == (less, more)


# --- limits and counts -----------------------------------------------------------------------------------------------

LIMITS = [Bound(comparator, Fraction(limit)) for comparator in p.Comparator for limit in range(3)]


def test_a_limit_is_stricter_where_fewer_values_keep_it():
    for old, new in permutations(LIMITS, 2):
        check_limits(old, new)


def check_limits(old, new):
    values = [Fraction(number, 4) for number in range(-4, 16)]
    less = any(old.keeps(value) and not new.keeps(value) for value in values)
    more = any(new.keeps(value) and not old.keeps(value) for value in values)
    judged = judge_bound(old, new, p.ValueType.NUMBER, str)
    expected = {(True, False): "stricter", (False, True): "weaker"}.get((less, more), "incomparable")
    assert judged.effect == expected
    for witness in judged.witnesses:
        value = Fraction(witness.partition(":")[0])
        assert old.keeps(value) != new.keeps(value)


COUNTS = [
    *(p.Consecutive(times) for times in (1, 2, 3)),
    *(p.OfAny(times, of) for times, of in ((1, 2), (2, 2), (2, 3), (2, 4), (3, 4))),
]


def reached(count, failed):
    """Whether a count is reached with the last of some windows."""
    if isinstance(count, p.Consecutive):
        return len(failed) >= count.times and all(failed[-count.times :])
    return failed[-1] and sum(failed[-count.windows :]) >= count.times


def test_a_count_of_windows_is_rarer_where_it_is_reached_less_often():
    for old, new in product(COUNTS, repeat=2):
        check_counts(old, new)


def check_counts(old, new):
    histories = [(*earlier, True) for earlier in product((True, False), repeat=4)]
    less = any(reached(old, each) and not reached(new, each) for each in histories)
    more = any(reached(new, each) and not reached(old, each) for each in histories)
    judged = judge_often(old, new)
    assert not (judged.effect in {"weaker", "neutral"} and more)
    assert not (judged.effect in {"stricter", "neutral"} and less)
    told = [witness.rpartition(": ") for witness in judged.witnesses]
    assert [side for _, _, side in told] == [
        *(["enough before, not after"] if less else []),
        *(["enough after, not before"] if more else []),
    ]
    for words, _, side in told:
        found = row_of(words)
        assert (reached(old, found), reached(new, found)) == (side.endswith("after"), side.endswith("before"))


def row_of(words):
    """Whether each of some windows in words is missed."""
    if words.startswith("one after the other "):
        return [each == "missed" for each in words.removeprefix("one after the other ").split(", ")]
    return [True] * int(words.split()[0])


YEAR, QUARTER = ((p.Anchor.CALENDAR, unit) for unit in (p.Unit.YEAR, p.Unit.QUARTER))


@pytest.mark.parametrize(
    ("old", "new", "shown"),
    [
        (
            p.TimesInUnit(2, *YEAR),
            p.TimesInUnit(3, *YEAR),
            "2 missed in one calendar year: enough before, not after",
        ),
        (
            p.TimesInUnit(2, *YEAR),
            p.TimesInUnit(2, *QUARTER),
            "2 missed in one calendar year, and not 2 in one calendar quarter: enough before, not after",
        ),
        (
            p.TimesInMonths(4, 12),
            p.TimesInMonths(3, 12),
            "3 missed within 12 months: enough after, not before",
        ),
        (
            p.TimesInMonths(4, 12),
            p.TimesInMonths(4, 13),
            "4 missed within 13 months, and not within 12: enough after, not before",
        ),
        (p.OfAny(10, 30), p.OfAny(11, 30), "10 missed in a row: enough before, not after"),
        (p.EveryNth(2), p.Consecutive(2), None),
    ],
)
def test_a_changed_count_is_shown_by_windows(old, new, shown):
    assert judge_often(old, new).witnesses == (() if shown is None else (shown,))


@pytest.mark.parametrize(
    ("old", "new", "effect", "shown"),
    [
        (
            *(10, 11, "incomparable"),
            ("the 10th miss: enough before, not after", "the 11th miss: enough after, not before"),
        ),
        (
            *(6, 4, "incomparable"),
            ("the 6th miss: enough before, not after", "the 4th miss: enough after, not before"),
        ),
        (10, 20, "weaker", ("the 10th miss: enough before, not after",)),
        (9, 3, "stricter", ("the 3rd miss: enough after, not before",)),
    ],
)
def test_every_so_many_misses_are_reached_more_rarely_only_by_a_multiple(old, new, effect, shown):
    judgement = judge_often(p.EveryNth(old), p.EveryNth(new))
    assert (str(judgement.effect), judgement.witnesses) == (effect, shown)


# --- credits ---------------------------------------------------------------------------------------------------------


def settled(plan, level, window, of, amount):
    """What a part of a credit comes to in a window."""
    if of.base is None:
        return amount
    taken = base_of(plan, level, of.base, window)
    parts = 1 if of.unit == "share" else length_of(plan, taken, p.TimeUnit(of.unit))
    return amount * taken.amount / parts


def compared_rules(plan):
    """The credits of levels whose charges are one amount for all values."""
    if any(charge.by or charge.measured for charge in plan.charges):
        return
    for level in plan.levels:
        for series in level.series:
            for rule in series.credits:
                if counts_values(rule) and is_cut_alike(rule) and rule.history is None and series.minimum:
                    yield level, series, rule


def tried(series, day):
    """The limits of a series, and values around them."""
    limit = next(each.value.amount for each in reversed(series.minimum.values) if (each.since or day) <= day)
    steps = (
        -1,
        Fraction(-1, 2),
        Fraction(-1, 5),
        Fraction(-1, 20),
        Fraction(-1, 300),
        0,
        Fraction(1, 300),
        1,
    )
    return [limit * (1 + step) for step in steps]


def test_what_a_credit_gives_is_what_is_settled(all_plans):
    number = 0
    for plan in all_plans:
        year = day_start(zone_of(plan), plan.term.first.replace(year=plan.term.first.year + 2))
        for level, series, rule in compared_rules(plan):
            window = windows(plan, level.window, year)[1]
            day = local_date(zone_of(plan), window.start)
            for value in tried(series, day) if p.holds_on(rule, day) else ():
                verdict = Verdict(verdict_of(series, day, value))
                quantity = p.Quantity(series.minimum.values[0].value.type, value)
                measured = Measurement(
                    level.name, series.key, window, Counts(1, 1, None, None, 0, 0, 0), quantity
                )
                assessed = assess(plan, Judged(level, series, measured, verdict))
                credit = next(each.credit for each in assessed if each.rule is rule)
                parts = given_for(rule, series, day, value, verdict)
                told = sum(settled(plan, level, window, of, part) for of, part in parts.items())
                assert told == (0 if credit is None else credit.amount), (plan.name, level.name, value)
                number += bool(told)
    assert number > 100
