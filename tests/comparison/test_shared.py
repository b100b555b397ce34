"""Whether more for one credit may be less in all, by the steps behind it that share credits out."""

import pytest

import sladsl
from tests.comparison.test_step_witnesses import loaded

OFTEN = "credits of Fast missed in 2 or more consecutive windows"
TWICE, THRICE = f"double {OFTEN}", f"multiply {OFTEN} by 3"
EARNED = "earn back 50% of credits of {} when minimum is met in the following window"
ANY = "earn back 50% when minimum is met in the following window"
MONTH = "limit all credits to GBP 50 per calendar month"
YEAR = "limit all credits to GBP 200 per calendar year"
TABLE = "convert points of Fee\n| at or above | credit |\n| 1 | 2% |\n| 9 | 5% |"
FAST = "limit credits of Fast to GBP 50 per calendar month"


@pytest.mark.parametrize(
    ("behind", "effect"),
    [
        (["round half-up to GBP 0.01"], "stricter"),
        ([MONTH, ANY], "incomparable"),
        ([MONTH, EARNED.format("Right")], "incomparable"),
        ([MONTH, YEAR, "round half-up to GBP 0.01"], "stricter"),
        ([YEAR, MONTH], "incomparable"),
        ([MONTH, "limit all credits to GBP 50 per calendar month"], "stricter"),
        ([MONTH, "limit all credits to GBP 500 over the term"], "stricter"),
        ([MONTH, FAST], "incomparable"),
        ([FAST, MONTH], "stricter"),
        ([FAST, ANY], "stricter"),
        (["limit credits of Fast to GBP 50 per calendar year", ANY], "incomparable"),
        (["limit credits of Fast and Right to GBP 50 per calendar month", EARNED.format("Kind")], "stricter"),
        (
            ["limit credits of Fast and Right to GBP 50 per calendar month", EARNED.format("Right")],
            "incomparable",
        ),
        (["limit credits of Kind and Right to GBP 50 per calendar month", ANY], "stricter"),
        (["limit credits of each level to GBP 50 per calendar month", ANY], "incomparable"),
        (["limit credits of each site to GBP 50 per calendar month", ANY], "incomparable"),
        ([MONTH, "ignore credits below GBP 20"], "stricter"),
        ([YEAR, "ignore credits below GBP 20"], "incomparable"),
        ([MONTH, "ignore each credit below GBP 20"], "incomparable"),
        (["raise credits below GBP 200 to GBP 200", ANY], "incomparable"),
        (["only the highest credit per window", ANY], "incomparable"),
        (["only the highest of Fast, Right", MONTH], "stricter"),
        (["only the highest of Fast, Right", ANY], "incomparable"),
        (["only the highest credit per site", MONTH], "incomparable"),
        (["convert each point to GBP 5", ANY], "stricter"),
        ([TABLE, MONTH], "stricter"),
        ([TABLE, ANY], "incomparable"),
        ([YEAR, "carry over what exceeds GBP 50 until 2 periods later, then lost"], "incomparable"),
        (["carry over what exceeds GBP 50, then paid", ANY], "incomparable"),
        ([MONTH, "carry over what exceeds GBP 50, then paid"], "stricter"),
    ],
)
def test_a_larger_multiple_is_stricter_unless_its_share_is_treated_otherwise(tmp_path, behind, effect):
    versions = [
        loaded(tmp_path / f"{name}.sla", "\n".join((step, *behind)))
        for name, step in (("old", TWICE), ("new", THRICE))
    ]
    (change,) = sladsl.compare(*versions).changes
    assert change.effect.value == effect


def test_credits_of_two_levels_show_that_it_may_turn(tmp_path):
    behind = [MONTH, EARNED.format("Fast"), "round half-up to GBP 0.01"]
    versions = [
        loaded(tmp_path / f"{name}.sla", "\n".join((step, *behind)))
        for name, step in (("old", TWICE), ("new", THRICE))
    ]
    (change,) = sladsl.compare(*versions).changes
    # Of 40 + 50 and 60 + 50 in February the limit leaves Fast 22.22 and 27.27, half of which is earned back in March.
    assert change.shown == (
        (
            "credits of GBP 20.00 for Fast in 2026-01 and 2026-02 and GBP 50.00 for Right in 2026-02, 2026-03 met: "
            "GBP 58.89 by the end of 2026-03 before, GBP 56.36 after"
        ),
        (
            "credits of GBP 20.00 for Fast in 2026-01 and 2026-02: GBP 60.00 by the end of 2026-02 before, "
            "GBP 70.00 after"
        ),
    )
