"""How the lexer finds the next token: words are looked up, and only what is no word is matched by patterns.

Lark makes for each of the parser's states one pattern of all that may stand there, which is most of two hundred words;
to compile those patterns took as long as to parse a file of some hundred lines ten times. A scanner here finds at each
place what Lark's would, and that a word before a colon is a name. It tries one terminal after the other, so that the
pattern of each is compiled once and not with each set of others that it stands beside.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING

from sladsl.values import frozen

if TYPE_CHECKING:
    from lark import Lark
    from lark.lexer import TerminalDef
    from lark.utils import TextSlice

_NAME = "NAME"
_BLANK = "BLANK"
_WORD = re.compile(r"\w+")
_COLON = re.compile(r"[^\S\r\n]*:")
# What a terminal for words looks like, by its first word: `days(?!\w)`, `days?(?!\w)`, `for\s+each(?!\w)`, `half-up…`.
_WORDS = re.compile(r"([a-z]+)(s\?)?(?:(\(\?!\\w\))\Z|\\s\+|-)")

_APART = r"(?:\s|#[^\n]*\n)+"
"""What may stand between the words of a phrase, as between all others: blanks and comments."""


def look_words_up(parser: Lark) -> None:
    """Let the lexers of a parser find words by looking them up."""
    forms = {terminal.name: _form(terminal) for terminal in parser.terminals}
    patterns: dict[str, re.Pattern[str]] = {}
    for lexer in parser.parser.lexer.lexers.values():
        names = tuple(terminal.name for terminal in lexer.terminals)
        lexer._scanner = Scanner(names, forms, patterns)  # noqa: SLF001 - Lark has no option for another scanner
        lexer.callback = {}


@frozen
class TerminalForm:
    """What a terminal looks like: the words that it may begin with, and a pattern where it is more than one of them."""

    words: tuple[str, ...]
    pattern: str | None


class Scanner:
    """Finds the first of some terminals, in Lark's order, that a text goes on with.

    `patterns` are those compiled so far, by the names of the terminals, shared between scanners.
    """

    def __init__(
        self,
        names: tuple[str, ...],
        forms: Mapping[str, TerminalForm],
        patterns: dict[str, re.Pattern[str]],
    ) -> None:
        self._names = names
        self._forms = forms
        self._patterns = patterns

    @cached_property
    def allowed_types(self) -> frozenset[str]:
        """The names of the terminals."""
        return frozenset(self._names)

    def match(self, text: TextSlice[str], start: int) -> tuple[str, str] | None:
        """The text of a token at a place, and the name of its terminal."""
        if word := _WORD.match(text.text, start, text.end):
            if self._is_named(word, text):
                return word[0], _NAME
            for name, phrase in self._by_word.get(word[0], ()):
                if phrase is None:
                    return word[0], name
                if found := self._pattern(name, phrase).match(text.text, start, text.end):
                    return found[0], name
        for name, pattern in self._rest:
            if found := self._pattern(name, pattern).match(text.text, start, text.end):
                return found[0], name
        return None

    def _pattern(self, name: str, written: str) -> re.Pattern[str]:
        if name not in self._patterns:
            self._patterns[name] = re.compile(written)
        return self._patterns[name]

    def _is_named(self, word: re.Match[str], text: TextSlice[str]) -> bool:
        """Whether a word is the name of a field: one that a colon follows, though it may stand for more elsewhere.

        After a path, as in `call : ref call`, the parser's state does not tell that only names may follow.
        """
        if _NAME not in self.allowed_types or not _COLON.match(text.text, word.end(), text.end):
            return False
        pattern = self._forms[_NAME].pattern
        found = pattern and self._pattern(_NAME, pattern).match(text.text, word.start(), text.end)
        return found is not None and found[0] == word[0]

    @cached_property
    def _by_word(self) -> dict[str, list[tuple[str, str | None]]]:
        """By its first word, the terminals that begin with it: the pattern of a phrase, None for the word itself."""
        known: dict[str, list[tuple[str, str | None]]] = {}
        for name in self._names:
            form = self._forms[name]
            for word in form.words:
                known.setdefault(word, []).append((name, form.pattern))
        return known

    @cached_property
    def _rest(self) -> list[tuple[str, str]]:
        """The terminals that do not begin with a word, each with its pattern; first blanks, which nothing else is."""
        names = sorted(self._names, key=lambda name: name != _BLANK)
        forms = ((name, self._forms[name]) for name in names)
        return [(name, form.pattern) for name, form in forms if form.pattern is not None and not form.words]


def _form(terminal: TerminalDef) -> TerminalForm:
    pattern = terminal.pattern.to_regexp()
    found = _WORDS.match(pattern)
    if found is None:
        return TerminalForm((), pattern)
    word, plural, is_whole = found.groups()
    phrase = None if is_whole else pattern.replace(r"\s+", _APART)
    return TerminalForm((word, f"{word}s") if plural else (word,), phrase)
