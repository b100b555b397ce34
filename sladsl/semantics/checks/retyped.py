"""Prose that retypes a number which a rule defines: when the rule changes, the prose says something else."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from itertools import chain

from sladsl.diagnostics.diagnostic import Diagnostic, Label
from sladsl.semantics.checks.numbers_in_prose import ProseNumber, numbers_in, time_of
from sladsl.semantics.findings import warning
from sladsl.semantics.meaning import Analysis, Clause, Level, Terms, node_of
from sladsl.source import Source
from sladsl.syntax import ast
from sladsl.syntax.clauses import clause_of
from sladsl.syntax.walk import walk
from sladsl.values import evolve, frozen


@frozen
class _Rule:
    """Where a rule defines a number, in words, and the reference that says it in prose."""

    words: str
    reference: str


def check(analysis: Analysis) -> Iterator[Diagnostic]:
    """Look for percentages, amounts of money, numbers of records and times in clauses that a rule defines, too."""
    own = [
        each for each in analysis.clauses if each.prose is not None and each.prose.module is analysis.module
    ]
    rules = dict(_first_of_each(_defined(analysis))) if own else {}
    for clause in own:
        yield from _retyped(clause, analysis.module.source, rules)


def _retyped(clause: Clause, source: Source, rules: Mapping[ProseNumber, _Rule]) -> Iterator[Diagnostic]:
    """A finding for each number once, at the clause's name, so that a comment above can allow it."""
    seen: set[ProseNumber] = set()
    pieces = () if clause.prose is None else clause.prose.node.pieces
    texts = [piece for piece in pieces if isinstance(piece, ast.Text)]
    for number, span in chain.from_iterable(numbers_in(text, source) for text in texts):
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


# --- what the rules define -------------------------------------------------------------------------------------------


def _first_of_each(defined: Iterable[tuple[ProseNumber, _Rule]]) -> Iterator[tuple[ProseNumber, _Rule]]:
    seen: set[ProseNumber] = set()
    for number, rule in defined:
        if number not in seen:
            seen.add(number)
            yield number, rule


def _defined(analysis: Analysis) -> Iterator[tuple[ProseNumber, _Rule]]:
    """The numbers of targets, charges, credits, settlement and remedies; of one number the first rule is told."""
    for level in analysis.levels:
        for terms in level.terms:
            yield from _of_terms(level, terms)
        yield from _of_good(level)
    for charge in analysis.charges:
        name = charge.name.text
        rule = _Rule(f"charge {name}", f"write `{{{name}}}`")
        yield from ((number, rule) for rate in charge.rates for number in _amounts(rate))
    for level in analysis.levels:
        rule = _Rule(f"the credit of {clause_of(level.node)}", f"name the clause with `{{ref {level.name}}}`")
        yield from ((number, rule) for line in level.lines.all_credits for number in _amounts(line.node))
    if analysis.settlement is not None:
        rule = _Rule("the settlement", "name the clause with `{ref settlement}`")
        yield from (
            (number, rule) for number in chain(_amounts(analysis.settlement), _times(analysis.settlement))
        )
    for remedy in analysis.remedies:
        rule = _Rule(clause_of(remedy), f"name the clause with `{{ref {remedy.name.text}}}`")
        yield from ((number, rule) for number in chain(_amounts(remedy), _times(remedy)))


def _of_terms(level: Level, terms: Terms) -> Iterator[tuple[ProseNumber, _Rule]]:
    """The targets of a level at one tuple of values, and the records that it needs."""
    row = ".".join((level.name, *(values[0] for values in terms.members if values)))
    for promise in (terms.minimum, terms.expected):
        if promise is not None:
            path = row if promise.is_cell else level.name
            rule = _Rule(clause_of(level.node), f"write `{{{path}.{promise.word}}}`")
            numbers = (chain(_amounts(bound), _times(bound)) for _, bound in promise.bounds)
            yield from ((number, rule) for number in chain.from_iterable(numbers))
    if terms.needs is not None:
        path = level.name if terms.needs is node_of(level.lines.needs) else row
        rule = _Rule(clause_of(level.node), f"write `{{{path}.needs}}`")
        yield ProseNumber("records", Fraction(terms.needs.count.value)), rule


def _of_good(level: Level) -> Iterator[tuple[ProseNumber, _Rule]]:
    """The times within which a record is good, of a line, a row of tiers or a target, and what further targets say."""
    rule = _Rule(clause_of(level.node), f"name the clause with `{{ref {level.name}}}`")
    good = () if level.lines.good is None else (level.lines.good.node,)
    cells = (terms.within for terms in level.terms if terms.within is not None)
    targets = [line.node for line in level.lines.targets]
    for node in (*good, *cells, *targets):
        yield from ((number, rule) for number in _times(node))
    for node in targets:
        yield from ((number, rule) for number in _amounts(node))


def _times(node: ast.Node) -> Iterator[ProseNumber]:
    """The times that a rule writes."""
    yield from (number for part in walk(node) if (number := time_of(part)) is not None)


def _amounts(node: ast.Node) -> Iterator[ProseNumber]:
    """The percentages and amounts of money that a rule writes."""
    for part in walk(node):
        if isinstance(part, ast.Percent):
            yield ProseNumber("%", part.value)
        elif isinstance(part, ast.Money):
            yield ProseNumber(part.currency, part.value)
