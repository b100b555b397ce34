"""`like` means what writing the lines out would mean."""

import pytest

from sladsl.planning.plan import Elapsed
from sladsl.planning.serialise import plan_hash
from tests.semantics.analysing import HEADER, codes_of, plan_of

MODULE = """
module house "House Rules" {
  calendar Office "Office Hours" {
    Mon..Fri 08:00-16:00
    Sat      09:00-12:00
    holidays GB-ENG
    on 2026-12-24 closed
  }
  records ticket "Ticket" {
    id        : text key
    opened_at : time
    closed_at : time?
  }
  severity Two "Two" {
    P1 "Critical"
    P2 "Other"
  }
  service level Speed "Speed" {
    for each  ticket where closed_at exists
    counted   in the window of opened_at
    clock     from opened_at to closed_at in Office
    good when clock within 4 h
    measure   percent good
    window    calendar month
    expected  at least 99%, from 2026-07-01 at least 99.5%
    minimum   at least 95%, from 2026-07-01 at least 97%
    needs     at least 20 records
  }
  service level Slow "Slow" like Speed {
    good when clock within 8 h
  }
}
"""


def agreement(body):
    return f'use "house.sla" as house\nagreement Demo "Demo" {{\n{HEADER}\n{body}\n}}'


def meaning(body):
    return plan_hash(plan_of(agreement(body), {"house.sla": MODULE}))


OFFICE = """calendar Office "Office Hours" {
  Mon..Fri 08:00-16:00
  Sat      09:00-12:00
  holidays GB-ENG
  on 2026-12-24 closed
}"""
TICKET = """records ticket "Ticket" {
  id        : text key
  opened_at : time
  closed_at : time?
}"""
SPEED = """service level Speed "Speed" {
  for each  ticket where closed_at exists
  counted   in the window of opened_at
  clock     from opened_at to closed_at in Office
  good when clock within 4 h
  measure   percent good
  window    calendar month
  expected  at least 99%, from 2026-07-01 at least 99.5%
  minimum   at least 95%, from 2026-07-01 at least 97%
  needs     at least 20 records
}"""


@pytest.mark.parametrize(
    ("inherited", "written"),
    [
        pytest.param("calendar Office like house.Office", OFFICE, id="whole calendar"),
        pytest.param(
            "calendar Office like house.Office { Mon..Fri 07:00-15:00 }",
            OFFICE.replace("Mon..Fri 08:00-16:00\n  Sat      09:00-12:00", "Mon..Fri 07:00-15:00"),
            id="own hours replace all weekly hours",
        ),
        pytest.param(
            "calendar Office like house.Office { on 2026-12-31 closed }",
            OFFICE.replace("12-24", "12-31"),
            id="own dates replace all dates",
        ),
        pytest.param(
            'records ticket like house.ticket { closed_at : time "closed"  site : text }',
            TICKET.replace("closed_at : time?", 'closed_at : time "closed"\n  site : text'),
            id="an own field replaces the one of its name, others follow",
        ),
        pytest.param(
            "severity like house.Two { P3 }",
            'severity {\n  P1 "Critical"\n  P2 "Other"\n  P3\n}',
            id="severities",
        ),
        pytest.param(
            "calendar Office like house.Office\nrecords ticket like house.ticket\nservice level Speed like house.Speed",
            f"{OFFICE}\n{TICKET}\n{SPEED}",
            id="items of the agreement stand in for those of the module",
        ),
        pytest.param(
            f'{OFFICE}\n{TICKET}\nservice level Speed "Fast" like house.Speed {{\n'
            "  for each ticket\n  clock from opened_at to closed_at\n  minimum at least 90%\n}",
            f"{OFFICE}\n{TICKET}\n"
            + SPEED.replace('"Speed"', '"Fast"')
            .replace(" where closed_at exists", "")
            .replace(" in Office", "")
            .replace("minimum   at least 95%, from 2026-07-01 at least 97%", "minimum at least 90%"),
            id="an own line replaces that of its kind with its dates",
        ),
    ],
)
def test_inherited_and_written_out_are_one_plan(inherited, written):
    assert meaning(inherited) == meaning(written)


def test_a_chain_of_likes_takes_each_line_from_the_nearest():
    level = plan_of(
        agreement("service level Slow like house.Slow { window calendar quarter }"), {"house.sla": MODULE}
    )
    slow = level.levels[0]
    assert (slow.title, slow.window.unit) == ("Slow", "quarter")
    assert slow.series[0].good is not None
    assert slow.series[0].good.limit == Elapsed(8 * 3_600_000_000)


def test_names_of_a_module_keep_their_path_where_nothing_stands_in():
    planned = plan_of(agreement("service level Speed like house.Speed"), {"house.sla": MODULE})
    assert [records.name for records in planned.records] == ["house.ticket"]
    assert [calendar.name for calendar in planned.calendars] == ["house.Office"]
    assert planned.levels[0].series[0].clock.calendar == "house.Office"


def test_an_item_of_another_name_stands_in_for_nothing():
    body = "calendar Depot like house.Office\nservice level Speed like house.Speed"
    planned = plan_of(agreement(body), {"house.sla": MODULE})
    assert planned.levels[0].series[0].clock.calendar == "house.Office"


def test_what_no_item_of_the_agreement_needs_is_not_planned():
    planned = plan_of(agreement(""), {"house.sla": MODULE})
    assert (planned.calendars, planned.records, planned.levels) == ((), (), ())


def test_facts_taken_over_point_into_the_module():
    planned = plan_of(agreement("service level Speed like house.Speed"), {"house.sla": MODULE})
    level = planned.levels[0]
    assert level.span.file == "agreement.sla"
    assert level.series[0].minimum.span.file == "house.sla"


def test_modules_of_one_local_name_have_different_names_in_the_plan():
    office = "module hours {{ calendar Office {{ Mon..Fri {0}:00-17:00 }} }}"
    level = SPEED.replace("in Office", "in hours.Office")
    modules = {
        "first.sla": f'use "early.sla" as hours\nmodule first {{\n{TICKET}\n{level}\n}}',
        "second.sla": f'use "late.sla" as hours\nmodule second {{\n{TICKET}\n{level.replace("Speed", "Late")}\n}}',
        "early.sla": office.format("07"),
        "late.sla": office.format("09"),
    }
    text = (
        f'use "first.sla" as first\nuse "second.sla" as second\nagreement Demo {{\n{HEADER}\n'
        "service level Speed like first.Speed\nservice level Late like second.Late\n}"
    )
    planned = plan_of(text, modules)
    assert [calendar.name for calendar in planned.calendars] == ["hours.Office", "second.hours.Office"]
    assert [calendar.week[0][0].start // 3600 for calendar in planned.calendars] == [7, 9]


def test_a_broken_module_gives_its_own_findings_and_no_others():
    broken = MODULE.replace("Mon..Fri 08:00-16:00", "Mon..Fri 08:00")
    codes = codes_of(agreement("service level Speed like house.Speed"), {"house.sla": broken})
    assert len(codes) == 1
    assert codes[0] < "SLA100"
