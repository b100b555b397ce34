"""The grammar has one reading of every text, and its tables are kept safely."""

import hashlib
import os
import pickle
import re
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from sladsl.syntax import grammar
from sladsl.syntax.automaton import accepted, automaton, homes
from sladsl.syntax.automaton import first_stack as before_everything
from sladsl.syntax.phrases import BLOCKS, LINES, called, supplied

AGREEMENT = Path(__file__).parents[2] / "agreements/accounts-payable/agreement.sla"
PROBE = 'module m "M" { clause C """We meet.""" }'


def test_the_grammar_has_no_conflicts_and_no_colliding_terminals():
    built = grammar.build(strict=True)
    assert built.parse(PROBE, start="start").data == "start"


@pytest.fixture(scope="module")
def built():
    """The parser as users build it from the grammar: without the library that compares terminals."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("lark.lexer.has_interegular", False)
        return grammar.build()


@pytest.fixture
def cache(tmp_path, monkeypatch):
    """An empty cache directory, and a parser that is built or loaded anew."""
    monkeypatch.setattr(grammar, "cache_folder", lambda: tmp_path / "sladsl")
    grammar.parser.cache_clear()
    yield tmp_path / "sladsl"
    grammar.parser.cache_clear()


@pytest.fixture
def builds(monkeypatch, built):
    """How often the parser was built, instead of loaded; building takes a second, so it gives the one built before."""
    count = []

    def build():
        count.append(1)
        return built

    monkeypatch.setattr(grammar, "build", build)
    return count


def kept(folder):
    (file,) = folder.iterdir()
    return file


def test_the_tables_are_built_once_and_then_loaded(cache, builds):
    grammar.parser()
    grammar.parser.cache_clear()
    assert grammar.parser().parse(PROBE, start="start").data == "start"
    assert builds == [1]
    assert stat.S_IMODE(kept(cache).stat().st_mode) == 0o600
    assert stat.S_IMODE(cache.stat().st_mode) == 0o700


@pytest.mark.parametrize(
    "spoil",
    [
        lambda file: file.write_bytes(b""),
        lambda file: file.write_bytes(file.read_bytes()[:-1]),
        lambda file: file.write_bytes(bytes([file.read_bytes()[0] ^ 1]) + file.read_bytes()[1:]),
        lambda file: file.chmod(0o666),
        lambda file: file.parent.chmod(0o777),
        lambda file: (file.unlink(), file.mkdir()),
    ],
    ids=["empty", "cut off", "changed", "writable by others", "folder writable by others", "a folder"],
)
@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no file modes")
def test_a_cache_that_is_not_sound_and_private_is_not_read(spoil, cache, builds):
    grammar.parser()
    spoil(kept(cache))
    grammar.parser.cache_clear()
    assert grammar.parser().parse(PROBE, start="start").data == "start"
    assert builds == [1, 1]


def test_a_file_that_holds_something_else_is_not_taken_for_the_parser(cache, builds):
    grammar.parser()
    other = pickle.dumps({"data": {}, "memo": {}})
    kept(cache).write_bytes(hashlib.sha256(other).digest() + other)
    grammar.parser.cache_clear()
    assert grammar.parser().parse(PROBE, start="start").data == "start"
    assert builds == [1, 1]


def test_the_parser_that_is_kept_reads_as_the_one_that_was_built(cache, builds, built):
    grammar.parser()
    grammar.parser.cache_clear()
    assert grammar.parser() is not built
    text = AGREEMENT.read_text(encoding="utf-8")
    assert grammar.parser().parse(text, start="start") == built.parse(text, start="start")
    assert builds == [1]


def test_nothing_but_a_blank_begins_with_one(built):
    """So that scanners may look for blanks first."""
    text = AGREEMENT.read_text(encoding="utf-8")
    others = [re.compile(each.pattern.to_regexp()) for each in built.terminals if each.name != "BLANK"]
    blanks = [found.start() for found in re.finditer(r"\s", text)][:600]
    assert not any(other.match(text, blank) for other in others for blank in blanks)


class Trap:
    """Runs code when it is unpickled."""

    def __reduce__(self):
        return (os.putenv, ("SPRUNG", "1"))


def test_a_file_of_another_making_is_not_unpickled(cache, builds, monkeypatch):
    grammar.parser()
    kept(cache).write_bytes(pickle.dumps(Trap()))
    sprung = []
    monkeypatch.setattr(os, "putenv", lambda *_: sprung.append(1))
    grammar.parser.cache_clear()
    grammar.parser()
    assert sprung == []


def test_no_cache_is_needed(builds, tmp_path, monkeypatch):
    (tmp_path / "file").write_text("not a folder", encoding="utf-8")
    monkeypatch.setattr(grammar, "cache_folder", lambda: tmp_path / "file" / "sladsl")
    grammar.parser.cache_clear()
    assert grammar.parser().parse(PROBE, start="start").data == "start"
    monkeypatch.setattr(grammar, "cache_folder", lambda: None)
    grammar.parser.cache_clear()
    assert grammar.parser().parse(PROBE, start="start").data == "start"
    grammar.parser.cache_clear()


@pytest.mark.skipif(sys.platform in {"win32", "darwin"}, reason="follows the XDG base directories")
def test_the_cache_is_in_the_users_own_directory(monkeypatch, tmp_path):
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "c"))
    assert grammar.cache_folder() == tmp_path / "c" / "sladsl"
    monkeypatch.setenv("XDG_CACHE_HOME", "relative")
    assert grammar.cache_folder() == tmp_path / ".cache" / "sladsl"
    monkeypatch.delenv("XDG_CACHE_HOME")
    assert grammar.cache_folder() == tmp_path / ".cache" / "sladsl"


def test_the_tree_and_the_diagnostics_load_without_the_parser():
    code = "import sys, sladsl.syntax.ast, sladsl.syntax.limits, sladsl.syntax.walk; print('lark' in sys.modules)"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout == "False\n"


def test_every_list_of_the_grammar_is_named_in_messages():
    assert set(automaton().homes.values()) == set(BLOCKS)
    assert [home.kind for home in homes(before_everything(), 0)] == ["file"]


def test_every_terminal_has_words_for_messages_and_something_to_stand_for_it():
    terminals = {
        name for row in automaton().states.values() for name in row if name.isupper() and name != "$END"
    }
    assert {name for name in terminals if not called(name, None)} == set()
    for name in terminals:
        supplied(name)


def test_every_line_has_an_example():
    begun = {terminal for state in automaton().homes for terminal in _begins(state)}
    assert begun - set(LINES) == {"_RBRACE"}


def _begins(state):
    home = next(home for home in [*homes(_stack(state), 0)])
    return accepted(home.stack)


def _stack(state):
    from sladsl.syntax.automaton import Stack  # noqa: PLC0415 - used here only

    opened = next(opened for opened, listed in automaton().opened.items() if listed == state)
    return Stack(opened, None, 0)
