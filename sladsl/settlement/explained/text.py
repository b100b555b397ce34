"""An explanation as text for a terminal: each sentence under what it explains, with the place of its clause."""

from __future__ import annotations

from collections.abc import Iterator
from textwrap import wrap

from sladsl.settlement.explained.tree import ClausePlace, Explanation, ExplanationNode
from sladsl.settlement.text_lines import WIDTH

_INDENT = 2


def explanation_text(explanation: Explanation) -> str:
    """Write an explanation for reading, about a hundred columns wide."""
    heading = f"{explanation.agreement}: {explanation.title} explained"
    trees = ("\n".join(_lines(tree, ())) for tree in explanation.trees)
    return "\n\n".join([f"{heading}\n{'=' * min(len(heading), WIDTH)}", *trees]) + "\n"


def _lines(node: ExplanationNode, above: tuple[str, ...]) -> Iterator[str]:
    """A sentence and those that say why; `above` are those that it stands under."""
    depth = len(above)
    indent = " " * (_INDENT * depth)
    mark = "" if depth == 0 else "- "
    place = "" if node.clause is None else f" [{_place(node.clause, (*above, node.text))}]"
    yield from wrap(
        f"{node.text}{place}",
        max(WIDTH, _INDENT * depth + 60),
        initial_indent=f"{indent}{mark}",
        subsequent_indent=f"{indent}{' ' * len(mark)}",
        break_on_hyphens=False,
        break_long_words=False,
    )
    for part in node.parts:
        yield from _lines(part, (*above, node.text))


def _place(clause: ClausePlace, said: tuple[str, ...]) -> str:
    """Where a clause stands; what the sentence, or one above it, has said of its title is left out."""
    where = f"{clause.file}:{clause.line}"
    title = [] if any(clause.title in text for text in said) else [clause.title]
    part = [] if not clause.part or clause.part in said[-1] else [clause.part]
    return ", ".join([*title, *part, where])
