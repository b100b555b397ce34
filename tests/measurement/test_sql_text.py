"""The SQL of a plan as text: the same every time, and nothing from an agreement in it but names and comments."""

from pathlib import Path

import duckdb
import pytest

from sladsl import pipeline
from sladsl.measurement.engines.duckdb import open_session
from sladsl.measurement.engines.engine import insert, query
from sladsl.measurement.sql.pieces import name, sql
from sladsl.measurement.sql.text import sql_text
from sladsl.planning.plan import ClockTime, ClockWithin, Compare, Elapsed
from sladsl.values import evolve
from tests.measurement.build import (
    HOUR,
    calendar,
    clock,
    const,
    dimension,
    field,
    level,
    measure,
    plan,
    record_set,
    series,
    severity,
)

HOSTILE = 'x\'); DROP TABLE t; --\n"quoted"'


def tiers(statistic, *rest, good=None):
    timed = clock("opened_at", "closed_at", "Office")
    measured = measure(statistic, *rest)
    return [series((name,), ((name,),), clock=timed, good=good, measure=measured) for name in ("P1", HOSTILE)]


RULES = plan(
    *severity("P1", HOSTILE),
    calendar("Office", "09:00-17:00"),
    record_set("ticket", "severity : severity", "team : text", "opened_at : time", "closed_at : time?"),
    level(
        "Good",
        "ticket",
        "opened_at",
        *tiers("percent good", good=ClockWithin(Elapsed(HOUR))),
        where=Compare("=", field("team", "text"), const("text", HOSTILE)),
        dimensions=(dimension("severity", "severity"),),
    ),
    level(
        "Slow",
        "ticket",
        "opened_at",
        *tiers("percentile", "duration", ClockTime(), 95),
        where=Compare("=", field("team", "text"), const("text", HOSTILE)),
        dimensions=(dimension("severity", "severity"),),
    ),
)


def statements(text):
    """The lines that an engine would run."""
    return [line for line in text.splitlines() if not line.startswith("--")]


def test_a_plan_has_one_text():
    assert sql_text(RULES) == sql_text(RULES)


def test_levels_that_share_their_records_and_clock_scan_them_once():
    assert sum(line.startswith('CREATE TEMPORARY TABLE "scan') for line in sql_text(RULES).splitlines()) == 1
    assert "-- the records of level:Good, level:Slow" in sql_text(RULES)


def test_levels_that_share_a_scan_and_dimensions_are_counted_once():
    assert [line for line in sql_text(RULES).splitlines() if line.startswith("-- counts of")] == [
        "-- counts of level:Good, level:Slow"
    ]


def test_no_table_is_made_of_records_that_are_counted_and_added_up_once():
    good, slow = RULES.levels
    mean = evolve(slow, series=tuple(tiers("mean", "duration", ClockTime())))
    parsed = duckdb.extract_statements("\n".join(statements(sql_text(evolve(RULES, levels=(good, mean))))))
    assert [statement.type.name for statement in parsed] == ["SELECT"]


def test_text_of_an_agreement_is_bound_or_stays_in_its_comment():
    text = sql_text(evolve(RULES, title=HOSTILE))
    assert not any("DROP TABLE" in line for line in statements(text))
    assert '--   $2 = "x\'); DROP TABLE t; --\\n\\"quoted\\""' in text


def test_every_statement_is_sql():
    parsed = duckdb.extract_statements("\n".join(statements(sql_text(RULES))))
    assert [statement.type.name for statement in parsed] == [
        *("CREATE", "SELECT", "CREATE", "SELECT", "CREATE", "SELECT", "SELECT")
    ]


def test_a_table_handed_over_quotes_its_names():
    with open_session() as session:
        insert(session, 'a"b', [(1, 2), (3, 4)], ('x"', "y; z"))
        assert query(session, sql("SELECT {}, {} FROM {}", name('x"'), name("y; z"), name('a"b'))) == [
            (1, 2),
            (3, 4),
        ]


def text_of(case):
    (agreement,) = pipeline.check([Path(__file__).parents[1] / "cases" / case]).agreements
    return sql_text(agreement.plan)


@pytest.mark.parametrize(
    "case",
    [
        "availability/samples/agreement.sla",
        "exclusions/answers/agreement.sla",
        "measures/exact/agreement.sla",
    ],
)
def test_what_is_asked_of_levels_of_all_sorts_is_sql(case):
    assert duckdb.extract_statements("\n".join(statements(text_of(case))))


def test_single_records_are_listed_of_what_exclusions_leave_alone():
    asked = [block for block in text_of("windows/records/excluding.sla").split("\n\n") if "AS fails" in block]
    assert [block.splitlines()[0] for block in asked] == ["-- what comes of level:Solved"]
    assert 'FROM "scan 1 net"' in asked[0]
    assert 'FROM "scan 1" ' not in asked[0]


def test_what_charges_come_to_is_asked_too():
    assert "-- what comes of charge:Calls/records" in text_of("records/aside/agreement.sla")


def test_the_queries_of_each_era_stand_below_the_days_on_which_its_windows_start():
    headings = [
        line for line in text_of("amendments/desk/agreement.sla").splitlines() if line.startswith("-- ")
    ]
    assert [line for line in headings if "Windows" in line or "counts of" in line] == [
        "-- Windows that start from 2026-06-01 until 2026-06-30.",
        *("-- counts of level:Answers", "-- counts of level:Courtesy", "-- counts of level:Prompt"),
        "-- Windows that start from 2026-07-01 until 2026-07-31.",
        *("-- counts of level:Answers", "-- counts of level:Prompt", "-- counts of level:Urgent"),
        "-- Windows that start from 2026-08-01 on.",
        *("-- counts of level:Answers", "-- counts of level:Prompt", "-- counts of level:Urgent"),
    ]
