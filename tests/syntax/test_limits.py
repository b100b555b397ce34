"""What is refused before any parsing, and how bytes become text."""

import pytest

from sladsl.diagnostics.diagnostic import Diagnostic
from sladsl.source import Source
from sladsl.syntax.limits import DEEPEST, LARGEST_FILE, decode, shown
from sladsl.syntax.parser import parse


def refused(data):
    found = decode("m.sla", data)
    assert isinstance(found, Diagnostic)
    assert found.span is not None
    return found


def test_bytes_become_text_with_or_without_a_byte_order_mark():
    for data in (b'module m "\xc3\xa9" { }', b'\xef\xbb\xbfmodule m "\xc3\xa9" { }'):
        source = decode("m.sla", data)
        assert isinstance(source, Source)
        assert (source.name, source.text) == ("m.sla", 'module m "é" { }')


def test_a_byte_that_is_not_utf_8_is_found_by_line_and_column():
    found = refused('module m {\n  law "é\xff" }'.encode().replace(b"\xc3\xbf", b"\xff"))
    assert (found.code, found.span.line, found.span.column) == ("SLA003", 2, 9)


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_a_byte_that_is_not_utf_8_is_shown_in_its_line_alone(mark):
    data = mark + 'module m {\n  law "é\xff"  # é\n}\n'.encode().replace(b"\xc3\xbf", b"\xff")
    found = refused(data)
    assert (found.span.line, found.span.column) == (2, 9)
    assert shown(found, data).text == '\n  law "é\ufffd"  # é'
    assert shown(refused(b"\0"), b"\0").text == ""


def test_a_file_with_a_nul_is_no_text():
    assert refused(b"PK\x03\x04\x00\xff").code == "SLA002"
    assert refused(b"module\x00m").code == "SLA002"
    assert parse(Source("m.sla", "module\0m")).diagnostics[0].code == "SLA002"


def test_a_file_in_utf_16_is_to_be_saved_as_utf_8():
    for encoding in ("utf-16", "utf-16-le", "utf-16-be"):
        found = refused('module m "é" { }'.encode(encoding))
        assert (found.code, found.help) == ("SLA002", "save it as UTF-8")


def test_a_file_of_more_than_4_mib_is_refused():
    assert refused(b"x" * (LARGEST_FILE + 1)).code == "SLA004"
    assert parse(Source("m.sla", "x" * (LARGEST_FILE + 1))).diagnostics[0].code == "SLA004"
    assert isinstance(decode("m.sla", b" " * LARGEST_FILE), Source)


def test_a_file_of_blanks_is_empty():
    for text in ("", " \n\t\r\n"):
        (found,) = parse(Source("m.sla", text)).diagnostics
        assert (found.code, found.message) == ("SLA001", "the file is empty")


def condition(depth):
    nested = "(" * depth + "error" + ")" * depth
    return f"module m {{ service level L {{ good when {nested} }} }}"


def test_nesting_is_counted_in_braces_and_parentheses():
    assert parse(Source("m.sla", condition(DEEPEST - 3))).diagnostics == ()
    (found,) = parse(Source("m.sla", condition(DEEPEST - 1))).diagnostics
    assert found.span is not None
    assert (found.code, found.span.column) == (
        "SLA005",
        len("module m { service level L { good when ") + DEEPEST - 1,
    )


def test_braces_in_texts_comments_and_rows_are_not_nesting():
    text = (
        "module m { # "
        + "{" * 200
        + '\n example "E" { given r\n | id |\n | '
        + "(" * 200
        + ' |\n } clause C """'
        + "{{" * 200
        + '""" }'
    )
    assert parse(Source("m.sla", text)).diagnostics == ()


def test_a_condition_of_too_many_parts_is_refused_before_anything_recurses_into_it():
    parts = " or ".join(f"state is s{number}" for number in range(500))
    (found,) = parse(Source("m.sla", f"module m {{ service level L {{ good when {parts} }} }}")).diagnostics
    assert found.code == "SLA005"
