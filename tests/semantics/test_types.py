"""Laws of the types of sums, products and comparisons."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sladsl.semantics.types import Type, ValueKind, arithmetic, comparable

kinds = [kind for kind in ValueKind if kind is not ValueKind.UNKNOWN]
types = st.sampled_from(kinds).map(Type)


@given(types, types)
def test_sums_and_products_do_not_depend_on_order(left, right):
    assert arithmetic("+", left, right) == arithmetic("+", right, left)
    assert arithmetic("*", left, right) == arithmetic("*", right, left)


@given(types, types)
def test_a_difference_undoes_a_sum(left, right):
    total = arithmetic("+", left, right)
    if total is not None:
        assert arithmetic("-", total, right) == left or arithmetic("-", total, left) == right


@given(types, types)
def test_comparing_does_not_depend_on_order(left, right):
    assert comparable(left, right) is comparable(right, left)


@given(types, st.sampled_from("+-*/"))
def test_nothing_is_said_of_what_is_already_wrong(known, operator):
    wrong = Type(ValueKind.UNKNOWN)
    assert arithmetic(operator, known, wrong) == arithmetic(operator, wrong, known) == wrong
    assert comparable(known, wrong)


@pytest.mark.parametrize(
    ("left", "operator", "right", "result"),
    [
        (ValueKind.MONEY, "*", ValueKind.MONEY, None),
        (ValueKind.MONEY, "/", ValueKind.MONEY, ValueKind.NUMBER),
        (ValueKind.PERCENT, "*", ValueKind.MONEY, ValueKind.MONEY),
        (ValueKind.PERCENT, "*", ValueKind.NUMBER, ValueKind.NUMBER),
        (ValueKind.PERCENT, "+", ValueKind.NUMBER, None),
        (ValueKind.TIME, "-", ValueKind.TIME, ValueKind.DURATION),
        (ValueKind.TIME, "+", ValueKind.TIME, None),
        (ValueKind.TIME, "-", ValueKind.DAYS, ValueKind.TIME),
        (ValueKind.DATE, "-", ValueKind.DATE, ValueKind.DAYS),
        (ValueKind.DATE, "+", ValueKind.DURATION, None),
        (ValueKind.DURATION, "-", ValueKind.TIME, None),
        (ValueKind.DURATION, "+", ValueKind.DAYS, None),
        (ValueKind.DURATION, "/", ValueKind.DURATION, ValueKind.NUMBER),
        (ValueKind.NUMBER, "/", ValueKind.MONEY, None),
    ],
)
def test_units(left, operator, right, result):
    found = arithmetic(operator, Type(left), Type(right))
    assert (None if found is None else found.kind) is result


def test_two_currencies_cannot_be_added():
    pounds, dollars = Type(ValueKind.MONEY, currency="GBP"), Type(ValueKind.MONEY, currency="USD")
    assert arithmetic("+", pounds, dollars) is None
    assert not comparable(pounds, dollars)
