"""What is enough for a remedy on one side alone, and what it gives: by hand."""

import re
from fractions import Fraction

import pytest

import sladsl
from sladsl.comparison.consequences.event_witnesses import event_witnesses
from sladsl.comparison.consequences.numbers_in_words import numbers_told
from sladsl.planning.plan import Anchor, CreditsReach, CreditUnit, Unit
from sladsl.settlement.settle import settle
from sladsl.values import evolve
from tests.settlement import build as b

HEAD = """\
agreement Small "Small" {{
  version  "1.0"
  provider P "Provider Ltd"
  customer C "Customer plc"
  term     {} to 2028-12-31
  timezone Etc/UTC
  currency GBP
  law      "England and Wales"
  charge Fee "Fee" GBP 3,100 per month
  records report "Report" {{
    made_at : time
    score   : percent
  }}
  service level Right "Right" {{
    for each report
    counted in the window of made_at
    measure mean of score
    window calendar month
    minimum at least 90%
    credit 5% of Fee
  }}
  settlement per calendar month, 5 days after its end {{ }}
  remedy Plan "Plan" {{
    when {}
    the provider shall "explain itself" within 10 days
    {}
  }}
}}
"""
MID_YEAR, NEW_YEAR = "2026-07-01", "2026-01-01"
SUM = "credits of GBP 301.00 calculated in"
PAIRS = [
    (
        MID_YEAR,
        ("credits calculated above GBP 300 in a calendar year", ""),
        ("credits calculated above GBP 300 in a contract year", ""),
        "incomparable",
        [
            (
                f"{SUM} one calendar year, no more than a part of it in one contract year: "
                "enough before, not after"
            ),
            (
                f"{SUM} one contract year, no more than a part of it in one calendar year: "
                "enough after, not before"
            ),
        ],
    ),
    (
        NEW_YEAR,
        ("credits calculated above GBP 300 in a calendar year", ""),
        ("credits calculated above GBP 300 in a contract year", ""),
        "neutral",
        [],
    ),
    (
        NEW_YEAR,
        ("Right missed 2 times in a calendar quarter", ""),
        ("Right missed 3 times in a calendar year", ""),
        "incomparable",
        [
            "2 missed in one calendar quarter, and not 3 in one calendar year: enough before, not after",
            "3 missed in one calendar year, and not 2 in one calendar quarter: enough after, not before",
        ],
    ),
    (
        NEW_YEAR,
        ("Right missed in 2 consecutive windows and credits calculated above GBP 300 in a calendar year", ""),
        ("Right missed in 3 consecutive windows and credits calculated above GBP 300 in a calendar year", ""),
        "weaker",
        [
            (
                "2 missed in a row, and credits calculated above GBP 300.00 in a calendar year: "
                "enough before, not after"
            )
        ],
    ),
    (
        NEW_YEAR,
        ("Right below 80% in 2 of any 3 windows", ""),
        ("Right below 80% in 2 consecutive windows", ""),
        "weaker",
        ["one after the other below 80%, not, below 80%: enough before, not after"],
    ),
    (
        NEW_YEAR,
        ("Right missed in 2 consecutive windows", ""),
        ("Right missed in 2 consecutive windows", 'the customer may "end this Agreement" within 1 month'),
        "stricter",
        ["after a window that ends on 2026-01-31: none before, until the end of 2026-02-28 after"],
    ),
    (
        NEW_YEAR,
        ("Right missed in 2 consecutive windows", "credit 3 days of Fee"),
        ("Right missed in 2 consecutive windows", ""),
        "weaker",
        ["after a window that ends on 2026-01-31: GBP 300.00 (3 days of Fee) before, no credit after"],
    ),
]


@pytest.mark.parametrize(("first", "old", "new", "effect", "shown"), PAIRS)
def test_a_changed_remedy_is_shown(tmp_path, first, old, new, effect, shown):
    versions = []
    for number, each in enumerate((old, new)):
        file = tmp_path / f"{number}.sla"
        file.write_text(HEAD.format(first, *each), encoding="utf-8")
        versions.append(sladsl.load(file))
    (change,) = sladsl.compare(*versions).changes
    assert (change.effect.value, list(change.shown)) == (effect, shown)


YEAR = "credits {} above GBP {} in a calendar year{}"
BESIDE = " or Right missed in 3 consecutive windows"
MONTHLY = "limit all credits to GBP 200 per calendar month"
LARGE = "a credit of GBP 600.00 for Right in 2026-01, GBP 600.00 calculated and GBP 200.00 paid in all"
SUMS = [
    (
        *(MONTHLY, ("calculated", 300, ""), ("paid", 200, "")),
        [
            f"{LARGE}: enough before, not after",
            (
                "credits of GBP 100.00 for Right in each of 2026-01 to 2026-03, GBP 300.00 calculated and "
                "GBP 300.00 paid in all: enough after, not before"
            ),
        ],
    ),
    (
        *(MONTHLY, ("calculated", 300, BESIDE), ("paid", 300, BESIDE)),
        [f"{LARGE}, alone: enough before, not after"],
    ),
    (
        "double credits of a level missed in 2 or more consecutive windows",
        *(("paid", 300, ""), ("calculated", 300, "")),
        [
            (
                "credits of GBP 150.00 for Right in 2026-01 and 2026-02, GBP 300.00 calculated and "
                "GBP 450.00 paid in all: enough before, not after"
            )
        ],
    ),
]


@pytest.mark.parametrize(("steps", "old", "new", "shown"), SUMS)
def test_credits_calculated_beside_credits_paid_are_shown_by_what_is_settled(
    tmp_path, steps, old, new, shown
):
    versions = []
    for number, each in enumerate((old, new)):
        file = tmp_path / f"{number}.sla"
        text = HEAD.format(NEW_YEAR, YEAR.format(*each), "")
        file.write_text(text.replace("its end { }", f"its end {{\n{steps}\n}}"), encoding="utf-8")
        versions.append(sladsl.load(file))
    (change,) = sladsl.compare(*versions).changes
    assert (change.effect.value, list(change.shown)) == ("incomparable", shown)


def test_credits_beside_points_are_shown_by_one_without_the_other():
    money = CreditsReach(False, False, Fraction(300), Anchor.CALENDAR, Unit.YEAR)
    points = evolve(money, amount=Fraction(30), unit=CreditUnit.POINTS)
    assert event_witnesses(b.plan(), money, points) == (
        "credits of GBP 301.00 calculated in a calendar year, and no points: enough before, not after",
        "31 points in a calendar year, and no credits in money: enough after, not before",
    )


WHOLE = """\
  remedy Other "Other" {
    when any level missed in 2 consecutive windows
    the provider shall "hold: one meeting" within 5 days
    the customer may "end this Agreement"
    credit 3 days of Fee
  }
"""


def test_a_remedy_of_one_version_alone_is_shown_by_what_follows(tmp_path):
    texts = [HEAD.format(NEW_YEAR, "Right missed", "") for _ in range(2)]
    texts[1] = texts[1].rstrip().removesuffix("}") + WHOLE + "}\n"
    versions = []
    for number, text in enumerate(texts):
        file = tmp_path / f"{number}.sla"
        file.write_text(text, encoding="utf-8")
        versions.append(sladsl.load(file))
    follows = (
        "the provider's duty until the end of 2026-02-05; the customer's right at any time; "
        "a credit of GBP 300.00 (3 days of Fee)"
    )
    window = "after a window that ends on 2026-01-31"
    for pair, effect, shown in (
        (versions, "stricter", f"{window}: nothing before, {follows} after"),
        (versions[::-1], "weaker", f"{window}: {follows} before, nothing after"),
    ):
        (change,) = sladsl.compare(*pair).changes
        assert (change.effect.value, change.shown) == (effect, (shown,))


@pytest.mark.parametrize(
    ("old", "new", "shown"),
    [
        ("report in 10 days", "report in 6 days", ["10 days before, 6 days after"]),
        ("report in 1 day", "report in 2 days", ["1 day before, 2 days after"]),
        ("mend 5% of 1,200", "mend 7.5% of 1,200", ["5% before, 7.5% after"]),
        ("report in 10 days", "answer in 6 days", []),
        ("report in 10 days", "report in 10 days, twice", []),
    ],
)
def test_numbers_that_alone_differ_between_words_are_told(old, new, shown):
    assert list(numbers_told(old, new)) == shown


def test_rights_and_duties_are_paired_by_their_words(tmp_path):
    """One that goes takes no other one's place."""
    duty = 'the provider shall "{}" within {} days'
    old = "\n".join(
        (duty.format("refund 5%", 20), duty.format("report", 10), duty.format("hold 2 meetings", 30))
    )
    new = "\n".join((duty.format("hold 3 meetings", 30), duty.format("report", 6)))
    versions = []
    for number, each in enumerate((old, new)):
        file = tmp_path / f"{number}.sla"
        file.write_text(HEAD.format(NEW_YEAR, "Right missed", each), encoding="utf-8")
        versions.append(sladsl.load(file))
    window = "after a window that ends on 2026-01-31"
    assert [(each.effect.value, each.shown) for each in sladsl.compare(*versions).changes] == [
        ("stricter", (f"{window}: until the end of 2026-02-10 before, until the end of 2026-02-06 after",)),
        ("incomparable", ("2 meetings before, 3 meetings after",)),
        ("weaker", (f"{window}: until the end of 2026-02-20 before, none after",)),
    ]


OTHER = """\
  service level Other "Other" {{
    for each report
    counted in the window of made_at
    measure mean of score
    window calendar month
    expected at least 95%
    minimum at least 90%
  }}
  settlement per"""
EVENTS = [
    (
        "Right missed in 2 consecutive windows",
        "Right missed 3 times in any 6 months",
        "incomparable",
        [
            "Right missed in 2026-01 and 2026-02: enough before, not after",
            "Right missed in 2026-01, 2026-03 and 2026-05, Right met in 2026-02 and 2026-04: enough after, not before",
        ],
    ),
    (
        "every 2nd miss of Right",
        "credits calculated above GBP 300 in a calendar year",
        "incomparable",
        [
            "Right missed in 2026-01, with a credit of GBP 600.00 for each miss: enough after, not before",
            (
                "Right missed in 2026-01 and 2026-02, with a credit of GBP 3.00 for each miss: "
                "enough before, not after"
            ),
        ],
    ),
    (
        "Other below expected in 2 consecutive windows",
        "2 or more levels missed in one window",
        "incomparable",
        [
            "Other and Right missed in 2026-01: enough after, not before",
            "Other missed in 2026-01 and 2026-02: enough before, not after",
        ],
    ),
    (
        "any level missed",
        "Right missed or Other missed in 2 consecutive windows",
        "weaker",
        ["Other missed in 2026-01: enough before, not after"],
    ),
    ("Right missed in 2 consecutive windows", "Right below 80%", "incomparable", []),
]


@pytest.mark.parametrize(("old", "new", "effect", "shown"), EVENTS)
def test_events_of_other_kinds_are_shown_by_windows_that_are_settled(tmp_path, old, new, effect, shown):
    versions = []
    for number, each in enumerate((old, new)):
        file = tmp_path / f"{number}.sla"
        file.write_text(HEAD.replace("  settlement per", OTHER).format(NEW_YEAR, each, ""), encoding="utf-8")
        versions.append(sladsl.load(file))
    (change,) = sladsl.compare(*versions).changes
    assert change.effect == effect
    assert sorted(change.shown) == sorted(shown)
    for told in change.shown:
        is_before = "enough before" in told
        assert [brought_about(each.plan, told) for each in versions] == [is_before, not is_before]


def brought_about(plan, told):
    """Whether the remedy follows from windows in words, each measured with its own targets and credits."""
    months = {"missed": "89", "met": "96"}
    credit = re.search(r"credit of GBP ([\d.]+)", told)
    levels = []
    for level in plan.levels:
        series = level.series[0]
        given = b.flat(b.money(credit[1] if credit else 1))
        levels.append(evolve(level, series=(evolve(series, credits=(given,)),)))
    windows = told.partition(", with a credit")[0].partition(": enough")[0]
    names, _, verdicts = windows.partition(" missed in ")
    missed, _, met = verdicts.partition(f", {names} met in ")
    rows = [
        b.valued(plan, month, b.percent(months[verdict]), name)
        for verdict, labels in (("missed", missed), ("met", met))
        for month in MONTHS_IN.findall(labels)
        for name in names.split(" and ")
    ]
    return bool(settle(evolve(plan, levels=tuple(levels)), b.measurements(*rows)).remedies)


MONTHS_IN = re.compile(r"2026-\d\d")
