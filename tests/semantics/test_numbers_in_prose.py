"""Numbers in prose are read in each of their spellings, and nothing is taken for one that has no unit."""

from fractions import Fraction

import pytest

from sladsl.semantics.checks.numbers_in_prose import ProseNumber, numbers_in
from sladsl.source import Source
from sladsl.syntax import ast

MINUTE = 60_000_000


def read(text):
    source = Source("prose.sla", text)
    return [number for number, _ in numbers_in(ast.Text(source.span(0, len(text)), text), source)]


@pytest.mark.parametrize(
    ("text", "unit", "value"),
    [
        ("98.5%", "%", Fraction(197, 200)),
        ("98 per cent", "%", Fraction(49, 50)),
        ("GBP 12,000.50", "GBP", Fraction(24001, 2)),
        ("1,200 records", "records", 1200),
        ("15 min", "time", 15 * MINUTE),
        ("15-minute", "time", 15 * MINUTE),
        ("8h", "time", 480 * MINUTE),
        ("1.5 hours", "time", 90 * MINUTE),
        ("1 hour and 30 minutes", "time", 90 * MINUTE),
        ("2.5 seconds", "time", 2_500_000),
        ("5 days", "days", 5),
        ("1 Business Day", "business days", 1),
        ("8 working hours", "business hours", 480 * MINUTE),
        ("£1,200.50", "GBP", Fraction(2401, 2)),
        ("$ 500", "USD", 500),
        ("ninety-five per cent", "%", Fraction(19, 20)),
        ("ninety-five (95) per cent", "%", Fraction(19, 20)),
        ("Seventeen Days", "days", 17),
        ("ten (10) Business Days", "business days", 10),
        ("twenty records", "records", 20),
    ],
)
def test_a_number_is_read_with_its_unit(text, unit, value):
    assert read(f"It is {text}, as agreed.") == [ProseNumber(unit, Fraction(value))]


@pytest.mark.parametrize(
    "text",
    [
        "0%",
        "100%",
        "12",
        "12,000",
        "2026-12-31",
        "09:30",
        "3 months",
        "1.2.3 h",
        "8 houses",
        "GBP 5%",
        "£5%",
        "one-off",
        "seventeenth day",
    ],
)
def test_what_has_no_unit_of_a_rule_is_no_number(text):
    assert read(f"It is {text}.") == []
