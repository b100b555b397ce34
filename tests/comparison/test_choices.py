"""Credits that the customer chooses among beside credits without a choice: by hand, and as both are settled."""

import datetime as dt
import re
from fractions import Fraction

import pytest

import sladsl
from sladsl.planning.plan import ChoiceMade
from sladsl.planning.windows import zone_of
from sladsl.planning.zones import day_start
from sladsl.settlement.settle import settle
from sladsl.values import evolve
from tests.comparison.small import HEAD
from tests.settlement import build as b

AGREEMENT = """\
{}
  service level Fast "Fast" {{
    for each report
    counted in the window of made_at
    measure mean of score
    window calendar month
    minimum at least 90%
    {}
  }}
  service level Other "Other" {{
    for each report
    counted in the window of made_at
    measure mean of score
    window calendar month
    minimum at least 90%
    customer chooses one of {{ credit GBP 1 credit GBP 2 }}
  }}
  settlement per calendar month, 5 days after its end {{
    final after 3 settlements
    customer chooses within 30 days in claim.made_at, else the first
  }}
}}
"""
CHOICE = "customer chooses one of {{ credit {} credit {} }}"


def loaded(file, credit):
    file.write_text(AGREEMENT.format(HEAD, credit), encoding="utf-8")
    return sladsl.load(file)


PAIRS = [
    (CHOICE.format("GBP 60", "GBP 70"), "credit GBP 60", "weaker", {2: (70, 60)}),
    (CHOICE.format("GBP 60", "GBP 70"), "credit GBP 65", "incomparable", {1: (60, 65), 2: (70, 65)}),
    (CHOICE.format("GBP 60", "5% of Fee"), "credit 6% of Fee", "stricter", {2: (50, 60)}),
    ("", CHOICE.format("GBP 60", "GBP 70"), "stricter", {1: (0, 60), 2: (0, 70)}),
]


@pytest.mark.parametrize(("old", "new", "effect", "options"), PAIRS)
def test_a_choice_that_comes_or_goes_is_judged_by_each_option(tmp_path, old, new, effect, options):
    versions = [loaded(tmp_path / f"{number}.sla", each) for number, each in enumerate((old, new))]
    (change,) = sladsl.compare(*versions).changes
    assert change.effect == effect
    shown = []
    for option, amounts in options.items():
        assert tuple(paid(each.plan, option) for each in versions) == amounts
        before, after = (f"GBP {each}.00" if each else "no credit" for each in amounts)
        shown.append(f"option {option}: at 89% (below 90%): {before} before, {after} after")
    assert [re.sub(r"\d+% of Fee \((GBP [\d.]+)\)", r"\1", each) for each in change.shown] == shown


def paid(plan, option):
    """What is paid for January at 89% where the customer has chosen an option on 2 February."""
    row = b.valued(plan, "2026-01", b.percent("89"), "Fast")
    at = day_start(zone_of(plan), dt.date(2026, 2, 2))
    choices = (ChoiceMade("Fast", "2026-01", Fraction(option), at),)
    settled = settle(plan, evolve(b.measurements(row), choices=choices))
    return sum(each.total for each in settled.periods)
