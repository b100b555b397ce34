"""Names and paths, and the words that cannot be names."""

from __future__ import annotations

import re
from typing import Any

from lark import Token

from sladsl.syntax import ast
from sladsl.syntax.piece import Piece

Branch = Any
"""A tree of Lark's, of tokens and of trees; what its children are is what the rule of its name says."""

RESERVED = frozenset(
    {
        *(
            "not",
            "yes",
            "no",
            "one",
            "any",
            "all",
            "every",
            "each",
            "a",
            "the",
            "of",
            "during",
            "later",
            "key",
        ),
        *("credit", "credits", "remedy", "points", "records", "level", "clock"),
    }
)
"""Words that are never names: some phrase may go on, or begin, with each of them wherever a name stands."""

_NAME = re.compile(r"[^\W\d]\w*")


def is_name(text: str) -> bool:
    """Whether a text can be the name of something in an agreement."""
    return _NAME.fullmatch(text) is not None and text not in RESERVED


def name(token: Token, at: Piece) -> ast.Name:
    """A name from its token."""
    return ast.Name(at.span(token), str(token))


def path(tree: Branch, at: Piece) -> ast.Path:
    """Names joined by dots."""
    names = tuple(name(token, at) for token in tree.children if isinstance(token, Token))
    return ast.Path(at.span(tree.meta), names)


def like_of(tree: Branch | None, at: Piece) -> ast.Path | None:
    """What an item is like, where it says so."""
    return None if tree is None else path(tree.children[0], at)
