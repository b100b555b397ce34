"""A repository of many agreements is checked in one process."""

from collections import Counter

from sladsl import files, pipeline
from sladsl.syntax.parser import parse

HOUSE = """\
use calendars.uk

module house "House rules" {
  calendar Office "Office Hours" like calendars.uk.Office
  records ticket "Ticket" { id : text key  opened_at : time  closed_at : time? }
}
"""
AGREEMENT = """\
use "house.sla" as house

agreement Desk "Help Desk" {{
  provider Provider "The Provider Ltd"
  customer Customer{number} "Customer {number} Ltd"
  term 2026-01-01 to 2026-12-31
  timezone Europe/London
  currency GBP
  records ticket "Ticket" like house.ticket
  service level Closed "Tickets closed" {{
    for each ticket  counted in the window of opened_at  window calendar month
    clock from opened_at to closed_at in house.Offic{rest}
    good when clock within {number} h
    measure percent good
    minimum at least 90%
  }}
}}
"""


def test_a_module_that_many_agreements_use_is_parsed_once(tmp_path, monkeypatch):
    (tmp_path / "house.sla").write_text(HOUSE, encoding="utf-8")
    for number in range(1, 201):
        text = AGREEMENT.format(number=number, rest="" if number in {7, 190} else "e")
        (tmp_path / f"agreement{number:03}.sla").write_text(text, encoding="utf-8")
    parsed: Counter[str] = Counter()

    def parse_and_count(source):
        parsed[source.name] += 1
        return parse(source)

    monkeypatch.setattr(files, "parse", parse_and_count)
    monkeypatch.chdir(tmp_path)

    checked = pipeline.check(files.agreement_files([tmp_path]))

    assert len(parsed) == 202
    assert set(parsed.values()) == {1}
    assert len(checked.agreements) == 198
    assert [(each.code, str(each.span)) for each in checked.diagnostics] == [
        ("SLA111", f"{tmp_path / 'agreement007.sla'}:12:42"),
        ("SLA111", f"{tmp_path / 'agreement190.sla'}:12:42"),
    ]
