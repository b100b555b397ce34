"""What charges are said to come to, by hand, and against what is settled of them."""

import re
from fractions import Fraction

import pytest

import sladsl
from sladsl.measurement.results import DayCharge, Measurements
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
    site      : text
    region    : text
    payer     : ref payer
  }
  records payer "Payer" {
    id   : text key
    site : text
  }
  records bill "Bill" {
    billed_on : time
    price     : money
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
    (
        MEASURED,
        "from bill.price where price > GBP 5 counted in the window of billed_on",
        "incomparable",
        [
            "a record of line with price GBP 100.00: charged before, not after",
            "a record of bill where price > GBP 5.00 with price GBP 100.00: charged after, not before",
        ],
    ),
    (
        MEASURED,
        f"{MEASURED} by site",
        "incomparable",
        ["price GBP 100.00 with site A, GBP 200.00 with site B: for A GBP 300.00 before, GBP 100.00 after"],
    ),
    (
        f"{MEASURED} by region, site",
        f"{MEASURED} by site",
        "incomparable",
        [
            "price GBP 100.00 with region A, GBP 200.00 with region B: for A GBP 100.00 before, GBP 300.00 after"
        ],
    ),
    (
        f"{MEASURED} by site",
        f"{MEASURED} by payer.site",
        "incomparable",
        ["site A, payer.site B: charged for A before, for B after"],
    ),
    (
        "GBP 310 per month\ncharge Extra GBP 0 per month, from 2026-03-01 GBP 31 per month",
        "GBP 310 per month",
        "incomparable",
        ["in 2026-03: GBP 31.00 before, nothing after"],
    ),
    (
        FIXED,
        f"{FIXED}\ncharge Extra from line.cost where not once counted in the window of billed_on",
        "incomparable",
        ["a record of line where not once with cost GBP 100.00: nothing before, charged after"],
    ),
]


def loaded(file, charge, title="Fee"):
    level = LEVEL.format("" if re.search("by .*site", charge) else "in full for each value")
    file.write_text(f'{HEAD}  charge Fee "{title}" {charge}\n{level}', encoding="utf-8")
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


def credited(plan, month, site, charges=()):
    """The whole charge of a month as a credit of one site."""
    rows = (b.valued(plan, month, b.percent("0"), "Good", site),)
    result = settle(plan, Measurements(rows, (), charges=charges)).results[0]
    return show_money(plan, sum((each.amount for each in result.credits), Fraction(0)))


@pytest.mark.parametrize(
    ("charge", "accrued"),
    [(MEASURED, {(): 300}), (f"{MEASURED} by site", {("A",): 100, ("B",): 200})],
)
def test_a_level_takes_of_a_charge_by_its_field_what_is_for_the_value(tmp_path, charge, accrued):
    """The same two records that show it: 100 for site A, and 200 for site B."""
    plan = loaded(tmp_path / "one.sla", charge).plan
    days = tuple(DayCharge("Fee", key, "2026-02-10", Fraction(amount)) for key, amount in accrued.items())
    assert credited(plan, "2026-02", "A", days) == f"GBP {next(iter(accrued.values()))}.00"


def test_a_measured_charge_with_another_title_is_charged_alike(tmp_path):
    versions = [loaded(tmp_path / "old.sla", MEASURED), loaded(tmp_path / "new.sla", MEASURED, "Bills")]
    told = [(each.part, each.effect.value) for each in sladsl.compare(*versions).changes]
    assert told == [("title", "neutral")]
