"""A text on standard input is checked as a file in the current folder would be."""

import io

import pytest

from sladsl.cli import main

MODULE = 'module hours "Hours" { calendar Office { Mon..Fri 09:00-17:00 } }\n'
USES = """use "hours.sla" as hours
module desk "Desk" { calendar Desk like hours.Office
 calendar Other like hours.Ofice }
"""


@pytest.fixture
def checked(tmp_path, monkeypatch, capfdbinary):
    """Checks a text on standard input in a folder; gives the exit code, the output and the errors."""

    def run(data, *arguments):
        monkeypatch.chdir(tmp_path)
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(data)))
        with pytest.raises(SystemExit) as exit_:
            main(["check", "-", *arguments])
        out, err = capfdbinary.readouterr()
        return exit_.value.code, out.decode(), err.decode()

    return run


def test_modules_are_looked_for_in_the_current_folder(checked, tmp_path):
    (tmp_path / "hours.sla").write_text(MODULE, encoding="utf-8")
    code, out, err = checked(USES.encode())
    assert (code, err) == (1, "")
    assert out.splitlines()[:2] == [
        "error[SLA111]: there is no calendar `hours.Ofice`",
        "  --> <stdin>:3:22, in calendar Other",
    ]
    assert out.splitlines()[-1] == "1 error"


def test_a_sound_text_has_no_findings(checked):
    assert checked(MODULE.encode()) == (0, "<stdin>: no findings\n", "")


def test_what_is_no_text_is_told(checked):
    code, out, _ = checked(b'module m "\xff" { }')
    assert (code, out.splitlines()[1]) == (1, "  --> <stdin>:1:11")


def test_standard_input_stands_alone(checked):
    code, out, err = checked(b"", ".")
    assert (code, out) == (2, "")
    assert err.endswith("Error: `-` stands alone\n")
