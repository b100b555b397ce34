"""From an agreement's plan and prose to the view of its document."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sladsl.documents.amendments import amendment_blocks
from sladsl.documents.calendars import calendar_blocks
from sladsl.documents.charges import charge_blocks
from sladsl.documents.clauses import clause_blocks
from sladsl.documents.definitions import definitions
from sladsl.documents.levels import level_blocks
from sladsl.documents.outline import (
    AMENDMENTS,
    CALENDARS,
    CHARGES,
    DEFINITIONS,
    EXAMPLES,
    LAW,
    LEVELS,
    MEASUREMENT,
    RECORDS,
    SETTLEMENT,
    SEVERITIES,
    TERM,
    outline,
    place,
)
from sladsl.documents.prose import date_words, prose
from sladsl.documents.remedies import remedy_blocks
from sladsl.documents.rules import measurement_rules
from sladsl.documents.schedules import levels_table, records_blocks, severity_blocks
from sladsl.documents.settling import settlement_blocks
from sladsl.documents.terms import Named, Terms, calendar_name, find, one_record, title
from sladsl.documents.view import Block, DocumentView, Heading, Paragraph, PartyView, Provenance, Section
from sladsl.documents.worked import example_blocks
from sladsl.planning.contract import Contract
from sladsl.planning.plan import Plan
from sladsl.planning.serialise import plan_hash
from sladsl.settlement.examples import WorkedExample
from sladsl.values import evolve

_TITLES = {
    DEFINITIONS: "Definitions",
    TERM: "Term",
    AMENDMENTS: "Amendments",
    CHARGES: "Charges",
    MEASUREMENT: "Measurement",
    SETTLEMENT: "Settlement of Service Credits",
    LAW: "Governing law",
    LEVELS: "Service levels",
    CALENDARS: "Calendars",
    SEVERITIES: "Severities",
    RECORDS: "Records",
    EXAMPLES: "Worked examples",
}


def agreement_view(
    plan: Plan, contract: Contract, worked: Sequence[WorkedExample], source_sha256: str
) -> DocumentView:
    """The document of an agreement.

    `worked` are the contract's examples in its order, each run and settled. `source_sha256` is the hash of the
    agreement file, in hexadecimal; it is printed with the plan's.
    """
    assert [each.example for each in worked] == list(contract.examples), "every example is run"
    terms = Terms(plan, outline(plan, contract))
    titles = _item_titles(plan, contract)
    sections = (_clause(terms, contract, titles, section) for section in terms.outline.clauses)
    schedules = (_schedule(terms, worked, section) for section in terms.outline.schedules)
    return DocumentView(
        title=plan.title or plan.name,
        version=plan.version,
        parties=(
            PartyView(plan.provider.title, plan.provider.name, "Provider"),
            PartyView(plan.customer.title, plan.customer.name, "Customer"),
        ),
        front=_front(plan),
        opening=prose("The parties agree as follows."),
        sections=tuple(sections),
        schedules=tuple(schedules),
        signing=prose("Signed by the parties’ authorised signatories on the dates stated below."),
        provenance=provenance(plan, source_sha256),
    )


def _front(plan: Plan) -> tuple[tuple[str, str], ...]:
    first = date_words(plan.term.first)
    last = date_words(plan.term.last) if plan.term.last else None
    facts = (
        ("Version", plan.version),
        (
            "Amended",
            "; ".join(f"{each.title}, from {date_words(each.effective)}" for each in plan.amendments),
        ),
        ("Term", f"{first} to {last}" if last else f"from {first}, with no stated end"),
        ("Governing law", plan.law),
    )
    return tuple((label, words) for label, words in facts if words)


def provenance(plan: Plan, source_sha256: str) -> Provenance:
    """What a document was made from."""
    tools = ", ".join(f"{tool} {release}" for tool, release in plan.tools)
    return Provenance(
        (
            ("Agreement", plan.name),
            ("Agreement source, SHA-256", source_sha256),
            ("Evaluation plan, SHA-256", plan_hash(plan)),
            ("Dates decided by", tools),
        )
    )


def _item_titles(plan: Plan, contract: Contract) -> dict[str, str]:
    return {
        **_TITLES,
        **_titles_of(plan.charges),
        **_titles_of(plan.calendars),
        **_titles_of(plan.records),
        **_titles_of(plan.levels),
        **_titles_of(plan.remedies),
        **_titles_of(plan.severities),
        **_titles_of(contract.clauses),
    }


def _titles_of(items: Sequence[Named]) -> dict[str, str]:
    return {item.id: title(item) for item in items}


# --- clauses -------------------------------------------------------------------------------------------------------


def _clause(terms: Terms, contract: Contract, titles: dict[str, str], section: str) -> Section:
    where = place(terms.outline, section)
    number = where.label.removeprefix("clause ")
    blocks = _clause_blocks(terms, contract, titles, section)
    return Section(number, titles[section], where.anchor, numbered(number, blocks))


def clause_text(terms: Terms, contract: Contract, section: str) -> Sequence[Block]:
    """The paragraphs of a clause of an agreement, not yet numbered."""
    return _clause_blocks(terms, contract, _item_titles(terms.plan, contract), section)


def _clause_blocks(terms: Terms, contract: Contract, titles: dict[str, str], section: str) -> Sequence[Block]:
    plan = terms.plan
    match section:
        case "definitions":
            return (Paragraph("", prose("In this Agreement:"), (definitions(terms),)),)
        case "term":
            return (Paragraph("", prose(_term_words(plan))),)
        case "amendments":
            return tuple(amendment_blocks(plan))
        case "charges":
            return charge_blocks(terms)
        case "measurement":
            return measurement_rules(terms)
        case "law":
            return (Paragraph("", prose(f"This Agreement is governed by the law of {plan.law}.")),)
        case "settlement":
            assert plan.settlement is not None
            return settlement_blocks(terms, plan.settlement)
        case _ if section.startswith("remedy:"):
            return remedy_blocks(terms, find(plan.remedies, section.removeprefix("remedy:")))
        case _ if section.startswith("level:"):
            return level_blocks(terms, find(plan.levels, section.removeprefix("level:")))
        case _:
            clause = next(clause for clause in contract.clauses if clause.id == section)
            return clause_blocks(terms, clause, titles.__getitem__)


def _term_words(plan: Plan) -> str:
    first = f"The Term starts at 00:00 on {date_words(plan.term.first)}"
    if plan.term.last is None:
        return f"{first} and has no stated end."
    return f"{first} and ends at 24:00 on {date_words(plan.term.last)}; both days are part of it."


def numbered(number: str, blocks: Iterable[Block]) -> tuple[Block, ...]:
    """Give paragraphs their labels: "4.1" for those of a clause, "(a)" for those within one."""
    count = 0
    labelled: list[Block] = []
    for block in blocks:
        if isinstance(block, Paragraph):
            count += 1
            label = f"{number}.{count}" if number else f"({_letter(count)})"
            labelled.append(evolve(block, label=label, children=numbered("", block.children)))
        else:
            labelled.append(block)
    return tuple(labelled)


def _letter(count: int) -> str:
    """The label of the count-th item: a to z, then aa, bb and on."""
    repeats, place_in_alphabet = divmod(count - 1, 26)
    return chr(ord("a") + place_in_alphabet) * (repeats + 1)


# --- schedules -----------------------------------------------------------------------------------------------------


def _schedule(terms: Terms, worked: Sequence[WorkedExample], section: str) -> Section:
    where = place(terms.outline, section)
    return Section(
        where.label, _TITLES[section], where.anchor, tuple(_schedule_blocks(terms, worked, section))
    )


def _schedule_blocks(terms: Terms, worked: Sequence[WorkedExample], section: str) -> Iterable[Block]:
    plan = terms.plan
    match section:
        case "schedule:levels":
            yield levels_table(terms)
        case "schedule:severities":
            yield from severity_blocks(plan)
        case "schedule:calendars":
            for calendar in plan.calendars:
                yield _part(terms, calendar.id, calendar_name(terms, calendar.name))
                yield from calendar_blocks(terms, calendar)
        case "schedule:records":
            for records in plan.records:
                yield _part(terms, records.id, one_record(terms, records.name))
                yield from records_blocks(terms, records)
        case _:
            for number, each in enumerate(worked, 1):
                yield _example(terms, number, each)
                yield from example_blocks(terms, each)


def _part(terms: Terms, item: str, heading: str) -> Heading:
    where = place(terms.outline, item)
    number, _, _ = where.label.partition(" of ")
    return Heading(number, heading, where.anchor)


def _example(terms: Terms, number: int, worked: WorkedExample) -> Heading:
    return Heading(f"Example {number}", worked.example.title, place(terms.outline, worked.example.id).anchor)
