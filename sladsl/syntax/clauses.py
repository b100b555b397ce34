"""The clause that something is in, as documents and findings name it ("service level Accuracy")."""

from __future__ import annotations

from typing import assert_never

from sladsl.syntax import ast


def clause_of(item: ast.Item) -> str:
    """The name of the clause that an item makes."""
    match item:
        case (
            ast.Charge()
            | ast.Calendar()
            | ast.Records()
            | ast.Service()
            | ast.ServiceLevel()
            | ast.Remedy()
            | ast.Clause()
        ):
            return f"{word_of(item)} {item.name.text}".strip()
        case ast.SeverityScheme():
            return "severity" if item.name is None else f"severity {item.name.text}"
        case ast.Example():
            return f'example "{item.title.value}"'
        case (
            ast.Party()
            | ast.Version()
            | ast.Term()
            | ast.Zone()
            | ast.Currency()
            | ast.Law()
            | ast.Settlement()
        ):
            return word_of(item)
    assert_never(item)


def clause_at(document: ast.Document, offset: int) -> str | None:
    """The clause that an offset of the text lies in; None outside of items."""
    for block in document.blocks:
        for item in block.items:
            if item.span.start <= offset <= item.span.end:
                return clause_of(item)
    for amendment in document.amendments:
        if amendment.span.start <= offset <= amendment.span.end:
            return f"amendment {amendment.name.text}"
    return None


def word_of(item: ast.Item) -> str:
    """The word or words that an item begins with."""
    match item:
        case ast.Party():
            return item.role
        case ast.ServiceLevel(is_charge=True):
            return "charge"
        case ast.ServiceLevel():
            return "obligation" if item.of is not None else "kpi" if item.is_kpi else "service level"
        case _:
            return _WORDS[type(item)]


_WORDS: dict[type[ast.Node], str] = {
    ast.Version: "version",
    ast.Term: "term",
    ast.Zone: "timezone",
    ast.Currency: "currency",
    ast.Law: "law",
    ast.Charge: "charge",
    ast.Calendar: "calendar",
    ast.Records: "records",
    ast.Service: "service",
    ast.SeverityScheme: "severity",
    ast.Settlement: "settlement",
    ast.Remedy: "remedy",
    ast.Clause: "clause",
    ast.Example: "example",
}
