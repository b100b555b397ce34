"""Prose that retypes a number which a rule defines: when the rule changes, the prose says something else."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction

from attrs import evolve

from sladsl.diagnostics.diagnostic import Diagnostic, Label
from sladsl.semantics.findings import warning
from sladsl.semantics.meaning import Analysis, Clause, Level, Terms, node_of
from sladsl.source import Source, Span
from sladsl.syntax import ast
from sladsl.syntax.clauses import clause_of
from sladsl.syntax.walk import walk
from sladsl.values import frozen


@frozen
class _Number:
    """A number with its unit: `%`, a currency, or `records`."""

    unit: str
    value: Fraction


@frozen
class _Rule:
    """Where a rule defines a number, in words, and the reference that says it in prose."""

    words: str
    reference: str


def check(analysis: Analysis) -> Iterator[Diagnostic]:
    """Look for percentages, amounts of money and numbers of records in clauses that a rule defines, too."""
    own = [
        each for each in analysis.clauses if each.prose is not None and each.prose.module is analysis.module
    ]
    rules = dict(_first_of_each(_defined(analysis))) if own else {}
    for clause in own:
        yield from _retyped(clause, analysis.module.source, rules)


def _retyped(clause: Clause, source: Source, rules: Mapping[_Number, _Rule]) -> Iterator[Diagnostic]:
    """A finding for each number once, at the clause's name, so that a comment above can allow it."""
    seen: set[_Number] = set()
    for number, span in _numbers(clause, source):
        rule = rules.get(number)
        if rule is None or number in seen:
            continue
        seen.add(number)
        finding = warning(
            "SLA810",
            clause.node.name.span,
            f"the text retypes `{source.text[span.start : span.end]}`, which {rule.words} defines",
            clause=clause_of(clause.node),
            write=f"{rule.reference}, so that the text follows the rule",
        )
        yield evolve(finding, labels=(Label(span, "retyped here"),))


# --- the numbers of a text -------------------------------------------------------------------------------------------

_WRITTEN = re.compile(
    r"(?<![\w.,:/-])(?:(?P<currency>[A-Z]{3})[ \t]+)?(?P<number>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)"
    r"(?P<unit>[ \t]*%|[ \t]+per[ \t]?cent\b|[ \t]+records\b)?(?!\w|[,.]\d)"
)


def _numbers(clause: Clause, source: Source) -> Iterator[tuple[_Number, Span]]:
    """The numbers with a unit that stand in the text of a clause, and not in its references."""
    for piece in () if clause.prose is None else clause.prose.node.pieces:
        if isinstance(piece, ast.Text):
            for found in _WRITTEN.finditer(source.text, piece.span.start, piece.span.end):
                number = _number(found)
                if number is not None:
                    yield number, source.span(found.start(), found.end())


def _number(found: re.Match[str]) -> _Number | None:
    value = Fraction(found["number"].replace(",", ""))
    unit = (found["unit"] or "").strip()
    if found["currency"]:
        return None if unit else _Number(found["currency"], value)
    if unit == "records":
        return _Number("records", value)
    is_share = unit and value not in {0, 100}  # none and all are words rather than figures
    return _Number("%", value / 100) if is_share else None


# --- what the rules define -------------------------------------------------------------------------------------------


def _first_of_each(defined: Iterable[tuple[_Number, _Rule]]) -> Iterator[tuple[_Number, _Rule]]:
    seen: set[_Number] = set()
    for number, rule in defined:
        if number not in seen:
            seen.add(number)
            yield number, rule


def _defined(analysis: Analysis) -> Iterator[tuple[_Number, _Rule]]:
    """The numbers of targets, charges, credits and the settlement; of one number the first rule is told."""
    for level in analysis.levels:
        for terms in level.terms:
            yield from _of_terms(level, terms)
    for charge in analysis.charges:
        name = charge.name.text
        rule = _Rule(f"charge {name}", f"write `{{{name}}}`")
        yield from ((number, rule) for rate in charge.rates for number in _amounts(rate))
    for level in analysis.levels:
        rule = _Rule(f"the credit of {clause_of(level.node)}", f"name the clause with `{{ref {level.name}}}`")
        yield from ((number, rule) for line in level.lines.all_credits for number in _amounts(line.node))
    if analysis.settlement is not None:
        rule = _Rule("the settlement", "name the clause with `{ref settlement}`")
        yield from ((number, rule) for number in _amounts(analysis.settlement))


def _of_terms(level: Level, terms: Terms) -> Iterator[tuple[_Number, _Rule]]:
    """The targets of a level at one tuple of values, and the records that it needs."""
    row = ".".join((level.name, *(values[0] for values in terms.members if values)))
    for promise in (terms.minimum, terms.expected):
        if promise is not None:
            path = row if promise.is_cell else level.name
            rule = _Rule(clause_of(level.node), f"write `{{{path}.{promise.word}}}`")
            yield from ((number, rule) for _, bound in promise.bounds for number in _amounts(bound))
    if terms.needs is not None:
        path = level.name if terms.needs is node_of(level.lines.needs) else row
        rule = _Rule(clause_of(level.node), f"write `{{{path}.needs}}`")
        yield _Number("records", Fraction(terms.needs.count.value)), rule


def _amounts(node: ast.Node) -> Iterator[_Number]:
    """The percentages and amounts of money that a rule writes."""
    for part in walk(node):
        if isinstance(part, ast.Percent):
            yield _Number("%", part.value)
        elif isinstance(part, ast.Money):
            yield _Number(part.currency, part.value)
