"""An explanation as one self-contained HTML page: a tree to open and close, with the place of every clause."""

from __future__ import annotations

from sladsl.documents.render import template_environment
from sladsl.settlement.explained.tree import Explanation


def explanation_html(explanation: Explanation) -> str:
    """The explanation as a page to read on a screen of any width and to print; what a reader opens last is closed."""
    environment = template_environment("sladsl.documents")
    return environment.get_template("explanation.html").render(explanation=explanation)
