"""Explanations keep their schema; what would have changed a result is what trying every number of records finds."""

import json
from importlib.resources import files
from pathlib import Path

from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

import sladsl
from sladsl import pipeline
from sladsl.planning.plan import LowVolume, Rounding, RoundingMode, Volume
from sladsl.settlement.explained.nearby import nearby
from sladsl.settlement.explanation import Verdict
from sladsl.settlement.judging import result_of
from tests.settlement.build import at_least, below, good_of, level, plan, series, span

CASE = Path(__file__).parent.parent / "cases" / "explain" / "march"
SCHEMA = json.loads(files("sladsl.settlement").joinpath("explanation.schema.json").read_text("utf-8"))
RECORDS = ("ticket", "wait", "outage", "maintenance")


def explained(**asked):
    agreement = sladsl.load(CASE / "agreement.sla")
    period = pipeline.request(agreement, asked.pop("period", None))
    found = pipeline.explain(agreement, {name: [CASE / f"{name}.csv"] for name in RECORDS}, period, **asked)
    return found.explanation


def test_the_json_keeps_its_schema():
    Draft202012Validator.check_schema(SCHEMA)
    for asked in ({"period": "2026-03"}, {"period": "2026-03", "level": "Uptime"}, {"record": "T2"}):
        document = json.loads(pipeline.show_explanation(explained(**asked), "json"))
        Draft202012Validator(SCHEMA).validate(document)


def test_text_from_the_data_is_no_markup_in_html():
    explanation = explained(period="2026-03", level="Closing")
    tree = evolve(explanation.trees[0], text="<script>alert(1)</script>")
    page = pipeline.show_explanation(evolve(explanation, trees=(tree,)), "html")
    assert "<script>" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


LINES = st.sampled_from(["plain", "rounded", "allows", "removes"])


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

    measured = good_of(agreement, "Accuracy", "2026-03", good, records)
    found = nearby(line, measured, lambda each: result_of(agreement, each))
    assert [(near.is_better, near.number) for near in found] == expected
    for near in found:
        moved = good + near.number if near.is_better else good - near.number
        assert near.result == judged(moved)
