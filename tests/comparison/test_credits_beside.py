"""Credits of a level beside each other, and beside those of single limits: by hand, and as records are settled."""

import pytest

import sladsl

AGREEMENT = """\
agreement Desk "Desk" {{
  provider Acme "Acme Ltd"
  customer Busy "Busy Ltd"
  term 2026-01-01 to 2026-12-31
  timezone Europe/London
  currency GBP
  charge Fee "Fee" GBP 10,000 per month
  records call "Call" {{
    id : text key
    opened_at : time
    closed_at : time?
    total : money
    error : flag
  }}
  records outage "Outage" lasting began_at to ended_at {{
    began_at : time
    ended_at : time?
  }}
  {}
  settlement per calendar month, 5 days after its end {{ }}
}}
"""
CALLS = """\
service level Closed "Closed" {{
  for each call
  counted in the window of opened_at
  clock from opened_at to closed_at
  measure percent good
  window calendar month
  minimum at least 90% within 1 h
  minimum at least 99% within 4 h{}
  {}
}}
"""
UP = """\
service level Up "Up" {{
  for each outage
  measure availability
  window calendar month
  {}
  credit 10 times Fee for the downtime {}
}}
"""
OWN = ", credit 2% of Fee"
FLAT, ERROR, LATE, LATER = (
    "credit GBP 25 per record where error",
    "credit GBP 30 per record where error",
    "credit 10% of total per record where not clock within 4 h",
    "credit 20% of total per record where not clock within 4 h",
)
TABLE = "credit of Fee\n | when below | credit |\n | minimum | 5% |"


def changes(folder, old, new):
    versions = [folder / f"{number}.sla" for number in range(2)]
    for file, text in zip(versions, (old, new), strict=True):
        file.write_text(AGREEMENT.format(text), encoding="utf-8")
    agreements = [sladsl.load(file) for file in versions]
    told = [(each.effect.value, *each.shown) for each in sladsl.compare(*agreements).changes]
    return agreements, told


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (
            f"{FLAT}\n{LATE}",
            LATE,
            [("weaker", "one call where error in 2026-01: GBP 25.00 before, no credit after")],
        ),
        (f"{FLAT}\n{LATE}", f"{LATE}\n{FLAT}", []),
        (
            f"{FLAT}\n{LATE}",
            f"{LATER}\n{ERROR}",
            [
                ("stricter", "one call where error in 2026-01: GBP 25.00 before, GBP 30.00 after"),
                (
                    "stricter",
                    (
                        "one call with total GBP 100.00 where not clock within 4 h in 2026-01: "
                        "GBP 10.00 before, GBP 20.00 after"
                    ),
                ),
            ],
        ),
    ],
)
def test_a_credit_for_each_record_that_goes_takes_no_other_ones_place(tmp_path, old, new, told):
    assert changes(tmp_path, *(CALLS.format("", each) for each in (old, new)))[1] == told


@pytest.mark.parametrize(
    ("level", "effect", "before", "after"),
    [
        ("credit 5% of Fee", "incomparable", "2% of Fee (GBP 200.00)", "5% of Fee (GBP 500.00)"),
        ("credit 1% of Fee", "weaker", "2% of Fee (GBP 200.00)", "1% of Fee (GBP 100.00)"),
        (TABLE, "weaker", "2% of Fee (GBP 200.00)", "no credit"),
        ("", "weaker", "2% of Fee (GBP 200.00)", "no credit"),
    ],
)
def test_a_limit_without_credits_of_its_own_costs_what_the_level_owes(tmp_path, level, effect, before, after):
    """Of fifty calls one is closed after five hours, so that the second limit alone is missed, at 98%."""
    agreements, told = changes(tmp_path, CALLS.format(OWN, level), CALLS.format("", level))
    assert told == [(effect, f"at 98% (below 99%): {before} before, {after} after")]
    backwards = changes(tmp_path, CALLS.format("", level), CALLS.format(OWN, level))[1]
    opposite = {"weaker": "stricter"}.get(effect, effect)
    assert backwards == [(opposite, f"at 98% (below 99%): {after} before, {before} after")]
    rows = "".join(f"{each},2026-03-02 09:00,2026-03-02 09:30,10,no\n" for each in range(49))
    records = tmp_path / "call.csv"
    records.write_text(
        f"id,opened_at,closed_at,total,error\n{rows}late,2026-03-02 09:00,2026-03-02 14:00,10,no\n",
        encoding="utf-8",
    )
    for agreement, credit in zip(agreements, (before, after), strict=True):
        statement = sladsl.run(agreement, {"call": records}, period="2026-03")
        total = statement.settled.periods[-1].total
        assert (f"GBP {total}.00" in credit) if total else credit == "no credit"


@pytest.mark.parametrize(
    ("targets", "effect"),
    [
        ("minimum at least 99.9%", "weaker"),
        ("expected at least 99.95% minimum at least 99.9%", "incomparable"),
    ],
)
def test_time_down_that_counts_from_a_mark_alone_is_less(tmp_path, targets, effect):
    """With a mark, it is owed also for a window that is below expected and not missed."""
    told = changes(tmp_path, UP.format(targets, ""), UP.format(targets, "above 1 h"))[1]
    assert [each[0] for each in told] == [effect]


def test_of_many_stretches_those_nearest_to_good_values_are_told(tmp_path):
    """Values without a lowest one begin far away from any that will be measured."""
    level = """\
service level Paid "Paid" {{
  for each call
  counted in the window of opened_at
  measure mean of total / GBP 1
  window calendar month
  minimum at least 50
  credit GBP 1 per {} 5 below the minimum, up to GBP 6
}}
"""
    ((effect, *shown),) = changes(tmp_path, level.format("full"), level.format("started"))[1]
    assert effect == "stricter"
    assert shown[-2:] == [
        "at 49 (over 45 to under 50): no credit before, GBP 1.00 after",
        "and 2 more stretches of values",
    ]
