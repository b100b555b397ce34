"""Laws of the types of sums, products and comparisons."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sladsl.semantics.types import Kind, Type, arithmetic, comparable

kinds = [kind for kind in Kind if kind is not Kind.UNKNOWN]
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
    wrong = Type(Kind.UNKNOWN)
    assert arithmetic(operator, known, wrong) == arithmetic(operator, wrong, known) == wrong
    assert comparable(known, wrong)


@pytest.mark.parametrize(
    ("left", "operator", "right", "result"),
    [
        (Kind.MONEY, "*", Kind.MONEY, None),
        (Kind.MONEY, "/", Kind.MONEY, Kind.NUMBER),
        (Kind.PERCENT, "*", Kind.MONEY, Kind.MONEY),
        (Kind.PERCENT, "*", Kind.NUMBER, Kind.NUMBER),
        (Kind.PERCENT, "+", Kind.NUMBER, None),
        (Kind.TIME, "-", Kind.TIME, Kind.DURATION),
        (Kind.TIME, "+", Kind.TIME, None),
        (Kind.TIME, "-", Kind.DAYS, Kind.TIME),
        (Kind.DATE, "-", Kind.DATE, Kind.DAYS),
        (Kind.DATE, "+", Kind.DURATION, None),
        (Kind.DURATION, "-", Kind.TIME, None),
        (Kind.DURATION, "+", Kind.DAYS, None),
        (Kind.DURATION, "/", Kind.DURATION, Kind.NUMBER),
        (Kind.NUMBER, "/", Kind.MONEY, None),
    ],
)
def test_units(left, operator, right, result):
    found = arithmetic(operator, Type(left), Type(right))
    assert (None if found is None else found.kind) is result


def test_two_currencies_cannot_be_added():
    pounds, dollars = Type(Kind.MONEY, currency="GBP"), Type(Kind.MONEY, currency="USD")
    assert arithmetic("+", pounds, dollars) is None
    assert not comparable(pounds, dollars)
