"""The levels of an agreement, those that average the values of another one after that."""

from __future__ import annotations

from collections.abc import Iterable

from sladsl.diagnostics.diagnostic import Diagnostic
from sladsl.semantics.declarations.agreement_context import AgreementContext, chain
from sladsl.semantics.declarations.inherit import level_lines
from sladsl.semantics.declarations.subjects import find_level
from sladsl.semantics.files.modules import Declared
from sladsl.semantics.findings import error
from sladsl.semantics.levels.level import level
from sladsl.semantics.levels.measured import mean_of
from sladsl.semantics.meaning import Level
from sladsl.semantics.targets.tiers import terms_like, terms_of, untiered
from sladsl.syntax import ast
from sladsl.syntax.clauses import clause_of
from sladsl.values import evolve

_Under = tuple[ast.ServiceLevel, ...]


def levels_of(declared: Iterable[Declared], agreement: AgreementContext) -> list[Level]:
    """The levels that are declared, each once, in their order."""
    made: dict[ast.Node, Level] = {}
    return [_level(item, agreement, made, ()) for item in declared]


def _level(item: Declared, agreement: AgreementContext, made: dict[ast.Node, Level], under: _Under) -> Level:
    if item.node not in made:
        node = item.node
        assert isinstance(node, ast.ServiceLevel), "only levels are measured"
        read = _read(item, agreement, made, (*under, node))
        made[node] = _reading(level(item, agreement), read)
    return made[item.node]


def _read(
    item: Declared, agreement: AgreementContext, made: dict[ast.Node, Level], under: _Under
) -> Level | None:
    """The level whose values a level averages; None where it does not, or where a finding says what is wrong."""
    measure = level_lines(chain(item, agreement)).measure
    if measure is None or not isinstance(measure.node.what, ast.LevelMean):
        return None
    read = find_level(measure.node.what.level, clause_of(under[-1]), agreement, measure.module)
    if read is None:
        return None
    assert isinstance(read.node, ast.ServiceLevel), "it is a level that is found"
    if read.node in under:
        agreement.found.append(_reads_itself(measure.node.what.level, under))
        return None
    return _level(read, agreement, made, under)


def _reads_itself(path: ast.Path, under: _Under) -> Diagnostic:
    first = next(place for place, node in enumerate(under) if node.name.text == path.names[-1].text)
    names = [node.name.text for node in (*under[first:], under[first])]
    return error(
        "SLA781",
        path.span,
        f"`{names[0]}` would be a mean of its own values: {' reads '.join(f'`{name}`' for name in names)}",
        clause=clause_of(under[-1]),
        write="name a level that is measured from records",
    )


def _reading(made: Level, read: Level | None) -> Level:
    """A level with what it takes from the one it reads: its type, and the values for which it is measured."""
    if read is None or mean_of(made.lines) is None:
        return made
    dimensions = read.dimensions if reads_alike(made, read) else ()
    if made.lines.tiers is None:
        terms = terms_like(made.lines, read.terms) if reads_alike(made, read) else ()
    else:
        terms = terms_of(made.lines, dimensions)
    return evolve(
        made,
        records=read.records,
        measured=read.measured,
        dimensions=dimensions,
        terms=terms,
        untiered=untiered(terms, dimensions),
        read=read,
    )


def reads_alike(made: Level, read: Level) -> bool:
    """Whether a level is written to be measured by the same fields as the one it reads, in the same order."""
    return [path.text for path in made.by] == [dimension.name for dimension in read.dimensions]
