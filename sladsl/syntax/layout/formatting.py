"""An agreement in its one form: the same words, comments and prose, laid out anew."""

from __future__ import annotations

from sladsl.diagnostics.diagnostic import Diagnostic
from sladsl.source import Source
from sladsl.syntax import ast
from sladsl.syntax.layout.columns import laid_out
from sladsl.syntax.layout.lines import lines_of
from sladsl.syntax.layout.words import words_of
from sladsl.syntax.parser import parse
from sladsl.syntax.piece import error
from sladsl.syntax.sameness import say_the_same
from sladsl.values import frozen


@frozen(eq=False)
class Formatted:
    """A source laid out, or the findings for which it is left as it is (then `text` is None)."""

    source: Source
    text: str | None
    diagnostics: tuple[Diagnostic, ...] = ()


def formatted(source: Source) -> Formatted:
    """Lay out a text. One with mistakes is refused, and so is one that would say something else afterwards.

    Line ends stay those of the first line.
    """
    line_end = "\r\n" if source.text.partition("\n")[0].endswith("\r") else "\n"
    unified = Source(source.name, source.text.replace("\r\n", "\n"))
    before = parse(unified)
    if before.diagnostics:
        return Formatted(source, None, parse(source).diagnostics)
    text = laid_out(lines_of(unified, words_of(unified)))
    if not keeps(before.document, text):
        return Formatted(source, None, (refusal(source),))
    return Formatted(source, text.replace("\n", line_end))


def keeps(before: ast.Document, text: str) -> bool:
    """Whether a text says what a tree says, comments included."""
    after = parse(Source(before.source.name, text))
    return not after.diagnostics and say_the_same(before, after.document)


def refusal(source: Source) -> Diagnostic:
    """The finding that a text would say something else."""
    return error(
        "SLA053",
        source.span(0, 0),
        "laid out anew, this file would no longer say the same, and it is left as it is",
        "this is a mistake in sladsl: please report it with the file",
    )
