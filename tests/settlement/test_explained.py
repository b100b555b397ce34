"""Explanations keep their schema; what would have changed a result is what trying every number of records finds."""

import json
from fractions import Fraction
from importlib.resources import files
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

import sladsl
from sladsl import pipeline, showing
from sladsl.measurement.lookups.deciding import BoundCounts
from sladsl.measurement.lookups.lookup import LookupQuery
from sladsl.measurement.measure import measure
from sladsl.planning.plan import (
    Comparator,
    LowVolume,
    Measure,
    Open,
    OpenRecords,
    Quantity,
    Rounding,
    RoundingMode,
    Statistic,
    ValueType,
    Volume,
)
from sladsl.settlement.explained.nearby import nearby
from sladsl.settlement.explained.ranks import rank_nodes
from sladsl.settlement.explanation import Verdict
from sladsl.settlement.judging import result_of
from sladsl.settlement.verdicts import satisfies
from sladsl.values import evolve
from tests.settlement.build import (
    at_least,
    below,
    counting,
    good_of,
    level,
    plan,
    series,
    span,
    target,
    valued,
)

CASE = Path(__file__).parent.parent / "cases" / "explain" / "march"
SCHEMA = json.loads(files("sladsl.settlement").joinpath("explanation.schema.json").read_text("utf-8"))
RECORDS = ("ticket", "wait", "outage", "maintenance")


def explained(**asked):
    agreement = sladsl.load(CASE / "agreement.sla")
    period = pipeline.request(agreement, asked.pop("period", None))
    records = {name: [CASE / f"{name}.csv"] for name in RECORDS}
    return pipeline.explain(agreement, records, period, pipeline.ExplainedSubject(**asked)).explanation


def test_the_json_keeps_its_schema():
    Draft202012Validator.check_schema(SCHEMA)
    for asked in ({"period": "2026-03"}, {"period": "2026-03", "level": "Uptime"}, {"record": "T2"}):
        document = json.loads(showing.show_explanation(explained(**asked), "json"))
        Draft202012Validator(SCHEMA).validate(document)


def test_text_from_the_data_is_no_markup_in_html():
    explanation = explained(period="2026-03", level="Closing")
    tree = evolve(explanation.trees[0], text="<script>alert(1)</script>")
    page = showing.show_explanation(evolve(explanation, trees=(tree,)), "html")
    assert "<script>" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


LINES = st.sampled_from(["plain", "rounded", "allows", "removes"])


AGREEMENT = """
agreement Desk "Desk" {
  provider  Meridian "Meridian Ltd"
  customer  Harbour  "Harbour plc"
  term      2026-01-01 to 2026-12-31
  timezone  Europe/London
  currency  GBP
  charge Fee "Fee" GBP 1,000 per month
  records report "Report" {
    made_at : time
    score   : percent
  }
  service level Quality "Quality" {
    for each  report
    counted   in the window of made_at
    measure   mean of score
    window    calendar month
    minimum   at least 99%
    credit of Fee
      | when             | credit |
      | 98% to under 99% | 5%     |
      | 95% to under 98% | 10%    |
      | under 95%        | 25%    |
  }
  settlement per calendar month, 14 days after its end { }
}
"""


def test_a_mean_is_told_how_far_the_next_rows_of_its_table_are(tmp_path):
    agreement, reports = tmp_path / "desk.sla", tmp_path / "report.csv"
    agreement.write_text(AGREEMENT, "utf-8")
    rows = (
        "2026-01-10 09:00,95%",
        "2026-02-10 09:00,97.5%",
        "2026-03-10 09:00,80%",
        "2026-04-10 09:00,99.5%",
    )
    reports.write_text("\n".join(("made_at,score", *rows, "")), "utf-8")
    loaded = sladsl.load(agreement)

    def near(period):
        found = pipeline.explain(loaded, {"report": [reports]}, pipeline.request(loaded, period)).explanation
        assert found is not None
        text = showing.show_explanation(found, "text")
        return [line.strip(" -") for line in text.splitlines() if ": the value is " in line]

    assert near("2026-01") == [
        "minimum at least 99%: the value is 4.00 percentage points below it",
        "95%, where the row of the credit changes: the value is exactly it",
        "98%, where the row of the credit changes: the value is 3.00 percentage points below it",
    ]
    assert near("2026-02")[1:] == [
        "95%, where the row of the credit changes: the value is 2.50 percentage points above it",
        "98%, where the row of the credit changes: the value is 0.50 percentage points below it",
    ]
    assert near("2026-03")[1:] == [
        "95%, where the row of the credit changes: the value is 15.00 percentage points below it"
    ]
    assert near("2026-04") == ["minimum at least 99%: the value is 0.50 percentage points above it"]


@given(records=st.integers(1, 60), share=st.integers(0, 60), kind=LINES)
def test_the_nearest_other_result_is_what_trying_every_number_finds(records, share, kind):
    good = min(share, records)
    line = series(
        expected=at_least("expected", "99"), credit=below(("minimum", "5"), ("90", "10"), ("75", "20"))
    )
    if kind == "rounded":
        line = evolve(line, rounded=Rounding("rounded", span(19), 0, RoundingMode.HALF_UP))
    low = {"allows": Volume.ALLOW, "removes": Volume.REMOVE}.get(kind)
    of = evolve(
        level("Accuracy", line), low_volume=None if low is None else LowVolume("low", span(21), low, 2, 30)
    )
    agreement = plan(of)

    def judged(number):
        return result_of(agreement, good_of(agreement, "Accuracy", "2026-03", number, records))

    def outcome(number):
        result = judged(number)
        kept = [each.satisfied for each in result.comparisons]
        return result.verdict, kept, [credit.row.band.id for credit in result.credits]

    now = outcome(good)
    others = [n for n in range(good + 1, records + 1) if outcome(n) != now]
    met = [n for n in range(good + 1, records + 1) if judged(n).verdict is Verdict.MET]
    fewer = [n for n in range(good - 1, -1, -1) if outcome(n) != now]
    expected = []
    if now[0] is not Verdict.MET:
        expected += [(True, n - good) for n in sorted({*others[:1], *met[:1]})]
    expected += [(False, good - n) for n in fewer[:1]]
    if now[0] is Verdict.UNMEASURED:  # all misses are removed, and nothing is left to have a value
        expected = []

    measured = good_of(agreement, "Accuracy", "2026-03", good, records)
    found = nearby(line, measured, lambda each: result_of(agreement, each))
    assert [(near.is_better, near.number) for near in found] == expected
    for near in found:
        moved = good + near.number if near.is_better else good - near.number
        assert near.result == judged(moved)


@given(
    values=st.lists(st.integers(0, 12), min_size=1, max_size=25),
    rank=st.sampled_from([1, 10, 50, 90, 95, 100]),
    limit=st.integers(0, 12),
    comparator=st.sampled_from(Comparator),
)
def test_the_records_beyond_a_target_of_a_percentile_are_what_trying_finds(values, rank, limit, comparator):
    held = sorted(values)
    place = max(1, -(-rank * len(held) // 100))

    def keeps(numbers):
        return satisfies(Fraction(sorted(numbers)[place - 1]), comparator, Fraction(limit))

    bound = Quantity(ValueType.NUMBER, Fraction(limit))
    line = evolve(
        series(minimum=target("minimum", comparator, (None, bound)), credit=None, measured=ValueType.NUMBER),
        measure=Measure("measure", span(19), Statistic.PERCENTILE, ValueType.NUMBER, None, Fraction(rank)),
    )
    agreement = plan(level("Accuracy", line))
    measured = valued(agreement, "2026-03", Quantity(ValueType.NUMBER, Fraction(held[place - 1])))
    measured = counting(measured, records=len(held), decided=len(held))
    result = result_of(agreement, measured)
    side = BoundCounts(bound, sum(v < limit for v in held), held.count(limit))
    (node,) = rank_nodes(agreement, line, result, (side,))
    number = int(node.exact["number"])

    fails = [v for v in held if not satisfies(Fraction(v), comparator, Fraction(limit))]
    good, bad = (99, -1) if comparator in {Comparator.AT_LEAST, Comparator.ABOVE} else (-1, 99)
    rest = [v for v in held if satisfies(Fraction(v), comparator, Fraction(limit))]
    if keeps(held):
        assert f"{number} more record" in node.text
        assert number > len(rest) or not keeps([*fails, *[bad] * number, *rest[number:]])
        assert keeps([*fails, *[bad] * (number - 1), *rest[number - 1 :]])
    else:
        assert f"{number} fewer record" in node.text
        assert keeps([*fails[number:], *[good] * number, *rest])
        assert not keeps([*fails[number - 1 :], *[good] * (number - 1), *rest])


def test_as_many_records_are_open_as_a_backlog_says():
    folder = CASE.parent.parent / "open_records" / "snapshots"
    agreement = sladsl.load(folder / "agreement.sla")
    wanted = LookupQuery(None, -(2**62), 2**62, most=3)
    measured = measure(agreement.plan, {"invoice": [folder / "invoice.csv"]}, query=wanted)
    assert measured.measurements is not None
    assert measured.seen is not None
    values = {(row.level, row.key, row.window): row for row in measured.measurements.rows}
    counted = {
        level.name for level in agreement.plan.levels for each in level.series if is_count(each.measure)
    }
    told = [each for each in measured.seen.opened if each.level in counted]
    assert {each.level for each in told} == counted
    for each in told:
        row = values[each.level, each.key, each.window]
        assert row.value is not None
        assert row.value.amount == each.number
        assert len(each.records) == min(3, each.number)


def is_count(measure_):
    return isinstance(measure_, OpenRecords) and measure_.statistic in {Open.MOST, Open.LEAST}
