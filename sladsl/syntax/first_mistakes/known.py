"""The mistakes that first authors make most, in the order in which they are looked for."""

from sladsl.syntax.first_mistakes.amounts import AMOUNTS
from sladsl.syntax.first_mistakes.blocks import BLOCKS
from sladsl.syntax.first_mistakes.calendars import CALENDARS
from sladsl.syntax.first_mistakes.charges import CHARGES
from sladsl.syntax.first_mistakes.clocks import CLOCKS
from sladsl.syntax.first_mistakes.conditions import CONDITIONS
from sladsl.syntax.first_mistakes.heads import HEADS
from sladsl.syntax.first_mistakes.limits import LIMITS
from sladsl.syntax.first_mistakes.lines import LINES, OUT_OF_PLACE
from sladsl.syntax.first_mistakes.literals import LITERALS
from sladsl.syntax.first_mistakes.phrases import PHRASES
from sladsl.syntax.first_mistakes.sentences import SENTENCES
from sladsl.syntax.first_mistakes.sheets import NAMED_MEASURES, SHEETS
from sladsl.syntax.first_mistakes.structured import STRUCTURED
from sladsl.syntax.first_mistakes.where import Known, Where

__all__ = ["Known", "Where", "known_at"]


def known_at(where: Where) -> Known | None:
    """The mistake at a place, if it is a known one; None of any other."""
    rules = (
        *OUT_OF_PLACE,
        *BLOCKS,
        *STRUCTURED,
        *SENTENCES,
        *SHEETS,
        *CLOCKS,
        *CHARGES,
        *CONDITIONS,
        *CALENDARS,
        *PHRASES,
        *AMOUNTS,
        *LIMITS,
        *LITERALS,
        *LINES,
        *HEADS,
        *NAMED_MEASURES,
    )
    return next((found for rule in rules for found in rule(where)), None)
