"""What charges are said to come to, by hand, and against what is settled of them."""

import re
from fractions import Fraction

import pytest

import sladsl
from sladsl.measurement.results import Measurements
from sladsl.settlement.display import show_money
from sladsl.settlement.settle import settle
from tests.settlement import build as b

HEAD = """\
agreement Small "Small" {
  version  "1.0"
  provider P "Provider Ltd"
  customer C "Customer plc"
  term     2026-01-16 to 2027-06-30
  timezone Europe/London
  currency GBP
  law      "England and Wales"
  records line "Line" {
    id        : text key
    billed_on : time
    paid_on   : time
    price     : money
    cost      : money
    once      : flag
  }
  records report "Report" {
    made_at : time
    score   : percent
    site    : text
  }
"""
LEVEL = """\
  service level Good "Good" by site {{
    for each report
    counted in the window of made_at
    measure mean of score
    window calendar month
    minimum at least 90%
    credit 100% of Fee {}
  }}
  settlement per calendar month, 5 days after its end {{ }}
}}
"""
FIXED = "GBP 3,100 per month"
MEASURED = "from line.price counted in the window of billed_on"
BY_SITE = "by site\n| site | charge |\n| north | {} |\n| south | GBP 600 per month |\n"

PAIRS = [
    (FIXED, "GBP 3,410 per month", "incomparable", ["in 2026-01: GBP 1,600.00 before, GBP 1,760.00 after"]),
    (
        f"{FIXED}, from 2026-03-17 GBP 6,200 per month",
        f"{FIXED}, from 2026-03-01 GBP 4,650 per month",
        "incomparable",
        [
            "in 2026-03: GBP 4,600.00 before, GBP 4,650.00 after",
            "in 2026-04: GBP 6,200.00 before, GBP 4,650.00 after",
        ],
    ),
    (
        FIXED,
        f"{FIXED}, whole in partial periods",
        "incomparable",
        ["in 2026-01: GBP 1,600.00 before, GBP 3,100.00 after"],
    ),
    (
        FIXED,
        f"{FIXED}, a day is 1/30",
        "incomparable",
        [
            "in 2026-01: GBP 1,600.00 before, GBP 1,653.33 after",
            "1 day of 2026-02: GBP 110.71 before, GBP 103.33 after",
        ],
    ),
    (f"{FIXED}, a day is 1/30", f"{FIXED}, an hour is 1/720", "neutral", []),
    (
        BY_SITE.format("GBP 1,200 per month"),
        BY_SITE.format("GBP 1,000 per month"),
        "incomparable",
        ["in 2026-01 for north: GBP 619.35 before, GBP 516.13 after"],
    ),
    (
        FIXED,
        BY_SITE.format("GBP 2,600 per month"),
        "incomparable",
        [
            "in 2026-01: GBP 1,600.00 before, GBP 1,651.61 after",
            "in 2026-01 for north: GBP 1,600.00 before, GBP 1,341.94 after",
        ],
    ),
    (FIXED, MEASURED, "incomparable", ["in 2026-01 without records: GBP 1,600.00 before, GBP 0.00 after"]),
    (
        MEASURED,
        "from line.price where not once counted in the window of billed_on",
        "incomparable",
        ["once yes: charged before, not after"],
    ),
    (
        MEASURED,
        "from line.price counted in the window of paid_on",
        "incomparable",
        ["billed_on in 2026-01, paid_on in 2026-02: charged in 2026-01 before, in 2026-02 after"],
    ),
    (
        MEASURED,
        "from line.cost counted in the window of billed_on",
        "incomparable",
        ["price GBP 100.00, cost GBP 200.00: GBP 100.00 charged before, GBP 200.00 after"],
    ),
]


def loaded(file, charge):
    level = LEVEL.format("" if "by site" in charge else "in full for each value")
    file.write_text(f'{HEAD}  charge Fee "Fee" {charge}\n{level}', encoding="utf-8")
    return sladsl.load(file)


@pytest.mark.parametrize(("old", "new", "effect", "witnesses"), PAIRS)
def test_a_changed_charge_is_told_by_what_it_comes_to(tmp_path, old, new, effect, witnesses):
    versions = [loaded(tmp_path / f"{number}.sla", each) for number, each in enumerate((old, new))]
    (change,) = (each for each in sladsl.compare(*versions).changes if each.item.kind == "charge")
    assert (change.effect.value, list(change.shown)) == (effect, witnesses)
    for witness in witnesses:
        settled = re.fullmatch(r"in (\S+) for (\w+): (.*) before, (.*) after", witness)
        if settled is not None:
            month, site, *amounts = settled.groups()
            assert [credited(each.plan, month, site) for each in versions] == amounts


def credited(plan, month, site):
    """The whole charge of a month as a credit of one site."""
    result = settle(plan, Measurements((b.valued(plan, month, b.percent("0"), "Good", site),), ())).results[0]
    return show_money(plan, sum((each.amount for each in result.credits), Fraction(0)))
