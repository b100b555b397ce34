"""The tokens of a text without mistakes, as the formatter lays them out: which begin a line, which end a block.

Where lines begin is not told by phrases but by the grammar's lists: a token that stands directly in one begins an item
of it. So the formatter lays out every phrase that the grammar has.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lark.lexer import LexerThread
from lark.parsers.lalr_analysis import Shift

from sladsl.source import Source
from sladsl.syntax.automaton import automaton
from sladsl.syntax.grammar import parser
from sladsl.values import frozen

_COMMENT = re.compile(r"#[^\n]*")


@frozen(eq=False)
class LayoutWord:
    """A token: its terminal, its text and offsets as written; a phrase ends where a comment begins between its words.

    `begins` is the list ("line" of a service level) of which it begins an item, None within one; `opens` and `closes`
    say that it is a brace around such a list.
    """

    terminal: str
    text: str
    start: int
    end: int
    begins: str | None
    opens: bool
    closes: bool


def words_of(source: Source) -> tuple[LayoutWord, ...]:
    """All tokens of a text that parses; rows of tables and prose are one each."""
    found: list[LayoutWord] = []
    for word in _read(source.text):
        if found and (word.begins or word.closes) and found[-1].terminal == "_LBRACE":
            found[-1] = _opening(found[-1])
        found.append(word)
    return tuple(found)


def _opening(brace: LayoutWord) -> LayoutWord:
    return LayoutWord(
        brace.terminal, brace.text, brace.start, brace.end, brace.begins, opens=True, closes=False
    )


def _read(text: str) -> Iterator[LayoutWord]:
    tables = automaton()
    lexing = LexerThread.from_text(parser().parser.lexer, text).state
    stack = [tables.first]
    while True:
        try:
            token = tables.lexers[stack[-1]].next_token(lexing)
        except EOFError:
            return
        while True:
            action, arg = tables.states[stack[-1]][token.type]
            if action is Shift:
                break
            del stack[len(stack) - len(arg.expansion) :]
            stack.append(tables.states[stack[-1]][arg.origin.name][1])
        kind = tables.homes.get(stack[-1])
        closes = kind is not None and token.type == "_RBRACE"
        phrase, end = _phrase(str(token), token.start_pos)
        yield LayoutWord(
            token.type,
            phrase,
            token.start_pos,
            end or token.end_pos,
            None if closes else kind,
            opens=False,
            closes=closes,
        )
        stack.append(arg)


def _phrase(text: str, start: int) -> tuple[str, int | None]:
    """A token without the comments between its words, and where the first of these begins if there are any."""
    if not text[0].isalpha() or "#" not in text:
        return text, None
    return _COMMENT.sub("", text), start + text.index("#")
