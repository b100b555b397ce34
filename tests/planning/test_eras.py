"""An amended agreement is one plan: it survives JSON, and means the same wherever its amendments are written."""

from pathlib import Path

from sladsl import pipeline
from sladsl.planning.serialise import plan_hash, plan_json, read_plan

CASES = Path(__file__).parent.parent / "cases" / "amendments"


def planned(file):
    (agreement,) = pipeline.check([file]).agreements
    return agreement.plan


def test_an_amended_plan_survives_json():
    plan = planned(CASES / "kinds" / "agreement.sla")
    assert len(plan.eras) == 3
    assert read_plan(plan_json(plan)) == plan


def test_a_plan_does_not_depend_on_where_amendments_are_written(tmp_path):
    whole = CASES / "charges" / "agreement.sla"
    agreement, *amendments = whole.read_text(encoding="utf-8").split("\namendment ")
    names = ["agreement.sla", *(f"amendment-{number}.sla" for number, _ in enumerate(amendments, 1))]
    (tmp_path / names[0]).write_text(agreement, encoding="utf-8")
    for before, name, text in zip(names, names[1:], amendments, strict=False):
        (tmp_path / name).write_text(f'use "{before}"\n\namendment {text}', encoding="utf-8")
    assert plan_hash(planned(tmp_path / names[-1])) == plan_hash(planned(whole))


def test_amendments_take_effect_in_the_order_of_their_dates(tmp_path):
    whole = CASES / "charges" / "agreement.sla"
    agreement, first, second = whole.read_text(encoding="utf-8").split("\namendment ")
    turned = tmp_path / "agreement.sla"
    turned.write_text(f"{agreement}\namendment {second}\namendment {first}", encoding="utf-8")
    found = planned(turned)
    assert [each.name for each in found.amendments] == ["First", "Second"]
    assert plan_hash(found) == plan_hash(planned(whole))


def test_an_item_is_cut_out_by_its_lines_whatever_blanks_the_text_has(tmp_path):
    text = (CASES / "desk" / "agreement.sla").read_text(encoding="utf-8")
    odd = text.replace("agreement Desk", "# one\u2028two\x0cthree\n\nagreement Desk", 1)
    plain, spaced = tmp_path / "plain.sla", tmp_path / "spaced.sla"
    plain.write_text(text, encoding="utf-8")
    spaced.write_text(odd.replace("\n", "\r\n"), encoding="utf-8", newline="")
    assert plan_hash(planned(spaced)) == plan_hash(planned(plain))
