"""What levels can cost at most, by hand, and what no sum of credits can reach."""

from fractions import Fraction

import pytest

from sladsl.semantics.credits.at_risk import at_risk, charges_on, days_of_change
from sladsl.semantics.credits.bounds import credit_bounds
from sladsl.semantics.references.remedies import events_in
from sladsl.syntax import ast
from tests.semantics.analysing import HEADER, analysis_of

START = f"""agreement Demo "Demo" {{{HEADER}
  charge Fee GBP 1,000 per month, from 2026-07-01 GBP 14,400 per year
  charge Sites by site
    | site | charge           |
    | n    | GBP 10 per month |
    | s    | GBP 20 per month |
  records ticket {{
    id        : text key
    opened_at : time
    closed_at : time?
    site      : one of {{ n, s }}
    where_to  : text
    error     : flag
  }}
"""
SETTLED = "settlement per calendar month, 14 days after its end {{ {} }}"


def level(credit, by="", measure="percent good", window="calendar month", minimum="minimum at least 98%"):
    return f"""service level L{by} {{
      for each ticket
      counted in the window of opened_at
      clock from opened_at to closed_at
      good when not error
      measure {measure}
      window {window}
      {minimum}
      credit {credit}
    }}
    """


def of(text, months):
    analysis = analysis_of(f"{START}{text}{SETTLED.format('')} }}")
    amount = at_risk(analysis.levels[0], months, analysis)
    return amount.money, dict(amount.shares), amount.is_all


TABLE = "of Fee\n| when below | credit |\n| minimum | 5% |\n| 95% | 10% |\n"
LESS = {"measure": "percent not good", "minimum": "required at most 5%"}
TIME = {"measure": "mean of clock", "minimum": "required at most 4 h"}


@pytest.mark.parametrize(
    ("written", "months", "money", "share"),
    [
        (level(TABLE), 1, 0, "0.1"),
        (level(TABLE), 12, 0, "1.2"),
        (level("5% of Fee", window="calendar quarter"), 1, 0, "0.15"),
        (level("1/50 of Fee", window="calendar week"), 3, 0, "0.06"),
        (level("GBP 10", window="calendar week"), 1, 40, None),
        (level("GBP 10", window="calendar week"), 12, 520, None),
        (level("GBP 10", window="calendar day"), 3, 900, None),
        (level("GBP 10", window="rolling 90 days"), 3, 30, None),
        (level("GBP 10", window="contract quarter"), 12, 40, None),
        (level("GBP 5 per started percentage point below the minimum"), 1, 490, None),
        (level("GBP 5 per full 3% below the minimum", minimum="minimum at least 95.5%"), 1, 155, None),
        (level("GBP 5 per started percentage point below the minimum, up to GBP 200"), 3, 600, None),
        (level("GBP 50, up to GBP 200"), 1, 50, None),
        (level("GBP 5 per started 1 h, up to GBP 60", **TIME), 1, 60, None),
        (level("the shortfall of Fee"), 1, 0, "0.98"),
        (level("the shortfall of Fee", **LESS), 1, 0, "0.95"),
        (level("GBP 5 per record where error, up to GBP 60"), 1, 60, None),
        (level("5% of Fee of the previous calendar quarter"), 1, 0, "0.15"),
        (level("5% of Fee of the contract year"), 3, 0, "1.8"),
        (level("10% of Fee in full for each value", by=" by site"), 1, 0, "0.2"),
        (level("10% of Fee shared equally", by=" by site"), 1, 0, "0.1"),
    ],
)
def test_the_greatest_credit_is_as_by_hand(written, months, money, share):
    shares = {} if share is None else {"Fee": Fraction(share)}
    assert of(written, months) == (money, shares, True)


@pytest.mark.parametrize(
    "written",
    [
        level("GBP 5 per record where error"),
        level("GBP 5 per started 1 h", **TIME),
        level("2 points"),
        level("\n| when below | credit |\n| minimum | 2 points |\n"),
        level("2 days of Fee"),
        level("5% of Fee when missed in 2 consecutive windows"),
        level("5% of Fee of the previous calendar week"),
        level("5% of the greater of Fee and Fee"),
        level("5% of Sites", by=" by site"),
        level("GBP 5", window="each record"),
        level("GBP 5 per started 1 h, up to 3 points", **TIME),
    ],
)
def test_what_cannot_be_told_is_not_told(written):
    assert of(written, 1) == (0, {}, False)


def test_values_that_only_the_records_hold_are_at_least_one():
    assert of(level("GBP 5", by=" by where_to"), 1) == (5, {}, False)


def test_a_share_of_a_mean_of_shares_can_fall_short_by_all_of_it():
    mean = """service level L {
      measure mean of M over the last 3 windows
      window calendar month
      minimum at least 90%
      credit GBP 1 per full percentage point below the minimum
    }
    """
    read = level("GBP 1").replace("level L", "level M")
    assert of(f"{mean}{read}", 1) == (90, {}, True)


def test_charges_are_those_of_a_month_from_each_day_on():
    analysis = analysis_of(f"{START} }}")
    assert [charges_on(day, analysis) for day in days_of_change(analysis)] == [{"Fee": 1000}, {"Fee": 1200}]


# --- bounds ---


def bounds(event, steps="", more="", levels=None):
    text = levels or level("GBP 100")
    remedy = f'remedy R {{ when {event} the provider shall "act" within 10 days {more} }}'
    analysis = analysis_of(f"{START}{text}{SETTLED.format(steps)}{remedy} }}")
    (when,) = [each for each in analysis.remedies[0].items if isinstance(each, ast.RemedyWhen)]
    (only,) = events_in(when.event)
    assert isinstance(only, ast.CreditsReach)
    return [amount for amount, _ in credit_bounds(only, analysis)]


YEAR = "credits paid above GBP 1 in a calendar year"


@pytest.mark.parametrize(
    ("event", "steps", "expected"),
    [
        (YEAR, "", [1200]),
        (YEAR, "limit all credits to GBP 50 per calendar month", [600, 1200]),
        (YEAR, "limit all credits to 10% of Fee per calendar quarter", [1440, 1200]),
        (YEAR, "limit all credits to 10% of Sites per calendar quarter", [1200]),
        (YEAR, "limit all credits to GBP 700 per contract year", [1400, 1200]),
        (YEAR, "limit all credits to GBP 7 per calendar week", [1200]),
        (YEAR, "limit all credits to GBP 900 over the term", [900, 1200]),
        (YEAR, "limit credits of L to GBP 5 per calendar month", [1200]),
        (YEAR, "limit credits of each level to GBP 5 per calendar month", [1200]),
        (YEAR, "limit all credits to GBP 50 per calendar month raise credits below GBP 9 to GBP 9", []),
        (YEAR, "double credits of a level missed in 2 or more consecutive windows", []),
        ("credits calculated above GBP 1 over the term", "", [1200]),
        (
            "credits paid above GBP 1 over the term",
            "limit all credits to GBP 50 per calendar quarter",
            [200, 1200],
        ),
        (
            "credits paid above GBP 1 in a contract month",
            "limit all credits to GBP 50 per calendar year",
            [100, 100],
        ),
        (
            "credits paid above GBP 1 in a calendar week",
            "limit all credits to GBP 50 per calendar month",
            [50, 100],
        ),
        (
            "credits calculated above GBP 1 in a calendar month",
            "limit all credits to GBP 5 per calendar month",
            [100],
        ),
    ],
)
def test_no_sum_of_credits_reaches_more(event, steps, expected):
    assert bounds(event, steps) == expected


def test_nothing_bounds_what_has_no_greatest_amount():
    assert bounds(YEAR, more="credit GBP 5") == []
    assert bounds(YEAR, levels=level("GBP 5", window="calendar week")) == []
    assert bounds(YEAR, levels=level("GBP 5 per record where error")) == []
    assert bounds(YEAR, levels=level("5% of Sites", by=" by site")) == []


def test_an_open_term_and_days_of_a_charge_leave_it_open():
    def open_ended(text):
        return text.replace("to 2026-12-31", "to open")

    analysis = analysis_of(
        open_ended(
            f"{START.replace('per year', 'per year, a day is 1/365 of a year')}{level('5% of Fee')}"
            f"{SETTLED.format('limit all credits to 5% of Fee per calendar month')}"
            'remedy R { when credits paid above GBP 1 over the term the provider shall "act" within 10 days } }'
        )
    )
    (event,) = [each.event for each in analysis.remedies[0].items if isinstance(each, ast.RemedyWhen)]
    assert isinstance(event, ast.CreditsReach)
    assert list(credit_bounds(event, analysis)) == []
