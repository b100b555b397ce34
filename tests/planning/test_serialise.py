"""Plans as JSON, as hashes and as text."""

import datetime as dt
import json
import subprocess
import sys
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sladsl.planning import plan as p
from sladsl.planning.serialise import plan_hash, plan_json, read_plan
from sladsl.planning.text import plan_text
from sladsl.planning.wording import write_duration, write_expression, write_number, write_quantity
from sladsl.values import evolve

INVOICE_EXPECTED = Path(__file__).with_name("plan.txt")


def test_a_plan_survives_json(plan):
    text = plan_json(plan)
    assert read_plan(text) == plan
    assert plan_json(read_plan(text)) == text


def test_the_json_tells_its_schema_and_writes_exact_numbers_as_text(plan):
    document = json.loads(plan_json(plan))
    level = document["plan"]["levels"][0]
    assert document["schema"] == "sladsl.plan/1"
    assert level["series"][0]["minimum"]["values"][1] == {
        "since": "2027-01-01",
        "value": {"type": "percent", "amount": "197/200"},
        "span": document["plan"]["levels"][0]["series"][0]["minimum"]["values"][0]["span"],
    }
    assert [band["upper"]["threshold"] for band in level["series"][0]["credits"][0]["bands"]] == [
        {"is": "TargetWord", "word": "minimum"},
        {"is": "Quantity", "type": "percent", "amount": "97/100"},
    ]
    assert level["where"]["right"]["right"]["right"] == {"is": "Constant", "type": "money", "value": "2001/2"}


def fields(kind):
    return st.builds(p.Field, st.just(kind), st.sampled_from([("a",), ("order", "b")]), st.booleans())


constants = st.one_of(
    st.builds(p.Constant, st.sampled_from([p.ValueType.NUMBER, p.ValueType.PERCENT]), st.fractions()),
    st.builds(
        p.Constant, st.sampled_from([p.ValueType.DURATION, p.ValueType.TIME, p.ValueType.DATE]), st.integers()
    ),
    st.builds(p.Constant, st.sampled_from([p.ValueType.TEXT, p.ValueType.CHOICE]), st.text()),
    st.builds(p.Constant, st.just(p.ValueType.FLAG), st.booleans()),
)
expressions = st.recursive(
    st.one_of(
        constants,
        fields(p.ValueType.NUMBER),
        st.just(p.ClockTime()),
        st.builds(p.ClockWithin, st.builds(p.Elapsed, st.integers())),
    ),
    lambda inner: st.one_of(
        st.builds(p.Not, inner),
        st.builds(p.Logical, st.sampled_from(["and", "or"]), inner, inner),
        st.builds(p.Compare, st.sampled_from(["<", "="]), inner, inner),
        st.builds(p.Arithmetic, st.just(p.ValueType.NUMBER), st.sampled_from("+-*/"), inner, inner),
        st.builds(p.Exists, fields(p.ValueType.TIME)),
    ),
    max_leaves=8,
)


@given(expressions)
def test_every_expression_survives_json(plan_factory, expression):
    plan = plan_factory()
    level = evolve(plan.levels[0], where=expression)
    plan = evolve(plan, levels=(level,))
    assert read_plan(plan_json(plan)) == plan


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", '{"schema": "sladsl.plan/2", "plan": {}}', '{"schema": "sladsl.plan/1"}']
)
def test_other_text_is_not_a_plan(text):
    with pytest.raises(ValueError, match=r"not a plan of the schema sladsl.plan/1|Expecting value"):
        read_plan(text)


THRESHOLD = ["levels", 0, "series", 0, "credits", 0, "bands", 0, "upper", "threshold"]


@pytest.mark.parametrize(
    ("place", "value"),
    [
        (["term", "until"], None),
        (["term", "first"], "the first of May"),
        (["term", "first"], 20_260_501),
        (["name"], None),
        (["name"], ["Harbour"]),
        (["levels"], {}),
        (["levels", 0, "required"], "yes"),
        (THRESHOLD, "minimum"),
        ([*THRESHOLD, "is"], "Percentage"),
        ([*THRESHOLD, "is"], ["TargetWord"]),
        (["levels", 0, "where", "right", "right", "right", "type"], "weight"),
        (["levels", 0, "where", "right", "right", "right", "value"], 1000.5),
        (["levels", 0, "series", 0, "minimum", "values", 0, "value", "amount"], "1/0"),
        (["levels", 0, "series", 0, "minimum", "values", 0, "value", "amount"], 1),
        (["tools", 0], ["tzdata"]),
        (["tools", 0], ["tzdata", "2026.6", "or later"]),
    ],
)
def test_a_plan_that_does_not_say_what_the_schema_has_is_refused(plan, place, value):
    document = json.loads(plan_json(plan))
    held = document["plan"]
    for step in place[:-1]:
        held = held[step]
    held[place[-1]] = value
    with pytest.raises(ValueError, match=r"not a plan of the schema sladsl.plan/1"):
        read_plan(json.dumps(document))


def test_a_plan_that_lacks_a_field_is_refused(plan):
    document = json.loads(plan_json(plan))
    del document["plan"]["term"]["first"]
    with pytest.raises(ValueError, match=r"not a plan of the schema sladsl.plan/1"):
        read_plan(json.dumps(document))


def test_a_constant_of_a_kind_that_no_field_has_is_refused(plan):
    document = json.loads(plan_json(plan))
    constant = document["plan"]["levels"][0]["where"]["right"]["right"]["right"]
    constant |= {"type": "text", "value": 1.5}
    with pytest.raises(ValueError, match=r"1.5. is no constant"):
        read_plan(json.dumps(document))


def test_the_hash_is_of_the_meaning_and_not_of_the_layout(plan):
    moved = evolve(
        plan, span=evolve(plan.span, file="moved.sla", line=99), term=evolve(plan.term, span=plan.span)
    )
    assert plan_hash(moved) == plan_hash(plan)
    for other in (
        evolve(plan, tools=(("tzdata", "2026.7"), ("holidays", "0.109"))),
        evolve(plan, term=evolve(plan.term, last=dt.date(2027, 6, 16))),
        evolve(plan, levels=plan.levels[::-1]),
        evolve(plan, settlement=None),
    ):
        assert plan_hash(other) != plan_hash(plan)


def test_the_hash_does_not_depend_on_the_process(plan):
    program = (
        "import sys; from sladsl.planning.serialise import plan_hash, read_plan;"
        "print(plan_hash(read_plan(sys.stdin.read())))"
    )
    shown = subprocess.run(
        [sys.executable, "-c", program], input=plan_json(plan), capture_output=True, text=True, check=True
    )
    assert shown.stdout == f"{plan_hash(plan)}\n"


def test_a_plan_as_text(plan, request):
    text = plan_text(plan)
    if request.config.getoption("--update"):
        INVOICE_EXPECTED.write_text(text, "utf-8")
    assert text == INVOICE_EXPECTED.read_text("utf-8")


A, B, C = (p.Field(p.ValueType.NUMBER, (name,), optional=False) for name in "abc")


def plus(left, right, operator="+"):
    return p.Arithmetic(p.ValueType.NUMBER, operator, left, right)


@pytest.mark.parametrize(
    ("expression", "text"),
    [
        (plus(plus(A, B, "-"), C, "-"), "a - b - c"),
        (plus(A, plus(B, C, "-"), "-"), "a - (b - c)"),
        (plus(plus(A, B), C, "*"), "(a + b) * c"),
        (plus(A, plus(B, C, "*")), "a + b * c"),
        (p.Not(p.Logical("and", A, B)), "not (a and b)"),
        (p.Logical("and", p.Not(A), p.Logical("or", B, C)), "not a and (b or c)"),
        (p.Logical("or", p.Logical("and", A, B), C), "a and b or c"),
        (p.Compare("!=", A, p.Constant(p.ValueType.CHOICE, "query")), "a is not query"),
        (p.Compare("=", A, p.Constant(p.ValueType.TEXT, 'a "b" \\')), 'a is "a \\"b\\" \\\\"'),
        (p.Compare("<", A, p.Constant(p.ValueType.DATE, 20_454)), "a < 2026-01-01"),
        (p.Compare("<", A, p.Constant(p.ValueType.TIME_OF_DAY, 34_200_000_000)), "a < 09:30"),
        (p.Compare("<", A, p.Constant(p.ValueType.DAYS, 5)), "a < 5 days"),
        (p.Compare("<", A, p.Constant(p.ValueType.TIME, 1_782_896_400_000_000)), "a < 2026-07-01 10:00"),
        (p.Compare("<", A, p.Constant(p.ValueType.TIME, 1_792_891_800_000_000)), "a < 2026-10-25 01:30Z"),
        (p.Compare("<", A, p.Constant(p.ValueType.FLAG, value=False)), "a < no"),
    ],
)
def test_expressions_in_the_words_of_the_language(plan, expression, text):
    assert write_expression(plan, expression) == text


@pytest.mark.parametrize(
    ("microseconds", "text"),
    [
        (0, "0 s"),
        (5_400_000_000, "1 h 30 min"),
        (60_500_000, "1 min 0.5 s"),
        (-3_600_000_000, "-1 h"),
        (1, "0.000001 s"),
    ],
)
def test_durations(microseconds, text):
    assert write_duration(microseconds) == text


def test_numbers_are_written_exactly(plan):
    assert write_number(Fraction("1234567.125")) == "1,234,567.125"
    assert write_number(Fraction(-1, 8)) == "-0.125"
    assert write_number(Fraction(1, 3)) == "1/3"
    assert write_quantity(plan, p.Quantity(p.ValueType.DAYS, Fraction(1))) == "1 day"
    assert write_quantity(plan, p.Quantity(p.ValueType.MONEY, Fraction("0.125"))) == "GBP 0.125"
