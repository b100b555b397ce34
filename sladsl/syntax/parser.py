"""From text to tree: parsing never fails, it gives a tree and what could not be read."""

from __future__ import annotations

from lark import Tree, UnexpectedInput

from sladsl.source import Source
from sladsl.syntax import ast
from sladsl.syntax.comments import comments_of
from sladsl.syntax.from_tree import document
from sladsl.syntax.grammar import FILE, parser
from sladsl.syntax.limits import refusal
from sladsl.syntax.piece import Piece, error


def parse(source: Source) -> ast.Parsed:
    """The tree of a file, and its syntax errors in written order."""
    at = Piece(source)
    refused = refusal(source)
    if refused is not None:
        empty = ast.Document(source.span(0, 0), source, (), (), ())
        return ast.Parsed(empty, (refused,))
    try:
        tree = parser().parse(source.text, start=FILE)
    except UnexpectedInput as unexpected:
        offset = min(max(unexpected.pos_in_stream, 0), len(source.text))
        at.found.append(error("SLA010", source.span(offset, offset), "this cannot be read", None))
        tree = Tree("start", [])
    read = document(tree, comments_of(source), at)
    return ast.Parsed(read, tuple(at.found))
