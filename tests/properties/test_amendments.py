"""An amended run is the run of the agreement before the date, and that of the consolidated agreement after it."""

import datetime as dt
import re
import tempfile
from pathlib import Path
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from sladsl import in_force, pipeline, showing
from tests.properties.desk import HEADER
from tests.tries import tries

SETTLEMENT = "  settlement per calendar month, 10 days after its end { }\n"
FIRST, LAST = dt.date(2026, 1, 1), dt.date(2026, 6, 30)


def level(name, window, hours, least):
    """A level without a history: each window of it is judged by itself."""
    return f"""service level {name} "{name}" {{
    for each query
    counted in the window of at
    good when took <= {hours}
    measure percent good
    window calendar {window}
    minimum at least {least}%
    credit 5% of Fee
  }}
"""


LEVELS = st.tuples(st.integers(1, 9), st.integers(50, 100))
DAYS = st.dates(FIRST, LAST)


def starts(result):
    start = dt.datetime.fromtimestamp(result.measurement.window.start // 1_000_000, ZoneInfo("Europe/London"))
    return start.date()


def plain(result):
    credits_ = [each.amount for each in result.credits]
    measured = result.measurement
    return measured.level, measured.window.label, measured.value, result.verdict, credits_


@tries(2)
@given(
    st.tuples(LEVELS, LEVELS, LEVELS, LEVELS),
    st.dates(FIRST + dt.timedelta(1), LAST),
    st.lists(st.tuples(DAYS, st.integers(0, 12)), min_size=20, max_size=60),
)
def test_windows_before_and_after_are_those_of_either_version(levels, day, queries):
    month, week, new_month, new_week = levels
    agreement = f"{HEADER}  {level('A', 'month', *month)}  {level('B', 'week', *week)}{SETTLEMENT}}}\n"
    amendment = f"""amendment First "First" of Desk effective {day} {{
  replace {level("A", "month", *new_month)}
  replace {level("B", "week", *new_week)}
  add {level("D", "day", *new_week)}}}
"""
    rows = "".join(f"{n},{at} 12:00,{took}\n" for n, (at, took) in enumerate(queries))
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)

        (folder / "query.csv").write_text(f"id,at,took\n{rows}", encoding="utf-8")

        def compiled(name, text):
            (folder / name).write_text(text, encoding="utf-8")
            (found,) = pipeline.check([folder / name]).agreements
            return found

        def results(found):
            request = pipeline.request(found, "2026-06")
            run = pipeline.run(found, {"query": [folder / "query.csv"]}, request)
            assert run.statement is not None
            return run.statement.settled.results

        whole = compiled("whole.sla", agreement + amendment)
        consolidated = compiled("after.sla", in_force.consolidate(whole, day).text)
        amended, before, after = (
            results(each) for each in (whole, compiled("before.sla", agreement), consolidated)
        )
    expected = [
        *(each for each in before if starts(each) < day),
        *(each for each in after if starts(each) >= day),
    ]
    assert sorted(map(plain, amended), key=str) == sorted(map(plain, expected), key=str)


def test_windows_before_an_amendment_are_there_though_their_records_end_earlier():
    text = f"""{HEADER}  records visit {{ id : text key at : time took : number }}
  {level("A", "month", 1, 50)}{SETTLEMENT}}}
amendment First "First" of Desk effective 2026-04-01 {{
  remove service level A
  add {level("D", "month", 1, 50).replace("for each query", "for each visit")}}}
"""
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        (folder / "desk.sla").write_text(text, encoding="utf-8")
        (folder / "query.csv").write_text("id,at,took\n1,2026-01-05 12:00,1\n", encoding="utf-8")
        (folder / "visit.csv").write_text("id,at,took\n1,2026-05-05 12:00,1\n", encoding="utf-8")
        (found,) = pipeline.check([folder / "desk.sla"]).agreements
        records = {name: [folder / f"{name}.csv"] for name in ("query", "visit")}
        run = pipeline.run(found, records, pipeline.request(found))
    assert run.statement is not None
    measured = [each.measurement for each in run.statement.settled.results]
    assert [(each.level, each.window.label, each.counts.records) for each in measured] == [
        ("A", "2026-01", 1),
        ("A", "2026-02", 0),
        ("A", "2026-03", 0),
        ("D", "2026-04", 0),
        ("D", "2026-05", 1),
    ]


@tries(1)
@given(
    LEVELS,
    st.dates(FIRST + dt.timedelta(1), LAST),
    st.lists(st.tuples(DAYS, st.integers(0, 12)), min_size=20, max_size=60),
)
def test_an_amendment_that_replaces_items_by_themselves_is_only_listed(terms, day, queries):
    steps = """  settlement per calendar month, 10 days after its end {
    double credits of a level missed in 2 or more consecutive windows
    limit all credits to GBP 600 per calendar quarter
  }
"""
    remedy = """  remedy Review "Review" {
    when any level missed in 2 consecutive windows
    the provider shall "explain itself" within 10 days
  }
"""
    month, week = level("A", "month", *terms), level("B", "week", *terms)
    agreement = f"{HEADER}  {month}  {week}{steps}{remedy}}}\n"
    charge = "  replace charge Fee GBP 10,000 per month\n"
    items = "".join(f"  replace {item.strip()}\n" for item in (month, week, steps, remedy))
    amendment = f'amendment First "First" of Desk effective {day} {{\n{charge}{items}}}\n'
    rows = "".join(f"{n},{at} 12:00,{took}\n" for n, (at, took) in enumerate(queries))
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        (folder / "query.csv").write_text(f"id,at,took\n{rows}", encoding="utf-8")

        def statement(text):
            (folder / "desk.sla").write_text(text, encoding="utf-8")
            (found,) = pipeline.check([folder / "desk.sla"]).agreements
            run = pipeline.run(found, {"query": [folder / "query.csv"]}, pipeline.request(found, "2026-06"))
            assert run.statement is not None
            results = [plain(each) for each in run.statement.settled.results]
            return results, showing.show_statement(run.statement, "text")

        (bare, before), (amended, after) = statement(agreement), statement(agreement + amendment)
    assert amended == bare
    assert "First" in after
    assert told(after) == told(before)


def told(statement):
    """What a statement says, but for the amendments at its head, where clauses stand, and what it is made from."""
    before, _, _ = statement.partition("\nMade from\n")
    return [re.sub(r"\S+:\d+", "", line) for line in before.splitlines() if "First" not in line]
