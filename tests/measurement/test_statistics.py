"""Measures against plain Python, exactly."""

import math
import random
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from sladsl.measurement.counts import reducing
from sladsl.measurement.counts.ranks import FEW_ENOUGH
from sladsl.measurement.files.bindings import RecordTable
from sladsl.measurement.measure import measure as run
from sladsl.planning.plan import Arithmetic, ClockWithin, Compare, Constant, Elapsed, Unit, ValueType
from tests.measurement.build import (
    HOUR,
    calendar,
    clock,
    const,
    dimension,
    field,
    level,
    measure,
    only,
    plan,
    record_set,
    rows_of,
    series,
    severity,
    table,
)
from tests.tries import tries

X = field("x", "number")
RANKS = (50, 95, 99, 7, 14, 28, 55, 56, Fraction("99.9"), 100)
AT = "2026-03-02 09:00"


def of_x(statistic, name="L", operand=X, rank=None):
    return level(name, "r", "at", series(measure=measure(statistic, "number", operand, rank)))


ALL = plan(
    record_set("r", "at : time", "x : number"),
    *(of_x("percentile", f"p{rank}", rank=rank) for rank in RANKS),
    *(of_x(statistic, statistic) for statistic in ("sum", "mean", "median", "lowest", "highest")),
)


def nearest_rank(values, rank):
    return sorted(values)[math.ceil(Fraction(rank) * len(values) / 100) - 1]


def median(values):
    ordered = sorted(values)
    return (ordered[(len(ordered) - 1) // 2] + ordered[len(ordered) // 2]) / 2


def expected(values):
    return {
        **{f"p{rank}": nearest_rank(values, rank) for rank in RANKS},
        "sum": sum(values),
        "mean": sum(values) / Fraction(len(values)),
        "median": median(values),
        "lowest": min(values),
        "highest": max(values),
    }


def figures(rules, texts):
    data = RecordTable("r", ("at", "x"), tuple((AT, text) for text in texts))
    return {row.level: row.value.amount for row in rows_of(run(rules, {"r": data})) if row.counts.records}


def few_and_many(measured):
    """What few records come to, which is what they come to where they pass for many, and are put in cells."""
    found = measured()
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(reducing, "FEW_ENOUGH", 0)
        assert measured() == found
    return found


decimals = st.decimals(
    allow_nan=False, allow_infinity=False, min_value=-(10**12), max_value=10**12, places=18
)


@tries(4)
# The last of the cells that hold them ends beyond 64 bits; so does what they span.
@example([Decimal(0), Decimal("9.187343239835811841")])
@example([Decimal("-9.2"), Decimal("0.5"), Decimal("9.187343239835811841")])
@given(st.lists(decimals | st.integers(-5, 5), min_size=1, max_size=60))
def test_statistics_of_any_decimals(values):
    texts = [f"{value:f}" for value in values]
    assert few_and_many(lambda: figures(ALL, texts)) == expected([Fraction(text) for text in texts])


@pytest.mark.parametrize("count", [1, 2, 3, 13, 14, 99, 100, 101, 1999, 7919])
def test_ranks_among_any_number_of_values(count):
    chance = random.Random(count)
    values = [chance.choice([chance.randrange(10**15), chance.randrange(20), 7]) for _ in range(count)]
    texts = [str(value) for value in values]
    assert few_and_many(lambda: figures(ALL, texts)) == expected([Fraction(value) for value in values])


@pytest.mark.usefixtures("each_engine")
@pytest.mark.parametrize("decimals", ["", ".000000000000000001"])
def test_values_that_lie_close_together_but_for_one(decimals):
    """A thousand billion beside 0 to 1,999: cells are divided until few enough values are in those that are wanted."""
    values = [f"{number % 2000}{decimals}" for number in range(2 * FEW_ENOUGH - 1)]
    rules = plan(*ALL.records, of_x("percentile", "p70", rank=70), of_x("median", "median"))
    assert figures(rules, [*values, str(10**12)]) == {
        "p70": Fraction(f"1399{decimals}"),
        "median": (Fraction(f"999{decimals}") + Fraction(f"1000{decimals}")) / 2,
    }


@pytest.mark.usefixtures("each_engine")
def test_a_sum_past_the_exact_range_of_binary_numbers():
    values = ["9007199254740993"] * 3 + ["0.000000000000001"]
    assert figures(plan(*ALL.records, of_x("sum")), values) == {
        "L": Fraction("27021597764222979.000000000000001")
    }


@pytest.mark.usefixtures("each_engine")
def test_long_whole_numbers_beside_long_fractions():
    values = ["123456789", "25", "0.000000001"]
    assert figures(plan(*ALL.records, of_x("sum")), values) == {"L": Fraction("123456814.000000001")}


def test_a_short_literal_beside_long_fractions():
    condition = Compare(
        "<", Arithmetic(ValueType.NUMBER, "*", X, const("number", "1.25")), const("number", 125)
    )
    rules = plan(*ALL.records, level("L", "r", "at", series(good=condition, measure=measure("percent good"))))
    data = RecordTable("r", ("at", "x"), ((AT, "99.999999999999"), (AT, "100.000000000000")))
    assert only(run(rules, {"r": data})).counts.good == 1


@pytest.mark.usefixtures("each_engine")
def test_a_sum_past_the_widest_integer():
    values = ["99999999999999999999.999999999999999999"] * 50
    assert figures(plan(*ALL.records, of_x("sum")), values) == {"L": 50 * Fraction(values[0])}


RATIO = Arithmetic(ValueType.NUMBER, "/", field("a", "number"), field("b", "number"))
RATIOS = plan(
    record_set("r", "at : time", "a : number", "b : number"),
    *(of_x(statistic, statistic, RATIO) for statistic in ("sum", "mean", "median", "lowest", "highest")),
    *(of_x("percentile", f"p{rank}", RATIO, rank) for rank in RANKS),
)


@tries(3)
@given(st.lists(st.tuples(st.integers(-99, 99), st.integers(-99, 99).filter(bool)), min_size=1, max_size=40))
def test_statistics_of_quotients(pairs):
    data = RecordTable("r", ("at", "a", "b"), tuple((AT, str(a), f"{b}.0") for a, b in pairs))
    found = few_and_many(lambda: rows_of(run(RATIOS, {"r": data})))
    amounts = {row.level: row.value.amount for row in found if row.counts.records}
    assert amounts == expected([Fraction(a, b) for a, b in pairs])


def test_ranks_of_tiers_of_several_severities():
    tiers = (("P1", "P2"), ("P3",))
    rules = plan(
        *severity("P1", "P2", "P3", "P4"),
        record_set("r", "severity : severity?", "at : time", "x : number"),
        *(
            level(
                statistic,
                "r",
                "at",
                *(
                    series((", ".join(names),), (names,), measure=measure(statistic, "number", X, rank))
                    for names in tiers
                ),
                dimensions=(dimension("severity", "severity"),),
            )
            for statistic, rank in (("percentile", 75), ("median", None))
        ),
    )
    given_ = [("P1", 4), ("P2", 1), ("P1", 1), ("P2", 9), ("P3", 7), ("P3", 8), ("P4", 100), ("", 200)]
    data = RecordTable("r", ("severity", "at", "x"), tuple((of, AT, str(x)) for of, x in given_))
    found = few_and_many(lambda: rows_of(run(rules, {"r": data})))
    assert {(row.level, row.key): row.value.amount for row in found if row.window.label == "2026-03"} == {
        ("percentile", ("P1, P2",)): 4,
        ("percentile", ("P3",)): 8,
        ("median", ("P1, P2",)): Fraction(5, 2),
        ("median", ("P3",)): Fraction(15, 2),
    }


@pytest.mark.usefixtures("each_engine")
def test_quotients_too_near_to_tell_by_their_digits():
    close = [(10**18 - 1, 10**18), (10**18 - 2, 10**18 - 1), (10**18 - 3, 10**18 - 2)]
    rows = tuple((AT, str(a), str(b)) for a, b in close)
    measured = run(RATIOS, {"r": RecordTable("r", ("at", "a", "b"), rows)})
    found = {row.level: row.value.amount for row in rows_of(measured) if row.counts.records}
    assert found["median"] == Fraction(*close[1])
    assert (found["lowest"], found["highest"]) == (Fraction(*close[2]), Fraction(*close[0]))


@tries(3)
@given(
    st.sampled_from(["+", "-", "*", "/"]),
    st.sampled_from(["<", "<=", ">", ">=", "=", "!="]),
    st.lists(st.tuples(decimals, st.integers(-9, 9).filter(bool)), min_size=1, max_size=20),
    st.fractions(min_value=-3, max_value=3, max_denominator=20),
)
def test_calculations_compare_exactly(operator, comparison, pairs, limit):
    value = Arithmetic(ValueType.NUMBER, operator, field("a", "number"), field("b", "number"))
    condition = Compare(comparison, value, Constant(ValueType.NUMBER, limit))
    rules = plan(
        record_set("r", "at : time", "a : number", "b : number"),
        level("L", "r", "at", series(good=condition, measure=measure("percent good"))),
    )
    rows = tuple((AT, f"{a:f}", str(b)) for a, b in pairs)
    calculate = {
        "+": lambda a, b: a + b,
        "-": lambda a, b: a - b,
        "*": lambda a, b: a * b,
        "/": lambda a, b: a / b,
    }
    compare = {
        "<": lambda a, b: a < b,
        "<=": lambda a, b: a <= b,
        ">": lambda a, b: a > b,
        ">=": lambda a, b: a >= b,
        "=": lambda a, b: a == b,
        "!=": lambda a, b: a != b,
    }
    good = [
        compare[comparison](calculate[operator](Fraction(f"{a:f}"), Fraction(b)), limit) for a, b in pairs
    ]
    assert only(run(rules, {"r": RecordTable("r", ("at", "a", "b"), rows)})).counts.good == sum(good)


def test_severities_with_limits_and_calendars_of_their_own():
    office = calendar("Office", "09:00-17:00")
    tiers = ((("P1", "P2"), 1, None), (("P3",), 8, "Office"))
    rules = plan(
        *severity("P1", "P2", "P3", "P4"),
        office,
        record_set("ticket", "severity : severity?", "opened_at : time", "closed_at : time?"),
        level(
            "L",
            "ticket",
            "opened_at",
            *(
                series(
                    (", ".join(names),),
                    (names,),
                    clock=clock("opened_at", "closed_at", name),
                    good=ClockWithin(Elapsed(hours * HOUR)),
                    measure=measure("percent good"),
                )
                for names, hours, name in tiers
            ),
            window=Unit.QUARTER,
            dimensions=(dimension("severity", "severity"),),
        ),
    )
    tickets = table(
        "ticket",
        """severity | opened_at | closed_at
        P1 | 2026-03-02 09:00 | 2026-03-02 10:00
        P2 | 2026-03-02 09:00 | 2026-03-02 10:01
        P2 | 2026-04-02 09:00 | 2026-04-02 09:10
        P3 | 2026-03-02 09:00 | 2026-03-02 17:00
        P3 | 2026-03-02 09:01 | 2026-03-03 09:01
        P3 | 2026-03-02 09:01 | 2026-03-03 09:02
        P4 | 2026-03-02 09:00 | 2026-03-02 09:01
           | 2026-03-02 09:00 | 2026-03-02 09:01""",
    )
    found = [
        (row.window.label, row.key, row.counts.good, row.counts.bad)
        for row in rows_of(run(rules, {"ticket": tickets}))
    ]
    assert found == [
        ("2026-Q1", ("P1, P2",), 1, 1),
        ("2026-Q1", ("P3",), 2, 1),
        ("2026-Q2", ("P1, P2",), 1, 0),
        ("2026-Q2", ("P3",), 0, 0),
    ]


def test_what_a_window_without_records_has():
    rules = plan(
        record_set("r", "at : time", "x : number?"),
        *(of_x(statistic, statistic) for statistic in ("sum", "mean", "median", "highest")),
        level("n", "r", "at", series(measure=measure("number of", "number"))),
        level(
            "g", "r", "at", series(good=Compare("<", X, const("number", 1)), measure=measure("percent good"))
        ),
    )
    rows = rows_of(run(rules, {"r": table("r", f"at | x\n{AT} | ")}))
    empty = [row for row in rows if row.window.label == "2026-01"]
    assert [(row.level, row.counts.records, row.value) for row in empty] == [
        (name, 0, None) for name in ("sum", "mean", "median", "highest", "n", "g")
    ]
    march = {row.level: row for row in rows if row.window.label == "2026-03"}
    assert {name: row.value for name, row in march.items() if name != "n"} == dict.fromkeys(
        ("sum", "mean", "median", "highest", "g")
    )
    assert (march["n"].value.amount, march["g"].counts.undecided, march["sum"].counts.decided) == (1, 1, 0)


def test_a_number_of_records_that_a_condition_counts():
    rules = plan(
        record_set("r", "at : time", "x : number?"),
        level(
            "n",
            "r",
            "at",
            series(measure=measure("number of", "number", Compare(">", X, const("number", 1)))),
        ),
    )
    row = only(run(rules, {"r": table("r", f"at | x\n{AT} | 2\n{AT} | 1\n{AT} | ")}))
    assert (row.value.amount, row.counts.records, row.counts.decided, row.counts.undecided) == (1, 3, 2, 1)
