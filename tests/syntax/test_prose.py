"""Prose: common indentation removed, references found with their places."""

import pytest

PROSE = [
    ("We meet.", "[Text('We meet.')]"),
    ("", "[]"),
    ("\n    We meet.\n  ", "[Text('We meet.')]"),
    ("\n    One\n      two\n\n    three  \n", "[Text('One\\n  two\\n\\nthree')]"),
    ("One\n    two\n    three", "[Text('One\\ntwo\\nthree')]"),
    ("{A.minimum}", "[Reference(Path([Name('A'), Name('minimum')]), False)]"),
    ("see { ref A }.", "[Text('see '), Reference(Path([Name('A')]), True), Text('.')]"),
    ("{ref}", "[Reference(Path([Name('ref')]), False)]"),
    ("{{not a reference} but }", "[Text('{not a reference} but }')]"),
    ('with "quotes" and # no comment', "[Text('with \"quotes\" and # no comment')]"),
    ("\n  | a | b |\n", "[Text('| a | b |')]"),
]


@pytest.mark.parametrize(("text", "pieces"), PROSE, ids=[text for text, _ in PROSE])
def test_prose_becomes_text_and_references(text, pieces, item):
    assert item(f'clause C """{text}"""') == f"Clause(Name('C'), None, None, Prose({pieces}))"


def test_a_reference_has_its_own_place(read):
    text = 'module m {\n  clause C """\n    see {A.minimum} and\n    {ref B}\n  """\n}'
    (clause,) = read(text).document.blocks[0].items
    _, first, _, second = clause.prose.pieces
    assert [
        (part.span.line, part.span.column, text[part.span.start : part.span.end]) for part in (first, second)
    ] == [
        (3, 9, "{A.minimum}"),
        (4, 5, "{ref B}"),
    ]
    assert [name.span.column for name in first.path.names] == [10, 12]


@pytest.mark.parametrize("text", ["{a b}", "{}", "{.a}", "{a.}", "{4}", "{ref a.b c}"])
def test_what_is_no_reference_is_reported_and_stays_text(text, read):
    parsed = read(f'module m {{ clause C """x {text} y""" }}')
    assert [found.message for found in parsed.diagnostics] == [f"`{text}` is not a reference"]
    (clause,) = parsed.document.blocks[0].items
    assert [piece.value for piece in clause.prose.pieces] == [f"x {text} y"]
