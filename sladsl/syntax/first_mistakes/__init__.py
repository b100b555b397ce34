"""Mistakes that first authors make most, each in words of its own: what was meant, and how it is written here."""

from sladsl.syntax.first_mistakes.lines import LINES, OUT_OF_PLACE
from sladsl.syntax.first_mistakes.literals import LITERALS
from sladsl.syntax.first_mistakes.where import Told, Where

__all__ = ["Told", "Where", "told"]


def told(where: Where) -> Told | None:
    """What is told of a mistake that is known; None of any other."""
    rules = (*OUT_OF_PLACE, *LITERALS, *LINES)
    return next((found for rule in rules for found in rule(where)), None)
