"""What shows that settlement steps have changed: credits that come to something else, as settlement has them."""

import pytest

import sladsl
from tests.comparison.small import HEAD

LEVEL = """\
  service level {} "{}" {} {{
    for each report
    counted in the window of made_at
    measure mean of score
    window calendar month
    expected at least 95%
    minimum at least 90%
    {}
  }}
"""


def loaded(file, steps, per="month", when="5 days", final="final after 3 settlements"):
    """An agreement of four levels with these steps."""
    credit = "credit GBP 60"
    if "point" in steps:
        credit = "credit 4 points"
    if "chooses" in steps:
        credit = "customer chooses one of { credit GBP 60 credit GBP 70 }"
    levels = (
        LEVEL.format("Fast", "Fast", "", credit),
        LEVEL.format("Right", "Right", "", credit),
        LEVEL.format("Kind", "Kind", "", credit),
        LEVEL.format("Up", "Up", "by site", credit),
    )
    settlement = f"settlement per calendar {per}, {when} after its end {{\n{final}\n{steps}\n}}"
    file.write_text(f"{HEAD}{''.join(levels)}{settlement}\n}}\n", encoding="utf-8")
    return sladsl.load(file)


def told(folder, old, new):
    """What has changed: the effect, and what shows it."""
    versions = [loaded(folder / f"{number}.sla", each) for number, each in enumerate((old, new))]
    changes = sladsl.compare(*versions).changes
    return [(each.effect.value, *each.shown) for each in changes]


TABLE = "convert points of Fee\n| at or above | credit |\n| 1 | 2% |\n| {} | 5% |"
DOUBLE = "double credits of a level missed in 2 or more consecutive windows"
LIMIT = "limit all credits to GBP 50 per calendar month"
FREE = "free points {} per calendar {}\nconvert each point to GBP 5"
CLAIM = "claim by the end of the {} calendar month after the window in claim.made_at"

PAIRS = [
    (
        "limit all credits to 15% of Fee per calendar year",
        "limit all credits to 10% of Fee per calendar year",
        "weaker",
        "a credit of GBP 1,800.00 for Fast in 2026-01: GBP 1,800.00 before, GBP 1,200.00 after",
    ),
    (
        "limit all credits to 15% of Usage per calendar year",
        "limit all credits to 10% of Usage per calendar year",
        "weaker",
        (
            "a credit of GBP 18,000.00 for Fast in 2026-01, with Usage at GBP 10,000.00 per month: "
            "GBP 18,000.00 before, GBP 12,000.00 after"
        ),
    ),
    (
        "limit all credits to 15% of Fee per calendar year",
        "limit all credits to 15% of Fee per calendar quarter",
        "weaker",
        "a credit of GBP 1,800.00 for Fast in 2026-01: GBP 1,800.00 before, GBP 450.00 after",
    ),
    (
        "limit all credits to 9% of Usage per calendar month",
        "limit all credits to 10% of Usage per calendar year",
        "stricter",
        (
            "a credit of GBP 12,000.00 for Fast in 2026-01, with Usage at GBP 10,000.00 per month: "
            "GBP 900.00 before, GBP 12,000.00 after"
        ),
    ),
    (
        "limit all credits to GBP 50 per calendar month",
        "limit all credits to GBP 120 per calendar quarter",
        "incomparable",
        "a credit of GBP 120.00 for Fast in 2026-01: GBP 50.00 before, GBP 120.00 after",
        (
            "credits of GBP 50.00 for Fast in each of 2026-01 to 2026-03: "
            "GBP 150.00 by the end of 2026-03 before, GBP 120.00 after"
        ),
    ),
    (
        "limit all credits to GBP 50 per calendar month\nignore credits below GBP 20",
        "limit all credits to GBP 150 per calendar quarter\nignore credits below GBP 20",
        "incomparable",
        "a credit of GBP 150.00 for Fast in 2026-01: GBP 50.00 before, GBP 150.00 after",
    ),
    (
        "limit all credits to GBP 80 per calendar month\nlimit all credits to 8% of Fee per calendar year",
        "limit all credits to GBP 80 per calendar month\nlimit all credits to 7% of Fee per calendar year",
        "weaker",
        (
            "credits of GBP 960.00 for Fast in each of 2026-01 to 2026-11: "
            "GBP 880.00 by the end of 2026-11 before, GBP 840.00 after"
        ),
    ),
    (
        "limit all credits to 5% of Fee per calendar month",
        "limit all credits to GBP 50 per calendar month",
        "neutral",
    ),
    (
        "limit all credits to 5% of Fee per calendar month",
        "limit all credits to GBP 60 per calendar month",
        "stricter",
        "in 2026-01, GBP 50.00 (5% of Fee) before, GBP 60.00 after",
        "a credit of GBP 60.00 for Fast in 2026-01: GBP 50.00 before, GBP 60.00 after",
    ),
    (
        "carry over what exceeds 5% of Fee until 2 periods later, then lost",
        "carry over what exceeds GBP 50 until 3 periods later, then lost",
        "stricter",
        (
            "a credit of GBP 250.00 for Fast in 2026-01, 2026-04 met: "
            "GBP 150.00 by the end of 2026-04 before, GBP 200.00 after"
        ),
    ),
    (
        LIMIT,
        "limit credits of each level to GBP 50 per calendar month",
        "stricter",
        "credits of GBP 50.00 for Fast and GBP 50.00 for Right in 2026-01: GBP 50.00 before, GBP 100.00 after",
    ),
    (
        "limit credits of Fast to GBP 50 per calendar month",
        "limit credits of Fast and Right to GBP 50 per calendar month",
        "weaker",
        "a credit of GBP 100.00 for Right in 2026-01: GBP 100.00 before, GBP 50.00 after",
    ),
    (
        "limit credits of each site to GBP 50 per calendar month",
        "limit credits of each site to GBP 40 per calendar month",
        "weaker",
        "a credit of GBP 100.00 for Up (A) in 2026-02: GBP 50.00 before, GBP 40.00 after",
    ),
    (
        "limit credits of each site to GBP 50 per calendar month",
        LIMIT,
        "incomparable",
        "a credit of GBP 100.00 for Fast in 2026-01: GBP 100.00 before, GBP 50.00 after",
    ),
    (
        "ignore credits below GBP 10",
        "ignore credits below GBP 20",
        "weaker",
        "a credit of GBP 15.00 for Fast in 2026-01: GBP 15.00 before, nothing after",
    ),
    (
        "ignore credits below GBP 10",
        "ignore each credit below GBP 10",
        "weaker",
        "credits of GBP 7.50 for Fast and GBP 7.50 for Right in 2026-01: GBP 15.00 before, nothing after",
    ),
    (
        "ignore each credit below GBP 10",
        "ignore credits below GBP 15",
        "incomparable",
        "a credit of GBP 12.50 for Fast in 2026-01: GBP 12.50 before, nothing after",
        "credits of GBP 7.50 for Fast and GBP 7.50 for Right in 2026-01: nothing before, GBP 15.00 after",
    ),
    (
        "ignore credits of Fast and Right below GBP 10",
        "ignore credits of each level below GBP 10",
        "weaker",
        "credits of GBP 7.50 for Fast and GBP 7.50 for Right in 2026-01: GBP 15.00 before, nothing after",
    ),
    (
        "ignore credits of Up below GBP 10",
        "ignore credits of each site below GBP 15",
        "weaker",
        "a credit of GBP 12.50 for Up (A) in 2026-01: GBP 12.50 before, nothing after",
    ),
    (
        "ignore credits of each site below GBP 10",
        "ignore credits of each site below GBP 8",
        "stricter",
        "a credit of GBP 9.00 for Up (B) in 2026-01: nothing before, GBP 9.00 after",
    ),
    (
        "ignore credits of each site below GBP 10",
        "ignore credits of each level below GBP 10",
        "incomparable",
        "a credit of GBP 5.00 for Fast in 2026-01: GBP 5.00 before, nothing after",
    ),
    (
        "ignore credits below GBP 10",
        "ignore credits below GBP 10, from 2027-04-01 GBP 20",
        "weaker",
        "a credit of GBP 15.00 for Fast in 2027-04: GBP 15.00 before, nothing after",
    ),
    (
        "raise credits below GBP 10 to GBP 10",
        "raise credits below GBP 20 to GBP 20",
        "stricter",
        "a credit of GBP 15.00 for Fast in 2026-01: GBP 15.00 before, GBP 20.00 after",
    ),
    (
        "raise credits below GBP 10 to GBP 10",
        "raise each credit below GBP 10 to GBP 10",
        "stricter",
        "credits of GBP 7.50 for Fast and GBP 7.50 for Right in 2026-01: GBP 15.00 before, GBP 20.00 after",
    ),
    (
        DOUBLE,
        "multiply credits of a level missed in 2 or more consecutive windows by 3",
        "stricter",
        (
            "credits of GBP 100.00 for Fast in 2026-01 and 2026-02: "
            "GBP 300.00 by the end of 2026-02 before, GBP 400.00 after"
        ),
    ),
    (
        DOUBLE,
        "double credits of a level missed in 2 or more of any 3 windows",
        "stricter",
        (
            "credits of GBP 100.00 for Fast in 2026-01 and 2026-03, 2026-02 met: "
            "GBP 200.00 by the end of 2026-03 before, GBP 300.00 after"
        ),
    ),
    (
        DOUBLE,
        "double credits of a level below expected in 2 or more consecutive windows",
        "stricter",
        (
            "a credit of GBP 100.00 for Fast in 2026-02, 2026-01 below expected only: "
            "GBP 100.00 by the end of 2026-02 before, GBP 200.00 after"
        ),
    ),
    (
        "double credits of a level missed in 3 or more of any 12 windows",
        "double credits of a level missed in 2 or more of any 12 windows",
        "stricter",
        (
            "credits of GBP 100.00 for Fast in 2026-01 and 2026-02: "
            "GBP 200.00 by the end of 2026-02 before, GBP 300.00 after"
        ),
    ),
    (
        "earn back 50% when expected is met in each of the 3 following windows",
        "earn back 50% when expected is met in each of the 2 following windows",
        "weaker",
        (
            "a credit of GBP 100.00 for Fast in 2026-01, 2026-02 and 2026-03 met: "
            "GBP 100.00 by the end of 2026-03 before, GBP 50.00 after"
        ),
    ),
    (
        "earn back 50% when expected is met in each of the 3 following windows",
        "earn back 50% when minimum is met in each of the 3 following windows",
        "weaker",
        (
            "a credit of GBP 100.00 for Fast in 2026-01, each of 2026-02 to 2026-04 below expected only: "
            "GBP 100.00 by the end of 2026-04 before, GBP 50.00 after"
        ),
    ),
    (
        "earn back 50% when expected is met in the following window",
        "earn back 50% when expected is exceeded in the following window",
        "stricter",
        (
            "a credit of GBP 100.00 for Fast in 2026-01, 2026-02 at what is expected: "
            "GBP 50.00 by the end of 2026-02 before, GBP 100.00 after"
        ),
    ),
    (
        "earn back 50% when expected is met in the following window",
        "earn back 25% when expected is met in the following window",
        "stricter",
        (
            "a credit of GBP 100.00 for Fast in 2026-01, 2026-02 met: "
            "GBP 50.00 by the end of 2026-02 before, GBP 75.00 after"
        ),
    ),
    (
        "convert each point to GBP 5",
        "convert each point to GBP 6",
        "stricter",
        "a credit of 10 points for Fast in 2026-01: GBP 50.00 before, GBP 60.00 after",
    ),
    (
        "convert each point to GBP 5",
        "convert each point to 1% of Fee",
        "stricter",
        "in 2026-01, GBP 5.00 before, GBP 10.00 (1% of Fee) after",
        "a credit of 10 points for Fast in 2026-01: GBP 50.00 before, GBP 100.00 after",
    ),
    (
        FREE.format(4, "quarter"),
        FREE.format(8, "quarter"),
        "weaker",
        "a credit of 8 points for Fast in 2026-01: GBP 20.00 before, nothing after",
    ),
    (
        FREE.format(4, "quarter"),
        FREE.format(4, "month"),
        "incomparable",
        "credits of 4 points for Fast in 2026-01 and 2026-02: GBP 20.00 by the end of 2026-02 before, nothing after",
    ),
    (
        TABLE.format(5),
        TABLE.format(6),
        "weaker",
        "a credit of 5.5 points for Fast in 2026-01: GBP 50.00 before, GBP 20.00 after",
    ),
    (
        "carry over what exceeds GBP 50, then lost",
        "carry over what exceeds GBP 40, then lost",
        "weaker",
        "a credit of GBP 50.00 for Fast in 2026-01: GBP 50.00 before, GBP 40.00 after",
    ),
    (
        "carry over what exceeds GBP 50, then lost",
        "carry over what exceeds GBP 50, then paid",
        "stricter",
        (
            "a credit of GBP 150.00 for Fast in 2026-01, 2026-02 met: "
            "GBP 100.00 by the end of 2026-02 before, GBP 150.00 after"
        ),
    ),
    (
        "carry over what exceeds GBP 50, then lost",
        "carry over what exceeds GBP 50 until 3 periods later, then lost",
        "stricter",
        (
            "a credit of GBP 250.00 for Fast in 2026-01, 2026-04 met: "
            "GBP 100.00 by the end of 2026-03 before, GBP 150.00 after"
        ),
    ),
    (
        "claim within 30 days in claim.made_at",
        "claim within 60 days in claim.made_at",
        "stricter",
        (
            "a credit of GBP 100.00 for Fast in 2026-01, claimed 45 days after its window: "
            "nothing by the end of 2026-03 before, GBP 100.00 after"
        ),
    ),
    (
        "claim within 30 days in claim.made_at",
        "claim within 2 months in claim.made_at",
        "stricter",
        "after a window that ends on 2026-01-31: until the end of 2026-03-02 before, until the end of 2026-03-31 after",
        (
            "a credit of GBP 100.00 for Fast in 2026-01, claimed 45 days after its window: "
            "nothing by the end of 2026-03 before, GBP 100.00 after"
        ),
    ),
    (
        CLAIM.format("1st"),
        CLAIM.format("2nd"),
        "stricter",
        (
            "a credit of GBP 100.00 for Fast in 2026-01, claimed 30 days after its window: "
            "nothing by the end of 2026-02 before, GBP 100.00 after"
        ),
    ),
    (
        "claim within 30 days in claim.made_at",
        "",
        "stricter",
        (
            "a credit of GBP 100.00 for Fast in 2026-01, claimed 31 days after its window: "
            "nothing before, GBP 100.00 after"
        ),
    ),
    (
        "customer chooses within 30 days in claim.made_at, else the first",
        "customer chooses within 50 days in claim.made_at, else the first",
        "stricter",
        (
            "a credit of GBP 100.00 or GBP 200.00 for Fast in 2026-01, the second one chosen 40 days after its window: "
            "GBP 100.00 by the end of 2026-03 before, GBP 200.00 after"
        ),
    ),
    (
        "round half-up to GBP 0.01",
        "round half-even to GBP 0.01",
        "weaker",
        "a credit of GBP 100.005 (before rounding) for Fast in 2026-01: GBP 100.01 before, GBP 100.00 after",
    ),
    (
        "round half-up to GBP 0.01",
        "round half-up to GBP 1",
        "incomparable",
        "a credit of GBP 100.005 (before rounding) for Fast in 2026-01: GBP 100.01 before, GBP 100.00 after",
        "a credit of GBP 10,000.50 for Fast in 2026-01: GBP 10,000.50 before, GBP 10,001.00 after",
    ),
    (
        "round half-up to GBP 0.01",
        "round down to GBP 0.01",
        "weaker",
        "a credit of GBP 100.005 (before rounding) for Fast in 2026-01: GBP 100.01 before, GBP 100.00 after",
    ),
    (
        "only the highest credit per window",
        "",
        "stricter",
        "credits of GBP 100.00 for Fast and GBP 100.00 for Right in 2026-01: GBP 100.00 before, GBP 200.00 after",
    ),
    (
        "only the highest credit per window",
        "only the highest credit per site",
        "incomparable",
        "credits of GBP 100.00 for Fast and GBP 100.00 for Right in 2026-01: GBP 100.00 before, GBP 200.00 after",
        (
            "credits of GBP 1,000.00 for Up (A) in 2026-01 and 2026-02: "
            "GBP 2,000.00 by the end of 2026-02 before, GBP 1,000.00 after"
        ),
    ),
    (
        "only the highest of Fast, Right",
        "only the highest of (Fast + Right), Kind",
        "incomparable",
        "credits of GBP 100.00 for Kind and GBP 100.00 for Fast in 2026-01: GBP 200.00 before, GBP 100.00 after",
        "credits of GBP 100.00 for Fast and GBP 100.00 for Right in 2026-01: GBP 100.00 before, GBP 200.00 after",
    ),
    (
        f"{LIMIT}\n{DOUBLE}",
        f"{DOUBLE}\n{LIMIT}",
        "incomparable",
        (
            "credits of GBP 50.00 for Fast in 2026-01 and 2026-02: "
            "GBP 150.00 by the end of 2026-02 before, GBP 100.00 after"
        ),
    ),
    (
        f"{LIMIT}\nignore credits below GBP 60",
        f"ignore credits below GBP 60\n{LIMIT}",
        "incomparable",
        "a credit of GBP 60.00 for Fast in 2026-01: nothing before, GBP 50.00 after",
    ),
    (
        "double credits of a level missed in 3 or more of any 4 windows",
        "double credits of a level missed in 3 or more of any 6 windows",
        "stricter",
        (
            "credits of GBP 100.00 for Fast in 2026-01, 2026-05 and 2026-06, 2026-02 and 2026-03 met: "
            "GBP 300.00 by the end of 2026-06 before, GBP 400.00 after"
        ),
    ),
    (
        "double credits of a level missed 3 or more times in any 4 months",
        "double credits of a level missed 3 or more times in any 6 months",
        "stricter",
        (
            "credits of GBP 100.00 for Fast in 2026-01, 2026-05 and 2026-06: "
            "GBP 300.00 by the end of 2026-06 before, GBP 400.00 after"
        ),
    ),
    (
        "double credits of a level missed 3 or more times in a calendar year",
        "double credits of a level missed 3 or more times in a calendar quarter",
        "weaker",
        (
            "credits of GBP 100.00 for Fast in 2026-01, 2026-03 and 2026-05: "
            "GBP 400.00 by the end of 2026-05 before, GBP 300.00 after"
        ),
    ),
    (
        "only the highest of Fast, Right",
        "only the highest of Fast, Right, Kind",
        "weaker",
        "credits of GBP 100.00 for Kind and GBP 100.00 for Fast in 2026-01: GBP 200.00 before, GBP 100.00 after",
    ),
    (
        "only the highest of Fast, Right",
        "only the highest credit per window",
        "incomparable",
        "credits of GBP 100.00 for Fast and GBP 100.00 for Kind in 2026-01: GBP 200.00 before, GBP 100.00 after",
    ),
    (
        TABLE.format(5),
        TABLE.replace("2%", "3%").format(4),
        "stricter",
        "a credit of 4.5 points for Fast in 2026-01: GBP 20.00 before, GBP 50.00 after",
    ),
    (
        TABLE.format(5),
        "convert points\n| at or above | credit |\n| 1 | GBP 10 |\n| 5 | GBP 50 |",
        "weaker",
        "a credit of 3 points for Fast in 2026-01: GBP 20.00 before, GBP 10.00 after",
    ),
    (
        TABLE.format(5),
        TABLE.replace("2%", "1%").format(4),
        "incomparable",
        "a credit of 4.5 points for Fast in 2026-01: GBP 20.00 before, GBP 50.00 after",
        "a credit of 2.5 points for Fast in 2026-01: GBP 20.00 before, GBP 10.00 after",
    ),
    (
        "convert each point to GBP 5",
        TABLE.format(5),
        "incomparable",
        "a credit of 5 points for Fast in 2026-01: GBP 25.00 before, GBP 50.00 after",
        "a credit of 0.5 points for Fast in 2026-01: GBP 2.50 before, nothing after",
    ),
    (
        "claim within 30 days in claim.made_at",
        "claim within 2 months in claim.sent_at",
        "incomparable",
        (
            "a credit of GBP 100.00 for Fast in 2026-01, claimed 30 days after its window by claim.made_at, "
            "60 days by claim.sent_at: GBP 100.00 by the end of 2026-02 before, nothing after"
        ),
        (
            "a credit of GBP 100.00 for Fast in 2026-01, claimed 31 days after its window by claim.made_at, "
            "59 days by claim.sent_at: nothing by the end of 2026-03 before, GBP 100.00 after"
        ),
    ),
    (
        "customer chooses within 30 days in claim.made_at, else the first",
        "customer chooses within 30 days in claim.sent_at, else the first",
        "incomparable",
        (
            "a credit of GBP 100.00 or GBP 200.00 for Fast in 2026-01, the second one chosen 30 days after its window "
            "by claim.made_at, 31 days by claim.sent_at: GBP 200.00 by the end of 2026-02 before, GBP 100.00 after"
        ),
        (
            "a credit of GBP 100.00 or GBP 200.00 for Fast in 2026-01, the second one chosen 31 days after its window "
            "by claim.made_at, 30 days by claim.sent_at: GBP 100.00 by the end of 2026-02 before, GBP 200.00 after"
        ),
    ),
    ("", LIMIT, "weaker", "a credit of GBP 100.00 for Fast in 2026-01: GBP 100.00 before, GBP 50.00 after"),
]


@pytest.mark.parametrize(
    ("old", "new", "effect", "witnesses"), [(old, new, effect, rest) for old, new, effect, *rest in PAIRS]
)
def test_a_changed_step_is_shown_by_credits(tmp_path, old, new, effect, witnesses):
    assert told(tmp_path, old, new) == [(effect, *witnesses)]


DATES = [
    (
        {"per": "quarter"},
        "credits of 2026-01 are settled as of the end of 2026-02-05 before, the end of 2026-04-05 after",
        "credits of GBP 50.00 for Fast in 2026-01 and 2026-02: nothing in all before, GBP 100.00 after",
    ),
    (
        {"when": "6 days"},
        "2026-01 is settled as of the end of 2026-02-05 before, the end of 2026-02-06 after",
    ),
    (
        {"final": "final after 2 settlements"},
        (
            "a credit of GBP 100.00 for Fast in 2026-01 that is known only with its 3rd settlement: "
            "GBP 100.00 by the end of 2026-03 before, nothing after"
        ),
        (
            "a credit of GBP 100.00 for Fast in 2026-01 that its 3rd settlement finds not to be owed: "
            "nothing by the end of 2026-03 before, GBP 100.00 after"
        ),
    ),
    (
        {"final": "never final"},
        (
            "a credit of GBP 100.00 for Fast in 2026-01 that is known only with its 4th settlement: "
            "nothing by the end of 2026-04 before, GBP 100.00 after"
        ),
        (
            "a credit of GBP 100.00 for Fast in 2026-01 that its 4th settlement finds not to be owed: "
            "GBP 100.00 by the end of 2026-04 before, nothing after"
        ),
    ),
]


@pytest.mark.parametrize(("new", "witnesses"), [(new, rest) for new, *rest in DATES])
def test_a_settlement_at_another_time_is_shown_by_dates_and_credits(tmp_path, new, witnesses):
    steps = "ignore credits below GBP 100"
    versions = [loaded(tmp_path / "old.sla", steps), loaded(tmp_path / "new.sla", steps, **new)]
    (change,) = sladsl.compare(*versions).changes
    assert (change.effect.value, list(change.shown)) == ("incomparable", witnesses)
