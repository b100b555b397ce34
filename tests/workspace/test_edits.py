"""Whatever is edited, the findings are those of a check from nothing; and little is done for a little change."""

import re
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import sladsl
from benchmarks.checking import large
from sladsl.files import Library, agreement_files, file_reader, loader, read, register
from sladsl.semantics.analysis import analyse
from sladsl.semantics.checks import LEVEL_RULES
from sladsl.source import Source
from sladsl.syntax.parser import parse
from sladsl.syntax.pieces import pieces
from sladsl.syntax.walk import walk
from sladsl.values import evolve
from sladsl.workspace import Workspace
from tests.tries import tries

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
FILES = {name: (HERE / name).read_text(encoding="utf-8") for name in ("house.sla", "desk.sla")}

# --- the law ---

_NAME = re.compile(r"(?<=[ .])[A-Za-z]\w*")
_ITEM = re.compile(r"^  [a-z].*?\{\n.*?^  \}\n", re.MULTILINE | re.DOTALL)


def line_out(text, at, _other):
    lines = text.splitlines(keepends=True)
    where = at % max(len(lines), 1)
    return "".join([*lines[:where], *lines[where + 1 :]])


def line_twice(text, at, _other):
    lines = text.splitlines(keepends=True)
    where = at % max(len(lines), 1)
    return "".join([*lines[: where + 1], *lines[where:]])


def number_changed(text, at, other):
    found = list(re.finditer(r"\d+", text))
    if not found:
        return text
    where = found[at % len(found)]
    return text[: where.start()] + str(other % 120) + text[where.end() :]


def name_taken(text, at, other):
    names = list(_NAME.finditer(text))
    if not names:
        return text
    where = names[at % len(names)]
    return text[: where.start()] + names[other % len(names)][0] + text[where.end() :]


def name_changed_everywhere(text, at, _other):
    names = _NAME.findall(text)
    if not names:
        return text
    return re.sub(rf"\b{names[at % len(names)]}\b", "Renamed", text)


def item_out(text, at, _other):
    items = list(_ITEM.finditer(text))
    if not items:
        return text
    where = items[at % len(items)]
    return text[: where.start()] + text[where.end() :]


def item_twice(text, at, other):
    items = list(_ITEM.finditer(text))
    if not items:
        return text
    place = items[at % len(items)].start()
    return text[:place] + items[other % len(items)][0] + text[place:]


def sign_in(text, at, other):
    place = at % (len(text) + 1)
    return text[:place] + '{}"|#,\n x%'[other % 9] + text[place:]


EDITS = (
    line_out,
    line_twice,
    number_changed,
    name_taken,
    name_changed_everywhere,
    item_out,
    item_twice,
    sign_in,
)
numbers = st.integers(0, 9_999)
steps = st.lists(
    st.tuples(st.sampled_from(sorted(FILES)), st.sampled_from((*EDITS, None)), numbers, numbers), max_size=6
)


@tries(6)
@given(steps=steps)
@example(steps=[("desk.sla", line_out, 0, 0)] * 2)
def test_the_findings_are_those_of_a_check_from_nothing(tmp_path_factory, steps):
    folder = tmp_path_factory.mktemp("project", numbered=True)
    for name, text in FILES.items():
        (folder / name).write_text(text, encoding="utf-8")
    workspace = Workspace([folder])
    before = workspace
    workspace.check()
    for name, edit, at, other in steps:
        path = folder / name
        text = path.read_text(encoding="utf-8")
        # No edit: back to what stood there before the last one.
        changed = before.texts.get(path.resolve(), FILES[name]) if edit is None else edit(text, at, other)
        before, workspace = workspace, workspace.with_text(path, changed)
        path.write_text(changed, encoding="utf-8", newline="")
        anew, found = sladsl.check([folder]), workspace.check()
        assert found.diagnostics == anew.diagnostics
        assert found.silenced == anew.silenced
        assert {each: source.text for each, source in found.sources.items()} == {
            each: source.text for each, source in anew.sources.items()
        }


def test_all_places_of_a_finding_are_told_where_the_author_has_them(tmp_path):
    path = tmp_path / "desk.sla"
    (tmp_path / "house.sla").write_text(FILES["house.sla"], encoding="utf-8")
    workspace = Workspace([tmp_path])
    for old in (
        *("nothing", "Fast", "    expected at least 95%\n", "opened_at to ", "| 80% ", "percent "),
        *("kpi Trend", "Trend", "calendar Night", "Answered ", " like house.ticket", "P2 "),
    ):
        text = FILES["desk.sla"].replace("Quick answers", "Fast answers").replace(old, "")
        path.write_text(text, encoding="utf-8")
        workspace = workspace.with_text(path, text)
        assert workspace.check().diagnostics == sladsl.check([tmp_path]).diagnostics


AMENDMENT = """
amendment First "First amendment" of Desk effective 2026-07-01 {
  replace charge Fee "Monthly Fee" GBP 11,000 per month
  # Shorter than before.
  replace calendar Night { Mon..Sun 21:00-24:00 }
  add to service Help kpi Speed "Speed" {
    for each  ticket
    counted   in the window of opened_at
    clock     from opened_at to answered_at in house.Office
    measure   mean of clock
    window    calendar month
    expected  at most 2 h
  }
}
"""
LATER = """use "desk.sla"

amendment Second "Second amendment" of Desk effective 2027-01-01 {
  remove kpi Trend
  replace clause Reviews "Reviews" \"\"\"A result below {Answered.minimum} is reviewed at once.\"\"\"
}
"""
amended_files = st.sampled_from(["desk.sla", "desk.sla", "house.sla", "later.sla"])
amended_steps = st.lists(st.tuples(amended_files, st.sampled_from(EDITS), numbers, numbers), max_size=5)


@tries(4)
@given(steps=amended_steps)
@example(steps=[("desk.sla", number_changed, 0, 3), ("later.sla", number_changed, 1, 4)])
# Lines of an amendment in an agreement.
@example(steps=[("desk.sla", item_twice, 0, 426)])
def test_the_findings_in_amended_agreements_are_those_of_a_check_from_nothing(tmp_path_factory, steps):
    folder = tmp_path_factory.mktemp("project", numbered=True)
    texts = {**FILES, "desk.sla": FILES["desk.sla"] + AMENDMENT, "later.sla": LATER}
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")
    workspace = Workspace([folder])
    assert {each.code for each in workspace.check().diagnostics} <= {"SLA811"}
    for name, edit, at, other in steps:
        texts[name] = edit(texts[name], at, other)
        workspace = workspace.with_text(folder / name, texts[name])
        (folder / name).write_text(texts[name], encoding="utf-8", newline="")
        anew, found = sladsl.check([folder]), workspace.check()
        assert found.diagnostics == anew.diagnostics
        assert found.silenced == anew.silenced


# --- what it stands on ---


def analysed(path):
    library = Library()
    register(library, [path])
    parsed = read(library, path)
    return analyse(parsed, loader(library), file_reader(library))


MISTAKEN = sorted((ROOT / "tests/cases/semantics/bad").glob("*.sla"))


@pytest.mark.parametrize("part", range(3))
def test_a_rule_of_levels_finds_in_each_what_it_finds_in_it_alone(part):
    for path in [*agreement_files([ROOT / "agreements"]), *MISTAKEN][part::3]:
        analysis = analysed(path)
        for rule in LEVEL_RULES:
            apart = [each for level in analysis.levels for each in rule(evolve(analysis, levels=(level,)))]
            assert apart == list(rule(analysis)), path


@pytest.mark.parametrize(
    "path",
    [*sorted(ROOT.glob("agreements/*/agreement.sla")), *(HERE / name for name in FILES)],
    ids=lambda path: path.parent.name,
)
def test_a_file_in_pieces_is_the_file_with_room_between_them(path):
    source = Source("file.sla", path.read_text(encoding="utf-8"))
    made = pieces(parse(source))
    assert made is not None
    assert made.text == source.text
    copy = parse(made.parsed.document.source)
    places = [[(type(node), node.span) for node in walk(each.document)] for each in (made.parsed, copy)]
    assert places[0] == places[1]
    real = [
        made.real(node.span) for block in copy.document.blocks for node in walk(block) if node is not block
    ]
    assert real == [
        node.span for block in parse(source).document.blocks for node in walk(block) if node is not block
    ]


# --- what is done ---


def looked_at(edits):
    """The levels of the desk that are looked at after each edit of a file: what is replaced by what."""
    path = HERE / "desk.sla"
    workspace = Workspace([path])
    workspace.check()
    told = []
    # With its first change a file is put in pieces.
    for name, old, new in (("desk.sla", "Quick answers", "Fast answers"), *edits):
        file = (HERE / name).resolve()
        text = workspace.texts.get(file, FILES[name])
        assert old in text
        workspace = workspace.with_text(file, text.replace(old, new, 1))
        before = dict(levels_of(workspace, path))
        assert [each.code for each in workspace.check().diagnostics] == []
        told.append(
            {node.name.text for node, kept in levels_of(workspace, path) if kept is not before.get(node)}
        )
    return told[1:]


def levels_of(workspace, path):
    memory = workspace._kept.levels.get(path.resolve())
    return () if memory is None else tuple(memory.levels.items())


def test_a_change_is_looked_at_where_it_is_read():
    workspace = Workspace([HERE])
    assert [each.code for each in workspace.check().diagnostics] == []
    assert [each.finding.code for each in workspace.check().silenced] == ["SLA811"]
    assert looked_at(
        [
            ("desk.sla", "1 h         | at least 95%", "1 h         | at least 94%"),
            ("desk.sla", "is reviewed", "is looked at"),
            ("desk.sla", "20:00-24:00", "21:00-24:00"),
            ("desk.sla", "15% of Fee", "20% of Fee"),
            ("desk.sla", "is 85%", "is 86%"),
            ("desk.sla", "GBP 10,000", "GBP 20,000"),
            ("desk.sla", "| 80% ", "| 81% "),
        ]
    ) == [{"Quick"}, set(), set(), set(), set(), {"Answered"}, {"Answered", "Trend"}]


def test_a_change_of_a_module_is_looked_at_by_those_who_use_it():
    assert (
        looked_at(
            [
                ("house.sla", "09:00-17:00", "09:00-18:00"),  # room is made, so that all is new
                ("house.sla", "09:00-18:00", "08:00-18:00"),
                ("house.sla", "within 2 business", "within 3 business"),
                ("house.sla", "Change of priority", "Changes of priority"),
            ]
        )[1:]
        == [{"Answered", "Quick", "Trend"}, {"Answered", "Trend"}, {"Answered", "Quick", "Trend"}]
    )


def test_a_change_of_the_header_or_of_the_severities_is_looked_at_by_all():
    assert looked_at([("desk.sla", "2027-12-31", "2028-12-31"), ("desk.sla", '"Low"', '"Small"')]) == [
        {"Answered", "Quick", "Trend"},
        {"Answered", "Quick", "Trend"},
    ]


def test_a_mistake_that_is_mended_costs_no_more_than_its_piece():
    path = HERE / "desk.sla"
    text = FILES["desk.sla"]
    workspace = Workspace([path])
    for each in (text, text.replace("Quick answers", "Fast answers")):
        workspace = workspace.with_text(path, each)
        workspace.check()
    known = dict(levels_of(workspace, path))
    broken = workspace.with_text(path, text.replace("| 4 h ", "| 4 hh "))
    assert [each.code for each in broken.check().diagnostics] == ["SLA033"]
    mended = workspace.with_text(path, text)
    assert mended.check().diagnostics == ()
    assert {node.name.text for node, kept in levels_of(mended, path) if kept is not known.get(node)} == {
        "Quick"
    }


def test_checking_again_takes_a_small_part_of_the_calls_of_checking(calls, tmp_path):
    path = tmp_path / "large.sla"
    text = large(1_000)
    workspace = Workspace([path]).with_text(path, text)
    whole = calls(workspace.check)
    workspace.with_text(path, text.replace("at least 95%", "at least 94%", 1)).check()
    for old, new, part in (
        ("at least 95%", "at least 93%", 4),
        ("09:00-12:30", "09:00-12:00", 4),
        ("to 2028-12-31", "to 2029-12-31", 2),
    ):
        assert calls(workspace.with_text(path, text.replace(old, new, 1)).check) * part < whole, old


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("at least 200 records", "at least 200 record"),
        ("}\n}\n", "}\n}\namendment A of Large effective 2027-02-01 {\n  remove kpi None\n}\n"),
        ("}\n}\n", '}\n}\namendment A of Large effective 2027-02-01 {\n  replace law "Scotland"\n}\n'),
    ],
)
def test_so_it_does_of_a_file_with_a_mistake_and_of_an_amended_agreement(calls, tmp_path, old, new):
    path = tmp_path / "large.sla"
    text = large(300).replace(old, new, 1)
    workspace = Workspace([path]).with_text(path, text)
    whole = calls(workspace.check)
    again = 0
    for percent in (94, 93):
        workspace = workspace.with_text(path, text.replace("at least 95%", f"at least {percent}%", 1))
        again = calls(workspace.check)
    assert again * 2 < whole


# --- files ---


def test_what_the_page_for_editors_shows_runs(tmp_path, monkeypatch, capsys):
    page = (ROOT / "docs" / "editors.md").read_text(encoding="utf-8")
    (program,) = re.findall(r"^```python\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)
    (printed,) = re.findall(r"^```text\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)
    monkeypatch.chdir(tmp_path)
    for name, text in FILES.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    exec(program, {})  # noqa: S102 - the page's own words
    assert capsys.readouterr().out == printed


def test_an_edit_is_of_what_stands_between_two_places(tmp_path):
    path = tmp_path / "desk.sla"
    path.write_bytes("eins\r\nzwei €\n".encode())
    workspace = Workspace([path])

    def text(*edit):
        return workspace.with_edit(path, *edit).texts[path]

    assert text((1, 2), (1, 4), "in") == "eins\r\nzwei €\n"
    assert text((1, 1), (3, 1), "") == ""
    assert text((2, 6), (2, 7), "£") == "eins\r\nzwei £\n"
    assert text((3, 1), (3, 1), "drei") == "eins\r\nzwei €\ndrei"
    assert workspace.with_text(path, "").with_edit(path, (1, 1), (1, 1), "a").texts[path] == "a"
    for start, end in (
        ((0, 1), (1, 1)),
        ((1, 0), (1, 1)),
        ((2, 8), (3, 1)),
        ((1, 1), (4, 1)),
        ((3, 2), (3, 2)),
    ):
        with pytest.raises(ValueError, match="has no line"):
            text(start, end, "")
    with pytest.raises(ValueError, match="before its start"):
        text((2, 1), (1, 1), "")
    path.write_bytes(b"\xff")
    with pytest.raises(ValueError, match="not UTF-8"):
        text((1, 1), (1, 1), "")


def test_an_unsaved_module_stands_in_the_place_of_its_file(tmp_path):
    for name, text in FILES.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    workspace = Workspace([tmp_path])
    renamed = workspace.with_text(tmp_path / "house.sla", FILES["house.sla"].replace("Office", "Shop"))
    assert "SLA111" in {each.code for each in renamed.check().diagnostics}
    assert workspace.check().diagnostics == ()
    assert renamed.without_text(tmp_path / "house.sla").check().diagnostics == ()
    (tmp_path / "house.sla").unlink()
    assert {each.code for each in workspace.check().diagnostics} >= {"SLA102"}
    unsaved = workspace.with_text(tmp_path / "house.sla", FILES["house.sla"])
    assert unsaved.check().diagnostics == ()
    assert list(unsaved.check().sources) == [str(tmp_path / name) for name in sorted(FILES)]


def test_a_calendar_file_that_changes_is_read_anew(tmp_path):
    agreement = tmp_path / "desk.sla"
    calendar = '  calendar Night {\n    holidays from "days.ics"'
    text = (
        FILES["desk.sla"]
        .replace("  calendar Night {", calendar)
        .replace('"house.sla"', f'"{HERE / "house.sla"}"')
    )
    agreement.write_text(text, encoding="utf-8")
    workspace = Workspace([agreement])
    assert "SLA109" in {each.code for each in workspace.check().diagnostics}
    (tmp_path / "days.ics").write_text("nothing", encoding="utf-8")
    assert "SLA120" in {each.code for each in workspace.check().diagnostics}


def test_what_is_no_text_is_told_and_forgotten_once_it_is_text(tmp_path):
    path = tmp_path / "desk.sla"
    path.write_bytes(b"agreement A \xff")
    workspace = Workspace([path])
    assert [each.code for each in workspace.check().diagnostics] == ["SLA003"]
    path.write_text(large(60), encoding="utf-8")
    assert workspace.check().diagnostics == ()


def test_an_agreement_is_checked_again_once_it_is_amended(tmp_path):
    path = tmp_path / "desk.sla"
    amendment = """
amendment First "First amendment" of Desk effective 2026-07-01 {
  replace charge Fee "Monthly Fee" GBP 11,000 per month
  remove calendar Day
}
"""
    (tmp_path / "house.sla").write_text(FILES["house.sla"], encoding="utf-8")
    path.write_text(FILES["desk.sla"], encoding="utf-8")
    workspace = Workspace([tmp_path])
    for fee in ("10,000", "12,000", "13,000"):
        for amended in (False, True):
            text = FILES["desk.sla"].replace("10,000", fee) + amendment * amended
            workspace = workspace.with_text(path, text)
            path.write_text(text, encoding="utf-8")
            found = workspace.check().diagnostics
            assert found == sladsl.check([tmp_path]).diagnostics
            assert ["SLA789"] * amended == [each.code for each in found if each.code != "SLA811"]
