"""Times to claim credits within, counted in other units: the windows that show it are found by hand."""

import pytest

import sladsl
from tests.comparison.small import HEAD

AGREEMENT = """\
{}
  service level Fast "Fast" {{
    for each report
    counted in the window of made_at
    measure {}
    window {}
    {}
    credit GBP 10
  }}
  kpi Daily "Daily" {{
    for each report
    counted in the window of made_at
    measure mean of score
    window calendar day
    minimum at least 90%
  }}
  settlement per calendar month, 5 days after its end {{
    {} in claim.made_at
  }}
}}
"""
SCORE = "mean of score", "minimum at least 90%"
RECORD = "sum of price", "required at most GBP 10"
BY_END = "claim by the end of the {} after the window"
FIXED, OPEN = "2026-01-01 to 2028-12-31", "2026-01-01 to open"


def change_of(tmp_path, steps, window, term):
    measure, target = RECORD if window == "each record" else SCORE
    head = HEAD.replace(FIXED, term).replace('"Report" {', '"Report" {\n    id : text key')
    files = [tmp_path / "old.sla", tmp_path / "new.sla"]
    for file, step in zip(files, steps, strict=True):
        file.write_text(AGREEMENT.format(head, measure, window, target, step), encoding="utf-8")
    (change,) = sladsl.compare(*map(sladsl.load, files)).changes
    return change


CASES = [
    # The 90th day after a month always lies in the third month after it.
    (
        ("claim within 90 days", BY_END.format("2nd calendar month")),
        ("calendar month", FIXED),
        "weaker",
        ["2026-01-31: until the end of 2026-05-01 before, until the end of 2026-03-31 after"],
    ),
    # A record may be of any day: 1 January has 89 days to the end of March, and 1 March 91 to that of May.
    (
        ("claim within 90 days", BY_END.format("2nd calendar month")),
        ("each record", FIXED),
        "incomparable",
        [
            "2026-01-01: until the end of 2026-04-01 before, until the end of 2026-03-31 after",
            "2026-03-01: until the end of 2026-05-30 before, until the end of 2026-05-31 after",
        ],
    ),
    # After a quarter the third month and the next quarter end together, after a month they need not.
    (
        (BY_END.format("3rd calendar month"), BY_END.format("1st calendar quarter")),
        ("calendar quarter", FIXED),
        "neutral",
        [],
    ),
    (
        (BY_END.format("3rd calendar month"), BY_END.format("1st calendar quarter")),
        ("calendar month", FIXED),
        "stricter",
        ["2026-01-31: until the end of 2026-04-30 before, until the end of 2026-06-30 after"],
    ),
    # A rolling window ends with a settlement period, here a month.
    (
        ("claim within 30 days", BY_END.format("1st calendar month")),
        ("rolling 30 days", FIXED),
        "incomparable",
        [
            "2026-01-31: until the end of 2026-03-02 before, until the end of 2026-02-28 after",
            "2026-02-28: until the end of 2026-03-30 before, until the end of 2026-03-31 after",
        ],
    ),
    # The first year from 2029 on that ends on a Sunday is 2034, which a term without an end comes to.
    (
        ("claim within 8 days", BY_END.format("1st calendar week")),
        ("calendar year", "2029-01-01 to 2033-12-31"),
        "stricter",
        ["2029-12-31: until the end of 2030-01-08 before, until the end of 2030-01-13 after"],
    ),
    (
        ("claim within 8 days", BY_END.format("1st calendar week")),
        ("calendar year", "2029-01-01 to open"),
        "incomparable",
        [
            "2029-12-31: until the end of 2030-01-08 before, until the end of 2030-01-13 after",
            "2034-12-31: until the end of 2035-01-08 before, until the end of 2035-01-07 after",
        ],
    ),
]


@pytest.mark.parametrize(("steps", "where", "effect", "shown"), CASES)
def test_times_in_other_units_are_judged_by_the_windows_of_the_term(tmp_path, steps, where, effect, shown):
    change = change_of(tmp_path, steps, *where)
    assert change.effect == effect
    assert list(change.witnesses) == [f"after a window that ends on {each}" for each in shown]
    turned = change_of(tmp_path, steps[::-1], *where)
    assert turned.effect == {"weaker": "stricter", "stricter": "weaker"}.get(effect, effect)
