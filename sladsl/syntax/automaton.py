"""The parser's tables as plain values, so that recovery can try a change without touching a tree.

A stack is a chain of immutable cells: to try something is to walk on from a cell and forget it, to cut is to take a
cell further down. Each cell knows how many tokens came before what it stands for, so cutting a stack also says which
tokens stay.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from lark import Token, UnexpectedCharacters
from lark.lexer import LexerState, LexerThread
from lark.parsers.lalr_analysis import Shift

from sladsl.syntax.grammar import FILE, parser
from sladsl.syntax.scraps import skip_blank
from sladsl.values import frozen

END = "$END"


@frozen(eq=False)
class Stack:
    """A state of the parser, over the states below it; `begun` counts the tokens before its symbol."""

    state: int
    below: Stack | None
    begun: int


@frozen(eq=False)
class Automaton:
    """What the grammar became. `homes` are the states in which a list can go on, with the list's name ("line").

    `opened` are the states just before a list, each with the state that begins it.
    """

    states: Mapping[int, Mapping[str, tuple[Any, Any]]]
    lexers: Mapping[int, Any]
    first: int
    last: int
    opened: Mapping[int, int]
    homes: Mapping[int, str]


@cache
def automaton() -> Automaton:
    """The tables of the file's grammar."""
    start = parser().parse_interactive(start=FILE)
    tables = start.parser_state.parse_conf
    opened: dict[int, int] = {}
    homes: dict[int, str] = {}
    for state, row in tables.states.items():
        for symbol, (_, arg) in row.items():
            if symbol.endswith("_list"):
                opened[state] = arg
                homes[arg] = symbol.removeprefix("_").removesuffix("_list")
    lexers = start.lexer_thread.lexer.lexers  # type: ignore[attr-defined]  # the contextual lexer has one a state
    return Automaton(tables.states, lexers, tables.start_state, tables.end_state, opened, homes)


def first_stack() -> Stack:
    """The stack before the first token."""
    return Stack(automaton().first, None, 0)


def advance(stack: Stack, terminal: str, count: int) -> Stack | None:
    """The stack after one more token, the `count`-th from 0; None where it cannot stand."""
    tables = automaton()
    while True:
        action, arg = tables.states[stack.state].get(terminal, (None, None))
        if action is None:
            return None
        if action is Shift:
            return Stack(arg, stack, count)
        begun = count
        for _ in arg.expansion:
            begun = stack.begun
            assert stack.below is not None
            stack = stack.below
        stack = Stack(tables.states[stack.state][arg.origin.name][1], stack, begun)
        if terminal == END and stack.state == tables.last:
            return stack


def accepted(stack: Stack) -> list[str]:
    """The terminals that can come next, without the end of the file, in a fixed order."""
    row = automaton().states[stack.state]
    return [
        terminal
        for terminal in sorted(row)
        if terminal.isupper() and terminal != END and advance(stack, terminal, 0) is not None
    ]


@cache
def starters(state: int) -> frozenset[str]:
    """The terminals with which a line of a list can begin, or its block end, by the state in which it can go on."""
    return frozenset(
        terminal for terminal in automaton().states[state] if terminal.isupper() and terminal != END
    )


@frozen(eq=False)
class OpenList:
    """A list that can go on: its name, the stack cut back to it, and how many tokens stay then."""

    kind: str
    stack: Stack
    count: int


def homes(stack: Stack, count: int) -> Iterator[OpenList]:
    """The lists that a stack is in, innermost first, for a stack on which `count` tokens are."""
    tables = automaton()
    if stack.state in tables.opened:
        stack = Stack(tables.opened[stack.state], stack, count)
    cell: Stack | None = stack
    begun, above = count, None
    while cell is not None:
        closing = tables.states[cell.state].get("_RBRACE", (None, None))[1]
        if cell.state in tables.homes and (above is None or closing != above):
            yield OpenList(tables.homes[cell.state], cell, begun)
        begun, above = cell.begun, cell.state
        cell = cell.below


def settled(stack: Stack, count: int) -> Stack:
    """The stack with a line that is complete counted as one of its list; the same stack where it is not complete."""
    home = next(homes(stack, count))
    for terminal in accepted(home.stack):
        after = advance(stack, terminal, count)
        if after is not None and _is_at_home(after):
            return next(homes(after, count)).stack
    return stack


def _is_at_home(stack: Stack) -> bool:
    """Whether the last token stands directly in a list, as the first of a line or as the end of its block."""
    return stack.below is not None and stack.below.state in automaton().homes


def closed(stack: Stack, count: int) -> Stack | None:
    """The stack after a `}` that ends the innermost block; None where the line in it is not complete."""
    after = advance(stack, "_RBRACE", count)
    return after if after is not None and _is_at_home(after) else None


@frozen(eq=False)
class ScannedText:
    """A text that is read token by token, by whatever the state of the parser expects."""

    text: str
    lexing: LexerState
    known: dict[tuple[int, int], Token | None]

    def token(self, state: int, offset: int) -> Token | None:
        """The next token from an offset on, `$END` where there is none; None where nothing expected can be read.

        Only its type and its offsets are right; its lines and columns are not.
        """
        lexer = automaton().lexers[state]
        key = (id(lexer), offset)
        if key not in self.known:
            self.known[key] = self._read(lexer, offset)
        return self.known[key]

    def _read(self, lexer: Any, offset: int) -> Token | None:  # noqa: ANN401 - Lark's lexers have no public type
        self.lexing.line_ctr.char_pos = offset
        try:
            token: Token = lexer.next_token(self.lexing)
        except EOFError:
            return Token(END, "", start_pos=len(self.text), end_pos=len(self.text))
        except UnexpectedCharacters:
            return None
        return token


def text_of(text: str) -> ScannedText:
    """A text ready to be read."""
    lexing = LexerThread.from_text(parser().parser.lexer, text).state
    assert lexing is not None
    return ScannedText(text, lexing, {})


@frozen(eq=False)
class Reached:
    """How far a text could be read: where the first token stands that cannot follow, and the stack before it."""

    offset: int
    stack: Stack


def reach(text: ScannedText, stack: Stack, offset: int, horizon: int) -> Reached:
    """Reads a text from an offset on, at most to the horizon, which is given as the offset where it is reached."""
    while offset < horizon:
        token = text.token(stack.state, offset)
        if token is None:
            return Reached(skip_blank(text.text, offset), stack)
        assert token.start_pos is not None
        assert token.end_pos is not None
        if token.start_pos >= horizon:
            break
        after = advance(stack, token.type, 0)
        if after is None:
            return Reached(token.start_pos, stack)
        if token.type == END:
            break
        stack, offset = after, token.end_pos
    return Reached(horizon, stack)


def may_end(stack: Stack) -> bool:
    """Whether the line or heading that is being read is complete."""
    return closed(stack, 0) is not None or advance(stack, END, 0) is not None
