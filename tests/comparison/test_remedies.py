"""What is enough for a remedy on one side alone, and what it gives: by hand."""

import pytest

import sladsl

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
