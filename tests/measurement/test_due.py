"""What is due, of records of whatever name and number."""

import csv

import pytest

from sladsl import pipeline
from sladsl.cli import main
from sladsl.cli.due import MOST_READ

AGREEMENT = """\
agreement A "Repairs" {
  version   "1.0"
  provider  P "P"
  customer  C "C"
  term      2026-01-01 to 2026-12-31
  timezone  Europe/London
  currency  GBP

  records repair "Repair" {
    id     : text key
    opened : time
    closed : time?
  }

  records hold "Hold" lasting held_at to released_at {
    job         : ref repair
    held_at     : time
    released_at : time?
  }

  service level L "Level" {
    for each  repair
    counted   in the window of opened
    clock     from opened to closed, paused during hold
    good when clock within 2 h
    measure   percent good
    window    calendar month
    minimum   at least 90%
  }

  settlement per calendar month, 14 days after its end { }
}
"""


@pytest.mark.parametrize(("repair", "hold"), [("repair", "hold"), ("due", "begun"), ("begun", "due")])
def test_records_may_be_called_as_tables_of_measuring_are(repair, hold, tmp_path):
    file = tmp_path / "agreement.sla"
    file.write_text(AGREEMENT.replace("repair", repair).replace("hold", hold), encoding="utf-8")
    repairs, holds = tmp_path / "repairs.csv", tmp_path / "holds.csv"
    repairs.write_text("id,opened,closed\na,2026-02-03 10:00,2026-02-03 12:30\n", encoding="utf-8")
    holds.write_text("job,held_at,released_at\na,2026-02-03 11:00,2026-02-03 11:45\n", encoding="utf-8")
    checked = pipeline.check([file])
    assert checked.diagnostics == ()
    (agreement,) = checked.agreements
    found = pipeline.due(agreement, {repair: [repairs], hold: [holds]}, pipeline.request(agreement))
    (deadline,) = found.deadlines
    (record,) = deadline.records
    assert record.start is not None
    assert record.due == record.start + (2 * 60 + 45) * 60 * 1_000_000
    assert record.elapsed == (2 * 60 + 30 - 45) * 60 * 1_000_000


def test_a_day_after_a_date_is_told_of_records_counted_by_an_instant(tmp_path):
    file, repairs = tmp_path / "agreement.sla", tmp_path / "repairs.csv"
    text = AGREEMENT.replace("    id     : text key\n", "    id     : text key\n    month_end : date\n")
    text = text.replace("    clock     from opened to closed, paused during hold\n", "")
    text = text.replace("clock within 2 h", "closed by 18:00 on business day 3 after month_end in Office")
    office = "  calendar Office { Mon..Fri 09:00-17:30 }\n"
    file.write_text(text.replace("  records repair", f"{office}\n  records repair"), encoding="utf-8")
    repairs.write_text("id,month_end,opened,closed\na,2026-02-28,2026-03-02 10:00,\n", encoding="utf-8")
    checked = pipeline.check([file])
    (agreement,) = checked.agreements
    found = pipeline.due(agreement, {"repair": [repairs]}, pipeline.request(agreement))
    ((record,),) = (deadline.records for deadline in found.deadlines)
    assert record.start == 1_772_323_200_000_000  # 2026-03-01 00:00: Saturday the 28th is over
    assert record.due == 1_772_647_200_000_000  # 2026-03-04 18:00


def test_people_are_told_the_worst_and_how_many_more_there_are(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "agreement.sla").write_text(AGREEMENT, encoding="utf-8")
    rows = [f"{each},2026-02-03 10:00,2026-02-03 11:00" for each in range(MOST_READ + 2)]
    (tmp_path / "repairs.csv").write_text("\n".join(["id,opened,closed", *rows, ""]), encoding="utf-8")
    (tmp_path / "holds.csv").write_text("job,held_at,released_at\n", encoding="utf-8")
    given = ["due", "agreement.sla", "--records", "repair=repairs.csv", "--records", "hold=holds.csv"]

    def told(*more):
        with pytest.raises(SystemExit) as exit_:
            main([*given, *more])
        assert exit_.value.code == 0
        return capsys.readouterr().out

    assert told().endswith("\nand 2 more\n")
    assert told("--most", str(MOST_READ + 1)).endswith("\nand 1 more\n")
    assert len(list(csv.DictReader(told("--format", "csv").splitlines()))) == MOST_READ + 2
