from fractions import Fraction

import pytest

from sladsl.planning.plan import RoundingMode
from sladsl.settlement.rounding import rounded


@pytest.mark.parametrize(
    ("mode", "amounts"),
    [
        (RoundingMode.HALF_UP, ("0.01", "0.02", "0.02", "0.02", "-0.02")),
        (RoundingMode.HALF_EVEN, ("0.01", "0.02", "0.02", "0.02", "-0.02")),
        (RoundingMode.UP, ("0.02", "0.02", "0.02", "0.02", "-0.01")),
        (RoundingMode.DOWN, ("0.01", "0.01", "0.01", "0.02", "-0.02")),
    ],
)
def test_a_penny(mode, amounts):
    exact = [Fraction(text) for text in ("0.0149", "0.015", "0.0151", "0.02", "-0.015")]
    assert [rounded(each, Fraction("0.01"), mode) for each in exact] == [Fraction(text) for text in amounts]


def test_half_even_and_half_up_differ_on_an_even_penny():
    amount, penny = Fraction("0.025"), Fraction("0.01")
    assert rounded(amount, penny, RoundingMode.HALF_UP) == Fraction("0.03")
    assert rounded(amount, penny, RoundingMode.HALF_EVEN) == Fraction("0.02")


def test_a_quantum_need_not_be_a_power_of_ten():
    assert rounded(Fraction("0.13"), Fraction("0.05"), RoundingMode.HALF_UP) == Fraction("0.15")
