"""The mistakes that first authors make most, in the order in which they are looked for."""

from sladsl.syntax.first_mistakes.amounts import AMOUNTS
from sladsl.syntax.first_mistakes.blocks import BLOCKS
from sladsl.syntax.first_mistakes.calendars import CALENDARS
from sladsl.syntax.first_mistakes.charges import CHARGES
from sladsl.syntax.first_mistakes.clocks import CLOCKS
from sladsl.syntax.first_mistakes.conditions import CONDITIONS
from sladsl.syntax.first_mistakes.fields import FIELDS
from sladsl.syntax.first_mistakes.heads import HEADS
from sladsl.syntax.first_mistakes.limits import LIMITS
from sladsl.syntax.first_mistakes.lines import LINES
from sladsl.syntax.first_mistakes.literals import LITERALS
from sladsl.syntax.first_mistakes.out_of_place import OUT_OF_PLACE
from sladsl.syntax.first_mistakes.phrases import PHRASES
from sladsl.syntax.first_mistakes.sentences import SENTENCES
from sladsl.syntax.first_mistakes.settlements import SETTLEMENTS
from sladsl.syntax.first_mistakes.sheets import NAMED_MEASURES, SHEETS
from sladsl.syntax.first_mistakes.structured import STRUCTURED
from sladsl.syntax.first_mistakes.where import Known, Rule, Where

__all__ = ["Known", "Where", "known_at"]


def known_at(where: Where) -> Known | None:
    """The mistake at a place, if it is a known one; None of any other."""
    return next((found for rule in _RULES for found in rule(where)), None)


_RULES: tuple[Rule, ...] = (
    *OUT_OF_PLACE,
    *BLOCKS,
    *FIELDS,
    *STRUCTURED,
    *SENTENCES,
    *SHEETS,
    *CLOCKS,
    *CHARGES,
    *SETTLEMENTS,
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
