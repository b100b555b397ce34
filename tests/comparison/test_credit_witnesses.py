"""What shows that a credit has changed where time down or records decide: by hand, and as records settle it."""

import pytest

import sladsl
from sladsl.settlement.display import show_money
from sladsl.settlement.statement import shown_periods

HEAD = """\
agreement Small "Small" {
  version  "1.0"
  provider P "Provider Ltd"
  customer C "Customer plc"
  term     2026-01-01 to 2026-12-31
  timezone Etc/UTC
  currency GBP
  law      "England and Wales"
  charge Fee "Fee" GBP 3,720 per month
  charge Usage "Usage" from ticket.price counted in the window of opened_at
  records ticket "Ticket" {
    id        : text key
    opened_at : time
    solved_at : time?
    price     : money
    site      : text
    urgent    : flag
  }
  records outage "Outage" lasting began_at to ended_at {
    began_at : time
    ended_at : time?
    users    : number
    total    : number
  }
"""
OF_RECORDS = """\
  service level Solved "Solved" {{
    for each ticket
    counted in the window of opened_at
    clock from opened_at to solved_at
    good when clock within 8 h
    measure percent good
    window calendar month
    minimum at least 90%
    {}
  }}
"""
OF_TIME = """\
  service level Up "Up" {{
    for each outage
    down for at least 1 min
    measure availability
    window calendar month
    minimum at least 99.5%
    {}
  }}
"""
BY_SITE = OF_RECORDS.replace('"Solved" {{', '"Solved" by site {{')
SETTLEMENT = "  settlement per calendar month, 5 days after its end { }\n}\n"


def loaded(file, level, credit):
    file.write_text(f"{HEAD}{level.format(credit)}{SETTLEMENT}", encoding="utf-8")
    return sladsl.load(file)


def told(folder, level, old, new):
    versions = [loaded(folder / f"{number}.sla", level, each) for number, each in enumerate((old, new))]
    return [(each.effect.value, *each.shown) for each in sladsl.compare(*versions).changes]


BESIDE = " in 2026-01, with another value of Solved measured"

PAIRS = [
    (
        OF_RECORDS,
        "credit GBP 10 per record where urgent",
        "credit GBP 12 per record where urgent",
        [("stricter", "one ticket where urgent in 2026-01: GBP 10.00 before, GBP 12.00 after")],
    ),
    (
        OF_RECORDS,
        "credit 10% of price per record where price > GBP 9",
        "credit 20% of price per record where price > GBP 9, up to GBP 30 per record",
        [
            (
                "stricter",
                "one ticket with price GBP 75.00 where price > GBP 9.00 in 2026-01: GBP 7.50 before, GBP 15.00 after",
            ),
            (
                "weaker",
                "one ticket with price GBP 300.00 where price > GBP 9.00 in 2026-01: GBP 60.00 before, GBP 30.00 after",
            ),
        ],
    ),
    (
        OF_RECORDS,
        "credit GBP 5 per started 2 h of clock above 8 h per record",
        "credit GBP 5 per full 2 h of clock above 8 h per record",
        [("weaker", "one ticket with 9 h on the clock in 2026-01: GBP 5.00 before, no credit after")],
    ),
    (
        OF_RECORDS,
        "credit GBP 5 per started 2 h of clock above 8 h per record",
        "credit GBP 5 per started 2 h of clock above 8 h per record, up to GBP 100",
        [
            (
                "weaker",
                "10 ticket records with 14 h on the clock each in 2026-01: GBP 150.00 before, GBP 100.00 after",
            )
        ],
    ),
    (
        OF_RECORDS,
        "credit 5% of Fee",
        "credit 5% of Fee\n    credit GBP 10 per record where urgent",
        [("stricter", "one ticket where urgent in 2026-01: no credit before, GBP 10.00 after")],
    ),
    (
        OF_RECORDS,
        "credit 5% of Fee when missed in 2 consecutive windows",
        "credit 5% of Fee",
        [("stricter", "at 89% in 2026-01: no credit before, GBP 186.00 after")],
    ),
    (
        OF_TIME,
        "credit 1% of Fee per started 1 h of downtime",
        "credit 1% of Fee per full 1 h of downtime",
        [("weaker", "4 h 30 min down in 2026-01: GBP 186.00 before, GBP 148.80 after")],
    ),
    (
        OF_TIME,
        "credit 1% of Fee per started 1 h of downtime, up to 10%",
        "credit 1% of Fee per started 1 h of downtime, up to 15%",
        [("stricter", "10 h 30 min down in 2026-01: GBP 372.00 before, GBP 409.20 after")],
    ),
    (
        OF_TIME,
        "credit 10 times Usage for the downtime",
        "credit 12 times Usage for the downtime",
        [
            (
                "stricter",
                "4 h down in 2026-01, with Usage at GBP 10,000.00 per month: GBP 537.63 before, GBP 645.16 after",
            )
        ],
    ),
    (
        OF_TIME,
        "credit 10 times Fee for the downtime",
        "credit 10 times Fee weighted by users of total for the downtime",
        [("weaker", "4 h down for a quarter of the users in 2026-01: GBP 200.00 before, GBP 50.00 after")],
    ),
    (
        BY_SITE,
        "credit GBP 10 per started 2 h of clock above 8 h per record",
        "credit 1% of Fee shared equally per record",
        [
            (
                "incomparable",
                f"one ticket with 10 h on the clock{BESIDE}: GBP 10.00 before, GBP 18.60 after",
                f"one ticket with 12 h on the clock{BESIDE}: GBP 20.00 before, GBP 18.60 after",
            )
        ],
    ),
]


@pytest.mark.parametrize(("level", "old", "new", "changes"), PAIRS)
def test_a_changed_credit_is_shown_by_what_a_window_earns(tmp_path, level, old, new, changes):
    assert told(tmp_path, level, old, new) == changes


TICKETS = "id,opened_at,solved_at,price,site,urgent\n"
OUTAGES = "began_at,ended_at,users,total\n"
MEASURED = [
    (0, "T1,2026-01-05 00:00,2026-01-05 01:00,1.00,A,yes", "", ["GBP 10.00", "GBP 12.00"]),
    (1, "T1,2026-01-05 00:00,2026-01-05 01:00,300.00,A,no", "", ["GBP 30.00", "GBP 30.00"]),
    (2, "T1,2026-01-05 00:00,2026-01-05 09:00,1.00,A,no", "", ["GBP 5.00", "GBP 0.00"]),
    (9, "", "2026-01-05 00:00,2026-01-05 04:00,1,4", ["GBP 200.00", "GBP 50.00"]),
]


@pytest.mark.parametrize(("pair", "ticket", "outage", "amounts"), MEASURED)
def test_records_come_to_what_is_told(tmp_path, pair, ticket, outage, amounts):
    level, *credits, _ = PAIRS[pair]
    files = {"ticket": tmp_path / "ticket.csv", "outage": tmp_path / "outage.csv"}
    files["ticket"].write_text(f"{TICKETS}{ticket}\n" if ticket else TICKETS, encoding="utf-8")
    files["outage"].write_text(f"{OUTAGES}{outage}\n" if outage else OUTAGES, encoding="utf-8")
    found = []
    for number, credit in enumerate(credits):
        agreement = loaded(tmp_path / f"{number}.sla", level, credit)
        statement = sladsl.run(agreement, files, period="2026-01")
        (period,) = shown_periods(statement)
        found.append(show_money(agreement.plan, period.total))
    assert found == amounts
