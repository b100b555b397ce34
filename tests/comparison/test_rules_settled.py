"""What ratchets, baselines and excuses come to, by hand, and as worked examples of the agreements have it."""

import pytest

import sladsl

HEAD = """\
agreement Small "Small" {
  version  "1.0"
  provider P "Provider Ltd"
  customer C "Customer plc"
  term     2026-01-01 to 2028-12-31
  timezone Etc/UTC
  currency GBP
  law      "England and Wales"
  charge Fee "Fee" GBP 1,000 per month
  records report "Report" {
    made_at : time
    read_at : time?
    score   : percent
  }
"""
LEVEL = """\
  service level {} "{}" {{
    for each report
    counted in the window of made_at
    measure mean of score
    window calendar {}
    minimum at least 90%
    {}
    credit 5% of Fee
  }}
"""
DUTY = """\
  obligation Reading "Reading" of C {{
    for each report
    counted in the window of made_at
    clock from made_at to read_at
    good when clock within 8 h
    measure percent good
    window calendar month
    minimum at least 80%
    {}
  }}
"""
END = "  settlement per calendar month, 5 days after its end { final after 4 settlements }\n"
MIDPOINT = "the midpoint of the minimum and"
RATCHET = f"ratchet to {MIDPOINT} the mean of the last {{}} windows when better in each{{}}, rounded to {{}}"
BASELINE = f"baseline of the first {{}} windows, then {MIDPOINT} their mean, rounded to 2 decimals"
TWO, THREE, FOUR = (RATCHET.format(number, "", "2 decimals") for number in (2, 3, 4))


def loaded(file, ratchet, excuse, example=""):
    levels = LEVEL.format("Right", "Right", "month", ratchet) + LEVEL.format("Kind", "Kind", "quarter", "")
    text = f"{HEAD}{levels}{DUTY.format(excuse)}{END}{example}}}\n"
    file.write_text(text, encoding="utf-8")
    return sladsl.load(file)


RATCHETS = [
    (
        "",
        THREE,
        "stricter",
        [
            (
                "95% in each of 2026-01 to 2026-03: minimum of 2026-04 90% before, 92.5% after; "
                "at 91% then, no credit before, GBP 50.00 after"
            )
        ],
    ),
    (
        RATCHET.format(3, ", by at most 10% of the gap to 100%", "2 decimals"),
        RATCHET.format(3, ", by at most 20% of the gap to 100%", "2 decimals"),
        "incomparable",
        [
            (
                "95% in each of 2026-01 to 2026-03: minimum of 2026-04 91% before, 92% after; "
                "at 91.1% then, no credit before, GBP 50.00 after"
            )
        ],
    ),
    (
        THREE,
        RATCHET.format(3, "", "1 decimal"),
        "incomparable",
        [
            (
                "93.713% in each of 2026-01 to 2026-03: minimum of 2026-04 91.86% before, 91.9% after; "
                "at 91.87% then, no credit before, GBP 50.00 after"
            )
        ],
    ),
    (
        TWO,
        f"{BASELINE.format(3)}\n{TWO}",
        "incomparable",
        [
            (
                "95% in each of 2026-01 to 2026-02: minimum of 2026-03 92.5% before, 90% after; "
                "at 91% then, GBP 50.00 before, no credit after"
            )
        ],
    ),
    (
        BASELINE.format(3),
        BASELINE.format(4),
        "incomparable",
        [
            (
                "95% in each of 2026-01 to 2026-03: minimum of 2026-04 92.5% before, 90% after; "
                "at 91% then, GBP 50.00 before, no credit after"
            ),
            (
                "90% in 2026-01, 95% in each of 2026-02 to 2026-04: minimum of 2026-05 91.67% before, 91.88% after; "
                "at 91.7% then, no credit before, GBP 50.00 after"
            ),
        ],
    ),
]
MISSED = "Reading at 79% in 2026-01"
EXCUSES = [
    (
        "",
        "excuses Right",
        "weaker",
        [
            f"{MISSED}, Right at 89% in 2026-01: missed before, excused after; GBP 50.00 before, no credit after"
        ],
    ),
    (
        "excuses Right",
        "excuses Kind",
        "incomparable",
        [
            f"{MISSED}, Right at 89% in 2026-01: excused before, missed after; no credit before, GBP 50.00 after",
            f"{MISSED}, Kind at 89% in 2026-Q1: missed before, excused after; GBP 150.00 before, no credit after",
        ],
    ),
]


@pytest.mark.parametrize(("old", "new", "effect", "shown"), RATCHETS)
def test_a_changed_ratchet_is_shown_by_what_the_target_becomes(tmp_path, old, new, effect, shown):
    versions = [loaded(tmp_path / f"{number}.sla", each, "") for number, each in enumerate((old, new))]
    (change,) = sladsl.compare(*versions).changes
    assert (change.effect.value, list(change.shown)) == (effect, shown)


@pytest.mark.parametrize(("old", "new", "effect", "shown"), EXCUSES)
def test_a_changed_excuse_is_shown_by_a_window_of_each_level(tmp_path, old, new, effect, shown):
    versions = [loaded(tmp_path / f"{number}.sla", "", each) for number, each in enumerate((old, new))]
    (change,) = sladsl.compare(*versions).changes
    assert (change.effect.value, list(change.shown)) == (effect, shown)


THEN = """\
  example "Then" {{
    given {}
    expect credit for {} is GBP {}
  }}
"""
SETTLED = [
    (THREE, "", [95, 95, 95, 91], "Right in 2026-04", "50.00"),
    (FOUR, "", [95, 95, 95, 91], "Right in 2026-04", "0.00"),
    (BASELINE.format(4), "", [90, 95, 95, 95, "91.7"], "Right in 2026-05", "50.00"),
    (BASELINE.format(3), "", [90, 95, 95, 95, "91.7"], "Right in 2026-05", "0.00"),
    ("", "excuses Right", [89], "Right in 2026-01", "0.00"),
    ("", "excuses Kind", [89], "Right in 2026-01", "50.00"),
]


@pytest.mark.parametrize(("ratchet", "excuse", "values", "window", "amount"), SETTLED)
def test_worked_examples_come_to_what_is_told(tmp_path, ratchet, excuse, values, window, amount):
    given = [f"Right in 2026-{at:02} is {value}%" for at, value in enumerate(values, 1)]
    given += ["Reading in 2026-01 is 79%"] if excuse else []
    example = THEN.format("\n    given ".join(given), window, amount)
    (worked,) = sladsl.run_examples(loaded(tmp_path / "one.sla", ratchet, excuse, example))
    assert worked.holds
