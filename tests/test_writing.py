"""Files that commands write part by part: whole, or as they were."""

import pytest

from sladsl.cli.output import writing


def test_a_file_is_replaced_when_all_of_it_is_written(tmp_path):
    file = tmp_path / "list.csv"
    file.write_text("old")
    with writing(file) as write:
        write("one\n")
        assert file.read_text() == "old"
        write("two\n")
    assert file.read_text() == "one\ntwo\n"


def fail_within(file):
    with writing(file) as write:
        write("one\n")
        raise ValueError("broken")


def test_what_was_there_stays_when_something_fails_or_nothing_is_written(tmp_path):
    file = tmp_path / "list.csv"
    file.write_text("old")
    with pytest.raises(ValueError, match="broken"):
        fail_within(file)
    with writing(file):
        pass
    assert [each.name for each in tmp_path.iterdir()] == ["list.csv"]
    assert file.read_text() == "old"
