"""The public names, used as the README and `sladsl.api` show them."""

import builtins
import re
from fractions import Fraction
from pathlib import Path

import pytest

import sladsl
from sladsl.values import evolve

CASE = Path(__file__).parent / "cases" / "records" / "invoices"
RECORDS: dict[str, Path | list[Path]] = {"invoice": CASE / "invoice.csv", "hold": [CASE / "hold.csv"]}


def test_what_the_functions_give_and_raise_has_a_public_name():
    functions = [
        each for name in sladsl.__all__ if callable(each := getattr(sladsl, name)) and name.islower()
    ]
    given = {word for each in functions for word in re.findall(r"[A-Z]\w+", each.__annotations__["return"])}
    raised = {word for each in functions for word in re.findall(r"[A-Z]\w+Error", each.__doc__ or "")}
    assert given == {"Agreement", "Checked", "Comparison", "Explanation", "Statement", "WorkedExample"}
    assert raised == {"AgreementError", "EngineMissingError", "OSError", "RecordsError", "ValueError"}
    assert given | raised <= {*sladsl.__all__, *dir(builtins)}


@pytest.fixture(scope="module")
def agreement():
    return sladsl.load(CASE / "agreement.sla")


def test_a_statement_has_its_total_and_shows_in_every_form(agreement):
    statement = sladsl.run(agreement, RECORDS, period="2026-01")
    assert [period.total for period in statement.settled.periods] == [Fraction(50)]
    assert "Total of 2026-01" in sladsl.show(statement)
    assert '"schema": "sladsl.statement/1"' in sladsl.show(statement, "json")
    assert sladsl.show(statement, "csv").startswith("kind,")


def test_a_result_is_explained(agreement):
    explanation = sladsl.explain(agreement, RECORDS, period="2026-01")
    (tree,) = explanation.trees
    assert (tree.kind, tree.exact) == ("total", {"amount": "50"})
    assert sladsl.show(explanation, "html").startswith("<!DOCTYPE html>")
    with pytest.raises(ValueError, match="an explanation is not shown as csv"):
        sladsl.show(explanation, "csv")
    with pytest.raises(ValueError, match="no level is about a record `none`"):
        sladsl.explain(agreement, RECORDS, record="none")


def test_records_are_read_as_of_an_instant(agreement):
    statement = sladsl.run(agreement, RECORDS, as_of="2026-01-10")
    verdicts = {result.measurement.level: result.verdict for result in statement.settled.results}
    assert verdicts["Turnaround"] is sladsl.Verdict.MISSED
    assert statement.settled.periods[-1].provisional


def test_a_document_is_rendered(agreement):
    assert sladsl.render(agreement).startswith("<!DOCTYPE html>")
    assert sladsl.render(agreement, "md").startswith("# Small Agreement\n")


def test_worked_examples_say_whether_they_hold():
    desk = sladsl.load(CASE.parents[3] / "agreements" / "service-desk" / "agreement.sla")
    assert all(worked.holds for worked in sladsl.run_examples(desk))


def test_findings_are_values():
    checked = sladsl.check([CASE.parents[1] / "semantics" / "bad" / "sla203-percentage-for-every-value.sla"])
    assert [(each.code, each.severity) for each in checked.diagnostics] == [("SLA203", sladsl.Severity.ERROR)]


def test_an_agreement_with_errors_is_refused_with_its_findings(tmp_path):
    (tmp_path / "bad.sla").write_text("agreement A {\n", encoding="utf-8")
    with pytest.raises(sladsl.AgreementError, match=r"error\[SLA016\]") as refused:
        sladsl.load(tmp_path / "bad.sla")
    assert refused.value.diagnostics[0].code == "SLA016"


def test_a_module_is_no_agreement():
    with pytest.raises(ValueError, match="is a module"):
        sladsl.load(CASE.parents[3] / "stdlib" / "calendars" / "uk.sla")


def test_bad_records_are_refused_with_their_findings(agreement):
    with pytest.raises(sladsl.RecordsError, match="row 3") as refused:
        sladsl.run(agreement, {**RECORDS, "invoice": CASE / "many.csv"})
    assert {each.code for each in refused.value.diagnostics} >= {"SLA410", "SLA411", "SLA413"}


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ({"period": "March"}, "`March` is no period"),
        ({"period": "2031"}, "`2031` is outside the term, which is from 2026-01-01 to 2026-12-31"),
        ({"as_of": "soon"}, "`soon` is no instant"),
        ({"as_of": "2025-06-01T00:00Z"}, "is not after the term has begun, on 2026-01-01"),
    ],
)
def test_what_cannot_be_asked_for_is_told(agreement, asked, told):
    with pytest.raises(ValueError, match=told):
        sladsl.run(agreement, RECORDS, **asked)


def test_a_name_that_is_not_there_is_told():
    with pytest.raises(AttributeError, match="no attribute 'measure'"):
        sladsl.measure  # noqa: B018 (looking it up is the test)


def test_versions_are_compared_by_what_they_do():
    case = Path(__file__).parent / "cases" / "diff" / "layout"
    old, new = (sladsl.load(case / f"{version}.sla") for version in ("old", "new"))
    assert sladsl.compare(old, new).changes == ()
    (change,) = sladsl.compare(old, evolve(old, plan=evolve(old.plan, version="2.0"))).changes
    assert (change.part, change.before, change.after, change.effect) == ("version", "1.0", "2.0", "neutral")
