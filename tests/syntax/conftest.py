"""Ways to look at a tree in a test."""

from fractions import Fraction
from pathlib import Path

import pytest
from attrs import NOTHING, fields

from sladsl.source import Source, Span
from sladsl.syntax import ast
from sladsl.syntax.parser import parse


def shown(part):
    """A tree as text: each node's kind and what it says, without places."""
    match part:
        case ast.Node():
            kept = [
                (attribute.name, getattr(part, attribute.name))
                for attribute in fields(type(part))
                if attribute.default is NOTHING or getattr(part, attribute.name) != attribute.default
                if attribute.name
                not in {"span", "source", "name_span", "code_span", "region_span", "is_quoted"}
            ]
            inner = ", ".join(shown(value) for _, value in kept)
            return f"{type(part).__name__}({inner})"
        case tuple():
            return f"[{', '.join(shown(each) for each in part)}]"
        case Fraction():
            return str(part)
        case Span():
            return ""
        case _:
            return repr(part) if isinstance(part, str) else str(part)


def read(text):
    return parse(Source("test.sla", text))


def messages(text):
    return [f"{found.code} {found.message}" for found in read(text).diagnostics]


@pytest.fixture(name="read")
def read_fixture():
    """Parses a text; gives the tree and the findings."""
    return read


@pytest.fixture(name="messages")
def messages_fixture():
    """The code and message of each finding about a text."""
    return messages


@pytest.fixture
def item():
    """The one item of an agreement, as text; the text must have no mistake."""

    def of(text):
        parsed = read(f"agreement A {{ {text} }}")
        assert [found.message for found in parsed.diagnostics] == []
        (only,) = parsed.document.blocks[0].items
        return shown(only)

    return of


@pytest.fixture
def line():
    """The one line of a service level, as text; the text must have no mistake."""

    def of(text):
        parsed = read(f"agreement A {{ service level L by severity {{ {text} }} }}")
        assert [found.message for found in parsed.diagnostics] == []
        ((only,),) = (level.items for level in parsed.document.blocks[0].items)
        return shown(only)

    return of


@pytest.fixture(scope="session")
def harbour():
    """The agreement of the language's description, less the phrases of later versions."""
    path = Path(__file__).parent.parent / "cases" / "syntax" / "good" / "harbour.sla"
    return Source("harbour.sla", path.read_text(encoding="utf-8"))
