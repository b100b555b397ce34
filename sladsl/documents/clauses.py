"""The agreement's own prose, with its references resolved."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from sladsl.documents.figures import money_words, quantity_words, unit_words
from sladsl.documents.limits import quoted_values
from sladsl.documents.outline import reference
from sladsl.documents.prose import counted, date_words, prose
from sladsl.documents.terms import Terms, title
from sladsl.documents.view import Paragraph, Prose, TextRun
from sladsl.planning.contract import Clause, ClauseReference, ValueReference
from sladsl.planning.plan import (
    Calendar,
    Charge,
    Dated,
    Fact,
    Needs,
    Party,
    Plan,
    Rate,
    RecordSet,
    ServiceLevel,
    SeverityTier,
    Target,
    Term,
)

_PARAGRAPH_END = re.compile(r"\n[ \t]*\n\s*")


def clause_blocks(terms: Terms, clause: Clause, titles: Callable[[str], str]) -> tuple[Paragraph, ...]:
    """The paragraphs of a prose clause, not yet numbered; `titles` gives the title of a referenced item."""
    paragraphs: list[list[str | TextRun | Prose]] = [[]]
    for piece in clause.pieces:
        if isinstance(piece, str):
            first, *others = _PARAGRAPH_END.split(piece)
            paragraphs[-1].append(first)
            paragraphs.extend([other] for other in others)
        else:
            paragraphs[-1].append(_resolved(terms, piece, titles))
    tidied = (_tidied(prose(*parts)) for parts in paragraphs)
    return tuple(Paragraph("", text) for text in tidied if text)


def _resolved(terms: Terms, piece: ValueReference | ClauseReference, titles: Callable[[str], str]) -> Prose:
    if isinstance(piece, ClauseReference):
        return prose(reference(terms.outline, piece.item), f" ({titles(piece.item)})")
    return prose(_fact_words(terms.plan, _find_fact(terms.plan, piece.fact)))


def _tidied(text: Prose) -> Prose:
    """White space as a paragraph has it: single blanks, none at the ends."""
    joined = [TextRun(re.sub(r"\s+", " ", run.text), run.style, run.target) for run in text]
    if joined:
        joined[0] = TextRun(joined[0].text.lstrip(), joined[0].style, joined[0].target)
        joined[-1] = TextRun(joined[-1].text.rstrip(), joined[-1].style, joined[-1].target)
    return prose(*joined)


# --- quoted facts --------------------------------------------------------------------------------------------------


def _find_fact(plan: Plan, fact_id: str) -> Fact:
    """The fact of the plan with this id. Raises KeyError where the plan has none."""
    for fact in _facts(plan):
        if fact.id == fact_id:
            return fact
    raise KeyError(fact_id)


def _facts(value: object) -> Iterator[Fact]:
    """All facts within a plan value."""
    if isinstance(value, Fact):
        yield value
    if isinstance(value, tuple):
        for item in value:
            yield from _facts(item)
    elif isinstance(value, Fact | Dated):
        for attribute in type(value).__attrs_attrs__:
            yield from _facts(getattr(value, attribute.name))


def _fact_words(plan: Plan, fact: Fact) -> str:
    """A fact quoted in running text: "98% (from 1 January 2027: 98.5%)", "GBP 85,000.00 per calendar month"."""
    match fact:
        case Target(values=values):
            return quoted_values(values, lambda limit: quantity_words(plan, limit))
        case Needs(records=records):
            return counted(records, "record")
        case Charge(rates=rates):
            return quoted_values(rates, lambda rate: rate_words(plan, rate))
        case Party(title=name):
            return name
        case Term(first=first, last=last):
            return (
                f"{date_words(first)} to {date_words(last)}"
                if last
                else f"the period from {date_words(first)}"
            )
        case Calendar() | RecordSet() | ServiceLevel() | SeverityTier():
            return title(fact)
        case Plan():
            return fact.title
        case _:
            raise KeyError(fact.id)


def rate_words(plan: Plan, rate: Rate) -> str:
    """A charge per unit of the calendar: "GBP 85,000.00 per calendar month"."""
    return f"{money_words(plan, rate.amount)} per {unit_words(rate.per)}"
