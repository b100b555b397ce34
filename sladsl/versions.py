"""An agreement in its eras: its text as amended, checked as a whole, from each date on which an amendment takes effect.

Amendments take effect in the order of their dates, those of one date in the order in which they are written.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from functools import partial

from attrs import Factory

from sladsl.diagnostics.diagnostic import Diagnostic, Severity
from sladsl.planning.amending import amendment_fact, as_amended, over_time
from sladsl.planning.contract import Contract, RemedyExpected
from sladsl.planning.eras import joined, plan_on
from sladsl.planning.from_analysis import contract, plan
from sladsl.planning.periods import named_period
from sladsl.planning.plan import Amendment, Plan, Term
from sladsl.planning.reliance_findings import OF_RELIANCE, uncovered
from sladsl.planning.relocating import relocated
from sladsl.planning.windows import zone_of
from sladsl.planning.zones import load_zone
from sladsl.semantics.analysis import analyse
from sladsl.semantics.consequences import independent
from sladsl.semantics.files.amended_files import AmendedFile, amended_file
from sladsl.semantics.files.modules import Files, Loader, Module
from sladsl.semantics.files.wordings import wordings
from sladsl.semantics.findings import error
from sladsl.semantics.level_cache import LevelCache
from sladsl.semantics.meaning import Analysis
from sladsl.source import Source, Span
from sladsl.syntax import ast
from sladsl.syntax.again import ReadText, read, read_again
from sladsl.syntax.amending import Consolidated, Reading, items_by_key, without
from sladsl.syntax.walk import walk
from sladsl.values import evolve, frozen


@frozen(eq=False)
class Version:
    """An agreement as it is in force from a date on, or from the start of its term: text, meaning, plan and prose."""

    since: dt.date | None
    text: Consolidated
    analysis: Analysis
    plan: Plan
    contract: Contract


@frozen(eq=False)
class Versions:
    """The versions of an agreement in order, none where something is wrong, and what has been found.

    `plan` and `contract` are those of the agreement in all its versions, `sources` the files in which amendments stand.
    """

    listed: tuple[Version, ...]
    plan: Plan | None
    contract: Contract | None
    analyses: tuple[Analysis, ...]
    diagnostics: tuple[Diagnostic, ...]
    sources: tuple[Source, ...] = ()


@frozen(eq=False)
class _Draft:
    """The text of a version, with the amendments that have made it of the one before."""

    since: dt.date | None
    text: Consolidated
    amendments: tuple[Amendment, ...]


@frozen(eq=False)
class KeptEras:
    """What is remembered of an agreement's versions: texts in the order of reading, and what is found in levels."""

    texts: list[ReadText] = Factory(list)
    levels: list[LevelCache] = Factory(list)


def versions_of(parsed: ast.Parsed, load: Loader, files: Files, kept: KeptEras | None = None) -> Versions:
    """Work the amendments of a file into its agreement, and check what it comes to from each of their dates on.

    `kept` is of earlier calls for the same file: it spares looking again at what has not changed since, and makes no
    other difference.
    """
    file = amended_file(parsed, load)
    if file.agreement is None:
        return Versions((), None, None, (), file.diagnostics)
    written = file.amendments
    drafts, problems = _drafts(file, read if kept is None else _reading(kept))
    ends = [*(draft.since for draft in drafts[1:]), None]
    made = [
        _version(draft, until, partial(analyse, loader=load, files=files, cache=memory))
        for draft, until, memory in zip(
            _with_own_examples(drafts), ends, _memories(kept, len(drafts)), strict=True
        )
    ]
    findings = [*problems, *_findings(made, [each.node.span for each in written])]
    analyses = tuple(each.analysis for each in made)
    plans = [each.plan for each in made]
    sound = [each for each in plans if each is not None]
    if not problems and len(sound) == len(plans):
        findings += over_time([draft.amendments for draft in drafts[1:]], sound)
    is_wrong = any(each.severity is Severity.ERROR for each in findings)
    if is_wrong or len(sound) < len(plans):
        return Versions((), None, None, analyses, tuple(dict.fromkeys(findings)))
    listed = tuple(
        Version(
            each.draft.since,
            each.draft.text,
            each.analysis,
            plan_,
            relocated(contract(each.analysis), each.draft.text.written),
        )
        for each, plan_ in zip(made, sound, strict=True)
    )
    facts = [fact for draft in drafts for fact in draft.amendments]
    whole = joined(facts, [(each.since, each.plan) for each in listed])
    prose = _contract(listed)
    absent = tuple(_not_in_force(whole, prose))
    if absent:
        return Versions((), None, None, analyses, (*dict.fromkeys(findings), *absent))
    sources = tuple(dict.fromkeys(each.source for each in written))
    return Versions(listed, whole, prose, analyses, tuple(dict.fromkeys(findings)), sources)


def _reading(kept: KeptEras) -> Reading:
    """Reads one text after the other, each where one has been read before."""
    before = tuple(kept.texts)
    kept.texts.clear()

    def reading(source: Source) -> ReadText:
        number = len(kept.texts)
        kept.texts.append(read_again(before[number] if number < len(before) else None, source))
        return kept.texts[-1]

    return reading


def _memories(kept: KeptEras | None, count: int) -> Sequence[LevelCache | None]:
    if kept is None:
        return [None] * count
    kept.levels.extend(LevelCache() for _ in range(len(kept.levels), count))
    return kept.levels[:count]


def _not_in_force(whole: Plan, prose: Contract) -> Iterator[Diagnostic]:
    """Find what examples say of levels in periods in which the agreement does not have them."""
    for example in prose.examples:
        results = (each for each in example.expected if not isinstance(each, RemedyExpected))
        for said in (*example.values, *results):
            period = named_period(zone_of(whole), whole.term, said.period)
            if period is None or said.level is None:
                continue
            if all(level.name != said.level for level in plan_on(whole, period.first).levels):
                yield error(
                    "SLA789",
                    said.span,
                    f"`{said.level}` is not in force in {said.period}",
                    clause=f'example "{example.title}"',
                    write="write a period in which it is, or leave the line out",
                )


def _contract(listed: Sequence[Version]) -> Contract:
    """The prose as amended last, and the examples of every version, in the order in which they are written."""
    examples = [each for version in listed for each in version.contract.examples]
    examples.sort(key=lambda each: (each.span.file, each.span.start))
    numbered = (evolve(each, id=f"example:{number}") for number, each in enumerate(examples, 1))
    return evolve(listed[-1].contract, examples=tuple(numbered))


def _drafts(file: AmendedFile, reading: Reading) -> tuple[list[_Draft], list[Diagnostic]]:
    """The texts of all versions, as far as the amendments fit the agreement."""
    found, problems = wordings(file, reading)
    drafts = [
        _Draft(each.since, each.text, tuple(amendment_fact(*amending) for amending in each.amendments))
        for each in found
    ]
    return drafts, problems


def _with_own_examples(drafts: Sequence[_Draft]) -> Iterator[_Draft]:
    """Each version with the examples whose last period starts while it is in force, or that it brings."""
    first: dict[tuple[str, int], int] = {}
    for number, draft in enumerate(drafts):
        document = draft.text.parsed.document
        others: list[Span] = []
        for item in items_by_key(document).values():
            if isinstance(item, ast.Example):
                written = draft.text.written(item.span)
                begins = first.setdefault((written.file, written.start), number)
                if max(begins, _era(drafts, _last_day(document, item))) != number:
                    others.append(item.span)
        yield evolve(draft, text=without(draft.text, others)) if others else draft


def _era(drafts: Sequence[_Draft], day: dt.date | None) -> int:
    """The number of the version that is in force on a day; of no day the first."""
    begun = (number for number, each in enumerate(drafts) if day and each.since and each.since <= day)
    return max(begun, default=0)


def _last_day(document: ast.Document, example: ast.Example) -> dt.date | None:
    """The first day of the last period that an example speaks of; None where it speaks of none that is known."""
    items = items_by_key(document)
    term, written = items.get(("term", "")), items.get(("timezone", ""))
    zone = load_zone(written.name) if isinstance(written, ast.Zone) else None
    if zone is None or not isinstance(term, ast.Term):
        return None
    whole = Term("term", term.span, term.first.value, None if term.last is None else term.last.value)
    labels = [
        item.period.text
        for item in example.items
        if isinstance(
            item,
            ast.GivenResult | ast.ExpectResult | ast.ExpectCredit | ast.ExpectEarnedBack | ast.ExpectRemedy,
        )
    ]
    periods = [named_period(zone, whole, label) for label in labels]
    return max((each.first for each in periods if each is not None), default=None)


@frozen(eq=False)
class _Made:
    """A version before it is known whether all are sound; spans are where things were written.

    `findings` has with each the names that stand where it points.
    """

    draft: _Draft
    analysis: Analysis
    plan: Plan | None
    findings: tuple[tuple[Diagnostic, frozenset[str]], ...]


def _version(draft: _Draft, until: dt.date | None, meaning: Callable[[ast.Parsed], Analysis]) -> _Made:
    text = draft.text
    analysis = meaning(text.parsed)
    planned, problems = plan(analysis)
    if planned is not None:
        others = (each for each in problems if each.code not in OF_RELIANCE)
        problems = (*others, *uncovered(evolve(planned, since=draft.since, until=until)))
    found = independent(text.parsed, (*text.parsed.diagnostics, *analysis.diagnostics, *problems))
    return _Made(
        draft,
        analysis,
        None if planned is None else relocated(planned, text.written),
        tuple((relocated(each, text.written), _names_at(each, analysis.module)) for each in found),
    )


def _names_at(finding: Diagnostic, module: Module) -> frozenset[str]:
    """The names that stand where a finding points, in the text that it has been found in or in a module."""
    places = [finding.span, *(label.span for label in finding.labels)]
    return frozenset(
        part.text
        for each in module.with_used()
        for part in walk(each.document)
        if isinstance(part, ast.Name) and any(place and part.span.begins_in(place) for place in places)
    )


def _findings(made: Sequence[_Made], amendments: Sequence[Span]) -> Iterator[Diagnostic]:
    """What is found at a place in any version, once; what comes with an amendment is told there."""
    known: set[tuple[str, Span | None]] = set()
    for each in made:
        for finding, names in each.findings:
            mistake = finding.code, finding.span
            if mistake not in known:
                known.add(mistake)
                changes = each.draft.amendments
                yield as_amended(finding, names, changes, amendments) if changes else finding
