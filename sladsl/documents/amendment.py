"""An amendment as a document of its own, which the parties sign: what it changes, clause by clause, in new words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from sladsl.documents.amendments import bound_words, carried_words
from sladsl.documents.calendars import calendar_blocks
from sladsl.documents.charges import charge_blocks
from sladsl.documents.from_plan import clause_text, numbered, provenance
from sladsl.documents.outline import Outline, outline, place
from sladsl.documents.prose import date_words, opened, prose
from sladsl.documents.schedules import records_blocks, severity_blocks
from sladsl.documents.terms import Terms, find, title
from sladsl.documents.view import Block, DocumentView, Paragraph, PartyView, Section, Style, TextRun
from sladsl.planning.contract import Contract
from sladsl.planning.plan import Amendment, Changed, Plan
from sladsl.planning.relocating import rewritten
from sladsl.values import evolve, frozen

_PREFIXES: Mapping[str, str] = {
    "charge": "charge",
    "calendar": "calendar",
    "records": "records",
    "service level": "level",
    "kpi": "level",
    "obligation": "level",
    "remedy": "remedy",
    "clause": "clause",
    "service": "service",
}
_KINDS = {"service level": "Service Level", "kpi": "Key Performance Indicator"}
_WHOLE = {"settlement", "law", "term", "provider", "customer", "version", "severity"}
_VERBS = {"replaces": "replaced", "adds": "added", "removes": "removed"}


@frozen
class Wording:
    """An agreement before or after an amendment: its plan, its prose, and the layout of its document."""

    plan: Plan
    contract: Contract

    @property
    def outline(self) -> Outline:
        return outline(self.plan, self.contract)

    @property
    def terms(self) -> Terms:
        return Terms(self.plan, self.outline)


def amendment_view(amendment: Amendment, before: Wording, after: Wording, source_sha256: str) -> DocumentView:
    """The document of an amendment of an agreement as it was `before`, which is `after` it what the document says.

    `source_sha256` is the hash of the file that the amendment stands in.
    """
    plan = after.plan
    sections = [_effect(amendment, plan)]
    for number, change in enumerate(amendment.changes, len(sections) + 1):
        sections.append(_section(number, change, before, after))
    agreement = f"{before.plan.title or before.plan.name}"
    made = DocumentView(
        title=amendment.title,
        version=plan.version,
        parties=(
            PartyView(plan.provider.title, plan.provider.name, "Provider"),
            PartyView(plan.customer.title, plan.customer.name, "Customer"),
        ),
        front=(("Amends", agreement), ("Takes effect", date_words(amendment.effective))),
        opening=prose(
            f"The parties amend the {agreement} between them (the Agreement) as follows. Words defined in the "
            "Agreement have the same meaning here. The new text refers to clauses and schedules as the Agreement "
            "numbers them once it is amended."
        ),
        sections=tuple(sections),
        schedules=(),
        signing=prose("Signed by the parties’ authorised signatories on the dates stated below."),
        provenance=provenance(plan, source_sha256),
    )
    return rewritten(made, _without_link)


def _without_link(part: object) -> object:
    """What a link names is in another document."""
    return TextRun(part.text) if isinstance(part, TextRun) and part.style is Style.LINK else part


def _effect(amendment: Amendment, plan: Plan) -> Section:
    blocks = (
        opened("Date", f"This amendment takes effect on {date_words(amendment.effective)}."),
        opened("What it binds", bound_words(plan)),
        opened("What goes on", carried_words(plan)),
        opened("All else", "In all other respects the Agreement remains in force as it is."),
    )
    return Section("1", "Effect", "amendment-1", numbered("1", blocks))


def _section(number: int, change: Changed, before: Wording, after: Wording) -> Section:
    called = _called(change)
    title = change.title or f"{called[0].upper()}{called[1:]}"
    blocks = _blocks(change, before, after)
    anchor = f"amendment-{number}"
    return Section(str(number), f"{title} ({_VERBS[change.does]})", anchor, tuple(blocks))


def _blocks(change: Changed, before: Wording, after: Wording) -> Iterator[Block]:
    item, called = _item(change), _called(change)
    old, new = _label(before, item), _label(after, item)
    where = new if change.does == "adds" else old
    what = f"{where} of the Agreement ({called})" if where else f"the {called} of the Agreement"
    text = () if change.does == "removes" else tuple(_text(item, after))
    becomes = f", as {new}" if old != new and change.does == "replaces" else ""
    reads = (
        f". It reads from now on{becomes}:" if text and change.does == "replaces" else ":" if text else "."
    )
    yield Paragraph("", prose(f"{what[0].upper()}{what[1:]} is {_VERBS[change.does]}{reads}"))
    number = new.removeprefix("clause ")
    yield from numbered(number if number.isdigit() else "", text)


def _called(change: Changed) -> str:
    """What is changed, as the document calls its kind, and by its name: `Service Level Answered`, `calendar Late`."""
    kind, _, name = change.clause.rpartition(" ")
    return f"{_KINDS.get(kind, kind)} {name}".lstrip()


def _item(change: Changed) -> str:
    """The id of what is changed."""
    if change.clause.startswith("example "):
        return "example"
    kind, _, name = change.clause.rpartition(" ")
    if change.clause.split()[0] in _WHOLE:
        return change.clause.split()[0]
    return f"{_PREFIXES[kind]}:{name}"


def _label(wording: Wording, item: str) -> str:
    """Where a document sets an item out; nothing where it stands at the head."""
    if item in {"provider", "customer", "version"}:
        return ""
    try:
        return place(wording.outline, item).label
    except KeyError:
        return ""


def _text(item: str, after: Wording) -> Iterator[Block]:
    """The new words of an item, as the document of the agreement has them; a worked example stands there alone."""
    plan, terms = after.plan, after.terms
    kind, _, name = item.partition(":")
    match kind:
        case "charge":
            only = tuple(each for each in plan.charges if each.name == name)
            yield from charge_blocks(Terms(evolve(plan, charges=only), terms.outline))
        case "calendar":
            yield from calendar_blocks(terms, find(plan.calendars, name))
        case "records":
            yield from records_blocks(terms, find(plan.records, name))
        case "severity":
            yield from severity_blocks(plan)
        case "service":
            service = next(each for each in plan.services if each.name == name)
            names = [title(find(plan.levels, each)) for each in service.levels]
            yield Paragraph("", prose(f"It comprises {'; '.join(names) or 'no service levels'}."))
            for level in service.levels:
                yield from clause_text(terms, after.contract, f"level:{level}")
        case "example":
            return
        case "version":
            yield Paragraph("", prose(f"The version of this Agreement is {plan.version}."))
        case "provider" | "customer":
            party = plan.provider if kind == "provider" else plan.customer
            yield Paragraph("", prose(f"The {kind.capitalize()} is {party.title} (“{party.name}”)."))
        case _:
            yield from clause_text(terms, after.contract, item)
